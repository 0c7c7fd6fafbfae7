//! Every curve and signature algorithm against the system's OpenSSL, in both directions.

use crate::{HASHES, added, minus, numbers, plus};
use dinhdanh::crypto::{CurveId, HashAlgorithm};
use dinhdanh::document::files::data_group::FileId;
use dinhdanh::document::files::spki::{EcDomain, PublicKey, PublicKeyInfo};
use dinhdanh::document::files::tlv::{encode, single};
use dinhdanh::document::verify::{Certificate, Policy, Reason};
use dinhdanh_readers::simulator::{
    Authority, CardMaker, CurveForm, FixedRsaKey, PrivateKey, Profile, Scheme, Seeded, TestState, Validity,
};
use dinhdanh_tests::openssl::OpenSsl;

/// Accepts SHA-1, which this is not about.
fn lenient() -> Policy {
    Policy { sha1_before: Some(dinhdanh::given::Timestamp::from_unix(i64::MAX)), ..Policy::travel_document() }
}

/// An EC key of OpenSSL: public point and private number, and how the curve was told.
struct Theirs {
    point: Vec<u8>,
    private: Vec<u8>,
    explicit: bool,
}

fn their_key(openssl: &OpenSsl, name: &str, curve: CurveId, form: &str) -> Theirs {
    openssl.must(&format!(
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:{curve} -pkeyopt ec_param_enc:{form} -out {name}.pem"
    ));
    openssl.must(&format!("pkey -in {name}.pem -pubout -outform DER -out {name}.pub"));
    openssl.must(&format!("ec -in {name}.pem -outform DER -out {name}.key"));
    let spki = openssl.read(&format!("{name}.pub"));
    let PublicKey::Ec(public) = PublicKeyInfo::parse(&spki, "key").unwrap().public_key().unwrap() else { panic!() };
    let explicit = match &public.domain {
        EcDomain::Named(oid) => {
            assert_eq!(CurveId::from_oid(oid.as_bytes()), Some(curve));
            false
        }
        EcDomain::Explicit(given) => {
            assert_eq!(CurveId::from_explicit(given), Some(curve));
            true
        }
        EcDomain::Implicit => panic!("{curve}"),
    };
    let private = openssl.read(&format!("{name}.key"));
    let mut fields = single(&private, 0x30, "key").unwrap().children();
    fields.expect(0x02).unwrap();
    let private = fields.expect(0x04).unwrap().value.to_vec();
    Theirs { point: public.point.to_vec(), private, explicit }
}

#[test]
fn openssl_keys_secrets_and_signatures_agree_on_every_curve() {
    let Some(openssl) = OpenSsl::find("curves") else { return };
    openssl.write("message", b"a message of somebody who does not exist");
    for (turn, id) in CurveId::all().enumerate() {
        let curve = id.curve();
        let forms = if turn % 2 == 0 { ["named_curve", "explicit"] } else { ["explicit", "named_curve"] };
        let [a, b] = [("a", forms[0]), ("b", forms[1])].map(|(name, form)| {
            let key = their_key(&openssl, name, id, form);
            assert_eq!(key.explicit, form == "explicit");
            let private = curve.scalar(&key.private).unwrap();
            assert_eq!(curve.generator().multiply(&private).encode().as_ref(), Some(&key.point), "{id}");
            key
        });
        // Each side alone, from a key of the other form.
        if !(a.explicit ^ b.explicit) {
            panic!("{id}: the forms do not differ");
        }
        let ours = curve.decode(&b.point).unwrap().multiply(&curve.scalar(&a.private).unwrap()).x_bytes().unwrap();
        openssl.must("ec -in a.pem -param_enc named_curve -out a.named");
        openssl.must("ec -in b.pem -param_enc named_curve -out b.named");
        openssl.must("pkey -in b.named -pubout -out b.peer");
        openssl.must("pkeyutl -derive -inkey a.named -peerkey b.peer -out secret");
        assert_eq!(openssl.read("secret"), ours, "{id}: shared secret");

        let (hash, name) = HASHES[turn % HASHES.len()];
        openssl.must(&format!("dgst -{name} -sign a.pem -out signature message"));
        let (r, s) = numbers(&openssl.read("signature"));
        let point = curve.decode(&a.point).unwrap();
        let digest = hash.digest(&[b"a message of somebody who does not exist"]);
        assert!(curve.verify_ecdsa(&point, &digest, &r, &s), "{id} {name}");
        let stranger = curve.decode(&b.point).unwrap();
        assert!(!curve.verify_ecdsa(&stranger, &digest, &r, &s), "{id}: another key");
        let mut other = digest.clone();
        other[0] ^= 0x80;
        assert!(!curve.verify_ecdsa(&point, &other, &r, &s), "{id}: another digest");
        let order = curve.order();
        for bad in [vec![], vec![0], order.clone(), plus(&order, 1), vec![0xFF; order.len()]] {
            assert!(!curve.verify_ecdsa(&point, &digest, &bad, &s), "{id}: r {bad:02x?}");
            assert!(!curve.verify_ecdsa(&point, &digest, &r, &bad), "{id}: s {bad:02x?}");
        }
        // The same numbers modulo n, which a check of nothing but the equation would accept.
        assert!(!curve.verify_ecdsa(&point, &digest, &added(&order, &r), &s), "{id}: r + n");
        assert!(!curve.verify_ecdsa(&point, &digest, &r, &added(&order, &s)), "{id}: s + n");
        // Q = G and z = n - r: the sum is infinity whatever s is.
        let fixed = [vec![0; order.len().saturating_sub(r.len())], r[r.len().saturating_sub(order.len())..].to_vec()];
        let opposite = minus(&order, &fixed.concat());
        if order[0] >= 0x80 {
            assert!(!curve.verify_ecdsa(&curve.generator(), &opposite, &r, &s), "{id}: infinity");
        }
    }
}

