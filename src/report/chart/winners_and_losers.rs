//! Chart 6: who does better and who does worse than under the baseline, person by
//! person, by order of joining and by what the baseline gave them.

use super::axis::Axis;
use super::frame::{Exhibit, Rect};
use super::key::{Key, Sample};
use super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::style::{BUCKETS, INK, LABEL_SIZE, LEADING, NOTE_SIZE, Paint};
use super::text::{Face, wrap};
use super::words::{NET, amount, evidence, grouped, percent, percent_with_interval, population};
use super::{Chart, Story};
use crate::study::results::{Bucket, Estimate, PlanLabel, Ranking, Results, WinnersLosersRow};

/// The two ways people are ranked, side by side.
const RANKINGS: [Ranking; 2] = [Ranking::JoiningOrder, Ranking::BaselineNet];
/// Height of a decile's row where there are few plans.
const ROOMY: f64 = 20.0;
/// Height of a decile's row where there are many, so that the chart stays on a page.
const COMPACT: f64 = 12.0;
/// Plans besides the baseline up to which rows are roomy.
const FEW: usize = 3;
/// Room above a plan's panels: its heading and the titles of the axes.
const HEADING: f64 = 2.0 * NOTE_SIZE + LABEL_SIZE * LEADING + 34.0;
/// Air below a plan's panels.
const AIR: f64 = 16.0;
/// Room beside a panel for the share unchanged.
const UNCHANGED: f64 = 74.0;

/// Each bucket, the one between it and zero, its paint and its side.
const BARS: [(Bucket, Option<Bucket>, Paint, f64); 4] = [
    (Bucket::SmallLoss, None, BUCKETS[1], -1.0),
    (Bucket::LargeLoss, Some(Bucket::SmallLoss), BUCKETS[0], -1.0),
    (Bucket::SmallGain, None, BUCKETS[2], 1.0),
    (Bucket::LargeGain, Some(Bucket::SmallGain), BUCKETS[3], 1.0),
];

/// Room beside a panel without it: half a tick label.
const NARROW: f64 = 30.0;

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let plans: Vec<&PlanLabel> = compared(results).collect();
    if plans.is_empty() {
        return None;
    }
    let story = story(results, &plans);
    let key = key();
    let row = if plans.len() <= FEW { ROOMY } else { COMPACT };
    let block = HEADING + 10.0 * row + TICK_ROOM + AIR;
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        key.height + plans.len() as f64 * block + TITLE_ROOM,
    );
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    for (index, plan) in plans.iter().enumerate() {
        let top = exhibit.body.top + key.height + index as f64 * block;
        let last = index + 1 == plans.len();
        exhibit.series(&plan.name, &plan.title, || {
            draw_plan(&exhibit, results, plan, top, row, last);
        });
    }
    Some(story.told(&exhibit))
}

/// The plans besides the baseline that the table knows.
fn compared(results: &Results) -> impl Iterator<Item = &PlanLabel> {
    let subject = &results.subject;
    subject
        .plans
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != subject.baseline)
        .map(|(_, plan)| plan)
        .filter(|plan| {
            results
                .winners_losers
                .iter()
                .any(|row| row.plan == plan.name)
        })
}

fn key() -> Key {
    let words = ["much worse", "worse", "better", "much better"];
    Key::new(
        BUCKETS
            .iter()
            .zip(words)
            .map(|(paint, words)| (Sample::Area(*paint), words.to_owned())),
    )
}

fn draw_plan(
    exhibit: &Exhibit,
    results: &Results,
    plan: &PlanLabel,
    top: f64,
    row: f64,
    last: bool,
) {
    let body = exhibit.body;
    let base = top + 8.0 + LABEL_SIZE;
    if let Some(heading) = wrap(&plan.title, LABEL_SIZE, Face::Bold, body.width(), 1).first() {
        exhibit.label(heading, body.left, base, Face::Bold);
    }
    let below = base + LABEL_SIZE * LEADING;
    exhibit.note(&verdict(results, plan), body.left, below, "start");
    let half = body.width() / 2.0;
    for (index, ranking) in RANKINGS.into_iter().enumerate() {
        let left = body.left + index as f64 * half;
        let plot = Rect {
            left: left + 36.0,
            top: top + HEADING,
            right: left + half - if row >= ROOMY { UNCHANGED } else { NARROW },
            bottom: top + HEADING + 10.0 * row,
        };
        draw_ranking(exhibit, results, plan, ranking, plot, last);
    }
}

