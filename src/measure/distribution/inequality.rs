//! Coefficients of inequality (rulings.md 22). Each is `None` where it is not defined,
//! never 0 or NaN.

use multiversion::multiversion;

use super::Distribution;
use super::logarithm::logarithms;

/// Values whose terms are computed together, by vectors, before they are added up in
/// their order.
const BLOCK: usize = 512;

impl Distribution {
    /// The Gini coefficient Σ|xᵢ − xⱼ| / (2 n² mean), as R's `ineq` without
    /// correction, in [0, 1). `None` unless the total is positive.
    #[must_use]
    pub fn gini(&self) -> Option<f64> {
        self.positive_total()
            .map(|total| self.differences as f64 / (self.people() as f64 * total))
    }

    /// The Gini coefficient for amounts of either sign, in [0, 1] (Raffinetti, Siletti &
    /// Vernizzi 2015): Σ|xᵢ − xⱼ| / (2 (n−1) (T⁺ + T⁻)), T⁺ the sum of gains and T⁻ of
    /// absolute losses. Without losses it is n/(n−1) times [`Distribution::gini`].
    /// `None` with fewer than two people or no gains or losses at all.
    #[must_use]
    pub fn gini_of_either_sign(&self) -> Option<f64> {
        let losses = self.money_at_most(0);
        let turnover = (self.total() - 2 * losses) as f64;
        (self.people() > 1 && turnover > 0.0)
            .then(|| self.differences as f64 / ((self.people() - 1) as f64 * turnover))
    }

    /// The share of all money that would have to move to make everyone equal (Hoover,
    /// or Robin Hood, index), in [0, 1). `None` unless the total is positive.
    #[must_use]
    pub fn hoover(&self) -> Option<f64> {
        let total = self.positive_total()?;
        let people = i128::from(self.people());
        let mean_at_least = |value: &i64| i128::from(*value) * people <= i128::from(self.total());
        let poorer = self.values.partition_point(mean_at_least);
        // The mean lies between the least and the most, so someone is not above it.
        let share_of_people = self.people_below(poorer) as f64 / people as f64;
        Some(share_of_people - self.money_up_to[poorer - 1] as f64 / total)
    }

    /// Theil's T in nats, from 0 to ln n; people with nothing count, with 0 · ln 0 = 0.
    /// `None` unless the total is positive.
    #[must_use]
    pub fn theil(&self) -> Option<f64> {
        let total = self.positive_total()?;
        let mean = total / self.people() as f64;
        let (mut ratios, mut logs) = ([0.0; BLOCK], [0.0; BLOCK]);
        let mut sum = 0.0;
        self.in_blocks(self.values_at_most(0), |values, people| {
            let (ratios, logs) = (&mut ratios[..values.len()], &mut logs[..values.len()]);
            divide(values, mean, ratios);
            logs.copy_from_slice(ratios);
            logarithms(logs);
            for ((people, ratio), log) in people.iter().zip(ratios).zip(logs) {
                sum += people * *ratio * *log;
            }
        });
        Some(sum / self.people() as f64)
    }

    /// Atkinson's index with aversion ½, in [0, 1). `None` unless the total is positive.
    #[must_use]
    pub fn atkinson_half(&self) -> Option<f64> {
        let total = self.positive_total()?;
        let mut roots = [0.0; BLOCK];
        let mut sum = 0.0;
        self.in_blocks(0, |values, people| {
            let roots = &mut roots[..values.len()];
            square_roots(values, roots);
            for (people, root) in people.iter().zip(roots) {
                sum += people * *root;
            }
        });
        Some(1.0 - sum * sum / (self.people() as f64 * total))
    }

    /// Atkinson's index with aversion 1, in [0, 1]: 1 if anyone has nothing. `None`
    /// unless the total is positive.
    #[must_use]
    pub fn atkinson_one(&self) -> Option<f64> {
        let total = self.positive_total()?;
        if self.people_at_most(0) > 0 {
            return Some(1.0);
        }
        let people = self.people() as f64;
        let mut logs = [0.0; BLOCK];
        let mut sum = 0.0;
        self.in_blocks(0, |values, counts| {
            let logs = &mut logs[..values.len()];
            for (log, &value) in logs.iter_mut().zip(values) {
                *log = value as f64 * people / total;
            }
            logarithms(logs);
            for (count, log) in counts.iter().zip(logs) {
                sum += count * *log;
            }
        });
        Some(1.0 - libm::exp(sum / people))
    }

    /// Goes through the distinct values from number `first` on, each with the people who
    /// have it, block by block.
    fn in_blocks(&self, first: usize, mut each: impl FnMut(&[i64], &[f64])) {
        let mut people = [0.0; BLOCK];
        let mut below = self.people_below(first) as u32;
        let blocks = self.values[first..].chunks(BLOCK);
        for (values, up_to) in blocks.zip(self.people_up_to[first..].chunks(BLOCK)) {
            people[0] = f64::from(up_to[0] - below);
            for (people, neighbours) in people[1..].iter_mut().zip(up_to.windows(2)) {
                *people = f64::from(neighbours[1] - neighbours[0]);
            }
            each(values, &people[..values.len()]);
            below = up_to[up_to.len() - 1];
        }
    }

