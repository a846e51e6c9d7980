//! The split of the variance of net on worlds whose truth is known.

use downline::luck::Cause;
use downline::study::causes::Redrawn;
use downline::study::results::Estimate;
use downline::study::run::Progress;
use downline::study::shelf::Place;
use downline::study::trial::Work;
use downline::what_if::luck_shares::{Split, split};

use crate::case;

fn splits(text: &str) -> Vec<Split> {
    let (_folder, case) = case(text);
    let (scenario, plans) = case.variant(&[]).unwrap();
    let all: Vec<u32> = (1..=scenario.replications).collect();
    let work = Work {
        replications: &all,
        place: Place::NOWHERE,
        threads: 2,
    };
    let redrawn = Redrawn::run(&scenario, &plans, work, &Progress::default()).unwrap();
    split(&redrawn, plans.len(), case.baseline())
}

fn share(split: &Split, cause: Cause) -> Estimate {
    let part = split.parts.iter().find(|part| part.cause == Some(cause));
    part.expect("the cause matters").share
}

/// Within 1.6 of its 95 % interval's half-widths, which is about 3.1 standard errors: by
/// chance beyond them 1 time in 500, and the seeds are fixed.
fn assert_within(known: Estimate, truth: f64, what: &str) {
    let (Some(mean), Some(low), Some(high)) = (known.mean, known.low, known.high) else {
        panic!("{what} has no interval: {known:?}");
    };
    let half = 1.6 * (mean - low).max(high - mean) + 1e-9;
    assert!(
        (mean - truth).abs() <= half,
        "{what}: {known:?}, truly {truth}"
    );
}

/// People who are all alike and all sell one: what they end with hangs on who is below them.
const ALL_POSITION: &str = r#"
[scenario]
name = "alike"
replications = 60
[growth]
law = "fixed"
participants = 200
[sales]
law = "fixed"
units = 1
[product]
price = 10.00
[[plans]]
name = "levels"
[[plans.component]]
type = "level_commission"
rates = [0.10, 0.10]
"#;

#[test]
fn people_who_are_alike_differ_by_position_alone() {
    let split = &splits(ALL_POSITION)[0];
    assert_within(share(split, Cause::Position), 1.0, "position");
    assert_within(share(split, Cause::Ability), 0.0, "ability");
    assert_within(share(split, Cause::Sales), 0.0, "luck in sales");
    let sum: f64 = split
        .parts
        .iter()
        .map(|part| part.share.mean.unwrap())
        .sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    // What position explains is everything, to the last digits: the rest changes nothing.
    assert!((split.parts[0].alone.mean.unwrap() - 1.0).abs() < 1e-9);
}

/// Everyone stands directly below the founder and earns on his own sales alone.
const NO_POSITION: &str = r#"
[scenario]
name = "equal-places"
replications = 60
[growth]
law = "fixed"
participants = 200
attachment = "slots"
width = 200
[people]
skill = { law = "lognormal", sigma = 0.8 }
[sales]
law = "rate"
mean = 3
[product]
price = 10.00
[[plans]]
name = "referral"
[[plans.component]]
type = "sale_commission"
rate = 0.10
"#;

#[test]
fn equal_places_explain_nothing() {
    let split = &splits(NO_POSITION)[0];
    assert_within(share(split, Cause::Position), 0.0, "position");
    // A person of skill s sells Poisson(3 s): variance 9 Var s + 3, of which ability is the
    // first part; Var s of a lognormal of mean 1 is exp(0.64) − 1.
    let between = 9.0 * (libm::exp(0.64) - 1.0);
    let ability = split
        .parts
        .iter()
        .find(|part| part.cause == Some(Cause::Ability));
    assert_within(
        ability.unwrap().alone,
        between / (between + 3.0),
        "ability alone",
    );
    let deviation = split.deviation.unwrap();
    let expected = 100.0 * (between + 3.0).sqrt();
    assert!(
        (deviation / expected - 1.0).abs() < 0.05,
        "{deviation} {expected}"
    );
}

#[test]
fn under_a_multi_level_plan_position_matters_more_and_the_difference_says_so() {
    let text = std::fs::read_to_string("scenarios/ebook.toml").unwrap();
    let small = text.replace("replications = 1000", "replications = 40");
    let splits = splits(&small);
    let difference = splits[1].parts[0].difference;
    assert_eq!(splits[0].parts[0].difference, Estimate::default());
    assert!(difference.low.unwrap() > 0.5, "{difference:?}");
    assert_within(
        share(&splits[0], Cause::Position),
        0.0,
        "position under referral",
    );
}

