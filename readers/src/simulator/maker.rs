//! Makes test cards: files, keys and signatures that fit together, and every way in which they may not.

use super::active::ActiveKey;
use super::agreement::{AgreementKey, Group};
use super::authority::{Authority, Signer, Validity};
use super::card::{Passwords, SoftwareCard};
use super::chip::{Chip, ChipSecrets, Profile};
use super::cms::Message;
use super::der;
use super::person::Person;
use super::signing::{CurveForm, FixedRsaKey, IMPOSSIBLE, PrivateKey, Scheme, hash_identifier};
use dinhdanh::Result;
use dinhdanh::crypto::{CipherSuite, CurveId, HashAlgorithm};
use dinhdanh::document::chip::access::Password;
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::files::com::Com;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::dg1::Dg1;
use dinhdanh::document::files::dg2::{Dg2, Face, FaceRecord};
use dinhdanh::document::files::dg14::Dg14;
use dinhdanh::document::files::oid::Oid;
use dinhdanh::document::files::protocol::{ChipAuthProtocol, KeyAgreement};
use dinhdanh::document::files::security_infos::{
    ActiveAuthenticationInfo, CardAccess, ChipAuthenticationInfo, ChipAuthenticationPublicKeyInfo, PaceInfo,
    SecurityInfo, SecurityInfos,
};
use dinhdanh::document::files::spki::{DhKey, EcDomain, EcKey, PublicKey};
use dinhdanh::document::files::tlv::encode;
use dinhdanh::given::Randomness;
use std::collections::{BTreeMap, BTreeSet};

/// A drawn face, 240 by 320 pixels; nobody's.
pub const PORTRAIT: &[u8] = include_bytes!("portrait.jpg");

/// id-icao-ldsSecurityObject.
const LDS_SECURITY_OBJECT: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x01];

/// The key of active authentication that a card gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActiveKind {
    /// The fixed RSA key of the test chips, signing with this hash.
    Rsa(HashAlgorithm),
    /// A fresh key on a curve.
    Ec {
        /// The curve.
        curve: CurveId,
        /// The hash.
        hash: HashAlgorithm,
        /// Whether signatures come as DER instead of r and s side by side.
        der: bool,
    },
}

/// The key of chip authentication that a card gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementKind {
    /// On a curve.
    Curve(CurveId),
    /// In the group behind a standardised number (ICAO 9303-11, 9.5.1).
    Standard(u32),
}

/// The order for a card.
#[derive(Clone, Debug)]
pub struct CardMaker {
    /// What the chip is like.
    pub chip: Chip,
    /// Whose card it is.
    pub person: Person,
    /// The face in DG2, a JPEG.
    pub portrait: Vec<u8>,
    /// Active authentication, if any.
    pub active: Option<ActiveKind>,
    /// Chip authentication and the cipher it leads to, if any.
    pub agreement: Option<(AgreementKind, CipherSuite)>,
    /// How the security object is written.
    pub sod: SodForm,
}

/// A test state: the authority and a document signer under it.
#[derive(Clone, Debug)]
pub struct TestState {
    /// The authority (CSCA).
    pub authority: Authority,
    /// The document signer (DSC).
    pub signer: Signer,
}

/// How a security object is written. The default is right in everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SodForm {
    /// The hash of the data groups.
    pub hash: HashAlgorithm,
    /// The hash that the security object names, where it is not that one.
    pub named_hash: Option<HashAlgorithm>,
    /// Whether the signature covers attributes, as ICAO 9303-10 asks for, or the content itself.
    pub signed_attributes: bool,
    /// Whether the signer's certificate travels along.
    pub certificate: bool,
    /// Data groups that are on the chip and not under the signature.
    pub left_out: BTreeSet<DataGroup>,
}

/// A card before it is put into a chip: everything can still be changed.
#[derive(Clone, Debug)]
pub struct TestCard {
    /// What the chip is like.
    pub chip: Chip,
    /// Whose card it is.
    pub person: Person,
    /// The files, EF.CardAccess among them. Changing one after signing is what a forger does.
    pub files: BTreeMap<FileId, Vec<u8>>,
    /// What only the chip knows; [`ChipSecrets::default`] is a clone's.
    pub secrets: ChipSecrets,
    /// Who signed it.
    pub state: TestState,
}

impl Default for SodForm {
    fn default() -> Self {
        Self {
            hash: HashAlgorithm::Sha256,
            named_hash: None,
            signed_attributes: true,
            certificate: true,
            left_out: BTreeSet::new(),
        }
    }
}

