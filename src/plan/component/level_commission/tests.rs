//! Worked examples in cents, and the two ways of paying against each other.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

use proptest::prelude::*;

use crate::plan::component::testing::{
    Person, chain, fault_of, ladder, pay, pay_unchecked, unpaid,
};

fn levels(keys: &str) -> String {
    format!("[[plans.component]]\ntype = \"level_commission\"\n{keys}\n")
}

/// The chain of plans.md S4: Top A B C D E F G H with titles 6 6 6 4 6 0 (inactive) 3 6 6.
fn titles() -> Vec<Person<'static>> {
    let ranks = ["t6", "t6", "t6", "t4", "t6", "t0", "t3", "t6", "t6"];
    let mut people = chain(&[0, 0, 0, 0, 0, 0, 0, 0, 100_00]);
    for (person, rank) in people.iter_mut().zip(ranks) {
        person.3 = rank;
        person.2 = rank != "t0";
    }
    people
}

fn titled(compression: &str) -> String {
    let keys = format!(
        "rates = [\"0.10\", \"0.05\", \"0.03\", \"0.02\"]\ncompression = \"{compression}\"\n\
         depth_by_rank = {{ t0 = 0, t3 = 1, t4 = 2, t5 = 3, t6 = 4 }}"
    );
    ladder(&["t0", "t3", "t4", "t5", "t6"]) + &levels(&keys)
}

#[test]
fn four_compressions_of_one_sale_lv_06_to_lv_09() {
    for (compression, paid, breakage) in [
        ("none", [0, 0, 0, 0, 2_00, 0, 0, 10_00, 0], 8_00),
        ("standard", [0, 0, 0, 0, 3_00, 0, 0, 10_00, 0], 7_00),
        ("dynamic", [0, 2_00, 3_00, 0, 5_00, 0, 0, 10_00, 0], 0),
        ("roll_up", [0, 0, 0, 0, 10_00, 0, 0, 10_00, 0], 0),
    ] {
        let accounts = pay(&titled(compression), &titles());
        assert_eq!(accounts.commissions, paid, "{compression}");
        assert_eq!(unpaid(&accounts), [breakage, 0], "{compression}");
    }
}

#[test]
fn nobody_entitled_up_to_the_root_is_breakage() {
    // Both uplines are inactive: the two levels are breakage, the third has no upline.
    let mut people = chain(&[0, 0, 100_00]);
    people[0].2 = false;
    people[1].2 = false;
    for compression in ["none", "standard", "dynamic", "roll_up"] {
        let plan = levels(&format!(
            "rates = [\"0.10\", \"0.05\", \"0.03\"]\ncompression = \"{compression}\""
        ));
        let accounts = pay(&plan, &people);
        assert_eq!(accounts.commissions, [0, 0, 0], "{compression}");
        assert_eq!(unpaid(&accounts), [15_00, 3_00], "{compression}");
    }
}

#[test]
fn depth_by_rank_lv_11() {
    let plan = ladder(&[
        "customer",
        "brand_partner",
        "star",
        "senior_star",
        "executive",
    ]) + &levels(
        "rates = [\"0.08\", \"0.05\", \"0.04\", \"0.04\", \"0.04\"]\n\
             depth_by_rank = { customer = 0, brand_partner = 2, star = 3, executive = 5 }",
    );
    let ranks = [
        "executive",
        "star",
        "brand_partner",
        "customer",
        "brand_partner",
        "brand_partner",
    ];
    let mut people = chain(&[100_00, 100_00, 150_00, 80_00, 120_00, 200_00]);
    for (person, rank) in people.iter_mut().zip(ranks) {
        person.3 = rank;
    }
    people[3].2 = false;
    let accounts = pay(&plan, &people);
    assert_eq!(accounts.commissions, [31_50, 20_80, 12_40, 0, 16_00, 0]);
    // A senior star is not listed and collects as a star: three levels.
    people[1].3 = "senior_star";
    assert_eq!(pay(&plan, &people).commissions[1], 20_80);
    // Nobody below the lowest listed rank collects anything.
    people[1].3 = "";
    assert_eq!(pay(&plan, &people).commissions[1], 0);
}

#[test]
fn per_cent_of_the_sale_or_of_the_commission_lv_04_and_lv_05() {
    let simple = "rates = [\"0.05\", \"0.02\"]\nsale_rate = \"0.10\"\npay_sale_commission = true";
    assert_eq!(
        pay(&levels(simple), &chain(&[0, 0, 200_00])).commissions,
        [4_00, 10_00, 20_00]
    );
    let dynamic = format!("{simple}\nbasis = \"sale_commission\"");
    assert_eq!(
        pay(&levels(&dynamic), &chain(&[0, 0, 200_00])).commissions,
        [40, 1_00, 20_00]
    );
}

