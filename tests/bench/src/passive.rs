//! Passive authentication: security objects of real and test states, and the authorities of a master list.

use crate::by_openssl;
use crate::cost::least;
use crate::table::{self, ms, times};
use dinhdanh::crypto::{CurveId, HashAlgorithm, rsa};
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::sod::Sod;
use dinhdanh::document::files::spki::{EcDomain, PublicKey, PublicKeyInfo};
use dinhdanh::document::files::tlv::single;
use dinhdanh::document::verify::{
    Anchors, Certificate, CheckKind, Expected, MasterList, Outcome, Policy, Verification, verify,
};
use dinhdanh::given::Timestamp;
use dinhdanh_readers::simulator::{
    Authority, CardMaker, CurveForm, FixedRsaKey, PrivateKey, Profile, Scheme, Seeded, TestCard, TestState, Validity,
};
use dmrtd::auth::passive;
use std::path::PathBuf;
use std::time::Duration;

const STATES: [&str; 6] = ["AT", "DE", "FR", "MY", "NZ", "US"];

pub(crate) fn report() {
    test_cards();
    real_objects();
    master_list();
}

fn data(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../data").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The keys that a card hangs on: those of the authority and of its signer.
fn state(name: &str) -> TestState {
    use HashAlgorithm::{Sha256, Sha384, Sha512};
    let mut random = Seeded::new(5);
    let rsa = |which| PrivateKey::rsa(which).expect("a fixed key");
    let mut ec = |curve, form| PrivateKey::ec(curve, form, &mut random).unwrap();
    let ((authority, authority_scheme), (signer, signer_scheme)) = match name {
        "P-256, named" => {
            let mut key = || (ec(CurveId::P256, CurveForm::Named), Scheme::Ecdsa(Sha256));
            (key(), key())
        }
        "P-384, explicit" => {
            let mut key = || (ec(CurveId::P384, CurveForm::Explicit), Scheme::Ecdsa(Sha384));
            (key(), key())
        }
        "P-521, named" => {
            let mut key = || (ec(CurveId::P521, CurveForm::Named), Scheme::Ecdsa(Sha512));
            (key(), key())
        }
        "brainpoolP256r1, explicit" => {
            let mut key = || (ec(CurveId::Bp256R1, CurveForm::Explicit), Scheme::Ecdsa(Sha256));
            (key(), key())
        }
        "brainpoolP320r1, explicit" => {
            let mut key = || (ec(CurveId::Bp320R1, CurveForm::Explicit), Scheme::Ecdsa(Sha256));
            (key(), key())
        }
        "brainpoolP384r1, explicit" => {
            let mut key = || (ec(CurveId::Bp384R1, CurveForm::Explicit), Scheme::Ecdsa(Sha384));
            (key(), key())
        }
        "brainpoolP512r1, explicit" => {
            let mut key = || (ec(CurveId::Bp512R1, CurveForm::Explicit), Scheme::Ecdsa(Sha512));
            (key(), key())
        }
        "P-224, explicit" => {
            let mut key = || (ec(CurveId::P224, CurveForm::Explicit), Scheme::Ecdsa(Sha256));
            (key(), key())
        }
        "RSA 4096, then 2048" => (
            (rsa(FixedRsaKey::Authority4096), Scheme::Pkcs1(Sha256)),
            (rsa(FixedRsaKey::Signer2048), Scheme::Pkcs1(Sha256)),
        ),
        "RSA-PSS 4096, then 2048" => (
            (rsa(FixedRsaKey::Authority4096), Scheme::Pss(Sha256)),
            (rsa(FixedRsaKey::Signer2048), Scheme::Pss(Sha256)),
        ),
        _ => panic!("{name}: not a kind of state"),
    };
    let mut random = Seeded::new(6);
    let authority =
        Authority::new("CSCA", authority, authority_scheme, Validity::LONG, &mut random).expect("an authority");
    let signer =
        authority.document_signer(signer, signer_scheme, Validity::LONG, &mut random).expect("a document signer");
    TestState { authority, signer }
}

const KINDS: [&str; 10] = [
    "P-256, named",
    "P-384, explicit",
    "P-521, named",
    "P-224, explicit",
    "brainpoolP256r1, explicit",
    "brainpoolP320r1, explicit",
    "brainpoolP384r1, explicit",
    "brainpoolP512r1, explicit",
    "RSA 4096, then 2048",
    "RSA-PSS 4096, then 2048",
];

/// Cards with all their files, by the algorithms of authority and signer. `dmrtd` checks hashes, signature and
/// issuer; the verdict of this SDK also checks dates, rights, revocation, agreement of the files and their contents.
fn test_cards() {
    println!("## Passive authentication of a card with a 20 kB face\n");
    let mut rows = Vec::new();
    for name in KINDS {
        let mut maker = CardMaker::of(Profile::Bac);
        maker.portrait.resize(20_000, 0);
        let made = maker.make_under(state(name), &mut Seeded::new(7)).expect("a test card");
        let ours = with_ours(&made);
        let dmrtd = with_dmrtd(&made);
        let openssl = with_openssl(&made);
        let cell = |peer: &Option<(bool, Duration)>| match peer {
            None => ["not built".to_owned(), String::new()],
            Some((false, _)) => ["**no**".to_owned(), String::new()],
            Some((true, time)) => [ms(*time), times(time.as_secs_f64(), ours.1.as_secs_f64())],
        };
        let first = if ours.0 { ms(ours.1) } else { "**no**".to_owned() };
        rows.push([vec![name.to_owned(), first], cell(&dmrtd).to_vec(), cell(&openssl).to_vec()].concat());
    }
    let head = ["authority and signer", "dinhdanh CPU ms", "`dmrtd` 0.3.5 ms", "× ours", "OpenSSL ms", "× ours"];
    table::print(&head, &rows);
}

const TODAY: i64 = 1_767_225_600; // 2026-01-01

fn with_ours(made: &TestCard) -> (bool, Duration) {
    let reading = made.reading();
    let policy = Policy::default().for_test_cards();
    let verdict = || {
        let mut anchors = Anchors::new();
        anchors.load(made.state.authority.certificate()).expect("the authority's certificate");
        verify(&reading, &Expected::default(), &anchors, &policy, Timestamp::from_unix(TODAY))
    };
    let (verification, time) = least(7, verdict);
    (passed(&verification, &[CheckKind::DataGroup(DataGroup::DG2)]), time)
}

fn passed(verification: &Verification, more: &[CheckKind]) -> bool {
    let always = [CheckKind::Signature, CheckKind::Issuer];
    always.iter().chain(more).all(|&check| verification.verdict.outcome(check) == Some(Outcome::Passed))
}

fn with_dmrtd(made: &TestCard) -> Option<(bool, Duration)> {
    let groups: Vec<passive::DataGroup<'_>> =
        made.files.iter().filter_map(|(file, bytes)| group(*file, bytes)).collect();
    let (result, time) = least(7, || {
        let anchor = passive::TrustAnchor::from_certificate(made.state.authority.certificate()).ok()?;
        passive::verify(&made.files[&FileId::Sod], &groups, &[anchor]).ok()
    });
    Some((result.is_some_and(|result| result.is_authentic()), time))
}

fn group(file: FileId, bytes: &[u8]) -> Option<passive::DataGroup<'_>> {
    match file {
        FileId::DataGroup(group) => Some(passive::DataGroup { number: group.number(), bytes }),
        _ => None,
    }
}

