//! One file a component: its parameters with legal ranges, its rule, its theoretical
//! maximum and its tests. Adding one is a file and a line in [`VARIANTS`].

mod charge;
mod join_bonus;
mod level_commission;
mod retail_margin;
mod sale_commission;

use crate::scenario::key::Variant;

/// Every component a plan can be made of.
pub const VARIANTS: &[Variant] = &[
    retail_margin::VARIANT,
    sale_commission::VARIANT,
    level_commission::VARIANT,
    join_bonus::VARIANT,
    charge::VARIANT,
];
