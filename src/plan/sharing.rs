//! Sharing a whole number of minor units exactly: largest remainder over any number of
//! people (plans.md E11, §8 rule 15).

use std::cmp::Reverse;

/// What one member is due of something shared, and what he gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    /// Whose it is.
    pub member: u32,
    /// What he is due, over the denominator all shares have in common; not negative.
    pub exact: i128,
    /// What he gets, minor units.
    pub amount: i64,
}

/// Gives everyone what he is due rounded down, and hands out one minor unit more where
/// the remainder is largest until `total` is given; ties in list order. `None` if an
/// amount leaves 64 bits.
pub(super) fn largest_remainder(
    total: i64,
    denominator: i128,
    shares: &mut [Share],
    order: &mut Vec<u32>,
) -> Option<()> {
    let mut left = total;
    for share in shares.iter_mut() {
        share.amount = i64::try_from(share.exact / denominator).ok()?;
        left = left.checked_sub(share.amount)?;
    }
    order.clear();
    order.extend(0..shares.len() as u32);
    order.sort_unstable_by_key(|&index| {
        (Reverse(shares[index as usize].exact % denominator), index)
    });
    for &index in order.iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[index as usize].amount += 1;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shares(total: i64, weights: &[i64]) -> Vec<i64> {
        let whole: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
        let mut shares: Vec<Share> = weights
            .iter()
            .enumerate()
            .map(|(member, &weight)| Share {
                member: member as u32,
                exact: i128::from(total) * i128::from(weight),
                amount: 0,
            })
            .collect();
        largest_remainder(total, whole, &mut shares, &mut Vec::new()).unwrap();
        shares.iter().map(|share| share.amount).collect()
    }

    #[test]
    fn the_cent_goes_to_the_largest_remainder_and_ties_go_in_list_order() {
        assert_eq!(shares(10_000, &[1, 1, 1]), [3334, 3333, 3333]);
        assert_eq!(shares(5_000, &[100, 50]), [3333, 1667]);
        assert_eq!(shares(0, &[1, 1]), [0, 0]);
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_total_and_are_within_one_unit(
            total in 0i64..10_i64.pow(12),
            weights in prop::collection::vec(1i64..10_i64.pow(9), 1..20),
        ) {
            let shares = shares(total, &weights);
            prop_assert_eq!(shares.iter().sum::<i64>(), total);
            let whole: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
            for (share, weight) in shares.iter().zip(&weights) {
                let due = i128::from(total) * i128::from(*weight);
                let off = i128::from(*share) * whole - due;
                prop_assert!(off.abs() < whole);
            }
        }
    }
}
