//! Worked examples in cents, with the books balanced.

mod agreement;
mod customers;

use crate::columns::Cores;
use crate::observed::{Builder, NewOrder};
use crate::plan::{LANGUAGE, Plan};
use crate::scenario;

fn build(component: &str) -> Result<Plan, String> {
    let text = format!(
        "[scenario]\nname = \"case\"\n[product]\nprice = 1\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 1\n[sales]\nlaw = \"fixed\"\nunits = 0\n\
         [[plans]]\nname = \"plan\"\n\
         ranks = {{ ladder = [{{ rank = \"low\" }}, {{ rank = \"middle\" }}, {{ rank = \"top\" }}] }}\n\
         [[plans.component]]\ntype = \"sale_commission\"\n{component}\n"
    );
    let loaded = scenario::load_text("case.toml", &text, &[], LANGUAGE)
        .map_err(|fault| fault.to_string())?;
    Plan::build(&loaded.scenario, 0).map_err(|faults| faults.0[0].code.to_owned())
}

fn plan(component: &str) -> Plan {
    build(component).unwrap()
}

/// What each period credits each member, its books balanced.
fn pay(component: &str, network: &Builder) -> Vec<Vec<i64>> {
    let plan = plan(component);
    let mut before: Vec<i64> = Vec::new();
    let mut seen = Vec::new();
    network
        .clone()
        .build()
        .unwrap()
        .pay(&plan, |_, accounts| {
            accounts.check("plan", Cores::One).unwrap();
            before.resize(accounts.commissions.len(), 0);
            seen.push(
                accounts
                    .commissions
                    .iter()
                    .zip(&before)
                    .map(|(now, before)| now - before)
                    .collect(),
            );
            before.clone_from(&accounts.commissions);
        })
        .unwrap();
    seen
}

/// Sellers without uplines, each with one sale of this much in the first period.
fn sellers(volumes: &[i64]) -> Builder {
    let mut network = Builder::new();
    for (index, &volume) in volumes.iter().enumerate() {
        let member = network.member(&index.to_string(), None);
        network.sale(member, 1, volume);
    }
    network
}

fn customer(number: u32, day: u32, amount: i64) -> NewOrder {
    NewOrder {
        customer: Some(number),
        day: Some(day),
        ..NewOrder::sale(0, 1, amount)
    }
}

#[test]
fn cliff_brackets_pay_everything_at_the_rate_reached_sc_02() {
    let scale = "brackets = [{ min = 0, rate = 0 }, { min = 50, rate = 0.20 }, { min = 145, rate = 0.30 }, \
                 { min = 285, rate = 0.35 }, { min = 425, rate = 0.40 }]";
    let network = sellers(&[26_500, 28_500, 39_500, 4_999, 14_500, 14_499]);
    assert_eq!(
        pay(scale, &network),
        [[7_950, 9_975, 13_825, 0, 4_350, 2_900]],
        "minima are inclusive, to the cent"
    );
}

#[test]
fn marginal_brackets_pay_each_slice_at_its_own_rate_sc_04() {
    let scale = "brackets = [{ min = 0, rate = 0.05 }, { min = 1000, rate = 0.10 }, { min = 5000, rate = 0.15 }]";
    let network = sellers(&[620_000, 100_000, 100_001]);
    assert_eq!(
        pay(&format!("{scale}\nbracket_mode = \"marginal\""), &network),
        [[63_000, 5_000, 5_000]],
        "50 + 400 + 180; a cent above 1,000 earns a tenth of a cent"
    );
    assert_eq!(pay(scale, &network), [[93_000, 10_000, 10_000]]);
}

#[test]
fn blocks_pay_only_when_they_are_full_sc_05() {
    let scale = "brackets = [{ min = 0, rate = 0.05 }, { min = 500, rate = 0.10 }, \
                 { min = 1000, rate = 0.15 }, { min = 1500, rate = 0.20 }]\nblock = 500\n";
    let network = sellers(&[199_900, 49_900, 200_000]);
    for mode in ["marginal", "block"] {
        let text = format!("{scale}bracket_mode = \"{mode}\"");
        assert_eq!(pay(&text, &network), [[15_000, 0, 25_000]]);
    }
    // The same volume in several orders fills the same blocks.
    let mut parts = Builder::new();
    let seller = parts.member("a", None);
    for part in [30_000, 19_900, 100, 149_900] {
        parts.sale(seller, 1, part);
    }
    assert_eq!(
        pay(&format!("{scale}bracket_mode = \"block\""), &parts),
        [[15_000]]
    );
}

