//! What is kept of a longer story: first profit, cohorts by age, the last year. One
//! founder and one joiner who earn 5.00 a month, reckoned by hand.

use downline::books::CohortFacts;
use downline::plan::LANGUAGE;
use downline::plan::Plan;
use downline::plan::accounts::Amounts;
use downline::scenario;
use downline::study::results::Results;
use downline::study::run::{Progress, ReplicationView, RunOptions, Seen, run};

/// 14 months; the joiner comes in the second and pays 12.00 for it.
const STORY: &str = "[scenario]\nname = \"story\"\ntitle = \"?\"\nreplications = 1\n\
     [horizon]\nperiods = 14\n\
     [growth]\nlaw = \"fixed\"\nparticipants = 1\narrivals = [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]\n\
     [sales]\nlaw = \"fixed\"\nunits = 1\n[product]\nprice = 10.00\n[costs]\njoin_fee = 12.00\n\
     [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.5\n";

fn tell<T: Send>(observe: impl Fn(&ReplicationView) -> T + Sync) -> (Results, Vec<T>) {
    let scenario = scenario::load_text("story.toml", STORY, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario;
    let plans = Plan::build_all(&scenario).unwrap();
    let options = RunOptions {
        threads: 1,
        seen: Seen::Accounts,
        precision: None,
    };
    let mut seen = Vec::new();
    let results = run(
        &scenario,
        &plans,
        options,
        &Progress::default(),
        observe,
        |observed| {
            seen.push(observed);
            Ok(())
        },
    )
    .unwrap();
    (results, seen)
}

#[test]
fn the_first_profit_is_counted_in_completed_periods_since_joining() {
    // The founder gains from the first month; the joiner has −7.00, −2.00, 3.00.
    let (results, seen) = tell(|view| view.accounts[0].periods_to_profit.clone());
    assert_eq!(seen, [[1, 3]]);
    let row = results
        .summary
        .iter()
        .find(|row| row.metric == "median_periods_to_break_even")
        .unwrap();
    assert_eq!(row.estimate.mean, Some(3.0));
}

#[test]
fn a_cohort_is_seen_at_its_ages_and_without_founders() {
    let (_, seen) = tell(|view| view.accounts[0].cohorts.clone());
    let expected = [(1, -700, 0), (3, 300, 1), (6, 1_800, 1), (12, 4_800, 1)].map(
        |(completed, net, in_profit)| CohortFacts {
            joined: 2,
            completed,
            participants: 1,
            net,
            median_net: net,
            in_profit,
        },
    );
    assert_eq!(seen, [expected]);
}

#[test]
fn the_last_year_is_twelve_months() {
    let (_, seen) = tell(|view| {
        let mut year = Amounts::default();
        assert!(view.accounts[0].last_year(&mut year));
        assert_eq!(view.accounts[0].net(), [7_000, 5_300]);
        (year.commissions, year.gross, year.net)
    });
    // Months 3 to 14 for both: the entry was paid before.
    assert_eq!(
        seen,
        [(vec![6_000, 6_000], vec![6_000, 6_000], vec![6_000, 6_000])]
    );
}

#[test]
fn periods_count_who_is_in_loss_so_far() {
    let (results, _) = tell(|_| ());
    let losing: Vec<Option<f64>> = results
        .periods
        .iter()
        .take(5)
        .map(|row| row.share_loss_so_far.mean)
        .collect();
    // Nobody has joined in the first month; the joiner is in loss for two.
    assert_eq!(losing, [None, Some(1.0), Some(1.0), Some(0.0), Some(0.0)]);
}
