//! Binomial counts: P(X = j) = C(n, j) p^j (1−p)^(n−j).
//!
//! One addressed draw is inverted through the cumulative probabilities, summed by the
//! recurrence of Kachitvichyanukul and Schmeiser's BINV ("Binomial random variate
//! generation", Communications of the ACM 31, 1988). Above one half the failures are
//! counted with the draw turned round, so at a fixed address the count never falls as
//! `n` or `p` rises: swept values share their luck (rulings.md 11). More than `CHUNK`
//! trials are a sum of independent counts, each with a draw of its own.

use super::Key;
use super::inversion::reached;

/// The most trials inverted at once: ½¹⁰⁰⁰ does not underflow.
const CHUNK: u32 = 1000;

/// How many of `n` trials succeed, each with probability `p`. Draws `k` = 0, 1, …, one
/// for each 1,000 trials, of the entity are used.
///
/// # Panics
///
/// If `p` is not between 0 and 1.
#[inline]
#[must_use]
pub fn binomial(n: u32, p: f64, key: &Key, entity: u32) -> u32 {
    assert!((0.0..=1.0).contains(&p), "{p} is no probability");
    let chunks = n / CHUNK;
    let whole: u32 = (0..chunks)
        .map(|k| invert(CHUNK, p, key.draw(entity, k)))
        .sum();
    whole + invert(n % CHUNK, p, key.draw(entity, chunks))
}

#[inline]
fn invert(n: u32, p: f64, bits: u64) -> u32 {
    if p <= 0.5 {
        reached(bits, Cumulative::new(n, p))
    } else {
        n - reached(!bits, Cumulative::new(n, 1.0 - p))
    }
}

/// P(X ≤ 0), …, P(X ≤ n−1) for `p` up to one half, as long as the sum still changes and
/// is below 1.
struct Cumulative {
    trials_left: f64,
    odds: f64,
    count: f64,
    term: f64,
    sum: f64,
}

impl Cumulative {
    #[inline]
    fn new(n: u32, p: f64) -> Cumulative {
        let failure = 1.0 - p;
        Cumulative {
            trials_left: f64::from(n),
            odds: p / failure,
            count: 0.0,
            term: power(failure, n),
            sum: 0.0,
        }
    }
}

impl Iterator for Cumulative {
    type Item = f64;

    #[inline]
    fn next(&mut self) -> Option<f64> {
        let sum = self.sum + self.term;
        if sum == self.sum || sum >= 1.0 || self.trials_left == 0.0 {
            return None;
        }
        self.sum = sum;
        self.count += 1.0;
        self.term *= self.odds * self.trials_left / self.count;
        self.trials_left -= 1.0;
        Some(sum)
    }
}

/// A whole power by squaring: `f64::powi` may differ between machines.
#[inline]
fn power(mut base: f64, mut exponent: u32) -> f64 {
    let mut product = 1.0;
    while exponent > 0 {
        if exponent & 1 == 1 {
            product *= base;
        }
        base *= base;
        exponent >>= 1;
    }
    product
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;
    use statrs::distribution::{Binomial, DiscreteCDF};

    use super::super::{Luck, Stream, testing};
    use super::*;

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::Reorder, 1)
    }

    #[test]
    fn two_coins_by_hand() {
        // F = ¼, ¾.
        assert_eq!(invert(2, 0.5, (1 << 62) - 1), 0);
        assert_eq!(invert(2, 0.5, 1 << 62), 1);
        assert_eq!(invert(2, 0.5, 3 << 62), 2);
        // Above one half too, the low draws are the failures.
        assert_eq!(invert(1, 0.75, (1 << 62) - 1), 0);
        assert_eq!(invert(1, 0.75, 1 << 62), 1);
    }

    #[test]
    fn cumulative_probabilities_against_statrs() {
        for (n, p) in [(1, 0.3), (10, 0.5), (20, 1e-9), (100, 0.05), (1000, 0.5)] {
            let exact = Binomial::new(p, u64::from(n)).expect("a law");
            for (count, cumulative) in Cumulative::new(n, p).enumerate() {
                assert_relative_eq!(
                    cumulative,
                    exact.cdf(count as u64),
                    max_relative = 1e-9,
                    epsilon = 1e-13
                );
            }
        }
    }

    #[test]
    fn parameters_at_the_edge() {
        for entity in 0..1000 {
            for n in [0, 1, 7, 1000, 2500] {
                assert_eq!(binomial(n, 0.0, &key(1), entity), 0);
                assert_eq!(binomial(n, 1.0, &key(1), entity), n);
                assert_eq!(binomial(n, 1e-300, &key(1), entity), 0);
            }
            assert_eq!(binomial(0, 0.5, &key(1), entity), 0);
        }
    }

    #[test]
    #[should_panic(expected = "no probability")]
    fn more_than_certain() {
        let _ = binomial(1, 1.01, &key(1), 0);
    }

    /// χ² at a false-alarm rate of 10⁻⁶ a law.
    #[test]
    fn frequencies_fit_the_law() {
        for (n, p) in [
            (1, 0.3),
            (5, 0.5),
            (20, 0.05),
            (20, 0.9),
            (999, 0.02),
            (1000, 0.7),
            (2700, 0.4),
        ] {
            let law = Binomial::new(p, u64::from(n)).expect("a law");
            let counts = (0..200_000).map(|entity| binomial(n, p, &key(2), entity));
            testing::fits(counts, &law, 1e-6, &format!("Binomial({n}, {p})"));
        }
    }

    proptest! {
        #[test]
        fn counts_rise_with_p_and_n(
            n in prop_oneof![0..20_u32, 0..3000_u32],
            more_trials in 0..1500_u32,
            p in 0.0..=1.0_f64,
            more in prop_oneof![0.0..0.1_f64, 0.0..1.0_f64],
            seed: u64,
            entity: u32,
        ) {
            let count = binomial(n, p, &key(seed), entity);
            prop_assert!(count <= n);
            prop_assert!(count <= binomial(n, (p + more).min(1.0), &key(seed), entity));
            prop_assert!(count <= binomial(n + more_trials, p, &key(seed), entity));
        }
    }
}
