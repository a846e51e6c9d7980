//! The market: how much of the population is not yet inside (rulings.md 4).

/// Who is in the market and how open it still is.
#[derive(Clone, Copy, Debug)]
pub struct Market {
    population: Option<u64>,
    enrolled_ever: u64,
    customers_ever: u64,
    openness: f64,
}

impl Market {
    /// An untouched market; without a population it stays fully open.
    #[must_use]
    pub fn new(population: Option<u64>) -> Market {
        Market {
            population,
            enrolled_ever: 0,
            customers_ever: 0,
            openness: 1.0,
        }
    }

    /// Freezes the openness of the period that begins now.
    pub fn open_period(&mut self) {
        self.openness = 1.0 - self.saturation().unwrap_or(0.0);
    }

    /// The share of the market not inside at the start of the period.
    #[must_use]
    pub fn openness(&self) -> f64 {
        self.openness
    }

    /// The share of the population inside now; `None` without a population.
    #[must_use]
    pub fn saturation(&self) -> Option<f64> {
        self.population.map(|population| {
            let inside = self.enrolled_ever + self.customers_ever;
            (inside as f64 / population as f64).min(1.0)
        })
    }

    /// Lets up to `wanted` people enrol and returns how many the population still had.
    pub fn enrol(&mut self, wanted: u64) -> u64 {
        let admitted = wanted.min(self.room());
        self.enrolled_ever += admitted;
        admitted
    }

    /// Lets up to `wanted` new customers buy and returns how many there still were.
    #[inline]
    pub fn admit_customers(&mut self, wanted: u64) -> u64 {
        let admitted = wanted.min(self.room());
        self.customers_ever += admitted;
        admitted
    }

    /// Counts people who did enrol, whether or not there was room.
    pub fn note_enrolled(&mut self, people: u64) {
        self.enrolled_ever += people;
    }

    /// How many people are still outside.
    #[must_use]
    pub fn room(&self) -> u64 {
        self.population.map_or(u64::MAX, |population| {
            population.saturating_sub(self.enrolled_ever + self.customers_ever)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_beyond_the_population_are_void() {
        let mut market = Market::new(Some(10));
        assert_eq!(market.enrol(4), 4);
        assert_eq!(market.admit_customers(5), 5);
        assert_eq!(market.admit_customers(5), 1);
        assert_eq!(market.enrol(1), 0);
        assert_eq!(
            market.openness().to_bits(),
            1.0_f64.to_bits(),
            "frozen at the period's start"
        );
        market.open_period();
        assert_eq!(market.openness().to_bits(), 0.0_f64.to_bits());
        assert_eq!(market.saturation(), Some(1.0));
    }

    #[test]
    fn without_a_population_the_market_stays_open() {
        let mut market = Market::new(None);
        assert_eq!(market.enrol(1_000_000), 1_000_000);
        market.open_period();
        assert_eq!(market.openness().to_bits(), 1.0_f64.to_bits());
        assert_eq!(market.saturation(), None);
    }
}
