//! An order in which to visit the cells of a grid such that stopping early loses no part of it.

use super::sobol_sequence::SobolSequence;

/// Points of the sequence tried per cell of the grid before the rest is taken as it comes.
const TRIES_PER_CELL: usize = 32;

/// The cells of a grid with these side lengths, numbered row by row (the last axis runs
/// fastest), in an order of which every beginning covers the grid evenly.
///
/// The order is that in which a Sobol' sequence first comes to each cell. Cells that it
/// has not come to after 32 points per cell follow in the order of their numbers; there
/// are few or none. The first cell is the one where every axis is at its start.
///
/// # Panics
///
/// If there are more cells than a `usize` counts, or 2³².
#[must_use]
pub fn spread_order(sizes: &[usize]) -> Vec<usize> {
    let cells = sizes
        .iter()
        .try_fold(1_usize, |cells, &size| cells.checked_mul(size))
        .filter(|&cells| u32::try_from(cells).is_ok())
        .expect("a grid of fewer than 2³² cells");
    // Axes of one step say nothing, and without them there are never too many axes.
    let sides: Vec<usize> = sizes.iter().copied().filter(|&size| size > 1).collect();
    let sequence = SobolSequence::new(sides.len());
    let tries = u32::try_from(cells.saturating_mul(TRIES_PER_CELL)).unwrap_or(u32::MAX);
    let mut order = Vec::with_capacity(cells);
    let mut visited = vec![false; cells];
    let mut visit = |cell: usize| {
        if !std::mem::replace(&mut visited[cell], true) {
            order.push(cell);
        }
        order.len() == cells
    };
    let complete = (0..tries).any(|index| visit(cell_of(&sequence.point(index), &sides)));
    if !complete {
        (0..cells).for_each(|cell| _ = visit(cell));
    }
    order
}

fn cell_of(point: &[f64], sides: &[usize]) -> usize {
    point
        .iter()
        .zip(sides)
        .fold(0, |cell, (coordinate, &side)| {
            cell * side + (coordinate * side as f64) as usize
        })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    /// Of any beginning of the order, how far the cells in the lower half of an axis are at
    /// most from their share.
    fn unevenness(sizes: &[usize]) -> f64 {
        let cells: usize = sizes.iter().product();
        let order = spread_order(sizes);
        let mut worst: f64 = 0.0;
        for axis in 0..sizes.len() {
            let stride: usize = sizes[axis + 1..].iter().product();
            let half = sizes[axis] / 2;
            let share = half as f64 / sizes[axis] as f64;
            let mut lower = 0;
            for (before, cell) in order.iter().enumerate() {
                lower += usize::from(cell / stride % sizes[axis] < half);
                worst = worst.max((lower as f64 - share * (before + 1) as f64).abs());
            }
        }
        assert_eq!(order.len(), cells);
        worst
    }

    #[test]
    fn a_line_is_halved_and_halved() {
        assert_eq!(spread_order(&[8]), [0, 4, 6, 2, 3, 7, 5, 1]);
        assert_eq!(spread_order(&[]), [0]);
        assert_eq!(spread_order(&[1, 1, 2, 1]), [0, 1]);
        assert!(spread_order(&[3, 0]).is_empty());
    }

    #[test]
    fn every_beginning_is_even() {
        for sizes in [
            &[64][..],
            &[16, 16],
            &[7, 11],
            &[5, 5, 5],
            &[3, 40],
            &[10, 10, 10],
            &[2, 3, 4, 5, 6],
            &[2; 10],
            &[3; 7],
        ] {
            let cells: usize = sizes.iter().product();
            let worst = unevenness(sizes);
            // A random order strays by half the root of the number of cells and more.
            assert!(worst <= 0.4 * (cells as f64).sqrt(), "{sizes:?}: {worst}");
        }
    }

    /// A hundred thousand cells, of many shapes, take a fraction of a second each.
    #[test]
    fn large_grids_are_quick() {
        let start = Instant::now();
        for sizes in [&[100_000][..], &[317, 317], &[10; 5], &[2; 16], &[3; 10]] {
            let order = spread_order(sizes);
            assert_eq!(order.len(), sizes.iter().product::<usize>());
        }
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    proptest! {
        #[test]
        fn every_cell_once(sizes in prop::collection::vec(1..9_usize, 0..5)) {
            let mut order = spread_order(&sizes);
            order.sort_unstable();
            prop_assert!(order.into_iter().eq(0..sizes.iter().product()));
        }
    }
}
