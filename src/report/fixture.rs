//! Made-up results of a plausible shape, for tests of what is written from them.

use crate::columns::Cores;
use crate::measure::facts::WorldFacts;
use crate::measure::metric::HEADLINE;
use crate::money::Currency;
use crate::network::{self, NO_SPONSOR};
use crate::report::worlds::World;
use crate::scenario::types::PeriodUnit;
use crate::study::results::{
    Account, Bucket, CohortRow, ComparisonRow, ConvergenceRow, CumulativeRow, DisclosureRow,
    Estimate, FundingRow, GroupRow, HistogramRow, LorenzRow, PeriodRow, PlanLabel, QuantileRow,
    Ranking, ReplicationRow, Replications, Results, SampleTree, Subject, SummaryRow, Unit,
    WinnersLosersRow, Worlds,
};

/// The metrics: name, unit, value under the first plan, change from plan to plan,
/// half-width of the interval.
const METRICS: &[(&str, Unit, f64, f64, f64)] = &[
    ("participants", Unit::Count, 1000.0, 0.0, 0.0),
    ("share_paid", Unit::Share, 0.883, 0.003, 0.001),
    ("share_profit", Unit::Share, 0.621, -0.0412, 0.0018),
    ("share_zero", Unit::Share, 0.0004, 0.0, 0.0001),
    ("share_loss", Unit::Share, 0.3786, 0.0412, 0.0018),
    ("median_net", Unit::Amount, 1290.0, -310.0, 21.0),
    ("mean_net", Unit::Amount, 2310.0, -12.5, 18.0),
    ("gini_gross", Unit::Coefficient, 0.478, 0.041, 0.0007),
    ("top01_share", Unit::Share, 0.061, 0.0513, 0.0004),
    ("top01_share_gross", Unit::Share, 0.041, 0.0313, 0.0004),
    ("early10_share", Unit::Share, 0.1194, 0.0791, 0.0011),
    ("early10_share_gross", Unit::Share, 0.1094, 0.0491, 0.0011),
    ("payout_of_cv", Unit::Share, 0.2, -0.0031, 0.000_02),
    ("funded_by_customers", Unit::Share, 1.0, -0.02, 0.0),
    ("funded_by_own_use", Unit::Share, 0.0, 0.012, 0.0),
    ("funded_by_joining", Unit::Share, 0.0, 0.008, 0.0),
    ("payout_ratio", Unit::Share, 0.16, -0.0025, 0.0004),
    ("retail_share", Unit::Share, 1.0, -0.42, 0.004),
    ("retail_share_with_own_use", Unit::Share, 1.0, -0.08, 0.002),
    ("paid_on_own_sales", Unit::Share, 1.0, -0.5, 0.003),
    ("paid_on_joining", Unit::Share, 0.0, 0.008, 0.001),
    ("paid_on_recruits", Unit::Share, 0.0, 0.498, 0.003),
    ("payout_of_customer_sales", Unit::Share, 0.2, 0.15, 0.002),
    ("founders_payout", Unit::Amount, 12_000.0, 43_000.0, 700.0),
    ("founders_share", Unit::Share, 0.002, 0.011, 0.0004),
    ("mean_time_cost", Unit::Amount, 4_000.0, 0.0, 0.0),
    (
        "share_profit_after_time",
        Unit::Share,
        0.041,
        -0.004,
        0.0009,
    ),
    ("share_profit_use0", Unit::Share, 0.6, -0.0412, 0.0018),
    ("share_profit_use50", Unit::Share, 0.621, -0.0412, 0.0018),
    ("share_profit_use100", Unit::Share, 0.64, -0.0412, 0.0018),
];

