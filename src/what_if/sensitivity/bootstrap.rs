//! Percentile bootstrap intervals (Efron 1979) of whatever is computed from many rows.

use crate::luck::Key;
use crate::study::interval::spread_point;

/// Bootstrap samples where nobody says otherwise: the ends of a 95 % interval are then
/// order statistics with 25 samples beyond each, known to a fifth of a standard error or so.
pub const RESAMPLES: usize = 1000;

/// How much of the bootstrap distribution an interval holds.
const COVERAGE: f64 = 0.95;

/// An estimate with its bootstrap interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimated {
    /// The estimate from all rows.
    pub value: f64,
    /// The ends of the 95 % percentile interval; `None` where there is one row only, no
    /// samples were asked for, or most samples have no value (of a few rows of which only
    /// one differs from the others, say).
    pub interval: Option<(f64, f64)>,
}

/// Estimates of many quantities at once from rows, with intervals from drawing as many
/// rows again with replacement, `resamples` times.
///
/// `compute` gives the quantities under how often each row counts, or `None` if they have
/// no value; the answer is `None` if they have none with every row counted once.
pub(super) fn estimate(
    rows: usize,
    resamples: usize,
    key: &Key,
    compute: impl Fn(&[f64]) -> Option<Vec<f64>>,
) -> Option<Vec<Estimated>> {
    let values = compute(&vec![1.0; rows])?;
    let mut samples: Vec<Vec<f64>> = vec![Vec::with_capacity(resamples); values.len()];
    let mut counts = vec![0.0; rows];
    let resamples = if rows > 1 { resamples } else { 0 };
    for resample in 0..resamples {
        draw(&mut counts, resample, key);
        for (samples, value) in samples
            .iter_mut()
            .zip(compute(&counts).into_iter().flatten())
        {
            samples.push(value);
        }
    }
    let with_interval = |(value, samples): (f64, Vec<f64>)| Estimated {
        value,
        interval: (samples.len() * 2 > resamples)
            .then(|| middle(samples))
            .flatten(),
    };
    Some(values.into_iter().zip(samples).map(with_interval).collect())
}

/// How often each row is in the bootstrap sample of a number.
fn draw(counts: &mut [f64], resample: usize, key: &Key) {
    counts.fill(0.0);
    let sample = u32::try_from(resample).expect("fewer than 2³² bootstrap samples");
    let mut draw = 0;
    for _ in 0..counts.len() {
        counts[key.below(sample, &mut draw, counts.len() as u64) as usize] += 1.0;
    }
}

/// The middle 95 % of samples.
fn middle(mut samples: Vec<f64>) -> Option<(f64, f64)> {
    samples.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - COVERAGE) / 2.0;
    spread_point(&samples, tail).zip(spread_point(&samples, 1.0 - tail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{Luck, Stream};

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::Resample, 0)
    }

    fn mean(values: &[f64], counts: &[f64]) -> Option<Vec<f64>> {
        let sum: f64 = values
            .iter()
            .zip(counts)
            .map(|(value, count)| value * count)
            .sum();
        Some(vec![sum / values.len() as f64])
    }

    /// The bootstrap's standard error of a mean is known: the deviation (over n) by the root
    /// of n. The interval is 2 · 1.96 of it wide, to 4 standard errors of 4000 samples.
    #[test]
    fn the_interval_of_a_mean() {
        let values: Vec<f64> = (0..400).map(|i| f64::from(i % 20)).collect();
        let found = estimate(400, 4000, &key(1), |counts| mean(&values, counts)).unwrap()[0];
        assert_eq!(found.value, 9.5);
        let (low, high) = found.interval.unwrap();
        let error = (399.0_f64 / 12.0 / 400.0).sqrt();
        assert!(
            (high - low - 2.0 * 1.96 * error).abs() < 0.25 * error,
            "{low} {high}"
        );
        assert!(((low + high) / 2.0 - 9.5).abs() < 0.1 * error);
    }

    #[test]
    fn each_sample_has_as_many_rows() {
        let mut counts = vec![0.0; 30];
        draw(&mut counts, 7, &key(1));
        assert_eq!(counts.iter().sum::<f64>(), 30.0);
        let mut others = vec![0.0; 30];
        draw(&mut others, 8, &key(1));
        assert_ne!(counts, others);
    }

    #[test]
    fn what_has_no_interval() {
        let one = estimate(1, 1000, &key(1), |counts| mean(&[4.0], counts)).unwrap();
        let alone = Estimated {
            value: 4.0,
            interval: None,
        };
        assert_eq!(one, [alone]);
        let none_asked = estimate(2, 0, &key(1), |counts| mean(&[4.0, 4.0], counts)).unwrap();
        assert_eq!(none_asked, [alone]);
        assert_eq!(estimate(2, 10, &key(1), |_| None), None);
        // Only the sample that is the rows themselves has a value: too few for an interval.
        let whole = |counts: &[f64]| counts.iter().all(|&count| count == 1.0);
        let rarely = estimate(9, 100, &key(1), |counts| whole(counts).then(|| vec![4.0]));
        assert_eq!(rarely.unwrap(), [alone]);
    }
}
