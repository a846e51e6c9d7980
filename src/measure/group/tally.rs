//! Groups by a table: how many of each are in which class of net.

use multiversion::multiversion;
use rayon::prelude::*;

use super::classes::Classes;
use super::{Columns, Group, Groups, Part, Partitions, Stretch, sorting};
use crate::columns::Cores;
use crate::measure::amount::Amount;
use crate::measure::distribution::Distribution;

/// Depths the table can tell apart; with more of them sorting is faster anyway.
const DEPTHS: usize = 256;
/// Cells of the table cleared a participant at most; beyond that sorting is faster.
const CELLS_EACH: usize = 64;
/// Participants whose classes are found together, by vectors.
const BLOCK: usize = 1_024;
/// The class that nobody is in.
const NONE: u32 = u32::MAX;

/// Memory for tallying, kept from one replication to the next.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    classes: Classes,
    /// One for all stretches, one after another, or one a stretch.
    counters: Vec<Counter>,
    by_depth: Table,
    by_joining_decile: Table,
    by_joining_period: Table,
}

/// The groups by depth of one stretch.
#[derive(Clone, Debug, Default)]
struct Counter {
    /// Members by depth, then by class.
    people: Vec<u32>,
    money: Vec<Money>,
    nets: Vec<i64>,
    /// Those in the class of the median of a group of theirs.
    candidates: Vec<Candidate>,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    depth: u32,
    class: u32,
    rank: u32,
}

/// The groups of one partition.
#[derive(Clone, Debug, Default)]
struct Table {
    /// Members by group, then by class.
    people: Vec<u32>,
    money: Vec<Money>,
    medians: Vec<Median>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Money {
    commissions: i64,
    margin: i64,
    net: i64,
}

/// What is known of a group's median.
#[derive(Clone, Debug, Default)]
struct Median {
    /// The class it is in, and its place (from 0) in it; [`NONE`] if it is known.
    class: u32,
    place: usize,
    known: i64,
    /// Ranks of the members in that class.
    candidates: Vec<u32>,
}

impl Tally {
    /// The groups of all partitions under one plan. `depth` is by participant; `ranks`
    /// are the [`Distribution::rank`]s of net, and `net` is its distribution.
    pub fn tally(
        &mut self,
        partitions: &Partitions,
        depth: &[u32],
        columns: &Columns<impl Amount>,
        ranks: &[u32],
        net: &Distribution,
        cores: Cores,
    ) -> Groups {
        self.classes = Classes::of(net);
        let cells = self.classes.count() * partitions.by_depth.len();
        let cleared = cells * partitions.stretches.len();
        if partitions.by_depth.len() > DEPTHS || cleared > CELLS_EACH * ranks.len() {
            return sorting::sort(partitions, depth, columns, ranks, net);
        }
        let classes = self.classes;
        let stretches = &partitions.stretches;
        self.clear(partitions, cores);
        self.each_stretch(
            stretches,
            cores,
            |counter, stretch| counter.count(classes, stretch, depth, columns, ranks),
            Tally::drain,
        );
        let tables = [
            &mut self.by_depth,
            &mut self.by_joining_decile,
            &mut self.by_joining_period,
        ];
        for table in tables {
            table.find_median_classes(self.classes, net);
        }
        let mut by_depth = [NONE; DEPTHS];
        for (wanted, median) in by_depth.iter_mut().zip(&self.by_depth.medians) {
            *wanted = median.class;
        }
        let class_of = |table: &Table| -> Vec<u32> {
            table.medians.iter().map(|median| median.class).collect()
        };
        let by_decile = class_of(&self.by_joining_decile);
        let by_period = class_of(&self.by_joining_period);
        self.each_stretch(
            stretches,
            cores,
            |counter, stretch| {
                let along = [by_decile[stretch.decile], by_period[stretch.period]];
                counter.find_candidates(classes, stretch, (&by_depth, along), depth, ranks);
            },
            Tally::take_candidates,
        );
        let groups = |table: &mut Table, parts| table.groups(self.classes, partitions, parts, net);
        Groups {
            by_depth: groups(&mut self.by_depth, &partitions.by_depth),
            by_joining_decile: groups(&mut self.by_joining_decile, &partitions.by_joining_decile),
            by_joining_period: groups(&mut self.by_joining_period, &partitions.by_joining_period),
        }
    }

