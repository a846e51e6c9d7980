//! The sums that must balance in every replication, to the minor unit (model.md §9).

use super::totals::Totals;

/// A sum that does not balance: a bug in the program, never in the input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the books of plan `{plan}` do not balance: {identity}: {left} is not {right}")]
pub struct Imbalance {
    /// The plan whose books they are.
    pub plan: String,
    /// The identity, in words.
    pub identity: &'static str,
    /// The left side in minor units.
    pub left: i128,
    /// The right side in minor units.
    pub right: i128,
}

/// Checks every identity of model.md §9 on the totals and on the sums of what each member was
/// credited and netted, founders included.
///
/// # Errors
///
/// The first identity that does not hold, with both sides.
pub fn check(plan: &str, totals: &Totals, commissions: i128, net: i128) -> Result<(), Imbalance> {
    let balance = |identity: &'static str, left: i128, right: i128| {
        if left == right {
            Ok(())
        } else {
            Err(Imbalance {
                plan: plan.to_owned(),
                identity,
                left,
                right,
            })
        }
    };
    let wide = i128::from;
    let sum = |column: &[i64]| column.iter().map(|&amount| wide(amount)).sum::<i128>();

    balance(
        "customers' spend + participants' spend = revenue + retail margins",
        wide(totals.customer_spend) + wide(totals.participant_spend),
        wide(totals.revenue) + wide(totals.margin_kept),
    )?;
    balance(
        "revenue = payout + margins paid out + cost of goods + company result",
        wide(totals.revenue),
        wide(totals.payout)
            + wide(totals.margin_paid_out)
            + wide(totals.cost_of_goods)
            + wide(totals.company_result),
    )?;
    balance(
        "participants' net + company result = customers' spend − cost of goods − expenses + use value",
        net + wide(totals.company_result),
        wide(totals.customer_spend) - wide(totals.cost_of_goods) - wide(totals.expenses)
            + wide(totals.use_value),
    )?;
    balance(
        "payout = what members were credited",
        wide(totals.payout),
        commissions,
    )?;
    balance(
        "payout = what the sources funded + entries by hand",
        wide(totals.payout),
        sum(&totals.funded_by) + wide(totals.adjustments),
    )?;
    balance(
        "payout = what was paid on each trigger + entries by hand",
        wide(totals.payout),
        sum(&totals.paid_on) + wide(totals.adjustments),
    )?;
    balance(
        "payout = what the components paid + entries by hand",
        wide(totals.payout),
        totals
            .components
            .iter()
            .map(|part| wide(part.paid))
            .sum::<i128>()
            + wide(totals.adjustments),
    )?;
    balance(
        "payout = cash + fees for paying + still payable − uncollected",
        wide(totals.payout),
        wide(totals.cash) + wide(totals.payment_fees) + wide(totals.payable)
            - wide(totals.uncollected),
    )?;
    for part in &totals.components {
        balance(
            "theoretical commission = paid + breakage + no upline + cut + held + rounding",
            part.theoretical,
            (wide(part.paid) + wide(part.held)) * wide(part.denominator)
                + part.breakage
                + part.no_upline
                + part.cut_by_cap
                + part.cut_by_customer_rule
                + part.cut_by_budget
                + part.rounding,
        )?;
        balance(
            "a component's payments = what its sources funded",
            wide(part.paid),
            sum(&part.funded_by),
        )?;
    }
    Ok(())
}
