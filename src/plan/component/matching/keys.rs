//! The parameters of `matching` (plans.md E9).

use crate::plan::compression;
use crate::scenario::key::{Default, Key, Kind, Variant};

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "matching",
    meaning: "A share of what other components earn the people one enrolled, and those below them.",
    keys: &[
        Key {
            name: "of",
            kind: Kind::Names,
            default: Default::Value("[\"pairing\"]"),
            unit: "",
            meaning: "Ids of the components whose earnings are matched; never matches themselves.",
        },
        Key {
            name: "rates",
            kind: Kind::Shares,
            default: Default::Absent("see `rates_by_rank`; one of them is needed"),
            unit: "share of the earnings, one per level or generation",
            meaning: "What the first, second, … upline gets of what somebody earned.",
        },
        Key {
            name: "rates_by_rank",
            kind: Kind::ByName(&Kind::Shares),
            default: Default::Absent("`rates` at every rank"),
            unit: "share of the earnings, one per level or generation",
            meaning: "The rates from each listed rank upward; below the lowest of them `rates`, else nothing.",
        },
        Key {
            name: "by",
            kind: Kind::Choice(&[
                ("level", "counted in people"),
                ("generation", "counted in leaders, who alone are paid"),
            ]),
            default: Default::Absent("level; generation where boundary ranks are given"),
            unit: "",
            meaning: "How the distance to the upline is counted.",
        },
        Key {
            name: "boundary_ranks",
            kind: Kind::Names,
            default: Default::Absent("required where `by` is generation"),
            unit: "",
            meaning: "Whoever is paid as one of these ranks or above is a leader.",
        },
        Key {
            name: "generation_ranks",
            kind: Kind::Names,
            default: Default::Absent("see `boundary_ranks`"),
            unit: "",
            meaning: "Another name of `boundary_ranks`.",
        },
        Key {
            name: "boundary",
            kind: Kind::Choice(&[
                (
                    "opens",
                    "a leader opens a generation: he and those below him up to the next leader are generation 1 of the leader above",
                ),
                (
                    "closes",
                    "a leader is the last of a generation; the next one begins below him",
                ),
            ]),
            default: Default::Absent("opens, where `by` is generation"),
            unit: "",
            meaning: "Which generation a leader himself is in.",
        },
        Key {
            name: "inactive",
            kind: Kind::Choice(&[
                ("skip", "he does not use up a generation"),
                ("block", "nobody from him upward is paid"),
                ("count", "he uses up a generation, which is breakage"),
            ]),
            default: Default::Absent("skip, where `by` is generation"),
            unit: "",
            meaning: "What an inactive leader does to the generations.",
        },
        Key {
            name: "earned",
            kind: Kind::Choice(&[
                ("gross", "before caps on the earner"),
                ("after_individual_cap", "after caps on the earner"),
                (
                    "paid",
                    "rounded as it is paid; refused where a cap on all commissions follows",
                ),
            ]),
            default: Default::Value("\"after_individual_cap\""),
            unit: "",
            meaning: "Which earnings are matched.",
        },
        Key {
            name: "earner_cap",
            kind: Kind::Amount,
            default: Default::Absent("no limit"),
            unit: "an earner and period",
            meaning: "The most of one person's earnings that is matched.",
        },
        Key {
            name: "cap",
            kind: Kind::Amount,
            default: Default::Absent("no limit"),
            unit: "a payee and period",
            meaning: "The most one person is paid; what is above is breakage.",
        },
        Key {
            name: "tree",
            kind: Kind::Choice(&[
                ("enrolment", "who enrolled whom"),
                ("placement", "the plan's placement tree"),
            ]),
            default: Default::Value("\"enrolment\""),
            unit: "",
            meaning: "The tree that is walked upward.",
        },
        compression::KEY,
    ],
};
