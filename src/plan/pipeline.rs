//! The order of evaluation of a pay period, beside plans.md §4.

use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::books::{Details, OrderKind, Period, PeriodFacts, Source};
use crate::columns::Cores;

use super::accounts::Accounts;
use super::charges::Extras;
use super::component::Stage;
use super::component::retail_margin::{Mode, Retail};
use super::earnings::Earnings;
use super::ground::Ground;
use super::levels::Rows;
use super::memory::Memory;
use super::placement::PlacementTree;
use super::settlement::Factor;
use super::standing::Standing;
use super::statement::Watch;
use super::structure::Structure;
use super::volume::Volumes;
use super::{Desk, Plan, PlanError, PlanMargin};

/// A component at its turn, with what it writes.
struct Task<'a> {
    index: usize,
    memory: &'a mut dyn Memory,
    rows: Rows,
    earnings: Earnings,
}

impl Plan {
    /// Pays one period.
    ///
    /// # Errors
    ///
    /// [`PlanError::TooLarge`] if an exact amount leaves its range, [`PlanError::OutOfRange`]
    /// if a sum could.
    pub fn pay(
        &self,
        period: &Period,
        accounts: &mut Accounts,
        desk: &mut Desk,
    ) -> Result<(), PlanError> {
        // 1 Close: the period arrives frozen.
        self.admit_bought(&mut accounts.moved, period)?;
        accounts.admit(period);
        // 2 Structure: removals on last period's status, then placements.
        if let Some(removal) = self.removal {
            removal.restructure(&mut accounts.structure, period);
        }
        // 3 Volume, less refunds of earlier sales if the plan makes them negative volume.
        // Posted before anyone is placed: a weak leg is told by it (PL-04).
        let mut reversal = std::mem::take(&mut accounts.settlement.reversal);
        let mut volumes = Volumes::post(period, &self.charges, self.points);
        if self.settlement.lowers_volume() {
            reversal.take(period, volumes.own_use);
            volumes = volumes.less(&reversal);
        }
        if let Some(rule) = &self.placement {
            rule.place(&volumes, self.days_of(period), &mut accounts.placement);
        }
        // A joining bonus may take part of its orders out of what all others see.
        let mut reduced = std::mem::take(&mut desk.reduced);
        if self.reduce_volume(&volumes, &mut reduced) {
            volumes = volumes.reduced_by(&reduced);
        }
        // 6 Activity and rank. They read volumes only, so they are settled before the
        // per-sale components, whose entitlement hangs on them (rulings.md 12).
        self.settle_standing(&volumes, accounts);
        // 7 Customer-volume rule: what it lets count is taken of each component below.
        self.measure_customers(&volumes, accounts);
        // 4 Per-sale components.
        let retail = self.keep_margin(&volumes, accounts)?;
        self.earn(Stage::PerSale, &volumes, accounts, desk)?;
        // 8 Volume components, each with 9, its individual cap, as soon as it is reckoned.
        self.earn(Stage::Volume, &volumes, accounts, desk)?;
        // 10 Matching, on what individual caps left.
        self.earn(Stage::Matching, &volumes, accounts, desk)?;
        // 12 Pools and milestones. They read volume and ranks only, so they are reckoned
        // before the company's caps, under which they may stand too.
        self.earn(Stage::Last, &volumes, accounts, desk)?;
        let earned = &desk.earnings[..self.components.len()];
        let promised = earned.iter().map(|earnings| earnings.theoretical);
        self.admit_promised(&mut accounts.moved, promised, period)?;
        // 11 Company caps and the payout budget.
        self.prorate(&volumes, accounts, desk)?;
        // 13 Ledger: charges, entries by hand, clawbacks and chargebacks.
        let mut extras = self.charge(&volumes, accounts);
        let debited = self.claw_back(&volumes, accounts)?;
        // 14 Round, credit and release; then pay out.
        let payout = self.credit(period.number, accounts, desk) + debited;
        let fees = self.settlement.pay_out(accounts);
        self.remember_refunded(&volumes, accounts, desk)?;
        // 15 Carry: balances, cohorts, the books of the period.
        extras.from_participants += fees;
        let revenue = self.book(&volumes, retail, payout, extras, accounts);
        accounts.settlement.reversal = reversal;
        desk.reduced = reduced;
        let first = accounts.first_participant();
        let enrolled = period.enrolled_from(first);
        accounts.close(
            period,
            PeriodFacts {
                participants: (period.members() - first) as u64,
                enrolled,
                active: enrolled,
                customers: period.customers,
                revenue,
                payout,
                in_loss_so_far: 0,
            },
            desk.cores,
        );
        Ok(())
    }

