//! Responses whose crossings are known.

use std::convert::Infallible;

use proptest::prelude::*;
use rust_decimal::prelude::ToPrimitive;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn range(low: &str, high: &str, finest: &str, scan: usize) -> Search {
    Search {
        low: decimal(low),
        high: decimal(high),
        finest: decimal(finest),
        scan,
    }
}

fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap()
}

/// A reading with a band of a constant half width.
fn band(mean: f64, half: f64) -> Reading {
    Reading {
        mean: Some(mean),
        low: Some(mean - half),
        high: Some(mean + half),
    }
}

/// Searches a response, and makes sure that no value is asked for twice and none off the
/// lattice.
fn find(wanted: &Search, response: impl Fn(f64) -> Reading) -> Outcome {
    let mut asked = Vec::new();
    let outcome = search(wanted, |values| {
        assert!(values.is_sorted());
        for &value in values {
            assert!(!asked.contains(&value), "{value} twice");
            assert_eq!((value - wanted.low) % wanted.finest, Decimal::ZERO);
            assert!(wanted.low <= value && value <= wanted.high);
            asked.push(value);
        }
        let readings = values.iter().map(|&value| response(number(value)));
        Ok::<_, Infallible>(readings.collect())
    })
    .unwrap();
    asked.sort_unstable();
    let evaluated: Vec<Decimal> = outcome.evaluated.iter().map(|&(value, _)| value).collect();
    assert_eq!(asked, evaluated);
    outcome
}

fn only(outcome: &Outcome) -> Crossing {
    assert_eq!(outcome.crossings.len(), 1, "{outcome:?}");
    outcome.crossings[0]
}

/// 2x − 5.5 is zero at 2.75; its band of ±0.4 leaves zero 0.2 to each side.
#[test]
fn a_line_and_its_band() {
    let outcome = find(&range("0", "10", "0.1", 5), |x| band(2.0 * x - 5.5, 0.4));
    let crossing = only(&outcome);
    assert_eq!(
        (crossing.below, crossing.above),
        (decimal("2.7"), decimal("2.8"))
    );
    assert_eq!(
        (crossing.kind, crossing.direction),
        (Kind::Between, Direction::Rising)
    );
    assert_eq!(crossing.estimate, Some(decimal("2.75")));
    let interval = crossing.interval.unwrap();
    assert_eq!(interval.low, Some(decimal("2.55")));
    assert_eq!(interval.high, Some(decimal("2.95")));
    assert!(outcome.band_touches_zero);
    assert!(
        outcome.evaluated.len() <= 5 + 8,
        "{}",
        outcome.evaluated.len()
    );
    assert_eq!(
        outcome.least,
        Some(Seen {
            at: Decimal::ZERO,
            mean: -5.5
        })
    );
    assert_eq!(
        outcome.most,
        Some(Seen {
            at: Decimal::TEN,
            mean: 14.5
        })
    );
}

#[test]
fn a_falling_line_within_one_step() {
    // The band is narrower than a step: both its ends are within the bracket.
    let outcome = find(&range("0", "10", "1", 3), |x| band(7.25 - x, 0.125));
    let crossing = only(&outcome);
    assert_eq!(
        (crossing.below, crossing.above),
        (decimal("7"), decimal("8"))
    );
    assert_eq!(crossing.direction, Direction::Falling);
    assert_eq!(crossing.estimate, Some(decimal("7.25")));
    let interval = crossing.interval.unwrap();
    assert_eq!(
        (interval.low, interval.high),
        (Some(decimal("7.125")), Some(decimal("7.375")))
    );
}

#[test]
fn a_step_has_no_estimate_but_its_bracket() {
    let outcome = find(&range("0", "1000", "1", 5), |x| {
        band(if x < 618.5 { -3.0 + x / 1e4 } else { 2.0 }, 0.5)
    });
    let crossing = only(&outcome);
    assert_eq!(
        (crossing.below, crossing.above),
        (decimal("618"), decimal("619"))
    );
    assert_eq!((crossing.kind, crossing.estimate), (Kind::Jump, None));
    let interval = crossing.interval.unwrap();
    assert_eq!(
        (interval.low, interval.high),
        (Some(decimal("618")), Some(decimal("619")))
    );
    // 250 steps are halved 8 times, with 3 values a halving at most, on three curves.
    assert!(
        outcome.evaluated.len() <= 5 + 3 * 3 * 8,
        "{}",
        outcome.evaluated.len()
    );
}

/// At a jump within the band the interval reaches as far as the band does on each side.
#[test]
fn a_jump_inside_a_wide_band() {
    let outcome = find(&range("0", "100", "1", 11), |x| {
        band(if x < 50.5 { x / 100.0 - 1.0 } else { x / 100.0 }, 0.6)
    });
    let crossing = only(&outcome);
    assert_eq!((crossing.below, crossing.kind), (decimal("50"), Kind::Jump));
    let interval = crossing.interval.unwrap();
    assert_eq!(interval.low, Some(decimal("40")));
    assert_eq!(interval.high, Some(decimal("60")));
}

