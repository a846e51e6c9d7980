//! Replications taken in one after another, and the finished tables.
//!
//! Floating sums depend on their order, so replications must be pushed in theirs; then
//! the tables are the same to the last bit whoever computed the replications. Memory
//! grows with replications only by what the metrics, the curves and the funding table
//! need for `replications.csv`, the spread and the jackknife.

mod accounts;
mod changes;
mod disclosure;
mod funding;
mod groups;
mod metrics;
mod periods;
mod worlds;

use self::accounts::{AccountTables, CumulativeTable};
use self::changes::ChangeTables;
use self::disclosure::DisclosureTable;
use self::funding::FundingTable;
use self::groups::{CohortTable, GroupTable};
use self::metrics::MetricColumns;
use self::periods::PeriodTable;
use super::convergence;
use super::interval::Estimator;
use super::outcome::{Of, Outcome};
use super::results::{ComparisonRow, Estimate, Results, Subject, Worlds};
use crate::measure::distribution::{CumulativeGrid, HistogramBins};
use crate::measure::replication::{PlanMeasures, ReplicationMeasures};

#[cfg(test)]
mod tests;

/// The name of the network in the column `plan`.
pub const NETWORK: &str = "network";

/// What a study has found so far.
#[derive(Clone, Debug)]
pub struct Accumulator {
    subject: Subject,
    network: MetricColumns,
    plans: Vec<PlanTables>,
}

/// What is known of one plan. Nothing in here but `changes` and `equal_payout` depends on
/// another plan (rulings.md 35).
#[derive(Clone, Debug, Default)]
struct PlanTables {
    metrics: MetricColumns,
    accounts: AccountTables,
    cumulative: CumulativeTable,
    depth: GroupTable,
    joining_decile: GroupTable,
    joining_period: GroupTable,
    cohorts: CohortTable,
    funding: FundingTable,
    periods: PeriodTable,
    disclosure: DisclosureTable,
    changes: ChangeTables,
    equal_payout: EqualPayoutTables,
}

/// The same plan at the baseline's payout: it has metrics and a comparison only
/// (rulings.md 27).
#[derive(Clone, Debug, Default)]
struct EqualPayoutTables {
    metrics: MetricColumns,
    changes: ChangeTables,
}

impl Accumulator {
    /// Nothing found yet. `subject.replications` is ignored: they are counted.
    #[must_use]
    pub fn new(subject: Subject) -> Accumulator {
        let plans = vec![PlanTables::default(); subject.plans.len()];
        Accumulator {
            subject: Subject {
                replications: 0,
                ..subject
            },
            network: MetricColumns::default(),
            plans,
        }
    }

    /// Replications taken in so far.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.subject.replications
    }

    /// Takes in the next replication, in their order.
    ///
    /// # Panics
    ///
    /// If it has not as many plans as the subject.
    pub fn push(&mut self, replication: ReplicationMeasures) {
        assert_eq!(
            replication.plans.len(),
            self.plans.len(),
            "every plan is measured"
        );
        self.subject.replications += 1;
        self.network.push(replication.network);
        let plans = self.plans.iter_mut().zip(replication.plans).enumerate();
        for (index, (tables, measures)) in plans {
            tables.push(measures, index != self.subject.baseline);
        }
    }

    /// What is known of an outcome so far.
    ///
    /// # Panics
    ///
    /// If the study has no such plan.
    #[must_use]
    pub fn estimate(&self, outcome: &Outcome) -> Estimate {
        let estimator = &mut Estimator::default();
        let plan = &self.plans[outcome.plan];
        match outcome.measure.of {
            Of::Plan(index) => plan.metrics.estimate(index, estimator),
            Of::Network(index) => self.network.estimate(index, estimator),
            Of::Change(_) => {
                let rows = plan.changes.comparison("", "", estimator);
                let named = |row: &&ComparisonRow| row.metric == outcome.measure.name;
                rows.iter()
                    .find(named)
                    .map_or_else(Estimate::default, |row| row.difference)
            }
        }
    }

    /// `PLAN.METRIC` of an outcome.
    pub(super) fn name_of(&self, outcome: &Outcome) -> String {
        let plans = self.subject.plans.iter().map(|plan| plan.name.clone());
        outcome.name(&plans.collect::<Vec<_>>())
    }

    /// Adds what a reader should know.
    pub fn note(&mut self, note: String) {
        self.subject.notes.push(note);
    }

    /// The finished tables.
    #[must_use]
    pub fn finish(self) -> Results {
        let Accumulator {
            mut subject,
            network,
            plans,
        } = self;
        if subject.worlds != Worlds::Shared {
            let paired = !plans.iter().any(|plan| plan.changes.is_unpaired());
            subject.worlds = Worlds::Own { paired };
            subject.notes.extend(worlds::notes(&subject));
        }
        let mut estimator = Estimator::default();
        let mut results = Results::empty(subject);
        results.replications.metrics = metrics::columns();
        let bins = HistogramBins::new(results.subject.currency.scale());
        let grid = CumulativeGrid::default();
        for (index, plan) in plans.iter().enumerate() {
            plan.write(index, &bins, &grid, &mut estimator, &mut results);
        }
        write_metrics(&plans, &network, &mut estimator, &mut results);
        results.convergence = convergence::rows(&results.replications, &results.subject.plans);
        results
    }
}

