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

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(files: &[&str], overrides: &[&str], resolved: bool) -> (bool, String) {
        let own = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        let mut out = Vec::new();
        let good = check(&own(files), &own(overrides), resolved, false, &mut out).unwrap();
        (good, String::from_utf8(out).unwrap())
    }

    #[test]
    fn every_file_is_checked_even_after_a_bad_one() {
        let (good, out) = checked(&["no-such.toml", "ebook"], &[], false);
        assert!(!good);
        assert_eq!(
            out,
            "\
error[S001]: there is no file `no-such.toml`
 |
 = help: give a path, or a built-in scenario: ebook, gastwirth, golden-book, five-by-five, supplement, speed

no-such.toml: 1 fault
ebook: ok: `ebook`, plans referral, mlm
"
        );
    }

    #[test]
    fn warnings_are_shown_and_refuse_nothing() {
        let (good, out) = checked(&["ebook"], &["product.commissionable=21"], false);
        assert!(good);
        assert!(out.starts_with("warning[S050]: `product.commissionable` is above the price"));
        assert!(out.contains(" = note: --set product.commissionable=21: commissions are taken"));
    }

    #[test]
    fn the_resolved_form_is_printed_as_it_stands() {
        let (good, out) = checked(&["ebook"], &["product.price=25"], true);
        assert!(good);
        assert!(out.starts_with("[scenario]\nname = \"ebook\"\n"));
        assert!(out.contains("\nprice = 25.00\nwholesale = 25.00\n"));
    }
}