/// Certificates of OpenSSL through the whole of ours: algorithm identifiers, keys, padding.
#[test]
fn openssl_certificates_are_judged_as_openssl_judges_them() {
    let Some(openssl) = OpenSsl::find("certificates") else { return };
    let request = "req -x509 -new -subj /C=VN/O=TEST/CN=nobody -days 3650 -outform DER";
    let mut made = Vec::new();
    let ec = [CurveId::P224, CurveId::P256, CurveId::P384, CurveId::P521].into_iter().chain([
        CurveId::Bp224R1,
        CurveId::Bp256R1,
        CurveId::Bp320R1,
        CurveId::Bp384R1,
        CurveId::Bp512R1,
    ]);
    for (turn, curve) in ec.enumerate() {
        let form = if turn % 2 == 0 { "explicit" } else { "named_curve" };
        let key = format!("{curve}.pem");
        openssl.must(&format!(
            "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:{curve} -pkeyopt ec_param_enc:{form} -out {key}"
        ));
        let (_, hash) = HASHES[turn % HASHES.len()];
        openssl.must(&format!("{request} -key {key} -{hash} -out {curve}.der"));
        made.push((format!("{curve} {form} {hash}"), openssl.read(&format!("{curve}.der"))));
    }
    for (key, exponent) in [("rsa.pem", 65537), ("three.pem", 3)] {
        openssl.must(&format!(
            "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:{exponent} -out {key}"
        ));
    }
    for (_, hash) in HASHES {
        openssl.must(&format!("{request} -key rsa.pem -{hash} -out rsa.der"));
        made.push((format!("PKCS1 {hash}"), openssl.read("rsa.der")));
    }
    openssl.must(&format!("{request} -key three.pem -sha256 -out rsa.der"));
    made.push(("PKCS1 with exponent 3".to_owned(), openssl.read("rsa.der")));
    for ((algorithm, hash), salt) in HASHES.into_iter().zip([20, 28, 0, 48, 64]) {
        let pss = format!("-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:{salt} -sigopt rsa_mgf1_md:{hash}");
        openssl.must(&format!("{request} -key rsa.pem -{hash} {pss} -out rsa.der"));
        made.push((format!("PSS {hash} salt {salt} {}", algorithm.size()), openssl.read("rsa.der")));
    }
    let policy = lenient();
    for (name, der) in &made {
        let certificate = Certificate::parse(der).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(certificate.check_signed_by(&certificate, &policy), Ok(()), "{name}");
        // What is signed, and the signature itself.
        for place in [der.len() / 3, der.len() - 3] {
            let mut bad = der.clone();
            bad[place] ^= 1;
            if let Ok(bad) = Certificate::parse(&bad) {
                assert!(bad.check_signed_by(&certificate, &policy).is_err(), "{name} changed at {place}");
            }
        }
        for (other, der) in made.iter().filter(|(other, _)| other != name) {
            let same_key = !name.contains("exponent") && !other.contains("exponent");
            if same_key
                && name.starts_with('P')
                && other.starts_with('P')
                && !(name.starts_with("P-") || other.starts_with("P-"))
            {
                continue; // both by the one RSA key
            }
            let other_certificate = Certificate::parse(der).unwrap();
            assert!(certificate.check_signed_by(&other_certificate, &policy).is_err(), "{name} by {other}");
        }
    }
    // Another hash in the mask than in the signature: allowed by RFC 8017, seen nowhere, refused by name.
    let pss = "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sigopt rsa_mgf1_md:sha1";
    openssl.must(&format!("{request} -key rsa.pem -sha256 {pss} -out rsa.der"));
    let odd = Certificate::parse(&openssl.read("rsa.der")).unwrap();
    assert_eq!(odd.check_signed_by(&odd, &policy), Err(Reason::AlgorithmUnknown));
}

