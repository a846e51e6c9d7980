//! Positions and the places below them, numbered in the order they were taken.

use super::NOWHERE;

/// The positions of a placement tree. A member has one, or more where a full matrix lets
/// him open another (plans.md S1).
#[derive(Clone, Debug, Default)]
pub(super) struct Seats {
    /// Whose position it is.
    pub owner: Vec<u32>,
    /// The position above; [`NOWHERE`] at a root.
    pub above: Vec<u32>,
    /// Which leg of it.
    pub leg: Vec<u8>,
    /// Steps down from the root.
    pub level: Vec<u32>,
    /// How many legs have been begun.
    pub taken: Vec<u8>,
    /// The first of the positions directly below, in the order they were taken.
    first: Vec<u32>,
    /// The next one directly below the same position.
    next: Vec<u32>,
    last: Vec<u32>,
}

impl Seats {
    pub fn len(&self) -> usize {
        self.owner.len()
    }

    pub fn forget(&mut self) {
        self.owner.clear();
        self.above.clear();
        self.leg.clear();
        self.level.clear();
        self.taken.clear();
        self.first.clear();
        self.next.clear();
        self.last.clear();
    }

    /// Takes a position: a root, or a leg of the position `above` that is still free.
    pub fn take(&mut self, owner: u32, above: u32, leg: u8) -> u32 {
        let seat = self.len() as u32;
        let mut level = 0;
        if above != NOWHERE {
            let above = above as usize;
            level = self.level[above] + 1;
            self.taken[above] += 1;
            match self.last[above] {
                NOWHERE => self.first[above] = seat,
                last => self.next[last as usize] = seat,
            }
            self.last[above] = seat;
        }
        self.owner.push(owner);
        self.above.push(above);
        self.leg.push(leg);
        self.level.push(level);
        self.taken.push(0);
        self.first.push(NOWHERE);
        self.next.push(NOWHERE);
        self.last.push(NOWHERE);
        seat
    }

    /// The positions directly below, in the order they were taken.
    pub fn below(&self, seat: u32) -> impl Iterator<Item = u32> {
        self.and_after(self.first[seat as usize])
    }

    /// A position and those taken after it below the same one.
    fn and_after(&self, seat: u32) -> impl Iterator<Item = u32> {
        let mut at = seat;
        std::iter::from_fn(move || {
            let seat = at;
            if seat == NOWHERE {
                return None;
            }
            at = self.next[seat as usize];
            Some(seat)
        })
    }

    /// The position at the top of one leg.
    pub fn at(&self, seat: u32, leg: u8) -> Option<u32> {
        self.below(seat)
            .find(|&below| self.leg[below as usize] == leg)
    }
}

/// How far below each position its nearest free place lies, kept up to date as places are
/// taken, so that the first free place breadth first is found by walking straight to it.
///
/// A distance only ever grows, and to at most the logarithm of the number of people, so
/// all the keeping up to date is O(n log n) over n joins.
#[derive(Clone, Debug, Default)]
pub(super) struct FreePlaces {
    /// Levels down to the nearest position with a free leg, 0 for itself.
    distance: Vec<u8>,
    /// The leftmost position directly below on the way there.
    way: Vec<u32>,
}

impl FreePlaces {
    pub fn forget(&mut self) {
        self.distance.clear();
        self.way.clear();
    }

    /// The first position below `seat`, level by level and left to right, with a free leg.
    /// Legs are begun from the left, so the free one is that numbered by those taken.
    pub fn nearest(&self, seat: u32) -> u32 {
        let mut at = seat;
        while self.distance[at as usize] > 0 {
            at = self.way[at as usize];
        }
        at
    }

    /// Notes the newest position of trees of `width` ≥ 2 legs.
    pub fn enter(&mut self, seats: &Seats, width: u8) {
        self.distance.push(0);
        self.way.push(NOWHERE);
        let newest = self.distance.len() - 1;
        let mut at = seats.above[newest];
        while at != NOWHERE && seats.taken[at as usize] == width {
            let distance = self.distance[at as usize];
            if distance > 0 {
                let as_near = seats
                    .and_after(self.way[at as usize])
                    .find(|&below| self.distance[below as usize] == distance - 1);
                if let Some(way) = as_near {
                    self.way[at as usize] = way;
                    return;
                }
            }
            let mut nearest = (u8::MAX, NOWHERE);
            for below in seats.below(at) {
                if self.distance[below as usize] < nearest.0 {
                    nearest = (self.distance[below as usize], below);
                }
            }
            self.distance[at as usize] = nearest.0 + 1;
            self.way[at as usize] = nearest.1;
            at = seats.above[at as usize];
        }
    }
}
