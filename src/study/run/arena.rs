//! The arena of one thread: a replication is lived, paid and measured in it, and its memory
//! is used again for the next.

use multiversion::multiversion;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::books::{self, Period};
use crate::columns::{Cores, Each};
use crate::luck::Luck;
use crate::measure::amount::{Amount, narrow};
use crate::measure::facts::{LastYear, PlanFacts, WorldFacts};
use crate::measure::replication::{self, Options, ReplicationMeasures, Workspace};
use crate::measure::sample_tree::SampleTree;
use crate::network;
use crate::observed::Recorded;
use crate::plan::accounts::{Accounts, Amounts, Terms};
use crate::plan::{Desk, Plan, PlanError};
use crate::scenario::types::Scenario;
use crate::study::history::{History, Lived as Lives};

use super::{ReplicationView, StudyError};

/// The replication whose network is kept to be drawn (measures.md §5, chart 7).
const SAMPLED: u32 = 1;

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
    /// Whether this is the only replication, so that the cores are its own.
    is_alone: bool,
    workspace: Workspace,
    /// For amounts of 32 bits, where all are small enough.
    narrow_workspace: Workspace<i32>,
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

/// The network as the measures read it.
#[derive(Default)]
struct NetworkColumns {
    recruits: Vec<u32>,
    downline: Vec<u32>,
    /// Where stretches end, in the replication that is [`SAMPLED`].
    ends: Vec<u32>,
    /// Empty if everyone joined in one period and stayed.
    periods_enrolled: Vec<u16>,
    /// Empty if everyone stayed.
    enrolled_at_end: Vec<bool>,
}

