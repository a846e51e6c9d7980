//! Pareto abilities with mean 1: P(X > x) = (m/x)^α for x ≥ m, with m = (α − 1)/α.
//!
//! The quantile function is m · (1 − u)^(−1/α) (Arnold, Pareto Distributions, 2nd ed.
//! 2015, §3.3). For α ≤ 2 the variance is infinite; the Gini coefficient is 1/(2α − 1).

use super::unit;

/// An ability with mean 1.
#[derive(Clone, Copy, Debug)]
pub struct MeanOnePareto {
    least: f64,
    exponent: f64,
}

impl MeanOnePareto {
    /// The law of tail index `alpha`: the smaller, the more unequal.
    ///
    /// # Panics
    ///
    /// If `alpha` is not above 1 and finite: there would be no mean.
    #[must_use]
    pub fn new(alpha: f64) -> MeanOnePareto {
        assert!(
            alpha > 1.0 && alpha.is_finite(),
            "a tail index of {alpha} has no mean"
        );
        MeanOnePareto {
            least: (alpha - 1.0) / alpha,
            exponent: -1.0 / alpha,
        }
    }

    /// The value that a share `u` of people stay below, `u` strictly between 0 and 1.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        self.least * libm::exp(self.exponent * libm::log1p(-u))
    }

    /// The ability of a draw, never falling as the draw rises.
    #[inline]
    #[must_use]
    pub fn draw(&self, bits: u64) -> f64 {
        self.quantile(unit(bits))
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;
    use statrs::distribution::{ContinuousCDF, Pareto};

    use super::super::{Luck, Stream, testing};
    use super::*;

    #[test]
    fn quantiles_by_hand() {
        // α = 2: least ½, median ½ · √2, and one in a hundred has more than 5.
        let law = MeanOnePareto::new(2.0);
        assert_relative_eq!(law.quantile(1e-15), 0.5, max_relative = 1e-14);
        assert_relative_eq!(
            law.quantile(0.5),
            0.5 * 2.0_f64.sqrt(),
            max_relative = 1e-15
        );
        assert_relative_eq!(law.quantile(0.99), 5.0, max_relative = 1e-14);
        assert!(law.draw(u64::MAX).is_finite());
    }

    /// Kolmogorov–Smirnov at a false-alarm rate of 10⁻⁶ a law; where there is a
    /// variance, 1/(α(α − 2)), the mean within four standard errors of 1.
    #[test]
    fn draws_follow_the_law() {
        let key = Luck::new(7, 1).key(Stream::Skill, 0);
        for alpha in [1.05, 1.5, 2.5, 3.5, 20.0] {
            let law = MeanOnePareto::new(alpha);
            let exact = Pareto::new((alpha - 1.0) / alpha, alpha).expect("a law");
            let sample: Vec<f64> = (0..100_000)
                .map(|entity| law.draw(key.draw(entity, 0)))
                .collect();
            if alpha > 2.0 {
                let mean = sample.iter().sum::<f64>() / 1e5;
                let error = (1.0 / (alpha * (alpha - 2.0)) / 1e5).sqrt();
                assert!((mean - 1.0).abs() < 4.0 * error, "{alpha}: {mean}");
            }
            testing::kolmogorov_smirnov(sample, |x| exact.cdf(x), 1e-6, &format!("Pareto {alpha}"));
        }
    }

    #[test]
    #[should_panic(expected = "has no mean")]
    fn a_tail_without_a_mean() {
        let _ = MeanOnePareto::new(1.0);
    }

    proptest! {
        #[test]
        fn values_rise_with_the_draw(alpha in 1.001..50.0_f64, bits: u64, step in 1_u64..) {
            let law = MeanOnePareto::new(alpha);
            let higher = bits.saturating_add(step);
            prop_assert!(law.draw(bits) <= law.draw(higher) * (1.0 + 1e-15));
        }
    }
}
