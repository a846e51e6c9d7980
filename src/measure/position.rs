//! Does it pay to have joined early? And who stands where in a ranking with ties?

use multiversion::multiversion;

use super::amount::Amount;
use super::distribution::Distribution;
use super::group::{DECILES, decile};
use crate::columns::{self, Cores};
use crate::luck::{Luck, Stream};

/// Products of ranks that can be added in 64 bits, for up to 10⁸ people; the blocks' sums
/// are added in 128.
const BLOCK: usize = 1 << 9;

/// Spearman's rank correlation of joining position and amount, with midranks, in
/// [−1, 1]; negative: the early have more (rulings.md 24). `ranks` are those of
/// [`Distribution::rank`], in joining order. `None` with fewer than two different amounts.
#[must_use]
pub fn rank_correlation(ranks: &[u32], distribution: &Distribution) -> Option<f64> {
    let people = ranks.len() as i64;
    let mut products = 0_i128;
    for (block, ranks) in ranks.chunks(BLOCK).enumerate() {
        let first = 2 * (block * BLOCK) as i64 + 1 - people;
        products += i128::from(add_products(first, ranks, people));
    }
    // Whole multiples of three, which are divided only when they are summed.
    let cubic = |count: i128| count * count * count - count;
    let ties: i128 = distribution
        .runs()
        .map(|(_, tied)| cubic(i128::from(tied)))
        .sum();
    let (squares, ties) = (cubic(i128::from(people)) / 3, ties / 3);
    let spread = (squares as f64 * (squares - ties) as f64).sqrt();
    (spread > 0.0).then(|| products as f64 / spread)
}

/// Σ position × rank, both doubled and centred, so that they are whole numbers that sum
/// to zero over everyone. `first` is the position of the first.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn add_products(first: i64, ranks: &[u32], people: i64) -> i64 {
    let mut sum = 0;
    for (place, &rank) in ranks.iter().enumerate() {
        sum += (first + 2 * place as i64) * (i64::from(rank) - people);
    }
    sum
}

/// The shares of the earliest and of the latest joining decile with `net`, in joining order,
/// below zero; `None` if the decile is empty.
pub(super) fn loss_shares(net: &[impl Amount]) -> [Option<f64>; 2] {
    [0, DECILES - 1].map(|index| {
        let net = &net[decile(index, net.len())];
        // The sign bit: it adds up faster than comparisons.
        let losers: u64 = net.iter().map(|&net| net.into() as u64 >> 63).sum();
        (!net.is_empty()).then(|| losers as f64 / net.len() as f64)
    })
}

/// Memory for ranking, kept from one replication to the next.
#[derive(Clone, Debug, Default)]
pub struct Deciles {
    of: Vec<u8>,
    /// Amounts whose holders fall into different deciles.
    tied: Vec<Tied>,
}

/// People with one amount who fall into different deciles.
#[derive(Clone, Debug, Default)]
struct Tied {
    /// The rank (from 0) of the first of them.
    below: u64,
    /// Luck above, participant below.
    draws: Vec<u64>,
}

/// Marks from here on stand for an amount whose holders fall into different deciles.
/// There are fewer such amounts than deciles.
const SPLIT: u8 = DECILES as u8;

/// The half of a draw that decides between tied people. Two of 100,000 share it once in
/// 2³² / 10⁵ pairs of neighbours.
const UPPER_HALF: u64 = !(u32::MAX as u64);

/// Doubled midranks at which something changes; there are nine bounds of deciles.
type Bounds = [u32; DECILES - 1];

impl Deciles {
    /// The decile (from 0, the poorest) of each participant.
    #[must_use]
    pub fn of(&self) -> &[u8] {
        &self.of
    }

    /// Ranks the participants, by their [`Distribution::rank`]. Between people with the
    /// same amount luck decides, never who joined first (rulings.md 21). `first` is the
    /// member number of the first participant.
    pub fn rank(
        &mut self,
        ranks: &[u32],
        distribution: &Distribution,
        luck: &Luck,
        first: usize,
        cores: Cores,
    ) {
        let bounds: Bounds =
            std::array::from_fn(|index| 2 * decile(index + 1, ranks.len()).start as u32);
        let splits = self.find_splits(distribution, &bounds);
        columns::lengthen(&mut self.of, ranks.len());
        cores.share(&mut self.of, |first, marks| {
            mark(&ranks[first..], &bounds, &splits, marks);
        });

        let key = luck.key(Stream::Tie, 0);
        let mut undecided = [0; BLOCK];
        for (block, marks) in self.of.chunks(BLOCK).enumerate() {
            // Everyone is written down and the next overwrites who is decided: no branch.
            let mut found = 0;
            for (participant, &mark) in (block * BLOCK..).zip(marks) {
                undecided[found] = participant;
                found += usize::from(mark >= SPLIT);
            }
            for &participant in &undecided[..found] {
                let draw = key.draw((first + participant) as u32, 0);
                let mark = marks[participant - block * BLOCK];
                self.tied[usize::from(mark - SPLIT)]
                    .draws
                    .push(draw & UPPER_HALF | participant as u64);
            }
        }
        let used = splits.iter().filter(|&&rank| rank > 0).count();
        for tied in &mut self.tied[..used] {
            tied.share_out(&mut self.of);
        }
    }

