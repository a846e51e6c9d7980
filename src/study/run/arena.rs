//! The arena of one thread: a replication is lived, paid and measured in it, and its memory
//! is used again for the next.

use std::cmp::Reverse;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::columns::Cores;
use crate::luck::Luck;
use crate::measure::facts::WorldFacts;
use crate::measure::replication::{Options, ReplicationMeasures};
use crate::measure::sample_tree::SampleTree;
use crate::observed::Recorded;
use crate::plan::accounts::{Accounts, Amounts, Terms};
use crate::plan::{Desk, Plan};
use crate::scenario::types::Scenario;
use crate::study::history::{History, Lived as Lives};

use super::counting::{Books, Facts, NarrowAmounts, Work, Workspaces};
use super::network_columns::NetworkColumns;
use super::{ReplicationView, Seen, StudyError};

/// The replication whose network is kept to be drawn (measures.md §5, chart 7).
const SAMPLED: u32 = 1;

/// Of more members than this plans are paid one after another: what each needs for a while is
/// more than the rest of the network.
const TOGETHER: usize = 1 << 25;

/// What a replication leaves behind.
#[derive(Serialize, Deserialize)]
pub(in crate::study) struct Lived<T> {
    pub(in crate::study) measures: ReplicationMeasures,
    /// Its network, of the replication that is [`SAMPLED`].
    pub(super) sample: Option<SampleTree>,
    /// Its members, once for each plan.
    pub(super) members: u64,
    /// What the observer made of it.
    pub(super) observed: T,
}

/// Everything one thread needs for a replication, reused for the next.
pub(in crate::study) struct Arena<'a> {
    scenario: &'a Scenario,
    recorded: Option<&'a Recorded>,
    plans: &'a [Plan],
    history: History<'a>,
    accounts: Vec<Accounts>,
    /// One, at which plan after plan is paid, or one a plan.
    desks: Vec<Desk>,
    /// All if this is the only replication.
    cores: Cores,
    /// Whether accounts are given back as soon as nobody is paid any more.
    gives_back: bool,
    workspaces: Workspaces,
    narrow: Vec<NarrowAmounts>,
    /// World by world.
    columns: Vec<NetworkColumns>,
    last_years: Vec<Amounts>,
}

