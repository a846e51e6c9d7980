//! The parameters of `pairing` (plans.md E6).

use crate::scenario::key::{Default, Key, Kind, Variant};

const fn absent(
    name: &'static str,
    kind: Kind,
    without: &'static str,
    unit: &'static str,
    meaning: &'static str,
) -> Key {
    Key {
        name,
        kind,
        default: Default::Absent(without),
        unit,
        meaning,
    }
}

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "pairing",
    meaning: "Volume of the left leg of a binary tree paired with volume of the right one.",
    keys: &[
        Key {
            name: "mode",
            kind: Kind::Choice(&[
                ("percent_weak", "`rate` of the weaker leg's volume"),
                (
                    "percent_ratio",
                    "`rate` of the weaker leg's volume, as far as the stronger one has `strong` for each `weak` of it",
                ),
                (
                    "cycle",
                    "`value` for each whole cycle: `strong` from the larger leg and `weak` from the smaller one",
                ),
                (
                    "step_schedule",
                    "the highest row of `schedule` that both legs reach, once a period",
                ),
                (
                    "count_pairs",
                    "`value` for each pair of people, one in each leg",
                ),
            ]),
            default: Default::Value("\"percent_weak\""),
            unit: "",
            meaning: "How the legs are matched and what a match pays.",
        },
        absent(
            "rate",
            Kind::Share,
            "see `rate_by_rank`; the percent modes need one of them",
            "share of the matched volume",
            "What a match pays in the percent modes.",
        ),
        absent(
            "rate_by_rank",
            Kind::ByName(&Kind::Share),
            "`rate` at every rank",
            "share of the matched volume",
            "The rate from each listed rank upward; below the lowest of them `rate`, else nothing.",
        ),
        absent(
            "value",
            Kind::Amount,
            "see `value_by_rank`; cycles and pairs need a value",
            "per cycle or pair",
            "What a cycle or a pair pays.",
        ),
        absent(
            "value_by_rank",
            Kind::ByName(&Kind::Amount),
            "`value` at every rank",
            "per cycle or pair",
            "The value from each listed rank upward; below the lowest of them `value`, else nothing.",
        ),
        absent(
            "schedule",
            Kind::List(&[
                Key {
                    name: "match",
                    kind: Kind::Amount,
                    default: Default::Required,
                    unit: "volume in each leg",
                    meaning: "What both legs must hold, and what is taken from both.",
                },
                Key {
                    name: "pay",
                    kind: Kind::Amount,
                    default: Default::Required,
                    unit: "",
                    meaning: "What it pays.",
                },
            ]),
            "only with `mode = \"step_schedule\"`",
            "",
            "The steps; the highest one reached is paid.",
        ),
        absent(
            "strong",
            Kind::Amount,
            "as much as `weak`",
            "volume, or parts of a ratio",
            "What a match takes from the larger leg.",
        ),
        absent(
            "weak",
            Kind::Amount,
            "1 in a ratio; a cycle needs it",
            "volume, or parts of a ratio",
            "What a match takes from the smaller leg.",
        ),
        absent(
            "counted",
            Kind::Choice(&[
                (
                    "people",
                    "everyone once, in the period in which he is placed in the leg",
                ),
                (
                    "points",
                    "the whole points of everyone in the leg, in every period",
                ),
            ]),
            "people",
            "",
            "What `count_pairs` counts.",
        ),
        absent(
            "first_ratio",
            Kind::Numbers,
            "the first pair is like any other",
            "people in one leg and in the other",
            "What the first pair of a lifetime asks for, either way round: the larger leg gives the larger number.",
        ),
        absent(
            "first_value",
            Kind::Amount,
            "what any pair pays",
            "",
            "What the first pair of a lifetime pays.",
        ),
        absent(
            "next_value",
            Kind::Amount,
            "`value`",
            "per pair",
            "What each later pair pays; another name of `value`.",
        ),
        absent(
            "min_match",
            Kind::Amount,
            "0",
            "volume",
            "A match of less of the weaker leg's volume takes nothing and pays nothing.",
        ),
        absent(
            "max_match",
            Kind::Amount,
            "no limit",
            "volume a period",
            "The most of the weaker leg's volume that is paid.",
        ),
        absent(
            "max_match_by_rank",
            Kind::ByName(&Kind::Amount),
            "`max_match` at every rank",
            "volume a period",
            "The same from each listed rank upward.",
        ),
        absent(
            "max_cycles",
            Kind::Integer {
                min: 1,
                max: 1_000_000_000,
            },
            "no limit",
            "a period",
            "The most cycles or pairs that are paid.",
        ),
        absent(
            "max_cycles_by_rank",
            Kind::ByName(&Kind::Integer {
                min: 1,
                max: 1_000_000_000,
            }),
            "`max_cycles` at every rank",
            "a period",
            "The same from each listed rank upward.",
        ),
        absent(
            "cap_amount",
            Kind::Amount,
            "no limit",
            "a period",
            "The most that is paid.",
        ),
        absent(
            "cap_amount_by_rank",
            Kind::ByName(&Kind::Amount),
            "`cap_amount` at every rank",
            "a period",
            "The same from each listed rank upward.",
        ),
        Key {
            name: "on_cap",
            kind: Kind::Choice(&[
                ("flush", "all that could be matched is used up"),
                ("retain", "only what is paid is used up"),
            ]),
            default: Default::Value("\"flush\""),
            unit: "",
            meaning: "What a cap does to the volume above it.",
        },
        Key {
            name: "carry",
            kind: Kind::Choice(&[
                ("keep", "all of it"),
                ("cap", "at most `carry_cap` in each leg"),
                ("flush_strong", "only what is left in the smaller leg"),
                ("flush_all", "nothing"),
                ("expire_after_k", "for `expire_after` periods"),
            ]),
            default: Default::Value("\"keep\""),
            unit: "",
            meaning: "What of the unmatched volume is carried into the next period.",
        },
        absent(
            "carry_cap",
            Kind::Amount,
            "no limit",
            "volume in each leg",
            "The most that is carried; another number than the cap on the match.",
        ),
        absent(
            "expire_after",
            Kind::Integer { min: 1, max: 1200 },
            "never",
            "periods",
            "Volume is dropped when so many periods after its own close; the oldest is matched first.",
        ),
        Key {
            name: "own_volume",
            kind: Kind::Choice(&[
                ("none", "in no leg of his own"),
                ("weak_leg", "in his weaker leg"),
                (
                    "excess_to_weak",
                    "what is above `own_threshold`, in his weaker leg",
                ),
            ]),
            default: Default::Value("\"none\""),
            unit: "",
            meaning: "Where a member's own volume counts for himself.",
        },
        absent(
            "own_threshold",
            Kind::Amount,
            "0",
            "volume a period",
            "Own volume that counts in no leg, with `own_volume = \"excess_to_weak\"`.",
        ),
        Key {
            name: "inactive",
            kind: Kind::Choice(&[
                ("flush", "both legs are emptied"),
                ("freeze", "the carry stays and nothing is added"),
                ("accumulate", "the legs go on growing"),
            ]),
            default: Default::Value("\"flush\""),
            unit: "",
            meaning: "What happens to the legs of who is not active or not qualified; he is paid nothing.",
        },
        absent(
            "qualify",
            Kind::Choice(&[(
                "personal_each_leg",
                "an active member whom he enrolled himself, in each leg",
            )]),
            "nothing beside being active",
            "",
            "What being paid asks for beside being active.",
        ),
    ],
};
