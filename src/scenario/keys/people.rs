//! `[people]` (model.md §4): what sort of people they are.

use super::section;
use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const SECTION: Key = section(
    "people",
    "What sort of people they are.",
    &[
        Key {
            name: "skill",
            kind: Kind::Table(ABILITY),
            default: Default::Value("{}"),
            unit: "",
            meaning: "Ability to sell, drawn on joining, mean 1.",
        },
        Key {
            name: "reach",
            kind: Kind::Table(ABILITY),
            default: Default::Value("{}"),
            unit: "",
            meaning: "Ability to recruit, drawn on joining, mean 1.",
        },
        Key {
            name: "correlation",
            kind: Kind::Number {
                min: "-1",
                max: "1",
            },
            default: Default::Value("0"),
            unit: "Spearman's rank correlation",
            meaning: "How far those who sell well also recruit well; skill is drawn as without it, reach moves.",
        },
        Key {
            name: "contacts",
            kind: Kind::Integer {
                min: 0,
                max: 1_000_000,
            },
            default: Default::Value("100"),
            unit: "people",
            meaning: "The personal circle: whom one can approach at all, each once, for joining first.",
        },
        Key {
            name: "hours",
            kind: HOURS,
            default: Default::Value("0"),
            unit: "hours per period",
            meaning: "Time spent on selling; its cost is shown beside net, never inside.",
        },
        Key {
            name: "recruiting_hours",
            kind: HOURS,
            default: Default::Value("0"),
            unit: "hours per period",
            meaning: "Time spent on recruiting, charged only under plans that pay on recruits.",
        },
        Key {
            name: "wage",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per hour",
            meaning: "What an hour is worth.",
        },
    ],
);

/// No more hours than a leap year has.
const HOURS: Kind = Kind::Number {
    min: "0",
    max: "8784",
};

const ABILITY: &[Key] = &[Key {
    name: "law",
    kind: Kind::Selects(&[
        Variant {
            name: "constant",
            meaning: "The same for all.",
            keys: &[],
        },
        Variant {
            name: "lognormal",
            meaning: "A few have much more than the rest.",
            keys: &[Key {
                name: "sigma",
                kind: Kind::Number { min: "0", max: "4" },
                default: Default::Required,
                unit: "standard deviation of the logarithm",
                meaning: "How unequal people are; the Gini coefficient of ability is erf(sigma / 2).",
            }],
        },
        Variant {
            name: "gamma",
            meaning: "From many with almost nothing (small shape) to all nearly alike (large).",
            keys: &[Key {
                name: "shape",
                kind: Kind::Number {
                    min: "0.1",
                    max: "1000",
                },
                default: Default::Required,
                unit: "",
                meaning: "How equal people are: the variance of ability is 1 / shape; 1 is the exponential law.",
            }],
        },
        Variant {
            name: "pareto",
            meaning: "A power law: everyone has something, very few have a great deal.",
            keys: &[Key {
                name: "alpha",
                kind: Kind::Number {
                    min: "1.01",
                    max: "100",
                },
                default: Default::Required,
                unit: "tail index",
                meaning: "The smaller, the more unequal: the Gini coefficient of ability is 1 / (2 alpha − 1); at 2 or below the variance is infinite.",
            }],
        },
    ]),
    default: Default::Value("\"constant\""),
    unit: "",
    meaning: "How the ability is spread over people; the mean is always 1.",
}];
