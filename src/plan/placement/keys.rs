//! What a plan says of placement, and what of it contradicts itself.

use crate::scenario::diagnose::{Diagnostic, Severity};
use crate::scenario::key::{Default, Key, Kind};
use crate::scenario::settings::{Setting, Settings};

use super::{Fill, Full, PlacementRule, Tie};

/// Every fill, the holding tank last: it is no fill to apply after the holding tank.
const FILLS: &[(&str, &str)] = &[
    (
        "bfs_under_sponsor",
        "the first empty place below the sponsor, level by level, left to right",
    ),
    (
        "bfs_company",
        "the first empty place of the whole company, one matrix for everybody",
    ),
    (
        "left_outer",
        "the bottom of the sponsor's outside left edge",
    ),
    (
        "right_outer",
        "the bottom of the sponsor's outside right edge",
    ),
    (
        "weak_leg_outer",
        "the bottom of the outside edge of the leg with less volume so far",
    ),
    (
        "strong_leg_outer",
        "the bottom of the outside edge of the leg with more volume so far",
    ),
    (
        "alternate",
        "the outside edges in turn, the sponsor's first recruit on the left",
    ),
    (
        "balanced",
        "down from the sponsor to the leg with fewer people at every step",
    ),
    (
        "holding_tank",
        "nowhere for `tank_days`, then by `tank_default`",
    ),
];

pub(in crate::plan) const KEY: Key = Key {
    name: "placement",
    kind: Kind::Table(&[
        Key {
            name: "shape",
            kind: Kind::Choice(&[
                ("binary", "two legs, left and right"),
                ("matrix", "`width` legs"),
                ("board", "a board of `width` legs"),
            ]),
            default: Default::Required,
            unit: "",
            meaning: "The shape of the placement tree.",
        },
        Key {
            name: "width",
            kind: Kind::Integer { min: 1, max: 64 },
            default: Default::Absent("2"),
            unit: "legs",
            meaning: "How many people stand directly below one position.",
        },
        Key {
            name: "depth",
            kind: Kind::Integer { min: 1, max: 64 },
            default: Default::Absent("unlimited"),
            unit: "levels",
            meaning: "How deep below the one where the search begins a place may lie: the sponsor, or the root for `bfs_company`.",
        },
        Key {
            name: "fill",
            kind: Kind::Choice(FILLS),
            default: Default::Value("\"bfs_under_sponsor\""),
            unit: "",
            meaning: "Where a new member is placed; it is never changed afterwards.",
        },
        Key {
            name: "tank_days",
            kind: Kind::Integer { min: 0, max: 365 },
            default: Default::Absent("30, with `fill = \"holding_tank\"`"),
            unit: "days",
            meaning: "How long a new member waits in the holding tank, in the enrolment tree but in no leg.",
        },
        Key {
            name: "tank_default",
            kind: Kind::Choice(FILLS.split_at(FILLS.len() - 1).0),
            default: Default::Absent("bfs_under_sponsor, with `fill = \"holding_tank\"`"),
            unit: "",
            meaning: "The fill that is applied when the time in the holding tank is over.",
        },
        Key {
            name: "tie",
            kind: Kind::Choice(&[
                ("left", "the left one"),
                ("right", "the right one"),
                ("oldest", "the one that was begun first, else the left one"),
            ]),
            default: Default::Absent("left"),
            unit: "",
            meaning: "Which of equal legs is taken by `weak_leg_outer`, `strong_leg_outer` and `balanced`.",
        },
        Key {
            name: "full",
            kind: Kind::Choice(&[
                ("reject", "the new member is not placed at all"),
                (
                    "second_position",
                    "the sponsor opens another position, beside his first, and the new member is placed below it",
                ),
            ]),
            default: Default::Absent("reject"),
            unit: "",
            meaning: "What happens when no place within `depth` is left.",
        },
    ]),
    default: Default::Absent("the plan has no placement tree"),
    unit: "",
    meaning: "Where a new member is placed, apart from who enrolled him.",
};

impl Fill {
    fn from_word(word: &str) -> Fill {
        match word {
            "bfs_company" => Fill::FirstOfCompany,
            "left_outer" => Fill::Outer(0),
            "right_outer" => Fill::Outer(1),
            "weak_leg_outer" => Fill::WeakLeg,
            "strong_leg_outer" => Fill::StrongLeg,
            "alternate" => Fill::Alternate,
            "balanced" => Fill::Balanced,
            _ => Fill::FirstUnderSponsor,
        }
    }

