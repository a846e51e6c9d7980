//! `individual_cap` (plans.md T1, §4 step 9): the most one component pays one payee in
//! one period.

use crate::plan::earnings::Earnings;
use crate::plan::standing::rank::Ranks;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::settings::Setting;

use super::steps::{COMPONENTS, Step};

pub(super) const VARIANT: Variant = Variant {
    name: "individual_cap",
    meaning: "The most each of these components pays one payee in one period; what is above it stays with the company.",
    keys: &[
        Key {
            name: "cap",
            kind: Kind::Amount,
            default: Default::Absent("only the ranks of `cap_by_rank` are capped"),
            unit: "per payee, component and period",
            meaning: "The cap.",
        },
        Key {
            name: "cap_by_rank",
            kind: Kind::ByName(&Kind::Amount),
            default: Default::Absent("`cap` for everyone"),
            unit: "per payee, component and period",
            meaning: "Caps by rank. A rank not listed has the cap of the next lower one, below the lowest it is `cap`.",
        },
        COMPONENTS,
    ],
};

/// The cap of each rank, from none upwards; `None` where there is no limit.
#[derive(Clone, Debug)]
pub(super) struct IndividualCap {
    by_place: Vec<Option<i64>>,
}

impl IndividualCap {
    pub(super) fn new(step: &Step, ranks: &Ranks) -> Result<IndividualCap, Box<Diagnostic>> {
        let cap = step.settings.optional_amount("cap").map(|cap| cap.0);
        let by_rank = step.settings.optional_by_name("cap_by_rank");
        if cap.is_none() && by_rank.is_none() {
            return Err(step.fault(
                "P192",
                "cap",
                "an individual cap needs `cap` or `cap_by_rank`".to_owned(),
                "say how much one payee can get, such as `cap = \"1000\"`".to_owned(),
            ));
        }
        let mut stated = vec![None; ranks.names().len() + 1];
        stated[0] = cap;
        for (name, value) in by_rank.unwrap_or_default() {
            let Some(place) = ranks.place(&name) else {
                return Err(step.unknown_rank("cap_by_rank", &name, ranks));
            };
            if let Setting::Amount(amount) = value {
                stated[usize::from(place)] = Some(amount.0);
            }
        }
        let mut by_place = Vec::with_capacity(stated.len());
        for own in stated {
            by_place.push(own.or(by_place.last().copied().flatten()));
        }
        Ok(IndividualCap { by_place })
    }

    /// The cap of the rank that has the highest.
    pub(super) fn highest(&self) -> Option<i64> {
        self.by_place.iter().copied().flatten().max()
    }

    /// Takes what is above the cap. `None` if a cap over `10^decimals` leaves 64 bits.
    pub(super) fn apply(
        &self,
        rank_of: impl Fn(usize) -> u8,
        decimals: u32,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let unit = 10_i64.checked_pow(decimals)?;
        for member in 0..earnings.exact.len() {
            let exact = earnings.exact[member];
            let place = usize::from(rank_of(member)).min(self.by_place.len() - 1);
            if exact > 0
                && let Some(cap) = self.by_place[place]
                && exact / unit >= cap
            {
                let cap = cap.checked_mul(unit)?;
                earnings.cut_by_cap += i128::from(exact - cap);
                earnings.cut(member, cap, "individual cap");
            }
        }
        Some(())
    }
}
