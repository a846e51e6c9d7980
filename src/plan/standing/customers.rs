//! How many customers bought from each member in a period.

use crate::books::{NO_CUSTOMER, OrderKind, Period};

/// Customers by member, with the scratch of counting them.
#[derive(Clone, Debug, Default)]
pub struct CustomerCounts {
    by_member: Vec<u32>,
    sales: Vec<Bought>,
}

/// One order as it counts: who bought from whom, and whether he gave it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Bought {
    member: u32,
    customer: u64,
    price: i64,
    orders: i64,
}

impl CustomerCounts {
    /// Customers who bought from a member.
    #[inline]
    #[must_use]
    pub fn of(&self, member: usize) -> u32 {
        self.by_member[member]
    }
}

/// Counts everyone's customers of the period: different people where single orders are
/// known, else units sold. A customer who gave everything back in the same period is
/// none; who is not told apart counts with each order.
pub fn count(period: &Period, counts: &mut CustomerCounts) {
    counts.by_member.clear();
    let orders = period.details.orders;
    let Some(first) = orders.iter().map(|order| order.number).min() else {
        counts.by_member.extend(period.sales.units.iter());
        counts.by_member.resize(period.members(), 0);
        return;
    };
    counts.by_member.resize(period.members(), 0);
    counts.sales.clear();
    counts.sales.extend(
        orders
            .iter()
            .filter(|order| order.kind == OrderKind::Customer)
            // What earlier periods' customers give back takes no customer of this one.
            .filter(|order| !order.is_refund() || order.refund_of >= first)
            .map(|order| Bought {
                member: order.participant,
                customer: match order.customer {
                    // Above every customer's number, so that no order is taken for one.
                    NO_CUSTOMER if order.is_refund() => (1 << 32) | u64::from(order.refund_of),
                    NO_CUSTOMER => (1 << 32) | u64::from(order.number),
                    customer => u64::from(customer),
                },
                price: order.price,
                orders: if order.is_refund() { -1 } else { 1 },
            }),
    );
    counts.sales.sort_unstable();
    for same in counts
        .sales
        .chunk_by(|one, next| (one.member, one.customer) == (next.member, next.customer))
    {
        let kept: i64 = same.iter().map(|bought| bought.price).sum();
        let orders: i64 = same.iter().map(|bought| bought.orders).sum();
        let counted = counts.by_member.get_mut(same[0].member as usize);
        if let Some(counted) = counted
            && (kept > 0 || orders > 0)
        {
            *counted += 1;
        }
    }
}
