//! The built-in scenarios.

use downline::money::Rate;

use super::*;

#[test]
fn every_built_in_loads_without_a_warning_and_says_where_its_numbers_come_from() {
    for known in builtin::ALL {
        let loaded = load(known.name, &[], LANGUAGE)
            .unwrap_or_else(|faults| panic!("{}:\n{faults}", known.name));
        assert_eq!(loaded.warnings, [], "{}", known.name);
        assert_eq!(loaded.scenario.name, known.name);
        let plans = Plan::build_all(&loaded.scenario).unwrap();
        assert_eq!(plans.len(), loaded.scenario.plans.len(), "{}", known.name);
        assert!(known.text.contains("illustrative"), "{}", known.name);
        assert!(loaded.scenario.title.ends_with('?'), "{}", known.name);
    }
}

#[test]
fn the_plans_of_the_ebook_have_equal_budgets_in_rates() {
    let ebook = load("ebook", &[], LANGUAGE).unwrap().scenario;
    let budget = ebook.company.payout_budget.unwrap().to_decimal();
    for plan in &ebook.plans {
        let paid: rust_decimal::Decimal = plan
            .components
            .iter()
            .flat_map(|component| match component.kind {
                "sale_commission" => vec![component.settings.share("rate")],
                "level_commission" => component.settings.shares("rates"),
                other => panic!("{other}"),
            })
            .map(Rate::to_decimal)
            .sum();
        assert_eq!(paid, budget, "{}", plan.name);
    }
}

#[test]
fn gastwirth_pays_one_level_a_plan() {
    let gastwirth = load("gastwirth", &[], LANGUAGE).unwrap().scenario;
    assert!(gastwirth.growth.count_founders);
    for (level, plan) in gastwirth.plans.iter().enumerate() {
        let [component] = plan.components.as_slice() else {
            panic!("{}", plan.name);
        };
        assert_eq!(plan.name, format!("level-{level}"));
        if level > 0 {
            let rates = component.settings.shares("rates");
            assert_eq!(rates.len(), level);
            let paying = rates.iter().filter(|rate| !rate.is_zero()).count();
            assert!(paying == 1 && rates[level - 1].to_f64() == 1.0);
        }
    }
    assert_eq!(gastwirth.plans.len(), 8);
}

#[test]
fn the_resolved_form_of_every_built_in_loads_as_the_same_scenario() {
    for known in builtin::ALL {
        same_after_resolving(&load(known.name, &[], LANGUAGE).unwrap());
    }
}
