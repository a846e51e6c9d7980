//! The market: how much of the population is not yet inside (rulings.md 4). It may fall
//! into local pools, each of which fills by itself.

use crate::scenario::types::MarketSize;

/// A part of the population that recruits and buys among itself.
#[derive(Clone, Copy, Debug)]
struct Pool {
    population: Option<u64>,
    inside: u64,
    openness: f64,
}

/// Who is in the market and how open it still is.
#[derive(Clone, Debug)]
pub struct Market {
    pools: Vec<Pool>,
}

impl Pool {
    fn room(&self) -> u64 {
        self.population.map_or(u64::MAX, |population| {
            population.saturating_sub(self.inside)
        })
    }
}

impl Market {
    /// An untouched market; without a population it stays fully open. What pools leave over
    /// goes to the first of them, a person each.
    #[must_use]
    pub fn new(size: &MarketSize) -> Market {
        let pools = u64::from(size.pools);
        let of_pool = |pool| {
            let share = |population| population / pools + u64::from(pool < population % pools);
            Pool {
                population: size.population.map(share),
                inside: 0,
                openness: 1.0,
            }
        };
        Market {
            pools: (0..pools).map(of_pool).collect(),
        }
    }

    /// Freezes the openness of the period that begins now.
    pub fn open_period(&mut self) {
        for pool in &mut self.pools {
            pool.openness = 1.0 - saturation(std::slice::from_ref(pool)).unwrap_or(0.0);
        }
    }

    /// Whether everyone is in one pool.
    #[must_use]
    pub fn is_one_pool(&self) -> bool {
        self.pools.len() == 1
    }

    /// Whether everyone who is wanted is there: without a population nobody runs out.
    #[must_use]
    pub fn is_unlimited(&self) -> bool {
        self.pools.iter().all(|pool| pool.population.is_none())
    }

    /// The share of a pool not inside at the start of the period.
    #[inline]
    #[must_use]
    pub fn openness(&self, pool: u32) -> f64 {
        self.pools[pool as usize].openness
    }

    /// The share of the population inside now; `None` without a population.
    #[must_use]
    pub fn saturation(&self) -> Option<f64> {
        saturation(&self.pools)
    }

    /// Lets up to `wanted` people of a pool enrol or become customers, and returns how many
    /// it still had.
    #[inline]
    pub fn admit(&mut self, pool: u32, wanted: u64) -> u64 {
        let pool = &mut self.pools[pool as usize];
        let admitted = wanted.min(pool.room());
        pool.inside += admitted;
        admitted
    }

    /// Counts people who did enrol, whether or not there was room.
    pub fn note_enrolled(&mut self, pool: u32, people: u64) {
        self.pools[pool as usize].inside += people;
    }

    /// How many people of a pool are still outside.
    #[must_use]
    pub fn room(&self, pool: u32) -> u64 {
        self.pools[pool as usize].room()
    }
}

fn saturation(pools: &[Pool]) -> Option<f64> {
    let mut people = 0;
    for pool in pools {
        people += pool.population?;
    }
    let inside: u64 = pools.iter().map(|pool| pool.inside).sum();
    Some((inside as f64 / people as f64).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn market(population: Option<u64>, pools: u32) -> Market {
        Market::new(&MarketSize {
            population,
            pools,
            mobility: 0.0,
        })
    }

    fn openness(market: &Market, pool: u32) -> u64 {
        market.openness(pool).to_bits()
    }

    #[test]
    fn people_beyond_the_population_are_void() {
        let mut market = market(Some(10), 1);
        assert_eq!(market.admit(0, 4), 4);
        assert_eq!(market.admit(0, 5), 5);
        assert_eq!(market.admit(0, 5), 1);
        assert_eq!(market.admit(0, 1), 0);
        assert_eq!(
            openness(&market, 0),
            1.0_f64.to_bits(),
            "frozen at the period's start"
        );
        market.open_period();
        assert_eq!(openness(&market, 0), 0.0_f64.to_bits());
        assert_eq!(market.saturation(), Some(1.0));
    }

    #[test]
    fn without_a_population_the_market_stays_open() {
        let mut market = market(None, 1);
        assert_eq!(market.admit(0, 1_000_000), 1_000_000);
        market.open_period();
        assert_eq!(openness(&market, 0), 1.0_f64.to_bits());
        assert_eq!(market.saturation(), None);
    }

    #[test]
    fn pools_fill_each_by_itself_and_share_everyone_out() {
        let mut market = market(Some(11), 3);
        assert_eq!([0, 1, 2].map(|pool| market.room(pool)), [4, 4, 3]);
        assert_eq!(market.admit(2, 5), 3);
        assert_eq!(market.admit(0, 1), 1);
        market.open_period();
        assert_eq!(openness(&market, 0), 0.75_f64.to_bits());
        assert_eq!(openness(&market, 1), 1.0_f64.to_bits());
        assert_eq!(openness(&market, 2), 0.0_f64.to_bits());
        assert_eq!(market.saturation(), Some(4.0 / 11.0));
    }
}
