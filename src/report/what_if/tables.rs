//! The tables of answers.

use crate::report::column::Column;
use crate::report::table::{Cell, Population, Table};
use crate::study::accumulate::NETWORK;
use crate::what_if::points::{Answer, Row};
use crate::what_if::sweep::Sweep;
use crate::what_if::vary::Value;

/// `sweep.csv`: point × plan × metric, with the values of the varied keys.
#[must_use]
pub fn sweep<'a>(sweep: &'a Sweep, plans: &'a [String], answers: &[Answer]) -> Table<'a> {
    let columns = [Column::integer("point")]
        .into_iter()
        .chain(keys(sweep))
        .chain([
            Column::text("plan"),
            Column::text("metric"),
            Column::statistic("mean"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::statistic("sd"),
            Column::integer("replications"),
            Column::statistic("difference"),
            Column::statistic("difference_ci_low"),
            Column::statistic("difference_ci_high"),
        ]);
    let mut table = Table::new(
        "sweep",
        "Every point of the sweep",
        "One row per point, plan and metric, the same people with the same luck at every point. \
         ci_low to ci_high is the 95 % interval of the mean; difference is from the baseline plan \
         at the same point. Points that failed stand in a table of their own.",
        Population::Both,
        columns.collect(),
    );
    for (number, (values, answer)) in sweep.points.iter().zip(answers).enumerate() {
        let Some(found) = answer.found() else {
            continue;
        };
        for row in &found.rows {
            let head = [Cell::Integer(number as i64 + 1)].into_iter();
            let values = cells(values);
            table.push(head.chain(values).chain(outcome(row, plans)));
        }
    }
    table
}

/// A column for each key, with its values as they were laid over the scenario.
fn keys(sweep: &Sweep) -> impl Iterator<Item = Column<'_>> {
    sweep.varied.iter().map(|vary| Column::text(&vary.key))
}

/// The values at a point.
fn cells(values: &[Value]) -> impl Iterator<Item = Cell<'_>> {
    values.iter().map(|value| Cell::Text(value.label()))
}

/// A plan, a metric and what is known of it.
fn outcome<'a>(row: &Row, plans: &'a [String]) -> Vec<Cell<'a>> {
    let measure = row.measure();
    let plan = plans.get(row.plan).map_or(NETWORK, String::as_str);
    let mut cells = vec![Cell::Text(plan), Cell::Text(measure.name)];
    cells.extend(Cell::estimate(measure.unit, row.estimate));
    cells.push(Cell::measured(measure.unit, row.sd));
    cells.push(Cell::Integer(row.replications.into()));
    cells.extend(Cell::estimate(measure.unit, row.difference));
    cells
}

/// `failures.csv`: the points that have no outcome, and why.
#[must_use]
pub fn failures<'a>(sweep: &'a Sweep, answers: &'a [Answer]) -> Table<'a> {
    let columns = [Column::integer("point")]
        .into_iter()
        .chain(keys(sweep))
        .chain([Column::text("reason")]);
    let mut table = Table::new(
        "failures",
        "Points that failed",
        "One row per point that is no scenario that can be run, and the reason.",
        Population::Both,
        columns.collect(),
    );
    for (number, (values, answer)) in sweep.points.iter().zip(answers).enumerate() {
        if let Answer::Failed(reason) = answer {
            let head = [Cell::Integer(number as i64 + 1)].into_iter();
            let values = cells(values);
            table.push(head.chain(values).chain([Cell::Text(reason)]));
        }
    }
    table
}
