//! The order of events inside a period (model.md §2), readable as prose.

use crate::books::Counts;
use crate::columns::Cores;
use crate::luck::Stream;
use crate::scenario::types::Orphans;

use super::order_log::Happened;
use super::orders::{FIRST_REPEAT_ORDER, OrderKeys};
use super::{World, WorldError, selling, turnover};

impl World<'_> {
    /// Lives the next period. Quit decisions were drawn on joining, as the last period
    /// each member is enrolled in, and take effect when it has been paid; those for losses
    /// are made then (see [`World::quit_in_loss`]).
    ///
    /// # Errors
    ///
    /// [`WorldError::TooManyMembers`] if recruiting outgrows the memory set aside,
    /// [`WorldError::SalesOutOfRange`] if sales outgrow what can be kept exactly.
    pub fn live_next_period(&mut self) -> Result<(), WorldError> {
        self.hear_of_quitters();
        self.period += 1;
        self.market.open_period();
        self.circles_renew();
        self.people_join()?;
        self.orphans_find_sellers();
        let in_columns = self.orders.come_in_columns() && self.heirs.is_empty();
        self.orders
            .open(&mut self.sales, self.members.len(), in_columns);
        let keys = OrderKeys::new(&self.luck, self.period);
        let returning = self.customers_reorder(&keys)?;
        if let Some(log) = &mut self.log {
            log.note_returning(&self.members.buyers);
        }
        self.customers = returning + self.participants_sell(&keys)?;
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

    /// Who quit disappointed at the end of the last period tells others (model.md §8).
    fn hear_of_quitters(&mut self) {
        if self.reputation.counts_quitters() {
            let found_out =
                self.rules
                    .quitting
                    .found_out(&self.members, self.period, &self.life.quitting);
            self.reputation
                .open_period(found_out + self.quit_in_loss.len() as u64);
        }
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

    fn customers_reorder(&mut self, keys: &OrderKeys) -> Result<u64, WorldError> {
        let chance = self.scenario.sales.reorder.to_f64();
        if chance == 0.0 {
            self.members.forget_buyers();
            return Ok(0);
        }
        let reordering = self.luck.key(Stream::Reorder, self.period);
        let customers = selling::reorder(&mut self.members, chance, &reordering);
        // They are credited to whoever found them even after he quit, or to the one who
        // took them over (rulings.md 7).
        let (buyers, keys) = (&self.members.buyers, (keys, FIRST_REPEAT_ORDER));
        if !turnover::can_be_numbered(buyers, customers)
            || !self
                .turnover
                .has_room(&self.orders, customers, buyers, keys)
        {
            return Err(self.sales_out_of_range());
        }
        self.orders.post(
            Counts::Kept(buyers),
            keys,
            &self.heirs,
            &mut self.order_columns,
            &mut self.sales,
        );
        let sold = self.sales.total_price + self.sales.cost_of_goods;
        self.turnover.add(&self.orders, customers, sold);
        Ok(customers)
    }

    fn participants_sell(&mut self, keys: &OrderKeys) -> Result<u64, WorldError> {
        self.clamped += selling::find_customers(
            &mut self.members,
            &self.market,
            self.reputation.of_buying(),
            &self.effort,
            self.period,
            &self.luck.key(Stream::Sales, self.period),
            &mut self.found,
        );
        let customers = selling::admit(&mut self.members, &mut self.market, &mut self.found);
        let (found, keys) = (&mut self.found, (keys, 0));
        if !self.turnover.has_room(&self.orders, customers, found, keys) {
            return Err(self.sales_out_of_range());
        }
        let before = self.sales.total_price + self.sales.cost_of_goods;
        let (found, columns) = (Counts::Spent(found), &mut self.order_columns);
        self.orders.post(found, keys, &[], columns, &mut self.sales);
        let sold = self.sales.total_price + self.sales.cost_of_goods - before;
        self.turnover.add(&self.orders, customers, sold);
        let is_alone = Cores::of(self.scenario.replications) == Cores::All;
        if is_alone && self.period == self.scenario.horizon.periods {
            // Nobody sells any more, and plans and measures need the memory.
            self.found = Vec::new();
        }
        Ok(customers)
    }

    fn sales_out_of_range(&self) -> WorldError {
        WorldError::SalesOutOfRange {
            period: self.period,
        }
    }
}