/// OpenSSL has no security objects: CMS signature, certificate signature, and the hashes of the files as they would
/// have to be computed.
fn with_openssl(made: &TestCard) -> Option<(bool, Duration)> {
    let sod = &made.files[&FileId::Sod];
    let check =
        || by_openssl::hashes(made.files.values()) && by_openssl::object(sod, made.state.authority.certificate());
    by_openssl::VERSION.map(|_| least(7, check))
}

/// What one client makes of real security objects.
struct Objects {
    client: &'static str,
    verified: Vec<&'static str>,
    time: Duration,
}

/// Six security objects of real states to their authority; the files they sign are not public.
fn real_objects() {
    println!("## Security objects of six states, to their authority\n");
    let files =
        STATES.map(|state| (state, data(&format!("real-sods/{state}.sod")), data(&format!("real-sods/{state}.csca"))));
    let policy = Policy::travel_document();
    let each = |client, check: &dyn Fn(&[u8], &[u8]) -> bool| {
        let mut verified = Vec::new();
        let mut time = Duration::ZERO;
        for (state, sod, authority) in &files {
            let (holds, least) = least(5, || check(sod, authority));
            time += least;
            verified.extend(holds.then_some(*state));
        }
        Objects { client, verified, time }
    };
    let ours = each("dinhdanh", &|sod, authority| {
        let mut anchors = Anchors::new();
        let reading = ChipReading { files: [(FileId::Sod, sod.to_vec())].into(), ..ChipReading::default() };
        anchors.load(authority).is_ok()
            && passed(
                &verify(&reading, &Expected::default(), &anchors, &policy, issued(sod)),
                &[CheckKind::SignerValid],
            )
    });
    let seconds = ours.time.as_secs_f64();
    let theirs = by_openssl::VERSION.map(|_| each("OpenSSL", &by_openssl::object));
    let mut rows: Vec<Vec<String>> = [Some(ours), theirs]
        .iter()
        .flatten()
        .map(|objects| {
            let count = format!("{} of 6: {}", objects.verified.len(), objects.verified.join(" "));
            vec![objects.client.to_owned(), count, ms(objects.time), times(objects.time.as_secs_f64(), seconds)]
        })
        .collect();
    // Its only door asks for the data groups first; what can be seen is whether it gets to the hashes.
    let wrong = [passive::DataGroup { number: 1, bytes: &[] }];
    let reaches = |sod: &[u8]| {
        matches!(passive::verify(sod, &wrong, &[]), Err(passive::PassiveAuthError::DataGroupHashMismatch(1)))
    };
    let understood: Vec<&str> = files.iter().filter(|(_, sod, _)| reaches(sod)).map(|(state, ..)| *state).collect();
    let note = format!("parses {} of 6 ({}); verifies none without the files", understood.len(), understood.join(" "));
    rows.push(vec!["`dmrtd` 0.3.5".to_owned(), note, "–".to_owned(), "–".to_owned()]);
    table::print(&["client", "verified", "CPU ms, all", "× ours"], &rows);
    reference_passport();
}

