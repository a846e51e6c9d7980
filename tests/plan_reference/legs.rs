//! Two legs whose volume knows how many periods it has been carried.

use crate::exact::Exact;

/// Left and right volume, oldest first.
#[derive(Default)]
pub struct Legs {
    sides: [Vec<Portion>; 2],
}

struct Portion {
    age: usize,
    volume: Exact,
}

impl Legs {
    /// Volume of both sides.
    pub fn both(&self) -> [Exact; 2] {
        let total = |side: &Vec<Portion>| side.iter().map(|portion| portion.volume).sum();
        [total(&self.sides[0]), total(&self.sides[1])]
    }

    /// Adds this period's volume.
    pub fn add(&mut self, new: [Exact; 2]) {
        for (side, volume) in self.sides.iter_mut().zip(new) {
            side.push(Portion { age: 0, volume });
        }
    }

    /// Takes volume from one side, the oldest first.
    pub fn take(&mut self, side: usize, amount: Exact) {
        let mut wanted = amount;
        for portion in &mut self.sides[side] {
            let taken = portion.volume.min(wanted);
            portion.volume -= taken;
            wanted -= taken;
        }
        assert!(wanted.is_zero(), "more was matched than was there");
    }

    /// Cuts each side to the cap; the oldest volume goes first.
    pub fn cap(&mut self, cap: Exact) {
        for side in 0..2 {
            let over = (self.both()[side] - cap).max(Exact::ZERO);
            self.take(side, over);
        }
    }

    /// Empties both sides.
    pub fn clear(&mut self) {
        self.sides = [vec![], vec![]];
    }

    /// Empties one side.
    pub fn clear_side(&mut self, side: usize) {
        self.sides[side].clear();
    }

    /// Drops what has been carried for `periods` already.
    pub fn expire(&mut self, periods: usize) {
        for side in &mut self.sides {
            side.retain(|portion| portion.age < periods);
        }
    }

    /// One period passes.
    pub fn age(&mut self) {
        for portion in self.sides.iter_mut().flatten() {
            portion.age += 1;
        }
    }
}
