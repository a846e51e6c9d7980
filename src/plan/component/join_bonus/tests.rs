//! Joining bonuses in cents, with their books balanced.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

use crate::books::{Details, OrderKind, Period, Sales};
use crate::columns::Each;
use crate::network::{self as tree, NO_SPONSOR};
use crate::observed::{Builder, NewOrder};
use crate::plan::Desk;
use crate::plan::accounts::{Accounts, Terms};
use crate::plan::component::observed_case::{compile, fault_of, network, pay, pay_plan, unpaid};

/// A chain of so many: each enrolled the next.
fn chain(members: u32) -> Vec<Option<u32>> {
    (0..members).map(|member| member.checked_sub(1)).collect()
}

/// An own order on a day since the horizon began.
fn order_on(people: &mut Builder, member: u32, day: u32, amount: i64) -> usize {
    people.order(NewOrder {
        day: Some(day),
        ..NewOrder::own(member, 1, amount)
    })
}

const FAST_START: &str = "type = \"join_bonus\"\nrates = [0.20, 0.10, 0.05]\nwindow_days = 60";

#[test]
fn the_last_day_of_the_window_is_inside_jb_01() {
    let mut people = network(&chain(2));
    for (day, amount) in [(0, 132_00), (30, 78_00), (60, 147_00), (61, 500_00)] {
        order_on(&mut people, 1, day, amount);
    }
    // 26.40 + 15.60 + 29.40.
    assert_eq!(pay(FAST_START, people).commissions, [71_40, 0]);
}

#[test]
fn days_are_counted_from_ones_own_enrolment() {
    let mut people = network(&chain(2));
    people.days(30).joined(1, 1, Some(10));
    order_on(&mut people, 1, 70, 100_00);
    order_on(&mut people, 1, 71, 100_00);
    assert_eq!(pay(FAST_START, people).commissions, [20_00, 0]);
}

#[test]
fn others_keep_their_level_where_nothing_rolls_up_jb_03() {
    let mut people = network(&chain(4));
    people.active(2, 1, false);
    order_on(&mut people, 3, 10, 100_00);
    let accounts = pay(FAST_START, people);
    assert_eq!(accounts.commissions, [5_00, 10_00, 0, 0]);
    assert_eq!(unpaid(&accounts), [20_00, 0]);
    assert_eq!(accounts.totals.funded_by, [0, 15_00, 0]);
}

const CALENDAR: &str = "type = \"join_bonus\"\nrates = [0.25, 0.10]\nwindow_months = 3\n\
                        cap_per_recruit_period = [200, 80]";

#[test]
fn calendar_months_and_caps_by_recruit_and_month_jb_04() {
    let mut people = network(&chain(3));
    for (month, amount) in [(1, 600_00), (1, 400_00), (2, 500_00), (4, 900_00)] {
        people.own(2, month, amount);
    }
    let accounts = pay(CALENDAR, people);
    assert_eq!(accounts.commissions, [130_00, 325_00, 0]);
    // Cut: 50.00 and 20.00.
    assert_eq!(unpaid(&accounts), [70_00, 0]);
}

#[test]
fn the_joining_month_is_the_first_however_late() {
    let mut people = network(&chain(2));
    people.days(30).joined(1, 2, Some(59));
    people.own(1, 2, 100_00).own(1, 4, 100_00).own(1, 5, 100_00);
    assert_eq!(pay(CALENDAR, people).commissions, [50_00, 0]);
}

#[test]
fn each_new_member_has_a_cap_of_his_own_and_a_refund_frees_it() {
    let mut people = network(&[None, Some(0), Some(0)]);
    let first = people.order(NewOrder::own(1, 1, 1_000_00));
    people.order(NewOrder {
        refund_of: Some(first),
        ..NewOrder::own(1, 1, 600_00)
    });
    people.own(2, 1, 900_00);
    // 25 % of 400.00, and of 900.00 at most 200.00.
    assert_eq!(pay(CALENDAR, people).commissions[0], 100_00 + 200_00);
}

const PACK: &str = "type = \"join_bonus\"\nrates = [0.25, 0.125, 0.075, 0.05]\nroll_up = true";

#[test]
fn a_split_rounded_share_by_share_overpays_a_cent_jb_05() {
    let mut people = network(&chain(5));
    order_on(&mut people, 4, 0, 199_00);
    let accounts = pay(PACK, people);
    assert_eq!(accounts.commissions, [9_95, 14_93, 24_88, 49_75, 0]);
    assert_eq!(accounts.totals.payout, 99_51);
}