    /// The doubled midranks of the amounts whose holders fall into different deciles,
    /// ascending, and 0 for the rest: amounts with a bound strictly inside.
    fn find_splits(&mut self, distribution: &Distribution, bounds: &Bounds) -> Bounds {
        let mut splits = [0; DECILES - 1];
        let mut found = 0_usize;
        for &bound in bounds {
            let people = u64::from(bound) / 2;
            let index = distribution.index_of_rank(people + 1);
            let below = distribution.people_below(index);
            let last = found.checked_sub(1);
            if below == people || last.is_some_and(|last| self.tied[last].below == below) {
                continue;
            }
            if self.tied.len() == found {
                self.tied.push(Tied::default());
            }
            self.tied[found].below = below;
            self.tied[found].draws.clear();
            splits[found] = distribution.doubled_midrank(index);
            found += 1;
        }
        splits
    }
}

/// The decile of everyone whose amount lies between two bounds, [`SPLIT`] and the place
/// among the split ones for the others.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn mark(ranks: &[u32], bounds: &Bounds, splits: &Bounds, marks: &mut [u8]) {
    for (mark, &rank) in marks.iter_mut().zip(ranks) {
        let mut decile = 0;
        for &bound in bounds {
            decile += u32::from(rank > bound);
        }
        for (split, place) in splits.iter().zip(u32::from(SPLIT)..) {
            decile = if rank == *split { place } else { decile };
        }
        *mark = decile as u8;
    }
}

impl Tied {
    /// The luckless into the lowest decile, and so on up.
    fn share_out(&mut self, deciles: &mut [u8]) {
        let (people, mut rank) = (deciles.len(), self.below as usize);
        let mut left = self.draws.as_mut_slice();
        while !left.is_empty() {
            let index = decile_of_rank(rank as u64, people as u64);
            let size = left.len().min(decile(index, people).end - rank);
            if size < left.len() {
                left.select_nth_unstable(size);
            }
            let (lowest, rest) = left.split_at_mut(size);
            for &mut draw in lowest {
                deciles[(draw & !UPPER_HALF) as usize] = index as u8;
            }
            left = rest;
            rank += size;
        }
    }
}

/// The decile (from 0) whose bounds hold a rank (from 0): the inverse of [`decile`].
fn decile_of_rank(rank: u64, people: u64) -> usize {
    let deciles = DECILES as u64;
    ((rank * deciles + deciles - 1) / people) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counted(amounts: &[i64]) -> Distribution {
        let mut distribution = Distribution::default();
        distribution.count(amounts);
        distribution
    }

    fn ranks(amounts: &[i64]) -> Vec<u32> {
        let mut ranks = Vec::new();
        counted(amounts).rank(amounts, &mut ranks, Cores::One);
        ranks
    }

    /// Pearson's correlation of naively computed midranks.
    fn naive_spearman(amounts: &[i64]) -> f64 {
        let n = amounts.len() as f64;
        let rank = |x: i64| {
            let below = amounts.iter().filter(|&&y| y < x).count() as f64;
            let equal = amounts.iter().filter(|&&y| y == x).count() as f64;
            below + (equal + 1.0) / 2.0
        };
        let mean = (n + 1.0) / 2.0;
        let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
        for (i, &amount) in amounts.iter().enumerate() {
            let (x, y) = (i as f64 + 1.0 - mean, rank(amount) - mean);
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        xy / (xx * yy).sqrt()
    }

    #[test]
    fn rank_correlation_at_its_ends() {
        let of = |amounts: &[i64]| rank_correlation(&ranks(amounts), &counted(amounts));
        assert_eq!(of(&[9, 5, 1]), Some(-1.0));
        assert_eq!(of(&[-7, 0, 4_000]), Some(1.0));
        assert_eq!(of(&[3, 3, 3]), None);
        assert_eq!(of(&[3]), None);
        assert_eq!(of(&[]), None);
    }

    proptest! {
        #[test]
        fn rank_correlation_agrees_with_the_definition(amounts in prop::collection::vec(-9_i64..9, 2..60)) {
            let found = rank_correlation(&ranks(&amounts), &counted(&amounts));
            match found {
                Some(found) => prop_assert!((found - naive_spearman(&amounts)).abs() < 1e-12),
                None => prop_assert!(amounts.iter().all(|&amount| amount == amounts[0])),
            }
        }

        #[test]
        fn deciles_have_their_sizes_and_keep_the_order(amounts in prop::collection::vec(-3_i64..3, 1..90)) {
            let mut deciles = Deciles::default();
            deciles.rank(&ranks(&amounts), &counted(&amounts), &Luck::new(1, 1), 1, Cores::All);
            for index in 0..DECILES {
                let size = deciles.of().iter().filter(|&&decile| usize::from(decile) == index).count();
                prop_assert_eq!(size, decile(index, amounts.len()).len());
            }
            for (i, &left) in amounts.iter().enumerate() {
                for (j, &right) in amounts.iter().enumerate() {
                    prop_assert!(left >= right || deciles.of()[i] <= deciles.of()[j]);
                }
            }
        }
    }

    #[test]
    fn luck_and_not_joining_order_splits_ties() {
        let amounts = [0_i64; 10_000];
        let mut deciles = Deciles::default();
        deciles.rank(
            &ranks(&amounts),
            &counted(&amounts),
            &Luck::new(7, 1),
            0,
            Cores::One,
        );
        // Were ties broken by number, the first thousand would all be in decile 0.
        let early: u32 = deciles.of()[..1_000]
            .iter()
            .map(|&decile| u32::from(decile))
            .sum();
        assert!((4_000..5_000).contains(&early), "{early}");
    }
}