    fn clear(&mut self, partitions: &Partitions, cores: Cores) {
        let (depths, classes) = (partitions.by_depth.len(), self.classes.count());
        let counters = match cores {
            Cores::One => 1,
            Cores::All => partitions.stretches.len(),
        };
        self.counters.resize_with(counters, Counter::default);
        for counter in &mut self.counters {
            counter.clear(depths, classes);
        }
        self.by_depth.clear(depths, classes);
        self.by_joining_decile
            .clear(partitions.by_joining_decile.len(), classes);
        self.by_joining_period
            .clear(partitions.by_joining_period.len(), classes);
    }

    /// Lets a counter do `work` on each stretch, side by side if there are cores for it, and
    /// takes in what it made of each in their order.
    fn each_stretch(
        &mut self,
        stretches: &[Stretch],
        cores: Cores,
        work: impl Fn(&mut Counter, &Stretch) + Send + Sync,
        take_in: impl Fn(&mut Tally, &Stretch, &mut Counter),
    ) {
        let mut counters = std::mem::take(&mut self.counters);
        match cores {
            Cores::One => {
                for stretch in stretches {
                    work(&mut counters[0], stretch);
                    take_in(self, stretch, &mut counters[0]);
                }
            }
            Cores::All => {
                let pairs = counters.par_iter_mut().zip(stretches);
                pairs.for_each(|(counter, stretch)| work(counter, stretch));
                for (counter, stretch) in counters.iter_mut().zip(stretches) {
                    take_in(self, stretch, counter);
                }
            }
        }
        self.counters = counters;
    }

    fn drain(&mut self, stretch: &Stretch, counter: &mut Counter) {
        let row = self.classes.count();
        let Stretch { decile, period, .. } = *stretch;
        let of_decile = &mut self.by_joining_decile.people[decile * row..][..row];
        let of_period = &mut self.by_joining_period.people[period * row..][..row];
        let rows = counter.people.chunks_exact_mut(row);
        for (row, of_depth) in rows.zip(self.by_depth.people.chunks_exact_mut(row)) {
            drain_row(row, of_depth, of_decile, of_period);
        }
        for (money, of_depth) in counter.money.iter_mut().zip(&mut self.by_depth.money) {
            let money = std::mem::take(money);
            of_depth.add(money);
            self.by_joining_decile.money[decile].add(money);
            self.by_joining_period.money[period].add(money);
        }
    }

    fn take_candidates(&mut self, stretch: &Stretch, counter: &mut Counter) {
        let of_depth = &mut self.by_depth.medians;
        let of_decile = &mut self.by_joining_decile.medians[stretch.decile];
        let of_period = &mut self.by_joining_period.medians[stretch.period];
        for candidate in counter.candidates.drain(..) {
            let of_depth = &mut of_depth[candidate.depth as usize];
            for median in [of_depth, &mut *of_decile, &mut *of_period] {
                if median.class == candidate.class {
                    median.candidates.push(candidate.rank);
                }
            }
        }
    }
}

impl Counter {
    fn clear(&mut self, depths: usize, classes: usize) {
        self.people.clear();
        self.people.resize(depths * classes, 0);
        self.money.clear();
        self.money.resize(depths, Money::default());
        self.nets.clear();
        self.nets.resize(depths, 0);
    }

    fn count(
        &mut self,
        classes: Classes,
        stretch: &Stretch,
        depth: &[u32],
        columns: &Columns<impl Amount>,
        ranks: &[u32],
    ) {
        let Counter {
            people,
            money,
            nets,
            ..
        } = self;
        let row = classes.count() as u32;
        let range = stretch.range.clone();
        let depth = &depth[range.clone()];
        let mut found = [0; BLOCK];
        let blocks = ranks[range.clone()].chunks(BLOCK).zip(depth.chunks(BLOCK));
        for ((ranks, depth), net) in blocks.zip(columns.net[range.clone()].chunks(BLOCK)) {
            classes.classify(ranks, &mut found);
            for ((&class, &depth), &net) in found.iter().zip(depth).zip(net) {
                people[(depth * row + class) as usize] += 1;
                nets[depth as usize] += net.into();
            }
        }
        for (money, net) in money.iter_mut().zip(nets) {
            money.net = std::mem::take(net);
        }
        if columns.is_all_commissions() {
            for money in money {
                money.commissions = money.net;
            }
            return;
        }
        for (&depth, &commission) in depth.iter().zip(&columns.commissions[range.clone()]) {
            money[depth as usize].commissions += commission.into();
        }
        for (&depth, &margin) in depth.iter().zip(columns.margin.get(range).unwrap_or(&[])) {
            money[depth as usize].margin += margin.into();
        }
    }

