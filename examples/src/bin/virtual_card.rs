//! Lays a simulated card on the virtual reader of the vsmartcard project, for any PC/SC program to read.
//!
//! Debian: `apt-get install pcscd vsmartcard-vpcd`, start `pcscd`, then
//!
//! ```text
//! cargo run --release -p dinhdanh-examples --features vpcd --bin virtual_card -- --profile picky
//! ```

use dinhdanh_readers::simulator::{CardMaker, Profile, Seeded, vpcd};
use std::process::ExitCode;

const USAGE: &str = "usage: virtual_card [--profile modern|bac|short|extended|picky] [--port N] [--seed N] \
                     [--write-anchor FILE]";

struct Options {
    profile: Profile,
    port: u16,
    seed: u64,
    anchor: Option<String>,
}

fn options(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
    let mut options = Options { profile: Profile::Modern, port: vpcd::PORT, seed: 1, anchor: None };
    while let Some(name) = arguments.next() {
        let value = arguments.next()?;
        match name.as_str() {
            "--profile" => options.profile = Profile::from_name(&value)?,
            "--port" => options.port = value.parse().ok()?,
            "--seed" => options.seed = value.parse().ok()?,
            "--write-anchor" => options.anchor = Some(value),
            _ => return None,
        }
    }
    Some(options)
}

fn run(options: &Options) -> Result<(), Box<dyn std::error::Error>> {
    let mut random = Seeded::new(options.seed);
    let made = CardMaker::of(options.profile).make(&mut random)?;
    if let Some(file) = &options.anchor {
        std::fs::write(file, made.state.authority.certificate())?;
    }
    println!("{} card of {} (invented)", options.profile, made.person.full_name);
    println!("QR   {}", made.person.qr_text());
    println!("MRZ  {}", made.person.mrz()?.to_lines().replace('\n', "\n     "));
    let mut card = made.into_card(Box::new(random))?;
    vpcd::serve(&mut card, options.port)?;
    println!("{:?}", card.traffic());
    Ok(())
}

fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(64);
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}
