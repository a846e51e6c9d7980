//! Counts with stated chances: P(X = j) = c(j).
//!
//! One addressed draw is inverted through the cumulative chances, so at a fixed address the
//! count never falls when chance moves from lower to higher counts (rulings.md 11).

use super::Key;
use super::inversion::Thresholds;

/// Counts 0, 1, 2, … of stated chances.
#[derive(Clone, Debug)]
pub struct TabledCounts(Thresholds);

impl TabledCounts {
    /// Tables the chances of 0, 1, 2, …. What they lack to 1 is the last one's.
    ///
    /// # Panics
    ///
    /// If there are none, or one is negative.
    #[must_use]
    pub fn new(chances: &[f64]) -> TabledCounts {
        let (_, rising) = chances.split_last().expect("at least one chance");
        assert!(
            chances.iter().all(|&chance| chance >= 0.0),
            "chances are not negative"
        );
        let cumulative = rising.iter().scan(0.0, |sum, chance| {
            *sum += chance;
            Some(*sum)
        });
        TabledCounts(Thresholds::new(cumulative))
    }

    /// A count. Draw `k` = 0 of the entity is used.
    #[inline]
    #[must_use]
    pub fn sample(&self, key: &Key, entity: u32) -> u32 {
        self.0.reached(key.draw(entity, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Luck, Stream, testing};
    use super::*;

    #[test]
    fn frequencies_are_the_chances() {
        let key = Luck::new(4, 1).key(Stream::Offspring, 0);
        let chances = [0.5, 0.0, 0.125, 0.375];
        let table = TabledCounts::new(&chances);
        let mut seen = [0_u64; 4];
        for entity in 0..100_000 {
            seen[table.sample(&key, entity) as usize] += 1;
        }
        assert_eq!(seen[1], 0, "never");
        testing::chi_square(
            &[seen[0], seen[2], seen[3]],
            &[50_000.0, 12_500.0, 37_500.0],
            1e-6,
            "three chances",
        );
    }

    #[test]
    fn one_count_is_certain() {
        let key = Luck::new(4, 1).key(Stream::Offspring, 0);
        assert!((0..100).all(|entity| TabledCounts::new(&[1.0]).sample(&key, entity) == 0));
        let two = TabledCounts::new(&[0.0, 0.0, 1.0]);
        assert!((0..100).all(|entity| two.sample(&key, entity) == 2));
    }
}
