//! Curves of the tables, one a plan, and what a reader reads off them.

use super::clip::Point;
use super::labels::LEAST_HEIGHT;
use super::style::CURVE;
use super::words::{account_word, received};
use crate::measure::metric::HEADLINE;
use crate::study::results::{Account, Estimate, LorenzRow, PlanLabel, Results};

/// The lowest step of a curve that is drawn: less than a pixel.
const VISIBLE: f64 = 0.002;

/// A plan's curve: an estimate at each point, most often at a share of people.
#[derive(Clone, Debug)]
pub(super) struct Curve<'a> {
    /// The plan's place in the scenario.
    pub plan: usize,
    /// Its names.
    pub label: &'a PlanLabel,
    /// (share of people, amount in minor units or number of replications; estimate), rising
    /// in the first.
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
    curves(results, 2, |plan| {
        results
            .quantiles
            .iter()
            .filter(|row| row.plan == plan && row.account == Account::Net)
            .map(|row| (row.p, row.value))
            .collect()
    })
}

/// Shares of participants with so much net or less, plan by plan: (amount in minor units,
/// share). Net that all have alike is a curve of one point.
pub(super) fn cumulative_net(results: &Results) -> Vec<Curve<'_>> {
    curves(results, 1, |plan| {
        results
            .cumulative
            .iter()
            .filter(|row| row.plan == plan && row.account == Account::Net)
            .map(|row| (row.value as f64, row.share))
            .collect()
    })
}

/// Running means of the headline metric, plan by plan: (replications, share).
pub(super) fn running_means(results: &Results) -> Vec<Curve<'_>> {
    curves(results, 2, |plan| {
        results
            .convergence
            .iter()
            .filter(|row| row.plan == plan && row.metric == HEADLINE)
            .map(|row| (f64::from(row.replications), row.estimate))
            .collect()
    })
}

/// Shares of money received, plan by plan, from `lorenz.csv` or `joining_curve.csv`.
pub(super) fn money_shares<'a>(results: &'a Results, rows: &[LorenzRow]) -> Vec<Curve<'a>> {
    let (account, _) = received(&results.subject);
    curves(results, 2, |plan| {
        rows.iter()
            .filter(|row| row.plan == plan && row.account == account)
            .map(|row| (row.people, row.money))
            .collect()
    })
}

/// The curves that have at least so many defined points.
fn curves<'a>(
    results: &'a Results,
    least: usize,
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
        .filter(|curve| defined(&curve.points).len() >= least)
        .collect()
}

/// The defined points of a curve.
pub(super) fn defined(curve: &[(f64, Estimate)]) -> Vec<Point> {
    curve
        .iter()
        .filter_map(|(x, estimate)| Some((*x, estimate.mean?)))
        .collect()
}

/// A right-continuous step function that rises from nothing at its first point: level up
/// to each further point, then up or down to its height. Steps too low to be seen wait
/// for the next, except around zero, where the curve is read off, and at the end. A curve
/// that ends before zero goes on to it.
pub(super) fn steps(points: &[Point]) -> Vec<Point> {
    let mut height = 0.0;
    let mut stairs: Vec<Point> = Vec::new();
    for (index, &(x, y)) in points.iter().enumerate() {
        let next = points.get(index + 1).map(|point| point.0);
        let read_off = x == 0.0 || (x < 0.0 && next.is_some_and(|next| next >= 0.0));
        if (y - height).abs() >= VISIBLE || read_off || next.is_none() {
            stairs.extend([(x, height), (x, y)]);
            height = y;
        }
    }
    if let Some((x, height)) = stairs.last().copied()
        && x < 0.0
    {
        stairs.push((0.0, height));
    }
    stairs
}

/// What the bands and figures in brackets are called in a caption: bands too thin to be
/// seen are said to be.
pub(super) fn bands(curves: &[Curve]) -> String {
    let widest = curves
        .iter()
        .flat_map(|curve| &curve.points)
        .filter_map(|(_, share)| Some(share.high? - share.low?))
        .fold(0.0, f64::max);
    let thin = if widest * LEAST_HEIGHT < CURVE {
        ", here thinner than the lines,"
    } else {
        ""
    };
    format!("bands{thin} and figures in brackets")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_function_is_level_and_then_rises() {
        // A quarter has −2 or less, hardly more 0.5 or less, a half 1 or less, all 3 or less.
        let points = [(-2.0, 0.25), (0.5, 0.2505), (1.0, 0.5), (3.0, 1.0)];
        assert_eq!(
            steps(&points),
            [
                (-2.0, 0.0),
                (-2.0, 0.25),
                (1.0, 0.25),
                (1.0, 0.5),
                (3.0, 0.5),
                (3.0, 1.0)
            ]
        );
    }

    #[test]
    fn what_is_read_off_at_zero_is_on_the_curve() {
        let points = [(-2.0, 0.25), (-1.0, 0.2505), (0.0, 0.251), (1.0, 1.0)];
        let stairs = steps(&points);
        assert!(stairs.contains(&(-1.0, 0.2505)) && stairs.contains(&(0.0, 0.251)));
        assert_eq!(
            steps(&[(-2.0, 1.0)]),
            [(-2.0, 0.0), (-2.0, 1.0), (0.0, 1.0)]
        );
    }
}
