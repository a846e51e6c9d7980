//! Worked examples in cents, and the rule written down once more, plainly.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

use proptest::prelude::*;

use crate::plan::component::testing::{
    Person, chain, fault_of, ladder, pay, pay_unchecked, unpaid,
};

fn generations(keys: &str) -> String {
    format!("[[plans.component]]\ntype = \"generation_override\"\n{keys}\n")
}

fn ranked(people: &mut [Person<'static>], ranks: &[&'static str]) {
    for (person, rank) in people.iter_mut().zip(ranks) {
        person.3 = rank;
    }
}

const THREE: &str = "boundary_ranks = [\"supervisor\"]\nrates = [\"0.05\", \"0.05\", \"0.05\"]\n";

#[test]
fn three_generations_of_leaders_gn_01() {
    let plan = ladder(&["senior", "supervisor"]) + &generations(THREE);
    // S1, S2, d (below S2), S3 (below d), S4, S5.
    let mut people = chain(&[1000_00, 1000_00, 400_00, 1000_00, 1000_00, 1000_00]);
    ranked(&mut people, &["supervisor"; 6]);
    people[2].3 = "senior";
    let accounts = pay(&plan, &people);
    assert_eq!(accounts.commissions, [170_00, 150_00, 0, 100_00, 50_00, 0]);
    // Who has fewer than three leaders above: S1 150, S2 and d 2 × 70, S3 50.
    assert_eq!(unpaid(&accounts), [0, 150_00 + 140_00 + 50_00]);
}

#[test]
fn an_inactive_supervisor_uses_up_no_generation_and_his_volume_pays_gn_02() {
    // Joe, A, B (inactive), C, D: 5 % of 1,000 + 400 + 1,000 + 500.
    let mut people = chain(&[0, 1000_00, 400_00, 1000_00, 500_00]);
    ranked(&mut people, &["supervisor"; 5]);
    people[2].2 = false;
    let ranks = ladder(&["senior", "supervisor"]);
    let skip = pay(&(ranks.clone() + &generations(THREE)), &people);
    assert_eq!(skip.commissions[0], 145_00);
    assert_eq!(skip.commissions[2], 0);
    // Counted, B takes the third generation of D away from Joe: 2,400 are left.
    let count = ranks.clone() + &generations(&format!("{THREE}inactive = \"count\""));
    let accounts = pay(&count, &people);
    assert_eq!(accounts.commissions[0], 120_00);
    // B's own two generations, C and D, are breakage.
    assert_eq!(unpaid(&accounts)[0], 75_00);
    // Blocking, nothing from B and below reaches A or Joe.
    let block = ranks + &generations(&format!("{THREE}inactive = \"block\""));
    assert_eq!(pay(&block, &people).commissions, [50_00, 0, 0, 25_00, 0]);
}

#[test]
fn a_rate_that_slides_with_own_volume_gn_03() {
    let plan = ladder(&["supervisor"])
        + &generations(
            "boundary_ranks = [\"supervisor\"]\nrates = [1, 1, 1]\n\
             rate_by_own_volume = [{ min = 500, rate = 0.01 }, { min = 1000, rate = 0.02 }, \
             { min = 1500, rate = 0.03 }, { min = 2000, rate = 0.04 }, { min = 2500, rate = 0.05 }]",
        );
    let mut people = chain(&[2499_99, 1200_00, 2500_00, 499_00]);
    ranked(&mut people, &["supervisor"; 4]);
    assert_eq!(pay(&plan, &people).commissions, [167_96, 59_98, 24_95, 0]);
}

