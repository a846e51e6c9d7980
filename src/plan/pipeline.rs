//! The order of evaluation of a pay period, beside plans.md §4. Steps whose components
//! do not exist yet have no line here.

use crate::books::{Period, PeriodFacts, Source};

use super::accounts::Accounts;
use super::component::Stage;
use super::component::retail_margin::Mode;
use super::settlement::{Cut, credit};
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
        // 1 Close and 2 structure: the period arrives frozen, with everyone in place.
        accounts.admit(period.members());
        // 3 Volume.
        let volumes = Volumes::post(period, &self.charges);
        // 4 Per-sale components.
        let margin = self.keep_margin(&volumes, accounts);
        self.earn(Stage::PerSale, &volumes, desk)?;
        // 6 Activity: a member is active while enrolled; 8 volume components.
        self.earn(Stage::Volume, &volumes, desk)?;
        self.forfeit_the_inactive(period, desk);
        // 11 Company budget.
        let cut = self.cut_to_budget(&volumes, desk)?;
        // 13 Ledger: charges.
        self.charge(&volumes, accounts);
        // 14 Round and pay.
        let payout = self.credit(&volumes, cut, accounts, desk)?;
        // 15 Carry: balances, cohorts, the books of the period.
        let revenue = self.book(&volumes, margin, payout, accounts);
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

    fn keep_margin(&self, volumes: &Volumes, accounts: &mut Accounts) -> i64 {
        self.margin
            .as_ref()
            .map_or(0, |margin| margin.rule.keep(volumes, &mut accounts.margin))
    }

    fn earn(&self, stage: Stage, volumes: &Volumes, desk: &mut Desk) -> Result<(), PlanError> {
        desk.earnings.resize_with(
            self.components.len().max(desk.earnings.len()),
            Default::default,
        );
        for (component, earnings) in self.components.iter().zip(&mut desk.earnings) {
            if component.rule.stage() == stage {
                earnings.open(volumes.period.members());
                component
                    .rule
                    .earn(volumes, self.decimals, &mut desk.rows, earnings)
                    .ok_or_else(|| self.too_large(&component.id, volumes.period))?;
            }
        }
        Ok(())
    }

    fn forfeit_the_inactive(&self, period: &Period, desk: &mut Desk) {
        for earnings in &mut desk.earnings[..self.components.len()] {
            earnings.forfeit_the_inactive(period);
        }
    }

    fn cut_to_budget(&self, volumes: &Volumes, desk: &Desk) -> Result<Cut, PlanError> {
        let Some(budget) = self.prorate_to else {
            return Ok(Cut::NONE);
        };
        Cut::to_budget(
            budget,
            volumes.commissionable.iter().sum(),
            self.denominator(),
            &desk.earnings[..self.components.len()],
        )
        .ok_or_else(|| self.too_large("payout_budget", volumes.period))
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
        let entry = charges.on_joining();
        if entry != 0 {
            for cost in &mut accounts.costs[period.joiners()] {
                *cost += entry;
            }
        }
    }

    fn credit(
        &self,
        volumes: &Volumes,
        cut: Cut,
        accounts: &mut Accounts,
        desk: &Desk,
    ) -> Result<i64, PlanError> {
        let mut payout = 0;
        for (index, component) in self.components.iter().enumerate() {
            payout += credit(
                index,
                component.rule.as_ref(),
                &desk.earnings[index],
                cut,
                self.decimals,
                accounts,
            )
            .ok_or_else(|| self.too_large(&component.id, volumes.period))?;
        }
        Ok(payout)
    }

    /// Posts the period to the plan's books and returns what the company received.
    fn book(&self, volumes: &Volumes, margin: i64, payout: i64, accounts: &mut Accounts) -> i64 {
        let charges = &self.charges;
        let sales = volumes.period.sales;
        let Volumes {
            enrolled, joiners, ..
        } = *volumes;
        let from_participants = joiners * charges.on_joining()
            + enrolled * (charges.period_fee.0 + charges.own_purchase);
        let goods = sales.cost_of_goods + enrolled * charges.own_purchase_goods;
        let drop_ship = self
            .margin
            .as_ref()
            .is_some_and(|margin| margin.rule.mode == Mode::DropShip);
        let (kept, paid_out) = if drop_ship { (0, margin) } else { (margin, 0) };
        let revenue = sales.total_price - kept + from_participants;

        let totals = &mut accounts.totals;
        totals.customer_spend += sales.total_price;
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

    fn too_large(&self, component: &str, period: &Period) -> PlanError {
        PlanError::TooLarge {
            plan: self.name.clone(),
            component: component.to_owned(),
            period: period.number,
        }
    }
}
