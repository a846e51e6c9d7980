//! A tree of a founder and six participants, worked by hand from payments to tables.
//!
//! ```text
//! founder ─┬─ 1 ─┬─ 3 ── 5 ── 6      who:         1  2  3  4  5  6
//!          └─ 2  └─ 4                units sold:  1  0  2  1  1  0   at 100.00
//! ```
//!
//! Everyone but the founder pays a fee of 10.00. `referral` pays 10 % on own sales;
//! `levels` pays 5 % on own sales and 5 % on those of personal recruits. Both pay out
//! 50.00 on a volume of 500.00.

use approx::assert_abs_diff_eq;

use super::*;
use crate::books::{ComponentTotals, Totals};
use crate::luck::Luck;
use crate::measure::facts::{PeriodFacts, PlanFacts, WorldFacts};
use crate::measure::metric::METRICS;
use crate::measure::replication::{Options, Workspace, measure};
use crate::money::Currency;
use crate::network::NO_SPONSOR;
use crate::scenario::types::PeriodUnit;
use crate::study::results::{Account, Bucket, PlanLabel, Ranking, SummaryRow};

const SPONSOR: [u32; 7] = [NO_SPONSOR, 0, 0, 1, 1, 3, 5];
const REFERRAL: [i64; 7] = [0, 1000, 0, 2000, 1000, 1000, 0];
const LEVELS: [i64; 7] = [500, 2000, 0, 1500, 500, 500, 0];

fn world(count_founders: bool) -> WorldFacts<'static> {
    WorldFacts {
        founders: 1,
        count_founders,
        sponsor: &SPONSOR,
        joined: &[1; 7],
        periods_enrolled: &[1; 7],
        enrolled_at_end: &[true; 7],
        depth: &[0, 1, 1, 2, 2, 3, 4],
        recruits: &[2, 2, 0, 1, 0, 1, 0],
        downline: &[6, 4, 0, 2, 0, 1, 0],
        ..WorldFacts::nobody()
    }
}

/// The books and the net of a plan that pays these commissions.
fn paid(commissions: &[i64; 7]) -> (Totals, Vec<i64>) {
    let payout = commissions.iter().sum();
    let totals = Totals {
        revenue: 56_000,
        payout,
        founders_payout: commissions[0],
        volume: [50_000, 0, 0],
        funded_by: [payout, 0, 0],
        components: vec![ComponentTotals {
            id: "commission".to_owned(),
            denominator: 100,
            theoretical: i128::from(payout) * 100 + 100_000,
            no_upline: 100_000,
            paid: payout,
            funded_by: [payout, 0, 0],
            ..ComponentTotals::default()
        }],
        ..Totals::default()
    };
    let fees = [0, 1000, 1000, 1000, 1000, 1000, 1000];
    (
        totals,
        commissions
            .iter()
            .zip(fees)
            .map(|(commission, fee)| commission - fee)
            .collect(),
    )
}

/// Measures some of the plans, the first being the baseline.
fn replication(number: u32, count_founders: bool, plans: &[[i64; 7]]) -> ReplicationMeasures {
    let paid: Vec<_> = plans.iter().map(paid).collect();
    let periods = [PeriodFacts {
        participants: 6,
        in_loss_so_far: 3,
        ..PeriodFacts::default()
    }];
    let facts: Vec<PlanFacts> = plans
        .iter()
        .zip(&paid)
        .map(|(commissions, (totals, net))| PlanFacts {
            commissions,
            net,
            periods: &periods,
            ..PlanFacts::nothing(totals)
        })
        .collect();
    let options = Options {
        baseline: 0,
        large: 500,
        equal_payout: true,
        scale: 100,
    };
    measure(
        &mut Workspace::default(),
        &Luck::new(1, number),
        &options,
        &world(count_founders),
        &facts,
    )
}

fn subject(plans: &[&str]) -> Subject {
    let label = |name: &&str| PlanLabel {
        name: (*name).to_owned(),
        title: String::new(),
    };
    Subject {
        name: "six".to_owned(),
        title: String::new(),
        description: String::new(),
        currency: Currency::from_code("USD"),
        periods: 1,
        unit: PeriodUnit::Month,
        replications: 0,
        seed: 1,
        plans: plans.iter().map(label).collect(),
        baseline: 0,
        pays_margin: false,
    }
}