fn issued(sod: &[u8]) -> Timestamp {
    let sod = Sod::parse(sod).expect("a security object");
    Certificate::parse(&sod.signed.certificates[0]).expect("a certificate").not_before()
}

/// BSI's reference data set of 2008, whose files are public: ECDSA over P-224, spelled out.
fn reference_passport() {
    println!("## BSI reference passport of 2008, with DG1, DG2, DG3 and DG14\n");
    let numbers = [1, 2, 3, 14];
    let files: Vec<Vec<u8>> = numbers.iter().map(|n| data(&format!("bsi-2008/Datagroup{n}.bin"))).collect();
    let sod = data("bsi-2008/EF_SOD.bin");
    let groups = numbers.iter().zip(&files);
    let (policy, at) = (Policy::travel_document(), issued(&sod));
    let mut reading = ChipReading { files: [(FileId::Sod, sod.clone())].into(), ..ChipReading::default() };
    for (&number, bytes) in groups.clone() {
        reading.files.insert(FileId::DataGroup(DataGroup::new(number).expect("a number")), bytes.clone());
    }
    let checks: Vec<CheckKind> = numbers.iter().filter_map(|&n| DataGroup::new(n)).map(CheckKind::DataGroup).collect();
    let (verification, time) = least(5, || verify(&reading, &Expected::default(), &Anchors::new(), &policy, at));
    let holds = |check: &CheckKind| verification.verdict.outcome(*check) == Some(Outcome::Passed);
    let ours = holds(&CheckKind::Signature) && checks.iter().all(holds);
    let given: Vec<_> = groups.map(|(&number, bytes)| passive::DataGroup { number, bytes }).collect();
    let (theirs, their_time) = least(5, || passive::verify(&sod, &given, &[]));
    let theirs = theirs.map_or_else(|error| format!("**no** ({error})"), |_| "yes".to_owned());
    let ours = if ours { "yes" } else { "**no**" };
    let rows = [
        vec!["dinhdanh".to_owned(), ours.to_owned(), ms(time)],
        vec!["`dmrtd` 0.3.5".to_owned(), theirs, ms(their_time)],
    ];
    table::print(&["client", "signature and hashes", "CPU ms"], &rows);
}

