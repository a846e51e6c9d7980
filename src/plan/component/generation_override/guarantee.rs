//! The leadership guarantee (plans.md E5): who earns on leaders below him must bring the
//! one above him a minimum, and what is short of it comes out of what he earns. Deepest
//! first, always.

use rust_decimal::Decimal;

use crate::money::{Cents, Rate, apportion};
use crate::network::NO_SPONSOR;
use crate::plan::breakaway::personal_groups;
use crate::plan::by_rank::lowest_of;
use crate::plan::earnings::{Earnings, Line, NOBODY};
use crate::plan::ground::Ground;

const NOT_QUALIFIED: &str = "one leg of leaders and the own group below the minimum";

/// The rule.
#[derive(Clone, Debug)]
pub(super) struct Guarantee {
    pub rate: Rate,
    pub boundary_ranks: Vec<String>,
    pub minimum_base: Cents,
    pub qualifying_own_group: Decimal,
}

/// Scratch, kept from period to period.
#[derive(Debug, Default)]
pub(super) struct GuaranteeMemory {
    /// Points of each member's own group, without other leaders' groups.
    points: Vec<i64>,
    /// Its volume: customers', own use.
    volume: [Vec<i64>; 2],
    /// What reaches each member from below, exact: customers', own use.
    received: Vec<[i64; 2]>,
    /// How many of his legs have a leader in them.
    legs: Vec<u32>,
}

impl Guarantee {
    /// Pays the period, from the deepest upward.
    pub(super) fn earn(
        &self,
        ground: &Ground,
        memory: &mut GuaranteeMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let lowest = lowest_of(&self.boundary_ranks, ground.ranks);
        let is_leader = |member: usize| ground.rank_of(member) >= lowest;
        let volumes = ground.volumes;
        let GuaranteeMemory {
            points,
            volume,
            received,
            legs,
        } = memory;
        let leaves = |member: usize, _: i64| is_leader(member);
        let [customers, own_use] = volume;
        let sponsor = ground.sponsor;
        personal_groups(sponsor, |member| volumes.points_of(member), leaves, points);
        personal_groups(
            sponsor,
            |member| volumes.customers[member],
            leaves,
            customers,
        );
        personal_groups(
            sponsor,
            |member| volumes.own_use_of(member),
            leaves,
            own_use,
        );
        received.clear();
        received.resize(ground.members(), [0; 2]);
        legs.clear();
        legs.resize(ground.members(), 0);

        let rate = self.rate.numerator_over(ground.decimals);
        let guaranteed = rate.checked_mul(self.minimum_base.0)?;
        let qualifying = volumes.points.threshold(self.qualifying_own_group);
        for member in (0..ground.members()).rev() {
            let upline = sponsor[member];
            let from_below = received[member];
            let is_leader = is_leader(member);
            let own = if is_leader {
                [
                    rate.checked_mul(customers[member])?,
                    rate.checked_mul(own_use[member])?,
                ]
            } else {
                [0; 2]
            };
            let qualifies =
                ground.is_active(member) && (legs[member] > 1 || points[member] >= qualifying);
            let keeps = if !qualifies {
                [0; 2]
            } else if is_leader && upline != NO_SPONSOR {
                let shortfall = (guaranteed - own[0].checked_add(own[1])?).max(0);
                less(from_below, shortfall)?
            } else {
                from_below
            };
            if keeps != [0; 2] {
                earnings.pay(member, amount(keeps))?;
            }
            let passes = [from_below[0] - keeps[0], from_below[1] - keeps[1]];
            if upline == NO_SPONSOR {
                if own != [0; 2] {
                    earnings.above_the_root(amount(own));
                }
                if passes != [0; 2] {
                    earnings.lose(member as u32, amount(passes), NOT_QUALIFIED);
                }
                continue;
            }
            let above = &mut received[upline as usize];
            for part in 0..2 {
                above[part] = above[part]
                    .checked_add(own[part])?
                    .checked_add(passes[part])?;
            }
            if is_leader || legs[member] > 0 {
                legs[upline as usize] += 1;
            }
        }
        Some(())
    }
}

/// What is left of `parts` when `taken`, but no more than there is, comes off both alike.
fn less(parts: [i64; 2], taken: i64) -> Option<[i64; 2]> {
    let whole = parts[0].checked_add(parts[1])?;
    if whole <= 0 || taken == 0 {
        return Some(parts);
    }
    Some(apportion((whole - taken).max(0), parts.map(i128::from)))
}

/// A line that is no rate of any single volume.
fn amount([customers, own_use]: [i64; 2]) -> Line {
    Line {
        source: NOBODY,
        level: 1,
        volume: 0,
        rate: 0,
        exact: [customers, own_use, 0],
    }
}
