//! Sales that are returned: which, when, and what it does to everyone's money.

use std::collections::BTreeSet;

use super::{live, loaded, orders, pay, scenario};
use downline::plan::accounts::{Accounts, Terms};
use downline::plan::{Desk, Plan};
use downline::scenario::types::Scenario;
use downline::world::World;

/// One who joins under a founder; each sells two units a period at 10.00, 8.00 of them
/// commissionable, for which a participant pays 7.00 and which cost 2.00; all come back.
fn all_come_back(refund_after: u32, settlement: &str) -> Scenario {
    loaded(&format!(
        "[scenario]\nname = \"back\"\n[horizon]\nperiods = 3\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 1\narrivals = [1, 0, 0]\n\
         [product]\nprice = 10.00\nwholesale = 7.00\ncommissionable = 8.00\ncost_of_goods = 2.00\n\
         [sales]\nlaw = \"fixed\"\nunits = 2\nrefund = 1\nrefund_after = {refund_after}\n\
         [[plans]]\nname = \"plan\"\n\
         [[plans.component]]\ntype = \"retail_margin\"\n\
         [[plans.component]]\ntype = \"level_commission\"\nrates = [0.05]\n{settlement}"
    ))
}

const CLAWBACK: &str = "[[plans.settlement]]\ntype = \"clawback\"\n";

/// The founder earns 5 % of the recruit's 16.00 a period, 0.80; a period later it is taken
/// back, so only the last period's stands. Margins are 3.00 a unit, and go with the sale.
#[test]
fn later_refunds_take_back_commissions_and_margins() {
    let mut commissions = Vec::new();
    let mut margins = Vec::new();
    let accounts = pay(&all_come_back(1, CLAWBACK), |accounts| {
        commissions.push(accounts.commissions.clone());
        margins.push(accounts.margin.clone());
    });
    assert_eq!(commissions, [[80, 0], [80, 0], [80, 0]]);
    assert_eq!(margins, [[6_00, 6_00], [6_00, 6_00], [6_00, 6_00]]);
    let totals = &accounts.totals;
    // Three periods of 40.00 less two that came back.
    assert_eq!(totals.customer_spend, 40_00);
    assert_eq!(totals.margin_kept, 12_00);
    assert_eq!(totals.revenue, 28_00);
    assert_eq!(totals.payout, 80);
    // Twelve units of goods are spent, whoever has them now.
    assert_eq!(totals.cost_of_goods, 24_00);
    assert_eq!(totals.company_result, 28_00 - 80 - 24_00);
}

/// Two periods later: what was paid is remembered until then, and not dropped before.
#[test]
fn refunds_two_periods_later_find_what_was_paid() {
    let mut commissions = Vec::new();
    pay(&all_come_back(2, CLAWBACK), |accounts| {
        commissions.push(accounts.commissions[0]);
    });
    assert_eq!(commissions, [80, 1_60, 1_60]);
}

/// Without a clawback step nobody gives a commission back: the company bears it, as with
/// refunds in an orders file.
#[test]
fn without_a_clawback_commissions_stay() {
    let accounts = pay(&all_come_back(1, ""), |_| {});
    assert_eq!(accounts.commissions, [2_40, 0]);
    assert_eq!(accounts.totals.customer_spend, 40_00);
    assert_eq!(accounts.totals.company_result, 28_00 - 2_40 - 24_00);
}

/// As negative volume, each period's refunds eat all of what is sold in it.
#[test]
fn later_refunds_can_be_negative_volume() {
    let step = "[[plans.settlement]]\ntype = \"clawback\"\nmode = \"volume\"\n";
    let accounts = pay(&all_come_back(1, step), |_| {});
    assert_eq!(accounts.commissions, [80, 0]);
    assert_eq!(accounts.totals.volume[0], 32_00);
}

/// In the same period there is nothing left of a sale but the goods.
#[test]
fn refunds_of_the_same_period_leave_no_volume() {
    for settlement in ["", CLAWBACK] {
        let accounts = pay(&all_come_back(0, settlement), |_| {});
        assert_eq!(accounts.commissions, [0, 0]);
        assert_eq!(accounts.margin, [0, 0]);
        assert_eq!(accounts.totals.customer_spend, 0);
        assert_eq!(accounts.totals.volume, [0; 3]);
        assert_eq!(accounts.totals.company_result, -24_00);
    }
}