/// The German master list: how many certificates can be used, and how many sign themselves.
fn master_list() {
    println!("## German master list of 2026-05-28: 588 certificates of authorities\n");
    let list = data("german-master-list-2026-05-28.ml");
    let (parsed, parse_time) = least(3, || MasterList::parse(&list).expect("the list"));
    let lenient = Policy { sha1_before: Some(Timestamp::from_unix(i64::MAX)), ..Policy::travel_document() };
    let (ours, time) = least(3, || {
        let own = |certificate: &Certificate| certificate.check_signed_by(certificate, &lenient);
        parsed.certificates.iter().map(own).collect::<Vec<_>>()
    });
    let usable =
        parsed.certificates.iter().filter(|certificate| has_usable_key(certificate.der()) == Some(true)).count();
    let ours = ours.iter().filter(|own| own.is_ok()).count();
    let seconds = (parse_time + time).as_secs_f64();
    let mut rows = vec![vec![
        "dinhdanh".to_owned(),
        usable.to_string(),
        ours.to_string(),
        ms(parse_time + time),
        "1.00×".to_owned(),
    ]];
    let ders: Vec<&[u8]> = parsed.certificates.iter().map(Certificate::der).collect();
    if by_openssl::VERSION.is_some() {
        let (results, time) = least(3, || ders.iter().map(|der| by_openssl::signs_itself(der)).collect::<Vec<_>>());
        let read = results.iter().filter(|result| result.is_some()).count();
        let own = results.iter().filter(|result| **result == Some(true)).count();
        let ratio = times(time.as_secs_f64(), seconds);
        rows.push(vec!["OpenSSL".to_owned(), read.to_string(), own.to_string(), ms(time), ratio]);
    }
    let (accepted, time) =
        least(3, || ders.iter().filter(|der| passive::TrustAnchor::from_certificate(der).is_ok()).count());
    let none = "no function for it".to_owned();
    rows.push(vec!["`dmrtd` 0.3.5".to_owned(), accepted.to_string(), none, ms(time), "(parsing only)".to_owned()]);
    table::print(&["client", "keys that can be used", "sign themselves", "CPU ms", "× ours"], &rows);
    println!(
        "Ours to read the list: {} ms, to check 588 signatures: {} ms.",
        ms(parse_time),
        ms(Duration::from_secs_f64(seconds) - parse_time)
    );
}

/// Whether the key in a certificate is one to compute with: RSA, or a point of a known curve.
fn has_usable_key(certificate: &[u8]) -> Option<bool> {
    let mut fields = single(certificate, 0x30, "certificate").ok()?.children().expect(0x30).ok()?.children();
    for _ in 0..6 {
        fields.read().ok()??; // version, serial number, algorithm, issuer, validity, subject
    }
    let info = PublicKeyInfo::parse(fields.expect(0x30).ok()?.raw, "certificate").ok()?;
    Some(match info.public_key().ok()? {
        PublicKey::Rsa(key) => rsa::PublicKey::new(key.modulus, key.exponent).is_some(),
        PublicKey::Ec(key) => {
            let curve = match &key.domain {
                EcDomain::Named(oid) => CurveId::from_oid(oid.as_bytes()),
                EcDomain::Explicit(given) => CurveId::from_explicit(given),
                EcDomain::Implicit => None,
            };
            curve.is_some_and(|curve| curve.curve().decode(key.point).is_some())
        }
        _ => false,
    })
}
