//! Does it pay to have joined early? And who stands where in a ranking with ties?

use super::distribution::Distribution;
use super::group::DECILES;
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
    /// The decile of each distinct value, or [`SPLIT`].
    of_value: Vec<u8>,
    tied: Vec<(u64, u32)>,
}

/// The mark of a value whose holders fall into different deciles.
const SPLIT: u8 = u8::MAX;

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
        let people = amounts.len() as u64;
        let decile_of_rank = |rank: u64| -> u8 {
            // The inverse of `group::decile`: the decile whose bounds hold the rank.
            ((rank * DECILES as u64 + DECILES as u64 - 1) / people) as u8
        };
        self.of_value.clear();
        self.of_value
            .extend((0..distribution.values().len()).map(|index| {
                let below = distribution.people_below(index);
                let (lowest, highest) = (below, below + distribution.people_of(index) - 1);
                let decile = decile_of_rank(lowest);
                if decile_of_rank(highest) == decile {
                    decile
                } else {
                    SPLIT
                }
            }));
        self.of.clear();
        self.of.extend(
            amounts
                .iter()
                .map(|&amount| self.of_value[distribution.index_of(amount)]),
        );
        for index in 0..self.of_value.len() {
            if self.of_value[index] == SPLIT {
                self.split(index, amounts, distribution, luck, first, decile_of_rank);
            }
        }
    }

    fn split(
        &mut self,
        index: usize,
        amounts: &[i64],
        distribution: &Distribution,
        luck: &Luck,
        first: usize,
        decile_of_rank: impl Fn(u64) -> u8,
    ) {
        let key = luck.key(Stream::Tie, 0);
        let value = distribution.values()[index];
        self.tied.clear();
        for (participant, _) in amounts
            .iter()
            .enumerate()
            .filter(|&(_, &amount)| amount == value)
        {
            self.tied.push((
                key.draw((first + participant) as u32, 0),
                participant as u32,
            ));
        }
        self.tied.sort_unstable();
        let below = distribution.people_below(index);
        for (rank, &(_, participant)) in (below..).zip(&self.tied) {
            self.of[participant as usize] = decile_of_rank(rank);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::group::decile;
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
