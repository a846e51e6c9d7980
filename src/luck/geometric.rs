//! Geometric counts on 0, 1, 2, …: P(X = j) = (1 − r) r^j with r = m/(1 + m), of mean m
//! (Johnson, Kemp and Kotz, Univariate Discrete Distributions, §5.2).
//!
//! One addressed draw is inverted through P(X ≤ j) = 1 − r^(j+1), by table, so at a fixed
//! address the count never falls as the mean rises (rulings.md 11).

use super::Key;
use super::inversion::Thresholds;

/// The largest mean that can be drawn: its table has some forty thousand entries.
pub const LARGEST_MEAN: f64 = 1000.0;

/// Geometric counts of one mean.
#[derive(Clone, Debug)]
pub struct GeometricTable(Thresholds);

impl GeometricTable {
    /// Tables a mean.
    ///
    /// # Panics
    ///
    /// If the mean is not between 0 and [`LARGEST_MEAN`].
    #[must_use]
    pub fn new(mean: f64) -> GeometricTable {
        assert!(
            (0.0..=LARGEST_MEAN).contains(&mean),
            "no geometric count has mean {mean}"
        );
        GeometricTable(Thresholds::new(cumulative(mean)))
    }

    /// A count. Draw `k` = 0 of the entity is used.
    #[inline]
    #[must_use]
    pub fn sample(&self, key: &Key, entity: u32) -> u32 {
        self.0.reached(key.draw(entity, 0))
    }
}

/// P(X ≤ 0), P(X ≤ 1), … as long as they are below 1. Products and differences are rounded
/// one after another in the same order for every mean, so each falls as the mean rises.
fn cumulative(mean: f64) -> impl Iterator<Item = f64> {
    let ratio = mean / (1.0 + mean);
    std::iter::successors(Some(ratio), move |tail| Some(tail * ratio))
        .map(|tail| 1.0 - tail)
        .take_while(|&probability| probability < 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use statrs::distribution::NegativeBinomial;

    use super::super::{Luck, Stream, testing};
    use super::*;

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::Offspring, 0)
    }

    #[test]
    fn a_coin_by_hand() {
        // Mean 1: ½, ¼, ⅛, ….
        let steps: Vec<f64> = cumulative(1.0).take(3).collect();
        assert_eq!(steps, [0.5, 0.75, 0.875]);
        let none = GeometricTable::new(0.0);
        assert!((0..1000).all(|entity| none.sample(&key(1), entity) == 0));
    }

    #[test]
    #[should_panic(expected = "mean NaN")]
    fn a_mean_that_is_no_number() {
        let _ = GeometricTable::new(f64::NAN);
    }

    /// χ² at a false-alarm rate of 10⁻⁶ a mean.
    #[test]
    fn frequencies_fit_the_law() {
        for mean in [0.01, 0.5, 1.0, 3.7, 250.0] {
            let table = GeometricTable::new(mean);
            // The failures before the first success.
            let law = NegativeBinomial::new(1.0, 1.0 / (1.0 + mean)).expect("a law");
            let counts = (0..200_000).map(|entity| table.sample(&key(2), entity));
            testing::fits(counts, &law, 1e-6, &format!("Geometric({mean})"));
        }
    }

    proptest! {
        #[test]
        fn counts_rise_with_the_mean(
            mean in 0.0..20.0_f64,
            more in prop_oneof![0.0..1e-9_f64, 0.0..5.0_f64],
            seed: u64,
            entity: u32,
        ) {
            let (low, high) = (GeometricTable::new(mean), GeometricTable::new(mean + more));
            prop_assert!(low.sample(&key(seed), entity) <= high.sample(&key(seed), entity));
        }
    }
}