/// (x − 2.3)(x − 7.7) falls through zero and rises again: the scan sees both.
#[test]
fn two_crossings() {
    let curve = |x: f64| (x - 2.3) * (x - 7.75);
    let outcome = find(&range("0", "10", "0.5", 6), |x| band(curve(x), 1.0));
    let brackets: Vec<_> = outcome
        .crossings
        .iter()
        .map(|crossing| (crossing.below, crossing.above, crossing.direction))
        .collect();
    assert_eq!(
        brackets,
        [
            (decimal("2"), decimal("2.5"), Direction::Falling),
            (decimal("7.5"), decimal("8"), Direction::Rising),
        ]
    );
    assert!((number(outcome.crossings[0].estimate.unwrap()) - 2.3).abs() < 0.02);
    // Two values at the ends alone see neither.
    let blind = find(&range("0", "10", "0.5", 2), |x| band(curve(x), 1.0));
    assert!(blind.crossings.is_empty());
    assert_eq!(blind.evaluated.len(), 2);
}

#[test]
fn none_and_how_near_it_came() {
    let outcome = find(&range("0", "10", "1", 11), |x| {
        band((x - 4.0) * (x - 4.0) + 1.0, 0.5)
    });
    assert!(outcome.crossings.is_empty() && !outcome.band_touches_zero);
    assert_eq!(
        outcome.least,
        Some(Seen {
            at: decimal("4"),
            mean: 1.0
        })
    );
    assert_eq!(
        outcome.most,
        Some(Seen {
            at: decimal("10"),
            mean: 37.0
        })
    );
    let wider = find(&range("0", "10", "1", 11), |x| {
        band((x - 4.0) * (x - 4.0) + 1.0, 1.5)
    });
    assert!(wider.crossings.is_empty() && wider.band_touches_zero);
    let flat = find(&range("0", "4", "1", 3), |_| band(-1.0, 0.5));
    let lowest = Some(Seen {
        at: Decimal::ZERO,
        mean: -1.0,
    });
    assert_eq!((flat.least, flat.most), (lowest, lowest));
}

#[test]
fn exactly_zero_is_a_crossing() {
    // At a value of the scan, between them, and at either end of the range.
    for (zero, direction) in [
        ("5", Direction::Rising),
        ("3", Direction::Rising),
        ("0", Direction::Touching),
        ("10", Direction::Touching),
    ] {
        let at = number(decimal(zero));
        let outcome = find(&range("0", "10", "1", 3), |x| band(x - at, 0.0));
        let crossing = only(&outcome);
        assert_eq!(
            (crossing.kind, crossing.direction),
            (Kind::Exact, direction)
        );
        assert_eq!(crossing.estimate, Some(decimal(zero)));
        assert_eq!(
            (crossing.below, crossing.above),
            (decimal(zero), decimal(zero))
        );
    }
    let touched = find(&range("0", "10", "1", 11), |x| {
        band((x - 4.0) * (x - 4.0), 0.0)
    });
    assert_eq!(only(&touched).direction, Direction::Touching);
}

#[test]
fn a_flat_stretch_of_zeros() {
    let outcome = find(&range("0", "100", "1", 6), |x| {
        band((x - 33.0).min(0.0) + (x - 71.0).max(0.0), 0.0)
    });
    let crossing = only(&outcome);
    assert_eq!(
        (crossing.below, crossing.above),
        (decimal("33"), decimal("71"))
    );
    assert_eq!((crossing.kind, crossing.estimate), (Kind::Flat, None));
    assert_eq!(crossing.direction, Direction::Rising);
    let interval = crossing.interval.unwrap();
    assert_eq!(
        (interval.low, interval.high),
        (Some(decimal("33")), Some(decimal("71")))
    );
}

#[test]
fn where_there_is_no_value() {
    // A crossing beside a stretch without values is found …
    let half = find(&range("0", "100", "1", 11), |x| {
        if x < 42.0 {
            Reading::default()
        } else {
            band(x - 61.5, 2.0)
        }
    });
    assert_eq!(only(&half).estimate, Some(decimal("61.5")));
    // … one across such a stretch has the edges of it …
    let across = find(&range("0", "100", "1", 11), |x| {
        if (42.0..58.0).contains(&x) {
            Reading::default()
        } else {
            band(x - 51.5, 2.0)
        }
    });
    let crossing = only(&across);
    assert_eq!(
        (crossing.below, crossing.above),
        (decimal("41"), decimal("58"))
    );
    assert_eq!((crossing.kind, crossing.estimate), (Kind::Gap, None));
    let interval = crossing.interval.unwrap();
    assert_eq!(
        (interval.low, interval.high),
        (Some(decimal("41")), Some(decimal("58")))
    );
    // … and where there is no value at all nothing is seen.
    let nothing = find(&range("0", "100", "1", 11), |_| Reading {
        mean: Some(f64::NAN),
        ..Reading::default()
    });
    assert!(nothing.crossings.is_empty());
    assert_eq!(
        (nothing.least, nothing.most, nothing.band_touches_zero),
        (None, None, false)
    );
}

