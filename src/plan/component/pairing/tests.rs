//! Worked examples of plans.md E6 in cents.

mod properties;

use crate::columns::Cores;
use crate::observed::Builder;
use crate::plan::{LANGUAGE, Plan};
use crate::scenario;

fn plan(pairing: &str, ranks: &str) -> Result<Plan, String> {
    let text = format!(
        "[scenario]\nname = \"case\"\n[product]\nprice = 1\n[growth]\nlaw = \"fixed\"\nparticipants = 1\n\
         [sales]\nlaw = \"fixed\"\nunits = 0\n[[plans]]\nname = \"binary\"\n{ranks}\
         [plans.placement]\nshape = \"binary\"\n[[plans.component]]\ntype = \"pairing\"\n{pairing}\n"
    );
    let loaded = scenario::load_text("case.toml", &text, &[], LANGUAGE)
        .map_err(|faults| faults.to_string())?;
    Plan::build(&loaded.scenario, 0).map_err(|faults| faults.0[0].code.to_owned())
}

/// What was paid and carried, period by period.
struct Seen {
    paid: Vec<Vec<i64>>,
    carry: Vec<Vec<[i64; 2]>>,
    breakage: i128,
}

fn pay(plan: &Plan, network: Builder) -> Seen {
    let mut seen = Seen {
        paid: Vec::new(),
        carry: Vec::new(),
        breakage: 0,
    };
    let mut before: Vec<i64> = Vec::new();
    let accounts = network
        .build()
        .unwrap()
        .pay(plan, |_, accounts| {
            let now = accounts.commissions.clone();
            before.resize(now.len(), 0);
            seen.paid.push(
                now.iter()
                    .zip(&before)
                    .map(|(now, before)| now - before)
                    .collect(),
            );
            let rule = &plan.components[0].rule;
            let memory = accounts.memories[0].as_mut();
            seen.carry.push(
                (0..now.len())
                    .map(|member| rule.carry(memory, member).unwrap())
                    .collect(),
            );
            before = now;
        })
        .unwrap();
    accounts.check(plan.name(), Cores::One).unwrap();
    seen.breakage = accounts.totals.components[0].breakage;
    seen
}

/// Y with L on the left and R on the right, who sell these volumes by period.
fn y(left: &[i64], right: &[i64]) -> Builder {
    let mut network = Builder::new();
    let top = network.member("Y", None);
    for (id, leg, volumes) in [("L", 0, left), ("R", 1, right)] {
        let member = network.member(id, Some(top));
        network.placed(member, top, leg);
        for (&volume, period) in volumes.iter().zip(1..) {
            network.sale(member, period, volume);
        }
    }
    network
}

/// What Y is paid and carries at the end of each period.
fn of_y(pairing: &str, network: Builder) -> Vec<(i64, [i64; 2])> {
    let seen = pay(&plan(pairing, "").unwrap(), network);
    let periods = seen.paid.iter().zip(&seen.carry);
    periods.map(|(paid, carry)| (paid[0], carry[0])).collect()
}

const USANA: &str = "rate = 0.20\nmin_match = 125\nmax_match = 5000\ncarry_cap = 5000";

#[test]
fn a_share_of_the_weaker_leg() {
    // BN-01, BN-05, BN-04 (the cap on the match is not the cap on the carry).
    assert_eq!(of_y(USANA, y(&[400_00], &[600_00])), [(80_00, [0, 200_00])]);
    assert_eq!(
        of_y(USANA, y(&[124_00], &[4000_00])),
        [(0, [124_00, 4000_00])]
    );
    // The minimum is included.
    assert_eq!(
        of_y(USANA, y(&[125_00], &[4000_00])),
        [(25_00, [0, 3875_00])]
    );
    let retain = format!("{USANA}\non_cap = \"retain\"");
    assert_eq!(
        of_y(&retain, y(&[13_000_00], &[6000_00])),
        [(1000_00, [5000_00, 1000_00])]
    );
    // Flushed, all 6,000 that could be matched are used up; 200.00 are breakage.
    let plan = plan(USANA, "").unwrap();
    let seen = pay(&plan, y(&[13_000_00], &[6000_00]));
    assert_eq!((seen.paid[0][0], seen.carry[0][0]), (1000_00, [5000_00, 0]));
    assert_eq!(seen.breakage, 200_00 * i128::from(plan.denominator()));
}

