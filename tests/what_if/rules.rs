//! Which rule did it: the parts sum to the difference in every history, and are what a hand
//! reckoning says.

use downline::study::interval::Estimator;
use downline::study::outcome::{Measure, Outcome, measure};
use downline::study::run::Progress;
use downline::study::shelf::Place;
use downline::study::trial::Trial;
use downline::what_if::attribute::{Attribution, Parts};
use downline::what_if::case::Case;

use crate::case;

fn parts(case: &Case, from: usize, to: usize, name: &str) -> (Attribution, Parts) {
    let measure: &'static Measure = measure(name).unwrap();
    let attribution = Attribution::new(case, from, to, 16).unwrap();
    let walked = attribution
        .walk(case, &[measure], Place::NOWHERE, &Progress::default())
        .unwrap();
    let parts = attribution.parts(measure, 0, &walked);
    (attribution, parts)
}

/// Two rules that work together: a chain of two below the founder, all selling one at 100.00.
/// The first plan pays the seller 10 %; the second pays him 20 % and the one above him 5 %. All
/// of it is cut to 22 % of what is sold, 66.00.
const TWO_RULES: &str = r#"
[scenario]
name = "two-rules"
replications = 3
[growth]
law = "complete"
width = 1
depth = 2
[sales]
law = "fixed"
units = 1
[product]
price = 100.00
[company]
payout_budget = 0.22
budget_rule = "prorate"
[[plans]]
name = "before"
[[plans.component]]
type = "sale_commission"
rate = 0.10
[[plans]]
name = "after"
[[plans.component]]
type = "sale_commission"
rate = 0.20
[[plans.component]]
type = "level_commission"
rates = [0.05]
"#;

#[test]
fn two_rules_by_hand() {
    let (_folder, case) = case(TWO_RULES);
    let (attribution, parts) = parts(&case, 0, 1, "mean_net");
    let names: Vec<&str> = attribution
        .players
        .iter()
        .map(|player| player.name.as_str())
        .collect();
    assert_eq!(names, ["sale_commission.rate", "level_commission"]);
    // Net of the two: before 10 and 10. With the rate alone 20 and 20; with the level alone 15
    // and 10. With both 25 and 20, and 25 to the founder: 70 in all, which is cut to 66, so that
    // 20 is 18.86 and 5 is 4.71. Means 10, 20, 12.50 and (23.57 + 18.86) / 2 = 21.215.
    // Rate: ((20 − 10) + (21.215 − 12.50)) / 2; level: ((12.50 − 10) + (21.215 − 20)) / 2.
    let means: Vec<f64> = parts.parts.iter().map(|part| part.mean.unwrap()).collect();
    assert_eq!(means, [935.75, 185.75]);
    assert_eq!(parts.difference.mean, Some(1_121.5));
    assert_eq!(parts.by_replication.len(), 3);
}

#[test]
fn parts_sum_to_the_difference_to_the_cent_in_every_history() {
    let text = std::fs::read_to_string("scenarios/ebook.toml").unwrap();
    let small = text.replace("replications = 1000", "replications = 30");
    let (_folder, case) = case(&small);
    for name in ["mean_net", "payout", "median_net", "share_profit"] {
        let (_, parts) = parts(&case, 0, 1, name);
        assert_eq!(parts.by_replication.len(), 30);
        for row in &parts.by_replication {
            let (parts, difference) = row.as_ref().expect("it has a value in every history");
            let sum: f64 = parts.iter().sum();
            assert!(
                (sum - difference).abs() < 1e-6,
                "{name}: {sum} {difference}"
            );
        }
        let sum: f64 = parts.parts.iter().map(|part| part.mean.unwrap()).sum();
        assert!(
            (sum - parts.difference.mean.unwrap()).abs() < 1e-6,
            "{name}"
        );
    }
    // A pooled ratio has no part in one history, and sums over all of them.
    let (_, parts) = parts(&case, 0, 1, "early10_share");
    assert!(parts.by_replication.is_empty());
    let sum: f64 = parts.parts.iter().map(|part| part.mean.unwrap()).sum();
    assert!((sum - parts.difference.mean.unwrap()).abs() < 1e-9);
}

