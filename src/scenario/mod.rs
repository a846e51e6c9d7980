//! What a user writes: the scenario file, read and checked.

pub mod diagnose;
pub mod key;
pub mod settings;
pub mod types;
