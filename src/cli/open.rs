//! Opening a scenario that is to be simulated: its keys, and the network it names.

use crate::observed::read::{self, InputFile};
use crate::plan::LANGUAGE;
use crate::scenario::diagnose::Diagnostics;
use crate::scenario::{self, Loaded};

/// A scenario with nothing left to read.
pub(super) struct Opened {
    pub(super) loaded: Loaded,
    /// The file of its network, if growth is `observed`.
    pub(super) network: Option<InputFile>,
}

/// Reads a scenario file, or a built-in scenario, and what it names.
pub(super) fn open(source: &str, overrides: &[String]) -> Result<Opened, Diagnostics> {
    let mut loaded = scenario::load(source, overrides, LANGUAGE)?;
    let network = read::enrol(&mut loaded)?;
    Ok(Opened { loaded, network })
}
