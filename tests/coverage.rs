//! 95 % intervals cover the truth about 95 times in 100 (measures.md §2, rulings.md 31).
//!
//! A thousand studies of one small world in which every truth is known exactly. The seeds
//! are fixed, so the test passes or fails for good: a correct program would fail one of
//! the ten cells for one choice of seeds in about fifteen hundred.

use downline::plan::LANGUAGE;
use downline::plan::Plan;
use downline::scenario;
use downline::study::results::{Estimate, Results};
use downline::study::run::{Progress, RunOptions, Seen, run};
use statrs::distribution::{Binomial, DiscreteCDF, Poisson};

const STUDIES: u32 = 1_000;
/// Members of the network, the founder counted.
const MEMBERS: usize = 20;
/// Units a member sells on average, at 1.00 each.
const SALES: f64 = 1.5;
/// Minor units of 1.00.
const WHOLE: f64 = 100.0;

/// Under `own` the seller keeps the price of 1.00; under `second` it goes to the sponsor
/// of the seller's sponsor. Everyone spends 1.00.
const WORLD: &str = r#"
[scenario]
name = "coverage"
title = "How often is the truth in the interval?"
replications = 40
[growth]
law = "fixed"
participants = 20
attachment = "uniform"
founders = 1
count_founders = true
[sales]
law = "rate"
mean = 1.5
[product]
price = 1.00
commissionable = 1.00
[costs]
expenses = 1.00
[[plans]]
name = "own"
[[plans.component]]
type = "sale_commission"
rate = 1
[[plans]]
name = "second"
[[plans.component]]
type = "level_commission"
rates = [0, 1]
"#;

/// How often the intervals of one quantity held its true value.
struct Cell {
    what: &'static str,
    truth: f64,
    estimate: fn(&Results) -> Estimate,
    covered: u32,
}

#[test]
#[expect(clippy::print_stdout, reason = "all cells are shown, rulings.md 31")]
fn intervals_cover_as_often_as_they_say() {
    let mut cells = cells();
    let mut scenario = scenario::load_text("coverage.toml", WORLD, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario;
    let plans = Plan::build_all(&scenario).unwrap();
    let options = RunOptions {
        threads: 1,
        seen: Seen::Accounts,
        precision: None,
    };
    for study in 0..STUDIES {
        scenario.seed = u64::from(study);
        let progress = Progress::default();
        let results = run(&scenario, &plans, options, &progress, |_| (), |()| Ok(())).unwrap();
        for cell in &mut cells {
            let interval = (cell.estimate)(&results);
            let (low, high) = (interval.low.unwrap(), interval.high.unwrap());
            cell.covered += u32::from((low..=high).contains(&cell.truth));
        }
    }
    let tolerance = 4.0 * (0.95 * 0.05 / f64::from(STUDIES)).sqrt();
    let mut off = Vec::new();
    for cell in &cells {
        let share = f64::from(cell.covered) / f64::from(STUDIES);
        println!("{:<36} {:>9.4} covered {share:.3}", cell.what, cell.truth);
        if (share - 0.95).abs() > tolerance {
            off.push(cell.what);
        }
    }
    assert!(off.is_empty(), "not within .95 ± {tolerance:.4}: {off:?}");
}

fn cells() -> Vec<Cell> {
    let cell = |what, truth, estimate| Cell {
        what,
        truth,
        estimate,
        covered: 0,
    };
    let second = grandchildren();
    let all: f64 = second.iter().sum();
    // The earliest 20 % are the first four.
    let early = second[..MEMBERS / 5].iter().sum::<f64>() / all;
    let own_net = (SALES - 1.0) * WHOLE;
    let second_net = (SALES * all / MEMBERS as f64 - 1.0) * WHOLE;
    vec![
        // Whoever sells nothing loses, whoever sells one unit breaks even.
        cell("share_loss of own", libm::exp(-SALES), |results| {
            summary(results, "own", "share_loss")
        }),
        cell("mean_net of own", own_net, |results| {
            summary(results, "own", "mean_net")
        }),
        cell("mean_net of second", second_net, |results| {
            summary(results, "second", "mean_net")
        }),
        cell("median_net of own", order_statistic(10), |results| {
            summary(results, "own", "median_net")
        }),
        cell("net_p75 of own", order_statistic(15), |results| {
            summary(results, "own", "net_p75")
        }),
        cell("net_p90 of own", order_statistic(18), |results| {
            summary(results, "own", "net_p90")
        }),
        cell("early20_share of own, pooled", 0.2, |results| {
            summary(results, "own", "early20_share")
        }),
        cell("early20_share of second, pooled", early, |results| {
            summary(results, "second", "early20_share")
        }),
        cell("difference of mean_net", second_net - own_net, |results| {
            difference(results, "mean_net")
        }),
        cell("difference of early20_share", early - 0.2, |results| {
            difference(results, "early20_share")
        }),
    ]
}

/// The expected net of the member who sells k-th least: more than x units if fewer than k of
/// all sell at most x.
fn order_statistic(k: usize) -> f64 {
    let sells = Poisson::new(SALES).unwrap();
    let units: f64 = (0..60)
        .map(|x| {
            let at_most = Binomial::new(sells.cdf(x), MEMBERS as u64).unwrap();
            at_most.cdf(k as u64 - 1)
        })
        .sum();
    (units - 1.0) * WHOLE
}

/// The expected number of members two levels below each. Whoever comes j-th is recruited
/// by each earlier member with chance 1 / (j − 1), independently of who came before.
fn grandchildren() -> [f64; MEMBERS] {
    let mut expected = [0.0; MEMBERS];
    for k in 1..=MEMBERS {
        for j in k + 1..=MEMBERS {
            for i in j + 1..=MEMBERS {
                expected[k - 1] += 1.0 / ((j - 1) * (i - 1)) as f64;
            }
        }
    }
    expected
}

fn summary(results: &Results, plan: &str, metric: &str) -> Estimate {
    let rows = &results.summary;
    rows.iter()
        .find(|row| row.plan == plan && row.metric == metric)
        .unwrap()
        .estimate
}

fn difference(results: &Results, metric: &str) -> Estimate {
    let rows = &results.comparison;
    rows.iter()
        .find(|row| row.plan == "second" && row.metric == metric)
        .unwrap()
        .difference
}
