//! Who stands on which rung: one pass from the newest member to the oldest, because
//! every condition looks only at descendants (plans.md S3, §4 step 6).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::condition::{GroupSlots, Limit, Slot};
use super::hold::Hold;
use super::{RankMemory, Ranks};
use crate::network::NO_SPONSOR;
use crate::plan::placement::PlacementTree;
use crate::plan::standing::Standing;
use crate::plan::standing::customers::{self, CustomerCounts};
use crate::plan::volume::Volumes;

/// Columns and lists of the pass, reused from period to period.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    /// A row of sums over the legs a member, as `Slots` orders them.
    sums: Vec<i64>,
    /// The highest rank anyone below each member holds.
    best_below: Vec<u8>,
    /// The rank each member reached in this period.
    reached: Vec<u8>,
    /// The best rank of earlier periods that still counts.
    kept: Vec<u8>,
    customers: CustomerCounts,
    placed: Vec<bool>,
    tests: Vec<Test>,
    legs: Vec<Leg>,
}

/// How a leg counts in one sum, in units of points.
#[derive(Clone, Copy, Debug)]
enum Leg {
    Group,
    GroupLimited(i64),
    GroupCut(i64),
    Personal(u8),
    PersonalLimited { above: usize, rank: u8, most: i64 },
    PersonalCut { above: usize, rank: u8, most: i64 },
    Holder(u8),
}

/// A rung's minima in units of points; what is not asked for is `i64::MIN` or 0.
#[derive(Clone, Copy, Debug)]
struct Test {
    own_points: i64,
    customer_points: i64,
    customers: u32,
    group: Option<GroupTest>,
    personal: Option<GroupTest>,
    legs: Option<(usize, i64)>,
    tenure: u32,
    active: bool,
}

/// A minimum of volume in a group.
#[derive(Clone, Copy, Debug)]
struct GroupTest {
    minimum: i64,
    volume: usize,
    limit: Option<GroupLimit>,
}

/// The most of a leg that counts, with the part of a unit that whole units leave out.
#[derive(Clone, Copy, Debug)]
struct GroupLimit {
    most: i64,
    rest: Decimal,
    cut_legs: usize,
}

impl GroupTest {
    fn new(slots: GroupSlots, required: Decimal, volumes: &Volumes) -> GroupTest {
        GroupTest {
            minimum: volumes.points.threshold(required),
            volume: slots.volume,
            limit: slots.limit.map(|(limit, cut_legs)| {
                let (most, rest) = limit.units(volumes.points);
                GroupLimit {
                    most,
                    rest,
                    cut_legs,
                }
            }),
        }
    }

    fn holds(self, own: i64, sums: &[i64], own_volume_is_leg: bool) -> bool {
        let mut counted = sums[self.volume];
        let mut own_counted = own;
        if let Some(limit) = self.limit {
            let mut cut = sums[limit.cut_legs];
            if own_volume_is_leg && own > limit.most {
                own_counted = limit.most;
                cut += 1;
            }
            if !limit.rest.is_zero() {
                // Every leg that was cut counts for the rest of its last unit too.
                let rests = (Decimal::from(cut) * limit.rest).floor();
                counted = counted.saturating_add(rests.to_i64().unwrap_or(i64::MAX));
            }
        }
        // Refunds may not push a group below nothing (plans.md §4 step 3).
        counted.saturating_add(own_counted).max(0) >= self.minimum
    }
}

