//! What a component stands on when it is reckoned: the period's frozen books, volumes,
//! trees and status under one plan, and what earlier components earned.

use crate::books::Period;
use crate::columns::Cores;

use super::earnings::Earnings;
use super::placement::PlacementTree;
use super::rounding::Rounding;
use super::standing::Standing;
use super::standing::rank::Ranks;
use super::volume::Volumes;

/// The frozen inputs of one period under one plan.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The period.
    pub period: &'a Period<'a>,
    /// Its volumes at the values of the plan.
    pub volumes: &'a Volumes<'a>,
    /// The enrolment tree as the plan sees it: [`Period::sponsor`] unless structural
    /// compression took someone out. Sponsors come before those they enrolled.
    pub sponsor: &'a [u32],
    /// Links up to the root in it.
    pub depth: &'a [u32],
    /// The placement tree, if the plan has one.
    pub placement: Option<&'a PlacementTree>,
    /// Everyone's status. Settled before [`Stage::Volume`](super::component::Stage);
    /// per-sale components read it too, since entitlement is resolved from this period's
    /// status (rulings.md 12).
    pub standing: &'a Standing,
    /// The plan's ladder.
    pub ranks: &'a Ranks,
    /// All exact amounts stand over `10^decimals` minor units.
    pub decimals: u32,
    /// The plan's rounding.
    pub rounding: Rounding,
    /// Days in a period.
    pub days: u32,
    /// Whether the plan's settlement takes back what the component pays on sales that are
    /// refunded in a later period, so that the component must not.
    pub settles_refunds: bool,
    /// Whether the component pays active members only.
    pub requires_active: bool,
    /// Those that share a column.
    pub cores: Cores,
    /// What the plan's components earned so far in this period, in the order of the
    /// plan; the one being reckoned is empty, later stages still hold the last period's.
    pub earned: &'a [Earnings],
}

impl Ground<'_> {
    /// How many members there are.
    #[must_use]
    pub fn members(&self) -> usize {
        self.period.members()
    }

    /// Whether a member is active, as far as the component asks: may be paid.
    #[inline]
    #[must_use]
    pub fn is_active(&self, member: usize) -> bool {
        if self.requires_active {
            self.standing.is_active(self.period, member)
        } else {
            self.period.is_enrolled(member)
        }
    }

    /// The rank a member is paid as: 0 none, 1 the lowest of the ladder.
    #[inline]
    #[must_use]
    pub fn rank_of(&self, member: usize) -> u8 {
        self.standing.rank_of(member)
    }

    /// Days from a member's enrolment to a day of the horizon. Where only periods are
    /// known, people join on the first day of a period.
    #[must_use]
    pub fn days_since_joining(&self, member: usize, day: u32) -> u32 {
        let joined = match self.period.details.joined_day.get(member) {
            Some(&day) => day,
            None => (u32::from(self.period.joined.at(member)) - 1) * self.days,
        };
        day.saturating_sub(joined)
    }
}
