//! Growth law `curve`: how many have joined by the end of each period (model.md §3).
//!
//! Whole people join: the number joined by the end of a period is the curve rounded half
//! up, so it is never half a person off the curve, the total is kept, and a longer horizon
//! changes no earlier period.

use rust_decimal::prelude::{RoundingStrategy, ToPrimitive};

use crate::scenario::types::Curve;

/// Joiners of each period, `founders` being there before.
#[must_use]
pub fn by_period(curve: &Curve, founders: u32, periods: u32) -> Vec<u64> {
    let mut joined = 0;
    joined_by(curve, founders, periods)
        .into_iter()
        .map(|by_now| {
            let joiners = by_now - joined;
            joined = by_now;
            joiners
        })
        .collect()
}

fn joined_by(curve: &Curve, founders: u32, periods: u32) -> Vec<u64> {
    let whole = |people: f64| libm::floor(people + 0.5) as u64;
    let times = || (1..=periods).map(f64::from);
    let outside = |market: u32| f64::from(market.saturating_sub(founders));
    match curve {
        Curve::Bass { p, q, market } => times()
            .map(|time| whole(outside(*market) * bass(*p, *q, time)))
            .collect(),
        Curve::Logistic { rate, market } => times()
            .map(|time| {
                whole(outside(*market) * logistic(*rate, f64::from(founders), *market, time))
            })
            .collect(),
        Curve::Geometric { start, rate } => {
            let (mut joiners, mut joined) = (*start, 0.0);
            times()
                .map(|_| {
                    joined += joiners;
                    joiners *= 1.0 + rate;
                    whole(joined)
                })
                .collect()
        }
        Curve::Table { joiners } => {
            let mut joined = rust_decimal::Decimal::ZERO;
            joiners
                .iter()
                .map(|joiners| {
                    joined += joiners;
                    joined
                        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
                        .to_u64()
                        .expect("the reader bounds the joiners")
                })
                .collect()
        }
    }
}

/// The share of those outside at time 0 who have joined by `time`:
/// F(t) = (1 − e^(−(p+q)t)) / (1 + (q/p) e^(−(p+q)t)), the solution of
/// F′ = (p + qF)(1 − F) with F(0) = 0 (Bass, "A new product growth for model consumer
/// durables", Management Science 15, 1969, equation 9).
#[must_use]
pub fn bass(p: f64, q: f64, time: f64) -> f64 {
    let falling = libm::exp(-(p + q) * time);
    (1.0 - falling) / (1.0 + q / p * falling)
}

/// The share of those outside at time 0 who have joined by `time` when the number N inside
/// follows Verhulst's N′ = rN(1 − N/M) from N(0) = `start` on, so
/// N(t) = M / (1 + (M/N(0) − 1) e^(−rt)) (Verhulst, 1838).
///
/// With a = e^(−rt) that share, (N(t) − N(0)) / (M − N(0)), is N(0)(1 − a) / (N(0) + (M − N(0))a).
#[must_use]
pub fn logistic(rate: f64, start: f64, market: u32, time: f64) -> f64 {
    let falling = libm::exp(-rate * time);
    start * (1.0 - falling) / (start + (f64::from(market) - start) * falling)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use rust_decimal::Decimal;

    use super::*;

    /// Sums of the joiners, period by period.
    fn cumulative(joiners: &[u64]) -> Vec<u64> {
        joiners
            .iter()
            .scan(0, |sum, joiners| {
                *sum += joiners;
                Some(*sum)
            })
            .collect()
    }

    #[test]
    fn bass_solves_its_equation() {
        let (p, q) = (0.03, 0.38);
        assert_relative_eq!(bass(p, q, 0.0), 0.0);
        for time in [0.5, 3.0, 10.0, 25.0] {
            let step = 1e-5;
            let slope = (bass(p, q, time + step) - bass(p, q, time - step)) / (2.0 * step);
            let share = bass(p, q, time);
            assert_relative_eq!(slope, (p + q * share) * (1.0 - share), max_relative = 1e-7);
        }
        // The peak of joining is at ln(q/p)/(p+q), with F = 1/2 − p/2q (Bass 1969).
        let peak = libm::log(q / p) / (p + q);
        assert_relative_eq!(bass(p, q, peak), 0.5 - p / (2.0 * q), max_relative = 1e-12);
        // Without imitation it is exponential.
        assert_relative_eq!(bass(0.1, 0.0, 7.0), 1.0 - libm::exp(-0.7));
    }

    #[test]
    fn logistic_solves_its_equation() {
        let (rate, start, market) = (0.7, 4.0, 1000);
        let inside = |time| start + (1000.0 - start) * logistic(rate, start, market, time);
        assert_relative_eq!(inside(0.0), start);
        for time in [1.0, 6.0, 12.0] {
            let exact = 1000.0 / (1.0 + (1000.0 / start - 1.0) * libm::exp(-rate * time));
            assert_relative_eq!(inside(time), exact, max_relative = 1e-12);
        }
    }

    #[test]
    fn people_join_within_half_a_person_of_the_curve() {
        let bass_law = Curve::Bass {
            p: 0.02,
            q: 0.4,
            market: 50_001,
        };
        let joined = cumulative(&by_period(&bass_law, 1, 40));
        for (period, &joined) in (1..).zip(&joined) {
            let exact = 50_000.0 * bass(0.02, 0.4, f64::from(period));
            assert!((joined as f64 - exact).abs() <= 0.5, "period {period}");
        }
        let logistic_law = Curve::Logistic {
            rate: 0.9,
            market: 10_000,
        };
        let joined = cumulative(&by_period(&logistic_law, 3, 30));
        for (period, &joined) in (1..).zip(&joined) {
            let inside = 10_000.0 / (1.0 + 9_997.0 / 3.0 * libm::exp(-0.9 * f64::from(period)));
            assert!(
                (3.0 + joined as f64 - inside).abs() < 0.501,
                "period {period}"
            );
        }
        assert_eq!(joined[29], 9_997, "everyone in the end");
    }

    #[test]
    fn geometric_and_stated_joiners_by_hand() {
        let doubling = Curve::Geometric {
            start: 3.0,
            rate: 1.0,
        };
        assert_eq!(by_period(&doubling, 1, 4), [3, 6, 12, 24]);
        let halving = Curve::Geometric {
            start: 5.0,
            rate: -0.5,
        };
        // 5, 7.5, 8.75, 9.375 in all.
        assert_eq!(by_period(&halving, 1, 4), [5, 3, 1, 0]);
        let stated = Curve::Table {
            joiners: vec![Decimal::TEN, Decimal::ZERO, Decimal::new(25, 1)],
        };
        assert_eq!(by_period(&stated, 1, 3), [10, 0, 3]);
    }

    #[test]
    fn a_longer_horizon_changes_no_earlier_period() {
        let curve = Curve::Bass {
            p: 0.01,
            q: 0.5,
            market: 777,
        };
        assert_eq!(by_period(&curve, 1, 9)[..], by_period(&curve, 1, 30)[..9]);
    }

    #[test]
    fn founders_who_fill_the_market_leave_nobody_to_join() {
        let curve = Curve::Logistic {
            rate: 1.0,
            market: 5,
        };
        assert_eq!(by_period(&curve, 5, 3), [0, 0, 0]);
    }
}
