//! Ranks, with the numbers of plans.md S3.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

use proptest::prelude::*;

use crate::network::NO_SPONSOR;
use crate::observed::{Builder, NewOrder};
use crate::plan::Plan;
use crate::plan::placement::PlacementTree;
use crate::plan::standing::Standing;
use crate::plan::standing::testing::ladder;
use crate::plan::tests::compile;
use crate::plan::volume::Volumes;

fn fault(tables: &str) -> String {
    compile(
        "",
        &format!("{tables}\n[[plans.component]]\ntype = \"sale_commission\"\n"),
    )
    .map_or_else(|faults| faults.to_string(), |_| String::new())
}

/// Everyone's rank in each period.
fn ranks(network: Builder, plan: &Plan) -> Vec<Vec<u8>> {
    let mut seen = Vec::new();
    network
        .build()
        .unwrap()
        .pay(plan, |_, accounts| {
            seen.push(accounts.standing.rank.clone());
        })
        .unwrap();
    seen
}

/// A root with a member of each of these volumes under him, all in period 1.
fn legs(own: i64, volumes: &[i64]) -> Builder {
    let mut network = Builder::new();
    let root = network.member("root", None);
    network.own(root, 1, own);
    for (index, &volume) in volumes.iter().enumerate() {
        let member = network.member(&format!("m{index}"), Some(root));
        network.own(member, 1, volume);
    }
    network
}

#[test]
fn a_leg_is_limited_to_a_share_of_the_required_volume_rk_02() {
    let plan = ladder(
        "[plans.ranks]\nladder = [{ rank = \"member\" }, \
         { rank = \"director\", group_volume = \"1000\", max_leg_share = \"0.50\" }]",
    );
    // 100 + 500 of 5,000 + 399 = 999; own volume is no leg, so 5,000 alone is enough.
    assert_eq!(ranks(legs(100_00, &[5000_00, 399_00]), &plan), [[1, 2, 1]]);
    assert_eq!(ranks(legs(100_00, &[5000_00, 400_00]), &plan), [[2, 2, 1]]);
    // The minimum is included to the hundredth of a point, and only from there.
    assert_eq!(ranks(legs(100_00, &[5000_00, 399_99]), &plan)[0][0], 1);
}

#[test]
fn own_volume_may_be_a_leg() {
    let plan = ladder(
        "[plans.ranks]\nown_volume_is_leg = true\nladder = [{ rank = \"director\", \
         group_volume = \"1000\", max_leg_share = \"0.50\" }]",
    );
    assert_eq!(ranks(legs(5000_00, &[499_99]), &plan)[0][0], 0);
    assert_eq!(ranks(legs(5000_00, &[500_00]), &plan)[0][0], 1);
}

#[test]
fn a_limit_that_is_no_whole_unit_is_kept_exactly() {
    // A third of 1,000.02 is 333.33999…: three legs make 1,000.01999…, and with 0.01 own
    // that is enough; limits rounded down to the unit would make 1,000.00.
    let plan = ladder(
        "[plans.ranks]\nladder = [{ rank = \"director\", group_volume = \"1000.02\", \
         max_leg_share = \"0.333333333\" }]",
    );
    assert_eq!(ranks(legs(0, &[900_00; 3]), &plan)[0][0], 0);
    assert_eq!(ranks(legs(1, &[900_00; 3]), &plan)[0][0], 1);
    // Four legs at 250.0075 make 1,000.03 exactly; four times 250.00 would not.
    let plan = ladder(
        "[plans.ranks]\nladder = [{ rank = \"director\", group_volume = \"1000.03\", \
         max_leg_share = \"0.25\" }]",
    );
    assert_eq!(ranks(legs(0, &[900_00; 4]), &plan)[0][0], 1);
    assert_eq!(
        ranks(legs(0, &[900_00, 900_00, 900_00, 250_00]), &plan)[0][0],
        0
    );
}

#[test]
fn each_leg_counts_once_whoever_in_it_holds_the_rank() {
    let plan = ladder(
        "[plans.ranks]\nladder = [{ rank = \"member\" }, { rank = \"silver\", own_points = 100 }, \
         { rank = \"gold\", legs = { count = 2, rank = \"silver\" } }]",
    );
    let chain = |second: i64| {
        let mut network = Builder::new();
        let root = network.member("root", None);
        let left = network.member("left", Some(root));
        let deep = network.member("deep", Some(left));
        let deeper = network.member("deeper", Some(deep));
        let right = network.member("right", Some(root));
        // Two silvers in one leg, under a leader who is none.
        network.own(deep, 1, 100_00).own(deeper, 1, 100_00);
        network.own(right, 1, second);
        ranks(network, &plan)[0].clone()
    };
    assert_eq!(chain(99_99), [1, 1, 2, 2, 1]);
    assert_eq!(chain(100_00), [3, 1, 2, 2, 2]);
}

