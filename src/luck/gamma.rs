//! Gamma abilities with mean 1: density proportional to x^(k−1) · e^(−kx), k the shape;
//! the variance is 1/k.
//!
//! The quantile function is the root of ln P(k, x) = ln p on the lower side and of
//! ln Q(k, x) = ln q on the upper, P and Q the regularised incomplete gamma functions
//! (Press et al., Numerical Recipes, 3rd ed. 2007, §6.2: the series, and the continued
//! fraction by Lentz's method). Both logarithms are concave in t = ln x, because the
//! density of ln x is log-concave, so Newton's method in t converges from wherever it
//! starts; it starts from Wilson and Hilferty's cube ("The distribution of chi-square",
//! PNAS 17, 1931). Almost all draws take a table of such roots.

use super::quantile_table::{End, QuantileTable, TABLE_ERROR, bits_for};
use super::{normal::normal_quantile, unit};

/// The shapes that can be drawn: with a smaller one almost everybody has nothing, and a
/// larger one is a constant.
pub const SHAPES: std::ops::RangeInclusive<f64> = 0.1..=1000.0;

/// Newton's steps in ln x are no longer than this, so that none leaves the range.
const LONGEST_STEP: f64 = 2.0;

/// Far more steps than any root takes.
const MOST_STEPS: u32 = 200;

/// An ability with mean 1.
#[derive(Clone, Debug)]
pub struct MeanOneGamma {
    law: Law,
    table: QuantileTable,
}

impl MeanOneGamma {
    /// Tables a shape, within [`SHAPES`].
    ///
    /// # Panics
    ///
    /// If the shape is outside them.
    #[must_use]
    pub fn new(shape: f64) -> MeanOneGamma {
        assert!(SHAPES.contains(&shape), "{shape} is no shape");
        let law = Law {
            shape,
            log_gamma: libm::lgamma(shape),
        };
        MeanOneGamma {
            law,
            table: QuantileTable::new(cell_bits(shape), |tail, end| law.beyond(tail, end)),
        }
    }

    /// The exact value that a share `u` of people stay below, `u` strictly between 0
    /// and 1.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        if u < 0.5 {
            self.law.beyond(u, End::Lower)
        } else {
            self.law.beyond(1.0 - u, End::Upper)
        }
    }

    /// The ability of a draw: within [`TABLE_ERROR`] of the exact quantile, and never
    /// falling as the draw rises.
    #[inline]
    #[must_use]
    pub fn draw(&self, bits: u64) -> f64 {
        match self.table.at(bits) {
            Some(value) => value,
            None => self.quantile(unit(bits)),
        }
    }
}

/// One shape.
#[derive(Clone, Copy, Debug)]
struct Law {
    shape: f64,
    log_gamma: f64,
}

impl Law {
    /// The mean-one value that a share `tail`, at most one half, lies beyond on the side
    /// of `end`.
    fn beyond(self, tail: f64, end: End) -> f64 {
        let target = libm::log(tail);
        let mut t = self.start(tail, end);
        for _ in 0..MOST_STEPS {
            let (value, slope) = match end {
                End::Lower => self.log_lower(t),
                End::Upper => self.log_upper(t),
            };
            let step = ((target - value) / slope).clamp(-LONGEST_STEP, LONGEST_STEP);
            t += step;
            if step.abs() <= 1e-15 * (1.0 + t.abs()) {
                break;
            }
        }
        libm::exp(t) / self.shape
    }

    /// The logarithm of where the search begins.
    fn start(self, tail: f64, end: End) -> f64 {
        let (below, direction) = match end {
            End::Lower => (tail, 1.0),
            End::Upper => (1.0 - tail, -1.0),
        };
        // P(k, x) ≤ x^k / Γ(k + 1), so this root lies to the left of the right one.
        let left = (libm::log(below) + self.log_gamma + libm::log(self.shape)) / self.shape;
        let deviation = direction * normal_quantile(tail);
        let root = 1.0 - 1.0 / (9.0 * self.shape) + deviation / (3.0 * self.shape.sqrt());
        if root > 0.0 {
            left.max(libm::log(self.shape * root * root * root))
        } else {
            left
        }
    }

    /// ln(x^k · e^(−x) / Γ(k)) at x = e^t.
    fn log_weight(self, t: f64, x: f64) -> f64 {
        self.shape * t - x - self.log_gamma
    }

    /// ln P(k, e^t) and its slope in t, by the series
    /// P = weight · Σ xⁿ / (k (k + 1) … (k + n)).
    fn log_lower(self, t: f64) -> (f64, f64) {
        let x = libm::exp(t);
        let sum = self.series(x);
        (self.log_weight(t, x) + libm::log(sum), 1.0 / sum)
    }

    /// ln Q(k, e^t) and its slope in t: one less the series left of k + 1, the continued
    /// fraction right of it.
    fn log_upper(self, t: f64) -> (f64, f64) {
        let x = libm::exp(t);
        let log_weight = self.log_weight(t, x);
        if x < self.shape + 1.0 {
            let weight = libm::exp(log_weight);
            let upper = 1.0 - weight * self.series(x);
            (libm::log(upper), -weight / upper)
        } else {
            let fraction = self.continued_fraction(x);
            (log_weight + libm::log(fraction), -1.0 / fraction)
        }
    }

    fn series(self, x: f64) -> f64 {
        let mut below = self.shape;
        let mut term = 1.0 / self.shape;
        let mut sum = term;
        loop {
            below += 1.0;
            term *= x / below;
            let next = sum + term;
            if next == sum {
                return sum;
            }
            sum = next;
        }
    }

