//! Pictures of invented cards: what must be read, what must never be.

use dinhdanh_qr_maker::camera::{Grey, Light};
use dinhdanh_qr_maker::rng::Rng;
use dinhdanh_qr_maker::{CLASSES, EcLevel, Sample, card, negative, sample};
use dinhdanh_readers::qr::{
    Budget, LumaImage, LumaView, QrPayload, QrText, Scanner, decode_image_file_bytes, read_codes,
};
use std::time::Duration;

fn budget() -> Budget {
    // A debug build on a busy machine must give the same answers.
    Budget { time: Duration::from_secs(30), ..Budget::default() }
}

fn read(grey: &Grey) -> Vec<QrPayload> {
    read_codes(&LumaView::new(&grey.pixels, grey.width, grey.height, grey.width).unwrap(), &budget())
}

/// A clean symbol of the text with a quiet zone, `px` pixels per module.
fn clean(text: &str, level: EcLevel, px: usize) -> Grey {
    let symbol = card::Symbol::encode(&mut Rng::new(5), text, level);
    let side = (symbol.size + 8) * px;
    let pixels = (0..side * side).map(|i| {
        let module = |v: usize| (v / px).checked_sub(4).filter(|&m| m < symbol.size);
        match (module(i % side), module(i / side)) {
            (Some(x), Some(y)) if symbol.dark[y * symbol.size + x] => 30,
            _ => 220,
        }
    });
    Grey { width: side, height: side, pixels: pixels.collect() }
}

#[test]
fn four_of_every_class_read_at_least_five_in_six_and_none_wrong() {
    let (mut right, mut total) = (0, 0);
    for class in CLASSES {
        for index in 0..4 {
            let Sample { grey, text, .. } = sample(31, class, index, 0.5);
            for code in read(&grey) {
                assert_eq!(code.bytes().expose(), text.as_ref().unwrap().as_bytes(), "{class} {index}");
                right += 1;
            }
            total += 1;
        }
    }
    assert!(right * 6 >= total * 5, "{right} of {total}");
}

#[test]
fn pictures_without_a_code_give_none() {
    for index in 0..12 {
        assert!(read(&negative(31, index).grey).is_empty(), "{index}");
    }
}

#[test]
fn every_version_and_level_is_read() {
    let mut rng = Rng::new(1);
    for length in (3..520).step_by(47) {
        let text: String = (0..length).map(|_| *rng.pick(&['a', 'ễ', '7', '|', 'Đ'])).collect();
        for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
            let codes = read(&clean(&text, level, 4));
            assert_eq!(codes.len(), 1, "{length} {level:?}");
            assert_eq!(codes[0].bytes().expose(), text.as_bytes());
        }
    }
}

#[test]
fn turned_inverted_and_mirrored_codes_say_so() {
    let text = card::payload(&mut Rng::new(9), 7);
    let grey = clean(&text, EcLevel::M, 5);
    let plain = read(&grey);
    assert!(!plain[0].inverted() && !plain[0].mirrored());
    let (light, mirror) = (read(&grey.clone().inverted()), read(&grey.clone().mirrored()));
    assert!(light[0].inverted() && !light[0].mirrored());
    assert!(mirror[0].mirrored() && !mirror[0].inverted());
    for code in [&plain[0], &light[0], &mirror[0]] {
        assert_eq!(code.bytes().expose(), text.as_bytes());
    }
    let [(x, y), ..] = plain[0].corners();
    assert!((x - 20).abs() <= 2 && (y - 20).abs() <= 2, "{x} {y}");
}

#[test]
fn several_codes_in_one_picture_are_all_read() {
    let codes: Vec<Grey> = (0..4).map(|i| clean(&card::payload(&mut Rng::new(i), 7), EcLevel::L, 4)).collect();
    let side = codes.iter().map(|c| c.width).max().unwrap() + 40;
    let mut all = Grey { width: side * 2, height: side * 2, pixels: vec![200; side * side * 4] };
    for (i, code) in codes.iter().enumerate() {
        let (ox, oy) = (i % 2 * side + 11, i / 2 * side + 17);
        for y in 0..code.height {
            let from = (oy + y) * all.width + ox;
            all.pixels[from..from + code.width].copy_from_slice(&code.pixels[y * code.width..(y + 1) * code.width]);
        }
    }
    let mut got: Vec<Vec<u8>> = read(&all).into_iter().map(|c| c.bytes().expose().clone()).collect();
    let mut expected: Vec<Vec<u8>> = (0..4).map(|i| card::payload(&mut Rng::new(i), 7).into_bytes()).collect();
    got.sort();
    expected.sort();
    assert_eq!(got, expected);
}

