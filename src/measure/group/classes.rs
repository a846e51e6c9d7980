//! Participants by rank in some two hundred classes, so that a table tells in which class
//! a group's median is, and only the members in that class need be looked at again.

use multiversion::multiversion;

use crate::measure::distribution::Distribution;

/// The most classes, and the fewest if there are not many people.
const MOST: usize = 253;
const FEWEST: usize = 16;
/// People in a class at least, if there are enough classes.
const SIZE: usize = 16;

/// Classes of doubled midranks ([`Distribution::rank`]), ascending: as many ranks in each,
/// but nobody in loss, with nothing and in profit shares a class with another of these.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Classes {
    shift: u32,
    /// Twice the people below zero.
    losing: u32,
    /// Twice the people with at most zero.
    not_gaining: u32,
    people: u32,
}

impl Classes {
    pub(super) fn of(net: &Distribution) -> Classes {
        let people = net.people() as u32;
        let most = (people as usize / SIZE).clamp(FEWEST, MOST);
        Classes {
            shift: (0..u32::BITS)
                .find(|shift| (2 * people as usize) >> shift < most)
                .unwrap_or(0),
            losing: 2 * net.people_at_most(-1) as u32,
            not_gaining: 2 * net.people_at_most(0) as u32,
            people,
        }
    }

    /// How many there are.
    pub(super) fn count(self) -> usize {
        self.class(2 * self.people) as usize + 3
    }

    /// The first class after those in loss.
    pub(super) fn end_of_losses(self) -> usize {
        (self.losing >> self.shift) as usize + 1
    }

    /// The first class in profit.
    pub(super) fn start_of_profits(self) -> usize {
        (self.not_gaining >> self.shift) as usize + 2
    }

    /// The amount of a class that everyone in it has; `None` if there are several.
    pub(super) fn only_amount(self, class: u32, net: &Distribution) -> Option<i64> {
        let (mut low, mut high) = (0, net.values().len());
        while low < high {
            let middle = (low + high) / 2;
            if self.class(net.doubled_midrank(middle)) < class {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let is_alone =
            low + 1 == net.values().len() || self.class(net.doubled_midrank(low + 1)) > class;
        is_alone.then(|| net.values()[low])
    }

    /// The class of a rank.
    pub(super) fn class(self, rank: u32) -> u32 {
        class(rank, self.shift, self.losing, self.not_gaining)
    }

    /// The class of each rank.
    pub(super) fn classify(self, ranks: &[u32], classes: &mut [u32]) {
        classify(ranks, self.shift, self.losing, self.not_gaining, classes);
    }
}

#[inline(always)]
fn class(rank: u32, shift: u32, losing: u32, not_gaining: u32) -> u32 {
    (rank >> shift) + u32::from(rank > losing) + u32::from(rank > not_gaining)
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn classify(ranks: &[u32], shift: u32, losing: u32, not_gaining: u32, classes: &mut [u32]) {
    for (place, &rank) in classes.iter_mut().zip(ranks) {
        *place = class(rank, shift, losing, not_gaining);
    }
}
