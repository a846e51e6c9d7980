//! How many people take part, are paid, profit and lose.

use super::{Metric, Subject, about};
use crate::measure::terms::Unit::{Count, Share};

const NOBODY: &str = "nobody takes part";

pub(super) const METRICS: &[Metric] = &about(
    Subject::People,
    [
        Metric::mean(
            "participants",
            Count,
            "people who joined, quitters included",
            |figures| Some(figures.crowd.participants as f64),
        ),
        Metric::mean(
            "active_at_end",
            Count,
            "participants who have not quit by the end",
            |figures| Some(figures.crowd.active_at_end as f64),
        ),
        Metric::mean(
            "share_paid",
            Share,
            "share of participants with commissions above 0",
            |figures| figures.share(figures.commissions.people_above(0)),
        )
        .unless(NOBODY),
        Metric::mean(
            "share_profit",
            Share,
            "share of participants with net above 0",
            |figures| figures.share(figures.net.people_above(0)),
        )
        .unless(NOBODY),
        Metric::mean(
            "share_zero",
            Share,
            "share of participants with net exactly 0",
            |figures| figures.share(figures.net.people_at_most(0) - figures.losers()),
        )
        .unless(NOBODY),
        Metric::mean(
            "share_loss",
            Share,
            "share of participants with net below 0",
            |figures| figures.share(figures.losers()),
        )
        .unless(NOBODY),
        Metric::mean(
            "share_ten_customers",
            Share,
            "share of participants who are enrolled at the end and were paid who sold to ten \
             customers or more in the last period",
            |figures| {
                let own = figures.own_customers;
                let [_, on_downline @ ..] = figures.totals.paid_on;
                // Selling alone asks for no number of customers.
                let asked = own.paid > 0 && on_downline.iter().any(|&paid| paid != 0);
                asked.then(|| own.with_ten as f64 / own.paid as f64)
            },
        )
        .unless("the plan pays on own sales alone, or nobody enrolled at the end was paid"),
        Metric::mean(
            "share_recruited_none",
            Share,
            "share of participants without a personal recruit",
            |figures| figures.share(figures.crowd.recruited_none),
        )
        .unless(NOBODY),
    ],
);
