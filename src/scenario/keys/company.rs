//! `[company]` (model.md §6): what the company can give.

use super::section;
use crate::scenario::key::{Default, Key, Kind};

pub(super) const SECTION: Key = section(
    "company",
    "What the company has to give.",
    &[
        Key {
            name: "payout_budget",
            kind: Kind::Share,
            default: Default::Absent("no limit"),
            unit: "share of commissionable volume",
            meaning: "The most that may be paid out in commissions and bonuses.",
        },
        Key {
            name: "budget_rule",
            kind: Kind::Choice(&[
                (
                    "prorate",
                    "every commission of the period is cut by the same factor",
                ),
                (
                    "fewer_levels",
                    "the deepest levels are dropped until the rates fit",
                ),
                ("reject", "the plan is refused when it is read"),
            ]),
            default: Default::Value("\"prorate\""),
            unit: "",
            meaning: "What happens to a plan that would pay more than `payout_budget`.",
        },
    ],
);
