//! Attachments whose weights differ or change in more than one way: a general exponent of
//! `preferential`, `reach`, and `slots` among the enrolled. O(log n) a join.
//!
//! Weights are whole multiples of 2⁻⁴⁰ in a Fenwick tree of 128-bit sums. Sums of whole
//! numbers are exact, so the same member is drawn on every machine and in whatever order
//! weights came and went, which sums of floating-point numbers would not promise. 2⁻⁴⁰ is
//! fine enough that a weight of one is kept to twelve digits, and 128 bits hold four thousand
//! million members of the largest weight.

use super::weighted::WeightTree;
use crate::luck::Key;

/// A weight of one in units.
const ONE: f64 = (1_u64 << 40) as f64;
/// The largest weight, in units: beyond a million million reaches.
const MOST: u128 = 1 << 80;
/// The recruits of a member who has left the draw.
const GONE: u32 = u32::MAX;

/// What a member weighs.
#[derive(Clone, Copy, Debug)]
pub enum Weight {
    /// (recruits + offset)^exponent.
    Power {
        /// 0 to 2.
        exponent: f64,
        /// Above 0.
        offset: f64,
    },
    /// His ability to recruit; at least one unit.
    Reach,
    /// His free slots.
    Slots {
        /// Slots of a new member.
        width: u32,
    },
}

/// Members with their weights.
#[derive(Clone, Debug)]
pub struct ByWeight {
    weight: Weight,
    max_recruits: u32,
    tree: WeightTree<u128>,
    recruits: Vec<u32>,
}

impl ByWeight {
    /// No members yet; `max_recruits` is at least 1.
    #[must_use]
    pub fn new(weight: Weight, max_recruits: Option<u32>) -> ByWeight {
        ByWeight {
            weight,
            max_recruits: max_recruits.unwrap_or(GONE),
            tree: WeightTree::default(),
            recruits: Vec::new(),
        }
    }

    /// Forgets all members, keeping the memory.
    pub fn clear(&mut self) {
        self.tree.clear();
        self.recruits.clear();
    }

    /// The next member joins the draw.
    pub fn add_member(&mut self, reach: &dyn Fn(u32) -> f64) {
        let member = self.recruits.len();
        self.recruits.push(0);
        self.tree.push(self.units(member, reach));
    }

    /// A member leaves the draw, if he is in it.
    pub fn remove(&mut self, member: u32, reach: &dyn Fn(u32) -> f64) {
        let member = member as usize;
        self.tree.subtract(member, self.units(member, reach));
        self.recruits[member] = GONE;
    }

    /// Draws the sponsor of `joiner` and counts the recruit; `None` if nobody is left.
    pub fn sponsor(&mut self, key: &Key, joiner: u32, reach: &dyn Fn(u32) -> f64) -> Option<u32> {
        if self.tree.total() == 0 {
            return None;
        }
        let ticket = key.below_wide(joiner, &mut 0, self.tree.total());
        let sponsor = self.tree.find(ticket);
        let before = self.units(sponsor, reach);
        self.recruits[sponsor] += 1;
        let after = self.units(sponsor, reach);
        if after > before {
            self.tree.add(sponsor, after - before);
        } else if after < before {
            self.tree.subtract(sponsor, before - after);
        }
        Some(sponsor as u32)
    }

    /// What a member weighs now, in units.
    fn units(&self, member: usize, reach: &dyn Fn(u32) -> f64) -> u128 {
        let recruits = self.recruits[member];
        if recruits >= self.max_recruits {
            return 0;
        }
        match self.weight {
            Weight::Power { exponent, offset } => {
                in_units(libm::pow(f64::from(recruits) + offset, exponent))
            }
            Weight::Reach => in_units(reach(member as u32)),
            Weight::Slots { width } => u128::from(width.saturating_sub(recruits)),
        }
    }
}

/// Rounded to the nearest unit, one at least.
fn in_units(weight: f64) -> u128 {
    (libm::rint(weight * ONE) as u128).clamp(1, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{Luck, Stream};

    fn none(_: u32) -> f64 {
        1.0
    }

    #[test]
    fn weights_in_units() {
        assert_eq!(in_units(1.0), 1 << 40);
        assert_eq!(in_units(2.5), 5 << 39);
        assert_eq!(in_units(0.0), 1);
        assert_eq!(in_units(f64::MAX), MOST);
    }

    #[test]
    fn who_has_left_or_is_full_weighs_nothing() {
        let key = Luck::new(2, 1).key(Stream::Attachment, 0);
        let mut members = ByWeight::new(Weight::Slots { width: 2 }, None);
        (0..3).for_each(|_| members.add_member(&none));
        members.remove(1, &none);
        let mut drawn: Vec<_> = (3..8)
            .map(|joiner| members.sponsor(&key, joiner, &none))
            .collect();
        drawn.sort_unstable();
        assert_eq!(drawn, [None, Some(0), Some(0), Some(2), Some(2)]);
    }

    #[test]
    fn weights_follow_recruits_and_reach() {
        let power = Weight::Power {
            exponent: 1.5,
            offset: 0.5,
        };
        let mut members = ByWeight::new(power, None);
        members.add_member(&none);
        members.recruits[0] = 3;
        assert_eq!(members.units(0, &none), in_units(libm::pow(3.5, 1.5)));
        let mut members = ByWeight::new(Weight::Reach, Some(4));
        members.add_member(&|_| 0.25);
        assert_eq!(members.tree.total(), 1 << 38);
    }

    /// Members drawn by reach come as often as they reach; χ² at 10⁻⁶.
    #[test]
    fn reach_is_the_chance() {
        let key = Luck::new(9, 1).key(Stream::Attachment, 0);
        let reach = |member: u32| [0.1, 2.0, 0.9, 1.0][member as usize];
        let mut members = ByWeight::new(Weight::Reach, None);
        (0..4).for_each(|_| members.add_member(&reach));
        let mut seen = [0.0; 4];
        for joiner in 4..40_004 {
            seen[members.sponsor(&key, joiner, &reach).unwrap() as usize] += 1.0;
        }
        let statistic: f64 = (0..4)
            .map(|member| {
                let expected = 10_000.0 * reach(member);
                (seen[member as usize] - expected).powi(2) / expected
            })
            .sum();
        assert!(statistic < 30.7, "{seen:?}");
    }
}
