//! What must be declared by when. Deadlines were computed from the stay when it was added and never change with time,
//! with the machine's time zone or with a restart.

use super::{Outbox, Status, statuses};
use crate::error::Result;
use crate::given::Timestamp;
use rusqlite::params;

/// Open is everything that is neither confirmed nor withdrawn: an exported declaration may have been lost by the
/// portal, and one that it lost is still owed.
const OPEN: &str = "state NOT IN ('confirmed', 'withdrawn')";

impl Outbox {
    /// Open declarations that are in time now and will not be after the next `seconds`, earliest first. The deadline
    /// itself is in time: it is the last second before 23:00 or 8:00.
    ///
    /// # Errors
    /// `outbox-damaged` and those of the disk.
    pub fn due(&self, now: Timestamp, seconds: u32) -> Result<Vec<Status>> {
        let until = now.unix().saturating_add(i64::from(seconds));
        let condition = format!("{OPEN} AND deadline >= ?1 AND deadline < ?2");
        statuses(&self.db, &condition, params![now.unix(), until], "deadline, id")
    }

    /// Open declarations whose deadline has passed, longest first.
    ///
    /// # Errors
    /// `outbox-damaged` and those of the disk.
    pub fn overdue(&self, now: Timestamp) -> Result<Vec<Status>> {
        let condition = format!("{OPEN} AND deadline < ?1");
        statuses(&self.db, &condition, params![now.unix()], "deadline, id")
    }
}
