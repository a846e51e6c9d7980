//! Inequality, quantiles, rank correlation and intervals against fixed vectors, to 1e-9.
//! The numbers come from `tests/reference/inequality.py`, which computes them from the
//! definitions in exact arithmetic, and from R (`tests/reference/inequality.R`, its output
//! in `inequality.csv`); the first vector is the example of R's `ineq`.

use approx::assert_abs_diff_eq;
use downline::columns::Cores;
use downline::measure::curve::Curve;
use downline::measure::distribution::Distribution;
use downline::measure::position::rank_correlation;
use downline::study::interval::{Estimator, Moments, spread_point};

const INCOMES: [i64; 10] = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261];
const TIES_AND_ZEROS: [i64; 10] = [0, 0, 0, 5, 5, 10, 10, 10, 100, 1000];

fn counted(amounts: &[i64]) -> Distribution {
    let mut distribution = Distribution::default();
    distribution.count(amounts);
    distribution
}

/// Every coefficient, in the order gini, hoover, theil, atkinson 0.5, atkinson 1.
fn coefficients(amounts: &[i64]) -> [Option<f64>; 5] {
    let distribution = counted(amounts);
    [
        distribution.gini(),
        distribution.hoover(),
        distribution.theil(),
        distribution.atkinson_half(),
        distribution.atkinson_one(),
    ]
}

/// The shares of the top 1 %, the top 10 %, the bottom 50 % and the bottom 40 %.
fn shares(amounts: &[i64]) -> [f64; 4] {
    let lorenz = Curve::from_poorest(&counted(amounts));
    [
        lorenz.last(1),
        lorenz.last(10),
        lorenz.first(50),
        lorenz.first(40),
    ]
    .map(|(part, all)| part / all)
}

fn assert_all_near<const N: usize>(found: [f64; N], expected: [f64; N]) {
    for (found, expected) in found.into_iter().zip(expected) {
        assert_abs_diff_eq!(found, expected, epsilon = 1e-9);
    }
}

#[test]
fn the_example_of_ineq() {
    assert_all_near(
        coefficients(&INCOMES).map(Option::unwrap),
        [
            0.462_091_130_267_624,
            0.337_806_746_162_857,
            0.362_341_242_343_895,
            0.179_659_098_046_342,
            0.351_825_059_735_076,
        ],
    );
    let [top01, top10, bottom50, bottom40] = shares(&INCOMES);
    assert_all_near(
        [top01, top10, bottom50, top10 / bottom40],
        [
            0.033_431_952_662_722,
            0.334_319_526_627_219,
            0.185_083_951_581_414,
            2.822_492_709_521_998,
        ],
    );
    // Without losses it is n/(n−1) times the ordinary coefficient (rulings.md 22).
    let either_sign = counted(&INCOMES).gini_of_either_sign().unwrap();
    assert_abs_diff_eq!(either_sign, 0.513_434_589_186_249, epsilon = 1e-9);
}

#[test]
fn ties_and_people_with_nothing() {
    assert_all_near(
        coefficients(&TIES_AND_ZEROS).map(Option::unwrap),
        [
            0.857_017_543_859_649,
            0.777_192_982_456_14,
            1.801_910_524_846_828,
            0.729_006_102_020_985,
            1.0,
        ],
    );
    let [top01, top10, bottom50, bottom40] = shares(&TIES_AND_ZEROS);
    assert_all_near(
        [top01, top10, bottom50, top10 / bottom40],
        [
            0.087_719_298_245_614,
            0.877_192_982_456_14,
            0.008_771_929_824_561,
            200.0,
        ],
    );
    // R's ineq drops people with nothing: it gives ours less ln(n/n₊) (rulings.md 22).
    let earners = counted(&TIES_AND_ZEROS[3..]).theil().unwrap();
    let all = counted(&TIES_AND_ZEROS).theil().unwrap();
    assert_abs_diff_eq!(all, earners + libm::log(10.0 / 7.0), epsilon = 1e-12);
}

#[test]
fn gains_and_losses() {
    let either_sign = |amounts: &[i64]| counted(amounts).gini_of_either_sign();
    let mixed = [-300, -300, -100, 0, 0, 50, 250, 1000];
    assert_abs_diff_eq!(
        either_sign(&mixed).unwrap(),
        0.878_571_428_571_429,
        epsilon = 1e-9
    );
    assert_abs_diff_eq!(
        either_sign(&[-5, -1, -1, -3]).unwrap(),
        0.466_666_666_666_667,
        epsilon = 1e-9
    );
    // The most unequal there is: one has all the gains and another all the losses.
    assert_eq!(either_sign(&[-10, 0, 0, 10]), Some(1.0));
    assert_eq!(either_sign(&[0, 0, 0, 10]), Some(1.0));
}

