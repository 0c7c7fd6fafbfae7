//! A patient checks in: the identity fields of the health check-in report from a card.
//!
//! The fields come from the QR code (a claim), from files that a card reader handed over, or from a chip; the report
//! says which, and what was proven.

use clap::{Args, Parser};
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::ReadPlan;
use dinhdanh::document::qr::CardQr;
use dinhdanh::document::verify::{Anchors, Certificate, CheckKind, Expected, Policy, Verdict, verify};
use dinhdanh::given::{Randomness, Timestamp};
use dinhdanh::identity::Assurance;
use dinhdanh::personal::Personal;
use dinhdanh::residence::export::check_in_xml::{self, CheckIn};
use dinhdanh::residence::{Guest, Provenance};
use dinhdanh::{Code, Error};
use dinhdanh_examples::inputs::{self, PolicyName};
use dinhdanh_examples::report;
use dinhdanh_readers::drive::{OsRandom, read_chip};
use dinhdanh_readers::dump;
use dinhdanh_readers::qr::{Budget, QrText, decode_image_file_bytes};
use dinhdanh_readers::simulator::{CardMaker, Profile};
use dinhdanh_residence_examples::outcome::{Outcome, Remark, Stop, exit, write_private};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Makes the identity fields of the check-in report (QĐ 130/4750/3176) from a patient's card.
#[derive(Parser)]
#[command(version, after_help = "Exit code: 0 written, 2 refused, 3 not done, 64 usage.")]
struct Arguments {
    #[command(flatten)]
    from: CardAt,
    /// The hospital's code of this treatment (MA_LK)
    #[arg(long, value_name = "CODE")]
    link: String,
    /// The hospital's code of the patient (MA_BN)
    #[arg(long, value_name = "CODE")]
    patient: Option<String>,
    /// A number of health insurance; repeatable
    #[arg(long, value_name = "NUMBER")]
    insurance: Vec<String>,
    /// File for the XML; it holds the citizen's data. Otherwise it is printed
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Refuses a card whose data no trusted authority signed, a QR code always
    #[arg(long)]
    require_proof: bool,
    /// Authorities to trust: .ml, .der, .pem or .crl, a file or a directory; repeatable
    #[arg(long, value_name = "FILE_OR_DIR")]
    anchors: Vec<PathBuf>,
    /// Takes only test certificates for authorities (the simulator always does)
    #[arg(long)]
    test_cards: bool,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
    /// The moment to judge for, RFC 3339; otherwise the machine's clock
    #[arg(long, value_name = "TIME", value_parser = inputs::moment)]
    at: Option<Timestamp>,
}

/// Where the card is.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct CardAt {
    /// The text of the card's QR code
    #[arg(long, value_name = "TEXT")]
    qr: Option<String>,
    /// Photograph of the side with the QR code, PNG or JPEG
    #[arg(long, value_name = "FILE")]
    photo: Option<PathBuf>,
    /// JSON with the chip's files in Base64, as existing readers hand them over
    #[arg(long, value_name = "FILE")]
    dump: Option<PathBuf>,
    /// The chip of the simulator (an invented person)
    #[arg(long)]
    simulator: bool,
}

/// What the program prints with `--json`.
#[derive(Serialize)]
struct Report {
    /// Whether a trusted authority signed the fields.
    proven: bool,
    /// How the fields are known: a source, or an assurance.
    source: &'static str,
    verdict: Option<Verdict>,
    problems: Vec<Remark>,
    xml: Option<String>,
}

fn main() -> ExitCode {
    let arguments: Arguments = inputs::arguments();
    exit(run(&arguments), arguments.json)
}

