//! Reading a chip over a channel: the session of the core decides, this loop carries.

use crate::channel::CardChannel;
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::{Activity, ReadPlan, Session};
use dinhdanh::given::Randomness;
use dinhdanh::limits::ANSWER_BYTES;
use dinhdanh::{Code, Error, Result};

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
/// Those of the channel, and those of [`Session::new`] and [`Session::on_response`].
pub fn read_chip(
    channel: &mut dyn CardChannel,
    mut plan: ReadPlan,
    random: Box<dyn Randomness + Send>,
    progress: &mut dyn FnMut(&Activity),
) -> Result<ChipReading> {
    plan.longest_answer = channel.longest_answer();
    let mut session = Session::new(plan, random)?;
    while let Some(command) = session.next_command() {
        progress(&session.activity());
        let answer = channel.transmit(&command)?;
        if answer.len() > ANSWER_BYTES {
            return Err(Error::new(Code::ResponseMalformed, "transport"));
        }
        session.on_response(&answer)?;
    }
    progress(&session.activity());
    Ok(session.into_reading())
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
    /// Ends the process where a source that worked fails: going on with known bytes would give the session
    /// keys away without anybody noticing.
    fn fill(&mut self, buffer: &mut [u8]) {
        if getrandom::fill(buffer).is_err() {
            std::process::abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn randomness_differs_each_time() {
        let mut random = OsRandom::new().unwrap();
        let mut twice = [[0; 16]; 2];
        twice.iter_mut().for_each(|buffer| random.fill(buffer));
        assert_ne!(twice[0], twice[1]);
    }
}
