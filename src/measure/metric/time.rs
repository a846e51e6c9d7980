//! What time, exposure and use value do to the picture (rulings.md 25, 26).

use super::{Metric, Subject, about};
use crate::measure::terms::Unit::{Amount, Count, Share};

const NOBODY: &str = "nobody takes part";
const NO_HISTORY: &str = "nobody takes part, or the plan is scaled and has no history";

pub(super) const METRICS: &[Metric] = &about(
    Subject::Time,
    [
        Metric::mean(
            "share_profit_use0",
            Share,
            "share of participants with net above 0 if own purchases are of no use",
            |figures| figures.share(figures.profit.use_0),
        )
        .unless(NOBODY),
        Metric::mean(
            "share_profit_use50",
            Share,
            "share of participants with net above 0 if own purchases are worth half their price",
            |figures| figures.share(figures.profit.use_50),
        )
        .unless(NOBODY),
        Metric::mean(
            "share_profit_use100",
            Share,
            "share of participants with net above 0 if own purchases are worth their price",
            |figures| figures.share(figures.profit.use_100),
        )
        .unless(NOBODY),
        Metric::mean(
            "mean_time_cost",
            Amount,
            "hours spent × wage a participant, not part of net",
            |figures| figures.per_participant(figures.time_cost),
        )
        .unless(NOBODY),
        Metric::mean(
            "share_profit_after_time",
            Share,
            "share of participants whose net exceeds the cost of their time",
            |figures| figures.share(figures.profit.after_time),
        )
        .unless(NOBODY),
        Metric::mean(
            "median_net_per_hour",
            Amount,
            "median over participants of net ÷ hours spent",
            |figures| figures.net_per_hour,
        )
        .unless("nobody takes part, or no hours are spent"),
        Metric::mean(
            "median_periods_to_break_even",
            Count,
            "completed periods until net so far exceeds 0, median over all participants",
            |figures| figures.break_even?.median_periods.map(f64::from),
        )
        .unless("fewer than half ever break even, or the plan is scaled and has no history"),
        Metric::mean(
            "share_ever_profit",
            Share,
            "share of participants whose net so far was ever above 0",
            |figures| figures.share(figures.break_even?.ever),
        )
        .unless(NO_HISTORY),
        Metric::mean(
            "annual_churn",
            Share,
            "share that would quit within a year at the observed rate, quits ÷ periods enrolled",
            |figures| figures.crowd.annual_churn(),
        )
        .unless(NOBODY),
    ],
);