/// Kinds of keys that real authorities use, as the simulator has them.
fn states() -> Vec<(String, TestState)> {
    let mut random = Seeded::new(21);
    let mut keys = Vec::new();
    for (turn, curve) in CurveId::all().enumerate() {
        let form = if turn % 2 == 0 { CurveForm::Explicit } else { CurveForm::Named };
        let (hash, name) = HASHES[1 + turn % 4];
        let pair = [0, 1].map(|_| PrivateKey::ec(curve, form, &mut random).unwrap());
        keys.push((format!("{curve} {form:?} {name}"), pair, Scheme::Ecdsa(hash)));
    }
    for (hash, name) in HASHES {
        for (kind, scheme) in [("PKCS1", Scheme::Pkcs1(hash)), ("PSS", Scheme::Pss(hash))] {
            let pair = [FixedRsaKey::Authority2048, FixedRsaKey::Signer2048].map(|key| PrivateKey::rsa(key).unwrap());
            keys.push((format!("{kind} {name}"), pair, scheme));
        }
    }
    let mut state = |[authority, signer]: [PrivateKey; 2], scheme| {
        let authority = Authority::new("CSCA", authority, scheme, Validity::LONG, &mut random).unwrap();
        let signer = authority.document_signer(signer, scheme, Validity::LONG, &mut random).unwrap();
        TestState { authority, signer }
    };
    keys.into_iter().map(|(name, pair, scheme)| (name, state(pair, scheme))).collect()
}

/// Whether OpenSSL finds that the key of one certificate signed another. `name` ends in the hash.
fn signs(openssl: &OpenSsl, name: &str, authority: &[u8], signed: &[u8]) -> bool {
    let tbs = single(authority, 0x30, "certificate").unwrap().children().expect(0x30).unwrap();
    let mut fields = tbs.children();
    // Version, serial number, algorithm, issuer, validity, subject.
    for _ in 0..6 {
        fields.read().unwrap();
    }
    openssl.write("issuer.pub", fields.expect(0x30).unwrap().raw);
    let mut parts = single(signed, 0x30, "certificate").unwrap().children();
    openssl.write("tbs", parts.expect(0x30).unwrap().raw);
    parts.expect(0x30).unwrap();
    openssl.write("signature", &parts.expect(0x03).unwrap().value[1..]);
    let hash = name.rsplit(' ').next().unwrap();
    let pss = if name.starts_with("PSS") { "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest" } else { "" };
    openssl.agrees(&format!("dgst -{hash} {pss} -keyform DER -verify issuer.pub -signature signature tbs"))
}

