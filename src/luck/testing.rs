//! Tests of fit for the samplers. Seeds are fixed; the rate a test is given is the
//! probability that a right sampler would have failed it under a random seed.

use statrs::distribution::{ChiSquared, ContinuousCDF, DiscreteCDF};

/// Holds observed counts against expected ones by Pearson's χ².
pub(super) fn chi_square(observed: &[u64], expected: &[f64], false_alarms: f64, name: &str) {
    assert_eq!(observed.len(), expected.len(), "{name}: cells");
    let statistic: f64 = observed
        .iter()
        .zip(expected)
        .map(|(&seen, &expected)| (seen as f64 - expected).powi(2) / expected)
        .sum();
    let freedom = (observed.len() - 1) as f64;
    let law = ChiSquared::new(freedom).expect("two cells or more");
    let chance = law.sf(statistic);
    assert!(
        chance > false_alarms,
        "{name}: χ²({freedom}) = {statistic:.1}, p = {chance:.2e}"
    );
}

/// Holds counts against a discrete law by χ², in cells of at least 20 expected.
pub(super) fn fits(
    counts: impl ExactSizeIterator<Item = u32>,
    law: &impl DiscreteCDF<u64, f64>,
    false_alarms: f64,
    name: &str,
) {
    let total = counts.len() as f64;
    let mut frequencies = Vec::new();
    for count in counts {
        let count = count as usize;
        if count >= frequencies.len() {
            frequencies.resize(count + 1, 0_u64);
        }
        frequencies[count] += 1;
    }
    let (mut observed, mut expected) = (Vec::new(), Vec::new());
    let (mut seen, mut passed) = (0, 0.0);
    for (count, frequency) in frequencies.iter().enumerate() {
        seen += frequency;
        let cumulative = law.cdf(count as u64);
        let enough = total * (cumulative - passed) >= 20.0;
        if enough && total * (1.0 - cumulative) >= 20.0 {
            observed.push(seen);
            expected.push(total * (cumulative - passed));
            (seen, passed) = (0, cumulative);
        }
    }
    observed.push(seen);
    expected.push(total * (1.0 - passed));
    chi_square(&observed, &expected, false_alarms, name);
}

/// Holds a sample against a continuous law by Kolmogorov and Smirnov's statistic with
/// its asymptotic tail 2·e^(−2nD²).
pub(super) fn kolmogorov_smirnov(
    mut sample: Vec<f64>,
    cumulative: impl Fn(f64) -> f64,
    false_alarms: f64,
    name: &str,
) {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let distance = sample
        .iter()
        .enumerate()
        .map(|(rank, &value)| {
            let share = cumulative(value);
            (share - rank as f64 / n).max((rank + 1) as f64 / n - share)
        })
        .fold(0.0, f64::max);
    let limit = (libm::log(2.0 / false_alarms) / (2.0 * n)).sqrt();
    assert!(distance < limit, "{name}: D = {distance} above {limit}");
}
