//! The design from which Sobol' indices are estimated (Saltelli 2002; Saltelli et al. 2010).
//!
//! Two points A and B of a Sobol' sequence of twice as many dimensions make a row, with
//! the points between them in which one group of coordinates comes from the other.

use crate::luck::Key;
use crate::what_if::design::{MOST_DIMENSIONS, SobolSequence};

/// The most coordinates of a design: a row takes two points of them.
pub const MOST_COORDINATES: usize = MOST_DIMENSIONS / 2;

/// How the points of a row follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowLayout {
    /// Groups of coordinates.
    pub groups: usize,
    /// Whether the row has the points for second-order indices.
    pub second_order: bool,
}

impl RowLayout {
    /// Points in a row: A, B, A with each group from B and, for second-order indices, B
    /// with each group from A.
    #[must_use]
    pub fn points(&self) -> usize {
        2 + self.groups * if self.second_order { 2 } else { 1 }
    }

    /// Where the point A with a group from B is.
    #[must_use]
    pub fn a_with_b(&self, group: usize) -> usize {
        2 + group
    }

    /// Where the point B with a group from A is, if the row has it.
    #[must_use]
    pub fn b_with_a(&self, group: usize) -> usize {
        2 + self.groups + group
    }
}

/// A design, row by row. Any whole rows from the first on are a smaller design of the same
/// kind, so it can be extended and its convergence seen.
#[derive(Clone, Debug)]
pub struct Saltelli {
    sequence: SobolSequence,
    /// Of each coordinate.
    group_of: Vec<usize>,
    layout: RowLayout,
}

impl Saltelli {
    /// A design over groups of coordinates (most often one each), every coordinate from 0 up
    /// being in exactly one group. It has the points for second-order indices if they are asked
    /// for, at nearly twice the price.
    ///
    /// # Panics
    ///
    /// If a coordinate is in two groups or in none, or there are more than
    /// [`MOST_COORDINATES`].
    #[must_use]
    pub fn new(groups: &[Vec<usize>], second_order: bool, key: &Key) -> Saltelli {
        let group_of = group_of_each(groups);
        assert!(
            group_of.len() <= MOST_COORDINATES,
            "{} coordinates of a design, which has at most {MOST_COORDINATES}",
            group_of.len()
        );
        Saltelli {
            sequence: SobolSequence::shifted(2 * group_of.len(), key),
            group_of,
            layout: RowLayout {
                groups: groups.len(),
                second_order,
            },
        }
    }

    /// How the points of a row follow each other.
    #[must_use]
    pub fn layout(&self) -> RowLayout {
        self.layout
    }

    /// The points of a row, counted from 0; coordinates lie strictly between 0 and 1.
    #[must_use]
    pub fn row(&self, row: u32) -> Vec<Vec<f64>> {
        let mut a = self.sequence.point(row);
        let b = a.split_off(self.group_of.len());
        let mixed = |from: &[f64], group: usize, other: &[f64]| -> Vec<f64> {
            let coordinates = from.iter().zip(other).zip(&self.group_of);
            coordinates
                .map(|((&own, &other), &of)| if of == group { other } else { own })
                .collect()
        };
        let groups = 0..self.layout.groups;
        let mut points = vec![a.clone(), b.clone()];
        points.extend(groups.clone().map(|group| mixed(&a, group, &b)));
        if self.layout.second_order {
            points.extend(groups.map(|group| mixed(&b, group, &a)));
        }
        points
    }

    /// The points of the first rows, one row after the other.
    #[must_use]
    pub fn points(&self, rows: u32) -> Vec<Vec<f64>> {
        (0..rows).flat_map(|row| self.row(row)).collect()
    }
}

/// The group of each coordinate.
///
/// # Panics
///
/// If a coordinate is in two groups or in none.
pub(super) fn group_of_each(groups: &[Vec<usize>]) -> Vec<usize> {
    let mut pairs: Vec<(usize, usize)> = groups
        .iter()
        .enumerate()
        .flat_map(|(group, coordinates)| coordinates.iter().map(move |&c| (c, group)))
        .collect();
    pairs.sort_unstable();
    assert!(
        pairs
            .iter()
            .map(|&(coordinate, _)| coordinate)
            .eq(0..pairs.len()),
        "every coordinate is in exactly one group"
    );
    pairs.into_iter().map(|(_, group)| group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{Luck, Stream};

    fn key() -> Key {
        Luck::new(4, 1).key(Stream::Design, 0)
    }

    #[test]
    fn a_row_by_hand() {
        let design = Saltelli::new(&[vec![0, 2], vec![1]], true, &key());
        let row = design.row(5);
        let layout = design.layout();
        assert_eq!((row.len(), layout.points()), (6, 6));
        let (a, b) = (&row[0], &row[1]);
        assert_eq!(
            [a.clone(), b.clone()].concat(),
            SobolSequence::shifted(6, &key()).point(5)
        );
        assert_eq!(row[layout.a_with_b(0)], [b[0], a[1], b[2]]);
        assert_eq!(row[layout.a_with_b(1)], [a[0], b[1], a[2]]);
        assert_eq!(row[layout.b_with_a(0)], [a[0], b[1], a[2]]);
        assert_eq!(row[layout.b_with_a(1)], [b[0], a[1], b[2]]);
    }

    #[test]
    fn without_the_second_order_a_row_is_shorter() {
        let groups = [vec![0], vec![1], vec![2]];
        let short = Saltelli::new(&groups, false, &key());
        let long = Saltelli::new(&groups, true, &key());
        assert_eq!((short.layout().points(), long.layout().points()), (5, 8));
        assert_eq!(short.row(3), long.row(3)[..5]);
        // A design of few rows begins one of many.
        assert_eq!(short.points(7), short.points(20)[..35]);
    }

    #[test]
    #[should_panic(expected = "exactly one group")]
    fn no_coordinate_is_left_out() {
        let _ = Saltelli::new(&[vec![0], vec![2]], false, &key());
    }

    #[test]
    #[should_panic(expected = "exactly one group")]
    fn no_coordinate_is_in_two_groups() {
        let _ = Saltelli::new(&[vec![0, 1], vec![1]], false, &key());
    }

    #[test]
    #[should_panic(expected = "33 coordinates")]
    fn there_are_no_more_coordinates() {
        let groups: Vec<Vec<usize>> = (0..33).map(|coordinate| vec![coordinate]).collect();
        let _ = Saltelli::new(&groups, false, &key());
    }
}
