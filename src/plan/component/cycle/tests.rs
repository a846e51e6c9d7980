//! Boards, matrices and contracts in cents, with their books balanced.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

use proptest::prelude::*;

use super::contract::{Contract, Ledger, Payment, Upgrade};
use crate::network::NO_SPONSOR;
use crate::plan::component::observed_case::{fault_of, network, pay, pay_plan, unpaid};

/// A root and recruits of his own.
fn all_under_one(members: usize) -> Vec<Option<u32>> {
    (0..members)
        .map(|member| (member > 0).then_some(0))
        .collect()
}

/// Everyone has two recruits.
fn two_each(members: usize) -> Vec<Option<u32>> {
    let above = |member: usize| (member > 0).then(|| (member as u32 - 1) / 2);
    (0..members).map(above).collect()
}

#[test]
fn a_two_by_two_pays_its_head_and_splits_cy_01() {
    for shape in ["split_board", "own_matrix"] {
        let component = format!("type = \"cycle\"\nshape = \"{shape}\"\npayout = 75");
        let accounts = pay(&component, network(&all_under_one(7)));
        assert_eq!(accounts.commissions, [75_00, 0, 0, 0, 0, 0, 0]);
    }
}

#[test]
fn fifteen_entries_on_a_two_by_two_pay_three_cy_02() {
    for fill in ["oldest_board", "follow_sponsor"] {
        for shape in ["split_board", "own_matrix"] {
            let component =
                format!("type = \"cycle\"\nshape = \"{shape}\"\npayout = 75\nfill = \"{fill}\"");
            for sponsors in [all_under_one(15), two_each(15)] {
                let accounts = pay(&component, network(&sponsors));
                assert_eq!(
                    accounts.commissions[..4],
                    [75_00, 75_00, 75_00, 0],
                    "{component}"
                );
                assert_eq!(accounts.totals.payout, 225_00);
            }
        }
    }
}

#[test]
fn the_gifting_board_only_moves_money_cy_03() {
    let accounts = pay(
        "type = \"cycle\"\nrows = 4\npayout = 40000\nfill = \"oldest_board\"\nreentry = \"none\"\n\
         entry_fee = 5000\nfounders_pay = false\nfounders = 7",
        network(&all_under_one(15)),
    );
    let mut expected = vec![40_000_00, 0, 0, 0, 0, 0, 0];
    expected.extend([-5_000_00; 8]);
    assert_eq!(accounts.net(), expected);
    assert_eq!(accounts.net().iter().sum::<i64>(), 0);
    // The fees are joining money that the company took in.
    assert_eq!(accounts.totals.revenue, 40_000_00);
    assert_eq!(accounts.totals.funded_by, [0, 0, 40_000_00]);
}

#[test]
fn founders_who_pay_are_charged_like_anybody() {
    let accounts = pay(
        "type = \"cycle\"\nrows = 4\npayout = 40000\nfill = \"oldest_board\"\nentry_fee = 5000\n\
         founders_pay = true\nfounders = 7",
        network(&all_under_one(15)),
    );
    assert_eq!(accounts.net()[..2], [35_000_00, -5_000_00]);
    assert_eq!(accounts.totals.company_result, 35_000_00);
}

#[test]
fn re_entry_costs_its_fee_and_no_sponsor_is_breakage_cy_04() {
    let accounts = pay(
        "type = \"cycle\"\nshape = \"own_matrix\"\nwidth = 2\nrows = 3\npayout = 75\n\
         sponsor_bonus = 10\nreentry_fee = 30",
        network(&two_each(7)),
    );
    assert_eq!(accounts.commissions, [45_00, 0, 0, 0, 0, 0, 0]);
    assert_eq!(unpaid(&accounts), [10_00, 0]);
}

