//! `[product]` and `[[products]]` (model.md §6): what is sold and what hangs on one unit
//! of it.

use super::section;
use crate::scenario::key::{Default, Key, Kind};

const PRICE: Key = Key {
    name: "price",
    kind: Kind::Amount,
    default: Default::Required,
    unit: "per unit",
    meaning: "What a customer pays.",
};

const WHOLESALE: Key = Key {
    name: "wholesale",
    kind: Kind::Amount,
    default: Default::Absent("the price"),
    unit: "per unit",
    meaning: "What a participant pays; not above the price.",
};

const COMMISSIONABLE: Key = Key {
    name: "commissionable",
    kind: Kind::Amount,
    default: Default::Absent("the price"),
    unit: "per unit",
    meaning: "The money that percentages are taken of.",
};

const POINTS: Key = Key {
    name: "points",
    kind: Kind::Number {
        min: "0",
        max: "1000000",
    },
    default: Default::Absent("one a currency unit of the commissionable value"),
    unit: "points per unit",
    meaning: "Qualification points, at most four decimals; a plan whose `volume` says what a point is goes by that instead.",
};

const COST_OF_GOODS: Key = Key {
    name: "cost_of_goods",
    kind: Kind::Amount,
    default: Default::Value("0"),
    unit: "per unit",
    meaning: "What a unit costs the company to make and deliver.",
};

pub(super) const SECTION: Key = section(
    "product",
    "What is sold, and what hangs on one unit of it.",
    &[PRICE, WHOLESALE, COMMISSIONABLE, POINTS, COST_OF_GOODS],
);

/// The mix, in place of the one product.
pub(super) const MIX: Key = Key {
    name: "products",
    kind: Kind::List(&[
        Key {
            name: "name",
            kind: Kind::Name,
            default: Default::Required,
            unit: "",
            meaning: "What rules that pay on one product call it; unique.",
        },
        Key {
            name: "weight",
            kind: Kind::Number {
                min: "0",
                max: "1000000",
            },
            default: Default::Value("1"),
            unit: "relative to the others",
            meaning: "How often a sale is of this product, at most nine decimals.",
        },
        PRICE,
        WHOLESALE,
        COMMISSIONABLE,
        POINTS,
        COST_OF_GOODS,
    ]),
    default: Default::Absent("the one of `[product]`"),
    unit: "",
    meaning: "Several products, in place of `[product]`: every sale draws which it is of. Participants buy the first for themselves.",
};
