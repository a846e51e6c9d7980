//! The payout budget: the share of commissionable volume available for bonuses, and the
//! three ways a plan keeps to it (rulings.md 14).

use crate::money::Rate;
use crate::plan::{Plan, PlanComponent};
use crate::scenario::diagnose::{Diagnostic, Origin, Severity};
use crate::scenario::types::{BudgetRule, Company, PlanSettings};

/// Brings a plan to the budget when it is compiled: `fewer_levels` drops its deepest
/// levels until the sum of its maximum rates fits, `reject` refuses it if the budget
/// cannot be guaranteed, `prorate` notes that each period is to be cut.
///
/// # Errors
///
/// A plan that cannot be brought to the budget, with what it could pay.
pub(in crate::plan) fn fit_to_budget(
    plan: &mut Plan,
    settings: &PlanSettings,
    company: &Company,
) -> Result<(), Box<Diagnostic>> {
    let Some(budget) = company.payout_budget else {
        return Ok(());
    };
    match company.budget_rule {
        BudgetRule::Prorate => {
            plan.settlement.keep_to_budget(budget);
            return Ok(());
        }
        BudgetRule::FewerLevels => drop_levels(plan, budget),
        BudgetRule::Reject => {}
    }
    if is_guaranteed(plan, budget) {
        return Ok(());
    }
    let maximum = plan.maximum();
    let (source, most) = maximum.largest();
    Err(Box::new(Diagnostic {
        severity: Severity::Error,
        code: "P010",
        key: format!("plans.{}", settings.name),
        message: format!(
            "the plan could pay {most} of commissionable volume from {}{}, more than the payout budget of {budget}",
            source.word().replace('_', " "),
            if !maximum.is_share_of_volume() {
                ", and amounts that do not hang on volume"
            } else {
                ""
            }
        ),
        label: String::new(),
        help: Some(
            "lower its rates, raise `company.payout_budget`, or write `company.budget_rule = \"prorate\"` \
             to cut every commission of a period by the same factor"
                .to_owned(),
        ),
        origin: settings
            .components
            .first()
            .map_or(Origin::Default, |component| {
                component.settings.origin().clone()
            }),
    }))
}

/// Drops the deepest level of the plan, as long as it could pay too much on some volume
/// and has a deeper level than the first to give.
fn drop_levels(plan: &mut Plan, budget: Rate) {
    let before: Vec<usize> = plan.components.iter().map(levels).collect();
    while !is_guaranteed(plan, budget) {
        let (source, _) = plan.maximum().largest();
        let deepest = plan
            .components
            .iter_mut()
            .filter(|component| {
                let maximum = component.rule.maximum();
                levels(component) > 1 && !maximum.of_volume[source as usize].is_zero()
            })
            .max_by_key(|component| levels(component));
        match deepest {
            Some(component) => component.rule.drop_deepest_level(),
            None => break,
        }
    }
    for (component, before) in plan.components.iter().zip(before) {
        let left = levels(component);
        if left < before {
            plan.notes.push(format!(
                "the payout budget of {budget} leaves {left} of the {before} levels of `{}` in plan `{}`",
                component.id, plan.name
            ));
        }
    }
}

fn levels(component: &PlanComponent) -> usize {
    component.rule.levels()
}

fn is_guaranteed(plan: &Plan, budget: Rate) -> bool {
    let maximum = plan.maximum();
    maximum.is_share_of_volume() && maximum.largest().1.to_decimal() <= budget.to_decimal()
}
