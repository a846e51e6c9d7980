//! `[placement]` (plans.md S1): the second tree, filled by the plan's own rule.
//!
//! Members are placed in the order they join, each where the fill says at that moment, and
//! never moved. Every fill takes O(1) or O(log n) a join: see `seats` for the breadth-first
//! ones and `edges` for those that look for an outside edge or compare legs.

mod edges;
mod given;
mod keys;
mod seats;

pub(super) use keys::KEY;

use crate::network::NO_SPONSOR;

use super::volume::Volumes;
use edges::Edges;
use seats::{FreePlaces, Seats};

/// No position.
const NOWHERE: u32 = u32::MAX;

/// The rule by which people are placed.
#[derive(Clone, Debug)]
pub struct PlacementRule {
    is_binary: bool,
    width: u8,
    /// `u32::MAX` if unlimited.
    depth: u32,
    fill: Fill,
    /// How long people wait in the holding tank, if there is one.
    tank_days: Option<u64>,
    tie: Tie,
    full: Full,
}

/// Where a new member is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    FirstUnderSponsor,
    FirstOfCompany,
    /// The outside edge of this leg.
    Outer(u8),
    WeakLeg,
    StrongLeg,
    Alternate,
    Balanced,
}

/// Which of equal legs is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    Left,
    Right,
    Oldest,
}

/// What happens when there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Full {
    Reject,
    SecondPosition,
}

/// A placement tree, by member in joining order.
#[derive(Clone, Debug, Default)]
pub struct PlacementTree {
    /// Placement parent; [`NO_SPONSOR`] at a root and for who is not placed.
    pub parent: Vec<u32>,
    /// Which leg of the parent, 0 is left.
    pub leg: Vec<u8>,
    /// Members placed so far, parents before children: the order to walk down in, and
    /// backwards to sum up in. A member in the holding tank is not in it.
    pub order: Vec<u32>,
    /// How many members found no place.
    pub rejected: u64,
    is_placed: Vec<bool>,
    /// The position the search begins at for those a member enrolled: his newest, or that
    /// of the one above him who has a place; [`NOWHERE`] while he waits.
    seat: Vec<u32>,
    seats: Seats,
    free: FreePlaces,
    edges: Edges,
    /// The oldest position that may have a free leg, for the matrix of the whole company.
    oldest_free: usize,
    /// Which leg each position's next recruit is placed in, for `alternate`.
    turn: Vec<u8>,
    /// Each position's volume so far, for the weak leg.
    volume: Vec<i64>,
    /// What had come together at and below each position when the period began.
    below: Vec<i64>,
    /// Members without a place: in the holding tank, or below somebody who is not there
    /// yet. The first `seen` of them have left.
    waiting: Vec<u32>,
    seen: usize,
}