#[test]
fn a_rung_is_tested_on_its_own_or_with_all_below_it() {
    let rungs = "ladder = [{ rank = \"member\" }, { rank = \"silver\", own_points = 100 }, \
                 { rank = \"gold\", group_volume = 500 }]";
    let network = || legs(0, &[500_00, 100_00]);
    let plan = ladder(&format!("[plans.ranks]\n{rungs}"));
    assert_eq!(ranks(network(), &plan), [[3, 3, 2]]);
    let plan = ladder(&format!("[plans.ranks]\ncumulative = true\n{rungs}"));
    assert_eq!(ranks(network(), &plan), [[1, 3, 2]]);
}

#[test]
fn some_hold_no_rank_where_the_first_rung_asks_for_something() {
    let plan = ladder("[plans.ranks]\nladder = [{ rank = \"silver\", customer_points = 50 }]");
    let mut network = Builder::new();
    let seller = network.member("seller", None);
    let buyer = network.member("buyer", Some(seller));
    network.sale(seller, 1, 50_00).own(buyer, 1, 50_00);
    assert_eq!(ranks(network, &plan), [[1, 0]]);
}

#[test]
fn personal_groups_end_at_the_same_rank_or_a_higher_one() {
    let plan = ladder(
        "[plans.ranks]\nladder = [{ rank = \"member\" }, { rank = \"director\", personal_group_volume = 1000 }]",
    );
    // The first leg's leader is a director by himself: his 1,000 leave the root's group.
    assert_eq!(ranks(legs(100_00, &[1000_00, 899_99]), &plan), [[1, 2, 1]]);
    assert_eq!(ranks(legs(100_00, &[999_99, 899_99]), &plan), [[2, 1, 1]]);
    // Deeper down as well: whoever stands between keeps his own group, not the director's.
    let mut network = Builder::new();
    let root = network.member("root", None);
    let between = network.member("between", Some(root));
    let director = network.member("director", Some(between));
    network
        .own(root, 1, 600_00)
        .own(between, 1, 400_00)
        .own(director, 1, 5000_00);
    assert_eq!(ranks(network, &plan), [[2, 1, 2]]);
}

#[test]
fn a_limited_personal_group_is_limited_leg_by_leg() {
    let plan = ladder(
        "[plans.ranks]\nladder = [{ rank = \"director\", personal_group_volume = 1000, max_leg_share = \"0.5\" }]",
    );
    // 800 in the larger leg counts as 500.
    assert_eq!(ranks(legs(0, &[800_00, 499_99]), &plan)[0][0], 0);
    assert_eq!(ranks(legs(0, &[800_00, 500_00]), &plan)[0][0], 1);
}

#[test]
fn ranks_are_paid_as_kept_for_life_or_the_best_of_a_few_periods() {
    let months = |rule: &str| {
        let plan = ladder(&format!(
            "[plans.ranks]\n{rule}\nladder = [{{ rank = \"silver\", own_points = 100 }}, \
             {{ rank = \"gold\", own_points = 200 }}]"
        ));
        let mut network = Builder::new();
        let member = network.member("member", None);
        network.own(member, 1, 200_00).own(member, 2, 100_00);
        network.own(member, 6, 100_00).periods(6);
        ranks(network, &plan)
            .into_iter()
            .map(|ranks| ranks[0])
            .collect::<Vec<u8>>()
    };
    assert_eq!(months(""), [2, 1, 0, 0, 0, 1]);
    assert_eq!(months("hold = \"lifetime\""), [2; 6]);
    assert_eq!(months("hold = \"best_of_n\"\nn = 3"), [2, 2, 2, 1, 0, 1]);
    // Each rank is kept for the grace after its own conditions last held.
    assert_eq!(months("grace_periods = 1"), [2, 2, 1, 0, 0, 1]);
    assert_eq!(
        months("hold = \"best_of_n\"\nn = 2\ngrace_periods = 1"),
        [2, 2, 2, 1, 0, 1]
    );
}

#[test]
fn who_has_left_holds_no_rank_and_leads_no_leg() {
    let plan = ladder(
        "[plans.ranks]\nhold = \"lifetime\"\nladder = [{ rank = \"silver\", own_points = 100 }, \
         { rank = \"gold\", legs = { count = 1, rank = \"silver\" } }]",
    );
    let mut network = Builder::new();
    let root = network.member("root", None);
    let below = network.member("below", Some(root));
    network.own(below, 1, 100_00).quits_after(below, 1);
    network.periods(2);
    assert_eq!(ranks(network, &plan), [[2, 1], [2, 0]]);
}

