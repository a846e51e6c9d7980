//! What a participant's selling comes to before the market says who is left: the law of
//! `[sales]`, with what it needs prepared once for all replications.

use crate::columns::Cores;
use crate::luck::Key;
use crate::luck::negative_binomial::NegativeBinomial;
use crate::luck::poisson::{PoissonTable, poisson};
use crate::scenario::types::{Sales, SalesLaw};

/// The most units a participant sells in a period on average, whatever his skill: the
/// tail of a power law stays within what a period's orders can be numbered by.
const MOST_SOLD: f64 = 4_000_000.0;

/// The law of selling.
#[derive(Clone, Debug)]
pub(super) struct Effort {
    pub(super) law: SalesLaw,
    /// How counts under `rate` spread more than Poisson's.
    spread: Option<NegativeBinomial>,
    renewal: Option<Renewal>,
    cores: Cores,
}

/// People who come anew into a circle: the whole part of the mean, and one more with the
/// chance of the fraction. At a fixed address it never falls as the mean rises.
#[derive(Clone, Copy, Debug)]
pub(super) struct Renewal {
    whole: u32,
    fraction: f64,
}

impl Effort {
    pub(super) fn new(sales: &Sales, cores: Cores) -> Effort {
        let (spread, renewal) = match sales.law {
            SalesLaw::Rate { dispersion, .. } => (dispersion.map(NegativeBinomial::new), None),
            SalesLaw::Funnel { renewal, .. } => (None, Renewal::new(renewal)),
            SalesLaw::Fixed { .. } => (None, None),
        };
        Effort {
            law: sales.law,
            spread,
            renewal,
            cores,
        }
    }

    /// How circles renew themselves, if they do.
    pub(super) fn renewal(&self) -> Option<Renewal> {
        self.renewal
    }

    /// Whether counts under `rate` are Poisson's, so that one table may serve all.
    pub(super) fn is_poisson(&self) -> bool {
        self.spread.is_none()
    }

    /// Units that everyone sells under `rate` at the same mean, for Poisson counts.
    pub(super) fn units_of_all(&self, mean: f64, key: &Key, units: &mut [u32]) {
        let table = PoissonTable::new(mean);
        self.cores.share(units, |first, units| {
            table.sample_column(key, first as u32, units);
        });
    }

    /// Units sold under `rate` at this mean.
    #[inline]
    pub(super) fn units(&self, mean: f64, key: &Key, member: u32) -> u32 {
        match &self.spread {
            None => poisson(mean.min(MOST_SOLD), key, member),
            Some(spread) => spread.sample(mean, MOST_SOLD, key, member),
        }
    }
}

impl Renewal {
    fn new(mean: f64) -> Option<Renewal> {
        (mean > 0.0).then(|| Renewal {
            whole: mean as u32,
            fraction: mean - f64::from(mean as u32),
        })
    }

    /// How many come into a member's circle in the period of `key`.
    #[inline]
    pub(super) fn newcomers(self, key: &Key, member: u32) -> u32 {
        self.whole + u32::from(key.uniform(member, 0) < self.fraction)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::luck::{Luck, Stream};

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::Renewal, 1)
    }

    /// 2.3 people: 2 or 3, and 3 for three in ten, within four standard errors.
    #[test]
    fn newcomers_have_their_mean() {
        let renewal = Renewal::new(2.3).unwrap();
        let seen: Vec<u32> = (0..10_000)
            .map(|member| renewal.newcomers(&key(1), member))
            .collect();
        assert!(seen.iter().all(|&people| people == 2 || people == 3));
        let three = seen.iter().filter(|&&people| people == 3).count() as f64;
        assert!((three - 3000.0).abs() < 4.0 * (10_000.0_f64 * 0.3 * 0.7).sqrt());
        assert!(Renewal::new(0.0).is_none());
    }

    proptest! {
        #[test]
        fn newcomers_rise_with_the_mean(
            mean in 0.001..50.0_f64,
            more in 0.0..3.0_f64,
            seed: u64,
            member: u32,
        ) {
            let fewer = Renewal::new(mean).unwrap().newcomers(&key(seed), member);
            let others = Renewal::new(mean + more).unwrap().newcomers(&key(seed), member);
            prop_assert!(fewer <= others);
        }
    }
}
