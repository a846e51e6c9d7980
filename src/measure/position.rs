//! Does it pay to have joined early? And who stands where in a ranking with ties?

use super::distribution::Distribution;
use super::group::{DECILES, decile};
use crate::luck::{Luck, Stream};

/// Products of ranks that can be added in 64 bits, for up to 2²⁴ people; the blocks'
/// sums are added in 128.
const BLOCK: usize = 1 << 12;

/// Spearman's rank correlation of joining position and amount, with midranks, in
/// [−1, 1]; negative: the early have more (rulings.md 24). `amounts` stand in joining
/// order and are those counted in `distribution`. `None` with fewer than two different
/// amounts.
#[must_use]
pub fn rank_correlation(
    amounts: &[i64],
    distribution: &Distribution,
    midranks: &mut Vec<i64>,
) -> Option<f64> {
    let people = amounts.len() as i64;
    // Ranks doubled and centred, so that midranks are whole numbers that sum to zero.
    midranks.clear();
    midranks.extend((0..distribution.values().len()).map(|index| {
        let (below, tied) = (
            distribution.people_below(index),
            distribution.people_of(index),
        );
        (2 * below + tied) as i64 - people
    }));
    let mut products = 0_i128;
    for (block, amounts) in amounts.chunks(BLOCK).enumerate() {
        let first = 2 * (block * BLOCK) as i64 + 1 - people;
        let sum: i64 = (first..)
            .step_by(2)
            .zip(amounts)
            .map(|(position, &amount)| position * midranks[distribution.index_of(amount)])
            .sum();
        products += i128::from(sum);
    }
    let cubic = |count: i128| (count * count * count - count) / 3;
    let ties: i128 = distribution
        .runs()
        .map(|(_, tied)| cubic(i128::from(tied)))
        .sum();
    let squares = cubic(i128::from(people));
    let spread = (squares as f64 * (squares - ties) as f64).sqrt();
    (spread > 0.0).then(|| products as f64 / spread)
}

/// Memory for ranking, kept from one replication to the next.
#[derive(Clone, Debug, Default)]
pub struct Deciles {
    of: Vec<u8>,
    /// The decile of each distinct amount, or from [`SPLIT`] on its place in `tied`.
    of_value: Vec<u8>,
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

impl Deciles {
    /// The decile (from 0, the poorest) of each participant.
    #[must_use]
    pub fn of(&self) -> &[u8] {
        &self.of
    }

    /// Ranks the participants by amount. Between people with the same amount luck
    /// decides, never who joined first (rulings.md 21). `first` is the member number of
    /// the first participant.
    pub fn rank(
        &mut self,
        amounts: &[i64],
        distribution: &Distribution,
        luck: &Luck,
        first: usize,
    ) {
        let people = amounts.len();
        let split = self.place_values(distribution, people as u64);
        let key = luck.key(Stream::Tie, 0);
        self.of.clear();
        for (participant, &amount) in amounts.iter().enumerate() {
            let decile = self.of_value[distribution.index_of(amount)];
            self.of.push(decile);
            if decile >= SPLIT {
                let draw = key.draw((first + participant) as u32, 0);
                self.tied[usize::from(decile - SPLIT)]
                    .draws
                    .push(draw & UPPER_HALF | participant as u64);
            }
        }
        for tied in &mut self.tied[..split] {
            tied.share_out(&mut self.of);
        }
    }

    /// Gives every distinct amount its decile or its place among the split ones, and
    /// returns how many are split.
    fn place_values(&mut self, distribution: &Distribution, people: u64) -> usize {
        let mut split = 0;
        self.of_value.clear();
        for index in 0..distribution.values().len() {
            let below = distribution.people_below(index);
            let last = below + distribution.people_of(index) - 1;
            let decile = decile_of_rank(below, people);
            if decile_of_rank(last, people) == decile {
                self.of_value.push(decile as u8);
                continue;
            }
            if self.tied.len() == split {
                self.tied.push(Tied::default());
            }
            self.tied[split].below = below;
            self.tied[split].draws.clear();
            self.of_value.push(SPLIT + split as u8);
            split += 1;
        }
        split
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
        let of = |amounts: &[i64]| rank_correlation(amounts, &counted(amounts), &mut Vec::new());
        assert_eq!(of(&[9, 5, 1]), Some(-1.0));
        assert_eq!(of(&[-7, 0, 4_000]), Some(1.0));
        assert_eq!(of(&[3, 3, 3]), None);
        assert_eq!(of(&[3]), None);
        assert_eq!(of(&[]), None);
    }

    proptest! {
        #[test]
        fn rank_correlation_agrees_with_the_definition(amounts in prop::collection::vec(-9_i64..9, 2..60)) {
            let found = rank_correlation(&amounts, &counted(&amounts), &mut Vec::new());
            match found {
                Some(found) => prop_assert!((found - naive_spearman(&amounts)).abs() < 1e-12),
                None => prop_assert!(amounts.iter().all(|&amount| amount == amounts[0])),
            }
        }

        #[test]
        fn deciles_have_their_sizes_and_keep_the_order(amounts in prop::collection::vec(-3_i64..3, 1..90)) {
            let mut deciles = Deciles::default();
            deciles.rank(&amounts, &counted(&amounts), &Luck::new(1, 1), 1);
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
        deciles.rank(&amounts, &counted(&amounts), &Luck::new(7, 1), 0);
        // Were ties broken by number, the first thousand would all be in decile 0.
        let early: u32 = deciles.of()[..1_000]
            .iter()
            .map(|&decile| u32::from(decile))
            .sum();
        assert!((4_000..5_000).contains(&early), "{early}");
    }
}