#[test]
fn a_cap_on_the_amount_uses_up_what_it_pays_for() {
    let cap = "rate = 0.30\ncap_amount = 100\non_cap = \"retain\"";
    // 333.33 of volume make 100.00 to the cent below; a third of a cent stays.
    assert_eq!(
        of_y(cap, y(&[1000_00], &[1000_00])),
        [(100_00, [666_67, 666_67])]
    );
    let cap = "rate = 0.30\ncap_amount = 100";
    assert_eq!(
        of_y(cap, y(&[1000_00], &[1200_00])),
        [(100_00, [0, 200_00])]
    );
}

#[test]
fn the_highest_step_is_paid_once() {
    // BN-03: 3,500 / 2,500 pays 400 and carries 1,500 / 500.
    let steps = "mode = \"step_schedule\"\nschedule = [{ match = 250, pay = 40 }, { match = 2000, pay = 400 }]";
    assert_eq!(
        of_y(steps, y(&[3500_00], &[2500_00])),
        [(400_00, [1500_00, 500_00])]
    );
    assert_eq!(of_y(steps, y(&[249_99], &[9000_00]))[0].0, 0);
}

#[test]
fn whole_cycles_at_the_value_of_the_rank() {
    // BN-06: 650 / 450 makes two cycles of 200 / 200 at 24; R has 200 / 0.
    let ranks =
        "[plans.ranks]\nladder = [{ rank = \"c25\" }, { rank = \"c50\" }, { rank = \"c100\" }]\n";
    let cycles = "mode = \"cycle\"\nstrong = 200\nweak = 200\nvalue_by_rank = { c25 = 8, c50 = 16, c100 = 24 }";
    let mut network = y(&[650_00], &[250_00]);
    let right_left = network.member("RL", Some(2));
    network.placed(right_left, 2, 0).sale(right_left, 1, 200_00);
    network.rank(0, 1, "c100").rank(2, 1, "c50");
    let seen = pay(&plan(cycles, ranks).unwrap(), network);
    assert_eq!(seen.paid[0], [48_00, 0, 0, 0]);
    assert_eq!(seen.carry[0][0], [250_00, 50_00]);
    assert_eq!(seen.carry[0][2], [200_00, 0]);
    // BN-07 and BN-08.
    let isagenix = "mode = \"cycle\"\nstrong = 600\nweak = 300\nvalue = 54";
    assert_eq!(
        of_y(isagenix, y(&[1500_00], &[1000_00])),
        [(108_00, [300_00, 400_00])]
    );
    // Pooling both legs into one threshold would be wrong: 899 + 0 is no cycle.
    assert_eq!(of_y(isagenix, y(&[899_00], &[299_00]))[0].0, 0);
    let capped = format!("{isagenix}\nmax_cycles = 250\non_cap = \"retain\"");
    assert_eq!(
        of_y(&capped, y(&[400_000_00], &[200_000_00])),
        [(13_500_00, [250_000_00, 125_000_00])]
    );
}

#[test]
fn three_periods_of_the_same_sales() {
    let (left, right) = ([500_00, 100_00, 300_00], [200_00, 400_00, 100_00]);
    let paid = |pairing: &str, inactive: bool| {
        let mut network = y(&left, &right);
        if inactive {
            network.active(0, 2, false).active(0, 3, true);
        }
        let seen = of_y(&format!("rate = 0.10\n{pairing}"), network);
        let amounts: Vec<i64> = seen.iter().map(|(paid, _)| *paid).collect();
        (amounts, seen[2].1)
    };
    // BN-11 full carry 70.00, BN-12 no carry 40.00.
    assert_eq!(paid("", false), (vec![20_00, 40_00, 10_00], [200_00, 0]));
    assert_eq!(
        paid("carry = \"flush_all\"", false),
        (vec![20_00, 10_00, 10_00], [0, 0])
    );
    // BN-10: inactive in period 2, flushed.
    assert_eq!(paid("", true), (vec![20_00, 0, 10_00], [200_00, 0]));
    // Frozen at 300 / 0, then 600 / 100; accumulating 400 / 400, then 700 / 500.
    assert_eq!(
        paid("inactive = \"freeze\"", true),
        (vec![20_00, 0, 10_00], [500_00, 0])
    );
    assert_eq!(
        paid("inactive = \"accumulate\"", true),
        (vec![20_00, 0, 50_00], [200_00, 0])
    );
    assert_eq!(
        paid("carry = \"flush_strong\"", false),
        (vec![20_00, 10_00, 10_00], [0, 0])
    );
}

