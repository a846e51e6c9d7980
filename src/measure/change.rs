//! Winners and losers: the same person's net under a plan and under the baseline
//! (measures.md §3, rulings.md 28).

use multiversion::multiversion;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::group::{DECILES, decile};
use super::terms::{Bucket, Ranking};
use crate::columns::Cores;

/// Changes of at most so many minor units are no change.
pub const TOLERANCE: i64 = 1;

const BUCKETS: usize = Bucket::ALL.len();

/// People whose changes are found together, by vectors.
const BLOCK: usize = 1_024;

/// People of a group whose change has a given size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// What a plan changes for everyone taken together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForEveryone {
    /// Share of participants better off by more than [`TOLERANCE`].
    pub better: f64,
    /// Share of participants worse off by more.
    pub worse: f64,
    /// Share of participants for whom nothing changes.
    pub unchanged: f64,
    /// Mean change, minor units.
    pub mean: f64,
}

/// By decile of baseline net, then by [`Bucket::ALL`].
type Cells = [[Changed; BUCKETS]; DECILES];

/// A table of changes: who by size of change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// By joining decile.
    cells: Vec<Cells>,
    /// Σ |change| over everyone, minor units.
    pub turnover: i64,
}

impl Changes {
    /// Compares `net` with `baseline`, person by person in joining order. `ranks` are the
    /// deciles of baseline net; a change of more than `large` minor units is large.
    #[must_use]
    pub fn compare<A: Amount>(
        net: &[A],
        baseline: &[A],
        ranks: &[u8],
        large: i64,
        cores: Cores,
    ) -> Changes {
        let mut table = vec![([[Changed::default(); BUCKETS]; DECILES], 0); DECILES];
        let compare = |(index, (cells, turnover)): (usize, &mut (Cells, i64))| {
            let range = decile(index, net.len());
            let (net, baseline) = (&net[range.clone()], &baseline[range.clone()]);
            *turnover = compare_people(net, baseline, &ranks[range], large, cells);
        };
        match cores {
            Cores::One => table.iter_mut().enumerate().for_each(compare),
            Cores::All => table.par_iter_mut().enumerate().for_each(compare),
        }
        let turnover = table.iter().map(|(_, turnover)| turnover).sum();
        let cells = table.into_iter().map(|(cells, _)| cells).collect();
        Changes { cells, turnover }
    }

