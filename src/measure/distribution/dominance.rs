//! Stochastic dominance: is one distribution better than another for everyone who
//! prefers more (first order), or who prefers more and dislikes risk (second order)?

use serde::{Deserialize, Serialize};

use super::Distribution;

/// Whether one distribution dominates another, strictly somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        let (mut first_order, mut second_order) = (true, true);
        let (mut strict_first, mut strict_second) = (false, false);
        let (mut own, mut others) = (0, 0);
        let mut area = 0_i128;
        let mut last = i64::MIN;
        while let Some(value) = least(self.values.get(own), other.values.get(others)) {
            // Between `last` and `value`, so many more of `other` than of `self` are passed.
            let lead = i128::from(other.people_below(others)) - i128::from(self.people_below(own));
            area += lead * i128::from(value.abs_diff(last));
            first_order &= lead >= 0;
            strict_first |= lead > 0;
            second_order &= area >= 0;
            strict_second |= area > 0;
            own += usize::from(self.values.get(own) == Some(&value));
            others += usize::from(other.values.get(others) == Some(&value));
            last = value;
        }
        Dominance {
            first_order: first_order && strict_first,
            second_order: second_order && strict_second,
        }
    }
}

/// The lesser of the next values of two ascending lists.
fn least(one: Option<&i64>, other: Option<&i64>) -> Option<i64> {
    one.into_iter().chain(other).min().copied()
}

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
