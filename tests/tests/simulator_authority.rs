//! What the test authority signs, checked with the arithmetic and the parsers of the core.

use dinhdanh::crypto::{CurveId, HashAlgorithm, rsa};
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::files::cms::{SignedData, SignerId};
use dinhdanh::document::files::com::Com;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::dg1::Dg1;
use dinhdanh::document::files::dg2::{Dg2, ImageFormat};
use dinhdanh::document::files::dg14::Dg14;
use dinhdanh::document::files::dg15::Dg15;
use dinhdanh::document::files::security_infos::CardAccess;
use dinhdanh::document::files::sod::Sod;
use dinhdanh::document::files::spki::{EcDomain, PublicKey, PublicKeyInfo};
use dinhdanh::document::files::tlv::{Reader, single};
use dinhdanh_readers::dump::{read_dump, to_dump_json};
use dinhdanh_readers::simulator::{
    ActiveKind, Authority, CardMaker, CurveForm, FixedRsaKey, Person, PrivateKey, Profile, Scheme, Seeded, SodForm,
    TEST_MARK, TestState, Validity,
};
use std::collections::BTreeSet;

const HASHES: [HashAlgorithm; 5] =
    [HashAlgorithm::Sha1, HashAlgorithm::Sha224, HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512];

/// r and s of a signature in DER.
fn halves(signature: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut parts = single(signature, 0x30, "test").unwrap().children();
    let mut next = || parts.expect(0x02).unwrap().value.to_vec();
    (next(), next())
}

#[test]
fn ecdsa_verifies_on_every_curve_with_every_hash() {
    let mut random = Seeded::new(1);
    for curve in CurveId::all() {
        for (form, hash) in HASHES.into_iter().enumerate() {
            let form = if form % 2 == 0 { CurveForm::Named } else { CurveForm::Explicit };
            let key = PrivateKey::ec(curve, form, &mut random).unwrap();
            let signature = key.sign(Scheme::Ecdsa(hash), b"message", &mut random).unwrap();
            let spki = key.public_key_info().unwrap();
            let info = PublicKeyInfo::parse(&spki, "test").unwrap();
            let PublicKey::Ec(public) = info.public_key().unwrap() else { panic!("not EC") };
            let found = match public.domain {
                EcDomain::Named(oid) => CurveId::from_oid(oid.as_bytes()),
                EcDomain::Explicit(parameters) => CurveId::from_explicit(&parameters),
                EcDomain::Implicit => None,
            };
            assert_eq!(found, Some(curve));
            let point = curve.curve().decode(public.point).unwrap();
            let (r, s) = halves(&signature);
            let verify = |message: &[u8]| curve.curve().verify_ecdsa(&point, &hash.digest(&[message]), &r, &s);
            assert!(verify(b"message"), "{curve} {hash}");
            assert!(!verify(b"massage"), "{curve} {hash}");
        }
    }
}

#[test]
fn rsa_verifies_with_both_paddings_and_every_hash() {
    let mut random = Seeded::new(1);
    for which in [FixedRsaKey::Signer2048, FixedRsaKey::Authority2048, FixedRsaKey::Authority4096] {
        let key = PrivateKey::rsa(which).unwrap();
        let spki = key.public_key_info().unwrap();
        let info = PublicKeyInfo::parse(&spki, "test").unwrap();
        let PublicKey::Rsa(public) = info.public_key().unwrap() else { panic!("not RSA") };
        let public = rsa::PublicKey::new(public.modulus, public.exponent).unwrap();
        for hash in HASHES {
            let mut sign = |scheme| key.sign(scheme, b"message", &mut random).unwrap();
            let (pkcs1, pss) = (sign(Scheme::Pkcs1(hash)), sign(Scheme::Pss(hash)));
            let digest = hash.digest(&[b"message"]);
            assert!(public.verify_pkcs1(hash, &digest, &pkcs1) && !public.verify_pkcs1(hash, &digest, &pss), "{hash}");
            assert!(public.verify_pss(hash, hash.size(), &digest, &pss), "{hash}");
            assert!(!public.verify_pss(hash, hash.size(), &digest, &pkcs1), "{hash}");
        }
    }
    let ec = PrivateKey::ec(CurveId::P256, CurveForm::Named, &mut random).unwrap();
    assert!(ec.sign(Scheme::Pss(HashAlgorithm::Sha256), b"", &mut random).is_err());
}

#[test]
fn a_look_alike_has_the_genuine_point_over_a_generator_of_no_curve() {
    let mut random = Seeded::new(1);
    let genuine = PrivateKey::ec(CurveId::P384, CurveForm::Explicit, &mut random).unwrap();
    let forged = PrivateKey::look_alike(&genuine, &mut random).unwrap();
    let (genuine, forged) = (genuine.public_key_info().unwrap(), forged.public_key_info().unwrap());
    let key = |spki: &[u8]| {
        let info = PublicKeyInfo::parse(spki, "test").unwrap();
        let PublicKey::Ec(key) = info.public_key().unwrap() else { panic!("not EC") };
        let EcDomain::Explicit(parameters) = key.domain else { panic!("not explicit") };
        (key.point.to_vec(), CurveId::from_explicit(&parameters), parameters.generator.to_vec())
    };
    let (point, curve, generator) = key(&genuine);
    let (same, none, other) = key(&forged);
    assert_eq!((point, curve, none), (same, Some(CurveId::P384), None));
    assert_ne!(generator, other);
    assert_eq!(genuine.len(), forged.len());
    let rsa = PrivateKey::rsa(FixedRsaKey::Signer2048).unwrap();
    assert!(PrivateKey::look_alike(&rsa, &mut random).is_err());
}

