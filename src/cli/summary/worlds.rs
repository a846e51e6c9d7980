//! The summary of several worlds on the terminal: the finding by world, in 80 columns.

use super::lines::{Lines, cut, width};
use super::{Ink, WIDTH};
use crate::money::Currency;
use crate::report::format::Format;
use crate::report::words::Reading;
use crate::report::worlds::World;
use crate::report::worlds::finding::{Finding, InWorld, findings};
use crate::study::results::{Estimate, Unit};

/// Spaces between columns.
const GAP: usize = 2;

/// The least room for a world's name.
const SHORTEST_NAME: usize = 10;

/// What is read off a world.
type Read = fn(&InWorld) -> (Estimate, Unit);

/// A column: its heading in two lines and what stands below.
struct Column {
    heading: [&'static str; 2],
    read: Read,
    /// Whether the interval stands beside the value.
    margin: bool,
}

const fn column(first: &'static str, second: &'static str, read: Read) -> Column {
    Column {
        heading: [first, second],
        read,
        margin: false,
    }
}

/// The columns in their order; the last of [`LEAST`] are left out first where there is no
/// room.
const COLUMNS: [Column; 7] = [
    column("profit", "base", |world| (world.in_profit[0], Unit::Share)),
    column("profit", "plan", |world| (world.in_profit[1], Unit::Share)),
    Column {
        margin: true,
        ..column("", "difference", |world| (world.difference, Unit::Share))
    },
    column("median", "base", |world| {
        (world.median_net[0], Unit::Amount)
    }),
    column("median", "plan", |world| {
        (world.median_net[1], Unit::Amount)
    }),
    column("better", "off", |world| (better(world), Unit::Share)),
    column("worse", "off", |world| (worse(world), Unit::Share)),
];

/// Columns by how soon they are left out.
const LEAST: [usize; 4] = [6, 3, 5, 0];

fn better(world: &InWorld) -> Estimate {
    world.change.map(|change| change.better).unwrap_or_default()
}

fn worse(world: &InWorld) -> Estimate {
    world.change.map(|change| change.worse).unwrap_or_default()
}

/// The summary, every line ended by a newline. `folder` is where the files are.
#[must_use]
pub fn text(title: &str, worlds: &[World], folder: &str, format: Format, ink: Ink) -> String {
    let subject = &worlds[0].results.subject;
    let mut lines = Lines::new(ink);
    lines.heading(title);
    lines.gap();
    lines.paragraph(&format!(
        "The same {} plans in {} worlds; within a world the same people and luck under each plan. \
         {}",
        subject.plans.len(),
        worlds.len(),
        seeds(worlds),
    ));
    for finding in findings(worlds) {
        lines.gap();
        let lead = format!("{} against {}: ", finding.plan, finding.baseline);
        lines.lead(&lead, &finding.sentence());
        table(&finding, &subject.currency, &mut lines);
    }
    lines.gap();
    lines.paragraph(&format!(
        "In %, but median net in {}. base: the baseline; difference: share in profit, plan less \
         base, ± its 95 % interval. holds: same sign, interval apart from zero; not told apart: \
         zero is in the interval. better off, worse off: the same person under both plans.",
        subject.currency.code,
    ));
    lines.gap();
    lines.line(&format!(
        "Report: {}/report.html",
        folder.trim_end_matches('/')
    ));
    lines.line(&format!(
        "  {} beside it; a folder with all files for each world",
        format.file("worlds")
    ));
    lines.finish()
}

fn seeds(worlds: &[World]) -> String {
    let seed = worlds[0].results.subject.seed;
    if worlds
        .iter()
        .all(|world| world.results.subject.seed == seed)
    {
        format!("All worlds have seed {seed}: where two ask for the same draw, luck is shared.")
    } else {
        "The worlds have seeds of their own.".to_owned()
    }
}

/// One row a world.
fn table(finding: &Finding, currency: &Currency, lines: &mut Lines) {
    let mut shown: Vec<usize> = (0..COLUMNS.len()).collect();
    let cells = |row: &InWorld, column: usize| cell(&COLUMNS[column], row, currency);
    let widths: Vec<usize> = (0..COLUMNS.len())
        .map(|column| {
            let rows = finding.worlds.iter().map(|row| width(&cells(row, column)));
            let heading = COLUMNS[column].heading.iter().map(|words| width(words));
            rows.chain(heading).max().unwrap_or(0)
        })
        .collect();
    let verdicts = finding.worlds.iter().map(|row| width(row.verdict.words()));
    let verdict = verdicts.max().unwrap_or(0) + GAP;
    let room = |shown: &[usize]| {
        let taken: usize = shown.iter().map(|&column| widths[column] + GAP).sum();
        WIDTH.saturating_sub(taken + verdict)
    };
    let names = finding.worlds.iter().map(|row| width(&row.world));
    let longest = names.max().unwrap_or(0);
    for least in LEAST {
        if room(&shown) < longest.max(SHORTEST_NAME) {
            shown.retain(|column| *column != least);
        }
    }
    let name = room(&shown).min(longest.max("world".len()));
    let line = |world: &str, of: &dyn Fn(usize) -> String, last: &str| {
        let mut line = format!("{:<name$}", cut(world, name));
        for &column in &shown {
            let cell = of(column);
            let space = GAP + widths[column] - width(&cell).min(widths[column]);
            line.push_str(&" ".repeat(space));
            line.push_str(&cell);
        }
        format!("{line}{}{last}", " ".repeat(GAP))
    };
    for (index, (world, last)) in [("", ""), ("world", "finding")].into_iter().enumerate() {
        let heading = line(
            world,
            &|column| COLUMNS[column].heading[index].to_owned(),
            last,
        );
        let heading = lines.bold(heading.trim_end());
        lines.line(&heading);
    }
    for row in &finding.worlds {
        lines.line(&line(
            &row.world,
            &|column| cells(row, column),
            row.verdict.words(),
        ));
    }
}

/// A value without the sign of per cent, which the legend says.
fn cell(column: &Column, row: &InWorld, currency: &Currency) -> String {
    let (estimate, unit) = (column.read)(row);
    let reading = Reading::of(estimate, unit, currency);
    let value = reading.value.strip_suffix(" %").unwrap_or(&reading.value);
    if column.margin && !reading.margin.is_empty() {
        format!("{value} ± {}", reading.margin)
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn plain(worlds: &[World]) -> String {
        let folder = "output/robustness";
        let text = text("Does it hold?", worlds, folder, Format::Csv, Ink::Plain);
        for line in text.lines() {
            assert!(width(line) <= WIDTH, "too wide: {line}\n{text}");
        }
        text
    }

    #[test]
    fn the_finding_stands_by_world() {
        let worlds = [
            fixture::world("uniform", 2, -0.0412, 0.0018),
            fixture::world("preferential", 2, 0.031, 0.002),
            fixture::world("town", 2, 0.0011, 0.0018),
        ];
        insta::assert_snapshot!(plain(&worlds));
    }

    #[test]
    fn long_names_large_amounts_and_many_plans_fit() {
        let mut worlds = [
            fixture::world("a-world-of-a-very-long-name-indeed-longer", 4, 0.1, 0.01),
            fixture::world("b", 4, -0.1, 0.01),
        ];
        for row in &mut worlds[1].results.summary {
            if row.unit == Unit::Amount {
                row.estimate = fixture::estimate(-98_765_432_109_876.0, 12_345_678_901.0);
            }
        }
        assert_eq!(plain(&worlds).matches(" against ").count(), 3);
    }
}