#[test]
fn a_second_bonus_on_the_first_to_the_cent_gn_04_and_gn_05() {
    let plan = ladder(&["distributor", "advisor"])
        + &generations(
            "boundary_ranks = [\"advisor\"]\nrates = [\"0.07\"]\nvolume_factor = \"0.5\"\n\
             min_group_volume = 1000\nbonus_if_override_at_least = { threshold = 100, rate = \"0.03\" }",
        );
    let people = |dist, adv| {
        vec![
            (None, 600_00, true, "advisor"),
            (Some(0), dist, true, "distributor"),
            (Some(0), adv, true, "advisor"),
        ]
    };
    // 7 % of 1,500 is 105.00, over 100.00, so 3 % more.
    assert_eq!(
        pay(&plan, &people(400_00, 3000_00)).commissions,
        [150_00, 0, 0]
    );
    // The threshold is included: 7 % of 1,428.58 is 100.0006, of 1,428.56 it is 99.9992.
    assert_eq!(pay(&plan, &people(400_00, 285_716)).commissions[0], 142_86);
    assert_eq!(pay(&plan, &people(400_00, 285_712)).commissions[0], 100_00);
    let accounts = pay(&plan, &people(399_99, 3000_00));
    assert_eq!(accounts.commissions, [0, 0, 0]);
    assert_eq!(accounts.totals.components[0].breakage, 105_00 * 1000);
}

#[test]
fn infinity_in_layers_blocks_below_the_own_start_level_gn_06() {
    let layer = |ranks: &str, level: u32| {
        format!(
            "{{ boundary_ranks = {ranks}, boundary = \"closes\", rates = [\"0.02\"], start_level = {level} }}"
        )
    };
    let plan = ladder(&["member", "GD", "BD"])
        + &generations(&format!(
            "layers = [{}, {}]",
            layer("[\"GD\", \"BD\"]", 9),
            layer("[\"BD\"]", 10)
        ));
    let mut people = chain(&[100_00; 17]);
    ranked(&mut people, &["member"; 17]);
    people[0].3 = "BD";
    people[6].3 = "GD";
    let accounts = pay(&plan, &people);
    let mut expected = [0; 17];
    expected[0] = 26_00;
    expected[6] = 4_00;
    assert_eq!(accounts.commissions, expected);
}

#[test]
fn infinity_by_generation_gn_10() {
    let plan = ladder(&["q21", "mdb"])
        + &generations(
            "kind = \"infinity\"\nrate = \"0.01\"\npayee_ranks = [\"mdb\"]\n\
             boundary_ranks = [\"q21\", \"mdb\"]\nstart_generation = 2",
        );
    // A; B, C, D under A; E, F, G under B; H under C; I under H; J under E.
    let sponsors = [0, 0, 0, 0, 1, 1, 1, 2, 7, 4];
    let people: Vec<Person> = sponsors
        .iter()
        .enumerate()
        .map(|(index, &sponsor)| {
            let rank = if index < 2 { "mdb" } else { "q21" };
            ((index > 0).then_some(sponsor), 10_000_00, true, rank)
        })
        .collect();
    let accounts = pay(&plan, &people);
    assert_eq!(
        accounts.commissions,
        [500_00, 100_00, 0, 0, 0, 0, 0, 0, 0, 0]
    );
}

#[test]
fn opens_or_closes_gives_different_cheques() {
    // Joe, Mary (no leader), Larry (leader), Susan: one generation each.
    let mut people = chain(&[0, 100_00, 200_00, 400_00]);
    ranked(&mut people, &["leader", "", "leader", ""]);
    let plan = |boundary: &str| {
        ladder(&["leader"])
            + &generations(&format!(
                "boundary_ranks = [\"leader\"]\nrates = [\"0.10\", \"0.01\"]\nboundary = \"{boundary}\""
            ))
    };
    // Opened by Larry: his 200 and Susan's 400; Mary is Joe's own group.
    assert_eq!(pay(&plan("opens"), &people).commissions, [60_00, 0, 0, 0]);
    // Closed by Larry: Mary and Larry first, Susan second; Larry is paid on Susan.
    assert_eq!(
        pay(&plan("closes"), &people).commissions,
        [30_00 + 4_00, 0, 40_00, 0]
    );
}

#[test]
fn a_higher_rank_sees_through_lower_ones_to_its_like() {
    // Gold, silver, silver, gold, member: 1 % each down to the next same or higher rank.
    let mut people = chain(&[0, 100_00, 200_00, 400_00, 800_00]);
    ranked(&mut people, &["gold", "silver", "silver", "gold", ""]);
    let plan = ladder(&["silver", "gold"])
        + &generations(
            "boundary_ranks = [\"silver\"]\nrates = [\"0.01\"]\nstop = \"next_same_or_higher_rank\"",
        );
    // The lower gold's group pays nobody above it; the first silver is paid on nothing.
    assert_eq!(pay(&plan, &people).commissions, [3_00, 0, 0, 0, 0]);
}

