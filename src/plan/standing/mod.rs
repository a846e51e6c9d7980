//! Status (plans.md S3): who is active and at which rank, settled once a period before
//! anything that reads it.

pub mod activity;
pub mod customers;
pub mod rank;
#[cfg(test)]
mod testing;

use crate::books::Period;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::Settings;

use super::placement::PlacementTree;
use super::volume::Volumes;
use activity::{Activity, ActivityMemory};
use rank::Ranks;

/// What the plan says about status.
#[derive(Clone, Debug)]
pub struct StandingRules {
    /// Who is active, if not simply whoever is enrolled.
    pub activity: Option<Activity>,
    /// The ladder; empty if the plan knows no ranks.
    pub ranks: Ranks,
}

/// Everyone's status in the period, and what of it carries over. A rank is 0 for none,
/// else 1 + its place on the ladder, so higher is better.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Whether each member may be paid; empty if that is whoever is enrolled.
    pub active: Vec<bool>,
    /// The rank each member is paid as; empty if the plan knows no ranks.
    pub rank: Vec<u8>,
    /// The rank of the previous period, where "at order time" is stated (rulings.md 12).
    pub previous_rank: Vec<u8>,
    /// The highest rank ever held.
    pub lifetime_rank: Vec<u8>,
    memory: rank::RankMemory,
    activity: ActivityMemory,
}

impl Standing {
    pub(super) fn forget(&mut self) {
        self.active.clear();
        self.rank.clear();
        self.previous_rank.clear();
        self.lifetime_rank.clear();
        self.memory.forget();
        self.activity.forget();
    }

    /// Whether a member is active in the period.
    #[inline]
    #[must_use]
    pub fn is_active(&self, period: &Period, member: usize) -> bool {
        match self.active.get(member) {
            Some(&active) => active,
            None => period.is_enrolled(member),
        }
    }

    /// The rank a member is paid as.
    #[inline]
    #[must_use]
    pub fn rank_of(&self, member: usize) -> u8 {
        self.rank.get(member).copied().unwrap_or(0)
    }
}

impl StandingRules {
    /// Reads `[activity]` and `[ranks]` of the plan `name`, and notes what contradicts
    /// itself.
    pub(super) fn new(plan: &Settings, name: &str, faults: &mut Vec<Diagnostic>) -> StandingRules {
        StandingRules {
            activity: Activity::new(plan),
            ranks: Ranks::new(plan, name, faults),
        }
    }

    /// Step 6: activity, then rank bottom-up. `sponsor` is the enrolment tree as the plan
    /// sees it.
    pub(super) fn settle(
        &self,
        standing: &mut Standing,
        volumes: &Volumes,
        sponsor: &[u32],
        placement: Option<&PlacementTree>,
    ) {
        let period = volumes.period;
        let members = period.members();
        let given = period.details.standing;
        if let Some(given) = given.filter(|given| !given.active.is_empty()) {
            standing.active.clear();
            standing.active.extend(
                (0..members).map(|member| given.active[member] && period.is_enrolled(member)),
            );
        } else if let Some(activity) = &self.activity {
            activity.settle(volumes, &mut standing.activity, &mut standing.active);
        }
        if self.ranks.is_empty() {
            return;
        }
        standing.rank.resize(members, 0);
        standing.previous_rank.clone_from(&standing.rank);
        match given.filter(|given| !given.rank.is_empty()) {
            Some(given) => {
                let places: Vec<u8> = given
                    .rank_names
                    .iter()
                    .map(|name| self.ranks.place(name).unwrap_or(0))
                    .collect();
                for (rank, &name) in standing.rank.iter_mut().zip(given.rank) {
                    *rank = match name {
                        0 => 0,
                        name => places[usize::from(name) - 1],
                    };
                }
            }
            None => self.ranks.settle(standing, volumes, sponsor, placement),
        }
        standing.lifetime_rank.resize(members, 0);
        for (lifetime, &rank) in standing.lifetime_rank.iter_mut().zip(&standing.rank) {
            *lifetime = (*lifetime).max(rank);
        }
    }
}
