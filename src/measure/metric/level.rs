//! How much people get: means, medians, quantiles, gains and losses.

use super::{Metric, Subject, about};
use crate::measure::terms::Unit::{Amount, Coefficient};

const NOBODY: &str = "nobody takes part";
const ALL_QUIT: &str = "everyone has quit";
const NONE_RECEIVED: &str = "nobody receives anything";
const NO_RANK: &str = "nobody has a rank";

/// A quantile of net: its name, the share as people say it and as a fraction.
macro_rules! net_quantile {
    ($name:literal, $share:literal, $numerator:literal / $denominator:literal) => {
        Metric::mean(
            $name,
            Amount,
            concat!(
                "the smallest net that ",
                $share,
                " of participants do not exceed"
            ),
            |figures| figures.net_quantile($numerator, $denominator),
        )
        .unless(NOBODY)
    };
}

pub(super) const METRICS: &[Metric] = &about(
    Subject::Level,
    [
        Metric::mean(
            "mean_net",
            Amount,
            "net a participant: all received less all costs",
            |figures| figures.per_participant(figures.net.total() as f64),
        )
        .unless(NOBODY),
        net_quantile!("median_net", "half", 1 / 2),
        net_quantile!("net_p01", "1 %", 1 / 100),
        net_quantile!("net_p05", "5 %", 5 / 100),
        net_quantile!("net_p10", "10 %", 10 / 100),
        net_quantile!("net_p25", "25 %", 25 / 100),
        net_quantile!("net_p50", "50 %", 50 / 100),
        net_quantile!("net_p75", "75 %", 75 / 100),
        net_quantile!("net_p90", "90 %", 90 / 100),
        net_quantile!("net_p95", "95 %", 95 / 100),
        net_quantile!("net_p99", "99 %", 99 / 100),
        net_quantile!("net_p999", "99.9 %", 999 / 1000),
        Metric::mean(
            "mean_gross",
            Amount,
            "commissions and retail margin a participant",
            |figures| figures.per_participant(figures.gross.total() as f64),
        )
        .unless(NOBODY),
        Metric::mean(
            "median_gross",
            Amount,
            "the smallest gross that half of participants do not exceed",
            |figures| figures.gross.median().map(|amount| amount as f64),
        )
        .unless(NOBODY),
        Metric::mean(
            "mean_gross_active",
            Amount,
            "gross of participants who have not quit by the end ÷ their number",
            |figures| figures.parts.active.mean(),
        )
        .unless(ALL_QUIT),
        Metric::mean(
            "mean_gross_earners",
            Amount,
            "gross of participants who received anything ÷ their number",
            |figures| figures.parts.earners.mean(),
        )
        .unless(NONE_RECEIVED),
        Metric::mean(
            "mean_gross_top_rank",
            Amount,
            "gross of participants at the highest rank paid as in the last period ÷ their number",
            |figures| figures.parts.top_rank?.mean(),
        )
        .unless(NO_RANK),
        Metric::mean(
            "active_to_all",
            Coefficient,
            "mean gross of participants who have not quit by the end ÷ that of all",
            |figures| figures.compared_with_all(figures.parts.active),
        )
        .unless("nobody receives anything, or everyone has quit"),
        Metric::mean(
            "earners_to_all",
            Coefficient,
            "mean gross of participants who received anything ÷ that of all",
            |figures| figures.compared_with_all(figures.parts.earners),
        )
        .unless(NONE_RECEIVED),
        Metric::mean(
            "top_rank_to_all",
            Coefficient,
            "mean gross of the top rank ÷ that of all participants",
            |figures| figures.compared_with_all(figures.parts.top_rank?),
        )
        .unless("nobody has a rank, or receives anything"),
        Metric::mean(
            "mean_loss_of_losers",
            Amount,
            "losses ÷ participants with net below 0, positive",
            |figures| {
                let losers = figures.losers();
                (losers > 0).then(|| figures.losses() / losers as f64)
            },
        )
        .unless("nobody loses"),
        Metric::mean(
            "total_loss",
            Amount,
            "losses of all with net below 0 together, positive",
            |figures| Some(figures.losses()),
        ),
        Metric::mean(
            "total_gain",
            Amount,
            "net of all with net above 0 together",
            |figures| Some(figures.net.total() as f64 + figures.losses()),
        ),
    ],
);