/// The parts of a certificate or revocation list: what is signed, and the signature.
fn signed_parts(der: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut parts = single(der, 0x30, "test").unwrap().children();
    let content = parts.expect(0x30).unwrap().raw.to_vec();
    parts.expect(0x30).unwrap();
    let signature = parts.expect(0x03).unwrap().value[1..].to_vec();
    parts.finish().unwrap();
    (content, signature)
}

/// Whether the key of the certificate `by` signed this, for P-384 and SHA-384.
fn is_signed(content: &[u8], signature: &[u8], by: &[u8]) -> bool {
    let (certificate, _) = signed_parts(by);
    let fields: Vec<_> = {
        let mut reader: Reader<'_> = single(&certificate, 0x30, "test").unwrap().children();
        std::iter::from_fn(|| reader.read().unwrap()).collect()
    };
    let info = PublicKeyInfo::parse(fields[6].raw, "test").unwrap();
    let PublicKey::Ec(key) = info.public_key().unwrap() else { panic!("not EC") };
    let curve = CurveId::P384.curve();
    let (r, s) = halves(signature);
    curve.verify_ecdsa(&curve.decode(key.point).unwrap(), &HashAlgorithm::Sha384.digest(&[content]), &r, &s)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn certificates_lists_and_links_are_signed_and_carry_the_mark() {
    let mut random = Seeded::new(1);
    let state = TestState::new(&mut random).unwrap();
    let key = PrivateKey::ec(CurveId::P384, CurveForm::Named, &mut random).unwrap();
    let scheme = Scheme::Ecdsa(HashAlgorithm::Sha384);
    let next = Authority::new("CSCA 2", key.clone(), scheme, Validity::LONG, &mut random).unwrap();
    let link = state.authority.link_to(&next, Validity::LONG, &mut random).unwrap();
    let serial = state.signer.serial().to_vec();
    let crl = state.authority.revocation_list(&[&serial], Validity::LONG, &mut random).unwrap();
    let old = state.authority.certificate();
    for (der, by) in [
        (old, old),
        (state.signer.certificate(), old),
        (next.certificate(), next.certificate()),
        (link.as_slice(), old),
        (crl.as_slice(), old),
    ] {
        let (content, signature) = signed_parts(der);
        assert!(is_signed(&content, &signature, by));
        assert!(contains(&content, TEST_MARK.as_bytes()));
    }
    let (content, signature) = signed_parts(&link);
    assert!(!is_signed(&content, &signature, next.certificate()));
    assert!(contains(&crl, &serial));
    let list = state.authority.master_list(&[old, &link], key, scheme, Validity::LONG, &mut random).unwrap();
    let list = SignedData::parse(&list, "test").unwrap();
    assert!(contains(&list.content, old) && contains(&list.content, &link));
    assert_eq!(list.certificates.len(), 2);
    let signer = &list.signers[0];
    assert!(is_signed(&signer.attributes.as_ref().unwrap().der, &signer.signature, &list.certificates[0]));
}

#[test]
fn a_security_object_lists_and_signs_what_is_there() {
    let mut random = Seeded::new(1);
    let state = TestState::new(&mut random).unwrap();
    let key = PrivateKey::ec(CurveId::P384, CurveForm::Named, &mut random).unwrap();
    let scheme = Scheme::Ecdsa(HashAlgorithm::Sha384);
    let signer = state.authority.document_signer(key, scheme, Validity::LONG, &mut random).unwrap();
    let state = TestState { signer, ..state };
    let mut card = CardMaker::of(Profile::Modern).make_under(state, &mut random).unwrap();
    let sod = |files: &std::collections::BTreeMap<FileId, Vec<u8>>| Sod::parse(&files[&FileId::Sod]).unwrap();
    let check = |sod: &Sod| {
        let signer = &sod.signed.signers[0];
        let covered = signer.attributes.as_ref().map_or(&sod.signed.content, |attributes| &attributes.der);
        is_signed(covered, &signer.signature, card.state.signer.certificate())
    };
    let good = sod(&card.files);
    assert!(check(&good));
    let numbers: Vec<u8> = good.lds.hashes.keys().copied().collect();
    assert_eq!(numbers, [1, 2, 3, 13, 14, 15]);
    for (number, hash) in &good.lds.hashes {
        let file = &card.files[&FileId::DataGroup(DataGroup::new(*number).unwrap())];
        assert_eq!(*hash, HashAlgorithm::Sha256.digest(&[file]));
    }
    let attributes = good.signed.signers[0].attributes.as_ref().unwrap();
    let digest = HashAlgorithm::Sha384.digest(&[&good.signed.content]);
    assert_eq!(attributes.message_digest.as_deref(), Some(digest.as_slice()));
    assert_eq!(attributes.content_type, Some(good.signed.content_type));
    let SignerId::IssuerAndSerial { serial, .. } = &good.signed.signers[0].signer else { panic!("key identifier") };
    assert_eq!(serial, card.state.signer.serial());

    let forms = [
        SodForm { signed_attributes: false, ..SodForm::default() },
        SodForm { certificate: false, ..SodForm::default() },
        SodForm { hash: HashAlgorithm::Sha512, ..SodForm::default() },
        SodForm { named_hash: Some(HashAlgorithm::Sha1), ..SodForm::default() },
        SodForm { left_out: BTreeSet::from([DataGroup::DG14, DataGroup::DG15]), ..SodForm::default() },
    ];
    for form in forms {
        card.sign(&form, &mut random).unwrap();
        let sod = Sod::parse(&card.files[&FileId::Sod]).unwrap();
        let signer = &sod.signed.signers[0];
        let covered = signer.attributes.as_ref().map_or(&sod.signed.content, |attributes| &attributes.der);
        assert!(is_signed(covered, &signer.signature, card.state.signer.certificate()), "{form:?}");
        assert_eq!(signer.attributes.is_some(), form.signed_attributes);
        assert_eq!(sod.signed.certificates.len(), usize::from(form.certificate));
        let named = HashAlgorithm::from_oid(sod.lds.hash_algorithm.oid.as_bytes());
        assert_eq!(named, form.named_hash.or(Some(form.hash)));
        assert!(sod.lds.hashes.values().all(|hash| hash.len() == form.hash.size()));
        assert_eq!(sod.lds.hashes.len(), 6 - form.left_out.len());
    }
}

#[test]
fn every_file_of_every_profile_parses_and_they_agree() {
    for profile in Profile::ALL {
        let card = CardMaker::of(profile).make(&mut Seeded::new(1)).unwrap();
        let group = |number| &card.files[&FileId::DataGroup(DataGroup::new(number).unwrap())];
        let dg1 = Dg1::parse(group(1)).unwrap();
        assert_eq!(dg1.mrz().expose(), card.person.mrz().unwrap().text());
        let dg2 = Dg2::parse(group(2)).unwrap();
        assert_eq!((dg2.faces.len(), dg2.faces[0].format), (1, ImageFormat::Jpeg));
        let dg14 = Dg14::parse(group(14)).unwrap();
        assert_eq!(dg14.infos.chip_authentication_keys().count(), 1);
        assert!(Dg15::parse(group(15)).is_ok());
        let com = Com::parse(&card.files[&FileId::Com]).unwrap();
        assert_eq!(com.data_groups.iter().map(|group| group.number()).collect::<Vec<_>>(), [1, 2, 3, 13, 14, 15]);
        let access = card.files.get(&FileId::CardAccess).map(|file| CardAccess::parse(file).unwrap());
        let announced: Vec<_> = access.iter().flat_map(|access| access.infos.pace().copied()).collect();
        assert_eq!(announced, dg14.infos.pace().copied().collect::<Vec<_>>(), "{profile}: DG14 signs the offer");
        let active = dg14.infos.active_authentication().is_some();
        assert_eq!(active, matches!(CardMaker::of(profile).active, Some(ActiveKind::Ec { .. })), "{profile}");
    }
}

#[test]
fn the_people_are_those_of_the_specification() {
    let mau = Person::mau();
    let lines = mau.mrz().unwrap().to_lines();
    let lines: Vec<&str> = lines.lines().collect();
    let expected =
        ["IDVNM1990000184001199000018<<5", "9902174F3902172VNM<<<<<<<<<<<8", "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<"];
    assert_eq!(lines, expected);
    assert_eq!(mau.mrz_information().unwrap(), "199000018499021743902172");
    assert_eq!(mau.can(), "000018");
    let qr = "001199000018|012345678|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hoàn Kiếm, Hà Nội|27062022";
    assert_eq!(mau.qr_text(), qr);
    let tran = Person::tran();
    let lines = tran.mrz().unwrap().to_lines();
    let expected =
        ["IDVNM2051234575079205123457<<5", "0508300M3008306VNM<<<<<<<<<<<8", "TRAN<<VAN<MAU<<<<<<<<<<<<<<<<<"];
    assert_eq!(lines.lines().collect::<Vec<_>>(), expected);
    assert_eq!(tran.mrz_information().unwrap(), "205123457505083003008306");
    assert!(tran.qr_text().starts_with("079205123457||Trần Văn Mẫu|30082005|Nam|"));
}

#[test]
fn a_reading_travels_as_a_dump() {
    let card = CardMaker::of(Profile::Modern).make(&mut Seeded::new(1)).unwrap();
    let reading = card.reading();
    let read = read_dump(to_dump_json(&reading).expose().as_bytes()).unwrap();
    assert_eq!(read, ChipReading { files: reading.files.clone(), ..ChipReading::default() });
}
