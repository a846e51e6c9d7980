//! `downline check`: says everything that is wrong with a scenario or a plan without
//! running it, what should be known of it, and the most each plan can pay.

mod table;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::diagnostics;
use super::head::Head;
use crate::observed::read;
use crate::plan::advice::advice;
use crate::plan::{LANGUAGE, Plan};
use crate::scenario::diagnose::{Diagnostic, Diagnostics};
use crate::scenario::{self, Loaded};

/// Checks each file, built-in scenario or plan of the library and writes its faults, or
/// that it is in order with the most each plan can pay; with `resolved`, the whole
/// scenario with nothing left to default.
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
        match load(file, overrides).and_then(built) {
            Ok(worlds) => {
                let many = worlds.len() > 1;
                for (plans, loaded) in &worlds {
                    let world = &loaded.scenario.name;
                    if resolved {
                        if many {
                            writeln!(out, "# world {world}\n")?;
                        }
                        out.write_all(loaded.resolved.as_bytes())?;
                    } else if many {
                        told(&format!("{file}, world {world}"), plans, loaded, color, out)?;
                    } else {
                        told(file, plans, loaded, color, out)?;
                    }
                }
            }
            Err(faults) => {
                all_good = false;
                out.write_all(diagnostics::render(&faults, color).as_bytes())?;
                writeln!(out, "{file}: {}", counted(faults.0.len(), "fault"))?;
            }
        }
    }
    Ok(all_good)
}

/// The plans of every world.
fn built(worlds: Vec<Loaded>) -> Result<Vec<(Vec<Plan>, Loaded)>, Diagnostics> {
    let worlds = worlds.into_iter();
    worlds
        .map(|loaded| Ok((Plan::build_all(&loaded.scenario)?, loaded)))
        .collect()
}

/// Says of a scenario in order what should be known, and the most each plan can pay.
fn told(
    named: &str,
    plans: &[Plan],
    loaded: &Loaded,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let warnings = warnings(plans, loaded);
    out.write_all(diagnostics::render_all(&warnings, color).as_bytes())?;
    match warnings.len() {
        0 => writeln!(out, "{named}: ok")?,
        count => writeln!(out, "{named}: ok, {}", counted(count, "warning"))?,
    }
    for plan in plans {
        let most = table::most(plan, &loaded.scenario);
        out.write_all(most.as_bytes())?;
    }
    Ok(())
}

/// The worlds of a scenario; or a plan by itself, under no network at all.
fn load(file: &str, overrides: &[String]) -> Result<Vec<Loaded>, Diagnostics> {
    if !scenario::is_plan_file(file) {
        let mut found = scenario::load_worlds(file, overrides, LANGUAGE)?;
        for world in &mut found.worlds {
            read::enrol(world)?;
        }
        return Ok(found.worlds);
    }
    let mut head = Head {
        named_after: Path::new(file),
        currency: "USD",
        unit: None,
        periods: 1,
        members: 0,
    };
    Ok(vec![head.load(&[PathBuf::from(file)], overrides)?])
}

/// What was noted on reading, then what is to be known of each plan.
fn warnings(plans: &[Plan], loaded: &Loaded) -> Vec<Diagnostic> {
    let of_plans = plans
        .iter()
        .enumerate()
        .flat_map(|(index, plan)| advice(plan, &loaded.scenario, index));
    loaded.warnings.iter().cloned().chain(of_plans).collect()
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
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
        let known: Vec<&str> = crate::scenario::builtin::ALL
            .iter()
            .map(|known| known.name)
            .collect();
        let known = known.join(", ");
        assert_eq!(
            out,
            format!(
                "\
error[S001]: there is no file `no-such.toml`
 |
 = help: give a path, or a built-in scenario: {known}

no-such.toml: 1 fault
ebook: ok
  plan referral
    sale_commission  50 %  of customers' volume
    budget           50 %  of all volume: the rates keep to it
  plan mlm
    sale_commission   25 %  of customers' volume
    level_commission  25 %  of customers' and own-use volume
    together          50 %  of customers' volume
                      25 %  of own-use volume
    budget            50 %  of all volume: the rates keep to it
"
            )
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
    fn a_plan_above_the_budget_is_shown_or_refused_by_the_rule() {
        let more = "plans.referral.component.sale_commission.rate=0.6";
        let (good, out) = checked(&["ebook"], &[more], false);
        assert!(!good && out.contains("error[P010]"), "{out}");
        let (good, out) = checked(&["ebook"], &[more, "company.budget_rule=prorate"], false);
        assert!(good, "{out}");
        let held = "\
  plan referral
    sale_commission  60 %  of customers' volume
    budget           50 %  of all volume: all commissions of a period are cut alike to keep to it
    with caps        50 %  of all volume
";
        assert!(out.contains(held), "{out}");
    }

    #[test]
    fn the_resolved_form_is_printed_as_it_stands() {
        let (good, out) = checked(&["ebook"], &["product.price=25"], true);
        assert!(good);
        assert!(out.starts_with("[scenario]\nname = \"ebook\"\n"));
        assert!(out.contains("\nprice = 25.00\nwholesale = 25.00\n"));
    }
}
