//! Yardsticks of regulators, plan by plan.

use super::{Cell, Column, Population, Table};
use crate::report::yardsticks::readings;
use crate::study::results::{Results, Unit};

/// `yardsticks.csv`: yardstick × convention × plan.
#[must_use]
pub fn yardsticks(results: &Results) -> Table<'_> {
    let mut table = Table::new(
        "yardsticks",
        "Yardsticks of regulators",
        "One row per yardstick, convention and plan. own_use: whether participants' purchases for \
         their own use count as retail sales; empty where it makes no difference. verdict: met or \
         not met if the whole 95 % interval is on that side of the bound, under the assumptions of \
         the scenario; it is no legal conclusion. factor: what the counted part of volume or \
         payments (of thirty_percent, all payments) would have to be multiplied by to come to the \
         bound, everything else as it is; empty where no factor would do.",
        Population::Both,
        vec![
            Column::text("yardstick"),
            Column::text("own_use"),
            Column::text("plan"),
            Column::statistic("value"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::text("side"),
            Column::statistic("bound"),
            Column::text("verdict"),
            Column::statistic("factor"),
        ],
    );
    for reading in readings(results) {
        let bound = reading.yardstick.bound;
        table.push(
            [reading.yardstick.name, reading.own_use.word()]
                .map(Cell::Text)
                .into_iter()
                .chain([Cell::Text(&reading.plan.name)])
                .chain(Cell::estimate(Unit::Share, reading.value))
                .chain([
                    Cell::Text(bound.side()),
                    Cell::Fraction(bound.at()),
                    Cell::Text(reading.verdict.words()),
                    Cell::fraction(reading.factor()),
                ]),
        );
    }
    table
}
