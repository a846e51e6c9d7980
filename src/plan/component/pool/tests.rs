//! Pools in cents, with the numbers of plans.md E11.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

use proptest::prelude::*;

use crate::columns::Cores;
use crate::observed::{Builder, NewOrder};
use crate::plan::Plan;
use crate::plan::accounts::Accounts;
use crate::plan::tests::{compile, plan};

fn pool(keys: &str) -> Plan {
    plan(
        "",
        &format!("[[plans.component]]\ntype = \"pool\"\n{keys}\n"),
    )
}

/// Pays, with the books checked.
fn pay(network: Builder, plan: &Plan) -> Accounts {
    let accounts = network.build().unwrap().pay(plan, |_, _| {}).unwrap();
    accounts.check(plan.name(), Cores::One).unwrap();
    accounts
}

/// Roots with these points.
fn people(points: &[i64]) -> Builder {
    let mut network = Builder::new();
    for (index, &points) in points.iter().enumerate() {
        let member = network.member(&format!("m{index}"), None);
        network.order(NewOrder {
            points: Some(points * 10_000),
            ..NewOrder::own(member, 1, 0)
        });
    }
    network
}

#[test]
fn a_cap_keeps_the_excess_with_the_company_po_02() {
    let mut points = vec![60_000, 30_000, 10_000];
    points.extend([5_000; 20]);
    let plan = pool(
        "percent = \"0.02\"\nbase_amount = 500000\npoints = \"order\"\ncap_fraction = \"0.10\"",
    );
    let accounts = pay(people(&points), &plan);
    assert_eq!(
        accounts.commissions[..4],
        [1000_00, 1000_00, 500_00, 250_00]
    );
    assert_eq!(accounts.commissions[22], 250_00);
    let part = &accounts.totals.components[0];
    assert_eq!(part.theoretical, 10_000_00 * 100);
    assert_eq!(part.breakage, 2_500_00 * 100);
}

#[test]
fn the_largest_remainder_pays_the_pool_exactly_po_03() {
    let plan = pool("amount = 100\nrounding = \"largest_remainder\"");
    let accounts = pay(people(&[0, 0, 0]), &plan);
    assert_eq!(accounts.commissions, [33_34, 33_33, 33_33]);
    assert_eq!(accounts.totals.components[0].rounding, 0);
}

#[test]
fn nobody_qualified_is_no_division_by_zero_po_04() {
    let network = || {
        let mut network = people(&[0]);
        network.order(NewOrder {
            points: Some(10_000),
            ..NewOrder::own(0, 2, 0)
        });
        network
    };
    let kept = pay(network(), &pool("amount = 100\npoints = \"order\""));
    assert_eq!(kept.commissions, [100_00]);
    assert_eq!(kept.totals.components[0].breakage, 100_00);
    let carried = pay(
        network(),
        &pool("amount = 100\npoints = \"order\"\nif_no_qualifier = \"carry_forward\""),
    );
    assert_eq!(carried.commissions, [200_00]);
    assert_eq!(carried.totals.components[0].breakage, 0);
}

#[test]
fn points_by_structure_pass_over_the_inactive_po_05() {
    let network = || {
        let mut network = Builder::new();
        let a = network.member("A", None);
        let b = network.member("B", Some(a));
        let c = network.member("C", Some(b));
        let d = network.member("D", Some(c));
        network.member("E", Some(a));
        network.member("F", Some(d));
        network.active(c, 1, false);
        network
    };
    let keys = "percent = \"0.45\"\nbase_amount = 1000\npoints_by_level = [5, 5, 5, 4, 3, 2, 1]";
    let accounts = pay(network(), &pool(keys));
    assert_eq!(accounts.commissions, [257_14, 128_57, 0, 64_29, 0, 0]);
    // By true distance with two levels of 5: A has B and E, B has D past C, D has F.
    let keys = "amount = 200\npoints_by_level = [5, 5]\ncompression = \"none\"";
    let accounts = pay(network(), &pool(keys));
    assert_eq!(accounts.commissions, [100_00, 50_00, 0, 50_00, 0, 0]);
}

#[test]
fn excess_is_redistributed_until_nobody_exceeds_the_cap_po_06() {
    let keys = |cap: &str| {
        pool(&format!(
            "amount = 300\npoints = \"order\"\ncap_fraction = \"{cap}\"\nexcess = \"redistribute\""
        ))
    };
    let accounts = pay(people(&[80, 15, 5]), &keys("0.50"));
    assert_eq!(accounts.commissions, [150_00, 112_50, 37_50]);
    // a 240 → 120 leaves 180 in the ratio 15 : 5: b 135 → 120 too, c the last 60.
    let accounts = pay(people(&[80, 15, 5]), &keys("0.40"));
    assert_eq!(accounts.commissions, [120_00, 120_00, 60_00]);
    // Everybody at the cap: the rest stays.
    let accounts = pay(people(&[80, 15, 5]), &keys("0.20"));
    assert_eq!(accounts.commissions, [60_00, 60_00, 60_00]);
    assert_eq!(accounts.totals.components[0].breakage, 120_00);
}

