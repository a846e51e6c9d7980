//! How much of an outcome's variance is due to the inputs, how much to luck, and how much to
//! both together.
//!
//! Every point is run on the same histories, so the outcomes are a table of points by
//! histories with one number in each cell: a two-way random-effects analysis of variance
//! without replication (Scheffé 1959, chapter 7; Searle, Casella and McCulloch 1992,
//! chapter 4). Its mean squares have the expectations
//!
//! ```text
//! points      σ²(both) + histories · σ²(inputs)
//! histories   σ²(both) + points · σ²(luck)
//! rest        σ²(both)
//! ```
//!
//! A history is the same luck at every point, so what it does to all points alike is luck
//! that a comparison between points is rid of; the rest is luck that hits the points
//! differently, which it is not.

use super::whole;

/// The variance of one history's outcome by where it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Components {
    /// Points used.
    pub points: usize,
    /// Points left out because the outcome has no value in one of their histories.
    pub points_left_out: usize,
    /// Histories of each point.
    pub histories: usize,
    /// Variance due to the inputs: of the means of the points, had each all histories.
    pub inputs: f64,
    /// Variance due to luck that is the same at all points.
    pub luck: f64,
    /// Variance due to both together, that is luck which is different from point to point.
    pub both: f64,
    /// Whether the variance due to the inputs came out negative and was set to 0.
    pub inputs_set_to_zero: bool,
    /// Whether the variance due to luck came out negative and was set to 0.
    pub luck_set_to_zero: bool,
}

impl Components {
    /// The variance of one history's outcome at a point drawn at random.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.inputs + self.luck + self.both
    }
}

/// The components from outcomes `[point][history]`; `None` with fewer than two points or
/// histories. A point at which an outcome is missing or not finite is left out whole.
///
/// # Panics
///
/// If the points have not all the same number of histories.
#[must_use]
pub fn components(outcomes: &[Vec<Option<f64>>]) -> Option<Components> {
    let histories = outcomes.first()?.len();
    assert!(
        outcomes.iter().all(|point| point.len() == histories),
        "every point is run on the same histories"
    );
    let table: Vec<Vec<f64>> = outcomes.iter().filter_map(|point| whole(point)).collect();
    if table.len() < 2 || histories < 2 {
        return None;
    }
    let squares = MeanSquares::of(&table);
    let inputs = (squares.points - squares.rest) / histories as f64;
    let luck = (squares.histories - squares.rest) / table.len() as f64;
    Some(Components {
        points: table.len(),
        points_left_out: outcomes.len() - table.len(),
        histories,
        inputs: inputs.max(0.0),
        luck: luck.max(0.0),
        both: squares.rest,
        inputs_set_to_zero: inputs < 0.0,
        luck_set_to_zero: luck < 0.0,
    })
}

/// Squares by their degrees of freedom.
struct MeanSquares {
    points: f64,
    histories: f64,
    rest: f64,
}

