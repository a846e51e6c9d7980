//! Summing volume up a tree level by level: one reverse pass over the columns.

mod blocks;
mod plain;
mod row;

use crate::columns::bins::block_shift;

use blocks::{Blocks, sum_of_narrow};

/// The deepest a level component may reach.
pub const MAX_LEVELS: usize = 64;

/// Up to so many members all rows stay in the cache.
const ONE_BLOCK: usize = 1 << 17;

/// The smallest block of a larger network, as a power of two: its rows stay in the cache.
const SMALLEST_BLOCK: u32 = 14;

/// Reusable rows, one a member, one lane a level.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// For plans of up to five levels.
    three_words: Blocks<3, 2>,
    /// For those of up to seven.
    four_words: Blocks<4, 3>,
    narrow: Vec<u32>,
    wide: Vec<i64>,
}

/// Bytes that the rows of a plan of so many levels take of each member at most.
#[must_use]
pub fn rows_bytes(levels: usize) -> u64 {
    if levels <= row::LEVELS {
        // Half of a large network waits in bins at most.
        16
    } else {
        8 * plain::padded_to(levels) as u64
    }
}

/// Writes to `earned` what each member gets of the volume below him: Σ `rates[l]` × the
/// volume of his descendants at level l + 1. Returns what the levels above the roots would
/// have paid: for each member the rates of the levels he has no upline for, times his
/// volume.
///
/// Members come after their sponsors, so going backwards every member's row is whole
/// when it is read; it is weighed and handed to the sponsor shifted by one level.
///
/// # Panics
///
/// If there are more than [`MAX_LEVELS`] rates.
pub fn pay_up(
    sponsors: &[u32],
    volume: &[i64],
    rates: &[i64],
    rows: &mut Rows,
    earned: &mut [i64],
) -> i128 {
    let members = sponsors.len();
    let block = (members > ONE_BLOCK).then(|| block_shift(members, SMALLEST_BLOCK));
    pay_up_in_blocks(sponsors, volume, rates, rows, earned, block)
}

/// In blocks of 2^`block` members, if there is to be more than one.
fn pay_up_in_blocks(
    sponsors: &[u32],
    volume: &[i64],
    rates: &[i64],
    rows: &mut Rows,
    earned: &mut [i64],
    block: Option<u32>,
) -> i128 {
    // The volume at each level below the roots, his own first.
    let mut top = vec![0; rates.len()];
    let levels = rates.len();
    let in_blocks = match block {
        Some(block) if levels <= row::levels(3) => rows
            .three_words
            .pass(sponsors, volume, rates, block, earned, &mut top),
        Some(block) if levels <= row::levels(4) => rows
            .four_words
            .pass(sponsors, volume, rates, block, earned, &mut top),
        _ => false,
    };
    if !in_blocks {
        // It may have given up on the way.
        top.fill(0);
        // The rows are what the pass waits for: narrow ones, where all volume fits them.
        if sum_of_narrow(volume).is_some_and(|sum| sum.volume <= u32::MAX.into()) {
            plain::pass(sponsors, volume, rates, &mut rows.narrow, earned, &mut top);
        } else {
            plain::pass(sponsors, volume, rates, &mut rows.wide, earned, &mut top);
        }
    }
    // What is l levels below a root has no upline for the rates from the l-th on.
    let mut missing = 0;
    let mut lost = 0;
    for (volume, &rate) in top.iter().zip(rates).rev() {
        missing += i128::from(rate);
        lost += missing * volume;
    }
    lost
}

/// What the levels above the roots would have paid: for each member the rates of the
/// levels he has no upline for, times his volume.
#[must_use]
pub fn above_the_roots(depth: &[u32], volume: impl Fn(usize) -> i64, rates: &[i64]) -> i128 {
    let mut missing = vec![0_i64; rates.len() + 1];
    for level in (0..rates.len()).rev() {
        missing[level] = missing[level + 1] + rates[level];
    }
    depth
        .iter()
        .enumerate()
        .filter(|&(_, &depth)| (depth as usize) < rates.len())
        .map(|(member, &depth)| i128::from(missing[depth as usize]) * i128::from(volume(member)))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::NO_SPONSOR;
    use crate::network::testing::tree;
    use proptest::prelude::*;

    /// Walks up from every source: slow and obviously right.
    fn walk_up(sponsors: &[u32], volume: &[i64], rates: &[i64]) -> (Vec<i64>, i128) {
        let mut earned = vec![0; sponsors.len()];
        let mut lost = 0;
        for source in 0..sponsors.len() {
            let mut upline = sponsors[source];
            for rate in rates {
                if upline == NO_SPONSOR {
                    lost += i128::from(rate * volume[source]);
                } else {
                    earned[upline as usize] += rate * volume[source];
                    upline = sponsors[upline as usize];
                }
            }
        }
        (earned, lost)
    }

    proptest! {
        #[test]
        fn the_reverse_pass_agrees_with_walking_up(
            links in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..120),
            amounts in prop::collection::vec(0i64..1000, 120),
            rates in prop::collection::vec(0i64..50, 1..12),
        ) {
            let sponsors = tree(&links);
            let amounts = &amounts[..sponsors.len()];
            let mut depth = Vec::new();
            crate::network::depths(&sponsors, &mut depth, crate::columns::Cores::One);
            // Narrow rows throughout; rates of more than 32 bits; volumes of 32 bits whose
            // sums are not; larger ones; and some below zero.
            for (times, plus, rate) in [
                (1, 0, 1),
                (1, 0, 200_000_000),
                (4_000_000, 0, 1),
                (10_000_000, 0, 1),
                (1, -500, 1),
            ] {
                let rates: Vec<i64> = rates.iter().map(|share| share * rate).collect();
                let volume: Vec<i64> = amounts.iter().map(|amount| amount * times + plus).collect();
                let (expected, lost) = walk_up(&sponsors, &volume, &rates);
                let rows = &mut Rows::default();
                for block in [None, Some(1), Some(3), Some(7)] {
                    let mut earned = vec![-1; sponsors.len()];
                    let above = pay_up_in_blocks(&sponsors, &volume, &rates, rows, &mut earned, block);
                    prop_assert_eq!(&earned, &expected);
                    prop_assert_eq!(above, lost);
                }
                prop_assert_eq!(above_the_roots(&depth, |member| volume[member], &rates), lost);
            }
        }
    }
    #[test]
    fn bins_of_many_chunks_agree_with_walking_up() {
        // Bushes near the top, so that most of what is handed up waits in the first bins.
        let sponsors: Vec<u32> = (0..5_000_u32)
            .map(|member| match member {
                0 => NO_SPONSOR,
                _ => {
                    (u64::from(member) * u64::from(member) % 7_919 % u64::from(member.min(900)))
                        as u32
                }
            })
            .collect();
        let rates = [10, 5, 3, 2, 1];
        for times in [1, 40_000] {
            let volume: Vec<i64> = (0..5_000).map(|member| member % 97 * times).collect();
            let rows = &mut Rows::default();
            for block in [4, 9].map(Some) {
                let mut earned = vec![-1; sponsors.len()];
                let above = pay_up_in_blocks(&sponsors, &volume, &rates, rows, &mut earned, block);
                assert_eq!((earned, above), walk_up(&sponsors, &volume, &rates));
            }
        }
    }
}
