//! Winners and losers: the same person's net under a plan and under the baseline
//! (measures.md §3, rulings.md 28).

use super::group::{DECILES, decile};
use super::terms::{Bucket, Ranking};

/// Changes of at most so many minor units are no change.
pub const TOLERANCE: i64 = 1;

const BUCKETS: usize = Bucket::ALL.len();

/// People of a group whose change has a given size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// How many.
    pub people: u64,
    /// Σ change, minor units.
    pub change: i64,
}

impl Changed {
    fn add(&mut self, other: Changed) {
        self.people += other.people;
        self.change += other.change;
    }
}

/// A table of changes: who by size of change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// By joining decile and decile of baseline net, then by [`Bucket::ALL`].
    cells: Vec<[[Changed; BUCKETS]; DECILES]>,
    /// Σ |change| over everyone, minor units.
    pub turnover: i64,
}

impl Changes {
    /// Compares `net` with `baseline`, person by person in joining order. `ranks` are the
    /// deciles of baseline net; a change of more than `large` minor units is large.
    #[must_use]
    pub fn compare(net: &[i64], baseline: &[i64], ranks: &[u8], large: i64) -> Changes {
        let mut cells = vec![[[Changed::default(); BUCKETS]; DECILES]; DECILES];
        let mut turnover = 0;
        for (index, cells) in cells.iter_mut().enumerate() {
            let range = decile(index, net.len());
            let pairs = net[range.clone()].iter().zip(&baseline[range.clone()]);
            for ((net, baseline), &rank) in pairs.zip(&ranks[range]) {
                let change = net - baseline;
                let cell = &mut cells[usize::from(rank)][bucket(change, large)];
                cell.people += 1;
                cell.change += change;
                turnover += change.abs();
            }
        }
        Changes { cells, turnover }
    }

    /// The groups of a ranking (from 0; one group for everyone), each by [`Bucket::ALL`].
    #[must_use]
    pub fn by(&self, ranking: Ranking) -> Vec<[Changed; BUCKETS]> {
        let groups = match ranking {
            Ranking::Everyone => 1,
            Ranking::BaselineNet | Ranking::JoiningOrder => DECILES,
        };
        let mut table = vec![[Changed::default(); BUCKETS]; groups];
        for (joining, cells) in self.cells.iter().enumerate() {
            for (rank, buckets) in cells.iter().enumerate() {
                let group = match ranking {
                    Ranking::BaselineNet => rank,
                    Ranking::JoiningOrder => joining,
                    Ranking::Everyone => 0,
                };
                for (sum, &changed) in table[group].iter_mut().zip(buckets) {
                    sum.add(changed);
                }
            }
        }
        table
    }
}

/// The place of a change in [`Bucket::ALL`].
#[inline]
fn bucket(change: i64, large: i64) -> usize {
    usize::from(change >= -large)
        + usize::from(change >= -TOLERANCE)
        + usize::from(change > TOLERANCE)
        + usize::from(change > large)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_change() {
        let bucket = |change| Bucket::ALL[bucket(change, 500)];
        assert_eq!(bucket(-501), Bucket::LargeLoss);
        assert_eq!(bucket(-500), Bucket::SmallLoss);
        assert_eq!(bucket(-2), Bucket::SmallLoss);
        assert_eq!([-1, 0, 1].map(bucket), [Bucket::NoChange; 3]);
        assert_eq!(bucket(2), Bucket::SmallGain);
        assert_eq!(bucket(500), Bucket::SmallGain);
        assert_eq!(bucket(501), Bucket::LargeGain);
    }

    #[test]
    fn every_change_is_counted_once_in_every_ranking() {
        // Ten people, one a decile; the poorest under the baseline joined last.
        let baseline: Vec<i64> = (0..10).rev().map(|step| step * 100).collect();
        let net: Vec<i64> = baseline.iter().map(|net| net * 2 - 300).collect();
        let ranks: Vec<u8> = (0..10).rev().collect();
        let changes = Changes::compare(&net, &baseline, &ranks, 250);
        // Changes from first to last joiner: 600, 500 … 100, 0, −100, −200, −300.
        assert_eq!(
            changes.turnover,
            600 + 500 + 400 + 300 + 200 + 100 + 100 + 200 + 300
        );
        let everyone = &changes.by(Ranking::Everyone)[0];
        assert_eq!(everyone.map(|cell| cell.people), [1, 2, 1, 2, 4]);
        assert_eq!(everyone.map(|cell| cell.change), [-300, -300, 0, 300, 1800]);
        let joining = changes.by(Ranking::JoiningOrder);
        assert_eq!(
            joining[0][4],
            Changed {
                people: 1,
                change: 600
            }
        );
        assert_eq!(
            joining[9][0],
            Changed {
                people: 1,
                change: -300
            }
        );
        let ranked = changes.by(Ranking::BaselineNet);
        assert_eq!(ranked[0], joining[9]);
        assert_eq!(ranked[9], joining[0]);
    }
}