#[test]
fn one_entry_can_complete_boards_on_several_stages() {
    // Boards of 1 + 2. The 3rd entry pays 0, who opens stage 2; the 5th pays 1, the 7th
    // pays 2, who completes 0's board there: 0 is paid twice by then.
    let accounts = pay(
        "type = \"cycle\"\nrows = 2\npayout = 20\nreentry_fee = 15\nfill = \"oldest_board\"\n\
         entry_fee = 10\nstages = [{ payout = 30 }]",
        network(&all_under_one(7)),
    );
    assert_eq!(accounts.commissions, [35_00, 5_00, 5_00, 0, 0, 0, 0]);
    // 70.00 came in and 45.00 went out.
    assert_eq!(accounts.totals.company_result, 25_00);
}

#[test]
fn who_re_enters_sits_below_his_sponsor_again() {
    // Boards of 1 + 2 that follow the sponsor. 2 completes 0's board; 0 re-enters on the
    // oldest, headed by 1; 3, 0's recruit, follows him there and completes it for 1, whose
    // sponsor 0 gets the bonus; 0's new board then takes 1 back in: 1's sponsor sits there.
    let accounts = pay(
        "type = \"cycle\"\nrows = 2\npayout = 10\nreentry = \"same_stage\"\nreentry_fee = 4\nsponsor_bonus = 1",
        network(&[None, Some(0), Some(0), Some(0)]),
    );
    assert_eq!(accounts.commissions, [6_00 + 1_00, 6_00, 0, 0]);
    assert_eq!(unpaid(&accounts), [1_00, 0]);
}

#[test]
fn no_more_is_paid_out_than_came_in() {
    // 6 entries of 13.00 pay 78.00, but a board pays 75.00 for each 4 once it has split.
    let component = "type = \"cycle\"\npayout = 75\nfill = \"oldest_board\"\nentry_fee = 13";
    let accounts = pay(component, network(&all_under_one(15)));
    // 91.00 came in by the 7th; 143.00 by the 11th, of which 68.00 is left after the
    // first; 2 gets nothing, 3 does from what the 12th to 15th bring.
    assert_eq!(accounts.commissions[..3], [75_00, 0, 75_00]);
    assert_eq!(unpaid(&accounts), [75_00, 0]);
    assert_eq!(
        fault_of("type = \"cycle\"\npayout = 75\nentry_fee = 12"),
        "P131"
    );
    assert_eq!(
        fault_of(
            "type = \"cycle\"\npayout = 70\nentry_fee = 12\nreentry_fee = 5\nstages = [{ payout = 40 }]"
        ),
        "P131",
        "six re-entries of 5.00 do not pay 40.00"
    );
}

#[test]
fn an_inactive_head_leaves_his_payout_as_breakage() {
    let mut people = network(&all_under_one(7));
    people.active(0, 1, false);
    let accounts = pay("type = \"cycle\"\npayout = 75", people);
    assert_eq!(accounts.totals.payout, 0);
    assert_eq!(unpaid(&accounts), [75_00, 0]);
}

#[test]
fn boards_carry_over_from_period_to_period() {
    let mut people = network(&all_under_one(7));
    people.joined(6, 3, None);
    let accounts = pay("type = \"cycle\"\npayout = 75\nentry_fee = 20", people);
    assert_eq!(accounts.commissions[0], 75_00);
    assert_eq!(accounts.costs, [20_00; 7]);
    assert_eq!(accounts.periods[2].revenue, 20_00);
}