#[test]
fn people_above_the_sponsor_are_skipped_jb_06() {
    // U4 U3 U2 U1 S New; U2 is not qualified.
    let mut people = network(&chain(6));
    people.active(2, 1, false);
    order_on(&mut people, 5, 0, 100_00);
    let rule = format!("{PACK}\nsponsor_must_qualify = false");
    assert_eq!(
        pay(&rule, people).commissions,
        [5_00, 7_50, 0, 12_50, 25_00, 0]
    );
}

#[test]
fn the_sponsors_own_level_never_rolls_up() {
    let people = || {
        let mut people = network(&chain(4));
        people.active(2, 1, false).active(0, 1, false);
        order_on(&mut people, 3, 0, 100_00);
        people
    };
    // The sponsor is inactive; above him one is active, then an inactive root.
    let accounts = pay(PACK, people());
    assert_eq!(accounts.commissions, [0, 12_50, 0, 0]);
    assert_eq!(unpaid(&accounts), [25_00 + 7_50, 5_00]);
    let accounts = pay(&format!("{PACK}\nsponsor_must_qualify = false"), people());
    assert_eq!(accounts.commissions, [0, 12_50, 25_00, 0]);
    // Skipped people are above all the same: levels 3 and 4 of five are breakage, not
    // money without an upline.
    let mut people = network(&chain(5));
    people.active(2, 1, false).active(1, 1, false);
    order_on(&mut people, 4, 0, 100_00);
    let accounts = pay(PACK, people);
    assert_eq!(accounts.commissions, [12_50, 0, 0, 25_00, 0]);
    assert_eq!(unpaid(&accounts), [12_50, 0]);
}

#[test]
fn only_the_enrolment_order_counts_without_a_window() {
    let mut people = network(&chain(2));
    order_on(&mut people, 1, 0, 100_00);
    order_on(&mut people, 1, 1, 100_00);
    people.own(1, 2, 100_00);
    let rule = "type = \"join_bonus\"\nrates = [0.10]";
    assert_eq!(pay(rule, people).commissions, [10_00, 0]);
}

#[test]
fn a_flat_bonus_comes_once_a_recruit_jb_08() {
    let people = || {
        let mut people = network(&[None, Some(0), Some(0)]);
        order_on(&mut people, 1, 0, 0);
        order_on(&mut people, 1, 5, 0);
        order_on(&mut people, 2, 1, 0);
        people.own(2, 2, 10_00);
        people
    };
    let rule = "type = \"join_bonus\"\nkind = \"flat\"\namounts = [10]";
    assert_eq!(pay(rule, people()).commissions, [20_00, 0, 0]);
    let every = format!("{rule}\nonce_per_recruit = false");
    assert_eq!(pay(&every, people()).commissions, [40_00, 0, 0]);
    // In a real network the order brings it, not the joining alone.
    assert_eq!(pay(rule, network(&chain(2))).commissions, [0, 0]);
}

#[test]
fn an_order_taken_back_brings_no_flat_bonus() {
    let mut people = network(&chain(2));
    let pack = people.order(NewOrder::own(1, 1, 600_00));
    people.order(NewOrder {
        refund_of: Some(pack),
        ..NewOrder::own(1, 1, 600_00)
    });
    let rule = "type = \"join_bonus\"\nkind = \"flat\"\namounts = [50]";
    assert_eq!(pay(rule, people.clone()).commissions, [0, 0]);
    people.own(1, 1, 600_00);
    assert_eq!(pay(rule, people).commissions, [50_00, 0]);
}

#[test]
fn kits_and_fees_bring_their_own_bonus() {
    let mut people = network(&chain(2));
    let kit = NewOrder {
        kind: OrderKind::Kit,
        commissionable: 80_00,
        ..NewOrder::own(1, 1, 100_00)
    };
    let fee = NewOrder {
        kind: OrderKind::Fee,
        ..NewOrder::own(1, 1, 30_00)
    };
    people.order(kit);
    people.order(fee);
    let of = |on: &str| format!("type = \"join_bonus\"\nrates = [0.5]\non = \"{on}\"");
    let kit = pay(&of("kit"), people.clone());
    assert_eq!(
        (kit.commissions[0], kit.totals.funded_by),
        (40_00, [0, 0, 40_00])
    );
    assert_eq!(
        pay(&of("membership_fee"), people.clone()).commissions[0],
        15_00
    );
    assert_eq!(pay(&of("order"), people).commissions[0], 0);
}

fn with_ranks(ladder: &[&str], component: &str) -> String {
    let rungs: Vec<String> = ladder
        .iter()
        .map(|rank| format!("{{ rank = \"{rank}\" }}"))
        .collect();
    format!(
        "[plans.ranks]\nladder = [{}]\n[[plans.component]]\n{component}",
        rungs.join(", ")
    )
}

