//! Passed sales in cents, in the order they happened.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

use proptest::prelude::*;

use crate::books::{Details, OrderValues, Period, Sales};
use crate::columns::Each;
use crate::network::NO_SPONSOR;
use crate::observed::{Builder, NewOrder};
use crate::plan::Desk;
use crate::plan::accounts::{Accounts, Terms};
use crate::plan::component::observed_case::{compile, fault_of, network, pay, unpaid};

/// T sponsors S sponsors M.
const CHAIN: [Option<u32>; 3] = [None, Some(0), Some(1)];
const T: u32 = 0;
const S: u32 = 1;
const M: u32 = 2;

/// Sales of 1,000.00 in their order, the first `prior` of them in a period before.
fn sales(sponsors: &[Option<u32>], prior: &[u32], sellers: &[u32]) -> Builder {
    let mut people = network(sponsors);
    for &seller in prior {
        people.sale(seller, 1, 1_000_00);
    }
    for &seller in sellers {
        people.sale(seller, 2, 1_000_00);
    }
    people
}

/// What the second period pays.
fn second_period(component: &str, people: &Builder) -> Vec<i64> {
    let plan = compile(&format!("[[plans.component]]\n{component}")).unwrap();
    let mut before = Vec::new();
    let accounts = people
        .clone()
        .build()
        .unwrap()
        .pay(&plan, |period, accounts| {
            if period == 1 {
                before.clone_from(&accounts.commissions);
            }
        })
        .unwrap();
    let both = accounts.commissions.iter().zip(&before);
    both.map(|(after, before)| after - before).collect()
}

const TWO_UP: &str = "type = \"pass_up\"\ncommission = 800";

#[test]
fn sales_skip_uplines_who_are_not_past_their_own_xu_02() {
    let people = sales(&CHAIN, &[T, T, T, S], &[M, M, M, S]);
    assert_eq!(second_period(TWO_UP, &people), [2_400_00, 0, 800_00]);
}

#[test]
fn the_order_of_sales_decides_xu_03() {
    let people = sales(&CHAIN, &[T, T, T, S], &[S, M, M, M]);
    assert_eq!(second_period(TWO_UP, &people), [800_00, 1_600_00, 800_00]);
}

#[test]
fn a_passed_sale_can_be_split_xu_04() {
    let people = sales(&[None, Some(0)], &[0], &[1, 1]);
    let split = "type = \"pass_up\"\nx = 1\ncommission = 500\nupline_share = 0.70";
    assert_eq!(second_period(split, &people), [350_00, 650_00]);
}

#[test]
fn a_rate_is_taken_of_the_sale() {
    let people = sales(&[None, Some(0)], &[0], &[1, 1]);
    let rate = "type = \"pass_up\"\nx = 1\nrate = 0.125\nupline_share = 0.75";
    assert_eq!(second_period(rate, &people), [93_75, 31_25 + 125_00]);
}

#[test]
fn nobody_qualified_is_breakage_and_nobody_above_is_no_upline() {
    // M's two pass S and T, who have sold nothing; T's own two have nobody above.
    let accounts = pay(TWO_UP, sales(&CHAIN, &[M, M, T, T], &[]));
    assert_eq!(accounts.totals.payout, 0);
    assert_eq!(unpaid(&accounts), [1_600_00, 1_600_00]);
    // With 70 % up, the seller keeps his part all the same.
    let accounts = pay(
        &format!("{TWO_UP}\nupline_share = 0.7"),
        sales(&CHAIN, &[M], &[]),
    );
    assert_eq!(accounts.commissions, [0, 0, 240_00]);
    assert_eq!(unpaid(&accounts), [560_00, 0]);
}

#[test]
fn without_qualification_the_next_upline_receives() {
    let accounts = pay(
        &format!("{TWO_UP}\nrequires_qualified_upline = false"),
        sales(&CHAIN, &[M, M, M], &[]),
    );
    assert_eq!(accounts.commissions, [0, 1_600_00, 800_00]);
}

