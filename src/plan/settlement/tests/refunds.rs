//! Clawback and charge-back of sales that are refunded in a later period.

use super::*;
use crate::books::{Source, Trigger};
use crate::plan::component::{Commission, Maximum, Stage};
use crate::plan::earnings::{Earnings, Funding, Line, Parts};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::Memory;

/// Pays 10 % of each unit of volume to the seller and 5 % to his sponsor.
#[derive(Debug)]
struct TenAndFive;

impl TenAndFive {
    fn pay(ground: &Ground, source: usize, volume: Parts, earnings: &mut Earnings) -> Option<()> {
        let unit = 10_i64.pow(ground.decimals - 2);
        earnings.pay(source, Line::of(source as u32, 0, volume, 10 * unit)?)?;
        let line = Line::of(source as u32, 1, volume, 5 * unit)?;
        match earnings.exact.get(ground.sponsor[source] as usize) {
            Some(_) => earnings.pay(ground.sponsor[source] as usize, line)?,
            None => earnings.above_the_root(line),
        }
        Some(())
    }
}

impl Commission for TenAndFive {
    fn stage(&self) -> Stage {
        Stage::Volume
    }

    fn decimals(&self) -> u32 {
        2
    }

    fn earn(
        &self,
        ground: &Ground,
        _memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        earnings.begin_lines(Funding::Mixed);
        for member in 0..ground.members() {
            let volume = ground.volumes.parts_of(member);
            TenAndFive::pay(ground, member, volume, earnings)?;
        }
        Some(())
    }

    fn on_volume(
        &self,
        ground: &Ground,
        _memory: &mut dyn Memory,
        source: usize,
        volume: Parts,
        earnings: &mut Earnings,
    ) -> Option<bool> {
        TenAndFive::pay(ground, source, volume, earnings)?;
        Some(true)
    }

    fn trigger(&self, _source: Source) -> Trigger {
        Trigger::DownlineCustomer
    }

    fn maximum(&self) -> Maximum {
        Maximum::BESIDE_VOLUME
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }
}

/// A plan whose one component, `c`, is [`TenAndFive`].
fn ten_and_five(steps: &str) -> Plan {
    let mut plan = plan(&format!("{}{steps}", level("c", "\"0.05\"")));
    plan.components[0].rule = Box::new(TenAndFive);
    plan
}

/// A sponsors B, who sells for 300 and 100 in period 1 and 80 in period 3; the first sale
/// is refunded in period 2, in part.
fn refunded(of_300: i64) -> Builder {
    let mut network = Builder::new();
    let a = network.member("a", None);
    let b = network.member("b", Some(a));
    let sold = network.order(NewOrder::sale(b, 1, 300_00));
    network.sale(b, 1, 100_00).sale(b, 3, 80_00);
    refund(&mut network, sold, b, 2, of_300);
    network
}

fn credited(accounts: &Accounts) -> [i64; 2] {
    [accounts.commissions[0], accounts.commissions[1]]
}

#[test]
fn each_payee_is_debited_what_he_got_on_the_sale_st_06() {
    let (seen, accounts) = pay(
        refunded(300_00),
        &ten_and_five(&step("clawback", "")),
        credited,
    );
    assert_eq!(seen, [[20_00, 40_00], [5_00, 10_00], [9_00, 18_00]]);
    // Nobody pays back in cash: 15.00 and 30.00 are owed, period 3 covers a part.
    assert_eq!(accounts.cash, [20_00, 40_00]);
    assert_eq!(accounts.totals.uncollected, 11_00 + 22_00);
    let part = &accounts.totals.components[0];
    assert_eq!((part.paid, part.funded_by), (27_00, [27_00, 0, 0]));
    // The customer has his money back.
    assert_eq!(accounts.totals.revenue, 180_00);
    let (seen, _) = pay(
        refunded(100_00),
        &ten_and_five(&step("clawback", "")),
        credited,
    );
    assert_eq!(
        seen[1],
        [15_00, 30_00],
        "a third of the sale, a third of the debit"
    );
    let own = ten_and_five(&step("clawback", "scope = \"own\""));
    let (seen, _) = pay(refunded(300_00), &own, credited);
    assert_eq!(seen[1], [20_00, 10_00]);
    let (seen, _) = pay(refunded(300_00), &ten_and_five(""), credited);
    assert_eq!(
        seen[1],
        [20_00, 40_00],
        "without a clawback nothing is taken back"
    );
}

