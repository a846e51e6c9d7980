//! Who is better and who is worse off than under the baseline.

use super::{Cell, Column, Population, Table, number, share};
use crate::measure::change::TOLERANCE;
use crate::report::words;
use crate::study::results::{Subject, Unit, WinnersLosersRow};

/// `winners_losers.csv`: plan × ranking × group × bucket.
#[must_use]
pub fn winners_losers<'a>(rows: &'a [WinnersLosersRow], subject: &Subject) -> Table<'a> {
    let large = words::value(
        Some(subject.large_change as f64),
        Unit::Amount,
        &subject.currency,
    );
    let mut table = Table::new(
        "winners_losers",
        "Winners and losers against the baseline",
        format!(
            "Share of each group by how much a person's net changes from the baseline to the plan, \
             the same person in the same history. {} Large is more than {large} {}. Groups are \
             tenths of net under the baseline (baseline_net, 1 the lowest), tenths of the joining \
             order (joining_order, 1 the earliest; late joiners also had less time), or 0 for \
             everyone. mean_change is pooled over people.",
            tolerance(subject),
            subject.currency.code,
        ),
        Population::Participants,
        vec![
            Column::text("plan"),
            Column::text("baseline"),
            Column::text("ranked_by"),
            Column::integer("group"),
            Column::text("bucket"),
            Column::statistic("share"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::statistic("mean_change"),
        ],
    );
    for row in rows {
        table.push(
            [
                Cell::Text(&row.plan),
                Cell::Text(&row.baseline),
                Cell::Text(row.ranked_by.word()),
                number(row.group),
                Cell::Text(row.bucket.word()),
            ]
            .into_iter()
            .chain(share(row.share))
            .chain([Cell::amount(row.mean_change)]),
        );
    }
    table
}

/// What counts as no change.
pub(super) fn tolerance(subject: &Subject) -> String {
    format!(
        "A change of at most {} {} is no change.",
        words::value(Some(TOLERANCE as f64), Unit::Amount, &subject.currency),
        subject.currency.code,
    )
}
