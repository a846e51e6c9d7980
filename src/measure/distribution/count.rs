//! Building a distribution by counting instead of sorting (performance.md §6.2).
//!
//! Most amounts of a column lie close together. One counter for every minor unit of a
//! window around them takes a fraction of the time of a sort; only the few amounts
//! outside the window are sorted.

use multiversion::multiversion;

use super::Distribution;
use crate::columns::{self, Cores};
use crate::measure::amount::Amount;

/// The widest window, in minor units: a megabyte of counters.
const WIDEST: u64 = 1 << 18;
/// The widest window for each person, so that few people are not lost in it.
const WIDEST_EACH: u64 = 16;
/// The narrowest window worth the trouble of a narrower one.
const NARROWEST: u64 = 1 << 10;
/// How much wider the window is than nineteen of twenty amounts need.
const MARGIN: u64 = 4;
/// Counters looked at together when most of them are zero.
const CHUNK: usize = 16;
/// How many amounts are looked at to place the window.
const SAMPLE: usize = 256;
/// Counters of the commonest amount: neighbours in the column that shared one would wait
/// for each other (performance.md §7).
const LANES: usize = 16;
/// Amounts whose places are found together, by vectors.
const BLOCK: usize = 2_048;
/// Amounts among which those outside the window are looked for together.
const STRETCH: usize = 32;

/// One place for each amount from `start` on, one for all amounts outside, and
/// [`LANES`] for the commonest amount, which leaves its own place empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    start: i64,
    /// How many amounts from `start` on; the place of those outside.
    width: u32,
    /// An amount inside that many people have.
    common: i64,
    /// By place. While counting: people with the amount. Afterwards: their doubled
    /// midrank; 0 outside.
    ranks: Vec<u32>,
    /// The index of the amount among the distinct values, by place (meaningless for
    /// amounts nobody has).
    indices: Vec<u32>,
    outside: Vec<i64>,
    sample: Vec<i64>,
}

impl Window {
    /// Chooses a window that holds the bulk of the amounts, and empties it.
    fn place(&mut self, amounts: &[impl Amount]) {
        self.outside.clear();
        self.sample.clear();
        let stride = amounts.len().div_ceil(SAMPLE).max(1);
        self.sample
            .extend(amounts.iter().step_by(stride).map(|&amount| amount.into()));
        self.sample.sort_unstable();
        let least = self.sample.first().copied().unwrap_or(0);
        let part = |twentieths: usize| {
            let rank = self.sample.len() * twentieths / 20;
            self.sample.get(rank).copied().unwrap_or(0)
        };
        let (low, high) = (part(1), part(19));
        // Start at the least amount unless that is an outlier.
        let bulk = high.abs_diff(low).max(NARROWEST);
        self.start = if low.abs_diff(least) < bulk {
            least
        } else {
            low
        };
        let wanted = high.abs_diff(self.start).saturating_mul(MARGIN);
        let widest = (amounts.len() as u64 * WIDEST_EACH).clamp(NARROWEST, WIDEST);
        self.width = wanted.clamp(NARROWEST, widest) as u32;
        self.common = self.commonest();
        self.ranks.clear();
        self.ranks.resize(self.width as usize + 1 + LANES, 0);
        self.indices.resize(self.width as usize, 0);
    }

    /// The commonest amount of the sample that lies inside.
    fn commonest(&self) -> i64 {
        self.sample
            .chunk_by(|left, right| left == right)
            .filter(|run| self.bin(run[0]).is_some())
            .max_by_key(|run| run.len())
            .map_or(self.start, |run| run[0])
    }

    /// The place of an amount inside the window.
    #[inline]
    fn bin(&self, amount: i64) -> Option<usize> {
        // An amount below the window wraps to a number far beyond its end.
        let place = amount.wrapping_sub(self.start) as u64;
        (place < u64::from(self.width)).then_some(place as usize)
    }

    /// Goes through the column block by block: the places, and the amounts.
    fn in_blocks<A: Amount>(&self, amounts: &[A], mut each: impl FnMut(usize, &[u32], &[A])) {
        let mut places = [0; BLOCK];
        for (block, amounts) in amounts.chunks(BLOCK).enumerate() {
            let places = &mut places[..amounts.len()];
            find_places(amounts, self.start, self.width, A::of(self.common), places);
            each(block * BLOCK, places, amounts);
        }
    }

    /// Counts everyone.
    fn count(&mut self, amounts: &[impl Amount]) {
        let mut counters = std::mem::take(&mut self.ranks);
        let mut outside = std::mem::take(&mut self.outside);
        let nowhere = self.width as usize;
        self.in_blocks(amounts, |_, places, amounts| {
            for (places, amounts) in places.chunks(STRETCH).zip(amounts.chunks(STRETCH)) {
                for &place in places {
                    counters[place as usize] += 1;
                }
                if counters[nowhere] as usize != outside.len() {
                    let stretch = places.iter().zip(amounts);
                    outside.extend(
                        stretch
                            .filter(|&(&place, _)| place as usize == nowhere)
                            .map(|(_, &amount)| amount.into()),
                    );
                }
            }
        });
        let (bins, common) = counters.split_at_mut(nowhere + 1);
        bins[(self.common - self.start) as usize] = common.iter().sum();
        outside.sort_unstable();
        self.ranks = counters;
        self.outside = outside;
    }
}

/// The place of every amount: from the start of the window, `width` outside it, and
/// beyond that by turns for the commonest.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn find_places<A: Amount>(amounts: &[A], start: i64, width: u32, common: A, places: &mut [u32]) {
    for (turn, (place, &amount)) in places.iter_mut().zip(amounts).enumerate() {
        let inside = amount.place(start, width);
        let lane = width + 1 + turn as u32 % LANES as u32;
        *place = if amount == common { lane } else { inside };
    }
}