#[test]
fn the_next_upline_of_the_rank_is_paid_jb_09() {
    // R enrolled M1; M1 enrolled Q and M2; Q enrolled M3.
    let mut people = network(&[None, Some(0), Some(1), Some(1), Some(2)]);
    for (member, rank) in [
        (0, "rsm"),
        (1, "manager"),
        (2, "rsm"),
        (3, "manager"),
        (4, "manager"),
    ] {
        people.rank(member, 1, rank);
    }
    for member in [1, 3, 4] {
        people.own(member, 1, 250_00);
    }
    let plan = with_ranks(
        &["manager", "rsm"],
        "type = \"join_bonus\"\nkind = \"flat\"\namounts = [100]\npayee = \"nearest_rank\"\npayee_ranks = [\"rsm\"]",
    );
    assert_eq!(
        pay_plan(&plan, people).commissions,
        [200_00, 0, 100_00, 0, 0]
    );
}

#[test]
fn an_inactive_holder_of_the_rank_is_skipped_only_where_it_rolls_up() {
    let people = || {
        let mut people = network(&chain(3));
        people
            .rank(0, 1, "rsm")
            .rank(1, 1, "rsm")
            .active(1, 1, false);
        people.own(2, 1, 250_00);
        people
    };
    let rule = "type = \"join_bonus\"\nkind = \"flat\"\namounts = [100]\npayee = \"nearest_rank\"\npayee_ranks = [\"rsm\"]";
    let accounts = pay_plan(&with_ranks(&["rsm"], rule), people());
    assert_eq!(
        (accounts.commissions[0], unpaid(&accounts)),
        (0, [100_00, 0])
    );
    let rolled = format!("{rule}\nroll_up = true");
    assert_eq!(
        pay_plan(&with_ranks(&["rsm"], &rolled), people()).commissions[0],
        100_00
    );
}

#[test]
fn nobody_of_the_rank_is_breakage() {
    let mut people = network(&chain(2));
    people.rank(0, 1, "member");
    people.own(1, 1, 250_00);
    let rule = "type = \"join_bonus\"\nkind = \"flat\"\namounts = [100]\npayee = \"nearest_rank\"\npayee_ranks = [\"rsm\"]";
    let accounts = pay_plan(&with_ranks(&["member", "rsm"], rule), people);
    assert_eq!(unpaid(&accounts), [100_00, 0]);
}

#[test]
fn the_code_is_fixed_at_enrolment_jb_10() {
    // C enrols before B is a coach, D after; C's second pack still goes to A.
    let mut people = network(&chain(4));
    people
        .rank(0, 1, "coach")
        .rank(1, 1, "member")
        .rank(1, 2, "coach");
    people.joined(3, 3, None);
    people.own(2, 1, 100_00).own(3, 3, 100_00).own(2, 4, 100_00);
    let plan = with_ranks(
        &["member", "coach"],
        "type = \"join_bonus\"\nkind = \"flat\"\namounts = [50]\npayee = \"coded\"\npayee_ranks = [\"coach\"]",
    );
    assert_eq!(pay_plan(&plan, people).commissions, [100_00, 50_00, 0, 0]);
}

#[test]
fn other_components_see_the_reduced_volume_jb_11() {
    let mut people = network(&chain(3));
    people.own(2, 1, 100_00).own(2, 4, 100_00);
    let plan = "[[plans.component]]\ntype = \"join_bonus\"\nrates = [0.25, 0.10]\nwindow_months = 3\nreduce_volume = 0.70\n\
                [[plans.component]]\ntype = \"level_commission\"\nrates = [0.08, 0.05]\n";
    let accounts = pay_plan(plan, people);
    // Month 1: 25.00 + 2.40 and 10.00 + 1.50; in month 4 the whole 100.00 counts.
    assert_eq!(accounts.commissions, [11_50 + 5_00, 27_40 + 8_00, 0]);
    // What was ordered stays what it was.
    assert_eq!(accounts.totals.volume, [0, 200_00, 0]);
}

#[test]
fn an_order_paid_as_fast_start_can_be_taken_out_in_full() {
    let mut people = network(&chain(2));
    people.own(1, 1, 100_00).own(0, 1, 50_00);
    let plan = "[[plans.component]]\ntype = \"join_bonus\"\nrates = [0.2]\nwindow_days = 60\nreduce_volume = 1\n\
                [[plans.component]]\ntype = \"pool\"\npercent = 0.1\n";
    // The root's own order brings no bonus, so it stays; checked through level pay.
    let plan = plan.replace(
        "type = \"pool\"\npercent = 0.1",
        "type = \"level_commission\"\nrates = [0.1]",
    );
    let accounts = pay_plan(&plan, people);
    assert_eq!(accounts.commissions, [20_00, 0]);
    assert_eq!(
        accounts.totals.components[1].theoretical,
        5_00 * i128::from(accounts.totals.components[1].denominator)
    );
}

