//! Reading scenarios as a user meets it.

use downline::plan::component::VARIANTS;
use downline::scenario::{self, builtin};

#[test]
fn every_built_in_loads_without_a_warning_and_says_where_its_numbers_come_from() {
    for known in builtin::ALL {
        let loaded = scenario::load(known.name, &[], VARIANTS)
            .unwrap_or_else(|faults| panic!("{}:\n{faults}", known.name));
        assert_eq!(loaded.warnings, [], "{}", known.name);
        assert_eq!(loaded.scenario.name, known.name);
        assert!(known.text.contains("illustrative"), "{}", known.name);
        assert!(loaded.scenario.title.ends_with('?'), "{}", known.name);
    }
}

#[test]
fn the_resolved_form_of_every_built_in_loads_as_the_same_scenario() {
    for known in builtin::ALL {
        let loaded = scenario::load(known.name, &[], VARIANTS).unwrap();
        let again = scenario::load_text("resolved", &loaded.resolved, &[], VARIANTS)
            .unwrap_or_else(|faults| panic!("{}:\n{faults}\n{}", known.name, loaded.resolved));
        assert_eq!(again.scenario, loaded.scenario, "{}", known.name);
        assert_eq!(again.resolved, loaded.resolved, "{}", known.name);
    }
}
