use super::{Case, advice, codes};
use crate::plan::{LANGUAGE, Plan};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::load_text;
use crate::scenario::types::{GrowthLaw, Scenario};

const BINARY: &str = "[plans.placement]\nshape = \"binary\"\n";
const PAIRING: &str = "[[plans.component]]\ntype = \"pairing\"\nrate = 0.1\n";
const CYCLE: &str = "[[plans.component]]\ntype = \"cycle\"\npayout = 75\n";
const SALE: &str = "[[plans.component]]\ntype = \"sale_commission\"\n";

/// A scenario of twelve months in which a unit of 100 costs 40 to make, and all of it is
/// commissionable.
fn scenario(plan: &str) -> Scenario {
    let text = format!(
        "[scenario]\nname = \"case\"\n[horizon]\nperiods = 12\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 5\n[sales]\nlaw = \"fixed\"\nunits = 1\n\
         [product]\nprice = 100\nwholesale = 80\ncommissionable = 100\ncost_of_goods = 40\n\
         [costs]\nkit = {{ price = 50, commissionable = 50 }}\n\
         [[plans]]\nname = \"p\"\n{plan}"
    );
    let loaded = load_text("case.toml", &text, &[], LANGUAGE);
    loaded.unwrap_or_else(|faults| panic!("{faults}")).scenario
}

/// The same plan by itself: no product, no horizon, a network that is not simulated.
fn by_itself(plan: &str) -> Scenario {
    let mut scenario = scenario(plan);
    scenario.product.price.0 = 0;
    scenario.growth.law = GrowthLaw::Observed { members: 0 };
    scenario
}

fn warnings(scenario: &Scenario) -> Vec<Diagnostic> {
    let plan = Plan::build(scenario, 0).unwrap_or_else(|faults| panic!("{faults}"));
    advice(&plan, scenario, 0)
}

/// The codes of the warnings of a plan in a scenario.
fn told(plan: &str) -> Vec<&'static str> {
    let found = warnings(&scenario(plan));
    found.iter().map(|warning| warning.code).collect()
}

fn told_by_itself(plan: &str) -> Vec<&'static str> {
    let found = warnings(&by_itself(plan));
    found.iter().map(|warning| warning.code).collect()
}

/// The words under the marked value of the one warning there is.
fn label(plan: &str) -> String {
    let mut found = warnings(&scenario(plan));
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).label
}

#[test]
fn a_pairing_needs_some_cap() {
    let pairing = format!("{BINARY}{PAIRING}");
    assert_eq!(told(&pairing), [codes::UNCAPPED]);
    let origin = &warnings(&scenario(&pairing))[0].to_string();
    assert!(origin.contains("case.toml:23:8: warning[P200]"), "{origin}");
    for cap in [
        "max_match = 1000",
        "cap_amount = 100",
        "[[plans.settlement]]\ntype = \"individual_cap\"\ncap = 100",
        "[[plans.settlement]]\ntype = \"prorate_to_cap\"\ncap_rate = 0.4",
    ] {
        assert_eq!(told(&format!("{pairing}{cap}\n")), [""; 0], "{cap}");
    }
    let other = "[[plans.component]]\ntype = \"level_commission\"\nrates = [0.1]\n\
                 [[plans.settlement]]\ntype = \"prorate_to_cap\"\ncap_rate = 0.4\n\
                 components = [\"level_commission\"]\n";
    assert_eq!(told(&format!("{pairing}{other}")), [codes::UNCAPPED]);
    let mut budgeted = scenario(&pairing);
    budgeted.company.payout_budget = crate::money::Rate::from_decimal("0.5".parse().unwrap()).ok();
    budgeted.company.budget_rule = crate::scenario::types::BudgetRule::Prorate;
    assert_eq!(warnings(&budgeted), []);
}

