//! `[costs]` (model.md §6): what taking part costs, under every plan that does not
//! say otherwise (rulings.md 3).

use super::section;
use crate::scenario::key::{Default, Key, Kind};

/// `join_fee`, here and in a plan's own `charge`.
pub const JOIN_FEE: Key = Key {
    name: "join_fee",
    kind: Kind::Amount,
    default: Default::Value("0"),
    unit: "once on joining",
    meaning: "Paid to the company once on joining, not commissionable.",
};

/// `kit`, here and in a plan's own `charge`.
pub const KIT: Key = Key {
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
    default: Default::Value("{}"),
    unit: "",
    meaning: "The starter kit every joiner buys.",
};

/// `period_fee`, here and in a plan's own `charge`.
pub const PERIOD_FEE: Key = Key {
    name: "period_fee",
    kind: Kind::Amount,
    default: Default::Value("0"),
    unit: "per period",
    meaning: "Paid to the company every period while enrolled.",
};

/// `own_purchase`, here and in a plan's own `charge`.
pub const OWN_PURCHASE: Key = Key {
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
            meaning: "What a participant buys for himself, at wholesale, every period while enrolled.",
        },
        Key {
            name: "use_value",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of the cost",
            meaning: "The share of the cost the person would have spent anyway.",
        },
    ]),
    default: Default::Value("{}"),
    unit: "",
    meaning: "Purchases for own use (autoship).",
};

/// `expenses`, here and in a plan's own `charge`.
pub const EXPENSES: Key = Key {
    name: "expenses",
    kind: Kind::Amount,
    default: Default::Value("0"),
    unit: "per period",
    meaning: "Spent outside the company every period while enrolled.",
};

pub(super) const SECTION: Key = section(
    "costs",
    "What taking part costs, under every plan whose own `charge` does not say otherwise.",
    &[JOIN_FEE, KIT, PERIOD_FEE, OWN_PURCHASE, EXPENSES],
);
