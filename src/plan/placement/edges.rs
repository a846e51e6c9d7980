//! Outside edges and what hangs below them.
//!
//! An *edge* is a stretch of positions that lie below one another on the same leg: left
//! below left below left. It only grows at its lower end, so the bottom of an outside edge
//! is read off, and the sum of all that hangs below a position is a sum over the rest of
//! its edge: a Fenwick tree an edge, all in one arena.

use super::NOWHERE;
use super::seats::Seats;

/// The edges of a placement tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Edges {
    /// The edge of each position.
    edge: Vec<u32>,
    /// Its place on it, from 1.
    place: Vec<u32>,
    edges: Vec<Edge>,
    /// Cell i of an edge holds what was added at or below place i and above the place
    /// that follows i in a Fenwick tree: adding walks up, summing walks down.
    cells: Vec<i64>,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    /// The position it hangs from; [`NOWHERE`] at a root.
    above: u32,
    /// Its lowest position.
    bottom: u32,
    length: u32,
    /// Where its cells begin in the arena, and how many there is room for.
    cells: u32,
    room: u32,
}

impl Edges {
    pub fn forget(&mut self) {
        self.edge.clear();
        self.place.clear();
        self.edges.clear();
        self.cells.clear();
    }

    /// Forgets all that was added, not the edges.
    pub fn clear_sums(&mut self) {
        self.cells.fill(0);
    }

    /// Notes the newest position.
    pub fn enter(&mut self, seats: &Seats) {
        let newest = self.edge.len();
        let above = seats.above[newest];
        let continues = above != NOWHERE
            && seats.above[above as usize] != NOWHERE
            && seats.leg[above as usize] == seats.leg[newest];
        let number = if continues {
            self.edge[above as usize]
        } else {
            self.edges.push(Edge {
                above,
                bottom: NOWHERE,
                length: 0,
                cells: self.cells.len() as u32,
                room: 0,
            });
            self.edges.len() as u32 - 1
        };
        let edge = &mut self.edges[number as usize];
        edge.bottom = newest as u32;
        edge.length += 1;
        if edge.length > edge.room {
            // Twice the room, at the end of the arena: what is left behind over all times
            // is less than what is in use.
            let old = edge.cells as usize..(edge.cells + edge.room) as usize;
            edge.room = edge.length.next_power_of_two();
            edge.cells = self.cells.len() as u32;
            self.cells.extend_from_within(old);
            self.cells.resize((edge.cells + edge.room) as usize, 0);
        }
        self.edge.push(number);
        self.place.push(edge.length);
    }

    /// The bottom of the outside edge on one side of `seat`.
    pub fn bottom(&self, seats: &Seats, seat: u32, leg: u8) -> u32 {
        let is_on_it = seats.above[seat as usize] != NOWHERE && seats.leg[seat as usize] == leg;
        let top = if is_on_it {
            Some(seat)
        } else {
            seats.at(seat, leg)
        };
        top.map_or(seat, |top| {
            self.edges[self.edge[top as usize] as usize].bottom
        })
    }

    /// Adds `amount` at a position, and so below all positions above it.
    pub fn add(&mut self, seat: u32, amount: i64) {
        let mut at = seat;
        while at != NOWHERE {
            let edge = self.edges[self.edge[at as usize] as usize];
            let mut place = self.place[at as usize];
            while place > 0 {
                self.cells[(edge.cells + place - 1) as usize] += amount;
                place &= place - 1;
            }
            at = edge.above;
        }
    }

    /// All that was added at a position and below it.
    pub fn sum(&self, seat: u32) -> i64 {
        let edge = self.edges[self.edge[seat as usize] as usize];
        let mut place = self.place[seat as usize];
        let mut sum = 0;
        while place <= edge.length {
            sum += self.cells[(edge.cells + place - 1) as usize];
            place += place & place.wrapping_neg();
        }
        sum
    }
}