#[test]
fn a_cycle_needs_entries_that_pay_for_it() {
    assert_eq!(told(CYCLE), [codes::UNFUNDED]);
    assert_eq!(told(&format!("{CYCLE}entry_fee = 20\n")), [""; 0]);
    // Four entries fill a 2 by 2 board again: 4 × 18 = 72.
    assert_eq!(
        told(&format!("{CYCLE}entry_fee = 18\n")),
        [codes::OVER_ENTRIES]
    );
    assert_eq!(
        label(&format!("{CYCLE}entry_fee = 18\n")),
        "104.1667 % of what the entries of a cycle pay"
    );
    // Who enters again brings a fifth entry for every four, of which the fee is kept.
    assert_eq!(
        label(&format!(
            "{CYCLE}entry_fee = 18\nreentry = \"same_stage\"\nreentry_fee = 18\n"
        )),
        "105.5556 % of what the entries of a cycle pay"
    );
}

#[test]
fn a_plan_may_not_pay_more_than_a_unit_leaves() {
    let pays = |rate: &str| format!("{SALE}rate = {rate}\n");
    assert_eq!(told(&pays("0.60")), [""; 0]);
    assert_eq!(
        label(&pays("0.61")),
        "up to 61 % of 100.00, 61.00; 100.00 less 40.00 of goods leaves 60.00"
    );
    // The seller keeps 20 of the 100.
    let margin = "[[plans.component]]\ntype = \"retail_margin\"\n";
    assert_eq!(
        told(&format!("{}{margin}", pays("0.60"))),
        [codes::ABOVE_VOLUME]
    );
    assert_eq!(told(&format!("{}{margin}", pays("0.40"))), [""; 0]);
    let capped = "[[plans.settlement]]\ntype = \"prorate_to_cap\"\ncap_rate = 0.5\n";
    assert_eq!(told(&format!("{}{capped}", pays("0.61"))), [""; 0]);
    let own = "[[plans.component]]\ntype = \"charge\"\nown_purchase = { units = 1 }\n\
               [[plans.component]]\ntype = \"level_commission\"\nrates = [0.41]\n";
    assert_eq!(
        label(own),
        "up to 41 % of 100.00, 41.00; 80.00 less 40.00 of goods leaves 40.00"
    );
}

#[test]
fn without_a_price_a_plan_may_pay_all_of_the_volume() {
    let levels = |rates: &str| {
        format!("[[plans.component]]\ntype = \"level_commission\"\nrates = {rates}\n")
    };
    assert_eq!(told_by_itself(&levels("[0.5, 0.5]")), [""; 0]);
    assert_eq!(
        told_by_itself(&levels("[0.5, 0.5, 0.01]")),
        [codes::ABOVE_VOLUME]
    );
}

#[test]
fn brackets_of_the_whole_volume_make_more_cost_less() {
    let brackets = |mode: &str| {
        format!(
            "{SALE}bracket_mode = \"{mode}\"\nbrackets = [{{ min = 0, rate = 0.3 }}, \
             {{ min = 285, rate = 0.35 }}, {{ min = 1000, rate = 0.36 }}]\n"
        )
    };
    // SC-02: 265 costs 185.50 and 285 costs 185.25.
    assert_eq!(
        label(&brackets("cliff")),
        "264.65 to 284.99 costs more than 285.00; 984.62 to 999.99 costs more than 1000.00"
    );
    assert_eq!(told(&brackets("marginal")), [""; 0]);
}

#[test]
fn brackets_that_stand_still_or_fall_are_told() {
    let brackets = |rates: [&str; 3], more: &str| {
        let [a, b, c] = rates;
        format!(
            "{SALE}brackets = [{{ min = 0, rate = {a} }}, {{ min = 100, rate = {b} }}, \
             {{ min = 200, rate = {c} }}]\n{more}\n"
        )
    };
    assert_eq!(
        label(&brackets(["0.3", "0.3", "0.2"], "")),
        "100.00 pays the rate of the bracket below; \
         from 200.00 less than just below it, up to 300.00"
    );
    let marginal = "bracket_mode = \"marginal\"";
    assert_eq!(
        label(&brackets(["0.1", "0.2", "0"], marginal)),
        "from 200.00 on nothing more"
    );
    assert_eq!(told(&brackets(["0", "0.2", "0.1"], marginal)), [""; 0]);
    assert_eq!(
        label(&brackets(
            ["0.1", "0.2", "0.3"],
            "bracket_mode = \"block\"\nblock = 50"
        )),
        "everywhere between two whole blocks of 50.00"
    );
}

