//! Metrics over replications: `summary.csv`, `comparison.csv`, `replications.csv`.

use crate::measure::metric::{METRICS, Metric, Observation};
use crate::study::interval::{Estimator, Moments, Ratio, spread_point};
use crate::study::results::{ComparisonRow, ReplicationRow, SummaryRow, Unit};

/// The metrics of a plan or of the network in every replication.
#[derive(Clone, Debug, Default)]
pub(super) struct MetricColumns {
    /// Replication by replication, each in the order of [`METRICS`].
    replications: Vec<Vec<Observation>>,
}

/// The metric columns of `replications.csv`.
pub(super) fn columns() -> Vec<(&'static str, Unit)> {
    METRICS
        .iter()
        .map(|metric| (metric.name, metric.unit))
        .collect()
}

impl MetricColumns {
    pub(super) fn push(&mut self, observations: Vec<Observation>) {
        self.replications.push(observations);
    }

    /// A replication in which no metric has a value.
    pub(super) fn push_undefined(&mut self) {
        self.replications.push(Vec::new());
    }

    fn observation(&self, replication: usize, metric: usize) -> Observation {
        let observations = &self.replications[replication];
        observations
            .get(metric)
            .copied()
            .unwrap_or(Observation::UNDEFINED)
    }

    /// The replications in which a metric has a value.
    fn defined(&self, metric: usize) -> impl Iterator<Item = Observation> {
        (0..self.replications.len())
            .map(move |replication| self.observation(replication, metric))
            .filter(|observation| observation.value().is_some())
    }

    /// One row a metric; those of the network or those of plans.
    pub(super) fn summary(
        &self,
        plan: &str,
        of_network: bool,
        estimator: &mut Estimator,
    ) -> Vec<SummaryRow> {
        let own = METRICS.iter().enumerate();
        own.filter(|(_, metric)| metric.is_of_network() == of_network)
            .map(|(index, metric)| self.summarise(plan, index, metric, estimator))
            .collect()
    }

    fn summarise(
        &self,
        plan: &str,
        index: usize,
        metric: &Metric,
        estimator: &mut Estimator,
    ) -> SummaryRow {
        let mut values: Vec<f64> = self
            .defined(index)
            .filter_map(|observation| observation.value())
            .collect();
        let moments: Moments = values.iter().copied().collect();
        let estimate = if metric.is_pooled() {
            let ratios: Vec<Ratio> = self.defined(index).map(ratio).collect();
            estimator.pooled(&ratios, metric.range)
        } else {
            estimator.mean(&moments, metric.range)
        };
        values.sort_unstable_by(f64::total_cmp);
        SummaryRow {
            plan: plan.to_owned(),
            metric: metric.name,
            unit: metric.unit,
            estimate,
            sd: moments.deviation(),
            min: values.first().copied(),
            max: values.last().copied(),
            p05: spread_point(&values, 0.05),
            p95: spread_point(&values, 0.95),
            replications: moments.count(),
        }
    }

    /// One row a plan metric: this plan less the baseline, replication by replication.
    pub(super) fn comparison(
        &self,
        baseline: &MetricColumns,
        plan: &str,
        baseline_name: &str,
        estimator: &mut Estimator,
    ) -> Vec<ComparisonRow> {
        let of_plans = METRICS
            .iter()
            .enumerate()
            .filter(|(_, metric)| !metric.is_of_network());
        of_plans
            .map(|(index, metric)| {
                let pairs: Vec<(Ratio, Ratio)> = (0..self.replications.len())
                    .map(|replication| {
                        (
                            self.observation(replication, index),
                            baseline.observation(replication, index),
                        )
                    })
                    .filter(|(own, base)| own.value().is_some() && base.value().is_some())
                    .map(|(own, base)| (ratio(own), ratio(base)))
                    .collect();
                let differences: Moments = pairs
                    .iter()
                    .map(|(own, base)| own.0 / own.1 - base.0 / base.1)
                    .collect();
                ComparisonRow {
                    plan: plan.to_owned(),
                    baseline: baseline_name.to_owned(),
                    metric: metric.name,
                    unit: metric.unit,
                    difference: match metric.is_pooled() {
                        true => estimator.pooled_difference(&pairs),
                        false => estimator.mean(&differences, None),
                    },
                    sd: differences.deviation(),
                    replications: differences.count(),
                }
            })
            .collect()
    }

    /// One replication (from 0) as a row.
    pub(super) fn row(&self, replication: usize, plan: &str) -> ReplicationRow {
        ReplicationRow {
            replication: replication as u32 + 1,
            plan: plan.to_owned(),
            values: (0..METRICS.len())
                .map(|metric| self.observation(replication, metric).value())
                .collect(),
        }
    }
}

fn ratio(observation: Observation) -> Ratio {
    (observation.numerator, observation.denominator)
}
