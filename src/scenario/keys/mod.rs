//! The key table of a scenario file, one file a section.

mod company;
mod comparison;
pub mod costs;
pub(super) mod growth;
mod horizon;
mod market;
mod people;
pub mod plans;
mod product;
mod quitting;
mod reputation;
mod sales;
mod scenario;
pub mod worlds;

use super::key::{Default, Key, Kind};

/// The sections of a scenario file in the order in which they are documented, a list of
/// tables among them (`[[products]]`), the plans apart (see [`plans`]).
pub const SECTIONS: &[Key] = &[
    scenario::SECTION,
    horizon::SECTION,
    growth::SECTION,
    market::SECTION,
    people::SECTION,
    sales::SECTION,
    product::SECTION,
    product::MIX,
    costs::SECTION,
    company::SECTION,
    quitting::SECTION,
    reputation::SECTION,
    comparison::SECTION,
];

/// Takes a base scenario whose keys this file overrides.
pub const EXTENDS: Key = Key {
    name: "extends",
    kind: Kind::Text,
    default: Default::Absent("the file stands alone"),
    unit: "",
    meaning: "A base scenario, as a path from this file or a built-in's name: its tables are merged with this file's key by key, its lists are replaced.",
};

/// A section of a scenario file: a table that may be left out.
const fn section(name: &'static str, meaning: &'static str, keys: &'static [Key]) -> Key {
    Key {
        name,
        kind: Kind::Table(keys),
        default: Default::Value("{}"),
        unit: "",
        meaning,
    }
}