impl TestState {
    /// An authority and a signer of the kind that real ones are: P-384, the authority's curve spelled out.
    ///
    /// # Errors
    /// None in practice.
    pub fn new(random: &mut dyn Randomness) -> Result<Self> {
        let key = PrivateKey::ec(CurveId::P384, CurveForm::Explicit, random)?;
        let authority = Authority::new("CSCA", key, Scheme::Ecdsa(HashAlgorithm::Sha384), Validity::LONG, random)?;
        let key = PrivateKey::ec(CurveId::P384, CurveForm::Explicit, random)?;
        let scheme = Scheme::Ecdsa(HashAlgorithm::Sha256);
        let signer = authority.document_signer(key, scheme, Validity::LONG, random)?;
        Ok(Self { authority, signer })
    }
}

impl CardMaker {
    /// The order for a card of this kind, for [`Person::mau`].
    #[must_use]
    pub fn of(profile: Profile) -> Self {
        let rsa = ActiveKind::Rsa(HashAlgorithm::Sha256);
        let ec = ActiveKind::Ec { curve: CurveId::P256, hash: HashAlgorithm::Sha256, der: false };
        let (curve, cipher, active) = match profile {
            Profile::Modern => (CurveId::Bp256R1, CipherSuite::Aes256, rsa),
            Profile::Bac => (CurveId::Bp224R1, CipherSuite::TripleDes, ActiveKind::Rsa(HashAlgorithm::Sha1)),
            Profile::Short => (CurveId::P256, CipherSuite::Aes128, rsa),
            Profile::Extended => (CurveId::P384, CipherSuite::Aes192, ec),
            Profile::Picky => (CurveId::P256, CipherSuite::TripleDes, rsa),
        };
        Self {
            chip: profile.chip(),
            person: Person::mau(),
            portrait: PORTRAIT.to_vec(),
            active: Some(active),
            agreement: Some((AgreementKind::Curve(curve), cipher)),
            sod: SodForm::default(),
        }
    }

    /// The card, signed by a fresh test state.
    ///
    /// # Errors
    /// `test-card`, or what the person's fields violate.
    pub fn make(&self, random: &mut dyn Randomness) -> Result<TestCard> {
        self.make_under(TestState::new(random)?, random)
    }

    /// The card, signed by this test state.
    ///
    /// # Errors
    /// As [`CardMaker::make`].
    pub fn make_under(&self, state: TestState, random: &mut dyn Randomness) -> Result<TestCard> {
        let active = match self.active {
            None => None,
            Some(ActiveKind::Rsa(hash)) => Some(ActiveKey::rsa(FixedRsaKey::Chip2048, hash)?),
            Some(ActiveKind::Ec { curve, hash, der }) => Some(ActiveKey::ec(curve, hash, der, random)?),
        };
        let agreement = match self.agreement {
            None => None,
            Some((kind, cipher)) => {
                let group = match kind {
                    AgreementKind::Curve(curve) => Group::curve(curve),
                    AgreementKind::Standard(number) => Group::standard(number).ok_or(IMPOSSIBLE)?,
                };
                Some((AgreementKey::generate(group, random)?, cipher))
            }
        };
        let secrets = ChipSecrets { active, agreement };
        let files = self.files(&secrets)?;
        let mut card = TestCard { chip: self.chip.clone(), person: self.person.clone(), files, secrets, state };
        card.list();
        card.sign(&self.sod, random)?;
        Ok(card)
    }

    fn files(&self, secrets: &ChipSecrets) -> Result<BTreeMap<FileId, Vec<u8>>> {
        let face = Face::new(&self.portrait, FaceRecord::Iso19794)?.with_size(240, 320);
        let mut files = BTreeMap::new();
        let mut put = |group, bytes| files.insert(FileId::DataGroup(group), bytes);
        put(DataGroup::DG1, Dg1::new(self.person.mrz()?.text())?.encode());
        put(DataGroup::DG2, Dg2 { faces: vec![face] }.encode());
        if let Some(fingers) = DataGroup::new(3) {
            // No finger, only the room one takes; nobody can read it anyway.
            put(fingers, encode(0x63, &encode(0x7F61, &encode(0x02, &[0]))));
        }
        put(DataGroup::DG13, self.person.dg13());
        let pace = || {
            self.chip.pace.iter().map(|&(protocol, number)| {
                SecurityInfo::Pace(PaceInfo { protocol, version: 2, parameter_id: Some(number) })
            })
        };
        let mut infos: Vec<SecurityInfo> = pace().collect();
        if let Some((key, cipher)) = &secrets.agreement {
            infos.extend(chip_authentication(key, *cipher)?);
        }
        if let Some(key) = &secrets.active {
            let oid = key.plain_ecdsa().map(|oid| Oid::from_content(&oid, "DG14")).transpose()?;
            infos.extend(oid.map(|signature_algorithm| {
                SecurityInfo::ActiveAuthentication(ActiveAuthenticationInfo { version: 1, signature_algorithm })
            }));
            put(DataGroup::DG15, encode(0x6F, &key.key.public_key_info()?));
        }
        if !infos.is_empty() {
            put(DataGroup::DG14, Dg14 { infos: SecurityInfos(infos) }.encode());
        }
        if !self.chip.pace.is_empty() {
            let access = CardAccess { infos: SecurityInfos(pace().collect()) };
            files.insert(FileId::CardAccess, access.encode());
        }
        Ok(files)
    }
}