#[test]
fn openssl_accepts_what_the_simulator_signs_and_refuses_it_changed() {
    let Some(openssl) = OpenSsl::find("simulator") else { return };
    for (name, state) in states() {
        let [authority, signer] = [state.authority.certificate(), state.signer.certificate()];
        assert!(signs(&openssl, &name, authority, authority), "{name}");
        assert!(signs(&openssl, &name, authority, signer), "{name}");
        assert!(!signs(&openssl, &name, signer, authority), "{name}");
        openssl.write_pem("authority", "CERTIFICATE", authority);
        openssl.write_pem("signer", "CERTIFICATE", signer);
        let verified = openssl.run("verify -no_check_time -auth_level 0 -check_ss_sig -CAfile authority signer");
        let said = String::from_utf8_lossy(&verified.stderr);
        // It computes with curves that are spelled out, and refuses them in a path: ICAO 9303-12 asks for them.
        if name.contains("Explicit") {
            assert!(said.contains("has explicit ECC parameters"), "{name}: {said}");
        } else {
            assert!(verified.status.success(), "{name}: {said}");
        }

        let mut maker = CardMaker::of(Profile::Bac);
        (maker.active, maker.agreement) = (None, None);
        let card = maker.make_under(state, &mut Seeded::new(22)).unwrap();
        let sod = &card.files[&FileId::Sod];
        let cms = single(sod, 0x77, "EF.SOD").unwrap().value;
        openssl.write("sod", cms);
        assert!(openssl.agrees("cms -verify -noverify -binary -inform DER -in sod -out content"), "{name}");
        let content = openssl.read("content");
        // The last byte is the signature's; the content is found by what OpenSSL took out of it.
        let place = cms.windows(content.len()).position(|window| window == content).unwrap() + content.len() - 1;
        for place in [cms.len() - 1, place] {
            let mut bad = cms.to_vec();
            bad[place] ^= 1;
            openssl.write("bad", &bad);
            assert!(!openssl.agrees("cms -verify -noverify -binary -inform DER -in bad -out content"), "{name}");
        }
    }
}

#[test]
fn openssl_reads_revocation_lists_link_certificates_and_master_lists_of_the_simulator() {
    let Some(openssl) = OpenSsl::find("lists") else { return };
    let mut random = Seeded::new(31);
    // It refuses curves that are spelled out in any path, see above.
    for (name, state) in states().into_iter().filter(|(name, _)| !name.contains("Explicit")).step_by(4) {
        let TestState { authority, signer } = &state;
        openssl.write_pem("authority", "CERTIFICATE", authority.certificate());
        openssl.write_pem("signer", "CERTIFICATE", signer.certificate());
        let check = "verify -no_check_time -auth_level 0 -crl_check -CAfile authority -CRLfile list signer";
        for (revoked, holds) in [(&[][..], true), (&[signer.serial()], false), (&[&[7, 7, 7][..]], true)] {
            let list = authority.revocation_list(revoked, Validity::LONG, &mut random).unwrap();
            openssl.write_pem("list", "X509 CRL", &list);
            assert!(openssl.agrees("crl -in list -CAfile authority -noout"), "{name}");
            let output = openssl.run(check);
            assert_eq!(output.status.success(), holds, "{name}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(holds || String::from_utf8_lossy(&output.stderr).contains("revoked"), "{name}");
        }

        let key = PrivateKey::ec(CurveId::Bp384R1, CurveForm::Named, &mut random).unwrap();
        let scheme = Scheme::Ecdsa(HashAlgorithm::Sha384);
        let successor = Authority::new("CSCA 2", key.clone(), scheme, Validity::LONG, &mut random).unwrap();
        let link = authority.link_to(&successor, Validity::LONG, &mut random).unwrap();
        openssl.write_pem("link", "CERTIFICATE", &link);
        assert!(openssl.agrees("verify -no_check_time -auth_level 0 -CAfile authority link"), "{name}");
        openssl.write_pem("successor", "CERTIFICATE", successor.certificate());
        assert!(!openssl.agrees("verify -no_check_time -auth_level 0 -CAfile successor link"), "{name}");

        let certificates = [authority.certificate(), successor.certificate(), &link];
        let list = authority.master_list(&certificates, key, scheme, Validity::LONG, &mut random).unwrap();
        openssl.write("masters", &list);
        openssl.must("cms -verify -binary -no_check_time -auth_level 0 -purpose any -CAfile authority -inform DER -in masters -out content");
        let content = openssl.read("content");
        let mut sorted = certificates.map(<[u8]>::to_vec).to_vec();
        sorted.sort();
        assert_eq!(content, encode(0x30, &[&[2, 1, 0], encode(0x31, &sorted.concat()).as_slice()].concat()), "{name}");
    }
}