#[test]
fn the_ends_are_the_two_plans_as_they_stand() {
    let text = std::fs::read_to_string("scenarios/ebook.toml").unwrap();
    let small = text.replace("replications = 1000", "replications = 20");
    let (_folder, case) = case(&small);
    let (_, parts) = parts(&case, 0, 1, "median_net");
    let (scenario, plans) = case.variant(&[]).unwrap();
    let trial = Trial::run(&scenario, &plans, 2, &Progress::default()).unwrap();
    for (plan, found) in parts.ends.iter().enumerate() {
        let outcome = Outcome {
            plan,
            measure: measure("median_net").unwrap(),
        };
        assert_eq!(*found, trial.estimate(&outcome, &mut Estimator::default()));
    }
}

#[test]
fn beyond_twelve_rules_orders_are_drawn_and_the_sum_still_holds() {
    // Thirteen level commissions of one level each, all of which one plan has and the other
    // not.
    let component = |number: usize| {
        format!(
            "[[plans.component]]\ntype = \"level_commission\"\nid = \"level-{number}\"\nrates = [0.01]\n"
        )
    };
    let many: String = (1..=13).map(component).collect();
    let text = format!(
        "[scenario]\nname = \"many\"\nreplications = 4\n[growth]\nlaw = \"fixed\"\nparticipants = 30\n\
         [sales]\nlaw = \"fixed\"\nunits = 1\n[product]\nprice = 100.00\n\
         [[plans]]\nname = \"none\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.10\n\
         [[plans]]\nname = \"all\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.10\n{many}"
    );
    let (_folder, case) = case(&text);
    let (attribution, parts) = parts(&case, 0, 1, "mean_net");
    assert_eq!(
        (attribution.players.len(), attribution.orders()),
        (13, Some(16))
    );
    // Each pays the same beside the others, so each has a thirteenth in any order.
    let whole = parts.difference.mean.unwrap();
    for part in &parts.parts {
        assert!((part.mean.unwrap() - whole / 13.0).abs() < 1e-6, "{part:?}");
        assert!(part.low.is_some() && part.high.is_some());
    }
}

#[test]
fn rules_that_cannot_be_parted_are_one_and_every_plan_of_the_library_is_shared_out() {
    let small = ["scenario.replications=2", "growth.participants=60"].map(str::to_owned);
    let case = Case::open("all-plans", &small, 2).unwrap();
    let baseline = case.baseline();
    for (plan, name) in case.plans().iter().enumerate() {
        if plan == baseline {
            continue;
        }
        let measure = measure("mean_net").unwrap();
        let attribution = Attribution::new(&case, baseline, plan, 4)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let walked = attribution
            .walk(&case, &[measure], Place::NOWHERE, &Progress::default())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let parts = attribution.parts(measure, 0, &walked);
        let sum: f64 = parts.parts.iter().map(|part| part.mean.unwrap()).sum();
        let difference = parts.difference.mean.unwrap();
        assert!(
            (sum - difference).abs() < 1e-6,
            "{name}: {sum} {difference}"
        );
    }
}

#[test]
fn a_metric_without_a_value_on_the_way_is_said_to_have_none() {
    // Neither component is in both plans, so between them nobody is paid.
    let text = TWO_RULES.replace(
        "name = \"before\"\n[[plans.component]]\ntype = \"sale_commission\"",
        "name = \"before\"\n[[plans.component]]\ntype = \"sale_commission\"\nid = \"own\"",
    );
    let (_folder, case) = case(&text);
    let (_, gini) = parts(&case, 0, 1, "gini");
    assert!(gini.parts.iter().any(|part| part.mean.is_none()));
    assert!(gini.by_replication.iter().all(Option::is_none));
}