/// Results of `plans` plans over 500 replications of the e-book story.
pub fn results(plans: usize) -> Results {
    let labels: Vec<PlanLabel> = match plans {
        1 | 2 => [
            ("referral", "Pure referral, 20 % of own sales"),
            ("mlm", "Five levels, 10-4-3-2-1 %"),
        ][..plans]
            .iter()
            .map(|&(name, title)| label(name, title))
            .collect(),
        _ => (0..plans)
            .map(|level| {
                label(
                    &format!("level-{level}"),
                    &format!("1.00 a unit at level {level}"),
                )
            })
            .collect(),
    };
    let names: Vec<&str> = labels.iter().map(|plan| plan.name.as_str()).collect();
    Results {
        summary: summary(&names),
        comparison: comparison(&names),
        replications: replications(&names),
        convergence: convergence(&names),
        quantiles: curve_points(&names, quantile),
        cumulative: curve_points(&names, at_most),
        histogram: curve_points(&names, bin),
        lorenz: curve_points(&names, |plan, k, i| curve(plan, k, i, 2)),
        joining_curve: curve_points(&names, |plan, k, i| curve(plan, k, 20 - i, 1)),
        depth: groups(&names, 7),
        joining_decile: groups(&names, 10),
        joining_period: groups(&names, 12),
        cohorts: cohorts(&names),
        winners_losers: winners_losers(&names),
        funding: funding(&names),
        periods: periods(&names),
        disclosure: disclosure(&names),
        sample_tree: Some(sample_tree(names.len())),
        subject: Subject {
            name: "ebook".to_owned(),
            title: "Promoting an e-book to friends: who profits under a referral programme, and who under five levels?"
                .to_owned(),
            description: "Each participant writes to 100 friends & acquaintances.".to_owned(),
            currency: Currency::from_code("USD"),
            periods: 12,
            unit: PeriodUnit::Month,
            replications: 500,
            seed: 1,
            plans: labels,
            baseline: 0,
            large_change: 2_000,
            founders: 1,
            count_founders: false,
            notes: Vec::new(),
            pays_margin: false,
            observed: false,
            joining_known: true,
            worlds: Worlds::Shared,
        },
    }
}

fn label(name: &str, title: &str) -> PlanLabel {
    PlanLabel {
        name: name.to_owned(),
        title: title.to_owned(),
    }
}

/// `mean ± half`.
pub fn estimate(mean: f64, half: f64) -> Estimate {
    Estimate {
        mean: Some(mean),
        low: Some(mean - half),
        high: Some(mean + half),
    }
}

fn summary(names: &[&str]) -> Vec<SummaryRow> {
    let of_plans = names.iter().enumerate().flat_map(|(k, plan)| {
        METRICS
            .iter()
            .map(move |&(metric, unit, first, step, half)| {
                summary_row(plan, metric, unit, first + step * k as f64, half)
            })
    });
    let of_network = [
        summary_row("network", "mean_depth", Unit::Count, 6.4, 0.1),
        SummaryRow {
            estimate: Estimate::default(),
            sd: None,
            min: None,
            max: None,
            p05: None,
            p95: None,
            replications: 0,
            ..summary_row("network", "saturation", Unit::Share, 0.0, 0.0)
        },
    ];
    of_plans.chain(of_network).collect()
}

fn summary_row(plan: &str, metric: &'static str, unit: Unit, mean: f64, half: f64) -> SummaryRow {
    SummaryRow {
        plan: plan.to_owned(),
        metric,
        unit,
        estimate: estimate(mean, half),
        sd: Some(half * 11.4),
        min: Some(mean - half * 33.0),
        max: Some(mean + half * 33.0),
        p05: Some(mean - half * 18.7),
        p95: Some(mean + half * 18.7),
        replications: 500,
    }
}

fn comparison(names: &[&str]) -> Vec<ComparisonRow> {
    let mut rows = Vec::new();
    for (k, plan) in names.iter().enumerate().skip(1) {
        for (suffix, shift) in [("", 0.0), ("@equal", 0.021)] {
            let metrics = [
                ("early10_share", Unit::Share, 0.0791 * k as f64, 0.0008),
                ("share_better", Unit::Share, 0.213 + shift, 0.0012),
                ("share_worse", Unit::Share, 0.61 - shift, 0.0013),
                ("share_unchanged", Unit::Share, 0.177, 0.0009),
                ("mean_change", Unit::Amount, -12.5 * k as f64, 5.5),
            ];
            rows.extend(metrics.map(|(metric, unit, mean, half)| ComparisonRow {
                plan: format!("{plan}{suffix}"),
                baseline: names[0].to_owned(),
                metric,
                unit,
                difference: estimate(mean, half),
                sd: Some(half * 11.4),
                replications: 500,
            }));
        }
    }
    rows
}

fn convergence(names: &[&str]) -> Vec<ConvergenceRow> {
    let mut rows = Vec::new();
    for (k, plan) in names.iter().enumerate() {
        rows.extend([1, 2, 10, 500].map(|replications| ConvergenceRow {
            plan: (*plan).to_owned(),
            metric: HEADLINE,
            unit: Unit::Share,
            replications,
            estimate: match replications {
                1 => Estimate {
                    mean: Some(0.64 - 0.0412 * k as f64),
                    ..Estimate::default()
                },
                _ => estimate(
                    0.621 - 0.0412 * k as f64,
                    0.0018 * (500.0 / f64::from(replications)).sqrt(),
                ),
            },
        }));
    }
    rows
}