    /// Whether it speaks of left and right, which only two legs have.
    fn needs_two_legs(self) -> bool {
        !matches!(
            self,
            Fill::FirstUnderSponsor | Fill::FirstOfCompany | Fill::Balanced
        )
    }

    fn breaks_ties(self) -> bool {
        matches!(self, Fill::WeakLeg | Fill::StrongLeg | Fill::Balanced)
    }
}

/// Notes faults of one placement table.
struct Faults<'a> {
    table: &'a Settings,
    plan: &'a str,
    noted: &'a mut Vec<Diagnostic>,
}

impl Faults<'_> {
    fn note(&mut self, code: &'static str, key: &str, message: &str, help: &str) {
        self.noted.push(Diagnostic {
            severity: Severity::Error,
            code,
            key: format!("plans.{}.{}.{key}", self.plan, KEY.name),
            message: message.to_owned(),
            label: String::new(),
            help: Some(help.to_owned()),
            origin: self.table.origin_of(key).clone(),
        });
    }
}

impl PlacementRule {
    /// Reads `[placement]` of the plan `name`, and notes what contradicts itself.
    pub(in crate::plan) fn new(
        plan: &Settings,
        name: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<PlacementRule> {
        let table = &plan.optional_table(KEY.name)?;
        let mut faults = Faults {
            table,
            plan: name,
            noted: faults,
        };
        let is_binary = table.text("shape") == "binary";
        let width = table.optional_integer("width").unwrap_or(2);
        if is_binary && width != 2 {
            faults.note(
                "P160",
                "width",
                "a binary tree has two legs",
                "leave `width` out, or write `shape = \"matrix\"`",
            );
        }
        let is_tank = table.text("fill") == "holding_tank";
        let fill = if is_tank {
            table.optional_text("tank_default").unwrap_or_default()
        } else {
            table.text("fill")
        };
        let fill = Fill::from_word(&fill);
        if fill.needs_two_legs() && width != 2 {
            faults.note(
                "P161",
                if is_tank { "tank_default" } else { "fill" },
                "only two legs have a left and a right",
                "give the tree two legs, or fill it by `bfs_under_sponsor`, `bfs_company` or `balanced`",
            );
        }
        let rule = PlacementRule {
            is_binary,
            width: width as u8,
            depth: table
                .optional_integer("depth")
                .map_or(u32::MAX, |depth| depth as u32),
            // One leg has one end, whichever way it is looked for.
            fill: match fill {
                Fill::FirstUnderSponsor | Fill::Balanced if width == 1 => Fill::Outer(0),
                fill => fill,
            },
            tank_days: is_tank.then(|| {
                table
                    .optional_integer("tank_days")
                    .unwrap_or(30)
                    .unsigned_abs()
            }),
            tie: match table.optional_text("tie").as_deref() {
                Some("right") => Tie::Right,
                Some("oldest") => Tie::Oldest,
                _ => Tie::Left,
            },
            full: match table.optional_text("full").as_deref() {
                Some("second_position") => Full::SecondPosition,
                _ => Full::Reject,
            },
        };
        rule.check_applicability(table, fill, &mut faults);
        Some(rule)
    }

    /// Keys that say nothing beside the others.
    fn check_applicability(&self, table: &Settings, fill: Fill, faults: &mut Faults<'_>) {
        let is_given = |key: &str| {
            table
                .peek(key)
                .is_some_and(|value| *value != Setting::Absent)
        };
        for key in ["tank_days", "tank_default"] {
            if self.tank_days.is_none() && is_given(key) {
                faults.note(
                    "P162",
                    key,
                    &format!("`{key}` says nothing without a holding tank"),
                    "write `fill = \"holding_tank\"`, or leave it out",
                );
            }
        }
        if !fill.breaks_ties() && is_given("tie") {
            faults.note(
                "P163",
                "tie",
                "`tie` says nothing: this fill does not compare legs",
                "leave it out, or fill by `weak_leg_outer`, `strong_leg_outer` or `balanced`",
            );
        }
        if !is_given("full") {
            return;
        }
        if self.depth == u32::MAX {
            faults.note(
                "P164",
                "full",
                "`full` says nothing: without `depth` there is always a place",
                "give the tree a `depth`, or leave `full` out",
            );
        }
        if self.is_binary && self.full == Full::SecondPosition {
            faults.note(
                "P164",
                "full",
                "second positions are opened in a matrix: a binary member has one left and one right leg",
                "write `shape = \"matrix\"`, or `full = \"reject\"`",
            );
        }
    }
}