#[test]
fn volume_expires_the_oldest_first() {
    // 500 on the left in period 1; the right leg gets 100 a period.
    let left = [500_00, 50_00, 0, 0];
    let right = [100_00; 4];
    let network = || y(&left, &right);
    let kept = of_y(
        "rate = 0.10\ncarry = \"expire_after_k\"\nexpire_after = 2",
        network(),
    );
    // Period 1 leaves 400, period 2 leaves 300 of them and 50 new. When period 3 closes,
    // the 200 still left of period 1 are dropped; period 4 matches the 50 of period 2.
    assert_eq!(
        kept,
        [
            (10_00, [400_00, 0]),
            (10_00, [350_00, 0]),
            (10_00, [50_00, 0]),
            (5_00, [0, 50_00]),
        ]
    );
    let one = of_y("rate = 0.10\nexpire_after = 1", network());
    assert_eq!(one[1..3], [(10_00, [50_00, 0]), (5_00, [0, 50_00])]);
}

#[test]
fn inactive_people_still_add_volume_and_lose_their_own_match() {
    // BN-17 in small: R is inactive; Y matches his volume. Y inactive: 20.00 are breakage.
    let mut network = y(&[100_00], &[100_00]);
    network.active(2, 1, false);
    assert_eq!(of_y("rate = 0.20", network)[0].0, 20_00);
    let mut network = y(&[100_00], &[150_00]);
    network.active(0, 1, false);
    let plan = plan("rate = 0.20", "").unwrap();
    let seen = pay(&plan, network);
    assert_eq!((seen.paid[0][0], seen.carry[0][0]), (0, [0, 0]));
    assert_eq!(seen.breakage, 20_00 * i128::from(plan.denominator()));
}

#[test]
fn own_volume_may_help_the_weaker_leg() {
    // BN-14: 180 own, 80 above the threshold.
    let own = |pairing: &str| {
        let mut network = y(&[500_00], &[300_00]);
        network.own(0, 1, 180_00);
        of_y(&format!("rate = 0.10\n{pairing}"), network)[0]
    };
    let excess = "own_volume = \"excess_to_weak\"\nown_threshold = 100";
    assert_eq!(own(excess), (38_00, [120_00, 0]));
    assert_eq!(own("own_volume = \"weak_leg\""), (48_00, [20_00, 0]));
    assert_eq!(own(""), (30_00, [200_00, 0]));
}

#[test]
fn a_ratio_consumes_more_of_the_larger_leg() {
    // BN-16.
    let ratio = "mode = \"percent_ratio\"\nstrong = 2\nweak = 1\nrate = 0.10";
    assert_eq!(of_y(ratio, y(&[900_00], &[600_00])), [(45_00, [0, 150_00])]);
    assert_eq!(
        of_y(ratio, y(&[2000_00], &[600_00])),
        [(60_00, [800_00, 0])]
    );
    // A third of a cent: 10 % of 33.33⅓ is 3.33⅓, rounded once.
    let thirds = "mode = \"percent_ratio\"\nstrong = 3\nweak = 1\nrate = 0.10";
    assert_eq!(of_y(thirds, y(&[100_00], &[90_00]))[0], (3_33, [0, 56_67]));
    // The two thirds of a cent are carried: after three periods nothing is lost.
    let seen = of_y(thirds, y(&[100_00; 3], &[100_00, 0, 0]));
    assert_eq!(seen[2], (3_33, [0, 0]));
}

#[test]
fn the_first_pair_of_a_lifetime_is_two_to_one() {
    // BN-13: 3 left, 3 right.
    let pairs = "mode = \"count_pairs\"\nfirst_ratio = [2, 1]\nfirst_value = 300\nnext_value = 200";
    let network = || {
        let mut network = y(&[1_00], &[1_00]);
        for (parent, leg) in [(1, 0), (1, 1), (2, 0), (2, 1)] {
            let member = network.member("m", Some(0));
            network.placed(member, parent, leg).sale(member, 1, 1_00);
        }
        network
    };
    for counted in ["", "\ncounted = \"points\""] {
        let plan = plan(&format!("{pairs}{counted}"), "").unwrap();
        let seen = pay(&plan, network());
        assert_eq!(seen.paid[0], [500_00, 0, 0, 0, 0, 0, 0]);
        assert_eq!((seen.carry[0][0], seen.carry[0][1]), ([0, 1], [1, 1]));
    }
    // One more on the left in period 2: 1 / 1 makes an ordinary pair, and 1's first pair.
    let mut network = network();
    let late = network.member("late", Some(0));
    network.joined(late, 2, None).placed(late, 3, 0);
    let seen = pay(&plan(pairs, "").unwrap(), network);
    assert_eq!(&seen.paid[1][..2], [200_00, 300_00]);
    // At most one pair is paid; what is above is kept or used up.
    let seen = of_y(
        &format!("{pairs}\nmax_cycles = 1\non_cap = \"retain\""),
        y(&[1], &[1]),
    );
    assert_eq!(seen[0], (0, [1, 1]));
}