#[test]
fn an_interval_may_be_open_or_missing() {
    let wide = find(&range("0", "10", "1", 3), |x| band(x - 3.5, 4.0));
    let interval = only(&wide).interval.unwrap();
    assert_eq!((interval.low, interval.high), (None, Some(decimal("7.5"))));
    let mean_only = find(&range("0", "10", "1", 3), |x| Reading {
        mean: Some(x - 3.5),
        ..Reading::default()
    });
    assert_eq!(only(&mean_only).interval, None);
    assert_eq!(only(&mean_only).estimate, Some(decimal("3.5")));
}

/// A band that narrows and widens leaves zero at other distances on both sides.
#[test]
fn a_band_that_is_not_parallel() {
    let outcome = find(&range("0", "20", "0.01", 6), |x| Reading {
        mean: Some(x - 8.0),
        low: Some(x - 8.0 - x / 4.0),
        high: Some(x - 8.0 + x / 4.0),
    });
    let interval = only(&outcome).interval.unwrap();
    assert!((number(interval.low.unwrap()) - 6.4).abs() < 1e-9);
    assert!((number(interval.high.unwrap()) - 32.0 / 3.0).abs() < 1e-6);
}

/// A smooth response takes fewer values than halving would, and ends as sure.
#[test]
fn a_smooth_response_is_quick() {
    let outcome = find(&range("0", "4", "0.000001", 5), |x| Reading {
        mean: Some(libm::exp(x) - 9.0),
        ..Reading::default()
    });
    let crossing = only(&outcome);
    assert!((number(crossing.estimate.unwrap()) - libm::log(9.0)).abs() < 1e-9);
    // 10⁶ steps are halved 20 times.
    assert!(
        outcome.evaluated.len() < 5 + 20,
        "{}",
        outcome.evaluated.len()
    );
}

#[test]
fn one_value_and_a_range_off_the_lattice() {
    let one = find(&range("3", "3", "1", 5), |x| band(x, 1.0));
    assert_eq!(one.evaluated.len(), 1);
    let outcome = find(&range("0.05", "1", "0.1", 3), |x| band(x - 0.9, 0.01));
    assert_eq!(only(&outcome).estimate, Some(decimal("0.9")));
    assert_eq!(outcome.evaluated.last().unwrap().0, decimal("0.95"));
}

#[test]
fn an_error_ends_the_search() {
    let result = search(&range("0", "10", "1", 3), |_| Err("no such plan"));
    assert_eq!(result, Err("no such plan"));
}

proptest! {
    /// Of any response on few values, every change of sign that the scan can see is closed in
    /// on, with few evaluations; and a scan of all values sees all of them.
    #[test]
    fn brackets_are_brackets(
        means in prop::collection::vec(prop::option::weighted(0.9, -3..4_i32), 2..60),
        scan in 2..12_usize,
    ) {
        let last = means.len() - 1;
        let wanted = range("0", &last.to_string(), "1", scan);
        let response = |x: f64| match means[x as usize] {
            Some(mean) => band(f64::from(mean), 1.5),
            None => Reading::default(),
        };
        let outcome = find(&wanted, response);
        for crossing in &outcome.crossings {
            let [below, above] = [crossing.below, crossing.above].map(|end| number(end) as usize);
            let (first, second) = (means[below].unwrap(), means[above].unwrap());
            match crossing.kind {
                Kind::Between | Kind::Jump => {
                    prop_assert_eq!(above - below, 1);
                    prop_assert!(first * second < 0);
                }
                Kind::Exact => prop_assert!(above == below && first == 0),
                Kind::Flat => prop_assert!(above > below && first == 0 && second == 0),
                Kind::Gap => {
                    prop_assert!(above - below > 1 && first * second < 0);
                    prop_assert!(means[below + 1].is_none() && means[above - 1].is_none());
                }
            }
            if let Some(estimate) = crossing.estimate {
                prop_assert!(crossing.below <= estimate && estimate <= crossing.above);
            }
            let interval = crossing.interval.unwrap();
            prop_assert!(interval.low.is_none_or(|low| low <= crossing.estimate.unwrap_or(crossing.below)));
            prop_assert!(interval.high.is_none_or(|high| high >= crossing.estimate.unwrap_or(crossing.above)));
        }
        let known: Vec<i32> = means.iter().flatten().copied().collect();
        let changes = known.windows(2).filter(|pair| pair[0] * pair[1] < 0).count();
        let whole = find(&Search { scan: means.len(), ..wanted }, response);
        let across = whole
            .crossings
            .iter()
            .filter(|crossing| [Kind::Between, Kind::Jump, Kind::Gap].contains(&crossing.kind));
        prop_assert_eq!(across.count(), changes);
    }
}
