//! What a user writes: the scenario file, read and checked.
//!
//! [`load()`] follows `extends` and plan files (`layers`), lays `--set` over them
//! (`overrides`), reads every table against the key table ([`keys`], `reader`),
//! checks what must hold between keys (`checks`) and builds the typed scenario
//! (`build`). Everything that is wrong is found in one pass.

#![expect(
    clippy::result_large_err,
    reason = "a fault is made once per mistake of a user and tells all about it"
)]

pub mod base;
mod build;
pub mod builtin;
mod checks;
pub mod codes;
pub mod diagnose;
mod document;
pub mod key;
pub mod keys;
mod layers;
mod load;
mod number;
mod overrides;
mod plans;
mod products;
mod reader;
pub mod reference;
mod resolve;
pub mod schema;
pub mod settings;
mod source;
pub mod starter;
mod strangers;
pub mod suggest;
pub mod types;
mod value;
mod worlds;
mod written;

pub use base::Base;
pub use load::{
    Loaded, NetworkFile, Worlds, is_plan_file, load, load_plan_files, load_text, load_worlds,
};
pub use written::Written;
