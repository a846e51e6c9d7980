//! Lognormal abilities and order values: x = scale · e^(σz), z standard normal.
//!
//! The exact quantile costs a normal quantile and an exponential. Almost all draws take
//! a table instead, whose relative error stays below [`TABLE_ERROR`] everywhere. The
//! rarest draws on either side take the formula.

use super::quantile_table::{End, QuantileTable, TOO_RARE, bits_for};
use super::{Key, normal::normal_quantile, unit};

pub use super::quantile_table::TABLE_ERROR;

/// Amounts that are looked through together for those too rare for the table.
const PIECE: usize = 64;

/// Beyond this σ the table would outgrow the cache; the formula serves every draw.
const LARGEST_TABLED_SIGMA: f64 = 8.0;

/// An ability with mean 1: the scale is e^(−σ²/2).
#[derive(Clone, Debug)]
pub struct MeanOneLognormal {
    quantiles: Quantiles,
}

impl MeanOneLognormal {
    /// Tables a spread: `sigma` ≥ 0 is the standard deviation of the logarithm.
    ///
    /// # Panics
    ///
    /// If `sigma` is negative or not finite.
    #[must_use]
    pub fn new(sigma: f64) -> MeanOneLognormal {
        MeanOneLognormal {
            quantiles: Quantiles::new(libm::exp(-0.5 * sigma * sigma), sigma),
        }
    }

    /// The exact value that a share `u` of people stay below, `u` strictly between 0
    /// and 1.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        self.quantiles.exact(u)
    }

    /// The ability of a draw: within [`TABLE_ERROR`] of the exact quantile, and never
    /// falling as the draw rises.
    #[inline]
    #[must_use]
    pub fn draw(&self, bits: u64) -> f64 {
        self.quantiles.at(bits)
    }
}

/// Amounts of money with a given median.
#[derive(Clone, Debug)]
pub struct LognormalAmounts {
    quantiles: Quantiles,
    has_small_amounts: bool,
}

impl LognormalAmounts {
    /// Tables a law: the median in minor units, above 0, and `sigma` ≥ 0, the standard
    /// deviation of the logarithm.
    ///
    /// # Panics
    ///
    /// If the median is not positive and finite, or `sigma` negative or not finite.
    #[must_use]
    pub fn new(median_minor: f64, sigma: f64) -> LognormalAmounts {
        assert!(
            median_minor > 0.0 && median_minor.is_finite(),
            "{median_minor} is no median"
        );
        let quantiles = Quantiles::new(median_minor, sigma);
        LognormalAmounts {
            has_small_amounts: quantiles.table.has_small_amounts(),
            quantiles,
        }
    }

    /// The amount of a draw in minor units, rounded half up (rulings.md 6), never
    /// falling as the draw rises; the largest `i64` where it would be larger.
    #[inline]
    #[must_use]
    pub fn amount(&self, bits: u64) -> i64 {
        (self.quantiles.at(bits) + 0.5) as i64
    }

    /// The amounts of the draws at `counters` of a key: what [`LognormalAmounts::amount`]
    /// gives for each.
    pub(crate) fn amounts(&self, key: &Key, counters: &[u64], amounts: &mut Vec<i64>) {
        amounts.resize(counters.len(), 0);
        if self.has_small_amounts {
            self.quantiles.table.amounts(key, counters, amounts);
            let pieces = counters.chunks(PIECE).zip(amounts.chunks_mut(PIECE));
            for (counters, amounts) in pieces {
                // Only what is too rare is negative.
                if amounts.iter().fold(0, |all, &amount| all | amount) >= 0 {
                    continue;
                }
                for (&counter, amount) in counters.iter().zip(amounts) {
                    if *amount == TOO_RARE {
                        *amount = self.amount(key.at(counter));
                    }
                }
            }
        } else {
            for (&counter, amount) in counters.iter().zip(amounts) {
                *amount = self.amount(key.at(counter));
            }
        }
    }
}

/// The quantile function with its table.
#[derive(Clone, Debug)]
struct Quantiles {
    scale: f64,
    sigma: f64,
    table: QuantileTable,
}

impl Quantiles {
    fn new(scale: f64, sigma: f64) -> Quantiles {
        assert!(sigma >= 0.0 && sigma.is_finite(), "{sigma} is no spread");
        let mut quantiles = Quantiles {
            scale,
            sigma,
            table: QuantileTable::empty(cell_bits(sigma)),
        };
        if sigma <= LARGEST_TABLED_SIGMA {
            quantiles.table = QuantileTable::new(cell_bits(sigma), |tail, end| {
                let direction = if end == End::Lower { 1.0 } else { -1.0 };
                quantiles.at_deviation(direction * normal_quantile(tail))
            });
        }
        quantiles
    }

    fn at_deviation(&self, deviation: f64) -> f64 {
        self.scale * libm::exp(self.sigma * deviation)
    }

    #[cold]
    fn exact(&self, u: f64) -> f64 {
        self.at_deviation(normal_quantile(u))
    }

    #[inline]
    fn at(&self, bits: u64) -> f64 {
        match self.table.at(bits) {
            Some(value) => value,
            None => self.exact(unit(bits)),
        }
    }
}

