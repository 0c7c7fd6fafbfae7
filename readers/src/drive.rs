//! Reading a chip over a channel: the session of the core decides, this loop carries.

use crate::channel::CardChannel;
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::{Activity, ReadPlan, Session};
use dinhdanh::given::Randomness;
use dinhdanh::{Code, Error, Result};
use std::fmt;

/// Reads a chip as planned and tells `progress` before every command what it is for.
///
/// The plan's longest answer is replaced by what the channel can pass. The dialogue is bounded by
/// [`dinhdanh::limits::COMMANDS`].
///
/// ```
/// use dinhdanh_readers::drive::{OsRandom, read_chip};
/// use dinhdanh_readers::simulator::{CardMaker, Profile};
/// use dinhdanh::document::chip::session::ReadPlan;
/// let mut random = OsRandom::new()?;
/// let made = CardMaker::of(Profile::Bac).make(&mut random)?;
/// let plan = ReadPlan { passwords: vec![made.mrz_password()?], ..ReadPlan::default() };
/// let mut card = made.into_card(Box::new(random))?;
/// let reading = read_chip(&mut card, plan, Box::new(random), &mut |_| {})?;
/// assert!(reading.withheld.is_empty());
/// # Ok::<(), dinhdanh::Error>(())
/// ```
///
/// # Errors
/// Those of the channel, and those of [`Session::new`] and [`Session::on_response`], with what was read before.
pub fn read_chip(
    channel: &mut dyn CardChannel,
    mut plan: ReadPlan,
    random: Box<dyn Randomness + Send>,
    progress: &mut dyn FnMut(&Activity),
) -> std::result::Result<ChipReading, Interrupted> {
    plan.longest_answer = channel.longest_answer();
    let mut session = Session::new(plan, random)?;
    match carry(channel, &mut session, progress) {
        Ok(()) => Ok(session.into_reading()),
        Err(error) => Err(Interrupted { error, partial: Box::new(session.into_reading()) }),
    }
}

fn carry(channel: &mut dyn CardChannel, session: &mut Session, progress: &mut dyn FnMut(&Activity)) -> Result<()> {
    while let Some(command) = session.next_command() {
        progress(&session.activity());
        let answer = channel.transmit(&command)?;
        session.on_response(&answer)?;
    }
    progress(&session.activity());
    Ok(())
}

/// A reading that ended before its end. A clerk sees the name that was read before the card slipped, and an
/// investigator which protocol a card failed in; none of it proves anything.
#[derive(Clone, Debug)]
pub struct Interrupted {
    /// What ended it.
    pub error: Error,
    /// The files read until then.
    pub partial: Box<ChipReading>,
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Interrupted {}

impl From<Error> for Interrupted {
    /// Ended before anything was read.
    fn from(error: Error) -> Self {
        Self { error, partial: Box::default() }
    }
}

impl From<Interrupted> for Error {
    fn from(interrupted: Interrupted) -> Self {
        interrupted.error
    }
}

/// The operating system's source of randomness.
#[derive(Clone, Copy, Debug)]
pub struct OsRandom(());

impl OsRandom {
    /// The source, once it has shown that it works.
    ///
    /// # Errors
    /// `randomness-missing`.
    pub fn new() -> Result<Self> {
        getrandom::fill(&mut [0; 32]).map_err(|_| Error::new(Code::RandomnessMissing, "operating system"))?;
        Ok(Self(()))
    }
}

impl Randomness for OsRandom {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        getrandom::fill(buffer).map_err(|_| Error::new(Code::RandomnessMissing, "operating system"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn randomness_differs_each_time() {
        let mut random = OsRandom::new().unwrap();
        let mut twice = [[0; 16]; 2];
        twice.iter_mut().for_each(|buffer| random.fill(buffer).unwrap());
        assert_ne!(twice[0], twice[1]);
    }
}
