//! `[growth]` (model.md §3): who recruits whom.

mod attachment;
mod curve;
mod galton_watson;

use super::section;
use crate::scenario::key::{Default, Key, Kind, Variant};
use attachment::{ACTIVE_ONLY, ATTACHMENT};
use curve::CURVE;
use galton_watson::GALTON_WATSON;

/// Members are numbered in 32 bits, with room for a mark; this also bounds a tree that
/// would never fit in memory.
pub const MOST_MEMBERS: i64 = 4_000_000_000;

pub(super) const SECTION: Key = section(
    "growth",
    "Who recruits whom.",
    &[
        Key {
            name: "law",
            kind: Kind::Selects(&[FIXED, CURVE, RECRUITING, GALTON_WATSON, COMPLETE, OBSERVED]),
            default: Default::Required,
            unit: "",
            meaning: "How many join, and when.",
        },
        Key {
            name: "founders",
            kind: Kind::Integer {
                min: 1,
                max: MOST_MEMBERS,
            },
            default: Default::Value("1"),
            unit: "positions",
            meaning: "Positions that exist before period 1: the company's own or the promoters'.",
        },
        Key {
            name: "count_founders",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Whether founders count as participants in every measure.",
        },
    ],
);

const FIXED: Variant = Variant {
    name: "fixed",
    meaning: "Exactly so many join, one after another.",
    keys: &[
        Key {
            name: "participants",
            kind: Kind::Integer {
                min: 1,
                max: MOST_MEMBERS,
            },
            default: Default::Required,
            unit: "people",
            meaning: "How many join; with `count_founders`, founders included.",
        },
        ATTACHMENT,
        ACTIVE_ONLY,
        ARRIVALS,
    ],
};

const RECRUITING: Variant = Variant {
    name: "recruiting",
    meaning: "Every enrolled participant recruits from his own circle, period by period.",
    keys: &[
        Key {
            name: "approaches",
            kind: Kind::Integer {
                min: 0,
                max: 1_000_000,
            },
            default: Default::Required,
            unit: "people per period",
            meaning: "People each enrolled participant approaches about joining, out of his `people.contacts`.",
        },
        Key {
            name: "conversion",
            kind: Kind::Share,
            default: Default::Required,
            unit: "probability",
            meaning: "The chance that one approached joins, before the recruiter's reach and the openness of the market.",
        },
        MAX_RECRUITS,
    ],
};

const COMPLETE: Variant = Variant {
    name: "complete",
    meaning: "The promoters' picture: everyone recruits `width` people, `depth` levels down.",
    keys: &[
        Key {
            name: "width",
            kind: Kind::Integer {
                min: 1,
                max: 1_000_000,
            },
            default: Default::Required,
            unit: "recruits",
            meaning: "Recruits of every member above the last level.",
        },
        Key {
            name: "depth",
            kind: Kind::Integer { min: 1, max: 1_000 },
            default: Default::Required,
            unit: "levels",
            meaning: "Levels below each founder.",
        },
        ARRIVALS,
    ],
};

const OBSERVED: Variant = Variant {
    name: "observed",
    meaning: "A real network: who joined when and under whom is read from a file, what they do is simulated.",
    keys: &[Key {
        name: "file",
        kind: Kind::Text,
        default: Default::Required,
        unit: "",
        meaning: "The network as CSV, `id,sponsor[,joined]` as for `downline pay`; a path from this file. The first `founders` members, who must be roots, are the founders.",
    }],
};

const ARRIVALS: Key = Key {
    name: "arrivals",
    kind: Kind::Numbers,
    default: Default::Absent("evenly"),
    unit: "relative weight, one per period",
    meaning: "How the joiners are spread over the periods.",
};

const MAX_RECRUITS: Key = Key {
    name: "max_recruits",
    kind: Kind::Integer {
        min: 1,
        max: MOST_MEMBERS,
    },
    default: Default::Absent("no limit"),
    unit: "recruits",
    meaning: "A member who has recruited so many recruits no more: the chain-letter model.",
};
