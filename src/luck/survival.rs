//! How long someone stays: P(still there after t period-ends) = (1 − h)^t.
//!
//! The whole stay is one draw, inverted through integer thresholds, so it costs a person
//! and not a period (performance.md §5), never lengthens as the hazard rises, and the
//! horizon only cuts it off: a longer one changes no earlier quit.

use super::inversion::Thresholds;

/// Stays under a constant hazard of quitting at each period's end.
#[derive(Clone, Debug)]
pub struct Survival {
    gone: Thresholds,
}

impl Survival {
    /// Tables a hazard, a probability from 0 to 1, up to a horizon in periods.
    ///
    /// # Panics
    ///
    /// If the hazard is not between 0 and 1.
    #[must_use]
    pub fn new(hazard: f64, horizon_periods: u32) -> Survival {
        assert!((0.0..=1.0).contains(&hazard), "{hazard} is no hazard");
        let mut staying = 1.0;
        let gone = (0..horizon_periods).map(|_| {
            staying *= 1.0 - hazard;
            1.0 - staying
        });
        Survival {
            gone: Thresholds::new(gone),
        }
    }

    /// Period-ends survived, from 0 to the horizon. Someone who survived fewer than the
    /// horizon quits at the next period's end.
    #[inline]
    #[must_use]
    pub fn periods_survived(&self, bits: u64) -> u32 {
        self.gone.reached(bits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_of_them_go_each_time() {
        let survival = Survival::new(0.5, 3);
        assert_eq!(survival.periods_survived(0), 0);
        assert_eq!(survival.periods_survived((1 << 63) - 1), 0);
        assert_eq!(survival.periods_survived(1 << 63), 1);
        assert_eq!(survival.periods_survived(3 << 62), 2);
        assert_eq!(survival.periods_survived(7 << 61), 3);
        assert_eq!(survival.periods_survived(u64::MAX), 3);
    }

    #[test]
    fn hazards_at_the_edge() {
        for bits in [0, 1, 1 << 63, u64::MAX] {
            assert_eq!(Survival::new(0.0, 24).periods_survived(bits), 24);
            assert_eq!(Survival::new(1.0, 24).periods_survived(bits), 0);
            assert_eq!(Survival::new(0.1, 0).periods_survived(bits), 0);
        }
    }

    /// The shares of all 2⁶⁴ draws are the probabilities themselves.
    #[test]
    fn survivors_shrink_geometrically() {
        let survival = Survival::new(0.05, 520);
        let mut staying = 1.0_f64;
        for period in 1..=520 {
            staying *= 0.95;
            let first = ((1.0 - staying) * 2.0_f64.powi(64)) as u64;
            assert_eq!(survival.periods_survived(first), period);
            assert_eq!(survival.periods_survived(first - 1), period - 1);
        }
    }

    proptest! {
        #[test]
        fn stays_shorten_with_the_hazard(
            mut hazard in prop::array::uniform2(0.0..=1.0_f64),
            horizon in 0..100_u32,
            bits: u64,
        ) {
            hazard.sort_by(f64::total_cmp);
            prop_assert!(
                Survival::new(hazard[1], horizon).periods_survived(bits)
                    <= Survival::new(hazard[0], horizon).periods_survived(bits)
            );
        }

        #[test]
        fn the_horizon_only_cuts_off(
            hazard in 0.0..=1.0_f64,
            horizon in 0..100_u32,
            longer in 0..100_u32,
            bits: u64,
        ) {
            let short = Survival::new(hazard, horizon).periods_survived(bits);
            let long = Survival::new(hazard, horizon + longer).periods_survived(bits);
            prop_assert_eq!(short, long.min(horizon));
        }
    }
}
