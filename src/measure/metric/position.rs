//! Whether it depends on when one joined. "The earliest x %" are the first x·n
//! participants in joining order, the one on the boundary in proportion (rulings.md 21).

use super::{Metric, Subject, about};
use crate::measure::terms::Unit::{Coefficient, Share};

const NOTHING_PAID: &str = "participants are paid no commissions";
const NOTHING_RECEIVED: &str = "participants receive nothing";

pub(super) const METRICS: &[Metric] = &about(
    Subject::Position,
    [
        Metric::pooled(
            "early01_share",
            "share of commissions of the earliest 1 %",
            |figures| figures.commissions_joining.first(1),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "early10_share",
            "share of commissions of the earliest 10 %",
            |figures| figures.commissions_joining.first(10),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "early20_share",
            "share of commissions of the earliest 20 %",
            |figures| figures.commissions_joining.first(20),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "early50_share",
            "share of commissions of the earliest 50 %",
            |figures| figures.commissions_joining.first(50),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "early01_share_gross",
            "share of gross of the earliest 1 %",
            |figures| figures.gross_joining.first(1),
        )
        .unless(NOTHING_RECEIVED),
        Metric::pooled(
            "early10_share_gross",
            "share of gross of the earliest 10 %",
            |figures| figures.gross_joining.first(10),
        )
        .unless(NOTHING_RECEIVED),
        Metric::pooled(
            "early20_share_gross",
            "share of gross of the earliest 20 %",
            |figures| figures.gross_joining.first(20),
        )
        .unless(NOTHING_RECEIVED),
        Metric::pooled(
            "early50_share_gross",
            "share of gross of the earliest 50 %",
            |figures| figures.gross_joining.first(50),
        )
        .unless(NOTHING_RECEIVED),
        Metric::mean(
            "rank_correlation",
            Coefficient,
            "Spearman's correlation of joining position and net: negative if the early gain",
            |figures| figures.rank_correlation,
        )
        .unless("fewer than two participants differ in net")
        .within(-1.0, 1.0),
        Metric::mean(
            "loss_share_first_decile",
            Share,
            "share of the earliest tenth of participants with net below 0",
            |figures| figures.loss_shares[0],
        )
        .unless("there are fewer than ten participants"),
        Metric::mean(
            "loss_share_last_decile",
            Share,
            "share of the latest tenth of participants with net below 0",
            |figures| figures.loss_shares[1],
        )
        .unless("nobody takes part"),
        Metric::mean(
            "share_tied",
            Share,
            "share of participants who have the same net as another; luck ranks them",
            |figures| figures.net.share_tied(),
        )
        .unless("nobody takes part"),
    ],
);
