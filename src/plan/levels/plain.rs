//! The plain pass: rows of all members at once, while they stay in the cache, and for any
//! number of levels and amounts of any size and sign.

use std::ops::AddAssign;

use multiversion::multiversion;

use super::MAX_LEVELS;
use crate::network::NO_SPONSOR;

/// A lane of a row: wide enough for the sum of all volumes.
pub(super) trait Lane: Copy + Default + AddAssign + Into<i64> {
    /// A volume, known to fit.
    fn of(volume: i64) -> Self;
}

impl Lane for u32 {
    fn of(volume: i64) -> u32 {
        volume as u32
    }
}

impl Lane for i64 {
    fn of(volume: i64) -> i64 {
        volume
    }
}

/// The lanes of a row of so many levels.
pub(super) fn padded_to(levels: usize) -> usize {
    match levels {
        0..=8 => levels,
        9..=16 => 16,
        17..=MAX_LEVELS => MAX_LEVELS,
        deeper => panic!("{deeper} levels: the reader of plans allows {MAX_LEVELS}"),
    }
}

/// Writes to `earned` what each member gets of the volume below him and adds to `top`, at
/// its place l, the volume l levels below the roots. Rows are padded with rates of zero.
pub(super) fn pass<T: Lane>(
    sponsors: &[u32],
    volume: &[i64],
    rates: &[i64],
    rows: &mut Vec<T>,
    earned: &mut [i64],
    top: &mut [i128],
) {
    match padded_to(rates.len()) {
        0 => earned.fill(0),
        1 => padded::<T, 1>(sponsors, volume, rates, rows, earned, top),
        2 => padded::<T, 2>(sponsors, volume, rates, rows, earned, top),
        3 => padded::<T, 3>(sponsors, volume, rates, rows, earned, top),
        4 => padded::<T, 4>(sponsors, volume, rates, rows, earned, top),
        5 => padded::<T, 5>(sponsors, volume, rates, rows, earned, top),
        6 => padded::<T, 6>(sponsors, volume, rates, rows, earned, top),
        7 => padded::<T, 7>(sponsors, volume, rates, rows, earned, top),
        8 => padded::<T, 8>(sponsors, volume, rates, rows, earned, top),
        16 => padded::<T, 16>(sponsors, volume, rates, rows, earned, top),
        _ => padded::<T, MAX_LEVELS>(sponsors, volume, rates, rows, earned, top),
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn padded<T: Lane, const LEVELS: usize>(
    sponsors: &[u32],
    volume: &[i64],
    rates: &[i64],
    rows: &mut Vec<T>,
    earned: &mut [i64],
    top: &mut [i128],
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
        earned[member] = exact;
        let sponsor = sponsors[member];
        if sponsor == NO_SPONSOR {
            add_to_top(top, volume[member], &rows[member]);
        } else {
            let above = &mut rows[sponsor as usize];
            above[0] += T::of(volume[member]);
            for level in 1..LEVELS {
                above[level] += row[level - 1];
            }
        }
    }
}

/// Adds what a root would hand up, if he had anyone to hand it to.
#[cold]
#[inline(never)]
fn add_to_top<T: Lane>(top: &mut [i128], own: i64, below: &[T]) {
    let below = below.iter().map(|&lane| lane.into());
    for (sum, volume) in top.iter_mut().zip(std::iter::once(own).chain(below)) {
        *sum += i128::from(volume);
    }
}
