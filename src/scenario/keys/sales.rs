//! `[sales]` (model.md §5): how participants sell.

use super::section;
use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const SECTION: Key = section(
    "sales",
    "How participants sell to outside customers.",
    &[
        Key {
            name: "law",
            kind: Kind::Selects(&[FUNNEL, RATE, FIXED]),
            default: Default::Required,
            unit: "",
            meaning: "The law of units sold by a participant in a period.",
        },
        Key {
            name: "order_value",
            kind: Kind::Table(ORDER_VALUE),
            default: Default::Value("{}"),
            unit: "",
            meaning: "What one sale is worth; all other values of the product scale with it.",
        },
        Key {
            name: "reorder",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "probability",
            meaning: "The chance that a customer of one period buys again in the next; who does not has left for good.",
        },
        Key {
            name: "orphans",
            kind: Kind::Choice(&[
                (
                    "breakage",
                    "they stay with his position, and its commission is breakage",
                ),
                (
                    "sponsor",
                    "the nearest enrolled member above him takes them over",
                ),
            ]),
            default: Default::Value("\"breakage\""),
            unit: "",
            meaning: "What becomes of the customers of someone who quits: they go on buying in either case.",
        },
        Key {
            name: "refund",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "probability",
            meaning: "The chance that a sale to a customer is returned: he has his money back, the goods are spent. It changes nothing about whether he buys again.",
        },
        Key {
            name: "refund_after",
            kind: Kind::Integer {
                min: 0,
                max: 10_000,
            },
            default: Default::Value("0"),
            unit: "periods",
            meaning: "How long after the sale. 0: in the same period, whose volume it lowers. Later: the seller gives back his margin, and what is taken back of commissions is the plan's to say (`clawback`).",
        },
    ],
);

const FUNNEL: Variant = Variant {
    name: "funnel",
    meaning: "Works through the circle: each contact buys with conversion × skill × openness.",
    keys: &[
        Key {
            name: "contacts_per_period",
            kind: Kind::Integer {
                min: 0,
                max: 1_000_000,
            },
            default: Default::Required,
            unit: "people per period",
            meaning: "Contacts approached about buying, until `people.contacts` are exhausted.",
        },
        Key {
            name: "conversion",
            kind: Kind::Share,
            default: Default::Required,
            unit: "probability",
            meaning: "The chance that a contact buys, before the seller's skill and the openness of the market.",
        },
        Key {
            name: "renewal",
            kind: Kind::Number {
                min: "0",
                max: "1000000",
            },
            default: Default::Value("0"),
            unit: "people per period",
            meaning: "How many people come anew into a participant's circle in each period after the one he joined in: the whole part, and one more with the chance of the fraction.",
        },
    ],
};

const RATE: Variant = Variant {
    name: "rate",
    meaning: "A random number with mean `mean` × skill × openness, each unit to a new customer.",
    keys: &[
        Key {
            name: "mean",
            kind: Kind::Number {
                min: "0",
                max: "100000",
            },
            default: Default::Required,
            unit: "units per period",
            meaning: "What a participant of average skill sells while the market is open; nobody's mean goes above 4,000,000.",
        },
        Key {
            name: "distribution",
            kind: Kind::Selects(&[
                Variant {
                    name: "poisson",
                    meaning: "As many as come independently of each other: the variance is the mean.",
                    keys: &[],
                },
                Variant {
                    name: "negative_binomial",
                    meaning: "Good and bad periods: a Poisson number whose mean is spread by a gamma factor drawn anew each period.",
                    keys: &[Key {
                        name: "dispersion",
                        kind: Kind::Number {
                            min: "0.1",
                            max: "1000",
                        },
                        default: Default::Required,
                        unit: "",
                        meaning: "The variance is mean + mean² / dispersion: the smaller, the more uneven; the larger, the closer to Poisson.",
                    }],
                },
            ]),
            default: Default::Value("\"poisson\""),
            unit: "",
            meaning: "How the number spreads about its mean.",
        },
    ],
};

const FIXED: Variant = Variant {
    name: "fixed",
    meaning: "The same for all, for cases that can be checked by hand.",
    keys: &[Key {
        name: "units",
        kind: Kind::Integer {
            min: 0,
            max: 1_000_000,
        },
        default: Default::Required,
        unit: "units per period",
        meaning: "What every participant sells.",
    }],
};

const ORDER_VALUE: &[Key] = &[Key {
    name: "law",
    kind: Kind::Selects(&[
        Variant {
            name: "price",
            meaning: "Every sale is worth the product's price.",
            keys: &[],
        },
        Variant {
            name: "lognormal",
            meaning: "Lognormal, rounded to the minor unit.",
            keys: &[
                Key {
                    name: "median",
                    kind: Kind::Amount,
                    default: Default::Required,
                    unit: "per sale",
                    meaning: "Half of the sales are worth less. Of several products it is the first one's: the others' prices scale by the same factor.",
                },
                Key {
                    name: "sigma",
                    kind: Kind::Number { min: "0", max: "3" },
                    default: Default::Required,
                    unit: "standard deviation of the logarithm",
                    meaning: "How unequal sales are.",
                },
            ],
        },
    ]),
    default: Default::Value("\"price\""),
    unit: "",
    meaning: "How the worth of a sale is spread.",
}];
