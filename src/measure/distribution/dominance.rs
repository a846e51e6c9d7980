//! Stochastic dominance: is one distribution better than another for everyone who
//! prefers more (first order), or who prefers more and dislikes risk (second order)?

use std::ops::{AddAssign, Mul, Sub};

use serde::{Deserialize, Serialize};

use super::Distribution;

/// Whether one distribution dominates another, strictly somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dominance {
    /// At every amount at most as many people have no more than it.
    pub first_order: bool,
    /// The same for the sum of shortfalls below every amount.
    pub second_order: bool,
}

impl Distribution {
    /// Whether this distribution dominates `other`. Both must be of as many people.
    #[must_use]
    pub fn dominates(&self, other: &Distribution) -> Dominance {
        debug_assert_eq!(
            self.people(),
            other.people(),
            "the same people under two plans"
        );
        let ends = |values: &[i64]| Some((*values.first()?, *values.last()?));
        let (Some((first, last)), Some((others_first, others_last))) =
            (ends(&self.values), ends(&other.values))
        else {
            return Dominance::default();
        };
        let least = first.min(others_first);
        let width = last.max(others_last).abs_diff(least);
        // No area is larger.
        match width.checked_mul(self.people()) {
            Some(most) if most <= i64::MAX as u64 => self.compare::<i64>(other, least),
            _ => self.compare::<i128>(other, least),
        }
    }

    /// Goes through the amounts of both, from the `least` of them on, with areas that fit `T`.
    fn compare<T: Area>(&self, other: &Distribution, least: i64) -> Dominance {
        let (mut first_order, mut second_order) = (true, true);
        let (mut strict_first, mut strict_second) = (false, false);
        let (mut own, mut others) = (0, 0);
        let (mut area, mut last) = (T::from(0), least);
        let next = |values: &[i64], index: usize| values.get(index).copied().unwrap_or(i64::MAX);
        while own < self.values.len() || others < other.values.len() {
            let (of_own, of_others) = (next(&self.values, own), next(&other.values, others));
            let value = of_own.min(of_others);
            // Between `last` and `value`, so many more of `other` than of `self` are passed.
            let lead = other.people_below(others) as i64 - self.people_below(own) as i64;
            area += T::from(lead) * (T::from(value) - T::from(last));
            first_order &= lead >= 0;
            strict_first |= lead > 0;
            second_order &= area >= T::from(0);
            strict_second |= area > T::from(0);
            own += usize::from(of_own == value);
            others += usize::from(of_others == value);
            last = value;
        }
        Dominance {
            first_order: first_order && strict_first,
            second_order: second_order && strict_second,
        }
    }
}

/// A number wide enough for the areas between two distributions.
trait Area:
    Copy + PartialOrd + From<i64> + AddAssign + Sub<Output = Self> + Mul<Output = Self>
{
}

impl Area for i64 {}
impl Area for i128 {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(amounts: &[i64]) -> Distribution {
        let mut distribution = Distribution::default();
        distribution.count(amounts);
        distribution
    }

    fn dominates(left: &[i64], right: &[i64]) -> (bool, bool) {
        let verdict = of(left).dominates(&of(right));
        (verdict.first_order, verdict.second_order)
    }

    #[test]
    fn by_hand() {
        assert_eq!(dominates(&[1, 2, 4], &[1, 2, 3]), (true, true));
        assert_eq!(dominates(&[1, 2, 3], &[1, 2, 4]), (false, false));
        // The same mean, less risk.
        assert_eq!(dominates(&[2, 2], &[1, 3]), (false, true));
        assert_eq!(dominates(&[1, 3], &[2, 2]), (false, false));
        // Equal distributions do not dominate each other.
        assert_eq!(dominates(&[0, 5], &[5, 0]), (false, false));
        // Areas of more than 64 bits.
        let [poor, rich] = [-i64::MAX / 4, i64::MAX / 4];
        assert_eq!(dominates(&[0, 0, rich], &[poor, poor, poor]), (true, true));
        // Worse at the bottom cannot be made good at the top.
        assert_eq!(dominates(&[-5, 100], &[-4, 0]), (false, false));
    }

    proptest! {
        /// First order by the sorted pairs, second order by the sums of the poorest.
        #[test]
        fn agrees_with_sorted_pairs(pairs in prop::collection::vec((-5_i64..6, -5_i64..6), 1..12)) {
            let (mut left, mut right): (Vec<i64>, Vec<i64>) = pairs.into_iter().unzip();
            left.sort_unstable();
            right.sort_unstable();
            let first = left.iter().zip(&right).all(|(a, b)| a >= b) && left != right;
            let sums = |amounts: &[i64]| -> Vec<i64> {
                amounts.iter().scan(0, |sum, amount| { *sum += amount; Some(*sum) }).collect()
            };
            let second = sums(&left).iter().zip(&sums(&right)).all(|(a, b)| a >= b) && left != right;
            prop_assert_eq!(dominates(&left, &right), (first, second));
        }
    }
}
