//! Groups by a table: how many of each are in which class of net.

use multiversion::multiversion;

use super::classes::Classes;
use super::{Columns, Group, Groups, Part, Partitions, Stretch, sorting};
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
    /// By depth, of the stretch at hand.
    stretch: Table,
    /// Σ net of it by depth.
    nets: Vec<i64>,
    by_depth: Table,
    by_joining_decile: Table,
    by_joining_period: Table,
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
    ) -> Groups {
        self.classes = Classes::of(net);
        let cells = self.classes.count() * partitions.by_depth.len();
        let cleared = cells * partitions.stretches.len();
        if partitions.by_depth.len() > DEPTHS || cleared > CELLS_EACH * ranks.len() {
            return sorting::sort(partitions, depth, columns, ranks, net);
        }
        self.clear(partitions);
        for stretch in &partitions.stretches {
            self.count(stretch, depth, columns, ranks);
            self.drain(stretch);
        }
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
        for stretch in &partitions.stretches {
            self.find_candidates(stretch, &by_depth, depth, ranks);
        }
        let groups = |table: &mut Table, parts| table.groups(self.classes, partitions, parts, net);
        Groups {
            by_depth: groups(&mut self.by_depth, &partitions.by_depth),
            by_joining_decile: groups(&mut self.by_joining_decile, &partitions.by_joining_decile),
            by_joining_period: groups(&mut self.by_joining_period, &partitions.by_joining_period),
        }
    }

    fn clear(&mut self, partitions: &Partitions) {
        let classes = self.classes.count();
        self.stretch.clear(partitions.by_depth.len(), classes);
        self.nets.clear();
        self.nets.resize(partitions.by_depth.len(), 0);
        self.by_depth.clear(partitions.by_depth.len(), classes);
        self.by_joining_decile
            .clear(partitions.by_joining_decile.len(), classes);
        self.by_joining_period
            .clear(partitions.by_joining_period.len(), classes);
    }

    /// Counts a stretch by depth.
    fn count(
        &mut self,
        stretch: &Stretch,
        depth: &[u32],
        columns: &Columns<impl Amount>,
        ranks: &[u32],
    ) {
        let Table { people, money, .. } = &mut self.stretch;
        let nets = &mut self.nets;
        let row = self.classes.count() as u32;
        let range = stretch.range.clone();
        let depth = &depth[range.clone()];
        let mut classes = [0; BLOCK];
        let blocks = ranks[range.clone()].chunks(BLOCK).zip(depth.chunks(BLOCK));
        for ((ranks, depth), net) in blocks.zip(columns.net[range.clone()].chunks(BLOCK)) {
            self.classes.classify(ranks, &mut classes);
            for ((&class, &depth), &net) in classes.iter().zip(depth).zip(net) {
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

    /// Adds a stretch to all groups it is part of, and empties it.
    fn drain(&mut self, stretch: &Stretch) {
        let row = self.classes.count();
        let Stretch { decile, period, .. } = *stretch;
        let of_decile = &mut self.by_joining_decile.people[decile * row..][..row];
        let of_period = &mut self.by_joining_period.people[period * row..][..row];
        let rows = self.stretch.people.chunks_exact_mut(row);
        for (row, of_depth) in rows.zip(self.by_depth.people.chunks_exact_mut(row)) {
            drain_row(row, of_depth, of_decile, of_period);
        }
        for (money, of_depth) in self.stretch.money.iter_mut().zip(&mut self.by_depth.money) {
            let money = std::mem::take(money);
            of_depth.add(money);
            self.by_joining_decile.money[decile].add(money);
            self.by_joining_period.money[period].add(money);
        }
    }

    /// Writes down who is in the class of the median of a group of theirs; `by_depth` are
    /// those classes by depth.
    fn find_candidates(
        &mut self,
        stretch: &Stretch,
        by_depth: &[u32; DEPTHS],
        depth: &[u32],
        ranks: &[u32],
    ) {
        let of_depth = &mut self.by_depth.medians;
        let of_decile = &mut self.by_joining_decile.medians[stretch.decile];
        let of_period = &mut self.by_joining_period.medians[stretch.period];
        let along = [of_decile.class, of_period.class];
        let range = stretch.range.clone();
        let (mut classes, mut wanted) = ([0; BLOCK], [0; BLOCK]);
        let blocks = depth[range.clone()].chunks(BLOCK);
        for (depth, ranks) in blocks.zip(ranks[range].chunks(BLOCK)) {
            self.classes.classify(ranks, &mut classes);
            wanted[depth.len()..].fill(0);
            flag(&classes, depth, by_depth, along, &mut wanted);
            for (word, flags) in wanted.as_chunks::<8>().0.iter().enumerate() {
                // Mostly all eight are zero.
                let mut left = u64::from_le_bytes(*flags);
                while left != 0 {
                    let place = 8 * word + left.trailing_zeros() as usize / 8;
                    left &= left - 1;
                    let of_depth = &mut of_depth[depth[place] as usize];
                    for median in [of_depth, &mut *of_decile, &mut *of_period] {
                        if median.class == classes[place] {
                            median.candidates.push(ranks[place]);
                        }
                    }
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