#[test]
fn files_strides_and_colour_give_the_same_answer() {
    let text = card::payload(&mut Rng::new(2), 11);
    let grey = clean(&text, EcLevel::M, 3);
    let file = grey.jpeg_file(90);
    let codes = decode_image_file_bytes(&file, &budget()).unwrap();
    assert_eq!(codes[0].text(), QrText::Certain(dinhdanh::personal::Personal::new(text.clone())));
    let small = Budget { pixels: 1000, ..budget() };
    assert_eq!(decode_image_file_bytes(&file, &small).unwrap_err().code().as_str(), "picture-too-large");
    for cut in (0..file.len()).step_by(file.len() / 40) {
        if let Ok(codes) = decode_image_file_bytes(&file[..cut], &budget()) {
            assert!(codes.iter().all(|c| c.bytes().expose() == text.as_bytes()));
        }
    }
    let stride = grey.width + 37;
    let padded: Vec<u8> = grey.pixels.chunks(grey.width).flat_map(|r| r.iter().copied().chain(vec![7; 37])).collect();
    assert_eq!(read_codes(&LumaView::new(&padded, grey.width, grey.height, stride).unwrap(), &budget()).len(), 1);
    let bgra: Vec<u8> = grey.pixels.iter().flat_map(|&p| [p, p, p, 255]).collect();
    let order = dinhdanh_readers::qr::PixelOrder::Bgra;
    let image = LumaImage::from_colour(&bgra, grey.width, grey.height, grey.width * 4, order).unwrap();
    assert_eq!(read_codes(&image.view(), &budget()).len(), 1);
}

#[test]
fn frames_that_cannot_be_read_alone_are_read_together() {
    let text = card::payload(&mut Rng::new(3), 7);
    let grey = clean(&text, EcLevel::L, 4);
    let mut rng = Rng::new(77);
    let mut scanner = Scanner::new(budget());
    let (mut alone, mut together) = (0, None);
    for frame in 0..12 {
        let value = grey.pixels.iter().map(|&p| f32::from(p) / 255.0).collect();
        let mut light = Light { width: grey.width, height: grey.height, value };
        light.blur(1.2);
        // Glints that hide a seventh of the data, elsewhere in each frame.
        for _ in 0..6 {
            let place = |rng: &mut Rng| rng.range(0.35, 0.95);
            let (x, y) = (place(&mut rng) * grey.width as f32, place(&mut rng) * grey.height as f32);
            light.glare(x, y, 11.0, 11.0, 3.0);
        }
        let noisy = light.expose(&mut rng, 25.0);
        alone += read(&noisy).len();
        let view = LumaView::new(&noisy.pixels, noisy.width, noisy.height, noisy.width).unwrap();
        if let Some(code) = scanner.push_frame(&view).first() {
            assert_eq!(code.bytes().expose(), text.as_bytes());
            together = Some(frame);
            break;
        }
    }
    assert!(alone == 0 && together.is_some(), "alone {alone}, together {together:?}");
}

#[test]
fn damaged_pictures_never_panic_and_never_give_another_text() {
    let text = card::payload(&mut Rng::new(4), 7);
    let original = clean(&text, EcLevel::L, 2);
    let mut rng = Rng::new(4);
    let fast = Budget { time: Duration::from_millis(20), ..Budget::default() };
    // QR_ROUNDS=100000 with --release is the long run.
    let rounds = std::env::var("QR_ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(400);
    for round in 0..rounds {
        let mut grey = original.clone();
        for _ in 0..rng.below(round % 400 + 2) {
            let (at, run) = (rng.below(grey.pixels.len()), 1 + rng.below(200));
            let value = rng.next() as u8;
            grey.pixels.iter_mut().skip(at).take(run).for_each(|p| *p = value);
        }
        let width = 1 + rng.below(grey.width);
        let height = grey.pixels.len() / grey.width;
        let stride = if round % 3 == 0 { grey.width } else { width };
        let view =
            LumaView::new(&grey.pixels, if round % 2 == 0 { grey.width.min(stride) } else { width }, height, stride);
        for code in read_codes(&view.unwrap(), &fast) {
            assert_eq!(code.bytes().expose(), text.as_bytes());
        }
    }
}

#[test]
fn tiny_and_empty_pictures_are_nothing() {
    for (w, h) in [(1, 1), (1, 500), (500, 1), (7, 7), (8, 8), (21, 21)] {
        for value in [0u8, 128, 255] {
            let pixels = vec![value; w * h];
            assert!(read_codes(&LumaView::new(&pixels, w, h, w).unwrap(), &budget()).is_empty());
        }
    }
}
