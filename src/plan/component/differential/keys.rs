//! What may stand in a `differential` (plans.md E4).

use crate::plan::scale;
use crate::scenario::key::{Default, Key, Kind, Variant};

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "differential",
    meaning: "The gap between one's own rate and the highest rate already paid below: stairstep, rank gap, wholesale profit.",
    keys: &[
        Key {
            name: "rate_by",
            kind: Kind::Choice(&[
                (
                    "group_volume",
                    "points of oneself and the whole group, without legs that broke away",
                ),
                ("rank", "the rank one is paid as"),
                ("own_volume", "points of oneself and one's customers"),
            ]),
            default: Default::Value("\"group_volume\""),
            unit: "",
            meaning: "What decides a member's rate.",
        },
        Key {
            name: "scale",
            kind: Kind::List(scale::STEP),
            default: Default::Absent("required unless `rate_by` is rank"),
            unit: "",
            meaning: "Rates by ascending minima of points; below the first minimum the rate is 0.",
        },
        Key {
            name: "rates",
            kind: Kind::ByName(&Kind::Share),
            default: Default::Absent("required where `rate_by` is rank"),
            unit: "share of commissionable volume",
            meaning: "The rate of each rank; a rank that is not listed has that of the next lower listed one, below the lowest 0.",
        },
        Key {
            name: "breakaway_rate",
            kind: Kind::Share,
            default: Default::Absent("no leg breaks away"),
            unit: "share of commissionable volume",
            meaning: "A leg whose leader is at this rate or above leaves the groups above it, in the same period.",
        },
        Key {
            name: "own_volume",
            kind: Kind::Choice(&[
                ("included", "one's own rate is paid on one's own volume"),
                (
                    "excluded",
                    "one's own rate is a discount one already had, and only gaps are paid",
                ),
            ]),
            default: Default::Value("\"included\""),
            unit: "",
            meaning: "Whether the own rate is paid on own volume.",
        },
        Key {
            name: "inactive_rate",
            kind: Kind::Choice(&[
                ("0", "none: the upline takes the whole gap"),
                ("own", "his own, so that his gap is breakage"),
            ]),
            default: Default::Value("\"0\""),
            unit: "",
            meaning: "The rate of a member who is not active.",
        },
        Key {
            name: "requires",
            kind: Kind::Table(&[
                Key {
                    name: "customers",
                    kind: Kind::Integer {
                        min: 1,
                        max: 1_000_000,
                    },
                    default: Default::Absent("no number of customers is asked for"),
                    unit: "customers",
                    meaning: "So many different customers of one's own in the period.",
                },
                Key {
                    name: "customer_points",
                    kind: Kind::Number {
                        min: "0.0001",
                        max: "1000000000",
                    },
                    default: Default::Absent("no points of customers are asked for"),
                    unit: "points",
                    meaning: "So many points of sales to one's own customers.",
                },
            ]),
            default: Default::Absent("nothing is asked for"),
            unit: "",
            meaning: "What it takes to earn on the downline's volume; where both are given, either is enough.",
        },
    ],
};