    /// Computes Σ over pairs of |xᵢ − xⱼ|, exactly: between two neighbouring values lie
    /// as many pairs as people on one side times people on the other.
    pub(super) fn add_up_differences(&mut self) {
        let people = self.people();
        let range = match self.values.as_slice() {
            [] => 0,
            values => values[values.len() - 1].abs_diff(values[0]),
        };
        // No two sides have more pairs than two halves.
        self.differences = match range.checked_mul(people * people / 4) {
            Some(_) => differences_in_64_bits(&self.values, &self.people_up_to, people).into(),
            None => differences(&self.values, &self.people_up_to, people),
        };
    }

    fn positive_total(&self) -> Option<f64> {
        (self.total() > 0).then(|| self.total() as f64)
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn divide(values: &[i64], divisor: f64, ratios: &mut [f64]) {
    for (ratio, &value) in ratios.iter_mut().zip(values) {
        *ratio = value as f64 / divisor;
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn square_roots(values: &[i64], roots: &mut [f64]) {
    for (root, &value) in roots.iter_mut().zip(values) {
        *root = (value as f64).sqrt();
    }
}

fn differences(values: &[i64], people_up_to: &[u32], people: u64) -> u128 {
    let gaps = values.windows(2).zip(people_up_to);
    gaps.map(|(values, &poorer)| {
        let pairs = u128::from(poorer) * u128::from(people - u64::from(poorer));
        u128::from(values[1].abs_diff(values[0])) * pairs
    })
    .sum()
}

/// The same where the result is known to fit.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn differences_in_64_bits(values: &[i64], people_up_to: &[u32], people: u64) -> u64 {
    let higher = values.get(1..).unwrap_or_default();
    let gaps = values.iter().zip(higher);
    gaps.zip(people_up_to)
        .map(|((&lower, &upper), &poorer)| {
            let poorer = u64::from(poorer);
            (upper - lower) as u64 * (poorer * (people - poorer))
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counted(amounts: &[i64]) -> Distribution {
        let mut distribution = Distribution::default();
        distribution.count(amounts);
        distribution
    }

    fn over_pairs(amounts: &[i64]) -> f64 {
        let each = |x: i64| amounts.iter().map(move |y| (x - y).abs()).sum::<i64>();
        amounts.iter().map(|&x| each(x)).sum::<i64>() as f64
    }

    fn near(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-9)
    }

    proptest! {
        #[test]
        fn gini_and_hoover_agree_with_their_definitions(amounts in prop::collection::vec(0_i64..2_000, 1..60)) {
            let (n, total) = (amounts.len() as f64, amounts.iter().sum::<i64>() as f64);
            prop_assume!(total > 0.0);
            let distribution = counted(&amounts);
            prop_assert!(near(distribution.gini(), over_pairs(&amounts) / (2.0 * n * total)));
            let away: f64 = amounts.iter().map(|&x| (x as f64 - total / n).abs()).sum();
            prop_assert!(near(distribution.hoover(), away / (2.0 * total)));
        }

        #[test]
        fn gini_of_either_sign_agrees_with_its_definition(amounts in prop::collection::vec(-900_i64..2_000, 2..60)) {
            let turnover = amounts.iter().map(|x| x.abs()).sum::<i64>() as f64;
            prop_assume!(turnover > 0.0);
            let expected = over_pairs(&amounts) / (2.0 * (amounts.len() - 1) as f64 * turnover);
            prop_assert!(near(counted(&amounts).gini_of_either_sign(), expected));
            prop_assert!((0.0..=1.0 + 1e-12).contains(&expected));
        }

        #[test]
        fn differences_are_the_same_in_any_width(amounts in prop::collection::vec(-900_i64..2_000, 0..60)) {
            let distribution = counted(&amounts);
            let (values, people) = (&distribution.values, distribution.people());
            let expected = differences(values, &distribution.people_up_to, people);
            prop_assert_eq!(distribution.differences, expected);
        }

        #[test]
        fn inequality_has_no_unit_and_counts_no_heads(amounts in prop::collection::vec(1_i64..2_000, 1..40)) {
            let once = counted(&amounts);
            let scaled = counted(&amounts.iter().map(|x| 7 * x).collect::<Vec<_>>());
            let doubled = counted(&[&amounts[..], &amounts[..]].concat());
            for of in [Distribution::gini, Distribution::hoover, Distribution::theil,
                       Distribution::atkinson_half, Distribution::atkinson_one] {
                let value = of(&once).unwrap();
                prop_assert!(near(of(&scaled), value) && near(of(&doubled), value));
            }
        }
    }
}
