//! The parameters of `sale_commission` (plans.md E2).

use crate::scenario::key::{Default, Key, Kind, Variant};

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "sale_commission",
    meaning: "A commission on one's own sales to customers: pure referral.",
    keys: &[
        Key {
            name: "rate",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of commissionable volume",
            meaning: "The commission as a share of the commissionable volume of the sale.",
        },
        Key {
            name: "flat",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per unit",
            meaning: "A fixed amount for every unit sold, beside the rate.",
        },
        Key {
            name: "product",
            kind: Kind::Text,
            default: Default::Absent("every product"),
            unit: "",
            meaning: "Pays only orders of the product of this name.",
        },
        Key {
            name: "rate_by_rank",
            kind: Kind::ByName(&Kind::Share),
            default: Default::Absent("`rate` for everyone"),
            unit: "share of commissionable volume",
            meaning: "The rate by the seller's rank this period. A rank not listed has the rate of the next lower one, below the lowest it is `rate`.",
        },
        Key {
            name: "brackets",
            kind: Kind::List(BRACKET),
            default: Default::Absent("one rate for any volume"),
            unit: "",
            meaning: "Rates by what the seller sold in the period, from the lowest minimum up.",
        },
        Key {
            name: "bracket_mode",
            kind: Kind::Choice(&[
                ("cliff", "everything at the rate that was reached"),
                ("marginal", "each slice at its own rate"),
                ("block", "each slice at its own rate, whole blocks only"),
            ]),
            default: Default::Value("\"cliff\""),
            unit: "",
            meaning: "What the rate of a bracket applies to.",
        },
        Key {
            name: "block",
            kind: Kind::Amount,
            default: Default::Absent("every unit of volume counts"),
            unit: "currency units",
            meaning: "The size of a block: what does not fill one earns nothing.",
        },
        Key {
            name: "bracket_metric",
            kind: Kind::Choice(&[
                ("own_volume", "the volume this component pays the seller on"),
                ("own_count", "how many sales that is"),
                (
                    "customer_volume",
                    "the part of that volume that customers bought",
                ),
                (
                    "group_volume",
                    "the seller's own volume and that of all his descendants",
                ),
            ]),
            default: Default::Value("\"own_volume\""),
            unit: "",
            meaning: "What the minima of brackets are compared with.",
        },
        Key {
            name: "recurring",
            kind: Kind::ListOrWord {
                words: &[
                    ("lifetime", "every payment at `rate`"),
                    (
                        "onetime",
                        "a customer's first payment at `rate`, later ones nothing",
                    ),
                ],
                keys: STEP,
            },
            default: Default::Absent("every payment alike"),
            unit: "",
            meaning: "Rates by how many payments this customer has made to this seller, or a word for what `rate` is paid on.",
        },
        Key {
            name: "attribution",
            kind: Kind::Table(ATTRIBUTION),
            default: Default::Absent("orders say themselves who sold"),
            unit: "",
            meaning: "Who is credited with a customer's order that names no participant.",
        },
        Key {
            name: "refund_window_days",
            kind: Kind::Integer { min: 0, max: 365 },
            default: Default::Value("60"),
            unit: "days",
            meaning: "A sale refunded so many days after it, or sooner, takes its commission back; later the commission stays.",
        },
        Key {
            name: "self_referral",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Whether a participant's purchases for his own use pay him too.",
        },
        Key {
            name: "max_per_customer",
            kind: Kind::Integer {
                min: 0,
                max: 1_000_000,
            },
            default: Default::Absent("no limit"),
            unit: "payments",
            meaning: "How many payments of one customer earn the same seller a commission.",
        },
        Key {
            name: "min_sale",
            kind: Kind::Amount,
            default: Default::Absent("any sale"),
            unit: "currency units",
            meaning: "A sale of less than this earns nothing.",
        },
        Key {
            name: "max_commission",
            kind: Kind::Amount,
            default: Default::Absent("no limit"),
            unit: "per sale",
            meaning: "The most one sale earns.",
        },
        Key {
            name: "exclude",
            kind: Kind::Text,
            default: Default::Absent("nothing is named"),
            unit: "",
            meaning: "What is left out of commissionable volume, in a word for people (`host_credit`). Orders arrive with it already taken off, so it changes no amount.",
        },
    ],
};

const BRACKET: &[Key] = &[
    Key {
        name: "min",
        kind: Kind::Number {
            min: "0",
            max: "1000000000",
        },
        default: Default::Required,
        unit: "currency units, or sales",
        meaning: "From here on, this included.",
    },
    Key {
        name: "rate",
        kind: Kind::Share,
        default: Default::Required,
        unit: "share of commissionable volume",
        meaning: "The rate of the bracket.",
    },
];

const STEP: &[Key] = &[
    Key {
        name: "first",
        kind: Kind::Integer {
            min: 1,
            max: 1_000_000,
        },
        default: Default::Absent("all payments after those before"),
        unit: "payments",
        meaning: "Up to this payment of the customer, counted from his very first.",
    },
    Key {
        name: "rate",
        kind: Kind::Share,
        default: Default::Required,
        unit: "share of commissionable volume",
        meaning: "The rate of these payments.",
    },
];

const ATTRIBUTION: &[Key] = &[
    Key {
        name: "model",
        kind: Kind::Choice(&[
            ("first_click", "the first click inside the window"),
            ("last_click", "the last click inside the window"),
            ("coupon", "the last coupon; clicks do not count"),
            (
                "lifetime",
                "the first click inside the window, for good whatever `binds_customer` says",
            ),
        ]),
        default: Default::Value("\"last_click\""),
        unit: "",
        meaning: "Which contact decides.",
    },
    Key {
        name: "window_days",
        kind: Kind::Integer { min: 0, max: 3650 },
        default: Default::Value("30"),
        unit: "days",
        meaning: "How long a contact counts; its last day is inside.",
    },
    Key {
        name: "binds_customer",
        kind: Kind::Flag,
        default: Default::Value("true"),
        unit: "",
        meaning: "Whether the customer stays with whoever he was first credited to, so that the window limits only that first time.",
    },
];
