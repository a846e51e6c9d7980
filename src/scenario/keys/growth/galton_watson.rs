//! Keys of growth law `galton_watson` (model.md §3).

use super::MOST_MEMBERS;
use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const GALTON_WATSON: Variant = Variant {
    name: "galton_watson",
    meaning: "Every member recruits an independent number of people in the period after he joined, if he is still enrolled, and then no more; growth may die out.",
    keys: &[
        Key {
            name: "offspring",
            kind: Kind::Selects(&[POISSON, GEOMETRIC, BINOMIAL, TABLE]),
            default: Default::Required,
            unit: "",
            meaning: "How the recruits of a member are spread.",
        },
        Key {
            name: "generations",
            kind: Kind::Integer {
                min: 1,
                max: 10_000,
            },
            default: Default::Absent("as many as there are periods"),
            unit: "generations",
            meaning: "Generations after the founders, one a period; then nobody joins any more.",
        },
        Key {
            name: "max_participants",
            kind: Kind::Integer {
                min: 1,
                max: MOST_MEMBERS,
            },
            default: Default::Absent("no limit but memory"),
            unit: "people",
            meaning: "The most that join, founders not counted; those beyond stay outside.",
        },
    ],
};

const MEAN: Key = Key {
    name: "mean",
    kind: Kind::Number {
        min: "0",
        max: "1000",
    },
    default: Default::Required,
    unit: "recruits",
    meaning: "Mean recruits of a member; up to 1 growth is sure to die out in the end.",
};

const POISSON: Variant = Variant {
    name: "poisson",
    meaning: "Poisson: many acquaintances, each with the same small chance.",
    keys: &[MEAN],
};

const GEOMETRIC: Variant = Variant {
    name: "geometric",
    meaning: "Geometric on 0, 1, 2, …: after each recruit the same chance of another; most recruit nobody, a few many.",
    keys: &[MEAN],
};

const BINOMIAL: Variant = Variant {
    name: "binomial",
    meaning: "Everyone asks `trials` people, each of whom joins with the same chance.",
    keys: &[
        MEAN,
        Key {
            name: "trials",
            kind: Kind::Integer {
                min: 1,
                max: 1_000_000,
            },
            default: Default::Required,
            unit: "people",
            meaning: "The most a member can recruit.",
        },
    ],
};

const TABLE: Variant = Variant {
    name: "table",
    meaning: "As stated, number by number.",
    keys: &[Key {
        name: "chances",
        kind: Kind::Shares,
        default: Default::Required,
        unit: "probability",
        meaning: "The chance of 0, 1, 2, … recruits; together 1.",
    }],
};
