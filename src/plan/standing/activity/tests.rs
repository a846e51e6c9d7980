//! Activity, with the numbers of plans.md S3.

use crate::observed::Builder;
use crate::plan::Plan;
use crate::plan::standing::testing::ladder;

fn activity(network: Builder, plan: &Plan) -> Vec<Vec<bool>> {
    let mut seen = Vec::new();
    network
        .build()
        .unwrap()
        .pay(plan, |_, accounts| {
            seen.push(accounts.standing.active.clone());
        })
        .unwrap();
    seen
}

#[test]
fn activity_counts_customers_in_part_rk_03() {
    let plan = ladder("[plans.activity]\nmin_points = 60\ncustomer_factor = \"0.5\"");
    let mut network = Builder::new();
    for (id, own, customers) in [
        ("a", 60_00, 0),
        ("b", 0, 119_00),
        ("c", 0, 120_00),
        ("d", 59_00, 2_00),
    ] {
        let member = network.member(id, None);
        network.own(member, 1, own).sale(member, 1, customers);
    }
    assert_eq!(activity(network, &plan), [[true, false, true, true]]);
}

#[test]
fn one_order_keeps_active_for_the_months_after_it_and_then_comes_the_grace() {
    let months = |rule: &str| {
        let plan = ladder(&format!("[plans.activity]\nmin_points = 225\n{rule}"));
        let mut network = Builder::new();
        let member = network.member("member", None);
        network
            .own(member, 2, 225_00)
            .own(member, 6, 224_99)
            .periods(6);
        activity(network, &plan)
            .into_iter()
            .map(|active| active[0])
            .collect::<Vec<bool>>()
    };
    assert_eq!(months(""), [false, true, false, false, false, false]);
    // Mary Kay: that month and the next two.
    assert_eq!(
        months("active_for = 3"),
        [false, true, true, true, false, false]
    );
    assert_eq!(
        months("active_for = 3\ngrace_periods = 1"),
        [false, true, true, true, true, false]
    );
}
