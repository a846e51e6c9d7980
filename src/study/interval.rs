//! Means over replications and how sure they are (measures.md §2, rulings.md 20).
//!
//! An interval is for the mean over all histories the scenario could have, at 95 %: the
//! mean plus and minus Student's t times its standard error. Shares of money are pooled:
//! Σ numerator ÷ Σ denominator, with the standard error from leaving out one replication
//! at a time. A replication in which both are 0 adds nothing to the sums and is still one
//! of the histories averaged over: it stays in. One replication has no interval.
//!
//! An interval is clipped to the values its quantity can have: a share of people does
//! not lie below 0 or above 1. Clipping loses no coverage, as the true mean cannot lie in
//! the part cut off.

use super::results::Estimate;
use super::student::StudentT;

/// The values a quantity cannot leave; `None` if it is unbounded.
pub type Range = Option<(f64, f64)>;

/// The range of a share.
pub const SHARE: Range = Some((0.0, 1.0));

/// Mean and spread of a number over replications, kept without keeping the numbers
/// (Welford 1962). The order of pushing decides the last bits, so it must be fixed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: u32,
    mean: f64,
    /// Σ (x − mean)².
    squares: f64,
}

impl Moments {
    /// Takes in one replication.
    pub fn push(&mut self, value: f64) {
        self.count += 1;
        let from_old_mean = value - self.mean;
        self.mean += from_old_mean / f64::from(self.count);
        self.squares += from_old_mean * (value - self.mean);
    }

    /// Replications taken in.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The mean; `None` without replications.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// The standard deviation over replications; `None` with fewer than two.
    #[must_use]
    pub fn deviation(&self) -> Option<f64> {
        (self.count > 1).then(|| (self.squares / f64::from(self.count - 1)).sqrt())
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Moments {
        let mut moments = Moments::default();
        for value in values {
            moments.push(value);
        }
        moments
    }
}

/// A ratio in one replication, as (numerator, denominator).
pub type Ratio = (f64, f64);

/// Makes estimates; remembers Student's t.
#[derive(Clone, Debug, Default)]
pub struct Estimator {
    student: StudentT,
}

impl Estimator {
    /// A mean over replications with its interval.
    pub fn mean(&mut self, moments: &Moments, range: Range) -> Estimate {
        let error = moments
            .deviation()
            .map(|deviation| deviation / f64::from(moments.count()).sqrt());
        self.around(moments.mean(), error, moments.count(), range)
    }

    /// A pooled ratio with its jackknife interval. It has no value if the denominators sum
    /// to 0, and no interval if they do without one of the replications.
    pub fn pooled(&mut self, ratios: &[Ratio], range: Range) -> Estimate {
        let total = sum(ratios);
        let left_out = ratios.iter().map(|&ratio| without(total, ratio));
        let error = jackknife_error(left_out);
        self.around(quotient(total), error, ratios.len() as u32, range)
    }

    /// Any figure of all replications, with the interval it has by the delete-one jackknife
    /// from its values with each of them left out.
    pub fn jackknife(
        &mut self,
        whole: Option<f64>,
        left_out: impl ExactSizeIterator<Item = Option<f64>>,
        range: Range,
    ) -> Estimate {
        let replications = left_out.len() as u32;
        let error = jackknife_error(left_out);
        self.around(whole, error, replications, range)
    }

    /// The difference of two pooled ratios of the same replications, first less second,
    /// jackknifed as pairs.
    pub fn pooled_difference(&mut self, pairs: &[(Ratio, Ratio)]) -> Estimate {
        let total =
            |side: fn(&(Ratio, Ratio)) -> Ratio| sum(&pairs.iter().map(side).collect::<Vec<_>>());
        let (first, second) = (total(|pair| pair.0), total(|pair| pair.1));
        let difference = quotient(first)
            .zip(quotient(second))
            .map(|(first, second)| first - second);
        let left_out = pairs
            .iter()
            .map(|pair| Some(without(first, pair.0)? - without(second, pair.1)?));
        let error = jackknife_error(left_out);
        self.around(difference, error, pairs.len() as u32, None)
    }

    /// A difference of two means that do not hang together, `difference` apart, with the
    /// degrees of freedom of Welch and Satterthwaite, rounded down.
    pub fn welch(&mut self, difference: Option<f64>, one: &Moments, other: &Moments) -> Estimate {
        let part = |moments: &Moments| {
            let count = f64::from(moments.count());
            let variance = moments
                .deviation()
                .map(|deviation| deviation * deviation / count);
            variance.map(|variance| (variance, variance * variance / (count - 1.0)))
        };
        let parts = part(one).zip(part(other));
        let error = parts.map(|(one, other)| (one.0 + other.0).sqrt());
        let degrees = parts.map_or(1.0, |(one, other)| {
            let variance = one.0 + other.0;
            if variance > 0.0 {
                variance * variance / (one.1 + other.1)
            } else {
                1.0
            }
        });
        self.around(difference, error, degrees as u32 + 1, None)
    }

