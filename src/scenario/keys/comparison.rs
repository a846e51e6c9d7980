//! `[comparison]` (measures.md §3): how plans are compared.

use super::section;
use crate::scenario::key::{Default, Key, Kind};

pub(super) const SECTION: Key = section(
    "comparison",
    "How plans are compared with each other.",
    &[
        Key {
            name: "baseline",
            kind: Kind::Name,
            default: Default::Absent("the first plan"),
            unit: "",
            meaning: "The name of the plan the others are compared with.",
        },
        Key {
            name: "large",
            kind: Kind::Amount,
            default: Default::Absent("one product price"),
            unit: "per person",
            meaning: "A change of a person's net above this is called large.",
        },
        Key {
            name: "equal_payout",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Also show every other plan with its payments scaled to the share of commissionable volume the baseline pays out.",
        },
    ],
);
