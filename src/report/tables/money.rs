//! Where the money comes from, and how it flows over time.

use super::{Cell, Column, Population, Table, number, share};
use crate::study::results::{FundingRow, PeriodRow};

/// `funding.csv`: plan × component × source.
#[must_use]
pub fn funding(rows: &[FundingRow]) -> Table<'_> {
    let mut table = Table::new(
        "funding",
        "Where the money comes from",
        "Commissions the company pays, founders' included, by the purchases that funded them: \
         outside customers, participants' own use, or joining fees and kits. amount_mean is per \
         history over the whole horizon; share is of the component's payments, pooled.",
        Population::Books,
        vec![
            Column::text("plan"),
            Column::text("component"),
            Column::text("source"),
            Column::statistic("amount_mean"),
            Column::statistic("share"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
        ],
    );
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                Cell::Text(&row.component),
                Cell::Text(row.source),
                Cell::AmountStatistic(row.amount_mean),
            ]
            .into_iter()
            .chain(share(row.share)),
        );
    }
    table
}

/// `periods.csv`: plan × period.
#[must_use]
pub fn periods(rows: &[PeriodRow]) -> Table<'_> {
    let mut table = Table::new(
        "periods",
        "Period by period",
        "Averages over histories. participants is everyone who has joined so far; enrolled are \
         those who have not quit; active meet the plan's activity rule. customers, revenue and \
         payout are of the period. share_loss_so_far is the share of all who have joined whose \
         net so far is negative; it, participants, enrolled and active are of people, the \
         rest of the books.",
        Population::Both,
        vec![
            Column::text("plan"),
            Column::integer("period"),
            Column::statistic("participants"),
            Column::statistic("enrolled"),
            Column::statistic("active"),
            Column::statistic("customers"),
            Column::statistic("revenue"),
            Column::statistic("payout"),
            Column::statistic("share_loss_so_far"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
        ],
    );
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                number(row.period),
                Cell::Fraction(row.participants),
                Cell::Fraction(row.enrolled),
                Cell::Fraction(row.active),
                Cell::Fraction(row.customers),
                Cell::AmountStatistic(row.revenue),
                Cell::AmountStatistic(row.payout),
            ]
            .into_iter()
            .chain(share(row.share_loss_so_far)),
        );
    }
    table
}
