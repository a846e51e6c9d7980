//! Which inputs an outcome depends on, and on what else it does.
//!
//! Morris' screening is cheap and ranks inputs; Sobol' indices share out the variance and
//! say what interactions do; the variance analysis tells what of it all is luck.

mod bootstrap;

pub mod indices;
pub mod morris;
pub mod question;
pub mod saltelli;
pub mod variance;

#[cfg(test)]
mod testing;

pub use bootstrap::{Estimated, RESAMPLES};

/// The outcomes of a row, if none is missing or not finite.
fn whole(outcomes: &[Option<f64>]) -> Option<Vec<f64>> {
    let finite = |outcome: &Option<f64>| outcome.filter(|outcome| outcome.is_finite());
    outcomes.iter().map(finite).collect()
}
