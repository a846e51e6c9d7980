//! The answer of `attribute`: which rule did it.

use super::{Answer, QuestionManifest, drawing};
use crate::report::chart::{Chart, what_if as chart};
use crate::report::column::Column;
use crate::report::table::{Cell, Population, Table};
use crate::report::words::{Reading, count, plural};
use crate::study::outcome::Measure;
use crate::study::results::{Estimate, Subject};
use crate::what_if::attribute::{Attribution, Parts};
use crate::what_if::case::{Case, VariantError};

/// What was found of one measure.
pub type Found = (&'static Measure, Parts);

/// The name of the difference that the parts sum to.
const TOTAL: &str = "difference";

/// The whole answer, from one plan to another by name.
///
/// # Errors
///
/// If the scenario as it stands cannot be read again.
pub fn answer<'a>(
    case: &Case,
    ends: [&str; 2],
    attribution: &'a Attribution,
    found: &'a [Found],
    draws: bool,
    manifest: QuestionManifest,
) -> Result<Answer<'a>, VariantError> {
    let [from, to] = ends;
    let mut reading = vec![
        "A rule's part is what changing it adds, averaged over all orders in which the rules can \
         be changed (Shapley 1953): the parts sum to the difference exactly, and hang on no order."
            .to_owned(),
        format!(
            "All plans on the way, {} of them, pay the same people with the same luck. They are \
             steps of a reckoning, no offers: a budget that would refuse one of them is lifted.",
            count(attribution.steps() as f64)
        ),
    ];
    if attribution
        .players
        .iter()
        .any(|player| player.name.contains(" + "))
    {
        reading.push(
            "Rules with a + between them cannot be changed apart: no plan has some of them without \
             the others."
                .to_owned(),
        );
    }
    if let Some(orders) = attribution.orders() {
        reading.push(format!(
            "With {} rules not all orders can be gone through: {orders} were drawn, in pairs of an \
             order and its reverse. Intervals hold the luck of that draw too.",
            attribution.players.len()
        ));
    }
    let mut tables = vec![table(attribution, found)];
    tables.extend(by_replication(attribution, found));
    let subject = case.subject()?;
    let charts = if draws {
        let drawn = found.iter();
        drawn
            .filter_map(|found| chart(ends, attribution, found, &subject))
            .collect()
    } else {
        Vec::new()
    };
    Ok(Answer {
        title: format!("Which rule makes the difference between {from} and {to}?"),
        findings: found
            .iter()
            .map(|found| finding(case, ends, attribution, found))
            .collect(),
        notes: notes(case, found),
        reading,
        tables,
        charts,
        subject,
        manifest,
    })
}

/// What is missing, and why.
fn notes(case: &Case, found: &[Found]) -> Vec<String> {
    let mut notes = super::notes_on(case);
    for (measure, parts) in found {
        let name = measure.name;
        let undefined = parts.parts.iter().any(|part| part.mean.is_none());
        if undefined {
            notes.push(format!(
                "{name} cannot be shared out: under some plan on the way it has no value, as when \
                 nobody is paid anything."
            ));
        } else if parts.left_out > 0 {
            notes.push(format!(
                "{name}: {} left out, also of the difference, because it has no value there under \
                 some plan on the way.",
                plural(parts.left_out, "history is", "histories are"),
            ));
        }
    }
    notes
}

fn finding(case: &Case, [from, to]: [&str; 2], attribution: &Attribution, found: &Found) -> String {
    let (measure, parts) = found;
    let read = |estimate: Estimate| Reading::of(estimate, measure.unit, case.currency());
    let moved =
        |estimate: Estimate| Reading::of_difference(estimate, measure.unit, case.currency());
    let told: Vec<String> = attribution
        .players
        .iter()
        .zip(&parts.parts)
        .map(|(rule, &part)| format!("{} by {}", moved(part), rule.name))
        .collect();
    format!(
        "{} is {} under {from} and {} under {to}, a difference of {}: {}.",
        measure.name,
        read(parts.ends[0]),
        read(parts.ends[1]),
        moved(parts.difference),
        told.join(", "),
    )
}

/// The parts of a measure.
fn chart(
    [from, to]: [&str; 2],
    attribution: &Attribution,
    (measure, parts): &Found,
    subject: &Subject,
) -> Option<Chart> {
    let row = |label: &str, note: &str, total, estimate| chart::Row {
        label: label.to_owned(),
        note: note.to_owned(),
        total,
        marks: vec![chart::Mark {
            kind: 0,
            estimate,
            text: None,
        }],
    };
    let rules = attribution.players.iter().zip(&parts.parts);
    let rows = rules
        .map(|(rule, &part)| row(&rule.name, &rule.change, false, part))
        .chain([row(
            &format!("{to} less {from}"),
            "",
            true,
            parts.difference,
        )]);
    chart::bars(&chart::Bars {
        words: drawing::words(
            format!("attribution_{}", measure.name),
            "attribution",
            format!(
                "{}: which rule makes the difference?",
                drawing::title(measure)
            ),
            "Each rule's part is what changing it adds, on average over all orders of changing them; \
             the parts sum to the difference. Brackets are 95\u{a0}% intervals.",
            subject,
        ),
        metric: drawing::metric(measure, &subject.currency, true),
        form: chart::Form::Bar,
        kinds: vec![String::new()],
        rows: rows.collect(),
    })
}

/// `attribution.csv`: metric × rule, and the difference they sum to.
fn table<'a>(attribution: &'a Attribution, found: &'a [Found]) -> Table<'a> {
    let mut table = Table::new(
        "attribution",
        "Which rule did it",
        "One row per metric and rule in which the two plans differ, and the difference that the \
         parts sum to; each with its 95 % interval over histories.",
        Population::Both,
        vec![
            Column::text("metric"),
            Column::text("rule"),
            Column::statistic("part"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::text("change"),
        ],
    );
    for (measure, parts) in found {
        let rules = attribution.players.iter().zip(&parts.parts);
        let rows = rules.map(|(rule, &part)| (rule.name.as_str(), part, rule.change.as_str()));
        for (rule, part, change) in rows.chain([(TOTAL, parts.difference, "")]) {
            let head = [Cell::Text(measure.name), Cell::Text(rule)];
            table.push(
                head.into_iter()
                    .chain(Cell::estimate(measure.unit, part))
                    .chain([Cell::Text(change)]),
            );
        }
    }
    table
}

/// `attribution_replications.csv`: metric × replication, a column a rule; of measures that
/// have a part in every replication.
fn by_replication<'a>(attribution: &'a Attribution, found: &'a [Found]) -> Option<Table<'a>> {
    let rules = attribution.players.iter();
    let columns = [Column::text("metric"), Column::integer("replication")]
        .into_iter()
        .chain(rules.map(|rule| Column::statistic(&rule.name)))
        .chain([Column::statistic(TOTAL)]);
    let mut table = Table::new(
        "attribution_replications",
        "Which rule did it, history by history",
        "One row per metric and history, one column per rule: the parts sum to the difference of \
         that history. Metrics that are pooled over histories have no parts in one.",
        Population::Both,
        columns.collect(),
    );
    for (measure, parts) in found {
        for (replication, parts) in parts.by_replication.iter().enumerate() {
            let Some((parts, difference)) = parts else {
                continue;
            };
            let head = [
                Cell::Text(measure.name),
                Cell::Integer(replication as i64 + 1),
            ];
            let values = parts.iter().chain([difference]);
            table.push(
                head.into_iter()
                    .chain(values.map(|&value| Cell::measured(measure.unit, Some(value)))),
            );
        }
    }
    (!table.is_empty()).then_some(table)
}
