//! Replications in parallel: each lives in an arena of its own, and what it leaves
//! behind is folded in the order of replications, so that the number of threads changes
//! nothing.

use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use rayon::prelude::*;

use crate::books::{self, Imbalance, Period};
use crate::luck::Luck;
use crate::measure::facts::{LastYear, PlanFacts, WorldFacts};
use crate::measure::replication::{self, Options, ReplicationMeasures, Workspace};
use crate::measure::sample_tree::SampleTree;
use crate::network;
use crate::observed::Recorded;
use crate::plan::accounts::{Accounts, Amounts, Terms};
use crate::plan::{Desk, Plan, PlanError};
use crate::scenario::types::Scenario;
use crate::world::WorldError;

use super::accumulate::Accumulator;
use super::history::History;
use super::memory::{self, TooLarge};
use super::results::{PlanLabel, Results, Subject, Worlds};

/// Replications handed to the threads at once; their results are folded before the next
/// batch starts, so this bounds memory and changes no result.
const BATCH: u32 = 128;

/// Members, plan by plan, of whom rows are kept at once where every member is written down;
/// more only if the replications that run side by side have more.
const ROWS_KEPT: u64 = 1 << 20;

/// How a study is run; none of it changes a result.
#[derive(Clone, Copy, Debug)]
pub struct RunOptions {
    /// Replications at once; fewer if memory is short.
    pub threads: usize,
    /// Whether to keep what each component paid each member.
    pub by_component: bool,
}

/// Shared with whoever watches the run.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU32,
    stop: AtomicBool,
}

impl Progress {
    /// Replications finished so far.
    #[must_use]
    pub fn done(&self) -> u32 {
        self.done.load(Ordering::Relaxed)
    }

    /// Asks the run to end after the replications under way.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the run has been asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Why a study did not finish.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// Not enough memory for one replication.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The world of a replication cannot go on.
    #[error("replication {replication}: {error}")]
    World {
        /// 1-based.
        replication: u32,
        /// Why.
        error: WorldError,
    },
    /// A plan cannot be paid.
    #[error("replication {replication}: {error}")]
    Plan {
        /// 1-based.
        replication: u32,
        /// Why.
        error: PlanError,
    },
    /// The books do not balance: a bug.
    #[error("replication {replication}: {error}; this is a fault of the program, please report it")]
    Imbalance {
        /// 1-based.
        replication: u32,
        /// Which sum.
        error: Imbalance,
    },
    /// Someone asked the run to stop.
    #[error(
        "interrupted after {finished} of {replications} replications; nothing was kept: run it again"
    )]
    Interrupted {
        /// Replications finished.
        finished: u32,
        /// Replications asked for.
        replications: u32,
    },
    /// What was observed of a replication could not be kept.
    #[error(transparent)]
    Keep(#[from] io::Error),
}

/// One finished replication, person by person.
#[derive(Debug)]
pub struct ReplicationView<'a> {
    /// 1-based.
    pub replication: u32,
    /// The world; the baseline's where each plan has its own.
    pub world: WorldFacts<'a>,
    /// The world that all plans pay, or each plan's own in their order.
    pub worlds: &'a [WorldFacts<'a>],
    /// The accounts of each plan, in the order of the scenario.
    pub accounts: &'a [Accounts],
}

impl ReplicationView<'_> {
    /// The world that a plan pays.
    #[must_use]
    pub fn world_of(&self, plan: usize) -> &WorldFacts<'_> {
        &self.worlds[plan.min(self.worlds.len() - 1)]
    }
}

/// Runs every replication of a scenario under its plans.
///
/// `observe` sees each finished replication on the thread that ran it; what it makes of
/// it is handed to `keep` in the order of replications.
///
/// # Errors
///
/// See [`StudyError`].
///
/// # Panics
///
/// If the thread pool cannot be started.
pub fn run<T: Send>(
    scenario: &Scenario,
    plans: &[Plan],
    options: RunOptions,
    progress: &Progress,
    observe: impl Fn(&ReplicationView) -> T + Sync,
    keep: impl FnMut(T) -> io::Result<()>,
) -> Result<Results, StudyError> {
    run_history(scenario, None, plans, options, progress, observe, keep)
}

