//! Every metric, defined once: its name in the files, what it means with its
//! denominator, when it is undefined, how it is read off the figures of one replication
//! and how replications add up (measures.md §1, rulings.md 19–26).
//!
//! A new metric is one entry in the list of its group.

mod concentration;
mod figures;
mod level;
mod money;
mod network;
mod people;
mod position;
mod time;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use figures::{BreakEven, Figures, ProfitVariants};

use super::crowd::NetworkFigures;
use crate::measure::terms::Unit;

/// The metric a finding is headed by: who profits.
pub const HEADLINE: &str = "share_profit";

/// All metrics in the order of the files, group by group.
pub static METRICS: LazyLock<Vec<Metric>> = LazyLock::new(|| {
    [
        people::METRICS,
        level::METRICS,
        concentration::METRICS,
        position::METRICS,
        money::METRICS,
        time::METRICS,
        network::METRICS,
    ]
    .concat()
});

/// What a metric is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// How many people.
    People,
    /// How much they get.
    Level,
    /// How unequally.
    Concentration,
    /// Whether it depends on when one joined.
    Position,
    /// The company's books and where the money comes from.
    Money,
    /// Time, exposure and use value.
    Time,
    /// The shape of the network, the same under every plan.
    Network,
}

/// One metric.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// The name in the files.
    pub name: &'static str,
    /// How its values are written.
    pub unit: Unit,
    /// What it is about.
    pub subject: Subject,
    /// What it means, with its denominator, in a phrase.
    pub meaning: &'static str,
    /// When it has no value, as a condition; `None` if it always has one.
    pub undefined: Option<&'static str>,
    /// The values it cannot leave; its interval is clipped to them.
    pub range: Option<(f64, f64)>,
    /// How one replication is read and how replications add up.
    pub rule: Rule,
}

/// How a metric is read off one replication, which also says how it is estimated from
/// many (rulings.md 20).
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// A value of a plan; replications are averaged.
    Mean(fn(&Figures) -> Option<f64>),
    /// A ratio of a plan, as numerator and denominator; replications are pooled, Σ
    /// numerator ÷ Σ denominator. A denominator of 0 has no value of its own and still
    /// belongs to the sums.
    Pooled(fn(&Figures) -> (f64, f64)),
    /// A value of the network; replications are averaged.
    Network(fn(&NetworkFigures) -> Option<f64>),
}

/// A metric's value in one replication, as a ratio. A value that is averaged stands over
/// 1, or both are 0 if there is none. A pooled ratio is what adds up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Above the line.
    pub numerator: f64,
    /// Below the line.
    pub denominator: f64,
}

impl Observation {
    /// No value.
    pub const UNDEFINED: Observation = Observation {
        numerator: 0.0,
        denominator: 0.0,
    };

    /// The value, if there is one.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        (self.denominator != 0.0).then(|| self.numerator / self.denominator)
    }

    /// Both, as (numerator, denominator).
    #[must_use]
    pub fn ratio(&self) -> (f64, f64) {
        (self.numerator, self.denominator)
    }
}

impl From<Option<f64>> for Observation {
    fn from(value: Option<f64>) -> Observation {
        value.map_or(Observation::UNDEFINED, |numerator| Observation {
            numerator,
            denominator: 1.0,
        })
    }
}

impl Metric {
    /// Whether replications are pooled as a ratio of sums.
    #[must_use]
    pub fn is_pooled(&self) -> bool {
        matches!(self.rule, Rule::Pooled(_))
    }

    /// Whether the metric is of the network rather than of a plan.
    #[must_use]
    pub fn is_of_network(&self) -> bool {
        matches!(self.rule, Rule::Network(_))
    }

    /// A metric that is averaged over replications.
    const fn mean(
        name: &'static str,
        unit: Unit,
        meaning: &'static str,
        rule: fn(&Figures) -> Option<f64>,
    ) -> Metric {
        Metric::new(name, unit, meaning, Rule::Mean(rule))
    }

    /// A ratio of sums over replications.
    const fn pooled(
        name: &'static str,
        meaning: &'static str,
        rule: fn(&Figures) -> (f64, f64),
    ) -> Metric {
        Metric::new(name, Unit::Share, meaning, Rule::Pooled(rule))
    }

