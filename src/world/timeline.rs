//! The order of events inside a period (model.md §2), readable as prose.

use crate::luck::Stream;
use crate::scenario::types::{GrowthLaw, Orphans};

use super::growth::recruiting;
use super::order_log::Happened;
use super::orders::OrderKeys;
use super::selling;
use super::{World, WorldError};

impl World<'_> {
    /// Lives the next period. Quit decisions were drawn on joining, as the last period
    /// each member is enrolled in, and take effect when it has been paid.
    ///
    /// # Errors
    ///
    /// [`WorldError::TooManyMembers`] if recruiting outgrows the memory set aside.
    pub fn live_next_period(&mut self) -> Result<(), WorldError> {
        self.period += 1;
        self.market.open_period();
        self.circles_renew();
        self.people_join()?;
        self.orders.open(&mut self.sales, self.members.len());
        self.orphans_find_sellers();
        let keys = OrderKeys::new(&self.luck, self.period);
        let returning = self.customers_reorder(&keys);
        if let Some(log) = &mut self.log {
            log.note_returning(&self.members.buyers);
        }
        self.customers = returning + self.participants_sell(&keys);
        if let Some(log) = &mut self.log {
            let happened = Happened {
                period: self.period,
                members: &self.members,
                heirs: &self.heirs,
                values: &self.orders,
                keys,
            };
            log.write(&happened, &self.luck);
        }
        Ok(())
    }

    /// Customers of quitters pass to the nearest enrolled sponsor, if the scenario says so
    /// (rulings.md 7); with all draws at the address of whoever found them, nothing but
    /// the credit moves.
    fn orphans_find_sellers(&mut self) {
        if self.scenario.sales.orphans == Orphans::Sponsor {
            self.members.nearest_enrolled(self.period, &mut self.heirs);
        }
    }

    fn circles_renew(&mut self) {
        if let Some(renewal) = self.effort.renewal() {
            let key = self.luck.key(Stream::Renewal, self.period);
            self.members.renew_circles(renewal, self.period, &key);
        }
    }

    fn people_join(&mut self) -> Result<(), WorldError> {
        self.first_joiner = self.members.len();
        if self.period == 1 && self.scenario.growth.count_founders {
            self.first_joiner = 0;
        }
        if let GrowthLaw::Recruiting {
            approaches,
            conversion,
        } = self.scenario.growth.law
        {
            let (sponsors, clamped) = recruiting::recruit(
                &mut self.members,
                &mut self.market,
                approaches,
                conversion.to_f64(),
                self.period,
                &self.luck.key(Stream::Recruiting, self.period),
                &self.luck.key(Stream::JoinOrder, self.period),
            );
            self.clamped += clamped;
            self.check_room(sponsors.len() as u64)?;
            self.members.sponsor.extend(sponsors);
        } else {
            let joiners = self.market.enrol(self.arrivals[self.period as usize - 1]);
            self.check_room(joiners)?;
            let until = self.members.len() as u64 + joiners;
            self.attacher.attach(
                &self.luck.key(Stream::Attachment, 0),
                self.scenario.growth.founders,
                &mut self.members.sponsor,
                until as u32,
            );
        }
        self.members.settle(self.period, &self.rules, &self.life);
        Ok(())
    }

    fn check_room(&self, joiners: u64) -> Result<(), WorldError> {
        if self.members.len() as u64 + joiners > self.members_limit {
            return Err(WorldError::TooManyMembers {
                limit: self.members_limit,
                period: self.period,
            });
        }
        Ok(())
    }

    fn customers_reorder(&mut self, keys: &OrderKeys) -> u64 {
        let chance = self.scenario.sales.reorder.to_f64();
        if chance == 0.0 {
            self.members.forget_buyers();
            return 0;
        }
        selling::reorder(
            &mut self.members,
            &mut self.sales,
            &self.orders,
            &self.heirs,
            chance,
            &self.luck.key(Stream::Reorder, self.period),
            keys,
        )
    }

    fn participants_sell(&mut self, keys: &OrderKeys) -> u64 {
        self.clamped += selling::find_customers(
            &mut self.members,
            self.market.openness(),
            &self.effort,
            self.period,
            &self.luck.key(Stream::Sales, self.period),
            &mut self.found,
        );
        selling::sell(
            &mut self.members,
            &mut self.market,
            &mut self.sales,
            &self.orders,
            &self.found,
            keys,
        )
    }
}
