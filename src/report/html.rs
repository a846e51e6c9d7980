//! `report.html`: one file that opens offline, prints, and can be read without scripts,
//! without a mouse and without seeing the charts. The first page is the answer, how sure
//! it is, and what the model leaves out.

use askama::Template;

use super::chart::Chart;
use super::definitions::{self, LIMITS, TERMS};
use super::key_figure::{self, Change, GROUPS, KeyFigure};
use super::manifest::Manifest;
use super::story;
use super::table::{Cell, Precision, Table};
use super::words::{self, Reading};
use crate::measure::metric::{METRICS, Metric};
use crate::study::results::{Estimate, PlanLabel, Results, Subject, Unit};

/// Tables with more rows are linked, not embedded: the page stays under three megabytes.
const ROWS_EMBEDDED: usize = 1_000;

/// Tables with at most so many rows stand open, also on paper.
const ROWS_OPEN: usize = 40;

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What the study found.
    pub results: &'a Results,
    /// Its tables, as they stand in the files beside the page.
    pub tables: &'a [Table<'a>],
    /// Its charts; none where they were not drawn.
    pub charts: &'a [Chart],
    /// The recipe of the run.
    pub manifest: &'a Manifest,
}

/// The page.
///
/// # Panics
///
/// As [`Cell::write`], on a value that is not finite.
#[must_use]
pub fn page(report: &Report<'_>) -> String {
    let results = report.results;
    let subject = &results.subject;
    let exhibits: Vec<Exhibit<'_>> = exhibits(report);
    let shown = |table: &Table<'_>| {
        exhibits
            .iter()
            .any(|exhibit| exhibit.table.is_some() && exhibit.source == table.name)
    };
    let tables = report.tables.iter();
    let rest = tables.filter(|table| !table.is_empty() && !shown(table));
    let plans = subject.plans.iter();
    let many = subject.plans.len() > story::PLANS_TOLD;
    let page = Page {
        subject,
        style: include_str!("templates/style.css"),
        script: include_str!("templates/sort.js"),
        simulated: tied(&story::simulated(results)),
        answers: plans
            .map(|plan| (plan, tied(&story::answer(results, plan))))
            .collect(),
        changes: story::compared(results)
            .into_iter()
            .filter(|_| !many)
            .flat_map(|plan| story::changes(results, plan))
            .map(|(against, change)| (against, tied(&change)))
            .collect(),
        scope: definitions::scope(subject),
        groups: if many {
            [key_figures(results), changes(results)].concat()
        } else {
            key_figures(results)
        },
        many,
        how_sure: capitalised(&tied(&story::how_sure(results))),
        limits: LIMITS,
        tables: rest
            .map(|table| Entry::new(table, table.rows().len() <= ROWS_OPEN))
            .collect(),
        exhibits,
        terms: TERMS,
        metrics: METRICS
            .iter()
            .map(|metric| (metric.name, definition(metric)))
            .collect(),
        scenario: &report.manifest.scenario,
        manifest: report.manifest.recipe(),
        replications: plural(subject.replications as usize, "replication"),
    };
    page.render().expect("text is written to memory")
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    subject: &'a Subject,
    style: &'static str,
    script: &'static str,
    simulated: String,
    answers: Vec<(&'a PlanLabel, String)>,
    changes: Vec<(String, String)>,
    scope: String,
    groups: Vec<FigureGroup>,
    /// Whether there are too many plans to compare in sentences.
    many: bool,
    how_sure: String,
    limits: &'static [&'static str],
    exhibits: Vec<Exhibit<'a>>,
    tables: Vec<Entry<'a>>,
    terms: &'static [(&'static str, &'static str)],
    metrics: Vec<(&'static str, String)>,
    scenario: &'a str,
    manifest: String,
    replications: String,
}

/// Key figures that are shares of the same thing.
#[derive(Clone)]
struct FigureGroup {
    title: String,
    of: String,
    rows: Vec<FigureRow>,
}

/// A key figure under every plan.
#[derive(Clone)]
struct FigureRow {
    label: &'static str,
    readings: Vec<Reading>,
}

