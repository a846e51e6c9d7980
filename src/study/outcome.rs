//! What can be asked of a replication: a metric of a plan, one of the network, or how the
//! same people fare against the baseline. Questions ("what if …?") are put in these terms.

use std::sync::LazyLock;

use super::accumulate::NETWORK;
use super::interval::{self, Estimator, Moments, Range, Ratio, SHARE};
use super::results::{Estimate, Unit};
use crate::measure::change::ForEveryone;
use crate::measure::metric::{METRICS, Observation};
use crate::measure::replication::{AgainstBaseline, ReplicationMeasures};

/// Something that has a value in every replication.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The name in the files.
    pub name: &'static str,
    /// How its values are written.
    pub unit: Unit,
    /// The values it cannot leave.
    pub range: Range,
    /// Whether replications are pooled as a ratio of sums (rulings.md 20).
    pub is_pooled: bool,
    /// What it is of.
    pub of: Of,
}

/// What a measure is of.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// A plan: its place in [`METRICS`].
    Plan(usize),
    /// The network, the same under every plan: its place in [`METRICS`].
    Network(usize),
    /// How the same people fare under a plan and under the baseline.
    Change(fn(&AgainstBaseline) -> Option<f64>),
}

/// A measure of one of a study's plans.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// The plan's place in the scenario; of no meaning to a measure of the network.
    pub plan: usize,
    /// What is asked of it.
    pub measure: &'static Measure,
}

/// All measures: the metrics of `summary.csv` at their places in [`METRICS`], then those that
/// `comparison.csv` has beside them.
pub static MEASURES: LazyLock<Vec<Measure>> = LazyLock::new(|| {
    let metrics = METRICS.iter().enumerate().map(|(index, metric)| Measure {
        name: metric.name,
        unit: metric.unit,
        range: metric.range,
        is_pooled: metric.is_pooled(),
        of: if metric.is_of_network() {
            Of::Network(index)
        } else {
            Of::Plan(index)
        },
    });
    metrics.chain(CHANGES).collect()
});

const CHANGES: [Measure; 5] = [
    change("share_better", Unit::Share, SHARE, |against| {
        Some(everyone(against)?.better)
    }),
    change("share_worse", Unit::Share, SHARE, |against| {
        Some(everyone(against)?.worse)
    }),
    change("share_unchanged", Unit::Share, SHARE, |against| {
        Some(everyone(against)?.unchanged)
    }),
    change("mean_change", Unit::Amount, None, |against| {
        Some(everyone(against)?.mean)
    }),
    change("total_moved", Unit::Amount, None, |against| {
        Some(against.changes.turnover as f64 / 2.0)
    }),
];

const fn change(
    name: &'static str,
    unit: Unit,
    range: Range,
    of: fn(&AgainstBaseline) -> Option<f64>,
) -> Measure {
    Measure {
        name,
        unit,
        range,
        is_pooled: false,
        of: Of::Change(of),
    }
}

fn everyone(against: &AgainstBaseline) -> Option<ForEveryone> {
    against.changes.for_everyone()
}

/// The measure of a name.
#[must_use]
pub fn measure(name: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|measure| measure.name == name)
}

impl Measure {
    /// Whether it is of the network rather than of a plan.
    #[must_use]
    pub fn is_of_network(&self) -> bool {
        matches!(self.of, Of::Network(_))
    }

    /// Whether it compares with the baseline by itself.
    #[must_use]
    pub fn is_change(&self) -> bool {
        matches!(self.of, Of::Change(_))
    }

    /// Its value under a plan in one replication.
    ///
    /// # Panics
    ///
    /// If there is no such plan.
    #[must_use]
    pub fn observe(&self, measures: &ReplicationMeasures, plan: usize) -> Observation {
        let metric = |observations: &[Observation], index: usize| {
            let found = observations.get(index);
            found.copied().unwrap_or(Observation::UNDEFINED)
        };
        match self.of {
            Of::Plan(index) => metric(&measures.plans[plan].observations, index),
            Of::Network(index) => metric(&measures.network, index),
            Of::Change(value) => {
                let against = measures.plans[plan].against_baseline.as_ref();
                against.and_then(value).into()
            }
        }
    }

    /// The mean, or the pooled ratio, of a column of replications with its 95 % interval.
    pub fn estimate(&self, column: &[Observation], estimator: &mut Estimator) -> Estimate {
        if self.is_pooled {
            let ratios: Vec<Ratio> = column.iter().map(Observation::ratio).collect();
            estimator.pooled(&ratios, self.range)
        } else {
            let values = column.iter().filter_map(Observation::value);
            estimator.mean(&values.collect::<Moments>(), self.range)
        }
    }

    /// How much one column is above another of the same replications, which are compared
    /// one by one.
    pub fn difference(
        &self,
        column: &[Observation],
        base: &[Observation],
        estimator: &mut Estimator,
    ) -> Estimate {
        let pairs = column.iter().zip(base);
        if self.is_pooled {
            let pairs: Vec<(Ratio, Ratio)> = pairs
                .map(|(own, base)| (own.ratio(), base.ratio()))
                .collect();
            estimator.pooled_difference(&pairs)
        } else {
            let differences = pairs.filter_map(|(own, base)| Some(own.value()? - base.value()?));
            estimator.mean(&differences.collect::<Moments>(), None)
        }
    }

