//! `downline compare`: finished runs against the first of them.

use std::io::Write;
use std::path::Path;

use super::arguments::Compare;
use super::explain::check_new;
use super::grow::to_file;
use super::question::{measures, rows, shown_table};
use super::run::RunError;
use super::summary::Ink;
use super::summary::lines::Lines;
use crate::report;
use crate::report::read_back::finished;
use crate::report::what_if::comparison::{self, Against};
use crate::report::words::harmless;
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin};
use crate::what_if::codes;
use crate::what_if::compare::{FinishedRun, compare as compare_runs, pairing, shared_plans};

/// What is told of each plan if nothing is asked for; the file has all.
const METRICS: [&str; 4] = ["share_profit", "median_net", "mean_net", "gini"];

/// Reads the runs, tells how they differ and, if asked, writes every difference.
///
/// # Errors
///
/// See [`RunError`].
pub fn compare(arguments: &Compare, out: &mut dyn Write) -> Result<(), RunError> {
    let metrics = measures(&arguments.metrics, &METRICS)?;
    let mut runs = Vec::new();
    for path in &arguments.runs {
        let (subject, replications, scenario) = finished(path)?;
        runs.push(FinishedRun {
            name: name(path, &runs),
            subject,
            replications,
            scenario,
        });
    }
    let base = runs.remove(0);
    check(&base, &runs)?;
    let against: Vec<Against> = runs
        .into_iter()
        .map(|run| Against {
            pairing: pairing(&base, &run),
            compared: compare_runs(&base, &run),
            run,
        })
        .collect();
    if let Some(path) = &arguments.output {
        check_new(path, arguments.force)?;
        let csv = comparison::csv(&base, &against);
        to_file(path, arguments.force, |file| file.write_all(&csv))?;
    }
    let shown: Vec<Against> = against
        .into_iter()
        .map(|against| Against {
            compared: against
                .compared
                .into_iter()
                .filter(|row| metrics.iter().any(|metric| metric.name == row.measure.name))
                .collect(),
            ..against
        })
        .collect();
    if let Some(folder) = &arguments.charts {
        report::write_charts(folder, arguments.force, &comparison::charts(&base, &shown))?;
    }
    let table = comparison::table(&base, &shown);
    let digits = base.subject.currency.digits;
    if arguments.json {
        let json = serde_json::json!({
            "base": base.name,
            "pairing": shown.iter().map(|against| against.pairing_in_words(&base)).collect::<Vec<_>>(),
            "rows": rows(&table, digits),
        });
        serde_json::to_writer_pretty(&mut *out, &json).map_err(std::io::Error::from)?;
        writeln!(out)?;
        return Ok(());
    }
    let mut lines = Lines::new(Ink::Plain);
    for against in &shown {
        lines.paragraph(&harmless(&against.pairing_in_words(&base)));
        lines.paragraph(&harmless(&against.differences_in_words(&base)));
        lines.gap();
        for compared in &against.compared {
            lines.paragraph(&harmless(&against.finding(&base, compared)));
        }
        lines.gap();
    }
    for line in shown_table(&table, digits) {
        lines.line(&line);
    }
    out.write_all(lines.finish().as_bytes())?;
    Ok(())
}

/// What a run is called: its folder's last name, or all of the path if another has it.
fn name(path: &Path, others: &[FinishedRun]) -> String {
    let last = path.file_name().unwrap_or(path.as_os_str());
    let last = last.to_string_lossy().into_owned();
    if others.iter().any(|other| other.name == last) {
        path.display().to_string()
    } else {
        last
    }
}

/// Runs must have a currency and a plan in common.
fn check(base: &FinishedRun, runs: &[FinishedRun]) -> Result<(), Diagnostics> {
    let mut faults = Vec::new();
    for run in runs {
        let codes = [base, run].map(|run| run.subject.currency.code.clone());
        if codes[0] != codes[1] {
            let message = format!(
                "`{}` is in {} and `{}` in {}",
                base.name, codes[0], run.name, codes[1]
            );
            faults.push(
                Diagnostic::error(codes::NOT_COMPARABLE, &Origin::Default, message)
                    .help("amounts are compared in one currency"),
            );
        } else if shared_plans(base, run).len() == 1 {
            let message = format!("`{}` and `{}` have no plan in common", base.name, run.name);
            faults.push(
                Diagnostic::error(codes::NOT_COMPARABLE, &Origin::Default, message)
                    .help("plans are compared by their names: plans of one scenario are compared by `run`"),
            );
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Diagnostics(faults))
    }
}
