//! How participants sell to outside customers (model.md §5).

use crate::columns;
use crate::luck::Key;
use crate::luck::binomial::binomial;
use crate::scenario::types::SalesLaw;

use super::effort::Effort;
use super::market::Market;
use super::members::Members;

/// Customers of the last period buy again, each with the same chance; who does not is
/// nobody's customer any more. Returns how many buy.
pub(super) fn reorder(members: &mut Members, chance: f64, reordering: &Key) -> u64 {
    let mut customers = 0;
    for (member, buyers) in members.buyers.iter_mut().enumerate() {
        if *buyers > 0 {
            *buyers = binomial(*buyers, chance, reordering, member as u32);
            customers += u64::from(*buyers);
        }
    }
    customers
}

/// How many new customers each member finds before the market says how many there are
/// left; 0 for who is not enrolled. `appeal` is what the product's reputation leaves of
/// the market's openness. Returns how many approaches had their chance clamped
/// at 1 (rulings.md 4).
pub(super) fn find_customers(
    members: &mut Members,
    market: &Market,
    appeal: f64,
    effort: &Effort,
    period: u32,
    key: &Key,
    found: &mut Vec<u32>,
) -> u64 {
    let mut clamped = 0;
    let openness = |pool| market.openness(pool) * appeal;
    match effort.law {
        SalesLaw::Fixed { units } => count_by(members, period, found, |_, _| units),
        SalesLaw::Rate { mean, .. }
            if members.all_sell_alike() && effort.is_poisson() && market.is_one_pool() =>
        {
            // Drawn for everyone, which is faster than asking first.
            columns::lengthen(found, members.len());
            effort.units_of_all(mean * openness(0), key, found);
            members.forget_quitters(period, found);
        }
        SalesLaw::Rate { mean, .. } => count_by(members, period, found, |members, member| {
            let openness = openness(members.pool(member));
            effort.units(mean * openness * members.skill(member), key, member as u32)
        }),
        SalesLaw::Funnel {
            contacts_per_period,
            conversion,
            ..
        } => {
            let conversion = conversion.to_f64();
            count_by(members, period, found, |members, member| {
                let approached = members.approach(member, contacts_per_period);
                let chance = conversion * openness(members.pool(member)) * members.skill(member);
                if chance > 1.0 {
                    clamped += u64::from(approached);
                }
                binomial(approached, chance.min(1.0), key, member as u32)
            });
        }
    }
    clamped
}

/// Fills `found` with what `law` gives for each enrolled member and 0 for the others.
fn count_by(
    members: &mut Members,
    period: u32,
    found: &mut Vec<u32>,
    mut law: impl FnMut(&mut Members, usize) -> u32,
) {
    found.clear();
    found.extend((0..members.len()).map(|member| {
        if members.is_enrolled(member, period) {
            law(members, member)
        } else {
            0
        }
    }));
}

/// Admits the customers found and returns how many there are. A customer beyond the
/// population is void, in the order of members (rulings.md 4).
pub(super) fn admit(members: &mut Members, market: &mut Market, found: &mut [u32]) -> u64 {
    if market.is_unlimited() {
        columns::add_counts(&mut members.buyers, found);
        return columns::total(found);
    }
    let mut customers = 0;
    for (member, wanted) in found.iter_mut().enumerate() {
        if *wanted > 0 {
            *wanted = market.admit(members.pool(member), u64::from(*wanted)) as u32;
            if let Some(buyers) = members.buyers.get_mut(member) {
                *buyers += *wanted;
            }
            customers += u64::from(*wanted);
        }
    }
    customers
}
