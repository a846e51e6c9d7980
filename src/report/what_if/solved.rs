//! The answer of `solve`: where an outcome crosses a target.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Answer, QuestionManifest, drawing};
use crate::report::chart::{Chart, what_if as chart};
use crate::report::column::Column;
use crate::report::table::{Cell, Population, Table};
use crate::report::words::{Reading, count};
use crate::study::results::{Estimate, Subject};
use crate::what_if::case::{Case, VariantError};
use crate::what_if::crossing::{Crossing, Direction, Kind};
use crate::what_if::solve::{Solve, Solved, nothing_ran};

/// The whole answer. `name` is the outcome's, with what it is held against.
///
/// # Errors
///
/// If the scenario as it stands cannot be read again.
pub fn answer<'a>(
    case: &Case,
    solve: &'a Solve,
    solved: &'a Solved,
    name: &str,
    draws: bool,
    manifest: QuestionManifest,
) -> Result<Answer<'a>, VariantError> {
    let read = reader(solve, case);
    let target = read(solve.target);
    let key = &solve.vary.key;
    let mut findings: Vec<String> = solved
        .outcome
        .crossings
        .iter()
        .map(|crossing| finding(solve, crossing, name, &target))
        .collect();
    if findings.is_empty() {
        findings.push(no_crossing(case, solve, solved, name, &target));
    }
    let failed = solved
        .tried
        .iter()
        .filter(|tried| tried.failure.is_some())
        .count();
    let mut notes = super::notes_on(case);
    if failed > 0 {
        notes.push(format!(
            "{failed} of {} values cannot be run; the table of values tried says why.",
            solved.tried.len()
        ));
    }
    let subject = case.subject()?;
    let charts = if draws {
        chart(solve, solved, name, &target, &subject)
            .into_iter()
            .collect()
    } else {
        Vec::new()
    };
    Ok(Answer {
        title: format!("At which {key} is {name} {target}?"),
        findings,
        notes,
        reading: vec![
            format!(
                "{} histories at every value, the same people with the same luck: the outcome moves \
                 with the value alone, so a crossing of this sample is found to the smallest step, {}.",
                count(case.scenario().replications.into()),
                solve.finest().normalize(),
            ),
            "The interval of a crossing holds the values at which the 95 % interval of the outcome \
             holds the target: how well the crossing over all possible histories is known. More \
             replications narrow it. An end that is open lies outside the range looked at."
                .to_owned(),
            "Values are first tried evenly over the range; a crossing there and back between two of \
             them is not seen. More values in `--vary KEY=low..high:values` see more."
                .to_owned(),
        ],
        tables: vec![crossings(solve, solved), tried(solve, solved)],
        charts,
        subject,
        manifest,
    })
}

fn finding(solve: &Solve, crossing: &Crossing, name: &str, target: &str) -> String {
    let key = &solve.vary.key;
    let way = match crossing.direction {
        Direction::Rising => "rises through",
        Direction::Falling => "falls through",
        Direction::Touching => "touches",
    };
    let between = format!(
        "between {key} = {} and {}",
        crossing.below.normalize(),
        crossing.above.normalize()
    );
    let place = match (crossing.kind, crossing.estimate) {
        (Kind::Exact, Some(at)) => format!("at {key} = {}, exactly", at.normalize()),
        (Kind::Between, Some(at)) => format!("at {key} = {}", at.round_dp(4).normalize()),
        (Kind::Flat, _) => format!("{between}, where it is exactly that"),
        (Kind::Jump, _) => format!("{between}, in one jump"),
        (Kind::Gap, _) => format!("{between}, where it has no value"),
        _ => between,
    };
    let sure = crossing.interval.map_or_else(String::new, |interval| {
        let end = |end: Option<Decimal>, open: &str| {
            end.map_or_else(
                || open.to_owned(),
                |end| end.round_dp(4).normalize().to_string(),
            )
        };
        format!(
            "; the 95 % interval of the crossing is from {} to {}",
            end(interval.low, "below the range"),
            end(interval.high, "above the range")
        )
    });
    format!("{name} {way} {target} {place}{sure}.")
}

/// Reads the outcome, or the difference it is.
fn reader<'a>(solve: &'a Solve, case: &'a Case) -> impl Fn(f64) -> String + 'a {
    let unit = solve.outcome.measure.unit;
    move |mean| {
        let estimate = Estimate {
            mean: Some(mean),
            ..Estimate::default()
        };
        let reading = match solve.against {
            Some(_) => Reading::of_difference(estimate, unit, case.currency()),
            None => Reading::of(estimate, unit, case.currency()),
        };
        reading.to_string()
    }
}

