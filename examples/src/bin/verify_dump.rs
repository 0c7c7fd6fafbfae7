//! The verdict of `front_desk` for files that another program read, offline.
//!
//! Exit code: 0 = everything asked for was proven, 2 = refused, 3 = could not be asked, 64 = usage. Files alone
//! cannot show that a chip is the original, unless they hold an answer to a challenge of yours.

use clap::Parser;
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::report::Report;
use dinhdanh::document::verify::{Expected, ExpiredDocuments, Policy, verify};
use dinhdanh::given::Timestamp;
use dinhdanh::identity::Assurance;
use dinhdanh_examples::inputs::{self, PolicyName};
use dinhdanh_examples::report;
use dinhdanh_examples::{Exit, text};
use dinhdanh_readers::dump;
use std::path::PathBuf;
use std::process::ExitCode;

/// Verifies files that were read from a card.
#[derive(Parser)]
#[command(version, after_help = "Exit code: 0 proven, 2 refused, 3 could not be asked, 64 usage.")]
struct Arguments {
    /// EF.SOD
    #[arg(long, value_name = "FILE", required_unless_present = "dump")]
    sod: Option<PathBuf>,
    /// A data group, such as `13=dg13.bin`; repeatable
    #[arg(long, value_name = "N=FILE", value_parser = group)]
    dg: Vec<(DataGroup, PathBuf)>,
    /// EF.COM
    #[arg(long, value_name = "FILE")]
    com: Option<PathBuf>,
    /// JSON with the files in Base64, as existing readers hand them over
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sod", "dg", "com"])]
    dump: Option<PathBuf>,
    /// Authorities to trust: .ml, .der, .pem or .crl, a file or a directory; repeatable
    #[arg(long, value_name = "FILE_OR_DIR")]
    anchors: Vec<PathBuf>,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
    /// What is accepted
    #[arg(long, value_enum, default_value_t = PolicyName::CitizenCard)]
    policy: PolicyName,
    /// Takes only test certificates for authorities
    #[arg(long)]
    test_cards: bool,
    /// Asks for no less than an original; otherwise data that an authority signed are enough, because files
    /// alone cannot show more
    #[arg(long)]
    require_original: bool,
    /// Accepts documents that have expired
    #[arg(long)]
    accept_expired: bool,
    /// The challenge that you chose and the chip signed, sixteen hexadecimal digits
    #[arg(long, value_name = "HEX", value_parser = inputs::challenge)]
    challenge: Option<[u8; 8]>,
    /// The moment to judge for, RFC 3339; otherwise the machine's clock
    #[arg(long, value_name = "TIME", value_parser = inputs::moment)]
    at: Option<Timestamp>,
}

fn main() -> ExitCode {
    let arguments: Arguments = inputs::arguments();
    match run(&arguments) {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) => {
            report::failure(&error, Vec::new(), arguments.json);
            Exit::NotAsked.into()
        }
        Err(message) => {
            eprintln!("{message}");
            Exit::Usage.into()
        }
    }
}

/// The outer error is a file that cannot be opened, the inner one a dump that cannot be understood.
fn run(arguments: &Arguments) -> Result<dinhdanh::Result<Exit>, String> {
    let anchors = inputs::anchors(&arguments.anchors)?;
    let reading = match load(arguments)? {
        Ok(reading) => reading,
        Err(error) => return Ok(Err(error)),
    };
    let mut policy = Policy::from(arguments.policy);
    if arguments.test_cards {
        policy = policy.for_test_cards();
    }
    policy.required = if arguments.require_original { Assurance::NotCloned } else { Assurance::IssuerSigned };
    if arguments.accept_expired {
        policy.expired_documents = ExpiredDocuments::Accept;
    }
    let expected = Expected { challenge: arguments.challenge, ..Expected::default() };
    let verification = verify(&reading, &expected, &anchors, &policy, arguments.at.unwrap_or_else(inputs::now));
    if arguments.json {
        report::print(&Report::of(&verification, &reading));
    } else {
        println!("{}", text::citizen(&verification.claimed.value));
        print!("{}", text::verdict(&verification));
    }
    Ok(Ok(if verification.verdict.meets_policy() { Exit::Proven } else { Exit::Refused }))
}

fn load(arguments: &Arguments) -> Result<dinhdanh::Result<ChipReading>, String> {
    if let Some(path) = &arguments.dump {
        return Ok(dump::read_dump(&inputs::read(path)?));
    }
    let groups = arguments.dg.iter().map(|(group, path)| (FileId::DataGroup(*group), path));
    let others = [(FileId::Sod, &arguments.sod), (FileId::Com, &arguments.com)];
    let others = others.into_iter().filter_map(|(file, path)| path.as_ref().map(|path| (file, path)));
    let mut reading = ChipReading::default();
    for (file, path) in groups.chain(others) {
        reading.files.insert(file, inputs::read(path)?);
    }
    Ok(Ok(reading))
}

fn group(text: &str) -> Result<(DataGroup, PathBuf), String> {
    let wrong = || "write it as 13=dg13.bin".to_owned();
    let (number, path) = text.split_once('=').ok_or_else(wrong)?;
    let group = number.parse().ok().and_then(DataGroup::new).ok_or_else(wrong)?;
    Ok((group, PathBuf::from(path)))
}
