//! `downline selftest`: the installed program held against what is known, as a table that can be
//! filed with a report.

use std::fs;
use std::io::{self, Write};

use super::arguments::SelfTest;
use super::error::RunError;
use crate::hash::sha256;
use crate::selftest;

/// Looks at everything and prints a row for each.
///
/// # Errors
///
/// See [`RunError`]; that something does not agree is one.
pub fn selftest(arguments: &SelfTest, out: &mut dyn Write) -> Result<(), RunError> {
    let mut checks = Vec::new();
    let mut printed = Ok(());
    if !arguments.json {
        head(out)?;
    }
    selftest::run(|check| {
        if !arguments.json && printed.is_ok() {
            printed = row(&check, out);
        }
        checks.push(check);
    });
    printed?;
    let differing = checks.iter().filter(|check| !check.agrees).count();
    if arguments.json {
        let rows: Vec<serde_json::Value> = checks
            .iter()
            .map(|check| {
                serde_json::json!({
                    "kind": check.kind,
                    "what": check.what,
                    "expected": check.expected,
                    "found": check.found,
                    "agrees": check.agrees,
                })
            })
            .collect();
        let json = serde_json::json!({
            "version": env!("CARGO_PKG_VERSION"),
            "program": own_hash(),
            "checks": rows,
            "differing": differing,
        });
        serde_json::to_writer_pretty(&mut *out, &json).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        writeln!(
            out,
            "\n{} of {} agree",
            checks.len() - differing,
            checks.len()
        )?;
    }
    match differing {
        0 => Ok(()),
        some => Err(RunError::SelfTest(some)),
    }
}

fn head(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "downline {} on {} {}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::ARCH,
        std::env::consts::OS
    )?;
    writeln!(out, "SHA-256 of this program: {}\n", own_hash())
}

/// The hash of the program's own file, which tells which build was looked at.
fn own_hash() -> String {
    let bytes = std::env::current_exe().and_then(fs::read);
    bytes.map_or_else(|_| "unknown".to_owned(), |bytes| sha256(&bytes))
}

fn row(check: &selftest::Check, out: &mut dyn Write) -> io::Result<()> {
    let verdict = if check.agrees { "agrees" } else { "DIFFERS" };
    writeln!(out, "{verdict:<7}  {}: {}", check.kind, check.what)?;
    writeln!(
        out,
        "         expected {}, found {}",
        check.expected, check.found
    )
}
