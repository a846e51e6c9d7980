//! `retail_margin` (plans.md E1): what a participant keeps of a customer's payment.

use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const VARIANT: Variant = Variant {
    name: "retail_margin",
    meaning: "What a participant keeps of a customer's payment; paid by the customer, so outside the payout and its budget.",
    keys: &[
        Key {
            name: "margin_rate",
            kind: Kind::Number {
                min: "0",
                max: "0.9",
            },
            default: Default::Absent("the product's own margin, price less wholesale"),
            unit: "share of the retail price",
            meaning: "The margin on a unit sold to a customer.",
        },
        Key {
            name: "mode",
            kind: Kind::Choice(&[
                (
                    "resale",
                    "the participant buys and resells: the company receives price less margin",
                ),
                (
                    "drop_ship",
                    "the company receives the price and pays the margin out",
                ),
            ]),
            default: Default::Value("\"resale\""),
            unit: "",
            meaning: "Whose hands the customer's payment goes through.",
        },
    ],
};
