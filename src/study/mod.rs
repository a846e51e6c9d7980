//! Replications in parallel and what they add up to.

pub mod accumulate;
pub mod causes;
pub mod convergence;
pub mod explain;
mod history;
pub mod interval;
pub mod memory;
pub mod outcome;
pub mod precision;
pub mod results;
pub mod run;
pub mod shelf;
mod student;
pub mod trial;
