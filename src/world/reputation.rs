//! What is made of how prospects are approached (model.md §8): a concealed approach brings
//! more of them, and each disappointed quitter takes something off everyone's conversion,
//! which is forgotten in time.
//!
//! The damage `d` is a share of conversion, from 0 to 1. When a period opens,
//! `d ← min(1, d × (1 − recovery) + stigma × q)`, where `q` people quit disappointed at the
//! end of the last one; all chances of the period are multiplied by `1 − d`.

use crate::scenario::types::{Approach, Scenario};

/// The reputation of one replication under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reputation {
    attendance: f64,
    stigma: f64,
    recovery: f64,
    damage: f64,
}

impl Reputation {
    /// Nothing has happened yet.
    pub(super) fn new(scenario: &Scenario) -> Reputation {
        let rules = &scenario.reputation;
        Reputation {
            attendance: match rules.approach {
                Approach::Open => 1.0,
                Approach::Concealed {
                    attendance_gain, ..
                } => attendance_gain,
            },
            stigma: rules.stigma.to_f64(),
            recovery: rules.recovery.to_f64(),
            damage: 0.0,
        }
    }

    /// Everything is forgotten.
    pub(super) fn begin(&mut self) {
        self.damage = 0.0;
    }

    /// Whether disappointed quitters matter at all.
    pub(super) fn counts_quitters(&self) -> bool {
        self.stigma > 0.0
    }

    /// Opens a period: so many quit disappointed at the end of the last one.
    pub(super) fn open_period(&mut self, disappointed: u64) {
        let left = self.damage * (1.0 - self.recovery);
        self.damage = (left + self.stigma * disappointed as f64).min(1.0);
    }

    /// What the chance that one approached joins is multiplied by.
    pub(super) fn of_joining(&self) -> f64 {
        self.attendance * self.of_buying()
    }

    /// What the chance that one approached buys is multiplied by.
    pub(super) fn of_buying(&self) -> f64 {
        1.0 - self.damage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disappointment_adds_up_is_forgotten_and_takes_no_more_than_all() {
        let mut reputation = Reputation {
            attendance: 2.0,
            stigma: 0.125,
            recovery: 0.5,
            damage: 0.0,
        };
        let mut after = |disappointed| {
            reputation.open_period(disappointed);
            [reputation.of_buying(), reputation.of_joining()]
        };
        assert_eq!(after(0).map(f64::to_bits), [1.0, 2.0].map(f64::to_bits));
        assert_eq!(after(2).map(f64::to_bits), [0.75, 1.5].map(f64::to_bits));
        // 0.25 × 0.5 + 0.125.
        assert_eq!(after(1).map(f64::to_bits), [0.75, 1.5].map(f64::to_bits));
        assert_eq!(after(0).map(f64::to_bits), [0.875, 1.75].map(f64::to_bits));
        assert_eq!(after(100).map(f64::to_bits), [0.0_f64; 2].map(f64::to_bits));
        assert_eq!(after(0).map(f64::to_bits), [0.5, 1.0].map(f64::to_bits));
    }
}
