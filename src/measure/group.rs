//! Participants in groups: by joining decile, by joining period, by depth.

use std::ops::Range;

use super::distribution::Distribution;
use super::facts::WorldFacts;
use super::median::Median;

/// Deciles.
pub const DECILES: usize = 10;

/// Money by participant, founders cut off unless they count.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    /// Commissions.
    pub commissions: &'a [i64],
    /// Retail margin; empty where there is none.
    pub margin: &'a [i64],
    /// Net.
    pub net: &'a [i64],
}

/// A group of participants under one plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The decile 1 … 10, the joining period, or the depth.
    pub number: u32,
    /// How many they are.
    pub participants: u64,
    /// How many have net > 0.
    pub in_profit: u64,
    /// How many have net < 0.
    pub in_loss: u64,
    /// Σ net, minor units.
    pub net: i64,
    /// Median net (type 1), minor units.
    pub median_net: i64,
    /// Σ gross, minor units.
    pub gross: i64,
    /// Σ commissions, minor units.
    pub commissions: i64,
    /// Σ periods enrolled.
    pub periods_enrolled: u64,
}

/// A division of the participants into groups, the same under every plan. Groups that
/// have no members do not exist.
#[derive(Clone, Debug, Default)]
pub struct Partition {
    /// Participants group by group; empty if that is their joining order.
    order: Vec<u32>,
    groups: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    number: u32,
    range: Range<usize>,
    periods_enrolled: u64,
}

/// The bounds of a decile (from 0) of so many people: equal but for one person.
#[must_use]
pub fn decile(index: usize, people: usize) -> Range<usize> {
    people * index / DECILES..people * (index + 1) / DECILES
}

impl Partition {
    /// Tenths of the joining order, earliest first.
    pub fn by_joining_decile(&mut self, world: &WorldFacts) {
        let periods = &world.periods_enrolled[world.first_participant()..];
        self.order.clear();
        self.groups.clear();
        for index in 0..DECILES {
            self.push_contiguous(index as u32 + 1, decile(index, periods.len()), periods);
        }
    }

    /// The periods of joining.
    pub fn by_joining_period(&mut self, world: &WorldFacts) {
        let first = world.first_participant();
        let periods = &world.periods_enrolled[first..];
        self.order.clear();
        self.groups.clear();
        let mut start = 0;
        for cohort in world.joined[first..].chunk_by(|left, right| left == right) {
            let range = start..start + cohort.len();
            start = range.end;
            self.push_contiguous(u32::from(cohort[0]), range, periods);
        }
    }

    /// Links up to the founder; inside a group in joining order.
    pub fn by_depth(&mut self, world: &WorldFacts) {
        let first = world.first_participant();
        let (depth, periods) = (&world.depth[first..], &world.periods_enrolled[first..]);
        let deepest = depth
            .iter()
            .copied()
            .max()
            .map_or(0, |deepest| deepest as usize + 1);
        self.groups.clear();
        self.groups.extend((0..deepest).map(|number| Part {
            number: number as u32,
            range: 0..0,
            periods_enrolled: 0,
        }));
        for &depth in depth {
            self.groups[depth as usize].range.end += 1;
        }
        let mut start = 0;
        for part in &mut self.groups {
            let size = part.range.end;
            part.range = start..start;
            start += size;
        }
        self.order.clear();
        self.order.resize(depth.len(), 0);
        for (participant, &depth) in depth.iter().enumerate() {
            let part = &mut self.groups[depth as usize];
            self.order[part.range.end] = participant as u32;
            part.range.end += 1;
            part.periods_enrolled += u64::from(periods[participant]);
        }
        self.groups.retain(|part| !part.range.is_empty());
    }

    fn push_contiguous(&mut self, number: u32, range: Range<usize>, periods: &[u16]) {
        if !range.is_empty() {
            self.groups.push(Part {
                number,
                periods_enrolled: periods[range.clone()]
                    .iter()
                    .map(|&periods| u64::from(periods))
                    .sum(),
                range,
            });
        }
    }
}

/// Memory for tallying, kept from one replication to the next.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    commissions: Vec<i64>,
    margin: Vec<i64>,
    net: Vec<i64>,
    median: Median,
}

