//! Reading scenarios as a user meets it: what is accepted, what is refused, and whether
//! the refusal says where, what and what else.

mod bases;
mod files;
mod growth;
mod the_command_line;
mod what_comes_with_the_program;
mod what_is_read;
mod what_is_refused;

use std::fs;
use std::path::Path;

use downline::money::Cents;
use downline::plan::LANGUAGE;
use downline::plan::Plan;
use downline::scenario::builtin;
use downline::scenario::diagnose::Diagnostics;
use downline::scenario::types::{Ability, Attachment, GrowthLaw, SalesLaw};
use downline::scenario::{Loaded, load, load_text};
use proptest::prelude::*;
use tempfile::TempDir;

/// The least that loads.
const LEAST: &str = "\
[scenario]
name = 'least'
[growth]
law = 'fixed'
participants = 5
[sales]
law = 'fixed'
units = 1
[product]
price = 20.00
[[plans]]
name = 'referral'
[[plans.component]]
type = 'sale_commission'
rate = 0.5
";

fn read(text: &str, overrides: &[&str]) -> Result<Loaded, Diagnostics> {
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    load_text("test.toml", text, &overrides, LANGUAGE)
}

fn good(text: &str, overrides: &[&str]) -> Loaded {
    read(text, overrides).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The lines of all faults.
fn faults(text: &str, overrides: &[&str]) -> String {
    match read(text, overrides) {
        Ok(_) => panic!("this was accepted:\n{text}\n{overrides:?}"),
        Err(faults) => faults.to_string(),
    }
}

/// The only fault of the least scenario with one line replaced.
fn fault_of(line: &str, replacement: &str) -> String {
    assert!(LEAST.contains(line), "{line}");
    let faults = faults(&LEAST.replacen(line, replacement, 1), &[]);
    assert_eq!(faults.lines().count(), 1, "{faults}");
    faults
}

fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn refused(path: &str) -> String {
    load(path, &[], LANGUAGE).unwrap_err().to_string()
}

fn same_after_resolving(loaded: &Loaded) {
    let again = good(&loaded.resolved, &[]);
    assert_eq!(again.scenario, loaded.scenario, "{}", loaded.resolved);
    assert_eq!(again.resolved, loaded.resolved);
}

/// Tokens that go wherever a value stands.
fn token() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:?}").replace("NaN", "nan")),
        prop::sample::select(vec![
            "0",
            "1",
            "0.5",
            "1e-9",
            "[]",
            "[0]",
            "[0.1, 'x']",
            "{}",
            "{ law = 'lognormal' }",
            "'fixed'",
            "'recruiting'",
            "'complete'",
            "'slots'",
            "true",
            "1979-05-27",
            "''",
            "'é'",
            "[[1]]",
            "inf",
            "0x7fffffffffffffff",
            "99999999999999999999999999999999999999999",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read_but_never_break_the_reader(
        bytes in prop::collection::vec(any::<u8>(), 0..200)
    ) {
        let _ = read(&String::from_utf8_lossy(&bytes), &[]);
    }

    #[test]
    fn any_value_in_any_place_is_refused_or_resolves_to_itself(
        known in prop::sample::select(builtin::ALL),
        edits in prop::collection::vec((any::<prop::sample::Index>(), token()), 1..4),
    ) {
        let mut lines: Vec<String> = known.text.lines().map(str::to_owned).collect();
        let places: Vec<usize> = (0..lines.len())
            .filter(|&line| lines[line].contains(" = ") && !lines[line].starts_with('#'))
            .collect();
        for (index, token) in edits {
            let line = places[index.index(places.len())];
            let key = lines[line].split(" = ").next().unwrap().to_owned();
            lines[line] = format!("{key} = {token}");
        }
        if let Ok(loaded) = read(&lines.join("\n"), &[]) {
            same_after_resolving(&loaded);
        }
    }

    #[test]
    fn any_set_is_refused_or_taken(
        path in "[a-z_.0-9]{0,30}",
        value in token(),
    ) {
        let _ = read(LEAST, &[&format!("{path}={value}")]);
    }
}

#[test]
fn the_files_of_the_built_ins_are_those_of_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "plans")
        .collect();
    let mut names: Vec<String> = builtin::ALL
        .iter()
        .map(|known| format!("{}.toml", known.name))
        .collect();
    files.sort();
    names.sort();
    assert_eq!(files, names);
}
