//! Rounding and crediting what a component earned (plans.md §4 step 14).

use crate::books::Source;
use crate::columns::Cores;
use crate::money::{RATE_DECIMALS, apportion, round_column, round_decimals, sum_column};
use crate::plan::accounts::Accounts;
use crate::plan::component::Commission;
use crate::plan::earnings::{Earnings, Funding};
use crate::plan::rounding::Mode;

use super::deferral::Deferral;
use super::factor::Factor;

/// Members credited together.
const STRETCH: usize = 512;

/// One component's credits of a period.
#[derive(Debug)]
pub(super) struct Credit<'a> {
    pub(super) index: usize,
    pub(super) rule: &'a dyn Commission,
    pub(super) earnings: &'a mut Earnings,
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
    /// Those that share a column.
    pub(super) cores: Cores,
}

/// What a component's credits of a period come to.
#[derive(Clone, Copy, Debug, Default)]
struct Made {
    /// In minor units, credited at once or held.
    amount: i64,
    /// The same by source.
    funded_by: [i64; 3],
    /// Before caps and rounding, over the plan's denominator.
    exact: i128,
}

impl Credit<'_> {
    /// Credits the members, books the breakdown and the source of every payment, and
    /// returns what was credited in this period.
    pub(super) fn book(mut self, accounts: &mut Accounts) -> i64 {
        match self.deferral {
            None => {
                let made = match self.earnings.funding {
                    Funding::Only(source) if self.rounds_half_up() => {
                        self.round_column(source, accounts)
                    }
                    _ => self.round(|member, amount| {
                        accounts.post(self.index, self.balance, member, amount);
                    }),
                };
                self.break_down(made, accounts);
                self.pay(made.amount, made.funded_by, accounts);
                made.amount
            }
            Some(rule) => self.book_in_parts(rule, accounts),
        }
    }

    fn book_in_parts(&self, rule: Deferral, accounts: &mut Accounts) -> i64 {
        let mut deferred = std::mem::take(&mut accounts.settlement.deferred[self.index]);
        let column = deferred.open(self.period, self.earnings.exact.len());
        let made = self.round(|member, amount| column[member] = amount);
        deferred.fund(made.funded_by);
        self.break_down(made, accounts);
        accounts.totals.components[self.index].held += made.amount;
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

    /// Whether amounts are rounded half up one by one, and nothing is cut, as in most plans.
    fn rounds_half_up(&self) -> bool {
        self.rounded.is_none()
            && self.factor == Factor::NONE
            && self.mode == Mode::HalfUp
            && self.decimals <= RATE_DECIMALS
    }

    /// Rounds half up and credits the whole column, a stretch that stays in the cache at a
    /// time. Where nobody has been credited anything yet, the column becomes the account.
    fn round_column(&mut self, source: Source, accounts: &mut Accounts) -> Made {
        let (exact, decimals) = (&mut self.earnings.exact, self.decimals);
        let mut made = Made::default();
        if self.earnings.watch.is_none() && accounts.are_blank() {
            (made.exact, made.amount) = self.cores.change(
                exact,
                |exact| {
                    let stretches = exact.chunks_mut(STRETCH);
                    let sums = stretches.map(|exact| round(exact, decimals));
                    sums.fold((0, 0), add)
                },
                add,
            );
            accounts.take_over(exact);
        } else {
            let mut credited = [0; STRETCH];
            for (index, exact) in exact.chunks(STRETCH).enumerate() {
                let rounded = &mut credited[..exact.len()];
                rounded.copy_from_slice(exact);
                (made.exact, made.amount) =
                    add((made.exact, made.amount), round(rounded, decimals));
                accounts.post_column(self.index, self.balance, index * STRETCH, rounded);
            }
        }
        made.funded_by[source as usize] = made.amount;
        made
    }

    /// Hands each member's amount in minor units to `credit`.
    fn round(&self, credit: impl FnMut(usize, i64)) -> Made {
        let (mode, factor, decimals) = (self.mode, self.factor, self.decimals);
        match self.rounded {
            Some(rounded) => self.each(|member, _| rounded[member], credit),
            None if factor != Factor::NONE => {
                self.each(|_, exact| factor.round(mode, exact, decimals), credit)
            }
            None if self.rounds_half_up() => {
                self.each(|_, exact| round_decimals(exact, decimals), credit)
            }
            None => self.each(|_, exact| mode.round(exact, decimals), credit),
        }
    }

    fn each(
        &self,
        amount_of: impl Fn(usize, i64) -> i64,
        mut credit: impl FnMut(usize, i64),
    ) -> Made {
        let mut made = Made::default();
        for (member, &exact) in self.earnings.exact.iter().enumerate() {
            if exact == 0 {
                continue;
            }
            let amount = amount_of(member, exact);
            credit(member, amount);
            made.amount += amount;
            made.exact += i128::from(exact);
            if self.earnings.funding == Funding::Mixed {
                let parts = split(amount, self.earnings.by_source(member));
                for (sum, part) in made.funded_by.iter_mut().zip(parts) {
                    *sum += part;
                }
            }
        }
        if let Funding::Only(source) = self.earnings.funding {
            made.funded_by[source as usize] = made.amount;
        }
        made
    }

    /// Books what became of what the rule promises (rulings.md 13).
    fn break_down(&self, made: Made, accounts: &mut Accounts) {
        let earnings = &*self.earnings;
        let taken = self.factor.taken_from(made.exact);
        let part = &mut accounts.totals.components[self.index];
        part.theoretical += earnings.theoretical;
        part.breakage += earnings.breakage;
        part.no_upline += earnings.no_upline;
        part.cut_by_cap += earnings.cut_by_cap;
        part.cut_by_customer_rule += earnings.cut_by_customer_rule;
        part.cut_by_budget += taken;
        part.rounding += earnings.line_rounding + made.exact
            - taken
            - i128::from(made.amount) * 10_i128.pow(self.decimals);
    }

    fn pay(&self, paid: i64, funded_by: [i64; 3], accounts: &mut Accounts) {
        book_payment(self.index, self.rule, paid, funded_by, accounts);
    }
}

/// Rounds amounts; returns what they came to before and after.
fn round(amounts: &mut [i64], decimals: u32) -> (i128, i64) {
    let exact = sum_column(amounts);
    round_column(amounts, decimals);
    (exact, amounts.iter().sum())
}

fn add(one: (i128, i64), other: (i128, i64)) -> (i128, i64) {
    (one.0 + other.0, one.1 + other.1)
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
