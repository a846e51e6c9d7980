//! What if: one thing is changed, and the same people with the same luck live through it.

pub mod asked;
pub mod attribute;
pub mod case;
pub mod codes;
pub mod compare;
pub mod design;
pub mod luck_shares;
pub mod points;
mod record;
pub mod rules;
pub mod shapley;
pub mod sweep;
pub mod tornado;
pub mod vary;
