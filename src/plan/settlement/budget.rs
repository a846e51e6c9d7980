//! The payout budget: the share of commissionable volume available for bonuses, and the
//! three ways a plan keeps to it (rulings.md 14).

use crate::money::{Rate, round_decimals};
use crate::plan::earnings::Earnings;
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
            plan.prorate_to = Some(budget);
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
            if maximum.beside_volume {
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
    !maximum.beside_volume && maximum.largest().1.to_decimal() <= budget.to_decimal()
}

/// The factor that cuts every commission of a period, at most 1, as an exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) struct Cut {
    numerator: i128,
    denominator: i128,
}

impl Default for Cut {
    fn default() -> Cut {
        Cut::NONE
    }
}

impl Cut {
    /// Nothing is cut.
    pub(in crate::plan) const NONE: Cut = Cut {
        numerator: 1,
        denominator: 1,
    };

    /// The cut that brings a period's earnings down to `budget` × commissionable volume;
    /// `None` if an amount leaves 128 bits.
    pub(in crate::plan) fn to_budget(
        budget: Rate,
        commissionable: i64,
        denominator: i64,
        earnings: &[Earnings],
    ) -> Option<Cut> {
        // Both sides over `denominator` × the rate's own denominator.
        let payable: i128 = earnings.iter().map(Earnings::payable).sum();
        let payable = payable.checked_mul(i128::from(budget.denominator()))?;
        let available = i128::from(budget.numerator_over(budget.decimals()))
            .checked_mul(i128::from(commissionable))?
            .checked_mul(i128::from(denominator))?;
        if payable <= available {
            return Some(Cut::NONE);
        }
        let shared = greatest_common_divisor(available, payable);
        Some(Cut {
            numerator: available / shared,
            denominator: payable / shared,
        })
    }

    /// `exact × factor ÷ 10^decimals`, rounded half up; `None` if it leaves 128 bits.
    #[inline]
    pub(in crate::plan) fn round(self, exact: i64, decimals: u32) -> Option<i64> {
        if self == Cut::NONE {
            return Some(round_decimals(exact, decimals));
        }
        let below = self.denominator.checked_mul(10_i128.pow(decimals))?;
        let above = self.numerator.checked_mul(i128::from(exact))?;
        i64::try_from(above.checked_add(below / 2)?.div_euclid(below)).ok()
    }

    /// How much of `exact` is cut, to the nearest whole over the same denominator.
    pub(in crate::plan) fn taken_from(self, exact: i128) -> Option<i128> {
        let kept = exact
            .checked_mul(self.numerator)?
            .checked_add(self.denominator / 2)?
            .div_euclid(self.denominator);
        Some(exact - kept)
    }
}

fn greatest_common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
