//! The Sobol' sequence (Sobol' 1967), with the direction numbers of Joe and Kuo (2008).
//!
//! Points fill the unit cube evenly however many are taken: of 2ᵐ successive ones that
//! start at a multiple of 2ᵐ, each axis has exactly one in each of 2ᵐ equal cells, and
//! pairs of axes are as even as Joe and Kuo could make them.
//!
//! A point is a function of its index alone, so a run can stop and go on later. The order
//! is that of Antonov and Saleev (1979), by Gray code, which most programs share: any 2ᵐ
//! points from the start are the same set as in Sobol's own order.

use super::direction_numbers::DIRECTIONS;
use crate::luck::Key;

/// The most dimensions a sequence can have.
pub const MOST_DIMENSIONS: usize = DIRECTIONS.len() + 1;

/// Binary digits of a coordinate; a sequence has 2 to the power of so many points.
const BITS: usize = u32::BITS as usize;

/// A Sobol' sequence: see [the module](self).
#[derive(Clone, Debug)]
pub struct SobolSequence {
    directions: Vec<[u32; BITS]>,
    /// Of each dimension, if the sequence is shifted.
    shifts: Option<Vec<u64>>,
}

impl SobolSequence {
    /// The sequence as it is in tables: its first point is the origin.
    ///
    /// # Panics
    ///
    /// If there are more than [`MOST_DIMENSIONS`].
    #[must_use]
    pub fn new(dimensions: usize) -> SobolSequence {
        assert!(
            dimensions <= MOST_DIMENSIONS,
            "{dimensions} dimensions of a Sobol' sequence, which has {MOST_DIMENSIONS}"
        );
        SobolSequence {
            directions: (0..dimensions).map(directions).collect(),
            shifts: None,
        }
    }

    /// The sequence under a random digital shift: the binary digits of each coordinate are
    /// exchanged, or left, as those of a random number say (Cranley and Patterson 1976 in
    /// base 2; L'Ecuyer and Lemieux 2002).
    ///
    /// It is as even as the sequence itself. Each single point is uniform over the cube,
    /// so a mean over points has no bias; and every coordinate lies strictly between 0
    /// and 1, so it can go through any quantile function.
    ///
    /// # Panics
    ///
    /// If there are more than [`MOST_DIMENSIONS`].
    #[must_use]
    pub fn shifted(dimensions: usize, key: &Key) -> SobolSequence {
        SobolSequence {
            shifts: Some((0..dimensions).map(|d| key.draw(d as u32, 0)).collect()),
            ..SobolSequence::new(dimensions)
        }
    }

    /// How many coordinates a point has.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.directions.len()
    }

    /// The point of an index, counted from 0.
    #[must_use]
    pub fn point(&self, index: u32) -> Vec<f64> {
        let words = self.directions.iter().map(|numbers| word(index, numbers));
        match &self.shifts {
            None => words.map(fraction).collect(),
            Some(shifts) => words
                .zip(shifts)
                .map(|(word, shift)| crate::luck::unit((u64::from(word) << 32) ^ shift))
                .collect(),
        }
    }
}

/// A coordinate's binary digits as a number from 0 to below 1.
fn fraction(word: u32) -> f64 {
    f64::from(word) / (1_u64 << BITS) as f64
}

/// The digits of a coordinate: the direction numbers that the Gray code of the index asks
/// for, added without carry.
fn word(index: u32, directions: &[u32; BITS]) -> u32 {
    let gray = index ^ (index >> 1);
    directions
        .iter()
        .enumerate()
        .filter(|(bit, _)| gray >> bit & 1 == 1)
        .fold(0, |word, (_, direction)| word ^ direction)
}

