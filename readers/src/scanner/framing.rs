//! Where one scan ends and the next begins.

use crate::qr::{QrText, text_of};
use dinhdanh::error::{Code, Error};
use dinhdanh::limits::QR_TEXT_BYTES;
use dinhdanh::personal::Personal;
use std::fmt;
use std::time::Duration;

/// How a scanner frames what it sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framing {
    /// Bytes before each scan, removed when present.
    pub prefix: Vec<u8>,
    /// Bytes that end a scan; none when only silence does. With the default, CR, LF and CR LF all do.
    pub suffix: Option<Vec<u8>>,
    /// Whether an AIM symbology identifier (`]Q1`, ISO/IEC 15424) may come first.
    pub aim: bool,
    /// Silence after which what has arrived counts as a scan. At 9600 baud a byte takes 1 ms and the
    /// buffers of USB adapters hold back up to 16 ms, so 100 ms is safely more than a gap within a scan.
    pub idle: Duration,
}

impl Default for Framing {
    /// No prefix, CR or LF at the end, AIM identifiers removed, 100 ms of silence.
    fn default() -> Self {
        Self { prefix: Vec::new(), suffix: Some(Vec::new()), aim: true, idle: Duration::from_millis(100) }
    }
}

impl Framing {
    /// The default with a suffix of its own, such as ETX.
    #[must_use]
    pub fn with_suffix(suffix: &[u8]) -> Self {
        Self { suffix: Some(suffix.to_vec()), ..Self::default() }
    }
}

/// What ended a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The suffix.
    Suffix,
    /// Silence. The scan may be cut short where a line was interrupted.
    Silence,
    /// The last report of a HID message.
    Report,
}

/// One scan.
#[derive(Clone, PartialEq, Eq)]
pub struct Scan {
    pub(super) bytes: Personal<Vec<u8>>,
    pub(super) aim: Option<[u8; 3]>,
    pub(super) ended: Ended,
}

impl Scan {
    /// The bytes between prefix, identifier and suffix, unchanged.
    #[must_use]
    pub const fn bytes(&self) -> &Personal<Vec<u8>> {
        &self.bytes
    }

    /// The AIM symbology identifier, such as `]Q1` for a QR code.
    #[must_use]
    pub const fn aim(&self) -> Option<[u8; 3]> {
        self.aim
    }

    /// What ended the scan.
    #[must_use]
    pub const fn ended(&self) -> Ended {
        self.ended
    }

    /// The text: strict UTF-8 first, guesses otherwise.
    #[must_use]
    pub fn text(&self) -> QrText {
        text_of(self.bytes.expose(), None)
    }
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scan({:?}, {:?})", self.bytes, self.ended)
    }
}

/// What a parser found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A whole scan.
    Scan(Scan),
    /// More bytes than any code holds came without an end; they were dropped up to the next end.
    Dropped(Error),
}

/// Cuts a stream of bytes into scans. Memory is bounded by the largest QR code.
///
/// Time is given by the caller as the duration since any fixed moment, so that nothing here reads a clock.
pub struct Parser {
    framing: Framing,
    buffer: Vec<u8>,
    overflowed: bool,
    last: Duration,
    waited: bool,
}

impl Parser {
    /// A parser with an empty buffer.
    #[must_use]
    pub const fn new(framing: Framing) -> Self {
        Self { framing, buffer: Vec::new(), overflowed: false, last: Duration::ZERO, waited: false }
    }

    /// Takes bytes that arrived at `now`, in any portions.
    pub fn push(&mut self, bytes: &[u8], now: Duration) -> Vec<Event> {
        let mut events = self.tick(now);
        if bytes.is_empty() {
            return events;
        }
        self.last = now;
        self.waited = false;
        for &byte in bytes {
            if self.buffer.len() < QR_TEXT_BYTES {
                self.buffer.push(byte);
            } else {
                self.overflowed = true;
                // Only the end is kept, to recognise the suffix.
                self.buffer.remove(0);
                self.buffer.push(byte);
            }
            if let Some(length) = self.suffix_length() {
                self.buffer.truncate(self.buffer.len().saturating_sub(length));
                events.extend(self.finish(Ended::Suffix));
            }
        }
        events
    }

    /// Takes text that a keyboard wedge typed.
    pub fn push_text(&mut self, text: &str, now: Duration) -> Vec<Event> {
        self.push(text.as_bytes(), now)
    }

    /// Ends a scan by silence. To be called when nothing arrived for a while, such as after a read time-out.
    pub fn tick(&mut self, now: Duration) -> Vec<Event> {
        if self.buffer.is_empty() || now.saturating_sub(self.last) < self.framing.idle {
            return Vec::new();
        }
        // Silence in the middle of a UTF-8 sequence is more likely a slow line than an end: wait once more.
        if !self.waited && ends_inside_utf8(&self.buffer) {
            self.waited = true;
            self.last = now;
            return Vec::new();
        }
        self.finish(Ended::Silence).into_iter().collect()
    }

    /// Forgets what has arrived of the current scan.
    pub fn reset(&mut self) {
        self.buffer.clear();
        self.overflowed = false;
        self.waited = false;
    }

    fn suffix_length(&self) -> Option<usize> {
        match &self.framing.suffix {
            None => None,
            Some(own) if own.is_empty() => self.buffer.last().filter(|b| matches!(b, b'\r' | b'\n')).map(|_| 1),
            Some(own) => self.buffer.ends_with(own).then_some(own.len()),
        }
    }

