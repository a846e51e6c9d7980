//! `[reputation]` (model.md §8): how prospects are approached, and what that does later.

use super::section;
use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const SECTION: Key = section(
    "reputation",
    "How prospects are approached, and what it does to the conversion of everyone later. Without these keys nothing is changed.",
    &[
        Key {
            name: "approach",
            kind: Kind::Selects(&[OPEN, CONCEALED]),
            default: Default::Value("\"open\""),
            unit: "",
            meaning: "What prospects are told before they come.",
        },
        Key {
            name: "stigma",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of conversion per quitter",
            meaning: "What each disappointed quitter takes off everyone's chance of recruiting and of selling, as a share of it, from the next period on; together never more than all. Disappointed is who quits by `early_quit` and, where each plan has a world of its own, by `quitting.hazard_in_loss`. Under the sales law `fixed` nothing is taken off sales.",
        },
        Key {
            name: "recovery",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share per period",
            meaning: "The share of the lost reputation that is forgotten every period.",
        },
    ],
);

const OPEN: Variant = Variant {
    name: "open",
    meaning: "They know what is on offer.",
    keys: &[],
};

const CONCEALED: Variant = Variant {
    name: "concealed",
    meaning: "Meetings that hide what is on offer: more come, and some find out.",
    keys: &[
        Key {
            name: "attendance_gain",
            kind: Kind::Number {
                min: "1",
                max: "1000",
            },
            default: Default::Value("1"),
            unit: "factor",
            meaning: "What the chance that one approached joins is multiplied by under the growth law `recruiting`. Chances above 1 are taken as 1 and counted.",
        },
        Key {
            name: "early_quit",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "probability per period",
            meaning: "The chance that a recruit finds out and quits at the end of each of his first `early_periods` periods, in addition to the rules of `[quitting]`.",
        },
        Key {
            name: "early_periods",
            kind: Kind::Integer { min: 1, max: 1_000 },
            default: Default::Value("3"),
            unit: "periods",
            meaning: "How many periods a recruit may find out in, the one he joined in included.",
        },
    ],
};
