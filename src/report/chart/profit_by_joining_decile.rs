//! Chart 3: the probability of ending with a profit, by order of joining.

use super::axis::Axis;
use super::frame::Exhibit;
use super::labels::{self, Label};
use super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::style::{FINE, NOTE_SIZE, Paint};
use super::words::{
    NET, evidence, grouped, percent, percent_with_interval, period_word, population,
};
use super::{Chart, Story};
use crate::study::results::{Estimate, GroupRow, PlanLabel, Results};

/// Radius of the dot at a probability.
const DOT: f64 = 3.5;
/// Half the width of the end of an interval, beyond the dot to both sides.
const CAP: f64 = 5.5;

/// Probabilities below this stand on an axis of their own, which says where it ends.
const LOW: f64 = 0.25;

/// Which end of the curves the labels name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// A plan and its deciles in order.
struct Series<'a> {
    plan: usize,
    label: &'a PlanLabel,
    rows: Vec<&'a GroupRow>,
}

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let series = series(results);
    if series.is_empty() {
        return None;
    }
    let story = story(results, &series);
    let y = axis(results);
    let x = Axis::steps(
        "Tenth of participants by order of joining (1 = the first to join)",
        1,
        10,
        10,
    );
    let anchor = anchor(&series);
    let labels: Vec<Label> = series
        .iter()
        .map(|one| label(one, series.len(), anchor))
        .collect();
    let enrolled = if results.subject.periods > 1 {
        TITLE_ROOM
    } else {
        0.0
    };
    let (exhibit, plot) = labels::page(&story, "first tenth, last tenth", &y, &labels, enrolled);
    let panel = Panel::new(&exhibit, plot, &x, &y);
    labels::draw(&exhibit, &panel, &labels);
    for one in &series {
        exhibit.series(&one.label.name, &one.label.title, || {
            draw_series(&exhibit, &panel, one, series.len());
        });
    }
    if enrolled > 0.0 {
        name_time_enrolled(&exhibit, &panel, results, &series[0]);
    }
    Some(story.told(&exhibit))
}

/// From 0 to 100 %, so that charts of different studies compare, unless nothing could be
/// seen of the curves.
fn axis(results: &Results) -> Axis {
    let title = "Share of the group that ends with positive net";
    let highest = results
        .joining_decile
        .iter()
        .filter_map(|row| row.share_profit.high.or(row.share_profit.mean))
        .fold(0.0, f64::max);
    if highest >= LOW || highest == 0.0 {
        return Axis::shares(title, 1.0);
    }
    let mut axis = Axis::shares(title, highest);
    if let Some((_, end)) = axis.ticks.last() {
        axis.title = format!("{title}; the axis ends at {end}");
    }
    axis
}

/// The end at which the plans differ most. Square roots let many gaps count more than a
/// single wide one: a label needs a gap on both sides.
fn anchor(series: &[Series]) -> End {
    let spread = |end: fn((Estimate, Estimate)) -> Estimate| -> f64 {
        let mut shares: Vec<f64> = series
            .iter()
            .filter_map(|one| end(ends(one)).mean)
            .collect();
        shares.sort_by(f64::total_cmp);
        shares
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).sqrt())
            .sum()
    };
    if spread(|(first, _)| first) > spread(|(_, last)| last) {
        End::First
    } else {
        End::Last
    }
}

fn series(results: &Results) -> Vec<Series<'_>> {
    results
        .subject
        .plans
        .iter()
        .enumerate()
        .map(|(plan, label)| Series {
            plan,
            label,
            rows: results
                .joining_decile
                .iter()
                .filter(|row| row.plan == label.name && row.share_profit.mean.is_some())
                .collect(),
        })
        .filter(|series| !series.rows.is_empty())
        .collect()
}

/// Plans stand beside each other within a decile, so that no interval hides another.
fn abscissa(group: u32, plan: usize, plans: usize) -> f64 {
    let step = 0.14_f64.min(0.7 / plans as f64);
    f64::from(group) + (plan as f64 - (plans as f64 - 1.0) / 2.0) * step
}