fn results(replications: u32, count_founders: bool) -> Results {
    let mut accumulator = Accumulator::new(subject(&["referral", "levels"]));
    for number in 1..=replications {
        accumulator.push(replication(number, count_founders, &[REFERRAL, LEVELS]));
    }
    accumulator.finish()
}

fn row<'a>(results: &'a Results, plan: &str, metric: &str) -> &'a SummaryRow {
    let found = results
        .summary
        .iter()
        .find(|row| row.plan == plan && row.metric == metric);
    found.unwrap_or_else(|| panic!("{plan} {metric}"))
}

fn assert_mean(results: &Results, plan: &str, metric: &str, expected: f64) {
    let found = row(results, plan, metric)
        .estimate
        .mean
        .unwrap_or_else(|| panic!("{plan} {metric}"));
    assert!(
        (found - expected).abs() < 1e-12,
        "{plan} {metric}: {found} is not {expected}"
    );
}

#[test]
fn metrics_by_hand() {
    let results = results(3, false);
    for (plan, metric, expected) in [
        ("referral", "participants", 6.0),
        ("referral", "share_paid", 4.0 / 6.0),
        ("referral", "share_profit", 1.0 / 6.0),
        ("referral", "share_zero", 3.0 / 6.0),
        ("referral", "share_loss", 2.0 / 6.0),
        ("referral", "median_net", 0.0),
        ("referral", "early50_share", 0.6),
        ("referral", "founders_share", 0.0),
        ("levels", "share_profit", 2.0 / 6.0),
        ("levels", "share_loss", 4.0 / 6.0),
        ("levels", "mean_net", -250.0),
        ("levels", "median_net", -500.0),
        ("levels", "total_loss", 3000.0),
        ("levels", "total_gain", 1500.0),
        ("levels", "mean_loss_of_losers", 750.0),
        // Pairs differ by 145.00 in all: 145 / (6 · 45).
        ("levels", "gini", 14_500.0 / 27_000.0),
        // Nets −10 −10 −5 −5 5 10: pairs differ by the same, over 5 · 45.
        ("levels", "gini_net", 14_500.0 / 22_500.0),
        ("levels", "top10_share", 0.6 * 2000.0 / 4500.0),
        ("levels", "early50_share", 3500.0 / 4500.0),
        ("levels", "founders_share", 0.1),
        ("levels", "payout_ratio", 5.0 / 56.0),
        ("levels", "breakage_ratio", 0.0),
        ("levels", "funded_by_customers", 1.0),
        ("levels", "share_recruited_none", 0.5),
        // Net ranks 6 1.5 5 3.5 3.5 1.5 against 1 … 6.
        (
            "levels",
            "rank_correlation",
            -9.0 / (17.5_f64 * 16.5).sqrt(),
        ),
        ("network", "mean_depth", 13.0 / 7.0),
        ("network", "mean_downline", 13.0 / 7.0),
        ("network", "share_recruited_2", 2.0 / 7.0),
    ] {
        assert_mean(&results, plan, metric, expected);
    }
    let gini = row(&results, "levels", "gini");
    assert_eq!((gini.sd, gini.replications), (Some(0.0), 3));
    assert_eq!(
        (gini.estimate.low, gini.estimate.high),
        (gini.min, gini.max)
    );
}

#[test]
fn founders_count_only_where_they_are_counted() {
    let results = results(1, true);
    for (plan, metric, expected) in [
        ("levels", "participants", 7.0),
        ("levels", "share_paid", 5.0 / 7.0),
        (
            "levels",
            "early50_share",
            (500.0 + 2000.0 + 0.5 * 1500.0) / 5000.0,
        ),
        ("levels", "mean_net", -1000.0 / 7.0),
        ("levels", "founders_share", 0.1),
        ("network", "mean_depth", 13.0 / 7.0),
    ] {
        assert_mean(&results, plan, metric, expected);
    }
    assert_eq!(
        results
            .depth
            .iter()
            .filter(|row| row.plan == "levels" && row.group == 0)
            .count(),
        1
    );
    assert_eq!(self::results(1, false).depth[0].group, 1);
}