    const fn new(name: &'static str, unit: Unit, meaning: &'static str, rule: Rule) -> Metric {
        Metric {
            name,
            unit,
            subject: Subject::People,
            meaning,
            undefined: None,
            range: match unit {
                Unit::Share => Some((0.0, 1.0)),
                Unit::Amount | Unit::Count | Unit::Coefficient => None,
            },
            rule,
        }
    }

    const fn unless(self, undefined: &'static str) -> Metric {
        Metric {
            undefined: Some(undefined),
            ..self
        }
    }

    const fn within(self, least: f64, most: f64) -> Metric {
        Metric {
            range: Some((least, most)),
            ..self
        }
    }

    const fn unbounded(self) -> Metric {
        Metric {
            range: None,
            ..self
        }
    }
}

/// Sets the subject of a group's metrics.
const fn about<const N: usize>(subject: Subject, mut metrics: [Metric; N]) -> [Metric; N] {
    let mut index = 0;
    while index < N {
        metrics[index].subject = subject;
        index += 1;
    }
    metrics
}

/// Every plan metric of one replication, in the order of [`METRICS`]; network metrics
/// are undefined.
#[must_use]
pub fn observe_plan(figures: &Figures) -> Vec<Observation> {
    METRICS
        .iter()
        .map(|metric| match metric.rule {
            Rule::Mean(rule) => rule(figures).into(),
            Rule::Pooled(rule) => {
                let (numerator, denominator) = rule(figures);
                Observation {
                    numerator,
                    denominator,
                }
            }
            Rule::Network(_) => Observation::UNDEFINED,
        })
        .collect()
}

/// Every network metric of one replication, in the order of [`METRICS`]; plan metrics
/// are undefined.
#[must_use]
pub fn observe_network(figures: &NetworkFigures) -> Vec<Observation> {
    METRICS
        .iter()
        .map(|metric| match metric.rule {
            Rule::Network(rule) => rule(figures).into(),
            Rule::Mean(_) | Rule::Pooled(_) => Observation::UNDEFINED,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_as_specified() {
        let names: BTreeSet<_> = METRICS.iter().map(|metric| metric.name).collect();
        assert_eq!(names.len(), METRICS.len());
        let specified = "participants active_at_end share_paid share_profit share_zero share_loss \
            share_recruited_none mean_net median_net net_p01 net_p05 net_p10 net_p25 net_p50 net_p75 \
            net_p90 net_p95 net_p99 net_p999 mean_gross median_gross mean_loss_of_losers total_loss \
            total_gain gini gini_gross gini_net top01_share top10_share bottom50_share hoover theil \
            atkinson_05 atkinson_1 palma early01_share early10_share early20_share early50_share \
            early01_share_gross top10_share_gross palma_gross rank_correlation \
            loss_share_first_decile loss_share_last_decile revenue payout payout_ratio payout_of_cv \
            breakage_ratio company_result funded_by_customers funded_by_own_use funded_by_joining \
            retail_share founders_payout founders_share paid_on_own_sales \
            paid_on_downline_customers paid_on_downline_own_use paid_on_joining mean_depth max_depth \
            max_recruits share_recruited_1 share_recruited_2 share_recruited_3plus mean_downline \
            saturation clamped_chances share_profit_use0 share_profit_use50 share_profit_use100 mean_time_cost \
            share_profit_after_time median_net_per_hour median_periods_to_break_even \
            share_ever_profit annual_churn mean_gross_active mean_gross_earners mean_gross_top_rank \
            active_to_all earners_to_all top_rank_to_all share_ten_customers funded_by_sales \
            paid_on_recruits payout_of_customer_sales retail_share_with_own_use";
        for name in specified.split_whitespace() {
            assert!(names.contains(name), "{name}");
        }
    }

    #[test]
    fn what_is_pooled_is_what_the_rule_lists() {
        let listed = |name: &str| {
            ["early", "top0", "top1", "bottom", "funded_by", "paid_on"]
                .iter()
                .any(|start| name.starts_with(start))
                || [
                    "payout_ratio",
                    "payout_of_cv",
                    "breakage_ratio",
                    "payout_of_customer_sales",
                    "retail_share",
                    "retail_share_with_own_use",
                    "founders_share",
                ]
                .contains(&name)
        };
        for metric in METRICS.iter() {
            assert_eq!(metric.is_pooled(), listed(metric.name), "{}", metric.name);
            assert_eq!(metric.is_of_network(), metric.subject == Subject::Network);
        }
    }
}
