//! Who holds how much: the money of the first 0, 1, 2 … 100 % of a queue of people.
//! From the poorest to the richest it is the Lorenz curve, in joining order the joining
//! curve; early, top and bottom shares are points of them.

use serde::{Deserialize, Serialize};

use super::amount::{Amount, sum};
use super::distribution::Distribution;

/// Steps of the queue: hundredths.
pub const STEPS: usize = 100;

/// Money in minor units held by the first hundredths of a queue of people, the person
/// on a boundary counting in proportion (rulings.md 21).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    held: Vec<f64>,
}

impl Curve {
    /// Whether it has every step, each a finite number.
    pub(super) fn is_whole(&self) -> bool {
        self.held.len() == STEPS + 1 && self.held.iter().all(|held| held.is_finite())
    }

    /// From the poorest to the richest: the Lorenz curve before division by the total.
    #[must_use]
    pub fn from_poorest(distribution: &Distribution) -> Curve {
        let held = (0..=STEPS as u64)
            .map(|step| distribution.money_of_poorest(step, STEPS as u64))
            .collect();
        Curve { held }
    }

    /// In the order of the column: the joining curve before division by the total.
    #[must_use]
    pub fn in_order(amounts: &[impl Amount]) -> Curve {
        let (mut held, mut money, mut done) = (Vec::with_capacity(STEPS + 1), 0_i64, 0);
        for step in 0..=STEPS {
            let position = amounts.len() * step;
            let (whole, part) = (position / STEPS, position % STEPS);
            money += sum(&amounts[done..whole]);
            done = whole;
            let boundary = match part {
                0 => 0.0,
                _ => {
                    let amount: i64 = amounts[whole].into();
                    amount as f64 * part as f64 / STEPS as f64
                }
            };
            held.push(money as f64 + boundary);
        }
        Curve { held }
    }

    /// What the first `percent` of the queue hold, over what all hold, minor units.
    ///
    /// # Panics
    ///
    /// If `percent` is above 100.
    #[must_use]
    pub fn first(&self, percent: usize) -> (f64, f64) {
        (self.held[percent], self.total())
    }

    /// What the last `percent` of the queue hold, over what all hold, minor units.
    ///
    /// # Panics
    ///
    /// If `percent` is above 100.
    #[must_use]
    pub fn last(&self, percent: usize) -> (f64, f64) {
        (self.total() - self.held[STEPS - percent], self.total())
    }

    /// What all hold, minor units.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.held[STEPS]
    }

    /// The money at every step from 0 to 100.
    #[must_use]
    pub fn held(&self) -> &[f64] {
        &self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn three_people_by_hand() {
        let curve = Curve::in_order(&[30, 0, 60]);
        // Half of the people are the first and half of the second.
        assert_eq!(
            (curve.first(50), curve.first(10)),
            ((30.0, 90.0), (9.0, 90.0))
        );
        assert_eq!(curve.last(10), (18.0, 90.0));
        let mut distribution = Distribution::default();
        distribution.count(&[30, 0, 60]);
        let lorenz = Curve::from_poorest(&distribution);
        assert_eq!(
            (lorenz.first(50), lorenz.last(10)),
            ((15.0, 90.0), (18.0, 90.0))
        );
    }

    proptest! {
        #[test]
        fn the_lorenz_curve_is_the_curve_of_the_sorted_queue(mut amounts in prop::collection::vec(-50_i64..500, 0..250)) {
            let mut distribution = Distribution::default();
            distribution.count(&amounts);
            amounts.sort_unstable();
            let (lorenz, sorted) = (Curve::from_poorest(&distribution), Curve::in_order(&amounts));
            for step in 0..=STEPS {
                prop_assert!((lorenz.held()[step] - sorted.held()[step]).abs() < 1e-6);
            }
        }
    }
}
