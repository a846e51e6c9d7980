//! What a sale commission carries from period to period: how often customers paid, whose
//! they are, and what sales earned that may still be refunded.

use std::collections::BTreeMap;

use crate::books::{NO_CUSTOMER, NO_PARTICIPANT, Source};
use crate::plan::memory::Memory;

use super::attribution::Touches;

/// The state, and the scratch columns of a period.
#[derive(Debug, Default)]
pub(super) struct SellingMemory {
    pub(super) payments: Payments,
    pub(super) touches: Touches,
    pub(super) paid: PaidSales,
    /// Sales of the period that pay, in the order they happened.
    pub(super) sales: Vec<Sale>,
    /// By member: what the brackets are compared with.
    pub(super) reached: Vec<i64>,
    /// By member: what of it has been paid on so far.
    pub(super) position: Vec<i64>,
    pub(super) refunds: Vec<Refunded>,
}

impl Memory for SellingMemory {
    fn forget(&mut self) {
        self.payments.forget();
        self.touches.forget();
        self.paid.sales.clear();
    }
}

/// A sale that pays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sale {
    /// The order's number.
    pub(super) number: u32,
    pub(super) day: u32,
    pub(super) seller: u32,
    /// [`Source::Customers`] or [`Source::OwnUse`].
    pub(super) source: Source,
    /// Commissionable volume, net of refunds of the same period.
    pub(super) base: i64,
    /// The rate over the plan's denominator, where no bracket decides it.
    pub(super) rate: i64,
}

/// What refunds of the same period take off an order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refunded {
    pub(super) number: u32,
    pub(super) price: i64,
    pub(super) commissionable: i64,
}

/// How many payments each customer made to each seller.
#[derive(Debug, Default)]
pub(super) struct Payments {
    /// By customer: the seller he bought from first, and how often. Most customers have
    /// no other.
    first: Vec<(u32, u32)>,
    /// By customer and seller beside that.
    others: BTreeMap<(u32, u32), u32>,
}

impl Payments {
    fn forget(&mut self) {
        self.first.clear();
        self.others.clear();
    }

    /// Counts a payment and says which it is, 1 for the first. A customer who is not told
    /// apart makes his first one every time.
    pub(super) fn count(&mut self, customer: u32, seller: u32) -> u32 {
        if customer == NO_CUSTOMER {
            return 1;
        }
        let index = customer as usize;
        if index >= self.first.len() {
            self.first.resize(index + 1, (NO_PARTICIPANT, 0));
        }
        let (known, payments) = &mut self.first[index];
        if *known == NO_PARTICIPANT {
            *known = seller;
        }
        let payments = if *known == seller {
            payments
        } else {
            self.others.entry((customer, seller)).or_insert(0)
        };
        *payments = payments.saturating_add(1);
        *payments
    }
}

/// A sale that earned its seller something and may be refunded.
#[derive(Clone, Copy, Debug)]
struct PaidSale {
    number: u32,
    day: u32,
    seller: u32,
    source: Source,
    base: i64,
    exact: i64,
}

/// What a refund takes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GivenBack {
    pub(super) seller: u32,
    pub(super) source: Source,
    pub(super) base: i64,
    pub(super) exact: i64,
}

/// Paid sales inside the refund window, by rising number.
#[derive(Debug, Default)]
pub(super) struct PaidSales {
    sales: Vec<PaidSale>,
}

impl PaidSales {
    /// Forgets the sales whose window closed before `day`.
    pub(super) fn expire(&mut self, day: u32, window_days: u32) {
        let open = |sale: &PaidSale| sale.day.saturating_add(window_days) >= day;
        if !self.sales.first().is_none_or(open) {
            self.sales.retain(open);
        }
    }

    /// Remembers what a sale earned, `exact` over the plan's denominator.
    pub(super) fn remember(&mut self, sale: &Sale, exact: i64) {
        self.sales.push(PaidSale {
            number: sale.number,
            day: sale.day,
            seller: sale.seller,
            source: sale.source,
            base: sale.base,
            exact,
        });
    }

    /// Puts what was remembered in order.
    pub(super) fn settle(&mut self) {
        if !self.sales.is_sorted_by_key(|sale| sale.number) {
            self.sales.sort_unstable_by_key(|sale| sale.number);
        }
    }

    /// What sale `number` earned its seller.
    pub(super) fn earned_by(&self, number: u32) -> Option<GivenBack> {
        let index = self
            .sales
            .binary_search_by_key(&number, |sale| sale.number)
            .ok()?;
        let sale = &self.sales[index];
        Some(GivenBack {
            seller: sale.seller,
            source: sale.source,
            base: sale.base,
            exact: sale.exact,
        })
    }

    /// What a refund of `volume` on `day` takes back of sale `number`: all that is left
    /// of its commission if all of its volume goes back, else in proportion, rounded
    /// towards zero over the plan's denominator. `None` if the window is closed or the
    /// sale paid nobody.
    pub(super) fn give_back(
        &mut self,
        number: u32,
        volume: i64,
        day: u32,
        window_days: u32,
    ) -> Option<GivenBack> {
        let index = self
            .sales
            .binary_search_by_key(&number, |sale| sale.number)
            .ok()?;
        let sale = &mut self.sales[index];
        if day.saturating_sub(sale.day) > window_days || sale.exact == 0 {
            return None;
        }
        let (base, exact) = if volume >= sale.base {
            (sale.base, sale.exact)
        } else {
            let part = i128::from(sale.exact) * i128::from(volume) / i128::from(sale.base);
            (volume, i64::try_from(part).ok()?)
        };
        sale.base -= base;
        sale.exact -= exact;
        Some(GivenBack {
            seller: sale.seller,
            source: sale.source,
            base,
            exact,
        })
    }
}
