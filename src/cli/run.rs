//! `downline run`: the main job, from a scenario to a folder of results.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::observed::Recorded;
use crate::observed::read::{self, InputFile};
use crate::plan::{LANGUAGE, Plan};
use crate::report::folder::{Folder, FolderError};
use crate::report::manifest::{self, Manifest};
use crate::report::participants::{ParticipantRows, Participants};
use crate::report::{self, Charts};
use crate::scenario::diagnose::Diagnostics;
use crate::scenario::types::Scenario;
use crate::scenario::{self, Loaded};
use crate::study::memory;
use crate::study::precision::Precision;
use crate::study::results::Results;
use crate::study::run::{Progress, ReplicationView, RunOptions, StudyError, run_history};
use crate::what_if::asked;
use crate::what_if::points::AskError;

use super::arguments::{Outcome, Run, Running};
use super::exit::Exit;
use super::progress::watched;
use super::summary::{self, Ink, SummaryFiles};
use super::summary_json::summary_json;
use super::worlds;

/// The scenario that runs when none is named.
pub(super) const DEFAULT_SCENARIO: &str = "ebook";

/// With `--precision`, the most replications that are added if `--replications` does not say.
const MOST_REPLICATIONS: u32 = 100_000;

/// Why a run did not end well.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The scenario or a plan is wrong.
    #[error(transparent)]
    Input(#[from] Diagnostics),
    /// The output folder cannot be had.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The study did not finish.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// A question was not answered to its end.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The summary could not be printed.
    #[error("cannot print the summary: {0}")]
    Print(#[from] io::Error),
}

impl RunError {
    /// The exit code this ends in.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            RunError::Input(_) => Exit::BadInput,
            RunError::Folder(error) if error.is_refusal() => Exit::BadInput,
            RunError::Folder(_) | RunError::Print(_) => Exit::OutputFailed,
            RunError::Study(StudyError::Interrupted { .. })
            | RunError::Ask(AskError::Interrupted { .. }) => Exit::Interrupted,
            RunError::Ask(AskError::Shelf(_)) => Exit::OutputFailed,
            RunError::Ask(_) => Exit::Internal,
            RunError::Study(StudyError::Keep(_)) => Exit::OutputFailed,
            RunError::Study(StudyError::Imbalance { .. }) => Exit::Internal,
            RunError::Study(_) => Exit::BadInput,
        }
    }
}