impl PlacementRule {
    /// Whether every position has a left and a right leg.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        self.is_binary
    }

    /// Step 2: places the period's joiners, and those whose time in the holding tank is
    /// over. `days` is the length of a period.
    pub(super) fn place(&self, volumes: &Volumes, days: u32, tree: &mut PlacementTree) {
        let period = volumes.period;
        let members = period.members();
        let known = tree.parent.len();
        tree.admit(members);
        if !period.details.placement.is_empty() {
            tree.take_as_given(period.details.placement, known..members);
            return;
        }
        if self.compares_volume() {
            tree.weigh_legs(volumes);
        }
        let closes_on = u64::from(period.number) * u64::from(days);
        for member in known..members {
            if period.sponsor[member] == NO_SPONSOR {
                let seat = tree.seats.take(member as u32, NOWHERE, 0);
                self.seated(tree, seat);
                tree.seat_member(member, seat);
                self.weigh(tree, seat, volumes.personal_of(member));
            } else {
                tree.waiting.push(member as u32);
            }
        }
        // Time-stamp, then number: everyone waits equally long, so it is the joining order.
        while let Some(&member) = tree.waiting.get(tree.seen) {
            let member = member as usize;
            if let Some(patience) = self.tank_days {
                let joined = match period.details.joined_day.get(member) {
                    Some(&day) => u64::from(day),
                    None => (u64::from(period.joined.at(member)) - 1) * u64::from(days),
                };
                if joined + patience >= closes_on {
                    break;
                }
            }
            tree.seen += 1;
            self.seat_recruit(tree, member, period.sponsor[member], volumes);
        }
    }

    fn compares_volume(&self) -> bool {
        matches!(self.fill, Fill::WeakLeg | Fill::StrongLeg)
    }

    fn seat_recruit(
        &self,
        tree: &mut PlacementTree,
        member: usize,
        sponsor: u32,
        volumes: &Volumes,
    ) {
        let start = tree.seat[sponsor as usize];
        let (mut above, mut leg) = self.find(tree, start);
        let level = match self.fill {
            // Positions too deep were passed over in looking for it.
            Fill::FirstOfCompany => 0,
            _ => tree.seats.level[start as usize],
        };
        if above == NOWHERE || tree.seats.level[above as usize] - level >= self.depth {
            match self.full {
                Full::Reject => {
                    tree.rejected += 1;
                    tree.seat[member] = start;
                    return;
                }
                Full::SecondPosition => {
                    let owner = tree.seats.owner[start as usize];
                    above = tree.seats.take(owner, NOWHERE, 0);
                    leg = 0;
                    self.seated(tree, above);
                    tree.seat[owner as usize] = above;
                }
            }
        }
        let seat = tree.seats.take(member as u32, above, leg);
        self.seated(tree, seat);
        tree.seat_member(member, seat);
        tree.parent[member] = tree.seats.owner[above as usize];
        tree.leg[member] = leg;
        if self.fill == Fill::Alternate {
            tree.turn[start as usize] ^= 1;
        }
        self.weigh(tree, seat, volumes.personal_of(member));
    }

    /// The position and the leg where the fill places someone whose sponsor sits at
    /// `start`.
    fn find(&self, tree: &mut PlacementTree, start: u32) -> (u32, u8) {
        match self.fill {
            Fill::FirstUnderSponsor => {
                let above = tree.free.nearest(start);
                (above, tree.seats.taken[above as usize])
            }
            Fill::FirstOfCompany => {
                let seats = &tree.seats;
                let is_free =
                    |seat: usize| seats.taken[seat] < self.width && seats.level[seat] < self.depth;
                while tree.oldest_free < seats.len() && !is_free(tree.oldest_free) {
                    tree.oldest_free += 1;
                }
                match seats.taken.get(tree.oldest_free) {
                    Some(&leg) => (tree.oldest_free as u32, leg),
                    None => (NOWHERE, 0),
                }
            }
            Fill::Outer(leg) => tree.outer(start, leg),
            Fill::Alternate => tree.outer(start, tree.turn[start as usize]),
            Fill::WeakLeg | Fill::StrongLeg => {
                let [left, right] = [0, 1].map(|leg| tree.seats.at(start, leg));
                let [on_left, on_right] = [left, right].map(|top| tree.leg_volume(top));
                let leg = if on_left == on_right {
                    match self.tie {
                        Tie::Left => 0,
                        Tie::Right => 1,
                        // A leg not begun yet is younger than any.
                        Tie::Oldest => u8::from(right.unwrap_or(NOWHERE) < left.unwrap_or(NOWHERE)),
                    }
                } else {
                    u8::from((on_right < on_left) == (self.fill == Fill::WeakLeg))
                };
                tree.outer(start, leg)
            }
            Fill::Balanced => self.fewest(tree, start),
        }
    }

    /// Down to the leg with the fewest people, step by step: a leg that is free has none.
    fn fewest(&self, tree: &PlacementTree, start: u32) -> (u32, u8) {
        let seats = &tree.seats;
        let mut at = start;
        loop {
            if seats.taken[at as usize] < self.width {
                let mut taken = 0_u64;
                for below in seats.below(at) {
                    taken |= 1 << seats.leg[below as usize];
                }
                let leg = match self.tie {
                    Tie::Left | Tie::Oldest => (!taken).trailing_zeros() as u8,
                    Tie::Right => {
                        let free = !taken << (64 - u32::from(self.width));
                        self.width - 1 - free.leading_zeros() as u8
                    }
                };
                return (at, leg);
            }
            let by_preference = |seat: u32| match self.tie {
                Tie::Left => i64::from(seats.leg[seat as usize]),
                Tie::Right => -i64::from(seats.leg[seat as usize]),
                Tie::Oldest => i64::from(seat),
            };
            at = seats
                .below(at)
                .min_by_key(|&below| (tree.edges.sum(below), by_preference(below)))
                .expect("a position without a free leg has somebody below it");
        }
    }

    /// Notes a position that was just taken in whatever the fill searches.
    fn seated(&self, tree: &mut PlacementTree, seat: u32) {
        match self.fill {
            Fill::FirstUnderSponsor => tree.free.enter(&tree.seats, self.width),
            Fill::FirstOfCompany => {}
            Fill::Outer(_) => tree.edges.enter(&tree.seats),
            Fill::Alternate => {
                tree.edges.enter(&tree.seats);
                tree.turn.push(0);
            }
            Fill::WeakLeg | Fill::StrongLeg => {
                tree.edges.enter(&tree.seats);
                tree.volume.push(0);
                tree.below.push(0);
            }
            Fill::Balanced => {
                tree.edges.enter(&tree.seats);
                tree.edges.add(seat, 1);
            }
        }
    }

    /// Who was placed counts with what he brings from now on (PL-04).
    fn weigh(&self, tree: &mut PlacementTree, seat: u32, volume: i64) {
        if self.compares_volume() && volume != 0 {
            tree.volume[seat as usize] = volume;
            tree.edges.add(seat, volume);
        }
    }
}

