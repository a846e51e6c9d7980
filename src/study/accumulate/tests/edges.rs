//! What is undefined, and worlds too small for statistics.

use super::*;
use crate::columns::Each;

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
    // A ratio of sums takes in the history in which there was nothing to share out; only
    // its spread does not. An interval would need a value without the other history.
    let early = row(&results, "referral", "early50_share");
    assert_eq!(
        (early.estimate.mean, early.estimate.low, early.sd),
        (Some(0.6), None, None)
    );
    assert_eq!((early.min, early.replications), (Some(0.6), 2));
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

/// Three histories; in the last `levels` pays nothing, and `referral` as ever.
#[test]
fn differences_are_those_of_the_summary_where_a_plan_paid_nothing() {
    let mut accumulator = Accumulator::new(subject(&["referral", "levels"]));
    for (number, levels) in [(1, LEVELS), (2, [0, 1000, 0, 0, 0, 0, 0]), (3, [0; 7])] {
        accumulator.push(replication(number, false, &[REFERRAL, levels]));
    }
    let results = accumulator.finish();
    let compared = |metric: &str| {
        let found = results
            .comparison
            .iter()
            .find(|row| row.plan == "levels" && row.metric == metric);
        found.unwrap()
    };
    // Pooled: 35 of 45 and 10 of 10 and nothing of nothing go to the earlier half.
    assert_mean(&results, "levels", "early50_share", 45.0 / 55.0);
    for metric in METRICS.iter().filter(|metric| metric.is_pooled()) {
        let (own, base) = (
            row(&results, "levels", metric.name),
            row(&results, "referral", metric.name),
        );
        let difference = own
            .estimate
            .mean
            .zip(base.estimate.mean)
            .map(|(own, base)| own - base);
        let row = compared(metric.name);
        assert_eq!(row.difference.mean, difference, "{}", metric.name);
        let pooled = if difference.is_some() { 3 } else { 0 };
        assert_eq!(row.replications, pooled, "{}", metric.name);
    }
    assert!(compared("early50_share").difference.low.is_some());
    // A mean is over the histories in which both plans have a value.
    assert_eq!(compared("gini").replications, 2);
    assert_eq!(row(&results, "levels", "gini").replications, 2);
    assert_eq!(row(&results, "referral", "gini").replications, 3);
    // Curves are pooled like the shares they draw.
    let drawn = results.joining_curve.iter().find(|row| {
        row.plan == "levels" && row.account == Account::Commissions && row.people == 0.5
    });
    assert_eq!(
        drawn.unwrap().money,
        row(&results, "levels", "early50_share").estimate
    );
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
        commissions: &[0_i64],
        net: &[0],
        ..PlanFacts::nothing(&totals)
    };
    let world = WorldFacts {
        founders: 1,
        sponsor: &[NO_SPONSOR],
        joined: Each::All(1),
        periods_enrolled: Each::Own(&[1]),
        enrolled_at_end: Each::Own(&[true]),
        depth: &[0],
        teams: &[Team::default()],
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
            &[world],
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

/// In both worlds everyone joined in the first period, but not as many did.
#[test]
fn worlds_of_which_one_has_more_people_are_not_compared_one_by_one() {
    let totals = Totals::default();
    let paid = |members: usize| PlanFacts {
        commissions: &REFERRAL[..members],
        net: &REFERRAL[..members],
        ..PlanFacts::nothing(&totals)
    };
    let whole = world(false);
    let smaller = WorldFacts {
        sponsor: &whole.sponsor[..6],
        depth: &whole.depth[..6],
        teams: &whole.teams[..6],
        ..whole
    };
    let one_by_one = WorldFacts {
        joined: Each::Own(&[1; 7]),
        ..whole
    };
    let options = Options {
        baseline: 0,
        large: 500,
        equal_payout: false,
        scale: 100,
    };
    let measures = measure(
        &mut Workspace::default(),
        &Luck::new(1, 1),
        &options,
        &[whole, smaller, one_by_one],
        &[paid(7), paid(6), paid(7)],
    );
    let are_compared: Vec<bool> = (measures.plans.iter())
        .map(|plan| plan.against_baseline.is_some())
        .collect();
    assert_eq!(are_compared, [false, false, true]);
}
