//! Chart 6: who does better and who does worse than under the baseline, person by
//! person: by order of joining and by what the baseline gave them, or, where many plans
//! are compared, everyone together.

mod deciles;
mod everyone;

use super::axis::Axis;
use super::curve::metric;
use super::frame::{Exhibit, Rect};
use super::key::{Key, Sample};
use super::panel::Panel;
use super::style::{BUCKETS, INK, Paint};
use super::words::{NET, amount, evidence, grouped, percent, percent_with_interval, population};
use super::{Chart, Story};
use crate::study::results::{Bucket, Estimate, PlanLabel, Ranking, Results, WinnersLosersRow};

/// Plans besides the baseline up to which each has its tenths on the page.
const FEW: usize = 3;

/// What the buckets of [`BUCKETS`] are called.
const WORDS: [&str; 4] = ["much worse", "worse", "better", "much better"];

/// Each bucket, the one between it and zero, its place in [`BUCKETS`] and its side.
const BARS: [(Bucket, Option<Bucket>, usize, f64); 4] = [
    (Bucket::SmallLoss, None, 1, -1.0),
    (Bucket::LargeLoss, Some(Bucket::SmallLoss), 0, -1.0),
    (Bucket::SmallGain, None, 2, 1.0),
    (Bucket::LargeGain, Some(Bucket::SmallGain), 3, 1.0),
];

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let plans: Vec<&PlanLabel> = compared(results).collect();
    if plans.is_empty() {
        return None;
    }
    let story = story(results, &plans);
    let exhibit = if plans.len() <= FEW {
        deciles::draw(&story, results, &plans)
    } else {
        everyone::draw(&story, results, &plans)
    };
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
    Key::new(
        BUCKETS
            .iter()
            .zip(WORDS)
            .map(|(paint, words)| (Sample::Area(*paint), words.to_owned())),
    )
}

/// Who is shown in one row: the ranking and the group in it.
#[derive(Clone, Copy)]
struct Who {
    ranking: Ranking,
    group: u32,
}

impl Who {
    /// The words before a value of these people; none of everyone.
    fn named(self) -> String {
        match self.ranking {
            Ranking::JoiningOrder => format!("tenth {} by joining: ", self.group),
            Ranking::BaselineNet => format!("tenth {} by baseline net: ", self.group),
            Ranking::Everyone => String::new(),
        }
    }
}

/// Draws the bars of one row around its middle, losses to the left and gains to the right.
fn draw_row(
    exhibit: &Exhibit,
    panel: &Panel,
    (results, plan): (&Results, &PlanLabel),
    who: Who,
    middle: f64,
    thickness: f64,
) {
    let share = |bucket| share(results, plan, who, bucket).mean.unwrap_or(0.0);
    for (bucket, inner, place, side) in BARS {
        if share(bucket) == 0.0 {
            continue;
        }
        let from = inner.map_or(0.0, share);
        let ends = (side * from, side * (from + share(bucket)));
        let value = format!("{}{} {}", who.named(), WORDS[place], percent(share(bucket)));
        exhibit.mark(&value, || {
            bar(exhibit, panel, ends, middle, thickness, BUCKETS[place]);
        });
    }
}

/// Draws the line between worse and better over the bars.
fn draw_zero(exhibit: &Exhibit, panel: &Panel) {
    let (zero, plot) = (panel.place((0.0, 0.0)).0, panel.plot);
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

/// Shares of `whom` to both sides of zero, with a title unless `whom` is empty.
fn change_axis(whom: &str) -> Axis {
    let ticks = [-1.0, -0.5, 0.0, 0.5, 1.0_f64]
        .into_iter()
        .map(|at| (at, format!("{}\u{a0}%", grouped(at.abs() * 100.0, 0))))
        .collect();
    let title = if whom.is_empty() {
        String::new()
    } else {
        format!("worse < share of {whom} > better")
    };
    Axis {
        title,
        low: -1.0,
        high: 1.0,
        ticks,
        grid: true,
    }
}

/// The share unchanged, as it stands beside a row.
fn unchanged(results: &Results, plan: &PlanLabel, who: Who) -> String {
    share(results, plan, who, Bucket::NoChange)
        .mean
        .map_or_else(|| "–".to_owned(), percent)
}

fn share(results: &Results, plan: &PlanLabel, who: Who, bucket: Bucket) -> Estimate {
    let matches = |row: &&WinnersLosersRow| {
        row.plan == plan.name
            && row.ranked_by == who.ranking
            && row.group == who.group
            && row.bucket == bucket
    };
    results
        .winners_losers
        .iter()
        .find(matches)
        .map(|row| row.share)
        .unwrap_or_default()
}

/// How many are tied under the baseline, if it is most of them: then the ranking by what
/// the baseline gave them is mostly drawn by lot (rulings.md 21).
fn mostly_tied(results: &Results) -> Option<f64> {
    let baseline = &results.subject.plans[results.subject.baseline];
    metric(results, &baseline.name, "share_tied")
        .mean
        .filter(|share| *share > 0.5)
}

/// `worse 61.2 %, unchanged 3.0 %, better 35.8 %` of everyone, with intervals.
fn verdict(results: &Results, plan: &PlanLabel) -> String {
    let of = |metric| percent_with_interval(comparison(results, plan, metric));
    format!(
        "worse {}, unchanged {}, better {}",
        of("share_worse"),
        of("share_unchanged"),
        of("share_better"),
    )
}

/// A share of everyone, from `comparison.csv`.
fn comparison(results: &Results, plan: &PlanLabel, metric: &str) -> Estimate {
    results
        .comparison
        .iter()
        .find(|row| row.plan == plan.name && row.metric == metric)
        .map(|row| row.difference)
        .unwrap_or_default()
}

fn story(results: &Results, plans: &[&PlanLabel]) -> Story {
    let baseline = &results.subject.plans[results.subject.baseline].title;
    let findings: Vec<String> = plans
        .iter()
        .map(|plan| format!("“{}”: {}.", plan.title, verdict(results, plan)))
        .collect();
    let (left_out, intervals) = if plans.len() > FEW {
        (
            " The tenths by joining order and by baseline net are in the table.",
            "figures in brackets, in the chart in words,",
        )
    } else {
        ("", "figures in brackets")
    };
    Story {
        file_stem: "winners_and_losers".to_owned(),
        source_table: "winners_losers",
        title: format!("Who does better and who does worse than under “{baseline}”"),
        caption: format!(
            "{} The same person in the same replication: net under the plan less net under “{baseline}”. \
             Much: by more than {} {}; unchanged: to the minor unit.{left_out} {NET} {}",
            population(results),
            amount(
                results.subject.large_change as f64,
                &results.subject.currency
            ),
            results.subject.currency.code,
            evidence(results, intervals),
        ),
        alternative_text: format!(
            "Shares of all participants, against “{baseline}”. {}",
            findings.join(" ")
        ),
    }
}