#[test]
fn tenure_customers_and_activity_can_be_asked_for() {
    let plan = ladder(
        "[plans.activity]\nmin_points = 10\n[plans.ranks]\nladder = [{ rank = \"member\" }, \
         { rank = \"old\", tenure = 2 }, { rank = \"seller\", customers = 2, active = true }]",
    );
    let mut network = Builder::new();
    let member = network.member("member", None);
    let mut sell = |period, customer, amount| {
        network.order(NewOrder {
            customer: Some(customer),
            ..NewOrder::sale(member, period, amount)
        })
    };
    // The same customer twice is one; two of them, but too few points to be active; two.
    sell(1, 7, 50_00);
    sell(1, 7, 50_00);
    sell(2, 7, 5_00);
    sell(2, 8, 4_99);
    sell(3, 7, 5_00);
    sell(3, 8, 5_00);
    let given_back = sell(4, 8, 50_00);
    sell(4, 9, 50_00);
    network.order(NewOrder {
        customer: Some(8),
        refund_of: Some(given_back),
        ..NewOrder::sale(member, 4, 50_00)
    });
    let seen: Vec<u8> = ranks(network, &plan)
        .into_iter()
        .map(|rank| rank[0])
        .collect();
    assert_eq!(seen, [1, 2, 3, 2]);
}

#[test]
fn legs_pass_an_inactive_leader_only_where_ranks_are_compressed() {
    let seen = |compression: &str| {
        let plan = ladder(&format!(
            "[plans.activity]\nmin_points = 1\n[plans.ranks]\ncompression = \"{compression}\"\n\
             ladder = [{{ rank = \"member\" }}, {{ rank = \"silver\", own_points = 100 }}, \
             {{ rank = \"gold\", legs = {{ count = 2, rank = \"silver\" }} }}, \
             {{ rank = \"ruby\", group_volume = 400, max_leg_share = \"0.5\" }}]"
        ));
        let mut network = Builder::new();
        let root = network.member("root", None);
        let idle = network.member("idle", Some(root));
        for id in ["one", "two"] {
            let member = network.member(id, Some(idle));
            network.own(member, 1, 150_00);
        }
        network.own(root, 1, 101_00);
        ranks(network, &plan)[0].clone()
    };
    assert_eq!(seen("none"), [2, 3, 2, 2]);
    // The idle one's two legs become the root's: two silvers, and 101 + 150 + 150 points.
    assert_eq!(seen("standard"), [4, 3, 2, 2]);
}

#[test]
fn legs_may_be_counted_in_the_placement_tree() {
    let plan = ladder(
        "[plans.placement]\nshape = \"binary\"\n[plans.ranks]\nlegs_counted_in = \"placement\"\n\
         ladder = [{ rank = \"member\" }, { rank = \"star\", group_volume = 150, max_leg_share = \"0.5\" }]",
    );
    // All four enrolled by the first, placed in a chain, the last of them in nobody's leg.
    let mut network = Builder::new();
    let first = network.member("first", None);
    for id in ["second", "third", "waiting"] {
        network.member(id, Some(first));
    }
    for (member, volume) in [(0, 75_00), (1, 0), (2, 100_00), (3, 400_00)] {
        network.own(member, 1, volume);
    }
    let network = network.build().unwrap();
    let period = network.period(1);
    let volumes = Volumes::post(&period, plan.charges(), plan.points);
    let mut tree = PlacementTree::default();
    tree.parent.extend([NO_SPONSOR, 0, 1, NO_SPONSOR]);
    tree.order.extend([0, 1, 2]);
    let mut standing = Standing {
        rank: vec![0; 4],
        ..Standing::default()
    };
    let ranks = plan.ranks();
    ranks.settle(&mut standing, &volumes, period.sponsor, Some(&tree));
    // One leg of 100 counts 75; the second has it all in one leg, the last his own 400.
    assert_eq!(standing.rank, [2, 1, 1, 2]);
    assert!(
        fault("[plans.ranks]\nlegs_counted_in = \"placement\"\nladder = [{ rank = \"member\" }]")
            .contains("P145")
    );
}

#[test]
fn ladders_that_contradict_themselves_are_refused() {
    for (tables, code) in [
        (
            "[plans.ranks]\nladder = [{ rank = \"a\" }, { rank = \"a\" }]",
            "P141",
        ),
        (
            "[plans.ranks]\nladder = [{ rank = \"gold\", legs = { count = 1, rank = \"glod\" } }]",
            "P142",
        ),
        (
            "[plans.ranks]\nladder = [{ rank = \"a\", group_volume = 1, max_leg_share = 0 }]",
            "P143",
        ),
        (
            "[plans.ranks]\nladder = [{ rank = \"a\", max_leg_share = \"0.5\" }]",
            "P143",
        ),
        (
            "[plans.ranks]\nhold = \"best_of_n\"\nladder = [{ rank = \"a\" }]",
            "P144",
        ),
        ("[plans.ranks]\nn = 3\nladder = [{ rank = \"a\" }]", "P144"),
    ] {
        let told = fault(tables);
        assert!(told.contains(code), "{tables}: {told}");
    }
}

