//! Order by order: which sales pay, what they earn, and what refunds take back.

use crate::books::{NO_ORDER, NO_PARTICIPANT, NO_PRODUCT, Order, OrderKind, Source};
use crate::plan::earnings::{Earnings, Line, Parts};
use crate::plan::ground::Ground;
use crate::plan::volume::group_sums;

use super::SaleCommission;
use super::memory::{Refunded, Sale, SellingMemory};
use super::rates::{Brackets, Metric, Rates};

impl SaleCommission {
    /// Earns on single orders, in the order they happened (plans.md §4 step 4).
    pub(super) fn earn_by_order(
        &self,
        ground: &Ground,
        memory: &mut SellingMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let orders = ground.period.details.orders;
        if let Some(first) = orders.first() {
            memory.paid.expire(first.day, self.refund_window_days);
        }
        self.net_refunds(orders, &mut memory.refunds);
        self.collect_sales(ground, memory);
        if let Rates::Brackets(brackets) = &self.rates {
            reach(brackets, ground, memory);
        }
        for index in 0..memory.sales.len() {
            let sale = memory.sales[index];
            let line = self.line_of(&sale, ground, memory)?;
            let seller = sale.seller as usize;
            if !ground.is_active(seller) {
                // Lost here and not later, so that it does not pay what he owes for refunds.
                earnings.lose(sale.seller, line, "inactive");
                continue;
            }
            earnings.pay(seller, line)?;
            if sale.number != NO_ORDER && line.total() != 0 {
                memory.paid.remember(&sale, line.total());
            }
        }
        memory.paid.settle();
        if ground.settles_refunds {
            return Some(());
        }
        self.claw_back(orders, memory, earnings)
    }

    /// Sums up what is refunded of this period's own orders inside the window: those
    /// sales are as if they had not been (plans.md §8 rule 16).
    fn net_refunds(&self, orders: &[Order], refunds: &mut Vec<Refunded>) {
        refunds.clear();
        for refund in orders.iter().filter(|order| order.is_refund()) {
            if let Some(sale) = own_order(orders, refund.refund_of)
                && refund.day.saturating_sub(sale.day) <= self.refund_window_days
            {
                refunds.push(Refunded {
                    number: sale.number,
                    price: refund.price,
                    commissionable: refund.commissionable,
                });
            }
        }
        refunds.sort_unstable_by_key(|refund| refund.number);
    }

    /// Finds the sales that pay, with their sellers and the rates no bracket decides.
    fn collect_sales(&self, ground: &Ground, memory: &mut SellingMemory) {
        let details = &ground.period.details;
        let product = self.product.as_deref().map(|name| {
            let index = details.products.iter().position(|known| known == name);
            index.map_or(NO_PRODUCT, |index| index as u16)
        });
        let mut contacts = details.contacts;
        memory.sales.clear();
        for order in details.orders {
            if let Some(attribution) = &self.attribution {
                while let [contact, rest @ ..] = contacts
                    && contact.next_order <= order.number
                {
                    attribution.meet(contact, &mut memory.touches);
                    contacts = rest;
                }
            }
            let can_pay = !order.is_refund()
                && (order.kind == OrderKind::Customer
                    || order.kind == OrderKind::Own && self.self_referral);
            if !can_pay {
                continue;
            }
            // A payment that earns nothing still makes the customer somebody's.
            let Some(seller) = self.seller_of(order, ground, memory) else {
                continue;
            };
            let (price, base) = net_of(order, &memory.refunds);
            let was_taken_back = price <= 0 && base <= 0 && order.price > 0;
            let is_another =
                product.is_some_and(|product| product == NO_PRODUCT || product != order.product);
            if was_taken_back || is_another || price < self.min_sale {
                continue;
            }
            let payment = if self.counts_payments {
                memory.payments.count(order.customer, seller)
            } else {
                1
            };
            if payment > self.max_per_customer {
                continue;
            }
            let place = ground.rank_of(seller as usize);
            memory.sales.push(Sale {
                number: order.number,
                day: order.day,
                seller,
                source: match order.kind {
                    OrderKind::Own => Source::OwnUse,
                    _ => Source::Customers,
                },
                base,
                rate: self.rates.of_sale(place, payment, ground.decimals),
            });
        }
        if let Some(attribution) = &self.attribution {
            for contact in contacts {
                attribution.meet(contact, &mut memory.touches);
            }
        }
        if self.self_referral && self.product.is_none() {
            self.collect_charged_purchases(ground, memory);
        }
    }

    /// Purchases that the plan charges everyone are sales to oneself too; no order file
    /// has them.
    fn collect_charged_purchases(&self, ground: &Ground, memory: &mut SellingMemory) {
        let base = ground.volumes.own_use;
        if base == 0 || base < self.min_sale {
            return;
        }
        for seller in 0..ground.members() {
            if ground.period.is_enrolled(seller) {
                memory.sales.push(Sale {
                    number: NO_ORDER,
                    day: 0,
                    seller: seller as u32,
                    source: Source::OwnUse,
                    base,
                    rate: self
                        .rates
                        .of_sale(ground.rank_of(seller), 1, ground.decimals),
                });
            }
        }
    }

