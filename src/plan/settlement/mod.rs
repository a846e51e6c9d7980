//! Settlement (plans.md T1): what is cut, held, taken back and paid out, and the one
//! rounding. One file a step; the pipeline runs them in the order of plans.md §4,
//! whatever their order in the plan file.

mod advance;
mod budget;
mod cheque;
mod clawback;
mod credit;
mod customer_volume_rule;
mod deferral;
mod factor;
mod hold_back;
mod individual_cap;
mod ledger;
mod prorate_to_cap;
mod refunds;
mod reversal;
mod steps;

use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::Variant;
use crate::scenario::types::PlanSettings;

use super::accounts::Accounts;
use super::earnings::Earnings;
use super::ground::Ground;
use super::rounding::RoundingStage;
use super::standing::rank::Ranks;
use super::volume::Volumes;
use super::{Desk, Plan};

use clawback::{Clawback, Mode, RefundMemory};
use credit::Credit;
use customer_volume_rule::{CustomerShares, CustomerVolumeRule};
use deferral::{Deferral, Deferred};
use individual_cap::IndividualCap;
use ledger::Ledger;
use steps::Step;

pub(super) use budget::fit_to_budget;
pub(super) use factor::Factor;
pub(super) use prorate_to_cap::ProrateToCap;
pub(super) use reversal::Reversal;

/// Every step a plan's settlement can be made of.
pub const VARIANTS: &[Variant] = &[
    customer_volume_rule::VARIANT,
    individual_cap::VARIANT,
    prorate_to_cap::VARIANT,
    clawback::VARIANT,
    advance::VARIANT,
    hold_back::VARIANT,
    ledger::VARIANT,
];

/// Decimals added where amounts are divided; with those of the rates at most
/// [`MOST_DECIMALS`].
const GUARD: u32 = 6;
const MOST_DECIMALS: u32 = crate::money::RATE_DECIMALS;

/// A plan's settlement, compiled. Lists go by component in the order of the plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Settlement {
    customer_rule: Option<CustomerVolumeRule>,
    caps: Vec<Option<IndividualCap>>,
    prorates: Vec<ProrateToCap>,
    clawback: Option<Clawback>,
    deferrals: Vec<Option<Deferral>>,
    ledger: Option<Ledger>,
    /// Which balance of the ledger, and which cheque, a component's credits enter.
    balance_of: Vec<usize>,
}

/// What settlement carries from period to period under one plan in one replication.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Balances of the ledger by schedule and member; empty without a ledger.
    pub(super) balances: Vec<Vec<i64>>,
    deferred: Vec<Deferred>,
    shares: CustomerShares,
    refunds: RefundMemory,
    pub(super) reversal: Reversal,
}

/// A commission as settlement knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Commissioned<'a> {
    pub(super) id: &'a str,
    /// The ledger's schedule, if it has one.
    pub(super) schedule: Option<&'a str>,
    /// Whether it is reckoned on the period's volume (plans.md §4 step 8).
    pub(super) on_volume: bool,
}