    fn around(
        &mut self,
        mean: Option<f64>,
        error: Option<f64>,
        replications: u32,
        range: Range,
    ) -> Estimate {
        let (Some(mean), Some(error)) = (mean, error) else {
            return Estimate {
                mean,
                low: None,
                high: None,
            };
        };
        let half = self.student.point(replications - 1) * error;
        let (least, most) = range.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        Estimate {
            mean: Some(mean),
            low: Some((mean - half).max(least)),
            high: Some((mean + half).min(most)),
        }
    }
}

/// Σ numerator and Σ denominator.
#[must_use]
pub fn sum(ratios: &[Ratio]) -> Ratio {
    ratios
        .iter()
        .fold((0.0, 0.0), |sum, ratio| (sum.0 + ratio.0, sum.1 + ratio.1))
}

/// The ratio; `None` if it is of nothing.
#[must_use]
pub fn quotient((numerator, denominator): Ratio) -> Option<f64> {
    (denominator != 0.0).then(|| numerator / denominator)
}

/// The ratio of a sum with one of its parts left out.
#[must_use]
pub fn without(total: Ratio, left_out: Ratio) -> Option<f64> {
    quotient((total.0 - left_out.0, total.1 - left_out.1))
}

/// The delete-one jackknife's standard error from the estimates with one replication left
/// out each: √((R−1)/R Σ(θᵣ − mean of θᵣ)²). `None` with fewer than two, or if one of the
/// estimates has no value.
fn jackknife_error(left_out: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let moments: Moments = left_out.collect::<Option<_>>()?;
    let replications = f64::from(moments.count());
    (moments.count() > 1).then(|| (moments.squares * (replications - 1.0) / replications).sqrt())
}

/// The type-7 quantile (linear interpolation between order statistics, R's default) of
/// ascending values; `None` without values.
#[must_use]
pub fn spread_point(sorted: &[f64], share: f64) -> Option<f64> {
    let position = share * sorted.len().checked_sub(1)? as f64;
    let below = position.floor();
    let (low, part) = (below as usize, position - below);
    let high = (low + 1).min(sorted.len() - 1);
    Some(sorted[low] + part * (sorted[high] - sorted[low]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;
    use proptest::prelude::*;

    #[test]
    fn a_mean_by_hand() {
        let moments: Moments = [2.0, 4.0, 9.0].into_iter().collect();
        // Deviation √13; t with 2 degrees of freedom is 4.302652729911275 (R: qt(.975, 2)).
        assert_eq!((moments.mean(), moments.count()), (Some(5.0), 3));
        assert_abs_diff_eq!(moments.deviation().unwrap(), 13_f64.sqrt(), epsilon = 1e-12);
        let estimate = Estimator::default().mean(&moments, None);
        let half = 4.302_652_729_911_275 * (13.0_f64 / 3.0).sqrt();
        assert_abs_diff_eq!(estimate.low.unwrap(), 5.0 - half, epsilon = 1e-9);
        assert_abs_diff_eq!(estimate.high.unwrap(), 5.0 + half, epsilon = 1e-9);
        let clipped = Estimator::default().mean(&moments, Some((0.0, 9.0)));
        assert_eq!((clipped.low, clipped.high), (Some(0.0), Some(9.0)));
    }

    #[test]
    fn one_replication_has_no_interval() {
        let moments: Moments = [2.0].into_iter().collect();
        let alone = Estimate {
            mean: Some(2.0),
            low: None,
            high: None,
        };
        let mut estimator = Estimator::default();
        assert_eq!(estimator.mean(&moments, None), alone);
        assert_eq!(estimator.pooled(&[(4.0, 2.0)], None), alone);
        assert_eq!(estimator.pooled(&[], None), Estimate::default());
        assert_eq!(moments.deviation(), None);
    }

    #[test]
    fn a_jackknife_by_hand() {
        // Pooled 6/12. Leaving out each in turn: 5/10, 4/8, 3/6 are all one half …
        let constant = [(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)];
        let estimate = Estimator::default().pooled(&constant, None);
        assert_eq!(
            (estimate.mean, estimate.low, estimate.high),
            (Some(0.5), Some(0.5), Some(0.5))
        );
        // … and of (1, 2), (1, 4), (4, 4): 5/8, 5/6, 2/6 around their mean 43/72, so the
        // squares are (2/72)² + (17/72)² + (19/72)² = 654/5184 and the error √(2/3 · that).
        let varying = [(1.0, 2.0), (1.0, 4.0), (4.0, 4.0)];
        let estimate = Estimator::default().pooled(&varying, None);
        let half = 4.302_652_729_911_275 * (2.0 / 3.0 * 654.0 / 5184.0_f64).sqrt();
        assert_eq!(estimate.mean, Some(0.6));
        assert_abs_diff_eq!(estimate.high.unwrap() - 0.6, half, epsilon = 1e-9);
    }

    #[test]
    fn pairs_are_left_out_together() {
        // The second ratio is always the first less one half: the difference is certain,
        // however uncertain each of them is.
        let pairs = [(1.0, 2.0), (1.0, 4.0), (4.0, 4.0)].map(|(n, d)| ((n, d), (n - d / 2.0, d)));
        let estimate = Estimator::default().pooled_difference(&pairs);
        assert_abs_diff_eq!(estimate.low.unwrap(), 0.5, epsilon = 1e-12);
        assert_abs_diff_eq!(estimate.high.unwrap(), 0.5, epsilon = 1e-12);
    }

    #[test]
    fn a_replication_of_nothing_is_one_of_the_histories() {
        // Pooled 5/6. Without each of (1, 2), (0, 0), (4, 4): 4/4, 5/6, 1/2 around their
        // mean 14/18, so the squares are (4² + 1² + 5²)/18² and the error √(2/3 · 42/324).
        let ratios = [(1.0, 2.0), (0.0, 0.0), (4.0, 4.0)];
        let estimate = Estimator::default().pooled(&ratios, None);
        let half = 4.302_652_729_911_275 * (2.0 / 3.0 * 42.0 / 324.0_f64).sqrt();
        assert_abs_diff_eq!(estimate.mean.unwrap(), 5.0 / 6.0, epsilon = 1e-12);
        assert_abs_diff_eq!(estimate.high.unwrap() - 5.0 / 6.0, half, epsilon = 1e-9);
    }

    #[test]
    fn a_ratio_that_hangs_on_one_replication_has_no_interval() {
        let ratios = [(0.0, 0.0), (1.0, 4.0), (0.0, 0.0)];
        let quarter = Estimate {
            mean: Some(0.25),
            low: None,
            high: None,
        };
        let mut estimator = Estimator::default();
        assert_eq!(estimator.pooled(&ratios, None), quarter);
        // Nor has a difference of which one side does.
        let pairs = ratios.map(|ratio| (ratio, (0.0, 2.0)));
        assert_eq!(estimator.pooled_difference(&pairs), quarter);
        let nothing = estimator.pooled(&[(0.0, 0.0); 3], None);
        assert_eq!(nothing, Estimate::default());
    }

    #[test]
    fn spread_points_interpolate_like_r() {
        // R: quantile(c(1, 2, 4, 8), c(.05, .5, .95)).
        let sorted = [1.0, 2.0, 4.0, 8.0];
        assert_abs_diff_eq!(spread_point(&sorted, 0.05).unwrap(), 1.15, epsilon = 1e-12);
        assert_abs_diff_eq!(spread_point(&sorted, 0.5).unwrap(), 3.0, epsilon = 1e-12);
        assert_abs_diff_eq!(spread_point(&sorted, 0.95).unwrap(), 7.4, epsilon = 1e-12);
        assert_eq!(spread_point(&[3.0], 0.95), Some(3.0));
        assert_eq!(spread_point(&[], 0.05), None);
    }

    proptest! {
        /// Where all denominators are equal a pooled ratio is a mean, and its jackknife
        /// interval the interval of the mean.
        #[test]
        fn the_jackknife_of_a_mean_is_the_usual_interval(values in prop::collection::vec(-5.0..5.0, 2..40)) {
            let mut estimator = Estimator::default();
            let ratios: Vec<Ratio> = values.iter().map(|&value| (value * 7.0, 7.0)).collect();
            let pooled = estimator.pooled(&ratios, None);
            let mean = estimator.mean(&values.into_iter().collect(), None);
            prop_assert!((pooled.low.unwrap() - mean.low.unwrap()).abs() < 1e-8);
            prop_assert!((pooled.high.unwrap() - mean.high.unwrap()).abs() < 1e-8);
        }
    }
}
