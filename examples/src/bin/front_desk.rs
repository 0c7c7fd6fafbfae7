//! A card is put on the reader: who is the holder, what was proven, what was not, what contradicts what.
//!
//! Without arguments it reads the bundled photograph of an invented card and the card simulator.
//! Exit code: 0 = everything asked for was proven, 2 = the card or a claim is refused, 3 = could not be asked
//! (reader, cable, wrong key), 64 = usage.

use clap::Parser;
use dinhdanh::document::access_keys::{AccessKeys, Can, CanRule};
use dinhdanh::document::chip::access::Password;
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::{Activity, AfterFailedPace, ReadPlan};
use dinhdanh::document::mrz::{Mrz, MrzKey};
use dinhdanh::document::qr::CardQr;
use dinhdanh::document::report::Report;
use dinhdanh::document::verify::{Anchors, Certificate, Expected, HolderComparison, Policy, Verification, verify};
use dinhdanh::error::Lang;
use dinhdanh::given::{Randomness, Timestamp};
use dinhdanh::identity::Citizen;
use dinhdanh::{Code, Error};
use dinhdanh_examples::inputs::{self, PolicyName};
use dinhdanh_examples::report;
use dinhdanh_examples::{Exit, text};
use dinhdanh_readers::drive::{OsRandom, read_chip};
use dinhdanh_readers::dump;
use dinhdanh_readers::qr::{Budget, QrText, decode_image_file_bytes};
use dinhdanh_readers::simulator::{CardMaker, Profile, SoftwareCard};
use std::path::PathBuf;
use std::process::ExitCode;

/// A photograph of an invented card: Nguyễn Thị Mẫu, 001199000018.
const BUNDLED_PHOTO: &[u8] = include_bytes!("../../assets/card-photo.jpg");

/// Reads a citizen card and says who it is and how sure that is.
#[derive(Parser)]
#[command(version, after_help = "Exit code: 0 proven, 2 refused, 3 could not be asked, 64 usage.")]
struct Arguments {
    /// Photograph of the side with the QR code, PNG or JPEG (the simulator has one of its own)
    #[arg(long, value_name = "FILE")]
    card_photo: Option<PathBuf>,
    /// `simulator`, `simulator:PROFILE` (modern, bac, short, extended, picky), or the name of a reader
    #[arg(long, value_name = "NAME", default_value = "simulator")]
    reader: String,
    /// Lists the readers and ends
    #[arg(long)]
    list_readers: bool,
    /// Card access number, six digits
    #[arg(long, value_name = "DIGITS")]
    can: Option<String>,
    /// The lines of the MRZ, its key (24 characters), or DOCUMENT-NUMBER,YYMMDD,YYMMDD (birth, expiry)
    #[arg(long, value_name = "TEXT")]
    mrz: Option<String>,
    /// Authorities to trust: .ml, .der, .pem or .crl, a file or a directory; repeatable
    #[arg(long, value_name = "FILE_OR_DIR")]
    anchors: Vec<PathBuf>,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
    /// Tries no CAN that was not given; otherwise the last six digits of the ID number (unconfirmed)
    #[arg(long)]
    no_derived_can: bool,
    /// Goes on with BAC when the chip offers PACE and PACE fails; the verdict then says so
    #[arg(long)]
    bac_after_failed_pace: bool,
    /// What is accepted
    #[arg(long, value_enum, default_value_t = PolicyName::CitizenCard)]
    policy: PolicyName,
    /// Takes only test certificates for authorities (the simulator always does)
    #[arg(long)]
    test_cards: bool,
    /// The moment to judge for, RFC 3339; otherwise the machine's clock
    #[arg(long, value_name = "TIME", value_parser = inputs::moment)]
    at: Option<Timestamp>,
    /// You compared the face with the picture from the chip: `same` or `different`
    #[arg(long, value_name = "ANSWER", value_parser = holder)]
    holder: Option<HolderComparison>,
    /// Keeps what was read for `verify_dump`; the file holds the citizen's data
    #[arg(long, value_name = "FILE")]
    save_dump: Option<PathBuf>,
}

/// What ended the program early.
enum Stop {
    Usage(String),
    NotAsked(Error, Vec<String>),
}

/// Where the card lies.
enum Card {
    Simulated(Box<SoftwareCard>),
    #[cfg(feature = "pcsc")]
    OnReader(dinhdanh_readers::pcsc::ConnectedCard),
}

/// A card on a reader, with what is trusted about it.
struct Counter {
    card: Card,
    anchors: Anchors,
    policy: Policy,
    /// The simulator's card and photograph belong together.
    photo: Option<Vec<u8>>,
}

