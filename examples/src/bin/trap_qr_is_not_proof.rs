//! The two mistakes that let forged cards through: believing a QR code, and believing files.
//!
//! Nothing here is a real person's: the cards are the simulator's.

use dinhdanh::crypto::HashAlgorithm;
use dinhdanh::document::chip::session::ReadPlan;
use dinhdanh::document::qr::CardQr;
use dinhdanh::document::verify::{Anchors, Certificate, Expected, Policy, Verification, verify};
use dinhdanh::error::Lang;
use dinhdanh::given::Randomness;
use dinhdanh_examples::inputs;
use dinhdanh_readers::drive::{OsRandom, read_chip};
use dinhdanh_readers::simulator::{ActiveKey, CardMaker, ChipSecrets, FixedRsaKey, Person, Profile, TestCard};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

fn run() -> dinhdanh::Result<()> {
    let mut random = OsRandom::new()?;
    let genuine = CardMaker::of(Profile::Modern).make(&mut random)?;
    let mut anchors = Anchors::new();
    anchors.trust(Certificate::parse(genuine.state.authority.certificate())?)?;

    println!("1. Mã QR sao chép / a copied QR code\n");
    let copied = Person::tran().qr_text();
    let claimed = CardQr::parse(&copied)?;
    println!("   Đọc được / it reads:  {}", name_of(&claimed.value.citizen));
    println!("   Nhưng / but:          chỉ là lời khai, ai cũng in được / a claim, anybody can print it\n");
    println!("   Mã QR đó trên thẻ của người khác / that QR code on another person's card:");
    let shown = judge(&genuine, Some(&claimed.value), &anchors, &mut random)?;
    tell(&shown);

    println!("2. Chip sao chép: đủ mọi tệp, không có khóa / a cloned chip: every file, no key\n");
    let mut clone = genuine.clone();
    clone.secrets = ChipSecrets {
        active: Some(ActiveKey::rsa(FixedRsaKey::Clone2048, HashAlgorithm::Sha256)?),
        ..ChipSecrets::default()
    };
    let shown = judge(&clone, None, &anchors, &mut random)?;
    println!("   Chữ ký vẫn đúng / the signature still holds: {:?}", shown.verdict.assurance());
    tell(&shown);

    println!("3. Thẻ gốc / the original\n");
    tell(&judge(&genuine, None, &anchors, &mut random)?);
    Ok(())
}

fn judge(
    made: &TestCard,
    qr: Option<&CardQr>,
    anchors: &Anchors,
    random: &mut OsRandom,
) -> dinhdanh::Result<Verification> {
    let mut challenge = [0; 8];
    random.fill(&mut challenge)?;
    let passwords = vec![made.mrz_password()?];
    let plan = ReadPlan { passwords, challenge: Some(challenge), ..ReadPlan::default() };
    let mut card = made.clone().into_card(Box::new(*random))?;
    let reading = read_chip(&mut card, plan, Box::new(*random), &mut |_| {})?;
    let expected = Expected { qr: qr.map(|qr| &qr.citizen), challenge: Some(challenge), ..Expected::default() };
    Ok(verify(&reading, &expected, anchors, &Policy::citizen_card().for_test_cards(), inputs::now()))
}

fn tell(verification: &Verification) {
    let verdict = &verification.verdict;
    println!(
        "   {:?}, {}",
        verdict.assurance(),
        if verdict.meets_policy() { "chấp nhận / accepted" } else { "TỪ CHỐI / REFUSED" }
    );
    for (check, reason) in verdict.refusals() {
        println!("   ✗ {check}: {} / {}", reason.text(Lang::Vi), reason.text(Lang::En));
    }
    for conflict in &verification.conflicts {
        println!("   ! {}: {}", conflict.check, conflict.explanation_en);
    }
    println!();
}

fn name_of(citizen: &dinhdanh::identity::Citizen) -> &str {
    citizen.full_name.as_ref().map_or("", |name| name.expose().as_str())
}