/// The same of a network that was observed, or of the simulated one if there is none.
///
/// # Errors
///
/// See [`StudyError`].
///
/// # Panics
///
/// As [`run`].
pub fn run_history<T: Send>(
    scenario: &Scenario,
    recorded: Option<&Recorded>,
    plans: &[Plan],
    options: RunOptions,
    progress: &Progress,
    observe: impl Fn(&ReplicationView) -> T + Sync,
    mut keep: impl FnMut(T) -> io::Result<()>,
) -> Result<Results, StudyError> {
    let allotment = memory::allot(scenario, plans, options.threads)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(allotment.threads)
        .build()
        .expect("the operating system starts threads");
    let replications = scenario.replications;
    let mut accumulator = Accumulator::new(subject(scenario, recorded, plans));
    let measuring = Options {
        baseline: scenario.comparison.baseline,
        large: scenario.comparison.large.0,
        equal_payout: scenario.comparison.equal_payout,
        scale: scenario.currency.scale(),
    };
    // One arena a thread: taken out for a replication and put back after it.
    let arenas: Mutex<Vec<Arena>> = Mutex::new(Vec::new());
    let spare = || {
        let arena = arenas.lock().expect("no thread panicked").pop();
        arena.unwrap_or_else(|| {
            Arena::new(
                scenario,
                recorded,
                plans,
                options.by_component,
                allotment.members_limit,
            )
        })
    };

    let mut sample_tree = None;
    let mut first = 1;
    // How large replications are is known once some have been lived.
    let mut batch = if options.by_component {
        allotment.threads as u64
    } else {
        BATCH.into()
    };
    while first <= replications {
        let last = u64::from(first) + batch - 1;
        let last = last.min(replications.into()) as u32;
        let mut largest = 0;
        let lived: Vec<Result<Lived<T>, StudyError>> = pool.install(|| {
            (first..=last)
                .into_par_iter()
                .map(|replication| {
                    if progress.is_stopped() {
                        return Err(StudyError::Interrupted {
                            finished: progress.done(),
                            replications,
                        });
                    }
                    let mut arena = spare();
                    let outcome = arena.simulate(replication, &measuring, &observe);
                    arenas.lock().expect("no thread panicked").push(arena);
                    progress.done.fetch_add(1, Ordering::Relaxed);
                    outcome
                })
                .collect()
        });
        for outcome in lived {
            let Lived {
                measures,
                sample,
                members,
                observed,
            } = outcome?;
            largest = largest.max(members);
            accumulator.push(measures);
            sample_tree = sample_tree.or(sample);
            keep(observed)?;
        }
        if options.by_component {
            let least = (allotment.threads as u64).min(BATCH.into());
            batch = (ROWS_KEPT / largest.max(1)).clamp(least, BATCH.into());
        }
        first = last + 1;
    }
    let mut results = accumulator.finish();
    results.sample_tree = sample_tree;
    if !joining_known(scenario, recorded) {
        results.forget_joining_order();
    }
    Ok(results)
}

/// Whether it is known who joined before whom.
fn joining_known(scenario: &Scenario, recorded: Option<&Recorded>) -> bool {
    scenario.growth.law.joining_known()
        && !recorded.is_some_and(|recorded| recorded.network.joining_unknown)
}

fn subject(scenario: &Scenario, recorded: Option<&Recorded>, plans: &[Plan]) -> Subject {
    let of_files = recorded.map_or(&[][..], |recorded| &recorded.notes);
    Subject {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        description: scenario.description.clone(),
        currency: scenario.currency.clone(),
        periods: scenario.horizon.periods,
        unit: scenario.horizon.unit,
        replications: scenario.replications,
        seed: scenario.seed,
        plans: scenario
            .plans
            .iter()
            .map(|plan| PlanLabel {
                name: plan.name.clone(),
                title: plan.title.clone(),
            })
            .collect(),
        baseline: scenario.comparison.baseline,
        large_change: scenario.comparison.large.0,
        founders: scenario.growth.founders,
        count_founders: scenario.growth.count_founders,
        notes: of_files
            .iter()
            .chain(plans.iter().flat_map(Plan::notes))
            .cloned()
            .collect(),
        observed: recorded.is_some(),
        joining_known: joining_known(scenario, recorded),
        pays_margin: plans.iter().any(Plan::pays_margin),
        worlds: if scenario.own_worlds && recorded.is_none() {
            Worlds::Own { paired: true }
        } else {
            Worlds::Shared
        },
    }
}

/// The replication whose network is kept to be drawn (measures.md §5, chart 7).
const SAMPLED: u32 = 1;