#[test]
fn no_more_than_three_places_are_listed() {
    let brackets: Vec<String> = (0..6)
        .map(|step| format!("{{ min = {}, rate = 0.{step} }}", step * 100))
        .collect();
    let label = label(&format!("{SALE}brackets = [{}]\n", brackets.join(", ")));
    assert_eq!(label.matches("costs more").count(), 3);
    assert!(label.ends_with("; and 2 more"), "{label}");
}

#[test]
fn idle_steps_of_a_scale_are_told_and_its_top_is_not() {
    let scale = |second: &str| {
        format!(
            "[[plans.component]]\ntype = \"differential\"\n\
             scale = [{{ min = 0, rate = 0.1 }}, {{ min = 500, rate = {second} }}]\n"
        )
    };
    assert_eq!(told(&scale("0.2")), [""; 0]);
    assert_eq!(label(&scale("0.1")), "500 pays the 10 % of the step below");
}

#[test]
fn a_schedule_of_a_pairing_ends_somewhere() {
    let pairing = |last: &str| {
        format!(
            "{BINARY}[[plans.component]]\ntype = \"pairing\"\nmode = \"step_schedule\"\n\
             schedule = [{{ match = 250, pay = 40 }}, {{ match = 500, pay = {last} }}]\n"
        )
    };
    assert_eq!(label(&pairing("80")), "above 500.00 in both legs");
    assert_eq!(
        label(&pairing("40")),
        "a match of 500.00 pays what one of 250.00 does; above 500.00 in both legs"
    );
}

#[test]
fn ranks_that_nobody_reaches_are_told_where_they_stand() {
    let ranks = |ladder: &str| format!("[plans.ranks]\nladder = [{ladder}]\n{SALE}rate = 0.1\n");
    let member = "{ rank = \"member\" }";
    let fine = format!("{member}, {{ rank = \"leader\", group_volume = 1000 }}");
    assert_eq!(told(&ranks(&fine)), [""; 0]);
    let late = format!("{member}, {{ rank = \"old\", tenure = 13 }}");
    let found = warnings(&scenario(&ranks(&late)));
    let only = found[0].to_string();
    assert_eq!(found.len(), 1);
    assert!(
        only.contains("case.toml:21:41: warning[P205]: nobody can ever be paid as `old`"),
        "{only}"
    );
    // A network that comes from files may last as long as it likes.
    assert_eq!(told_by_itself(&ranks(&late)), [""; 0]);
    let circular = format!("{member}, {{ rank = \"x\", legs = {{ count = 1, rank = \"x\" }} }}");
    assert_eq!(told_by_itself(&ranks(&circular)), [codes::UNREACHABLE_RANK]);
}

#[test]
fn a_ladder_without_conditions_is_for_ranks_from_a_file() {
    let plan = format!(
        "[plans.ranks]\nladder = [{{ rank = \"a\" }}, {{ rank = \"b\" }}]\n{SALE}rate = 0.1\n"
    );
    assert_eq!(told_by_itself(&plan), [""; 0]);
    assert_eq!(told(&plan), [codes::NO_CONDITIONS]);
    assert_eq!(label(&plan), "everyone is `b`");
    let single = format!("[plans.ranks]\nladder = [{{ rank = \"a\" }}]\n{SALE}rate = 0.1\n");
    assert_eq!(told(&single), [""; 0]);
}

#[test]
fn the_most_of_a_match_is_its_share_of_what_it_matches() {
    let plan = "[[plans.component]]\ntype = \"level_commission\"\nrates = [0.1, 0.05]\n\
                [[plans.component]]\ntype = \"matching\"\nof = [\"level_commission\"]\n\
                rates = [0.2, 0.1]\nrates_by_rank = { a = [0.1, 0.3] }\n\
                [plans.ranks]\nladder = [{ rank = \"a\" }]\n";
    let scenario = scenario(plan);
    let plan = Plan::build(&scenario, 0).unwrap();
    let case = Case {
        plan: &plan,
        scenario: &scenario,
        settings: &scenario.plans[0],
    };
    let maximum = case.plan.maximum();
    // 0.15 + 0.15 × (0.2 + 0.3)
    assert_eq!(maximum.largest().1.to_string(), "0.225");
    assert!(maximum.is_share_of_volume());
}