#[test]
fn contradicting_parameters_are_refused() {
    for text in [
        "rates = [0.1]\nwindow_days = 5\nwindow_months = 1",
        "rates = [0.1]\ncap_per_recruit_period = [1, 2]",
        "rates = [0.1]\npayee = \"coded\"",
        "rates = [0.1]\npayee_ranks = [\"a\"]",
        "rates = [0.1, 0.1]\npayee = \"coded\"\npayee_ranks = [\"a\"]",
        "rates = [0.1]\npayee = \"nearest_rank\"\npayee_ranks = [\"a\"]\nsponsor_must_qualify = false",
        "rates = [0.1]\non = \"kit\"\nreduce_volume = 0.5",
        "kind = \"flat\"\namounts = [1]\nreduce_volume = 0.5",
    ] {
        assert_eq!(
            fault_of(&format!("type = \"join_bonus\"\n{text}")),
            "P003",
            "{text}"
        );
    }
}

/// Pays simulated periods, where everyone enrolled buys for 40.00 a period and nothing is
/// known order by order. `joined` are the periods of joining.
fn simulated(component: &str, sponsor: &[u32], joined: &[u16], periods: u32) -> Accounts {
    let plan = compile(&format!(
        "[[plans.component]]\ntype = \"charge\"\nown_purchase = {{ units = 40 }}\n[[plans.component]]\n{component}"
    ))
    .unwrap_or_else(|faults| panic!("{faults}"));
    let terms = Terms {
        periods,
        periods_per_year: 12,
        first_participant: 1,
        by_component: false,
    };
    let mut accounts = Accounts::new(&plan, terms);
    accounts.begin(&plan);
    let mut depth = Vec::new();
    tree::depths(sponsor, &mut depth, crate::columns::Cores::One);
    let mut desk = Desk::default();
    for number in 1..=periods {
        let until = |period: u32| joined.partition_point(|&at| u32::from(at) <= period);
        let members = until(number);
        let mut sales = Sales::default();
        sales.open(members, false, true);
        let period = Period {
            number,
            founders: 1,
            sponsor: &sponsor[..members],
            depth: &depth[..members],
            joined: Each::Own(&joined[..members]),
            last_period: Each::All(u16::MAX),
            everyone_enrolled: true,
            joiners: (until(number - 1).max(1), members),
            sales: &sales,
            customers: 0,
            details: Details::default(),
        };
        plan.pay(&period, &mut accounts, &mut desk).unwrap();
    }
    accounts
}

#[test]
fn a_simulated_world_pays_by_period() {
    let sponsor = [NO_SPONSOR, 0, 1];
    let joined = [1, 1, 2];
    let paid = |rule: &str| simulated(rule, &sponsor, &joined, 4).commissions;
    // The joining period only: 10 % of 40.00 for each.
    assert_eq!(
        paid("type = \"join_bonus\"\nrates = [0.1]"),
        [4_00, 4_00, 0]
    );
    // Two calendar months each; 30 days and the day after are two periods of 30 days.
    for window in ["window_months = 2", "window_days = 30", "window_days = 31"] {
        let rule = format!("type = \"join_bonus\"\nrates = [0.1]\n{window}");
        assert_eq!(paid(&rule), [8_00, 8_00, 0], "{window}");
    }
    // A flat bonus comes with joining.
    let flat = "type = \"join_bonus\"\nkind = \"flat\"\namounts = [7, 1]";
    assert_eq!(paid(flat), [8_00, 7_00, 0]);
}

#[test]
fn the_short_way_and_the_long_way_agree() {
    let sponsor = [NO_SPONSOR, 0, 1, 1, 0, 4];
    let joined = [1, 1, 1, 2, 2, 3];
    for rule in [
        "rates = [0.1, 0.05, 0.025]",
        "kind = \"flat\"\namounts = [7, 1]",
    ] {
        let short = simulated(
            &format!("type = \"join_bonus\"\n{rule}"),
            &sponsor,
            &joined,
            3,
        );
        let caps = if rule.starts_with("rates") {
            "[1000, 1000, 1000]"
        } else {
            "[1000, 1000]"
        };
        let long = format!("type = \"join_bonus\"\n{rule}\ncap_per_recruit_period = {caps}");
        let long = simulated(&long, &sponsor, &joined, 3);
        assert_eq!(short.commissions, long.commissions);
        assert_eq!(short.totals.components, long.totals.components);
    }
}