    /// The same of two columns that have nothing to do with each other, such as those of
    /// two seeds: their errors add up in squares (Welch 1947).
    pub fn difference_of_strangers(
        &self,
        column: &[Observation],
        base: &[Observation],
        estimator: &mut Estimator,
    ) -> Estimate {
        let [own, base] = [column, base].map(|column| {
            // Values whose mean has the standard error of the estimate.
            let values: Moments = self.values(column).into_iter().flatten().collect();
            (self.estimate(column, estimator).mean, values)
        });
        let difference = own.0.zip(base.0).map(|(own, base)| own - base);
        estimator.welch(difference, &own.1, &base.1)
    }

    /// Replication by replication, values whose mean is estimated: the value itself or, of a
    /// pooled ratio, the jackknife's pseudo-value n θ − (n − 1) θ without this one
    /// (Tukey 1958).
    #[must_use]
    pub fn values(&self, column: &[Observation]) -> Vec<Option<f64>> {
        if !self.is_pooled {
            return column.iter().map(Observation::value).collect();
        }
        let ratios: Vec<Ratio> = column.iter().map(Observation::ratio).collect();
        let (total, count) = (interval::sum(&ratios), ratios.len() as f64);
        let pseudo = |&ratio: &Ratio| {
            let without = interval::without(total, ratio)?;
            Some(count * interval::quotient(total)? - (count - 1.0) * without)
        };
        ratios.iter().map(pseudo).collect()
    }
}

impl Outcome {
    /// `PLAN.METRIC`, as it is asked for. `plans` are the names of the study's plans.
    #[must_use]
    pub fn name(&self, plans: &[String]) -> String {
        format!("{}.{}", self.plan_name(plans), self.measure.name)
    }

    /// The name of its plan, or that of the network. `plans` as in [`Outcome::name`].
    ///
    /// # Panics
    ///
    /// If there is no such plan.
    #[must_use]
    pub fn plan_name<'a>(&self, plans: &'a [String]) -> &'a str {
        if self.measure.is_of_network() {
            NETWORK
        } else {
            &plans[self.plan]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    fn column(ratios: &[(f64, f64)]) -> Vec<Observation> {
        let observation = |&(numerator, denominator): &(f64, f64)| Observation {
            numerator,
            denominator,
        };
        ratios.iter().map(observation).collect()
    }

    #[test]
    fn every_name_is_one_measure() {
        for (index, one) in MEASURES.iter().enumerate() {
            let before = &MEASURES[..index];
            assert!(before.iter().all(|other| other.name != one.name));
            assert_eq!(measure(one.name).unwrap().name, one.name);
        }
        assert!(measure("share_better").unwrap().is_change());
        assert!(measure("max_depth").unwrap().is_of_network());
        assert!(measure("no_such").is_none());
    }

    #[test]
    fn pseudo_values_of_a_pooled_ratio_have_its_jackknife_interval() {
        let pooled = measure("early10_share").unwrap();
        let column = column(&[(1.0, 2.0), (1.0, 4.0), (4.0, 4.0), (0.0, 3.0)]);
        let mut estimator = Estimator::default();
        let estimate = pooled.estimate(&column, &mut estimator);
        let pseudo: Moments = pooled.values(&column).into_iter().flatten().collect();
        let usual = estimator.mean(&pseudo, None);
        // Clipped to a share, both have the upper half of one width.
        let half = estimate.high.unwrap() - estimate.mean.unwrap();
        let wide = usual.high.unwrap() - usual.mean.unwrap();
        assert!(half <= wide + 1e-12);
        assert_eq!(
            estimate.high,
            Some(1.0_f64.min(estimate.mean.unwrap() + wide))
        );
    }

    #[test]
    fn strangers_are_further_apart_than_pairs() {
        let metric = measure("mean_net").unwrap();
        let values: Vec<(f64, f64)> = (0..20).map(|step| (f64::from(step * step), 1.0)).collect();
        let moved: Vec<(f64, f64)> = values
            .iter()
            .map(|&(value, one)| (value + 5.0, one))
            .collect();
        let mut estimator = Estimator::default();
        let (own, base) = (column(&moved), column(&values));
        let pairs = metric.difference(&own, &base, &mut estimator);
        let strangers = metric.difference_of_strangers(&own, &base, &mut estimator);
        assert_abs_diff_eq!(pairs.mean.unwrap(), 5.0, epsilon = 1e-9);
        assert_abs_diff_eq!(strangers.mean.unwrap(), 5.0, epsilon = 1e-9);
        assert_abs_diff_eq!(pairs.low.unwrap(), 5.0, epsilon = 1e-9);
        // R: t.test(x + 5, x) of x = (0:19)^2: −67.46 to 77.46.
        assert_abs_diff_eq!(strangers.low.unwrap(), 5.0 - 73.0, epsilon = 3.0);
    }
}
