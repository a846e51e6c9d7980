//! The answer of `sensitivity`: which keys matter, alone and together.

mod charts;

use super::{Answer, QuestionManifest};
use crate::report::column::Column;
use crate::report::table::{Cell, Population, Table};
use crate::report::words::{Reading, count, value};
use crate::study::results::{Estimate, Unit};
use crate::what_if::case::{Case, VariantError};
use crate::what_if::sensitivity::Estimated;
use crate::what_if::sensitivity::indices::Indices;
use crate::what_if::sensitivity::question::{Analysed, Method, Sensitivity};

/// The whole answer.
///
/// # Errors
///
/// If the scenario as it stands cannot be read again.
pub fn answer<'a>(
    case: &Case,
    question: &'a Sensitivity,
    found: &'a [Analysed],
    plans: &'a [String],
    draws: bool,
    manifest: QuestionManifest,
) -> Result<Answer<'a>, VariantError> {
    let is_morris = matches!(question.method, Method::Morris(_));
    let mut tables = if is_morris {
        vec![effects(question, found, plans)]
    } else {
        let mut tables = vec![
            indices(question, found, plans),
            convergence(question, found, plans),
        ];
        let second = second_order(question, found, plans);
        if !second.is_empty() {
            tables.push(second);
        }
        tables
    };
    tables.push(variance(found, plans));
    let failed = found.first().map_or(0, |found| found.failed);
    let mut notes = super::notes_on(case);
    if failed > 0 {
        notes.push(format!(
            "{failed} of {} points have no outcome; the rows or trajectories they belong to are left \
             out whole.",
            question.sets().len()
        ));
    }
    let subject = case.subject()?;
    let charts = if draws {
        charts::charts(question, found, &subject)
    } else {
        Vec::new()
    };
    Ok(Answer {
        title: "Which assumptions matter, alone and together?".to_owned(),
        findings: found
            .iter()
            .map(|found| finding(case, question, found, plans))
            .collect(),
        notes,
        reading: reading(case, question),
        tables,
        charts,
        subject,
        manifest,
    })
}

fn reading(case: &Case, question: &Sensitivity) -> Vec<String> {
    let mut reading = vec![format!(
        "{} points, {} histories at each, the same people with the same luck at every point. Every \
         value of a range is taken to be as likely as any other: the figures are about these \
         ranges, and about the mean over the histories of a point.",
        count(question.sets().len() as f64),
        count(case.scenario().replications.into()),
    )];
    reading.push(match question.method {
        Method::Morris(_) => "mu_star is the mean size of what moving a key over its whole range does, \
             mu its mean with the sign, sigma how much it differs from place to place: a large sigma \
             beside mu_star means that the key works together with others, or not in a straight line \
             (Morris 1991; Campolongo et al. 2007). It ranks; it does not share out."
            .to_owned(),
        Method::Sobol { .. } => "first is the share of the variance that a key explains by itself, total \
             what it explains together with others too: where total is well above first, the key \
             works through others (Sobol' 1993; Saltelli et al. 2010; Jansen 1999). Firsts sum to \
             less than one where keys work together."
            .to_owned(),
    });
    reading.push(
        "Intervals are 95 %, by drawing rows or trajectories anew (bootstrap). The variance that \
         luck makes beside that of the inputs stands in the table of variance components."
            .to_owned(),
    );
    reading
}