#[test]
fn rungs_that_nobody_can_reach_are_told() {
    let told = |ladder_text: &str| {
        ladder(&format!("[plans.ranks]\n{ladder_text}"))
            .ranks()
            .unreachable(12)
            .into_iter()
            .map(|rung| rung.rank)
            .collect::<Vec<String>>()
    };
    assert_eq!(
        told(
            "ladder = [{ rank = \"a\" }, { rank = \"b\", legs = { count = 2, rank = \"a\" } }, \
             { rank = \"c\", legs = { count = 2, rank = \"c\" } }, \
             { rank = \"d\", legs = { count = 1, rank = \"c\" } }, \
             { rank = \"e\", tenure = 13 }]"
        ),
        ["c", "d", "e"]
    );
    assert_eq!(
        told("ladder = [{ rank = \"a\", own_points = 100 }, { rank = \"b\", own_points = 100 }]"),
        ["a"]
    );
    assert_eq!(
        told(
            "cumulative = true\nladder = [{ rank = \"a\", tenure = 13 }, { rank = \"b\", own_points = 1 }]"
        ),
        ["a", "b"]
    );
    assert!(
        told("ladder = [{ rank = \"a\" }, { rank = \"b\", group_volume = 1000, max_leg_share = \"0.5\" }, \
              { rank = \"c\", group_volume = 900, max_leg_share = \"0.4\" }]")
        .is_empty()
    );
}

/// A ladder with every condition on groups and legs.
const LADDER: &str = "[plans.ranks]\nladder = [{ rank = \"a\" }, \
    { rank = \"b\", group_volume = 30, max_leg_share = \"0.4\" }, \
    { rank = \"c\", personal_group_volume = 25, max_leg_share = \"0.6\", legs = { count = 1, rank = \"b\" } }, \
    { rank = \"d\", group_volume = 60, legs = { count = 2, rank = \"b\" } }]";

/// The same by definition, walking down from each member with an explicit stack.
fn slowly(sponsors: &[Option<u32>], points: &[i64]) -> Vec<u8> {
    let members = sponsors.len();
    let children =
        |of: usize| (0..members).filter(move |&member| sponsors[member] == Some(of as u32));
    let mut rank = vec![0_u8; members];
    let sum_below = |top: usize, stop: &dyn Fn(usize) -> bool| {
        let (mut sum, mut stack) = (0, vec![top]);
        while let Some(member) = stack.pop() {
            if stop(member) {
                continue;
            }
            sum += points[member];
            stack.extend(children(member));
        }
        sum
    };
    for member in (0..members).rev() {
        let group = |most: i64| -> i64 {
            points[member]
                + children(member)
                    .map(|leg| sum_below(leg, &|_| false).min(most))
                    .sum::<i64>()
        };
        let personal: i64 = points[member]
            + children(member)
                .map(|leg| sum_below(leg, &|below| rank[below] >= 3).min(15_00))
                .sum::<i64>();
        let legs = children(member)
            .filter(|&leg| {
                let (mut found, mut stack) = (false, vec![leg]);
                while let Some(below) = stack.pop() {
                    found |= rank[below] >= 2;
                    stack.extend(children(below));
                }
                found
            })
            .count();
        rank[member] = if group(i64::MAX) >= 60_00 && legs >= 2 {
            4
        } else if personal >= 25_00 && legs >= 1 {
            3
        } else if group(12_00) >= 30_00 {
            2
        } else {
            1
        };
    }
    rank
}

proptest! {
    #[test]
    fn one_pass_finds_what_the_definition_says(
        people in prop::collection::vec((any::<prop::sample::Index>(), 0i64..25), 1..40),
    ) {
        let plan = ladder(LADDER);
        let mut network = Builder::new();
        let mut sponsors = Vec::new();
        let mut points = Vec::new();
        for (index, (sponsor, own)) in people.iter().enumerate() {
            let sponsor = (index > 0).then(|| sponsor.index(index) as u32);
            let member = network.member(&index.to_string(), sponsor);
            network.own(member, 1, own * 100);
            sponsors.push(sponsor);
            points.push(own * 100);
        }
        prop_assert_eq!(&ranks(network, &plan)[0], &slowly(&sponsors, &points));
    }
}
