//! `[quitting]` (model.md §7): who leaves.

use super::section;
use crate::scenario::key::{Default, Key, Kind};

pub(super) const SECTION: Key = section(
    "quitting",
    "Who leaves. Quitters stay counted in every result.",
    &[Key {
        name: "hazard",
        kind: Kind::Share,
        default: Default::Value("0"),
        unit: "probability per period",
        meaning: "The chance that an enrolled participant quits at the end of a period. Founders stay, also where they count as participants.",
    }],
);
