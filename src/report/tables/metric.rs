//! Metrics: over replications, against the baseline, and one by one.

use super::change::tolerance;
use super::{Cell, Column, Population, Table, number};
use crate::study::results::{ComparisonRow, ConvergenceRow, Replications, Subject, SummaryRow};

/// `summary.csv`: plan × metric.
#[must_use]
pub fn summary(rows: &[SummaryRow]) -> Table<'_> {
    let mut table = Table::new(
        "summary",
        "Every metric of every plan",
        "One row per plan and metric, over histories. ci_low to ci_high is the 95 % interval of \
         the mean: how well the average is known. p05 to p95 holds the middle 90 % of single \
         histories: how much they differ. Metrics of plan network are of the network itself, \
         founders included.",
        Population::Both,
        vec![
            Column::text("plan"),
            Column::text("metric"),
            Column::statistic("mean"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::statistic("sd"),
            Column::statistic("min"),
            Column::statistic("max"),
            Column::statistic("p05"),
            Column::statistic("p95"),
            Column::integer("replications"),
        ],
    );
    for row in rows {
        let spread = [row.sd, row.min, row.max, row.p05, row.p95];
        table.push(
            [Cell::Text(&row.plan), Cell::Text(row.metric)]
                .into_iter()
                .chain(Cell::estimate(row.unit, row.estimate))
                .chain(spread.map(|value| Cell::measured(row.unit, value)))
                .chain([number(row.replications)]),
        );
    }
    table
}

/// `comparison.csv`: plan × metric against the baseline.
#[must_use]
pub fn comparison<'a>(rows: &'a [ComparisonRow], subject: &Subject) -> Table<'a> {
    let mut table = Table::new(
        "comparison",
        "Plans against the baseline",
        format!(
            "One row per plan and metric: plan minus baseline for the same people, sales and luck. \
             share_better, share_worse and share_unchanged are shares of participants by the change \
             in their net. {} total_moved is half the sum of all changes in size.",
            tolerance(subject)
        ),
        Population::Both,
        vec![
            Column::text("plan"),
            Column::text("baseline"),
            Column::text("metric"),
            Column::statistic("mean_difference"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::statistic("sd"),
            Column::integer("replications"),
        ],
    );
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                Cell::Text(&row.baseline),
                Cell::Text(row.metric),
            ]
            .into_iter()
            .chain(Cell::estimate(row.unit, row.difference))
            .chain([Cell::measured(row.unit, row.sd), number(row.replications)]),
        );
    }
    table
}

/// `convergence.csv`: plan × number of replications (rulings.md 29).
#[must_use]
pub fn convergence(rows: &[ConvergenceRow]) -> Table<'_> {
    let mut table = Table::new(
        "convergence",
        "How the share in profit settles",
        "The mean over the first so many replications, in their order, with its 95 % interval: \
         all numbers up to ten, then twenty to each factor of ten, and the last. Each interval is \
         of its number of replications by itself.",
        Population::Participants,
        vec![
            Column::text("plan"),
            Column::text("metric"),
            Column::integer("replications"),
            Column::statistic("mean"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
        ],
    );
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                Cell::Text(row.metric),
                number(row.replications),
            ]
            .into_iter()
            .chain(Cell::estimate(row.unit, row.estimate)),
        );
    }
    table
}

/// `denominators.csv`: replication × plan, what each pooled share is of.
#[must_use]
pub fn denominators(replications: &Replications) -> Table<'_> {
    let pooled: Vec<usize> = (0..replications.metrics.len())
        .filter(|&metric| {
            let mut rows = replications.rows.iter();
            rows.any(|row| row.denominators.get(metric).is_some_and(Option::is_some))
        })
        .collect();
    let names = pooled.iter().map(|&metric| replications.metrics[metric].0);
    let columns = [Column::integer("replication"), Column::text("plan")]
        .into_iter()
        .chain(names.map(Column::statistic));
    let mut table = Table::new(
        "denominators",
        "What the pooled shares are of",
        "One row per simulated history and plan, one column per share that is pooled over histories: \
         what the share of that history is of, amounts in minor units. The pooled share is the \
         sum of share times denominator over the sum of denominators.",
        Population::Both,
        columns.collect(),
    );
    for row in &replications.rows {
        if row.denominators.iter().all(Option::is_none) {
            continue;
        }
        let values = pooled.iter().map(|&metric| row.denominators[metric]);
        table.push(
            [number(row.replication), Cell::Text(&row.plan)]
                .into_iter()
                .chain(values.map(Cell::fraction)),
        );
    }
    table
}

/// `replications.csv`: replication × plan, one column a metric.
#[must_use]
pub fn replications(replications: &Replications) -> Table<'_> {
    let metrics = &replications.metrics;
    let columns = [Column::integer("replication"), Column::text("plan")]
        .into_iter()
        .chain(metrics.iter().map(|&(name, _)| Column::statistic(name)));
    let mut table = Table::new(
        "replications",
        "Every replication",
        "One row per simulated history and plan, one column per metric. Metrics of the network stand in the rows of plan `network`.",
        Population::Both,
        columns.collect(),
    );
    for row in &replications.rows {
        let values = metrics.iter().zip(&row.values);
        table.push(
            [number(row.replication), Cell::Text(&row.plan)]
                .into_iter()
                .chain(values.map(|(&(_, unit), &value)| Cell::measured(unit, value))),
        );
    }
    table
}
