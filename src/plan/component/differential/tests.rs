//! Worked examples in cents, and three ways of paying against each other.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

use proptest::prelude::*;

use crate::plan::component::testing::{Person, fault_of, ladder, pay, pay_unchecked, unpaid};

const EU: &str = "scale = [{ min = 0, rate = 0 }, { min = 200, rate = \"0.03\" }, \
    { min = 600, rate = \"0.06\" }, { min = 1200, rate = \"0.09\" }, { min = 2400, rate = \"0.12\" }, \
    { min = 4000, rate = \"0.15\" }, { min = 7000, rate = \"0.18\" }, { min = 10000, rate = \"0.21\" }]\n";

fn differential(keys: &str) -> String {
    format!("[[plans.component]]\ntype = \"differential\"\n{keys}\n")
}

fn people(members: &[(Option<u32>, i64)]) -> Vec<Person<'static>> {
    members
        .iter()
        .map(|&(sponsor, volume)| (sponsor, volume, true, ""))
        .collect()
}

#[test]
fn brackets_of_the_group_df_04() {
    let people = people(&[
        (None, 150_00),
        (Some(0), 250_00),
        (Some(1), 400_00),
        (Some(2), 199_00),
        (Some(0), 650_00),
    ]);
    let accounts = pay(&differential(EU), &people);
    assert_eq!(accounts.commissions, [58_47, 32_97, 17_97, 0, 39_00]);
    assert_eq!(unpaid(&accounts), [0, 0]);
}

#[test]
fn bracket_by_points_and_pay_on_volume_df_02() {
    let plan = "[plans.volume]\nvolume_per_point = 60\n".to_owned()
        + &differential(
            "scale = [{ min = 300, rate = 0.06 }, { min = 1000, rate = 0.09 }, { min = 2000, rate = 0.12 }]",
        );
    let mut members = vec![(None, 18_000_00)];
    members.extend([(Some(0), 18_000_00); 4]);
    let accounts = pay(&plan, &people(&members));
    assert_eq!(accounts.commissions[..2], [3_780_00, 1_080_00]);
}

#[test]
fn a_leg_that_broke_away_lowers_the_bracket_above_df_09_and_df_10() {
    let people = people(&[
        (None, 500_00),
        (Some(0), 10_000_00),
        (Some(0), 3_000_00),
        (Some(1), 0),
    ]);
    let naive = differential(EU);
    assert_eq!(
        pay(&naive, &people).commissions,
        [375_00, 2_100_00, 360_00, 0]
    );
    let cut = differential(&format!("{EU}breakaway_rate = \"0.21\""));
    assert_eq!(pay(&cut, &people).commissions, [60_00, 2_100_00, 360_00, 0]);
}

#[test]
fn nothing_is_paid_above_a_leg_that_broke_away() {
    // B breaks away at 15 %; A reaches 21 % on his own 10,000 and has no gap on B.
    let plan = differential(&format!("{EU}breakaway_rate = \"0.15\""));
    let accounts = pay(&plan, &people(&[(None, 10_000_00), (Some(0), 4_000_00)]));
    assert_eq!(accounts.commissions, [2_100_00, 600_00]);
}

const FOREVER: &str = "rate_by = \"rank\"\nrates = { novus = 0, assistant_supervisor = \"0.05\", \
    supervisor = \"0.08\", assistant_manager = \"0.13\", manager = \"0.18\" }\n";

fn forever() -> (String, Vec<Person<'static>>) {
    let ranks = [
        "novus",
        "assistant_supervisor",
        "supervisor",
        "assistant_manager",
        "manager",
    ];
    let people = vec![
        (None, 100_00, true, "manager"),
        (Some(0), 200_00, true, "supervisor"),
        (Some(1), 300_00, true, "assistant_manager"),
        (Some(2), 400_00, true, "novus"),
        (Some(0), 500_00, true, "assistant_supervisor"),
    ];
    (ladder(&ranks), people)
}

#[test]
fn the_gap_between_ranks_is_never_below_zero_df_05() {
    let (ranks, people) = forever();
    let accounts = pay(&(ranks + &differential(FOREVER)), &people);
    assert_eq!(accounts.commissions, [138_00, 16_00, 91_00, 0, 25_00]);
}

#[test]
fn an_own_rate_that_is_a_discount_is_not_paid_df_07() {
    let plan = ladder(&["senior", "supervisor"])
        + &differential(
            "rate_by = \"rank\"\nrates = { senior = 0.35, supervisor = 0.50 }\nown_volume = \"excluded\"",
        );
    let people = [
        (None, 0, true, "supervisor"),
        (Some(0), 1_000_00, true, "senior"),
    ];
    assert_eq!(pay(&plan, &people).commissions, [150_00, 0]);
}

#[test]
fn an_inactive_member_leaves_the_whole_gap_or_his_own_as_breakage() {
    let (ranks, mut people) = forever();
    people[2].2 = false;
    // The assistant manager drops out: N's 400 and AM's 300 pay S 8 % and M 10 %.
    let plan = ranks.clone() + &differential(FOREVER);
    let accounts = pay(&plan, &people);
    assert_eq!(
        accounts.commissions,
        [18_00 + 20_00 + 70_00 + 65_00, 16_00 + 56_00, 0, 0, 25_00]
    );
    assert_eq!(unpaid(&accounts), [0, 0]);
    // With his own rate his 91.00 are breakage, and the others as in DF-05.
    let plan = ranks + &differential(&format!("{FOREVER}inactive_rate = \"own\""));
    let accounts = pay(&plan, &people);
    assert_eq!(accounts.commissions, [138_00, 16_00, 0, 0, 25_00]);
    assert_eq!(unpaid(&accounts), [91_00, 0]);
}

