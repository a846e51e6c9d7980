//! Milestones in cents, with the numbers of plans.md E12.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

use crate::columns::Cores;
use crate::observed::{Builder, NewOrder};
use crate::plan::Plan;
use crate::plan::accounts::Accounts;
use crate::plan::tests::{compile, plan};

const LADDER: &str = "[plans.ranks]\nladder = [{ rank = \"ambassador\" }, { rank = \"silver\" }, \
    { rank = \"gold\" }, { rank = \"ruby\" }]\n";

fn text(keys: &str) -> String {
    format!("{LADDER}[[plans.component]]\ntype = \"milestone\"\n{keys}\n")
}

fn awards(keys: &str) -> Plan {
    plan(
        "",
        &text(&format!(
            "awards = {{ silver = 100, gold = 250, ruby = 500 }}\n{keys}"
        )),
    )
}

/// What each member has by the end of each period, with the books checked at the end.
fn pay(network: Builder, plan: &Plan) -> (Vec<Vec<i64>>, Accounts) {
    let mut seen = Vec::new();
    let accounts = network
        .build()
        .unwrap()
        .pay(plan, |_, accounts| seen.push(accounts.commissions.clone()))
        .unwrap();
    accounts.check(plan.name(), Cores::One).unwrap();
    (seen, accounts)
}

/// One member with these ranks period by period; what he has by the end of each.
fn career(ranks: &[&str], plan: &Plan) -> Vec<i64> {
    let mut network = Builder::new();
    let member = network.member("a", None);
    for (index, rank) in ranks.iter().enumerate() {
        network.rank(member, index as u32 + 1, rank);
    }
    let (seen, _) = pay(network, plan);
    seen.into_iter().map(|paid| paid[0]).collect()
}

#[test]
fn awards_won_in_the_first_days_are_doubled_ml_01() {
    let plan = awards("multiplier_if_within = { days = 30, factor = 2, at_least = \"gold\" }");
    let paid = |days: &[(u32, &str)]| {
        let mut network = Builder::new();
        network.days(1);
        let member = network.member("a", None);
        for &(day, rank) in days {
            network.rank(member, day + 1, rank);
        }
        pay(network, &plan).1.commissions[0]
    };
    assert_eq!(paid(&[(10, "silver"), (28, "gold")]), 700_00);
    assert_eq!(paid(&[(20, "silver"), (31, "gold")]), 350_00);
    assert_eq!(paid(&[(5, "silver")]), 100_00);
    // Day 30 is inside; what is won after it is single.
    assert_eq!(paid(&[(20, "silver"), (30, "gold")]), 700_00);
    assert_eq!(paid(&[(28, "gold"), (29, "ruby")]), 700_00 + 1000_00);
    assert_eq!(paid(&[(28, "gold"), (31, "ruby")]), 700_00 + 500_00);
    // The same under the name of the doubling.
    let plan = awards("double_if = { within_days = 30, at_least = \"gold\" }");
    let mut network = Builder::new();
    network.days(1);
    let member = network.member("a", None);
    network.rank(member, 29, "gold");
    assert_eq!(pay(network, &plan).1.commissions, [700_00]);
}

#[test]
fn a_factor_with_decimals_is_exact() {
    let plan =
        awards("multiplier_if_within = { days = 30, factor = \"1.333\", at_least = \"silver\" }");
    assert_eq!(career(&["silver"], &plan), [133_30]);
}

#[test]
fn falling_and_coming_back_pays_nothing_ml_02() {
    assert_eq!(
        career(&["gold", "silver", "gold", "ruby"], &awards("")),
        [350_00, 350_00, 350_00, 850_00]
    );
}

#[test]
fn a_jump_pays_the_rungs_passed_or_only_the_one_reached() {
    assert_eq!(career(&["ruby"], &awards("")), [850_00]);
    assert_eq!(
        career(
            &["ambassador", "ruby", "gold"],
            &awards("pay_skipped = false")
        ),
        [0, 500_00, 500_00]
    );
}

