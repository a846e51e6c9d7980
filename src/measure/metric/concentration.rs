//! How unequally the money is spread (rulings.md 19, 22): of commissions, and with the
//! suffix `_gross` of commissions and retail margin together.

use super::{Metric, Subject, about};
use crate::measure::curve::Curve;
use crate::measure::terms::Unit::Coefficient;

const NOTHING_PAID: &str = "participants are paid no commissions";
const NOTHING_RECEIVED: &str = "participants receive nothing";

const GINI: &str = "Gini coefficient of commissions over all participants, \
    Σ|xᵢ − xⱼ| ÷ (2 n² mean): 0 if all get the same, near 1 if one gets all";
const GINI_GROSS: &str = "Gini coefficient of gross over all participants, \
    Σ|xᵢ − xⱼ| ÷ (2 n² mean)";
const GINI_NET: &str = "Gini coefficient of net for gains and losses, \
    Σ|xᵢ − xⱼ| ÷ (2 (n−1) (gains + losses)), from 0 to 1 (Raffinetti, Siletti & Vernizzi 2015)";

pub(super) const METRICS: &[Metric] = &about(
    Subject::Concentration,
    [
        index("gini", GINI, |figures| figures.commissions.gini()).unless(NOTHING_PAID),
        index("gini_gross", GINI_GROSS, |figures| figures.gross.gini()).unless(NOTHING_RECEIVED),
        index("gini_net", GINI_NET, |figures| {
            figures.net.gini_of_either_sign()
        })
        .unless("there are fewer than two participants, or all have net 0"),
        Metric::pooled(
            "top01_share",
            "share of commissions of the 1 % who get most",
            |figures| figures.commissions_lorenz.last(1),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "top01_share_gross",
            "share of gross of the 1 % who get most",
            |figures| figures.gross_lorenz.last(1),
        )
        .unless(NOTHING_RECEIVED),
        Metric::pooled(
            "top10_share",
            "share of commissions of the 10 % who get most",
            |figures| figures.commissions_lorenz.last(10),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "top10_share_gross",
            "share of gross of the 10 % who get most",
            |figures| figures.gross_lorenz.last(10),
        )
        .unless(NOTHING_RECEIVED),
        Metric::pooled(
            "bottom50_share",
            "share of commissions of the 50 % who get least",
            |figures| figures.commissions_lorenz.first(50),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "bottom50_share_gross",
            "share of gross of the 50 % who get least",
            |figures| figures.gross_lorenz.first(50),
        )
        .unless(NOTHING_RECEIVED),
        index(
            "hoover",
            "share of commissions that would have to move to make all equal",
            |figures| figures.commissions.hoover(),
        )
        .unless(NOTHING_PAID),
        index(
            "hoover_gross",
            "share of gross that would have to move to make all equal",
            |figures| figures.gross.hoover(),
        )
        .unless(NOTHING_RECEIVED),
        index(
            "theil",
            "Theil's T of commissions in nats, people with nothing included",
            |figures| figures.commissions.theil(),
        )
        .unless(NOTHING_PAID)
        .unbounded(),
        index(
            "theil_gross",
            "Theil's T of gross in nats, people with nothing included",
            |figures| figures.gross.theil(),
        )
        .unless(NOTHING_RECEIVED)
        .unbounded(),
        index(
            "atkinson_05",
            "Atkinson's index of commissions, aversion 0.5",
            |figures| figures.commissions.atkinson_half(),
        )
        .unless(NOTHING_PAID),
        index(
            "atkinson_05_gross",
            "Atkinson's index of gross, aversion 0.5",
            |figures| figures.gross.atkinson_half(),
        )
        .unless(NOTHING_RECEIVED),
        index(
            "atkinson_1",
            "Atkinson's index of commissions, aversion 1: 1 if anyone has 0",
            |figures| figures.commissions.atkinson_one(),
        )
        .unless(NOTHING_PAID),
        index(
            "atkinson_1_gross",
            "Atkinson's index of gross, aversion 1: 1 if anyone has 0",
            |figures| figures.gross.atkinson_one(),
        )
        .unless(NOTHING_RECEIVED),
        index(
            "palma",
            "commissions of the 10 % who get most ÷ of the 40 % who get least",
            |figures| palma(figures.commissions_lorenz),
        )
        .unless("the 40 % who get least get nothing")
        .unbounded(),
        index(
            "palma_gross",
            "gross of the 10 % who get most ÷ of the 40 % who get least",
            |figures| palma(figures.gross_lorenz),
        )
        .unless("the 40 % who get least get nothing")
        .unbounded(),
    ],
);

/// An index between 0 and 1.
const fn index(
    name: &'static str,
    meaning: &'static str,
    rule: fn(&super::Figures) -> Option<f64>,
) -> Metric {
    Metric::mean(name, Coefficient, meaning, rule).within(0.0, 1.0)
}

fn palma(lorenz: &Curve) -> Option<f64> {
    let ((top, _), (bottom, _)) = (lorenz.last(10), lorenz.first(40));
    (bottom > 0.0).then(|| top / bottom)
}
