//! The parameters of `milestone`.

use crate::scenario::key::{Default, Key, Kind, Variant};

const POINTS: Kind = Kind::Number {
    min: "0",
    max: "1000000000",
};

/// The smallest factor is 1: an award is never cut for having been won early.
const FACTOR: Kind = Kind::Number {
    min: "1",
    max: "1000",
};

const MULTIPLIER: Key = Key {
    name: "multiplier_if_within",
    kind: Kind::Table(&[
        Key {
            name: "days",
            kind: Kind::Integer { min: 0, max: 3650 },
            default: Default::Required,
            unit: "days since joining, the last included",
            meaning: "The window.",
        },
        Key {
            name: "factor",
            kind: FACTOR,
            default: Default::Required,
            unit: "",
            meaning: "What everything won inside the window is multiplied by.",
        },
        Key {
            name: "at_least",
            kind: Kind::Text,
            default: Default::Required,
            unit: "",
            meaning: "The rank that must be reached inside the window.",
        },
    ]),
    default: Default::Absent("awards are not multiplied"),
    unit: "",
    meaning: "Multiplies all that is won early by who rises fast.",
};

const DOUBLE: Key = Key {
    name: "double_if",
    kind: Kind::Table(&[
        Key {
            name: "within_days",
            kind: Kind::Integer { min: 0, max: 3650 },
            default: Default::Required,
            unit: "days since joining, the last included",
            meaning: "The window.",
        },
        Key {
            name: "at_least",
            kind: Kind::Text,
            default: Default::Required,
            unit: "",
            meaning: "The rank that must be reached inside the window.",
        },
    ]),
    default: Default::Absent("awards are not doubled"),
    unit: "",
    meaning: "The same as `multiplier_if_within` with the factor 2.",
};

const RECURRING: Key = Key {
    name: "recurring",
    kind: Kind::Table(&[
        Key {
            name: "amount",
            kind: Kind::Amount,
            default: Default::Required,
            unit: "per period",
            meaning: "The award.",
        },
        Key {
            name: "requires",
            kind: Kind::Table(&[
                Key {
                    name: "customers",
                    kind: Kind::Integer {
                        min: 1,
                        max: 1_000_000,
                    },
                    default: Default::Absent("not asked for"),
                    unit: "customers",
                    meaning: "At least so many different customers bought from the member.",
                },
                Key {
                    name: "volume",
                    kind: Kind::Amount,
                    default: Default::Absent("not asked for"),
                    unit: "commissionable volume",
                    meaning: "At least so much bought by the member and his customers.",
                },
                Key {
                    name: "group_volume",
                    kind: Kind::Amount,
                    default: Default::Absent("not asked for"),
                    unit: "commissionable volume",
                    meaning: "At least so much by the member, his customers and all below him.",
                },
                Key {
                    name: "rank",
                    kind: Kind::Text,
                    default: Default::Absent("not asked for"),
                    unit: "",
                    meaning: "At least this rank.",
                },
            ]),
            default: Default::Required,
            unit: "",
            meaning: "What must hold in the period; all of it.",
        },
    ]),
    default: Default::Absent("see `awards`"),
    unit: "",
    meaning: "An award in every period in which a condition holds, such as a car.",
};

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "milestone",
    meaning: "An award when a rank or a structure is reached, or while a condition holds.",
    keys: &[
        Key {
            name: "awards",
            kind: Kind::ByName(&Kind::Amount),
            default: Default::Absent("one of `awards`, `recurring` and `structure` is required"),
            unit: "per rank",
            meaning: "The award of each rank; a rank that is not named has none.",
        },
        Key {
            name: "pay_skipped",
            kind: Kind::Flag,
            default: Default::Value("true"),
            unit: "",
            meaning: "Whether a jump pays the awards of all rungs passed, not only of the one reached.",
        },
        Key {
            name: "repeat",
            kind: Kind::Choice(&[
                ("once", "once in a lifetime"),
                ("each_period", "in every period in which it holds"),
                ("each_time_after_gap", "each time it is reached from below"),
            ]),
            default: Default::Absent("once; in each period with `recurring`"),
            unit: "",
            meaning: "How often the same thing is awarded.",
        },
        MULTIPLIER,
        DOUBLE,
        Key {
            name: "instalments",
            kind: Kind::Integer { min: 1, max: 12 },
            default: Default::Value("1"),
            unit: "equal parts, one a period",
            meaning: "An award is paid in so many parts while its rank holds; the rest is lost with it.",
        },
        Key {
            name: "clawback_if_lost_within",
            kind: Kind::Integer { min: 0, max: 120 },
            default: Default::Value("0"),
            unit: "periods after the award",
            meaning: "Who loses the rank so soon owes back what he was paid for it.",
        },
        RECURRING,
        Key {
            name: "structure",
            kind: Kind::Choice(&[(
                "power_of_three",
                "`width` people of `person_min` each and `team_min` together, and so on downwards",
            )]),
            default: Default::Absent("see `awards`"),
            unit: "",
            meaning: "An award for the shape of the frontline.",
        },
        Key {
            name: "width",
            kind: Kind::Integer { min: 1, max: 1000 },
            default: Default::Absent("3 with `structure`"),
            unit: "people",
            meaning: "How many people make a full frontline.",
        },
        Key {
            name: "person_min",
            kind: POINTS,
            default: Default::Absent("0 with `structure`"),
            unit: "points",
            meaning: "What the member and each of them must have, with customers.",
        },
        Key {
            name: "team_min",
            kind: POINTS,
            default: Default::Absent("0 with `structure`"),
            unit: "points",
            meaning: "What the member and his whole frontline must have together.",
        },
        Key {
            name: "amounts",
            kind: Kind::Amounts,
            default: Default::Absent("required with `structure`"),
            unit: "one a tier",
            meaning: "The award of each tier; only the highest tier reached is paid.",
        },
    ],
};