impl Settlement {
    /// Compiles the steps of a plan.
    ///
    /// # Errors
    ///
    /// Steps that name what the plan does not have, or contradict each other.
    pub(super) fn new(
        plan: &PlanSettings,
        commissions: &[Commissioned],
        margin: Option<&str>,
        ranks: &Ranks,
    ) -> Result<Settlement, Vec<Diagnostic>> {
        let ids: Vec<&str> = commissions.iter().map(|commission| commission.id).collect();
        let mut settlement = Settlement {
            caps: vec![None; ids.len()],
            deferrals: vec![None; ids.len()],
            ..Settlement::default()
        };
        let mut faults = Vec::new();
        for (index, written) in plan.settlements.iter().enumerate() {
            let step = Step {
                plan: &plan.name,
                index,
                kind: written.kind,
                settings: &written.settings,
                ids: &ids,
                margin,
            };
            if let Err(fault) = settlement.add(&step, commissions, ranks) {
                faults.push(*fault);
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        if settlement.ledger.is_none() && settlement.moves_cash() {
            settlement.ledger = Some(Ledger::default());
        }
        settlement.balance_of = balances(commissions, settlement.ledger);
        Ok(settlement)
    }

    fn add(
        &mut self,
        step: &Step,
        commissions: &[Commissioned],
        ranks: &Ranks,
    ) -> Result<(), Box<Diagnostic>> {
        let plan = format!("plan `{}`", step.plan);
        match step.kind {
            "customer_volume_rule" if self.customer_rule.is_none() => {
                let chosen = step.components(|index| commissions[index].on_volume)?;
                self.customer_rule = Some(CustomerVolumeRule::new(step, chosen));
            }
            "individual_cap" => {
                let cap = IndividualCap::new(step, ranks)?;
                for index in step.chosen()? {
                    if self.caps[index].replace(cap.clone()).is_some() {
                        return Err(step.second(&format!("`{}`", step.ids[index])));
                    }
                }
            }
            "prorate_to_cap" => {
                let prorate = ProrateToCap::new(step, step.components(|_| true)?);
                self.prorates.push(prorate);
            }
            "clawback" if self.clawback.is_none() => {
                self.clawback = Some(Clawback::new(step, step.components(|_| true)?));
            }
            "hold_back" | "advance" => {
                let rule = match step.kind {
                    "advance" => advance::read(step),
                    _ => hold_back::read(step),
                };
                for index in step.chosen()? {
                    if self.deferrals[index].replace(rule).is_some() {
                        return Err(step.deferred_twice(step.ids[index]));
                    }
                }
            }
            "ledger" if self.ledger.is_none() => self.ledger = Some(Ledger::new(step)),
            "customer_volume_rule" | "clawback" | "ledger" => return Err(step.second(&plan)),
            other => unreachable!("`{other}` is in VARIANTS but is not built"),
        }
        Ok(())
    }

    /// Puts the scenario's payout budget over every component (rulings.md 14).
    fn keep_to_budget(&mut self, budget: crate::money::Rate) {
        let components = self.caps.len();
        self.prorates
            .push(ProrateToCap::over_all(budget, components));
    }

    /// The company's caps, the scenario's budget among them.
    pub(super) fn company_caps(&self) -> &[ProrateToCap] {
        &self.prorates
    }

    /// The most a step lets one component pay one payee in a period, minor units.
    pub(super) fn most_to_one(&self, component: usize) -> Option<i64> {
        self.caps[component]
            .as_ref()
            .and_then(IndividualCap::highest)
    }

    /// Whether what is paid in a period may differ from what is credited in it.
    fn moves_cash(&self) -> bool {
        self.clawback.is_some() || self.deferrals.iter().any(Option::is_some)
    }

    /// Decimals of exact amounts, where rates need `decimals`.
    pub(super) fn decimals(&self, decimals: u32) -> u32 {
        let divides = self
            .customer_rule
            .as_ref()
            .is_some_and(CustomerVolumeRule::divides)
            || self.averages();
        if divides {
            (decimals + GUARD).min(MOST_DECIMALS).max(decimals)
        } else {
            decimals
        }
    }

    /// A fresh state.
    pub(super) fn state(&self) -> State {
        let balances = match self.ledger {
            Some(_) => 1 + self.balance_of.iter().max().copied().unwrap_or(0),
            None => 0,
        };
        State {
            balances: vec![Vec::new(); balances],
            deferred: vec![Deferred::default(); self.deferrals.len()],
            ..State::default()
        }
    }

    /// Whether sales must be remembered until they are refunded.
    fn remembers(&self) -> bool {
        (0..self.deferrals.len()).any(|index| self.takes_back(index).is_some())
    }

    /// Whether a refund is reckoned at average rates.
    fn averages(&self) -> bool {
        let average = |rule: &Clawback| rule.mode == Mode::AverageRate;
        self.clawback.as_ref().is_some_and(average)
    }

    /// How a component's payments on refunded sales are taken back, and whether of the
    /// upline too. An advance lapses with its sale, whatever else is clawed back.
    fn takes_back(&self, component: usize) -> Option<(Mode, bool)> {
        if let Some(Deferral::Advance { .. }) = self.deferrals[component] {
            return Some((Mode::SameSale, true));
        }
        self.clawback
            .as_ref()
            .filter(|rule| rule.applies_to[component] && rule.mode != Mode::Volume)
            .map(|rule| (rule.mode, rule.organisation))
    }

    /// Whether settlement debits what a component paid on sales refunded later. Negative
    /// volume does not reach rules that pay order by order: those look after themselves.
    pub(super) fn settles_refunds(&self, component: usize) -> bool {
        self.takes_back(component).is_some()
    }

    /// Step 3: whether later refunds lower the volume of the period they happen in.
    pub(super) fn lowers_volume(&self) -> bool {
        let volume = |rule: &Clawback| rule.mode == Mode::Volume;
        self.clawback.as_ref().is_some_and(volume)
    }

    /// Step 7: measures how much of each payee's volume customers bought.
    pub(super) fn measure_customers(&self, volumes: &Volumes, sponsor: &[u32], state: &mut State) {
        if let Some(rule) = &self.customer_rule {
            rule.measure(volumes, sponsor, &mut state.shares);
        }
    }

    /// Steps 7 and 9 for one component: what it earned on volume that counts, up to each
    /// payee's cap. `None` if an amount leaves its range.
    pub(super) fn limit(
        &self,
        component: usize,
        ground: &Ground,
        state: &State,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let rule = self
            .customer_rule
            .as_ref()
            .filter(|rule| rule.applies_to(component));
        let cap = self.caps[component].as_ref();
        if rule.is_some() || cap.is_some() {
            earnings.keep_gross();
        }
        if let Some(rule) = rule {
            rule.apply(&state.shares, earnings)?;
        }
        if let Some(cap) = cap {
            cap.apply(|member| ground.rank_of(member), ground.decimals, earnings)?;
        }
        Some(())
    }

    /// Step 11: the factor that caps leave of each component. `None` if an amount leaves 128 bits.
    pub(super) fn prorate(
        &self,
        volume: i64,
        denominator: i64,
        earnings: &[Earnings],
        factors: &mut Vec<Factor>,
    ) -> Option<()> {
        factors.clear();
        factors.resize(self.caps.len(), Factor::NONE);
        for prorate in &self.prorates {
            prorate.cut(volume, denominator, earnings, factors)?;
        }
        Some(())
    }

    /// Whether what is credited waits in balances, of which the company may keep a fee.
    pub(super) fn keeps_ledger(&self) -> bool {
        self.ledger.is_some()
    }

    /// Step 14, the rest: pays out balances. Returns the fees the company kept of them.
    pub(super) fn pay_out(&self, accounts: &mut Accounts) -> i64 {
        match self.ledger {
            Some(ledger) => ledger.pay_out(accounts),
            None => {
                accounts.totals.cash = accounts.totals.payout;
                0
            }
        }
    }
}

impl Plan {
    /// Step 14: rounds what every component earned and credits it. Returns what was
    /// credited.
    pub(super) fn credit(&self, period: u32, accounts: &mut Accounts, desk: &mut Desk) -> i64 {
        let earnings = &mut desk.earnings[..self.components.len()];
        let per_cheque = self.rounding.stage == RoundingStage::PerCheque;
        if per_cheque {
            cheque::round(
                earnings,
                &desk.factors,
                &self.settlement.balance_of,
                self.rounding.mode,
                self.decimals,
                &mut desk.cheques,
            );
        }
        let mut payout = 0;
        for (index, component) in self.components.iter().enumerate() {
            let credit = Credit {
                index,
                rule: component.rule.as_ref(),
                earnings: &mut earnings[index],
                factor: desk.factors[index],
                rounded: per_cheque.then(|| desk.cheques[index].as_slice()),
                mode: self.rounding.mode,
                decimals: self.decimals,
                deferral: self.settlement.deferrals[index],
                balance: self.settlement.balance_of[index],
                period,
                cores: desk.cores,
            };
            payout += credit.book(accounts);
        }
        payout
    }
}

impl State {
    pub(super) fn admit(&mut self, members: usize) {
        for balances in &mut self.balances {
            balances.resize(members, 0);
        }
    }

    pub(super) fn forget(&mut self) {
        for balances in &mut self.balances {
            balances.clear();
        }
        for deferred in &mut self.deferred {
            deferred.forget();
        }
        self.refunds.forget();
        self.reversal.forget();
    }
}

/// Which balance each commission enters: one a schedule, in the order the plan first
/// names them, where the ledger keeps schedules apart. Entries by hand enter the first.
fn balances(commissions: &[Commissioned], ledger: Option<Ledger>) -> Vec<usize> {
    if !ledger.is_some_and(|ledger| ledger.per_schedule) {
        return vec![0; commissions.len()];
    }
    let mut schedules: Vec<Option<&str>> = Vec::new();
    let mut balance_of = Vec::with_capacity(commissions.len());
    for commission in commissions {
        let known = schedules
            .iter()
            .position(|&schedule| schedule == commission.schedule);
        balance_of.push(known.unwrap_or_else(|| {
            schedules.push(commission.schedule);
            schedules.len() - 1
        }));
    }
    balance_of
}

#[cfg(test)]
mod tests;
