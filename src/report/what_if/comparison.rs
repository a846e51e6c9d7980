//! The answer of `compare`: finished runs against the first of them.

use super::drawing;
use crate::money::Currency;
use crate::report::chart::{Chart, what_if as chart};
use crate::report::column::Column;
use crate::report::definitions;
use crate::report::table::{Cell, Population, Table};
use crate::report::words::{self, Reading};
use crate::study::outcome::Measure;
use crate::study::results::Estimate;
use crate::what_if::compare::{Compared, FinishedRun, Pairing, differing_keys};

/// Keys in which scenarios differ, of which so many are named.
const KEYS_TOLD: usize = 8;

/// What was found of one run against the first.
#[derive(Clone, Debug)]
pub struct Against {
    /// The run.
    pub run: FinishedRun,
    /// How its luck hangs together with the first's.
    pub pairing: Pairing,
    /// Metric by metric.
    pub compared: Vec<Compared>,
}

impl Against {
    /// What was paired with what, in a sentence.
    #[must_use]
    pub fn pairing_in_words(&self, base: &FinishedRun) -> String {
        let (name, other) = (&self.run.name, &base.name);
        let [own, first] = [&self.run, base].map(|run| run.subject.replications);
        let pairs = words::plural(own.min(first) as usize, "history is", "histories are");
        let rest = if own == first {
            ""
        } else {
            "; the further histories of the longer one are left out"
        };
        match self.pairing {
            Pairing::SamePeople => format!(
                "{name} and {other} have the same seed, and networks that agree in every figure: \
                 {pairs} compared pair by pair, the same people with the same luck{rest}."
            ),
            Pairing::SameLuck => format!(
                "{name} and {other} have the same seed but not the same networks, or a world for \
                 every plan: {pairs} compared pair by pair with the same luck, which is not the \
                 same people{rest}."
            ),
            Pairing::Observed => format!(
                "{name} and {other} are of observed networks: there is no luck in them, and the \
                 difference is that of the two figures."
            ),
            Pairing::Strangers => format!(
                "{name} and {other} do not share their luck: they are compared as two independent \
                 samples, and differences are known less well."
            ),
        }
    }

    /// In which keys the scenarios of the two differ, in a sentence.
    #[must_use]
    pub fn differences_in_words(&self, base: &FinishedRun) -> String {
        let keys = differing_keys(base, &self.run);
        if keys.is_empty() {
            return "Their scenarios do not differ in any key.".to_owned();
        }
        let told = keys.iter().take(KEYS_TOLD);
        let told: Vec<String> = told
            .map(|(key, before, after)| format!("{key} ({before}, then {after})"))
            .collect();
        let more = match keys.len().saturating_sub(KEYS_TOLD) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("Their scenarios differ in {}{more}.", told.join(", "))
    }

    /// A metric of a plan in both runs and how far they are apart, in a sentence.
    #[must_use]
    pub fn finding(&self, base: &FinishedRun, compared: &Compared) -> String {
        let currency = &base.subject.currency;
        let read = |estimate: Estimate| Reading::of(estimate, compared.measure.unit, currency);
        format!(
            "{}.{}: {} in {}, {} in {}, a difference of {}.",
            compared.plan,
            compared.measure.name,
            read(compared.base),
            base.name,
            read(compared.own),
            self.run.name,
            Reading::of_difference(compared.difference, compared.measure.unit, currency),
        )
    }
}

/// Run × plan × metric.
#[must_use]
pub fn table<'a>(base: &'a FinishedRun, against: &'a [Against]) -> Table<'a> {
    let mut table = Table::new(
        "compared",
        "Finished runs against the first",
        "difference is the run less the first one. luck says whether the two are compared history \
         by history (same_people, same_luck), as figures of files (observed) or as independent samples \
         (strangers); \
         unpaired_ci_low to unpaired_ci_high is the interval as independent samples either way.",
        Population::Both,
        vec![
            Column::text("run"),
            Column::text("base"),
            Column::text("luck"),
            Column::text("plan"),
            Column::text("metric"),
            Column::statistic("mean_base"),
            Column::statistic("mean"),
            Column::statistic("difference"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::statistic("unpaired_ci_low"),
            Column::statistic("unpaired_ci_high"),
            Column::integer("replications"),
        ],
    );
    for against in against {
        for compared in &against.compared {
            let unit = compared.measure.unit;
            let strangers = [compared.of_strangers.low, compared.of_strangers.high];
            let head = [
                Cell::Text(&against.run.name),
                Cell::Text(&base.name),
                Cell::Text(against.pairing.word()),
                Cell::Text(&compared.plan),
                Cell::Text(compared.measure.name),
                Cell::measured(unit, compared.base.mean),
                Cell::measured(unit, compared.own.mean),
            ];
            table.push(
                head.into_iter()
                    .chain(Cell::estimate(unit, compared.difference))
                    .chain(strangers.map(|value| Cell::measured(unit, value)))
                    .chain([Cell::Integer(compared.replications.into())]),
            );
        }
    }
    table
}

/// The table as a CSV file.
#[must_use]
pub fn csv(base: &FinishedRun, against: &[Against]) -> Vec<u8> {
    let currency: &Currency = &base.subject.currency;
    table(base, against).csv(currency)
}

/// The differences of every metric told, a chart for each of a plan: paired, and as if the
/// two had nothing to do with each other.
#[must_use]
pub fn charts(base: &FinishedRun, against: &[Against]) -> Vec<Chart> {
    let mut told: Vec<(&str, &'static Measure)> = Vec::new();
    for compared in against.iter().flat_map(|against| &against.compared) {
        let known =
            |one: &(&str, &Measure)| one.0 == compared.plan && one.1.name == compared.measure.name;
        if !told.iter().any(known) {
            told.push((&compared.plan, compared.measure));
        }
    }
    told.into_iter()
        .filter_map(|(plan, measure)| chart(base, against, plan, measure))
        .collect()
}

fn chart(base: &FinishedRun, against: &[Against], plan: &str, measure: &Measure) -> Option<Chart> {
    let row = |against: &Against| {
        let compared = against
            .compared
            .iter()
            .find(|row| row.plan == plan && row.measure.name == measure.name)?;
        let marks = [compared.difference, compared.of_strangers];
        Some(chart::Row {
            label: against.run.name.clone(),
            note: against.pairing.word().replace('_', " "),
            total: false,
            marks: marks
                .into_iter()
                .enumerate()
                .map(|(kind, estimate)| chart::Mark {
                    kind,
                    estimate,
                    text: None,
                })
                .collect(),
        })
    };
    let label = base.subject.plans.iter().find(|label| label.name == plan);
    let title = label.map_or(plan, |label| &label.title);
    chart::bars(&chart::Bars {
        words: chart::Words {
            file_stem: format!("compared_{}_{}", drawing::stem(plan), measure.name),
            source_table: "compared",
            title: format!("{}, less “{}”", drawing::under(measure, title), base.name),
            caption: format!(
                "{} Runs against {}; intervals are 95\u{a0}%. How a run\u{2019}s luck hangs together \
                 with the first one\u{2019}s stands below its name.",
                definitions::scope(&base.subject, Population::Participants),
                base.name,
            ),
            alternative_text: None,
        },
        metric: drawing::metric(measure, &base.subject.currency, true),
        form: chart::Form::Dot,
        kinds: vec![
            "history by history, where the luck is the same".to_owned(),
            "as independent samples".to_owned(),
        ],
        rows: against.iter().filter_map(row).collect(),
    })
}