    /// Everyone in one group; `None` if there is nobody.
    #[must_use]
    pub fn for_everyone(&self) -> Option<ForEveryone> {
        let everyone = &self.by(Ranking::Everyone)[0];
        let people: u64 = everyone.iter().map(|cell| cell.people).sum();
        let share = |buckets: &[Bucket]| {
            let cells = buckets
                .iter()
                .map(|&bucket| everyone[bucket as usize].people);
            cells.sum::<u64>() as f64 / people as f64
        };
        let change: i64 = everyone.iter().map(|cell| cell.change).sum();
        (people > 0).then(|| ForEveryone {
            better: share(&[Bucket::SmallGain, Bucket::LargeGain]),
            worse: share(&[Bucket::SmallLoss, Bucket::LargeLoss]),
            unchanged: share(&[Bucket::NoChange]),
            mean: change as f64 / people as f64,
        })
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

/// Adds people to the cells of their joining decile; returns Σ |change|.
fn compare_people<A: Amount>(
    net: &[A],
    baseline: &[A],
    ranks: &[u8],
    large: i64,
    cells: &mut Cells,
) -> i64 {
    let mut turnover = 0;
    let (mut places, mut changes) = ([0; BLOCK], [0; BLOCK]);
    let cells = cells.as_flattened_mut();
    let columns = net.chunks(BLOCK).zip(baseline.chunks(BLOCK));
    for ((net, baseline), ranks) in columns.zip(ranks.chunks(BLOCK)) {
        let moved = place(net, baseline, ranks, large, &mut places, &mut changes);
        turnover += moved;
        let (places, changes) = (&places[..net.len()], &changes[..net.len()]);
        let added = if moved < PERSON / 2 {
            add_in_words(places, changes, cells)
        } else {
            0
        };
        for (&place, &change) in places[added..].iter().zip(&changes[added..]) {
            cells[usize::from(place)].add(Changed { people: 1, change });
        }
    }
    turnover
}

/// One more of a cell, in a word that holds how many there are above Σ change.
const PERSON: i64 = 1 << 48;

/// Tables filled in turn: the next change often falls into the same cell, which is not there
/// yet.
const TABLES: usize = 4;

/// Adds the changes of a block to their cells, one addition each, but for the last few that are
/// no multiple of [`TABLES`]; returns how many it added. Σ |change| is less than half a
/// [`PERSON`].
fn add_in_words(places: &[u8], changes: &[i64], cells: &mut [Changed]) -> usize {
    // As many cells as a power of two: the mask keeps every index inside.
    const CELLS: usize = (BUCKETS * DECILES).next_power_of_two();
    let mut tables = [[0_i64; CELLS]; TABLES];
    let (places, _) = places.as_chunks::<TABLES>();
    let (changes, _) = changes.as_chunks::<TABLES>();
    for (places, changes) in places.iter().zip(changes) {
        let people = places.iter().zip(changes);
        for (table, (&place, &change)) in tables.iter_mut().zip(people) {
            table[usize::from(place) % CELLS] += PERSON + change;
        }
    }
    for (place, cell) in cells.iter_mut().enumerate() {
        let word: i64 = tables.iter().map(|table| table[place]).sum();
        let people = (word + PERSON / 2) / PERSON;
        cell.add(Changed {
            people: people as u64,
            change: word - people * PERSON,
        });
    }
    TABLES * places.len()
}

/// Writes down each change and its place by decile, then by bucket; returns Σ |change|.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn place<A: Amount>(
    net: &[A],
    baseline: &[A],
    ranks: &[u8],
    large: i64,
    places: &mut [u8; BLOCK],
    changes: &mut [i64; BLOCK],
) -> i64 {
    let mut turnover = 0;
    let people = net.iter().zip(baseline).zip(ranks);
    for ((place, written), ((&net, &baseline), &rank)) in places.iter_mut().zip(changes).zip(people)
    {
        let change = net.into() - baseline.into();
        turnover += change.abs();
        *written = change;
        *place = rank * BUCKETS as u8 + bucket(change, large) as u8;
    }
    turnover
}

/// The place of a change in [`Bucket::ALL`].
#[inline(always)]
fn bucket(change: i64, large: i64) -> usize {
    usize::from(change >= -large)
        + usize::from(change >= -TOLERANCE)
        + usize::from(change > TOLERANCE)
        + usize::from(change > large)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn everyone_is_counted_in_their_cell(
            people in prop::collection::vec((-9_i64..9, -9_i64..9, 0_u8..10), 0..1_500),
            // So much that a word does not hold it beside how many they are.
            times in prop_oneof![Just(1), Just(PERSON / 1_024)],
        ) {
            let net: Vec<i64> = people.iter().map(|person| person.0 * times).collect();
            let baseline: Vec<i64> = people.iter().map(|person| person.1 * times).collect();
            let ranks: Vec<u8> = people.iter().map(|person| person.2).collect();
            let mut cells = vec![[[Changed::default(); BUCKETS]; DECILES]; DECILES];
            for (joining, cells) in cells.iter_mut().enumerate() {
                for person in decile(joining, people.len()) {
                    let change = net[person] - baseline[person];
                    cells[usize::from(ranks[person])][bucket(change, 5)].add(Changed { people: 1, change });
                }
            }
            let turnover = net.iter().zip(&baseline).map(|(net, before)| (net - before).abs()).sum::<i64>();
            for cores in [Cores::One, Cores::All] {
                let changes = Changes::compare(&net, &baseline, &ranks, 5, cores);
                prop_assert_eq!(&changes.cells, &cells);
                prop_assert_eq!(changes.turnover, turnover);
            }
        }
    }

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
        let changes = Changes::compare(&net, &baseline, &ranks, 250, Cores::One);
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