impl<'a> Arena<'a> {
    pub(super) fn new(
        scenario: &'a Scenario,
        recorded: Option<&'a Recorded>,
        plans: &'a [Plan],
        by_component: bool,
        members_limit: u64,
    ) -> Arena<'a> {
        let terms = terms(scenario, by_component);
        let cores = Cores::of(scenario.replications);
        let is_alone = cores == Cores::All;
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
                None if is_alone => plans.iter().map(|_| Desk::default()).collect(),
                None => vec![Desk::default()],
            },
            is_alone,
            workspace: Workspace::of(cores),
            narrow_workspace: Workspace::of(cores),
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
        self.live_and_pay(luck)?;
        check_all(self.plans, &self.accounts, luck.replication())
    }

    /// What everyone is left with under a plan once the replication was lived, founders
    /// first.
    pub(in crate::study) fn net(&self, plan: usize) -> &[i64] {
        self.accounts[plan].net()
    }

    /// The people live period by period, and every plan pays each period as it closes.
    fn live_and_pay(&mut self, luck: Luck) -> Result<(), StudyError> {
        let replication = luck.replication();
        let is_sampled = replication == SAMPLED;
        let cores = Cores::of(self.scenario.replications);
        self.history.begin(luck);
        for (plan, accounts) in self.plans.iter().zip(&mut self.accounts) {
            accounts.begin(plan);
        }
        let periods = self.scenario.horizon.periods;
        for period in 1..=periods {
            self.history
                .live_next_period()
                .map_err(|error| StudyError::World { replication, error })?;
            let Arena {
                plans,
                accounts,
                desks,
                columns,
                ..
            } = self;
            // Where the plans share a world nobody leaves it after he was paid.
            let shared = match columns.as_mut_slice() {
                [shared] if self.is_alone && period == periods => Some(shared),
                _ => None,
            };
            self.history
                .while_lived(|lived| {
                    let mut pay = || pay_all(plans, lived, accounts, desks);
                    match shared {
                        Some(columns) => {
                            let fill = || columns.fill(&lived.under(0), periods, cores, is_sampled);
                            rayon::join(pay, fill).0
                        }
                        None => pay(),
                    }
                })
                .map_err(|error| StudyError::Plan { replication, error })?;
            self.history.quit_in_loss(&self.accounts);
        }
        if self.is_alone {
            // Nobody is paid any more.
            self.desks.iter_mut().for_each(Desk::give_back);
        }
        if !self.is_alone || self.columns.len() > 1 {
            for (world, columns) in self.columns.iter_mut().enumerate() {
                columns.fill(&self.history.period(world), periods, cores, is_sampled);
            }
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
        let shown = measuring.baseline.min(self.columns.len() - 1);
        let facts = self.columns.iter().enumerate().map(|(index, columns)| {
            let members = self.history.period(index);
            WorldFacts {
                founders: scenario.growth.founders as usize,
                count_founders: scenario.growth.count_founders,
                periods: scenario.horizon.periods,
                periods_per_year: scenario.horizon.unit.per_year(),
                sponsor: members.sponsor,
                joined: members.joined,
                periods_enrolled: columns
                    .periods_enrolled(members.joined, scenario.horizon.periods),
                enrolled_at_end: columns.enrolled_at_end(),
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
        let mut columns = self.accounts.iter().zip(&mut self.narrow);
        // At another payout any amount may come out.
        let are_narrow = !measuring.equal_payout
            && columns.all(|(accounts, narrow)| narrow.take_from(accounts));
        let books: Vec<Books> = self
            .plans
            .iter()
            .zip(&self.accounts)
            .zip(&self.last_years)
            .zip(has_last_year)
            .map(|(((plan, accounts), last_year), has_last_year)| Books {
                scenario,
                plan,
                accounts,
                last_year: has_last_year.then_some(last_year),
            })
            .collect();
        let view = ReplicationView {
            replication,
            world: worlds[shown],
            worlds: &worlds,
            accounts: &self.accounts,
        };
        let work = Work {
            view: &view,
            luck,
            measuring,
            // Plans that do not share a tree have no one tree to be shown on.
            sampled: (replication == SAMPLED
                && worlds[1..]
                    .iter()
                    .all(|world| world.sponsor == worlds[0].sponsor))
            .then_some(&self.columns[shown].ends),
            recorded: self.recorded,
            is_alone: self.is_alone,
        };
        let (measures, sample) = if are_narrow {
            let facts = books.iter().zip(&self.narrow).map(|(books, narrow)| {
                books.facts(&narrow.commissions, &narrow.margin, narrow.net())
            });
            work.measure(&mut self.narrow_workspace, facts.collect())
        } else {
            let facts = books.iter().map(|books| {
                let accounts = books.accounts;
                books.facts(&accounts.commissions, &accounts.margin, accounts.net())
            });
            work.measure(&mut self.workspace, facts.collect())
        };
        Lived {
            measures,
            sample,
            members: self
                .accounts
                .iter()
                .map(|accounts| accounts.net().len() as u64)
                .sum(),
            observed: observe(&view),
        }
    }
}

/// A plan and what it did, over the whole horizon.
struct Books<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    accounts: &'a Accounts,
    last_year: Option<&'a Amounts>,
}

impl<'a> Books<'a> {
    /// The plan as it is measured, with amounts of whatever width.
    fn facts<A>(&self, commissions: &'a [A], margin: &'a [A], net: &'a [A]) -> PlanFacts<'a, A> {
        let accounts = self.accounts;
        let (hours, time_cost) = time_spent(self.scenario, self.plan);
        PlanFacts {
            commissions,
            margin,
            costs: &accounts.costs,
            use_value: &accounts.use_value,
            own_purchases: &accounts.own_purchases,
            net,
            rank: &accounts.standing.rank,
            periods_to_profit: &accounts.periods_to_profit,
            last_year: self.last_year.map(|last_year| LastYear {
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
    }
}

/// What is to be measured of a replication.
struct Work<'a> {
    view: &'a ReplicationView<'a>,
    luck: &'a Luck,
    measuring: &'a Options,
    /// Where stretches end, if the network is kept to be drawn.
    sampled: Option<&'a Vec<u32>>,
    recorded: Option<&'a Recorded>,
    is_alone: bool,
}

impl Work<'_> {
    fn measure<A: Amount>(
        &self,
        workspace: &mut Workspace<A>,
        plans: Vec<PlanFacts<A>>,
    ) -> (ReplicationMeasures, Option<SampleTree>) {
        let view = self.view;
        let sample = || {
            let ids = self.recorded.map_or(&[][..], |own| &own.network.ids);
            let nets: Vec<&[A]> = plans.iter().map(|plan| plan.net).collect();
            let ends = self.sampled?;
            Some(SampleTree::of(view.replication, &view.world, ends, &nets, ids))
        };
        let mut measure =
            || replication::measure(workspace, self.luck, self.measuring, view.worlds, &plans);
        if self.is_alone {
            rayon::join(measure, sample)
        } else {
            (measure(), sample())
        }
    }
}

/// The amounts of a plan that are counted most often, if they are small enough.
#[derive(Clone, Debug, Default)]
struct NarrowAmounts {
    commissions: Vec<i32>,
    margin: Vec<i32>,
    net: Vec<i32>,
    net_is_commissions: bool,
}

impl NarrowAmounts {
    /// Says whether they are.
    fn take_from(&mut self, accounts: &Accounts) -> bool {
        self.net_is_commissions = std::ptr::eq(accounts.net(), &*accounts.commissions);
        narrow(&accounts.commissions, &mut self.commissions)
            && narrow(&accounts.margin, &mut self.margin)
            && (self.net_is_commissions || narrow(accounts.net(), &mut self.net))
    }

    fn net(&self) -> &[i32] {
        match self.net_is_commissions {
            true => &self.commissions,
            false => &self.net,
        }
    }
}

/// Pays what was lived under every plan; where each has a desk of its own, at once.
fn pay_all(
    plans: &[Plan],
    lived: &Lives,
    accounts: &mut [Accounts],
    desks: &mut [Desk],
) -> Result<(), PlanError> {
    if let [desk] = desks {
        let mut books = plans.iter().zip(accounts).enumerate();
        return books.try_for_each(|(index, (plan, accounts))| {
            plan.pay(&lived.under(index), accounts, desk)
        });
    }
    let outcomes: Vec<Result<(), PlanError>> = plans
        .par_iter()
        .zip(accounts)
        .zip(desks)
        .enumerate()
        .map(|(index, ((plan, accounts), desk))| plan.pay(&lived.under(index), accounts, desk))
        .collect();
    outcomes.into_iter().collect()
}

/// Sees that every plan's books balance.
fn check_all(plans: &[Plan], accounts: &[Accounts], replication: u32) -> Result<(), StudyError> {
    for (plan, accounts) in plans.iter().zip(accounts) {
        books::check(
            plan.name(),
            &accounts.totals,
            &accounts.commissions,
            accounts.net(),
        )
        .map_err(|error| StudyError::Imbalance { replication, error })?;
    }
    Ok(())
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
    fn fill(&mut self, members: &Period, periods: u32, cores: Cores, is_sampled: bool) {
        let (recruits, downline) = (&mut self.recruits, &mut self.downline);
        if is_sampled {
            network::teams_in_order(members.sponsor, recruits, downline, &mut self.ends);
            network::stretch_ends(members.sponsor, downline, &mut self.ends, cores);
        } else {
            network::teams(members.sponsor, recruits, downline);
        }
        self.periods_enrolled.clear();
        self.enrolled_at_end.clear();
        let (joined, last_period) = (members.joined, members.last_period);
        let everyone_stayed = least(last_period).is_none_or(|last| u32::from(last) > periods);
        if !everyone_stayed || joined.first() != joined.last() {
            let stays = joined.iter().zip(last_period);
            self.periods_enrolled.extend(stays.map(|(&joined, &last)| {
                (u32::from(last).min(periods) + 1 - u32::from(joined)) as u16
            }));
        }
        if !everyone_stayed {
            let stayed = last_period.iter().map(|&last| u32::from(last) > periods);
            self.enrolled_at_end.extend(stayed);
        }
    }

    /// How many periods each member was enrolled, of so many.
    fn periods_enrolled(&self, joined: &[u16], periods: u32) -> Each<'_, u16> {
        match self.periods_enrolled.as_slice() {
            [] => Each::All((periods + 1) as u16 - joined.first().copied().unwrap_or(1)),
            periods => Each::Own(periods),
        }
    }

    /// Whether each member has not quit by the end.
    fn enrolled_at_end(&self) -> Each<'_, bool> {
        match self.enrolled_at_end.as_slice() {
            [] => Each::All(true),
            stayed => Each::Own(stayed),
        }
    }
}

/// The smallest number; `None` if there is none.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn least(numbers: &[u16]) -> Option<u16> {
    let least = numbers
        .iter()
        .fold(u16::MAX, |least, &number| least.min(number));
    (!numbers.is_empty()).then_some(least)
}