#[test]
fn a_bracket_may_be_reached_by_count_or_by_the_group() {
    let mut network = Builder::new();
    let a = network.member("a", None);
    let b = network.member("b", Some(a));
    network
        .sale(a, 1, 10_000)
        .sale(b, 1, 10_000)
        .sale(b, 1, 30_000)
        .own(b, 1, 10_000);
    let scale =
        "brackets = [{ min = 0, rate = 0.1 }, { min = MIN, rate = 0.2 }]\nbracket_metric = ";
    let count = format!("{}\"own_count\"", scale.replace("MIN", "2"));
    assert_eq!(pay(&count, &network), [[1_000, 8_000]]);
    let slices = format!(
        "{}\"own_count\"\nbracket_mode = \"marginal\"",
        scale.replace("MIN", "1")
    );
    assert_eq!(
        pay(&slices, &network),
        [[1_000, 7_000]],
        "b's first sale at 10 %"
    );
    let group = format!("{}\"group_volume\"", scale.replace("MIN", "600"));
    assert_eq!(
        pay(&group, &network),
        [[2_000, 4_000]],
        "a's group is 600, b's 500"
    );
    let customers = format!(
        "{}\"customer_volume\"\nself_referral = true",
        scale.replace("MIN", "400")
    );
    assert_eq!(
        pay(&customers, &network),
        [[1_000, 10_000]],
        "400 by customers, 500 paid on"
    );
}

#[test]
fn the_rate_falls_with_the_customers_payments_sc_06_sc_07() {
    let mut network = Builder::new();
    network.member("A", None);
    for day in 0..5 {
        network.order(customer(1, day, 5_000));
    }
    let scheme = "recurring = [{ first = 3, rate = 0.40 }, { rate = 0.20 }]";
    assert_eq!(pay(scheme, &network), [[8_000]]);
    let mut network = Builder::new();
    network.member("A", None);
    network.order(customer(1, 0, 10_000));
    network.order(customer(1, 1, 10_000));
    network.order(customer(2, 2, 5_000));
    let once = "recurring = [{ first = 1, rate = 0.30 }, { rate = 0 }]";
    assert_eq!(pay(once, &network), [[4_500]]);
    assert_eq!(
        pay("recurring = [{ first = 1, rate = 0.30 }]", &network),
        [[4_500]]
    );
    assert_eq!(pay("rate = 0.3\nmax_per_customer = 1", &network), [[4_500]]);
    assert_eq!(
        pay("rate = 0.3\nrecurring = \"onetime\"", &network),
        [[4_500]]
    );
    assert_eq!(
        pay("rate = 0.3\nrecurring = \"lifetime\"", &network),
        [[7_500]]
    );
}

#[test]
fn payments_are_counted_by_seller_and_customer_and_from_period_to_period() {
    let mut network = Builder::new();
    let a = network.member("A", None);
    let b = network.member("B", None);
    for (seller, period) in [(a, 1), (b, 1), (a, 2), (b, 2), (b, 3)] {
        network.order(NewOrder {
            customer: Some(4),
            ..NewOrder::sale(seller, period, 10_000)
        });
    }
    let scheme =
        "recurring = [{ first = 1, rate = 0.40 }, { first = 2, rate = 0.30 }, { rate = 0.20 }]";
    assert_eq!(
        pay(scheme, &network),
        [[4_000, 4_000], [3_000, 3_000], [0, 2_000]]
    );
}

#[test]
fn a_rank_not_listed_has_the_rate_of_the_next_lower_one() {
    let mut network = sellers(&[10_000; 4]);
    network
        .rank(1, 1, "low")
        .rank(2, 1, "middle")
        .rank(3, 1, "top");
    let rule = "rate = 0.01\nrate_by_rank = { low = 0.1, top = 0.3 }";
    assert_eq!(pay(rule, &network), [[100, 1_000, 1_000, 3_000]]);
    let rule = "rate = 0.01\nrate_by_rank = { middle = 0.1 }";
    assert_eq!(pay(rule, &network), [[100, 100, 1_000, 1_000]]);
}

