//! The same plan with the baseline's generosity: commissions multiplied by
//! (baseline payout ÷ its commissionable volume) ÷ (plan payout ÷ its volume), so that a
//! comparison is only about who gets the money (rulings.md 27). A linear scaling of
//! results, not of rules.

use super::amount::{Amount, sum};
use super::distribution::Distribution;
use super::facts::{PlanFacts, WorldFacts};
use crate::books::Totals;
use crate::luck::{Luck, Stream};
use crate::money::apportion;

/// The scaled columns of one plan, by member. Kept from one replication to the next.
#[derive(Clone, Debug, Default)]
pub struct EqualPayout<A = i64> {
    /// Commissions scaled.
    pub commissions: Vec<A>,
    /// Net after scaling.
    pub net: Vec<A>,
    /// The books after scaling; component lines are left as they were.
    pub totals: Totals,
    /// Each distinct amount scaled down, with its remainder.
    of_value: Vec<(i64, i128)>,
    /// Remainder, tie and member.
    remainders: Vec<(i128, u64, u32)>,
}

/// The period under which ties in scaling are drawn; ties in rankings have period 0.
const SCALING_TIES: u32 = 1;

impl<A: Amount> EqualPayout<A> {
    /// Scales a plan's commissions to the baseline's share of volume. Whole minor units
    /// by largest remainder over all members, ties decided by luck. `counted` is the
    /// distribution of the commissions from member `first` on. Returns whether scaling
    /// is possible: both plans must have volume, and the plan must pay something.
    pub fn scale(
        &mut self,
        plan: &PlanFacts<A>,
        baseline: &Totals,
        counted: &Distribution,
        world: &WorldFacts,
        luck: &Luck,
    ) -> bool {
        let volume = |totals: &Totals| i128::from(totals.volume.iter().sum::<i64>());
        let paid = plan.totals.payout;
        if paid <= 0 || volume(plan.totals) <= 0 || volume(baseline) <= 0 {
            return false;
        }
        let scaled_volume = i128::from(baseline.payout) * volume(plan.totals);
        let factor = Factor::in_lowest_terms(scaled_volume, volume(baseline) * i128::from(paid));
        self.round_down(plan.commissions, world.first_participant(), counted, factor);
        let payout = (2 * scaled_volume + volume(baseline)).div_euclid(2 * volume(baseline)) as i64;
        self.hand_out(payout - sum(&self.commissions), luck);

        self.net.clear();
        let changes = self.commissions.iter().zip(plan.commissions);
        self.net.extend(
            plan.net
                .iter()
                .zip(changes)
                .map(|(&net, (&scaled, &paid))| A::of(net.into() - paid.into() + scaled.into())),
        );
        self.scale_totals(plan.totals, payout, world.founders);
        true
    }

    /// Scales every amount down to the whole minor unit and notes what is left. Long
    /// division is slow: it is done once for each distinct amount.
    fn round_down(
        &mut self,
        commissions: &[A],
        first: usize,
        counted: &Distribution,
        factor: Factor,
    ) {
        self.of_value.clear();
        self.of_value
            .extend(counted.values().iter().map(|&value| factor.of(value)));
        self.commissions.clear();
        self.remainders.clear();
        for (member, &commission) in commissions.iter().enumerate() {
            let (whole, remainder) = match member < first {
                true => factor.of(commission.into()),
                false => self.of_value[counted.index_of(commission.into())],
            };
            self.commissions.push(A::of(whole));
            if remainder > 0 {
                self.remainders.push((remainder, 0, member as u32));
            }
        }
    }

    /// Gives the minor units that rounding down left to the largest remainders.
    fn hand_out(&mut self, left: i64, luck: &Luck) {
        let Some(last) = (left as usize).checked_sub(1) else {
            return;
        };
        let key = luck.key(Stream::Tie, SCALING_TIES);
        for (_, tie, member) in &mut self.remainders {
            *tie = key.draw(*member, 0);
        }
        self.remainders
            .select_nth_unstable_by(last, |one, other| other.cmp(one));
        for &(_, _, member) in &self.remainders[..=last] {
            let own = &mut self.commissions[member as usize];
            *own = A::of((*own).into() + 1);
        }
    }