fn key_figures(results: &Results) -> Vec<FigureGroup> {
    let subject = &results.subject;
    let readings = |figure: &KeyFigure| {
        let plans = subject.plans.iter();
        plans
            .map(|plan| {
                let estimate = figure.estimate(results, &plan.name);
                Reading::of(estimate, figure.unit, &subject.currency)
            })
            .collect()
    };
    GROUPS
        .iter()
        .map(|group| FigureGroup {
            title: group.title.to_owned(),
            of: group.of(results),
            rows: group
                .figures
                .iter()
                .map(|figure| FigureRow {
                    label: figure.label,
                    readings: readings(figure),
                })
                .collect(),
        })
        .collect()
}

/// How people fare against the baseline, as the plans are and at equal payout.
fn changes(results: &Results) -> Vec<FigureGroup> {
    let subject = &results.subject;
    let baseline = &subject.plans[subject.baseline].name;
    let group = |title: String, name: &dyn Fn(&str) -> String| {
        let plans = subject.plans.iter();
        let found: Vec<Option<Change>> = plans
            .map(|plan| key_figure::change(results, &name(&plan.name)))
            .collect();
        let row = |label, unit, figure: fn(&Change) -> Estimate| FigureRow {
            label,
            readings: found
                .iter()
                .map(|change| change.as_ref().map(figure).unwrap_or_default())
                .map(|estimate| Reading::of(estimate, unit, &subject.currency))
                .collect(),
        };
        found.iter().any(Option::is_some).then(|| FigureGroup {
            title,
            of: format!(
                "share of all participants; change of net in {}",
                subject.currency.code
            ),
            rows: vec![
                row("better off", Unit::Share, |change| change.better),
                row("worse off", Unit::Share, |change| change.worse),
                row("unchanged", Unit::Share, |change| change.unchanged),
                row("mean change", Unit::Amount, |change| change.mean),
            ],
        })
    };
    [
        group(
            format!("Against {baseline}, person by person"),
            &str::to_owned,
        ),
        group(
            format!("The same, scaled to pay out as much as {baseline}"),
            &key_figure::at_equal_payout,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A chart with the table it is drawn from, which stands under the first such chart.
struct Exhibit<'a> {
    chart: &'a Chart,
    svg: &'a str,
    /// The table's name.
    source: &'a str,
    table: Option<Entry<'a>>,
}

fn exhibits<'a>(report: &Report<'a>) -> Vec<Exhibit<'a>> {
    let mut exhibits: Vec<Exhibit<'a>> = Vec::new();
    for chart in report.charts {
        let source = chart.source_csv.trim_end_matches(".csv");
        let again = exhibits.iter().any(|earlier| earlier.source == source);
        let table = report.tables.iter().find(|table| table.name == source);
        exhibits.push(Exhibit {
            chart,
            // A document's prologue has no place inside a page.
            svg: &chart.svg[chart.svg.find("<svg").unwrap_or(0)..],
            source,
            table: table
                .filter(|_| !again)
                .map(|table| Entry::new(table, false)),
        });
    }
    exhibits
}

/// A table on the page.
struct Entry<'a> {
    table: &'a Table<'a>,
    embedded: bool,
    open: bool,
    size: String,
}

impl<'a> Entry<'a> {
    fn new(table: &'a Table<'a>, open: bool) -> Entry<'a> {
        let rows = table.rows().len();
        Entry {
            table,
            embedded: rows <= ROWS_EMBEDDED,
            open,
            size: plural(rows, "row"),
        }
    }

    /// The columns' names and whether they hold numbers.
    fn headings(&self) -> Vec<(&'a str, bool)> {
        let columns = self.table.columns().iter().copied();
        let first = self.table.rows().next().unwrap_or_default();
        columns
            .zip(first.iter().map(|cell| cell.is_number()))
            .collect()
    }
}

/// What a metric means, how replications add up, and when it is empty.
fn definition(metric: &Metric) -> String {
    let mut text = capitalised(metric.meaning);
    text.push('.');
    if metric.is_pooled() {
        text.push_str(" Pooled.");
    }
    if let Some(condition) = metric.undefined {
        text.push_str(&format!(" Empty if {condition}."));
    }
    text
}

/// The sentence with its numbers tied to their units and margins, so that no line ends
/// between them.
fn tied(sentence: &str) -> String {
    sentence
        .replace(" %", "\u{a0}%")
        .replace(" ± ", "\u{a0}±\u{a0}")
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn plural(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", words::count(number as f64))
}

/// The cell's text, rounded for reading.
fn on_page(cell: &Cell<'_>, subject: &Subject) -> String {
    let mut text = String::new();
    cell.write(&mut text, subject.currency.digits, Precision::Page);
    text
}

#[cfg(test)]
mod tests;
