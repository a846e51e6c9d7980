//! Two draws tied together by ranks: the Gaussian copula.
//!
//! The second draw's normal deviation z₂ becomes r·z₁ + √(1 − r²)·z₂, whose distribution
//! function turns it back into a draw, so the second law stays what it was whatever the
//! correlation. Spearman's correlation ρ of two such draws is (6/π)·asin(r/2), so
//! r = 2·sin(πρ/6) (Kruskal, "Ordinal measures of association", JASA 53, 1958, §6).

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use super::normal::normal_quantile;
use super::unit;

/// Ties the second of two draws to the first.
#[derive(Clone, Copy, Debug)]
pub struct GaussianCopula {
    /// The weight of the first deviation, and of the second.
    weights: [f64; 2],
}

impl GaussianCopula {
    /// Ties with Spearman's rank correlation `spearman`, from −1 to 1.
    ///
    /// # Panics
    ///
    /// If it is outside that.
    #[must_use]
    pub fn new(spearman: f64) -> GaussianCopula {
        assert!(
            (-1.0..=1.0).contains(&spearman),
            "{spearman} is no correlation"
        );
        let r = (2.0 * libm::sin(PI * spearman / 6.0)).clamp(-1.0, 1.0);
        // 2·sin(π/6) may miss 1 by a rounding; the tie is then to be whole.
        let r = if spearman.abs() == 1.0 { spearman } else { r };
        GaussianCopula {
            weights: [r, (1.0 - r * r).sqrt()],
        }
    }

    /// The second draw as it is once it hangs on the first; it never falls as the second
    /// rises, nor, with a positive correlation, as the first does.
    #[must_use]
    pub fn tie(&self, first: u64, second: u64) -> u64 {
        let [of_first, of_second] = self.weights;
        let deviation =
            of_first * normal_quantile(unit(first)) + of_second * normal_quantile(unit(second));
        let tail = (0.5 * libm::erfc(deviation.abs() * FRAC_1_SQRT_2) * TWO_TO_64) as u64;
        // The tail of the nearer end, so that neither loses its rarest values.
        if deviation < 0.0 { tail } else { !tail }
    }
}

const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Luck, Stream, testing};
    use super::*;

    /// Ranks of a sample, from 0.
    fn ranks(sample: &[u64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..sample.len()).collect();
        order.sort_unstable_by_key(|&index| sample[index]);
        let mut ranks = vec![0.0; sample.len()];
        for (rank, index) in order.into_iter().enumerate() {
            ranks[index] = rank as f64;
        }
        ranks
    }

    /// Spearman's correlation within four standard errors (at most 1/√n each, whatever
    /// the correlation), and the second draw uniform: Kolmogorov–Smirnov at a false-alarm
    /// rate of 10⁻⁶.
    #[test]
    fn ranks_correlate_as_stated_and_the_law_stays() {
        const N: u32 = 50_000;
        let luck = Luck::new(8, 1);
        let (skill, reach) = (luck.key(Stream::Skill, 0), luck.key(Stream::Reach, 0));
        let first: Vec<u64> = (0..N).map(|entity| skill.draw(entity, 0)).collect();
        for spearman in [-1.0, -0.7, -0.2, 0.3, 0.6, 0.95, 1.0] {
            let copula = GaussianCopula::new(spearman);
            let second: Vec<u64> = (0..N)
                .map(|entity| copula.tie(first[entity as usize], reach.draw(entity, 0)))
                .collect();
            let n = f64::from(N);
            let squares: f64 = ranks(&first)
                .iter()
                .zip(ranks(&second))
                .map(|(one, other)| (one - other).powi(2))
                .sum();
            let seen = 1.0 - 6.0 * squares / (n * (n * n - 1.0));
            assert!(
                (seen - spearman).abs() < 4.0 / n.sqrt(),
                "{spearman}: {seen}"
            );
            testing::kolmogorov_smirnov(
                second.into_iter().map(unit).collect(),
                |u| u,
                1e-6,
                &format!("copula {spearman}"),
            );
        }
    }

    #[test]
    fn a_whole_tie_is_the_first_draw_itself() {
        for bits in [1_u64 << 20, 1 << 40, 1 << 62, 3 << 62, !(1 << 30)] {
            let tied = GaussianCopula::new(1.0).tie(bits, 12_345);
            let turned = GaussianCopula::new(-1.0).tie(bits, 12_345);
            assert!((unit(tied) - unit(bits)).abs() < 1e-14);
            assert!((unit(turned) - (1.0 - unit(bits))).abs() < 1e-14);
        }
    }

    proptest! {
        #[test]
        fn it_rises_with_either_draw(
            spearman in 0.0..=1.0_f64,
            first: u64,
            second: u64,
            step in (1_u64 << 24)..,
        ) {
            let copula = GaussianCopula::new(spearman);
            let tied = unit(copula.tie(first, second)) - 1e-14;
            prop_assert!(tied <= unit(copula.tie(first.saturating_add(step), second)));
            prop_assert!(tied <= unit(copula.tie(first, second.saturating_add(step))));
        }
    }
}