#[test]
fn awards_may_come_each_period_or_after_each_fall() {
    let ranks = ["gold", "silver", "gold", "gold", "ambassador"];
    assert_eq!(
        career(&ranks, &awards("repeat = \"each_period\"")),
        [250_00, 350_00, 600_00, 850_00, 850_00]
    );
    assert_eq!(
        career(&ranks, &awards("repeat = \"each_time_after_gap\"")),
        [350_00, 350_00, 600_00, 600_00, 600_00]
    );
}

#[test]
fn instalments_are_equal_parts_while_the_rank_holds() {
    let plan = plan(
        "",
        &text("awards = { silver = \"100.01\" }\ninstalments = 3"),
    );
    let all = ["silver"; 4];
    assert_eq!(career(&all, &plan), [33_34, 66_68, 100_01, 100_01]);
    // The second month is missed: the rest is lost for good, and is breakage.
    let mut network = Builder::new();
    let member = network.member("a", None);
    network
        .rank(member, 1, "silver")
        .rank(member, 2, "ambassador");
    network.rank(member, 3, "silver");
    let (seen, accounts) = pay(network, &plan);
    assert_eq!(seen, [[33_34], [33_34], [33_34]]);
    assert_eq!(accounts.totals.components[0].breakage, 66_67);
    assert_eq!(accounts.totals.components[0].theoretical, 100_01);
}

#[test]
fn a_rank_lost_too_soon_is_owed_back_even_by_who_left() {
    let plan = awards("clawback_if_lost_within = 2");
    assert_eq!(
        career(&["gold", "gold", "silver", "silver"], &plan),
        [350_00, 350_00, 100_00, 100_00]
    );
    assert_eq!(
        career(&["gold", "gold", "gold", "silver"], &plan),
        [350_00; 4]
    );
    let mut network = Builder::new();
    let member = network.member("a", None);
    network
        .rank(member, 1, "silver")
        .rank(member, 2, "ambassador");
    network.active(member, 2, false);
    assert_eq!(pay(network, &plan).0, [[100_00], [0]]);
}

#[test]
fn who_is_inactive_when_he_reaches_a_rank_loses_the_award() {
    let mut network = Builder::new();
    let member = network.member("a", None);
    network.rank(member, 1, "silver").active(member, 1, false);
    network.active(member, 2, true);
    let (seen, accounts) = pay(network, &awards(""));
    assert_eq!(seen, [[0], [0]]);
    assert_eq!(accounts.totals.components[0].breakage, 100_00);
}

#[test]
fn a_car_is_paid_in_each_month_with_enough_customers_and_volume_ml_03() {
    let plan = plan(
        "",
        &text("recurring = { amount = 600, requires = { customers = 60, volume = 3000 } }"),
    );
    let mut network = Builder::new();
    let member = network.member("a", None);
    for (month, customers, volume) in [
        (1, 60, 3000_00),
        (2, 60, 2999_99),
        (3, 61, 3000_00),
        (4, 59, 9000_00),
    ] {
        for customer in 0..customers {
            network.order(NewOrder {
                customer: Some(customer),
                ..NewOrder::sale(member, month, if customer == 0 { volume } else { 0 })
            });
        }
    }
    assert_eq!(
        pay(network, &plan).0,
        [[600_00], [600_00], [1200_00], [1200_00]]
    );
}

#[test]
fn a_car_may_ask_for_a_rank_and_a_group() {
    let plan = plan(
        "",
        &text("recurring = { amount = 600, requires = { rank = \"gold\", group_volume = 300 } }"),
    );
    let mut network = Builder::new();
    for rank in ["silver", "gold", "ruby"] {
        let leader = network.member(rank, None);
        network.rank(leader, 1, rank).own(leader, 1, 100_00);
    }
    for (leader, volume) in [(0, 200_00), (1, 200_00), (2, 199_99)] {
        let below = network.member("below", Some(leader));
        network.own(below, 1, volume);
    }
    assert_eq!(pay(network, &plan).1.commissions[..3], [0, 600_00, 0]);
}

fn power_of_three(keys: &str) -> Plan {
    plan(
        "",
        &text(&format!(
            "structure = \"power_of_three\"\nwidth = 3\nperson_min = 100\nteam_min = 600\n\
             amounts = [50, 250, 1500]\n{keys}"
        )),
    )
}

