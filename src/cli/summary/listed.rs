//! Many plans, one line a plan; the last line of a list says how wide the intervals are
//! at most.

use super::lines::{Lines, cut, width};
use super::{WIDTH, reading};
use crate::report::key_figure::{
    self, BEST_PAID, EARLIEST, FROM_CUSTOMERS, IN_LOSS, IN_PROFIT, KeyFigure, MEAN_NET, MEDIAN_NET,
    PAYOUT, RECEIVED, UNPAID,
};
use crate::report::story;
use crate::report::words::{self, Reading};
use crate::study::results::{Estimate, Results, Unit};

/// The most lines of plans.
const PLANS_LISTED: usize = 8;

/// The most lines of comparisons.
const PLANS_COMPARED: usize = 7;

/// The figures of the list.
const FIGURES: [KeyFigure; 8] = [
    IN_PROFIT, IN_LOSS, UNPAID, MEDIAN_NET, MEAN_NET, EARLIEST, BEST_PAID, PAYOUT,
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
pub(super) fn plans(results: &Results, lines: &mut Lines) {
    let names: Vec<&str> = (results.subject.plans.iter())
        .map(|plan| plan.name.as_str())
        .collect();
    let mut list = List::new(FIGURES.iter().map(|figure| figure.short));
    let told = how_many(names.len(), PLANS_LISTED);
    for plan in &names[..told] {
        let values = FIGURES
            .iter()
            .map(|figure| reading(results, plan, figure).value);
        list.row(plan, values);
    }
    let margins = FIGURES.iter().map(|figure| {
        let estimates = names.iter().map(|plan| figure.estimate(results, plan));
        widest(results, figure.unit, estimates)
    });
    list.row(AT_MOST, margins);
    list.write(lines);
    left_out(names.len() - told, lines);
    lines.paragraph(&format!(
        "profit, loss, unpaid: share of all participants with net above 0, below 0, or paid no \
         commission. net: {}, received less costs. first 10 % to join, top 1 % by pay: {}. \
         payout: commissions as a share of commissionable volume{}.",
        results.subject.currency.code,
        RECEIVED.of(results),
        funded_by_customers(results),
    ));
}

/// How much of the commissions outside customers fund, over the plans.
fn funded_by_customers(results: &Results) -> String {
    let plans = results.subject.plans.iter();
    let shares: Vec<f64> = plans
        .filter_map(|plan| FROM_CUSTOMERS.estimate(results, &plan.name).mean)
        .collect();
    let low = shares.iter().copied().reduce(f64::min);
    let high = shares.iter().copied().reduce(f64::max);
    let currency = &results.subject.currency;
    match (low, high) {
        (Some(low), Some(high)) => format!(
            "; {} of them come from outside customers",
            words::range(low, high, Unit::Share, currency)
        ),
        _ => String::new(),
    }
}

/// Writes how people fare under every plan against the baseline.
pub(super) fn comparisons(results: &Results, lines: &mut Lines) {
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
    let told = how_many(changes.len(), PLANS_COMPARED);
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
