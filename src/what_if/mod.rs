//! What if: one thing is changed, and the same people with the same luck live through it.

pub mod asked;
pub mod case;
pub mod codes;
pub mod points;
mod record;
pub mod vary;
