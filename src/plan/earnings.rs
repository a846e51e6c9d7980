//! What one component earns its payees in one period, exactly, before anything is cut
//! or rounded.

use crate::books::{Period, Source};

/// Exact earnings by member over the plan's common denominator, with the breakdown of
/// rulings.md 13 and the source of the money (model.md §10). Reused from period to period.
#[derive(Clone, Debug)]
pub struct Earnings {
    /// Earned by each member.
    pub exact: Vec<i64>,
    /// Where it came from.
    pub funding: Funding,
    /// The part of `exact` that came from own purchases, where funding is mixed.
    pub own_use: Vec<i64>,
    /// What the rule promises on the period's volume.
    pub theoretical: i128,
    /// Earned by members who may not be paid.
    pub breakage: i128,
    /// For uplines that do not exist.
    pub no_upline: i128,
}

/// Where a component's money of a period came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Funding {
    /// All from one source.
    Only(Source),
    /// From customers and from own purchases; `own_use` holds the second part.
    CustomersAndOwnUse,
}

impl Default for Earnings {
    fn default() -> Earnings {
        Earnings {
            exact: Vec::new(),
            funding: Funding::Only(Source::Customers),
            own_use: Vec::new(),
            theoretical: 0,
            breakage: 0,
            no_upline: 0,
        }
    }
}

impl Earnings {
    /// Opens a period: the component is to write what each of `members` members earned.
    /// Until it does, `exact` holds what an earlier period left there.
    pub(super) fn open(&mut self, members: usize) {
        self.exact.resize(members, 0);
        self.own_use.clear();
        self.funding = Funding::Only(Source::Customers);
        self.theoretical = 0;
        self.breakage = 0;
        self.no_upline = 0;
    }

    /// Takes what members who are not enrolled earned: it is breakage (plans.md §3).
    pub(super) fn forfeit_the_inactive(&mut self, period: &Period) {
        if period.everyone_enrolled {
            return;
        }
        for member in 0..self.exact.len() {
            if !period.is_enrolled(member) {
                self.breakage += i128::from(std::mem::take(&mut self.exact[member]));
                if let Some(part) = self.own_use.get_mut(member) {
                    *part = 0;
                }
            }
        }
    }

    /// Σ earned by members.
    pub(super) fn payable(&self) -> i128 {
        self.exact.iter().map(|&exact| i128::from(exact)).sum()
    }

    /// A member's earnings by source.
    pub(super) fn by_source(&self, member: usize) -> [i128; 3] {
        let exact = i128::from(self.exact[member]);
        let mut parts = [0; 3];
        match self.funding {
            Funding::Only(source) => parts[source as usize] = exact,
            Funding::CustomersAndOwnUse => {
                let own_use = i128::from(self.own_use[member]);
                parts[Source::OwnUse as usize] = own_use;
                parts[Source::Customers as usize] = exact - own_use;
            }
        }
        parts
    }
}