/// Changes from `referral` to `levels`: +10, 0, −5, −5, −5, 0.
#[test]
fn winners_and_losers_by_hand() {
    let results = results(2, false);
    let cell = |ranked_by, group, bucket| {
        let found = results
            .winners_losers
            .iter()
            .find(|row| row.ranked_by == ranked_by && row.group == group && row.bucket == bucket);
        let found = found.unwrap();
        (found.share.mean, found.mean_change)
    };
    let everyone = |bucket| cell(Ranking::Everyone, 0, bucket);
    assert_eq!(everyone(Bucket::LargeLoss), (Some(0.0), None));
    assert_eq!(everyone(Bucket::SmallLoss), (Some(0.5), Some(-500.0)));
    assert_eq!(everyone(Bucket::NoChange), (Some(2.0 / 6.0), Some(0.0)));
    assert_eq!(everyone(Bucket::SmallGain), (Some(0.0), None));
    assert_eq!(everyone(Bucket::LargeGain), (Some(1.0 / 6.0), Some(1000.0)));
    // Of six people the deciles 2, 4, 5, 7, 9 and 10 hold one each.
    assert_eq!(
        cell(Ranking::JoiningOrder, 2, Bucket::LargeGain),
        (Some(1.0), Some(1000.0))
    );
    assert_eq!(
        cell(Ranking::JoiningOrder, 4, Bucket::NoChange),
        (Some(1.0), Some(0.0))
    );
    assert_eq!(
        cell(Ranking::JoiningOrder, 1, Bucket::NoChange),
        (None, None)
    );
    // Participant 3 has most under the baseline, 2 and 6 have least.
    assert_eq!(
        cell(Ranking::BaselineNet, 10, Bucket::SmallLoss),
        (Some(1.0), Some(-500.0))
    );
    assert_eq!(cell(Ranking::BaselineNet, 2, Bucket::NoChange).0, Some(1.0));
    assert_eq!(cell(Ranking::BaselineNet, 4, Bucket::NoChange).0, Some(1.0));
    // 1, 4 and 5 are tied, and luck puts them into 5, 7 and 9.
    let gains: f64 = [5, 7, 9]
        .iter()
        .filter_map(|&group| cell(Ranking::BaselineNet, group, Bucket::LargeGain).0)
        .sum();
    assert_eq!(gains, 1.0);
    assert!(
        results
            .winners_losers
            .iter()
            .all(|row| row.plan == "levels")
    );
}

#[test]
fn the_comparison_by_hand() {
    let results = results(2, false);
    let difference = |plan: &str, metric: &str| {
        let found = results
            .comparison
            .iter()
            .find(|row| row.plan == plan && row.metric == metric);
        found
            .unwrap_or_else(|| panic!("{plan} {metric}"))
            .difference
    };
    for plan in ["levels", "levels@equal"] {
        // Payouts are equal as they are: the scaled twin changes nothing.
        for (metric, expected) in [
            ("share_profit", 1.0 / 6.0),
            ("median_net", -500.0),
            ("early50_share", 3500.0 / 4500.0 - 0.6),
            ("share_better", 1.0 / 6.0),
            ("share_worse", 0.5),
            ("share_unchanged", 2.0 / 6.0),
            ("mean_change", -500.0 / 6.0),
            ("total_moved", 1250.0),
            ("dominance_1", 0.0),
            ("dominance_2", 0.0),
        ] {
            assert_abs_diff_eq!(
                difference(plan, metric).mean.unwrap(),
                expected,
                epsilon = 1e-12
            );
        }
    }
    assert_abs_diff_eq!(
        difference("levels", "early50_share").low.unwrap(),
        3500.0 / 4500.0 - 0.6,
        epsilon = 1e-12
    );
    assert!(
        results
            .comparison
            .iter()
            .all(|row| row.plan != "referral" && row.metric != "mean_depth")
    );
    let tables_of_twin = results
        .quantiles
        .iter()
        .filter(|row| row.plan.contains('@'))
        .count();
    assert_eq!((tables_of_twin, results.replications.rows.len()), (0, 6));
}

