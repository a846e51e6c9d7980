//! The parameters of `pass_up`.

use crate::scenario::key::{Default, Key, Kind, Variant};

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "pass_up",
    meaning: "A commission on every sale; the first sales of each seller pass up to an upline who is past his own.",
    keys: &[
        Key {
            name: "x",
            kind: Kind::Integer { min: 1, max: 10 },
            default: Default::Value("2"),
            unit: "sales",
            meaning: "How many sales of his own someone makes before passed sales stay with him.",
        },
        Key {
            name: "commission",
            kind: Kind::Amount,
            default: Default::Absent("give this or `rate`"),
            unit: "per sale",
            meaning: "What a sale pays.",
        },
        Key {
            name: "rate",
            kind: Kind::Share,
            default: Default::Absent("give this or `commission`"),
            unit: "share of commissionable volume",
            meaning: "What a sale pays, as a share of it.",
        },
        Key {
            name: "upline_share",
            kind: Kind::Share,
            default: Default::Value("1"),
            unit: "share of the commission",
            meaning: "The part of a passed sale's commission that passes up, above zero; the seller keeps the rest.",
        },
        Key {
            name: "lineage",
            kind: Kind::Choice(&[
                ("sale_only", "the sale passes, the line stays"),
                (
                    "reparent",
                    "the recruit who came with the sale passes too: his own sales go up the receiver's line. The seller's n-th recruit came with his n-th sale",
                ),
            ]),
            default: Default::Value("\"sale_only\""),
            unit: "",
            meaning: "What passes up.",
        },
        Key {
            name: "which",
            kind: Kind::Choice(&[
                ("first", "the first `x`"),
                ("every_kth", "every `k`-th"),
                ("second_and_fourth", "the second and the fourth"),
            ]),
            default: Default::Value("\"first\""),
            unit: "",
            meaning: "Which sales pass up.",
        },
        Key {
            name: "k",
            kind: Kind::Integer { min: 1, max: 1000 },
            default: Default::Absent("`x`, where every k-th sale passes"),
            unit: "sales",
            meaning: "Every so many sales one passes up.",
        },
        Key {
            name: "passed_counts",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Whether a sale received from below counts towards the receiver's own.",
        },
        Key {
            name: "requires_qualified_upline",
            kind: Kind::Flag,
            default: Default::Value("true"),
            unit: "",
            meaning: "Whether a sale passes on until an upline who has made `x` sales; otherwise it is the next upline's.",
        },
    ],
};
