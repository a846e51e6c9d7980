//! What a user writes: the scenario file, read and checked.
//!
//! [`load`] follows `extends` and plan files ([`layers`]), lays `--set` over them
//! ([`overrides`]), reads every table against the key table ([`keys`], [`reader`]),
//! checks what must hold between keys ([`checks`]) and builds the typed scenario
//! ([`build`]). Everything that is wrong is found in one pass.

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
mod reader;
mod resolve;
pub mod settings;
mod source;
pub mod suggest;
pub mod types;
mod value;

pub use load::{Loaded, load, load_text};
