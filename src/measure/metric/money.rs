//! The company's books, founders included (rulings.md 9), and where the money of the
//! payments comes from.

use super::{Figures, Metric, Subject, about};
use crate::books::{ComponentTotals, Source, Trigger};
use crate::measure::terms::Unit::Amount;

const NOTHING_PAID: &str = "the plan pays no commissions";

pub(super) const METRICS: &[Metric] = &about(
    Subject::Money,
    [
        Metric::mean("revenue", Amount, "all the company receives", |figures| {
            Some(figures.totals.revenue as f64)
        }),
        Metric::mean(
            "payout",
            Amount,
            "commissions and bonuses the company pays, without margin",
            |figures| Some(figures.totals.payout as f64),
        ),
        // A plan can pay more than it takes in, so the ratios of payout are not bounded.
        Metric::pooled(
            "payout_ratio",
            "payout ÷ all revenue, fees included",
            |figures| (figures.totals.payout as f64, figures.totals.revenue as f64),
        )
        .unless("the company receives nothing")
        .unbounded(),
        Metric::pooled(
            "payout_of_cv",
            "payout ÷ commissionable volume",
            |figures| (figures.totals.payout as f64, volume(figures)),
        )
        .unless("there is no commissionable volume")
        .unbounded(),
        Metric::pooled(
            "breakage_ratio",
            "promised to people who may not be paid ÷ all promised",
            |figures| {
                let components = &figures.totals.components;
                (
                    sum(components, |component| component.breakage),
                    sum(components, |component| component.theoretical),
                )
            },
        )
        .unless("the plan promises nothing"),
        Metric::mean(
            "company_result",
            Amount,
            "revenue less payout, margin paid and cost of goods",
            |figures| Some(figures.totals.company_result as f64),
        ),
        Metric::mean(
            "founders_payout",
            Amount,
            "the part of payout that goes to founders",
            |figures| Some(figures.totals.founders_payout as f64),
        ),
        Metric::pooled(
            "founders_share",
            "share of payout that goes to founders",
            |figures| of_payout(figures, figures.totals.founders_payout),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "funded_by_customers",
            "share of payout that comes from customers' purchases",
            |figures| {
                of_payout(
                    figures,
                    figures.totals.funded_by[Source::Customers as usize],
                )
            },
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "funded_by_sales",
            "share of payout that comes from purchases of customers or of participants for own use",
            |figures| {
                let [customers, own_use, _] = figures.totals.funded_by;
                of_payout(figures, customers + own_use)
            },
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "funded_by_own_use",
            "share of payout that comes from participants' purchases",
            |figures| of_payout(figures, figures.totals.funded_by[Source::OwnUse as usize]),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "funded_by_joining",
            "share of payout that comes from joining fees and kits",
            |figures| of_payout(figures, figures.totals.funded_by[Source::Joining as usize]),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "paid_on_own_sales",
            "share of payout triggered by the payee's own sales",
            |figures| of_payout(figures, figures.totals.paid_on[Trigger::OwnSale as usize]),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "paid_on_downline_customers",
            "share of payout triggered by downline sales",
            |figures| {
                of_payout(
                    figures,
                    figures.totals.paid_on[Trigger::DownlineCustomer as usize],
                )
            },
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "paid_on_downline_own_use",
            "share of payout triggered by downline own use",
            |figures| {
                of_payout(
                    figures,
                    figures.totals.paid_on[Trigger::DownlineOwnUse as usize],
                )
            },
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "paid_on_joining",
            "share of payout triggered by someone joining",
            |figures| of_payout(figures, figures.totals.paid_on[Trigger::Joining as usize]),
        )
        .unless(NOTHING_PAID),
        Metric::pooled(
            "paid_on_recruits",
            "share of payout triggered by someone joining or by downline own use",
            |figures| {
                let [_, _, own_use, joining] = figures.totals.paid_on;
                of_payout(figures, own_use + joining)
            },
        )
        .unless(NOTHING_PAID),
        // The money is the payees' and the sales are the customers': not bounded.
        Metric::pooled(
            "payout_of_customer_sales",
            "payout ÷ what customers spend",
            |figures| {
                let totals = figures.totals;
                (totals.payout as f64, totals.customer_spend as f64)
            },
        )
        .unless("customers spend nothing")
        .unbounded(),
        Metric::pooled(
            "retail_share_with_own_use",
            "customers' commissionable volume and participants' own use ÷ all of it",
            |figures| {
                let [customers, own_use, _] = figures.totals.volume;
                ((customers + own_use) as f64, volume(figures))
            },
        )
        .unless("there is no commissionable volume"),
        Metric::pooled(
            "retail_share",
            "customers' commissionable volume ÷ all of it",
            |figures| {
                (
                    figures.totals.volume[Source::Customers as usize] as f64,
                    volume(figures),
                )
            },
        )
        .unless("there is no commissionable volume"),
    ],
);

fn of_payout(figures: &Figures, amount: i64) -> (f64, f64) {
    (amount as f64, figures.totals.payout as f64)
}

fn volume(figures: &Figures) -> f64 {
    figures.totals.volume.iter().sum::<i64>() as f64
}

/// Σ over components of a line of their breakdown, in minor units.
fn sum(components: &[ComponentTotals], line: fn(&ComponentTotals) -> i128) -> f64 {
    components
        .iter()
        .map(|component| line(component) as f64 / component.denominator as f64)
        .sum()
}
