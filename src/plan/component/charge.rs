//! `charge` (plans.md E13): what taking part costs under this plan, in place of the
//! same keys of `[costs]` (rulings.md 3).

use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const VARIANT: Variant = Variant {
    name: "charge",
    meaning: "What taking part costs under this plan, in place of the same keys of `[costs]`.",
    keys: &[
        Key {
            name: "join_fee",
            kind: Kind::Amount,
            default: Default::Absent("as in `[costs]`"),
            unit: "once on joining",
            meaning: "Paid once on joining, not commissionable.",
        },
        Key {
            name: "kit",
            kind: Kind::Table(&[
                Key {
                    name: "price",
                    kind: Kind::Amount,
                    default: Default::Value("0"),
                    unit: "once on joining",
                    meaning: "What the starter kit costs the joiner.",
                },
                Key {
                    name: "commissionable",
                    kind: Kind::Amount,
                    default: Default::Value("0"),
                    unit: "once on joining",
                    meaning: "The part of the kit's price that commissions are taken of.",
                },
            ]),
            default: Default::Absent("as in `[costs]`"),
            unit: "",
            meaning: "The starter kit every joiner buys.",
        },
        Key {
            name: "period_fee",
            kind: Kind::Amount,
            default: Default::Absent("as in `[costs]`"),
            unit: "per period",
            meaning: "Paid every period while enrolled.",
        },
        Key {
            name: "own_purchase",
            kind: Kind::Table(&[
                Key {
                    name: "units",
                    kind: Kind::Integer {
                        min: 0,
                        max: 1_000_000,
                    },
                    default: Default::Value("0"),
                    unit: "units per period",
                    meaning: "Units the plan makes a participant buy for himself, at wholesale.",
                },
                Key {
                    name: "use_value",
                    kind: Kind::Share,
                    default: Default::Value("0"),
                    unit: "share of the cost",
                    meaning: "The share of the cost the person would have spent anyway.",
                },
            ]),
            default: Default::Absent("as in `[costs]`"),
            unit: "",
            meaning: "Autoship: purchases this plan requires; they exist in this plan's books only.",
        },
        Key {
            name: "expenses",
            kind: Kind::Amount,
            default: Default::Absent("as in `[costs]`"),
            unit: "per period",
            meaning: "Spent outside the company every period while enrolled.",
        },
    ],
};
