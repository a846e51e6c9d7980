//! The points at which the cumulative distribution of net is read off: the same for
//! every plan, scenario and replication, close enough for a curve without gaps.

use super::Distribution;

/// The preferred numbers of the E48 series (IEC 60063): 48 a decade, each about 5 %
/// above the last.
const E48: [i64; 48] = [
    100, 105, 110, 115, 121, 127, 133, 140, 147, 154, 162, 169, 178, 187, 196, 205, 215, 226, 237,
    249, 261, 274, 287, 301, 316, 332, 348, 365, 383, 402, 422, 442, 464, 487, 511, 536, 562, 590,
    619, 649, 681, 715, 750, 787, 825, 866, 909, 953,
];

/// The largest power of ten of minor units with points of its own.
const LARGEST_POWER: u32 = 12;

/// The grid in ascending order: the series in minor units on both sides of zero, zero,
/// and the last amount below zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CumulativeGrid {
    points: Vec<i64>,
}

impl Default for CumulativeGrid {
    fn default() -> CumulativeGrid {
        let mut positive: Vec<i64> = (1..100).collect();
        for power in 0..LARGEST_POWER - 2 {
            positive.extend(E48.map(|step| step * 10_i64.pow(power)));
        }
        let mut points: Vec<i64> = positive.iter().rev().map(|point| -point).collect();
        points.push(0);
        points.extend(positive);
        CumulativeGrid { points }
    }
}

impl CumulativeGrid {
    /// The points, ascending, in minor units.
    #[must_use]
    pub fn points(&self) -> &[i64] {
        &self.points
    }

    /// How many people have at most the amount of each point.
    #[must_use]
    pub fn count(&self, distribution: &Distribution) -> Vec<u32> {
        let mut people = 0;
        let mut runs = distribution.runs().peekable();
        self.points
            .iter()
            .map(|&point| {
                while let Some((_, count)) = runs.next_if(|&(value, _)| value <= point) {
                    people += count;
                }
                people as u32
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_rises_and_is_even_about_zero() {
        let grid = CumulativeGrid::default();
        let points = grid.points();
        assert!(points.is_sorted_by(|a, b| a < b));
        let mirrored: Vec<i64> = points.iter().rev().map(|point| -point).collect();
        assert_eq!(points, mirrored);
    }

    #[test]
    fn everyone_with_at_most_the_point_is_counted() {
        let grid = CumulativeGrid::default();
        let mut distribution = Distribution::default();
        let amounts = [-1_000, -1_000, -1, 0, 0, 599, 600, 5_000_000_000_000];
        distribution.count(&amounts);
        for (point, count) in grid.points().iter().zip(grid.count(&distribution)) {
            let slow = amounts.iter().filter(|amount| *amount <= point).count();
            assert_eq!(count as usize, slow, "{point}");
        }
    }
}