impl Ranks {
    /// Settles what rank everyone holds in the period.
    pub(in crate::plan::standing) fn settle(
        &self,
        standing: &mut Standing,
        volumes: &Volumes,
        sponsor: &[u32],
        placement: Option<&PlacementTree>,
    ) {
        let members = sponsor.len();
        let mut memory = std::mem::take(&mut standing.memory);
        let mut scratch = std::mem::take(&mut memory.scratch);
        self.begin(&mut scratch, &memory, standing, volumes, members);
        let mut rank = std::mem::take(&mut standing.rank);
        match placement.filter(|_| self.rules.in_placement) {
            None => {
                for member in (0..members).rev() {
                    let up = sponsor[member];
                    self.settle_one(&mut scratch, &mut rank, standing, volumes, member, up);
                }
            }
            Some(tree) => {
                scratch.placed.clear();
                scratch.placed.resize(members, false);
                for &member in tree.order.iter().rev() {
                    let (member, up) = (member as usize, tree.parent[member as usize]);
                    scratch.placed[member] = true;
                    self.settle_one(&mut scratch, &mut rank, standing, volumes, member, up);
                }
                // Who is not placed has no legs and is in nobody's (plans.md S1).
                for member in 0..members {
                    if !scratch.placed[member] {
                        self.settle_one(
                            &mut scratch,
                            &mut rank,
                            standing,
                            volumes,
                            member,
                            NO_SPONSOR,
                        );
                    }
                }
            }
        }
        if let Hold::BestOf(window) = self.hold {
            memory.history.push(window, &scratch.reached);
        }
        standing.rank = rank;
        memory.scratch = scratch;
        standing.memory = memory;
    }

    fn begin(
        &self,
        scratch: &mut Scratch,
        memory: &RankMemory,
        standing: &Standing,
        volumes: &Volumes,
        members: usize,
    ) {
        match self.hold {
            Hold::BestOf(_) => memory.history.best(members, &mut scratch.kept),
            Hold::Lifetime => {
                scratch.kept.clone_from(&standing.lifetime_rank);
                scratch.kept.resize(members, 0);
            }
        }
        scratch.sums.clear();
        scratch.sums.resize(members * self.slots.all.len(), 0);
        scratch.best_below.clear();
        scratch.best_below.resize(members, 0);
        scratch.reached.clear();
        scratch.reached.resize(members, 0);
        if self.slots.needs_customers {
            customers::count(volumes.period, &mut scratch.customers);
        }
        let most = |limit: Limit| limit.units(volumes.points).0;
        let above = |rank| {
            self.slots
                .position(Slot::Personal(rank))
                .expect("a limited sum stands beside the full one")
        };
        scratch.legs.clear();
        scratch
            .legs
            .extend(self.slots.all.iter().map(|slot| match *slot {
                Slot::Group => Leg::Group,
                Slot::GroupLimited(limit) => Leg::GroupLimited(most(limit)),
                Slot::GroupCut(limit) => Leg::GroupCut(most(limit)),
                Slot::Personal(rank) => Leg::Personal(rank),
                Slot::PersonalLimited(rank, limit) => Leg::PersonalLimited {
                    above: above(rank),
                    rank,
                    most: most(limit),
                },
                Slot::PersonalCut(rank, limit) => Leg::PersonalCut {
                    above: above(rank),
                    rank,
                    most: most(limit),
                },
                Slot::Legs(rank) => Leg::Holder(rank),
            }));
        let threshold = |points: Option<Decimal>| {
            points.map_or(i64::MIN, |points| volumes.points.threshold(points))
        };
        scratch.tests.clear();
        scratch
            .tests
            .extend(self.rungs.iter().zip(&self.slots.rungs).map(|(rung, at)| {
                let group = |slots: Option<GroupSlots>, required: Option<Decimal>| {
                    Some(GroupTest::new(slots?, required?, volumes))
                };
                Test {
                    own_points: threshold(rung.own_points),
                    customer_points: threshold(rung.customer_points),
                    customers: rung.customers.unwrap_or(0),
                    group: group(at.group, rung.group_volume),
                    personal: group(at.personal, rung.personal_group_volume),
                    legs: at
                        .legs
                        .zip(rung.legs)
                        .map(|(slot, legs)| (slot, i64::from(legs.count))),
                    tenure: rung.tenure,
                    active: rung.active,
                }
            }));
    }