#[test]
fn tables_by_hand() {
    let results = results(2, false);
    let depth: Vec<_> = results
        .depth
        .iter()
        .filter(|row| row.plan == "levels")
        .map(|row| {
            (
                row.group,
                row.participants,
                row.mean_net.unwrap(),
                row.median_net.unwrap(),
            )
        })
        .collect();
    assert_eq!(
        depth,
        [
            (1, 2.0, 0.0, -1000.0),
            (2, 2.0, 0.0, -500.0),
            (3, 1.0, -500.0, -500.0),
            (4, 1.0, -1000.0, -1000.0)
        ]
    );
    let half = |rows: &[crate::study::results::LorenzRow]| {
        let found = rows
            .iter()
            .find(|row| row.plan == "levels" && row.account == Account::Gross && row.people == 0.5);
        found.unwrap().money.mean.unwrap()
    };
    // The three poorest have 0, 0 and 5; the three earliest 20, 0 and 15.
    assert_abs_diff_eq!(half(&results.lorenz), 500.0 / 4500.0, epsilon = 1e-12);
    assert_abs_diff_eq!(
        half(&results.joining_curve),
        3500.0 / 4500.0,
        epsilon = 1e-12
    );
    let funding: Vec<_> = results
        .funding
        .iter()
        .map(|row| (row.component.as_str(), row.source, row.amount_mean))
        .collect();
    assert_eq!(funding[0], ("commission", "customers", 5000.0));
    assert_eq!(funding[3], ("total", "customers", 5000.0));
    assert_eq!(results.periods[0].share_loss_so_far.mean, Some(0.5));
    let in_bins: f64 = results
        .histogram
        .iter()
        .filter(|row| row.plan == "levels" && row.account == Account::Net)
        .map(|row| row.count_mean)
        .sum();
    assert_eq!(in_bins, 6.0);
    assert_eq!(results.quantiles.len(), 2 * 3 * 100);
}

#[test]
fn a_plan_does_not_depend_on_the_others() {
    let together = replication(1, false, &[REFERRAL, LEVELS]);
    let alone = replication(1, false, &[REFERRAL]);
    assert_eq!(
        format!("{:?}", together.plans[0]),
        format!("{:?}", alone.plans[0])
    );
    let tables = |plans: &[&str], replication: ReplicationMeasures| {
        let mut accumulator = Accumulator::new(subject(plans));
        accumulator.push(replication);
        let results = accumulator.finish();
        let own = results.summary.iter().filter(|row| row.plan == "referral");
        format!("{:?}", own.collect::<Vec<_>>())
    };
    assert_eq!(
        tables(&["referral", "levels"], together),
        tables(&["referral"], alone)
    );
}

#[test]
fn undefined_values_are_empty_and_counted_out() {
    let mut accumulator = Accumulator::new(subject(&["referral"]));
    accumulator.push(replication(1, false, &[[0; 7]]));
    accumulator.push(replication(2, false, &[REFERRAL]));
    let results = accumulator.finish();
    let gini = row(&results, "referral", "gini");
    assert_eq!(
        (gini.replications, gini.sd, gini.estimate.low),
        (1, None, None)
    );
    assert!(gini.estimate.mean.is_some());
    assert_eq!(row(&results, "referral", "palma").replications, 1);
    assert_eq!(row(&results, "network", "saturation").estimate.mean, None);
    // Whatever can be undefined says when; whatever cannot is defined even here.
    for summary in &results.summary {
        let metric = METRICS
            .iter()
            .find(|metric| metric.name == summary.metric)
            .unwrap();
        assert!(
            metric.undefined.is_some() || summary.replications == 2,
            "{}",
            metric.name
        );
    }
}

#[test]
fn one_replication_has_no_spread() {
    let results = results(1, false);
    for summary in &results.summary {
        assert_eq!(
            (summary.sd, summary.estimate.low, summary.estimate.high),
            (None, None, None)
        );
        assert_eq!(summary.min, summary.max);
    }
}

#[test]
fn an_empty_crowd_is_undefined_and_no_panic() {
    let totals = Totals::default();
    let plan = PlanFacts {
        commissions: &[0],
        net: &[0],
        ..PlanFacts::nothing(&totals)
    };
    let world = WorldFacts {
        founders: 1,
        sponsor: &[NO_SPONSOR],
        joined: &[1],
        periods_enrolled: &[1],
        enrolled_at_end: &[true],
        depth: &[0],
        recruits: &[0],
        downline: &[0],
        ..WorldFacts::nobody()
    };
    let options = Options {
        baseline: 0,
        large: 500,
        equal_payout: true,
        scale: 100,
    };
    let mut accumulator = Accumulator::new(subject(&["referral", "levels"]));
    for number in 1..=2 {
        let luck = Luck::new(1, number);
        accumulator.push(measure(
            &mut Workspace::default(),
            &luck,
            &options,
            &world,
            &[plan, plan],
        ));
    }
    let results = accumulator.finish();
    assert_eq!(row(&results, "levels", "share_loss").estimate.mean, None);
    assert_eq!(
        row(&results, "levels", "participants").estimate.mean,
        Some(0.0)
    );
    assert_eq!(
        row(&results, "network", "mean_depth").estimate.mean,
        Some(0.0)
    );
}
