//! Individual caps, company caps, the customer-volume rule, rounding stages.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

/// Sellers without sponsors, each with his sales of period 1.
fn sellers(volumes: &[i64]) -> Builder {
    let mut network = Builder::new();
    for (index, &volume) in volumes.iter().enumerate() {
        let member = network.member(&index.to_string(), None);
        network.sale(member, 1, volume);
    }
    network
}

#[test]
fn an_individual_cap_is_of_the_component_not_of_the_cheque_st_03() {
    // A 1,400 + 200, B 1,000 exactly: the cap of 1,000 takes 400 of A's first component.
    let plan = plan(&format!(
        "{}{}{}",
        sale("pairing", "1"),
        sale("other", "0.2"),
        step("individual_cap", "cap = 1000\ncomponents = [\"pairing\"]")
    ));
    let (_, accounts) = pay(sellers(&[1_400_00, 1_000_00, 999_99]), &plan, |_| ());
    assert_eq!(accounts.by_component[0], [1_000_00, 1_000_00, 999_99]);
    assert_eq!(accounts.by_component[1], [280_00, 200_00, 200_00]);
    assert_eq!(accounts.totals.components[0].cut_by_cap, 400_00 * 10);
    assert_eq!(accounts.totals.components[1].cut_by_cap, 0);
    assert_eq!(accounts.totals.components[0].breakage, 0);
}

#[test]
fn a_rank_not_listed_has_the_cap_of_the_next_lower_one() {
    let plan = plan(&format!(
        "ranks = {{ ladder = [{{ rank = \"a\" }}, {{ rank = \"b\" }}, {{ rank = \"c\" }}] }}\n{}{}",
        sale("s", "1"),
        step("individual_cap", "cap_by_rank = { b = 50 }")
    ));
    let mut network = sellers(&[100_00, 100_00, 100_00]);
    network.rank(0, 1, "a").rank(1, 1, "b").rank(2, 1, "c");
    let (_, accounts) = pay(network, &plan, |_| ());
    assert_eq!(accounts.commissions, [100_00, 50_00, 50_00]);
}

#[test]
fn company_caps_cut_flagged_components_alone_st_01_st_02() {
    // Pairing 4,000 + 1,000, matching 500: 5,500 against 60 % of a stated volume.
    let components = format!("{}{}", sale("pairing", "1"), sale("join", "0.1"));
    let network = || sellers(&[4_000_00, 1_500_00]);
    let capped = |base: &str| {
        plan(&format!(
            "{components}{}",
            step(
                "prorate_to_cap",
                &format!("cap_rate = \"0.60\"\nbase_amount = {base}\ncomponents = [\"pairing\"]")
            )
        ))
    };
    let (factors, accounts) = pay(network(), &capped("10000"), |accounts| accounts.last_factor);
    assert_eq!(factors, [Decimal::ONE], "never above 1");
    assert_eq!(accounts.commissions, [4_400_00, 1_650_00]);
    // 60 % of 5,000 is 3,000 of 5,500: 6/11.
    let (factors, accounts) = pay(network(), &capped("5000"), |accounts| accounts.last_factor);
    assert_eq!(factors[0].round_dp(6).to_string(), "0.545455");
    assert_eq!(accounts.by_component[0], [2_181_82, 818_18]);
    assert_eq!(accounts.by_component[1], [400_00, 150_00]);
    assert_eq!(accounts.totals.components[0].cut_by_budget, 2_500_00 * 10);
}

#[test]
fn two_caps_over_one_component_leave_it_within_both() {
    // 1,000 + 500 against a cap of 900 over both: 3/5; then the first alone against 300,
    // of which 600 are left: 1/2.
    let plan = plan(&format!(
        "{}{}{}{}",
        sale("a", "1"),
        sale("b", "0.5"),
        step("prorate_to_cap", "cap_rate = 1\nbase_amount = 900"),
        step(
            "prorate_to_cap",
            "cap_rate = 1\nbase_amount = 300\ncomponents = [\"a\"]"
        ),
    ));
    let (_, accounts) = pay(sellers(&[1_000_00]), &plan, |_| ());
    assert_eq!(accounts.by_component, [[300_00], [300_00]]);
}

#[test]
fn the_customer_share_decides_on_all_or_in_proportion_st_04_st_05() {
    // One level on the volume of a recruit; the payee's organisation is judged.
    let case = |customers: i64, own: i64| {
        let mut network = Builder::new();
        let payee = network.member("a", None);
        let source = network.member("b", Some(payee));
        network.sale(source, 1, customers).own(source, 1, own);
        network
    };
    let rule = |mode: &str, more: &str| {
        let keys = format!("mode = \"{mode}\"\nmin_customer_share = \"0.51\"\n{more}");
        plan(&format!(
            "{}{}",
            level("team", "\"0.10\""),
            step("customer_volume_rule", &keys)
        ))
    };
    for (customers, own, whole, part) in [
        (51_00, 49_00, 10_00, 10_00),
        (40_00, 60_00, 0, 7_84),
        (0, 500_00, 0, 0),
    ] {
        let (_, accounts) = pay(case(customers, own), &rule("all_or_nothing", ""), |_| ());
        assert_eq!(accounts.commissions, [whole, 0]);
        let (_, accounts) = pay(case(customers, own), &rule("pro_rata", ""), |_| ());
        assert_eq!(accounts.commissions, [part, 0]);
    }
    // The payee himself has no volume at all: nothing of his own is short of customers.
    let (_, accounts) = pay(
        case(0, 500_00),
        &rule("pro_rata", "scope = \"own\""),
        |_| (),
    );
    assert_eq!(accounts.commissions, [50_00, 0]);
    let (_, accounts) = pay(case(40_00, 60_00), &rule("all_or_nothing", ""), |_| ());
    let part = &accounts.totals.components[0];
    assert_eq!(
        part.cut_by_customer_rule,
        10_00 * i128::from(part.denominator)
    );
}

