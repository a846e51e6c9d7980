//! Who has an active member of his own enrolment in each leg (plans.md E6, `qualify`).

use crate::network::NO_SPONSOR;
use crate::plan::ground::Ground;
use crate::plan::placement::PlacementTree;

/// Columns to find it with, reused from period to period.
#[derive(Debug, Default)]
pub(super) struct Qualified {
    /// Members placed at and below each one.
    size: Vec<u32>,
    /// Those in his left leg.
    left: Vec<u32>,
    /// His number when the tree is gone through left leg first: whoever is below him has
    /// one of the `size − 1` that follow, the left leg before the right.
    number: Vec<u32>,
    /// The next number to give below each root, kept at the root's parentless end.
    has: Vec<[bool; 2]>,
}

impl Qualified {
    /// Settles it for everyone, in passes over the placement order.
    pub fn settle(&mut self, ground: &Ground, tree: &PlacementTree) {
        let members = ground.members();
        self.size.clear();
        self.size.resize(members, 0);
        self.left.clear();
        self.left.resize(members, 0);
        self.number.clear();
        self.number.resize(members, 0);
        self.has.clear();
        self.has.resize(members, [false; 2]);
        for &member in tree.order.iter().rev() {
            let member = member as usize;
            self.size[member] += 1;
            let parent = tree.parent[member];
            if parent != NO_SPONSOR {
                self.size[parent as usize] += self.size[member];
                if tree.leg[member] == 0 {
                    self.left[parent as usize] = self.size[member];
                }
            }
        }
        let mut next_root = 0;
        for &member in &tree.order {
            let member = member as usize;
            let parent = tree.parent[member];
            if parent == NO_SPONSOR {
                self.number[member] = next_root;
                next_root += self.size[member];
            } else {
                let before = match tree.leg[member] {
                    0 => 0,
                    _ => self.left[parent as usize],
                };
                self.number[member] = self.number[parent as usize] + 1 + before;
            }
        }
        for &member in &tree.order {
            let member = member as usize;
            let sponsor = ground.sponsor[member];
            if sponsor == NO_SPONSOR || !ground.is_active(member) {
                continue;
            }
            let sponsor = sponsor as usize;
            // How far below the sponsor; a member placed elsewhere has no such number.
            let below = self.number[member].wrapping_sub(self.number[sponsor]);
            if below != 0 && below < self.size[sponsor] {
                self.has[sponsor][usize::from(below > self.left[sponsor])] = true;
            }
        }
    }

    pub fn is_qualified(&self, member: usize) -> bool {
        self.has[member] == [true; 2]
    }
}
