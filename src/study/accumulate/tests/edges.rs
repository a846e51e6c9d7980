//! What is undefined, and worlds too small for statistics.

use super::*;

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
