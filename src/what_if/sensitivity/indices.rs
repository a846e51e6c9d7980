//! Sobol' indices: which share of an outcome's variance is due to which input (Sobol' 1993).
//!
//! - First order: the share that would go if the group were known (Saltelli et al. 2010,
//!   table 2 b): mean of B · (`A_with_B` − A) ÷ V.
//! - Total: the share that would stay if all others were known, with all the group does
//!   together with others (Jansen 1999): mean of (A − `A_with_B`)² ÷ 2V.
//! - Second order: what two groups do together beyond what each does alone (Saltelli
//!   2002): mean of `B_with_A`(g) · `A_with_B`(h) − A · B, ÷ V, less both first orders.
//!
//! Where the design has the points for the second order, every first and total index is the
//! mean of the two estimates with A and B in each other's place. Outcomes are taken from
//! their mean first, which changes no expectation and takes noise out.
//!
//! Intervals draw whole rows anew. Rows of a Sobol' sequence are more even than rows at
//! random, which the bootstrap does not know: intervals are rather too wide than too narrow.
//! Estimates of small indices can come out below 0, and first-order ones above 1: they are
//! left as they are, so that they have no bias.

use super::bootstrap::{Estimated, estimate};
use super::saltelli::RowLayout;
use super::whole;
use crate::luck::Key;

/// A resample whose variance is below this part of the variance of all rows is rows that
/// are all alike, but for rounding: shares of it say nothing.
const LEAST_VARIANCE: f64 = 1e-12;

/// What the rows of a design say about an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Rows used.
    pub rows: usize,
    /// Rows left out because the outcome has no value at one of their points.
    pub rows_left_out: usize,
    /// Mean of the outcome over the points A and B; `None` without rows.
    pub mean: Option<f64>,
    /// Variance of the outcome over the points A and B; `None` without rows.
    pub variance: Option<f64>,
    /// The indices; `None` with fewer than two rows or where the outcome is the same at all
    /// points A and B.
    pub indices: Option<Indices>,
}

/// The indices of each group, in the order of the groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Indices {
    /// What a group does by itself.
    pub first: Vec<Estimated>,
    /// What a group does by itself and together with others.
    pub total: Vec<Estimated>,
    /// What two groups do together and neither does by itself; empty if the design has
    /// not the points.
    pub second: Vec<Pair>,
}

/// What two groups do together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The two groups, the lower first.
    pub groups: (usize, usize),
    /// Their second-order index.
    pub index: Estimated,
}

/// The indices from the outcomes at a design's points, row by row.
///
/// A row in which an outcome is missing or not finite is left out whole; points past the
/// last whole row are not looked at. Intervals are from so many bootstrap samples
/// ([`RESAMPLES`](super::RESAMPLES) is a good number).
#[must_use]
pub fn indices(
    layout: RowLayout,
    outcomes: &[Option<f64>],
    resamples: usize,
    key: &Key,
) -> Analysis {
    let all = outcomes.chunks_exact(layout.points());
    let rows: Vec<Vec<f64>> = all.clone().filter_map(whole).collect();
    let terms = Terms::new(layout, &rows);
    let estimates = terms
        .as_ref()
        .filter(|terms| terms.varies && rows.len() > 1)
        .and_then(|terms| estimate(rows.len(), resamples, key, |counts| terms.shares(counts)));
    Analysis {
        rows: rows.len(),
        rows_left_out: all.len() - rows.len(),
        mean: terms.as_ref().map(|terms| terms.mean),
        variance: terms.as_ref().map(|terms| terms.variance),
        indices: estimates.map(|estimates| in_order(layout, estimates)),
    }
}

/// The analyses of the first eighth, quarter and half of the rows, and of all: whether the
/// indices have settled. Rows are counted before any is left out.
#[must_use]
pub fn convergence(
    layout: RowLayout,
    outcomes: &[Option<f64>],
    resamples: usize,
    key: &Key,
) -> Vec<Analysis> {
    let rows = outcomes.len() / layout.points();
    let mut lengths: Vec<usize> = [8, 4, 2, 1].map(|part| rows / part).to_vec();
    lengths.retain(|&length| length > 0);
    lengths.dedup();
    lengths
        .into_iter()
        .map(|length| {
            indices(
                layout,
                &outcomes[..length * layout.points()],
                resamples,
                key,
            )
        })
        .collect()
}

/// What each row adds to each of the sums that the indices are quotients of. Every index is
/// linear in them, so a bootstrap sample is a product with how often each row counts.
struct Terms {
    layout: RowLayout,
    mean: f64,
    variance: f64,
    varies: bool,
    /// Of A and B: the sum and the sum of squares.
    sums: Vec<f64>,
    squares: Vec<f64>,
    first: Vec<Vec<f64>>,
    total: Vec<Vec<f64>>,
    /// The product that holds two groups in common, in the order of [`pairs`].
    closed: Vec<Vec<f64>>,
}

