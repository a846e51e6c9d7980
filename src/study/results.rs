//! The finished tables of a study, in memory: one row type a table, one field a
//! column. CSV files, charts, the HTML report and the terminal summary all read
//! these and nothing else, so that every picture regenerates from the files.
//!
//! Amounts of statistics (means, quantiles' means) are in minor units as `f64`; the
//! writers turn them into decimals. `None` is an undefined value: an empty field.

use serde::{Deserialize, Serialize};

use crate::measure::metric::{METRICS, Subject as MetricSubject};
pub use crate::measure::sample_tree::{CellEarnings, SampleTree, TreeCell, TreeMember};
pub use crate::measure::terms::{Account, Bucket, Ranking, Unit};
use crate::money::Currency;
use crate::scenario::types::PeriodUnit;

/// A mean over replications with its 95 % interval. One replication has no interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The mean over replications, or the pooled ratio where the metric is pooled.
    pub mean: Option<f64>,
    /// Lower end of the 95 % interval of the mean.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval of the mean.
    pub high: Option<f64>,
}

/// Everything a study found.
#[derive(Clone, Debug)]
pub struct Results {
    /// What was studied.
    pub subject: Subject,
    /// `summary.csv`: plan by plan, metric by metric; plan `network` last.
    pub summary: Vec<SummaryRow>,
    /// `comparison.csv`.
    pub comparison: Vec<ComparisonRow>,
    /// `replications.csv`.
    pub replications: Replications,
    /// `convergence.csv`: the headline metric after more and more replications.
    pub convergence: Vec<ConvergenceRow>,
    /// `quantiles.csv`.
    pub quantiles: Vec<QuantileRow>,
    /// `cumulative.csv`: the share of participants with at most so much net.
    pub cumulative: Vec<CumulativeRow>,
    /// `histogram.csv`.
    pub histogram: Vec<HistogramRow>,
    /// `lorenz.csv`.
    pub lorenz: Vec<LorenzRow>,
    /// `joining_curve.csv`: share of commissions held by the earliest share of joiners.
    pub joining_curve: Vec<LorenzRow>,
    /// `depth.csv`.
    pub depth: Vec<GroupRow>,
    /// `joining_decile.csv`.
    pub joining_decile: Vec<GroupRow>,
    /// `joining_period.csv`.
    pub joining_period: Vec<GroupRow>,
    /// `cohorts.csv`.
    pub cohorts: Vec<CohortRow>,
    /// `winners_losers.csv`.
    pub winners_losers: Vec<WinnersLosersRow>,
    /// `funding.csv`.
    pub funding: Vec<FundingRow>,
    /// `periods.csv`.
    pub periods: Vec<PeriodRow>,
    /// `disclosure.csv`.
    pub disclosure: Vec<DisclosureRow>,
    /// `sample_tree.csv`: the network of replication 1.
    pub sample_tree: Option<SampleTree>,
}

impl Results {
    /// Results about `subject` with every table still empty.
    #[must_use]
    pub fn empty(subject: Subject) -> Results {
        Results {
            subject,
            summary: Vec::new(),
            comparison: Vec::new(),
            replications: Replications::default(),
            convergence: Vec::new(),
            quantiles: Vec::new(),
            cumulative: Vec::new(),
            histogram: Vec::new(),
            lorenz: Vec::new(),
            joining_curve: Vec::new(),
            depth: Vec::new(),
            joining_decile: Vec::new(),
            joining_period: Vec::new(),
            cohorts: Vec::new(),
            winners_losers: Vec::new(),
            funding: Vec::new(),
            periods: Vec::new(),
            disclosure: Vec::new(),
            sample_tree: None,
        }
    }

