use super::*;
use crate::report::fixture;

fn named(name: &str) -> &'static Yardstick {
    YARDSTICKS
        .iter()
        .find(|yardstick| yardstick.name == name)
        .unwrap()
}

#[test]
fn a_bound_is_judged_by_the_whole_interval() {
    let verdict = |bound: Bound, mean, half| bound.judge(fixture::estimate(mean, half));
    let at_least = Bound::AtLeast(0.7);
    assert_eq!(verdict(at_least, 0.72, 0.02), Verdict::Met);
    assert_eq!(verdict(at_least, 0.72, 0.03), Verdict::NotToldApart);
    assert_eq!(verdict(at_least, 0.65, 0.04), Verdict::NotMet);
    assert_eq!(verdict(Bound::Below(0.5), 0.5, 0.0), Verdict::NotMet);
    assert_eq!(verdict(Bound::RatioAtMost(0.3), 0.3, 0.0), Verdict::Met);
    let alone = Estimate {
        mean: Some(0.71),
        low: None,
        high: None,
    };
    assert_eq!(at_least.judge(alone), Verdict::Met, "one history");
    assert_eq!(at_least.judge(Estimate::default()), Verdict::Undefined);
}

#[test]
fn the_factor_brings_the_value_to_the_bound() {
    let results = fixture::results(2);
    let factor = |name, value: f64| {
        Reading {
            yardstick: named(name),
            plan: &results.subject.plans[0],
            own_use: OwnUse::NotCounted,
            value: fixture::estimate(value, 0.0),
            verdict: Verdict::NotMet,
        }
        .factor()
    };
    // 60 of 100 from customers: with 93.33 of 133.33 it is 70 %.
    let times = factor("resale_70", 0.6).unwrap();
    approx::assert_abs_diff_eq!(times, 0.7 * 0.4 / (0.6 * 0.3), epsilon = 1e-12);
    approx::assert_abs_diff_eq!(60.0 * times / (60.0 * times + 40.0), 0.7, epsilon = 1e-12);
    // 36 paid of 100 spent: five sixths of it would do.
    approx::assert_abs_diff_eq!(
        factor("thirty_percent", 0.36).unwrap(),
        5.0 / 6.0,
        epsilon = 1e-12
    );
    assert_eq!(
        factor("one_level", 0.9),
        None,
        "everything else would have to go"
    );
    assert_eq!(factor("resale_70", 0.0), None, "nothing to multiply");
}

#[test]
fn a_verdict_that_turns_on_own_purchases_is_told() {
    let mut results = fixture::results(2);
    let plan = results.subject.plans[0].name.clone();
    let template = results.summary[0].clone();
    for (metric, value) in [("retail_share", 0.6), ("retail_share_with_own_use", 0.75)] {
        let mut row = template.clone();
        (row.plan, row.metric) = (plan.clone(), metric);
        row.estimate = fixture::estimate(value, 0.01);
        results.summary.retain(|row| row.metric != metric);
        results.summary.push(row);
    }
    let readings = readings(&results);
    let turning: Vec<&str> = turns(&readings)
        .iter()
        .map(|[one, _]| one.yardstick.name)
        .collect();
    // The other plan's rewards from recruiting lie about one half if own purchases are recruits'.
    assert_eq!(turning, ["recruiting_rewards", "resale_70"]);
}

#[test]
fn every_yardstick_is_read_off_metrics_there_are() {
    for yardstick in YARDSTICKS {
        for (_, metric) in yardstick.conventions() {
            assert!(
                crate::measure::metric::METRICS
                    .iter()
                    .any(|known| known.name == metric),
                "{}: {metric}",
                yardstick.name
            );
        }
    }
}
