//! `sale_commission` (plans.md E2): a commission on one's own sales to customers.
//!
//! Where nothing hangs on single orders it is reckoned on the period's columns; a rule
//! that asks for the customer, the day or the product of an order walks the orders.

mod attribution;
mod flat_spots;
mod keys;
mod memory;
mod orders;
mod rates;
#[cfg(test)]
mod tests;

use crate::books::{Order, Source, Trigger};
use crate::money::{Cents, Currency, apportion};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::types::ComponentSettings;

use super::{Commission, FlatSpots, Maximum, Stage};
use crate::plan::earnings::{Earnings, Funding, Line, Parts};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};
use crate::plan::standing::rank::Ranks;
use crate::plan::volume::group_sums;

use attribution::Attribution;
use memory::SellingMemory;
use rates::{Metric, Rates};

pub(super) use keys::VARIANT;

/// A share of one's own sales, a fixed amount a unit, or both.
#[derive(Clone, Debug)]
pub struct SaleCommission {
    rates: Rates,
    flat: Cents,
    product: Option<String>,
    attribution: Option<Attribution>,
    refund_window_days: u32,
    self_referral: bool,
    /// Whether anything hangs on how many payments a customer made.
    counts_payments: bool,
    max_per_customer: u32,
    /// Minor units; 0 for any sale.
    min_sale: i64,
    max_commission: Option<Cents>,
}

impl SaleCommission {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
        ranks: &Ranks,
        scale: i64,
    ) -> Result<SaleCommission, Box<Diagnostic>> {
        let rates = Rates::new(settings, plan, ranks, scale)?;
        let values = &settings.settings;
        let max_per_customer = values.optional_integer("max_per_customer");
        Ok(SaleCommission {
            counts_payments: max_per_customer.is_some() || matches!(rates, Rates::Recurring(_)),
            rates,
            flat: values.amount("flat"),
            product: values.optional_text("product"),
            attribution: values
                .optional_table("attribution")
                .map(|table| Attribution::new(&table)),
            refund_window_days: values.integer("refund_window_days") as u32,
            self_referral: values.flag("self_referral"),
            max_per_customer: max_per_customer.map_or(u32::MAX, |most| most as u32),
            min_sale: values
                .optional_amount("min_sale")
                .map_or(0, |least| least.0),
            max_commission: values.optional_amount("max_commission"),
        })
    }

    /// One rate for whatever customers bought: whole columns at once.
    fn earn_by_column(&self, rate: i64, ground: &Ground, earnings: &mut Earnings) -> Option<()> {
        let volumes = ground.volumes;
        let sales = volumes.period.sales;
        let flat = self.flat.0.checked_mul(10_i64.pow(ground.decimals))?;
        let units: i64 = sales.units.iter().map(i64::from).sum();
        earnings.theoretical = i128::from(
            rate.checked_mul(volumes.of(Source::Customers))?
                .checked_add(flat.checked_mul(units)?)?,
        );
        earnings.funding = Funding::Only(Source::Customers);
        ground.cores.share(&mut earnings.exact, |first, earned| {
            for (earned, volume) in earned.iter_mut().zip(&volumes.customers[first..]) {
                *earned = rate * volume;
            }
        });
        if flat != 0 {
            for (earned, units) in earnings.exact.iter_mut().zip(sales.units.iter()) {
                *earned += flat * i64::from(units);
            }
        }
        Some(())
    }

    /// One line a seller: what hangs on his volume of the period, not on single orders.
    fn earn_by_seller(
        &self,
        ground: &Ground,
        reached: &mut Vec<i64>,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let volumes = ground.volumes;
        let flat = self
            .flat
            .0
            .checked_mul(10_i64.checked_pow(ground.decimals)?)?;
        if let Rates::Brackets(brackets) = &self.rates
            && brackets.metric == Metric::GroupVolume
        {
            group_sums(
                ground.sponsor,
                |member| volumes.personal_of(member),
                reached,
            );
        }
        for seller in 0..ground.members() {
            let units = i64::from(volumes.period.sales.units.of(seller));
            let mut base = volumes.parts_of(seller);
            if !self.self_referral {
                base[Source::OwnUse as usize] = 0;
            }
            if base == [0; 3] && units == 0 {
                continue;
            }
            let mut line = self.line_of_seller(seller, base, units, ground, reached)?;
            let beside = &mut line.exact[Source::Customers as usize];
            *beside = beside.checked_add(flat.checked_mul(units)?)?;
            earnings.pay(seller, line)?;
        }
        Some(())
    }

    /// What a seller's `base` earns by rate.
    fn line_of_seller(
        &self,
        seller: usize,
        base: Parts,
        units: i64,
        ground: &Ground,
        groups: &[i64],
    ) -> Option<Line> {
        let decimals = ground.decimals;
        let source = seller as u32;
        let total: i64 = base.iter().sum();
        let Rates::Brackets(brackets) = &self.rates else {
            let rate = self.rates.of_sale(ground.rank_of(seller), 1, decimals);
            return Line::of(source, 0, base, rate);
        };
        if brackets.is_marginal {
            let earned = brackets.earned_by(total, decimals)?;
            return Some(Line {
                source,
                level: 0,
                volume: total,
                rate: 0,
                exact: apportion(earned, base.map(i128::from)),
            });
        }
        let reached = match brackets.metric {
            Metric::OwnVolume => total,
            Metric::OwnCount => units,
            Metric::CustomerVolume => base[Source::Customers as usize],
            Metric::GroupVolume => groups[seller],
        };
        Line::of(source, 0, base, brackets.rate_at(reached, decimals))
    }
}

