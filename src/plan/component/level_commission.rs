//! `level_commission` (plans.md E3): a percentage of what the downline sells and buys,
//! level by level up the enrolment tree.

use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const VARIANT: Variant = Variant {
    name: "level_commission",
    meaning: "A percentage of what the downline sells and buys, level by level up the enrolment tree.",
    keys: &[
        Key {
            name: "rates",
            kind: Kind::Shares,
            default: Default::Required,
            unit: "share of the base, one per level",
            meaning: "Level 1 is paid to the sponsor of the source, level 2 to his sponsor, and so on.",
        },
        Key {
            name: "basis",
            kind: Kind::Choice(&[
                (
                    "volume",
                    "commissionable volume of customers' and own purchases",
                ),
                ("fee", "joining fees"),
            ]),
            default: Default::Value("\"volume\""),
            unit: "",
            meaning: "What the percentages are taken of.",
        },
    ],
};
