//! Balances, minimum payout, fees, schedules, hold-back.

use super::*;

/// One seller with sales period by period.
fn seller(sales: &[i64]) -> Builder {
    let mut network = Builder::new();
    let member = network.member("a", None);
    for (index, &amount) in sales.iter().enumerate() {
        network.sale(member, index as u32 + 1, amount);
    }
    network
}

#[test]
fn a_balance_is_paid_from_the_minimum_on_and_the_fee_comes_after_the_test_st_12() {
    let plan = plan(&format!(
        "{}{}",
        sale("s", "1"),
        step("ledger", "min_payout = 10\nfee = 3")
    ));
    let (paid, accounts) = pay(seller(&[10_00]), &plan, cash(0));
    assert_eq!(paid, [7_00]);
    // The fee is a cost of the member and revenue of the company.
    assert_eq!(accounts.net(), [7_00]);
    assert_eq!(
        (accounts.commissions[0], accounts.totals.payment_fees),
        (10_00, 3_00)
    );
    let (paid, accounts) = pay(seller(&[9_99]), &plan, cash(0));
    assert_eq!(paid, [0]);
    assert_eq!(
        (accounts.totals.payable, accounts.balance_of(0)),
        (9_99, 9_99)
    );
    assert_eq!(accounts.commissions, [9_99], "credited, not cut");
    // What was below the minimum carries: 9.99 + 0.01 is paid, and the next 10 again.
    let (paid, _) = pay(seller(&[9_99, 1, 10_00]), &plan, cash(0));
    assert_eq!(paid, [0, 7_00, 14_00]);
}

#[test]
fn a_balance_the_fee_would_use_up_is_not_paid() {
    let plan = plan(&format!("{}{}", sale("s", "1"), step("ledger", "fee = 3")));
    let (paid, _) = pay(seller(&[3_00, 1]), &plan, cash(0));
    assert_eq!(paid, [0, 1]);
}

#[test]
fn schedules_have_balances_of_their_own_st_08() {
    let components = "[[plans.component]]\ntype = \"sale_commission\"\nid = \"w\"\nrate = \"0.07\"\npay_schedule = \"weekly\"\n\
                      [[plans.component]]\ntype = \"sale_commission\"\nid = \"m\"\nrate = \"0.09\"\npay_schedule = \"monthly\"\n";
    let ledger = |more: &str| {
        plan(&format!(
            "{components}{}",
            step("ledger", &format!("min_payout = 10\n{more}"))
        ))
    };
    // 7 and 9 are below 10 each; together they are not.
    let (paid, accounts) = pay(seller(&[100_00]), &ledger("per_schedule = true"), cash(0));
    assert_eq!((paid, accounts.totals.payable), (vec![0], 16_00));
    let (paid, _) = pay(seller(&[100_00]), &ledger(""), cash(0));
    assert_eq!(paid, [16_00]);
    let (paid, _) = pay(
        seller(&[100_00, 20_00]),
        &ledger("per_schedule = true"),
        cash(0),
    );
    assert_eq!(
        paid,
        [0, 10_80],
        "the monthly 9.00 and 1.80, not the weekly 8.40"
    );
}

#[test]
fn what_is_owed_carries_until_credits_cover_it_st_06_st_07() {
    let plan = plan(&format!(
        "{}{}",
        sale("s", "1"),
        step("ledger", "min_payout = 5")
    ));
    let mut network = seller(&[20_00, 30_00, 25_00]);
    network.adjust(0, 2, -50_00);
    let (seen, accounts) = pay(network, &plan, |accounts| {
        (
            accounts.cash[0],
            accounts.balance_of(0),
            accounts.totals.uncollected,
        )
    });
    assert_eq!(seen, [(20_00, 0, 0), (20_00, -20_00, 20_00), (25_00, 0, 0)]);
    assert_eq!(accounts.totals.adjustments, -50_00);
    assert_eq!(accounts.commissions, [25_00]);
}

#[test]
fn entries_by_hand_count_without_a_ledger_too() {
    let mut network = seller(&[20_00]);
    network.adjust(0, 1, 5_00);
    let (_, accounts) = pay(network, &plan(&sale("s", "1")), |_| ());
    assert_eq!(accounts.commissions, [25_00]);
    assert!(accounts.cash.is_empty());
    assert_eq!(
        (accounts.totals.cash, accounts.totals.payout),
        (25_00, 25_00)
    );
}

#[test]
fn a_share_is_held_until_the_refund_window_closes_st_10() {
    let plan = plan(&format!(
        "{}{}",
        sale("s", "1"),
        step("hold_back", "share = \"0.20\"\nrelease_after_periods = 2")
    ));
    let (paid, accounts) = pay(seller(&[100_00, 100_00, 100_00]), &plan, cash(0));
    assert_eq!(paid, [80_00, 160_00, 260_00]);
    assert_eq!(accounts.totals.held(), 40_00);
    let part = &accounts.totals.components[0];
    assert_eq!((part.theoretical, part.paid), (300_00, 260_00));
    assert_eq!(part.funded_by, [260_00, 0, 0]);
    assert_eq!(
        accounts.commissions,
        [260_00],
        "what is held is not credited yet"
    );
}

#[test]
fn the_accounts_start_anew_in_every_replication() {
    let plan = plan(&format!(
        "{}{}{}",
        sale("s", "1"),
        step("hold_back", "share = \"0.5\"\nrelease_after_periods = 3"),
        step("ledger", "min_payout = 100")
    ));
    let network = seller(&[100_00, 100_00]).build().unwrap();
    let mut accounts = network.pay(&plan, |_, _| {}).unwrap();
    assert_eq!((accounts.balance_of(0), accounts.cash[0]), (0, 100_00));
    accounts.begin(&plan);
    for number in 1..=2 {
        plan.pay(
            &network.period(number),
            &mut accounts,
            &mut Default::default(),
        )
        .unwrap();
    }
    assert_eq!((accounts.balance_of(0), accounts.cash[0]), (0, 100_00));
    assert_eq!(accounts.totals.held(), 100_00);
}
