//! The tables of a result, read from its CSV files, and its charts, drawn anew.
//!
//! `run`, `pay` and `charts` draw from what is read here, so a chart shows what stands in
//! its file, to the last digit, and is the same whenever it is drawn (measures.md §5).

pub mod codes;
mod folder;
mod network;
mod rows;
mod table;
mod worlds;

pub use folder::{charts, finished};
pub use table::Tables;
pub(super) use worlds::worlds;

use crate::measure::metric::METRICS;
use crate::scenario::diagnose::Diagnostics;
use crate::study::results::{ReplicationRow, Replications, Results, Subject};
use std::collections::BTreeMap;

use crate::study::results::Unit;
use table::{Reader, Row};

/// The tables that charts are drawn from.
const READ: [&str; 13] = [
    "summary",
    "comparison",
    "replications",
    "convergence",
    "winners_losers",
    "joining_decile",
    "joining_curve",
    "funding",
    "periods",
    "cumulative",
    "quantiles",
    "lorenz",
    "sample_tree",
];

/// The metrics of `replications.csv` that retail margin is found from, in its order there.
const OF_MARGIN: [&str; 4] = ["participants", "mean_gross", "payout", "founders_payout"];

/// The tables that the charts of a result about `subject` are drawn from.
#[must_use]
pub fn read_for_charts(subject: &Subject) -> Vec<&'static str> {
    // The replications are the largest of all: they are asked for margin alone.
    let asked = |table: &&str| *table != "replications" || subject.pays_margin;
    READ.into_iter().filter(asked).collect()
}

/// What charts are drawn from, of a result about `subject`. Tables that are not among those
/// [read for charts](read_for_charts), and what no chart shows, are left out.
///
/// # Errors
///
/// Everything that is wrong with the tables, each fault with its file, row and column;
/// beyond a hundred, that there are more.
pub fn results(subject: Subject, tables: &Tables) -> Result<Results, Diagnostics> {
    let mut reader = Reader::new(tables, &subject);
    let summary = reader.rows("summary", rows::summary);
    let comparison = reader.rows("comparison", rows::comparison);
    let replications = replications(&mut reader, &subject);
    let convergence = reader.rows("convergence", rows::convergence);
    let winners_losers = reader.rows("winners_losers", rows::winners_losers);
    let joining_decile = reader.rows("joining_decile", rows::joining_decile);
    let joining_curve = reader.rows("joining_curve", rows::lorenz);
    let funding = reader.rows("funding", rows::funding);
    let periods = reader.rows("periods", |row| rows::period(row, subject.periods));
    let cumulative = reader.rows("cumulative", rows::cumulative);
    let quantiles = reader.rows("quantiles", rows::quantile);
    let lorenz = reader.rows("lorenz", rows::lorenz);
    let sample_tree = network::sample_tree(&mut reader, &subject);
    reader.finish()?;
    Ok(Results {
        summary,
        comparison: comparison.into_iter().flatten().collect(),
        replications,
        convergence,
        winners_losers,
        joining_decile,
        joining_curve,
        funding,
        periods,
        cumulative,
        quantiles,
        lorenz,
        sample_tree,
        ..Results::empty(subject)
    })
}

/// Of the replications, what retail margin is found from: the rest of a large file is not
/// kept.
fn replications(reader: &mut Reader<'_>, subject: &Subject) -> Replications {
    if !subject.pays_margin {
        return Replications::default();
    }
    let metrics: Vec<_> = METRICS
        .iter()
        .filter(|metric| OF_MARGIN.contains(&metric.name))
        .map(|metric| (metric.name, metric.unit))
        .collect();
    rows_of(reader, metrics)
}

/// `replications.csv` with these metrics.
fn rows_of(reader: &mut Reader<'_>, metrics: Vec<(&'static str, Unit)>) -> Replications {
    let read = |row: &Row<'_>| {
        let values = metrics.iter().map(|&(name, unit)| row.measured(unit, name));
        Ok(ReplicationRow {
            replication: row.whole("replication", 1..=u32::MAX)?,
            plan: row.plan()?,
            values: values.collect::<Result<_, _>>()?,
            denominators: Vec::new(),
        })
    };
    let rows = reader.rows("replications", read);
    Replications { metrics, rows }
}

/// Every metric of every replication, with what pooled ones are of.
///
/// # Errors
///
/// As [`results`].
pub(super) fn all_replications(
    subject: &Subject,
    tables: &Tables,
) -> Result<Replications, Diagnostics> {
    let mut reader = Reader::new(tables, subject);
    let metrics = METRICS.iter().map(|metric| (metric.name, metric.unit));
    let mut replications = rows_of(&mut reader, metrics.collect());
    let read = |row: &Row<'_>| {
        let denominators = METRICS.iter().map(|metric| {
            let pooled = metric.is_pooled();
            pooled
                .then(|| row.measured(Unit::Count, metric.name))
                .transpose()
        });
        let key = (row.whole("replication", 1..=u32::MAX)?, row.plan()?);
        let denominators: Vec<Option<f64>> = denominators
            .map(|read| read.map(Option::flatten))
            .collect::<Result<_, _>>()?;
        Ok((key, denominators))
    };
    let mut of: BTreeMap<(u32, String), Vec<Option<f64>>> =
        reader.rows("denominators", read).into_iter().collect();
    reader.finish()?;
    for row in &mut replications.rows {
        if let Some(denominators) = of.remove(&(row.replication, row.plan.clone())) {
            row.denominators = denominators;
        }
    }
    Ok(replications)
}

#[cfg(test)]
mod tests;
