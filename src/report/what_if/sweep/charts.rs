//! The charts of a sweep: curves over each key, maps over two.

use super::super::drawing;
use super::Effects;
use crate::report::chart::Chart;
use crate::report::chart::what_if::{
    Cells, HeatMap, Lines, Multiple, Series, SmallMultiples, heat_map, lines, small_multiples,
};
use crate::study::outcome::{Measure, Outcome};
use crate::study::results::{Estimate, Subject};
use crate::what_if::points::Answer;
use crate::what_if::sweep::{Design, Sweep};
use crate::what_if::vary::Value;

/// Measures on one page of small charts.
const MOST_MULTIPLES: usize = 12;
/// Measures of which maps are drawn.
const MOST_MAPPED: usize = 3;
/// Values of a key beyond which a map has no legible cells.
const MOST_CELLS: usize = 50;

/// Every chart that the sweep has the figures for.
pub(super) fn charts(
    sweep: &Sweep,
    effects: &Effects,
    answers: &[Answer],
    subject: &Subject,
) -> Vec<Chart> {
    let measures = measures(effects);
    let mut charts = Vec::new();
    for key in 0..sweep.varied.len() {
        if sweep.varied.len() == 1 {
            charts.extend(
                measures
                    .iter()
                    .take(1)
                    .filter_map(|measure| curve(sweep, effects, key, measure, subject)),
            );
        }
        charts.extend(page(sweep, effects, key, &measures, subject));
    }
    if sweep.design == Design::Grid && sweep.varied.len() == 2 {
        for measure in measures.iter().take(MOST_MAPPED) {
            charts.extend(maps(sweep, effects, measure, answers, subject));
        }
    }
    charts
}

/// What was asked for, each measure once.
fn measures(effects: &Effects) -> Vec<&'static Measure> {
    let mut measures: Vec<&'static Measure> = Vec::new();
    for effect in &effects.0 {
        if !measures
            .iter()
            .any(|known| known.name == effect.outcome.measure.name)
        {
            measures.push(effect.outcome.measure);
        }
    }
    measures
}

/// The curves of a measure over a key, one a plan.
fn series(
    sweep: &Sweep,
    effects: &Effects,
    key: usize,
    measure: &Measure,
    subject: &Subject,
) -> Vec<Series> {
    let of_measure = effects
        .0
        .iter()
        .filter(|effect| effect.key == key && effect.outcome.measure.name == measure.name);
    of_measure
        .map(|effect| {
            let values: Vec<Value> = effect.values.iter().map(|at| at.value.clone()).collect();
            let (_, places) = drawing::key(&sweep.varied[key], &values, &subject.currency);
            let (plan, name, title) = drawing::plan(&effect.outcome, subject);
            let estimates = effect.values.iter().map(|at| at.estimate);
            Series {
                plan,
                name,
                title,
                points: places.into_iter().zip(estimates).collect(),
            }
        })
        .collect()
}

/// The values of a key in the order of its effects.
fn values(effects: &Effects, key: usize) -> Vec<Value> {
    let effect = effects.0.iter().find(|effect| effect.key == key);
    let values = effect.iter().flat_map(|effect| &effect.values);
    values.map(|at| at.value.clone()).collect()
}

fn averaged(sweep: &Sweep) -> &'static str {
    if sweep.varied.len() == 1 {
        ""
    } else {
        " The other keys are averaged over, as they were varied."
    }
}

fn curve(
    sweep: &Sweep,
    effects: &Effects,
    key: usize,
    measure: &Measure,
    subject: &Subject,
) -> Option<Chart> {
    let vary = &sweep.varied[key];
    let (axis, _) = drawing::key(vary, &values(effects, key), &subject.currency);
    lines(&Lines {
        words: drawing::words(
            format!("sweep_{}", measure.name),
            "effects",
            format!("{}, as {} is varied", drawing::title(measure), vary.key),
            "Bands are 95\u{a0}% intervals of each point by itself.",
            subject,
        ),
        key: axis,
        metric: drawing::metric(measure, &subject.currency, false),
        series: series(sweep, effects, key, measure, subject),
        target: None,
        crossings: Vec::new(),
    })
}

