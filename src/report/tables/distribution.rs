//! How amounts are spread over people.

use super::{Cell, Column, Population, Table, amount, share};
use crate::measure::disclosure::Filter;
use crate::report::words;
use crate::study::results::{
    CumulativeRow, DisclosureRow, HistogramRow, LorenzRow, QuantileRow, Subject,
};

/// `quantiles.csv`: plan × account × p.
#[must_use]
pub fn quantiles(rows: &[QuantileRow]) -> Table<'_> {
    let mut table = Table::new(
        "quantiles",
        "Quantiles of earnings",
        "value is the smallest amount over the whole horizon that at least the share p of \
         participants does not exceed, averaged over histories, with the 95 % interval of that \
         average. Account commissions: all the company pays; gross: with retail margin; net: \
         gross less costs.",
        Population::Participants,
        vec![
            Column::text("plan"),
            Column::text("account"),
            Column::statistic("p"),
            Column::statistic("value"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
        ],
    );
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                Cell::Text(row.account.word()),
                Cell::Fraction(row.p),
            ]
            .into_iter()
            .chain(amount(row.value)),
        );
    }
    table
}

/// `cumulative.csv`: plan × amount.
#[must_use]
pub fn cumulative(rows: &[CumulativeRow]) -> Table<'_> {
    let mut table = Table::new(
        "cumulative",
        "Cumulative distribution of net earnings",
        "share of participants whose net over the whole horizon is at most value, with the 95 % \
         interval of its mean over replications. Amounts are those of a fixed grid, 48 a decade on \
         both sides of zero, and zero.",
        Population::Participants,
        vec![
            Column::text("plan"),
            Column::text("account"),
            Column::money("value"),
            Column::statistic("share"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
        ],
    );
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                Cell::Text(row.account.word()),
                Cell::Money(row.value),
            ]
            .into_iter()
            .chain(share(row.share)),
        );
    }
    table
}

/// `histogram.csv`: plan × account × bin.
#[must_use]
pub fn histogram(rows: &[HistogramRow]) -> Table<'_> {
    let mut table = Table::new(
        "histogram",
        "Histogram of earnings",
        "Mean number and share of participants whose amount over the whole horizon is above from \
         and at most to. Bins widen with size in steps of 1, 2, 5 on both sides of zero; an empty \
         edge is open; from = to = 0 is exactly zero.",
        Population::Participants,
        vec![
            Column::text("plan"),
            Column::text("account"),
            Column::money("from"),
            Column::money("to"),
            Column::statistic("count_mean"),
            Column::statistic("share_mean"),
            Column::statistic("share_ci_low"),
            Column::statistic("share_ci_high"),
        ],
    );
    for row in rows {
        let edge = |minor: Option<i64>| minor.map_or(Cell::Missing, Cell::Money);
        table.push(
            [
                Cell::Text(&row.plan),
                Cell::Text(row.account.word()),
                edge(row.from),
                edge(row.to),
                Cell::Fraction(row.count_mean),
            ]
            .into_iter()
            .chain(share(row.share)),
        );
    }
    table
}

/// `lorenz.csv`: plan × share of people, the poorest first.
#[must_use]
pub fn lorenz(rows: &[LorenzRow]) -> Table<'_> {
    curve(
        "lorenz",
        "Lorenz curve",
        "The share of the money (over the whole horizon, before costs) that the worst-paid share \
         of participants holds, pooled over histories.",
        rows,
    )
}

/// `joining_curve.csv`: plan × share of people, the earliest first.
#[must_use]
pub fn joining_curve(rows: &[LorenzRow]) -> Table<'_> {
    curve(
        "joining_curve",
        "Who gets the money, by joining order",
        "The share of the money (over the whole horizon, before costs) that the earliest share of \
         participants holds, pooled over histories. Late joiners also had less time.",
        rows,
    )
}

fn curve<'a>(
    name: &'static str,
    title: &'static str,
    about: &'static str,
    rows: &'a [LorenzRow],
) -> Table<'a> {
    let columns = vec![
        Column::text("plan"),
        Column::text("account"),
        Column::statistic("people"),
        Column::statistic("money"),
        Column::statistic("ci_low"),
        Column::statistic("ci_high"),
    ];
    let mut table = Table::new(name, title, about, Population::Participants, columns);
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                Cell::Text(row.account.word()),
                Cell::Fraction(row.people),
            ]
            .into_iter()
            .chain(share(row.money)),
        );
    }
    table
}

/// `disclosure.csv`: plan × filter × account × bracket.
#[must_use]
pub fn disclosure<'a>(rows: &'a [DisclosureRow], subject: &Subject) -> Table<'a> {
    let mut table = Table::new(
        "disclosure",
        "Income disclosure and its flattering twin",
        format!(
            "Participants by what they received {}, in whole currency units, above the first number \
             of a bracket and at most the second: share of those the filter leaves; median is the \
             average of the medians of the histories, mean is pooled over people. What each filter \
             hides: {}.",
            over(subject),
            hidden(),
        ),
        Population::Participants,
        vec![
            Column::text("plan"),
            Column::text("filter"),
            Column::text("account"),
            Column::text("bracket"),
            Column::statistic("share"),
            Column::statistic("cumulative_share"),
            Column::statistic("median"),
            Column::statistic("mean"),
        ],
    );
    for row in rows {
        table.push([
            Cell::Text(&row.plan),
            Cell::Text(row.filter),
            Cell::Text(row.account.word()),
            Cell::Text(row.bracket),
            Cell::fraction(row.share),
            Cell::fraction(row.cumulative_share),
            Cell::amount(row.median),
            Cell::amount(row.mean),
        ]);
    }
    table
}

/// Over how long amounts are disclosed (rulings.md 28).
fn over(subject: &Subject) -> String {
    if subject.periods > subject.unit.per_year() {
        "per person over the last 12 months of the horizon, not annualised".to_owned()
    } else {
        format!(
            "per person over the whole horizon of {}",
            words::horizon(subject)
        )
    }
}

fn hidden() -> String {
    Filter::ALL
        .map(|filter| format!("{}: {}", filter.word(), filter.hides()))
        .join("; ")
}