/// What is printed on the card and what somebody typed.
struct Printed {
    qr: Option<Citizen>,
    mrz: Option<Mrz>,
    passwords: Vec<Password>,
    missing: Vec<String>,
}

fn main() -> ExitCode {
    let arguments: Arguments = inputs::arguments();
    if arguments.list_readers {
        return list_readers().into();
    }
    match run(&arguments) {
        Ok(exit) => exit.into(),
        Err(Stop::Usage(message)) => {
            eprintln!("{message}");
            Exit::Usage.into()
        }
        Err(Stop::NotAsked(error, missing)) => {
            report::failure(&error, missing, arguments.json);
            Exit::from(&error).into()
        }
    }
}

fn run(arguments: &Arguments) -> Result<Exit, Stop> {
    let mut random = OsRandom::new()?;
    let mut counter = open_counter(arguments, random)?;
    let printed = read_printed(arguments, counter.photo.as_deref())?;
    let mut challenge = [0; 8];
    random.fill(&mut challenge)?;
    let after_failed_pace =
        if arguments.bac_after_failed_pace { AfterFailedPace::TryBac } else { AfterFailedPace::Stop };
    let plan =
        ReadPlan { passwords: printed.passwords, after_failed_pace, challenge: Some(challenge), ..ReadPlan::default() };
    let mut last = String::new();
    let mut progress = |activity: &Activity| {
        if let Some(line) = text::progress(activity, &mut last).filter(|_| !arguments.json) {
            println!("… {line}");
        }
    };
    let reading = match &mut counter.card {
        Card::Simulated(card) => read_chip(&mut **card, plan, Box::new(random), &mut progress),
        #[cfg(feature = "pcsc")]
        Card::OnReader(card) => {
            let session = card.begin().map_err(dinhdanh_readers::drive::Interrupted::from);
            session.and_then(|mut session| read_chip(&mut session, plan, Box::new(random), &mut progress))
        }
    };
    let reading = reading.map_err(|interrupted| {
        tell_partial(&interrupted.partial, arguments.json);
        Stop::NotAsked(interrupted.error, printed.missing.clone())
    })?;
    if let Some(path) = &arguments.save_dump {
        inputs::write_private(path, dump::to_dump_json(&reading).expose()).map_err(Stop::Usage)?;
    }
    let expected = Expected { qr: printed.qr.as_ref(), mrz: printed.mrz.as_ref(), challenge: Some(challenge) };
    let at = arguments.at.unwrap_or_else(inputs::now);
    let mut verification = verify(&reading, &expected, &counter.anchors, &counter.policy, at);
    if let Some(comparison) = arguments.holder {
        verification.verdict = verification.verdict.with_holder(comparison);
    }
    show(arguments, &verification, &reading);
    Ok(if verification.verdict.meets_policy() { Exit::Proven } else { Exit::Refused })
}

/// Names the files that were read before the reading ended, so that the clerk knows how far it came.
fn tell_partial(partial: &ChipReading, json: bool) {
    let files: Vec<&str> = partial.files.keys().map(|file| file.name()).collect();
    if !files.is_empty() && !json {
        eprintln!("Đã đọc trước khi dừng / read before it ended: {}", files.join(", "));
    }
}

fn open_counter(arguments: &Arguments, mut random: OsRandom) -> Result<Counter, Stop> {
    let mut anchors = inputs::anchors(&arguments.anchors).map_err(Stop::Usage)?;
    let policy = Policy::from(arguments.policy);
    let name = match arguments.reader.split_once(':') {
        None if arguments.reader == "simulator" => "modern",
        Some(("simulator", name)) => name,
        _ => {
            let policy = if arguments.test_cards { policy.for_test_cards() } else { policy };
            return Ok(Counter { card: open_reader(&arguments.reader)?, anchors, policy, photo: None });
        }
    };
    let profile = Profile::from_name(name).ok_or_else(|| {
        Stop::Usage(format!("the simulator has no profile {name}: modern, bac, short, extended, picky"))
    })?;
    // A card of the simulator must never look genuine, not even by mistake.
    if inputs::has_real_anchor(&anchors) {
        return Err(Stop::Usage("the simulator refuses the anchors of real states".to_owned()));
    }
    let made = CardMaker::of(profile).make(&mut random)?;
    if arguments.anchors.is_empty() {
        anchors.trust(Certificate::parse(made.state.authority.certificate())?)?;
    }
    let card = Card::Simulated(Box::new(made.into_card(Box::new(random))?));
    let photo = Some(BUNDLED_PHOTO.to_vec());
    Ok(Counter { card, anchors, policy: policy.for_test_cards(), photo })
}

