//! Keys of growth law `curve` (model.md §3).

use super::MOST_MEMBERS;
use super::attachment::{ACTIVE_ONLY, ATTACHMENT};
use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const CURVE: Variant = Variant {
    name: "curve",
    meaning: "The joiners of each period follow a curve; whole people join, never half a person off the curve.",
    keys: &[
        Key {
            name: "curve",
            kind: Kind::Selects(&[BASS, LOGISTIC, GEOMETRIC, TABLE]),
            default: Default::Required,
            unit: "",
            meaning: "How many have joined by when.",
        },
        ATTACHMENT,
        ACTIVE_ONLY,
    ],
};

const MARKET: Key = Key {
    name: "market",
    kind: Kind::Integer {
        min: 1,
        max: MOST_MEMBERS,
    },
    default: Default::Required,
    unit: "people",
    meaning: "Everyone who could ever join, founders included.",
};

const BASS: Variant = Variant {
    name: "bass",
    meaning: "Bass's diffusion of innovations: some join of themselves (`p`), the others because others did (`q`).",
    keys: &[
        Key {
            name: "p",
            kind: Kind::Number {
                min: "0.000000001",
                max: "1",
            },
            default: Default::Required,
            unit: "per period",
            meaning: "Coefficient of innovation: the chance that someone outside joins of himself.",
        },
        Key {
            name: "q",
            kind: Kind::Number {
                min: "0",
                max: "100",
            },
            default: Default::Required,
            unit: "per period",
            meaning: "Coefficient of imitation: what is added to that chance once everyone else has joined.",
        },
        MARKET,
    ],
};

const LOGISTIC: Variant = Variant {
    name: "logistic",
    meaning: "All join by imitation, from the founders on.",
    keys: &[
        Key {
            name: "rate",
            kind: Kind::Number {
                min: "0",
                max: "100",
            },
            default: Default::Required,
            unit: "per period",
            meaning: "Growth rate, compounded continuously, while nearly everyone is outside.",
        },
        MARKET,
    ],
};

const GEOMETRIC: Variant = Variant {
    name: "geometric",
    meaning: "Every period the same percentage more than in the one before, or fewer.",
    keys: &[
        Key {
            name: "start",
            kind: Kind::Number {
                min: "0",
                max: "1000000000",
            },
            default: Default::Required,
            unit: "people",
            meaning: "Joiners of period 1.",
        },
        Key {
            name: "rate",
            kind: Kind::Number {
                min: "-1",
                max: "1000",
            },
            default: Default::Required,
            unit: "per period",
            meaning: "Growth of the joiners from one period to the next: 0.1 is a tenth more.",
        },
    ],
};

const TABLE: Variant = Variant {
    name: "table",
    meaning: "As stated, period by period.",
    keys: &[Key {
        name: "joiners",
        kind: Kind::Numbers,
        default: Default::Required,
        unit: "people, one per period",
        meaning: "How many join in each period.",
    }],
};
