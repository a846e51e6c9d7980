//! Metrics over replications: `summary.csv`, `comparison.csv`, `replications.csv`.

use crate::measure::metric::{METRICS, Metric, Observation};
use crate::study::interval::{Estimator, Moments, spread_point};
use crate::study::outcome::MEASURES;
use crate::study::results::{ComparisonRow, Estimate, ReplicationRow, SummaryRow, Unit};

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

    /// A metric replication by replication.
    fn column(&self, metric: usize) -> impl Iterator<Item = Observation> {
        (0..self.replications.len()).map(move |replication| self.observation(replication, metric))
    }

    /// What is known of one metric.
    pub(super) fn estimate(&self, metric: usize, estimator: &mut Estimator) -> Estimate {
        let column: Vec<Observation> = self.column(metric).collect();
        MEASURES[metric].estimate(&column, estimator)
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
            .column(index)
            .filter_map(|observation| observation.value())
            .collect();
        let moments: Moments = values.iter().copied().collect();
        let estimate = self.estimate(index, estimator);
        let replications = self.replications_of(metric, estimate, &moments);
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
            replications,
        }
    }

    /// One row a plan metric: this plan less the baseline, replication by replication. A
    /// pooled difference is that of the two pooled ratios of `summary.csv`.
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
                let [own, base] =
                    [self, baseline].map(|columns| columns.column(index).collect::<Vec<_>>());
                let differences: Moments = own
                    .iter()
                    .zip(&base)
                    .filter_map(|(own, base)| Some(own.value()? - base.value()?))
                    .collect();
                let difference = MEASURES[index].difference(&own, &base, estimator);
                let replications = self.replications_of(metric, difference, &differences);
                ComparisonRow {
                    plan: plan.to_owned(),
                    baseline: baseline_name.to_owned(),
                    metric: metric.name,
                    unit: metric.unit,
                    difference,
                    sd: differences.deviation(),
                    replications,
                }
            })
            .collect()
    }

    /// Replications an estimate is over: those in which it has a value; of a pooled one all, or
    /// none if it has no value.
    fn replications_of(&self, metric: &Metric, estimate: Estimate, values: &Moments) -> u32 {
        match (metric.is_pooled(), estimate.mean) {
            (false, _) => values.count(),
            (true, Some(_)) => self.replications.len() as u32,
            (true, None) => 0,
        }
    }

    /// One replication (from 0) as a row.
    pub(super) fn row(&self, replication: usize, plan: &str) -> ReplicationRow {
        ReplicationRow {
            replication: replication as u32 + 1,
            plan: plan.to_owned(),
            values: (0..METRICS.len())
                .map(|metric| self.observation(replication, metric).value())
                .collect(),
            denominators: METRICS
                .iter()
                .enumerate()
                .map(|(index, metric)| {
                    let observation = self.observation(replication, index);
                    metric.is_pooled().then_some(observation.denominator)
                })
                .collect(),
        }
    }
}