    /// Empties all that says who joined before whom: position metrics and tables
    /// (rulings.md 40).
    pub fn forget_joining_order(&mut self) {
        let of_position = hangs_on_joining_order;
        for row in self
            .summary
            .iter_mut()
            .filter(|row| of_position(row.metric))
        {
            *row = SummaryRow {
                plan: std::mem::take(&mut row.plan),
                metric: row.metric,
                unit: row.unit,
                estimate: Estimate::default(),
                sd: None,
                min: None,
                max: None,
                p05: None,
                p95: None,
                replications: 0,
            };
        }
        for row in self
            .comparison
            .iter_mut()
            .filter(|row| of_position(row.metric))
        {
            (row.difference, row.sd, row.replications) = (Estimate::default(), None, 0);
        }
        let columns = &self.replications.metrics;
        for row in &mut self.replications.rows {
            let pairs = row.values.iter_mut().zip(&mut row.denominators);
            for ((value, denominator), (metric, _)) in pairs.zip(columns) {
                if of_position(metric) {
                    (*value, *denominator) = (None, None);
                }
            }
        }
        self.joining_curve.clear();
        self.joining_decile.clear();
        self.joining_period.clear();
        self.cohorts.clear();
    }
}

/// Whether a metric hangs on who joined before whom.
#[must_use]
pub fn hangs_on_joining_order(name: &str) -> bool {
    METRICS.iter().any(|metric| {
        metric.name == name && metric.subject == MetricSubject::Position && name != "share_tied"
    })
}

/// What was studied, for titles and captions. The manifest holds it, so that charts can be
/// drawn again from the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The scenario's short name.
    pub name: String,
    /// The question it asks.
    pub title: String,
    /// The story.
    pub description: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Pay periods simulated.
    pub periods: u32,
    /// What a period is.
    pub unit: PeriodUnit,
    /// Replications finished.
    pub replications: u32,
    /// The seed.
    pub seed: u64,
    /// The plans in the order of the scenario.
    pub plans: Vec<PlanLabel>,
    /// Index of the baseline in `plans`.
    pub baseline: usize,
    /// A change of more than so many minor units is large.
    pub large_change: i64,
    /// How many founders there are.
    pub founders: u32,
    /// Whether they count as participants.
    pub count_founders: bool,
    /// What a reader should know of how the plans were paid.
    pub notes: Vec<String>,
    /// Whether any plan pays retail margin, so that gross differs from commissions.
    pub pays_margin: bool,
    /// Whether the network was observed and not simulated.
    pub observed: bool,
    /// Whether it is known who joined before whom.
    pub joining_known: bool,
    /// Whether the plans pay one world.
    pub worlds: Worlds,
}

/// Which world the plans pay (model.md §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Worlds {
    /// One for all.
    Shared,
    /// Each plan's own, with the same luck. Network metrics are of the baseline's.
    Own {
        /// Whether in every replication the same people joined in all of them, so that
        /// people could be compared one by one.
        paired: bool,
    },
}

/// A plan's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLabel {
    /// As in the files.
    pub name: String,
    /// As people read it.
    pub title: String,
}

/// `plan,metric,mean,ci_low,ci_high,sd,min,max,p05,p95,replications`
#[derive(Clone, Debug)]
pub struct SummaryRow {
    /// A plan's name, `PLAN@equal`, or `network`.
    pub plan: String,
    /// The metric's name.
    pub metric: &'static str,
    /// How its values are written.
    pub unit: Unit,
    /// Mean or pooled ratio, with interval.
    pub estimate: Estimate,
    /// Standard deviation over replications.
    pub sd: Option<f64>,
    /// Smallest over replications.
    pub min: Option<f64>,
    /// Largest over replications.
    pub max: Option<f64>,
    /// 5 % point of the spread over replications (type 7).
    pub p05: Option<f64>,
    /// 95 % point of the spread over replications (type 7).
    pub p95: Option<f64>,
    /// Replications the mean is over: those in which the metric was defined, or all where
    /// it is pooled and has a value.
    pub replications: u32,
}

