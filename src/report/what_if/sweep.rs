//! The answer of `sweep`: what every key does, and every point.

use super::tables;
use super::{Answer, QuestionManifest};

mod charts;

use crate::report::column::Column;
use crate::report::table::{Cell, Population, Table};
use crate::report::words::{Reading, count};
use crate::study::outcome::Outcome;
use crate::study::results::Estimate;
use crate::what_if::case::{Case, VariantError};
use crate::what_if::points;
use crate::what_if::sweep::{Design, Sweep};
use crate::what_if::vary::Value;

/// What a key does to an outcome, the other keys averaged over.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The key's place among those varied.
    pub key: usize,
    /// The outcome.
    pub outcome: Outcome,
    /// Its value at each value of the key.
    pub values: Vec<(Value, Estimate)>,
}

/// What every key does to every outcome that was asked for.
#[derive(Clone, Debug)]
pub struct Effects(pub Vec<Effect>);

impl Effects {
    /// Finds them; outcome by outcome, key by key.
    #[must_use]
    pub fn of(sweep: &Sweep, outcomes: &[Outcome], answers: &[points::Answer]) -> Effects {
        let mut effects = Vec::new();
        for (asked, outcome) in outcomes.iter().enumerate() {
            for key in 0..sweep.varied.len() {
                effects.push(Effect {
                    key,
                    outcome: *outcome,
                    values: sweep.effect_of(key, outcome, asked, answers),
                });
            }
        }
        Effects(effects)
    }
}

/// The whole answer.
///
/// # Errors
///
/// If the scenario as it stands cannot be read again.
pub fn answer<'a>(
    case: &Case,
    sweep: &'a Sweep,
    effects: &'a Effects,
    answers: &'a [points::Answer],
    plans: &'a [String],
    draws: bool,
    manifest: QuestionManifest,
) -> Result<Answer<'a>, VariantError> {
    let keys: Vec<&str> = sweep.varied.iter().map(|vary| vary.key.as_str()).collect();
    let failed = answers
        .iter()
        .filter(|answer| answer.found().is_none())
        .count();
    let mut notes = Vec::new();
    if failed > 0 {
        notes.push(format!(
            "{failed} of {} points failed and have no outcome; the table of failures says why.",
            answers.len()
        ));
    }
    let subject = case.subject()?;
    let charts = if draws {
        charts::charts(sweep, effects, answers, &subject)
    } else {
        Vec::new()
    };
    Ok(Answer {
        title: format!("What {} does", keys.join(", ")),
        findings: findings(case, sweep, effects, plans),
        notes,
        reading: reading(sweep),
        tables: vec![
            table(sweep, effects, plans),
            tables::failures(sweep, answers),
            tables::sweep(sweep, plans, answers),
        ],
        charts,
        subject,
        manifest,
    })
}

/// How far each key moves the first outcomes.
fn findings(case: &Case, sweep: &Sweep, effects: &Effects, plans: &[String]) -> Vec<String> {
    let replications = count(case.scenario().replications.into());
    let mut found = vec![format!(
        "{} points, {replications} histories at each: the same people with the same luck at every \
         point.",
        count(sweep.points.len() as f64),
    )];
    for effect in &effects.0 {
        let measure = effect.outcome.measure;
        if Some(measure.name) != effects.0.first().map(|first| first.outcome.measure.name) {
            break;
        }
        let known = effect
            .values
            .iter()
            .filter(|(_, estimate)| estimate.mean.is_some());
        let by_mean = |one: &&(Value, Estimate), other: &&(Value, Estimate)| {
            let mean = |pair: &&(Value, Estimate)| pair.1.mean.unwrap_or(f64::NAN);
            mean(one).total_cmp(&mean(other))
        };
        let (least, most) = (known.clone().min_by(by_mean), known.max_by(by_mean));
        let (Some(least), Some(most)) = (least, most) else {
            continue;
        };
        let read = |estimate: Estimate| Reading::of(estimate, measure.unit, case.currency());
        let key = &sweep.varied[effect.key].key;
        let name = effect.outcome.name(plans);
        if least.1.mean == most.1.mean {
            found.push(format!(
                "{key} does not move {name}: it is {} throughout.",
                read(most.1)
            ));
            continue;
        }
        found.push(format!(
            "{name} is least, {}, at {key} = {} and most, {}, at {key} = {}.",
            read(least.1),
            least.0.label(),
            read(most.1),
            most.0.label(),
        ));
    }
    found
}

fn reading(sweep: &Sweep) -> Vec<String> {
    let mut reading = vec![
        "Every point is the same people with the same luck: what differs between two points is \
         what was varied. Each interval is of its point by itself; a difference between points is \
         known more closely than its two ends."
            .to_owned(),
    ];
    if sweep.varied.len() > 1 {
        reading.push(
            "What a key does is shown averaged over all points that share its value: an average \
             over the other keys as they were varied here, not over how likely their values are."
                .to_owned(),
        );
    }
    if sweep.design != Design::Grid {
        reading.push(
            "A key with many values is shown in ten groups of about equal size, each called after \
             its middle value."
                .to_owned(),
        );
    }
    reading
}

/// `effects.csv`: outcome × key × value.
fn table<'a>(sweep: &'a Sweep, effects: &'a Effects, plans: &'a [String]) -> Table<'a> {
    let mut table = Table::new(
        "effects",
        "What every key does",
        "The outcome at each value of a key, averaged over all points that share it, with its 95 % \
         interval over replications.",
        Population::Both,
        vec![
            Column::text("key"),
            Column::text("value"),
            Column::text("plan"),
            Column::text("metric"),
            Column::statistic("mean"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
        ],
    );
    for effect in &effects.0 {
        let measure = effect.outcome.measure;
        for (value, estimate) in &effect.values {
            let head = [
                Cell::Text(&sweep.varied[effect.key].key),
                Cell::Text(value.label()),
                Cell::Text(tables::plan(&effect.outcome, plans)),
                Cell::Text(measure.name),
            ];
            table.push(
                head.into_iter()
                    .chain(Cell::estimate(measure.unit, *estimate)),
            );
        }
    }
    table
}
