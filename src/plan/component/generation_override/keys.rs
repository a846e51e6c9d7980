//! What may stand in a `generation_override` (plans.md E5).

use crate::plan::scale;
use crate::scenario::key::{Default, Key, Kind, Variant};

const BOUNDARY_RANKS: Key = Key {
    name: "boundary_ranks",
    kind: Kind::Names,
    default: Default::Required,
    unit: "",
    meaning: "The ranks of leaders, in whom generations are counted; whoever is at or above the lowest of them counts.",
};

const PAYEE_RANKS: Key = Key {
    name: "payee_ranks",
    kind: Kind::Names,
    default: Default::Required,
    unit: "",
    meaning: "The ranks that are paid; whoever is at or above the lowest of them counts.",
};

const RATES: Key = Key {
    name: "rates",
    kind: Kind::Shares,
    default: Default::Required,
    unit: "share of commissionable volume, one per generation",
    meaning: "What each generation earns, from `start_generation` on.",
};

const RATE: Key = Key {
    name: "rate",
    kind: Kind::Share,
    default: Default::Required,
    unit: "share of commissionable volume",
    meaning: "The rate, paid once on each unit of volume.",
};

const BOUNDARY: Key = Key {
    name: "boundary",
    kind: Kind::Choice(&[
        (
            "opens",
            "a leader's own volume is in the generation he opens: generation 1 of the leader above",
        ),
        (
            "closes",
            "a leader is the last of the generation above him; the next begins below him",
        ),
    ]),
    default: Default::Value("\"opens\""),
    unit: "",
    meaning: "On which side of a leader a generation ends.",
};

const INACTIVE: Key = Key {
    name: "inactive",
    kind: Kind::Choice(&[
        (
            "skip",
            "he uses up no generation, and his volume still pays",
        ),
        ("block", "nothing from below him pays anyone above him"),
        ("count", "he uses up a generation, whose money is breakage"),
    ]),
    default: Default::Value("\"skip\""),
    unit: "",
    meaning: "What an inactive leader does to those above him.",
};

const START_LEVEL: Key = Key {
    name: "start_level",
    kind: Kind::Integer {
        min: 1,
        max: 10_000,
    },
    default: Default::Value("1"),
    unit: "levels",
    meaning: "A leader is paid, and uses up a generation, only for sources so many levels below him or deeper.",
};

const START_GENERATION: Key = Key {
    name: "start_generation",
    kind: Kind::Integer {
        min: 1,
        max: 10_000,
    },
    default: Default::Value("1"),
    unit: "generations",
    meaning: "The first generation that is paid.",
};

const STOP: Key = Key {
    name: "stop",
    kind: Kind::Choice(&[
        ("after_n", "after as many generations as there are rates"),
        (
            "next_same_or_higher_rank",
            "at the next leader of the payee's rank or above; the last rate goes on until there",
        ),
    ]),
    default: Default::Value("\"after_n\""),
    unit: "",
    meaning: "How far down a leader is paid.",
};

const VOLUME_SCOPE: Key = Key {
    name: "volume_scope",
    kind: Kind::Choice(&[
        (
            "personal_group",
            "leaders' volume and that of those below them",
        ),
        ("personal_only", "leaders' own volume only"),
    ]),
    default: Default::Value("\"personal_group\""),
    unit: "",
    meaning: "Whose volume pays.",
};

const MIN_GROUP_VOLUME: Key = Key {
    name: "min_group_volume",
    kind: Kind::Number {
        min: "0",
        max: "1000000000",
    },
    default: Default::Value("0"),
    unit: "points",
    meaning: "What a leader's own group, without other leaders' groups, must reach for him to be paid.",
};

const RATE_BY_OWN_VOLUME: Key = Key {
    name: "rate_by_own_volume",
    kind: Kind::List(scale::STEP),
    default: Default::Absent("`rates` are paid as they stand"),
    unit: "",
    meaning: "Factors on `rates` by ascending minima of the payee's own points; below the first minimum he earns nothing.",
};