#[test]
fn where_people_quit_luck_in_staying_is_a_cause() {
    let quitting = format!(
        "{}\n[horizon]\nperiods = 6\n[quitting]\nhazard = 0.2\n",
        NO_POSITION.replace("replications = 60", "replications = 10")
    );
    let parts = &splits(&quitting)[0].parts;
    let causes: Vec<Cause> = parts.iter().filter_map(|part| part.cause).collect();
    assert_eq!(causes, Cause::ALL);
    assert!(share(&splits(&quitting)[0], Cause::Staying).mean.unwrap() > 0.05);
}

#[test]
fn nobody_differs_where_there_is_nothing_to_explain() {
    let alike = ALL_POSITION.replace("rates = [0.10, 0.10]", "rates = [0.0]");
    let split = &splits(&alike)[0];
    assert!(split.parts.iter().all(|part| part.share.mean.is_none()));
}

/// A uniform tree of a hundred in which people earn a tenth on their own sales and four tenths
/// on those of the people just below: most of what luck and ability do is others'.
const OTHERS: &str = r#"
[scenario]
name = "others"
replications = 12000
[growth]
law = "fixed"
participants = 100
[people]
skill = { law = "lognormal", sigma = 0.8 }
[sales]
law = "rate"
mean = 3
[product]
price = 10.00
[[plans]]
name = "levels"
[[plans.component]]
type = "sale_commission"
rate = 0.10
[[plans.component]]
type = "level_commission"
rates = [0.40]
"#;

#[test]
fn what_people_below_do_is_not_ones_own() {
    let split = &splits(OTHERS)[0];
    // One's own sales are 1.00 a piece: variance (9 (exp 0.64 − 1) + 3) of all. Below a person
    // there are as many as recruit by him, and each sells with that variance, 4.00 a piece.
    // Position i of n has recruits of mean and variance of a sum of independent 1/j; averaged
    // over i their mean is m = (1/n) Σ_i Σ_{j>i} 1/j, where the founder has a seat too.
    let n = 100_u32;
    let chance = |j: u32| 1.0 / f64::from(j);
    let recruits: Vec<(f64, f64)> = (1..=n)
        .map(|i| {
            let later = || (i + 1..=n).map(chance);
            (later().sum(), later().map(|p| p * (1.0 - p)).sum())
        })
        .collect();
    let mean = recruits.iter().map(|one| one.0).sum::<f64>() / f64::from(n);
    let squares = recruits
        .iter()
        .map(|one| one.0 * one.0 + one.1)
        .sum::<f64>()
        / f64::from(n);
    let (of_recruits, of_sales) = (squares - mean * mean, 9.0 * (libm::exp(0.64) - 1.0) + 3.0);
    // In units of the price's tenth: own sales, recruits times what each brings, and how that
    // scatters.
    let own = of_sales;
    let position = 16.0 * 9.0 * of_recruits;
    let others = 16.0 * mean * of_sales;
    let whole = own + position + others;
    assert_within(share(split, Cause::Position), position / whole, "position");
    let own_share = [Cause::Ability, Cause::Sales].map(|cause| share(split, cause).mean.unwrap());
    assert!(
        (own_share.iter().sum::<f64>() - own / whole).abs() < 0.01,
        "{own_share:?}"
    );
    assert_within(split.parts.last().unwrap().share, others / whole, "others");
}

#[test]
fn a_number_of_people_that_hangs_on_luck_leads_nobody_astray() {
    // Families that die out or grow: everyone alike, so nothing is one's own.
    let families = ALL_POSITION
        .replace(
            "law = \"fixed\"\nparticipants = 200",
            "law = \"galton_watson\"\noffspring = \"poisson\"\nmean = 1.1\ngenerations = 5",
        )
        .replace(
            "replications = 60",
            "replications = 400\n[horizon]\nperiods = 6",
        );
    let split = &splits(&families)[0];
    assert_within(share(split, Cause::Ability), 0.0, "ability");
    assert_within(share(split, Cause::Sales), 0.0, "luck in sales");
    assert_within(share(split, Cause::Position), 1.0, "position");
}