#[test]
fn per_sale_components_are_under_the_customer_rule_only_if_named() {
    let rule = |components: &str| {
        let keys = format!("min_customer_share = 1\n{components}");
        plan(&format!(
            "{}{}",
            sale("s", "0.1"),
            step("customer_volume_rule", &keys)
        ))
    };
    let network = || {
        let mut network = sellers(&[100_00]);
        network.own(0, 1, 1_00);
        network
    };
    let (_, accounts) = pay(network(), &rule(""), |_| ());
    assert_eq!(accounts.commissions, [10_00]);
    let (_, accounts) = pay(network(), &rule("components = [\"s\"]"), |_| ());
    assert_eq!(accounts.commissions, [0]);
}

#[test]
fn rounding_modes_and_stages_sc_09() {
    let rounded = |rounding: &str, rates: &[&str]| {
        let components: String = rates
            .iter()
            .enumerate()
            .map(|(index, rate)| sale(&format!("c{index}"), rate))
            .collect();
        let plan = plan(&format!("rounding = {{ {rounding} }}\n{components}"));
        pay(sellers(&[22_30, 22_10]), &plan, |_| ()).1
    };
    let half_even = rounded("mode = \"half_even\"", &["0.15"]);
    assert_eq!(half_even.commissions, [334, 332]);
    assert_eq!(rounded("", &["0.15"]).commissions, [335, 332]);
    assert_eq!(
        rounded("mode = \"down\"", &["0.15"]).commissions,
        [334, 331]
    );
    // Three times 7.4333 is 22.30 exactly; each by itself 7.43 would make 22.29.
    let thirds = ["0.333333333", "0.333333333", "0.333333334"];
    let apart = rounded("", &thirds);
    assert_eq!(apart.commissions[0], 22_29);
    let cheque = rounded("stage = \"per_cheque\"", &thirds);
    assert_eq!(cheque.commissions, [22_30, 22_10]);
    assert_eq!(
        cheque
            .by_component
            .iter()
            .map(|column| column[0])
            .collect::<Vec<_>>(),
        [7_43, 7_43, 7_44],
        "the cent goes to the largest remainder"
    );
}

proptest! {
    #[test]
    fn every_line_of_the_breakdown_adds_up_and_no_cap_is_exceeded(
        links in prop::collection::vec((any::<prop::sample::Index>(), 0i64..100_000, 0i64..50_000), 2..40),
        cap in 0i64..200,
        cap_rate in 0i64..40,
        share in 1i64..100,
        stage in prop::sample::select(vec!["per_line", "per_payee_component", "per_cheque"]),
        mode in prop::sample::select(vec!["half_up", "half_even", "down"]),
    ) {
        let mut network = Builder::new();
        for (index, (link, customers, own)) in links.iter().enumerate() {
            let sponsor = (index > 0).then(|| link.index(index) as u32);
            let member = network.member(&index.to_string(), sponsor);
            network.sale(member, 1, *customers).own(member, 1, *own);
            network.active(member, 1, index % 5 != 1);
        }
        let plan = plan(&format!(
            "rounding = {{ mode = \"{mode}\", stage = \"{stage}\" }}\n{}{}{}{}{}{}",
            sale("personal", "0.113"),
            level("team", "\"0.07\", \"0.031\""),
            step("individual_cap", &format!("cap = {cap}\ncomponents = [\"personal\"]")),
            step("customer_volume_rule", &format!("mode = \"pro_rata\"\nmin_customer_share = \"0.{share:02}\"")),
            step("prorate_to_cap", &format!("cap_rate = \"0.{cap_rate:02}\"\ncomponents = [\"team\"]")),
            step("hold_back", "share = \"0.3\"\nrelease_after_periods = 1\ncomponents = [\"team\"]"),
        ));
        let (_, accounts) = pay(network, &plan, |_| ());
        prop_assert!(accounts.by_component[0].iter().all(|&paid| paid <= 100 * cap));
        let team = &accounts.totals.components[1];
        let volume: i64 = accounts.totals.volume.iter().sum();
        let lines = links.len() as i64;
        prop_assert!(100 * (team.paid + team.held) <= cap_rate * volume + 100 * lines);
        prop_assert!(accounts.totals.held() >= 0);
        prop_assert_eq!(accounts.cash.iter().sum::<i64>(), accounts.totals.cash);
    }
}
