//! `downline check`: says everything that is wrong with a scenario without running it.

use std::io::{self, Write};

use super::diagnostics;
use crate::books::Source;
use crate::plan::LANGUAGE;
use crate::plan::Plan;
use crate::plan::component::Maximum;
use crate::scenario;
use crate::scenario::types::Company;

/// Checks each file or built-in scenario and writes its faults, or that it is in order
/// with the most each plan can pay; with `resolved`, the whole scenario with nothing
/// left to default.
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
        let read = scenario::load(file, overrides, LANGUAGE)
            .and_then(|loaded| Ok((Plan::build_all(&loaded.scenario)?, loaded)));
        match read {
            Ok((_, loaded)) if resolved => out.write_all(loaded.resolved.as_bytes())?,
            Ok((plans, loaded)) => {
                out.write_all(diagnostics::render_all(&loaded.warnings, color).as_bytes())?;
                writeln!(out, "{file}: ok")?;
                for plan in &plans {
                    out.write_all(most(plan, &loaded.scenario.company).as_bytes())?;
                }
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

/// The most a plan can pay, component by component and together, and how that stands to
/// the payout budget.
fn most(plan: &Plan, company: &Company) -> String {
    let mut lines = format!("  plan {}\n", plan.name());
    for (id, maximum) in plan.maxima() {
        lines.push_str(&format!("    {id}: at most {}\n", in_words(maximum)));
    }
    let together = plan.maximum();
    if plan.maxima().count() > 1 {
        lines.push_str(&format!("    together at most {}\n", in_words(together)));
    }
    let above = company.payout_budget.filter(|budget| {
        together.beside_volume || together.largest().1.to_decimal() > budget.to_decimal()
    });
    if let Some(budget) = above {
        lines.push_str(&format!(
            "    this can exceed the payout budget of {budget}: commissions are then cut by the same factor\n"
        ));
    }
    for note in plan.notes() {
        lines.push_str(&format!("    {note}\n"));
    }
    lines
}

/// A maximum as shares of the volume from each source, and whether there is more.
fn in_words(maximum: Maximum) -> String {
    let mut parts: Vec<String> = Source::ALL
        .into_iter()
        .map(|source| (source, maximum.of_volume[source as usize]))
        .filter(|(_, rate)| !rate.is_zero())
        .map(|(source, rate)| format!("{rate} of {}", volume(source)))
        .collect();
    if maximum.beside_volume {
        parts.push("amounts that do not hang on volume".to_owned());
    }
    if parts.is_empty() {
        parts.push("nothing".to_owned());
    }
    parts.join(", ")
}

fn volume(source: Source) -> &'static str {
    match source {
        Source::Customers => "customers' volume",
        Source::OwnUse => "own-use volume",
        Source::Joining => "kits' volume",
    }
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
 = help: give a path, or a built-in scenario: ebook, gastwirth, golden-book, five-by-five, supplement, all-plans, speed

no-such.toml: 1 fault
ebook: ok
  plan referral
    sale_commission: at most 0.5 of customers' volume
  plan mlm
    sale_commission: at most 0.25 of customers' volume
    level_commission: at most 0.25 of customers' volume, 0.25 of own-use volume
    together at most 0.5 of customers' volume, 0.25 of own-use volume
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
    fn a_plan_above_the_budget_is_shown_or_refused_by_the_rule() {
        let more = "plans.referral.component.sale_commission.rate=0.6";
        let (good, out) = checked(&["ebook"], &[more], false);
        assert!(!good && out.contains("error[P010]"), "{out}");
        let (good, out) = checked(&["ebook"], &[more, "company.budget_rule=prorate"], false);
        assert!(good, "{out}");
        assert_eq!(
            out.matches("exceed the payout budget of 0.5").count(),
            1,
            "{out}"
        );
    }

    #[test]
    fn the_resolved_form_is_printed_as_it_stands() {
        let (good, out) = checked(&["ebook"], &["product.price=25"], true);
        assert!(good);
        assert!(out.starts_with("[scenario]\nname = \"ebook\"\n"));
        assert!(out.contains("\nprice = 25.00\nwholesale = 25.00\n"));
    }
}
