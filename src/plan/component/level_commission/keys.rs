//! What may stand in a `level_commission` (plans.md E3).

use crate::plan::compression;
use crate::scenario::key::{Default, Key, Kind, Variant};

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "level_commission",
    meaning: "A percentage, or a flat amount, of what the downline sells and buys, level by level up a tree.",
    keys: &[
        Key {
            name: "rates",
            kind: Kind::Shares,
            default: Default::Absent("see `flat_by_level`, `geometric` and `rate_by_rank`"),
            unit: "share of the base, one per level",
            meaning: "Level 1 is paid to the sponsor of the source, level 2 to his sponsor, and so on.",
        },
        Key {
            name: "flat_by_level",
            kind: Kind::Numbers,
            default: Default::Absent("see `rates`"),
            unit: "currency units per event, one per level",
            meaning: "Flat amounts for each event of the source instead of percentages.",
        },
        Key {
            name: "geometric",
            kind: Kind::Table(&[
                Key {
                    name: "first",
                    kind: Kind::Number {
                        min: "0",
                        max: "1000000000",
                    },
                    default: Default::Required,
                    unit: "share, or currency units per event",
                    meaning: "What the first level earns.",
                },
                Key {
                    name: "ratio",
                    kind: Kind::Number {
                        min: "0.000001",
                        max: "0.999",
                    },
                    default: Default::Required,
                    unit: "",
                    meaning: "What each further level earns of the level before it.",
                },
            ]),
            default: Default::Absent("see `rates`"),
            unit: "",
            meaning: "Levels without end, each a fixed part of the one before, until the next term rounds to nothing.",
        },
        Key {
            name: "rate_by_rank",
            kind: Kind::ByName(&Kind::Shares),
            default: Default::Absent("every rank earns `rates`"),
            unit: "share of the base, one per level",
            meaning: "Rates for each rank of the payee; a rank that is not listed earns as the next lower listed one, below the lowest as `rates` say.",
        },
        Key {
            name: "depth_by_rank",
            kind: Kind::ByName(&Kind::Integer { min: 0, max: 64 }),
            default: Default::Absent("every rank may collect every level"),
            unit: "levels",
            meaning: "The deepest level each rank may collect, the first rate being level 1; a rank that is not listed collects as the next lower listed one, below the lowest nothing.",
        },
        Key {
            name: "tree",
            kind: Kind::Choice(&[
                ("enrolment", "who enrolled whom"),
                ("placement", "the plan's placement tree"),
            ]),
            default: Default::Value("\"enrolment\""),
            unit: "",
            meaning: "The tree that is walked upward.",
        },
        Key {
            name: "basis",
            kind: Kind::Choice(&[
                (
                    "volume",
                    "commissionable volume of customers' and own purchases",
                ),
                (
                    "sale_commission",
                    "the seller's own commission, `sale_rate` of that volume",
                ),
                (
                    "event_flat",
                    "a flat amount per event; one currency unit of volume is one event",
                ),
                ("fee", "joining fees"),
            ]),
            default: Default::Absent("`volume`, or `event_flat` where `flat_by_level` is given"),
            unit: "",
            meaning: "What is paid on.",
        },
        Key {
            name: "sale_rate",
            kind: Kind::Share,
            default: Default::Absent("there is no sale commission"),
            unit: "share of commissionable volume",
            meaning: "The seller's own commission, for `basis = \"sale_commission\"` and `pay_sale_commission`.",
        },
        Key {
            name: "pay_sale_commission",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Whether the seller is paid `sale_rate` of his own volume here too.",
        },
        Key {
            name: "include_self",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Whether the first rate is paid to the source himself, the second to his sponsor, and so on.",
        },
        compression::KEY,
    ],
};
