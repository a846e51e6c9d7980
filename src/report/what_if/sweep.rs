//! The answer of `sweep`: what every key does, and every point.

use super::tables;
use super::{Answer, QuestionManifest};

mod charts;

use crate::report::column::Column;
use crate::report::table::{Cell, Population, Table};
use crate::report::words::{Reading, plural};
use crate::study::outcome::Outcome;
use crate::study::results::Estimate;
use crate::what_if::case::{Case, VariantError};
use crate::what_if::points;
use crate::what_if::sweep::{Design, EffectAt, Sweep};

/// What a key does to an outcome, the other keys averaged over.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The key's place among those varied.
    pub key: usize,
    /// The outcome.
    pub outcome: Outcome,
    /// Its value at each value of the key.
    pub values: Vec<EffectAt>,
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
    let mut notes = super::notes_on(case);
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
    let mut found = vec![format!(
        "{} and at each of them {}: the same people with the same luck everywhere.",
        plural(sweep.points.len(), "point", "points"),
        plural(
            case.scenario().replications as usize,
            "history",
            "histories"
        ),
    )];
    let averaged = if sweep.varied.len() > 1 {
        " (averaged over the other keys)"
    } else {
        ""
    };
    for effect in &effects.0 {
        let measure = effect.outcome.measure;
        if Some(measure.name) != effects.0.first().map(|first| first.outcome.measure.name) {
            break;
        }
        let known: Vec<&EffectAt> = effect
            .values
            .iter()
            .filter(|at| at.estimate.mean.is_some())
            .collect();
        let mean = |at: &&&EffectAt| at.estimate.mean.unwrap_or(f64::NAN);
        let by_mean = |one: &&&EffectAt, other: &&&EffectAt| mean(one).total_cmp(&mean(other));
        let (least, most) = (known.iter().min_by(by_mean), known.iter().max_by(by_mean));
        let (Some(least), Some(most), 2..) = (least, most, known.len()) else {
            let (key, name) = (&sweep.varied[effect.key].key, effect.outcome.name(plans));
            found.push(format!(
                "What {key} does to {name} is not known: the points that could be run do not tell \
                 its values apart."
            ));
            continue;
        };
        let read = |estimate: Estimate| Reading::of(estimate, measure.unit, case.currency());
        let key = &sweep.varied[effect.key].key;
        let name = effect.outcome.name(plans);
        if least.estimate.mean == most.estimate.mean {
            found.push(format!(
                "{key} does not move {name}{averaged}: it is {} throughout.",
                read(most.estimate)
            ));
            continue;
        }
        found.push(format!(
            "{name}{averaged} is least, {}, at {key} = {} and most, {}, at {key} = {}.",
            read(least.estimate),
            least.value.label(),
            read(most.estimate),
            most.value.label(),
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
            "What a key does is shown averaged over the points that share its value: an average over \
             the other keys as they were varied here, not over how likely their values are. Settings \
             of the other keys at which a value has no outcome are left out for all values."
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
        "The outcome at each value of a key, averaged over so many points that share it, with its \
         95 % interval over replications. Settings of the other keys at which a value has no outcome \
         are left out for all values.",
        Population::Both,
        vec![
            Column::text("key"),
            Column::text("value"),
            Column::text("plan"),
            Column::text("metric"),
            Column::statistic("mean"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::integer("points"),
        ],
    );
    for effect in &effects.0 {
        let measure = effect.outcome.measure;
        for at in &effect.values {
            let head = [
                Cell::Text(&sweep.varied[effect.key].key),
                Cell::Text(at.value.label()),
                Cell::Text(effect.outcome.plan_name(plans)),
                Cell::Text(measure.name),
            ];
            table.push(
                head.into_iter()
                    .chain(Cell::estimate(measure.unit, at.estimate))
                    .chain([Cell::Integer(at.points as i64)]),
            );
        }
    }
    table
}
