//! Building a distribution by counting instead of sorting (performance.md §6.2).
//!
//! Most amounts of a column lie close together. One counter for every minor unit of a
//! window around them takes a fraction of the time of a sort; only the few amounts
//! outside the window are sorted.

use super::Distribution;

/// The widest window, in minor units: a megabyte of counters.
const WIDEST: u64 = 1 << 18;
/// The narrowest window worth the trouble of a narrower one.
const NARROWEST: u64 = 1 << 10;
/// How much wider the window is than nineteen of twenty amounts need.
const MARGIN: u64 = 4;
/// Counters looked at together when most of them are zero.
const CHUNK: usize = 16;
/// How many amounts are looked at to place the window.
const SAMPLE: usize = 256;

/// One counter for each amount from `start` on, and the amounts outside.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    start: i64,
    /// While counting: people with the amount. Afterwards: the index of the amount
    /// among the distinct values (meaningless for amounts nobody has).
    bins: Vec<u32>,
    /// While counting: the rest of the people.
    others: Vec<u32>,
    outside: Vec<i64>,
    sample: Vec<i64>,
}

impl Window {
    /// Chooses a window that holds the bulk of the amounts, and empties it.
    fn place(&mut self, amounts: &[i64]) {
        self.bins.clear();
        self.others.clear();
        self.outside.clear();
        self.sample.clear();
        let stride = amounts.len().div_ceil(SAMPLE).max(1);
        self.sample.extend(amounts.iter().step_by(stride));
        self.sample.sort_unstable();
        let Some(&least) = self.sample.first() else {
            return;
        };
        let low = self.sample[self.sample.len() / 20];
        let high = self.sample[self.sample.len() * 19 / 20];
        // Start at the least amount unless that is an outlier.
        let bulk = high.abs_diff(low).max(NARROWEST);
        self.start = if low.abs_diff(least) < bulk {
            least
        } else {
            low
        };
        let wanted = high.abs_diff(self.start).saturating_mul(MARGIN);
        let width = wanted.clamp(NARROWEST, WIDEST) as usize;
        self.bins.resize(width, 0);
        self.others.resize(width, 0);
    }

    #[inline]
    fn bin(start: i64, amount: i64) -> usize {
        // An amount below the window wraps to a number far beyond its end.
        amount.wrapping_sub(start) as usize
    }

    /// Counts everyone. Neighbours in the column count in two tables: where most have
    /// the same amount, one table would wait for itself.
    fn count(&mut self, amounts: &[i64]) {
        let Window {
            start,
            bins,
            others,
            outside,
            ..
        } = self;
        let mut one = |bins: &mut [u32], amount: i64| match bins.get_mut(Self::bin(*start, amount))
        {
            Some(people) => *people += 1,
            None => outside.push(amount),
        };
        let (pairs, odd) = amounts.as_chunks::<2>();
        for &[left, right] in pairs {
            one(bins, left);
            one(others, right);
        }
        for &amount in odd {
            one(bins, amount);
        }
        outside.sort_unstable();
    }
}

impl Distribution {
    /// Counts the column anew.
    pub fn count(&mut self, amounts: &[i64]) {
        self.values.clear();
        self.people_up_to.clear();
        self.money_up_to.clear();
        let mut window = std::mem::take(&mut self.window);
        window.place(amounts);
        window.count(amounts);

        let below = window
            .outside
            .partition_point(|&amount| amount < window.start);
        self.append_sorted(&window.outside[..below]);
        let mut amount = window.start;
        for (bins, others) in window
            .bins
            .chunks_mut(CHUNK)
            .zip(window.others.chunks(CHUNK))
        {
            let seen = |bins: &[u32]| bins.iter().fold(0, |seen, &people| seen | people);
            if seen(bins) | seen(others) != 0 {
                for (offset, (bin, other)) in bins.iter_mut().zip(others).enumerate() {
                    let people = *bin + other;
                    if people != 0 {
                        *bin = self.values.len() as u32;
                        self.append(amount + offset as i64, people);
                    }
                }
            }
            amount += CHUNK as i64;
        }
        self.append_sorted(&window.outside[below..]);
        self.window = window;
    }