#[test]
fn two_people_and_equal_people() {
    assert_all_near(
        coefficients(&[1, 3]).map(Option::unwrap),
        [
            0.25,
            0.25,
            0.130_812_035_941_137,
            0.066_987_298_107_781,
            0.133_974_596_215_561,
        ],
    );
    assert_all_near(shares(&[1, 3]), [0.015, 0.15, 0.25, 0.2]);
    assert_all_near(coefficients(&[7, 7, 7]).map(Option::unwrap), [0.0; 5]);
    assert_all_near(shares(&[7, 7, 7]), [0.01, 0.1, 0.5, 0.4]);
}

#[test]
fn what_is_undefined_is_none_and_not_zero() {
    assert_eq!(coefficients(&[]), [None; 5]);
    assert_eq!(coefficients(&[0, 0, 0]), [None; 5]);
    assert_eq!(counted(&[0, 0, 0]).gini_of_either_sign(), None);
    assert_eq!(counted(&[5]).gini_of_either_sign(), None);
    assert_eq!(counted(&[5]).gini(), Some(0.0));
    assert_eq!(counted(&[]).share_tied(), None);
}

/// What R says of every vector: the vector's name or `student`, the measure, its value.
const FROM_R: &str = include_str!("reference/inequality.csv");

/// The vectors of both reference scripts.
const VECTORS: [(&str, &[i64]); 7] = [
    ("incomes", &INCOMES),
    ("ties_and_zeros", &TIES_AND_ZEROS),
    ("gains_and_losses", &[-300, -300, -100, 0, 0, 50, 250, 1000]),
    ("losses_only", &[-5, -1, -1, -3]),
    ("all_equal", &[7, 7, 7]),
    ("two_people", &[1, 3]),
    ("in_joining_order", &IN_JOINING_ORDER),
];
/// Gains, losses and ties of both, the first to join first.
const IN_JOINING_ORDER: [i64; 12] = [1200, -300, 450, 450, 0, -300, 80, 0, -300, 25, -50, 0];

/// A measure of a vector by the name it has in `inequality.csv`.
fn measured(amounts: &[i64], measure: &str) -> Option<f64> {
    let distribution = counted(amounts);
    let lorenz = Curve::from_poorest(&distribution);
    let share = |(part, all): (f64, f64)| Some(part / all);
    if let Some(per_mille) = measure.strip_prefix("quantile_") {
        let quantile = distribution.quantile(per_mille.parse().unwrap(), 1000);
        return quantile.map(|amount| amount as f64);
    }
    if let Some(per_mille) = measure.strip_prefix("spread_") {
        let mut sorted: Vec<f64> = amounts.iter().map(|&amount| amount as f64).collect();
        sorted.sort_by(f64::total_cmp);
        return spread_point(&sorted, per_mille.parse::<f64>().unwrap() / 1000.0);
    }
    match measure {
        "gini" => distribution.gini(),
        "gini_net" => distribution.gini_of_either_sign(),
        "hoover" => distribution.hoover(),
        "theil" => distribution.theil(),
        "atkinson_05" => distribution.atkinson_half(),
        "atkinson_1" => distribution.atkinson_one(),
        "top01_share" => share(lorenz.last(1)),
        "top10_share" => share(lorenz.last(10)),
        "bottom50_share" => share(lorenz.first(50)),
        "palma" => Some(lorenz.last(10).0 / lorenz.first(40).0),
        "rank_correlation" => {
            let mut ranks = Vec::new();
            distribution.rank(amounts, &mut ranks, Cores::One);
            rank_correlation(&ranks, &distribution)
        }
        _ => panic!("R has a measure that this test has not: {measure}"),
    }
}

/// The factor of the standard error in a 95 % interval with so many degrees of freedom,
/// read off the interval of the mean of 0, 1, … degrees.
fn student(degrees: u32) -> f64 {
    let moments: Moments = (0..=degrees).map(f64::from).collect();
    let interval = Estimator::default().mean(&moments, None);
    let half = interval.high.unwrap() - interval.mean.unwrap();
    half * f64::from(degrees + 1).sqrt() / moments.deviation().unwrap()
}

#[test]
fn what_r_computes() {
    let rows = FROM_R.lines().skip(1);
    let mut largest = 0.0_f64;
    for row in rows.clone() {
        let [name, measure, value] = row.split(',').collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        let expected: f64 = value.parse().unwrap();
        let found = VECTORS
            .iter()
            .find(|(vector, _)| *vector == name)
            .map_or_else(
                || Some(student(measure.parse().unwrap())),
                |(_, amounts)| measured(amounts, measure),
            )
            .unwrap_or_else(|| panic!("{row}: undefined here"));
        // Amounts are compared by their size, everything else as it is.
        let difference = (found - expected).abs() / expected.abs().max(1.0);
        assert!(difference < 1e-9, "{row}: {found}");
        largest = largest.max(difference);
    }
    assert_eq!(rows.count(), 157);
    eprintln!("largest difference to R: {largest:.1e}");
}