/// What a replication leaves behind.
struct Lived<T> {
    measures: ReplicationMeasures,
    /// Its network, of the replication that is [`SAMPLED`].
    sample: Option<SampleTree>,
    /// Its members, once for each plan.
    members: u64,
    /// What the observer made of it.
    observed: T,
}

/// Everything one thread needs for a replication, reused for the next.
struct Arena<'a> {
    scenario: &'a Scenario,
    recorded: Option<&'a Recorded>,
    plans: &'a [Plan],
    history: History<'a>,
    accounts: Vec<Accounts>,
    desk: Desk,
    workspace: Workspace,
    /// World by world.
    columns: Vec<NetworkColumns>,
    last_years: Vec<Amounts>,
}

/// What the accounts of a study run on.
pub(super) fn terms(scenario: &Scenario, by_component: bool) -> Terms {
    Terms {
        periods: scenario.horizon.periods,
        periods_per_year: scenario.horizon.unit.per_year(),
        first_participant: if scenario.growth.count_founders {
            0
        } else {
            scenario.growth.founders as usize
        },
        by_component,
    }
}

/// The network as the measures read it.
#[derive(Default)]
struct NetworkColumns {
    recruits: Vec<u32>,
    downline: Vec<u32>,
    periods_enrolled: Vec<u16>,
    enrolled_at_end: Vec<bool>,
}

impl<'a> Arena<'a> {
    fn new(
        scenario: &'a Scenario,
        recorded: Option<&'a Recorded>,
        plans: &'a [Plan],
        by_component: bool,
        members_limit: u64,
    ) -> Arena<'a> {
        let terms = terms(scenario, by_component);
        let history = History::new(scenario, plans, recorded, members_limit);
        let mut columns = Vec::new();
        columns.resize_with(history.worlds(), NetworkColumns::default);
        Arena {
            scenario,
            recorded,
            plans,
            history,
            accounts: plans
                .iter()
                .map(|plan| Accounts::new(plan, terms))
                .collect(),
            // Replications share the cores out; one network has them to itself.
            desk: match recorded {
                Some(_) => Desk::side_by_side(),
                None => Desk::default(),
            },
            workspace: Workspace::default(),
            columns,
            last_years: vec![Amounts::default(); plans.len()],
        }
    }

    fn simulate<T>(
        &mut self,
        replication: u32,
        measuring: &Options,
        observe: &impl Fn(&ReplicationView) -> T,
    ) -> Result<Lived<T>, StudyError> {
        self.live_and_pay(replication)?;
        for (plan, accounts) in self.plans.iter().zip(&self.accounts) {
            books::check(
                plan.name(),
                &accounts.totals,
                &accounts.commissions,
                &accounts.net,
            )
            .map_err(|error| StudyError::Imbalance { replication, error })?;
        }
        for (world, columns) in self.columns.iter_mut().enumerate() {
            columns.fill(&self.history.period(world), self.scenario.horizon.periods);
        }
        let luck = *self.history.luck();
        Ok(self.measure(replication, &luck, measuring, observe))
    }

    /// The people live period by period, and every plan pays each period as it closes.
    fn live_and_pay(&mut self, replication: u32) -> Result<(), StudyError> {
        self.history.begin(replication);
        for (plan, accounts) in self.plans.iter().zip(&mut self.accounts) {
            accounts.begin(plan);
        }
        for _ in 0..self.scenario.horizon.periods {
            self.history
                .live_next_period()
                .map_err(|error| StudyError::World { replication, error })?;
            let Arena {
                plans,
                accounts,
                desk,
                ..
            } = self;
            self.history.while_lived(|lived| {
                let mut books = plans.iter().zip(accounts.iter_mut()).enumerate();
                books
                    .try_for_each(|(index, (plan, accounts))| {
                        plan.pay(&lived.under(index), accounts, desk)
                    })
                    .map_err(|error| StudyError::Plan { replication, error })
            })?;
            self.history.quit_in_loss(&self.accounts);
        }
        Ok(())
    }

    fn measure<T>(
        &mut self,
        replication: u32,
        luck: &Luck,
        measuring: &Options,
        observe: &impl Fn(&ReplicationView) -> T,
    ) -> Lived<T> {
        let scenario = self.scenario;
        let facts = self.columns.iter().enumerate().map(|(index, columns)| {
            let members = self.history.period(index);
            WorldFacts {
                founders: scenario.growth.founders as usize,
                count_founders: scenario.growth.count_founders,
                periods: scenario.horizon.periods,
                periods_per_year: scenario.horizon.unit.per_year(),
                sponsor: members.sponsor,
                joined: members.joined,
                periods_enrolled: &columns.periods_enrolled,
                enrolled_at_end: &columns.enrolled_at_end,
                sold_last_period: &members.sales.units,
                depth: members.depth,
                recruits: &columns.recruits,
                downline: &columns.downline,
                saturation: self.history.saturation(index),
                clamped: self.history.clamped(index),
            }
        });
        let worlds: Vec<WorldFacts> = facts.collect();
        let has_last_year: Vec<bool> = self
            .accounts
            .iter()
            .zip(&mut self.last_years)
            .map(|(accounts, last_year)| accounts.last_year(last_year))
            .collect();
        let plans: Vec<PlanFacts> = self
            .plans
            .iter()
            .zip(&self.accounts)
            .zip(&self.last_years)
            .zip(has_last_year)
            .map(|(((plan, accounts), last_year), has_last_year)| {
                let (hours, time_cost) = time_spent(scenario, plan);
                PlanFacts {
                    commissions: &accounts.commissions,
                    margin: &accounts.margin,
                    costs: &accounts.costs,
                    use_value: &accounts.use_value,
                    own_purchases: &accounts.own_purchases,
                    net: &accounts.net,
                    rank: &accounts.standing.rank,
                    periods_to_profit: &accounts.periods_to_profit,
                    last_year: has_last_year.then_some(LastYear {
                        commissions: &last_year.commissions,
                        gross: &last_year.gross,
                        net: &last_year.net,
                    }),
                    time_cost_per_period: time_cost,
                    hours_per_period: hours,
                    totals: &accounts.totals,
                    periods: &accounts.periods,
                    cohorts: &accounts.cohorts,
                }
            })
            .collect();
        let measures = replication::measure(&mut self.workspace, luck, measuring, &worlds, &plans);
        let view = ReplicationView {
            replication,
            world: worlds[measuring.baseline.min(worlds.len() - 1)],
            worlds: &worlds,
            accounts: &self.accounts,
        };
        // Plans that do not share a tree have no one tree to be shown on.
        let is_shared = worlds
            .iter()
            .all(|world| world.sponsor == worlds[0].sponsor);
        let sample = (replication == SAMPLED && is_shared).then(|| self.sample(&view));
        Lived {
            measures,
            sample,
            members: self
                .accounts
                .iter()
                .map(|accounts| accounts.net.len() as u64)
                .sum(),
            observed: observe(&view),
        }
    }

    fn sample(&self, view: &ReplicationView) -> SampleTree {
        let nets: Vec<&[i64]> = view
            .accounts
            .iter()
            .map(|accounts| accounts.net.as_slice())
            .collect();
        let ids = self
            .recorded
            .map_or(&[][..], |recorded| &recorded.network.ids);
        SampleTree::of(view.replication, &view.world, &nets, ids)
    }
}