/// A root with a full tree of three below, `depth` levels deep, 150 points each.
fn triple(depth: u32) -> Builder {
    let mut network = Builder::new();
    let mut level = vec![network.member("root", None)];
    network.own(0, 1, 150_00);
    for _ in 0..depth {
        let mut next = Vec::new();
        for &sponsor in &level {
            for _ in 0..3 {
                let member = network.member("m", Some(sponsor));
                network.own(member, 1, 150_00);
                next.push(member);
            }
        }
        level = next;
    }
    network
}

#[test]
fn the_power_of_three_pays_the_highest_tier_only_ml_04() {
    let plan = power_of_three("");
    let paid = pay(triple(2), &plan).1.commissions;
    assert_eq!(paid[..4], [250_00, 50_00, 50_00, 50_00]);
    assert_eq!(paid[4..].iter().sum::<i64>(), 0);
    assert_eq!(pay(triple(3), &plan).1.commissions[..2], [1500_00, 250_00]);
    // There is no fourth tier.
    assert_eq!(pay(triple(4), &plan).1.commissions[0], 1500_00);
}

#[test]
fn every_minimum_of_the_structure_counts() {
    let plan = power_of_three("");
    let paid = |own: i64, frontline: &[i64]| {
        let mut network = Builder::new();
        let root = network.member("root", None);
        network.own(root, 1, own);
        for &volume in frontline {
            let member = network.member("m", Some(root));
            network.own(member, 1, volume);
        }
        pay(network, &plan).1.commissions[0]
    };
    assert_eq!(paid(150_00, &[150_00; 3]), 50_00);
    assert_eq!(paid(149_99, &[150_00; 3]), 0);
    assert_eq!(paid(150_00, &[150_00, 350_00, 99_99]), 0);
    assert_eq!(paid(99_99, &[400_00; 3]), 0);
    // A fourth person helps the team though he is too small to be one of the three.
    assert_eq!(paid(100_00, &[150_00, 150_00, 150_00, 50_00]), 50_00);
}

#[test]
fn a_structure_is_paid_once_or_each_period() {
    let months = |keys: &str| {
        let mut network = triple(1);
        for member in 0..4 {
            network.own(member, 3, 150_00);
        }
        let (seen, _) = pay(network, &power_of_three(keys));
        seen.into_iter().map(|paid| paid[0]).collect::<Vec<i64>>()
    };
    assert_eq!(months(""), [50_00, 50_00, 50_00]);
    assert_eq!(months("repeat = \"each_period\""), [50_00, 50_00, 100_00]);
    assert_eq!(
        months("repeat = \"each_time_after_gap\""),
        [50_00, 50_00, 100_00]
    );
}

#[test]
fn milestones_that_contradict_themselves_are_refused() {
    for keys in [
        "",
        "awards = { gold = 1 }\nstructure = \"power_of_three\"\namounts = [1]",
        "structure = \"power_of_three\"",
        "structure = \"power_of_three\"\namounts = [1]\ninstalments = 2",
        "awards = { gold = 1 }\nwidth = 3",
        "awards = { gold = 1 }\nrepeat = \"each_period\"\ninstalments = 4",
        "awards = { gold = 1 }\nrepeat = \"each_period\"\ndouble_if = { within_days = 1, at_least = \"gold\" }",
        "recurring = { amount = 1, requires = {} }",
        "recurring = { amount = 1, requires = { customers = 1 } }\nrepeat = \"once\"",
        "awards = { gold = 1 }\ndouble_if = { within_days = 1, at_least = \"gold\" }\n\
         multiplier_if_within = { days = 1, factor = 2, at_least = \"gold\" }",
    ] {
        let told = compile("", &text(keys)).unwrap_err().to_string();
        assert!(told.contains("P151"), "{keys}: {told}");
    }
    let told = compile("", &text("awards = { golden = 1 }"))
        .unwrap_err()
        .to_string();
    assert!(told.contains("P142"), "{told}");
}