/// What the accounts of a study run on.
pub(in crate::study) fn terms(scenario: &Scenario, by_component: bool) -> Terms {
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

impl<'a> Arena<'a> {
    pub(super) fn new(
        scenario: &'a Scenario,
        recorded: Option<&'a Recorded>,
        plans: &'a [Plan],
        seen: Seen,
        members_limit: u64,
    ) -> Arena<'a> {
        let terms = terms(scenario, seen == Seen::Components);
        let cores = Cores::of(scenario.replications);
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
            // Replications share the cores out; one network has them to itself: the parts of
            // an observed one's plan, or the plans of a simulated one.
            desks: match recorded {
                Some(_) => vec![Desk::side_by_side()],
                None if cores == Cores::All => plans.iter().map(|_| Desk::of(cores)).collect(),
                None => vec![Desk::default()],
            },
            cores,
            // Plans with worlds of their own are asked for them again, and so are a last year
            // and another payout.
            gives_back: cores == Cores::All
                && seen == Seen::Nothing
                && recorded.is_none()
                && !scenario.own_worlds
                && !scenario.comparison.equal_payout
                && terms.periods <= terms.periods_per_year,
            workspaces: Workspaces::of(cores),
            narrow: vec![NarrowAmounts::default(); plans.len()],
            columns,
            last_years: vec![Amounts::default(); plans.len()],
        }
    }

    pub(in crate::study) fn simulate<T>(
        &mut self,
        replication: u32,
        measuring: &Options,
        observe: &impl Fn(&ReplicationView) -> T,
    ) -> Result<Lived<T>, StudyError> {
        self.live(Luck::new(self.scenario.seed, replication))?;
        let luck = *self.history.luck();
        Ok(self.measure(replication, &luck, measuring, observe))
    }

    /// Lives and pays a replication with this luck, and checks its books.
    pub(in crate::study) fn live(&mut self, luck: Luck) -> Result<(), StudyError> {
        let replication = luck.replication();
        let is_sampled = replication == SAMPLED;
        let cores = self.cores;
        self.history.begin(luck);
        for (plan, accounts) in self.plans.iter().zip(&mut self.accounts) {
            accounts.begin(plan);
        }
        let periods = self.scenario.horizon.periods;
        for period in 1..=periods {
            self.history
                .live_next_period()
                .map_err(|error| StudyError::World { replication, error })?;
            if self.gives_back && period == periods {
                self.history.shorten_units(cores);
            }
            let Arena {
                plans,
                accounts,
                desks,
                narrow,
                columns,
                ..
            } = self;
            let ending = Ending {
                is_last: period == periods,
                gives_back: self.gives_back,
                cores,
            };
            // Where the plans share a world nobody leaves it after he was paid.
            let shared = match columns.as_mut_slice() {
                [shared] if cores == Cores::All && ending.is_last => Some(shared),
                _ => None,
            };
            self.history.while_lived(|lived| {
                let turns = plans.iter().zip(accounts).zip(narrow).enumerate();
                let turns = turns.map(|(index, ((plan, accounts), narrow))| Turn {
                    replication,
                    index,
                    plan,
                    accounts,
                    narrow,
                });
                let pay = || pay_all(turns, lived, desks, ending);
                match shared {
                    Some(columns) => columns.fill_while(&lived.under(0), is_sampled, pay),
                    None => pay(),
                }
            })?;
            self.history.quit_in_loss(&self.accounts);
        }
        if cores == Cores::All {
            // Nobody is paid any more.
            self.desks.iter_mut().for_each(Desk::give_back);
            self.history.give_back_amounts();
        }
        Ok(())
    }

    /// What everyone is left with under a plan once the replication was lived, founders
    /// first.
    pub(in crate::study) fn net(&self, plan: usize) -> &[i64] {
        self.accounts[plan].net()
    }

    /// Sees whether all amounts of the replication are small enough to be counted with 32
    /// bits.
    fn are_narrow(&mut self) -> bool {
        // At another payout any amount may come out.
        if self.scenario.comparison.equal_payout {
            return false;
        }
        if self.gives_back {
            let are_fit = self.narrow.iter().all(|narrow| narrow.is_fit);
            if !are_fit {
                for (accounts, narrow) in self.accounts.iter_mut().zip(&self.narrow) {
                    narrow.give_back(accounts);
                }
            }
            return are_fit;
        }
        let mut columns = self.accounts.iter().zip(&mut self.narrow);
        columns.all(|(accounts, narrow)| {
            narrow.take_from(accounts);
            narrow.is_fit
        })
    }

    fn measure<T>(
        &mut self,
        replication: u32,
        luck: &Luck,
        measuring: &Options,
        observe: &impl Fn(&ReplicationView) -> T,
    ) -> Lived<T> {
        let are_narrow = self.are_narrow();
        let Arena {
            scenario,
            recorded,
            plans,
            history,
            accounts,
            cores,
            workspaces,
            narrow,
            columns,
            last_years,
            ..
        } = self;
        let last_years: Vec<Option<&Amounts>> = accounts
            .iter()
            .zip(last_years)
            .map(|(accounts, last_year)| accounts.last_year(last_year).then_some(&*last_year))
            .collect();
        let books = plans.iter().zip(&*accounts).zip(last_years);
        let books = books.map(|((plan, accounts), last_year)| Books {
            scenario,
            plan,
            accounts,
            last_year,
        });
        let facts = if are_narrow {
            let books = books.zip(&*narrow);
            Facts::Narrow(books.map(|(books, own)| books.narrow(own)).collect())
        } else {
            Facts::Wide(books.map(|books| books.wide()).collect())
        };
        let cores = *cores;
        let is_sampled = replication == SAMPLED;
        let periods = scenario.horizon.periods;
        let first = match accounts.first() {
            Some(accounts) => accounts.first_participant(),
            None => 0,
        };
        let fill = || {
            let is_filled = cores == Cores::All && columns.len() == 1;
            for (world, columns) in columns.iter_mut().enumerate() {
                let members = history.period(world);
                if !is_filled {
                    columns.fill(&members, is_sampled, cores);
                }
                columns.find_stays(&members, periods);
            }
        };
        cores.join(fill, || facts.count(workspaces, first));

        let shown = measuring.baseline.min(columns.len() - 1);
        let ends = std::mem::take(&mut columns[shown].ends);
        let worlds: Vec<WorldFacts> = columns
            .iter()
            .enumerate()
            .map(|(world, columns)| world_facts(scenario, history, world, columns))
            .collect();
        let view = ReplicationView {
            replication,
            world: worlds[shown],
            worlds: &worlds,
            accounts,
        };
        let work = Work {
            view: &view,
            luck,
            measuring,
            recorded: *recorded,
            cores,
        };
        // Plans that do not share a tree have no one tree to be shown on.
        let is_shared = worlds[1..]
            .iter()
            .all(|world| world.sponsor == worlds[0].sponsor);
        let ends = (is_sampled && is_shared).then_some(ends);
        let (measures, sample) = facts.measure(workspaces, &work, ends);
        let lived = Lived {
            measures,
            sample,
            members: (0..plans.len())
                .map(|plan| view.world_of(plan).sponsor.len() as u64)
                .sum(),
            observed: observe(&view),
        };
        if cores == Cores::All {
            // Giving memory back takes as long as fetching it.
            let measured = || {
                narrow.fill_with(NarrowAmounts::default);
                *workspaces = Workspaces::of(cores);
            };
            let lived = || {
                columns.fill_with(NetworkColumns::default);
                history.give_back();
            };
            cores.join(measured, lived);
        }
        lived
    }
}

