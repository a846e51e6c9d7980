//! From the accounts of a replication to its measures: with amounts of 32 bits where all of
//! them are small enough, of 64 where they are not.

use crate::columns::Cores;
use crate::luck::Luck;
use crate::measure::amount::{Amount, Narrow, are_narrow};
use crate::measure::facts::{LastYear, PlanFacts};
use crate::measure::replication::{self, Options, ReplicationMeasures, Workspace};
use crate::measure::sample_tree::SampleTree;
use crate::observed::Recorded;
use crate::plan::Plan;
use crate::plan::accounts::{Accounts, Amounts};
use crate::scenario::types::Scenario;

use super::ReplicationView;

/// A plan and what it did, over the whole horizon.
pub(super) struct Books<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) plan: &'a Plan,
    pub(super) accounts: &'a Accounts,
    pub(super) last_year: Option<&'a Amounts>,
}

impl<'a> Books<'a> {
    /// The plan with its own amounts.
    pub(super) fn wide(&self) -> PlanFacts<'a> {
        let Accounts {
            commissions,
            margin,
            ..
        } = self.accounts;
        self.facts(commissions, margin, self.accounts.net())
    }

    /// The plan with the same amounts in 32 bits.
    pub(super) fn narrow(&self, amounts: &'a NarrowAmounts) -> PlanFacts<'a, i32> {
        let (commissions, margin) = (amounts.commissions.as_slice(), amounts.margin.as_slice());
        self.facts(commissions, margin, amounts.net())
    }

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

/// The plans of a replication as they are measured: all with amounts of one width.
pub(super) enum Facts<'a> {
    Narrow(Vec<PlanFacts<'a, i32>>),
    Wide(Vec<PlanFacts<'a>>),
}

/// Memory for measuring amounts of either width.
pub(super) struct Workspaces {
    narrow: Workspace<i32>,
    wide: Workspace,
}

impl Workspaces {
    pub(super) fn of(cores: Cores) -> Workspaces {
        Workspaces {
            narrow: Workspace::of(cores),
            wide: Workspace::of(cores),
        }
    }
}

impl Facts<'_> {
    /// Counts the amounts of participants: members from `first` on.
    pub(super) fn count(&self, workspaces: &mut Workspaces, first: usize) {
        match self {
            Facts::Narrow(plans) => workspaces.narrow.count(plans, first),
            Facts::Wide(plans) => workspaces.wide.count(plans, first),
        }
    }

    /// Measures what has been counted. `ends` are where stretches end, if the network is kept
    /// to be drawn: nobody needs them afterwards.
    pub(super) fn measure(
        &self,
        workspaces: &mut Workspaces,
        work: &Work,
        ends: Option<Vec<u32>>,
    ) -> (ReplicationMeasures, Option<SampleTree>) {
        match self {
            Facts::Narrow(plans) => work.measure(&mut workspaces.narrow, plans, ends),
            Facts::Wide(plans) => work.measure(&mut workspaces.wide, plans, ends),
        }
    }
}

/// What is to be measured of a replication.
pub(super) struct Work<'a> {
    pub(super) view: &'a ReplicationView<'a>,
    pub(super) luck: &'a Luck,
    pub(super) measuring: &'a Options,
    pub(super) recorded: Option<&'a Recorded>,
    pub(super) cores: Cores,
}

impl Work<'_> {
    fn measure<A: Amount>(
        &self,
        workspace: &mut Workspace<A>,
        plans: &[PlanFacts<A>],
        ends: Option<Vec<u32>>,
    ) -> (ReplicationMeasures, Option<SampleTree>) {
        let view = self.view;
        let sample = || {
            let ids = self.recorded.map_or(&[][..], |own| &own.network.ids);
            let nets: Vec<&[A]> = plans.iter().map(|plan| plan.net).collect();
            let of =
                |ends: Vec<u32>| SampleTree::of(view.replication, &view.world, &ends, &nets, ids);
            ends.map(of)
        };
        let measure = || {
            replication::measure_counted(workspace, self.luck, self.measuring, view.worlds, plans)
        };
        self.cores.join(measure, sample)
    }
}

/// The amounts of a plan that are counted most often, where they are small enough.
#[derive(Clone, Debug, Default)]
pub(super) struct NarrowAmounts {
    commissions: Narrow,
    margin: Narrow,
    net: Narrow,
    net_is_commissions: bool,
    /// Whether they are.
    pub(super) is_fit: bool,
}

impl NarrowAmounts {
    /// Takes them from accounts, if they are small enough.
    pub(super) fn take_from(&mut self, accounts: &Accounts) {
        self.net_is_commissions = accounts.net_is_commissions();
        self.is_fit = self.commissions.copy(&accounts.commissions)
            && self.margin.copy(&accounts.margin)
            && (self.net_is_commissions || self.net.copy(accounts.net()));
    }

    /// Takes them away from accounts, if they are small enough.
    pub(super) fn take_away(&mut self, accounts: &mut Accounts, cores: Cores) {
        self.is_fit = accounts.survey(cores).iter().all(are_narrow);
        if self.is_fit {
            self.net_is_commissions = accounts.net_is_commissions();
            [self.commissions, self.margin, self.net] = accounts.give_away().map(Narrow::take_over);
        }
    }

    /// Gives accounts what was taken away from them.
    pub(super) fn give_back(&self, accounts: &mut Accounts) {
        if self.is_fit {
            let columns = [&self.commissions, &self.margin, &self.net].map(Narrow::as_slice);
            let wide = |column: &[i32]| column.iter().map(|&amount| amount.into()).collect();
            accounts.take_back(columns.map(wide));
        }
    }

    fn net(&self) -> &[i32] {
        match self.net_is_commissions {
            true => self.commissions.as_slice(),
            false => self.net.as_slice(),
        }
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