/// Runs a scenario and writes its results.
///
/// # Errors
///
/// See [`RunError`]; nothing is left behind then.
pub fn run(arguments: &Run, out: &mut dyn Write) -> Result<(), RunError> {
    let running = &arguments.running;
    let simulation = &running.simulation;
    let mut overrides = simulation.all_overrides();
    if running.precision.is_some() && simulation.replications.is_none() {
        overrides.push(format!("scenario.replications={MOST_REPLICATIONS}"));
    }
    let default = [DEFAULT_SCENARIO.to_owned()];
    let sources = match &arguments.scenarios[..] {
        [] => &default[..],
        named => named,
    };
    let (mut sets, mut faults) = (Vec::new(), Vec::new());
    for source in sources {
        match scenario::load_worlds(source, &overrides, LANGUAGE) {
            Ok(set) => sets.push(set),
            Err(Diagnostics(found)) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(Diagnostics(faults).into());
    }
    if sets.len() > 1 || sets[0].listed {
        return worlds::run(sets, &overrides, running, out);
    }
    let alone = sets.remove(0).worlds.remove(0);
    let ready = Ready::of(alone, running)?;
    let asked = &simulation.results;
    let target = asked
        .output
        .clone()
        .unwrap_or_else(|| Path::new("output").join(ready.name()));
    let folder = Folder::create(&target, asked.force)?;
    let results = ready.run_into(folder, &overrides, asked)?;
    tell(&results, &target, asked, out)?;
    Ok(())
}

/// A scenario that can be run: its plans are built, and it fits into memory.
pub(super) struct Ready {
    loaded: Loaded,
    /// The file of its network, if growth is `observed`.
    network: Option<InputFile>,
    plans: Vec<Plan>,
    threads: usize,
    participants: bool,
    precision: Option<Precision>,
    /// The option as typed.
    precision_typed: Option<String>,
}

impl Ready {
    /// Reads the network it names and builds the plans. What does not fit is refused before
    /// anything is made.
    pub(super) fn of(mut loaded: Loaded, running: &Running) -> Result<Ready, RunError> {
        let network = read::enrol(&mut loaded)?;
        let plans = Plan::build_all(&loaded.scenario)?;
        let threads = threads(running.simulation.threads);
        let precision = running.precision.as_deref();
        let precision = precision
            .map(|text| asked::precision(text, &loaded.scenario))
            .transpose()
            .map_err(Diagnostics::from)?;
        memory::allot(&loaded.scenario, &plans, threads).map_err(StudyError::from)?;
        Ok(Ready {
            loaded,
            network,
            plans,
            threads,
            participants: running.participants,
            precision,
            precision_typed: running.precision.clone(),
        })
    }

    /// The scenario's name.
    pub(super) fn name(&self) -> &str {
        &self.loaded.scenario.name
    }

    /// Runs it and writes the whole folder.
    pub(super) fn run_into(
        self,
        mut folder: Folder,
        overrides: &[String],
        asked: &Outcome,
    ) -> Result<Results, RunError> {
        let Ready {
            loaded,
            network,
            plans,
            threads,
            participants,
            precision,
            precision_typed,
        } = self;
        if !asked.quiet {
            super::warn(&loaded.warnings);
            for note in plans.iter().flat_map(Plan::notes) {
                eprintln!("note: {note}");
            }
        }
        let study = Study {
            scenario: &loaded.scenario,
            recorded: None,
            plans: &plans,
            threads,
            participants,
            precision,
        };
        let results = study.run(asked, &mut folder)?;
        let replications = results.subject.replications;
        let scenario = if precision.is_some() {
            // The recipe is of as many as it took.
            with_replications(&loaded, replications)?
        } else {
            loaded.resolved
        };
        let manifest = Manifest {
            inputs: manifest::inputs_with(&loaded.sources, network.as_slice()),
            overrides: overrides.to_vec(),
            precision: precision_typed,
            replications,
            scenario,
            seed: loaded.scenario.seed,
            subject: results.subject.clone(),
            version: env!("CARGO_PKG_VERSION"),
        };
        report::write(folder, &results, charts(asked), asked.format, &manifest)?;
        Ok(results)
    }
}

/// The scenario in full with another number of replications.
fn with_replications(loaded: &Loaded, replications: u32) -> Result<String, Diagnostics> {
    let fewer = format!("scenario.replications={replications}");
    let name = &loaded.scenario.name;
    Ok(scenario::load_text(name, &loaded.resolved, &[fewer], LANGUAGE)?.resolved)
}

/// Whether charts are drawn.
pub(super) fn charts(asked: &Outcome) -> Charts {
    if asked.no_charts {
        Charts::LeftOut
    } else {
        Charts::Drawn
    }
}

/// Writes what a study found and tells of it.
///
/// # Errors
///
/// [`RunError::Folder`] and [`RunError::Print`].
pub(super) fn finish(
    folder: Folder,
    results: &Results,
    manifest: &Manifest,
    target: &Path,
    asked: &Outcome,
    out: &mut dyn Write,
) -> Result<(), RunError> {
    report::write(folder, results, charts(asked), asked.format, manifest)?;
    tell(results, target, asked, out)?;
    Ok(())
}

/// What is to be paid.
pub(super) struct Study<'a> {
    pub(super) scenario: &'a Scenario,
    /// The network, if it was observed.
    pub(super) recorded: Option<&'a Recorded>,
    pub(super) plans: &'a [Plan],
    pub(super) threads: usize,
    /// Whether the participants' files are written.
    pub(super) participants: bool,
    /// When enough is known.
    pub(super) precision: Option<Precision>,
}