#[test]
fn reverse_variants_pass_later_sales() {
    let seven = sales(&[None, Some(0)], &[0, 0], &[1; 7]);
    let every = format!("{TWO_UP}\nwhich = \"every_kth\"\nk = 3");
    assert_eq!(second_period(&every, &seven), [1_600_00, 4_000_00]);
    let second_and_fourth = format!("{TWO_UP}\nwhich = \"second_and_fourth\"");
    assert_eq!(
        second_period(&second_and_fourth, &seven),
        [1_600_00, 4_000_00]
    );
    let four = sales(&[None, Some(0)], &[0, 0], &[1; 4]);
    assert_eq!(second_period(&every, &four), [800_00, 2_400_00]);
    assert_eq!(
        second_period(&second_and_fourth, &four),
        [1_600_00, 1_600_00]
    );
}

#[test]
fn a_received_sale_counts_where_the_plan_says_so() {
    // T is past his own. M's first goes to T; S has sold none, so nothing reaches him.
    // With 1-up and S past one: what S receives makes no difference to his own count
    // unless it counts.
    let people = sales(&CHAIN, &[T, T, S], &[M, M, S]);
    // Two-up: M's two skip S to T; S's second passes to T as well.
    assert_eq!(second_period(TWO_UP, &people), [2_400_00, 0, 0]);
    let counts = "type = \"pass_up\"\nx = 2\ncommission = 800\npassed_counts = true\nrequires_qualified_upline = false";
    // M's two go to S and count: his own next is his fourth and stays with him.
    assert_eq!(second_period(counts, &people), [0, 1_600_00 + 800_00, 0]);
}

#[test]
fn a_passed_recruit_belongs_to_the_receivers_line() {
    // One-up. S's first sale brought M and passes to T; M's first sale then passes to T,
    // though S is past his own by then; with the sale alone it would be S's.
    let people = sales(&CHAIN, &[T], &[S, M]);
    let reparent = "type = \"pass_up\"\nx = 1\ncommission = 800\nlineage = \"reparent\"";
    assert_eq!(second_period(reparent, &people), [1_600_00, 0, 0]);
    let sale_only = "type = \"pass_up\"\nx = 1\ncommission = 800";
    assert_eq!(second_period(sale_only, &people), [800_00, 800_00, 0]);
    // The same when M joins after the sale that brought him.
    let mut later = sales(&CHAIN, &[T, S], &[M]);
    later.joined(M, 2, None);
    assert_eq!(pay(reparent, later).commissions, [1_600_00, 0, 0]);
}

/// A refund of the order with this index.
fn refund(people: &mut Builder, seller: u32, period: u32, of: usize, amount: i64) {
    people.order(NewOrder {
        refund_of: Some(of),
        ..NewOrder::sale(seller, period, amount)
    });
}

#[test]
fn a_refund_of_one_of_the_first_sets_the_counter_back() {
    let mut people = network(&[None, Some(0)]);
    people.sale(0, 1, 1_000_00).sale(0, 1, 1_000_00);
    let first = people.order(NewOrder::sale(1, 1, 1_000_00));
    people.sale(1, 1, 1_000_00).sale(1, 1, 1_000_00);
    // Sales 1 and 2 passed, the third stayed. Sale 1 is refunded: T gives 800.00 back and
    // nothing is moved; the counter stands at 2, so the next sale is a third and stays.
    refund(&mut people, 1, 1, first, 1_000_00);
    people.sale(1, 1, 1_000_00);
    assert_eq!(pay(TWO_UP, people).commissions, [800_00, 1_600_00]);
    // Refunded before the second was made: the counter is back at 0.
    let mut people = network(&[None, Some(0)]);
    people.sale(0, 1, 1_000_00).sale(0, 1, 1_000_00);
    let first = people.order(NewOrder::sale(1, 1, 1_000_00));
    refund(&mut people, 1, 1, first, 1_000_00);
    people
        .sale(1, 1, 1_000_00)
        .sale(1, 1, 1_000_00)
        .sale(1, 1, 1_000_00);
    assert_eq!(pay(TWO_UP, people).commissions, [1_600_00, 800_00]);
}