/// What comes back after the horizon never does.
#[test]
fn refunds_beyond_the_horizon_are_not_there() {
    let accounts = pay(&all_come_back(3, CLAWBACK), |_| {});
    assert_eq!(accounts.commissions, [2_40, 0]);
    assert_eq!(accounts.totals.customer_spend, 120_00);
}

/// A seller discounts to nine tenths: the customer paid 9.00 and has 9.00 back.
#[test]
fn a_customer_gets_back_what_he_paid() {
    let mut scenario_text = String::from(
        "[scenario]\nname = \"less\"\n[horizon]\nperiods = 2\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 1\ncount_founders = true\n\
         [product]\nprice = 10.00\nwholesale = 7.00\n\
         [sales]\nlaw = \"fixed\"\nunits = 1\nrefund = 1\nrefund_after = 1\n\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"retail_margin\"\nrealised_price_factor = 0.9\n",
    );
    for (mode, revenue) in [("resale", 7_00), ("drop_ship", 9_00)] {
        scenario_text.push_str(&format!("mode = \"{mode}\"\n"));
        let accounts = pay(&loaded(&scenario_text), |_| {});
        assert_eq!(accounts.totals.customer_spend, 9_00);
        assert_eq!(accounts.margin, [2_00]);
        assert_eq!(accounts.totals.revenue, revenue);
        let end = scenario_text.rfind("mode").unwrap();
        scenario_text.truncate(end);
    }
}

/// He who joined quits at once. His customer buys again, of which he keeps no margin
/// (rulings.md 7), so he owes none when that comes back; of what he sold himself he does.
#[test]
fn a_quitter_owes_the_margin_of_what_he_sold_and_no_more() {
    let scenario = loaded(
        "[scenario]\nname = \"gone\"\n[horizon]\nperiods = 3\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 1\narrivals = [1, 0, 0]\n[quitting]\nhazard = 1\n\
         [product]\nprice = 10.00\nwholesale = 7.00\n\
         [sales]\nlaw = \"fixed\"\nunits = 1\nreorder = 1\nrefund = 1\nrefund_after = 1\n\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"retail_margin\"\n",
    );
    let mut margins = Vec::new();
    let accounts = pay(&scenario, |accounts| margins.push(accounts.margin.clone()));
    // The founder sells 1, 2 and 3 units, and each period's come back in the next.
    assert_eq!(margins, [[3_00, 3_00], [6_00, 0], [9_00, 0]]);
    // Of 2 + 3 + 4 units the first 5 came back.
    assert_eq!(accounts.totals.customer_spend, 40_00);
}

const TOWN: &str = "[product]\nprice = 10.00\ncommissionable = 8.00\n[horizon]\nperiods = 6\n\
     [growth]\nlaw = \"fixed\"\nparticipants = 500\n[quitting]\nhazard = 0.1\n\
     [sales]\nlaw = \"rate\"\nmean = 3\nreorder = 0.5\norder_value = { law = \"lognormal\", median = 10.00, sigma = 0.5 }\n";

