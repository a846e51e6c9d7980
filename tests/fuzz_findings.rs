//! What fuzzing has found stays found: every file of `tests/fuzz_findings/TARGET/` goes in
//! where the fuzzer of that target put it, and comes back in time. With it, scenarios are
//! composed at random from every key there is.
//!
//! `DOWNLINE_COMPOSED=100000 cargo test --release --test fuzz_findings` composes so many.

#[path = "support/inputs.rs"]
mod inputs;

use std::env;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// What takes one input: a kind of input by the name of its fuzz target.
type Entry = fn(&[u8]);

const TARGETS: [(&str, Entry); 10] = [
    ("composed", inputs::composed),
    ("manifest", inputs::manifest),
    ("network", inputs::network),
    ("orders", inputs::orders),
    ("part", inputs::part),
    ("plan", inputs::plan),
    ("record", inputs::record),
    ("scenario", inputs::scenario),
    ("table", inputs::table),
    ("worked_examples", inputs::worked_examples),
];

/// The longest that one input may take. It takes milliseconds; this is for a busy machine.
const LIMIT: Duration = Duration::from_secs(30);

/// How many scenarios are composed unless the environment says otherwise.
const COMPOSED: u32 = 400;

fn inputs_of(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz_findings")
        .join(target);
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Why an input broke something, if it did.
fn broken(entry: Entry, file: &Path) -> Option<&'static str> {
    let bytes = fs::read(file).unwrap();
    let (done, waiting) = mpsc::channel();
    let work = thread::spawn(move || {
        entry(&bytes);
        // Nobody may be waiting any more.
        let _ = done.send(());
    });
    match waiting.recv_timeout(LIMIT) {
        Ok(()) => None,
        Err(mpsc::RecvTimeoutError::Timeout) => Some("takes too long"),
        Err(mpsc::RecvTimeoutError::Disconnected) => work.join().err().map(|_| "panics; see above"),
    }
}

#[test]
fn what_was_found_stays_found() {
    let mut faults = Vec::new();
    let mut inputs = 0;
    for (target, entry) in TARGETS {
        for file in inputs_of(target) {
            inputs += 1;
            if let Some(why) = broken(entry, &file) {
                faults.push(format!("{target}: {} {why}", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(inputs > 0, "no finding was looked at");
}

#[test]
fn every_finding_belongs_to_a_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz_findings");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(TARGETS.iter().any(|(target, _)| *target == name), "{name}");
    }
}

#[test]
fn every_composed_scenario_that_is_accepted_runs_and_balances() {
    let asked = env::var("DOWNLINE_COMPOSED").map(|cases| cases.parse().expect("a whole number"));
    let config = ProptestConfig {
        cases: asked.unwrap_or(COMPOSED),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let choices = prop::collection::vec(any::<u8>(), 0..1_200);
    let outcome = TestRunner::new(config).run(&choices, |choices| {
        let text = inputs::composed_text(&choices);
        catch_unwind(|| inputs::composed(&choices))
            .map_err(|_| TestCaseError::fail(format!("this scenario breaks it:\n{text}")))
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn most_composed_scenarios_are_accepted() {
    let mut accepted = 0;
    let strategy = prop::collection::vec(any::<u8>(), 100..1_200);
    let mut runner = TestRunner::deterministic();
    for _ in 0..100 {
        let choices = strategy.new_tree(&mut runner).unwrap().current();
        accepted += u32::from(inputs::is_accepted(&choices));
    }
    assert!(accepted >= 50, "{accepted} of 100");
}
