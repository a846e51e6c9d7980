//! Worked examples in cents, with the books balanced.

use proptest::prelude::*;

use crate::columns::Cores;
use crate::observed::Builder;
use crate::plan::accounts::Accounts;
use crate::plan::{LANGUAGE, Plan};
use crate::scenario;

const TIERS: &str = "margin_rate_by_rank = { distributor = 0.25, senior = 0.35, success_builder = 0.42, supervisor = 0.50 }\n";

fn build(component: &str) -> Result<Plan, String> {
    let text = format!(
        "[scenario]\nname = \"case\"\n[product]\nprice = 1\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 1\n[sales]\nlaw = \"fixed\"\nunits = 0\n\
         [[plans]]\nname = \"plan\"\nranks = {{ ladder = [{{ rank = \"distributor\" }}, \
         {{ rank = \"senior\" }}, {{ rank = \"success_builder\" }}, {{ rank = \"supervisor\" }}] }}\n\
         [[plans.component]]\ntype = \"retail_margin\"\n{component}\n"
    );
    let loaded = scenario::load_text("case.toml", &text, &[], LANGUAGE)
        .map_err(|fault| fault.to_string())?;
    Plan::build(&loaded.scenario, 0).map_err(|faults| faults.0[0].code.to_owned())
}

/// Sellers with these sales in cents and ranks, paid with the books balanced.
fn keep(component: &str, sellers: &[(i64, &str)]) -> Accounts {
    let mut network = Builder::new();
    for (index, &(amount, rank)) in sellers.iter().enumerate() {
        let member = network.member(&index.to_string(), None);
        network.sale(member, 1, amount).rank(member, 1, rank);
    }
    pay(component, network)
}

fn pay(component: &str, network: Builder) -> Accounts {
    let accounts = network
        .build()
        .unwrap()
        .pay(&build(component).unwrap(), |_, _| ())
        .unwrap();
    accounts.check("plan", Cores::One).unwrap();
    accounts
}

#[test]
fn margin_is_of_the_price_rm_01() {
    let kept = keep(
        "margin_rate = 0.20",
        &[(6_000_000, "senior"), (1_800_000, "senior")],
    );
    assert_eq!(kept.margin, [1_200_000, 360_000]);
    assert_eq!(
        (kept.totals.payout, kept.totals.margin_kept),
        (0, 1_560_000)
    );
    assert_eq!(kept.totals.revenue, 6_240_000);
}

#[test]
fn tiers_by_rank_on_the_part_resold_rm_03() {
    let kept = keep(
        &format!("{TIERS}resold_share = 0.60"),
        &[
            (100_000, "supervisor"),
            (40_000, "senior"),
            (25_000, "distributor"),
            (33_333, "success_builder"),
        ],
    );
    assert_eq!(kept.margin, [30_000, 8_400, 3_750, 8_400]);
    assert_eq!(
        kept.totals.customer_spend, 198_333,
        "what was not resold is paid in full"
    );
}

#[test]
fn the_tier_is_the_one_held_when_the_order_was_made() {
    let mut network = Builder::new();
    let a = network.member("a", None);
    let b = network.member("b", None);
    network.joined(b, 2, None);
    network
        .sale(a, 1, 10_000)
        .sale(a, 2, 10_000)
        .sale(b, 2, 10_000);
    network
        .rank(a, 1, "senior")
        .rank(a, 2, "supervisor")
        .rank(b, 2, "supervisor");
    // a: 35 % in both periods, since he ordered before he was made supervisor; b was
    // not there before.
    assert_eq!(pay(TIERS, network).margin, [7_000, 5_000]);
}

#[test]
fn without_a_rank_there_is_no_discount_tier() {
    let mut network = Builder::new();
    let a = network.member("a", None);
    let b = network.member("b", None);
    network.sale(a, 1, 10_000).sale(b, 1, 10_000);
    network.rank(b, 1, "distributor");
    assert_eq!(pay(TIERS, network).margin, [0, 2_500]);
}

#[test]
fn a_discount_comes_out_of_the_participants_margin() {
    // Bought at 700, sold at 900 instead of 1,000.
    let rule = "margin_rate = 0.30\nrealised_price_factor = 0.9";
    let kept = keep(rule, &[(100_000, "senior")]);
    assert_eq!(kept.margin, [20_000]);
    assert_eq!(
        (kept.totals.customer_spend, kept.totals.revenue),
        (90_000, 70_000)
    );
    let shipped = keep(
        &format!("{rule}\nmode = \"drop_ship\""),
        &[(100_000, "senior")],
    );
    assert_eq!(
        (shipped.totals.revenue, shipped.totals.margin_paid_out),
        (90_000, 20_000)
    );
    assert_eq!(shipped.totals.company_result, kept.totals.company_result);
    // Sold at half price he loses 200 of what he paid.
    let lost = keep(
        "margin_rate = 0.30\nrealised_price_factor = 0.5",
        &[(100_000, "senior")],
    );
    assert_eq!(
        (lost.margin[0], lost.net()[0], lost.totals.revenue),
        (-20_000, -20_000, 70_000)
    );
    // Half was consumed: half the margin, and only the other half was discounted.
    let half = keep(
        &format!("{rule}\nresold_share = 0.5"),
        &[(100_000, "senior")],
    );
    assert_eq!(
        (half.margin[0], half.totals.customer_spend),
        (10_000, 95_000)
    );
}

#[test]
fn half_a_cent_is_rounded_up_once() {
    assert_eq!(
        keep("margin_rate = 0.5\nresold_share = 0.5", &[(10, "senior")]).margin,
        [3]
    );
    assert_eq!(
        keep("margin_rate = 0.5\nresold_share = 0", &[(10, "senior")]).margin,
        [0]
    );
}

#[test]
fn contradictions_are_found_at_load() {
    for (text, code) in [
        (format!("{TIERS}margin_rate = 0.1"), "P020"),
        ("margin_rate = 0.1234567891".to_owned(), "P020"),
        ("margin_rate_by_rank = { seniro = 0.1 }".to_owned(), "P142"),
    ] {
        assert_eq!(build(&text).map(|_| ()), Err(code.to_owned()), "{text}");
    }
}

proptest! {
    /// Whatever is discounted or consumed, the books balance, and the company
    /// receives the cost of the goods: to the minor unit a seller, its discount
    /// being rounded apart from the margin.
    #[test]
    fn the_company_receives_what_the_goods_cost(
        amounts in prop::collection::vec(1i64..10_000_000, 1..6),
        rate in 0u32..=900,
        factor in 0u32..=1000,
        drop_ship: bool,
    ) {
        let mode = if drop_ship { "drop_ship" } else { "resale" };
        let decimal = |thousandths: u32| {
            format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
        };
        let rule = format!(
            "margin_rate = {}\nrealised_price_factor = {}\nmode = \"{mode}\"",
            decimal(rate),
            decimal(factor)
        );
        let sellers: Vec<(i64, &str)> = amounts.iter().map(|&amount| (amount, "senior")).collect();
        let totals = keep(&rule, &sellers).totals;
        let cost: i64 = amounts.iter().map(|amount| amount * i64::from(1000 - rate)).sum();
        let received = totals.company_result * 1000;
        prop_assert!((received - cost).abs() <= 1000 * amounts.len() as i64);
    }
}