    /// Writes down who is in the class of the median of a group of theirs: of the groups by
    /// depth, and of two others that everyone here belongs to.
    fn find_candidates(
        &mut self,
        classes: Classes,
        stretch: &Stretch,
        (by_depth, along): (&[u32; DEPTHS], [u32; 2]),
        depth: &[u32],
        ranks: &[u32],
    ) {
        let range = stretch.range.clone();
        let (mut found, mut wanted) = ([0; BLOCK], [0; BLOCK]);
        let blocks = depth[range.clone()].chunks(BLOCK);
        for (depth, ranks) in blocks.zip(ranks[range].chunks(BLOCK)) {
            classes.classify(ranks, &mut found);
            wanted[depth.len()..].fill(0);
            flag(&found, depth, by_depth, along, &mut wanted);
            for (word, flags) in wanted.as_chunks::<8>().0.iter().enumerate() {
                // Mostly all eight are zero.
                let mut left = u64::from_le_bytes(*flags);
                while left != 0 {
                    let place = 8 * word + left.trailing_zeros() as usize / 8;
                    left &= left - 1;
                    self.candidates.push(Candidate {
                        depth: depth[place],
                        class: found[place],
                        rank: ranks[place],
                    });
                }
            }
        }
    }
}

/// 1 for everyone whose class is that of their depth or one of two others, 0 for the rest.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn flag(
    classes: &[u32; BLOCK],
    depth: &[u32],
    by_depth: &[u32; DEPTHS],
    [one, other]: [u32; 2],
    flags: &mut [u8; BLOCK],
) {
    for (flag, (&class, &depth)) in flags.iter_mut().zip(classes.iter().zip(depth)) {
        let of_depth = by_depth[depth as usize % DEPTHS];
        *flag = u8::from((class == of_depth) | (class == one) | (class == other));
    }
}

/// Adds a row to three others and empties it.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn drain_row(row: &mut [u32], one: &mut [u32], another: &mut [u32], third: &mut [u32]) {
    let others = one.iter_mut().zip(another).zip(third);
    for (people, ((one, another), third)) in row.iter_mut().zip(others) {
        *one += *people;
        *another += *people;
        *third += *people;
        *people = 0;
    }
}

impl Table {
    fn clear(&mut self, groups: usize, classes: usize) {
        self.people.clear();
        self.people.resize(groups * classes, 0);
        self.money.clear();
        self.money.resize(groups, Money::default());
        self.medians.resize_with(groups, Median::default);
    }

    fn find_median_classes(&mut self, classes: Classes, net: &Distribution) {
        let rows = self.people.chunks_exact(classes.count());
        for (row, median) in rows.zip(&mut self.medians) {
            median.candidates.clear();
            median.class = NONE;
            let members: usize = row.iter().map(|&people| people as usize).sum();
            let Some(last) = members.checked_sub(1) else {
                continue;
            };
            median.place = last / 2;
            for (class, &people) in (0..).zip(row) {
                if median.place < people as usize {
                    median.class = class;
                    break;
                }
                median.place -= people as usize;
            }
            if let Some(amount) = classes.only_amount(median.class, net) {
                median.known = amount;
                median.class = NONE;
            }
        }
    }

    fn groups(
        &mut self,
        classes: Classes,
        partitions: &Partitions,
        parts: &[Part],
        net: &Distribution,
    ) -> Vec<Group> {
        let people = |row: &[u32]| row.iter().map(|&people| u64::from(people)).sum();
        let rows = self.people.chunks_exact(classes.count());
        let groups = parts
            .iter()
            .zip(rows)
            .zip(self.money.iter().zip(&mut self.medians));
        groups
            .map(|((part, row), (money, median))| {
                let participants = people(row);
                Group {
                    number: part.number,
                    participants,
                    in_profit: people(&row[classes.start_of_profits()..]),
                    in_loss: people(&row[..classes.end_of_losses()]),
                    net: money.net,
                    median_net: median.amount(net),
                    gross: money.commissions + money.margin,
                    commissions: money.commissions,
                    periods_enrolled: partitions.periods_enrolled(part, participants),
                }
            })
            .filter(|group| group.participants > 0)
            .collect()
    }
}

impl Money {
    fn add(&mut self, other: Money) {
        self.commissions += other.commissions;
        self.margin += other.margin;
        self.net += other.net;
    }
}

impl Median {
    fn amount(&mut self, net: &Distribution) -> i64 {
        match self.class {
            NONE => self.known,
            _ => {
                let rank = *self.candidates.select_nth_unstable(self.place).1;
                net.of_midrank(rank)
            }
        }
    }
}
