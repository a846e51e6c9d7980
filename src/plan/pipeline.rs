//! The order of evaluation of a pay period, beside plans.md §4.

use crate::books::{Period, PeriodFacts, Source};

use super::accounts::Accounts;
use super::component::Stage;
use super::component::retail_margin::Mode;
use super::ground::Ground;
use super::settlement::{Cut, credit};
use super::statement::Watch;
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
        if let Some(rule) = &self.placement {
            rule.place(period, &mut accounts.placement);
        }
        // 3 Volume.
        let volumes = Volumes::post(period, &self.charges, self.points);
        // 6 Activity and rank. They read volumes only, so they are settled before the
        // per-sale components, whose entitlement hangs on them (rulings.md 12).
        self.settle_standing(&volumes, accounts);
        // 4 Per-sale components.
        let margin = self.keep_margin(&volumes, accounts);
        self.earn(Stage::PerSale, &volumes, accounts, desk)?;
        // 8 Volume components.
        self.earn(Stage::Volume, &volumes, accounts, desk)?;
        // 10 Matching, on what is left after individual caps.
        self.earn(Stage::Matching, &volumes, accounts, desk)?;
        // 11 Company budget.
        let cut = self.cut_to_budget(&volumes, desk)?;
        desk.cut = cut;
        // 12 Pools and milestones.
        self.earn(Stage::Last, &volumes, accounts, desk)?;
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
        let (sponsor, depth) = match self.removal {
            Some(_) => (accounts.structure.sponsor(), accounts.structure.depth()),
            None => (period.sponsor, period.depth),
        };
        for (index, component) in self.components.iter().enumerate() {
            if component.rule.stage() != stage {
                continue;
            }
            let mut earnings = std::mem::take(&mut desk.earnings[index]);
            earnings.open(period.members(), self.rounding, self.decimals);
            earnings.watch = desk.watched.map(|payee| Watch::new(payee as usize));
            let ground = Ground {
                period,
                volumes,
                sponsor,
                depth,
                placement: self.placement.as_ref().map(|_| &accounts.placement),
                standing: &accounts.standing,
                ranks: &self.standing.ranks,
                decimals: self.decimals,
                rounding: self.rounding,
                days: match period.details.days {
                    0 => self.days,
                    days => days,
                },
                earned: &desk.earnings,
            };
            let memory = accounts.memories[index].as_mut();
            component
                .rule
                .earn(&ground, memory, &mut desk.rows, &mut earnings)
                .ok_or_else(|| self.too_large(&component.id, period))?;
            if !period.everyone_enrolled || !accounts.standing.active.is_empty() {
                earnings.forfeit_the_inactive(|member| ground.is_active(member));
            }
            desk.earnings[index] = earnings;
        }
        Ok(())
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
        if let Some(own) = period.details.own {
            let bought = own.price.iter().zip(&own.kit_price).zip(&own.fees);
            for (cost, ((price, kit), fee)) in accounts.costs.iter_mut().zip(bought) {
                *cost += price + kit + fee;
            }
        }
        for (cost, expense) in accounts.costs.iter_mut().zip(period.details.expenses) {
            *cost += expense;
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
        let bought = volumes.period.details.own.map_or(0, |own| {
            let columns = [&own.price, &own.kit_price, &own.fees];
            columns.into_iter().flatten().sum()
        });
        let from_participants = joiners * charges.on_joining()
            + enrolled * (charges.period_fee.0 + charges.own_purchase)
            + bought;
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
        totals.expenses += volumes.period.details.expenses.iter().sum::<i64>();
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
