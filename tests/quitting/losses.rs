//! Quitting because of money lost, by hand in cents, and what plans settle with those who
//! leave so.

use super::{Lives, lives, referral, scenario, simulate};

const HEAD: &str =
    "[scenario]\nname = \"losses\"\nworld = \"own\"\nreplications = 1\n[horizon]\nperiods = 8\n";

fn only(tables: &str, plans: &str) -> Lives {
    let scenario = scenario(&format!("{HEAD}{tables}"), plans);
    simulate(&scenario, 1, lives).unwrap().1.pop().unwrap()
}

/// A fee of 2.00 a period. One plan pays 1.00 on the one sale a period, so net falls by
/// 1.00 a period and is below −3.00 after the fourth; the other pays 2.00 and nobody is
/// ever in loss.
#[test]
fn who_is_in_loss_quits_when_it_passes_his_tolerance() {
    let plans = [referral("poor", "0.1"), referral("rich", "0.2")].concat();
    let tables = "[growth]\nlaw = \"fixed\"\nparticipants = 3\narrivals = [2, 0, 0, 0, 0, 0, 1, 0]\n\
         [sales]\nlaw = \"fixed\"\nunits = 1\n[costs]\nperiod_fee = 2.00\n\
         [quitting]\nloss_tolerance = 3.00\nhazard_in_loss = 1\n";
    let [poor, rich] = only(tables, &plans).try_into().unwrap();
    // The founder stays however much he loses.
    assert_eq!(poor[0], (8, -8_00));
    assert_eq!(poor[1..], [(4, -4_00), (4, -4_00), (2, -2_00)]);
    assert_eq!(rich, [(8, 0), (8, 0), (8, 0), (2, 0)]);
}

/// Each is paid on his one recruit's sale what the period costs him, so the last of the
/// chain loses first, then the one whose recruit has left.
#[test]
fn a_chain_paid_on_recruits_falls_from_its_end() {
    let plan = "[[plans]]\nname = \"levels\"\n[[plans.component]]\ntype = \"level_commission\"\nrates = [0.1]\n";
    let tables = "[growth]\nlaw = \"fixed\"\nparticipants = 4\nmax_recruits = 1\narrivals = [1, 0, 0, 0, 0, 0, 0, 0]\n\
         [sales]\nlaw = \"fixed\"\nunits = 1\n[costs]\nperiod_fee = 1.00\n\
         [quitting]\nloss_tolerance = 0.50\nhazard_in_loss = 1\n";
    let [levels] = only(tables, plan).try_into().unwrap();
    assert_eq!(
        levels[1..],
        [(4, -1_00), (3, -1_00), (2, -1_00), (1, -1_00)]
    );
}

/// Only the fee counts. The first of the chain joins three periods before the others and
/// quits for his loss after four periods; the others follow one after another, but the last
/// two have lost as much by then themselves.
#[test]
fn a_loss_above_is_followed_down_the_chain() {
    let tables = |social: &str| {
        format!(
            "[growth]\nlaw = \"fixed\"\nparticipants = 5\nmax_recruits = 1\narrivals = [1, 0, 0, 4, 0, 0, 0, 0]\n\
             [sales]\nlaw = \"fixed\"\nunits = 0\n[costs]\nperiod_fee = 1.00\n\
             [quitting]\nloss_tolerance = 3.50\nhazard_in_loss = 1\nsocial = {social}\n"
        )
    };
    let periods = |social| -> Vec<u16> {
        let lives = only(&tables(social), &referral("plan", "0.1"));
        lives[0].iter().map(|life| life.0).collect()
    };
    assert_eq!(periods("0"), [8, 4, 4, 4, 4, 4]);
    assert_eq!(periods("1"), [8, 4, 2, 3, 4, 4]);
}

/// A hazard in loss of a quarter: of those in loss a quarter goes every period, while those
/// who are not stay. Within 4 standard errors.
#[test]
fn losses_drive_out_by_their_hazard() {
    let tables = "[growth]\nlaw = \"fixed\"\nparticipants = 2000\narrivals = [1, 0, 0, 0, 0, 0, 0, 0]\n\
         [sales]\nlaw = \"fixed\"\nunits = 0\n[costs]\njoin_fee = 1.00\n[quitting]\nhazard_in_loss = 0.25\n";
    let lives = only(tables, &referral("plan", "0.1"));
    for period in 1..8_u16 {
        let share = 0.75_f64.powi(i32::from(period) - 1) * 0.25;
        let found = lives[0][1..].iter().filter(|life| life.0 == period).count() as f64 / 2000.0;
        let error = (share * (1.0 - share) / 2000.0).sqrt();
        assert!((found - share).abs() < 4.0 * error, "{period}: {found}");
    }
}

/// Stock of 50.00 is taken back at 90 % from who leaves, and from everyone left at the end.
/// Who quits for his loss when the period has been paid sends it back in the next one.
#[test]
fn who_quits_in_loss_still_sends_his_stock_back() {
    let plan = format!(
        "{}[[plans.component]]\ntype = \"charge\"\ninventory = {{ cost = 50.00, buyback_rate = 0.9, within = 1 }}\n",
        referral("stocked", "0")
    );
    let tables = "[growth]\nlaw = \"fixed\"\nparticipants = 2\narrivals = [1, 0, 0, 0, 0, 0, 0, 1]\n\
         [sales]\nlaw = \"fixed\"\nunits = 0\n[quitting]\nloss_tolerance = 20.00\nhazard_in_loss = 1\n";
    let lives = only(tables, &plan);
    assert_eq!(lives[0][1..], [(1, -5_00), (1, -5_00)]);
}
