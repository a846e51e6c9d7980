//! The values a search can try: exact decimals one smallest step apart.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// More decimal places than the smallest step has, for what lies between two values.
const PLACES_BETWEEN: u32 = 4;

/// The values `low + place · finest` up to a highest one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lattice {
    low: Decimal,
    finest: Decimal,
    /// The last place, counted from 0.
    pub(super) last: u64,
}

impl Lattice {
    pub(super) fn new(low: Decimal, high: Decimal, finest: Decimal) -> Lattice {
        assert!(finest > Decimal::ZERO, "a smallest step of {finest}");
        assert!(low <= high, "a range from {low} to {high}");
        let steps = high
            .checked_sub(low)
            .and_then(|range| range.checked_div(finest))
            .and_then(|steps| steps.floor().to_u64());
        Lattice {
            low,
            finest,
            last: steps.expect("as many steps as a whole number counts"),
        }
    }

    /// The value at a place up to the last one.
    pub(super) fn value(&self, place: u64) -> Decimal {
        // Up to the last place the product is at most the range, which is a decimal.
        self.low + self.finest * Decimal::from(place)
    }

    /// The value a part (0 to 1) of the way from one place to another, to a few decimal
    /// places more than the step has.
    pub(super) fn between(&self, below: u64, above: u64, part: f64) -> Decimal {
        let (below, above) = (self.value(below), self.value(above));
        let part = Decimal::from_f64_retain(part).unwrap_or_default();
        let places = self.finest.scale().max(self.low.scale()) + PLACES_BETWEEN;
        (below + (above - below) * part.round_dp(12)).round_dp(places)
    }

    /// So many places spread evenly, the first and the last among them; fewer if there are not
    /// as many.
    pub(super) fn spread(&self, count: usize) -> Vec<u64> {
        let gaps = count.max(2) as u128 - 1;
        let mut places: Vec<u64> = (0..=gaps.min(u128::from(self.last)))
            .map(|gap| {
                let gaps = gaps.min(u128::from(self.last)).max(1);
                ((gap * u128::from(self.last) + gaps / 2) / gaps) as u64
            })
            .collect();
        places.dedup();
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn tenths_are_exact() {
        let lattice = Lattice::new(decimal("0.3"), decimal("1.25"), decimal("0.1"));
        assert_eq!(lattice.last, 9);
        assert_eq!(lattice.value(4), decimal("0.7"));
        assert_eq!(lattice.value(9), decimal("1.2"));
        assert_eq!(lattice.between(4, 5, 0.25), decimal("0.725"));
        assert_eq!(lattice.between(4, 5, 1.0 / 3.0), decimal("0.73333"));
    }

    #[test]
    fn places_are_spread() {
        let lattice = Lattice::new(decimal("0"), decimal("10"), Decimal::ONE);
        assert_eq!(lattice.spread(3), [0, 5, 10]);
        assert_eq!(lattice.spread(4), [0, 3, 7, 10]);
        assert_eq!(lattice.spread(1), [0, 10]);
        assert_eq!(lattice.spread(99), (0..=10).collect::<Vec<_>>());
        let point = Lattice::new(Decimal::ONE, Decimal::ONE, Decimal::ONE);
        assert_eq!(point.spread(5), [0]);
    }

    #[test]
    #[should_panic(expected = "a smallest step of 0")]
    fn no_step_is_refused() {
        let _ = Lattice::new(Decimal::ZERO, Decimal::ONE, Decimal::ZERO);
    }
}
