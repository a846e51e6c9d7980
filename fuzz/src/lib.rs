//! What the fuzz targets share: the entry points that the ordinary tests use too.

#[path = "../../tests/support/inputs.rs"]
pub mod inputs;
