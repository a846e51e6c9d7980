//! The summary on the terminal: at most 80 columns by 40 lines, from which a reader who
//! has never seen the project can say who profits under each plan and how sure that is.

mod beside;
mod lines;
mod listed;

use crate::report::key_figure::{self, Change, KeyFigure};
use crate::report::words::{self, Reading};
use crate::study::results::{Results, Unit};
use lines::Lines;

/// The width of the summary in columns.
pub const WIDTH: usize = 80;

/// The height of the summary in lines.
pub const HEIGHT: usize = 40;

/// The most plans that stand side by side, each with its intervals.
const PLANS_BESIDE: usize = 3;

/// Where the files are, for the last lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryFiles {
    /// The output folder as the user gave it.
    pub folder: String,
    /// Whether charts were drawn.
    pub charts: bool,
}

/// Whether the terminal understands bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Letters only, as in a file.
    Plain,
    /// Headings in bold.
    Bold,
}

/// The summary of a study, every line ended by a newline.
#[must_use]
pub fn text(results: &Results, files: &SummaryFiles, ink: Ink) -> String {
    let mut lines = Lines::new(ink);
    lines.heading(&results.subject.title);
    lines.gap();
    lines.paragraph(&simulated(results));
    lines.gap();
    match beside::Columns::fitting(results) {
        Some(columns) => {
            columns.write(&mut lines);
            lines.gap();
            match compared(results).collect::<Vec<_>>()[..] {
                [only] => changes(results, only, &mut lines),
                _ => listed::comparisons(results, &mut lines),
            }
        }
        None => {
            listed::plans(results, &mut lines);
            lines.gap();
            listed::comparisons(results, &mut lines);
        }
    }
    lines.gap();
    lines.lead("How sure: ", &how_sure(results));
    lines.gap();
    where_the_files_are(files, &mut lines);
    lines.finish()
}

/// What was simulated.
fn simulated(results: &Results) -> String {
    let subject = &results.subject;
    let histories = match subject.replications {
        1 => "One simulated history".to_owned(),
        many => format!("{} simulated histories", words::count(many.into())),
    };
    let shared = match subject.plans.len() {
        1 => "paid under one plan".to_owned(),
        plans => format!(
            "the same people, sales and luck paid under {} plans; how a plan would change what \
             people do is not modelled",
            match plans {
                2 => "both".to_owned(),
                many => format!("all {many}"),
            }
        ),
    };
    format!(
        "{histories} of {} over {}: {shared}.",
        participants(results),
        words::horizon(subject),
    )
}

/// How many took part: the mean where histories differ.
fn participants(results: &Results) -> String {
    let rows = results.subject.plans.iter();
    let found = rows
        .filter_map(|plan| key_figure::find(results, &plan.name, "participants"))
        .next();
    let Some((row, mean)) = found.and_then(|row| Some((row, row.estimate.mean?))) else {
        return "participants".to_owned();
    };
    if row.min == row.max {
        format!("{} participants", words::count(mean))
    } else {
        format!("{} participants on average", words::count(mean))
    }
}

/// The plans compared with the baseline, in their order.
fn compared(results: &Results) -> impl Iterator<Item = &str> {
    let baseline = results.subject.baseline;
    let plans = results.subject.plans.iter().enumerate();
    plans
        .filter(move |&(index, _)| index != baseline)
        .map(|(_, plan)| plan.name.as_str())
}

/// Plan against baseline in a sentence, and once more at equal payout.
fn changes(results: &Results, plan: &str, lines: &mut Lines) {
    let baseline = &results.subject.plans[results.subject.baseline].name;
    if let Some(change) = key_figure::change(results, plan) {
        lines.lead(
            &format!("{plan} against {baseline}, person by person: "),
            &in_words(results, &change),
        );
    }
    if let Some(change) = key_figure::change(results, &key_figure::at_equal_payout(plan)) {
        lines.lead(
            &format!("Scaled to pay out as much as {baseline} ({plan}@equal): "),
            &in_words(results, &change),
        );
    }
}

fn in_words(results: &Results, change: &Change) -> String {
    let currency = &results.subject.currency;
    let share = |estimate| Reading::of(estimate, Unit::Share, currency);
    format!(
        "{} better off, {} worse off, {} unchanged; mean change {} {}.",
        share(change.better),
        share(change.worse),
        share(change.unchanged),
        Reading::of(change.mean, Unit::Amount, currency),
        currency.code,
    )
}

/// What the intervals mean, and how much one history differs from another.
fn how_sure(results: &Results) -> String {
    let subject = &results.subject;
    if subject.replications == 1 {
        return "not known from one history: intervals need at least two (--replications).".into();
    }
    let mut text = format!(
        "± is the 95 % interval of the average over {} histories: how well the average is known.",
        words::count(subject.replications.into())
    );
    let told = match subject.plans.len() {
        few if few <= PLANS_BESIDE => &subject.plans[..],
        _ => std::slice::from_ref(&subject.plans[subject.baseline]),
    };
    let spreads: Vec<String> = told
        .iter()
        .filter_map(|plan| {
            let row = key_figure::find(results, &plan.name, "share_profit")?;
            let range = words::range(row.p05?, row.p95?, Unit::Share, &subject.currency);
            Some(format!("{range} ({})", plan.name))
        })
        .collect();
    if !spreads.is_empty() {
        text.push_str(
            " Single histories differ more: the middle 90 % of them have a share in profit of ",
        );
        text.push_str(&spreads.join(", "));
        text.push('.');
    }
    text
}

fn where_the_files_are(files: &SummaryFiles, lines: &mut Lines) {
    let charts = if files.charts {
        ", charts in charts/"
    } else {
        ""
    };
    lines.line(&format!(
        "Report: {}/report.html; tables beside it in *.csv{charts}",
        files.folder.trim_end_matches('/')
    ));
}

/// A figure of a plan as text.
fn reading(results: &Results, plan: &str, figure: &KeyFigure) -> Reading {
    Reading::of(
        figure.estimate(results, plan),
        figure.unit,
        &results.subject.currency,
    )
}

#[cfg(test)]
mod tests;
