//! The QR code of a card, from a picture.