impl MeanSquares {
    /// Those of a table of at least two rows and columns.
    fn of(table: &[Vec<f64>]) -> MeanSquares {
        let (points, histories) = (table.len() as f64, table[0].len() as f64);
        let of_points: Vec<f64> = table
            .iter()
            .map(|point| point.iter().sum::<f64>() / histories)
            .collect();
        let of_histories: Vec<f64> = (0..table[0].len())
            .map(|history| table.iter().map(|point| point[history]).sum::<f64>() / points)
            .collect();
        let all = of_points.iter().sum::<f64>() / points;
        let squares =
            |means: &[f64]| -> f64 { means.iter().map(|mean| (mean - all) * (mean - all)).sum() };
        let mut rest = 0.0;
        for (point, of_point) in table.iter().zip(&of_points) {
            for (outcome, of_history) in point.iter().zip(&of_histories) {
                let left = outcome - of_point - of_history + all;
                rest += left * left;
            }
        }
        MeanSquares {
            points: histories * squares(&of_points) / (points - 1.0),
            histories: points * squares(&of_histories) / (histories - 1.0),
            rest: rest / ((points - 1.0) * (histories - 1.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::normal::normal_quantile;
    use crate::luck::{Luck, Stream};

    fn table<const N: usize>(rows: &[[f64; N]]) -> Vec<Vec<Option<f64>>> {
        rows.iter()
            .map(|row| row.iter().copied().map(Some).collect())
            .collect()
    }

    /// Means of the points 2, 4 and 9, of the histories 4 and 6, of all 5; left over are 0 and 0,
    /// 1 and −1, −1 and 1. Squares: points 2 · (9 + 1 + 16) ÷ 2 = 26, histories
    /// 3 · 2 ÷ 1 = 6, rest 4 ÷ 2 = 2.
    #[test]
    fn a_table_by_hand() {
        let found = components(&table(&[[1.0, 3.0], [4.0, 4.0], [7.0, 11.0]])).unwrap();
        assert_eq!(
            (found.points, found.points_left_out, found.histories),
            (3, 0, 2)
        );
        assert!((found.inputs - 12.0).abs() < 1e-12, "{found:?}");
        assert!((found.luck - 4.0 / 3.0).abs() < 1e-12, "{found:?}");
        assert!((found.both - 2.0).abs() < 1e-12, "{found:?}");
        assert!((found.total() - 46.0 / 3.0).abs() < 1e-12);
        assert!(!found.inputs_set_to_zero && !found.luck_set_to_zero);
    }

    #[test]
    fn what_is_negative_is_zero_and_told() {
        // Nothing but interaction: all means are alike.
        let found = components(&table(&[[1.0, -1.0], [-1.0, 1.0]])).unwrap();
        assert_eq!((found.inputs, found.luck, found.both), (0.0, 0.0, 4.0));
        assert!(found.inputs_set_to_zero && found.luck_set_to_zero);
        // A constant is no variance, which is not negative.
        let flat = components(&table(&[[2.0, 2.0], [2.0, 2.0]])).unwrap();
        assert_eq!(flat.total(), 0.0);
        assert!(!flat.inputs_set_to_zero && !flat.luck_set_to_zero);
    }

    #[test]
    fn points_with_a_gap_are_left_out() {
        let mut outcomes = table(&[[1.0, 3.0], [0.0, 8.0], [4.0, 4.0], [7.0, 11.0]]);
        outcomes[1][0] = None;
        let found = components(&outcomes).unwrap();
        assert_eq!((found.points, found.points_left_out), (3, 1));
        assert!((found.inputs - 12.0).abs() < 1e-12);
        outcomes[0][1] = Some(f64::NAN);
        outcomes[2][1] = None;
        assert_eq!(components(&outcomes), None);
        assert_eq!(components(&[]), None);
        assert_eq!(components(&table(&[[1.0], [2.0]])), None);
    }

    /// Known components 4, 1 and ¼, from 400 tables of 20 points by 10 histories: means
    /// within 5 standard errors (a false alarm in 10⁶).
    #[test]
    fn simulated_components_come_back() {
        let tables = 400;
        let mut found: [Vec<f64>; 3] = Default::default();
        for seed in 0..tables {
            let key = Luck::new(seed, 1).key(Stream::Design, 0);
            let draw = |entity, k| normal_quantile(key.uniform(entity, k));
            let outcomes: Vec<Vec<Option<f64>>> = (0..20)
                .map(|point| {
                    (0..10)
                        .map(|history| {
                            Some(
                                2.0 * draw(point, 100)
                                    + draw(1000, history)
                                    + 0.5 * draw(point, history),
                            )
                        })
                        .collect()
                })
                .collect();
            let components = components(&outcomes).unwrap();
            found[0].push(components.inputs);
            found[1].push(components.luck);
            found[2].push(components.both);
        }
        for (values, known) in found.iter().zip([4.0, 1.0, 0.25]) {
            let count = values.len() as f64;
            let mean = values.iter().sum::<f64>() / count;
            let square: f64 = values
                .iter()
                .map(|value| (value - mean) * (value - mean))
                .sum();
            let error = (square / (count - 1.0) / count).sqrt();
            assert!(
                (mean - known).abs() < 5.0 * error,
                "{mean} {known} ± {error}"
            );
            assert!(error < 0.1, "{error}");
        }
    }

    #[test]
    #[should_panic(expected = "the same histories")]
    fn a_ragged_table_is_refused() {
        let _ = components(&[vec![Some(1.0)], vec![Some(1.0), Some(2.0)]]);
    }
}