/// Cells of an octave, as a power of two: enough for [`TABLE_ERROR`].
///
/// A straight line over a cell of width h misses by h²/8 · y″, relative to y by
/// h²/8 · (σ² + σ|z|)/φ(z)². With c cells an octave this is greatest where u = ¼ begins
/// the middle octave: (0.077 σ² + 0.052 σ)/c², where h = 1/(4c).
fn cell_bits(sigma: f64) -> u32 {
    bits_for(((0.078 * sigma * sigma + 0.053 * sigma) / TABLE_ERROR).sqrt())
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;
    use statrs::distribution::{ContinuousCDF, LogNormal};

    use super::super::quantile_table::{FRACTION_BITS, OCTAVES, SHORTEST};
    use super::super::{Luck, Stream, testing};
    use super::*;

    const SIGMAS: [f64; 8] = [0.0, 1e-6, 0.1, 0.5, 1.0, 2.0, 7.9, 8.1];

    #[test]
    fn quantiles_by_hand() {
        let skill = MeanOneLognormal::new(0.5);
        assert_relative_eq!(skill.quantile(0.5), libm::exp(-0.125), max_relative = 1e-15);
        // One standard deviation up: e^(0.5 − 0.125).
        assert_relative_eq!(
            skill.quantile(0.841_344_746_068_542_9),
            libm::exp(0.375),
            max_relative = 1e-14
        );
        let orders = LognormalAmounts::new(4000.0, 0.5);
        assert_eq!(orders.amount(1 << 63), 4000);
        // The 97.5 % point: 4000 · e^(0.5 · 1.959964) = 10,657.6.
        assert_eq!(orders.amount((0.975 * 2.0_f64.powi(64)) as u64), 10_658);
    }

    /// Between the exact points the error is greatest in the middle of a cell: every
    /// cell's middle is looked at, and its ends.
    #[test]
    fn the_table_is_as_exact_as_stated() {
        for sigma in SIGMAS {
            let law = MeanOneLognormal::new(sigma);
            let bits_of_cell = cell_bits(sigma);
            for half in 0..2_u64 * (u64::from(OCTAVES) << bits_of_cell) {
                let place = half << (FRACTION_BITS - 1 - bits_of_cell);
                let distance = f64::from_bits(SHORTEST.to_bits() + place) as u64;
                for bits in [distance, !distance] {
                    assert_relative_eq!(
                        law.draw(bits),
                        law.quantile(unit(bits)),
                        max_relative = TABLE_ERROR
                    );
                }
            }
        }
    }

    #[test]
    fn spreads_at_the_edge() {
        let same = LognormalAmounts::new(2999.0, 0.0);
        let wild = LognormalAmounts::new(1e18, 40.0);
        for bits in [0, 1, 1 << 40, (1 << 63) - 1, 1 << 63, u64::MAX] {
            assert_eq!(same.amount(bits), 2999);
            assert!(wild.amount(bits) >= 0);
        }
        assert_eq!(wild.amount(u64::MAX), i64::MAX);
        assert_eq!(LognormalAmounts::new(0.2, 0.1).amount(7), 0);
    }

    /// Kolmogorov–Smirnov at a false-alarm rate of 10⁻⁶ a law.
    #[test]
    fn draws_follow_the_law() {
        let key = Luck::new(4, 1).key(Stream::Skill, 0);
        for sigma in [0.1, 0.5, 1.5, 8.5] {
            let skill = MeanOneLognormal::new(sigma);
            let law = LogNormal::new(-0.5 * sigma * sigma, sigma).expect("a law");
            let sample = (0..100_000)
                .map(|entity| skill.draw(key.draw(entity, 0)))
                .collect();
            testing::kolmogorov_smirnov(
                sample,
                |x| law.cdf(x),
                1e-6,
                &format!("lognormal {sigma}"),
            );
        }
    }

    #[test]
    fn the_mean_is_one() {
        let key = Luck::new(5, 1).key(Stream::Skill, 0);
        let skill = MeanOneLognormal::new(0.5);
        let total: f64 = (0..1_000_000)
            .map(|entity| skill.draw(key.draw(entity, 0)))
            .sum();
        // The standard deviation is √(e^0.25 − 1) = 0.533: five standard errors.
        assert!((total / 1e6 - 1.0).abs() < 5.0 * 0.533e-3, "{total}");
    }

    proptest! {
        #[test]
        fn amounts_of_a_column_are_those_of_its_draws(
            seed: u64,
            median in prop_oneof![0.1..1e5_f64, Just(1e14)],
            sigma in prop_oneof![Just(0.0), 0.0..9.0_f64],
        ) {
            let law = LognormalAmounts::new(median, sigma);
            let key = Luck::new(seed, 1).key(Stream::OrderValue, 1);
            let (mut counters, mut amounts) = (Vec::new(), Vec::new());
            key.counters_of(5, 0, &[3; 4_000], &mut counters);
            law.amounts(&key, &counters, &mut amounts);
            for (place, amount) in (0..).zip(amounts) {
                prop_assert_eq!(amount, law.amount(key.draw(5 + place / 3, place % 3)));
            }
        }

        #[test]
        fn values_rise_with_the_draw(
            sigma in prop::sample::select(&SIGMAS[..]),
            bits: u64,
            step in prop_oneof![1..1000_u64, any::<u64>()],
        ) {
            let law = MeanOneLognormal::new(sigma);
            let higher = bits.saturating_add(step);
            prop_assert!(law.draw(bits) <= law.draw(higher) * (1.0 + 1e-14));
        }

        #[test]
        fn values_rise_across_the_points(
            octave in 0..=OCTAVES,
            cell in 0..1024_u64,
            above: bool,
            step in 1..4096_u64,
        ) {
            let law = MeanOneLognormal::new(1.0);
            let point = (1_u64 << (63 - OCTAVES + octave)) / 1024 * (1024 + cell);
            let bits = if above { !point } else { point };
            let lower = bits.saturating_sub(step);
            prop_assert!(law.draw(lower) <= law.draw(bits) * (1.0 + 1e-14));
        }
    }
}
