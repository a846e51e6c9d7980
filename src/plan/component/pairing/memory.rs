//! The legs of every position: what was carried into the period and what is new.

use crate::network::NO_SPONSOR;
use crate::plan::ground::Ground;
use crate::plan::memory::Memory;
use crate::plan::placement::PlacementTree;

use super::qualify::Qualified;

/// A left and a right leg.
pub(super) type Legs = [i64; 2];

/// What pairing carries from period to period, by member.
#[derive(Debug, Default)]
pub(super) struct PairingMemory {
    /// Unmatched volume, or people.
    pub carry: Vec<Legs>,
    /// The part of it from own purchases; empty until somebody bought for himself.
    pub carry_own: Vec<Legs>,
    /// Whether the first pair of a lifetime was paid.
    pub first_done: Vec<bool>,
    /// What the period adds to each leg.
    pub new: Vec<Legs>,
    pub new_own: Vec<Legs>,
    pub qualified: Qualified,
    /// In how many parts a minor unit is kept.
    pub parts: i64,
    /// Members placed when the last period closed.
    placed: usize,
    /// Where volume expires: what was added in each of the last periods, and together.
    added: Vec<Vec<Legs>>,
    window: Vec<Legs>,
    period: usize,
}

impl Memory for PairingMemory {
    fn forget(&mut self) {
        self.carry.clear();
        self.carry_own.clear();
        self.first_done.clear();
        self.new.clear();
        self.new_own.clear();
        self.placed = 0;
        for row in &mut self.added {
            row.clear();
        }
        self.window.clear();
        self.period = 0;
    }
}

impl PairingMemory {
    pub fn new(parts: i64) -> PairingMemory {
        PairingMemory {
            parts,
            ..PairingMemory::default()
        }
    }

    /// Sums what each member brings up the placement tree: `brings` gives all of it and
    /// the part from own purchases, told whether he was placed in this period.
    pub fn sum_legs(
        &mut self,
        ground: &Ground,
        tree: &PlacementTree,
        with_own: bool,
        brings: impl Fn(usize, bool) -> Option<[i64; 2]>,
    ) -> Option<()> {
        let members = ground.members();
        self.carry.resize(members, [0; 2]);
        self.new.clear();
        self.new.resize(members, [0; 2]);
        self.new_own.clear();
        if with_own || !self.carry_own.is_empty() {
            self.carry_own.resize(members, [0; 2]);
            self.new_own.resize(members, [0; 2]);
        }
        for (place, &member) in tree.order.iter().enumerate().rev() {
            let parent = tree.parent[member as usize];
            if parent == NO_SPONSOR {
                continue;
            }
            let (member, parent) = (member as usize, parent as usize);
            let leg = usize::from(tree.leg[member] != 0);
            let [all, own] = brings(member, place >= self.placed)?;
            let [left, right] = self.new[member];
            let together = all.checked_add(left)?.checked_add(right)?;
            self.new[parent][leg] = self.new[parent][leg].checked_add(together)?;
            if let Some([left, right]) = self.new_own.get(member) {
                let together = own + left + right;
                self.new_own[parent][leg] += together;
            }
        }
        self.placed = tree.order.len();
        Some(())
    }

    /// Opens a period in which volume expires `after` so many.
    pub fn open_window(&mut self, members: usize, after: usize) {
        self.added.resize_with(after, Vec::new);
        self.window.resize(members, [0; 2]);
        let row = &mut self.added[self.period % after];
        for (window, old) in self.window.iter_mut().zip(row.iter()) {
            window[0] -= old[0];
            window[1] -= old[1];
        }
        row.clear();
        row.resize(members, [0; 2]);
        self.period += 1;
    }

    /// Notes what a period added to a member's legs, where volume expires.
    pub fn note_added(&mut self, member: usize, added: Legs) {
        if self.added.is_empty() {
            return;
        }
        let row = (self.period - 1) % self.added.len();
        self.added[row][member] = added;
        self.window[member][0] += added[0];
        self.window[member][1] += added[1];
    }

    /// What of a member's legs has not expired. The oldest volume is matched and cut
    /// first, so what is left is the newest: at most what the last periods added.
    pub fn unexpired(&self, member: usize, legs: Legs) -> Legs {
        match self.window.get(member) {
            Some(window) => [legs[0].min(window[0]), legs[1].min(window[1])],
            None => legs,
        }
    }
}