#[test]
fn a_debit_is_at_the_rate_actually_paid() {
    // Caps leave B 30.00 of 40.00 and then half of everything: B 15.00, A 10.00; of the
    // 30.00 and 15.00 on the sale 11.25 and 7.50 were paid.
    let plan = ten_and_five(&format!(
        "{}{}{}",
        step("individual_cap", "cap = 30"),
        step("prorate_to_cap", "cap_rate = 1\nbase_amount = 25"),
        step("clawback", "")
    ));
    let (seen, _) = pay(refunded(300_00), &plan, credited);
    assert_eq!(seen[..2], [[10_00, 15_00], [2_50, 3_75]]);
}

#[test]
fn an_inactive_payee_who_got_nothing_gives_nothing_back() {
    let mut network = refunded(300_00);
    network.active(0, 1, false).active(0, 2, true);
    let (seen, _) = pay(network, &ten_and_five(&step("clawback", "")), credited);
    assert_eq!(seen[..2], [[0, 40_00], [0, 10_00]]);
}

#[test]
fn a_return_at_the_average_rate_of_the_month_of_purchase_st_09() {
    // 1,000 of volume earned 75.00: a return of 200 costs 15.00.
    let plan = plan(&format!(
        "[[plans.component]]\ntype = \"sale_commission\"\nflat = 75\n{}",
        step("clawback", "mode = \"average_rate\"")
    ));
    let mut network = Builder::new();
    let a = network.member("a", None);
    let sold = network.order(NewOrder::sale(a, 1, 1_000_00));
    refund(&mut network, sold, a, 2, 200_00);
    let (seen, _) = pay(network, &plan, |accounts| accounts.commissions[0]);
    assert_eq!(seen, [75_00, 60_00]);
}

#[test]
fn negative_volume_comes_off_later_volume_and_nobody_falls_below_zero() {
    let plan = ten_and_five(&step("clawback", "mode = \"volume\""));
    // Period 2 has no volume to cover 50.00; they come off the 80.00 of period 3.
    let (seen, accounts) = pay(refunded(50_00), &plan, credited);
    assert_eq!(seen, [[20_00, 40_00], [20_00, 40_00], [21_50, 43_00]]);
    assert_eq!(accounts.totals.volume, [430_00, 0, 0]);
    let (seen, accounts) = pay(refunded(300_00), &plan, credited);
    assert_eq!(seen[2], [20_00, 40_00]);
    assert_eq!(accounts.totals.volume, [400_00, 0, 0]);
}

#[test]
fn an_advance_that_lapses_is_charged_back_but_for_what_was_earned_st_11() {
    let plan = ten_and_five(&step("advance", "share = \"0.75\"\nearn_periods = 12"));
    let sold_and_lapsed = |period: u32| {
        let mut network = Builder::new();
        let a = network.member("a", None);
        let sold = network.order(NewOrder::sale(a, 1, 1_200_00));
        refund(&mut network, sold, a, period, 1_200_00);
        network.periods(14);
        pay(network, &plan, |accounts| accounts.commissions[0])
    };
    // 120.00: 90.00 at once; four periods earn 40.00.
    let (seen, accounts) = sold_and_lapsed(5);
    assert_eq!(seen[3..6], [90_00, 40_00, 40_00]);
    assert_eq!((seen[13], accounts.totals.held()), (40_00, 0));
    assert_eq!(
        accounts.totals.components[0].theoretical,
        (40_00 + 60_00) * 100
    );
    assert_eq!(accounts.totals.uncollected, 50_00);
    // Nine periods earn the advance; the tenth credits 10.00 more.
    let (seen, _) = sold_and_lapsed(11);
    assert_eq!(seen[8..11], [90_00, 100_00, 100_00]);
    let (seen, accounts) = sold_and_lapsed(14);
    assert_eq!((seen[11], seen[13]), (120_00, 120_00), "earned out");
    assert_eq!(accounts.totals.uncollected, 0);
}

#[test]
fn a_debit_meets_what_is_held_back_first() {
    let plan = ten_and_five(&format!(
        "{}{}",
        step("hold_back", "share = \"0.5\"\nrelease_after_periods = 2"),
        step("clawback", "")
    ));
    // B earned 40.00, 20.00 of it held; the refund takes 15.00 of either, so that 5.00
    // are left of each; period 3 releases them and credits half of 8.00.
    let (seen, accounts) = pay(refunded(300_00), &plan, credited);
    assert_eq!(
        seen.iter().map(|paid| paid[1]).collect::<Vec<_>>(),
        [20_00, 5_00, 14_00]
    );
    assert_eq!(accounts.totals.held(), 4_00 + 2_00);
}
