//! `extends`: merging, laws replaced, circles.

use super::*;

#[test]
fn tables_merge_and_lists_are_replaced() {
    let folder = TempDir::new().unwrap();
    file(&folder, "base.toml", LEAST);
    let path = file(
        &folder,
        "derived.toml",
        "extends = 'base.toml'\n[scenario]\nname = 'derived'\n[growth]\nfounders = 2\n\
         [[plans]]\nname = 'other'\ncomponent = [{ type = 'sale_commission' }]\n",
    );
    let loaded = load(&path, &[], LANGUAGE).unwrap();
    assert_eq!(loaded.scenario.name, "derived");
    assert_eq!(loaded.scenario.growth.founders, 2);
    assert_eq!(loaded.scenario.product.price, Cents(2000));
    assert_eq!(loaded.scenario.plans.len(), 1);
    assert!(!loaded.resolved.contains("extends"));
    same_after_resolving(&loaded);
}

#[test]
fn a_built_in_can_be_the_base_and_its_faults_say_so() {
    let text = "extends = 'ebook'\n[growth]\nparticipants = 30\n";
    assert_eq!(good(text, &[]).scenario.name, "ebook");
    let faults = faults(&format!("{text}[market]\npopulation = 1\n"), &[]);
    assert!(
        faults.starts_with("test.toml:5:14: error[S030]"),
        "{faults}"
    );
}

#[test]
fn a_law_replaced_in_a_later_layer_takes_its_keys_along() {
    let text = "extends = 'ebook'\n[growth]\nlaw = 'complete'\nwidth = 2\ndepth = 3\n";
    let loaded = good(
        text,
        &[
            "people.skill.law=constant",
            "sales.law=rate",
            "sales.mean=1",
        ],
    );
    assert_eq!(loaded.scenario.people.skill, Ability::Constant);
    assert!(!loaded.resolved.contains("participants"));
    // In the same layer they contradict each other.
    let both = format!("{text}participants = 5\n");
    assert!(faults(&both, &[]).contains("S017"));
}

#[test]
fn circles_are_refused() {
    let folder = TempDir::new().unwrap();
    let one = file(&folder, "one.toml", "extends = 'two.toml'\n");
    file(&folder, "two.toml", "extends = './one.toml'\n");
    let fault = refused(&one);
    assert!(fault.contains("two.toml:1:11: error[S005]"), "{fault}");
    let own = file(&folder, "own.toml", "extends = 'own.toml'\n");
    assert!(refused(&own).contains("S005"));
}

#[test]
fn a_base_that_is_not_there_is_shown_where_it_is_named() {
    let fault = faults("extends = 'ebok'\n", &[]);
    assert!(fault.starts_with("test.toml:1:11: error[S001]"), "{fault}");
    assert!(
        fault.contains("did you mean the built-in scenario `ebook`?"),
        "{fault}"
    );
    assert!(faults("extends = 3\n", &[]).contains("S012"));
}
