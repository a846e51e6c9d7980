//! The legs of one member while a period is closed.

use super::memory::Legs;

/// A member's legs at the close of a period, with the part that own purchases made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Closing {
    pub legs: Legs,
    pub own: Legs,
}

impl Closing {
    /// Leaves `left` of the legs, own purchases in proportion.
    pub fn shrink_to(&mut self, left: Legs) {
        for ((own, leg), left) in self.own.iter_mut().zip(&mut self.legs).zip(left) {
            *own = part(*own, left, *leg);
            *leg = left;
        }
    }

    /// The smaller leg; the left one of equal ones.
    pub fn smaller(&self) -> usize {
        usize::from(self.legs[1] < self.legs[0])
    }
}

/// `of × share ÷ whole`, to the nearest.
pub(super) fn part(of: i64, share: i64, whole: i64) -> i64 {
    if of == 0 || whole == 0 || share == whole {
        return if whole == 0 { 0 } else { of };
    }
    let (of, share, whole) = (i128::from(of), i128::from(share), i128::from(whole));
    // No larger than `of`, since `share` is at most `whole`.
    ((2 * of * share + whole).div_euclid(2 * whole)) as i64
}
