//! What a reading costs: commands, bytes, CPU time; and the card that counts them.

use cpu_time::ThreadTime;
use dinhdanh::document::chip::link::Traffic;
use dinhdanh_readers::channel::CardChannel;
use dinhdanh_readers::simulator::SoftwareCard;
use std::time::Duration;

/// One command and its answer over a contactless reader: latency of reader, driver and chip.
const PER_COMMAND: f64 = 0.008;
/// Bytes per second at 106 kbit/s, as they come through.
const BYTES_PER_SECOND: f64 = 13_000.0;

/// A software card that counts what passes and measures how long it computes itself.
pub(crate) struct Metered {
    card: SoftwareCard,
    own: Duration,
}

impl Metered {
    pub(crate) fn new(card: SoftwareCard) -> Self {
        Self { card, own: Duration::ZERO }
    }

    pub(crate) fn exchange(&mut self, command: &[u8]) -> Vec<u8> {
        let start = ThreadTime::now();
        let answer = self.card.transmit(command);
        self.own += start.elapsed();
        answer
    }

    pub(crate) fn reset(&mut self) {
        self.card.reset();
    }

    pub(crate) fn traffic(&self) -> Traffic {
        self.card.traffic()
    }
}

impl CardChannel for Metered {
    fn transmit(&mut self, command: &[u8]) -> dinhdanh::Result<Vec<u8>> {
        Ok(self.exchange(command))
    }

    fn atr(&self) -> &[u8] {
        self.card.atr()
    }

    fn longest_answer(&self) -> usize {
        self.card.longest_answer()
    }
}

/// Seconds that this traffic takes on a reader.
pub(crate) fn on_a_reader(traffic: Traffic) -> f64 {
    let bytes = (traffic.bytes_sent + traffic.bytes_received) as f64;
    f64::from(traffic.apdus) * PER_COMMAND + bytes / BYTES_PER_SECOND
}

/// Runs something on a card; gives its result and the CPU time without the card's.
pub(crate) fn on_card<T>(card: &mut Metered, run: impl FnOnce(&mut Metered) -> T) -> (T, Duration) {
    let start = ThreadTime::now();
    let result = run(card);
    (result, start.elapsed().saturating_sub(card.own))
}

/// The least CPU time of several rounds, and the last result.
pub(crate) fn least<T>(rounds: u32, mut run: impl FnMut() -> T) -> (T, Duration) {
    let mut timed = || {
        let start = ThreadTime::now();
        let result = run();
        (result, start.elapsed())
    };
    let (mut result, mut best) = timed();
    for _ in 1..rounds {
        let (again, time) = timed();
        (result, best) = (again, best.min(time));
    }
    (result, best)
}
