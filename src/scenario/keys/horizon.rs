//! `[horizon]` (model.md §2): how long.

use super::section;
use crate::scenario::key::{Default, Key, Kind};

pub(super) const SECTION: Key = section(
    "horizon",
    "How long the story lasts.",
    &[
        Key {
            name: "periods",
            kind: Kind::Integer {
                min: 1,
                max: 10_000,
            },
            default: Default::Value("1"),
            unit: "pay periods",
            meaning: "How many pay periods; 1 is the one-shot world, where everyone is there from the start.",
        },
        Key {
            name: "unit",
            kind: Kind::Choice(&[
                ("day", "365 a year"),
                ("week", "52 a year"),
                ("4week", "13 a year"),
                ("month", "12 a year"),
                ("quarter", "4 a year"),
                ("year", "1 a year"),
            ]),
            default: Default::Value("\"month\""),
            unit: "",
            meaning: "The length of a pay period.",
        },
    ],
);
