//! `[product]` (model.md §6): what is sold and what hangs on one unit of it.

use super::section;
use crate::scenario::key::{Default, Key, Kind};

pub(super) const SECTION: Key = section(
    "product",
    "What is sold, and what hangs on one unit of it.",
    &[
        Key {
            name: "price",
            kind: Kind::Amount,
            default: Default::Required,
            unit: "per unit",
            meaning: "What a customer pays.",
        },
        Key {
            name: "wholesale",
            kind: Kind::Amount,
            default: Default::Absent("the price"),
            unit: "per unit",
            meaning: "What a participant pays; not above the price.",
        },
        Key {
            name: "commissionable",
            kind: Kind::Amount,
            default: Default::Absent("the price"),
            unit: "per unit",
            meaning: "The money that percentages are taken of.",
        },
        Key {
            name: "cost_of_goods",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per unit",
            meaning: "What a unit costs the company to make and deliver.",
        },
    ],
);
