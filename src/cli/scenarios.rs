//! `downline scenarios`: lists the built-in scenarios with the question each asks.

use std::io::{self, Write};

use crate::plan::component::VARIANTS;
use crate::scenario::{self, builtin};

/// Writes one line a scenario: its name and its question.
///
/// # Errors
///
/// If `out` cannot be written.
///
/// # Panics
///
/// If a built-in scenario does not load, which a test rules out.
pub fn scenarios(out: &mut dyn Write) -> io::Result<()> {
    let width = builtin::ALL
        .iter()
        .map(|known| known.name.len())
        .max()
        .unwrap_or(0);
    for known in builtin::ALL {
        let loaded = scenario::load(known.name, &[], VARIANTS)
            .unwrap_or_else(|faults| panic!("built-in {}: {faults}", known.name));
        writeln!(out, "{:width$}  {}", known.name, loaded.scenario.title)?;
    }
    Ok(())
}
