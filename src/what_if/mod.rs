//! What if: one thing is changed, and the same people with the same luck live through it.
//!
//! `crossing`, `design`, `sensitivity` and `shapley` are mathematics alone; the others ask a
//! scenario.

pub mod asked;
pub mod attribute;
pub mod case;
pub mod codes;
pub mod compare;
pub mod crossing;
pub mod design;
pub mod luck_shares;
pub mod points;
pub mod rules;
pub mod sensitivity;
pub mod shapley;
pub mod solve;
pub mod sweep;
#[cfg(test)]
mod testing;
pub mod tornado;
pub mod vary;

use crate::scenario::diagnose::{Diagnostic, Origin};

/// What is wrong with a question as a whole, and the way out.
fn fault(code: &'static str, message: String, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, &Origin::Default, message).help(help))
}
