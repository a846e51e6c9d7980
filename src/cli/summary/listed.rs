//! Many plans, one line a plan; the last line of a list says how wide the intervals are
//! at most.

use super::lines::{Lines, cut, width};
use super::{WIDTH, reading};
use crate::report::key_figure::{
    self, AFTER_TIME, BEST_PAID, Detail, EARLIEST, FIRST_TENTH, FOUNDERS_SHARE, FROM_CUSTOMERS,
    IN_LOSS, IN_PROFIT, KeyFigure, LAST_TENTH, MEDIAN_NET, PAYOUT_OF_REVENUE, TIME_COST, UNPAID,
};
use crate::report::story;
use crate::report::words::{self, Reading};
use crate::study::results::{Estimate, Results, Unit};

/// The most lines of plans.
fn plans_listed(detail: Detail) -> usize {
    match detail {
        Detail::Whole => 8,
        Detail::Brief => 7,
    }
}

/// The most lines of comparisons.
fn plans_compared(detail: Detail) -> usize {
    match detail {
        Detail::Whole => 7,
        Detail::Brief => 5,
    }
}

/// The figures of the list, before the payout.
const FIGURES: [KeyFigure; 8] = [
    IN_PROFIT,
    FIRST_TENTH,
    LAST_TENTH,
    IN_LOSS,
    UNPAID,
    MEDIAN_NET,
    EARLIEST,
    BEST_PAID,
];

/// The columns of the list of comparisons.
const CHANGES: [&str; 6] = [
    "better",
    "worse",
    "unchanged",
    "mean change",
    "better @equal",
    "worse @equal",
];

/// How many of the columns are of the plans as they are.
const AS_THEY_ARE: usize = 4;

/// What the last line of a list is called.
const AT_MOST: &str = "± at most";

/// Spaces between columns.
const GAP: usize = 2;

/// Writes the headline figures of every plan.
pub(super) fn plans(results: &Results, lines: &mut Lines, detail: Detail) {
    let names: Vec<&str> = (results.subject.plans.iter())
        .map(|plan| plan.name.as_str())
        .collect();
    let payout = key_figure::payout(results);
    let figures = || FIGURES.iter().chain([&payout]);
    let mut list = List::new(figures().map(|figure| figure.short));
    let told = how_many(names.len(), plans_listed(detail));
    for plan in &names[..told] {
        let values = figures().map(|figure| per_cent(&reading(results, plan, figure).value));
        list.row(plan, values);
    }
    let margins = figures().map(|figure| {
        let estimates = figure.estimates(results);
        widest(results, figure.unit, estimates.into_iter())
    });
    list.row(AT_MOST, margins);
    list.write(lines);
    left_out(names.len() - told, lines);
    lines.paragraph(&legend(results, &payout));
}

/// What the columns are shares of, and what has no column.
fn legend(results: &Results, payout: &KeyFigure) -> String {
    let subject = &results.subject;
    let mut text = format!(
        "In %, but net in {}. profit, loss, unpaid: of participants; net after costs, before time. \
         first, last tenth: in profit of those who joined first, last. first 10 % to join, top 1 % \
         by pay: share of {}, before costs. payout: all commissions, of {}",
        subject.currency.code,
        key_figure::received(subject),
        if payout.label == PAYOUT_OF_REVENUE.label {
            "revenue"
        } else {
            "commissionable volume"
        },
    );
    if let Some(shares) = over_plans(results, &FROM_CUSTOMERS) {
        text.push_str(&format!("; {shares} of them from outside customers"));
    }
    if key_figure::are_apart(subject)
        && let Some(shares) = over_plans(results, &FOUNDERS_SHARE)
    {
        text.push_str(&format!(", {shares} to founders (apart)"));
    }
    text.push('.');
    if key_figure::is_anything(&TIME_COST, results)
        && let Some(shares) = over_plans(results, &AFTER_TIME)
    {
        text.push_str(&format!(
            " After paying own time too, {shares} are in profit."
        ));
    }
    text
}

/// From the least to the most of a share over the plans.
fn over_plans(results: &Results, figure: &KeyFigure) -> Option<String> {
    let estimates = figure.estimates(results).into_iter();
    let shares: Vec<f64> = estimates.filter_map(|estimate| estimate.mean).collect();
    let low = shares.iter().copied().reduce(f64::min)?;
    let high = shares.iter().copied().reduce(f64::max)?;
    Some(words::range(
        low,
        high,
        Unit::Share,
        &results.subject.currency,
    ))
}

/// A share without its sign, which stands in the legend.
fn per_cent(value: &str) -> String {
    value.strip_suffix(" %").unwrap_or(value).to_owned()
}

