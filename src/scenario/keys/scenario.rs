//! `[scenario]`: what the story is called and how often it is played.

use super::section;
use crate::scenario::key::{Default, Key, Kind};

pub(super) const SECTION: Key = section(
    "scenario",
    "What the story is called, and how often it is played.",
    &[
        Key {
            name: "name",
            kind: Kind::Name,
            default: Default::Required,
            unit: "",
            meaning: "Short name: the default output folder is called after it.",
        },
        Key {
            name: "title",
            kind: Kind::Text,
            default: Default::Absent("the name"),
            unit: "",
            meaning: "The question the scenario asks, in one line.",
        },
        Key {
            name: "description",
            kind: Kind::Text,
            default: Default::Value("\"\""),
            unit: "",
            meaning: "What the story is, in a few sentences.",
        },
        Key {
            name: "currency",
            kind: Kind::Text,
            default: Default::Value("\"USD\""),
            unit: "ISO 4217 code",
            meaning: "The currency of all amounts; its minor unit fixes how many decimals they may have.",
        },
        Key {
            name: "seed",
            kind: Kind::Integer {
                min: 0,
                max: i64::MAX,
            },
            default: Default::Value("1"),
            unit: "",
            meaning: "The seed of all luck: the same seed gives the same results everywhere.",
        },
        Key {
            name: "replications",
            kind: Kind::Integer {
                min: 1,
                max: 10_000_000,
            },
            default: Default::Value("1000"),
            unit: "histories",
            meaning: "How many independent histories are simulated.",
        },
        Key {
            name: "world",
            kind: Kind::Choice(&[
                (
                    "shared",
                    "all plans pay the same people, who do the same whatever they earn",
                ),
                (
                    "own",
                    "each plan lives in a world of its own with the same luck, so that what people earn can change what they do",
                ),
            ]),
            default: Default::Value("\"shared\""),
            unit: "",
            meaning: "Whether the plans share one world. In worlds of their own people of the same number have the same luck, and are compared person by person only where they joined in the same periods in every history.",
        },
    ],
);
