//! What may stand in a plan file, put together from the modules that read it.

use crate::scenario::key::{Default, Key, Kind, PlanLanguage};

use super::{component, placement, rounding, settlement, standing, structure, volume};

/// Everything a plan file may hold.
pub const LANGUAGE: PlanLanguage = PlanLanguage {
    keys: &[
        Key {
            name: "period",
            kind: Kind::Choice(&[
                ("day", "a day"),
                ("week", "a week"),
                ("4week", "four weeks"),
                ("month", "a month"),
                ("quarter", "three months"),
                ("year", "a year"),
            ]),
            default: Default::Absent("whatever the scenario's `horizon.unit` is"),
            unit: "",
            meaning: "The pay period the plan was written for; a scenario with another unit is refused.",
        },
        rounding::KEY,
        volume::KEY,
        standing::activity::KEY,
        standing::rank::KEY,
        structure::KEY,
        placement::KEY,
    ],
    components: component::VARIANTS,
    settlements: settlement::VARIANTS,
};