impl Commission for SaleCommission {
    fn stage(&self) -> Stage {
        Stage::PerSale
    }

    fn decimals(&self) -> u32 {
        self.rates.decimals()
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::new(SellingMemory::default())
    }

    fn bytes_a_member(&self) -> u64 {
        match self.rates {
            Rates::Single(_) => 0,
            // What each has sold so far.
            _ => 16,
        }
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let by_order = self.needs_orders() || !ground.period.details.orders.is_empty();
        if let Rates::Single(rate) = &self.rates
            && !by_order
            && !self.self_referral
            && !earnings.by_line()
        {
            return self.earn_by_column(rate.numerator_over(ground.decimals), ground, earnings);
        }
        let memory = recall::<SellingMemory>(memory);
        earnings.begin_lines(if self.self_referral {
            Funding::Mixed
        } else {
            Funding::Only(Source::Customers)
        });
        if by_order {
            self.earn_by_order(ground, memory, earnings)
        } else {
            self.earn_by_seller(ground, &mut memory.reached, earnings)
        }
    }

    fn on_order(
        &self,
        _ground: &Ground,
        memory: &mut dyn Memory,
        order: &Order,
        earnings: &mut Earnings,
    ) -> Option<bool> {
        let memory = recall::<SellingMemory>(memory);
        if let Some(sale) = memory.paid.earned_by(order.number) {
            let mut exact: Parts = [0; 3];
            exact[sale.source as usize] = sale.exact;
            let line = Line {
                source: sale.seller,
                level: 0,
                volume: sale.base,
                rate: 0,
                exact,
            };
            earnings.pay(sale.seller as usize, line)?;
        }
        Some(true)
    }

    fn needs_orders(&self) -> bool {
        let counts_slices = matches!(
            &self.rates,
            Rates::Brackets(brackets)
                if brackets.metric == Metric::OwnCount
                    && (brackets.is_marginal || self.self_referral)
        );
        self.product.is_some()
            || self.attribution.is_some()
            || self.counts_payments
            || self.min_sale > 0
            || self.max_commission.is_some()
            || counts_slices
            || self.self_referral && self.flat != Cents::ZERO
    }

    fn trigger(&self, _source: Source) -> Trigger {
        Trigger::OwnSale
    }

    fn maximum(&self) -> Maximum {
        let sources: &[Source] = if self.self_referral {
            &[Source::Customers, Source::OwnUse]
        } else {
            &[Source::Customers]
        };
        Maximum {
            beside_volume: self.flat != Cents::ZERO,
            ..Maximum::of(self.rates.highest(), sources)
        }
    }

    fn flat_spots(&self, currency: &Currency) -> Vec<FlatSpots> {
        match &self.rates {
            Rates::Brackets(brackets) => brackets.flat_spots(currency),
            _ => Vec::new(),
        }
    }

    fn pays_on_recruits(&self) -> bool {
        false
    }
}
