//! The summary on the terminal: at most 80 columns by 40 lines, from which a reader who
//! has never seen the project can say who profits under each plan and how sure that is.

mod beside;
pub(super) mod lines;
mod listed;
pub mod worlds;

use crate::report::format::Format;
use crate::report::key_figure::{Detail, KeyFigure};
use crate::report::story;
use crate::report::words::Reading;
use crate::study::results::Results;
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
    /// The format of the tables.
    pub format: Format,
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
    let whole = written(results, files, ink, Detail::Whole).without_gaps();
    if whole.is_within_height() {
        whole.finish()
    } else {
        let brief = written(results, files, ink, Detail::Brief);
        brief.without_gaps().finish()
    }
}

fn written(results: &Results, files: &SummaryFiles, ink: Ink, detail: Detail) -> Lines {
    let mut lines = Lines::new(ink);
    lines.heading(&results.subject.title);
    lines.gap();
    lines.paragraph(&story::simulated(results));
    lines.gap();
    match beside::Columns::fitting(results, detail) {
        Some(columns) => {
            columns.write(&mut lines);
            lines.gap();
            match story::compared(results)[..] {
                [only] => {
                    for (against, change) in story::changes(results, only, |plan| &plan.name) {
                        lines.lead(&format!("{against}: "), &change);
                    }
                }
                _ => listed::comparisons(results, &mut lines, detail),
            }
        }
        None => {
            listed::plans(results, &mut lines, detail);
            lines.gap();
            listed::comparisons(results, &mut lines, detail);
        }
    }
    if detail == Detail::Whole
        && let Some(turn) = story::depends_on_use_value(results)
    {
        lines.lead("Mind: ", &turn);
    }
    lines.gap();
    notes(results, &mut lines, detail);
    lines.lead("How sure: ", &story::how_sure(results));
    lines.gap();
    where_the_files_are(files, &mut lines);
    lines
}

/// The first notes, each of no more than two lines.
fn notes(results: &Results, lines: &mut Lines, detail: Detail) {
    let most = match detail {
        Detail::Whole => 2,
        Detail::Brief => 1,
    };
    let notes = &results.subject.notes;
    let told = notes.len().min(most);
    for note in &notes[..told] {
        lines.note("Note: ", note);
    }
    if notes.len() > told {
        let more = notes.len() - told;
        lines.line(&format!("… and {more} more in the notes of the report"));
    }
}

/// The path stands whole, however long: a cut one leads nowhere.
fn where_the_files_are(files: &SummaryFiles, lines: &mut Lines) {
    let charts = if files.charts {
        ", charts in charts/"
    } else {
        ""
    };
    let report = format!("Report: {}/report.html", files.folder.trim_end_matches('/'));
    let beside = format!("tables beside it in *.{}{charts}", files.format.ending());
    let whole = format!("{report}; {beside}");
    if lines::width(&whole) <= WIDTH {
        lines.line(&whole);
    } else {
        lines.line(&report);
        lines.line(&format!("  {beside}"));
    }
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
