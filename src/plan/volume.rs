//! The volumes a plan is paid on in one period (plans.md S2, model.md §6).

use crate::books::{Period, Source};

use super::charges::Charges;

/// A period's volumes under one plan: sales as the world made them, purchases and fees
/// as the plan charges them. Amounts in minor units.
#[derive(Clone, Copy, Debug)]
pub struct Volumes<'a> {
    /// The period.
    pub period: &'a Period<'a>,
    /// Commissionable volume of each member's sales to customers.
    pub customers: &'a [i64],
    /// Commissionable volume of what each enrolled member buys for himself.
    pub own_use: i64,
    /// Commissionable volume of each joiner's kit.
    pub kit: i64,
    /// Each joiner's fee; not commissionable.
    pub join_fee: i64,
    /// Enrolled members, founders included.
    pub enrolled: i64,
    /// Joiners of the period.
    pub joiners: i64,
    /// Commissionable volume by [`Source`].
    pub commissionable: [i64; 3],
}

impl<'a> Volumes<'a> {
    /// Posts the period's orders at the values of the plan.
    #[must_use]
    pub fn post(period: &'a Period<'a>, charges: &Charges) -> Volumes<'a> {
        let enrolled = if period.everyone_enrolled {
            period.members()
        } else {
            (0..period.members())
                .filter(|&member| period.is_enrolled(member))
                .count()
        } as i64;
        let joiners = period.joiners().len() as i64;
        Volumes {
            period,
            customers: period.sales.commissionable(),
            own_use: charges.own_purchase_volume,
            kit: charges.kit.commissionable.0,
            join_fee: charges.join_fee.0,
            enrolled,
            joiners,
            commissionable: [
                period.sales.total_commissionable,
                enrolled * charges.own_purchase_volume,
                joiners * charges.kit.commissionable.0,
            ],
        }
    }

    /// Commissionable volume from one source.
    #[must_use]
    pub fn of(&self, source: Source) -> i64 {
        self.commissionable[source as usize]
    }

    /// What a member buys for himself, commissionable volume.
    #[inline]
    #[must_use]
    pub fn own_use_of(&self, member: usize) -> i64 {
        if self.period.is_enrolled(member) {
            self.own_use
        } else {
            0
        }
    }
}