impl PlacementTree {
    pub(super) fn forget(&mut self) {
        self.parent.clear();
        self.leg.clear();
        self.order.clear();
        self.rejected = 0;
        self.is_placed.clear();
        self.seat.clear();
        self.seats.forget();
        self.free.forget();
        self.edges.forget();
        self.oldest_free = 0;
        self.turn.clear();
        self.volume.clear();
        self.below.clear();
        self.waiting.clear();
        self.seen = 0;
    }

    /// Whether a member has a place: he is neither waiting nor rejected.
    #[must_use]
    pub fn is_placed(&self, member: usize) -> bool {
        self.is_placed[member]
    }

    /// How many members wait in the holding tank.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len() - self.seen
    }

    fn admit(&mut self, members: usize) {
        self.parent.resize(members, NO_SPONSOR);
        self.leg.resize(members, 0);
        self.is_placed.resize(members, false);
        self.seat.resize(members, NOWHERE);
    }

    fn seat_member(&mut self, member: usize, seat: u32) {
        self.seat[member] = seat;
        self.is_placed[member] = true;
        self.order.push(member as u32);
    }

    fn outer(&self, start: u32, leg: u8) -> (u32, u8) {
        (self.edges.bottom(&self.seats, start, leg), leg)
    }

    /// Adds the period's volume of everyone placed before it, and sums it up the tree. Who
    /// is placed in the period itself is added as he is.
    fn weigh_legs(&mut self, volumes: &Volumes) {
        for (volume, &owner) in self.volume.iter_mut().zip(&self.seats.owner) {
            *volume += volumes.personal_of(owner as usize);
        }
        self.below.clone_from(&self.volume);
        for seat in (0..self.seats.len()).rev() {
            if let Some(above) = self.below.get(self.seats.above[seat] as usize) {
                self.below[self.seats.above[seat] as usize] = above + self.below[seat];
            }
        }
        self.edges.clear_sums();
    }

    fn leg_volume(&self, top: Option<u32>) -> i64 {
        top.map_or(0, |top| self.below[top as usize] + self.edges.sum(top))
    }
}

#[cfg(test)]
mod tests;
