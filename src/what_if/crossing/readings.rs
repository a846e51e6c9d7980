//! What is known of a response so far, by place, and where it changes sign.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::lattice::Lattice;
use super::{Interval, Kind, Reading};

/// A step is a jump if the response changes over it by more than so many times of what it
/// changes per step beside it. A smooth response changes by about as much; one that is flat
/// beside its steps by nothing.
const JUMP: f64 = 5.0;

/// One of the three curves of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Curve {
    Mean,
    Low,
    High,
}

/// On which side of zero a curve is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Negative,
    Zero,
    Positive,
}

impl Sign {
    fn of(value: f64) -> Sign {
        match value {
            value if value < 0.0 => Sign::Negative,
            value if value > 0.0 => Sign::Positive,
            _ => Sign::Zero,
        }
    }
}

impl Reading {
    fn of(&self, curve: Curve) -> Option<f64> {
        let value = match curve {
            Curve::Mean => self.mean,
            Curve::Low => self.low,
            Curve::High => self.high,
        };
        value.filter(|value| value.is_finite())
    }

    /// Whether the interval holds zero, if there is one.
    pub(super) fn holds_zero(&self) -> Option<bool> {
        let (low, high) = self.of(Curve::Low).zip(self.of(Curve::High))?;
        Some(low <= 0.0 && 0.0 <= high)
    }
}

/// A crossing, or a run of zeros.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) below: u64,
    pub(super) above: u64,
    /// The sign on the lower side, if there is a value.
    pub(super) before: Option<Sign>,
    /// The sign on the upper side.
    pub(super) after: Option<Sign>,
    zero: bool,
}

/// Where a curve leaves zero for good: it does not hold zero at `outside` and does at
/// `inside`, or is beyond it there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Leave {
    pub(super) curve: Curve,
    pub(super) outside: u64,
    pub(super) inside: u64,
}

/// One of the two ways from a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Down,
    Up,
}

/// All readings by place.
#[derive(Clone, Debug, Default)]
pub(super) struct Readings(BTreeMap<u64, Reading>);

impl Readings {
    pub(super) fn extend(&mut self, readings: impl Iterator<Item = (u64, Reading)>) {
        self.0.extend(readings);
    }

    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = (u64, Reading)> {
        self.0.iter().map(|(&place, &reading)| (place, reading))
    }

    /// A curve where it has values, ascending.
    pub(super) fn of(&self, curve: Curve) -> impl DoubleEndedIterator<Item = (u64, f64)> {
        self.all()
            .filter_map(move |(place, reading)| Some((place, reading.of(curve)?)))
    }

    pub(super) fn at(&self, curve: Curve, place: u64) -> Option<f64> {
        self.0.get(&place).and_then(|reading| reading.of(curve))
    }

    /// Neighbours between which the mean changes sign, comes to zero or leaves it.
    pub(super) fn changes(&self) -> Vec<(u64, u64)> {
        let signs: Vec<(u64, Sign)> = self.signs();
        signs
            .windows(2)
            .filter(|pair| pair[0].1 != pair[1].1)
            .map(|pair| (pair[0].0, pair[1].0))
            .collect()
    }

    /// The first and last place between two at which the mean is known to have no value.
    pub(super) fn gap(&self, below: u64, above: u64) -> Option<(u64, u64)> {
        let mut gap = self
            .0
            .range(below + 1..above)
            .filter(|(_, reading)| reading.of(Curve::Mean).is_none())
            .map(|(&place, _)| place);
        let first = gap.next()?;
        Some((first, gap.next_back().unwrap_or(first)))
    }

    fn signs(&self) -> Vec<(u64, Sign)> {
        self.of(Curve::Mean)
            .map(|(place, mean)| (place, Sign::of(mean)))
            .collect()
    }

    /// Changes of sign and runs of zeros, ascending.
    pub(super) fn crossings(&self) -> Vec<Found> {
        let signs = self.signs();
        let mut found = Vec::new();
        let mut before: Option<(u64, Sign)> = None;
        for run in signs.chunk_by(|one, other| one.1 == other.1) {
            let (first, sign) = run[0];
            let last = run[run.len() - 1];
            let after = || signs.iter().find(|&&(place, _)| place > last.0);
            match before {
                _ if sign == Sign::Zero => found.push(Found {
                    below: first,
                    above: last.0,
                    before: before.map(|(_, sign)| sign),
                    after: after().map(|&(_, sign)| sign),
                    zero: true,
                }),
                Some((below, other)) if other != Sign::Zero => found.push(Found {
                    below,
                    above: first,
                    before: Some(other),
                    after: Some(sign),
                    zero: false,
                }),
                _ => {}
            }
            before = Some(last);
        }
        found
    }

