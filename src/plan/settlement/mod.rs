//! Settlement (plans.md T1): what is cut, and the one rounding.

mod budget;
mod credit;

pub(super) use budget::{Cut, fit_to_budget};
pub(super) use credit::credit;
