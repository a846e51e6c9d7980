//! `[market]` (model.md §5): how many people there are.

use super::growth::MOST_MEMBERS;
use super::section;
use crate::scenario::key::{Default, Key, Kind};

/// Beyond it a pool of the largest population would be a handful of people.
const MOST_POOLS: i64 = 1_000_000;

pub(super) const SECTION: Key = section(
    "market",
    "How many people there are to join or to buy.",
    &[
        Key {
            name: "population",
            kind: Kind::Integer {
                min: 1,
                max: MOST_MEMBERS,
            },
            default: Default::Absent("no limit: the market never fills"),
            unit: "people",
            meaning: "Everyone who could ever join or buy; the fewer are left, the fewer say yes.",
        },
        Key {
            name: "pools",
            kind: Kind::Integer {
                min: 1,
                max: MOST_POOLS,
            },
            default: Default::Value("1"),
            unit: "",
            meaning: "Local pools of equal size that the population falls into, such as towns. Recruits and customers come out of the pool that one's circle lies in, and each pool fills by itself. Founders take the pools in turn.",
        },
        Key {
            name: "mobility",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "probability",
            meaning: "The chance that a recruit's own circle lies in another pool than his recruiter's, any of them alike.",
        },
    ],
);
