//! `report.html`: one file that opens offline, prints, and can be read without scripts,
//! without a mouse and without seeing the charts. The first page is the answer, how sure
//! it is, and what the model leaves out.

use askama::Template;

use super::chart::Chart;
use super::definitions::{self, TERMS};
use super::entry::Entry;
use super::format::Format;
use super::manifest::Manifest;
use super::story;
use super::table::{Population, Table};
use super::words;
use crate::measure::metric::{METRICS, Metric};
use crate::study::results::{PlanLabel, Results, Subject};

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What the study found.
    pub results: &'a Results,
    /// Its tables, as they stand in the files beside the page.
    pub tables: &'a [Table<'a>],
    /// Its charts; none where they were not drawn.
    pub charts: &'a [Chart],
    /// The format of the files beside the page.
    pub format: Format,
    /// The recipe of the run.
    pub manifest: &'a Manifest,
}

/// The page.
///
/// # Panics
///
/// As [`super::table::Cell::write`], on a value that is not finite.
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
    let readings = super::yardsticks::readings(results);
    let page = Page {
        subject,
        format: report.format,
        style: include_str!("templates/style.css"),
        script: include_str!("templates/sort.js"),
        simulated: tied(&story::simulated(results)),
        answers: plans
            .map(|plan| (plan, tied(&story::answer(results, plan))))
            .collect(),
        changes: story::compared(results)
            .into_iter()
            .filter(|_| !many)
            .flat_map(|plan| story::changes(results, plan, |plan| &plan.title))
            .map(|(against, change)| (against, tied(&change)))
            .collect(),
        scope: definitions::scope(subject, Population::Participants),
        horizon: words::horizon(subject),
        yardsticks: yardsticks::rows(results, &readings),
        yardstick_turns: yardsticks::turns(results, &readings),
        turn: story::depends_on_use_value(results).map(|turn| tied(&turn)),
        open: story::what_intervals_leave_open(results),
        groups: figures::key_figures(results)
            .into_iter()
            .chain(figures::dominance(results))
            .chain(if many {
                figures::changes(results)
            } else {
                Vec::new()
            })
            .collect(),
        many,
        how_sure: words::capitalised(&tied(&story::how_sure(results))),
        limits: definitions::limits(results),
        tables: rest.map(|table| Entry::of(table, subject)).collect(),
        exhibits,
        terms: TERMS,
        metrics: METRICS
            .iter()
            .map(|metric| (metric.name, definition(metric)))
            .collect(),
        scenario: &report.manifest.scenario,
        manifest: report.manifest.recipe(),
        histories: histories(subject),
    };
    page.render().expect("text is written to memory")
}

mod figures;
mod yardsticks;

use figures::FigureGroup;
use yardsticks::YardstickRows;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    subject: &'a Subject,
    format: Format,
    style: &'static str,
    script: &'static str,
    simulated: String,
    answers: Vec<(&'a PlanLabel, String)>,
    changes: Vec<(String, String)>,
    scope: String,
    horizon: String,
    yardsticks: Vec<YardstickRows>,
    /// The verdicts that hang on whether own purchases count as retail.
    yardstick_turns: Vec<String>,
    /// That the order of plans depends on the use value, if it does.
    turn: Option<String>,
    /// What neither interval nor spread says.
    open: &'static str,
    groups: Vec<FigureGroup>,
    /// Whether there are too many plans to compare in sentences.
    many: bool,
    how_sure: String,
    limits: Vec<String>,
    exhibits: Vec<Exhibit<'a>>,
    tables: Vec<Entry<'a>>,
    terms: &'static [(&'static str, &'static str)],
    metrics: Vec<(&'static str, String)>,
    scenario: &'a str,
    manifest: String,
    histories: String,
}

/// A chart with the table it is drawn from, which stands under the first such chart.
struct Exhibit<'a> {
    chart: &'a Chart,
    /// The table's name.
    source: &'a str,
    table: Option<Entry<'a>>,
}

fn exhibits<'a>(report: &Report<'a>) -> Vec<Exhibit<'a>> {
    let mut exhibits: Vec<Exhibit<'a>> = Vec::new();
    for chart in report.charts {
        let source = chart.source_table;
        let again = exhibits.iter().any(|earlier| earlier.source == source);
        let table = report.tables.iter().find(|table| table.name == source);
        exhibits.push(Exhibit {
            chart,
            source,
            table: table
                .filter(|_| !again)
                .map(|table| Entry::under_chart(table, &report.results.subject)),
        });
    }
    exhibits
}

/// What a metric means, how replications add up, and when it is empty.
fn definition(metric: &Metric) -> String {
    let mut text = words::capitalised(metric.meaning);
    text.push('.');
    if metric.is_pooled() {
        text.push_str(" Pooled.");
    } else if metric.name.starts_with("median_") || metric.name.starts_with("net_p") {
        text.push_str(" Over histories, the average of the medians or quantiles.");
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

fn histories(subject: &Subject) -> String {
    match subject.replications {
        _ if subject.observed => "an observed network".to_owned(),
        1 => "1 history".to_owned(),
        many => format!("{} histories", words::count(many.into())),
    }
}

#[cfg(test)]
mod tests;
