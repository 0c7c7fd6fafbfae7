//! Frames of a video, combined.

use super::payload::QrPayload;
use super::read::{Reader, Unread};
use super::view::{Budget, LumaView};

/// Frames whose symbol could not be read are kept this long in the sum; older ones fade.
const FADE: f32 = 0.8;

/// Correlation of two frames of one symbol: chance stays below a tenth in the smallest symbol of a card.
const SAME: f32 = 0.35;

/// Reads a stream of frames. A symbol that no single frame shows well enough is summed over frames: noise,
/// glints and motion fall on other modules each time.
///
/// ```
/// use dinhdanh_readers::qr::{Budget, LumaView, Scanner};
/// let mut scanner = Scanner::new(Budget::default());
/// let frame = vec![128u8; 640 * 480];
/// assert!(scanner.push_frame(&LumaView::new(&frame, 640, 480, 640)?).is_empty());
/// # Ok::<(), dinhdanh::Error>(())
/// ```
pub struct Scanner {
    budget: Budget,
    sum: Option<Unread>,
}

impl Scanner {
    /// A scanner that spends at most this on each frame.
    #[must_use]
    pub const fn new(budget: Budget) -> Self {
        Self { budget, sum: None }
    }

    /// Reads a frame, alone and together with the frames before it. Codes that are read end the sum.
    pub fn push_frame(&mut self, image: &LumaView<'_>) -> Vec<QrPayload> {
        if image.pixels() > self.budget.pixels {
            return Vec::new();
        }
        let (found, unread) = Reader::new(image, &self.budget).run();
        if !found.is_empty() {
            self.sum = None;
            return found;
        }
        let Some(mut new) = unread else { return Vec::new() };
        if let Some(old) = self.sum.take()
            && old.version == new.version
            && correlation(&old.soft, &new.soft) > SAME
        {
            new.soft.iter_mut().zip(&old.soft).for_each(|(n, o)| *n = n.clamp(-1.0, 1.0) + FADE * o);
            if let Some(code) = new.decode() {
                return vec![code];
            }
        }
        self.sum = Some(new);
        Vec::new()
    }

    /// Forgets the frames so far, as when another card is held up.
    pub fn reset(&mut self) {
        self.sum = None;
    }
}

impl std::fmt::Debug for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scanner").field("budget", &self.budget).field("summing", &self.sum.is_some()).finish()
    }
}

fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let sum = |f: fn(f32, f32) -> f32| a.iter().zip(b).map(|(&x, &y)| f(x, y)).sum::<f32>();
    sum(|x, y| x * y) / (sum(|x, _| x * x) * sum(|_, y| y * y)).sqrt().max(1e-3)
}
