//! Results to draw: not simulated, but shaped like those of a real study.

use crate::money::Currency;
use crate::scenario::types::PeriodUnit;
use crate::study::results::*;

/// What the results should look like.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// How many plans.
    pub plans: usize,
    /// Pay periods.
    pub periods: u32,
    /// Replications; 1 has no intervals.
    pub replications: u32,
    /// Multiplies all amounts; 0 is a study in which nobody earns or spends.
    pub amount: f64,
    /// Every title is this long at least.
    pub title_length: usize,
}

/// Two plans over a year, as a reader usually meets them.
pub(super) const TYPICAL: Shape = Shape {
    plans: 2,
    periods: 12,
    replications: 200,
    amount: 1.0,
    title_length: 0,
};

const TITLES: [&str; 8] = [
    "Referral: 10 % on own sales",
    "Five levels",
    "Three levels with joining bonus",
    "Seven levels",
    "Unilevel, compressed",
    "Binary",
    "Level 6 only",
    "Level 7 only",
];

impl Shape {
    /// The results.
    pub fn results(&self) -> Results {
        let names: Vec<PlanLabel> = (0..self.plans)
            .map(|plan| PlanLabel {
                name: format!("plan-{plan}"),
                title: format!("{:x<width$}", TITLES[plan], width = self.title_length),
            })
            .collect();
        Results {
            subject: self.subject(names.clone()),
            summary: gather(&names, |plan, name| self.summary(plan, name)),
            comparison: gather(&names[1..], |plan, name| self.comparison(plan + 1, name)),
            replications: Replications::default(),
            quantiles: gather(&names, |plan, name| self.quantiles(plan, name)),
            cumulative: Vec::new(),
            histogram: Vec::new(),
            lorenz: gather(&names, |plan, name| {
                self.shares(name, |people| {
                    libm::pow(people, 3.0 + 2.0 * self.skew(plan))
                })
            }),
            joining_curve: gather(&names, |plan, name| {
                self.shares(name, |people| {
                    libm::pow(people, 1.0 / (1.1 + self.skew(plan)))
                })
            }),
            depth: Vec::new(),
            joining_decile: gather(&names, |plan, name| self.deciles(plan, name)),
            joining_period: Vec::new(),
            cohorts: Vec::new(),
            winners_losers: gather(&names[1..], |plan, name| self.winners(plan + 1, name)),
            funding: gather(&names, |plan, name| self.funding(plan, name)),
            periods: gather(&names, |plan, name| self.periods(plan, name)),
            disclosure: Vec::new(),
        }
    }

    fn subject(&self, plans: Vec<PlanLabel>) -> Subject {
        Subject {
            name: "fixture".to_owned(),
            title: "Who profits?".to_owned(),
            description: String::new(),
            currency: Currency::from_code("USD"),
            periods: self.periods,
            unit: PeriodUnit::Month,
            replications: self.replications,
            seed: 1,
            plans,
            baseline: 0,
            large_change: 2_000,
            founders: 1,
            count_founders: false,
            notes: Vec::new(),
            pays_margin: false,
        }
    }

    /// How much a plan favours the early: 0 for the first, then rising.
    fn skew(&self, plan: usize) -> f64 {
        (plan as f64) * 1.7 / (1.0 + 0.25 * plan as f64)
    }

    fn estimate(&self, mean: f64, half: f64) -> Estimate {
        let interval = self.replications > 1;
        Estimate {
            mean: Some(mean),
            low: interval.then_some(mean - half),
            high: interval.then_some(mean + half),
        }
    }

    fn share(&self, mean: f64, half: f64) -> Estimate {
        let mean = mean.clamp(0.0, 1.0);
        let estimate = self.estimate(mean, half);
        Estimate {
            low: estimate.low.map(|low| low.max(0.0)),
            high: estimate.high.map(|high| high.min(1.0)),
            ..estimate
        }
    }

    /// Net at a quantile: a loss for most, a long tail of gains.
    fn net(&self, plan: usize, p: f64) -> f64 {
        let loss = 6_000.0 + 900.0 * plan as f64;
        let tail = 1_500.0 * (1.0 + 0.3 * plan as f64);
        let odds = p / (1.0 - p);
        let gain = tail * libm::pow(odds, 0.7 + 0.25 * self.skew(plan));
        self.amount * libm::round(gain - loss * (1.0 - 0.3 * p))
    }

    fn share_loss(&self, plan: usize) -> f64 {
        (1..1000)
            .map(|index| f64::from(index) / 1000.0)
            .take_while(|p| self.net(plan, *p) < 0.0)
            .last()
            .unwrap_or(0.0)
    }

    fn summary(&self, plan: usize, name: &str) -> Vec<SummaryRow> {
        let loss = self.share_loss(plan);
        [
            ("participants", Unit::Count, self.estimate(10_000.0, 0.0)),
            ("share_loss", Unit::Share, self.share(loss, 0.004)),
            ("share_profit", Unit::Share, self.share(1.0 - loss, 0.004)),
            (
                "gini",
                Unit::Coefficient,
                self.share(0.5 + 0.05 * plan as f64, 0.003),
            ),
        ]
        .into_iter()
        .map(|(metric, unit, estimate)| SummaryRow {
            plan: name.to_owned(),
            metric,
            unit,
            estimate,
            sd: None,
            min: None,
            max: None,
            p05: None,
            p95: None,
            replications: self.replications,
        })
        .collect()
    }

