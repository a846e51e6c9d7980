//! `downline check`: says everything that is wrong with a scenario without running it.

use std::io::{self, Write};

use super::diagnostics;
use crate::plan::component::VARIANTS;
use crate::scenario;

/// Checks each file or built-in scenario and writes its faults, or that it is in order;
/// with `resolved`, the whole scenario with nothing left to default.
///
/// Returns whether all are in order; warnings are.
///
/// # Errors
///
/// If `out` cannot be written.
pub fn check(
    files: &[String],
    overrides: &[String],
    resolved: bool,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let mut all_good = true;
    for file in files {
        match scenario::load(file, overrides, VARIANTS) {
            Ok(loaded) if resolved => out.write_all(loaded.resolved.as_bytes())?,
            Ok(loaded) => {
                out.write_all(diagnostics::render_all(&loaded.warnings, color).as_bytes())?;
                let plans: Vec<&str> = loaded
                    .scenario
                    .plans
                    .iter()
                    .map(|plan| plan.name.as_str())
                    .collect();
                writeln!(
                    out,
                    "{file}: ok: `{}`, plans {}",
                    loaded.scenario.name,
                    plans.join(", ")
                )?;
            }
            Err(faults) => {
                all_good = false;
                out.write_all(diagnostics::render(&faults, color).as_bytes())?;
                let count = faults.0.len();
                let noun = if count == 1 { "fault" } else { "faults" };
                writeln!(out, "{file}: {count} {noun}")?;
            }
        }
    }
    Ok(all_good)
}