/// The share that comes back is the chance, within 4 standard errors, and each comes back
/// once, in full, when it is to, from whoever sold it.
#[test]
fn sales_come_back_as_often_and_as_late_as_stated() {
    let plain = orders(&scenario(TOWN), 1);
    for after in [0, 1, 2, 5] {
        let seen = orders(
            &scenario(&format!("{TOWN}refund = 0.15\nrefund_after = {after}\n")),
            1,
        );
        let all: Vec<_> = seen.iter().flatten().collect();
        assert!(
            all.iter()
                .zip(0..)
                .all(|(order, number)| order.number == number)
        );
        let mut sold = 0;
        let mut back = BTreeSet::new();
        for (period, orders) in seen.iter().enumerate() {
            let sales = orders.iter().filter(|order| !order.is_refund());
            // Sales are those of a world without refunds.
            assert!(
                sales
                    .clone()
                    .map(|sale| (sale.participant, sale.price))
                    .eq(plain[period]
                        .iter()
                        .map(|sale| (sale.participant, sale.price)))
            );
            if period + after < seen.len() {
                sold += sales.count();
            }
            assert!(orders.is_sorted_by_key(|order| order.day));
            for refund in orders.iter().filter(|order| order.is_refund()) {
                let sale = all[refund.refund_of as usize];
                assert!(back.insert(sale.number), "once");
                assert!(seen[period - after].contains(sale));
                assert_eq!(refund.day, sale.day + 30 * after as u32);
                assert_eq!(
                    (
                        refund.participant,
                        refund.customer,
                        refund.price,
                        refund.commissionable,
                        refund.points
                    ),
                    (
                        sale.participant,
                        sale.customer,
                        -sale.price,
                        -sale.commissionable,
                        -sale.points
                    )
                );
            }
        }
        let sold = sold as f64;
        let error = (sold * 0.15 * 0.85).sqrt();
        assert!(
            (back.len() as f64 - sold * 0.15).abs() < 4.0 * error,
            "{after}"
        );
    }
}

/// Swept chances share their luck: what comes back at 10 % also does at 30 %.
#[test]
fn more_comes_back_as_the_chance_rises() {
    let back = |refund: f64, after: u32| {
        let seen = orders(
            &scenario(&format!(
                "{TOWN}refund = {refund}\nrefund_after = {after}\n"
            )),
            3,
        );
        let all: Vec<_> = seen.into_iter().flatten().collect();
        all.iter()
            .filter(|order| order.is_refund())
            .map(|refund| {
                (
                    all[refund.refund_of as usize].customer,
                    refund.day,
                    refund.price,
                )
            })
            .collect::<BTreeSet<_>>()
    };
    for after in [0, 2] {
        let (few, many) = (back(0.1, after), back(0.3, after));
        assert!(!few.is_empty() && few.is_subset(&many) && few.len() < many.len());
    }
}

/// The columns of a period are what was kept of it, and the plain world's goods are spent.
#[test]
fn columns_are_net_of_what_comes_back_at_once() {
    let plain = live(&scenario(TOWN), 1);
    let scenario = scenario(&format!("{TOWN}refund = 0.15\n"));
    let (net, seen) = (live(&scenario, 1), orders(&scenario, 1));
    for ((plain, net), orders) in plain.iter().zip(&net).zip(&seen) {
        let returned: i64 = orders
            .iter()
            .filter(|order| order.is_refund())
            .map(|refund| -refund.price)
            .sum();
        let kept: i64 = net.price.iter().sum();
        assert_eq!(plain.price.iter().sum::<i64>(), kept + returned);
        assert_eq!((plain.customers, plain.goods), (net.customers, net.goods));
    }
}

/// Columns and single orders tell the same of refunds of the same period.
#[test]
fn paying_by_columns_and_by_orders_agrees_on_refunds_at_once() {
    let by = |extra: &str| {
        let scenario = loaded(&format!(
            "[scenario]\nname = \"both\"\n{TOWN}refund = 0.2\n\
             [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n\
             [[plans.component]]\ntype = \"level_commission\"\nrates = [0.05, 0.03]\n{extra}"
        ));
        let plan = Plan::build(&scenario, 0).unwrap();
        assert_eq!(plan.needs_orders(), !extra.is_empty());
        let mut worth = Vec::new();
        let mut accounts = Accounts::new(
            &plan,
            Terms {
                periods: 6,
                periods_per_year: 12,
                first_participant: 0,
                by_component: true,
            },
        );
        accounts.begin(&plan);
        let mut world = World::new(&scenario, 1_000).keeping_orders(plan.needs_orders());
        world.begin(1);
        for _ in 0..6 {
            world.live_next_period().unwrap();
            plan.pay(&world.period(), &mut accounts, &mut Desk::default())
                .unwrap();
        }
        worth.extend_from_slice(&accounts.by_component[1]);
        (accounts.by_component[0].clone(), worth)
    };
    // A second commission that asks for single orders and pays nothing.
    let asking = "[[plans.component]]\ntype = \"sale_commission\"\nrate = 0\nmin_sale = 1\n";
    assert_eq!(by(""), by(asking));
}