fn page(
    sweep: &Sweep,
    effects: &Effects,
    key: usize,
    measures: &[&'static Measure],
    subject: &Subject,
) -> Option<Chart> {
    let vary = &sweep.varied[key];
    let (axis, _) = drawing::key(vary, &values(effects, key), &subject.currency);
    let stem = if sweep.varied.len() == 1 {
        "effects".to_owned()
    } else {
        format!("effects_{}", drawing::stem(&vary.key))
    };
    let bands = format!(
        "Bands are 95\u{a0}% intervals of each point by itself.{}",
        averaged(sweep)
    );
    small_multiples(&SmallMultiples {
        words: drawing::words(
            stem,
            "effects",
            format!("What {} does", vary.key),
            &bands,
            subject,
        ),
        key: axis,
        charts: measures
            .iter()
            .take(MOST_MULTIPLES)
            .map(|measure| Multiple {
                metric: drawing::metric(measure, &subject.currency, false),
                series: series(sweep, effects, key, measure, subject),
            })
            .collect(),
    })
}

/// Maps of a measure over the two keys: of every plan, and of its difference from the
/// baseline.
fn maps(
    sweep: &Sweep,
    effects: &Effects,
    measure: &'static Measure,
    answers: &[Answer],
    subject: &Subject,
) -> Vec<Chart> {
    let [across, upwards] = [0, 1].map(|key| values(effects, key));
    if across.len() > MOST_CELLS || upwards.len() > MOST_CELLS {
        return Vec::new();
    }
    let mut plans: Vec<usize> = Vec::new();
    for effect in &effects.0 {
        if effect.outcome.measure.name == measure.name && !plans.contains(&effect.outcome.plan) {
            plans.push(effect.outcome.plan);
        }
    }
    let mut charts = Vec::new();
    for plan in plans {
        let outcome = Outcome { plan, measure };
        let (_, name, title) = drawing::plan(&outcome, subject);
        let compared = plan != subject.baseline && !measure.is_change() && !measure.is_of_network();
        for difference in [false, true] {
            if difference && !compared {
                continue;
            }
            let cells = |row: &Value| -> Vec<Estimate> {
                let cell = |column: &Value| at(sweep, answers, [column, row], &outcome, difference);
                across.iter().map(cell).collect()
            };
            let what = drawing::title(measure);
            let (stem, heading) = if difference {
                let baseline = &subject.plans[subject.baseline].title;
                (
                    format!("map_{}_{}_difference", measure.name, drawing::stem(&name)),
                    format!("{what}: “{title}” less “{baseline}”"),
                )
            } else {
                (
                    format!("map_{}_{}", measure.name, drawing::stem(&name)),
                    drawing::under(measure, &title),
                )
            };
            let labels = |values: &[Value]| -> Vec<String> {
                values
                    .iter()
                    .map(|value| value.label().to_owned())
                    .collect()
            };
            charts.extend(heat_map(&HeatMap {
                words: drawing::words(stem, "sweep", heading, "", subject),
                x: Cells {
                    title: sweep.varied[0].title(&subject.currency),
                    labels: labels(&across),
                },
                y: Cells {
                    title: sweep.varied[1].title(&subject.currency),
                    labels: labels(&upwards),
                },
                metric: drawing::metric(measure, &subject.currency, difference),
                values: upwards.iter().map(cells).collect(),
            }));
        }
    }
    charts
}

/// The outcome at the point of two values, or its difference from the baseline.
fn at(
    sweep: &Sweep,
    answers: &[Answer],
    values: [&Value; 2],
    outcome: &Outcome,
    difference: bool,
) -> Estimate {
    let point = sweep
        .points
        .iter()
        .position(|point| [&point[0], &point[1]] == values);
    let found = point.and_then(|point| answers[point].found());
    let of_network = outcome.measure.is_of_network();
    let row = found.and_then(|found| {
        found.rows.iter().find(|row| {
            row.measure().name == outcome.measure.name && (of_network || row.plan == outcome.plan)
        })
    });
    row.map_or_else(Estimate::default, |row| {
        if difference {
            row.difference
        } else {
            row.estimate
        }
    })
}
