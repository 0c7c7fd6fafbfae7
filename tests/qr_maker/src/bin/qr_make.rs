//! `qr_make SEED DIR PER_CLASS NEGATIVES`: writes PGM files and `truth.tsv` (file, class, text).
use std::io::Write;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [seed, dir, per_class, negatives] = args.as_slice() else {
        panic!("usage: qr_make SEED DIR PER_CLASS NEGATIVES");
    };
    let number = |s: &String| s.parse::<usize>().expect("a number");
    let seed = number(seed) as u64;
    std::fs::create_dir_all(dir)?;
    let mut truth = std::fs::File::create(format!("{dir}/truth.tsv"))?;
    let mut write = |name: String, class: &str, sample: &dinhdanh_qr_maker::Sample| -> std::io::Result<()> {
        let mut file = format!("P5\n{} {}\n255\n", sample.grey.width, sample.grey.height).into_bytes();
        file.extend(&sample.grey.pixels);
        std::fs::write(format!("{dir}/{name}"), file)?;
        writeln!(truth, "{name}\t{class}\t{}\t{:.2}", sample.text.as_deref().unwrap_or(""), sample.module)
    };
    for class in dinhdanh_qr_maker::CLASSES {
        for i in 0..number(per_class) {
            write(format!("{class}-{i:03}.pgm"), class, &dinhdanh_qr_maker::sample(seed, class, i, 1.0))?;
        }
    }
    for i in 0..number(negatives) {
        write(format!("negative-{i:03}.pgm"), "negative", &dinhdanh_qr_maker::negative(seed, i))?;
    }
    Ok(())
}
