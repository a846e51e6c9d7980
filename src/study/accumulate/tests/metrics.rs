//! Metrics and comparisons of the hand-worked tree.

use super::*;

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
        ("network", "clamped_chances", 3.0),
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
    assert_eq!(super::results(1, false).depth[0].group, 1);
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