/// Hours of one enrolled period under a plan, and what they cost in minor units,
/// rounded half up. Recruiting hours belong to plans that pay on recruits (rulings.md 1).
fn time_spent(scenario: &Scenario, plan: &Plan) -> (f64, i64) {
    use rust_decimal::prelude::{RoundingStrategy, ToPrimitive};

    let people = &scenario.people;
    let mut hours = people.hours;
    if plan.pays_on_recruits() {
        hours += people.recruiting_hours;
    }
    let cost = (hours * rust_decimal::Decimal::from(people.wage.0))
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    (
        hours.to_f64().expect("hours are a small number"),
        cost.to_i64().expect("the reader bounds hours and wage"),
    )
}

impl NetworkColumns {
    fn fill(&mut self, members: &Period, periods: u32) {
        network::teams(members.sponsor, &mut self.recruits, &mut self.downline);
        self.periods_enrolled.clear();
        self.periods_enrolled.extend(
            members
                .joined
                .iter()
                .zip(members.last_period)
                .map(|(&joined, &last)| {
                    (u32::from(last).min(periods) + 1 - u32::from(joined)) as u16
                }),
        );
        self.enrolled_at_end.clear();
        self.enrolled_at_end.extend(
            members
                .last_period
                .iter()
                .map(|&last| u32::from(last) > periods),
        );
    }
}

#[cfg(test)]
mod tests;
