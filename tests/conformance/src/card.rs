//! One invented card, the same in every run, for all languages to read.

use dinhdanh::Result;
use dinhdanh_facade::{CardSession, CardTransport, Progress, ReadRequest, TransportFailure, Verifier};
use dinhdanh_readers::channel::CardChannel;
use dinhdanh_readers::simulator::{CardMaker, Profile, Seeded, SoftwareCard, TestCard};

/// The moment at which the card is judged: 2026-11-22T00:00:00Z.
pub const AT: i64 = 1_795_305_600;

/// What a program is given to read the card.
pub struct Given {
    card: TestCard,
}

impl Given {
    /// The card; its keys come from a fixed seed.
    ///
    /// # Errors
    /// None in practice.
    pub fn new() -> Result<Self> {
        Ok(Self { card: CardMaker::of(Profile::Modern).make(&mut Seeded::new(2026))? })
    }

    /// The printed zone.
    ///
    /// # Errors
    /// None in practice.
    pub fn mrz(&self) -> Result<String> {
        Ok(self.card.person.mrz()?.to_lines())
    }

    /// The test authority's certificate.
    #[must_use]
    pub fn anchor(&self) -> &[u8] {
        self.card.state.authority.certificate()
    }

    /// The card as it lies on a reader.
    ///
    /// # Errors
    /// None in practice.
    pub fn insert(&self) -> Result<SoftwareCard> {
        self.card.clone().into_card(Box::new(Seeded::new(2027)))
    }

    /// The answer that every language must come to, byte for byte.
    ///
    /// # Errors
    /// Those of reading.
    pub fn verdict(&self) -> std::result::Result<String, dinhdanh_facade::SdkError> {
        let mut request = ReadRequest::new();
        request.mrz(&self.mrz()?)?;
        let session = CardSession::new(&request, 65_536)?;
        session.run(&mut Inserted(self.insert()?), &mut |_: Progress| ())?;
        let verifier = Verifier::test_cards();
        verifier.load(self.anchor())?;
        verifier.verify(&session.reading()?, AT).expose_json()
    }
}

struct Inserted(SoftwareCard);

impl CardTransport for Inserted {
    fn transceive(&mut self, command: &[u8]) -> std::result::Result<Vec<u8>, TransportFailure> {
        CardChannel::transmit(&mut self.0, command).map_err(|_| TransportFailure::Failed)
    }
}