fn chip_authentication(key: &AgreementKey, cipher: CipherSuite) -> Result<[SecurityInfo; 2]> {
    let public = key.public().ok_or(IMPOSSIBLE)?;
    let (agreement, spki) = match key.group() {
        Group::Curve(generator) => {
            let curve = generator.curve().id().explicit();
            let domain = EcDomain::Explicit(curve.parameters());
            (KeyAgreement::Ecdh, PublicKey::Ec(EcKey { domain, point: &public }).encode())
        }
        Group::Field(group) => {
            let (prime, generator, order) = group.numbers();
            let key = DhKey { prime: &prime, generator: &generator, order, private_bits: None, public: &public };
            (KeyAgreement::Dh, PublicKey::Dh(key).encode())
        }
    };
    let protocol = ChipAuthProtocol { agreement, cipher };
    Ok([
        SecurityInfo::ChipAuthentication(ChipAuthenticationInfo { protocol, version: 1, key_id: None }),
        SecurityInfo::ChipAuthenticationPublicKey(ChipAuthenticationPublicKeyInfo { agreement, spki, key_id: None }),
    ])
}

impl TestCard {
    /// Writes EF.COM anew for the data groups that are there.
    pub fn list(&mut self) {
        let com = Com {
            lds_version: "0107".to_owned(),
            unicode_version: "040000".to_owned(),
            data_groups: self.groups().collect(),
            unknown_tags: Vec::new(),
        };
        self.files.insert(FileId::Com, com.encode());
    }

    /// Signs the data groups as they are now.
    ///
    /// # Errors
    /// `test-card` where key and scheme of the signer do not fit.
    pub fn sign(&mut self, form: &SodForm, random: &mut dyn Randomness) -> Result<()> {
        let hashes = self.groups().filter(|group| !form.left_out.contains(group)).filter_map(|group| {
            let digest = form.hash.digest(&[self.files.get(&FileId::DataGroup(group))?]);
            Some(der::sequence(&[&der::integer(&[group.number()]), &der::octets(&digest)]))
        });
        let hashes: Vec<u8> = hashes.flatten().collect();
        let named = hash_identifier(form.named_hash.unwrap_or(form.hash));
        let content = der::sequence(&[&der::integer(&[0]), &named, &encode(0x30, &hashes)]);
        let certificate = [self.state.signer.certificate()];
        let message = Message {
            content_type: &LDS_SECURITY_OBJECT,
            content: &content,
            signed_attributes: form.signed_attributes,
            certificates: if form.certificate { &certificate } else { &[] },
        };
        let sod = encode(0x77, &message.sign(&self.state.signer, random)?);
        self.files.insert(FileId::Sod, sod);
        Ok(())
    }

    /// The bytes of a data group, to change them.
    pub fn group_mut(&mut self, group: DataGroup) -> &mut Vec<u8> {
        self.files.entry(FileId::DataGroup(group)).or_default()
    }

    /// The password that the MRZ gives.
    ///
    /// # Errors
    /// What the person's fields violate.
    pub fn mrz_password(&self) -> Result<Password> {
        Ok(Password::mrz("MRZ", &self.person.mrz_information()?))
    }

    /// The password that is printed as card access number.
    #[must_use]
    pub fn can_password(&self) -> Password {
        Password::can("CAN", self.person.can())
    }

    /// The files as if a reader had handed them over, without any dialogue.
    #[must_use]
    pub fn reading(&self) -> ChipReading {
        let mut files = self.files.clone();
        files.remove(&FileId::CardAccess);
        ChipReading { files, ..ChipReading::default() }
    }

    /// Puts it into a chip that draws its random numbers from this source.
    ///
    /// # Errors
    /// What the person's fields violate.
    pub fn into_card(self, random: Box<dyn Randomness + Send>) -> Result<SoftwareCard> {
        let passwords = Passwords { mrz: self.person.mrz_information()?, can: self.person.can().to_owned() };
        Ok(SoftwareCard::new(self.chip, self.files, self.secrets, passwords, random))
    }

    fn groups(&self) -> impl Iterator<Item = DataGroup> {
        self.files.keys().filter_map(|file| match file {
            FileId::DataGroup(group) => Some(*group),
            _ => None,
        })
    }
}
