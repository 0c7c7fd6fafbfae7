//! Hand scanners at a counter: what arrives over a serial line, as key strokes or as HID reports, becomes
//! whole scans of bytes.
//!
//! Nothing here does I/O or reads a clock, except the thin drivers behind the features `serialport` and
//! `hidapi`. Set a scanner to serial (COM) or HID POS where possible: then the bytes of the code arrive as
//! they are. A scanner that types ("keyboard wedge") sends key strokes, and the layout and input method of
//! the host decide what text they become; [`repair`] offers flagged guesses for that case.
//!
//! ```
//! use dinhdanh_readers::scanner::{Event, Framing, Parser};
//! use std::time::Duration;
//! let mut parser = Parser::new(Framing::default());
//! let at = Duration::from_millis;
//! assert!(parser.push(b"]Q10011990", at(0)).is_empty());
//! let events = parser.push(b"00018|...\r\n", at(3));
//! assert!(matches!(&events[..], [Event::Scan(scan)] if scan.bytes().expose() == b"001199000018|..."));
//! ```

#[cfg(any(feature = "serialport", feature = "hidapi"))]
mod drivers;
mod framing;
mod hid;
mod repair;

#[cfg(feature = "hidapi")]
pub use drivers::HidScanner;
#[cfg(feature = "serialport")]
pub use drivers::SerialScanner;
pub use framing::{Ended, Event, Framing, Parser, Scan};
pub use hid::{HidPos, ReportLayout};
pub use repair::{Mangling, Repair, repair};
