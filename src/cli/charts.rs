//! `downline charts`: draws the charts of a finished result anew, from its CSV files.

use std::io::Write;

use super::arguments::Charts;
use super::run::{RunError, shown};
use crate::report::read_back;
use crate::report::write_charts;

/// The folder of charts within a result.
const CHARTS: &str = "charts";

/// Draws all charts of a result and says which files were written.
///
/// # Errors
///
/// See [`RunError`]; nothing is left behind then.
pub fn charts(arguments: &Charts, out: &mut dyn Write) -> Result<(), RunError> {
    let charts = read_back::charts(&arguments.result)?;
    let default = || arguments.result.join(CHARTS);
    let target = arguments.output.clone().unwrap_or_else(default);
    let written = write_charts(&target, arguments.force, &charts)?;
    if !arguments.quiet {
        for name in written {
            writeln!(out, "{}", shown(&target.join(name)))?;
        }
    }
    Ok(())
}
