//! The order of events inside a period (model.md §2), readable as prose.

use crate::luck::Stream;
use crate::scenario::types::Orphans;

use super::order_log::Happened;
use super::orders::{FIRST_REPEAT_ORDER, OrderKeys};
use super::selling;
use super::{World, WorldError};

impl World<'_> {
    /// Lives the next period. Quit decisions were drawn on joining, as the last period
    /// each member is enrolled in, and take effect when it has been paid; those for losses
    /// are made then (see [`World::quit_in_loss`]).
    ///
    /// # Errors
    ///
    /// [`WorldError::TooManyMembers`] if recruiting outgrows the memory set aside.
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

    fn customers_reorder(&mut self, keys: &OrderKeys) -> u64 {
        let chance = self.scenario.sales.reorder.to_f64();
        if chance == 0.0 {
            self.members.forget_buyers();
            return 0;
        }
        let reordering = self.luck.key(Stream::Reorder, self.period);
        let customers = selling::reorder(&mut self.members, chance, &reordering);
        // They are credited to whoever found them even after he quit, or to the one who
        // took them over (rulings.md 7).
        self.orders.post(
            &self.members.buyers,
            (keys, FIRST_REPEAT_ORDER),
            &self.heirs,
            &mut self.order_columns,
            &mut self.sales,
        );
        customers
    }

    fn participants_sell(&mut self, keys: &OrderKeys) -> u64 {
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
        self.orders.post(
            &self.found,
            (keys, 0),
            &[],
            &mut self.order_columns,
            &mut self.sales,
        );
        customers
    }
}