fn draw_series(exhibit: &Exhibit, panel: &Panel, series: &Series, plans: usize) {
    let paint = Paint::plan(series.plan);
    let points: Vec<_> = series
        .rows
        .iter()
        .filter_map(|row| {
            Some((
                abscissa(row.group, series.plan, plans),
                row.share_profit.mean?,
            ))
        })
        .collect();
    panel.curve(&points, series.plan, FINE);
    for (row, point) in series.rows.iter().zip(&points) {
        exhibit.mark(&value(series, row), || {
            if let (Some(low), Some(high)) = (row.share_profit.low, row.share_profit.high) {
                panel.line(&[(point.0, low), (point.0, high)], paint, FINE);
                for end in [low, high] {
                    let (x, y) = panel.place((point.0, end));
                    exhibit.line(&[(x - CAP, y), (x + CAP, y)], paint, FINE);
                }
            }
            exhibit.dot(panel.place(*point), paint, DOT);
        });
    }
}

/// What a point says of itself.
fn value(series: &Series, row: &GroupRow) -> String {
    format!(
        "{}, tenth {}: {}",
        series.label.title,
        row.group,
        percent_with_interval(row.share_profit)
    )
}

/// Late joiners also had less time (rulings.md 25): how much less stands under the axis.
fn name_time_enrolled(exhibit: &Exhibit, panel: &Panel, results: &Results, series: &Series) {
    let base = panel.plot.bottom + TICK_ROOM + TITLE_ROOM + NOTE_SIZE;
    for row in &series.rows {
        if let Some(periods) = row.mean_periods_enrolled {
            let (x, _) = panel.place((f64::from(row.group), 0.0));
            exhibit.note(&grouped(periods, 1), x, base, "middle");
        }
    }
    exhibit.note(
        &format!("mean {}s enrolled", period_word(results.subject.unit)),
        panel.plot.right + 8.0,
        base,
        "start",
    );
}

/// The plan's probability in its first and its last decile.
fn ends(series: &Series) -> (Estimate, Estimate) {
    let first = series.rows.first().map(|row| row.share_profit);
    let last = series.rows.last().map(|row| row.share_profit);
    (first.unwrap_or_default(), last.unwrap_or_default())
}

fn label(series: &Series, plans: usize, anchor: End) -> Label {
    let (first, last) = ends(series);
    let share = |estimate: Estimate| estimate.mean.map_or_else(String::new, percent);
    let (row, named) = match anchor {
        End::First => (series.rows.first(), first),
        End::Last => (series.rows.last(), last),
    };
    let group = row.map_or(1, |row| row.group);
    Label {
        plan: series.plan,
        title: series.label.title.clone(),
        notes: vec![format!("{}, {}", share(first), share(last))],
        at: (
            abscissa(group, series.plan, plans),
            named.mean.unwrap_or(0.0),
        ),
    }
}

fn story(results: &Results, series: &[Series]) -> Story {
    let findings: Vec<String> = series
        .iter()
        .map(|one| {
            let (first, last) = ends(one);
            format!(
                "“{}”: {} of the first tenth to join end with positive net, {} of the last tenth.",
                one.label.title,
                percent_with_interval(first),
                percent_with_interval(last),
            )
        })
        .collect();
    let exposure = if results.subject.periods > 1 {
        " Those who joined late had less time: the mean time enrolled stands under the axis."
    } else {
        ""
    };
    Story {
        file_stem: "profit_by_joining_decile".to_owned(),
        source_table: "joining_decile",
        title: "The chance of ending with a profit, by order of joining".to_owned(),
        caption: format!(
            "{} {NET} Profit = positive net.{exposure} {}",
            population(results),
            evidence(results, "bars"),
        ),
        alternative_text: format!(
            "Probability of profit by tenth of joining order. {}",
            findings.join(" ")
        ),
    }
}