impl Study<'_> {
    /// Runs it, and writes the participants' files if they are asked for.
    pub(super) fn run(&self, asked: &Outcome, folder: &mut Folder) -> Result<Results, RunError> {
        if !self.participants {
            let nothing = |_: &ReplicationView| ();
            return Ok(self.watch(asked, nothing, |()| Ok(()))?);
        }
        let ids = self
            .recorded
            .map_or(&[][..], |recorded| &recorded.network.ids);
        let participants = Participants::new(self.scenario, self.plans, ids, asked.format);
        let mut files = participants.create(folder).map_err(StudyError::from)?;
        let results = if self.scenario.replications == 1 {
            // One history, perhaps of millions: its rows leave as they are made.
            let files = Mutex::new(&mut files);
            let append = |rows| files.lock().expect("no thread panicked").append(rows);
            let observe = |view: &ReplicationView| participants.pieces(view, append);
            self.watch(asked, observe, |appended| appended)?
        } else {
            let gather = |view: &ReplicationView| {
                let mut pieces = Vec::new();
                participants.pieces(view, |rows| {
                    pieces.push(rows);
                    Ok(())
                })?;
                Ok(pieces)
            };
            let append = |pieces: io::Result<Vec<ParticipantRows>>| {
                pieces?.into_iter().try_for_each(|rows| files.append(rows))
            };
            self.watch(asked, gather, append)?
        };
        files.close(folder).map_err(StudyError::from)?;
        Ok(results)
    }

    /// Runs it while its progress is shown and an interrupt can stop it.
    fn watch<T: Send>(
        &self,
        asked: &Outcome,
        observe: impl Fn(&ReplicationView) -> T + Send + Sync,
        keep: impl FnMut(T) -> io::Result<()> + Send,
    ) -> Result<Results, StudyError> {
        let Study {
            scenario,
            recorded,
            plans,
            threads,
            participants,
            precision,
        } = *self;
        let progress = Arc::new(Progress::default());
        stop_on_interrupt(&progress);
        let options = RunOptions {
            threads,
            by_component: participants,
            precision,
        };
        // One observed history has no progress to show.
        let quiet = asked.quiet || recorded.is_some();
        watched(&progress, scenario.replications, quiet, || {
            run_history(scenario, recorded, plans, options, &progress, observe, keep)
        })
    }
}

/// As many threads as asked for, else as many as there are cores for this process.
pub(super) fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    )
}

/// The run that an interrupt stops: the last that was started.
static UNDER_WAY: Mutex<Option<Arc<Progress>>> = Mutex::new(None);

/// The first interrupt ends the run after the replications under way; the second ends
/// the program at once.
#[expect(clippy::exit, reason = "a second interrupt asks for just that")]
pub(super) fn stop_on_interrupt(progress: &Arc<Progress>) {
    let under_way = || UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner);
    *under_way() = Some(Arc::clone(progress));
    let handler = move || {
        if let Some(progress) = under_way().as_ref() {
            if progress.is_stopped() {
                std::process::exit(i32::from(Exit::Interrupted as u8));
            }
            progress.stop();
        }
    };
    // A later run in one process finds the handler set, and is the one under way.
    let _ = ctrlc::try_set_handler(handler);
}

fn tell(results: &Results, target: &Path, asked: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    if asked.json {
        serde_json::to_writer_pretty(&mut *out, &summary_json(results))?;
        writeln!(out)
    } else if asked.quiet {
        Ok(())
    } else {
        let files = SummaryFiles {
            folder: shown(target),
            charts: !asked.no_charts,
            format: asked.format,
        };
        out.write_all(summary::text(results, &files, Ink::Plain).as_bytes())
    }
}

pub(super) fn shown(target: &Path) -> String {
    let path: PathBuf = target.components().collect();
    path.display().to_string()
}