/// What stands at every place.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn look_up(by_place: &[u32], places: &[u32], ranks: &mut [u32]) {
    for (rank, &place) in ranks.iter_mut().zip(places) {
        *rank = by_place[place as usize];
    }
}

impl Distribution {
    /// Counts the column anew.
    pub fn count(&mut self, amounts: &[impl Amount]) {
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
        let width = window.width as usize;
        let places = window.ranks[..width].chunks_mut(CHUNK);
        let mut amount = window.start;
        for (counters, indices) in places.zip(window.indices.chunks_mut(CHUNK)) {
            if counters.iter().fold(0, |seen, &people| seen | people) != 0 {
                self.append_chunk(amount, counters, indices);
            }
            amount += CHUNK as i64;
        }
        self.append_sorted(&window.outside[below..]);
        let common = window.ranks[(window.common - window.start) as usize];
        window.ranks[width] = 0;
        window.ranks[width + 1..].fill(common);
        self.window = window;
        self.add_up_differences();
    }

    /// The index among [`Distribution::values`] of an amount that somebody has.
    ///
    /// # Panics
    ///
    /// May panic if nobody has it.
    #[inline]
    #[must_use]
    pub fn index_of(&self, amount: i64) -> usize {
        match self.window.bin(amount) {
            Some(place) => self.window.indices[place] as usize,
            None => self
                .values
                .binary_search(&amount)
                .expect("only amounts that were counted are looked up"),
        }
    }

    /// The midrank of everyone in the column that was counted, doubled so that it is a
    /// whole number: twice the people with less plus the people with as much. The
    /// poorest has at least 1, the richest at most 2n − 1.
    ///
    /// # Panics
    ///
    /// May panic if it is another column.
    pub fn rank(&self, amounts: &[impl Amount], ranks: &mut Vec<u32>, cores: Cores) {
        columns::lengthen(ranks, amounts.len());
        cores.share(ranks, |first, ranks| {
            self.rank_piece(&amounts[first..first + ranks.len()], ranks);
        });
    }

    fn rank_piece(&self, amounts: &[impl Amount], ranks: &mut [u32]) {
        let by_place = &self.window.ranks;
        self.window.in_blocks(amounts, |first, places, amounts| {
            let ranks = &mut ranks[first..first + places.len()];
            look_up(by_place, places, ranks);
            for (ranks, amounts) in ranks.chunks_mut(STRETCH).zip(amounts.chunks(STRETCH)) {
                if ranks.iter().fold(false, |any, &rank| any | (rank == 0)) {
                    let outside = ranks.iter_mut().zip(amounts);
                    for (rank, &amount) in outside.filter(|(rank, _)| **rank == 0) {
                        *rank = self.doubled_midrank(self.index_of(amount.into()));
                    }
                }
            }
        });
    }

    /// The doubled midrank of the people with the distinct value number `index`.
    pub(in crate::measure) fn doubled_midrank(&self, index: usize) -> u32 {
        self.people_below(index) as u32 + self.people_up_to[index]
    }

    /// Takes in neighbouring amounts from `first` on, and turns their counters into ranks.
    fn append_chunk(&mut self, first: i64, counters: &mut [u32], indices: &mut [u32]) {
        let mut values = [0; CHUNK];
        let mut people_up_to = [0; CHUNK];
        let mut money_up_to = [0; CHUNK];
        let mut people = self.people() as u32;
        let mut money = self.total();
        let mut found = 0;
        // Everything is written down and the next overwrites what nobody has: no branch.
        for (offset, (counter, index)) in counters.iter_mut().zip(indices).enumerate() {
            let (value, below) = (first + offset as i64, people);
            people += *counter;
            money += value * i64::from(*counter);
            values[found] = value;
            people_up_to[found] = people;
            money_up_to[found] = money;
            *index = (self.values.len() + found) as u32;
            found += usize::from(*counter != 0);
            *counter = below + people;
        }
        self.values.extend_from_slice(&values[..found]);
        self.people_up_to.extend_from_slice(&people_up_to[..found]);
        self.money_up_to.extend_from_slice(&money_up_to[..found]);
    }

    fn append_sorted(&mut self, amounts: &[i64]) {
        for run in amounts.chunk_by(|left, right| left == right) {
            let (value, people) = (run[0], run.len());
            self.people_up_to
                .push((self.people() + people as u64) as u32);
            self.money_up_to.push(self.total() + value * people as i64);
            self.values.push(value);
        }
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
        let often = prop::sample::select(vec![0_i64, -250]);
        prop::collection::vec(prop_oneof![5 => bulk, 4 => often, 1 => far], 0..400)
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
        fn ranks_agree_with_comparing(amounts in column(), again in column()) {
            let (mut distribution, mut ranks) = (Distribution::default(), Vec::new());
            for column in [&amounts, &again] {
                distribution.count(column);
                distribution.rank(column, &mut ranks, Cores::All);
                let doubled = |x: i64| -> u32 {
                    column.iter().map(|&y| 2 * u32::from(y < x) + u32::from(y == x)).sum()
                };
                let expected: Vec<u32> = column.iter().map(|&x| doubled(x)).collect();
                prop_assert_eq!(&ranks, &expected);
                for (&amount, &rank) in column.iter().zip(&ranks) {
                    prop_assert_eq!(distribution.of_midrank(rank), amount);
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
        distribution.count(&[0_i64; 0]);
        assert_eq!((distribution.people(), distribution.total()), (0, 0));
        assert_eq!(distribution.median(), None);
    }
}