/// A world of a history that has been lived, as it is measured.
fn world_facts<'w>(
    scenario: &Scenario,
    history: &'w History,
    world: usize,
    columns: &'w NetworkColumns,
) -> WorldFacts<'w> {
    let members = history.period(world);
    let periods = scenario.horizon.periods;
    WorldFacts {
        founders: scenario.growth.founders as usize,
        count_founders: scenario.growth.count_founders,
        periods,
        periods_per_year: scenario.horizon.unit.per_year(),
        sponsor: members.sponsor,
        joined: members.joined,
        periods_enrolled: columns.periods_enrolled(members.joined, periods),
        enrolled_at_end: columns.enrolled_at_end(),
        sold_last_period: &members.sales.units,
        depth: columns.depth(&members),
        teams: &columns.teams,
        saturation: history.saturation(world),
        clamped: history.clamped(world),
    }
}

/// A plan at its turn to pay a period.
struct Turn<'t> {
    replication: u32,
    index: usize,
    plan: &'t Plan,
    accounts: &'t mut Accounts,
    narrow: &'t mut NarrowAmounts,
}

/// What becomes of the accounts of a period.
#[derive(Clone, Copy)]
struct Ending {
    is_last: bool,
    gives_back: bool,
    cores: Cores,
}

impl Turn<'_> {
    /// Pays, and sees that the books balance at last.
    fn pay(self, lived: &Lives, desk: &mut Desk, ending: Ending) -> Result<(), StudyError> {
        let Turn {
            replication,
            plan,
            accounts,
            narrow,
            ..
        } = self;
        plan.pay(&lived.under(self.index), accounts, desk)
            .map_err(|error| StudyError::Plan { replication, error })?;
        if !ending.is_last {
            return Ok(());
        }
        accounts
            .check(plan.name(), ending.cores)
            .map_err(|error| StudyError::Imbalance { replication, error })?;
        if ending.gives_back {
            desk.give_back();
            narrow.take_away(accounts, ending.cores);
        }
        Ok(())
    }
}

/// Pays what was lived under every plan; where each has a desk of its own, at once.
fn pay_all<'t>(
    mut turns: impl Iterator<Item = Turn<'t>>,
    lived: &Lives,
    desks: &mut [Desk],
    ending: Ending,
) -> Result<(), StudyError> {
    if let [desk] = desks {
        return turns.try_for_each(|turn| turn.pay(lived, desk, ending));
    }
    let mut turns: Vec<(Turn, &mut Desk)> = turns.zip(desks).collect();
    // The deepest plan takes the most memory while it pays: first, when there is the most left.
    turns.sort_by_key(|(turn, _)| Reverse(turn.plan.levels()));
    if lived.under(0).members() > TOGETHER {
        return turns
            .into_iter()
            .try_for_each(|(turn, desk)| turn.pay(lived, desk, ending));
    }
    let mut outcomes: Vec<(usize, Result<(), StudyError>)> = turns
        .into_par_iter()
        .map(|(turn, desk)| (turn.index, turn.pay(lived, desk, ending)))
        .collect();
    outcomes.sort_by_key(|(index, _)| *index);
    outcomes.into_iter().try_for_each(|(_, outcome)| outcome)
}