fn finding(case: &Case, question: &Sensitivity, found: &Analysed, plans: &[String]) -> String {
    let name = found.outcome.name(plans);
    let unit = found.outcome.measure.unit;
    let unknown =
        || format!("On which keys {name} depends is not known: too few points have an outcome.");
    let ranked = |values: Vec<f64>| -> Option<(usize, f64)> {
        let pairs = values.into_iter().enumerate();
        pairs.max_by(|one, other| one.1.total_cmp(&other.1))
    };
    if let Some(screening) = &found.screening {
        let sizes = screening.effects.iter().map(|effect| effect.mu_star.value);
        return match ranked(sizes.collect()) {
            Some((place, size)) if size > 0.0 => format!(
                "{name} depends most on {}: over its whole range it moves by {} on average.",
                question.groups[place].name,
                Reading::of_difference(
                    Estimate {
                        mean: Some(size),
                        ..Estimate::default()
                    },
                    unit,
                    case.currency()
                ),
            ),
            None => unknown(),
            Some(_) => format!("{name} depends on none of the keys in these ranges."),
        };
    }
    let last = found.analyses.last();
    let indices = last.and_then(|analysis| analysis.indices.as_ref());
    let share = |share: f64| value(Some(share), Unit::Share, case.currency());
    match indices {
        Some(indices) => {
            let totals = indices.total.iter().map(|total| total.value);
            let (place, total) = ranked(totals.collect()).unwrap_or((0, 0.0));
            let sum: f64 = indices.first.iter().map(|first| first.value).sum();
            format!(
                "{name} depends most on {}: {} of its variance over these ranges by itself, {} with \
                 what it does together with others. All keys by themselves explain {}.",
                question.groups[place].name,
                share(indices.first[place].value),
                share(total),
                share(sum),
            )
        }
        None if last.is_some_and(|analysis| analysis.variance == Some(0.0)) => {
            format!("{name} depends on none of the keys in these ranges.")
        }
        None => unknown(),
    }
}

/// Value, lower and upper end of a bootstrap estimate.
fn cells<'a>(unit: Unit, estimated: Option<Estimated>) -> [Cell<'a>; 3] {
    Cell::estimate(unit, estimate(estimated))
}

/// A bootstrap estimate as tables and charts have it.
fn estimate(estimated: Option<Estimated>) -> Estimate {
    Estimate {
        mean: estimated.map(|estimated| estimated.value),
        low: estimated.and_then(|estimated| Some(estimated.interval?.0)),
        high: estimated.and_then(|estimated| Some(estimated.interval?.1)),
    }
}

fn head<'a>(found: &'a Analysed, plans: &'a [String]) -> [Cell<'a>; 2] {
    [
        Cell::Text(found.outcome.plan_name(plans)),
        Cell::Text(found.outcome.measure.name),
    ]
}

/// The columns of first and total indices.
const INDICES: [Column<'static>; 6] = [
    Column::statistic("first"),
    Column::statistic("first_ci_low"),
    Column::statistic("first_ci_high"),
    Column::statistic("total"),
    Column::statistic("total_ci_low"),
    Column::statistic("total_ci_high"),
];

/// The first and the total index of a key.
fn of_key<'a>(indices: Option<&Indices>, place: usize) -> impl Iterator<Item = Cell<'a>> {
    let of = |which: fn(&Indices) -> &[Estimated]| indices.map(|indices| which(indices)[place]);
    let pair = [of(|indices| &indices.first), of(|indices| &indices.total)];
    pair.into_iter().flat_map(|index| cells(Unit::Share, index))
}

/// `indices.csv`: outcome × key.
fn indices<'a>(question: &'a Sensitivity, found: &'a [Analysed], plans: &'a [String]) -> Table<'a> {
    let mut table = Table::new(
        "indices",
        "Sobol' indices",
        "first: share of the variance of the outcome that the key, or the group of keys, explains by \
         itself; total: together with others too. Each with its 95 % bootstrap interval.",
        Population::Both,
        ["plan", "metric", "key"]
            .map(Column::text)
            .into_iter()
            .chain(INDICES)
            .collect(),
    );
    for found in found {
        let last = found.analyses.last();
        let indices = last.and_then(|analysis| analysis.indices.as_ref());
        for (place, group) in question.groups.iter().enumerate() {
            table.push(
                head(found, plans)
                    .into_iter()
                    .chain([Cell::Text(&group.name)])
                    .chain(of_key(indices, place)),
            );
        }
    }
    table
}