#[test]
fn the_balloon_challenge_pays_the_finder_first_lv_13() {
    let plan = levels(
        "basis = \"event_flat\"\ninclude_self = true\ngeometric = { first = 2000, ratio = \"0.5\" }",
    );
    let accounts = pay(&plan, &chain(&[0, 0, 0, 1_00]));
    assert_eq!(accounts.commissions, [250_00, 500_00, 1000_00, 2000_00]);
    // The series goes on above the root until a term rounds to nothing: 125.00 … 0.01.
    let [breakage, above] = {
        let part = &accounts.totals.components[0];
        [part.breakage, part.no_upline]
    };
    assert_eq!(breakage, 0);
    // The nineteenth term is 0.76 cents, the twentieth would round to nothing: 249.99237…
    // of 250.00, each term rounded down to the millionth of a cent.
    assert_eq!(above, 24_999_237_057);
}

#[test]
fn splitting_into_two_identities_pays_lv_14_and_lv_15() {
    let plan = levels("basis = \"event_flat\"\ngeometric = { first = 10, ratio = \"0.5\" }");
    assert_eq!(
        pay(&plan, &chain(&[0, 1_00, 1_00, 1_00])).commissions[1],
        15_00
    );
    let split = pay(&plan, &chain(&[0, 1_00, 1_00, 1_00, 1_00]));
    assert_eq!(split.commissions[1] + split.commissions[2], 32_50);
}

#[test]
fn own_volume_is_a_level_where_it_is_included() {
    // plans.md LV-12: 10 % of one's own, 5 % of the next.
    let plan = levels("rates = [\"0.10\", \"0.05\"]\ninclude_self = true");
    let accounts = pay(&plan, &chain(&[1000_00, 800_00, 500_00]));
    assert_eq!(accounts.commissions, [140_00, 105_00, 50_00]);
}

#[test]
fn rounding_once_or_line_by_line_lv_19_and_lv_20() {
    let star = [33_60, 33_60, 33_60].map(|volume| (Some(0), volume, true, ""));
    let people = [&[(None, 0, true, "")][..], &star].concat();
    let once = levels("rates = [\"0.01\"]");
    assert_eq!(pay(&once, &people).commissions[0], 1_01);
    let by_line = format!("[plans.rounding]\nstage = \"per_line\"\n{once}");
    assert_eq!(pay_unchecked(&by_line, &people).commissions[0], 1_02);
}

#[test]
fn ranks_with_rates_of_their_own() {
    let plan = ladder(&["member", "silver", "gold"])
        + &levels(
            "rates = [\"0.05\", \"0.01\"]\nrate_by_rank = { silver = [\"0.08\"], gold = [\"0.10\", \"0.04\"] }",
        );
    let mut people = chain(&[0, 0, 100_00]);
    people[0].3 = "gold";
    people[1].3 = "member";
    assert_eq!(pay(&plan, &people).commissions, [4_00, 5_00, 0]);
    people[0].3 = "silver";
    // Silver has no second level: what `rates` promise for it is breakage.
    let accounts = pay(&plan, &people);
    assert_eq!(accounts.commissions, [0, 5_00, 0]);
    assert_eq!(unpaid(&accounts), [1_00, 0]);
}

#[test]
fn a_full_matrix_has_363_positions_lv_17() {
    let mut people: Vec<Person> = vec![(None, 0, true, "")];
    let mut parents = 0..1;
    for _ in 0..5 {
        let first = people.len() as u32;
        for parent in parents {
            people.extend([(Some(parent), 1_00, true, ""); 3]);
        }
        parents = first..people.len() as u32;
    }
    let plan = levels("flat_by_level = [1, 1, 1, 1, 1]");
    assert_eq!(pay(&plan, &people).commissions[0], 363_00);
}

#[test]
fn what_contradicts_itself_is_refused() {
    for (keys, code) in [
        ("", "P110"),
        ("rates = [0.1]\nflat_by_level = [1]", "P110"),
        ("rates = [0.1]\nbasis = \"event_flat\"", "P111"),
        ("flat_by_level = [1]\nbasis = \"volume\"", "P111"),
        ("geometric = { first = 2, ratio = 0.5 }", "P111"),
        ("rates = [0.1]\nbasis = \"sale_commission\"", "P112"),
        ("rates = [0.1]\nsale_rate = 0.1", "P112"),
        (
            "rates = [0.12345]\nbasis = \"sale_commission\"\nsale_rate = 0.12345",
            "P113",
        ),
        ("rates = [0.1]\ndepth_by_rank = { gold = 2 }", "P114"),
        ("rates = [0.1]\ndepth_by_rank = { gold = 1 }", "P142"),
        ("rates = [0.1]\ntree = \"placement\"", "P146"),
    ] {
        assert_eq!(fault_of(&levels(keys)), code, "{keys}");
    }
}