/// The direction numbers of a dimension, counted from 0, by the recurrence of its primitive
/// polynomial (Joe and Kuo 2008, eq. 2 and 3), each scaled by 2³².
fn directions(dimension: usize) -> [u32; BITS] {
    let mut numbers = [0; BITS];
    let Some(before) = dimension.checked_sub(1) else {
        return std::array::from_fn(|bit| 1 << (BITS - 1 - bit));
    };
    let (coefficients, first) = DIRECTIONS[before];
    let degree = first.len();
    for bit in 0..BITS {
        numbers[bit] = match first.get(bit) {
            Some(number) => number << (BITS - 1 - bit),
            None => {
                let oldest = numbers[bit - degree];
                (1..degree)
                    .filter(|back| coefficients >> (degree - 1 - back) & 1 == 1)
                    .fold(oldest ^ (oldest >> degree), |sum, back| {
                        sum ^ numbers[bit - back]
                    })
            }
        };
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{Luck, Stream};

    fn shifted(dimensions: usize, seed: u64) -> SobolSequence {
        SobolSequence::shifted(dimensions, &Luck::new(seed, 1).key(Stream::Design, 0))
    }

    #[test]
    fn the_first_points_of_the_plane() {
        // Joe and Kuo's own example, and every textbook's.
        let plane = SobolSequence::new(2);
        let first: Vec<Vec<f64>> = (0..8).map(|index| plane.point(index)).collect();
        let known = [
            [0.0, 0.0],
            [0.5, 0.5],
            [0.75, 0.25],
            [0.25, 0.75],
            [0.375, 0.375],
            [0.875, 0.875],
            [0.625, 0.125],
            [0.125, 0.625],
        ];
        assert_eq!(first, known);
    }

    /// Dimensions 1, 2, 3, 10, 32 and 64 of points 2, 3, 5, 100 and 1000, in 2⁻¹⁶:
    /// `scipy.stats.qmc.Sobol(64, scramble=False, bits=32)` 1.17.1.
    #[test]
    fn points_are_those_of_scipy() {
        let known: [(u32, [u16; 6]); 5] = [
            (2, [0xc000, 0x4000, 0x4000, 0xc000, 0x4000, 0xc000]),
            (3, [0x4000, 0xc000, 0xc000, 0x4000, 0xc000, 0x4000]),
            (5, [0xe000, 0xe000, 0x2000, 0x2000, 0xa000, 0xa000]),
            (100, [0x6a00, 0x4200, 0xc600, 0xb200, 0x6a00, 0xa600]),
            (1000, [0x3840, 0x18c0, 0x84c0, 0x11c0, 0x2540, 0x7240]),
        ];
        let sequence = SobolSequence::new(MOST_DIMENSIONS);
        for (index, words) in known {
            let point = sequence.point(index);
            let found = [0, 1, 2, 9, 31, 63].map(|dimension| point[dimension] * 65536.0);
            assert_eq!(found, words.map(f64::from), "point {index}");
        }
    }

    /// A digest of all 64 · 32 direction numbers, so that no row of the table can change
    /// unnoticed: that of the matrix `_sv` of the same sequence there.
    #[test]
    fn direction_numbers_are_those_of_scipy() {
        let digest = (0..MOST_DIMENSIONS)
            .flat_map(directions)
            .fold(0_u64, |digest, number| {
                digest.wrapping_mul(0x0000_0100_0000_01b3) ^ u64::from(number)
            });
        assert_eq!(digest, 0x1bdb_4466_e869_01de);
    }

    fn each_cell_once(sequence: &SobolSequence, first: u32, power: u32) {
        let count = 1_u32 << power;
        let points: Vec<_> = (first..first + count)
            .map(|index| sequence.point(index))
            .collect();
        for axis in 0..sequence.dimensions() {
            let mut cells: Vec<u32> = points
                .iter()
                .map(|point| (point[axis] * f64::from(count)) as u32)
                .collect();
            cells.sort_unstable();
            assert!(cells.into_iter().eq(0..count), "axis {axis} of 2^{power}");
        }
    }

    #[test]
    fn every_axis_is_balanced() {
        for power in 0..=10 {
            each_cell_once(&SobolSequence::new(MOST_DIMENSIONS), 0, power);
            each_cell_once(&shifted(MOST_DIMENSIONS, 5), 0, power);
            // So are later stretches that begin at a multiple of their length.
            each_cell_once(&shifted(MOST_DIMENSIONS, 5), 3 << power, power);
        }
    }

    /// The first two axes are a (0, m, 2)-net: of 2ᵐ points one is in each rectangle of area
    /// 2⁻ᵐ, whatever its sides. A digital shift keeps that.
    #[test]
    fn the_plane_is_a_net() {
        for sequence in [SobolSequence::new(2), shifted(2, 9)] {
            for power in 0..=8 {
                let points: Vec<_> = (0..1 << power).map(|index| sequence.point(index)).collect();
                for columns in 0..=power {
                    let mut seen = vec![false; 1 << power];
                    for point in &points {
                        let column = (point[0] * f64::from(1 << columns)) as usize;
                        let row = (point[1] * f64::from(1 << (power - columns))) as usize;
                        seen[(column << (power - columns)) | row] = true;
                    }
                    assert!(
                        seen.into_iter().all(|seen| seen),
                        "2^{power} in 2^{columns}"
                    );
                }
            }
        }
    }

    /// Over many shifts a single point is uniform: mean one half and variance a twelfth, to
    /// 5 standard errors (a false alarm in 10⁶).
    #[test]
    fn a_shifted_point_is_uniform() {
        let shifts = 4000;
        let values: Vec<f64> = (0..shifts)
            .map(|seed| shifted(3, seed).point(6)[2])
            .collect();
        assert!(values.iter().all(|&value| 0.0 < value && value < 1.0));
        let count = shifts as f64;
        let mean = values.iter().sum::<f64>() / count;
        let square = values
            .iter()
            .map(|value| (value - 0.5) * (value - 0.5))
            .sum::<f64>()
            / count;
        assert!((mean - 0.5).abs() < 5.0 * (1.0 / 12.0 / count).sqrt());
        assert!((square - 1.0 / 12.0).abs() < 5.0 * (1.0 / 180.0 / count).sqrt());
    }

    #[test]
    fn the_last_point_is_there() {
        let point = shifted(MOST_DIMENSIONS, 1).point(u32::MAX);
        assert!(point.iter().all(|&value| 0.0 < value && value < 1.0));
    }

    #[test]
    #[should_panic(expected = "65 dimensions")]
    fn there_are_no_more_dimensions() {
        let _ = SobolSequence::new(65);
    }
}