    fn comparison(&self, plan: usize, name: &str) -> Vec<ComparisonRow> {
        let worse = 0.5 + 0.04 * plan as f64;
        [
            ("share_worse", worse),
            ("share_unchanged", 0.08),
            ("share_better", 0.92 - worse),
        ]
        .into_iter()
        .map(|(metric, share)| ComparisonRow {
            plan: name.to_owned(),
            baseline: "plan-0".to_owned(),
            metric,
            unit: Unit::Share,
            difference: self.share(share, 0.003),
            sd: None,
            replications: self.replications,
        })
        .collect()
    }

    fn quantiles(&self, plan: usize, name: &str) -> Vec<QuantileRow> {
        (1..100)
            .map(|percent| f64::from(percent) / 100.0)
            .chain([0.999])
            .map(|p| QuantileRow {
                plan: name.to_owned(),
                account: Account::Net,
                p,
                value: self.estimate(
                    self.net(plan, p),
                    self.amount * (150.0 + 0.02 * self.net(plan, p).abs()),
                ),
            })
            .collect()
    }

    fn shares(&self, name: &str, curve: impl Fn(f64) -> f64) -> Vec<LorenzRow> {
        (0..=100)
            .map(|percent| f64::from(percent) / 100.0)
            .map(|people| LorenzRow {
                plan: name.to_owned(),
                account: Account::Commissions,
                people,
                money: if self.amount == 0.0 {
                    Estimate::default()
                } else {
                    self.share(curve(people), 0.04 * people * (1.0 - people))
                },
            })
            .collect()
    }

    fn deciles(&self, plan: usize, name: &str) -> Vec<GroupRow> {
        (1..=10)
            .map(|group| {
                let late = f64::from(group - 1) / 9.0;
                let share = 0.35 + 0.1 * plan as f64 - late * (0.05 + 0.13 * plan as f64);
                GroupRow {
                    plan: name.to_owned(),
                    group,
                    participants: 1_000.0,
                    share_profit: self.share(if self.amount == 0.0 { 0.0 } else { share }, 0.012),
                    mean_net: Some(0.0),
                    median_net: Some(0.0),
                    mean_gross: Some(0.0),
                    share_of_commissions: Some(0.1),
                    mean_periods_enrolled: Some(12.0 - 10.5 * late),
                }
            })
            .collect()
    }

    fn winners(&self, plan: usize, name: &str) -> Vec<WinnersLosersRow> {
        let mut rows = Vec::new();
        for ranked_by in [Ranking::BaselineNet, Ranking::JoiningOrder] {
            for group in 1..=10_u32 {
                let late = f64::from(group - 1) / 9.0;
                let worse = 0.25 + 0.5 * late;
                let better = 0.95 - worse;
                let shares = [
                    worse * (0.2 + 0.05 * plan as f64),
                    worse * (0.8 - 0.05 * plan as f64),
                    0.05,
                    better * 0.6,
                    better * 0.4,
                ];
                for (bucket, share) in Bucket::ALL.into_iter().zip(shares) {
                    rows.push(WinnersLosersRow {
                        plan: name.to_owned(),
                        baseline: "plan-0".to_owned(),
                        ranked_by,
                        group,
                        bucket,
                        share: self.share(share, 0.01),
                        mean_change: None,
                    });
                }
            }
        }
        rows
    }

    fn funding(&self, plan: usize, name: &str) -> Vec<FundingRow> {
        let joining = (0.09 * plan as f64).min(0.6);
        let own = (0.12 * plan as f64).min(0.3);
        [
            ("customers", 1.0 - joining - own),
            ("own_use", own),
            ("joining", joining),
        ]
        .into_iter()
        .map(|(source, share)| FundingRow {
            plan: name.to_owned(),
            component: "total".to_owned(),
            source,
            amount_mean: self.amount * 123_456_789.0 * share,
            share: if self.amount == 0.0 {
                Estimate::default()
            } else {
                self.share(share, 0.004)
            },
        })
        .collect()
    }

    fn periods(&self, plan: usize, name: &str) -> Vec<PeriodRow> {
        (1..=self.periods)
            .map(|period| {
                let time = f64::from(period) / f64::from(self.periods);
                let participants = 10_000.0 * time * time * (3.0 - 2.0 * time);
                PeriodRow {
                    plan: name.to_owned(),
                    period,
                    participants,
                    enrolled: participants * (1.0 - 0.6 * time),
                    active: participants * 0.3,
                    customers: participants * 2.0,
                    revenue: self.amount * participants * 5_000.0,
                    payout: self.amount * participants * (900.0 + 60.0 * plan as f64),
                    share_loss_so_far: self.share(0.95 - (0.2 - 0.02 * plan as f64) * time, 0.01),
                }
            })
            .collect()
    }
}

/// The rows of all plans.
fn gather<Row>(names: &[PlanLabel], rows: impl Fn(usize, &str) -> Vec<Row>) -> Vec<Row> {
    names
        .iter()
        .enumerate()
        .flat_map(|(plan, label)| rows(plan, &label.name))
        .collect()
}
