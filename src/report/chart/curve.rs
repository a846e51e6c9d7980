//! Curves of the tables, one a plan, and what a reader reads off them.

use super::clip::Point;
use super::words::{account_word, received};
use crate::study::results::{Account, Estimate, LorenzRow, PlanLabel, Results};

/// A plan's curve: share of people, and an estimate at each.
#[derive(Clone, Debug)]
pub(super) struct Curve<'a> {
    /// The plan's place in the scenario.
    pub plan: usize,
    /// Its names.
    pub label: &'a PlanLabel,
    /// (share of people, estimate), rising in people.
    pub points: Vec<(f64, Estimate)>,
}

impl Curve<'_> {
    /// The estimate at a share of people; empty where the table has no such row.
    pub fn at(&self, people: f64) -> Estimate {
        self.points
            .iter()
            .find(|(share, _)| (share - people).abs() < 1e-9)
            .map(|(_, estimate)| *estimate)
            .unwrap_or_default()
    }
}

/// Quantiles of net, plan by plan: (p, amount in minor units).
pub(super) fn net_quantiles(results: &Results) -> Vec<Curve<'_>> {
    curves(results, |plan| {
        results
            .quantiles
            .iter()
            .filter(|row| row.plan == plan && row.account == Account::Net)
            .map(|row| (row.p, row.value))
            .collect()
    })
}

/// Shares of money received, plan by plan, from `lorenz.csv` or `joining_curve.csv`.
pub(super) fn money_shares<'a>(results: &'a Results, rows: &[LorenzRow]) -> Vec<Curve<'a>> {
    let (account, _) = received(&results.subject);
    curves(results, |plan| {
        rows.iter()
            .filter(|row| row.plan == plan && row.account == account)
            .map(|row| (row.people, row.money))
            .collect()
    })
}

/// The curves that have at least two defined points.
fn curves<'a>(
    results: &'a Results,
    points: impl Fn(&str) -> Vec<(f64, Estimate)>,
) -> Vec<Curve<'a>> {
    results
        .subject
        .plans
        .iter()
        .enumerate()
        .map(|(plan, label)| Curve {
            plan,
            label,
            points: points(&label.name),
        })
        .filter(|curve| defined(&curve.points).len() > 1)
        .collect()
}

/// The defined points of a curve.
pub(super) fn defined(curve: &[(f64, Estimate)]) -> Vec<Point> {
    curve
        .iter()
        .filter_map(|(x, estimate)| Some((*x, estimate.mean?)))
        .collect()
}

/// A sentence on the plans without a curve of money received; empty if there are none.
pub(super) fn absent(results: &Results, curves: &[Curve]) -> String {
    let missing: Vec<&str> = results
        .subject
        .plans
        .iter()
        .filter(|plan| curves.iter().all(|curve| curve.label != *plan))
        .map(|plan| plan.title.as_str())
        .collect();
    if missing.is_empty() {
        return String::new();
    }
    let account = account_word(received(&results.subject).0);
    format!(
        " Without a curve, since there were no {account}: {}.",
        missing.join(", ")
    )
}

/// A metric of a plan over replications; empty where the summary has none.
pub(super) fn metric(results: &Results, plan: &str, name: &str) -> Estimate {
    results
        .summary
        .iter()
        .find(|row| row.plan == plan && row.metric == name)
        .map(|row| row.estimate)
        .unwrap_or_default()
}
