//! Inverting distributions on 0, 1, 2, …: one draw against rising thresholds.
//!
//! A value is how many cumulative probabilities F(0), F(1), … the draw has passed. The
//! comparison is between whole numbers, so a table and a loop that form the same
//! probabilities give the same value from the same draw; and where every F(j) falls as a
//! parameter rises, the value never falls (rulings.md 11).

/// The number of draws, of the 2⁶⁴ possible, that make an event of this probability:
/// `draw < threshold(p)` happens with probability `p`. Certainty is one draw short.
#[inline]
#[must_use]
pub fn threshold(probability: f64) -> u64 {
    const DRAWS: f64 = 18_446_744_073_709_551_616.0;
    (probability * DRAWS) as u64
}

/// How many of the rising cumulative probabilities the draw has passed.
#[inline]
pub(super) fn passed(bits: u64, cumulative: impl Iterator<Item = f64>) -> u32 {
    cumulative
        .take_while(|&probability| bits >= threshold(probability))
        .map(|_| 1)
        .sum()
}

/// Leading bits of the draw that find their place in the table.
const GUIDE_BITS: u32 = 10;
const GUIDE_CELLS: usize = 1 << GUIDE_BITS;

/// The thresholds of one distribution, with a guide to start the search from: an
/// indexed search (Chen and Asau, "On generating random variates from an empirical
/// distribution", AIIE Transactions 6, 1974). Most draws need one comparison.
#[derive(Clone, Debug)]
pub(super) struct Thresholds {
    rising: Vec<u64>,
    /// The value of the lowest draw that begins with these bits.
    guide: Box<[u32; GUIDE_CELLS]>,
}

impl Thresholds {
    /// Tables rising cumulative probabilities.
    pub(super) fn new(cumulative: impl Iterator<Item = f64>) -> Thresholds {
        let rising: Vec<u64> = cumulative.map(threshold).collect();
        let mut guide = Box::new([0; GUIDE_CELLS]);
        for (cell, value) in guide.iter_mut().enumerate() {
            let lowest = (cell as u64) << (u64::BITS - GUIDE_BITS);
            *value = rising.partition_point(|&bound| bound <= lowest) as u32;
        }
        Thresholds { rising, guide }
    }

    /// How many thresholds the draw has passed: the same as [`passed`].
    #[inline]
    pub(super) fn passed(&self, bits: u64) -> u32 {
        let cell = (bits >> (u64::BITS - GUIDE_BITS)) as usize;
        let mut value = self.guide[cell];
        while self
            .rising
            .get(value as usize)
            .is_some_and(|&bound| bits >= bound)
        {
            value += 1;
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thresholds_are_shares_of_all_draws() {
        assert_eq!(threshold(0.0), 0);
        assert_eq!(threshold(0.5), 1 << 63);
        assert_eq!(threshold(1e-300), 0);
        assert_eq!(threshold(1.0), u64::MAX);
    }

    #[test]
    fn three_outcomes_by_hand() {
        // F = ¼, ¾: the value is 0 in the first quarter of the draws, 2 in the last.
        let table = Thresholds::new([0.25, 0.75].into_iter());
        for (bits, value) in [
            (0, 0),
            ((1 << 62) - 1, 0),
            (1 << 62, 1),
            (3 << 62, 2),
            ((3 << 62) - 1, 1),
            (u64::MAX, 2),
        ] {
            assert_eq!(table.passed(bits), value, "{bits:x}");
            assert_eq!(passed(bits, [0.25, 0.75].into_iter()), value, "{bits:x}");
        }
    }

    #[test]
    fn nothing_to_pass() {
        assert_eq!(Thresholds::new([].into_iter()).passed(u64::MAX), 0);
    }

    proptest! {
        #[test]
        fn table_and_loop_agree(
            mut steps in prop::collection::vec(0.0..1.0_f64, 0..200),
            bits: u64,
        ) {
            steps.sort_by(f64::total_cmp);
            let table = Thresholds::new(steps.iter().copied());
            prop_assert_eq!(table.passed(bits), passed(bits, steps.iter().copied()));
            for &step in &steps {
                let bound = threshold(step);
                prop_assert_eq!(table.passed(bound), passed(bound, steps.iter().copied()));
            }
        }
    }
}
