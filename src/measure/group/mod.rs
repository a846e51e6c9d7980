//! Participants in groups: by joining decile, by joining period, by depth.

mod classes;
mod sorting;
mod tally;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::crowd;
use super::facts::WorldFacts;
use crate::columns::Each;
pub use tally::Tally;

/// Deciles.
pub const DECILES: usize = 10;

/// Money by participant, founders cut off unless they count.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a, A = i64> {
    /// Commissions.
    pub commissions: &'a [A],
    /// Retail margin; empty where there is none.
    pub margin: &'a [A],
    /// Net; the very column of commissions where it is known to be the same.
    pub net: &'a [A],
}

impl<A: Amount> Columns<'_, A> {
    /// Whether net is known to be the same as commissions, person by person.
    fn is_all_commissions(&self) -> bool {
        std::ptr::eq(self.net, self.commissions)
    }
}

/// A group of participants under one plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// All groups of one plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    /// By links up to the founder.
    pub by_depth: Vec<Group>,
    /// By tenth of the joining order.
    pub by_joining_decile: Vec<Group>,
    /// By period of joining.
    pub by_joining_period: Vec<Group>,
}

/// The divisions of the participants into groups, the same under every plan.
#[derive(Clone, Debug, Default)]
pub struct Partitions {
    by_depth: Vec<Part>,
    by_joining_decile: Vec<Part>,
    by_joining_period: Vec<Part>,
    stretches: Vec<Stretch>,
    /// Periods enrolled, if that is the same for everyone.
    enrolled_for: Option<u16>,
}

/// What is known of a group whatever the plan. There may be nobody in it.
#[derive(Clone, Debug)]
struct Part {
    number: u32,
    /// Σ periods enrolled; not added up if that is the same for everyone.
    periods_enrolled: u64,
}

/// Participants next to each other in joining order who are in the same groups by joining
/// decile and by joining period, given by their places in the lists.
#[derive(Clone, Debug)]
struct Stretch {
    range: Range<usize>,
    decile: usize,
    period: usize,
}

/// The bounds of a decile (from 0) of so many people: equal but for one person.
#[must_use]
pub fn decile(index: usize, people: usize) -> Range<usize> {
    people * index / DECILES..people * (index + 1) / DECILES
}

impl Part {
    fn numbered(number: u32) -> Part {
        Part {
            number,
            periods_enrolled: 0,
        }
    }
}

impl Partitions {
    /// Divides the participants of a world.
    pub fn part(&mut self, world: &WorldFacts) {
        let first = world.first_participant();
        let depth = &world.depth[first..];
        self.find_stretches(world.joined.starting_at(first), depth.len());
        let rows = match depth {
            [] => 0,
            depth => crowd::most(depth) + 1,
        };
        self.by_depth.clear();
        self.by_depth.extend((0..rows).map(Part::numbered));
        self.by_joining_decile.clear();
        self.by_joining_decile
            .extend((1..=DECILES as u32).map(Part::numbered));
        self.add_up_periods(world.periods_enrolled.starting_at(first), depth);
    }

    fn find_stretches(&mut self, joined: Each<u16>, people: usize) {
        self.by_joining_period.clear();
        self.stretches.clear();
        let (mut start, mut index) = (0, 0);
        while start < people {
            let joining = joined.at(start);
            let end = joined.partition_point(people, |period| period <= joining);
            let period = self.by_joining_period.len();
            self.by_joining_period
                .push(Part::numbered(u32::from(joining)));
            while start < end {
                while decile(index, people).end <= start {
                    index += 1;
                }
                let range = start..end.min(decile(index, people).end);
                start = range.end;
                self.stretches.push(Stretch {
                    range,
                    decile: index,
                    period,
                });
            }
        }
    }

