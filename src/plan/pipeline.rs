//! The order of evaluation of a pay period, beside plans.md §4.

use rust_decimal::Decimal;

use crate::books::{Details, OrderKind, Period, PeriodFacts, Source};

use super::accounts::Accounts;
use super::component::Stage;
use super::component::retail_margin::Mode;
use super::earnings::Earnings;
use super::ground::Ground;
use super::placement::PlacementTree;
use super::settlement::Factor;
use super::standing::Standing;
use super::structure::Structure;
use super::volume::Volumes;
use super::{Desk, Plan, PlanError};

impl Plan {
    /// Pays one period.
    ///
    /// # Errors
    ///
    /// [`PlanError::TooLarge`] if an exact amount leaves its range.
    pub fn pay(
        &self,
        period: &Period,
        accounts: &mut Accounts,
        desk: &mut Desk,
    ) -> Result<(), PlanError> {
        // 1 Close: the period arrives frozen.
        accounts.admit(period.members());
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
        // 6 Activity and rank. They read volumes only, so they are settled before the
        // per-sale components, whose entitlement hangs on them (rulings.md 12).
        self.settle_standing(&volumes, accounts);
        // 7 Customer-volume rule: what it lets count is taken of each component below.
        self.measure_customers(&volumes, accounts);
        // 4 Per-sale components.
        let margin = self.keep_margin(&volumes, accounts);
        self.earn(Stage::PerSale, &volumes, accounts, desk)?;
        // 8 Volume components, each with 9, its individual cap, as soon as it is reckoned.
        self.earn(Stage::Volume, &volumes, accounts, desk)?;
        // 10 Matching, on what individual caps left.
        self.earn(Stage::Matching, &volumes, accounts, desk)?;
        // 12 Pools and milestones. They read volume and ranks only, so they are reckoned
        // before the company's caps, under which they may stand too.
        self.earn(Stage::Last, &volumes, accounts, desk)?;
        // 11 Company caps and the payout budget.
        self.prorate(&volumes, accounts, desk)?;
        // 13 Ledger: charges, entries by hand, clawbacks and chargebacks.
        self.charge(&volumes, accounts);
        let debited = self.claw_back(&volumes, accounts)?;
        // 14 Round, credit and release; then pay out.
        let payout = self.credit(period.number, accounts, desk) + debited;
        let fees = self.settlement.pay_out(accounts);
        self.remember_refunded(&volumes, accounts, desk)?;
        // 15 Carry: balances, cohorts, the books of the period.
        let revenue = self.book(&volumes, margin, payout, fees, accounts);
        accounts.settlement.reversal = reversal;
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

    fn keep_margin(&self, volumes: &Volumes, accounts: &mut Accounts) -> i64 {
        self.margin
            .as_ref()
            .map_or(0, |margin| margin.rule.keep(volumes, &mut accounts.margin))
    }

    fn settle_standing(&self, volumes: &Volumes, accounts: &mut Accounts) {
        let sponsor = match self.removal {
            Some(_) => accounts.structure.sponsor(),
            None => volumes.period.sponsor,
        };
        self.standing
            .settle(&mut accounts.standing, volumes, sponsor);
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
        let period = volumes.period;
        desk.earnings.resize_with(
            self.components.len().max(desk.earnings.len()),
            Default::default,
        );
        for (index, component) in self.components.iter().enumerate() {
            if component.rule.stage() != stage {
                continue;
            }
            let mut earnings = std::mem::take(&mut desk.earnings[index]);
            earnings.open(period.members(), self.rounding, self.decimals);
            let ground = Ground {
                settles_refunds: self.settlement.settles_refunds(index),
                ..self.ground(
                    volumes,
                    &accounts.structure,
                    &accounts.placement,
                    &accounts.standing,
                    &desk.earnings,
                )
            };
            let memory = accounts.memories[index].as_mut();
            component
                .rule
                .earn(&ground, memory, &mut desk.rows, &mut earnings)
                .ok_or_else(|| self.too_large(&component.id, period))?;
            if !period.everyone_enrolled || !accounts.standing.active.is_empty() {
                earnings.forfeit_the_inactive(|member| ground.is_active(member));
            }
            self.settlement
                .limit(index, &ground, &accounts.settlement, &mut earnings)
                .ok_or_else(|| self.too_large(&component.id, period))?;
            desk.earnings[index] = earnings;
        }
        Ok(())
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
    fn charge(&self, volumes: &Volumes, accounts: &mut Accounts) {
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
        for refund in period.details.late_refunds() {
            if refund.kind != OrderKind::Customer {
                accounts.costs[refund.participant as usize] += refund.price;
            }
        }
        let entry = charges.on_joining();
        if entry != 0 {
            for cost in &mut accounts.costs[period.joiners()] {
                *cost += entry;
            }
        }
    }

    /// Posts the period to the plan's books and returns what the company received.
    fn book(
        &self,
        volumes: &Volumes,
        margin: i64,
        payout: i64,
        fees: i64,
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
        let from_participants = joiners * charges.on_joining()
            + enrolled * (charges.period_fee.0 + charges.own_purchase)
            + bought
            + fees
            + returned[1];
        let goods = sales.cost_of_goods + enrolled * charges.own_purchase_goods;
        let drop_ship = self
            .margin
            .as_ref()
            .is_some_and(|margin| margin.rule.mode == Mode::DropShip);
        let (kept, paid_out) = if drop_ship { (0, margin) } else { (margin, 0) };
        let from_customers = sales.total_price + returned[0];
        let revenue = from_customers - kept + from_participants;

        let totals = &mut accounts.totals;
        totals.customer_spend += from_customers;
        totals.participant_spend += from_participants;
        totals.expenses += enrolled * charges.expenses.0;
        totals.use_value += enrolled * charges.use_value;
        totals.revenue += revenue;
        totals.margin_kept += kept;
        totals.margin_paid_out += paid_out;
        totals.cost_of_goods += goods;
        totals.company_result += revenue - payout - paid_out - goods;
        for source in Source::ALL {
            totals.volume[source as usize] += volumes.of(source);
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
