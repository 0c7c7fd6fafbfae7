//! What each target does with its input: no panic is the least; what more must hold is asserted.
//!
//! The fuzz binaries and the replay of the corpus in the ordinary tests call the same functions.

mod capture;
mod card;
mod chip;
mod documents;
mod input;
mod tokens;
mod trust;

pub use capture::{mrz_ocr, qr_image, scanner};
pub use card::{card_answers, card_dialogue, card_files, verify};
pub use chip::{apdu_response, secure_messaging_unwrap};
pub use documents::{ber, card_access, com, dg1, dg2, dg11_dg12_dg16, dg13, dg14_dg15, dump_json, mrz, qr_text, tlv};
pub use tokens::{id_token, jwks, sso_answers};
pub use trust::{certificate, master_list, revocation_list, sod_cms};

/// One target.
#[derive(Clone, Copy)]
pub struct Target {
    /// The name of its binary and of its folder in the corpus.
    pub name: &'static str,
    /// What it does.
    pub run: fn(&[u8]),
}

macro_rules! targets {
    ($($name:ident)*) => { &[$(Target { name: stringify!($name), run: $name }),*] };
}

/// All targets.
pub const TARGETS: &[Target] = targets! {
    qr_text qr_image scanner mrz mrz_ocr tlv ber apdu_response com sod_cms certificate revocation_list master_list card_access dg1 dg2
    dg11_dg12_dg16 dg13 dg14_dg15 secure_messaging_unwrap verify card_dialogue card_answers card_files
    dump_json id_token jwks sso_answers
};
