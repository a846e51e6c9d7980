//! How many of those who are paid have customers of their own (the ten-customer rule of
//! In re Amway Corp., 93 F.T.C. 618, 1979).

use super::amount::Amount;
use super::crowd::{self, Crowd};
use super::distribution::Distribution;
use super::facts::WorldFacts;
use crate::columns::Each;

/// Customers who make the rule.
const ENOUGH: u32 = 10;

/// People among whom sellers to so many are looked for together: there are few.
const STRETCH: usize = 256;

/// Those who were paid and are enrolled at the end, by their sales in the last period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnCustomers {
    /// How many there are.
    pub paid: u64,
    /// How many of them sold to ten customers or more.
    pub with_ten: u64,
}

impl OwnCustomers {
    /// Of `commissions` by participant and their distribution.
    pub(super) fn count(
        commissions: &[impl Amount],
        distribution: &Distribution,
        world: &WorldFacts,
        crowd: &Crowd,
    ) -> OwnCustomers {
        let first = world.first_participant();
        let enrolled = world.enrolled_at_end.starting_at(first);
        let (counts, short) = world.sold_last_period.columns();
        let counts = counts.get(first..).unwrap_or_default();
        let short = short.get(first..).unwrap_or_default();
        let is_paid = |&index: &usize| commissions[index].into() > 0 && enrolled.at(index);
        OwnCustomers {
            // Mostly nobody has quit, and then it has been counted.
            paid: if crowd.active_at_end == crowd.participants {
                distribution.people_above(0)
            } else {
                (0..commissions.len()).filter(is_paid).count() as u64
            },
            with_ten: count_with_ten(commissions, enrolled, counts)
                + count_with_ten(commissions, enrolled, short),
        }
    }
}

/// How many are paid, enrolled and sold enough. Nobody if it is unknown who sold what.
fn count_with_ten<T: Copy + Ord + Default + Into<u32>>(
    commissions: &[impl Amount],
    enrolled: Each<bool>,
    sold: &[T],
) -> u64 {
    let stretches = commissions.chunks(STRETCH).zip(sold.chunks(STRETCH));
    let has_any = |sold: &[T]| crowd::most(sold).into() >= ENOUGH;
    stretches
        .enumerate()
        .filter(|(_, (_, sold))| has_any(sold))
        .map(|(stretch, (commissions, sold))| {
            let people = (stretch * STRETCH..).zip(commissions.iter().zip(sold));
            let counts = people.filter(|&(index, (&commission, &sold))| {
                commission.into() > 0 && enrolled.at(index) && sold.into() >= ENOUGH
            });
            counts.count() as u64
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::Sales;
    use crate::columns::Cores;
    use crate::network::Team;

    #[test]
    fn those_who_are_paid_and_still_there_are_asked_for_ten_customers() {
        let mut sales = Sales::default();
        sales.units = vec![50, 10, 9, 12, 30, 20].into();
        let count = |enrolled_at_end: Each<bool>, sales: &Sales| {
            let world = WorldFacts {
                founders: 1,
                enrolled_at_end,
                teams: &[Team::default(); 6],
                sold_last_period: &sales.units,
                ..WorldFacts::nobody()
            };
            let commissions = [5, 5, 5, 5, 0];
            let mut distribution = Distribution::default();
            distribution.count(&commissions);
            let crowd = Crowd::count(&world);
            let own = OwnCustomers::count(&commissions, &distribution, &world, &crowd);
            (own.paid, own.with_ten)
        };
        let stayed = [true, true, true, true, false, true];
        for _ in 0..2 {
            // The second lacks a customer, the last was not paid.
            assert_eq!(count(Each::All(true), &sales), (4, 3));
            // The fourth has quit.
            assert_eq!(count(Each::Own(&stayed), &sales), (3, 2));
            sales.shorten_units(Cores::One);
        }
    }
}