    fn add_up_periods(&mut self, periods: Each<u16>, depth: &[u32]) {
        let periods = match periods {
            Each::All(periods) => {
                self.enrolled_for = Some(periods);
                return;
            }
            Each::Own(periods) => periods,
        };
        self.enrolled_for = None;
        for stretch in &self.stretches {
            let periods = &periods[stretch.range.clone()];
            let sum: u64 = periods.iter().map(|&periods| u64::from(periods)).sum();
            self.by_joining_decile[stretch.decile].periods_enrolled += sum;
            self.by_joining_period[stretch.period].periods_enrolled += sum;
        }
        for (&depth, &periods) in depth.iter().zip(periods) {
            self.by_depth[depth as usize].periods_enrolled += u64::from(periods);
        }
    }

    /// Σ periods enrolled of a group of so many people.
    fn periods_enrolled(&self, part: &Part, participants: u64) -> u64 {
        match self.enrolled_for {
            Some(periods) => u64::from(periods) * participants,
            None => part.periods_enrolled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Cores;
    use crate::measure::distribution::Distribution;
    use proptest::prelude::*;

    fn world<'a>(joined: &'a [u16], periods: &'a [u16], depth: &'a [u32]) -> WorldFacts<'a> {
        WorldFacts {
            founders: 1,
            periods: 2,
            joined: Each::Own(joined),
            periods_enrolled: Each::Own(periods),
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
        let mut partitions = Partitions::default();
        partitions.part(&world);
        let mut ranks = Vec::new();
        net.rank(columns.net, &mut ranks, Cores::One);
        let Groups {
            by_depth: depths,
            by_joining_decile: deciles,
            by_joining_period: periods,
        } = Tally::default().tally(
            &partitions,
            &world.depth[1..],
            &columns,
            &ranks,
            &net,
            Cores::One,
        );

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

        let found: Vec<_> = depths
            .iter()
            .map(|group| (group.number, group.net, group.gross))
            .collect();
        assert_eq!(found, [(1, -5, 42), (2, 6, 72), (3, 9, 41)]);

        let numbers: Vec<_> = deciles
            .iter()
            .map(|group| (group.number, group.net))
            .collect();
        assert_eq!(numbers, [(2, -5), (4, 7), (6, 0), (8, 9), (10, -1)]);
    }

    /// Participants with the period they joined in, their depth and their net: most near
    /// zero, few depths or many.
    fn people() -> impl Strategy<Value = Vec<(u16, u32, i64)>> {
        let net = prop_oneof![2 => Just(0_i64), 2 => -9_i64..9, 2 => -50_000_i64..50_000];
        let person = |deepest: u32| (1_u16..4, 0..deepest, net.clone());
        prop_oneof![
            3 => prop::collection::vec(person(5), 0..3_000),
            1 => prop::collection::vec(person(400), 0..300),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_table_agrees_with_sorting(mut people in people(), same_money in any::<bool>()) {
            people.sort_unstable_by_key(|person| person.0);
            let joined: Vec<u16> = people.iter().map(|person| person.0).collect();
            let depth: Vec<u32> = people.iter().map(|person| person.1).collect();
            let net: Vec<i64> = people.iter().map(|person| person.2).collect();
            let other: Vec<i64> = net.iter().map(|net| net * 3 + 1).collect();
            let world = WorldFacts { founders: 0, ..world(&joined, &joined, &depth) };
            let columns = match same_money {
                true => Columns { commissions: &net, margin: &[], net: &net },
                false => Columns { commissions: &other, margin: &other, net: &net },
            };
            let mut counted = Distribution::default();
            counted.count(&net);
            let (mut partitions, mut ranks) = (Partitions::default(), Vec::new());
            partitions.part(&world);
            counted.rank(&net, &mut ranks, Cores::One);
            let mut tally = Tally::default();
            for cores in [Cores::One, Cores::All, Cores::One] {
                prop_assert_eq!(
                    tally.tally(&partitions, &depth, &columns, &ranks, &counted, cores),
                    sorting::sort(&partitions, &depth, &columns, &ranks, &counted)
                );
            }
        }
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