    fn continued_fraction(self, x: f64) -> f64 {
        /// Stands in for a denominator of 0.
        const TINY: f64 = 1e-300;
        let mut b = x + 1.0 - self.shape;
        let mut c = 1.0 / TINY;
        let mut d = 1.0 / b;
        let mut fraction = d;
        let mut n = 0.0;
        for _ in 0..10_000 {
            n += 1.0;
            let a = -n * (n - self.shape);
            b += 2.0;
            d = a * d + b;
            d = 1.0 / if d.abs() < TINY { TINY } else { d };
            c = b + a / c;
            if c.abs() < TINY {
                c = TINY;
            }
            let factor = d * c;
            fraction *= factor;
            if (factor - 1.0).abs() <= f64::EPSILON {
                break;
            }
        }
        fraction
    }
}

/// Cells of an octave, as a power of two: enough for [`TABLE_ERROR`].
///
/// A straight line over a cell of relative width 1/c misses by y″/(8c²). Near the lower
/// end y grows as u^(1/k): 1/k · (1/k − 1) of it. Elsewhere it is close to a lognormal of
/// σ² = 1/k, as there.
fn cell_bits(shape: f64) -> u32 {
    let least = 0.125 / (shape * shape) + 0.13 / shape + 0.053 / shape.sqrt();
    bits_for((least / TABLE_ERROR).sqrt())
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;
    use statrs::distribution::{ContinuousCDF, Gamma};

    use super::super::quantile_table::{FRACTION_BITS, OCTAVES, SHORTEST};
    use super::super::{Luck, Stream, testing};
    use super::*;

    const SHAPES_SEEN: [f64; 8] = [0.1, 0.3, 0.5, 1.0, 2.0, 7.5, 60.0, 1000.0];

    #[test]
    fn quantiles_by_hand() {
        // Shape 1 is the exponential: −ln(1 − u).
        let exponential = MeanOneGamma::new(1.0);
        for u in [1e-9, 0.1, 0.5, 0.9, 0.999_999] {
            assert_relative_eq!(
                exponential.quantile(u),
                -libm::log1p(-u),
                max_relative = 1e-9
            );
        }
        // Shape ½ is χ² with one degree of freedom: its 95 % point is 1.959964².
        assert_relative_eq!(
            MeanOneGamma::new(0.5).quantile(0.95),
            3.841_458_820_694_124,
            max_relative = 1e-13
        );
    }

    #[test]
    fn the_quantile_inverts_the_distribution_function() {
        for shape in SHAPES_SEEN {
            let law = MeanOneGamma::new(shape);
            let exact = Gamma::new(shape, shape).expect("a law");
            for u in [1e-12, 1e-6, 0.01, 0.25, 0.499, 0.5, 0.501, 0.75, 0.99] {
                let back = exact.cdf(law.quantile(u));
                assert_relative_eq!(back, u, max_relative = 1e-9);
            }
            for tail in [1e-12, 1e-6, 1e-3] {
                let back = exact.sf(law.law.beyond(tail, End::Upper));
                assert_relative_eq!(back, tail, max_relative = 1e-8);
            }
        }
    }

    /// Between the exact points the error is greatest in the middle of a cell.
    #[test]
    fn the_table_is_as_exact_as_stated() {
        for shape in SHAPES_SEEN {
            let law = MeanOneGamma::new(shape);
            let bits_of_cell = cell_bits(shape);
            let halves = 2 * (u64::from(OCTAVES) << bits_of_cell);
            for half in (1..halves).step_by(if shape < 1.0 { 14 } else { 2 }) {
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

    /// Kolmogorov–Smirnov at a false-alarm rate of 10⁻⁶ a law; the mean within four
    /// standard errors of 1.
    #[test]
    fn draws_follow_the_law() {
        let key = Luck::new(6, 1).key(Stream::Skill, 0);
        for shape in SHAPES_SEEN {
            let law = MeanOneGamma::new(shape);
            let exact = Gamma::new(shape, shape).expect("a law");
            let sample: Vec<f64> = (0..100_000)
                .map(|entity| law.draw(key.draw(entity, 0)))
                .collect();
            let mean = sample.iter().sum::<f64>() / 1e5;
            assert!((mean - 1.0).abs() < 4.0 / (shape * 1e5).sqrt(), "{mean}");
            testing::kolmogorov_smirnov(sample, |x| exact.cdf(x), 1e-6, &format!("gamma {shape}"));
        }
    }

    #[test]
    fn the_rarest_draws_are_finite() {
        for shape in SHAPES_SEEN {
            let law = MeanOneGamma::new(shape);
            for bits in [0, 1, 1 << 40, (1 << 63) - 1, 1 << 63, !(1 << 40), u64::MAX] {
                let value = law.draw(bits);
                assert!(value.is_finite() && value >= 0.0, "{shape}: {value}");
            }
        }
    }

    #[test]
    #[should_panic(expected = "no shape")]
    fn a_shape_that_is_no_number() {
        let _ = MeanOneGamma::new(f64::NAN);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn values_rise_with_the_draw(
            draws in prop::collection::vec((any::<u64>(), prop_oneof![1..1000_u64, any::<u64>()]), 100),
            shape in prop::sample::select(&SHAPES_SEEN[1..]),
        ) {
            let law = MeanOneGamma::new(shape);
            for (bits, step) in draws {
                let higher = bits.saturating_add(step);
                prop_assert!(law.draw(bits) <= law.draw(higher) * (1.0 + 1e-12));
            }
        }
    }
}
