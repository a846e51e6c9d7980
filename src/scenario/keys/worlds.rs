//! `[[worlds]]`: the same plans in several worlds.

use crate::scenario::key::{Default, Key, Kind};

/// The list of worlds.
pub const LIST: &str = "worlds";

/// The keys of a world beside the sections it overrides.
pub const WORLD: &[Key] = &[
    Key {
        name: "name",
        kind: Kind::Name,
        default: Default::Required,
        unit: "",
        meaning: "Short name: its folder is called after it.",
    },
    Key {
        name: "title",
        kind: Kind::Text,
        default: Default::Absent("the name"),
        unit: "",
        meaning: "What is particular about it, in a few words.",
    },
];
