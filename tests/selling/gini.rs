//! rulings.md 30: how unequal sales are under lognormal skill.

use super::scenario;
use downline::world::World;

/// Σ|xᵢ − xⱼ| / (2 n (n − 1) mean), of counts.
fn gini(units: &[u32]) -> f64 {
    let mut sorted = units.to_vec();
    sorted.sort_unstable();
    let n = sorted.len() as f64;
    let total: f64 = sorted.iter().map(|&units| f64::from(units)).sum();
    let weighted: f64 = (1..)
        .zip(&sorted)
        .map(|(rank, &units)| (2.0 * f64::from(rank) - n - 1.0) * f64::from(units))
        .sum();
    weighted / ((n - 1.0) * total)
}

/// The Gini coefficient of Poisson counts of mean m·skill: Σ F(k)(1 − F(k)) / m, with F
/// mixed over the normal deviation of skill by Simpson's rule.
fn mixed_poisson(mean: f64, sigma: f64) -> f64 {
    const STEPS: usize = 2000;
    const REACH: f64 = 7.5;
    let width = 2.0 * REACH / STEPS as f64;
    // For each deviation: its weight, its mean, and P(X ≤ k) as k rises.
    let mut mixed: Vec<(f64, f64, f64, f64)> = (0..=STEPS)
        .map(|step| {
            let z = -REACH + width * step as f64;
            let simpson = match step {
                0 | STEPS => 1.0,
                _ if step % 2 == 1 => 4.0,
                _ => 2.0,
            };
            let density = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
            let mean = mean * libm::exp(sigma * z - 0.5 * sigma * sigma);
            (simpson * width / 3.0 * density, mean, -mean, 0.0)
        })
        .collect();
    let mut sum = 0.0;
    for k in 0..1_000_000 {
        let mut below = 0.0;
        for (weight, mean, log_term, cumulative) in &mut mixed {
            *cumulative += libm::exp(*log_term);
            *log_term += libm::log(*mean) - libm::log(f64::from(k) + 1.0);
            below += *weight * cumulative.min(1.0);
        }
        let term = below * (1.0 - below);
        sum += term;
        if term < 1e-9 && f64::from(k) > mean {
            break;
        }
    }
    sum / mean
}

/// The mean realised Gini coefficient over replications and its standard error.
fn realised(mean: f64, sigma: f64) -> (f64, f64) {
    const REPLICATIONS: u32 = 40;
    let scenario = scenario(&format!(
        "[product]\nprice = 1\n[growth]\nlaw = \"fixed\"\nparticipants = 4000\ncount_founders = true\n\
         [people]\nskill = {{ law = \"lognormal\", sigma = {sigma} }}\n\
         [sales]\nlaw = \"rate\"\nmean = {mean}\n"
    ));
    let mut world = World::new(&scenario, 10_000);
    let seen: Vec<f64> = (1..=REPLICATIONS)
        .map(|replication| {
            world.begin(replication);
            world.live_next_period().unwrap();
            gini(world.period().sales.units.columns().0)
        })
        .collect();
    let n = f64::from(REPLICATIONS);
    let average = seen.iter().sum::<f64>() / n;
    let variance = seen
        .iter()
        .map(|gini| (gini - average).powi(2))
        .sum::<f64>()
        / (n - 1.0);
    (average, (variance / n).sqrt())
}

/// The expected sales alone have erf(s/2): the exact quantiles of skill, evenly spaced.
#[test]
fn expected_sales_have_the_gini_coefficient_of_skill() {
    for sigma in [0.3, 0.8] {
        let skill = downline::luck::lognormal::MeanOneLognormal::new(sigma);
        let n = 200_000;
        let values: Vec<f64> = (0..n)
            .map(|rank| skill.quantile((f64::from(rank) + 0.5) / f64::from(n)))
            .collect();
        let total: f64 = values.iter().sum();
        let weighted: f64 = (0..n)
            .zip(&values)
            .map(|(rank, value)| (2.0 * f64::from(rank) + 1.0 - f64::from(n)) * value)
            .sum();
        let gini = weighted / (f64::from(n) * total);
        assert!(
            (gini - libm::erf(sigma / 2.0)).abs() < 2e-4,
            "{sigma}: {gini}"
        );
    }
}

#[test]
fn realised_sales_have_that_of_the_mixed_poisson_law_and_tend_to_that_of_skill() {
    let sigma = 0.8;
    let limit = libm::erf(sigma / 2.0);
    let mut apart = f64::INFINITY;
    for mean in [0.5, 4.0, 60.0] {
        let exact = mixed_poisson(mean, sigma);
        let (seen, error) = realised(mean, sigma);
        assert!(
            (seen - exact).abs() < 4.0 * error,
            "{mean}: {seen} {exact} {error}"
        );
        assert!(
            exact - limit < apart && exact > limit,
            "nearer as the mean grows"
        );
        apart = exact - limit;
    }
    assert!(apart < 0.01, "{apart}");
    let (seen, error) = realised(5000.0, sigma);
    assert!((seen - limit).abs() < 4.0 * error + 1e-4, "{seen} {limit}");
}
