//! The built-in scenario `gastwirth` against theorem T21 and the network's closed forms,
//! through the whole program: world, plans, measures, pooled ratios.
//!
//! 400 replications, fixed seed, 4 standard errors. With 45 comparisons a correct program
//! would fail one of them for one seed in about 350.

use downline::plan::LANGUAGE;
use downline::plan::Plan;
use downline::scenario;
use downline::study::results::{Results, SummaryRow};
use downline::study::run::{Progress, RunOptions, Seen, run};
use statrs::distribution::{ContinuousCDF, StudentsT};

const N: usize = 10_000;

fn study() -> Results {
    let scenario = scenario::load("gastwirth", &[], LANGUAGE).unwrap().scenario;
    let plans = Plan::build_all(&scenario).unwrap();
    let options = RunOptions {
        threads: 2,
        seen: Seen::Accounts,
        precision: None,
    };
    run(
        &scenario,
        &plans,
        options,
        &Progress::default(),
        |_| (),
        |()| Ok(()),
    )
    .unwrap()
}

/// The expected number of pairs `level` levels apart that each member heads, the first in
/// place 1. A member k has on average `e_l(k) = Σ_{j>k} e_{l−1}(j) / (j − 1)` descendants l
/// levels below: each later j hangs on him with chance 1 / (j − 1).
fn expected_pairs(level: usize) -> Vec<f64> {
    let mut expected = vec![1.0; N + 1];
    for _ in 0..level {
        let mut below = 0.0;
        for k in (1..=N).rev() {
            let own = expected[k];
            expected[k] = below;
            if k > 1 {
                below += own / (k - 1) as f64;
            }
        }
    }
    expected[0] = 0.0;
    expected
}

/// The expected share of the money paid at a level that goes to the earliest members.
fn exact_share(level: usize, earliest: usize) -> f64 {
    let expected = expected_pairs(level);
    expected[..=earliest].iter().sum::<f64>() / expected.iter().sum::<f64>()
}

fn row<'a>(results: &'a Results, plan: &str, metric: &str) -> &'a SummaryRow {
    results
        .summary
        .iter()
        .find(|row| row.plan == plan && row.metric == metric)
        .unwrap_or_else(|| panic!("{plan} has no {metric}"))
}

/// Holds a metric to 4 standard errors, read back from its 95 % interval.
fn check(results: &Results, plan: &str, metric: &str, exact: f64) {
    let row = row(results, plan, metric);
    let mean = row.estimate.mean.unwrap();
    let (low, high) = (row.estimate.low.unwrap(), row.estimate.high.unwrap());
    let t = StudentsT::new(0.0, 1.0, f64::from(row.replications - 1))
        .unwrap()
        .inverse_cdf(0.975);
    // An interval that was cut off at 0 or 1 is read from its other side.
    let half = (high - mean).max(mean - low);
    assert!(
        (mean - exact).abs() <= 4.0 * half / t + 1e-12 * exact,
        "{plan} {metric}: {mean} is not within 4 × {} of {exact}",
        half / t
    );
}

#[test]
fn the_published_column_is_what_the_recursion_gives() {
    let published = [
        0.2000, 0.5219, 0.7807, 0.9195, 0.9753, 0.9934, 0.9984, 0.9997,
    ];
    for (level, published) in published.into_iter().enumerate() {
        assert!(
            (exact_share(level, N / 5) - published).abs() < 0.000_051,
            "level {level}"
        );
    }
}

#[test]
fn gastwirth_reproduces_the_theorem() {
    let results = study();
    for level in 0..8 {
        let plan = format!("level-{level}");
        for (metric, earliest) in [
            ("early01_share", N / 100),
            ("early10_share", N / 10),
            ("early20_share", N / 5),
            ("early50_share", N / 2),
        ] {
            check(&results, &plan, metric, exact_share(level, earliest));
        }
    }
    let harmonic: f64 = (1..=N).map(|i| 1.0 / i as f64).sum();
    check(&results, "network", "mean_depth", harmonic - 1.0);
    check(&results, "network", "mean_downline", harmonic - 1.0);
    // T7 and T8 at n = 10,000.
    check(&results, "network", "share_recruited_1", 0.25);
    check(&results, "network", "share_recruited_2", 0.125);
    check(&results, "network", "share_recruited_3plus", 0.124_999_9);
    check(&results, "level-0", "share_recruited_none", 0.5);
    // What is paid at level l is the number of pairs l levels apart, in cents (T19).
    for level in 1..8 {
        let pairs: f64 = expected_pairs(level).iter().sum();
        check(&results, &format!("level-{level}"), "payout", 100.0 * pairs);
    }
    // The tallest and the broadest are only known to their order (theory.md §1.1).
    let deepest = row(&results, "network", "max_depth").estimate.mean.unwrap();
    assert!((15.0..e_ln_n()).contains(&deepest), "{deepest}");
    let most = row(&results, "network", "max_recruits")
        .estimate
        .mean
        .unwrap();
    assert!(
        (11.0..16.0).contains(&most),
        "{most} is not near log2 n = 13.3"
    );
}

/// The height grows like e ln n from below.
fn e_ln_n() -> f64 {
    std::f64::consts::E * libm::log(N as f64)
}

#[test]
fn five_by_five_pays_the_founder_to_the_cent() {
    let scenario = scenario::load("five-by-five", &[], LANGUAGE)
        .unwrap()
        .scenario;
    let plans = Plan::build_all(&scenario).unwrap();
    let options = RunOptions {
        threads: 1,
        seen: Seen::Accounts,
        precision: None,
    };
    let results = run(
        &scenario,
        &plans,
        options,
        &Progress::default(),
        |view| view.accounts[0].commissions[0],
        |founder| {
            assert_eq!(
                founder, 1_952_500,
                "25 + 125 + 625 + 3,125 + 15,625 = 19,525.00"
            );
            Ok(())
        },
    )
    .unwrap();
    let paid = row(&results, "unilevel", "founders_payout");
    assert_eq!(paid.min, Some(1_952_500.0));
    assert_eq!(paid.max, Some(1_952_500.0));
}