#[test]
fn leaders_own_volume_alone_may_pay() {
    let mut people = chain(&[0, 100_00, 400_00]);
    ranked(&mut people, &["leader", "leader", ""]);
    let plan = ladder(&["leader"])
        + &generations(
            "boundary_ranks = [\"leader\"]\nrates = [\"0.10\"]\nvolume_scope = \"personal_only\"",
        );
    assert_eq!(pay(&plan, &people).commissions, [10_00, 0, 0]);
}

fn guaranteed(qualifying: u32) -> String {
    ladder(&["q", "q21"])
        + &generations(&format!(
            "kind = \"leadership_with_guarantee\"\nrate = \"0.04\"\nboundary_ranks = [\"q21\"]\n\
             minimum_base = 10000\nqualifying_own_group = {qualifying}"
        ))
}

fn leaders(volumes: &[i64]) -> Vec<Person<'static>> {
    let mut people = chain(volumes);
    for person in &mut people {
        person.3 = "q21";
    }
    people[0].3 = "q";
    people
}

#[test]
fn the_leadership_guarantee_comes_out_of_what_the_leader_receives_gn_08() {
    let accounts = pay(
        &guaranteed(4000),
        &leaders(&[9_000_00, 6_000_00, 10_000_00]),
    );
    assert_eq!(accounts.commissions, [400_00, 240_00, 0]);
    // An own group that brings the minimum leaves him everything.
    let accounts = pay(
        &guaranteed(4000),
        &leaders(&[9_000_00, 12_000_00, 10_000_00]),
    );
    assert_eq!(accounts.commissions, [480_00, 400_00, 0]);
}

#[test]
fn with_one_leg_and_a_small_own_group_nothing_is_kept_gn_09() {
    let accounts = pay(
        &guaranteed(4000),
        &leaders(&[9_000_00, 3_000_00, 10_000_00]),
    );
    assert_eq!(accounts.commissions, [520_00, 0, 0]);
    // With two legs he keeps what the guarantee leaves: 800 − (400 − 120).
    let mut people = leaders(&[9_000_00, 3_000_00, 10_000_00, 10_000_00]);
    people[3].0 = Some(1);
    let accounts = pay(&guaranteed(4000), &people);
    assert_eq!(accounts.commissions, [400_00, 520_00, 0, 0]);
}

#[test]
fn the_deepest_guarantee_is_settled_first() {
    // C gives 160 of D's 400 to B, so that B receives the guaranteed 400.
    let people = leaders(&[9_000_00, 5_000_00, 6_000_00, 10_000_00]);
    let accounts = pay(&guaranteed(4000), &people);
    // B: receives 400, his own 200 is 200 short, keeps 200; A gets 400.
    assert_eq!(accounts.commissions, [400_00, 200_00, 240_00, 0]);
    // The outlay is the rate × all volume of leaders: 4 % of 21,000.
    assert_eq!(accounts.totals.payout, 840_00);
}

#[test]
fn what_contradicts_itself_is_refused() {
    let ranks = ladder(&["leader"]);
    for (keys, code) in [
        ("", "P130"),
        ("rates = [0.1]", "P130"),
        (
            "rates = [0.1]\nlayers = [{ boundary_ranks = [\"leader\"], rates = [0.1] }]",
            "P131",
        ),
        (
            "start_level = 2\nlayers = [{ boundary_ranks = [\"leader\"], rates = [0.1] }]",
            "P131",
        ),
        (
            "boundary_ranks = [\"leader\"]\nrates = [0.12345]\nvolume_factor = 0.12345",
            "P113",
        ),
        (
            "boundary_ranks = [\"leader\"]\nrates = [1]\n\
             rate_by_own_volume = [{ min = 2, rate = 0.1 }, { min = 1, rate = 0.2 }]",
            "P121",
        ),
        ("boundary_ranks = [\"lader\"]\nrates = [0.1]", "P020"),
    ] {
        assert_eq!(
            fault_of(&(ranks.clone() + &generations(keys))),
            code,
            "{keys}"
        );
    }
}