#[test]
fn a_refund_in_part_takes_its_part_of_a_rate_and_no_count() {
    let mut people = network(&[None, Some(0)]);
    people.sale(0, 1, 1_000_00);
    let first = people.order(NewOrder::sale(1, 1, 1_000_00));
    refund(&mut people, 1, 1, first, 400_00);
    people.sale(1, 1, 1_000_00);
    let rate = "type = \"pass_up\"\nx = 1\nrate = 0.5";
    assert_eq!(pay(rate, people.clone()).commissions, [300_00, 500_00]);
    let flat = "type = \"pass_up\"\nx = 1\ncommission = 800";
    assert_eq!(pay(flat, people).commissions, [800_00, 800_00]);
}

#[test]
fn a_later_refund_sets_the_counter_back_and_leaves_the_money_to_the_ledger() {
    let mut people = network(&[None, Some(0)]);
    people.sale(0, 1, 1_000_00);
    let first = people.order(NewOrder::sale(1, 1, 1_000_00));
    refund(&mut people, 1, 2, first, 1_000_00);
    people.sale(1, 2, 1_000_00);
    let one_up = "type = \"pass_up\"\nx = 1\ncommission = 800";
    assert_eq!(pay(one_up, people).commissions, [1_600_00, 0]);
}

#[test]
fn without_a_log_sellers_come_in_joining_order() {
    let plan = compile("[[plans.component]]\ntype = \"pass_up\"\nx = 1\nrate = 0.5").unwrap();
    let mut sales = Sales::default();
    sales.open(2, false, true);
    for (member, units, volume) in [(0, 1, 100), (1, 3, 100)] {
        let values = OrderValues {
            price: volume,
            wholesale: volume,
            commissionable: volume,
            points: 0,
            cost_of_goods: 0,
        };
        sales.post(member, units, values);
        sales.add_to_totals(values);
    }
    let period = Period {
        number: 1,
        founders: 1,
        sponsor: &[NO_SPONSOR, 0],
        depth: &[0, 1],
        joined: Each::All(1),
        last_period: Each::All(u16::MAX),
        everyone_enrolled: true,
        joiners: (1, 2),
        sales: &sales,
        customers: 4,
        details: Details::default(),
    };
    let terms = Terms {
        periods: 1,
        periods_per_year: 12,
        first_participant: 1,
        by_component: false,
    };
    let mut accounts = Accounts::new(&plan, terms);
    accounts.begin(&plan);
    plan.pay(&period, &mut accounts, &mut Desk::default())
        .unwrap();
    // 1.00 over three sales is 0.33, 0.33 and 0.34: half of the first passes up.
    assert_eq!(accounts.commissions, [17, 34]);
    assert_eq!(unpaid(&accounts), [0, 50]);
}

#[test]
fn contradicting_parameters_are_refused() {
    for text in [
        "",
        "commission = 0",
        "commission = 1\nrate = 0.1",
        "commission = 1\nupline_share = 0",
        "commission = 1\nk = 3",
        "rate = 0.12345\nupline_share = 0.12345",
    ] {
        assert_eq!(
            fault_of(&format!("type = \"pass_up\"\n{text}")),
            "P135",
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn every_sale_is_paid_lost_or_above_the_root_in_full(
        links in prop::collection::vec(any::<prop::sample::Index>(), 1..40),
        sellers in prop::collection::vec(any::<prop::sample::Index>(), 0..120),
        x in 1_u32..4,
        reparent in any::<bool>(),
        counts in any::<bool>(),
    ) {
        let sponsors: Vec<Option<u32>> = links
            .iter()
            .enumerate()
            .map(|(member, link)| (member > 0).then(|| link.index(member) as u32))
            .collect();
        let mut people = network(&sponsors);
        for (index, seller) in sellers.iter().enumerate() {
            people.sale(seller.index(links.len()) as u32, 1 + index as u32 / 50, 100);
        }
        let component = format!(
            "type = \"pass_up\"\nx = {x}\ncommission = 1\nupline_share = 0.7\npassed_counts = {counts}\nlineage = \"{}\"",
            if reparent { "reparent" } else { "sale_only" },
        );
        let accounts = pay(&component, people);
        let part = &accounts.totals.components[0];
        let whole = i128::from(part.denominator);
        prop_assert_eq!(part.theoretical, sellers.len() as i128 * 100 * whole);
        let unpaid = part.breakage + part.no_upline;
        prop_assert_eq!(i128::from(part.paid) * whole + unpaid + part.rounding, part.theoretical);
    }
}