fn draw_ranking(
    exhibit: &Exhibit,
    results: &Results,
    plan: &PlanLabel,
    ranking: Ranking,
    plot: Rect,
    last: bool,
) {
    let row = plot.height() / 10.0;
    let panel = Panel::new(exhibit, plot, &change_axis(last), &rank_axis(ranking, row));
    let share = |group, bucket| share(results, plan, ranking, group, bucket).mean;
    let middle = |group: u32| plot.top + (f64::from(group) - 0.5) * row;
    for (bucket, inner, paint, side) in BARS {
        for group in 1..=10 {
            let from = inner.and_then(|inner| share(group, inner)).unwrap_or(0.0);
            let to = from + share(group, bucket).unwrap_or(0.0);
            let ends = (side * from, side * to);
            bar(exhibit, &panel, ends, middle(group), row * 0.78, paint);
        }
    }
    if row >= ROOMY {
        for group in 1..=10 {
            exhibit.note(
                &share(group, Bucket::NoChange).map_or_else(|| "–".to_owned(), percent),
                plot.right + UNCHANGED - 8.0,
                middle(group) + NOTE_SIZE * 0.36,
                "end",
            );
        }
    }
    if row >= ROOMY {
        exhibit.note(
            "unchanged",
            plot.right + UNCHANGED - 8.0,
            plot.top - NOTE_SIZE * 0.9,
            "end",
        );
    }
    let zero = panel.place((0.0, 0.0)).0;
    exhibit.line(&[(zero, plot.top), (zero, plot.bottom)], INK, 1.5);
}

fn bar(
    exhibit: &Exhibit,
    panel: &Panel,
    (from, to): (f64, f64),
    middle: f64,
    thickness: f64,
    paint: Paint,
) {
    if from == to {
        return;
    }
    let (one, other) = (panel.place((from, 0.0)).0, panel.place((to, 0.0)).0);
    exhibit.filled(
        Rect {
            left: one.min(other),
            top: middle - thickness / 2.0,
            right: one.max(other),
            bottom: middle + thickness / 2.0,
        },
        paint,
    );
}

/// Shares to both sides of zero.
fn change_axis(named: bool) -> Axis {
    let ticks = [-1.0, -0.5, 0.0, 0.5, 1.0_f64]
        .into_iter()
        .map(|at| (at, format!("{}\u{a0}%", grouped(at.abs() * 100.0, 0))))
        .collect();
    let title = if named {
        "worse < share of the tenth > better"
    } else {
        ""
    };
    Axis {
        title: title.to_owned(),
        low: -1.0,
        high: 1.0,
        ticks,
        grid: true,
    }
}

/// Deciles from the top down; few labels where rows are low.
fn rank_axis(ranking: Ranking, row: f64) -> Axis {
    let title = match ranking {
        Ranking::JoiningOrder => "Tenth by joining (1 = first to join)",
        Ranking::BaselineNet => "Tenth by net under the baseline (1 = lowest)",
        Ranking::Everyone => "Everyone",
    };
    let ticks = (1..=10_u32)
        .rev()
        .filter(|group| row >= ROOMY || matches!(group, 1 | 5 | 10))
        .map(|group| (10.5 - f64::from(group), group.to_string()))
        .collect();
    Axis {
        title: title.to_owned(),
        low: 0.0,
        high: 10.0,
        ticks,
        grid: false,
    }
}

fn share(
    results: &Results,
    plan: &PlanLabel,
    ranking: Ranking,
    group: u32,
    bucket: Bucket,
) -> Estimate {
    let matches = |row: &&WinnersLosersRow| {
        row.plan == plan.name
            && row.ranked_by == ranking
            && row.group == group
            && row.bucket == bucket
    };
    results
        .winners_losers
        .iter()
        .find(matches)
        .map(|row| row.share)
        .unwrap_or_default()
}

/// `worse 61.2 %, unchanged 3.0 %, better 35.8 %` of everyone.
fn verdict(results: &Results, plan: &PlanLabel) -> String {
    let of = |metric: &str| {
        results
            .comparison
            .iter()
            .find(|row| row.plan == plan.name && row.metric == metric)
            .map(|row| row.difference)
            .unwrap_or_default()
    };
    format!(
        "worse {}, unchanged {}, better {}",
        percent_with_interval(of("share_worse")),
        percent_with_interval(of("share_unchanged")),
        percent_with_interval(of("share_better")),
    )
}

fn story(results: &Results, plans: &[&PlanLabel]) -> Story {
    let baseline = &results.subject.plans[results.subject.baseline].title;
    let findings: Vec<String> = plans
        .iter()
        .map(|plan| format!("“{}”: {}.", plan.title, verdict(results, plan)))
        .collect();
    Story {
        file_stem: "winners_and_losers",
        source_csv: "winners_losers.csv",
        title: format!("Who does better and who does worse than under “{baseline}”"),
        caption: format!(
            "{} The same person in the same replication: net under the plan less net under “{baseline}”. \
             Much: by more than {} {}; unchanged: to the minor unit. {NET} {}",
            population(results),
            amount(
                results.subject.large_change as f64,
                &results.subject.currency
            ),
            results.subject.currency.code,
            evidence(&results.subject, "figures in brackets"),
        ),
        alternative_text: format!(
            "Shares of all participants, against “{baseline}”. {}",
            findings.join(" ")
        ),
    }
}