fn no_crossing(case: &Case, solve: &Solve, solved: &Solved, name: &str, target: &str) -> String {
    let key = &solve.vary.key;
    if let Some(reason) = nothing_ran(solved) {
        return format!("No value of {key} can be run: {reason}");
    }
    let (Some(least), Some(most)) = (solved.outcome.least, solved.outcome.most) else {
        return format!("{name} has no value at any {key} that was tried.");
    };
    let plain = reader(solve, case);
    let read = |mean: f64| plain(mean + solve.target);
    if read(least.mean) == read(most.mean) {
        return format!(
            "{key} does not move {name} in this range: it is {}.",
            read(most.mean)
        );
    }
    let unsure = if solved.outcome.band_touches_zero {
        " Its interval holds the target at some value, so there may be a crossing for all that is \
         known: more replications tell."
    } else {
        ""
    };
    format!(
        "{name} does not cross {target} in this range: it is between {} (at {key} = {}) and {} (at \
         {key} = {}).{unsure}",
        read(least.mean),
        least.at.normalize(),
        read(most.mean),
        most.at.normalize(),
    )
}

/// The outcome over the key, with the target and where it is crossed.
fn chart(
    solve: &Solve,
    solved: &Solved,
    name: &str,
    target: &str,
    subject: &Subject,
) -> Option<Chart> {
    let measure = solve.outcome.measure;
    let (plan, plan_name, title) = drawing::plan(&solve.outcome, subject);
    let points = solved
        .tried
        .iter()
        .filter_map(|tried| Some((tried.value.to_f64()?, tried.estimate)));
    let crossing = |crossing: &Crossing| {
        let middle = (crossing.below + crossing.above) / Decimal::TWO;
        let at = crossing.estimate.unwrap_or(middle);
        let interval = crossing.interval;
        Some(chart::Crossing {
            plan: Some(plan),
            at: Estimate {
                mean: Some(at.to_f64()?),
                low: interval.and_then(|interval| interval.low?.to_f64()),
                high: interval.and_then(|interval| interval.high?.to_f64()),
            },
            remark: match crossing.estimate {
                Some(at) => format!("{} = {}", solve.vary.key, at.round_dp(4).normalize()),
                None => format!(
                    "{} between {} and {}",
                    solve.vary.key,
                    crossing.below.normalize(),
                    crossing.above.normalize()
                ),
            },
        })
    };
    chart::lines(&chart::Lines {
        words: drawing::words(
            format!("solve_{}", measure.name),
            "tried",
            format!(
                "Where {name} crosses {target}, as {} is varied",
                solve.vary.key
            ),
            "The band is the 95\u{a0}% interval of the outcome; where it holds the target, the \
             crossing may lie.",
            subject,
        ),
        key: chart::KeyAxis {
            title: solve.vary.title(&subject.currency),
            values: chart::Values::Numbers,
        },
        metric: drawing::metric(measure, &subject.currency, solve.against.is_some()),
        series: vec![chart::Series {
            plan,
            name: plan_name,
            title,
            points: points.collect(),
        }],
        target: Some(chart::Target {
            value: solve.target,
            remark: format!("target {target}"),
        }),
        crossings: solved
            .outcome
            .crossings
            .iter()
            .filter_map(crossing)
            .collect(),
    })
}

/// `crossings.csv`: one row a crossing.
fn crossings<'a>(solve: &'a Solve, solved: &Solved) -> Table<'a> {
    let mut table = Table::new(
        "crossings",
        "Where the target is crossed",
        "value is where the outcome meets the target; below and above are the two values next to \
         it, one smallest step apart, on either side. ci_low to ci_high is the 95 % interval of \
         the crossing; an empty end lies outside the range looked at.",
        Population::Both,
        vec![
            Column::text("key"),
            Column::statistic("value"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::statistic("below"),
            Column::statistic("above"),
            Column::text("kind"),
            Column::text("direction"),
        ],
    );
    let number = |value: Decimal| value.to_f64();
    for crossing in &solved.outcome.crossings {
        let interval = crossing.interval;
        let ends = [
            interval.and_then(|interval| interval.low),
            interval.and_then(|interval| interval.high),
            Some(crossing.below),
            Some(crossing.above),
        ];
        let kind = match crossing.kind {
            Kind::Between => "between",
            Kind::Exact => "exact",
            Kind::Flat => "flat",
            Kind::Jump => "jump",
            Kind::Gap => "gap",
        };
        let direction = match crossing.direction {
            Direction::Rising => "rising",
            Direction::Falling => "falling",
            Direction::Touching => "touching",
        };
        table.push(
            [
                Cell::Text(&solve.vary.key),
                Cell::fraction(crossing.estimate.and_then(number)),
            ]
            .into_iter()
            .chain(ends.map(|end| Cell::fraction(end.and_then(number))))
            .chain([Cell::Text(kind), Cell::Text(direction)]),
        );
    }
    table
}

/// `tried.csv`: every value that was tried.
fn tried<'a>(solve: &Solve, solved: &'a Solved) -> Table<'a> {
    let mut table = Table::new(
        "tried",
        "Every value that was tried",
        "The outcome, or its difference from the other plan's, at every value, with its 95 % interval.",
        Population::Both,
        vec![
            Column::statistic("value"),
            Column::statistic("mean"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::text("failure"),
        ],
    );
    for tried in &solved.tried {
        table.push(
            [Cell::fraction(tried.value.to_f64())]
                .into_iter()
                .chain(Cell::estimate(solve.outcome.measure.unit, tried.estimate))
                .chain([Cell::Text(tried.failure.as_deref().unwrap_or(""))]),
        );
    }
    table
}
