//! The median of a column without sorting or even reordering it: a sample tells between
//! which two amounts it must lie, and only those in between are looked at again (Floyd &
//! Rivest 1975).

/// Columns below this length are simply partitioned.
const SHORT: usize = 2_048;
/// Amounts in the sample.
const SAMPLE: usize = 256;
/// How far from its middle the sample is trusted: three standard deviations of the rank
/// of the median, √256 / 2 = 8 places each.
const MARGIN: usize = 24;

/// Memory for finding medians.
#[derive(Clone, Debug, Default)]
pub(super) struct Median {
    sample: Vec<i64>,
    between: Vec<i64>,
}

impl Median {
    /// The median (type 1) of at least one amount.
    pub(super) fn of(&mut self, amounts: &[i64]) -> i64 {
        let rank = (amounts.len() - 1) / 2;
        if amounts.len() >= SHORT
            && let Some(median) = self.narrowed(amounts, rank)
        {
            return median;
        }
        self.between.clear();
        self.between.extend_from_slice(amounts);
        *self.between.select_nth_unstable(rank).1
    }

    /// The amount of a rank near the middle; `None` if the sample was misleading.
    fn narrowed(&mut self, amounts: &[i64], rank: usize) -> Option<i64> {
        self.sample.clear();
        self.sample
            .extend(amounts.iter().step_by(amounts.len() / SAMPLE));
        self.sample.sort_unstable();
        let middle = self.sample.len() / 2;
        let (low, high) = (self.sample[middle - MARGIN], self.sample[middle + MARGIN]);
        // Everyone is written down and the next overwrites who is not wanted: no branch.
        self.between
            .resize(amounts.len().max(self.between.len()), 0);
        let (mut below, mut found) = (0, 0);
        for &amount in amounts {
            self.between[found] = amount;
            below += usize::from(amount < low);
            found += usize::from((amount >= low) & (amount <= high));
        }
        let rank = rank.checked_sub(below).filter(|&rank| rank < found)?;
        if low == high {
            return Some(low);
        }
        Some(*self.between[..found].select_nth_unstable(rank).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted_median(amounts: &[i64]) -> i64 {
        let mut sorted = amounts.to_vec();
        sorted.sort_unstable();
        sorted[(sorted.len() - 1) / 2]
    }

    #[test]
    fn a_misleading_sample_is_noticed() {
        // Every place the sample looks at holds a number above all others.
        let step = 4_096 / SAMPLE;
        let amounts: Vec<i64> = (0..4_096)
            .map(|place| {
                if place % step == 0 {
                    9_000
                } else {
                    place as i64
                }
            })
            .collect();
        assert_eq!(Median::default().narrowed(&amounts, 2_047), None);
        assert_eq!(Median::default().of(&amounts), sorted_median(&amounts));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn agrees_with_sorting(
            length in prop_oneof![1_usize..40, SHORT - 3..SHORT + 3, 2_048_usize..6_000],
            spread in prop_oneof![Just(1_i64), Just(5), Just(100_000)],
            seed in any::<u64>(),
        ) {
            let key = crate::luck::Luck::new(seed, 1).key(crate::luck::Stream::Sales, 1);
            let amounts: Vec<i64> = (0..length as u32)
                .map(|place| (key.draw(place, 0) % spread as u64) as i64 - spread / 3)
                .collect();
            let mut median = Median::default();
            prop_assert_eq!(median.of(&amounts), sorted_median(&amounts));
            prop_assert_eq!(median.of(&amounts[length / 2..]), sorted_median(&amounts[length / 2..]));
        }
    }
}
