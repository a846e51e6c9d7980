//! How many of those who are paid have customers of their own (the ten-customer rule of
//! In re Amway Corp., 93 F.T.C. 618, 1979).

use super::facts::WorldFacts;

/// Customers who make the rule.
const ENOUGH: u32 = 10;

/// Those who were paid and are enrolled at the end, by their sales in the last period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnCustomers {
    /// How many there are.
    pub paid: u64,
    /// How many of them sold to ten customers or more.
    pub with_ten: u64,
}

impl OwnCustomers {
    /// Of `commissions` by participant.
    pub(super) fn count(commissions: &[i64], world: &WorldFacts) -> OwnCustomers {
        let first = world.first_participant();
        let enrolled = &world.enrolled_at_end[first..];
        let sold = world.sold_last_period.get(first..).unwrap_or_default();
        let mut own = OwnCustomers::default();
        for ((&commissions, &enrolled), &sold) in commissions.iter().zip(enrolled).zip(sold) {
            let is_paid = commissions > 0 && enrolled;
            own.paid += u64::from(is_paid);
            own.with_ten += u64::from(is_paid && sold >= ENOUGH);
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_are_paid_and_still_there_are_asked_for_ten_customers() {
        let world = WorldFacts {
            founders: 1,
            enrolled_at_end: &[true, true, true, true, false, true],
            sold_last_period: &[50, 10, 9, 12, 30, 20],
            ..WorldFacts::nobody()
        };
        let own = OwnCustomers::count(&[5, 5, 5, 5, 0], &world);
        // Of those paid, the fourth has quit; the second lacks a customer.
        assert_eq!((own.paid, own.with_ten), (3, 2));
    }
}