#[test]
fn who_was_removed_for_good_leaves_the_tree_and_is_not_restored_lv_21() {
    use crate::observed::Builder;
    use crate::plan::component::testing::compile;

    // C is inactive in period 1, so from period 2 on D sits under B, though C is active
    // again in period 3.
    let plan = compile(&format!(
        "remove_after = 1\n{}",
        levels("rates = [\"0.10\", \"0.05\"]")
    ))
    .unwrap();
    let mut network = Builder::new();
    let a = network.member("A", None);
    let b = network.member("B", Some(a));
    let c = network.member("C", Some(b));
    let d = network.member("D", Some(c));
    let e = network.member("E", Some(d));
    network.active(c, 1, false).active(c, 3, true);
    for period in [1, 2, 3] {
        network.sale(d, period, 100_00).sale(e, period, 40_00);
    }
    let mut so_far = vec![0; 5];
    let mut by_period = Vec::new();
    let network = network.build().unwrap();
    network
        .pay(&plan, |_, accounts| {
            let paid = accounts.commissions.iter().zip(&so_far);
            by_period.push(paid.map(|(now, before)| now - before).collect::<Vec<i64>>());
            so_far.clone_from(&accounts.commissions);
        })
        .unwrap();
    // Period 1: D's 100 pays C, who is inactive, and B; E's 40 pays D and C.
    assert_eq!(by_period[0], [0, 5_00, 0, 4_00, 0]);
    assert_eq!(by_period[1], [5_00, 12_00, 0, 4_00, 0]);
    assert_eq!(by_period[2], by_period[1]);
}

fn any_people() -> impl Strategy<Value = Vec<Person<'static>>> {
    let member = (
        any::<prop::sample::Index>(),
        any::<bool>(),
        0i64..100_000,
        prop::bool::weighted(0.7),
        prop::sample::select(vec!["", "low", "mid", "top"]),
    );
    prop::collection::vec(member, 1..60).prop_map(|members| {
        members
            .into_iter()
            .enumerate()
            .map(|(index, (link, deep, volume, active, rank))| {
                let sponsor = match index {
                    0 => None,
                    _ if deep => Some(index as u32 - 1),
                    _ => Some(link.index(index) as u32),
                };
                (sponsor, volume, active, rank)
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A rank for whom nothing changes makes the engine walk instead of summing columns.
    #[test]
    fn summing_columns_agrees_with_walking_up(
        people in any_people(),
        compression in prop::sample::select(vec!["none", "standard", "dynamic"]),
        rates in prop::collection::vec(1u32..200, 1..12),
        extra in prop::sample::select(vec![
            "", "include_self = true", "pay_sale_commission = true\nsale_rate = 0.125",
        ]),
    ) {
        let list: Vec<String> = rates.iter().map(|rate| format!("0.{rate:03}")).collect();
        let keys = format!("rates = [{}]\ncompression = \"{compression}\"\n{extra}", list.join(", "));
        let ranks = ladder(&["low", "mid", "top"]);
        let columns = pay(&(ranks.clone() + &levels(&keys)), &people);
        let everyone = rates.len();
        let walked = format!("{keys}\ndepth_by_rank = {{ low = {everyone} }}");
        let ranked: Vec<Person> = people
            .iter()
            .map(|&(sponsor, volume, active, _)| (sponsor, volume, active, "low"))
            .collect();
        let walked = pay(&(ranks + &levels(&walked)), &ranked);
        prop_assert_eq!(&columns.commissions, &walked.commissions);
        let [columns, walked] = [&columns, &walked].map(|accounts| {
            let part = &accounts.totals.components[0];
            (part.theoretical, part.breakage, part.no_upline)
        });
        prop_assert_eq!(columns, walked);
    }

    /// plans.md S4: rolling up leaves nothing while an entitled upline exists.
    #[test]
    fn rolling_up_leaves_no_breakage_under_an_active_root(mut people in any_people()) {
        people[0].2 = true;
        let plan = ladder(&["low", "mid", "top"])
            + &levels("rates = [0.1, 0.05, 0.03]\ncompression = \"roll_up\"");
        prop_assert_eq!(pay(&plan, &people).totals.components[0].breakage, 0);
    }

    /// What has no upline is a matter of the tree alone.
    #[test]
    fn no_status_and_no_compression_moves_what_has_no_upline(people in any_people()) {
        let above: Vec<i128> = ["none", "standard", "dynamic", "roll_up"]
            .iter()
            .map(|compression| {
                let keys = format!(
                    "rates = [0.1, 0.05, 0.03]\ncompression = \"{compression}\"\n\
                     depth_by_rank = {{ low = 1, mid = 2, top = 3 }}"
                );
                let plan = ladder(&["low", "mid", "top"]) + &levels(&keys);
                pay(&plan, &people).totals.components[0].no_upline
            })
            .collect();
        prop_assert!(above.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", above);
    }
}