/// Writes how people fare under every plan against the baseline.
pub(super) fn comparisons(results: &Results, lines: &mut Lines, detail: Detail) {
    let baseline = &results.subject.plans[results.subject.baseline].name;
    let changes: Vec<(&str, Vec<(Estimate, Unit)>)> = story::compared(results)
        .into_iter()
        .filter_map(|plan| {
            let change = key_figure::change(results, plan)?;
            let mut figures = vec![
                (change.better, Unit::Share),
                (change.worse, Unit::Share),
                (change.unchanged, Unit::Share),
                (change.mean, Unit::Amount),
            ];
            if let Some(equal) = key_figure::change(results, &key_figure::at_equal_payout(plan)) {
                figures.extend([(equal.better, Unit::Share), (equal.worse, Unit::Share)]);
            }
            Some((plan, figures))
        })
        .collect();
    let Some(columns) = changes.iter().map(|(_, figures)| figures.len()).max() else {
        return;
    };
    let mut heading = format!("Against {baseline}, person by person");
    if columns > AS_THEY_ARE {
        heading.push_str(" (@equal: scaled to the same payout)");
    }
    let heading = lines.bold(&cut(&heading, WIDTH));
    lines.line(&heading);
    let mut list = List::new(CHANGES.into_iter().take(columns));
    let told = how_many(changes.len(), plans_compared(detail));
    for (plan, figures) in &changes[..told] {
        let values = figures
            .iter()
            .map(|&(estimate, unit)| Reading::of(estimate, unit, &results.subject.currency).value);
        list.row(plan, values);
    }
    let margins = (0..columns).map(|column| {
        let figures = changes
            .iter()
            .filter_map(|(_, figures)| figures.get(column));
        let (estimates, units): (Vec<_>, Vec<_>) = figures.copied().unzip();
        widest(results, units[0], estimates.into_iter())
    });
    list.row(AT_MOST, margins);
    list.write(lines);
    left_out(changes.len() - told, lines);
}

/// The widest margin among some estimates.
fn widest(results: &Results, unit: Unit, estimates: impl Iterator<Item = Estimate>) -> String {
    estimates
        .filter_map(|estimate| Some((words::half_width(estimate)?, estimate)))
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map_or_else(String::new, |(_, estimate)| {
            Reading::of(estimate, unit, &results.subject.currency).margin
        })
}

/// How many of `total` are told on so many lines, one of which counts the others.
fn how_many(total: usize, lines: usize) -> usize {
    if total > lines { lines - 1 } else { total }
}

fn left_out(plans: usize, lines: &mut Lines) {
    if plans > 0 {
        lines.line(&format!("… and {plans} more in the report"));
    }
}

/// Lines of a name and values, aligned at the right.
struct List {
    /// Header, two words high.
    headers: Vec<(String, String)>,
    rows: Vec<(String, Vec<String>)>,
}

impl List {
    fn new(headers: impl Iterator<Item = &'static str>) -> List {
        List {
            headers: headers
                .map(|header| match header.split_once(' ') {
                    Some((above, below)) => (above.to_owned(), below.to_owned()),
                    None => (String::new(), header.to_owned()),
                })
                .collect(),
            rows: Vec::new(),
        }
    }

    fn row(&mut self, name: &str, values: impl Iterator<Item = String>) {
        self.rows.push((name.to_owned(), values.collect()));
    }

    fn write(&self, lines: &mut Lines) {
        let widths: Vec<usize> = (0..self.headers.len())
            .map(|column| {
                let (above, below) = &self.headers[column];
                let values = self
                    .rows
                    .iter()
                    .filter_map(|(_, values)| values.get(column));
                let widest = values.map(|value| width(value)).max().unwrap_or(0);
                widest.max(width(above)).max(width(below)) + GAP
            })
            .collect();
        let room = WIDTH.saturating_sub(widths.iter().sum());
        let longest = self.rows.iter().map(|(name, _)| width(name)).max();
        let names = longest.unwrap_or(0).min(room);
        let aligned = |name: &str, values: &mut dyn Iterator<Item = &String>| {
            let mut line = format!("{:<names$}", cut(name, names));
            for (value, column) in values.zip(&widths) {
                line.push_str(&format!("{value:>column$}"));
            }
            line
        };
        for header in [
            aligned("", &mut self.headers.iter().map(|(above, _)| above)),
            aligned("", &mut self.headers.iter().map(|(_, below)| below)),
        ] {
            let header = lines.bold(header.trim_end());
            lines.line(&header);
        }
        for (name, values) in &self.rows {
            lines.line(&aligned(name, &mut values.iter()));
        }
    }
}