    /// Days in a period.
    fn days_of(&self, period: &Period) -> u32 {
        match period.details.days {
            0 => self.days,
            days => days,
        }
    }

    fn reduce_volume(&self, volumes: &Volumes, reduced: &mut Vec<i64>) -> bool {
        reduced.clear();
        let mut rules = self
            .components
            .iter()
            .map(|component| component.rule.as_ref())
            .filter(|rule| rule.reduces_volume())
            .peekable();
        if rules.peek().is_none() {
            return false;
        }
        reduced.resize(volumes.period.members(), 0);
        for rule in rules {
            rule.reduce_volume(volumes, self.days_of(volumes.period), reduced);
        }
        // Two bonuses on the same order cannot take more than all of it.
        for (member, reduced) in reduced.iter_mut().enumerate() {
            *reduced = (*reduced).min(volumes.own_use_of(member));
        }
        true
    }

    fn keep_margin(&self, volumes: &Volumes, accounts: &mut Accounts) -> Result<Retail, PlanError> {
        let Some(PlanMargin { id, rule }) = &self.margin else {
            return Ok(Retail::default());
        };
        rule.keep(volumes, &accounts.standing, &mut accounts.margin)
            .ok_or_else(|| self.too_large(id, volumes.period))
    }

    fn settle_standing(&self, volumes: &Volumes, accounts: &mut Accounts) {
        let sponsor = match self.removal {
            Some(_) => accounts.structure.sponsor(),
            None => volumes.period.sponsor,
        };
        let placement = self.placement.as_ref().map(|_| &accounts.placement);
        self.standing
            .settle(&mut accounts.standing, volumes, sponsor, placement);
        if self.removal.is_some() {
            let standing = &accounts.standing;
            accounts
                .structure
                .count(|member| standing.is_active(volumes.period, member));
        }
    }

    fn measure_customers(&self, volumes: &Volumes, accounts: &mut Accounts) {
        let sponsor = match self.removal {
            Some(_) => accounts.structure.sponsor(),
            None => volumes.period.sponsor,
        };
        self.settlement
            .measure_customers(volumes, sponsor, &mut accounts.settlement);
    }

