//! `[market]` (model.md §5): how many people there are.

use super::growth::MOST_MEMBERS;
use super::section;
use crate::scenario::key::{Default, Key, Kind};

pub(super) const SECTION: Key = section(
    "market",
    "How many people there are to join or to buy.",
    &[Key {
        name: "population",
        kind: Kind::Integer {
            min: 1,
            max: MOST_MEMBERS,
        },
        default: Default::Absent("no limit: the market never fills"),
        unit: "people",
        meaning: "Everyone who could ever join or buy; the fewer are left, the fewer say yes.",
    }],
);