#[test]
fn the_customer_rule_keeps_gaps_on_the_downline() {
    let members = people(&[(None, 100_00), (Some(0), 500_00)]);
    // The group's 600 is at 6 %: 6.00 on the own 100, a gap of 3 % on B's 500.
    let plan = |requires: &str| differential(&format!("{EU}requires = {requires}"));
    let accounts = pay(&plan("{ customers = 1 }"), &members);
    assert_eq!(accounts.commissions, [21_00, 15_00]);
    let accounts = pay(&plan("{ customers = 2 }"), &members);
    assert_eq!(accounts.commissions, [6_00, 15_00]);
    assert_eq!(unpaid(&accounts), [15_00, 0]);
    // Either is enough, and the minimum is included.
    let either = plan("{ customers = 2, customer_points = 100 }");
    assert_eq!(pay(&either, &members).commissions, [21_00, 15_00]);
}

#[test]
fn what_contradicts_itself_is_refused() {
    for (keys, code) in [
        ("", "P120"),
        ("rates = { gold = 0.1 }", "P120"),
        (
            "rate_by = \"rank\"\nscale = [{ min = 0, rate = 0.1 }]",
            "P120",
        ),
        (
            "scale = [{ min = 5, rate = 0.1 }, { min = 5, rate = 0.2 }]",
            "P121",
        ),
        (
            "scale = [{ min = 5, rate = 0.1 }, { min = 6, rate = 0.05 }]",
            "P121",
        ),
        (
            "scale = [{ min = 5, rate = 0.1 }]\nbreakaway_rate = 0.2",
            "P122",
        ),
        ("scale = [{ min = 5, rate = 0.1 }]\nrequires = {}", "P123"),
        ("rate_by = \"rank\"\nrates = { gold = 0.1 }", "P142"),
    ] {
        assert_eq!(fault_of(&differential(keys)), code, "{keys}");
    }
}

fn any_people() -> impl Strategy<Value = Vec<Person<'static>>> {
    let member = (
        any::<prop::sample::Index>(),
        any::<bool>(),
        0i64..3_000_00,
        prop::bool::weighted(0.7),
        prop::sample::select(vec!["", "low", "mid", "top"]),
        prop::bool::weighted(0.05),
    );
    prop::collection::vec(member, 1..60).prop_map(|members| {
        members
            .into_iter()
            .enumerate()
            .map(|(index, (link, deep, volume, active, rank, root))| {
                let sponsor = match index {
                    0 => None,
                    _ if root => None,
                    _ if deep => Some(index as u32 - 1),
                    _ => Some(link.index(index) as u32),
                };
                (sponsor, volume, active, rank)
            })
            .collect()
    })
}

/// plans.md E4: rate of the own group × its volume, less the same of each child.
fn by_group(people: &[Person]) -> Vec<i64> {
    let scale = [
        (0, 0),
        (200, 3),
        (600, 6),
        (1_200, 9),
        (2_400, 12),
        (4_000, 15),
        (7_000, 18),
        (10_000, 21),
    ];
    let mut groups: Vec<i64> = people.iter().map(|person| person.1).collect();
    for member in (0..people.len()).rev() {
        if let Some(sponsor) = people[member].0 {
            groups[sponsor as usize] += groups[member];
        }
    }
    let worth = |group: i64| {
        let reached = scale.iter().rev().find(|(min, _)| group >= min * 100);
        group * reached.map_or(0, |&(_, rate)| rate)
    };
    let mut net: Vec<i64> = groups.iter().map(|&group| worth(group)).collect();
    for (member, person) in people.iter().enumerate() {
        if let Some(sponsor) = person.0 {
            net[sponsor as usize] -= worth(groups[member]);
        }
    }
    net.into_iter().map(|exact| (exact + 50) / 100).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn without_breakaway_the_group_form_agrees(mut people in any_people()) {
        for person in &mut people {
            person.2 = true;
        }
        let accounts = pay(&differential(EU), &people);
        prop_assert_eq!(accounts.commissions, by_group(&people));
    }

    /// Volumes of whole currency units at whole percentages: rounding line by line changes
    /// nothing, and makes the engine walk up from every source.
    #[test]
    fn the_bottom_up_pass_agrees_with_walking_up(
        mut people in any_people(),
        keys in prop::sample::select(vec![
            "", "breakaway_rate = \"0.15\"", "breakaway_rate = \"0.21\"\ninactive_rate = \"own\"",
            "own_volume = \"excluded\"", "requires = { customer_points = 1500 }",
        ]),
        rate_by in 0..3,
    ) {
        for person in &mut people {
            person.1 -= person.1 % 100;
        }
        let component = match rate_by {
            0 => differential(&format!("{EU}{keys}")),
            1 => differential(&format!("rate_by = \"own_volume\"\n{EU}{keys}")),
            _ => differential(&format!(
                "rate_by = \"rank\"\nrates = {{ low = \"0.21\", mid = \"0.05\", top = \"0.15\" }}\n{keys}"
            )),
        };
        let plan = ladder(&["low", "mid", "top"]) + &component;
        let pass = pay(&plan, &people);
        let walk = pay_unchecked(&format!("[plans.rounding]\nstage = \"per_line\"\n{plan}"), &people);
        prop_assert_eq!(&pass.commissions, &walk.commissions);
        let [pass, walk] = [&pass, &walk].map(|accounts| {
            let part = &accounts.totals.components[0];
            (part.theoretical, part.breakage, part.no_upline)
        });
        prop_assert_eq!(pass, walk);
    }
}
