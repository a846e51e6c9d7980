//! Student's t distribution, for intervals.
//!
//! Our own because statistics libraries go through the platform's logarithms, whose last
//! bits differ between machines. For whole degrees of freedom the distribution function
//! is a finite sum (Abramowitz & Stegun 26.7.3–4) that needs one arc tangent.

use std::collections::BTreeMap;

/// How much of the t distribution an interval holds.
const COVERAGE: f64 = 0.95;
/// Halvings that pin down a point to its last bit.
const HALVINGS: usize = 80;

/// Two-sided 95 % points of Student's t, each computed once.
#[derive(Clone, Debug, Default)]
pub(super) struct StudentT {
    points: BTreeMap<u32, f64>,
}

impl StudentT {
    /// The point t with P(|T| ≤ t) = 95 % under so many degrees of freedom, at least 1.
    pub(super) fn point(&mut self, degrees: u32) -> f64 {
        *self
            .points
            .entry(degrees)
            .or_insert_with(|| invert(degrees))
    }
}

fn invert(degrees: u32) -> f64 {
    // The widest point, of one degree of freedom, is 12.7.
    let (mut low, mut high) = (0.0, 16.0);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if central_probability(middle, degrees) < COVERAGE {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// P(|T| ≤ t) under so many degrees of freedom.
fn central_probability(t: f64, degrees: u32) -> f64 {
    let freedom = f64::from(degrees);
    let angle = libm::atan(t / freedom.sqrt());
    let cosine_squared = freedom / (freedom + t * t);
    let sine = t / (freedom + t * t).sqrt();
    let odd = degrees % 2 == 1;
    let (mut term, mut sum) = (if odd { cosine_squared.sqrt() } else { 1.0 }, 0.0);
    let mut k = degrees % 2;
    while k + 2 <= degrees {
        sum += term;
        k += 2;
        term *= cosine_squared * f64::from(k - 1) / f64::from(k);
    }
    match odd {
        true => std::f64::consts::FRAC_2_PI * (angle + sine * sum),
        false => sine * sum,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    #[test]
    fn printed_tables() {
        // Abramowitz & Stegun, table 26.10, A(t) = .95; NIST handbook 1.3.6.7.2.
        let printed = [
            (1, 12.706),
            (2, 4.303),
            (3, 3.182),
            (4, 2.776),
            (5, 2.571),
            (9, 2.262),
            (10, 2.228),
            (19, 2.093),
            (30, 2.042),
            (60, 2.000),
            (99, 1.984),
            (120, 1.980),
            (1_000, 1.962),
        ];
        let mut student = StudentT::default();
        for (degrees, point) in printed {
            let found = student.point(degrees);
            assert!((found - point).abs() <= 0.000_501, "{degrees}: {found}");
        }
    }

    #[test]
    fn agrees_with_another_implementation() {
        for degrees in [1, 2, 3, 4, 7, 50, 199, 999, 10_000] {
            let other = StudentsT::new(0.0, 1.0, f64::from(degrees)).unwrap();
            for t in [0.1, 0.7, 1.96, 5.0, 12.0] {
                let expected = 2.0 * other.cdf(t) - 1.0;
                let found = central_probability(t, degrees);
                assert!(
                    (found - expected).abs() < 1e-10,
                    "{degrees} {t}: {found} {expected}"
                );
            }
        }
    }
}