fn replications(names: &[&str]) -> Replications {
    let mut rows = Vec::new();
    for replication in 1..=3 {
        for (k, plan) in names.iter().enumerate() {
            rows.push(ReplicationRow {
                replication,
                plan: (*plan).to_owned(),
                values: vec![
                    Some(0.62 - 0.04 * k as f64 + 0.001 * f64::from(replication)),
                    Some(1290.0 - 310.0 * k as f64),
                    None,
                ],
                denominators: vec![None, Some(200.0), None],
            });
        }
        rows.push(ReplicationRow {
            replication,
            plan: "network".to_owned(),
            values: vec![None, None, Some(6.0 + f64::from(replication) / 3.0)],
            denominators: vec![None; 3],
        });
    }
    Replications {
        metrics: vec![
            ("share_profit", Unit::Share),
            ("median_net", Unit::Amount),
            ("mean_depth", Unit::Count),
        ],
        rows,
    }
}

/// Twenty-one points a plan.
fn curve_points<Row>(names: &[&str], row: impl Fn(&str, usize, u32) -> Row) -> Vec<Row> {
    let mut rows = Vec::new();
    for (k, plan) in names.iter().enumerate() {
        rows.extend((0..=20).map(|point| row(plan, k, point)));
    }
    rows
}

fn quantile(plan: &str, k: usize, point: u32) -> QuantileRow {
    let p = 0.02 + 0.048 * f64::from(point);
    QuantileRow {
        plan: plan.to_owned(),
        account: Account::Net,
        p,
        value: estimate((p - 0.38 - 0.04 * k as f64) * 9000.0, 25.0),
    }
}

fn at_most(plan: &str, k: usize, point: u32) -> CumulativeRow {
    CumulativeRow {
        plan: plan.to_owned(),
        account: Account::Net,
        value: i64::from(point) * 500 - 4000 - 100 * k as i64,
        share: estimate(f64::from(point) / 20.0, 0.001),
    }
}

fn bin(plan: &str, _: usize, point: u32) -> HistogramRow {
    let edge = |step: u32| {
        (1..=20)
            .contains(&step)
            .then(|| i64::from(step) * 500 - 5000)
    };
    HistogramRow {
        plan: plan.to_owned(),
        account: Account::Net,
        from: edge(point),
        to: edge(point + 1),
        count_mean: 1000.0 / 21.0,
        share: estimate(1.0 / 21.0, 0.001),
    }
}

fn curve(plan: &str, k: usize, point: u32, power: usize) -> LorenzRow {
    let people = f64::from(point) / 20.0;
    let money = (0..k + power).fold(1.0, |product, _| product * people);
    LorenzRow {
        plan: plan.to_owned(),
        account: Account::Commissions,
        people,
        money: estimate(money, 0.001),
    }
}

fn groups(names: &[&str], groups: u32) -> Vec<GroupRow> {
    let mut rows = Vec::new();
    for (k, plan) in names.iter().enumerate() {
        rows.extend((1..=groups).map(|group| GroupRow {
            plan: (*plan).to_owned(),
            group,
            participants: 1000.0 / f64::from(groups),
            share_profit: estimate((0.7 - 0.03 * f64::from(group) * k as f64).max(0.0), 0.004),
            mean_net: Some(2500.0 - 150.0 * f64::from(group)),
            median_net: (group < groups).then_some(1700.0 - 120.0 * f64::from(group)),
            mean_gross: Some(4000.0 - 150.0 * f64::from(group)),
            share_of_commissions: Some(1.0 / f64::from(groups)),
            mean_periods_enrolled: Some(12.0 - f64::from(group)),
        }));
    }
    rows
}

fn cohorts(names: &[&str]) -> Vec<CohortRow> {
    let mut rows = Vec::new();
    for plan in names {
        rows.extend([1, 3, 6, 12].map(|completed| CohortRow {
            plan: (*plan).to_owned(),
            joined_period: 1,
            completed_periods: completed,
            participants: 83.5,
            mean_net: estimate(f64::from(completed) * 180.0 - 900.0, 12.0),
            median_net: Some(f64::from(completed) * 150.0 - 900.0),
            share_profit: Some(f64::from(completed) / 20.0),
        }));
    }
    rows
}

