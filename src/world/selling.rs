//! How participants sell to outside customers (model.md §5).

use crate::books::{OrderValues, Sales};
use crate::luck::Key;
use crate::luck::binomial::binomial;
use crate::luck::poisson::PoissonTable;
use crate::scenario::types::SalesLaw;

use super::effort::Effort;
use super::market::Market;
use super::members::Members;
use super::orders::{Bought, FIRST_REPEAT_ORDER, OrderKeys, Orders};

/// Customers of the last period buy again, each with the same chance; who does not is
/// nobody's customer any more. They are credited to whoever found them even after he quit,
/// or to the one who took them over (rulings.md 7): `heirs` says who, and is empty where
/// everyone keeps his own. Returns how many bought.
pub(super) fn reorder(
    members: &mut Members,
    sales: &mut Sales,
    orders: &Orders,
    heirs: &[u32],
    chance: f64,
    reordering: &Key,
    keys: &OrderKeys,
) -> u64 {
    let mut customers = 0;
    let mut total = OrderValues::default();
    for member in 0..members.len() {
        let before = members.buyers[member];
        if before == 0 {
            continue;
        }
        let again = binomial(before, chance, reordering, member as u32);
        members.buyers[member] = again;
        if again > 0 {
            let Bought { units, worth } =
                orders.bought(again, keys, member as u32, FIRST_REPEAT_ORDER);
            let seller = heirs.get(member).map_or(member, |&heir| heir as usize);
            sales.post(seller, units, worth);
            total += worth;
            customers += u64::from(again);
        }
    }
    sales.add_to_totals(total);
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
            let table = PoissonTable::new(mean * openness(0));
            count_by(members, period, found, |_, member| {
                table.sample(key, member as u32)
            });
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

/// Posts the first orders of the customers found and returns how many there were. A
/// customer beyond the population is void, in the order of members (rulings.md 4).
pub(super) fn sell(
    members: &mut Members,
    market: &mut Market,
    sales: &mut Sales,
    orders: &Orders,
    found: &[u32],
    keys: &OrderKeys,
) -> u64 {
    let mut customers = 0;
    let mut total = OrderValues::default();
    for (member, &wanted) in found.iter().enumerate() {
        if wanted == 0 {
            continue;
        }
        let admitted = market.admit(members.pool(member), u64::from(wanted)) as u32;
        let Bought { units, worth } = orders.bought(admitted, keys, member as u32, 0);
        sales.post(member, units, worth);
        members.buyers[member] += admitted;
        total += worth;
        customers += u64::from(admitted);
    }
    sales.add_to_totals(total);
    customers
}
