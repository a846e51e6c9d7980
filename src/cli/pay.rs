//! `downline pay`: pays a real network under one or more plans and writes what `run`
//! writes.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments::{Pay, Records};
use super::head::{DRAWN, Head};
use super::live::{Study, threads};
use super::question::asked_for;
use super::run::{self, RunError};
use crate::observed::Recorded;
use crate::observed::read::{self, Reading, codes};
use crate::plan::Plan;
use crate::report::folder::Folder;
use crate::report::manifest::{self, Manifest};
use crate::scenario::Loaded;
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin};
use crate::study::memory;
use crate::study::run::{Seen, StudyError};
use crate::study::shelf::Place;

/// Keys that have an option of their own.
const OPTIONS: [(&str, &str); 3] = [
    ("scenario.currency", "use --currency"),
    ("horizon.unit", "use --unit"),
    ("horizon.periods", "use --periods"),
];

/// A real network and the plans it is paid under.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) loaded: Loaded,
    pub(super) plans: Vec<Plan>,
    pub(super) recorded: Recorded,
}

/// Pays a network and writes the results.
///
/// # Errors
///
/// See [`RunError`]; nothing is left behind then.
pub fn pay(arguments: &Pay, out: &mut dyn Write) -> Result<(), RunError> {
    let asked = &arguments.results;
    let threads = threads(arguments.threads);
    let case = Case::read(
        &arguments.records,
        &arguments.plans,
        &arguments.overrides,
        threads,
    )?;
    let scenario = &case.loaded.scenario;
    memory::allot(scenario, &case.plans, 1, Seen::Components).map_err(StudyError::from)?;
    let target = asked
        .output
        .clone()
        .unwrap_or_else(|| Path::new("output").join(&scenario.name));
    let mut folder = Folder::create(&target, asked.force)?;
    if !asked.quiet {
        super::warn(&case.loaded.warnings);
        let of_plans = case.plans.iter().flat_map(Plan::notes);
        for note in case.recorded.notes.iter().chain(of_plans) {
            eprintln!("note: {note}");
        }
    }
    let study = Study {
        scenario,
        recorded: Some(&case.recorded),
        plans: &case.plans,
        threads,
        participants: arguments.participants,
        precision: None,
    };
    let results = study.run(asked, &mut folder, Place::NOWHERE)?;
    let manifest = Manifest {
        inputs: manifest::inputs_with(&case.loaded.sources, &case.recorded.inputs),
        overrides: arguments.overrides.clone(),
        precision: None,
        records: Some(as_typed(arguments)),
        replications: 1,
        seed: scenario.seed,
        subject: results.subject.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: case.loaded.resolved,
    };
    run::finish(folder, &results, &manifest, &target, asked, out)
}

/// What was typed, files by their names: folders are facts of the machine.
fn as_typed(arguments: &Pay) -> BTreeMap<String, Vec<String>> {
    let name = |path: &PathBuf| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        name.to_string_lossy().into_owned()
    };
    let records = &arguments.records;
    asked_for([
        ("plan", arguments.plans.iter().map(name).collect()),
        ("network", records.network.iter().map(name).collect()),
        ("orders", records.orders.iter().map(name).collect()),
        ("currency", records.currency.iter().cloned().collect()),
        ("unit", records.unit.iter().cloned().collect()),
        (
            "periods",
            records.periods.iter().map(u32::to_string).collect(),
        ),
        ("set", arguments.overrides.clone()),
    ])
}

impl Case {
    /// Reads the plans, then the network and its orders.
    pub(super) fn read(
        records: &Records,
        plans: &[PathBuf],
        overrides: &[String],
        threads: usize,
    ) -> Result<Case, Diagnostics> {
        let Some(network) = &records.network else {
            return Err(Diagnostics(vec![
                Diagnostic::error(
                    codes::UNREADABLE,
                    &Origin::Default,
                    "there is no network to pay",
                )
                .help("give a CSV file with `--network`"),
            ]));
        };
        refuse_what_files_say(overrides)?;
        let mut head = Head {
            named_after: network,
            currency: records.currency.as_deref().unwrap_or("USD"),
            unit: records.unit.clone(),
            periods: records.periods.unwrap_or(1),
            members: 0,
        };
        // Once to know what the plans need, and once more with what the files hold.
        let mut loaded = head.load(plans, overrides)?;
        let needs_orders = |plans: &[Plan]| plans.iter().any(Plan::needs_orders);
        let reading = Reading {
            currency: loaded.scenario.currency.clone(),
            days: loaded.scenario.horizon.unit.days(),
            periods: records.periods,
            single_orders: needs_orders(&Plan::build_all(&loaded.scenario)?),
        };
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("the operating system starts threads");
        let recorded = pool.install(|| read::read(network, records.orders.as_deref(), &reading))?;
        head.periods = recorded.periods();
        head.members = recorded.members() as u32;
        loaded = head.load(plans, overrides)?;
        Ok(Case {
            plans: Plan::build_all(&loaded.scenario)?,
            loaded,
            recorded,
        })
    }
}

/// Who joins and what is bought stands in the files: a `--set` of it would do nothing.
fn refuse_what_files_say(overrides: &[String]) -> Result<(), Diagnostics> {
    let mut faults = Vec::new();
    for text in overrides {
        let key = text.split('=').next().unwrap_or_default().trim();
        let own_option = OPTIONS.iter().find(|(option, _)| *option == key);
        let section = key.split('.').next().unwrap_or_default();
        if own_option.is_none()
            && !["scenario.replications", "scenario.world"].contains(&key)
            && !DRAWN.contains(&section)
        {
            continue;
        }
        let help = own_option.map_or(
            "keys of `plans`, `costs`, `product`, `people`, `company` and `comparison` may be set",
            |(_, help)| help,
        );
        let origin = Origin::CommandLine(text.clone());
        let message = format!("`{key}` says nothing of a network that was observed");
        faults.push(Diagnostic::error(codes::NOT_FOR_FILES, &origin, message).help(help));
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Diagnostics(faults)),
    }
}