    /// Settles one member, all below him settled, and adds his leg to his upline's sums.
    fn settle_one(
        &self,
        scratch: &mut Scratch,
        rank: &mut [u8],
        standing: &Standing,
        volumes: &Volumes,
        member: usize,
        up: u32,
    ) {
        let period = volumes.period;
        let is_active = standing.is_active(period, member);
        let own = volumes.points_of(member);
        let width = self.slots.all.len();
        let row = member * width;
        let reached = self.reached(scratch, volumes, member, own, is_active);
        scratch.reached[member] = reached;
        // Who has left holds nothing any more.
        let held = if period.is_enrolled(member) {
            reached.max(scratch.kept[member])
        } else {
            0
        };
        rank[member] = held;
        if up == NO_SPONSOR {
            return;
        }
        let up = up as usize;
        // Compression of ranks: an inactive leader is not there, his legs are his upline's.
        let absent = self.rules.past_the_inactive && !is_active;
        let below = scratch.best_below[member];
        let best = if absent { below } else { below.max(held) };
        scratch.best_below[up] = scratch.best_below[up].max(best);
        if width == 0 {
            return;
        }
        // In the enrolment tree uplines come first; in a placement tree they may not.
        let (from, to) = rows(&mut scratch.sums, row, up * width, width);
        let group = self
            .slots
            .group
            .map_or(0, |slot| own.saturating_add(from[slot]));
        for (slot, leg) in scratch.legs.iter().enumerate() {
            let added = match *leg {
                Leg::Group => group,
                Leg::GroupLimited(most) if absent => from[slot].saturating_add(own.min(most)),
                Leg::GroupCut(most) if absent => from[slot] + i64::from(own > most),
                Leg::Personal(_) if absent => from[slot].saturating_add(own),
                Leg::PersonalLimited { most, .. } if absent => {
                    from[slot].saturating_add(own.min(most))
                }
                Leg::PersonalCut { most, .. } if absent => from[slot] + i64::from(own > most),
                Leg::Holder(_) if absent => from[slot],
                Leg::GroupLimited(most) => group.min(most),
                Leg::GroupCut(most) => i64::from(group > most),
                Leg::Personal(rank)
                | Leg::PersonalLimited { rank, .. }
                | Leg::PersonalCut { rank, .. }
                    if held >= rank =>
                {
                    0
                }
                Leg::Personal(_) => own.saturating_add(from[slot]),
                Leg::PersonalLimited { above, most, .. } => {
                    own.saturating_add(from[above]).min(most)
                }
                Leg::PersonalCut { above, most, .. } => {
                    i64::from(own.saturating_add(from[above]) > most)
                }
                Leg::Holder(rank) => i64::from(best >= rank),
            };
            to[slot] = to[slot].saturating_add(added);
        }
    }

    /// The rank whose conditions a member meets in this period.
    fn reached(
        &self,
        scratch: &Scratch,
        volumes: &Volumes,
        member: usize,
        own: i64,
        is_active: bool,
    ) -> u8 {
        let width = self.slots.all.len();
        let sums = &scratch.sums[member * width..(member + 1) * width];
        let period = volumes.period;
        let holds = |test: &Test| {
            (!test.active || is_active)
                && test.tenure <= period.number + 1 - u32::from(period.joined.at(member))
                && (test.own_points == i64::MIN || volumes.own_points_of(member) >= test.own_points)
                && (test.customer_points == i64::MIN
                    || volumes.customer_points_of(member) >= test.customer_points)
                && (test.customers == 0 || scratch.customers.of(member) >= test.customers)
                && test.legs.is_none_or(|(slot, count)| sums[slot] >= count)
                && test
                    .group
                    .is_none_or(|group| group.holds(own, sums, self.rules.own_volume_is_leg))
                && test
                    .personal
                    .is_none_or(|group| group.holds(own, sums, self.rules.own_volume_is_leg))
        };
        let tests = &scratch.tests;
        let rungs = if self.rules.cumulative {
            tests.iter().take_while(|test| holds(test)).count()
        } else {
            tests.iter().rposition(holds).map_or(0, |rung| rung + 1)
        };
        rungs as u8
    }
}

/// A member's row of sums, to read, and his upline's, to add to.
fn rows(sums: &mut [i64], from: usize, to: usize, width: usize) -> (&[i64], &mut [i64]) {
    if to < from {
        let (before, after) = sums.split_at_mut(from);
        (&after[..width], &mut before[to..to + width])
    } else {
        let (before, after) = sums.split_at_mut(to);
        (&before[from..from + width], &mut after[..width])
    }
}