/// `indices_convergence.csv`: the indices of more and more rows.
fn convergence<'a>(
    question: &'a Sensitivity,
    found: &'a [Analysed],
    plans: &'a [String],
) -> Table<'a> {
    let mut table = Table::new(
        "indices_convergence",
        "How the indices settle",
        "The indices from the first rows of the design alone, more and more of them.",
        Population::Both,
        ["plan", "metric", "key"]
            .map(Column::text)
            .into_iter()
            .chain([Column::integer("rows")])
            .chain(INDICES)
            .collect(),
    );
    for found in found {
        for analysis in &found.analyses {
            for (place, group) in question.groups.iter().enumerate() {
                let indices = analysis.indices.as_ref();
                table.push(
                    head(found, plans)
                        .into_iter()
                        .chain([Cell::Text(&group.name), Cell::Integer(analysis.rows as i64)])
                        .chain(of_key(indices, place)),
                );
            }
        }
    }
    table
}

/// `second_order.csv`: outcome × pair of keys.
fn second_order<'a>(
    question: &'a Sensitivity,
    found: &'a [Analysed],
    plans: &'a [String],
) -> Table<'a> {
    let mut table = Table::new(
        "second_order",
        "What keys do in pairs",
        "Share of the variance that two keys explain only together (Saltelli 2002), with its 95 % \
         bootstrap interval.",
        Population::Both,
        vec![
            Column::text("plan"),
            Column::text("metric"),
            Column::text("key"),
            Column::text("other_key"),
            Column::statistic("second"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
        ],
    );
    for found in found {
        let last = found.analyses.last();
        let pairs = last.and_then(|analysis| analysis.indices.as_ref());
        for pair in pairs.map_or(&[][..], |indices| &indices.second) {
            let (one, other) = pair.groups;
            table.push(
                head(found, plans)
                    .into_iter()
                    .chain([one, other].map(|group| Cell::Text(&question.groups[group].name)))
                    .chain(cells(Unit::Share, Some(pair.index))),
            );
        }
    }
    table
}

/// `effects.csv`: outcome × key.
fn effects<'a>(question: &'a Sensitivity, found: &'a [Analysed], plans: &'a [String]) -> Table<'a> {
    let mut table = Table::new(
        "effects",
        "Morris' screening",
        "What moving a key over its whole range does: mu_star on average in size, mu with its sign, \
         sigma how much it differs from place to place. Of a group of several keys, mu_star alone \
         has a meaning.",
        Population::Both,
        vec![
            Column::text("plan"),
            Column::text("metric"),
            Column::text("key"),
            Column::statistic("mu_star"),
            Column::statistic("mu_star_ci_low"),
            Column::statistic("mu_star_ci_high"),
            Column::statistic("mu"),
            Column::statistic("mu_ci_low"),
            Column::statistic("mu_ci_high"),
            Column::statistic("sigma"),
            Column::statistic("sigma_ci_low"),
            Column::statistic("sigma_ci_high"),
        ],
    );
    for found in found {
        let unit = found.outcome.measure.unit;
        let effects = found.screening.iter().flat_map(|found| &found.effects);
        for (group, effect) in question.groups.iter().zip(effects) {
            table.push(
                head(found, plans)
                    .into_iter()
                    .chain([Cell::Text(&group.name)])
                    .chain(cells(unit, Some(effect.mu_star)))
                    .chain(cells(unit, effect.mu))
                    .chain(cells(unit, effect.sigma)),
            );
        }
    }
    table
}

/// `variance_components.csv`: one row an outcome.
fn variance<'a>(found: &'a [Analysed], plans: &'a [String]) -> Table<'a> {
    let mut table = Table::new(
        "variance_components",
        "Inputs and luck",
        "The variance of the outcome of a single history at a point drawn at random, by where it \
         comes from: inputs (the means of points differ), luck that is the same at all points, and \
         both together (luck that differs from point to point). Shares of the whole.",
        Population::Both,
        vec![
            Column::text("plan"),
            Column::text("metric"),
            Column::statistic("inputs"),
            Column::statistic("luck"),
            Column::statistic("both"),
            Column::integer("points"),
            Column::integer("replications"),
        ],
    );
    for found in found {
        let Some(parts) = found.components else {
            continue;
        };
        let total = parts.total();
        let share = |part: f64| Cell::fraction((total > 0.0).then(|| part / total));
        table.push(head(found, plans).into_iter().chain([
            share(parts.inputs),
            share(parts.luck),
            share(parts.both),
            Cell::Integer(parts.points as i64),
            Cell::Integer(parts.histories as i64),
        ]));
    }
    table
}
