//! What stands between the card and its text: pictures, hand scanners, character recognition.

use super::input::Input;
use dinhdanh::document::mrz_ocr::correct_td1;
use dinhdanh::limits::QR_TEXT_BYTES;
use dinhdanh_readers::qr::{Budget, LumaView, decode_image_file_bytes, read_codes};
use dinhdanh_readers::scanner::{Event, Framing, HidPos, Parser, ReportLayout, repair};
use std::time::Duration;

/// Text of a machine readable zone from character recognition.
pub fn mrz_ocr(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let Ok(read) = correct_td1(text) else { return };
    assert!(read.names_unproven && read.lines.iter().all(|line| line.expose().chars().count() == 30));
    assert!(read.changes.iter().all(|change| change.line < 3 && change.column < 30));
}

/// A picture: a file, or modules in black and white that become grey squares.
pub fn qr_image(data: &[u8]) {
    let mut input = Input(data);
    let (mode, width, contrast) = (input.byte(), usize::from(input.byte()), input.byte());
    let budget = Budget { pixels: 512 * 512, time: Duration::from_secs(1), codes: 4 };
    if mode & 0x80 != 0 {
        let _ = decode_image_file_bytes(input.0, &budget);
        return;
    }
    let scale = usize::from(mode & 3) + 1;
    let height = (input.0.len() * 8).checked_div(width).unwrap_or(0);
    if width * scale > 512 || height * scale > 512 {
        return;
    }
    let dark = |x: usize, y: usize| {
        let bit = y / scale * width + x / scale;
        input.0.get(bit / 8).is_some_and(|byte| byte & (0x80 >> (bit % 8)) != 0)
    };
    let pixels: Vec<u8> = (0..height * scale)
        .flat_map(|y| (0..width * scale).map(move |x| (x, y)))
        .map(|(x, y)| if dark(x, y) { 255 - contrast } else { 255 })
        .collect();
    let Ok(view) = LumaView::new(&pixels, width * scale, height * scale, width * scale) else { return };
    let codes = read_codes(&view, &budget);
    assert!(codes.len() <= budget.codes);
    for code in codes {
        assert!(!format!("{code:?}").is_empty());
        let _ = code.text();
    }
}

/// What hand scanners send: a stream, reports, and mangled text.
pub fn scanner(data: &[u8]) {
    let mut input = Input(data);
    let mode = input.byte();
    let suffix = Some(input.piece().to_vec()).filter(|_| mode & 1 == 0);
    let framing = Framing { prefix: input.piece().to_vec(), suffix, aim: mode & 2 == 0, ..Framing::default() };
    let at = Duration::from_secs(1);
    let mut whole = Parser::new(framing.clone());
    let mut events = whole.push(input.0, at);
    events.extend(whole.tick(at * 2));
    let mut pieces = Parser::new(framing);
    let mut again: Vec<Event> = input.0.iter().flat_map(|byte| pieces.push(&[*byte], at)).collect();
    again.extend(pieces.tick(at * 2));
    assert_eq!(events, again, "portions do not matter");
    for event in events {
        if let Event::Scan(scan) = event {
            assert!(scan.bytes().expose().len() <= QR_TEXT_BYTES + 64);
            let _ = scan.text();
        }
    }
    let mut reports = HidPos::new(ReportLayout::default());
    for report in input.0.chunks(64) {
        if let Ok(Some(scan)) = reports.push_report(report) {
            assert!(scan.bytes().expose().len() <= QR_TEXT_BYTES);
        }
    }
    if let Ok(text) = str::from_utf8(input.0) {
        for guess in repair(text) {
            assert!(!guess.text.expose().is_empty());
        }
    }
}