    /// The participant the order names, or else whom its customer is credited to.
    fn seller_of(&self, order: &Order, ground: &Ground, memory: &mut SellingMemory) -> Option<u32> {
        let seller = if order.participant == NO_PARTICIPANT {
            let attribution = self.attribution.as_ref()?;
            attribution.credit(order.customer, order.day, &mut memory.touches)?
        } else {
            order.participant
        };
        ((seller as usize) < ground.members()).then_some(seller)
    }

    /// What a sale earns. `None` if it leaves 64 bits.
    fn line_of(&self, sale: &Sale, ground: &Ground, memory: &mut SellingMemory) -> Option<Line> {
        let decimals = ground.decimals;
        let seller = sale.seller as usize;
        let (rate, by_rate) = match &self.rates {
            Rates::Brackets(brackets) if !brackets.is_marginal => {
                let rate = brackets.rate_at(memory.reached[seller], decimals);
                (rate, rate.checked_mul(sale.base)?)
            }
            Rates::Brackets(brackets) => {
                let before = memory.position[seller];
                if brackets.metric == Metric::OwnCount {
                    memory.position[seller] = before + 1;
                    let rate = brackets.rate_at(before, decimals);
                    (rate, rate.checked_mul(sale.base)?)
                } else {
                    let after = before.checked_add(sale.base)?;
                    memory.position[seller] = after;
                    let earned = brackets
                        .earned_by(after, decimals)?
                        .checked_sub(brackets.earned_by(before, decimals)?)?;
                    (0, earned)
                }
            }
            _ => (sale.rate, sale.rate.checked_mul(sale.base)?),
        };
        let unit = 10_i64.checked_pow(decimals)?;
        let mut exact = by_rate.checked_add(self.flat.0.checked_mul(unit)?)?;
        if let Some(most) = self.max_commission {
            exact = exact.min(most.0.checked_mul(unit)?);
        }
        let mut parts: Parts = [0; 3];
        parts[sale.source as usize] = exact;
        Some(Line {
            source: sale.seller,
            level: 0,
            volume: sale.base,
            rate,
            exact: parts,
        })
    }

    /// Takes back what sales of earlier periods earned that are refunded now, at what was
    /// paid then.
    fn claw_back(
        &self,
        orders: &[Order],
        memory: &mut SellingMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        for refund in orders.iter().filter(|order| order.is_refund()) {
            if own_order(orders, refund.refund_of).is_some() {
                continue;
            }
            let Some(back) = memory.paid.give_back(
                refund.refund_of,
                refund.commissionable.saturating_neg(),
                refund.day,
                self.refund_window_days,
            ) else {
                continue;
            };
            let mut exact: Parts = [0; 3];
            exact[back.source as usize] = -back.exact;
            let line = Line {
                source: back.seller,
                level: 0,
                volume: -back.base,
                rate: 0,
                exact,
            };
            earnings.pay(back.seller as usize, line)?;
        }
        Some(())
    }
}

/// An order of this period by its number. Orders stand in the order they happened, and
/// so do their numbers.
fn own_order(orders: &[Order], number: u32) -> Option<&Order> {
    let index = orders
        .binary_search_by_key(&number, |order| order.number)
        .ok()?;
    orders.get(index)
}

/// Price and commissionable volume of an order after refunds of the same period.
fn net_of(order: &Order, refunds: &[Refunded]) -> (i64, i64) {
    let mut net = (order.price, order.commissionable);
    if !refunds.is_empty() {
        let first = refunds.partition_point(|refund| refund.number < order.number);
        for refund in refunds[first..]
            .iter()
            .take_while(|refund| refund.number == order.number)
        {
            net.0 += refund.price;
            net.1 += refund.commissionable;
        }
    }
    net
}

/// Fills in what each seller's brackets are compared with.
fn reach(brackets: &Brackets, ground: &Ground, memory: &mut SellingMemory) {
    let members = ground.members();
    let SellingMemory {
        sales,
        reached,
        position,
        ..
    } = memory;
    position.clear();
    position.resize(members, 0);
    if brackets.metric == Metric::GroupVolume {
        group_sums(
            ground.sponsor,
            |member| ground.volumes.personal_of(member),
            reached,
        );
        return;
    }
    reached.clear();
    reached.resize(members, 0);
    for sale in sales {
        reached[sale.seller as usize] += match brackets.metric {
            Metric::OwnCount => 1,
            Metric::CustomerVolume if sale.source == Source::OwnUse => 0,
            _ => sale.base,
        };
    }
}