    fn finish(&mut self, ended: Ended) -> Option<Event> {
        let buffer = std::mem::take(&mut self.buffer);
        self.waited = false;
        if std::mem::take(&mut self.overflowed) {
            return Some(Event::Dropped(Error::new(Code::TooLarge, "scan")));
        }
        let mut bytes = buffer.as_slice();
        // CR LF leaves an LF over, which is no scan.
        while let ([b'\r' | b'\n', rest @ ..], true) = (bytes, self.framing.suffix.is_some()) {
            bytes = rest;
        }
        bytes = bytes.strip_prefix(self.framing.prefix.as_slice()).unwrap_or(bytes);
        let mut aim = None;
        if self.framing.aim
            && let [b']', symbology, modifier, rest @ ..] = bytes
            && symbology.is_ascii_alphabetic()
            && modifier.is_ascii_alphanumeric()
        {
            aim = Some([b']', *symbology, *modifier]);
            bytes = rest;
        }
        (!bytes.is_empty()).then(|| Event::Scan(Scan { bytes: Personal::new(bytes.to_vec()), aim, ended }))
    }
}

impl fmt::Debug for Parser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parser([{} bytes waiting])", self.buffer.len())
    }
}

/// Whether bytes end with the beginning of a UTF-8 sequence.
fn ends_inside_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => false,
        Err(error) => error.error_len().is_none(),
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "test data")]
mod tests {
    use super::*;

    const CARD: &str = "001199000018|012345678|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hà Nội|27062021";

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn scans(events: Vec<Event>) -> Vec<Vec<u8>> {
        events
            .into_iter()
            .map(|e| match e {
                Event::Scan(scan) => scan.bytes.into_inner(),
                Event::Dropped(_) => b"dropped".to_vec(),
            })
            .collect()
    }

    #[test]
    fn any_portions_and_any_line_end_give_the_same_scans() {
        for end in ["\r", "\n", "\r\n"] {
            let stream = format!("]Q1{CARD}{end}{CARD}{end}");
            for portion in 1..40 {
                let mut parser = Parser::new(Framing::default());
                let mut got = Vec::new();
                for (i, part) in stream.as_bytes().chunks(portion).enumerate() {
                    got.extend(parser.push(part, ms(i as u64)));
                }
                assert!(matches!(&got[0], Event::Scan(s) if s.aim() == Some(*b"]Q1") && s.ended() == Ended::Suffix));
                assert_eq!(scans(got), [CARD.as_bytes(), CARD.as_bytes()], "{end:?} {portion}");
            }
        }
    }

    #[test]
    fn silence_ends_a_scan_but_not_inside_a_character() {
        let mut parser = Parser::new(Framing { suffix: None, ..Framing::default() });
        let cut = CARD.find('ễ').unwrap() + 1;
        assert!(parser.push(&CARD.as_bytes()[..cut], ms(0)).is_empty());
        assert!(parser.tick(ms(99)).is_empty());
        assert!(parser.tick(ms(150)).is_empty(), "inside a character");
        assert!(parser.push(&CARD.as_bytes()[cut..], ms(180)).is_empty());
        let events = parser.tick(ms(300));
        assert!(matches!(&events[..], [Event::Scan(s)] if s.ended() == Ended::Silence));
        assert_eq!(scans(events), [CARD.as_bytes()]);
        // A line that stays cut is delivered as it is, and reported as not UTF-8.
        parser.push(&CARD.as_bytes()[..cut], ms(1000));
        assert!(parser.tick(ms(1100)).is_empty());
        assert!(matches!(&parser.tick(ms(1200))[..], [Event::Scan(s)] if matches!(s.text(), QrText::Guesses(_))));
    }

    #[test]
    fn prefix_and_own_suffix_are_removed() {
        let framing = Framing { prefix: b"\x02".to_vec(), ..Framing::with_suffix(b"\x03\x0d") };
        let mut parser = Parser::new(framing);
        let got = parser.push(b"\x02a|\x03b\x03\x0d\x02]Q3c\x03\x0d", ms(0));
        assert_eq!(scans(got), [b"a|\x03b".to_vec(), b"c".to_vec()]);
    }

    #[test]
    fn an_endless_stream_is_dropped_and_memory_stays_bounded() {
        let mut parser = Parser::new(Framing::default());
        for i in 0..40 {
            assert!(parser.push(&[b'x'; 1000], ms(i)).is_empty());
            assert!(parser.buffer.len() <= QR_TEXT_BYTES);
        }
        assert_eq!(scans(parser.push(b"\rgood\r", ms(41))), [b"dropped".to_vec(), b"good".to_vec()]);
    }

    #[test]
    fn random_streams_never_panic_and_lose_nothing() {
        let mut state = 11u64;
        let mut next = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        for round in 0..100_000u64 {
            let mut parser = Parser::new(Framing { aim: false, ..Framing::default() });
            let bytes: Vec<u8> = (0..next(24)).map(|_| b"]Q1\r\n|a\xe1\xbb\x85"[next(10) as usize]).collect();
            let mut got = Vec::new();
            let mut rest = bytes.as_slice();
            let mut now = 0;
            while !rest.is_empty() {
                let (part, tail) = rest.split_at(1 + next(rest.len() as u64) as usize);
                now += next(90);
                got.extend(scans(parser.push(part, ms(now))));
                rest = tail;
            }
            got.extend(scans(parser.tick(ms(now + 500))));
            got.extend(scans(parser.tick(ms(now + 1000))));
            let kept: Vec<u8> = bytes.iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
            assert_eq!(got.concat(), kept, "{round}");
        }
    }
}