/// `plan,baseline,metric,mean_difference,ci_low,ci_high,sd,replications`
#[derive(Clone, Debug)]
pub struct ComparisonRow {
    /// The plan compared (`PLAN@equal` included).
    pub plan: String,
    /// The baseline's name.
    pub baseline: String,
    /// The metric, or `share_better`, `share_worse`, `share_unchanged`, `mean_change`,
    /// `total_moved`, `dominance_1`, `dominance_2`.
    pub metric: &'static str,
    /// How its values are written.
    pub unit: Unit,
    /// Mean paired difference, plan minus baseline.
    pub difference: Estimate,
    /// Standard deviation of the difference over replications.
    pub sd: Option<f64>,
    /// Replications the difference is over: those in which both sides were defined, or all
    /// where the metric is pooled and both have a value.
    pub replications: u32,
}

/// `replication,plan,` then one column per metric.
#[derive(Clone, Debug, Default)]
pub struct Replications {
    /// The metric columns.
    pub metrics: Vec<(&'static str, Unit)>,
    /// Rows in the order of replication, then plan, then `network`.
    pub rows: Vec<ReplicationRow>,
}

/// One row of [`Replications`].
#[derive(Clone, Debug)]
pub struct ReplicationRow {
    /// 1-based.
    pub replication: u32,
    /// A plan's name or `network`.
    pub plan: String,
    /// One value per metric column.
    pub values: Vec<Option<f64>>,
    /// What a pooled value is of, one per metric column: with it replications can be pooled
    /// again. `None` of a metric that is averaged.
    pub denominators: Vec<Option<f64>>,
}

/// `plan,metric,replications,mean,ci_low,ci_high`
#[derive(Clone, Debug)]
pub struct ConvergenceRow {
    /// The plan.
    pub plan: String,
    /// The metric's name: the headline.
    pub metric: &'static str,
    /// How its values are written.
    pub unit: Unit,
    /// After so many replications, the first ones.
    pub replications: u32,
    /// Their mean, with the interval it has by itself.
    pub estimate: Estimate,
}

/// `plan,account,p,value,ci_low,ci_high`
#[derive(Clone, Debug)]
pub struct QuantileRow {
    /// The plan.
    pub plan: String,
    /// Which money.
    pub account: Account,
    /// The share of people below, .01 … .99 and .999.
    pub p: f64,
    /// The quantile in minor units.
    pub value: Estimate,
}

/// `plan,account,value,share,ci_low,ci_high`
#[derive(Clone, Debug)]
pub struct CumulativeRow {
    /// The plan.
    pub plan: String,
    /// Which money.
    pub account: Account,
    /// The amount in minor units: a point of the fixed grid of 48 a decade, its negative,
    /// or 0. Points below all amounts and above all are left out.
    pub value: i64,
    /// Share of participants with this amount or less.
    pub share: Estimate,
}

/// `plan,account,from,to,count_mean,share_mean,share_ci_low,share_ci_high`
#[derive(Clone, Debug)]
pub struct HistogramRow {
    /// The plan.
    pub plan: String,
    /// Which money.
    pub account: Account,
    /// Lower edge in minor units, excluded (the bin of zero has `from = to = 0`);
    /// `None` is open.
    pub from: Option<i64>,
    /// Upper edge in minor units, included; `None` is open.
    pub to: Option<i64>,
    /// Mean number of participants in the bin.
    pub count_mean: f64,
    /// Share of participants in the bin.
    pub share: Estimate,
}

/// `plan,account,people,money,ci_low,ci_high`
#[derive(Clone, Debug)]
pub struct LorenzRow {
    /// The plan.
    pub plan: String,
    /// Which money.
    pub account: Account,
    /// Share of people: the poorest (Lorenz) or the earliest (joining curve).
    pub people: f64,
    /// The share of the money they hold.
    pub money: Estimate,
}

/// `plan,group,participants,share_profit,ci_low,ci_high,mean_net,median_net,mean_gross,share_of_commissions,mean_periods_enrolled`
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// The plan.
    pub plan: String,
    /// Depth, joining decile 1 … 10, or joining period.
    pub group: u32,
    /// Mean number of participants.
    pub participants: f64,
    /// Share with positive net.
    pub share_profit: Estimate,
    /// Mean net in minor units.
    pub mean_net: Option<f64>,
    /// Mean over replications of the group's median net.
    pub median_net: Option<f64>,
    /// Mean gross in minor units.
    pub mean_gross: Option<f64>,
    /// Share of all commissions (pooled).
    pub share_of_commissions: Option<f64>,
    /// Mean number of periods a member of the group was enrolled (rulings.md 25).
    pub mean_periods_enrolled: Option<f64>,
}