    fn scale_totals(&mut self, totals: &Totals, payout: i64, founders: usize) {
        self.totals.clone_from(totals);
        self.totals.payout = payout;
        self.totals.founders_payout = sum(&self.commissions[..founders]);
        self.totals.company_result += totals.payout - payout;
        self.totals.funded_by = apportion(payout, totals.funded_by.map(i128::from));
        self.totals.paid_on = apportion(payout, totals.paid_on.map(i128::from));
    }
}

/// What commissions are multiplied by.
#[derive(Clone, Copy, Debug)]
struct Factor {
    numerator: i128,
    denominator: i128,
}

impl Factor {
    fn in_lowest_terms(numerator: i128, denominator: i128) -> Factor {
        let (mut divisor, mut rest) = (denominator, numerator);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Factor {
            numerator: numerator / divisor,
            denominator: denominator / divisor,
        }
    }

    /// The scaled amount rounded down, and the remainder over the denominator.
    fn of(self, amount: i64) -> (i64, i128) {
        let exact = i128::from(amount) * self.numerator;
        let whole = exact.div_euclid(self.denominator) as i64;
        (whole, exact.rem_euclid(self.denominator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::NO_SPONSOR;
    use proptest::prelude::*;

    fn scaled(commissions: &[i64], volume: i64, baseline: &Totals) -> Option<EqualPayout> {
        let totals = Totals {
            payout: commissions.iter().sum(),
            volume: [volume, 0, 0],
            ..Totals::default()
        };
        let net: Vec<i64> = commissions
            .iter()
            .map(|commission| commission - 100)
            .collect();
        let plan = PlanFacts {
            commissions,
            net: &net,
            ..PlanFacts::nothing(&totals)
        };
        let world = WorldFacts {
            founders: 1,
            sponsor: &[NO_SPONSOR],
            ..WorldFacts::nobody()
        };
        let mut counted = Distribution::default();
        counted.count(&commissions[1..]);
        let mut equal = EqualPayout::default();
        equal
            .scale(&plan, baseline, &counted, &world, &Luck::new(1, 1))
            .then_some(equal)
    }

    fn baseline(payout: i64, volume: i64) -> Totals {
        Totals {
            payout,
            volume: [0, volume, 0],
            ..Totals::default()
        }
    }

    #[test]
    fn by_hand() {
        // The baseline pays 10 % of its volume, the plan 20 %: everything is halved.
        let equal = scaled(&[300, 100, 0, 1], 2_005, &baseline(100, 1_000)).unwrap();
        // 200.5 rounds to 201; 0.5 a piece is left of 1 only, and one unit too.
        assert_eq!(equal.commissions, [150, 50, 0, 1]);
        assert_eq!(equal.net, [50, -50, -100, -99]);
        assert_eq!(
            (equal.totals.payout, equal.totals.founders_payout),
            (201, 150)
        );
    }

    #[test]
    fn nothing_to_scale() {
        assert!(scaled(&[0, 0], 100, &baseline(10, 100)).is_none());
        assert!(scaled(&[5, 5], 0, &baseline(10, 100)).is_none());
        assert!(scaled(&[5, 5], 100, &baseline(0, 0)).is_none());
    }

    proptest! {
        #[test]
        fn scaling_is_exact_in_total_and_fair_to_the_minor_unit(
            commissions in prop::collection::vec(0_i64..10_000, 2..60),
            volume in 1_i64..1_000_000,
            payout in 0_i64..1_000_000,
            base_volume in 1_i64..1_000_000,
        ) {
            prop_assume!(commissions.iter().sum::<i64>() > 0);
            let equal = scaled(&commissions, volume, &baseline(payout, base_volume)).unwrap();
            prop_assert_eq!(equal.commissions.iter().sum::<i64>(), equal.totals.payout);
            let exact = payout as f64 / base_volume as f64 * volume as f64;
            prop_assert!((equal.totals.payout as f64 - exact).abs() <= 0.5 + 1e-6);
            let factor = exact / commissions.iter().sum::<i64>() as f64;
            for (scaled, paid) in equal.commissions.iter().zip(&commissions) {
                prop_assert!((*scaled as f64 - *paid as f64 * factor).abs() < 1.0 + 1e-6);
            }
        }
    }
}
