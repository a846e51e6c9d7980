//! The threads of a study: replications are handed out to them, each lived in an arena
//! that is taken out for it and put back after it, and come back in their order.

use std::sync::Mutex;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::arena::Arena;
use super::{Progress, Seen, StudyError};
use crate::observed::Recorded;
use crate::plan::Plan;
use crate::scenario::types::Scenario;
use crate::study::memory::{self, TooLarge};

/// Replications handed to the threads before anyone looks whether one has failed.
const BATCH: usize = 128;

/// The threads of a study and their arenas.
pub(in crate::study) struct Crew<'a> {
    scenario: &'a Scenario,
    recorded: Option<&'a Recorded>,
    plans: &'a [Plan],
    seen: Seen,
    members_limit: u64,
    threads: usize,
    pool: ThreadPool,
    arenas: Mutex<Vec<Arena<'a>>>,
}

impl<'a> Crew<'a> {
    /// As many threads as asked for, fewer if memory is short.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if not even one replication fits.
    ///
    /// # Panics
    ///
    /// If the thread pool cannot be started.
    pub(in crate::study) fn new(
        scenario: &'a Scenario,
        recorded: Option<&'a Recorded>,
        plans: &'a [Plan],
        threads: usize,
        seen: Seen,
    ) -> Result<Crew<'a>, TooLarge> {
        let allotment = memory::allot(scenario, plans, threads, seen)?;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(allotment.threads)
            .build()
            .expect("the operating system starts threads");
        Ok(Crew {
            scenario,
            recorded,
            plans,
            seen,
            members_limit: allotment.members_limit,
            threads: allotment.threads,
            pool,
            arenas: Mutex::new(Vec::new()),
        })
    }

    /// How many replications are under way at once.
    pub(in crate::study) fn threads(&self) -> usize {
        self.threads
    }

    /// Does something on the study's threads.
    pub(in crate::study) fn install<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.pool.install(work)
    }

    /// Does the work of each of these replications, side by side; the results are in their
    /// order. `of` is how many there will be in all.
    pub(in crate::study) fn each<R: Send>(
        &self,
        replications: impl IntoParallelIterator<Item = u32, Iter: IndexedParallelIterator>,
        of: u32,
        progress: &Progress,
        work: impl Fn(&mut Arena<'a>, u32) -> Result<R, StudyError> + Sync,
    ) -> Vec<Result<R, StudyError>> {
        let replications = replications.into_par_iter();
        self.install(|| {
            replications
                .map(|replication| {
                    if progress.is_stopped() {
                        return Err(StudyError::Interrupted {
                            finished: progress.done(),
                            replications: of,
                        });
                    }
                    let mut arena = self.spare();
                    let outcome = work(&mut arena, replication);
                    self.arenas.lock().expect("no thread panicked").push(arena);
                    progress.advance();
                    outcome
                })
                .collect()
        })
    }

    /// Does the work of these replications of so many; the results are in their order.
    ///
    /// # Errors
    ///
    /// That of the first replication that fails; later ones are then not begun.
    pub(in crate::study) fn all<R: Send>(
        &self,
        replications: &[u32],
        of: u32,
        progress: &Progress,
        work: impl Fn(&mut Arena<'a>, u32) -> Result<R, StudyError> + Sync,
    ) -> Result<Vec<R>, StudyError> {
        let mut found = Vec::with_capacity(replications.len());
        for batch in replications.chunks(BATCH) {
            let batch = batch.par_iter().copied();
            for result in self.each(batch, of, progress, &work) {
                found.push(result?);
            }
        }
        Ok(found)
    }

    fn spare(&self) -> Arena<'a> {
        let arena = self.arenas.lock().expect("no thread panicked").pop();
        arena.unwrap_or_else(|| {
            Arena::new(
                self.scenario,
                self.recorded,
                self.plans,
                self.seen,
                self.members_limit,
            )
        })
    }
}
