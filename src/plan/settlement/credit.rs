//! Rounding and crediting what a component earned (plans.md §4 step 14).

use crate::books::Source;
use crate::money::apportion;
use crate::plan::accounts::Accounts;
use crate::plan::component::Commission;
use crate::plan::earnings::{Earnings, Funding};
use crate::plan::rounding::Mode;

use super::deferral::Deferral;
use super::factor::Factor;

/// One component's credits of a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Credit<'a> {
    pub(super) index: usize,
    pub(super) rule: &'a dyn Commission,
    pub(super) earnings: &'a Earnings,
    /// What company caps leave of every amount.
    pub(super) factor: Factor,
    /// What cheques rounded the amounts to, if it is cheques that are rounded.
    pub(super) rounded: Option<&'a [i64]>,
    pub(super) mode: Mode,
    pub(super) decimals: u32,
    /// Whether credits are spread over several periods.
    pub(super) deferral: Option<Deferral>,
    /// Which balance of the ledger they enter.
    pub(super) balance: usize,
    /// The period's number.
    pub(super) period: u32,
}

impl Credit<'_> {
    /// Credits the members, books the breakdown and the source of every payment, and
    /// returns what was credited in this period.
    pub(super) fn book(self, accounts: &mut Accounts) -> i64 {
        match self.deferral {
            None => {
                let (paid, funded_by) = self.round(|member, amount| {
                    accounts.post(self.index, self.balance, member, amount);
                });
                self.break_down(paid, accounts);
                self.pay(paid, funded_by, accounts);
                paid
            }
            Some(rule) => self.book_in_parts(rule, accounts),
        }
    }

    fn book_in_parts(self, rule: Deferral, accounts: &mut Accounts) -> i64 {
        let mut deferred = std::mem::take(&mut accounts.settlement.deferred[self.index]);
        let column = deferred.open(self.period, self.earnings.exact.len());
        let (made, funded_by) = self.round(|member, amount| column[member] = amount);
        deferred.fund(funded_by);
        self.break_down(made, accounts);
        accounts.totals.components[self.index].held += made;
        let mut released = Vec::new();
        deferred.release(
            rule,
            self.period,
            |member, due| accounts.post(self.index, self.balance, member, due),
            |sum, parts| released.push((sum, parts)),
        );
        accounts.settlement.deferred[self.index] = deferred;
        let mut paid = 0;
        for (sum, parts) in released {
            self.pay(sum, split(sum, parts.map(i128::from)), accounts);
            accounts.totals.components[self.index].held -= sum;
            paid += sum;
        }
        paid
    }

    /// Hands each member's amount in minor units to `credit`; the sum, by source too.
    fn round(self, mut credit: impl FnMut(usize, i64)) -> (i64, [i64; 3]) {
        let mut sum = 0_i64;
        let mut funded_by = [0_i64; 3];
        for (member, &exact) in self.earnings.exact.iter().enumerate() {
            if exact == 0 {
                continue;
            }
            let amount = match self.rounded {
                None => self.factor.round(self.mode, exact, self.decimals),
                Some(rounded) => rounded[member],
            };
            credit(member, amount);
            sum += amount;
            if self.earnings.funding == Funding::Mixed {
                let parts = split(amount, self.earnings.by_source(member));
                for (sum, part) in funded_by.iter_mut().zip(parts) {
                    *sum += part;
                }
            }
        }
        if let Funding::Only(source) = self.earnings.funding {
            funded_by[source as usize] = sum;
        }
        (sum, funded_by)
    }

    /// Books what became of what the rule promises (rulings.md 13); `made` of it was
    /// credited or held.
    fn break_down(self, made: i64, accounts: &mut Accounts) {
        let earnings = self.earnings;
        let payable = earnings.payable();
        let taken = self.factor.taken_from(payable);
        let part = &mut accounts.totals.components[self.index];
        part.theoretical += earnings.theoretical;
        part.breakage += earnings.breakage;
        part.no_upline += earnings.no_upline;
        part.cut_by_cap += earnings.cut_by_cap;
        part.cut_by_customer_rule += earnings.cut_by_customer_rule;
        part.cut_by_budget += taken;
        part.rounding += earnings.line_rounding + payable
            - taken
            - i128::from(made) * 10_i128.pow(self.decimals);
    }

    fn pay(self, paid: i64, funded_by: [i64; 3], accounts: &mut Accounts) {
        book_payment(self.index, self.rule, paid, funded_by, accounts);
    }
}

/// Books a component's payment in total and by source; a debit is negative.
pub(super) fn book_payment(
    index: usize,
    rule: &dyn Commission,
    paid: i64,
    funded_by: [i64; 3],
    accounts: &mut Accounts,
) {
    let totals = &mut accounts.totals;
    let part = &mut totals.components[index];
    part.paid += paid;
    totals.payout += paid;
    for source in Source::ALL {
        let amount = funded_by[source as usize];
        part.funded_by[source as usize] += amount;
        totals.funded_by[source as usize] += amount;
        totals.paid_on[rule.trigger(source) as usize] += amount;
    }
}

/// An amount in proportion to its parts, to the minor unit; debits are split like credits.
pub(super) fn split(amount: i64, parts: [i128; 3]) -> [i64; 3] {
    if amount >= 0 && parts.iter().all(|&part| part >= 0) {
        return apportion(amount, parts);
    }
    let sizes = apportion(amount.abs(), parts.map(i128::abs));
    sizes.map(|part| part * amount.signum())
}
