//! Whom to trust, and the answer about one document.

use crate::arguments::{Out, bytes, free, object};
use crate::bytes::dd_bytes;
use crate::citizen::dd_citizen;
use crate::errors::{dd_error, entry};
use crate::session::dd_reading;
use dinhdanh_facade::{Verification, Verifier};

/// Whom a program trusts and what it insists on. Load once, use for every card, from any thread.
pub struct dd_verifier(Verifier);

/// The answer about one document. There is no "ok": show what was refused, and compare the assurance with what the
/// counter needs. Holds a citizen's data.
pub struct dd_verification(Verification);

/// For Vietnamese citizen cards: originals only, no old algorithms. It trusts nobody until something is loaded.
/// Free it with `dd_verifier_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verifier_citizen_cards(verifier: *mut *mut dd_verifier, error: *mut *mut dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let verifier = Out::new(verifier, "verifier");
        entry(error, || verifier.give(dd_verifier(Verifier::citizen_cards())))
    }
}

/// For passports of the world: older algorithms by date, chips that cannot prove to be originals.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verifier_travel_documents(
    verifier: *mut *mut dd_verifier,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let verifier = Out::new(verifier, "verifier");
        entry(error, || verifier.give(dd_verifier(Verifier::travel_documents())))
    }
}

/// For cards of the simulator, and nothing else: it accepts no real card, and the others accept no test card.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verifier_test_cards(verifier: *mut *mut dd_verifier, error: *mut *mut dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let verifier = Out::new(verifier, "verifier");
        entry(error, || verifier.give(dd_verifier(Verifier::test_cards())))
    }
}

/// Trusts the authorities of a file: a certificate (DER, PEM), a master list (ICAO, German BSI) or a revocation list.
/// Where the file comes from is what makes it trustworthy. The three counts may be NULL: certificates trusted now,
/// revocation lists, certificates that could not be read and are left out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verifier_load(
    verifier: *const dd_verifier,
    file: *const u8,
    file_len: usize,
    trusted: *mut usize,
    revocation_lists: *mut usize,
    skipped: *mut usize,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let trusted = Out::new(trusted, "trusted");
        let revocation_lists = Out::new(revocation_lists, "revocation_lists");
        let skipped = Out::new(skipped, "skipped");
        entry(error, || {
            let loaded = object(verifier, "verifier")?.0.load(bytes(file, file_len, "file")?)?;
            let counts =
                [(trusted, loaded.trusted), (revocation_lists, loaded.revocation_lists), (skipped, loaded.skipped)];
            for (place, count) in counts {
                // Who gave no place for a count does not want it.
                let _unwanted = place.set(count);
            }
            Ok(())
        })
    }
}

/// Judges what was read, at a moment in Unix seconds. A fake card is an answer, never an error.
/// Free the answer with `dd_verification_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verifier_verify(
    verifier: *const dd_verifier,
    reading: *const dd_reading,
    at: i64,
    verification: *mut *mut dd_verification,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let verification = Out::new(verification, "verification");
        entry(error, || {
            let (verifier, reading) = (object(verifier, "verifier")?, object(reading, "reading")?);
            verification.wanted()?;
            verification.give(dd_verification(verifier.0.verify(&reading.0, at)))
        })
    }
}

/// Frees a verifier. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verifier_free(verifier: *mut dd_verifier) {
    // SAFETY: the contract of the crate.
    unsafe { free(verifier) }
}

/// 1 where no check failed and the assurance is at least what the policy requires, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verification_meets_policy(
    verification: *const dd_verification,
    meets: *mut i32,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let meets = Out::new(meets, "meets");
        entry(error, || meets.set(i32::from(object(verification, "verification")?.0.meets_policy())))
    }
}

/// `Printed`, `SignedUnanchored`, `IssuerSigned`, `NotCloned` or `HolderPresent`, weakest first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verification_assurance(
    verification: *const dd_verification,
    word: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let word = Out::new(word, "word");
        entry(error, || word.give_text(object(verification, "verification")?.0.assurance()))
    }
}

/// The checks that failed, one line each: check, tab, reason, such as `document-valid` and `expired`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verification_refusals(
    verification: *const dd_verification,
    lines: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let lines = Out::new(lines, "lines");
        entry(error, || {
            let refusals = object(verification, "verification")?.0.refusals();
            let refusals: Vec<String> = refusals.iter().map(|(check, reason)| format!("{check}\t{reason}")).collect();
            lines.give_text(refusals.join("\n"))
        })
    }
}

/// What the chip says about its holder. Free it with `dd_citizen_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verification_citizen(
    verification: *const dd_verification,
    citizen: *mut *mut dd_citizen,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let citizen = Out::new(citizen, "citizen");
        entry(error, || citizen.give(dd_citizen(object(verification, "verification")?.0.citizen())))
    }
}

/// The picture (JPEG or JPEG 2000), where it is the one that the authority signed; else NULL bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verification_expose_portrait(
    verification: *const dd_verification,
    picture: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let picture = Out::new(picture, "picture");
        entry(error, || picture.give_any(object(verification, "verification")?.0.expose_portrait()))
    }
}

/// The same answer once somebody compared the person with the picture: `same` is 1 for the same person, 0 for another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verification_with_holder(
    verification: *const dd_verification,
    same: i32,
    with_holder: *mut *mut dd_verification,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let with_holder = Out::new(with_holder, "with_holder");
        entry(error, || {
            // Only a clear yes is one.
            with_holder.give(dd_verification(object(verification, "verification")?.0.with_holder(same == 1)))
        })
    }
}

/// The whole answer as JSON (`docs/json.md`), byte for byte the same in every language: a citizen's data in the clear.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verification_expose_json(
    verification: *const dd_verification,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || json.give_text(object(verification, "verification")?.0.expose_json()?))
    }
}

/// Frees an answer. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_verification_free(verification: *mut dd_verification) {
    // SAFETY: the contract of the crate.
    unsafe { free(verification) }
}
