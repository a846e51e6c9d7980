//! In which rules two plans differ, and the plans that have some of these differences: steps
//! on the way from one to the other.

use crate::money::Rate;
use crate::scenario::settings::{Setting, Settings};
use crate::scenario::types::{BudgetRule, ComponentSettings, PlanSettings, Scenario};

/// One rule in which two plans differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What it is, in the plan's own words: `level_commission`, `sale_commission.rate`.
    pub name: String,
    /// What is done to get from one plan to the other.
    pub change: String,
    step: Step,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// A key of the plan as a whole is taken from the other.
    PlanKey(&'static str),
    /// A component is left out.
    Remove(String),
    /// A component of the other is added, or takes the place of the one of its id.
    Put(ComponentSettings),
    /// A key of a component is taken from the other.
    ComponentKey(String, &'static str),
    /// The rates of the levels that both have are taken from the other.
    Rates(String, &'static str),
    /// As many levels as the other has.
    Depth(String, &'static str),
    /// All settlement steps are the other's.
    Settlement,
}

/// Keys that name a plan or a component and change nothing.
const NAMES: [&str; 4] = ["name", "title", "id", "type"];

/// The rules in which `to` differs from `from`: whole components where one has it and the
/// other does not, else key by key; of rates of levels their depth apart from their values.
#[must_use]
pub fn differences(from: &PlanSettings, to: &PlanSettings) -> Vec<Rule> {
    let mut rules = Vec::new();
    for key in changed(&from.settings, &to.settings) {
        rules.push(Rule {
            name: key.to_owned(),
            change: format!("{key} as in {}", to.name),
            step: Step::PlanKey(key),
        });
    }
    for own in &from.components {
        match to.components.iter().find(|other| other.id == own.id) {
            None => rules.push(Rule {
                name: own.id.clone(),
                change: format!("without {}", own.id),
                step: Step::Remove(own.id.clone()),
            }),
            Some(other) if other.kind != own.kind => rules.push(Rule {
                name: own.id.clone(),
                change: format!(
                    "{} is a {} and no longer a {}",
                    own.id, other.kind, own.kind
                ),
                step: Step::Put(other.clone()),
            }),
            Some(other) => rules.extend(within(own, other)),
        }
    }
    for other in &to.components {
        if !from.components.iter().any(|own| own.id == other.id) {
            rules.push(Rule {
                name: other.id.clone(),
                change: format!("with {}", other.id),
                step: Step::Put(other.clone()),
            });
        }
    }
    if from.settlements != to.settlements {
        rules.push(Rule {
            name: "settlement".to_owned(),
            change: format!("settled as in {}", to.name),
            step: Step::Settlement,
        });
    }
    rules
}

/// The rules in which two components of one id and type differ.
fn within(own: &ComponentSettings, other: &ComponentSettings) -> Vec<Rule> {
    let mut rules = Vec::new();
    for key in changed(&own.settings, &other.settings) {
        let id = own.id.clone();
        let pair = (own.settings.peek(key), other.settings.peek(key));
        if let (Some(Setting::Shares(before)), Some(Setting::Shares(after))) = pair
            && before.len() != after.len()
        {
            let shared = before.len().min(after.len());
            if before[..shared] != after[..shared] {
                rules.push(Rule {
                    name: format!("{id}.{key}"),
                    change: format!("other {key} at the first {shared} levels of {id}"),
                    step: Step::Rates(id.clone(), key),
                });
            }
            rules.push(Rule {
                name: format!("{id} depth"),
                change: format!("{id} on {} levels, no longer {}", after.len(), before.len()),
                step: Step::Depth(id, key),
            });
            continue;
        }
        rules.push(Rule {
            name: format!("{id}.{key}"),
            change: format!("the other {key} in {id}"),
            step: Step::ComponentKey(id, key),
        });
    }
    rules
}

/// The keys whose values differ.
fn changed(from: &Settings, to: &Settings) -> Vec<&'static str> {
    let keys = from.iter().chain(to.iter()).map(|(key, _)| key);
    let mut keys: Vec<&'static str> = keys.filter(|key| !NAMES.contains(key)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| from.peek(key) != to.peek(key));
    keys
}

/// The plan that has got so far on the way from one to the other.
#[must_use]
pub fn on_the_way<'r>(
    from: &PlanSettings,
    to: &PlanSettings,
    taken: impl IntoIterator<Item = &'r Rule>,
) -> PlanSettings {
    let mut plan = from.clone();
    for rule in taken {
        take(&mut plan, to, &rule.step);
    }
    // In the order of the other plan, so that the last step is that plan.
    let place = |component: &ComponentSettings| {
        let found = to
            .components
            .iter()
            .position(|other| other.id == component.id);
        found.unwrap_or(0)
    };
    plan.components.sort_by_key(place);
    plan
}

fn take(plan: &mut PlanSettings, to: &PlanSettings, step: &Step) {
    match step {
        Step::PlanKey(key) => copy(&mut plan.settings, &to.settings, key),
        Step::Remove(id) => plan.components.retain(|component| component.id != *id),
        Step::Put(other) => {
            plan.components.retain(|component| component.id != other.id);
            plan.components.push(other.clone());
        }
        Step::ComponentKey(id, key) => with(plan, to, id, |own, other| copy(own, other, key)),
        Step::Rates(id, key) => with(plan, to, id, |own, other| {
            mix(own, other, key, |rates, theirs| {
                let shared = rates.len().min(theirs.len());
                rates[..shared].copy_from_slice(&theirs[..shared]);
            });
        }),
        Step::Depth(id, key) => with(plan, to, id, |own, other| {
            mix(own, other, key, |rates, theirs| {
                rates.truncate(theirs.len());
                rates.extend(&theirs[rates.len()..]);
            });
        }),
        Step::Settlement => plan.settlements.clone_from(&to.settlements),
    }
}

fn copy(own: &mut Settings, other: &Settings, key: &'static str) {
    match other.peek(key) {
        Some(value) => own.insert(key, value.clone(), other.origin_of(key).clone()),
        None => own.remove(key),
    }
}

/// Changes rates by those of the other.
fn mix(
    own: &mut Settings,
    other: &Settings,
    key: &'static str,
    change: impl FnOnce(&mut Vec<Rate>, &[Rate]),
) {
    if let (Some(Setting::Shares(mine)), Some(Setting::Shares(theirs))) =
        (own.peek(key), other.peek(key))
    {
        let mut rates = mine.clone();
        change(&mut rates, theirs);
        own.insert(key, Setting::Shares(rates), other.origin_of(key).clone());
    }
}

/// Changes a component that both plans have.
fn with(
    plan: &mut PlanSettings,
    to: &PlanSettings,
    id: &str,
    change: impl FnOnce(&mut Settings, &Settings),
) {
    let own = plan
        .components
        .iter_mut()
        .find(|component| component.id == *id);
    let other = to.components.iter().find(|component| component.id == *id);
    if let (Some(own), Some(other)) = (own, other) {
        change(&mut own.settings, &other.settings);
    }
}

/// The scenario with these plans, the first of which is the baseline. Steps on the way are no
/// plans that anyone offers, so a budget that would refuse them is lifted: it changes nothing
/// in the two plans at the ends, which it did not refuse.
#[must_use]
pub fn with_plans(scenario: &Scenario, plans: Vec<PlanSettings>) -> Scenario {
    let mut scenario = scenario.clone();
    scenario.plans = plans
        .into_iter()
        .enumerate()
        .map(|(number, plan)| PlanSettings {
            name: format!("step-{number}"),
            ..plan
        })
        .collect();
    scenario.comparison.baseline = 0;
    scenario.comparison.equal_payout = false;
    if scenario.company.budget_rule == BudgetRule::Reject {
        scenario.company.payout_budget = None;
    }
    scenario
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LANGUAGE;
    use crate::scenario::{Base, types::Scenario};

    fn scenario(sets: &[&str]) -> Scenario {
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        Base::open("ebook")
            .unwrap()
            .read(&sets, LANGUAGE)
            .unwrap()
            .scenario
    }

    fn names(rules: &[Rule]) -> Vec<&str> {
        rules.iter().map(|rule| rule.name.as_str()).collect()
    }

    #[test]
    fn the_two_plans_of_the_story_differ_in_two_rules() {
        let plans = scenario(&[]).plans;
        let rules = differences(&plans[0], &plans[1]);
        assert_eq!(names(&rules), ["sale_commission.rate", "level_commission"]);
        assert_eq!(differences(&plans[0], &plans[0]), []);
        let back = differences(&plans[1], &plans[0]);
        assert_eq!(names(&back), ["sale_commission.rate", "level_commission"]);
    }

    #[test]
    fn all_steps_together_are_the_other_plan() {
        let one = scenario(&[]).plans.remove(1);
        let two = scenario(&[
            "plans.mlm.component.level_commission.rates=[0.08,0.06,0.02]",
            "plans.mlm.component.sale_commission.rate=0.3",
            "plans.mlm.rounding={mode=\"down\"}",
        ])
        .plans
        .remove(1);
        let rules = differences(&one, &two);
        assert_eq!(
            names(&rules),
            [
                "rounding",
                "sale_commission.rate",
                "level_commission.rates",
                "level_commission depth"
            ]
        );
        assert_eq!(on_the_way(&one, &two, &rules), two.clone());
        assert_eq!(on_the_way(&one, &two, []), one.clone());
        // Rates of the levels both have, then as many levels: in either order the same.
        let rates = |rules: &[&Rule]| {
            let plan = on_the_way(&one, &two, rules.iter().copied());
            plan.components[1].settings.shares("rates").len()
        };
        assert_eq!((rates(&[&rules[2]]), rates(&[&rules[3]])), (5, 3));
        assert_eq!(
            on_the_way(&one, &two, [&rules[2], &rules[3]]),
            on_the_way(&one, &two, [&rules[3], &rules[2]])
        );
    }
}