/// Opens, after n, skip: each leader gets the rate of the number of leaders passed.
fn plainly(people: &[Person], rates: &[i64], opens: bool) -> Vec<i64> {
    let mut exact = vec![0; people.len()];
    for source in people {
        // The source's own place is the leader he is, if he opens a generation.
        let mut passed = if opens { -1 } else { 0 };
        let mut here = Some(source);
        let mut is_source = true;
        while let Some(person) = here {
            let is_leader = person.3 == "leader";
            let is_owner = opens && passed == -1;
            if is_leader && is_owner {
                passed = 0;
            } else if is_leader && person.2 && !is_source {
                if let Some(rate) = rates.get(passed as usize) {
                    let index = people.iter().position(|other| std::ptr::eq(other, person));
                    exact[index.unwrap()] += rate * source.1;
                }
                passed += 1;
            }
            is_source = false;
            here = person.0.map(|sponsor| &people[sponsor as usize]);
        }
    }
    exact.into_iter().map(|exact| (exact + 50) / 100).collect()
}

fn any_people() -> impl Strategy<Value = Vec<Person<'static>>> {
    let member = (
        any::<prop::sample::Index>(),
        any::<bool>(),
        0i64..3_000,
        prop::bool::weighted(0.7),
        prop::sample::select(vec!["", "member", "leader"]),
    );
    prop::collection::vec(member, 1..50).prop_map(|members| {
        members
            .into_iter()
            .enumerate()
            .map(|(index, (link, deep, volume, active, rank))| {
                let sponsor = match index {
                    0 => None,
                    _ if deep => Some(index as u32 - 1),
                    _ => Some(link.index(index) as u32),
                };
                (sponsor, volume * 100, active, rank)
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn groups_and_single_sources_agree_with_the_plain_rule(
        people in any_people(),
        rates in prop::collection::vec(1i64..9, 1..4),
        opens in any::<bool>(),
    ) {
        let list: Vec<String> = rates.iter().map(|rate| format!("0.0{rate}")).collect();
        let boundary = if opens { "opens" } else { "closes" };
        let plan = ladder(&["member", "leader"]) + &generations(&format!(
            "boundary_ranks = [\"leader\"]\nrates = [{}]\nboundary = \"{boundary}\"",
            list.join(", ")
        ));
        let groups = pay(&plan, &people);
        prop_assert_eq!(&groups.commissions, &plainly(&people, &rates, opens));
        // Rounding line by line changes nothing on whole volumes, but walks every source.
        let lines = pay_unchecked(&format!("[plans.rounding]\nstage = \"per_line\"\n{plan}"), &people);
        prop_assert_eq!(&groups.commissions, &lines.commissions);
        let [groups, lines] = [&groups, &lines].map(|accounts| {
            let part = &accounts.totals.components[0];
            (part.theoretical, part.breakage, part.no_upline)
        });
        prop_assert_eq!(groups, lines);
        // Every generation of every unit is promised.
        let promised: i64 = rates.iter().sum::<i64>() * people.iter().map(|person| person.1).sum::<i64>();
        prop_assert_eq!(groups.0, i128::from(promised));
    }

    /// The outlay is the rate × the volume of all leaders' groups, less what has no upline
    /// or nobody qualifies for.
    #[test]
    fn the_guarantee_moves_money_and_makes_none(people in any_people()) {
        let plan = ladder(&["member", "leader"]) + &generations(
            "kind = \"leadership_with_guarantee\"\nrate = \"0.04\"\nboundary_ranks = [\"leader\"]\n\
             minimum_base = 2000\nqualifying_own_group = 1500",
        );
        let accounts = pay(&plan, &people);
        let in_groups: i64 = people
            .iter()
            .filter(|person| {
                let mut here = Some(*person);
                while let Some(person) = here {
                    if person.3 == "leader" {
                        return true;
                    }
                    here = person.0.map(|sponsor| &people[sponsor as usize]);
                }
                false
            })
            .map(|person| person.1)
            .sum();
        prop_assert_eq!(accounts.totals.components[0].theoretical, i128::from(4 * in_groups));
    }
}
