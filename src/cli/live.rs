//! A scenario made ready and lived, history by history, while progress is shown and an
//! interrupt can stop it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::arguments::{Outcome, Running};
use super::error::RunError;
use super::exit::Exit;
use super::interrupt::whenever_asked_to_end;
use super::progress::watched;
use crate::campaign::allotment;
use crate::observed::Recorded;
use crate::observed::read::{self, InputFile};
use crate::plan::Plan;
use crate::report::folder::Folder;
use crate::report::manifest::{self, Manifest};
use crate::report::participants::{ParticipantFiles, ParticipantRows, Participants};
use crate::scenario::Loaded;
use crate::scenario::diagnose::Diagnostics;
use crate::scenario::types::Scenario;
use crate::study::memory;
use crate::study::precision::Precision;
use crate::study::results::Results;
use crate::study::run::{
    Progress, ReplicationView, RunOptions, Seen, StudyError, run_history, run_kept, run_share,
    subject,
};
use crate::study::shelf::{Place, Unit};
use crate::what_if::asked;

/// A scenario that can be run: its plans are built, and it fits into memory.
pub(super) struct Ready {
    pub(super) loaded: Loaded,
    /// The file of its network, if growth is `observed`.
    pub(super) network: Option<InputFile>,
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
        let seen = seen(running.participants);
        memory::allot(&loaded.scenario, &plans, threads, seen).map_err(StudyError::from)?;
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

    /// The recipe, before anything is known.
    pub(super) fn manifest(&self, overrides: &[String]) -> Manifest {
        let scenario = &self.loaded.scenario;
        Manifest {
            inputs: manifest::inputs_with(&self.loaded.sources, self.network.as_slice()),
            overrides: overrides.to_vec(),
            precision: self.precision_typed.clone(),
            records: None,
            replications: scenario.replications,
            scenario: self.loaded.resolved.clone(),
            seed: scenario.seed,
            subject: subject(scenario, None, &self.plans),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Says what should be known beforehand.
    pub(super) fn warn(&self) {
        super::warn(&self.loaded.warnings);
        for note in self.plans.iter().flat_map(Plan::notes) {
            eprintln!("note: {note}");
        }
    }

    /// Lives what is not kept, and adds all of it up.
    pub(super) fn live(
        &self,
        asked: &Outcome,
        folder: &mut Folder,
        place: Place<'_>,
    ) -> Result<Results, RunError> {
        Ok(self.study().run(asked, folder, place)?)
    }

    /// Lives these replications, as far as they are not kept.
    pub(super) fn live_share(
        &self,
        asked: &Outcome,
        replications: &[Unit],
        place: Place<'_>,
    ) -> Result<(), RunError> {
        let study = self.study();
        let kept = if self.participants {
            let Study {
                scenario, plans, ..
            } = study;
            let participants = Participants::new(scenario, plans, &[], asked.format);
            let gather = |view: &ReplicationView| participants.rows_of(view);
            study.share(asked, replications, place, gather)
        } else {
            study.share(asked, replications, place, |_| ())
        };
        Ok(kept?)
    }

    fn study(&self) -> Study<'_> {
        Study {
            scenario: &self.loaded.scenario,
            recorded: None,
            plans: &self.plans,
            threads: self.threads,
            participants: self.participants,
            precision: self.precision,
        }
    }
}

/// What is to be paid.
#[derive(Clone, Copy)]
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
    /// Runs it, but for what is kept already, and writes the participants' files if they are
    /// asked for. An observed network is not kept: it is one history, and read.
    pub(super) fn run(
        &self,
        asked: &Outcome,
        folder: &mut Folder,
        place: Place<'_>,
    ) -> Result<Results, StudyError> {
        let Study {
            scenario, plans, ..
        } = *self;
        let options = self.options();
        if !self.participants {
            let nothing = |_: &ReplicationView| ();
            let keep = |()| Ok(());
            return self.watch(asked, scenario.replications, |progress| {
                match self.recorded {
                    Some(_) => run_history(
                        scenario,
                        self.recorded,
                        plans,
                        options,
                        progress,
                        nothing,
                        keep,
                    ),
                    None => run_kept(scenario, plans, options, place, progress, nothing, keep),
                }
            });
        }
        let ids = self
            .recorded
            .map_or(&[][..], |recorded| &recorded.network.ids);
        let participants = Participants::new(scenario, plans, ids, asked.format);
        let digits = scenario.currency.digits;
        let mut files = ParticipantFiles::create(folder, ids, digits, asked.format)?;
        let results = self.watch(asked, scenario.replications, |progress| {
            if scenario.replications == 1 {
                // One history, perhaps of millions: its rows leave as they are made.
                let files = Mutex::new(&mut files);
                let append = |rows| files.lock().expect("no thread panicked").append(rows);
                let observe = |view: &ReplicationView| participants.pieces(view, append);
                let recorded = self.recorded;
                run_history(
                    scenario,
                    recorded,
                    plans,
                    options,
                    progress,
                    observe,
                    |made| made,
                )
            } else {
                let gather = |view: &ReplicationView| participants.rows_of(view);
                let append = |rows| append_all(&mut files, rows);
                run_kept(scenario, plans, options, place, progress, gather, append)
            }
        })?;
        files.close(folder)?;
        Ok(results)
    }