impl Tally {
    /// The groups of a partition under one plan. `net` is the distribution of the net
    /// of all participants.
    pub fn tally(
        &mut self,
        partition: &Partition,
        columns: &Columns,
        net: &Distribution,
    ) -> Vec<Group> {
        let Tally {
            commissions,
            margin,
            net: nets,
            median,
        } = self;
        let columns = if partition.order.is_empty() {
            *columns
        } else {
            Columns {
                commissions: gather(columns.commissions, &partition.order, commissions),
                margin: gather(columns.margin, &partition.order, margin),
                net: gather(columns.net, &partition.order, nets),
            }
        };
        partition
            .groups
            .iter()
            .map(|part| {
                let own_net = &columns.net[part.range.clone()];
                let commissions: i64 = columns.commissions[part.range.clone()].iter().sum();
                let margin: i64 = match columns.margin {
                    [] => 0,
                    margin => margin[part.range.clone()].iter().sum(),
                };
                // A group of everyone has its median counted already.
                let median_net = match net.median() {
                    Some(whole) if own_net.len() == columns.net.len() => whole,
                    _ => median.of(own_net),
                };
                Group {
                    number: part.number,
                    participants: own_net.len() as u64,
                    in_profit: own_net.iter().map(|&net| negative(-net)).sum(),
                    in_loss: own_net.iter().map(|&net| negative(net)).sum(),
                    net: own_net.iter().sum(),
                    median_net,
                    gross: commissions + margin,
                    commissions,
                    periods_enrolled: part.periods_enrolled,
                }
            })
            .collect()
    }
}

/// 1 for a negative amount: its sign bit, which adds up faster than comparisons.
fn negative(amount: i64) -> u64 {
    amount as u64 >> 63
}

fn gather<'a>(column: &[i64], order: &[u32], into: &'a mut Vec<i64>) -> &'a [i64] {
    into.clear();
    if !column.is_empty() {
        into.extend(
            order
                .iter()
                .map(|&participant| column[participant as usize]),
        );
    }
    into
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world<'a>(joined: &'a [u16], periods: &'a [u16], depth: &'a [u32]) -> WorldFacts<'a> {
        WorldFacts {
            founders: 1,
            periods: 2,
            joined,
            periods_enrolled: periods,
            depth,
            ..WorldFacts::nobody()
        }
    }

    #[test]
    fn groups_by_hand() {
        let world = world(
            &[1, 1, 1, 2, 2, 2],
            &[2, 2, 1, 1, 1, 1],
            &[0, 1, 2, 1, 3, 2],
        );
        let columns = Columns {
            commissions: &[10, 20, 30, 40, 50],
            margin: &[1, 1, 1, 1, 1],
            net: &[-5, 7, 0, 9, -1],
        };
        let mut net = Distribution::default();
        net.count(columns.net);
        let (mut tally, mut partition) = (Tally::default(), Partition::default());

        partition.by_joining_period(&world);
        let periods = tally.tally(&partition, &columns, &net);
        assert_eq!(periods.len(), 2);
        let first = Group {
            number: 1,
            participants: 2,
            in_profit: 1,
            in_loss: 1,
            net: 2,
            median_net: -5,
            gross: 32,
            commissions: 30,
            periods_enrolled: 3,
        };
        assert_eq!(periods[0], first);
        assert_eq!(
            (periods[1].number, periods[1].net, periods[1].median_net),
            (2, 8, 0)
        );

        partition.by_depth(&world);
        let depths = tally.tally(&partition, &columns, &net);
        let found: Vec<_> = depths
            .iter()
            .map(|group| (group.number, group.net, group.gross))
            .collect();
        assert_eq!(found, [(1, -5, 42), (2, 6, 72), (3, 9, 41)]);

        partition.by_joining_decile(&world);
        let deciles = tally.tally(&partition, &columns, &net);
        let numbers: Vec<_> = deciles
            .iter()
            .map(|group| (group.number, group.net))
            .collect();
        assert_eq!(numbers, [(2, -5), (4, 7), (6, 0), (8, 9), (10, -1)]);
    }

    #[test]
    fn deciles_share_out_everyone_once() {
        for people in 0..40 {
            let sizes: Vec<usize> = (0..DECILES)
                .map(|index| decile(index, people).len())
                .collect();
            assert_eq!(sizes.iter().sum::<usize>(), people);
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
        }
    }
}