/// `plan,joined_period,completed_periods,participants,mean_net,ci_low,ci_high,median_net,share_profit`
#[derive(Clone, Debug)]
pub struct CohortRow {
    /// The plan.
    pub plan: String,
    /// When the cohort joined.
    pub joined_period: u32,
    /// Completed periods since joining: 1, 3, 6 or 12.
    pub completed_periods: u32,
    /// Mean number of people observed that long.
    pub participants: f64,
    /// Mean net so far.
    pub mean_net: Estimate,
    /// Mean over replications of the median net so far.
    pub median_net: Option<f64>,
    /// Share with positive net so far.
    pub share_profit: Option<f64>,
}

/// `plan,baseline,ranked_by,group,bucket,share,ci_low,ci_high,mean_change`
#[derive(Clone, Debug)]
pub struct WinnersLosersRow {
    /// The plan compared.
    pub plan: String,
    /// The baseline's name.
    pub baseline: String,
    /// Who was ranked by what.
    pub ranked_by: Ranking,
    /// Decile 1 … 10; 0 for everyone.
    pub group: u32,
    /// The size of the change.
    pub bucket: Bucket,
    /// Share of the group in the bucket.
    pub share: Estimate,
    /// Mean change of those in the bucket, in minor units.
    pub mean_change: Option<f64>,
}

/// `plan,component,source,amount_mean,share,ci_low,ci_high`
#[derive(Clone, Debug)]
pub struct FundingRow {
    /// The plan.
    pub plan: String,
    /// The component's id, or `total`.
    pub component: String,
    /// `customers`, `own_use` or `joining`.
    pub source: &'static str,
    /// Mean amount a replication, in minor units.
    pub amount_mean: f64,
    /// Share of the component's payments (pooled).
    pub share: Estimate,
}

/// `plan,period,participants,enrolled,active,customers,revenue,payout,share_loss_so_far,ci_low,ci_high`
#[derive(Clone, Debug)]
pub struct PeriodRow {
    /// The plan.
    pub plan: String,
    /// 1-based.
    pub period: u32,
    /// Mean cumulative joiners.
    pub participants: f64,
    /// Mean number joined and not quit.
    pub enrolled: f64,
    /// Mean number who meet the plan's activity rule.
    pub active: f64,
    /// Mean number of customers who bought in the period.
    pub customers: f64,
    /// Mean revenue of the period, minor units.
    pub revenue: f64,
    /// Mean payout of the period, minor units.
    pub payout: f64,
    /// Share of joiners whose net so far is negative.
    pub share_loss_so_far: Estimate,
}

/// `plan,filter,account,bracket,share,cumulative_share,median,mean`
#[derive(Clone, Debug)]
pub struct DisclosureRow {
    /// The plan.
    pub plan: String,
    /// `all`, `active`, `paid`, `paid_and_active`, `gross_only`.
    pub filter: &'static str,
    /// Which money.
    pub account: Account,
    /// The bracket in whole currency units, `(from, to]` as text, or `total`.
    pub bracket: &'static str,
    /// Share of the people the filter leaves.
    pub share: Option<f64>,
    /// Share in this bracket and all below.
    pub cumulative_share: Option<f64>,
    /// Mean over replications of the bracket's median, minor units.
    pub median: Option<f64>,
    /// Mean amount in the bracket (pooled), minor units.
    pub mean: Option<f64>,
}
