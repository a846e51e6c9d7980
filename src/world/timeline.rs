//! The order of events inside a period (model.md §2), readable as prose.

use crate::luck::{Key, Stream};

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
        self.people_join()?;
        self.orders.open(&mut self.sales, self.members.len());
        let order_value = self.luck.key(Stream::OrderValue, self.period);
        let returning = self.customers_reorder(&order_value);
        if let Some(log) = &mut self.log {
            log.note_returning(&self.members.buyers);
        }
        self.customers = returning + self.participants_sell(&order_value);
        if let Some(log) = &mut self.log {
            log.write(
                self.period,
                &self.members.buyers,
                &self.orders,
                &self.luck,
                &order_value,
            );
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

    fn customers_reorder(&mut self, order_value: &Key) -> u64 {
        let chance = self.scenario.sales.reorder.to_f64();
        if chance == 0.0 {
            self.members.forget_buyers();
            return 0;
        }
        selling::reorder(
            &mut self.members,
            &mut self.sales,
            &self.orders,
            chance,
            &self.luck.key(Stream::Reorder, self.period),
            order_value,
        )
    }

    fn participants_sell(&mut self, order_value: &Key) -> u64 {
        self.clamped += selling::find_customers(
            &mut self.members,
            self.market.openness() * self.reputation.of_buying(),
            self.scenario.sales.law,
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
            order_value,
        )
    }
}
