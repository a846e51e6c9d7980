//! Opening a scenario that is to be simulated: its keys, and the network it names.

use crate::observed::read;
use crate::plan::LANGUAGE;
use crate::scenario::diagnose::Diagnostics;
use crate::scenario::{self, Loaded};

/// Reads a scenario file, or a built-in scenario, and the network it names, if it does.
pub(super) fn open(source: &str, overrides: &[String]) -> Result<Loaded, Diagnostics> {
    let mut loaded = scenario::load(source, overrides, LANGUAGE)?;
    read::enrol(&mut loaded)?;
    Ok(loaded)
}
