//! `[ranks]` as written: the rungs from the lowest to the highest, and what each asks for.

use rust_decimal::Decimal;

use crate::money::Rate;
use crate::scenario::diagnose::{Diagnostic, Origin};
use crate::scenario::key::{Default, Key, Kind};
use crate::scenario::settings::Settings;
use crate::scenario::suggest::nearest;

/// A minimum of points; nothing is asked where it is absent.
const POINTS: Kind = Kind::Number {
    min: "0",
    max: "1000000000",
};

const NOT_ASKED: Default = Default::Absent("not asked for");

const RUNG: &[Key] = &[
    Key {
        name: "rank",
        kind: Kind::Text,
        default: Default::Required,
        unit: "",
        meaning: "The rank's name.",
    },
    Key {
        name: "own_points",
        kind: POINTS,
        default: NOT_ASKED,
        unit: "points",
        meaning: "At least so many points of what the member bought himself.",
    },
    Key {
        name: "customer_points",
        kind: POINTS,
        default: NOT_ASKED,
        unit: "points",
        meaning: "At least so many points of what his customers bought.",
    },
    Key {
        name: "customers",
        kind: Kind::Integer {
            min: 1,
            max: 1_000_000,
        },
        default: NOT_ASKED,
        unit: "customers",
        meaning: "At least so many different customers bought from him in the period.",
    },
    Key {
        name: "group_volume",
        kind: POINTS,
        default: NOT_ASKED,
        unit: "points",
        meaning: "At least so many points of the member, his customers and all below him.",
    },
    Key {
        name: "personal_group_volume",
        kind: POINTS,
        default: NOT_ASKED,
        unit: "points",
        meaning: "The same without legs from the first member down who holds this rank or a higher one.",
    },
    Key {
        name: "max_leg_share",
        kind: Kind::Share,
        default: Default::Value("1"),
        unit: "share of the required volume",
        meaning: "One leg counts at most this share of the required group volume, however large it is.",
    },
    Key {
        name: "legs",
        kind: Kind::Table(&[
            Key {
                name: "count",
                kind: Kind::Integer {
                    min: 1,
                    max: 1_000_000,
                },
                default: Default::Required,
                unit: "legs",
                meaning: "How many legs; each counts once, whoever in it holds the rank.",
            },
            Key {
                name: "rank",
                kind: Kind::Text,
                default: Default::Required,
                unit: "",
                meaning: "The rank, or a higher one, that someone in the leg must hold.",
            },
        ]),
        default: NOT_ASKED,
        unit: "",
        meaning: "Legs in which someone holds a rank.",
    },
    Key {
        name: "tenure",
        kind: Kind::Integer { min: 1, max: 1200 },
        default: NOT_ASKED,
        unit: "periods",
        meaning: "At least so many periods since joining, the joining period and this one included.",
    },
    Key {
        name: "active",
        kind: Kind::Flag,
        default: Default::Value("false"),
        unit: "",
        meaning: "Whether the member must be active in the period.",
    },
];

pub(in crate::plan) const KEY: Key = Key {
    name: "ranks",
    kind: Kind::Table(&[
        Key {
            name: "ladder",
            kind: Kind::List(RUNG),
            default: Default::Required,
            unit: "",
            meaning: "The ranks from the lowest to the highest; all that a rung asks for must hold.",
        },
        Key {
            name: "cumulative",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Whether a rung also asks for all that the lower rungs ask for.",
        },
        Key {
            name: "hold",
            kind: Kind::Choice(&[
                ("paid_as", "the rank of this period"),
                ("lifetime", "the highest rank ever reached"),
                (
                    "best_of_n",
                    "the best of the last `n` periods, this one included",
                ),
            ]),
            default: Default::Value("\"paid_as\""),
            unit: "",
            meaning: "Which rank a member holds.",
        },
        Key {
            name: "n",
            kind: Kind::Integer { min: 1, max: 60 },
            default: Default::Absent("required when `hold` is best_of_n"),
            unit: "periods",
            meaning: "Over how many periods the best rank is taken.",
        },
        Key {
            name: "grace_periods",
            kind: Kind::Integer { min: 0, max: 12 },
            default: Default::Value("0"),
            unit: "periods",
            meaning: "For how many periods a rank is kept after its conditions last held.",
        },
        Key {
            name: "legs_counted_in",
            kind: Kind::Choice(&[
                ("enrolment", "who enrolled whom"),
                ("placement", "who was placed under whom"),
            ]),
            default: Default::Value("\"enrolment\""),
            unit: "",
            meaning: "The tree whose legs and groups the conditions look at.",
        },
        Key {
            name: "own_volume_is_leg",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Whether the member's own volume is limited by `max_leg_share` like a leg.",
        },
        Key {
            name: "compression",
            kind: Kind::Choice(&[
                ("none", "an inactive leader leads his leg"),
                (
                    "standard",
                    "the legs below an inactive leader count as his upline's own",
                ),
            ]),
            default: Default::Value("\"none\""),
            unit: "",
            meaning: "Whether legs are counted past inactive members.",
        },
    ]),
    default: Default::Absent("the plan knows no ranks"),
    unit: "",
    meaning: "The ladder of ranks and what each asks for.",
};

/// Ranks are numbered in a byte, 0 is none.
const MOST_RUNGS: usize = 250;

/// What one rank asks for; all of it must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rung {
    pub own_points: Option<Decimal>,
    pub customer_points: Option<Decimal>,
    pub customers: Option<u32>,
    pub group_volume: Option<Decimal>,
    pub personal_group_volume: Option<Decimal>,
    pub max_leg_share: Rate,
    pub legs: Option<Legs>,
    pub tenure: u32,
    pub active: bool,
}

