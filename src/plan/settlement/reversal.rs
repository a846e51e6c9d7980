//! Negative volume (plans.md §4 step 3): later refunds come off the volume of the period
//! they happen in. Nobody's volume falls below 0, so no group's does; what one period's
//! volume cannot cover comes off the next ones'.

use crate::books::{OrderKind, Period};

/// Columns by member: what refunds took of the period's volumes, and what they still have
/// to take. Minor units and ten-thousandths of points.
#[derive(Clone, Debug, Default)]
pub(in crate::plan) struct Reversal {
    outstanding: [Vec<i64>; 4],
    /// What is left of sales to customers.
    pub(in crate::plan) customers: Vec<i64>,
    /// What was taken of own purchases.
    pub(in crate::plan) own_use: Vec<i64>,
    /// What was taken of customers' points, where orders give points.
    pub(in crate::plan) customer_points: Vec<i64>,
    /// What was taken of own points, where orders give points.
    pub(in crate::plan) own_points: Vec<i64>,
    /// Σ taken of sales to customers and of own purchases.
    pub(in crate::plan) taken: [i64; 2],
}

impl Reversal {
    pub(super) fn forget(&mut self) {
        for column in &mut self.outstanding {
            column.clear();
        }
    }

    /// Takes the period's refunds off its volumes. `own_use` is what everyone enrolled
    /// buys under the plan. Kits are paid on when someone joins and stay as they were.
    pub(in crate::plan) fn take(&mut self, period: &Period, own_use: i64) {
        let members = period.members();
        for column in &mut self.outstanding {
            column.resize(members, 0);
        }
        for refund in period.details.late_refunds() {
            let member = refund.participant as usize;
            let own = match refund.kind {
                OrderKind::Customer => 0,
                OrderKind::Own => 1,
                OrderKind::Kit | OrderKind::Fee => continue,
            };
            self.outstanding[own][member] -= refund.commissionable;
            self.outstanding[2 + own][member] -= refund.points;
        }
        let [customers, own_volume, customer_points, own_points] = &mut self.outstanding;
        let bought = period.details.own;
        self.customers.clear();
        self.taken = [0; 2];
        for (outstanding, &sold) in customers.iter_mut().zip(period.sales.commissionable()) {
            let taken = cover(outstanding, sold);
            self.customers.push(sold - taken);
            self.taken[0] += taken;
        }
        for column in [
            &mut self.own_use,
            &mut self.customer_points,
            &mut self.own_points,
        ] {
            column.clear();
        }
        for (member, outstanding) in own_volume.iter_mut().enumerate() {
            let mut volume = bought.map_or(0, |own| own.commissionable[member]);
            if period.is_enrolled(member) {
                volume += own_use;
            }
            let taken = cover(outstanding, volume);
            self.own_use.push(taken);
            self.taken[1] += taken;
        }
        let given = period.details.customer_points;
        for (member, outstanding) in customer_points.iter_mut().enumerate() {
            let points = given.get(member).copied().unwrap_or(0);
            self.customer_points.push(cover(outstanding, points));
        }
        for (member, outstanding) in own_points.iter_mut().enumerate() {
            let points = bought.map_or(0, |own| own.points[member]);
            self.own_points.push(cover(outstanding, points));
        }
    }
}

/// Takes as much of what is outstanding as there is to take it from.
fn cover(outstanding: &mut i64, from: i64) -> i64 {
    let taken = (*outstanding).min(from.max(0));
    *outstanding -= taken;
    taken
}
