//! Functions of which the sensitivities are known.

/// Ishigami's function (Ishigami and Homma 1990) of the unit cube, with a = 7 and b = 0.1.
pub(super) fn ishigami(point: &[f64]) -> f64 {
    let angle = |axis: usize| std::f64::consts::PI * (2.0 * point[axis] - 1.0);
    let sine = libm::sin(angle(1));
    let third = angle(2) * angle(2);
    libm::sin(angle(0)) + 7.0 * sine * sine + 0.1 * third * third * libm::sin(angle(0))
}

/// First-order and total indices of Ishigami's function, from its variance by parts
/// V₁ = ½(1 + bπ⁴/5)², V₂ = a²/8, V₁₃ = 8b²π⁸/225.
pub(super) fn ishigami_indices() -> ([f64; 3], [f64; 3]) {
    let fourth = std::f64::consts::PI * std::f64::consts::PI;
    let fourth = fourth * fourth;
    let alone = 1.0 + 0.1 * fourth / 5.0;
    let (first, second) = (alone * alone / 2.0, 49.0 / 8.0);
    let both = 8.0 * 0.01 * fourth * fourth / 225.0;
    let all = first + second + both;
    (
        [first / all, second / all, 0.0],
        [(first + both) / all, second / all, both / all],
    )
}

/// How unimportant each input of [`g_function`] is.
pub(super) const G_WEIGHTS: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

/// Sobol's g-function (Saltelli and Sobol' 1995).
pub(super) fn g_function(point: &[f64]) -> f64 {
    let factors = point.iter().zip(G_WEIGHTS);
    factors
        .map(|(x, weight)| ((4.0 * x - 2.0).abs() + weight) / (1.0 + weight))
        .product()
}

/// First-order and total indices of the g-function: each factor has variance
/// vᵢ = 1 ÷ 3(1 + aᵢ)², and V + 1 is the product of all 1 + vᵢ.
pub(super) fn g_indices() -> ([f64; 8], [f64; 8]) {
    let parts = G_WEIGHTS.map(|weight| 1.0 / (3.0 * (1.0 + weight) * (1.0 + weight)));
    let product: f64 = parts.iter().map(|part| 1.0 + part).product();
    let all = product - 1.0;
    (
        parts.map(|part| part / all),
        parts.map(|part| part * product / (1.0 + part) / all),
    )
}

/// A group for each coordinate.
pub(super) fn one_each(coordinates: usize) -> Vec<Vec<usize>> {
    (0..coordinates)
        .map(|coordinate| vec![coordinate])
        .collect()
}

#[test]
fn the_printed_indices() {
    let (first, total) = ishigami_indices();
    let near = |found: f64, printed: f64| (found - printed).abs() < 5e-5;
    assert!(near(first[0], 0.3139) && near(first[1], 0.4424));
    assert!(near(total[0], 0.5576) && near(total[2], 0.2437));
    // Saltelli et al., Global Sensitivity Analysis (2008), to three digits.
    let (first, total) = g_indices();
    let near = |found: f64, printed: f64| (found / printed - 1.0).abs() < 5e-3;
    assert!(near(first[0], 0.716) && near(first[1], 0.179) && near(first[2], 0.0237));
    assert!(near(total[0], 0.787) && near(total[1], 0.242) && near(total[2], 0.0343));
}
