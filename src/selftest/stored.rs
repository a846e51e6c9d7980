//! Built-in scenarios run small, the bytes of their tables and charts against those stored with
//! the program. Regenerate with `UPDATE_SELFTEST=1 cargo test --lib stored`.

use std::collections::BTreeMap;

use super::Check;
use crate::hash::sha256;
use crate::plan::{LANGUAGE, Plan};
use crate::report::format::Format;
use crate::report::read_back::{self, Tables};
use crate::report::{chart, tables};
use crate::scenario;
use crate::study::run::{Progress, ReplicationView, RunOptions, Seen, fold, run_kept};
use crate::study::shelf::Place;

const KIND: &str = "stored bytes";
const STORED: &str = include_str!("stored.json");

/// Scenario and replications: growth of every kind, months and quitting, all plans.
const RUNS: [(&str, u32); 9] = [
    ("ebook", 12),
    ("supplement", 3),
    ("all-plans", 2),
    ("gastwirth", 2),
    ("golden-book", 4),
    ("churn", 2),
    ("many-towns", 2),
    ("uncapped-binary", 2),
    ("speed", 1),
];

/// Hashes by scenario, of all tables together and of all charts together.
type Hashes = BTreeMap<String, [String; 2]>;

pub(super) fn checks() -> Vec<Check> {
    let stored: Hashes = serde_json::from_str(STORED).expect("it is the program's own");
    let mut checks = Vec::new();
    for (name, replications) in RUNS {
        let found = made(name, replications);
        let [tables, charts] = stored.get(name).cloned().unwrap_or_default();
        let [found_tables, found_charts] = found.unwrap_or_else(|fault| [fault.clone(), fault]);
        let of = |what: &str| format!("{what} of {name}, {replications} histories");
        checks.push(short(&of("tables"), &tables, &found_tables));
        checks.push(short(&of("charts"), &charts, &found_charts));
    }
    checks
}

/// Hashes by their first digits, which tell them apart as well.
fn short(what: &str, expected: &str, found: &str) -> Check {
    let cut = |hash: &str| hash.chars().take(16).collect::<String>();
    Check {
        agrees: expected == found,
        ..Check::same(KIND, what, &cut(expected), &cut(found))
    }
}

/// The hashes of a scenario's tables and charts. On the way they are kept and added up again,
/// which must change nothing.
fn made(name: &str, replications: u32) -> Result<[String; 2], String> {
    let fewer = format!("scenario.replications={replications}");
    let loaded = scenario::load(name, &[fewer], LANGUAGE).map_err(|error| error.to_string())?;
    let scenario = loaded.scenario;
    let plans = Plan::build_all(&scenario).map_err(|error| error.to_string())?;
    let options = RunOptions {
        threads: 2,
        seen: Seen::Accounts,
        precision: None,
    };
    let shelf = crate::study::shelf::Memory::default();
    let place = Place::on(&shelf, 0);
    let nothing = |_: &ReplicationView| ();
    let progress = Progress::default();
    let results = run_kept(
        &scenario,
        &plans,
        options,
        place,
        &progress,
        nothing,
        |()| Ok(()),
    )
    .map_err(|error| error.to_string())?;
    let subject = crate::study::run::subject(&scenario, None, &plans);
    let again = fold(&subject, place, |()| Ok(())).map_err(|error| error.to_string())?;
    let text = |results| -> Vec<u8> {
        let tables = tables::all(results).into_iter();
        let bytes = tables.map(|table| Format::Csv.bytes(&table, &subject.currency));
        bytes.collect::<Vec<_>>().concat()
    };
    let written = text(&results);
    if written != text(&again) {
        return Err("what was kept adds up to something else".to_owned());
    }
    let mut files = Tables::default();
    for table in &tables::all(&results) {
        files.files.insert(table.name, table.csv(&subject.currency));
    }
    let read = read_back::results(results.subject.clone(), &files);
    let read = read.map_err(|error| error.to_string())?;
    let drawn: String = chart::all(&read)
        .into_iter()
        .map(|chart| chart.svg)
        .collect();
    Ok([sha256(&written), sha256(drawn.as_bytes())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_what_is_made() {
        let made: Hashes = RUNS
            .map(|(name, replications)| (name.to_owned(), made(name, replications).unwrap()))
            .into();
        let text = format!("{}\n", serde_json::to_string_pretty(&made).unwrap());
        if std::env::var_os("UPDATE_SELFTEST").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/selftest/stored.json");
            std::fs::write(path, text).unwrap();
        } else {
            assert!(text == STORED, "{text}");
        }
    }
}
