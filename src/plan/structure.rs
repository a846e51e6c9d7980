//! Structural compression (plans.md S4): who was inactive too long leaves the tree for
//! good, and his recruits move to his sponsor.

use crate::books::Period;
use crate::columns::Cores;
use crate::network::{self, NO_SPONSOR};
use crate::scenario::key::{Default, Key, Kind};
use crate::scenario::settings::Settings;

pub(super) const KEY: Key = Key {
    name: "remove_after",
    kind: Kind::Integer { min: 1, max: 1200 },
    default: Default::Absent("nobody is removed"),
    unit: "periods",
    meaning: "Structural compression: who was inactive for so many periods in a row leaves the enrolment tree for good, and his recruits move to his sponsor.",
};

/// The enrolment tree as a plan sees it.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    inactive_for: Vec<u16>,
    removed: Vec<bool>,
    sponsor: Vec<u32>,
    depth: Vec<u32>,
}

/// The rule.
#[derive(Clone, Copy, Debug)]
pub struct Removal {
    after: u16,
}

impl Removal {
    pub(super) fn new(plan: &Settings) -> Option<Removal> {
        plan.optional_integer(KEY.name).map(|after| Removal {
            after: after as u16,
        })
    }

    /// Step 2: decides on last period's status, then seats this period's joiners.
    pub(super) fn restructure(self, structure: &mut Structure, period: &Period) {
        let members = period.members();
        structure.inactive_for.resize(members, 0);
        structure.removed.resize(members, false);
        structure.sponsor.clear();
        structure.depth.clear();
        for member in 0..members {
            if structure.inactive_for[member] >= self.after {
                structure.removed[member] = true;
            }
            let mut sponsor = period.sponsor[member];
            // Sponsors come first, so theirs is settled: one step leads past every one removed.
            if sponsor != NO_SPONSOR && structure.removed[sponsor as usize] {
                sponsor = structure.sponsor[sponsor as usize];
            }
            structure.sponsor.push(sponsor);
        }
        network::depths(&structure.sponsor, &mut structure.depth, Cores::One);
    }
}

impl Structure {
    pub(super) fn forget(&mut self) {
        self.inactive_for.clear();
        self.removed.clear();
        self.sponsor.clear();
        self.depth.clear();
    }

    /// Who enrolled each member, past those removed.
    #[must_use]
    pub fn sponsor(&self) -> &[u32] {
        &self.sponsor
    }

    /// Links up to the root.
    #[must_use]
    pub fn depth(&self) -> &[u32] {
        &self.depth
    }

    /// Whether a member has been removed.
    #[must_use]
    pub fn is_removed(&self, member: usize) -> bool {
        self.removed[member]
    }

    /// Step 15: counts the periods of inactivity. A joining period counts like any other.
    pub(super) fn count(&mut self, is_active: impl Fn(usize) -> bool) {
        for (member, periods) in self.inactive_for.iter_mut().enumerate() {
            *periods = if is_active(member) {
                0
            } else {
                periods.saturating_add(1)
            };
        }
    }
}