#[test]
fn products_and_limits_of_single_sales() {
    let mut network = Builder::new();
    let a = network.member("a", None);
    for (product, amount) in [("book", 1_000), ("book", 999), ("lamp", 10_000)] {
        network.order(NewOrder {
            product: Some(product.to_owned()),
            ..NewOrder::sale(a, 1, amount)
        });
    }
    assert_eq!(pay("rate = 0.1\nproduct = \"lamp\"", &network), [[1_000]]);
    assert_eq!(pay("rate = 0.1\nproduct = \"desk\"", &network), [[0]]);
    assert_eq!(
        pay("rate = 0.1\nmin_sale = 10", &network),
        [[1_100]],
        "10.00 is enough"
    );
    assert_eq!(
        pay("rate = 0.1\nmax_commission = 2.50", &network),
        [[450]],
        "100 + 99.9 + 250"
    );
    assert_eq!(pay("flat = 1.25\nmin_sale = 10", &network), [[250]]);
}

#[test]
fn the_inactive_seller_is_breakage_and_own_purchases_pay_nobody_sc_01() {
    let mut network = sellers(&[10_000, 5_990, 0, 1_234]);
    network.active(3, 1, false).own(0, 1, 50_000);
    assert_eq!(pay("rate = 0.10", &network), [[1_000, 599, 0, 0]]);
    assert_eq!(
        pay("rate = 0.10\nself_referral = true", &network),
        [[6_000, 599, 0, 0]]
    );
}

#[test]
fn contradictions_are_found_at_load() {
    let brackets = "brackets = [{ min = 0, rate = 0.1 }]";
    for (text, code) in [
        (format!("rate = 0.1\n{brackets}"), "P021"),
        (
            format!("{brackets}\nrecurring = [{{ rate = 0.1 }}]"),
            "P021",
        ),
        (
            format!("{brackets}\nrate_by_rank = {{ low = 0.1 }}"),
            "P021",
        ),
        (format!("{brackets}\nblock = 5"), "P021"),
        (format!("{brackets}\nbracket_mode = \"block\""), "P021"),
        (
            format!("{brackets}\nbracket_mode = \"block\"\nblock = 0"),
            "P021",
        ),
        (
            format!(
                "{brackets}\nbracket_mode = \"marginal\"\nblock = 5\nbracket_metric = \"own_count\""
            ),
            "P021",
        ),
        (
            format!("{brackets}\nbracket_mode = \"marginal\"\nbracket_metric = \"group_volume\""),
            "P021",
        ),
        ("block = 5".to_owned(), "P021"),
        (format!("{brackets}\nrecurring = \"onetime\""), "P021"),
        (
            "brackets = [{ min = 5, rate = 0.1 }, { min = 5, rate = 0.2 }]".to_owned(),
            "P021",
        ),
        (
            "recurring = [{ rate = 0.1 }, { first = 3, rate = 0.2 }]".to_owned(),
            "P021",
        ),
        ("rate_by_rank = { lwo = 0.1 }".to_owned(), "P142"),
    ] {
        assert_eq!(build(&text).map(|_| ()), Err(code.to_owned()), "{text}");
    }
}

#[test]
fn only_what_hangs_on_single_orders_asks_for_them() {
    for (component, needs) in [
        ("rate = 0.1\nflat = 1", false),
        ("rate_by_rank = { low = 0.1 }", false),
        ("rate = 0.1\nself_referral = true", false),
        ("brackets = [{ min = 0, rate = 0.1 }]", false),
        ("recurring = [{ rate = 0.1 }]", true),
        ("rate = 0.1\nproduct = \"book\"", true),
        ("rate = 0.1\nmin_sale = 1", true),
        ("rate = 0.1\nmax_commission = 1", true),
        ("rate = 0.1\nmax_per_customer = 1", true),
        ("attribution = {}", true),
    ] {
        assert_eq!(plan(component).needs_orders(), needs, "{component}");
    }
}

#[test]
fn the_most_it_can_pay_is_its_highest_rate() {
    let maximum = plan("brackets = [{ min = 0, rate = 0.3 }, { min = 9, rate = 0.2 }]").maximum();
    assert_eq!(maximum.largest().1.to_string(), "0.3");
    assert!(!maximum.beside_volume);
    assert!(plan("flat = 1").maximum().beside_volume);
}
