//! `[[plans]]` and `[[plans.component]]` (plans.md §2): the payout plans.

use crate::scenario::key::{Default, Key, Kind, PlanLanguage, Variant};

/// What every plan has.
const PLAN: &[Key] = &[
    Key {
        name: "name",
        kind: Kind::Name,
        default: Default::Required,
        unit: "",
        meaning: "Short name, unique: the plan's name in every file.",
    },
    Key {
        name: "title",
        kind: Kind::Text,
        default: Default::Absent("the name"),
        unit: "",
        meaning: "One line for people.",
    },
];

/// The keys of a plan, its components and settlements apart.
#[must_use]
pub fn plan(language: PlanLanguage) -> Vec<Key> {
    PLAN.iter().chain(language.keys).copied().collect()
}

/// Takes a plan's components, and what it does not say itself, from a plan file.
pub const FILE: Key = Key {
    name: "file",
    kind: Kind::Text,
    default: Default::Absent("the components stand here"),
    unit: "path from this file",
    meaning: "A plan file: `[plan]` with `name` and `title`, tables such as `[ranks]`, `[[component]]` and `[[settlement]]`.",
};

/// Whether a component or a settlement step is in force: a switch for questions.
pub const ENABLED: Key = Key {
    name: "enabled",
    kind: Kind::Flag,
    default: Default::Value("true"),
    unit: "",
    meaning: "Whether it is in force; `false` leaves it out of the plan, as if it were not written.",
};

/// The keys of a component, those of its type apart.
#[must_use]
pub fn component(components: &'static [Variant]) -> [Key; 5] {
    [
        Key {
            name: "id",
            kind: Kind::Name,
            default: Default::Absent("the type, then `type-2`, …"),
            unit: "",
            meaning: "Unique within the plan: the component's name in every file.",
        },
        Key {
            name: "type",
            kind: Kind::Selects(components),
            default: Default::Required,
            unit: "",
            meaning: "The rule by which it pays or charges.",
        },
        Key {
            name: "pay_schedule",
            kind: Kind::Name,
            default: Default::Absent("the plan's common one"),
            unit: "",
            meaning: "The payment schedule it is paid on: a ledger with `per_schedule` keeps a balance for each.",
        },
        Key {
            name: "requires_active",
            kind: Kind::Flag,
            default: Default::Value("true"),
            unit: "",
            meaning: "Whether a commission is paid to active members only; else everyone enrolled counts as active for it.",
        },
        ENABLED,
    ]
}

/// The keys of a settlement step, those of its type apart.
#[must_use]
pub fn settlement(settlements: &'static [Variant]) -> [Key; 2] {
    [
        Key {
            name: "type",
            kind: Kind::Selects(settlements),
            default: Default::Required,
            unit: "",
            meaning: "What is done between earning and paying.",
        },
        ENABLED,
    ]
}
