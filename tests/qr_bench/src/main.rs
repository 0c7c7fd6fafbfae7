//! `qr_bench DIR WHO...`: reads the PGM pictures of DIR with `own`, `rqrr` or `rxing` and appends one line
//! per picture to `DIR/WHO.tsv`: file, class, verdict (ok, miss, wrong, false), CPU milliseconds.

use cpu_time::ThreadTime;
use dinhdanh_readers::qr::{Budget, LumaView, read_codes};
use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;

struct Picture {
    name: String,
    class: String,
    text: String,
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

fn pictures(dir: &str) -> Vec<Picture> {
    let truth = std::fs::read_to_string(format!("{dir}/truth.tsv")).expect("truth.tsv");
    truth
        .lines()
        .map(|line| {
            let mut columns = line.split('\t').map(str::to_owned);
            let mut column = || columns.next().expect("a column");
            let (name, class, text) = (column(), column(), column());
            let file = std::fs::read(format!("{dir}/{name}")).expect("a picture");
            let mut parts = file.splitn(4, |&b| b == b'\n');
            let mut part = || parts.next().expect("PGM");
            let (_, size, _) = (part(), String::from_utf8_lossy(part()).into_owned(), part());
            let (width, height) = size.split_once(' ').expect("PGM size");
            let pixels = part().to_vec();
            Picture { name, class, text, width: width.parse().expect("n"), height: height.parse().expect("n"), pixels }
        })
        .collect()
}

fn own(p: &Picture) -> Vec<Vec<u8>> {
    let view = LumaView::new(&p.pixels, p.width, p.height, p.width).expect("PGM size");
    let budget = Budget { time: Duration::from_secs(20), ..Budget::default() };
    read_codes(&view, &budget).into_iter().map(|c| c.bytes().expose().clone()).collect()
}

fn rqrr_alone(p: &Picture) -> Vec<Vec<u8>> {
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(p.width, p.height, |x, y| p.pixels[y * p.width + x]);
    let grids = image.detect_grids();
    grids
        .iter()
        .filter_map(|g| {
            let mut bytes = Vec::new();
            g.decode_to(&mut bytes).ok().map(|_| bytes)
        })
        .collect()
}

fn rxing_harder(p: &Picture) -> Vec<Vec<u8>> {
    let hints = rxing::DecodeHints::default().with(rxing::DecodeHintValue::TryHarder(true));
    let (w, h) = (p.width as u32, p.height as u32);
    let found = rxing::helpers::detect_in_luma_with_hints(
        p.pixels.clone(),
        w,
        h,
        Some(rxing::BarcodeFormat::QR_CODE),
        &mut hints.clone(),
    );
    found.map(|r| vec![r.getText().as_bytes().to_vec()]).unwrap_or_default()
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (dir, who) = args.split_first().expect("usage: qr_bench DIR WHO...");
    let only = std::env::var("ONLY").unwrap_or_default();
    let pictures = pictures(dir);
    for who in who {
        let read: fn(&Picture) -> Vec<Vec<u8>> = match who.as_str() {
            "own" => own,
            "rqrr" => rqrr_alone,
            "rxing" => rxing_harder,
            other => panic!("unknown reader {other}"),
        };
        let mut out = std::fs::File::create(format!("{dir}/{who}.tsv")).expect("result file");
        let mut classes: BTreeMap<&str, (usize, usize, usize, f64)> = BTreeMap::new();
        for p in pictures.iter().filter(|p| p.class.contains(&only)) {
            let mut best = Duration::MAX;
            let mut texts = Vec::new();
            for _ in 0..2 {
                let start = ThreadTime::now();
                texts = read(p);
                best = best.min(start.elapsed());
                if best > Duration::from_millis(60) {
                    break;
                }
            }
            let verdict = if texts.iter().any(|t| t != p.text.as_bytes()) {
                if p.text.is_empty() { "false" } else { "wrong" }
            } else if texts.is_empty() {
                "miss"
            } else {
                "ok"
            };
            let ms = best.as_secs_f64() * 1e3;
            writeln!(out, "{}\t{}\t{verdict}\t{ms:.3}", p.name, p.class).expect("result file");
            let c = classes.entry(&p.class).or_default();
            *c = (
                c.0 + 1,
                c.1 + usize::from(verdict == "ok"),
                c.2 + usize::from(verdict == "wrong" || verdict == "false"),
                c.3 + ms,
            );
        }
        let mut total = (0, 0, 0, 0.0);
        for (class, c) in &classes {
            println!("{who} {class:12} {:3}/{:3} wrong {} {:.2} ms", c.1, c.0, c.2, c.3 / c.0 as f64);
            total = (total.0 + c.0, total.1 + c.1, total.2 + c.2, total.3 + c.3);
        }
        println!("{who} total {}/{} wrong {} {:.2} ms", total.1, total.0, total.2, total.3 / total.0 as f64);
    }
}