    /// The index among [`Distribution::values`] of an amount that somebody has.
    ///
    /// # Panics
    ///
    /// May panic if nobody has it.
    #[inline]
    #[must_use]
    pub fn index_of(&self, amount: i64) -> usize {
        match self.window.bins.get(Window::bin(self.window.start, amount)) {
            Some(&index) => index as usize,
            None => self
                .values
                .binary_search(&amount)
                .expect("only amounts that were counted are looked up"),
        }
    }

    fn append_sorted(&mut self, amounts: &[i64]) {
        for run in amounts.chunk_by(|left, right| left == right) {
            self.append(run[0], run.len() as u32);
        }
    }

    fn append(&mut self, value: i64, people: u32) {
        let so_far = self.people_up_to.last().copied().unwrap_or(0);
        self.people_up_to.push(so_far + people);
        self.money_up_to
            .push(self.total() + value * i64::from(people));
        self.values.push(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sorting, the slow way.
    fn sorted_runs(amounts: &[i64]) -> Vec<(i64, u64)> {
        let mut sorted = amounts.to_vec();
        sorted.sort_unstable();
        sorted
            .chunk_by(|left, right| left == right)
            .map(|run| (run[0], run.len() as u64))
            .collect()
    }

    /// Columns with a bulk and far outliers on both sides, so that amounts fall
    /// below, inside and above the window.
    fn column() -> impl Strategy<Value = Vec<i64>> {
        let bulk = -300_i64..3_000;
        let far = -10_000_000_000_i64..10_000_000_000;
        prop::collection::vec(prop_oneof![9 => bulk, 1 => far], 0..400)
    }

    proptest! {
        #[test]
        fn counting_agrees_with_sorting(amounts in column(), again in column()) {
            let mut distribution = Distribution::default();
            for column in [&amounts, &again] {
                distribution.count(column);
                prop_assert_eq!(distribution.runs().collect::<Vec<_>>(), sorted_runs(column));
                prop_assert_eq!(distribution.total(), column.iter().sum::<i64>());
                for &amount in column {
                    prop_assert_eq!(distribution.values()[distribution.index_of(amount)], amount);
                }
            }
        }

        #[test]
        fn quantiles_agree_with_sorting(amounts in column(), percent in 1_u64..100) {
            let mut distribution = Distribution::default();
            distribution.count(&amounts);
            let mut sorted = amounts.clone();
            sorted.sort_unstable();
            // The definition of rulings.md 23, tried value by value.
            let expected = sorted.iter().copied().find(|&x| {
                let at_most = sorted.iter().filter(|&&y| y <= x).count() as u64;
                at_most * 100 >= percent * sorted.len() as u64
            });
            prop_assert_eq!(distribution.quantile(percent, 100), expected);
        }

        #[test]
        fn slices_agree_with_filtering(amounts in column(), after in -400_i64..3_000, width in 0_i64..2_000) {
            let mut distribution = Distribution::default();
            distribution.count(&amounts);
            let mut inside: Vec<i64> = amounts.iter().copied().filter(|&x| x > after && x <= after + width).collect();
            inside.sort_unstable();
            let slice = distribution.slice(after, after + width);
            prop_assert_eq!(slice.people, inside.len() as u64);
            prop_assert_eq!(slice.money, inside.iter().sum::<i64>());
            prop_assert_eq!(slice.median, (!inside.is_empty()).then(|| inside[(inside.len() - 1) / 2]));
        }
    }

    #[test]
    fn nobody_has_no_quantiles() {
        let mut distribution = Distribution::default();
        distribution.count(&[]);
        assert_eq!((distribution.people(), distribution.total()), (0, 0));
        assert_eq!(distribution.median(), None);
    }
}