#[test]
fn creep_every_ancestor_matches_the_same_volume() {
    // BN-15: a full tree of depth 3, 100 each: 20 % of 300 + 2 × 100 a side.
    let mut network = Builder::new();
    let mut level = vec![network.member("top", None)];
    for _ in 0..3 {
        let mut below = Vec::new();
        for &parent in &level {
            for leg in 0..2 {
                let member = network.member("m", Some(parent));
                network.placed(member, parent, leg).sale(member, 1, 100_00);
                below.push(member);
            }
        }
        level = below;
    }
    network.sale(0, 1, 100_00);
    let seen = pay(&plan("rate = 0.10", "").unwrap(), network);
    // 10 % × (700 + 2 × 300 + 4 × 100) = 170.00 on 1,500.
    assert_eq!(seen.paid[0].iter().sum::<i64>(), 170_00);
}

#[test]
fn being_qualified_takes_an_active_recruit_of_ones_own_in_each_leg() {
    let qualify = "rate = 0.10\nqualify = \"personal_each_leg\"";
    assert_eq!(of_y(qualify, y(&[100_00], &[100_00]))[0].0, 10_00);
    let mut network = y(&[100_00], &[100_00]);
    network.active(2, 1, false);
    assert_eq!(of_y(qualify, network), [(0, [0, 0])]);
    // The right leg is L's recruit: not Y's own.
    let mut network = Builder::new();
    let top = network.member("Y", None);
    let left = network.member("L", Some(top));
    let right = network.member("R", Some(left));
    let deep = network.member("deep", Some(top));
    network
        .placed(left, top, 0)
        .placed(right, top, 1)
        .placed(deep, left, 1);
    network.sale(left, 1, 100_00).sale(right, 1, 100_00);
    assert_eq!(of_y(qualify, network)[0].0, 0);
}

#[test]
fn money_is_split_by_the_volume_that_was_matched() {
    // Left 100 from customers, right 300 own use: 100 + 100 are matched, half and half.
    let mut network = y(&[100_00], &[]);
    network.own(2, 1, 300_00);
    let plan = plan("rate = 0.10", "").unwrap();
    let accounts = network.build().unwrap().pay(&plan, |_, _| {}).unwrap();
    assert_eq!(accounts.totals.funded_by, [5_00, 5_00, 0]);
}

#[test]
fn what_contradicts_itself_is_refused() {
    for (pairing, code) in [
        ("", "P170"),
        ("mode = \"cycle\"\nstrong = 1\nweak = 1", "P170"),
        ("mode = \"step_schedule\"", "P170"),
        ("mode = \"count_pairs\"\nvalue = 1\nnext_value = 2", "P170"),
        ("rate = 0.1\nvalue = 3", "P171"),
        ("rate = 0.1\nmax_cycles = 3", "P171"),
        (
            "mode = \"count_pairs\"\nvalue = 1\nown_volume = \"weak_leg\"",
            "P171",
        ),
        ("mode = \"cycle\"\nvalue = 3", "P172"),
        ("mode = \"percent_ratio\"\nstrong = 2\nrate = 0.1", "P172"),
        ("mode = \"cycle\"\nstrong = 0\nweak = 1\nvalue = 3", "P172"),
        (
            "mode = \"count_pairs\"\nvalue = 1\nfirst_ratio = [2]",
            "P172",
        ),
        (
            "mode = \"step_schedule\"\nschedule = [{ match = 1, pay = 1 }, { match = 1, pay = 2 }]",
            "P172",
        ),
        (
            "mode = \"step_schedule\"\nschedule = [{ match = 1, pay = 2 }, { match = 2, pay = 1 }]",
            "P172",
        ),
        ("rate = 0.1\ncarry = \"cap\"", "P173"),
        ("rate = 0.1\ncarry = \"expire_after_k\"", "P173"),
        ("rate = 0.1\ncarry = \"flush_all\"\ncarry_cap = 3", "P173"),
        ("rate = 0.1\nown_threshold = 3", "P174"),
        ("rate = 0.1\ncap_amount_by_rank = { gold = 3 }", "P142"),
    ] {
        assert_eq!(plan(pairing, "").unwrap_err(), code, "{pairing}");
    }
}