    /// What a component stands on in a period.
    pub(super) fn ground<'a>(
        &'a self,
        volumes: &'a Volumes<'a>,
        structure: &'a Structure,
        placement: &'a PlacementTree,
        standing: &'a Standing,
        earned: &'a [Earnings],
    ) -> Ground<'a> {
        let period = volumes.period;
        let (sponsor, depth) = match self.removal {
            Some(_) => (structure.sponsor(), structure.depth()),
            None => (period.sponsor, period.depth),
        };
        Ground {
            period,
            volumes,
            sponsor,
            depth,
            placement: self.placement.as_ref().map(|_| placement),
            standing,
            ranks: &self.standing.ranks,
            decimals: self.decimals,
            rounding: self.rounding,
            days: self.days_of(period),
            settles_refunds: false,
            requires_active: true,
            cores: Cores::One,
            earned,
        }
    }

    fn earn(
        &self,
        stage: Stage,
        volumes: &Volumes,
        accounts: &mut Accounts,
        desk: &mut Desk,
    ) -> Result<(), PlanError> {
        desk.open(self.components.len());
        let of_stage = |index: &usize| self.components[*index].rule.stage() == stage;
        let mut memories = std::mem::take(&mut accounts.memories);
        let mut outcome = Ok(());
        let components = (0..self.components.len()).filter(of_stage);
        if desk.side_by_side && components.clone().count() > 1 {
            // Components of a stage read frozen inputs, so they may be reckoned at once.
            let mut tasks: Vec<Task> = memories
                .iter_mut()
                .enumerate()
                .filter(|(index, _)| of_stage(index))
                .map(|(index, memory)| Task {
                    index,
                    memory: memory.as_mut(),
                    rows: std::mem::take(&mut desk.rows[index]),
                    earnings: std::mem::take(&mut desk.earnings[index]),
                })
                .collect();
            let (accounts, earned) = (&*accounts, &desk.earnings);
            let how = (desk.watched, desk.cores);
            let outcomes: Vec<Result<(), PlanError>> = tasks
                .par_iter_mut()
                .map(|task| self.reckon(task, volumes, accounts, earned, how))
                .collect();
            for task in tasks {
                desk.rows[task.index] = task.rows;
                desk.earnings[task.index] = task.earnings;
            }
            outcome = outcomes.into_iter().collect();
        } else {
            for index in components {
                let mut task = Task {
                    index,
                    memory: memories[index].as_mut(),
                    // One after another they share the rows, which stay in the cache.
                    rows: std::mem::take(&mut desk.rows[0]),
                    earnings: std::mem::take(&mut desk.earnings[index]),
                };
                let how = (desk.watched, desk.cores);
                let reckoned = self.reckon(&mut task, volumes, accounts, &desk.earnings, how);
                desk.rows[0] = task.rows;
                desk.earnings[index] = task.earnings;
                outcome = outcome.and(reckoned);
            }
        }
        accounts.memories = memories;
        outcome
    }

    /// Reckons one component of the period, up to its individual cap.
    fn reckon(
        &self,
        task: &mut Task,
        volumes: &Volumes,
        accounts: &Accounts,
        earned: &[Earnings],
        (watched, cores): (Option<u32>, Cores),
    ) -> Result<(), PlanError> {
        let period = volumes.period;
        let Task {
            index,
            memory,
            rows,
            earnings,
        } = task;
        let component = &self.components[*index];
        earnings.open(period.members(), self.rounding, self.decimals);
        earnings.watch = watched.map(|payee| Watch::new(payee as usize));
        let ground = Ground {
            settles_refunds: self.settlement.settles_refunds(*index),
            requires_active: component.requires_active,
            cores,
            ..self.ground(
                volumes,
                &accounts.structure,
                &accounts.placement,
                &accounts.standing,
                earned,
            )
        };
        component
            .rule
            .earn(&ground, *memory, rows, earnings)
            .ok_or_else(|| self.too_large(&component.id, period))?;
        let some_inactive = !period.everyone_enrolled || !accounts.standing.active.is_empty();
        if some_inactive && !component.rule.pays_the_inactive() {
            let only_quitters = !period.everyone_enrolled
                && (accounts.standing.active.is_empty() || !component.requires_active);
            if !(only_quitters && earnings.forfeit_of_quitters(period.last_period, period.number)) {
                earnings.forfeit_the_inactive(|member| ground.is_active(member));
            }
        }
        self.settlement
            .limit(*index, &ground, &accounts.settlement, earnings)
            .ok_or_else(|| self.too_large(&component.id, period))
    }

    fn prorate(
        &self,
        volumes: &Volumes,
        accounts: &mut Accounts,
        desk: &mut Desk,
    ) -> Result<(), PlanError> {
        self.settlement
            .prorate(
                volumes.commissionable.iter().sum(),
                self.denominator(),
                &desk.earnings[..self.components.len()],
                &mut desk.factors,
            )
            .ok_or_else(|| self.too_large("the company's cap", volumes.period))?;
        accounts.last_factor = desk
            .factors
            .iter()
            .filter(|&&factor| factor != Factor::NONE)
            .map(|factor| factor.to_decimal())
            .min()
            .unwrap_or(Decimal::ONE);
        Ok(())
    }

    /// Charges everyone enrolled, and joiners their entry.
    fn charge(&self, volumes: &Volumes, accounts: &mut Accounts) -> Extras {
        let charges = &self.charges;
        let period = volumes.period;
        let running =
            charges.period_fee.0 + charges.expenses.0 + charges.own_purchase - charges.use_value;
        if running != 0 || charges.own_purchase != 0 {
            for member in 0..period.members() {
                if period.is_enrolled(member) {
                    accounts.costs[member] += running;
                    if charges.own_purchase != 0 {
                        accounts.own_purchases[member] += charges.own_purchase;
                        accounts.use_value[member] += charges.use_value;
                    }
                }
            }
        }
        if let Some(own) = period.details.own {
            let bought = own.price.iter().zip(&own.kit_price).zip(&own.fees);
            for (cost, ((price, kit), fee)) in accounts.costs.iter_mut().zip(bought) {
                *cost += price + kit + fee;
            }
        }
        for (cost, expense) in accounts.costs.iter_mut().zip(period.details.expenses) {
            *cost += expense;
        }
        for refund in period.details.late_refunds() {
            if refund.kind != OrderKind::Customer {
                accounts.costs[refund.participant as usize] += refund.price;
            }
        }
        for (component, memory) in self.components.iter().zip(&mut accounts.memories) {
            for &(member, fee) in component.rule.fees(memory.as_mut()) {
                accounts.costs[member as usize] += fee;
            }
        }
        let entry = charges.on_joining();
        if entry != 0 {
            for cost in &mut accounts.costs[period.joiners()] {
                *cost += entry;
            }
        }
        let is_last = accounts.is_last(period);
        charges.charge_extras(period, is_last, &mut accounts.costs)
    }

    /// Posts the period to the plan's books and returns what the company received.
    fn book(
        &self,
        volumes: &Volumes,
        retail: Retail,
        payout: i64,
        extras: Extras,
        accounts: &mut Accounts,
    ) -> i64 {
        let charges = &self.charges;
        let sales = volumes.period.sales;
        let Volumes {
            enrolled, joiners, ..
        } = *volumes;
        let bought = volumes.period.details.own.map_or(0, |own| {
            let columns = [&own.price, &own.kit_price, &own.fees];
            columns.into_iter().flatten().sum()
        });
        let returned = returned(&volumes.period.details);
        let for_places: i64 = self
            .components
            .iter()
            .zip(&mut accounts.memories)
            .flat_map(|(component, memory)| component.rule.fees(memory.as_mut()))
            .map(|(_, fee)| fee)
            .sum();
        let from_participants = joiners * charges.on_joining()
            + for_places
            + enrolled * (charges.period_fee.0 + charges.own_purchase)
            + bought
            + extras.from_participants
            + returned[1];
        let goods = sales.cost_of_goods + enrolled * charges.own_purchase_goods;
        let drop_ship = self
            .margin
            .as_ref()
            .is_some_and(|margin| margin.rule.mode == Mode::DropShip);
        let (kept, paid_out) = if drop_ship {
            (0, retail.margin)
        } else {
            (retail.margin, 0)
        };
        let from_customers = sales.total_price - retail.discount + returned[0];
        let revenue = from_customers - kept + from_participants;

        let totals = &mut accounts.totals;
        totals.customer_spend += from_customers;
        totals.participant_spend += from_participants;
        totals.expenses += enrolled * charges.expenses.0 + extras.expenses;
        totals.expenses += volumes.period.details.expenses.iter().sum::<i64>();
        totals.use_value += enrolled * charges.use_value;
        totals.revenue += revenue;
        totals.margin_kept += kept;
        totals.margin_paid_out += paid_out;
        totals.cost_of_goods += goods;
        totals.company_result += revenue - payout - paid_out - goods;
        for source in Source::ALL {
            totals.volume[source as usize] += volumes.ordered(source);
        }
        revenue
    }

    pub(super) fn too_large(&self, component: &str, period: &Period) -> PlanError {
        PlanError::TooLarge {
            plan: self.name.clone(),
            component: component.to_owned(),
            period: period.number,
        }
    }
}

/// What refunds of earlier periods' orders gave back to customers and to participants,
/// below zero.
fn returned(details: &Details) -> [i64; 2] {
    let mut returned = [0; 2];
    for refund in details.late_refunds() {
        returned[usize::from(refund.kind != OrderKind::Customer)] += refund.price;
    }
    returned
}
