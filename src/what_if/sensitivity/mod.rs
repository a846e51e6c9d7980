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
