//! Settlement (plans.md T1): what is cut, and the one rounding.

use crate::scenario::key::Variant;

mod budget;
mod credit;

pub(super) use budget::{Cut, fit_to_budget};
pub(super) use credit::credit;

/// Every step a plan's settlement can be made of.
pub const VARIANTS: &[Variant] = &[];
