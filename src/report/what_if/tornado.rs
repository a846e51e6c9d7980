//! The answer of `tornado`: every key from its low to its high value, one at a time.

use super::{Answer, QuestionManifest, drawing};
use crate::report::chart::{Chart, what_if as chart};
use crate::report::column::Column;
use crate::report::table::{Cell, Population, Table};
use crate::report::words::{Reading, count, plural};
use crate::study::interval::Estimator;
use crate::study::outcome::Outcome;
use crate::study::results::{Estimate, Subject};
use crate::what_if::case::{Case, VariantError};
use crate::what_if::points;
use crate::what_if::tornado::{Bar, Tornado};

/// What every key does to one outcome.
#[derive(Clone, Debug)]
pub struct Bars {
    /// The outcome.
    pub outcome: Outcome,
    /// As the scenario stands.
    pub as_it_stands: Estimate,
    /// The key that moves it furthest first.
    pub bars: Vec<Bar>,
}

impl Bars {
    /// Those of every outcome that was asked for.
    #[must_use]
    pub fn of(tornado: &Tornado, outcomes: &[Outcome], answers: &[points::Answer]) -> Vec<Bars> {
        let of_outcome = |(asked, outcome): (usize, &Outcome)| Bars {
            outcome: *outcome,
            as_it_stands: answers[0]
                .column(asked)
                .map_or_else(Estimate::default, |column| {
                    let estimator = &mut Estimator::default();
                    outcome.measure.estimate(column, estimator)
                }),
            bars: tornado.bars(outcome, asked, answers),
        };
        outcomes.iter().enumerate().map(of_outcome).collect()
    }
}

/// The whole answer.
///
/// # Errors
///
/// If the scenario as it stands cannot be read again.
pub fn answer<'a>(
    case: &Case,
    tornado: &'a Tornado,
    bars: &'a [Bars],
    plans: &'a [String],
    draws: bool,
    manifest: QuestionManifest,
) -> Result<Answer<'a>, VariantError> {
    let failed = bars.first().map_or(0, |bars| {
        let ends = bars.bars.iter().flat_map(|bar| &bar.ends);
        ends.filter(|end| end.failure.is_some()).count()
    });
    let mut notes = super::notes_on(case);
    if failed > 0 {
        notes.push(format!(
            "{} cannot be run and has no bar; the table says why.",
            plural(failed, "value", "values")
        ));
    }
    let findings = bars.iter().map(|bars| finding(case, tornado, bars, plans));
    let subject = case.subject()?;
    let charts = if draws {
        bars.iter()
            .filter_map(|bars| chart(tornado, bars, &subject))
            .collect()
    } else {
        Vec::new()
    };
    Ok(Answer {
        title: "Which assumption moves the result most?".to_owned(),
        findings: findings.collect(),
        notes,
        reading: vec![
            format!(
                "Each key is moved from its low to its high value by itself, all others as the \
                 scenario has them; {} histories at each value.",
                count(case.scenario().replications.into())
            ),
            "A change is against the scenario as it stands, the same people with the same luck: its \
             interval is much narrower than that of two runs with different luck, which stands \
             beside it."
                .to_owned(),
            "How long a bar is hangs on how far apart its two values were chosen. What keys do \
             together is not seen here: `downline sensitivity` shows it."
                .to_owned(),
        ],
        tables: vec![table(tornado, bars, plans)],
        charts,
        subject,
        manifest,
    })
}

fn finding(case: &Case, tornado: &Tornado, bars: &Bars, plans: &[String]) -> String {
    let measure = bars.outcome.measure;
    let read = |estimate: Estimate| Reading::of(estimate, measure.unit, case.currency());
    let name = bars.outcome.name(plans);
    let stands = format!(
        "{name} is {} as the scenario stands",
        read(bars.as_it_stands)
    );
    match bars.bars.first() {
        Some(first) if first.length() > 0.0 => {
            let [low, high] = &first.ends;
            format!(
                "{stands}; `{}` moves it most: {} at {}, {} at {}.",
                tornado.varied[first.key].key,
                read(low.estimate),
                low.value.label(),
                read(high.estimate),
                high.value.label(),
            )
        }
        _ if bars
            .bars
            .iter()
            .any(|bar| bar.ends.iter().any(|end| end.change.mean.is_none())) =>
        {
            format!("{stands}; which key moves it is not known: some values have no outcome.")
        }
        _ => format!("{stands}; no key moves it."),
    }
}

/// The bars of an outcome.
fn chart(tornado: &Tornado, bars: &Bars, subject: &Subject) -> Option<Chart> {
    let measure = bars.outcome.measure;
    let (_, name, title) = drawing::plan(&bars.outcome, subject);
    let stands = Reading::of(bars.as_it_stands, measure.unit, &subject.currency);
    let row = |bar: &Bar| chart::Row {
        label: tornado.varied[bar.key].key.clone(),
        note: String::new(),
        total: false,
        marks: bar
            .ends
            .iter()
            .enumerate()
            .map(|(kind, end)| chart::Mark {
                kind,
                estimate: end.change,
                text: Some(end.value.label().to_owned()),
            })
            .collect(),
    };
    chart::bars(&chart::Bars {
        words: drawing::words(
            format!("tornado_{}_{}", drawing::stem(&name), measure.name),
            "tornado",
            format!("{}: what moves it?", drawing::under(measure, &title)),
            &format!(
                "Change against the scenario as it stands, where it is {stands}; brackets are \
                 95\u{a0}% intervals of the change."
            ),
            subject,
        ),
        metric: drawing::metric(measure, &subject.currency, true),
        form: chart::Form::Bar,
        kinds: vec![
            "at the low value".to_owned(),
            "at the high value".to_owned(),
        ],
        rows: bars.bars.iter().map(row).collect(),
    })
}

/// `tornado.csv`: outcome × key × value.
fn table<'a>(tornado: &'a Tornado, bars: &'a [Bars], plans: &'a [String]) -> Table<'a> {
    let mut table = Table::new(
        "tornado",
        "Every key, one at a time",
        "change is against the scenario as it stands, the same people with the same luck; \
         unpaired_ci_low to unpaired_ci_high is the interval it would have if the two had nothing \
         to do with each other. The key that moves an outcome furthest stands first.",
        Population::Both,
        vec![
            Column::text("plan"),
            Column::text("metric"),
            Column::text("key"),
            Column::text("value"),
            Column::statistic("mean"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::statistic("change"),
            Column::statistic("change_ci_low"),
            Column::statistic("change_ci_high"),
            Column::statistic("unpaired_ci_low"),
            Column::statistic("unpaired_ci_high"),
            Column::text("failure"),
        ],
    );
    for bars in bars {
        let unit = bars.outcome.measure.unit;
        for bar in &bars.bars {
            for end in &bar.ends {
                let strangers = [end.change_of_strangers.low, end.change_of_strangers.high];
                let head = [
                    Cell::Text(bars.outcome.plan_name(plans)),
                    Cell::Text(bars.outcome.measure.name),
                    Cell::Text(&tornado.varied[bar.key].key),
                    Cell::Text(end.value.label()),
                ];
                table.push(
                    head.into_iter()
                        .chain(Cell::estimate(unit, end.estimate))
                        .chain(Cell::estimate(unit, end.change))
                        .chain(strangers.map(|value| Cell::measured(unit, value)))
                        .chain([Cell::Text(end.failure.as_deref().unwrap_or(""))]),
                );
            }
        }
    }
    table
}