impl PlanTables {
    fn push(&mut self, measures: PlanMeasures, is_compared: bool) {
        self.metrics.push(measures.observations);
        self.cumulative
            .push(measures.participants, &measures.net_cumulative);
        self.accounts.push(
            measures.participants,
            measures.commissions,
            measures.gross,
            measures.net,
        );
        self.depth.push(&measures.groups.by_depth);
        self.joining_decile.push(&measures.groups.by_joining_decile);
        self.joining_period.push(&measures.groups.by_joining_period);
        self.cohorts.push(&measures.cohorts);
        self.funding.push(&measures.funding);
        self.periods.push(&measures.periods);
        self.disclosure.push(&measures.disclosure);
        if is_compared {
            self.changes.push(measures.against_baseline.as_ref());
        }
        if let Some(equal) = measures.equal_payout {
            self.equal_payout.metrics.push(equal.observations);
            self.equal_payout
                .changes
                .push(equal.against_baseline.as_ref());
        } else {
            self.equal_payout.metrics.push_undefined();
        }
    }

    /// The rows of all tables but those of metrics.
    fn write(
        &self,
        index: usize,
        bins: &HistogramBins,
        grid: &CumulativeGrid,
        estimator: &mut Estimator,
        results: &mut Results,
    ) {
        let subject = &results.subject;
        let (name, replications) = (&subject.plans[index].name, subject.replications);
        let baseline = &subject.plans[subject.baseline].name;
        results
            .quantiles
            .extend(self.accounts.quantiles(name, estimator));
        results
            .cumulative
            .extend(self.cumulative.rows(name, grid, estimator));
        results
            .histogram
            .extend(self.accounts.histogram(name, bins, estimator));
        results.lorenz.extend(self.accounts.lorenz(name, estimator));
        results
            .joining_curve
            .extend(self.accounts.joining_curve(name, estimator));
        results
            .depth
            .extend(self.depth.rows(name, replications, estimator));
        results
            .joining_decile
            .extend(self.joining_decile.rows(name, replications, estimator));
        results
            .joining_period
            .extend(self.joining_period.rows(name, replications, estimator));
        results
            .cohorts
            .extend(self.cohorts.rows(name, replications, estimator));
        results.funding.extend(self.funding.rows(name, estimator));
        results
            .periods
            .extend(self.periods.rows(name, replications, estimator));
        results.disclosure.extend(self.disclosure.rows(name));
        if index != subject.baseline {
            results
                .winners_losers
                .extend(self.changes.winners_losers(name, baseline, estimator));
        }
    }
}

/// The rows of `summary.csv`, `comparison.csv` and `replications.csv`: plans, their
/// scaled twins, the network.
fn write_metrics(
    plans: &[PlanTables],
    network: &MetricColumns,
    estimator: &mut Estimator,
    results: &mut Results,
) {
    let labels = &results.subject.plans;
    let baseline = results.subject.baseline;
    let mut compared = Vec::new();
    for (plan, label) in plans.iter().zip(labels) {
        results
            .summary
            .extend(plan.metrics.summary(&label.name, false, estimator));
        compared.push((label.name.clone(), &plan.metrics, &plan.changes));
    }
    for (plan, label) in plans.iter().zip(labels) {
        let EqualPayoutTables { metrics, changes } = &plan.equal_payout;
        if !changes.is_empty() {
            let name = format!("{}@equal", label.name);
            results
                .summary
                .extend(metrics.summary(&name, false, estimator));
            compared.push((name, metrics, changes));
        }
    }
    results
        .summary
        .extend(network.summary(NETWORK, true, estimator));
    for (name, metrics, changes) in compared {
        if !changes.is_empty() {
            let against = &labels[baseline].name;
            results.comparison.extend(metrics.comparison(
                &plans[baseline].metrics,
                &name,
                against,
                estimator,
            ));
            results
                .comparison
                .extend(changes.comparison(&name, against, estimator));
        }
    }
    for index in 0..results.subject.replications as usize {
        for (plan, label) in plans.iter().zip(labels) {
            results
                .replications
                .rows
                .push(plan.metrics.row(index, &label.name));
        }
        results.replications.rows.push(network.row(index, NETWORK));
    }
}
