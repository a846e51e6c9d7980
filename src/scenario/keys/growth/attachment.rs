//! Keys of `attachment` (model.md §3): how the sponsor of a joiner is drawn.

use super::MAX_RECRUITS;
use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const ATTACHMENT: Key = Key {
    name: "attachment",
    kind: Kind::Selects(&[UNIFORM, PREFERENTIAL, REACH, RECENT, SLOTS]),
    default: Default::Value("\"uniform\""),
    unit: "",
    meaning: "The weight of an existing member in the draw of a joiner's sponsor.",
};

pub(super) const ACTIVE_ONLY: Key = Key {
    name: "active_only",
    kind: Kind::Flag,
    default: Default::Value("false"),
    unit: "",
    meaning: "Whether only enrolled members recruit: who has quit leaves the draw, and joiners find nobody once all others are full.",
};

const UNIFORM: Variant = Variant {
    name: "uniform",
    meaning: "Everyone the same: the Gastwirth model, the random recursive tree.",
    keys: &[MAX_RECRUITS],
};

const PREFERENTIAL: Variant = Variant {
    name: "preferential",
    meaning: "Recruits so far plus `offset`, to the power of `exponent`: success breeds success. With 1 and 1 the plane-oriented recursive tree.",
    keys: &[
        Key {
            name: "exponent",
            kind: Kind::Number { min: "0", max: "2" },
            default: Default::Value("1"),
            unit: "",
            meaning: "0 is everyone the same; above 1 one member comes to recruit nearly all.",
        },
        Key {
            name: "offset",
            kind: Kind::Number {
                min: "0.000001",
                max: "1000",
            },
            default: Default::Value("1"),
            unit: "recruits",
            meaning: "What a member without recruits weighs; six decimals are kept. The larger, the more even.",
        },
        MAX_RECRUITS,
    ],
};

const REACH: Variant = Variant {
    name: "reach",
    meaning: "The member's own ability to recruit, `people.reach`.",
    keys: &[MAX_RECRUITS],
};

const RECENT: Variant = Variant {
    name: "recent",
    meaning: "The latest recruit most: the weight halves every `half_life` joins after the member's own.",
    keys: &[
        Key {
            name: "half_life",
            kind: Kind::Number {
                min: "0.01",
                max: "1000000000",
            },
            default: Default::Required,
            unit: "joins",
            meaning: "Joins of others after which a member's weight has halved.",
        },
        MAX_RECRUITS,
    ],
};

const SLOTS: Variant = Variant {
    name: "slots",
    meaning: "Each member owns `width` slots, and a free slot is drawn uniformly: random spill-over.",
    keys: &[Key {
        name: "width",
        kind: Kind::Integer {
            min: 1,
            max: 1_000_000,
        },
        default: Default::Required,
        unit: "recruits",
        meaning: "Slots each member owns: the most he can recruit.",
    }],
};
