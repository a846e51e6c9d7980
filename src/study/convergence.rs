//! How the headline metric settles as replications are added (rulings.md 29): its running
//! mean and interval after the first, after the first two, and so on.

use super::interval::{Estimator, Moments};
use super::results::{ConvergenceRow, PlanLabel, Replications};
use crate::measure::metric::{HEADLINE, METRICS};

/// Points of the grid in a factor of ten.
const POINTS_A_DECADE: u32 = 20;

/// The numbers of replications after which the mean is told: all up to ten, then twenty to
/// each factor of ten, and the last. More replications only add to them.
pub fn grid(replications: u32) -> Vec<u32> {
    let mut grid: Vec<u32> = (0..)
        .map(|point| libm::exp10(f64::from(point) / f64::from(POINTS_A_DECADE)))
        .map(libm::round)
        .take_while(|&after| after < f64::from(replications))
        .map(|after| after as u32)
        .chain([replications])
        .collect();
    grid.dedup();
    grid
}

/// The rows of `convergence.csv`, plan by plan, from the column of `replications.csv` in its
/// order. A replication without a value adds none to the mean.
pub(super) fn rows(replications: &Replications, plans: &[PlanLabel]) -> Vec<ConvergenceRow> {
    let columns = &replications.metrics;
    let column = columns.iter().position(|(name, _)| *name == HEADLINE);
    let metric = METRICS.iter().find(|metric| metric.name == HEADLINE);
    let Some((column, metric)) = column.zip(metric) else {
        return Vec::new();
    };
    let grid = grid(replications.rows.last().map_or(0, |row| row.replication));
    let mut estimator = Estimator::default();
    let mut rows = Vec::with_capacity(grid.len() * plans.len());
    for plan in plans {
        let own = replications.rows.iter().filter(|row| row.plan == plan.name);
        let mut moments = Moments::default();
        let mut next = grid.iter().peekable();
        for row in own {
            if let Some(value) = row.values[column] {
                moments.push(value);
            }
            if next.next_if_eq(&&row.replication).is_some() {
                rows.push(ConvergenceRow {
                    plan: plan.name.clone(),
                    metric: metric.name,
                    unit: metric.unit,
                    replications: row.replication,
                    estimate: estimator.mean(&moments, metric.range),
                });
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::results::{ReplicationRow, Unit};

    #[test]
    fn the_grid_is_sparse_ends_with_the_last_and_grows_at_its_end() {
        assert_eq!(grid(1), [1]);
        assert_eq!(grid(12), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        for replications in [2, 10, 99, 100, 101, 1000, 12_345, 100_000] {
            let points = grid(replications);
            assert!(points.is_sorted_by(|one, next| one < next));
            assert_eq!(points.last(), Some(&replications));
            assert!(points.len() <= 100, "{}", points.len());
            let more = grid(replications * 3);
            assert!(
                points[..points.len() - 1]
                    .iter()
                    .all(|point| more.contains(point))
            );
        }
    }

    #[test]
    fn running_means_by_hand() {
        let plan = PlanLabel {
            name: "mlm".to_owned(),
            title: "Multi-level".to_owned(),
        };
        let row = |replication, plan: &str, value| ReplicationRow {
            replication,
            plan: plan.to_owned(),
            values: vec![None, value],
            denominators: Vec::new(),
        };
        let replications = Replications {
            metrics: vec![("gini", Unit::Coefficient), (HEADLINE, Unit::Share)],
            rows: vec![
                row(1, "mlm", Some(0.5)),
                row(1, "network", None),
                row(2, "mlm", None),
                row(3, "mlm", Some(0.7)),
            ],
        };
        let rows = rows(&replications, &[plan]);
        let means: Vec<_> = rows
            .iter()
            .map(|row| (row.replications, row.estimate.mean))
            .collect();
        assert_eq!(means, [(1, Some(0.5)), (2, Some(0.5)), (3, Some(0.6))]);
        assert_eq!(rows[1].estimate.low, None);
        // t with one degree of freedom is 12.7: clipped to what a share can be.
        let last = rows[2].estimate;
        assert_eq!((last.low, last.high), (Some(0.0), Some(1.0)));
    }
}
