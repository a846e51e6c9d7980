//! Cuts lines and areas at the edges of a window. plotters would move outside points
//! to the edge instead, which bends lines and draws false ones along the axis.

/// A point in the coordinates of the data.
pub(super) type Point = (f64, f64);

/// The part of the plane that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    /// Lowest and highest x.
    pub x: (f64, f64),
    /// Lowest and highest y.
    pub y: (f64, f64),
}

/// The visible pieces of a line.
pub(super) fn line(points: &[Point], window: Window) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for ends in points.windows(2) {
        let Some((from, to)) = segment(ends[0], ends[1], window) else {
            continue;
        };
        match pieces.last_mut() {
            Some(piece) if piece.last() == Some(&from) => piece.push(to),
            _ => pieces.push(vec![from, to]),
        }
    }
    pieces
}

/// The visible part of a segment (Liang and Barsky).
fn segment(from: Point, to: Point, window: Window) -> Option<(Point, Point)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in [
        (-dx, from.0 - window.x.0),
        (dx, window.x.1 - from.0),
        (-dy, from.1 - window.y.0),
        (dy, window.y.1 - from.1),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    if enter > leave {
        return None;
    }
    let at = |share: f64| (from.0 + share * dx, from.1 + share * dy);
    Some((
        if enter > 0.0 { at(enter) } else { from },
        if leave < 1.0 { at(leave) } else { to },
    ))
}

/// The visible part of an area (Sutherland and Hodgman). Empty if nothing is visible.
pub(super) fn polygon(corners: &[Point], window: Window) -> Vec<Point> {
    let flip = |(x, y): Point| (y, x);
    let mut shown = half_plane(corners, |point| point.0 - window.x.0);
    shown = half_plane(&shown, |point| window.x.1 - point.0);
    shown = shown.into_iter().map(flip).collect();
    shown = half_plane(&shown, |point| point.0 - window.y.0);
    shown = half_plane(&shown, |point| window.y.1 - point.0);
    shown.into_iter().map(flip).collect()
}

/// Keeps the corners where `inside` is not negative and adds those on the edge.
fn half_plane(corners: &[Point], inside: impl Fn(Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::with_capacity(corners.len() + 2);
    for (index, &to) in corners.iter().enumerate() {
        let from = corners[(index + corners.len() - 1) % corners.len()];
        let (before, now) = (inside(from), inside(to));
        if (before < 0.0) != (now < 0.0) {
            let share = before / (before - now);
            kept.push((
                from.0 + share * (to.0 - from.0),
                from.1 + share * (to.1 - from.1),
            ));
        }
        if now >= 0.0 {
            kept.push(to);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const UNIT: Window = Window {
        x: (0.0, 1.0),
        y: (0.0, 1.0),
    };

    #[test]
    fn a_line_that_leaves_ends_at_the_edge_it_crosses() {
        // From the middle to (2, 1): the edge x = 1 is crossed at y = 2/3.
        let pieces = line(&[(0.5, 0.5), (2.0, 1.0)], UNIT);
        assert_eq!(pieces.len(), 1);
        assert_eq!(pieces[0][0], (0.5, 0.5));
        assert!((pieces[0][1].0 - 1.0).abs() < 1e-12);
        assert!((pieces[0][1].1 - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_two_pieces() {
        let pieces = line(&[(0.2, 0.5), (0.4, 1.5), (0.6, 0.5)], UNIT);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0][1], (0.30000000000000004, 1.0));
        assert_eq!(pieces[1][0].1, 1.0);
    }

    #[test]
    fn a_large_square_is_cut_to_the_window() {
        let cut = polygon(&[(-1.0, -1.0), (2.0, -1.0), (2.0, 0.5), (-1.0, 0.5)], UNIT);
        assert_eq!(area(&cut), 0.5);
    }

    /// Shoelace formula.
    fn area(corners: &[Point]) -> f64 {
        let mut twice = 0.0;
        for (index, &(x, y)) in corners.iter().enumerate() {
            let (next_x, next_y) = corners[(index + 1) % corners.len()];
            twice += x * next_y - next_x * y;
        }
        (twice / 2.0).abs()
    }

    proptest! {
        #[test]
        fn nothing_is_left_outside(points in prop::collection::vec((-3.0..4.0f64, -3.0..4.0f64), 3..20)) {
            let inside = |value: f64| (-1e-9..=1.0 + 1e-9).contains(&value);
            for (x, y) in line(&points, UNIT).into_iter().flatten().chain(polygon(&points, UNIT)) {
                prop_assert!(inside(x) && inside(y), "({x}, {y})");
            }
        }

        #[test]
        fn what_is_inside_stays_as_it_is(points in prop::collection::vec((0.0..1.0f64, 0.0..1.0f64), 3..20)) {
            prop_assert_eq!(line(&points, UNIT), vec![points.clone()]);
            prop_assert_eq!(polygon(&points, UNIT), points);
        }
    }
}