/// So many legs in which someone holds at least this rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Legs {
    pub count: u32,
    pub rank: u8,
}

impl Rung {
    fn read(rung: &Settings, names: &[String]) -> Rung {
        let whole = |key| {
            rung.optional_integer(key)
                .map(|number| u32::try_from(number).expect("the key table keeps it small"))
        };
        Rung {
            own_points: rung.optional_number("own_points"),
            customer_points: rung.optional_number("customer_points"),
            customers: whole("customers"),
            group_volume: rung.optional_number("group_volume"),
            personal_group_volume: rung.optional_number("personal_group_volume"),
            max_leg_share: rung.share("max_leg_share"),
            legs: rung.optional_table("legs").map(|legs| Legs {
                count: u32::try_from(legs.integer("count")).expect("the key table keeps it small"),
                rank: place(names, &legs.text("rank")).unwrap_or(0),
            }),
            tenure: whole("tenure").unwrap_or(0),
            active: rung.flag("active"),
        }
    }
}

/// A rank's number: 1 + its place on the ladder.
pub(super) fn place(names: &[String], name: &str) -> Option<u8> {
    let index = names.iter().position(|known| known == name)?;
    u8::try_from(index + 1).ok()
}

/// Reads the rungs and their names, and notes what contradicts itself.
pub(super) fn read(
    table: &Settings,
    path: &str,
    has_placement: bool,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<String>, Vec<Rung>) {
    let written = table.list("ladder");
    let names: Vec<String> = written.iter().map(|rung| rung.text("rank")).collect();
    if names.len() > MOST_RUNGS {
        faults.push(
            Diagnostic::error(
                "P140",
                table.origin_of("ladder"),
                format!(
                    "{} ranks: a ladder has at most {MOST_RUNGS} rungs",
                    names.len()
                ),
            )
            .of(format!("{path}.ladder"))
            .help("leave out ranks that nothing is paid on"),
        );
    }
    for (index, (name, rung)) in names.iter().zip(&written).enumerate() {
        check_rung(rung, &format!("{path}.ladder.{index}"), &names, faults);
        if names[..index].contains(name) {
            faults.push(
                Diagnostic::error(
                    "P141",
                    rung.origin_of("rank"),
                    format!("there are two ranks called `{name}`"),
                )
                .of(format!("{path}.ladder.{index}.rank"))
                .label("this name is taken")
                .help("give each rank its own name"),
            );
        }
    }
    check_hold(table, path, has_placement, faults);
    let rungs = written
        .iter()
        .map(|rung| Rung::read(rung, &names))
        .collect();
    (names, rungs)
}

fn check_rung(rung: &Settings, path: &str, names: &[String], faults: &mut Vec<Diagnostic>) {
    if let Some(legs) = rung.optional_table("legs") {
        let name = legs.text("rank");
        if place(names, &name).is_none() {
            faults.push(unknown_rank(
                legs.origin_of("rank"),
                format!("{path}.legs.rank"),
                &name,
                names,
            ));
        }
    }
    let share = rung.share("max_leg_share");
    if share.is_zero() {
        faults.push(
            Diagnostic::error(
                "P143",
                rung.origin_of("max_leg_share"),
                "`max_leg_share` must be above 0: no leg would count at all",
            )
            .of(format!("{path}.max_leg_share"))
            .help("write a share such as 0.50, or leave it out: then legs count in full"),
        );
    }
    if share != Rate::ONE
        && rung.optional_number("group_volume").is_none()
        && rung.optional_number("personal_group_volume").is_none()
    {
        faults.push(
            Diagnostic::error(
                "P143",
                rung.origin_of("max_leg_share"),
                "`max_leg_share` is a share of the required volume, and no volume is required",
            )
            .of(format!("{path}.max_leg_share"))
            .help("give `group_volume` or `personal_group_volume`, or remove `max_leg_share`"),
        );
    }
}

fn check_hold(table: &Settings, path: &str, has_placement: bool, faults: &mut Vec<Diagnostic>) {
    let best_of_n = table.text("hold") == "best_of_n";
    let n = table.optional_integer("n");
    let (key, message, help) = match (best_of_n, n) {
        (true, None) => (
            "hold",
            "`hold = \"best_of_n\"` needs `n`",
            "say of how many periods the best rank is taken, such as `n = 3`",
        ),
        (false, Some(_)) => (
            "n",
            "`n` applies to `hold = \"best_of_n\"` only",
            "remove `n`, or write `hold = \"best_of_n\"`",
        ),
        _ => ("", "", ""),
    };
    if !key.is_empty() {
        faults.push(
            Diagnostic::error("P144", table.origin_of(key), message)
                .of(format!("{path}.{key}"))
                .help(help),
        );
    }
    if table.text("legs_counted_in") == "placement" && !has_placement {
        faults.push(
            Diagnostic::error(
                "P145",
                table.origin_of("legs_counted_in"),
                "legs are counted in a placement tree, and the plan has none",
            )
            .of(format!("{path}.legs_counted_in"))
            .help("add `[placement]`, or write `legs_counted_in = \"enrolment\"`"),
        );
    }
}

/// A name that is no rank of the ladder.
pub(super) fn unknown_rank(
    origin: &Origin,
    key: String,
    name: &str,
    names: &[String],
) -> Diagnostic {
    let fault = Diagnostic::error(
        "P142",
        origin,
        format!("`{name}` is no rank of the plan's ladder"),
    )
    .of(key);
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => fault.help(format!("did you mean {near:?}?")),
        None if names.is_empty() => {
            fault.help("the plan has no ladder: name its ranks in `[ranks] ladder`")
        }
        None => fault.help(format!("the ladder is {}", names.join(", "))),
    }
}