#[test]
fn contradicting_parameters_are_refused() {
    for (text, code) in [
        ("", "P130"),
        ("payout = 5\nplaces = [\"holder\"]", "P130"),
        ("payout = 5\nreentry = \"none\"\nreentry_fee = 1", "P130"),
        ("payout = 5\nreentry_fee = 6", "P130"),
        (
            "payout = 5\nreentry = \"same_stage\"\nstages = [{ payout = 5 }]",
            "P130",
        ),
        (
            "payout = 5\nstages = [{ payout = 5, reentry_fee = 1 }]",
            "P130",
        ),
        ("shape = \"matrix_contract\"\npayout = 5", "P130"),
        ("shape = \"matrix_contract\"\nrows = 4", "P132"),
        (
            "shape = \"matrix_contract\"\nrows = 2\nlevels = [1]",
            "P132",
        ),
        (
            "shape = \"matrix_contract\"\nrows = 2\nlevels = [1]\nplaces = [\"reentry\", \"holder\"]",
            "P132",
        ),
        (
            "shape = \"matrix_contract\"\nrows = 2\nplaces = [\"holder\", \"reentry\"]",
            "P132",
        ),
    ] {
        assert_eq!(
            fault_of(&format!("type = \"cycle\"\n{text}")),
            code,
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn money_in_is_never_less_than_money_out(
        links in prop::collection::vec(any::<prop::sample::Index>(), 1..80),
        matrix in any::<bool>(),
        oldest in any::<bool>(),
        rows in 2_u32..4,
        fee in 5_i64..40,
        again in 0_usize..3,
    ) {
        let sponsors: Vec<Option<u32>> = links
            .iter()
            .enumerate()
            .map(|(member, link)| (member > 0).then(|| link.index(member) as u32))
            .collect();
        let below: i64 = (1..rows).map(|row| 2_i64.pow(row)).sum();
        let component = format!(
            "type = \"cycle\"\nshape = \"{}\"\nrows = {rows}\nfill = \"{}\"\nentry_fee = {fee}\n\
             payout = {}\nreentry = \"{}\"\n{}",
            if matrix { "own_matrix" } else { "split_board" },
            if oldest { "oldest_board" } else { "follow_sponsor" },
            fee * below - 1,
            ["none", "same_stage", "next_stage"][again],
            if again > 0 { format!("reentry_fee = {fee}\nsponsor_bonus = 1") } else { String::new() },
        );
        let accounts = pay(&component, network(&sponsors));
        prop_assert!(accounts.totals.company_result >= 0);
        prop_assert_eq!(accounts.totals.revenue, fee * 100 * links.len() as i64);
    }
}

const X3: &str = "type = \"cycle\"\nshape = \"matrix_contract\"\nwidth = 3\nrows = 2\n\
                  places = [\"holder\", \"holder\", \"reentry\"]\nlevels = [25, 50, 100]";
const X6: &str = "type = \"cycle\"\nshape = \"matrix_contract\"\nwidth = 2\nrows = 3\n\
                  places = [\"upline\", \"upline\", \"holder\", \"holder\", \"holder\", \"reentry\"]\n\
                  levels = [25, 50, 100]";

#[test]
fn the_third_place_of_a_matrix_of_three_re_enters_above() {
    // 1 recruits three. Two pay him, the third re-enters him under 0, who holds all.
    let accounts = pay(X3, network(&[None, Some(0), Some(1), Some(1), Some(1)]));
    assert_eq!(accounts.commissions, [50_00, 50_00, 0, 0, 0]);
    assert_eq!(accounts.net().iter().sum::<i64>(), 0);
    assert_eq!(accounts.costs, [0, 25_00, 25_00, 25_00, 25_00]);
    // 1 is blocked from then on: his further recruits pay 0, and the sixth re-enters.
    let accounts = pay(
        X3,
        network(&[
            None,
            Some(0),
            Some(1),
            Some(1),
            Some(1),
            Some(1),
            Some(1),
            Some(1),
        ]),
    );
    assert_eq!(accounts.commissions[..2], [25_00 * 5, 50_00]);
}

#[test]
fn buying_the_next_level_lifts_the_block() {
    // The third recruit blocks 1, who buys level 2 for 50.00, which 0 receives; his
    // matrix of level 1 then takes two more.
    let upgrading = format!("{X3}\nupgrade = \"when_blocked\"");
    let accounts = pay(
        &upgrading,
        network(&[None, Some(0), Some(1), Some(1), Some(1), Some(1), Some(1)]),
    );
    assert_eq!(
        accounts.commissions[..2],
        [25_00 + 25_00 + 50_00, 4 * 25_00]
    );
    assert_eq!(accounts.costs[1], 75_00);
    // From receipts: the second recruit brings them to 50.00, before he is ever blocked.
    let saving = format!("{X3}\nupgrade = \"from_receipts\"");
    let accounts = pay(&saving, network(&[None, Some(0), Some(1), Some(1)]));
    assert_eq!(accounts.net()[..2], [25_00 + 50_00, -25_00]);
}

#[test]
fn a_matrix_of_six_pays_by_its_second_row() {
    // 1's first row is 2 and 3: they pay 0, in whose second row they sit. 4 spills below
    // 2, 5 below 3, 6 below 2 and all pay 1; 7 is the fourth: 1 re-enters under 0.
    let under_one = |recruits: usize| {
        let mut sponsors = vec![None, Some(0)];
        sponsors.resize(2 + recruits, Some(1));
        network(&sponsors)
    };
    let accounts = pay(X6, under_one(5));
    assert_eq!(accounts.commissions[..3], [3 * 25_00, 3 * 25_00, 0]);
    let accounts = pay(X6, under_one(6));
    assert_eq!(accounts.commissions[..3], [4 * 25_00, 3 * 25_00, 0]);
    assert_eq!(accounts.net().iter().sum::<i64>(), 0);
}

#[test]
fn spill_over_goes_where_fewer_places_are_taken() {
    // 1's first row is 2 and 3; 2 recruits 4, who sits below 2; 1's next recruit 5 spills
    // below 3, where the first place is free. 5 recruits 6: below 5, in 3's second row.
    let accounts = pay(
        X6,
        network(&[None, Some(0), Some(1), Some(1), Some(2), Some(1), Some(5)]),
    );
    // 1 pays 0; 2 and 3 pay 0; 4 and 5 pay 1; 6 pays 3.
    assert_eq!(accounts.commissions, [75_00, 50_00, 0, 25_00, 0, 0, 0]);
}

#[test]
fn a_contract_pays_whoever_is_inactive() {
    let mut people = network(&[None, Some(0)]);
    people.active(0, 1, false);
    assert_eq!(pay(X3, people).commissions, [25_00, 0]);
}

#[test]
fn both_matrices_cost_one_entry_each() {
    let plan = format!("[[plans.component]]\n{X3}\n[[plans.component]]\n{X6}");
    let accounts = pay_plan(&plan, network(&[None, Some(0)]));
    assert_eq!(accounts.net(), [50_00, -50_00]);
}

/// What each member received from places of his own matrix on the first level, and in all.
fn received(payments: &[Payment], prices: &[i64], members: usize) -> Vec<[i64; 2]> {
    let mut received = vec![[0; 2]; members];
    for payment in payments {
        let price = prices[payment.level as usize];
        let [own, all] = &mut received[payment.receiver as usize];
        *all += price;
        if payment.missed == 0 && payment.level == 0 {
            *own += price;
        }
    }
    received
}

fn forsage(two_rows: bool, upgrade: Upgrade) -> Contract {
    Contract {
        width: if two_rows { 2 } else { 3 },
        two_rows,
        to_upline: vec![false; if two_rows { 3 } else { 2 }],
        // Thousandths of an ether: 0.025 to 51.2 (theory.md T32).
        prices: (0..12).map(|level| 25 << level).collect(),
        upgrade,
    }
}

/// Members who joined one after another under a random earlier one.
fn sponsors(members: usize, mut state: u64) -> Vec<u32> {
    let mut sponsor = vec![NO_SPONSOR];
    for member in 1..members as u64 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        sponsor.push(((state >> 33) % member) as u32);
    }
    sponsor
}

#[test]
fn a_hundred_thousand_joins_pay_out_what_they_paid_in() {
    const MEMBERS: usize = 100_001;
    let sponsor = sponsors(MEMBERS, 32);
    for two_rows in [false, true] {
        for upgrade in [Upgrade::Never, Upgrade::WhenBlocked, Upgrade::FromReceipts] {
            let contract = forsage(two_rows, upgrade);
            let mut ledger = Ledger::default();
            for member in 0..MEMBERS as u32 {
                contract.join(&sponsor, &mut ledger, member);
            }
            let paid_in: i64 = ledger.paid_in.iter().map(|(_, amount)| amount).sum();
            let received = received(&ledger.payments, &contract.prices, MEMBERS);
            assert_eq!(paid_in, received.iter().map(|[_, all]| all).sum::<i64>());
            assert_eq!(ledger.paid_in.len(), ledger.payments.len());
            if upgrade == Upgrade::Never {
                assert_eq!(paid_in, 25 * (MEMBERS as i64 - 1));
            }
            // theory.md T32, test 2, for everyone who never bought level 2.
            let most_of_own = if two_rows { 3 } else { 2 } * 25;
            for member in (1..MEMBERS).filter(|_| upgrade == Upgrade::Never) {
                assert!(received[member][0] <= most_of_own, "member {member}");
            }
        }
    }
}

#[test]
fn the_forsage_plans_pay_out_what_they_take_in() {
    for file in [
        include_str!("../../../../scenarios/plans/forsage-x3.toml"),
        include_str!("../../../../scenarios/plans/forsage-x6.toml"),
    ] {
        let (_, component) = file.split_once("[[component]]").unwrap();
        let sponsors: Vec<Option<u32>> = sponsors(20_000, 7)
            .into_iter()
            .map(|sponsor| Some(sponsor).filter(|&sponsor| sponsor != NO_SPONSOR))
            .collect();
        let accounts = pay(component, network(&sponsors));
        assert_eq!(accounts.totals.payout, accounts.totals.revenue);
        assert_eq!(accounts.net().iter().sum::<i64>(), 0);
        assert!(
            accounts.totals.revenue > 25_00 * 19_999,
            "somebody upgrades"
        );
    }
}

#[test]
fn missed_payments_of_others_come_on_top() {
    // 1 has one recruit, 2, who has six and is blocked after three. From 1's own matrix:
    // 2's entry and his first re-entry, 0.05 in all. Two payments 2 missed on top; 2's
    // second re-entry is 1's third place.
    let sponsor = [NO_SPONSOR, 0, 1, 2, 2, 2, 2, 2, 2];
    let contract = forsage(false, Upgrade::Never);
    let mut ledger = Ledger::default();
    for member in 0..sponsor.len() as u32 {
        contract.join(&sponsor, &mut ledger, member);
    }
    let received = received(&ledger.payments, &contract.prices, sponsor.len());
    assert_eq!(received[1], [2 * 25, 4 * 25]);
    assert_eq!(received[2], [2 * 25, 2 * 25]);
}

proptest! {
    #[test]
    fn any_joins_and_upgrades_pay_out_what_they_paid_in(
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..300),
        two_rows in any::<bool>(),
    ) {
        let contract = forsage(two_rows, Upgrade::Never);
        let mut ledger = Ledger::default();
        let mut sponsor = vec![NO_SPONSOR];
        contract.join(&sponsor, &mut ledger, 0);
        for (pick, joins) in moves {
            let chosen = pick.index(sponsor.len()) as u32;
            if joins {
                sponsor.push(chosen);
                contract.join(&sponsor, &mut ledger, sponsor.len() as u32 - 1);
            } else {
                contract.buy(&sponsor, &mut ledger, chosen);
            }
        }
        let paid_in: i64 = ledger.paid_in.iter().map(|(_, amount)| amount).sum();
        let received = received(&ledger.payments, &contract.prices, sponsor.len());
        prop_assert_eq!(paid_in, received.iter().map(|[_, all]| all).sum::<i64>());
    }
}
