//! Rounding once per payee, component and period, and crediting (plans.md §4 step 14).

use crate::books::Source;
use crate::money::apportion;
use crate::plan::accounts::Accounts;
use crate::plan::component::Commission;
use crate::plan::earnings::{Earnings, Funding};

use super::Cut;

/// Rounds what a component earned its payees, credits it, and books the breakdown and
/// the source of every payment. `None` if an amount leaves 128 bits.
pub(in crate::plan) fn credit(
    index: usize,
    rule: &dyn Commission,
    earnings: &Earnings,
    cut: Cut,
    decimals: u32,
    accounts: &mut Accounts,
) -> Option<i64> {
    let mut paid = 0_i64;
    let mut payable = 0_i128;
    let mut funded_by = [0_i64; 3];
    for (member, &exact) in earnings.exact.iter().enumerate() {
        if exact == 0 {
            continue;
        }
        payable += i128::from(exact);
        let amount = cut.round(exact, decimals)?;
        accounts.commissions[member] += amount;
        paid += amount;
        if earnings.funding == Funding::Mixed {
            let parts = apportion(amount, earnings.by_source(member).map(i128::abs));
            for (sum, part) in funded_by.iter_mut().zip(parts) {
                *sum += part;
            }
        }
        if let Some(column) = accounts.by_component.get_mut(index)
            && let Some(own) = column.get_mut(member)
        {
            *own += amount;
        }
    }
    if let Funding::Only(source) = earnings.funding {
        funded_by[source as usize] = paid;
    }

    let totals = &mut accounts.totals;
    let taken = cut.taken_from(payable)?;
    let part = &mut totals.components[index];
    part.theoretical += earnings.theoretical;
    part.breakage += earnings.breakage;
    part.no_upline += earnings.no_upline;
    part.cut_by_budget += taken;
    part.rounding +=
        earnings.line_rounding + payable - taken - i128::from(paid) * 10_i128.pow(decimals);
    part.paid += paid;
    totals.payout += paid;
    for source in Source::ALL {
        let amount = funded_by[source as usize];
        part.funded_by[source as usize] += amount;
        totals.funded_by[source as usize] += amount;
        totals.paid_on[rule.trigger(source) as usize] += amount;
    }
    Some(paid)
}
