//! Reading a milestone: which of its three rules it is, and what contradicts it.

use crate::money::{Cents, Rate};
use crate::plan::component::fault;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::{Setting, Settings};
use crate::scenario::types::ComponentSettings;

use super::awards::{Awards, Boost};
use super::recurring::Recurring;
use super::structure::PowerOfThree;
use super::{Milestone, Repeat, Rule};

/// A key, what is wrong with it, and the way out.
type Fault = (&'static str, String, &'static str);

impl Milestone {
    pub(in crate::plan::component) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<Milestone, Box<Diagnostic>> {
        read(&settings.settings)
            .map(|rule| Milestone { rule })
            .map_err(|(key, message, help)| {
                Box::new(fault(settings, plan, "P151", key, message, help.to_owned()))
            })
    }
}

fn read(values: &Settings) -> Result<Rule, Fault> {
    let awards = values.optional_by_name("awards");
    let recurring = values.optional_table("recurring");
    let structure = values.optional_text("structure");
    let given = [
        awards.as_ref().map(|_| "awards"),
        recurring.as_ref().map(|_| "recurring"),
        structure.as_ref().map(|_| "structure"),
    ];
    let mut given = given.into_iter().flatten();
    let Some(chosen) = given.next() else {
        return Err((
            "type",
            "a milestone needs `awards`, `recurring` or `structure`".to_owned(),
            "say what is awarded, such as `awards = { gold = 250 }`",
        ));
    };
    if let Some(second) = given.next() {
        return Err((
            second,
            format!("a milestone has `{chosen}` or `{second}`, not both"),
            "write two milestones",
        ));
    }
    refuse_foreign(values, chosen)?;
    let repeat = match values.optional_text("repeat").as_deref() {
        Some("each_period") => Repeat::EachPeriod,
        Some("each_time_after_gap") => Repeat::EachTimeAfterGap,
        _ => Repeat::Once,
    };
    match (awards, recurring) {
        (Some(awards), _) => read_awards(values, awards, repeat).map(Rule::Awards),
        (None, Some(recurring)) => read_recurring(values, &recurring).map(Rule::Recurring),
        (None, None) => {
            let Some(amounts) = values.optional_amounts("amounts") else {
                return Err((
                    "structure",
                    "`structure` needs `amounts`".to_owned(),
                    "give one amount a tier, such as `amounts = [50, 250, 1500]`",
                ));
            };
            Ok(Rule::Structure(PowerOfThree {
                width: u32::try_from(values.optional_integer("width").unwrap_or(3))
                    .expect("the key table keeps it small"),
                person_min: values.optional_number("person_min").unwrap_or_default(),
                team_min: values.optional_number("team_min").unwrap_or_default(),
                amounts,
                repeat,
            }))
        }
    }
}

/// Refuses keys that say nothing under the chosen rule.
fn refuse_foreign(values: &Settings, chosen: &str) -> Result<(), Fault> {
    const OF_AWARDS: [&str; 4] = [
        "multiplier_if_within",
        "double_if",
        "instalments",
        "clawback_if_lost_within",
    ];
    const OF_STRUCTURE: [&str; 4] = ["width", "person_min", "team_min", "amounts"];
    let is_given = |key: &str| match values.peek(key) {
        Some(Setting::Integer(number)) if OF_AWARDS.contains(&key) => {
            // Their defaults, one instalment and no clawback, say nothing anywhere.
            *number > i64::from(key == "instalments")
        }
        Some(Setting::Absent) | None => false,
        Some(_) => true,
    };
    let foreign = |keys: &[&'static str], of: &str| {
        let found = keys.iter().find(|key| chosen != of && is_given(key));
        found.map(|&key| (key, of.to_owned()))
    };
    if let Some((key, of)) = foreign(&OF_AWARDS, "awards").or(foreign(&OF_STRUCTURE, "structure")) {
        return Err((
            key,
            format!("`{key}` belongs to `{of}`, and this milestone has `{chosen}`"),
            "remove it",
        ));
    }
    Ok(())
}

fn read_awards(
    values: &Settings,
    awards: Vec<(String, Setting)>,
    repeat: Repeat,
) -> Result<Awards, Fault> {
    let by_rank: Vec<(String, Cents)> = awards
        .into_iter()
        .filter_map(|(name, amount)| match amount {
            Setting::Amount(amount) => Some((name, amount)),
            _ => None,
        })
        .collect();
    let boost = read_boost(values)?;
    let whole = |key| u32::try_from(values.integer(key)).expect("the key table keeps it small");
    let awards = Awards {
        by_rank,
        pay_skipped: values.flag("pay_skipped"),
        repeat,
        boost,
        instalments: whole("instalments"),
        clawback: whole("clawback_if_lost_within"),
    };
    if repeat == Repeat::EachPeriod && (awards.instalments > 1 || awards.clawback > 0) {
        return Err((
            "repeat",
            "an award of each period is not paid in parts and not taken back".to_owned(),
            "remove `instalments` and `clawback_if_lost_within`, or pay it once",
        ));
    }
    if repeat != Repeat::Once && awards.boost.is_some() {
        return Err((
            "repeat",
            "only awards that are paid once are multiplied for being won early".to_owned(),
            "remove `repeat`, or the multiplier",
        ));
    }
    Ok(awards)
}

fn read_boost(values: &Settings) -> Result<Option<Boost>, Fault> {
    let days = |days: i64| u32::try_from(days).expect("the key table keeps it small");
    let double = values.optional_table("double_if");
    let multiplier = values.optional_table("multiplier_if_within");
    match (double, multiplier) {
        (None, None) => Ok(None),
        (Some(double), None) => Ok(Some(Boost {
            days: days(double.integer("within_days")),
            factor: Rate::ONE.plus(Rate::ONE),
            at_least: double.text("at_least"),
            key: "double_if",
        })),
        (None, Some(multiplier)) => Ok(Some(Boost {
            days: days(multiplier.integer("days")),
            factor: Rate::from_decimal(multiplier.number("factor")).map_err(|error| {
                (
                    "multiplier_if_within",
                    format!("`factor`: {error}"),
                    "write fewer decimals",
                )
            })?,
            at_least: multiplier.text("at_least"),
            key: "multiplier_if_within",
        })),
        (Some(_), Some(_)) => Err((
            "double_if",
            "`double_if` is `multiplier_if_within` with the factor 2: awards are multiplied once"
                .to_owned(),
            "remove one of them",
        )),
    }
}

fn read_recurring(values: &Settings, recurring: &Settings) -> Result<Recurring, Fault> {
    if values
        .optional_text("repeat")
        .is_some_and(|repeat| repeat != "each_period")
    {
        return Err((
            "repeat",
            "what is `recurring` is paid in each period in which its condition holds".to_owned(),
            "remove `repeat`, or write `awards` instead",
        ));
    }
    let requires = recurring.table("requires");
    let rule = Recurring {
        amount: recurring.amount("amount"),
        customers: requires
            .optional_integer("customers")
            .map(|count| u32::try_from(count).expect("the key table keeps it small")),
        volume: requires.optional_amount("volume"),
        group_volume: requires.optional_amount("group_volume"),
        rank: requires.optional_text("rank"),
    };
    if rule.asks_for_nothing() {
        return Err((
            "recurring",
            "`requires` asks for nothing: everybody would be paid".to_owned(),
            "give `customers`, `volume`, `group_volume` or `rank`",
        ));
    }
    Ok(rule)
}
