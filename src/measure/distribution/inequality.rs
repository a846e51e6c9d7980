//! Coefficients of inequality (rulings.md 22). Each is `None` where it is not defined,
//! never 0 or NaN.

use super::Distribution;

impl Distribution {
    /// The Gini coefficient Σ|xᵢ − xⱼ| / (2 n² mean), as R's `ineq` without
    /// correction, in [0, 1). `None` unless the total is positive.
    #[must_use]
    pub fn gini(&self) -> Option<f64> {
        self.positive_total()
            .map(|total| self.pairwise_differences() as f64 / (self.people() as f64 * total))
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
            .then(|| self.pairwise_differences() as f64 / ((self.people() - 1) as f64 * turnover))
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
        let sum: f64 = self
            .runs()
            .filter(|&(value, _)| value > 0)
            .map(|(value, people)| {
                let ratio = value as f64 / mean;
                people as f64 * ratio * libm::log(ratio)
            })
            .sum();
        Some(sum / self.people() as f64)
    }

    /// Atkinson's index with aversion ½, in [0, 1). `None` unless the total is positive.
    #[must_use]
    pub fn atkinson_half(&self) -> Option<f64> {
        let total = self.positive_total()?;
        let people = self.people() as f64;
        let roots: f64 = self
            .runs()
            .map(|(value, count)| count as f64 * (value as f64).sqrt())
            .sum();
        Some(1.0 - roots * roots / (people * total))
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
        let logs: f64 = self
            .runs()
            .map(|(value, count)| count as f64 * libm::log(value as f64 * people / total))
            .sum();
        Some(1.0 - libm::exp(logs / people))
    }

    /// Σ over pairs of |xᵢ − xⱼ|, exactly: between two neighbouring values lie as many
    /// pairs as people on one side times people on the other.
    fn pairwise_differences(&self) -> u128 {
        let people = self.people();
        self.values
            .windows(2)
            .zip(&self.people_up_to)
            .map(|(values, &poorer)| {
                let pairs = u128::from(poorer) * u128::from(people - u64::from(poorer));
                u128::from(values[1].abs_diff(values[0])) * pairs
            })
            .sum()
    }

    fn positive_total(&self) -> Option<f64> {
        (self.total() > 0).then(|| self.total() as f64)
    }
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
