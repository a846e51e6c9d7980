//! `worlds.csv`: world × plan × headline metric.

use super::World;
use crate::report::column::Column;
use crate::report::table::{Cell, Population, Table};
use crate::study::accumulate::NETWORK;
use crate::study::results::{ComparisonRow, Estimate, SummaryRow};

/// The metrics of a plan that are compared between worlds.
const METRICS: [&str; 12] = [
    "participants",
    "share_paid",
    "share_profit",
    "share_loss",
    "mean_net",
    "median_net",
    "gini_gross",
    "top01_share",
    "top01_share_gross",
    "early10_share",
    "early10_share_gross",
    "payout_ratio",
];

/// Metrics that are themselves a comparison with the baseline.
const CHANGES: [&str; 4] = [
    "share_better",
    "share_worse",
    "share_unchanged",
    "mean_change",
];

/// The table of all worlds.
pub(super) fn worlds(worlds: &[World]) -> Table<'_> {
    let mut table = Table::new(
        "worlds",
        "The same plans in several worlds",
        "mean is of the plan in the world, difference is from the baseline in the same world, the \
         same people with the same luck; share_better, share_worse, share_unchanged and \
         mean_change compare person by person with the baseline.",
        Population::Participants,
        vec![
            Column::text("world"),
            Column::text("plan"),
            Column::text("metric"),
            Column::statistic("mean"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::integer("replications"),
            Column::statistic("difference"),
            Column::statistic("difference_ci_low"),
            Column::statistic("difference_ci_high"),
        ],
    );
    for world in worlds {
        push(&mut table, world);
    }
    table
}

fn push<'a>(table: &mut Table<'a>, world: &'a World) {
    let (summary, comparison) = (&world.results.summary, &world.results.comparison);
    let mut plans: Vec<&str> = summary.iter().map(|row| row.plan.as_str()).collect();
    plans.dedup();
    for plan in plans.into_iter().filter(|plan| *plan != NETWORK) {
        let compared = |metric: &str| -> Option<&ComparisonRow> {
            comparison
                .iter()
                .find(|row| row.plan == plan && row.metric == metric)
        };
        for metric in METRICS {
            let of_plan = |row: &&SummaryRow| row.plan == plan && row.metric == metric;
            if let Some(row) = summary.iter().find(of_plan) {
                let difference = compared(metric).map(|row| row.difference);
                table.push(
                    start(world, plan, metric)
                        .into_iter()
                        .chain(Cell::estimate(row.unit, row.estimate))
                        .chain([Cell::Integer(row.replications.into())])
                        .chain(Cell::estimate(row.unit, difference.unwrap_or_default())),
                );
            }
        }
        for metric in CHANGES {
            if let Some(row) = compared(metric) {
                table.push(
                    start(world, plan, metric)
                        .into_iter()
                        .chain(Cell::estimate(row.unit, row.difference))
                        .chain([Cell::Integer(row.replications.into())])
                        .chain(Cell::estimate(row.unit, Estimate::default())),
                );
            }
        }
    }
}

fn start<'a>(world: &'a World, plan: &'a str, metric: &'static str) -> [Cell<'a>; 3] {
    [&world.name, plan, metric].map(Cell::Text)
}
