//! Poisson counts: P(X = j) = e^(−m) m^j / j!.
//!
//! One addressed draw is inverted through the cumulative probabilities, summed by the
//! recurrence p(j) = p(j−1)·m/j, so at a fixed address the count never falls as the mean
//! rises: swept means share their luck (rulings.md 11). Larger means are sums of
//! independent counts of mean `CHUNK` or less, each with a draw of its own, filled one
//! after another so that the sum still rises with the mean.

use std::sync::LazyLock;

use super::Key;
use super::inversion::{Thresholds, reached};

/// The largest mean inverted at once: e^(−500) is far from underflow.
const CHUNK: f64 = 500.0;

/// The largest mean that can be drawn; a count then still fits 32 bits and its draws
/// an address.
pub const LARGEST_MEAN: f64 = 1e9;

/// A Poisson count. Draws `k` = 0, 1, …, one for each 500 of the mean, of the entity are
/// used.
///
/// # Panics
///
/// If the mean is not between 0 and [`LARGEST_MEAN`].
#[inline]
#[must_use]
pub fn poisson(mean: f64, key: &Key, entity: u32) -> u32 {
    let (chunks, rest) = split(mean);
    whole_chunks(chunks, key, entity) + reached(key.draw(entity, chunks), Cumulative::new(rest))
}

/// Poisson counts of one mean, by table: the same counts as [`poisson`], faster.
#[derive(Clone, Debug)]
pub struct PoissonTable {
    chunks: u32,
    rest: Thresholds,
}

impl PoissonTable {
    /// Tables a mean.
    ///
    /// # Panics
    ///
    /// If the mean is not between 0 and [`LARGEST_MEAN`].
    #[must_use]
    pub fn new(mean: f64) -> PoissonTable {
        let (chunks, rest) = split(mean);
        PoissonTable {
            chunks,
            rest: Thresholds::new(Cumulative::new(rest)),
        }
    }

    /// What [`poisson`] gives for this mean at this address.
    #[inline]
    #[must_use]
    pub fn sample(&self, key: &Key, entity: u32) -> u32 {
        whole_chunks(self.chunks, key, entity) + self.rest.reached(key.draw(entity, self.chunks))
    }

    /// What [`PoissonTable::sample`] gives for each entity from `first` on.
    pub fn sample_column(&self, key: &Key, first: u32, counts: &mut [u32]) {
        if self.chunks == 0 {
            self.rest.reached_column(key, first, counts);
        } else {
            for (entity, count) in (first..).zip(counts) {
                *count = self.sample(key, entity);
            }
        }
    }
}

/// Whole chunks in a mean, and what is left.
#[inline]
fn split(mean: f64) -> (u32, f64) {
    assert!(
        (0.0..=LARGEST_MEAN).contains(&mean),
        "no Poisson count has mean {mean}"
    );
    let chunks = (mean / CHUNK) as u32;
    (chunks, mean - f64::from(chunks) * CHUNK)
}

/// The sum of so many counts of mean [`CHUNK`].
#[inline]
fn whole_chunks(chunks: u32, key: &Key, entity: u32) -> u32 {
    static TABLE: LazyLock<Thresholds> = LazyLock::new(|| Thresholds::new(Cumulative::new(CHUNK)));
    (0..chunks)
        .map(|k| TABLE.reached(key.draw(entity, k)))
        .sum()
}

/// P(X ≤ 0), P(X ≤ 1), … as long as the sum still changes and is below 1.
struct Cumulative {
    mean: f64,
    count: f64,
    term: f64,
    sum: f64,
}

impl Cumulative {
    #[inline]
    fn new(mean: f64) -> Cumulative {
        Cumulative {
            mean,
            count: 0.0,
            term: libm::exp(-mean),
            sum: 0.0,
        }
    }
}

impl Iterator for Cumulative {
    type Item = f64;

    #[inline]
    fn next(&mut self) -> Option<f64> {
        let sum = self.sum + self.term;
        if sum == self.sum || sum >= 1.0 {
            return None;
        }
        self.sum = sum;
        self.count += 1.0;
        self.term *= self.mean / self.count;
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;
    use statrs::distribution::{DiscreteCDF, Poisson};

    use super::super::{Luck, Stream, testing};
    use super::*;

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::Sales, 1)
    }

    #[test]
    fn cumulative_probabilities_against_statrs() {
        for mean in [1e-9, 0.1, 1.0, 2.5, 30.0, 499.0, 500.0] {
            let exact = Poisson::new(mean).expect("a mean");
            let mut most = 0;
            for (count, cumulative) in Cumulative::new(mean).enumerate() {
                assert_relative_eq!(
                    cumulative,
                    exact.cdf(count as u64),
                    max_relative = 1e-9,
                    epsilon = 1e-13
                );
                most = count as u64 + 1;
            }
            assert!(exact.sf(most) < 1e-13, "mean {mean} ends at {most}");
        }
    }

    #[test]
    fn means_at_the_edge() {
        for entity in 0..1000 {
            assert_eq!(poisson(0.0, &key(1), entity), 0);
            assert_eq!(poisson(1e-300, &key(1), entity), 0);
        }
        let total: u64 = (0..100)
            .map(|entity| u64::from(poisson(1e5, &key(2), entity)))
            .sum();
        // 4 standard errors of a sum with mean and variance 10⁷.
        assert!(total.abs_diff(10_000_000) < 12_650, "{total}");
    }

    #[test]
    #[should_panic(expected = "mean NaN")]
    fn a_mean_that_is_no_number() {
        let _ = poisson(f64::NAN, &key(1), 0);
    }

    /// χ² at a false-alarm rate of 10⁻⁶ a mean.
    #[test]
    fn frequencies_fit_the_law() {
        for mean in [0.03, 0.5, 2.0, 7.3, 60.0, 499.9, 1200.0] {
            let law = Poisson::new(mean).expect("a mean");
            let table = PoissonTable::new(mean);
            let counts = (0..200_000).map(|entity| table.sample(&key(3), entity));
            testing::fits(counts, &law, 1e-6, &format!("Poisson({mean})"));
        }
    }

    proptest! {
        #[test]
        fn the_table_gives_the_same_counts(mean in 0.0..3000.0_f64, seed: u64, entity: u32) {
            let table = PoissonTable::new(mean);
            prop_assert_eq!(table.sample(&key(seed), entity), poisson(mean, &key(seed), entity));
        }

        #[test]
        fn the_column_gives_the_same_counts(
            mean in prop_oneof![0.0..5.0_f64, 0.0..40.0_f64, 0.0..3000.0_f64],
            seed: u64,
            first in 0..u32::MAX - 2_000,
        ) {
            let table = PoissonTable::new(mean);
            let mut counts = [0; 1_000];
            table.sample_column(&key(seed), first, &mut counts);
            for (entity, count) in (first..).zip(counts) {
                prop_assert_eq!(count, table.sample(&key(seed), entity));
            }
        }

        #[test]
        fn counts_rise_with_the_mean(
            mean in 0.0..2000.0_f64,
            more in prop_oneof![0.0..1.0_f64, 0.0..1000.0_f64],
            seed: u64,
            entity: u32,
        ) {
            prop_assert!(
                poisson(mean, &key(seed), entity) <= poisson(mean + more, &key(seed), entity)
            );
        }
    }
}
