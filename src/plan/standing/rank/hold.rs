//! Which rank a member holds: this period's, the best of a few, or the highest ever
//! (plans.md S3, `hold` and `grace_periods`).

use crate::scenario::settings::Settings;

/// Which rank is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// The best of the last so many periods, this one included. A grace of g periods
    /// keeps every rank g periods longer, so it widens the window by g.
    BestOf(usize),
    /// The highest ever.
    Lifetime,
}

impl Default for Hold {
    fn default() -> Hold {
        Hold::BestOf(1)
    }
}

impl Hold {
    pub(super) fn new(table: &Settings) -> Hold {
        let whole = |number: i64| usize::try_from(number).expect("the key table keeps it small");
        let grace = whole(table.integer("grace_periods"));
        match table.text("hold").as_str() {
            "lifetime" => Hold::Lifetime,
            _ => Hold::BestOf(whole(table.optional_integer("n").unwrap_or(1)) + grace),
        }
    }
}

/// The ranks reached in the periods before, the latest anywhere in the ring.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    ring: Vec<Vec<u8>>,
    next: usize,
    kept: usize,
}

impl History {
    pub(super) fn forget(&mut self) {
        self.kept = 0;
        self.next = 0;
    }

    /// Fills `best` with the best rank reached in the earlier periods that still count.
    pub(super) fn best(&self, members: usize, best: &mut Vec<u8>) {
        best.clear();
        best.resize(members, 0);
        for column in &self.ring[..self.kept] {
            for (best, &reached) in best.iter_mut().zip(column) {
                *best = (*best).max(reached);
            }
        }
    }

    /// Keeps what was reached in this period for the next `window − 1`.
    pub(super) fn push(&mut self, window: usize, reached: &[u8]) {
        if window <= 1 {
            return;
        }
        self.ring.resize_with(window - 1, Vec::new);
        reached.clone_into(&mut self.ring[self.next]);
        self.kept = (self.kept + 1).min(window - 1);
        self.next = (self.next + 1) % (window - 1);
    }
}