fn winners_losers(names: &[&str]) -> Vec<WinnersLosersRow> {
    let shares = [0.31, 0.3, 0.177, 0.163, 0.05];
    let changes = [-1800.0, -310.0, 0.0, 220.0, 4100.0];
    let mut rows = Vec::new();
    for plan in names.iter().skip(1) {
        for (bucket, (share, change)) in
            Bucket::ALL.into_iter().zip(shares.into_iter().zip(changes))
        {
            rows.push(WinnersLosersRow {
                plan: (*plan).to_owned(),
                baseline: names[0].to_owned(),
                ranked_by: Ranking::Everyone,
                group: 0,
                bucket,
                share: estimate(share, 0.001),
                mean_change: Some(change),
            });
        }
    }
    rows
}

fn funding(names: &[&str]) -> Vec<FundingRow> {
    let mut rows = Vec::new();
    for plan in names {
        for (source, share) in [("customers", 0.98), ("own_use", 0.012), ("joining", 0.008)] {
            rows.push(FundingRow {
                plan: (*plan).to_owned(),
                component: "total".to_owned(),
                source,
                amount_mean: 2_000_000.0 * share,
                share: estimate(share, 0.0005),
            });
        }
    }
    rows
}

fn periods(names: &[&str]) -> Vec<PeriodRow> {
    let mut rows = Vec::new();
    for plan in names {
        rows.extend((1..=12).map(|period| PeriodRow {
            plan: (*plan).to_owned(),
            period,
            participants: 1000.0 / 12.0 * f64::from(period),
            enrolled: 80.0 * f64::from(period),
            active: 70.0 * f64::from(period),
            customers: 55.5 * f64::from(period),
            revenue: 110_000.0 * f64::from(period),
            payout: 22_000.0 * f64::from(period),
            share_loss_so_far: estimate(0.8 - 0.035 * f64::from(period), 0.002),
        }));
    }
    rows
}

fn disclosure(names: &[&str]) -> Vec<DisclosureRow> {
    let mut rows = Vec::new();
    for plan in names {
        for (bracket, share, cumulative) in [
            ("−100–0", Some(0.3786), Some(0.3786)),
            ("nothing", Some(0.0004), Some(0.379)),
            ("0.01–100", Some(0.621), Some(1.0)),
            ("100–500", None, None),
        ] {
            rows.push(DisclosureRow {
                plan: (*plan).to_owned(),
                filter: "all",
                account: Account::Net,
                bracket,
                share,
                cumulative_share: cumulative,
                median: share.map(|share| share * 5000.0),
                mean: share.map(|share| share * 6000.0),
            });
        }
    }
    rows
}

/// Seven members: 1 recruits 2 and 3, 2 recruits 4 and 6, 3 recruits 5, 5 recruits 7. The
/// first plan pays own sales, the others also the upline.
fn sample_tree(plans: usize) -> SampleTree {
    let sponsor = [NO_SPONSOR, 0, 0, 1, 2, 1, 4];
    let (mut depth, mut teams, mut ends) = (vec![], vec![], vec![]);
    network::depths(&sponsor, &mut depth, Cores::One);
    network::teams(&sponsor, &mut teams);
    network::stretch_ends(&sponsor, &teams, &mut ends);
    let world = WorldFacts {
        sponsor: &sponsor,
        depth: &depth,
        teams: &teams,
        ..WorldFacts::nobody()
    };
    let own_sales: [i64; 7] = [0, 500, 0, 0, 250, 0, 1000];
    let levels: [i64; 7] = [1250, 250, -50, 0, 150, -100, 250];
    let mut nets: Vec<&[i64]> = vec![&levels; plans];
    nets[0] = &own_sales;
    SampleTree::of(1, &world, &ends, &nets, &[])
}

/// A world in which so many more, or fewer, are in profit under every plan than under the
/// baseline.
pub fn world(name: &str, plans: usize, difference: f64, half: f64) -> World {
    let mut world = World::of(results(plans));
    world.name = name.to_owned();
    let rows = world.results.subject.plans[1..].iter();
    let rows = rows.map(|plan| ComparisonRow {
        plan: plan.name.clone(),
        baseline: world.results.subject.plans[0].name.clone(),
        metric: "share_profit",
        unit: Unit::Share,
        difference: estimate(difference, half),
        sd: None,
        replications: 500,
    });
    world.results.comparison.extend(rows);
    world
}