const VOLUME_FACTOR: Key = Key {
    name: "volume_factor",
    kind: Kind::Number {
        min: "0.000001",
        max: "1000",
    },
    default: Default::Value("1"),
    unit: "",
    meaning: "What volume is multiplied by before anything is paid on it.",
};

const BONUS: Key = Key {
    name: "bonus_if_override_at_least",
    kind: Kind::Table(&[
        Key {
            name: "threshold",
            kind: Kind::Amount,
            default: Default::Required,
            unit: "per period",
            meaning: "The override that brings the bonus; the minimum is included.",
        },
        Key {
            name: "rate",
            kind: Kind::Share,
            default: Default::Required,
            unit: "share of commissionable volume",
            meaning: "The further rate, on the volume that the override was paid on.",
        },
    ]),
    default: Default::Absent("there is no bonus on the override"),
    unit: "",
    meaning: "A second bonus for whom the override of the period reaches a threshold.",
};

const fn optional(key: Key, otherwise: &'static str) -> Key {
    Key {
        default: Default::Absent(otherwise),
        ..key
    }
}

const LAYERS: Key = Key {
    name: "layers",
    kind: Kind::List(&[
        BOUNDARY_RANKS,
        RATES,
        BOUNDARY,
        INACTIVE,
        START_LEVEL,
        START_GENERATION,
        STOP,
        VOLUME_SCOPE,
        MIN_GROUP_VOLUME,
        RATE_BY_OWN_VOLUME,
        VOLUME_FACTOR,
        BONUS,
    ]),
    default: Default::Absent("the component is one layer, given by its other keys"),
    unit: "",
    meaning: "Several overrides on the same volume, each counting its own leaders; their payments are added up.",
};

const GENERATIONS: Variant = Variant {
    name: "generations",
    meaning: "Generation by generation, as many as there are rates.",
    keys: &[
        optional(BOUNDARY_RANKS, "required unless there are `layers`"),
        optional(RATES, "required unless there are `layers`"),
        BOUNDARY,
        INACTIVE,
        START_LEVEL,
        START_GENERATION,
        STOP,
        VOLUME_SCOPE,
        MIN_GROUP_VOLUME,
        RATE_BY_OWN_VOLUME,
        VOLUME_FACTOR,
        BONUS,
        LAYERS,
    ],
};

const INFINITY: Variant = Variant {
    name: "infinity",
    meaning: "One rate, once on each unit of volume, to the nearest payee for whom it is deep enough.",
    keys: &[
        RATE,
        PAYEE_RANKS,
        BOUNDARY_RANKS,
        BOUNDARY,
        INACTIVE,
        START_LEVEL,
        START_GENERATION,
        VOLUME_SCOPE,
        VOLUME_FACTOR,
    ],
};

const GUARANTEE: Variant = Variant {
    name: "leadership_with_guarantee",
    meaning: "One rate on the groups of leaders below, out of which each leader guarantees a minimum to the one above him.",
    keys: &[
        RATE,
        BOUNDARY_RANKS,
        Key {
            name: "minimum_base",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "of commissionable volume",
            meaning: "A leader who earns on leaders below him must bring the one above him at least the rate of this volume.",
        },
        Key {
            name: "qualifying_own_group",
            kind: Kind::Number {
                min: "0",
                max: "1000000000",
            },
            default: Default::Value("0"),
            unit: "points",
            meaning: "What the own group of someone with a single leg of leaders must reach for him to keep anything.",
        },
    ],
};

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "generation_override",
    meaning: "An override on the volume of leaders' groups, generation by generation of leaders: breakaway override, royalty, leadership and infinity bonus.",
    keys: &[Key {
        name: "kind",
        kind: Kind::Selects(&[GENERATIONS, INFINITY, GUARANTEE]),
        default: Default::Value("\"generations\""),
        unit: "",
        meaning: "Which override it is.",
    }],
};
