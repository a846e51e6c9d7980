//! Measures of inequality against R's package `ineq` and exact arithmetic
//! (`tests/reference`).

use super::Check;
use crate::measure::curve::Curve;
use crate::measure::distribution::Distribution;

const KIND: &str = "statistic";
const TOLERANCE: f64 = 1e-9;
/// The example of R's `ineq`.
const INCOMES: [i64; 10] = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261];

pub(super) fn checks() -> Vec<Check> {
    let mut counted = Distribution::default();
    counted.count(&INCOMES);
    let (top, all) = Curve::from_poorest(&counted).last(10);
    let coefficients = [
        ("Gini", counted.gini(), 0.462_091_130_267_624),
        ("Hoover", counted.hoover(), 0.337_806_746_162_857),
        ("Theil", counted.theil(), 0.362_341_242_343_895),
        (
            "Atkinson 0.5",
            counted.atkinson_half(),
            0.179_659_098_046_342,
        ),
        ("Atkinson 1", counted.atkinson_one(), 0.351_825_059_735_076),
        ("top 10 %", Some(top / all), 22_261.0 / 66_586.0),
        (
            "median (type 1)",
            counted.quantile(1, 2).map(|median| median as f64),
            4_437.0,
        ),
    ];
    coefficients
        .into_iter()
        .map(|(name, found, expected)| {
            let what = format!("{name} of the example of R's ineq");
            Check::near(KIND, &what, expected, found.unwrap_or(f64::NAN), TOLERANCE)
        })
        .collect()
}
