//! Where a response crosses zero: the value of a key at which an outcome meets its target.
//!
//! The response is what a study finds, with its interval, on the same histories at every
//! value, so asking twice gives the same answer and neighbours are mostly close. But it may
//! jump where few people are concerned, rise and fall again, or have no value at all. So a
//! search first tries values over the whole range, and then closes in on every change of
//! sign between neighbours until they are one smallest step apart, by interpolation while that
//! pays and by halving where it does not. What it misses is what rises and falls back
//! between two of the values tried first: more of those miss less.
//!
//! Evaluations are bounded: a change of sign between two of the values first tried, `n`
//! smallest steps apart, takes at most three values for each halving of `n` (two by
//! interpolation and, where they did not halve it, the middle), and the ends of the interval
//! around it as many each for every stretch they lie in. Where the response has no value
//! between, both edges of that gap are looked for by halving.

mod hunt;
mod lattice;
mod readings;

#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

use lattice::Lattice;
use readings::{Curve, Readings, Sign};

/// What is searched, and how finely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// The lowest value tried.
    pub low: Decimal,
    /// No value above this is tried. The highest one is the last whole number of smallest steps
    /// above `low`.
    pub high: Decimal,
    /// The smallest step between values; 1 for keys that are whole numbers.
    pub finest: Decimal,
    /// Values tried first, spread evenly with both ends; 2 at least.
    pub scan: usize,
}

/// The response at a value: outcome minus target, with its 95 % interval. What is missing or
/// not finite has no value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// The outcome minus its target.
    pub mean: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// All values evaluated, ascending, with their readings.
    pub evaluated: Vec<(Decimal, Reading)>,
    /// Where the response crosses or touches zero, ascending.
    pub crossings: Vec<Crossing>,
    /// The smallest response seen, and where; the lowest such value. `None` if the response has
    /// a value nowhere.
    pub least: Option<Seen>,
    /// The largest response seen, and where; the lowest such value.
    pub most: Option<Seen>,
    /// Whether the interval holds zero at any value evaluated: if there is no crossing,
    /// whether there may be one for all that is known.
    pub band_touches_zero: bool,
}

/// A response that was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The value.
    pub at: Decimal,
    /// The response there.
    pub mean: f64,
}

/// A crossing of zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// The last value before the crossing, or the first at which the response is zero.
    pub below: Decimal,
    /// The first value after the crossing, or the last at which the response is zero.
    pub above: Decimal,
    /// The value at which the response is zero: exactly where it is so at one value, else by
    /// linear interpolation between `below` and `above`, to four decimal places more than
    /// the smallest step has. `None` where only the bracket is known: see [`Kind`].
    pub estimate: Option<Decimal>,
    /// How it crosses.
    pub kind: Kind,
    /// Which way.
    pub direction: Direction,
    /// The values the crossing may lie at; `None` if the readings around it have no interval.
    pub interval: Option<Interval>,
}

/// How a response crosses zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Between two neighbouring values, without a jump.
    Between,
    /// It is exactly zero at one value.
    Exact,
    /// It is exactly zero at `below` and `above` and all values evaluated between: there is no
    /// one value at which it crosses.
    Flat,
    /// It jumps from one side to the other between two neighbouring values: it changes by more
    /// than five times of what it changes per step on the steeper of the two sides. There may
    /// be no value at which it is zero.
    Jump,
    /// It has no value between `below` and `above`, and other signs on both sides.
    Gap,
}

/// Which way a response crosses zero, towards higher values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From below zero to above.
    Rising,
    /// From above zero to below.
    Falling,
    /// It comes to zero from one side and goes back to it, or it is zero at the end of where it
    /// has values: it touches zero and is not seen to cross it.
    Touching,
}

/// The values around a crossing at which the interval of the response holds zero: the 95 %
/// band inverted. Its ends are where the band leaves zero, by linear interpolation; at a
/// jump the value beyond it, so that the interval holds the whole step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The lower end; `None` if the band still holds zero where the range ends or the response
    /// ceases to have a value.
    pub low: Option<Decimal>,
    /// The upper end; `None` likewise.
    pub high: Option<Decimal>,
}

/// Looks for all crossings of zero. `evaluate` is given several values at a time, ascending,
/// each at most once in a search, and answers with as many readings in the same order.
///
/// # Errors
///
/// What `evaluate` fails with.
///
/// # Panics
///
/// If `finest` is not above 0, `low` is above `high`, there are more than 2⁶⁴ steps between
/// them, or `evaluate` answers with another number of readings.
pub fn search<E>(
    search: &Search,
    mut evaluate: impl FnMut(&[Decimal]) -> Result<Vec<Reading>, E>,
) -> Result<Outcome, E> {
    let lattice = Lattice::new(search.low, search.high, search.finest);
    let scanned = lattice.spread(search.scan);
    let mut hunt = hunt::Hunt::new(&scanned);
    let mut readings = Readings::default();
    let mut places = scanned;
    while !places.is_empty() {
        let values: Vec<Decimal> = places.iter().map(|&place| lattice.value(place)).collect();
        let answers = evaluate(&values)?;
        assert_eq!(answers.len(), values.len(), "a reading for each value");
        readings.extend(places.into_iter().zip(answers));
        places = hunt.next(&readings);
    }
    Ok(outcome(&lattice, &readings))
}

fn outcome(lattice: &Lattice, readings: &Readings) -> Outcome {
    let seen: Vec<Seen> = readings
        .of(Curve::Mean)
        .map(|(place, mean)| Seen {
            at: lattice.value(place),
            mean,
        })
        .collect();
    let by_mean = |one: &&Seen, other: &&Seen| one.mean.total_cmp(&other.mean);
    Outcome {
        evaluated: readings
            .all()
            .map(|(place, reading)| (lattice.value(place), reading))
            .collect(),
        crossings: readings
            .crossings()
            .into_iter()
            .map(|found| crossing(lattice, readings, found))
            .collect(),
        least: seen.iter().min_by(by_mean).copied(),
        most: seen.iter().rev().max_by(by_mean).copied(),
        band_touches_zero: readings
            .all()
            .any(|(_, reading)| reading.holds_zero() == Some(true)),
    }
}

fn crossing(lattice: &Lattice, readings: &Readings, found: readings::Found) -> Crossing {
    let kind = readings.kind(&found);
    let estimate = match kind {
        Kind::Exact => Some(lattice.value(found.below)),
        Kind::Between => Some(readings.interpolate(lattice, Curve::Mean, found.below, found.above)),
        Kind::Flat | Kind::Jump | Kind::Gap => None,
    };
    Crossing {
        below: lattice.value(found.below),
        above: lattice.value(found.above),
        estimate,
        kind,
        direction: match (found.before, found.after) {
            (Some(Sign::Negative), Some(Sign::Positive)) => Direction::Rising,
            (Some(Sign::Positive), Some(Sign::Negative)) => Direction::Falling,
            _ => Direction::Touching,
        },
        interval: readings.interval(lattice, &found),
    }
}
