//! The command line.

pub mod summary;
pub mod summary_json;