fn run(arguments: &Arguments) -> Result<Outcome, Stop> {
    let (mut guest, verdict) = read_card(arguments)?;
    guest.insurance = arguments.insurance.iter().map(|number| Personal::new(number.trim().to_owned())).collect();
    let (proven, source) = match guest.provenance() {
        Provenance::Verified(assurance) => (assurance >= Assurance::IssuerSigned, assurance.as_str()),
        Provenance::Claimed(source) => (false, source.as_str()),
    };
    let mut problems = Vec::new();
    let mut xml = None;
    // A chip that fails a check is refused. One whose authority nobody named to us is a claim like a QR code.
    let refusals = verdict.iter().flat_map(Verdict::refusals);
    let failed = refusals.filter(|(check, _)| *check != CheckKind::Issuer).count() > 0;
    if failed || arguments.require_proof && !proven {
        problems.push(Remark::own(
            if failed { "card-refused" } else { "not-proven" },
            "SO_CCCD",
            "Thẻ không được chấp nhận: đọc lại chip của thẻ, hoặc nhập tay và kiểm tra giấy tờ.",
            "The card is not accepted: read its chip again, or enter the data by hand and check the papers.",
        ));
    } else {
        match CheckIn::of(&guest, &arguments.link, arguments.patient.as_deref()) {
            Ok(check_in) => xml = Some(check_in_xml::write(&[check_in])?),
            Err(found) => problems.extend(found.iter().map(Remark::of_problem)),
        }
    }
    if let (Some(path), Some(xml)) = (&arguments.out, &xml) {
        write_private(path, xml).map_err(Stop::Usage)?;
    }
    let outcome = if xml.is_some() { Outcome::Done } else { Outcome::LookAt };
    let xml = xml.map(|xml| String::from_utf8_lossy(&xml).into_owned());
    if arguments.json {
        report::print(&Report { proven, source, verdict, problems, xml });
    } else {
        let known = if proven { "đã được chứng minh / proven" } else { "chỉ là lời khai / claimed only" };
        eprintln!("{known}: {source}");
        problems.iter().for_each(|problem| eprintln!("{}", problem.line()));
        if let Some(xml) = xml.filter(|_| arguments.out.is_none()) {
            print!("{xml}");
        }
    }
    Ok(outcome)
}

fn read_card(arguments: &Arguments) -> Result<(Guest, Option<Verdict>), Stop> {
    let CardAt { qr, photo, dump, .. } = &arguments.from;
    if let Some(text) = qr {
        return Ok((Guest::from_claimed(&CardQr::parse(text)?.map(|card| card.citizen)), None));
    }
    if let Some(path) = photo {
        let photo = inputs::read(path).map_err(Stop::Usage)?;
        return Ok((from_photo(&photo)?, None));
    }
    let mut anchors = inputs::anchors(&arguments.anchors).map_err(Stop::Usage)?;
    let mut policy = Policy::from(PolicyName::CitizenCard);
    if arguments.test_cards || dump.is_none() {
        policy = policy.for_test_cards();
    }
    let (reading, challenge) = match dump {
        Some(path) => {
            // Files alone cannot show that the chip is the original.
            policy.required = Assurance::IssuerSigned;
            (dump::read_dump(&inputs::read(path).map_err(Stop::Usage)?)?, None)
        }
        None => {
            if inputs::has_real_anchor(&anchors) {
                return Err(Stop::Usage("the simulator refuses the anchors of real states".to_owned()));
            }
            let (reading, challenge) = simulated(&mut anchors)?;
            (reading, Some(challenge))
        }
    };
    let expected = Expected { challenge, ..Expected::default() };
    let at = arguments.at.unwrap_or_else(inputs::now);
    let verification = verify(&reading, &expected, &anchors, &policy, at);
    let guest = match &verification.verified {
        Some(verified) => Guest::from_verified(verified),
        None => Guest::from_claimed(&verification.claimed),
    };
    Ok((guest, Some(verification.verdict)))
}

fn from_photo(photo: &[u8]) -> Result<Guest, Error> {
    let mut why = Error::new(Code::QrNotACard, "photograph");
    for code in &decode_image_file_bytes(photo, &Budget::default())? {
        let QrText::Certain(text) = code.text() else {
            why = Error::new(Code::TextNotUtf8, "QR code");
            continue;
        };
        match CardQr::parse(text.expose()) {
            Ok(card) => return Ok(Guest::from_claimed(&card.map(|card| card.citizen))),
            Err(error) => why = error,
        }
    }
    Err(why)
}

fn simulated(anchors: &mut Anchors) -> Result<(ChipReading, [u8; 8]), Stop> {
    let mut random = OsRandom::new()?;
    let made = CardMaker::of(Profile::Modern).make(&mut random)?;
    anchors.trust(Certificate::parse(made.state.authority.certificate())?)?;
    let mut challenge = [0; 8];
    random.fill(&mut challenge)?;
    let plan = ReadPlan { passwords: vec![made.mrz_password()?], challenge: Some(challenge), ..ReadPlan::default() };
    let mut card = made.into_card(Box::new(random))?;
    let reading = read_chip(&mut card, plan, Box::new(random), &mut |_| ()).map_err(dinhdanh::Error::from)?;
    Ok((reading, challenge))
}
