//! Who is better and who is worse off than under the baseline.

use super::{Cell, Table, number, share};
use crate::study::results::WinnersLosersRow;

/// `winners_losers.csv`: plan × ranking × group × bucket.
#[must_use]
pub fn winners_losers(rows: &[WinnersLosersRow]) -> Table<'_> {
    let mut table = Table::new(
        "winners_losers",
        "Winners and losers against the baseline",
        "Share of each group by how much a person's net changes from the baseline to the plan, \
         the same person in the same history. Groups are tenths of net under the baseline \
         (baseline_net, 1 the lowest), tenths of the joining order (joining_order, 1 the \
         earliest), or 0 for everyone.",
        vec![
            "plan",
            "baseline",
            "ranked_by",
            "group",
            "bucket",
            "share",
            "ci_low",
            "ci_high",
            "mean_change",
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