#[cfg(feature = "pcsc")]
fn open_reader(name: &str) -> Result<Card, Stop> {
    let readers = dinhdanh_readers::pcsc::Readers::open()?;
    eprintln!("Đặt thẻ lên đầu đọc / put the card on the reader");
    let reader = readers.wait_for_card(Some(name), std::time::Duration::from_secs(30))?;
    Ok(Card::OnReader(readers.connect(&reader)?))
}

#[cfg(not(feature = "pcsc"))]
fn open_reader(name: &str) -> Result<Card, Stop> {
    Err(Stop::Usage(format!("{name}: this build knows only the simulator; build with `--features pcsc` for readers")))
}

fn list_readers() -> Exit {
    for profile in Profile::ALL {
        println!("simulator:{profile}");
    }
    #[cfg(feature = "pcsc")]
    match dinhdanh_readers::pcsc::Readers::open().and_then(|readers| readers.names()) {
        Ok(names) => names.iter().for_each(|name| println!("{name}")),
        Err(error) => {
            report::failure(&error, Vec::new(), false);
            return Exit::NotAsked;
        }
    }
    #[cfg(not(feature = "pcsc"))]
    eprintln!("this build knows only the simulator; build with `--features pcsc` for readers");
    Exit::Proven
}

/// Reads what is printed, and derives keys that may open the chip: those that were given are tried first.
fn read_printed(arguments: &Arguments, bundled: Option<&[u8]>) -> Result<Printed, Stop> {
    let mut printed = Printed { qr: None, mrz: None, passwords: Vec::new(), missing: Vec::new() };
    if let Some(digits) = &arguments.can {
        let can = Can::parse(digits).map_err(|error| Stop::Usage(error.to_string()))?;
        printed.passwords.push(Password::can("can-given", can.digits()));
    }
    if let Some(text) = &arguments.mrz {
        let key = MrzKey::parse(text).map_err(|error| Stop::Usage(error.to_string()))?;
        printed.passwords.push(Password::mrz("mrz-given", key.information()));
        // A whole zone is a claim as well as a key.
        printed.mrz = Mrz::parse(text).ok();
    }
    let photo = match &arguments.card_photo {
        Some(path) => Some(inputs::read(path).map_err(Stop::Usage)?),
        None => bundled.map(<[u8]>::to_vec),
    };
    if let Some(photo) = photo {
        let citizen = card_qr(&photo)?.citizen;
        let rule = if arguments.no_derived_can { CanRule::NotDerived } else { CanRule::default() };
        let derived = AccessKeys::derive(&citizen, rule);
        printed.passwords.extend(derived.keys.iter().map(Password::from));
        for lang in [Lang::Vi, Lang::En] {
            printed.missing.extend(derived.missing.iter().map(|missing| missing.explanation(lang).to_owned()));
        }
        printed.qr = Some(citizen);
    }
    Ok(printed)
}

/// The first card among the codes of a photograph.
fn card_qr(photo: &[u8]) -> Result<CardQr, Error> {
    let codes = decode_image_file_bytes(photo, &Budget::default())?;
    let mut why = Error::new(Code::QrNotACard, "photograph");
    for code in &codes {
        let QrText::Certain(text) = code.text() else {
            why = Error::new(Code::TextNotUtf8, "QR code");
            continue;
        };
        match CardQr::parse(text.expose()) {
            Ok(claimed) => return Ok(claimed.value),
            Err(error) => why = error,
        }
    }
    Err(why)
}

fn show(arguments: &Arguments, verification: &Verification, reading: &ChipReading) {
    if arguments.json {
        return report::print(&Report::of(verification, reading));
    }
    println!("\n{}", text::citizen(&verification.claimed.value));
    print!("{}", text::verdict(verification));
    if let Some(access) = &reading.access {
        let traffic = reading.traffic;
        println!(
            "{}, {}: {} APDU, {} byte gửi / sent, {} byte nhận / received",
            access.protocol, access.password, traffic.apdus, traffic.bytes_sent, traffic.bytes_received
        );
    }
}

fn holder(text: &str) -> Result<HolderComparison, String> {
    match text {
        "same" => Ok(HolderComparison::Same),
        "different" => Ok(HolderComparison::Different),
        _ => Err("answer `same` or `different`".to_owned()),
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::NotAsked(error, Vec::new())
    }
}