    /// Lives these replications, as far as they are not kept, and keeps what is observed too.
    fn share<T: Send + Serialize + DeserializeOwned>(
        &self,
        asked: &Outcome,
        replications: &[Unit],
        place: Place<'_>,
        observe: impl Fn(&ReplicationView) -> T + Send + Sync,
    ) -> Result<(), StudyError> {
        let options = self.options();
        self.watch(asked, replications.len() as u32, |progress| {
            let (scenario, plans) = (self.scenario, self.plans);
            run_share(
                scenario,
                plans,
                options,
                replications,
                place,
                progress,
                observe,
            )
        })
    }

    fn options(&self) -> RunOptions {
        RunOptions {
            threads: self.threads,
            seen: seen(self.participants),
            precision: self.precision,
        }
    }

    /// Works while progress towards so many histories is shown and an interrupt can stop it.
    fn watch<T: Send>(
        &self,
        asked: &Outcome,
        histories: u32,
        work: impl FnOnce(&Progress) -> T + Send,
    ) -> T {
        // One observed history has no progress to show.
        watch(histories, asked.quiet || self.recorded.is_some(), work)
    }
}

/// What is read of members' accounts if their files are written, or if not.
fn seen(participants: bool) -> Seen {
    match participants {
        true => Seen::Components,
        false => Seen::Nothing,
    }
}

/// Works while progress towards so many histories is shown and an interrupt can stop it.
pub(super) fn watch<T: Send>(
    histories: u32,
    quiet: bool,
    work: impl FnOnce(&Progress) -> T + Send,
) -> T {
    let progress = Arc::new(Progress::default());
    stop_on_interrupt(&progress);
    watched(&progress, histories, quiet, || work(&progress))
}

/// Adds the rows of a replication to the participants' files.
pub(super) fn append_all(
    files: &mut ParticipantFiles,
    rows: Vec<ParticipantRows>,
) -> io::Result<()> {
    rows.into_iter().try_for_each(|rows| files.append(rows))
}

/// As many threads as asked for, else as many as a scheduler allots, else as many as there are
/// cores for this process.
pub(super) fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(
        || {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            allotment::threads(&|name| std::env::var(name).ok(), cores)
        },
        usize::from,
    )
}

/// The run that an interrupt stops: the last that was started.
static UNDER_WAY: Mutex<Option<Arc<Progress>>> = Mutex::new(None);

/// The first interrupt ends the run after the replications under way; the second ends
/// the program at once.
#[expect(clippy::exit, reason = "a second interrupt asks for just that")]
fn stop_on_interrupt(progress: &Arc<Progress>) {
    let under_way = || UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner);
    *under_way() = Some(Arc::clone(progress));
    // A later run in one process finds someone listening, and is the one under way.
    whenever_asked_to_end(move || {
        if let Some(progress) = under_way().as_ref() {
            if progress.is_stopped() {
                std::process::exit(i32::from(Exit::Interrupted as u8));
            }
            progress.stop();
        }
    });
}
