//! Groups of participants: by depth, by when they joined, by how long they were in.

use super::{Cell, Column, Population, Table, amount, number, share};
use crate::study::results::{CohortRow, GroupRow};

/// `depth.csv`: plan × links up to the founder.
#[must_use]
pub fn depth(rows: &[GroupRow]) -> Table<'_> {
    groups(
        "depth",
        "By depth in the network",
        "Participants by the number of links up to a founder.",
        rows,
    )
}

/// `joining_decile.csv`: plan × tenth of the joining order.
#[must_use]
pub fn joining_decile(rows: &[GroupRow]) -> Table<'_> {
    groups(
        "joining_decile",
        "By joining order",
        "Participants by tenths of the joining order, 1 the earliest. Late joiners also had less \
         time: mean_periods_enrolled says how much.",
        rows,
    )
}

/// `joining_period.csv`: plan × period of joining.
#[must_use]
pub fn joining_period(rows: &[GroupRow]) -> Table<'_> {
    groups(
        "joining_period",
        "By joining period",
        "Participants by the period they joined in. Late joiners also had less time: \
         mean_periods_enrolled says how much.",
        rows,
    )
}

fn groups<'a>(
    name: &'static str,
    title: &'static str,
    about: &'static str,
    rows: &'a [GroupRow],
) -> Table<'a> {
    let columns = vec![
        Column::text("plan"),
        Column::integer("group"),
        Column::statistic("participants"),
        Column::statistic("share_profit"),
        Column::statistic("ci_low"),
        Column::statistic("ci_high"),
        Column::statistic("mean_net"),
        Column::statistic("median_net"),
        Column::statistic("mean_gross"),
        Column::statistic("share_of_commissions"),
        Column::statistic("mean_periods_enrolled"),
    ];
    let mut table = Table::new(name, title, about, Population::Participants, columns);
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                number(row.group),
                Cell::Fraction(row.participants),
            ]
            .into_iter()
            .chain(share(row.share_profit))
            .chain([
                Cell::amount(row.mean_net),
                Cell::amount(row.median_net),
                Cell::amount(row.mean_gross),
                Cell::fraction(row.share_of_commissions),
                Cell::fraction(row.mean_periods_enrolled),
            ]),
        );
    }
    table
}

/// `cohorts.csv`: plan × joining period × time since (rulings.md 25).
#[must_use]
pub fn cohorts(rows: &[CohortRow]) -> Table<'_> {
    let mut table = Table::new(
        "cohorts",
        "After the same time in",
        "Net so far after so many completed periods since joining, of the participants observed \
         that long: early and late joiners compared at the same age.",
        Population::Participants,
        vec![
            Column::text("plan"),
            Column::integer("joined_period"),
            Column::integer("completed_periods"),
            Column::statistic("participants"),
            Column::statistic("mean_net"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::statistic("median_net"),
            Column::statistic("share_profit"),
        ],
    );
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                number(row.joined_period),
                number(row.completed_periods),
                Cell::Fraction(row.participants),
            ]
            .into_iter()
            .chain(amount(row.mean_net))
            .chain([
                Cell::amount(row.median_net),
                Cell::fraction(row.share_profit),
            ]),
        );
    }
    table
}
