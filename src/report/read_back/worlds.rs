//! `worlds.csv`, read as the worlds it compares.

use super::table::{Fault, Reader, Row, Tables};
use crate::measure::metric::HEADLINE;
use crate::report::worlds::World;
use crate::scenario::diagnose::Diagnostics;
use crate::study::results::{ComparisonRow, Estimate, Results, Subject, Unit};

/// The worlds in the order of the table, each with what the chart of worlds shows: how the
/// share in profit differs from the baseline's. `subject` is that of the first.
///
/// # Errors
///
/// Everything that is wrong with the table, each fault with its row and column.
pub(in crate::report) fn worlds(
    subject: &Subject,
    tables: &Tables,
) -> Result<Vec<World>, Diagnostics> {
    let mut reader = Reader::new(tables, subject);
    let baseline = &subject.plans[subject.baseline].name;
    let rows = reader.rows("worlds", |row| difference(row, baseline));
    reader.finish()?;
    let mut worlds: Vec<World> = Vec::new();
    for (name, row) in rows.into_iter().flatten() {
        if worlds.last().is_none_or(|world| world.name != name) {
            worlds.push(World {
                results: Results::empty(subject.clone()),
                name,
            });
        }
        let world = worlds.last_mut().expect("one was pushed if there was none");
        world.results.comparison.push(row);
    }
    Ok(worlds)
}

/// The world of a row and its difference; `None` of another metric.
fn difference(row: &Row<'_>, baseline: &str) -> Result<Option<(String, ComparisonRow)>, Fault> {
    if row.text("metric")? != HEADLINE {
        return Ok(None);
    }
    let unit = Unit::Share;
    let compared = ComparisonRow {
        plan: row.plan()?,
        baseline: baseline.to_owned(),
        metric: HEADLINE,
        unit,
        difference: Estimate {
            mean: row.measured(unit, "difference")?,
            low: row.measured(unit, "difference_ci_low")?,
            high: row.measured(unit, "difference_ci_high")?,
        },
        sd: None,
        replications: row.whole("replications", 0..=u32::MAX)?,
    };
    Ok(Some((row.text("world")?.to_owned(), compared)))
}
