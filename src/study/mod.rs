//! Replications in parallel and what they add up to.
pub mod results;