#[test]
fn cheques_rounded_half_up_may_overpay_the_pool_po_07() {
    let mut points = vec![1; 10];
    points.extend([5, 5, 10]);
    let keys = "percent = \"0.02\"\nbase_amount = 1000000\npoints = \"order\"\n";
    let half_up = format!("{keys}rounding = \"half_up\"");
    let accounts = pay(people(&points), &pool(&half_up));
    assert_eq!(accounts.commissions[0], 666_67);
    assert_eq!(accounts.commissions[10..], [3333_33, 3333_33, 6666_67]);
    assert_eq!(accounts.totals.payout, 20_000_03);
    assert_eq!(accounts.totals.components[0].rounding, -3 * 100);
    // By largest remainder, the default, the pool is paid exactly.
    assert_eq!(pay(people(&points), &pool(keys)).totals.payout, 20_000_00);
    let down = format!("{keys}rounding = \"down\"");
    assert_eq!(pay(people(&points), &pool(&down)).totals.payout, 19_999_92);
}

#[test]
fn a_pool_is_a_share_of_the_companys_volume_and_is_funded_by_it() {
    let mut network = Builder::new();
    let a = network.member("a", None);
    let b = network.member("b", Some(a));
    network.sale(a, 1, 300_00).own(b, 1, 100_00);
    let accounts = pay(network, &pool("percent = \"0.10\"\npoints = \"volume\""));
    assert_eq!(accounts.commissions, [30_00, 10_00]);
    assert_eq!(accounts.totals.funded_by, [30_00, 10_00, 0]);
}

#[test]
fn points_may_go_by_rank_and_qualifiers_by_the_lowest_rank_named() {
    let text = |keys: &str| {
        plan(
            "",
            &format!(
                "[plans.ranks]\nladder = [{{ rank = \"silver\" }}, {{ rank = \"gold\" }}, {{ rank = \"platinum\" }}]\n\
                 [[plans.component]]\ntype = \"pool\"\namount = 160\n{keys}\n"
            ),
        )
    };
    let network = || {
        let mut network = Builder::new();
        for rank in ["silver", "gold", "platinum", "platinum"] {
            let member = network.member(rank, None);
            network.rank(member, 1, rank);
        }
        network.active(3, 1, false);
        network
    };
    let by_rank = "points_by_rank = { silver = 1, gold = 5, platinum = 10 }";
    let accounts = pay(network(), &text(by_rank));
    assert_eq!(accounts.commissions, [10_00, 50_00, 100_00, 0]);
    let accounts = pay(network(), &text("ranks = [\"platinum\", \"gold\"]"));
    assert_eq!(accounts.commissions, [0, 80_00, 80_00, 0]);
}

#[test]
fn group_volume_counts_everyone_below() {
    let mut network = Builder::new();
    let a = network.member("a", None);
    let b = network.member("b", Some(a));
    network.own(a, 1, 100_00).own(b, 1, 200_00);
    let accounts = pay(network, &pool("amount = 50\npoints = \"group_volume\""));
    assert_eq!(accounts.commissions, [30_00, 20_00]);
}

#[test]
fn pools_that_contradict_themselves_are_refused() {
    for keys in [
        "",
        "percent = \"0.1\"\namount = 5",
        "amount = 5\nbase_amount = 5",
        "amount = 5\ncap_fraction = 0",
        "amount = 5\nexcess = \"redistribute\"",
        "amount = 5\npoints = \"rank\"",
        "amount = 5\npoints = \"volume\"\npoints_by_level = [1]",
    ] {
        let text = format!("[[plans.component]]\ntype = \"pool\"\n{keys}\n");
        let told = compile("", &text).unwrap_err().to_string();
        assert!(told.contains("P150"), "{keys}: {told}");
    }
    let text = "[plans.ranks]\nladder = [{ rank = \"gold\" }]\n[[plans.component]]\n\
                type = \"pool\"\namount = 5\nranks = [\"glod\"]\n";
    let told = compile("", text).unwrap_err().to_string();
    assert!(told.contains("P142") && told.contains("gold"), "{told}");
}

proptest! {
    #[test]
    fn no_more_than_the_pool_is_paid_and_nobody_exceeds_the_cap(
        points in prop::collection::vec(0i64..1000, 1..12),
        cap in 1i64..=100,
        redistribute: bool,
        amount in 0i64..100_000,
    ) {
        let excess = if redistribute { "redistribute" } else { "retain" };
        let plan = pool(&format!(
            "amount = {amount}\npoints = \"order\"\ncap_fraction = {}.{:02}\nexcess = \"{excess}\"\n\
             rounding = \"down\"",
            cap / 100, cap % 100
        ));
        let accounts = pay(people(&points), &plan);
        let most = amount * cap;
        let paid: i64 = accounts.commissions.iter().sum();
        prop_assert!(paid <= amount * 100);
        prop_assert!(accounts.commissions.iter().all(|&share| share <= most));
        let sharing = points.iter().filter(|&&points| points > 0).count() as i64;
        if redistribute && sharing > 0 && sharing * cap >= 100 {
            // The caps leave room for the whole pool: less than a cent each is lost.
            prop_assert!(paid > amount * 100 - sharing || amount == 0);
        }
    }
}