    pub(super) fn kind(&self, found: &Found) -> Kind {
        let steps = found.above - found.below;
        match (found.zero, steps) {
            (true, 0) => Kind::Exact,
            (true, _) => Kind::Flat,
            (false, 1) if self.jumps(Curve::Mean, found.below, found.above) => Kind::Jump,
            (false, 1) => Kind::Between,
            (false, _) => Kind::Gap,
        }
    }

    /// Whether a curve jumps between two neighbouring places: see [`JUMP`].
    fn jumps(&self, curve: Curve, below: u64, above: u64) -> bool {
        let slope = |one: (u64, f64), other: (u64, f64)| {
            ((other.1 - one.1) / (other.0 - one.0) as f64).abs()
        };
        let known = |place| self.at(curve, place).map(|value| (place, value));
        let Some((low, high)) = known(below).zip(known(above)) else {
            return false;
        };
        let before = self.of(curve).rev().find(|&(place, _)| place < below);
        let after = self.of(curve).find(|&(place, _)| place > above);
        let beside = [
            before.map(|before| slope(before, low)),
            after.map(|after| slope(high, after)),
        ];
        let steepest = beside.into_iter().flatten().reduce(f64::max);
        steepest.is_some_and(|steepest| slope(low, high) > JUMP * steepest)
    }

    /// Where the line through a curve at two places is zero.
    pub(super) fn interpolate(
        &self,
        lattice: &Lattice,
        curve: Curve,
        below: u64,
        above: u64,
    ) -> Decimal {
        let known = |place| self.at(curve, place).unwrap_or_default();
        lattice.between(below, above, zero_of_line(known(below), known(above)))
    }

    /// The band inverted around a crossing.
    pub(super) fn interval(&self, lattice: &Lattice, found: &Found) -> Option<Interval> {
        let has_band = |place| self.0.get(&place).and_then(Reading::holds_zero).is_some();
        let end = |side| {
            let leave = self.leave(found, side)?;
            let (below, above) = leave.ordered();
            // Over a jump or a gap the band is not known to be a line.
            if above - below == 1 && !self.jumps(leave.curve, below, above) {
                Some(self.interpolate(lattice, leave.curve, below, above))
            } else {
                Some(lattice.value(leave.outside))
            }
        };
        (has_band(found.below) && has_band(found.above)).then(|| Interval {
            low: end(Side::Down),
            high: end(Side::Up),
        })
    }

    /// Where the band leaves zero on one side of a crossing; `None` if it still holds zero
    /// where the readings end or have no value.
    pub(super) fn leave(&self, found: &Found, side: Side) -> Option<Leave> {
        let (mut inside, mut outwards): (u64, Box<dyn Iterator<Item = _>>) = match side {
            Side::Down => (found.above, Box::new(self.0.range(..=found.below).rev())),
            Side::Up => (found.below, Box::new(self.0.range(found.above..))),
        };
        loop {
            let (&place, reading) = outwards.next()?;
            if reading.holds_zero()? {
                inside = place;
                continue;
            }
            let above_zero = reading.of(Curve::Low).is_some_and(|low| low > 0.0);
            return Some(Leave {
                curve: if above_zero { Curve::Low } else { Curve::High },
                outside: place,
                inside,
            });
        }
    }
}

impl Leave {
    /// Its two places, ascending.
    pub(super) fn ordered(&self) -> (u64, u64) {
        let (outside, inside) = (self.outside, self.inside);
        (outside.min(inside), outside.max(inside))
    }
}

/// The part of the way from a first value to a second at which the line between them is zero.
pub(super) fn zero_of_line(first: f64, second: f64) -> f64 {
    let part = first / (first - second);
    if part.is_finite() {
        part.clamp(0.0, 1.0)
    } else {
        0.5
    }
}
