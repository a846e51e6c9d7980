//! Summing volume up a tree level by level: one reverse pass over the columns.

use std::ops::AddAssign;

use crate::network::NO_SPONSOR;

/// The deepest a level component may reach.
pub const MAX_LEVELS: usize = 64;

/// Reusable rows: one a member, one lane a level. Narrow lanes where all volume together
/// fits them, since the rows of a large network are what the pass waits for.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    narrow: Vec<u32>,
    wide: Vec<i64>,
}

/// Adds to `earned` what each member gets of the volume below him: Σ `rates[l]` × the
/// volume of his descendants at level l + 1. `total` is the sum of all volumes.
///
/// Members come after their sponsors, so going backwards every member's row is whole
/// when it is read; it is weighed and handed to the sponsor shifted by one level.
///
/// # Panics
///
/// If there are more than [`MAX_LEVELS`] rates.
pub fn pay_up(
    sponsors: &[u32],
    volume: impl Fn(usize) -> i64,
    total: i64,
    rates: &[i64],
    rows: &mut Rows,
    earned: &mut [i64],
) {
    if u32::try_from(total).is_ok() {
        let volume = |member| volume(member) as u32;
        by_depth(sponsors, volume, rates, &mut rows.narrow, earned);
    } else {
        by_depth(sponsors, volume, rates, &mut rows.wide, earned);
    }
}

/// A lane of a row: wide enough for the sum of all volumes.
trait Lane: Copy + Default + AddAssign + Into<i64> {}

impl Lane for u32 {}
impl Lane for i64 {}

/// A kernel for each usual depth, and two for the deeper ones, whose rows are padded with
/// rates of zero.
fn by_depth<T: Lane>(
    sponsors: &[u32],
    volume: impl Fn(usize) -> T,
    rates: &[i64],
    rows: &mut Vec<T>,
    earned: &mut [i64],
) {
    match rates.len() {
        0 => {}
        1 => pass::<T, 1>(sponsors, volume, rates, rows, earned),
        2 => pass::<T, 2>(sponsors, volume, rates, rows, earned),
        3 => pass::<T, 3>(sponsors, volume, rates, rows, earned),
        4 => pass::<T, 4>(sponsors, volume, rates, rows, earned),
        5 => pass::<T, 5>(sponsors, volume, rates, rows, earned),
        6 => pass::<T, 6>(sponsors, volume, rates, rows, earned),
        7 => pass::<T, 7>(sponsors, volume, rates, rows, earned),
        8 => pass::<T, 8>(sponsors, volume, rates, rows, earned),
        9..=16 => pass::<T, 16>(sponsors, volume, rates, rows, earned),
        17..=MAX_LEVELS => pass::<T, MAX_LEVELS>(sponsors, volume, rates, rows, earned),
        deeper => panic!("{deeper} levels: the reader of plans allows {MAX_LEVELS}"),
    }
}

fn pass<T: Lane, const LEVELS: usize>(
    sponsors: &[u32],
    volume: impl Fn(usize) -> T,
    rates: &[i64],
    rows: &mut Vec<T>,
    earned: &mut [i64],
) {
    let mut weights = [0; LEVELS];
    weights[..rates.len()].copy_from_slice(rates);
    rows.clear();
    rows.resize(sponsors.len() * LEVELS, T::default());
    let (rows, _) = rows.as_chunks_mut::<LEVELS>();
    for member in (0..sponsors.len()).rev() {
        let row = rows[member];
        let mut exact = 0;
        for level in 0..LEVELS {
            exact += weights[level] * row[level].into();
        }
        earned[member] += exact;
        let sponsor = sponsors[member];
        if sponsor != NO_SPONSOR {
            let above = &mut rows[sponsor as usize];
            above[0] += volume(member);
            for level in 1..LEVELS {
                above[level] += row[level - 1];
            }
        }
    }
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
            links in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), 0i64..1000), 1..120),
            rates in prop::collection::vec(0i64..50, 1..20),
        ) {
            let mut sponsors: Vec<u32> = Vec::new();
            let mut volume = Vec::new();
            for (index, (link, root, amount)) in links.iter().enumerate() {
                // Deep chains as well as bushes: half the time the sponsor is the last joiner.
                sponsors.push(if index == 0 {
                    NO_SPONSOR
                } else if *root {
                    index as u32 - 1
                } else {
                    link.index(index) as u32
                });
                volume.push(*amount);
            }
            let mut depth = Vec::new();
            crate::network::depths(&sponsors, &mut depth);
            let (expected, lost) = walk_up(&sponsors, &volume, &rates);
            // The second total forces wide lanes.
            for total in [volume.iter().sum(), i64::MAX] {
                let mut earned = vec![0; sponsors.len()];
                let rows = &mut Rows::default();
                pay_up(&sponsors, |member| volume[member], total, &rates, rows, &mut earned);
                prop_assert_eq!(&earned, &expected);
            }
            prop_assert_eq!(above_the_roots(&depth, |member| volume[member], &rates), lost);
        }
    }
}
