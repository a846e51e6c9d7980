//! Negative binomial counts: P(X = j) = C(d + j − 1, j) · (d/(d + m))^d · (m/(d + m))^j,
//! with mean m and variance m + m²/d, d the dispersion (rulings.md 8).
//!
//! They are Poisson counts whose mean is itself spread by a gamma factor of shape d and
//! mean 1 (Greenwood and Yule, JRSS 83, 1920). The factor is one addressed draw inverted,
//! the count another, so at a fixed address the count never falls as the mean rises, and
//! a Poisson count at the same address is what it tends to as d grows: swept values share
//! their luck (rulings.md 11).

use super::gamma::MeanOneGamma;
use super::poisson::poisson;
use super::{DRAWS_PER_ENTITY, Key};

/// Where the factor is drawn: beyond every draw a Poisson count takes.
const FACTOR: u32 = DRAWS_PER_ENTITY - 1;

/// Counts of one dispersion.
#[derive(Clone, Debug)]
pub struct NegativeBinomial {
    factor: MeanOneGamma,
}

impl NegativeBinomial {
    /// Tables a dispersion, within [`super::gamma::SHAPES`].
    ///
    /// # Panics
    ///
    /// If it is outside them.
    #[must_use]
    pub fn new(dispersion: f64) -> NegativeBinomial {
        NegativeBinomial {
            factor: MeanOneGamma::new(dispersion),
        }
    }

    /// A count of this mean, the spread mean held to `most`. Draws `k` = 0, 1, …, one for
    /// each 500 of the spread mean, and the last of the entity are used.
    ///
    /// # Panics
    ///
    /// If the mean is below 0, or `most` above [`super::poisson::LARGEST_MEAN`].
    #[inline]
    #[must_use]
    pub fn sample(&self, mean: f64, most: f64, key: &Key, entity: u32) -> u32 {
        let factor = self.factor.draw(key.draw(entity, FACTOR));
        poisson((mean * factor).min(most), key, entity)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use statrs::distribution::{DiscreteCDF, NegativeBinomial as Exact};

    use super::super::{Luck, Stream, testing};
    use super::*;

    const MOST: f64 = 1e6;

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::Sales, 1)
    }

    /// χ² at a false-alarm rate of 10⁻⁶ a law.
    #[test]
    fn frequencies_fit_the_law() {
        for (mean, dispersion) in [(0.5, 0.2), (3.0, 1.0), (3.0, 12.5), (40.0, 2.0)] {
            let counts = NegativeBinomial::new(dispersion);
            let exact = Exact::new(dispersion, dispersion / (dispersion + mean)).expect("a law");
            let none = libm::pow(dispersion / (dispersion + mean), dispersion);
            assert!(
                (exact.cdf(0) - none).abs() < 1e-9,
                "the same law by another name"
            );
            testing::fits(
                (0..200_000).map(|entity| counts.sample(mean, MOST, &key(3), entity)),
                &exact,
                1e-6,
                &format!("negative binomial {mean}, {dispersion}"),
            );
        }
    }

    /// The mean m within four standard errors, and the variance m + m²/d within four of
    /// its own, from the fourth central moment of the sample.
    #[test]
    fn mean_and_variance() {
        const N: u32 = 200_000;
        for (mean, dispersion) in [(2.0, 0.5), (5.0, 3.0), (600.0, 4.0)] {
            let counts = NegativeBinomial::new(dispersion);
            let sample: Vec<f64> = (0..N)
                .map(|entity| f64::from(counts.sample(mean, MOST, &key(4), entity)))
                .collect();
            let n = f64::from(N);
            let variance: f64 = mean + mean * mean / dispersion;
            let seen = sample.iter().sum::<f64>() / n;
            assert!((seen - mean).abs() < 4.0 * (variance / n).sqrt(), "{seen}");
            let moment = |power| sample.iter().map(|x| (x - mean).powi(power)).sum::<f64>() / n;
            let (second, fourth) = (moment(2), moment(4));
            let error = ((fourth - second * second) / n).sqrt();
            assert!(
                (second - variance).abs() < 4.0 * error,
                "{second} {variance}"
            );
        }
    }

    #[test]
    fn a_great_dispersion_is_nearly_the_poisson_count() {
        let counts = NegativeBinomial::new(1000.0);
        let apart: u32 = (0..1000)
            .map(|entity| {
                counts
                    .sample(3.0, MOST, &key(5), entity)
                    .abs_diff(poisson(3.0, &key(5), entity))
            })
            .sum();
        assert!(apart < 150, "{apart}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn counts_rise_with_the_mean(
            dispersion in 0.5..50.0_f64,
            means in prop::collection::vec((0.0..1000.0_f64, 0.0..500.0_f64), 30),
            seed: u64,
            entity: u32,
        ) {
            let counts = NegativeBinomial::new(dispersion);
            for (mean, more) in means {
                prop_assert!(
                    counts.sample(mean, MOST, &key(seed), entity)
                        <= counts.sample(mean + more, MOST, &key(seed), entity)
                );
            }
        }
    }
}
