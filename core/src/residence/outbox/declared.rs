//! Declarations of residence as the outbox keeps them: JSON of their records, with the deadline of the law.

use super::{Draft, Entry};
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use crate::personal::Personal;
use crate::residence::rules::deadline;
use crate::residence::{Declaration, DeclarationRecord, Facility};

/// A declaration made ready for an outbox.
#[derive(Clone, Debug)]
pub struct Prepared {
    stay: String,
    kind: &'static str,
    channel: String,
    deadline: Option<Timestamp>,
    record: Personal<Vec<u8>>,
}

impl Prepared {
    /// The declaration for this kind of file, with the deadline that the law sets for the stay ([`deadline`]).
    ///
    /// # Errors
    /// `record-field` for a record that cannot be written; none is known.
    pub fn new(declaration: &Declaration, facility: &Facility, channel: &str) -> Result<Self> {
        let record = serde_json::to_vec(&DeclarationRecord::from(declaration));
        Ok(Self {
            stay: declaration.stay.id.as_str().to_owned(),
            kind: declaration.kind.as_str(),
            channel: channel.to_owned(),
            deadline: deadline(declaration, facility).map(|deadline| deadline.last.timestamp()),
            record: Personal::new(record.map_err(|_| Error::new(Code::RecordField, "record"))?),
        })
    }

    /// For [`Outbox::add`](super::Outbox::add) and [`Outbox::correct`](super::Outbox::correct).
    #[must_use]
    pub fn draft(&self) -> Draft<'_> {
        Draft {
            stay: &self.stay,
            kind: self.kind,
            channel: &self.channel,
            deadline: self.deadline,
            record: self.record.expose(),
        }
    }
}

impl Entry {
    /// The declaration in the record, equal to the one that [`Prepared::new`] took.
    ///
    /// # Errors
    /// `record-field` where the record is something else, `record-version`.
    pub fn declaration(&self) -> Result<Declaration> {
        let record: DeclarationRecord =
            serde_json::from_slice(self.record.expose()).map_err(|_| Error::new(Code::RecordField, "record"))?;
        Declaration::try_from(&record)
    }
}
