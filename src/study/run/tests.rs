//! What a study takes from the world into its results.

use super::*;
use crate::plan::LANGUAGE;
use crate::scenario;

/// Everyone asks one friend, who would say yes to a person of average skill: whoever has
/// more has a chance above 1.
const SURE_SALES: &str = r#"
[scenario]
name = "sure"
title = "?"
seed = 4
replications = 100
[growth]
law = "fixed"
participants = 50
attachment = "uniform"
count_founders = true
[people]
contacts = 1
skill = { law = "lognormal", sigma = 0.8 }
[sales]
law = "funnel"
contacts_per_period = 1
conversion = 1
[product]
price = 1.00
[[plans]]
name = "plan"
[[plans.component]]
type = "sale_commission"
rate = 0.1
"#;

fn loaded(name: &str, text: &str) -> Scenario {
    let loaded = scenario::load_text(name, text, &[], LANGUAGE);
    loaded.unwrap_or_else(|faults| panic!("{faults}")).scenario
}

/// rulings.md 4: the clamped count is reported.
#[test]
fn chances_above_one_are_counted_and_reported() {
    let scenario = loaded("sure.toml", SURE_SALES);
    let plans = Plan::build_all(&scenario).unwrap();
    let options = RunOptions {
        threads: 1,
        seen: Seen::Accounts,
        precision: None,
    };
    let mut clamped = 0;
    let results = run(
        &scenario,
        &plans,
        options,
        &Progress::default(),
        |view| view.world.clamped,
        |count| {
            clamped += count;
            Ok(())
        },
    )
    .unwrap();
    let mut summary = results.summary.iter();
    let row = summary.find(|row| row.metric == "clamped_chances").unwrap();
    let mean = row.estimate.mean.unwrap();
    assert!((mean - clamped as f64 / 100.0).abs() < 1e-9);
    // Skill of mean 1 is above 1 with probability P(Z > 0.4) = 0.344578; 4 standard errors.
    let chance = 0.344_578;
    let error = (50.0 * chance * (1.0 - chance) / 100.0_f64).sqrt();
    assert!((mean - 50.0 * chance).abs() < 4.0 * error, "{mean}");
}

/// What the first of so many replications leaves behind, written down.
fn first_of(scenario: &Scenario, replications: u32, threads: usize) -> Vec<u8> {
    let mut scenario = scenario.clone();
    scenario.replications = replications;
    let plans = Plan::build_all(&scenario).unwrap();
    let measuring = measuring(&scenario);
    let crew = Crew::new(&scenario, None, &plans, threads, Seen::Nothing).unwrap();
    let lived = crew.all(&[1], replications, &Progress::default(), |arena, number| {
        arena.simulate(number, &measuring, &|_| ())
    });
    postcard::to_stdvec(&lived.unwrap()).unwrap()
}

/// An only replication has all cores, and gives memory back that others would use again.
#[test]
fn an_only_replication_is_the_first_of_several() {
    for known in scenario::builtin::ALL {
        let scenario = loaded(known.name, known.text);
        let is_same = first_of(&scenario, 1, 2) == first_of(&scenario, 2, 1);
        assert!(is_same, "{}", known.name);
    }
}

/// Own sales of 40,000,000.00 each: a tenth of them fits 32 bits, what the first are paid of
/// those they recruited does not.
const DEAR_SALES: &str = r#"
[scenario]
name = "dear"
title = "?"
replications = 2
[growth]
law = "fixed"
participants = 200
attachment = "preferential"
[product]
price = 40_000_000.00
[sales]
law = "fixed"
units = 1
[[plans]]
name = "referral"
[[plans.component]]
type = "sale_commission"
rate = 0.10
[[plans]]
name = "level"
[[plans.component]]
type = "level_commission"
rates = [0.10, 0.10]
"#;

/// What was put into 32 bits and given back is had again when another plan pays more than
/// they hold.
#[test]
fn one_plan_of_dear_sales_has_more_than_32_bits() {
    let scenario = loaded("dear.toml", DEAR_SALES);
    let plans = Plan::build_all(&scenario).unwrap();
    let crew = Crew::new(&scenario, None, &plans, 1, Seen::Accounts).unwrap();
    let most = crew.all(&[1], 2, &Progress::default(), |arena, number| {
        arena.simulate(number, &measuring(&scenario), &|view| {
            let paid = view.accounts.iter().map(|own| &own.commissions);
            let most = paid.map(|paid| paid.iter().copied().max().unwrap());
            most.collect::<Vec<i64>>()
        })
    });
    let most = &most.unwrap()[0].observed;
    assert!(most[0] < 1 << 29 && most[1] >= 1 << 31, "{most:?}");
    assert!(first_of(&scenario, 1, 2) == first_of(&scenario, 2, 1));
}
