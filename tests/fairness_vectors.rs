//! Inequality against fixed vectors, to 1e-9. The numbers come from
//! `tests/reference/inequality.py`, which computes them from the definitions in exact
//! arithmetic; the first vector is the example of R's `ineq`.

use approx::assert_abs_diff_eq;
use downline::measure::curve::Curve;
use downline::measure::distribution::Distribution;

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
