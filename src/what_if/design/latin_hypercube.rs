//! Latin hypercube sampling (McKay, Beckman and Conover 1979).

use crate::luck::Key;
use crate::luck::order::shuffle_by;

/// Counters a coordinate has to itself: one for its place in the cell, the others for
/// the shuffle, which almost never needs a second (a rejection has odds of `points` in 2⁶⁴).
const DRAWS_PER_COORDINATE: u32 = 16;

/// Points of the unit cube such that each axis, cut into as many equal cells as there are
/// points, has one point in each cell. Every coordinate lies strictly between 0 and 1, at
/// random within its cell.
///
/// Each axis is shuffled by itself, so that the first few points are a random sample: a
/// run that stops early has not seen one corner only.
///
/// # Panics
///
/// If there are more than 2³² points or more than 2²⁰ dimensions.
#[must_use]
pub fn latin_hypercube(points: usize, dimensions: usize, key: &Key) -> Vec<Vec<f64>> {
    let mut design = vec![Vec::with_capacity(dimensions); points];
    for dimension in 0..dimensions {
        let first_draw = u32::try_from(dimension)
            .ok()
            .and_then(|dimension| dimension.checked_mul(DRAWS_PER_COORDINATE))
            .expect("at most 2²⁰ dimensions");
        for (point, cell) in shuffled(points, first_draw + 1, key)
            .into_iter()
            .enumerate()
        {
            let within = key.uniform(point as u32, first_draw);
            design[point].push(inside(cell as f64 + within, points as f64));
        }
    }
    design
}

/// `place` ÷ `cells`, kept out of the next cell: where there are many cells the sum
/// of a cell and a place just below 1 is rounded up.
fn inside(place: f64, cells: f64) -> f64 {
    let coordinate = place / cells;
    if coordinate < 1.0 {
        coordinate
    } else {
        1.0_f64.next_down()
    }
}

/// The numbers below `count` in a random order: Fisher and Yates' shuffle, as in
/// [`crate::luck::order`] but from a counter on, so that one key serves many orders.
fn shuffled(count: usize, first_draw: u32, key: &Key) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..count).collect();
    shuffle_by(&mut numbers, |last| {
        let place = u32::try_from(last).expect("at most 2³² points");
        let mut draw = first_draw;
        key.below(place, &mut draw, last as u64 + 1)
    });
    numbers
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::luck::{Luck, Stream};

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::Design, 0)
    }

    #[test]
    fn the_last_place_of_the_last_cell_is_inside() {
        // 2⁵³ − ½ is no double: without care it would be the end of the axis.
        assert!(inside((1_u64 << 53) as f64, (1_u64 << 53) as f64) < 1.0);
        assert_eq!(inside(1.5, 2.0), 0.75);
    }

    /// A beginning of the design is a random sample: the mean of its first coordinates over
    /// many designs is one half, within 5 standard errors (a false alarm in 10⁶).
    #[test]
    fn the_first_point_is_anywhere() {
        let designs = 4000;
        let sum: f64 = (0..designs)
            .map(|seed| latin_hypercube(16, 2, &key(seed))[0][1])
            .sum();
        let error = (1.0 / 12.0 / designs as f64).sqrt();
        assert!((sum / designs as f64 - 0.5).abs() < 5.0 * error);
    }

    /// The mean of a sum of monotone terms is far surer than with as many random points:
    /// that is what the design is for.
    #[test]
    fn an_additive_mean_is_surer() {
        let square_error = |seed| {
            let design = latin_hypercube(20, 3, &key(seed));
            let mean = design.iter().flatten().sum::<f64>() / 20.0;
            (mean - 1.5) * (mean - 1.5)
        };
        let found = (0..200).map(square_error).sum::<f64>() / 200.0;
        let at_random = 3.0 / 12.0 / 20.0;
        assert!(found < at_random / 100.0, "{found} of {at_random}");
    }

    #[test]
    fn axes_are_shuffled_apart() {
        let design = latin_hypercube(50, 2, &key(3));
        let cells = |axis: usize| -> Vec<usize> {
            design
                .iter()
                .map(|point| (point[axis] * 50.0) as usize)
                .collect()
        };
        assert_ne!(cells(0), cells(1));
        assert!(latin_hypercube(0, 3, &key(3)).is_empty());
        assert_eq!(latin_hypercube(2, 0, &key(3)), [[0.0; 0]; 2]);
    }

    proptest! {
        #[test]
        fn one_point_in_each_cell(points in 1..200_usize, dimensions in 1..6_usize, seed: u64) {
            let design = latin_hypercube(points, dimensions, &key(seed));
            for axis in 0..dimensions {
                prop_assert!(design.iter().all(|point| 0.0 < point[axis] && point[axis] < 1.0));
                let mut cells: Vec<usize> = design
                    .iter()
                    .map(|point| (point[axis] * points as f64) as usize)
                    .collect();
                cells.sort_unstable();
                prop_assert!(cells.into_iter().eq(0..points));
            }
        }
    }
}