impl Terms {
    fn new(layout: RowLayout, rows: &[Vec<f64>]) -> Option<Terms> {
        let ends = || rows.iter().flat_map(|row| [row[0], row[1]]);
        let first = ends().next()?;
        let mean = ends().sum::<f64>() / (2 * rows.len()) as f64;
        let from_mean: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.iter().map(|outcome| outcome - mean).collect())
            .collect();
        let column = |term: &dyn Fn(&[f64]) -> f64| -> Vec<f64> {
            from_mean.iter().map(|row| term(row)).collect()
        };
        let columns = |term: &dyn Fn(&[f64], usize) -> f64| -> Vec<Vec<f64>> {
            (0..layout.groups)
                .map(|group| column(&|row| term(row, group)))
                .collect()
        };
        let mut terms = Terms {
            layout,
            mean,
            variance: 0.0,
            varies: ends().any(|outcome| outcome != first),
            sums: column(&|row| row[0] + row[1]),
            squares: column(&|row| row[0] * row[0] + row[1] * row[1]),
            first: columns(&|row, group| first_term(layout, row, group)),
            total: columns(&|row, group| total_term(layout, row, group)),
            closed: pairs(layout)
                .map(|(lower, upper)| column(&|row| closed_term(layout, row, lower, upper)))
                .collect(),
        };
        terms.variance = terms.variance_of(&vec![1.0; rows.len()]);
        Some(terms)
    }

    fn variance_of(&self, counts: &[f64]) -> f64 {
        let mean = weighted_mean(&self.sums, counts) / 2.0;
        weighted_mean(&self.squares, counts) / 2.0 - mean * mean
    }

    /// First-order indices, then total ones, then second-order ones, of rows that count so often.
    fn shares(&self, counts: &[f64]) -> Option<Vec<f64>> {
        let variance = self.variance_of(counts);
        if variance <= self.variance * LEAST_VARIANCE {
            return None;
        }
        let share = |column: &Vec<f64>| weighted_mean(column, counts) / variance;
        let first: Vec<f64> = self.first.iter().map(share).collect();
        let second: Vec<f64> = pairs(self.layout)
            .zip(&self.closed)
            .map(|((lower, upper), column)| share(column) - first[lower] - first[upper])
            .collect();
        let total = self.total.iter().map(share);
        Some(first.iter().copied().chain(total).chain(second).collect())
    }
}

/// All pairs of groups the design has the points for.
fn pairs(layout: RowLayout) -> impl Iterator<Item = (usize, usize)> {
    let groups = if layout.second_order {
        layout.groups
    } else {
        0
    };
    (0..groups).flat_map(move |lower| (lower + 1..groups).map(move |upper| (lower, upper)))
}

fn first_term(layout: RowLayout, row: &[f64], group: usize) -> f64 {
    let one_way = row[1] * (row[layout.a_with_b(group)] - row[0]);
    if !layout.second_order {
        return one_way;
    }
    (one_way + row[0] * (row[layout.b_with_a(group)] - row[1])) / 2.0
}

fn total_term(layout: RowLayout, row: &[f64], group: usize) -> f64 {
    let half_square = |difference: f64| difference * difference / 2.0;
    let one_way = half_square(row[0] - row[layout.a_with_b(group)]);
    if !layout.second_order {
        return one_way;
    }
    (one_way + half_square(row[1] - row[layout.b_with_a(group)])) / 2.0
}

fn closed_term(layout: RowLayout, row: &[f64], lower: usize, upper: usize) -> f64 {
    let product = |from_a, from_b| row[layout.b_with_a(from_a)] * row[layout.a_with_b(from_b)];
    (product(lower, upper) + product(upper, lower)) / 2.0 - row[0] * row[1]
}

fn weighted_mean(column: &[f64], counts: &[f64]) -> f64 {
    let sum: f64 = column
        .iter()
        .zip(counts)
        .map(|(term, count)| term * count)
        .sum();
    sum / column.len() as f64
}

fn in_order(layout: RowLayout, estimates: Vec<Estimated>) -> Indices {
    let mut estimates = estimates.into_iter();
    let first = estimates.by_ref().take(layout.groups).collect();
    let total = estimates.by_ref().take(layout.groups).collect();
    let second = pairs(layout)
        .zip(estimates)
        .map(|(groups, index)| Pair { groups, index })
        .collect();
    Indices {
        first,
        total,
        second,
    }
}

#[cfg(test)]
mod tests;
