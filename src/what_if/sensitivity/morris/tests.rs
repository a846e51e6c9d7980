//! Morris' effects of functions of which they are known.

use super::super::testing::{g_function, ishigami, one_each};
use super::*;
use crate::luck::{Luck, Stream};

fn keys(seed: u64) -> (Key, Key) {
    let luck = Luck::new(seed, 1);
    (luck.key(Stream::Design, 0), luck.key(Stream::Resample, 0))
}

fn screen(
    function: impl Fn(&[f64]) -> f64,
    groups: &[Vec<usize>],
    trajectories: u32,
    seed: u64,
) -> Screening {
    let (design_key, key) = keys(seed);
    let design = Morris::new(groups, LEVELS, &design_key);
    let points = design.points(trajectories);
    let outcomes: Vec<_> = points.iter().map(|point| Some(function(point))).collect();
    design.effects(&outcomes, 500, &key)
}

#[test]
fn a_trajectory_moves_each_group_once_by_half_the_grid() {
    let groups = [vec![0, 2], vec![1], vec![3]];
    let design = Morris::new(&groups, 6, &keys(1).0);
    for number in 0..50 {
        let points = design.trajectory(number);
        assert_eq!(points.len(), design.points_per_trajectory());
        let mut moved: Vec<Vec<usize>> = points
            .windows(2)
            .map(|pair| {
                let moved = |&coordinate: &usize| pair[0][coordinate] != pair[1][coordinate];
                let moved: Vec<usize> = (0..4).filter(moved).collect();
                for &coordinate in &moved {
                    let by = (pair[1][coordinate] - pair[0][coordinate]).abs();
                    assert!((by - 0.6).abs() < 1e-12, "{by}");
                }
                moved
            })
            .collect();
        moved.sort();
        assert_eq!(moved, [vec![0, 2], vec![1], vec![3]]);
        let on_grid =
            |value: &f64| (value * 5.0).fract().abs() < 1e-9 && (0.0..=1.0).contains(value);
        assert!(points.iter().flatten().all(on_grid));
    }
    assert_eq!(design.points(3), design.points(9)[..12]);
}

/// Every level is as likely as the others and every group moves first as often: χ² at a
/// false-alarm rate of 10⁻⁶, 40.5 for 7 degrees of freedom.
#[test]
fn starts_and_orders_are_uniform() {
    let design = Morris::new(&one_each(8), 8, &keys(1).0);
    let (mut levels, mut firsts) = ([0.0; 8], [0.0; 8]);
    for number in 0..8000 {
        levels[design.start(number)[5] as usize] += 1.0;
        firsts[design.order(number)[0]] += 1.0;
    }
    for counts in [levels, firsts] {
        let square: f64 = counts
            .iter()
            .map(|n| (n - 1000.0) * (n - 1000.0) / 1000.0)
            .sum();
        assert!(square < 40.5, "{counts:?}");
    }
}

#[test]
fn a_straight_line_has_its_slopes_for_effects() {
    let found = screen(|x| 3.0 * x[0] - 2.0 * x[1] + 7.0, &one_each(3), 10, 1);
    let slopes = [3.0, -2.0, 0.0];
    for (effect, slope) in found.effects.iter().zip(slopes) {
        let mu = effect.mu.unwrap();
        let (low, high) = mu.interval.unwrap();
        assert!((mu.value - slope).abs() < 1e-9 && high - low < 1e-9);
        assert!((effect.mu_star.value - slope.abs()).abs() < 1e-9);
        assert!(effect.sigma.unwrap().value < 1e-9);
    }
}

/// Two trajectories by hand: effects 2 and −1 have mean ½, mean size 1½ and deviation 3/√2.
#[test]
fn moments_by_hand() {
    let [mean, size, deviation] = moments(&[2.0, -1.0], &[1.0, 1.0]);
    assert_eq!((mean, size), (0.5, 1.5));
    assert!((deviation - 3.0 / 2.0_f64.sqrt()).abs() < 1e-12);
    // Counting an effect twice is having it twice.
    let twice = moments(&[2.0, -1.0], &[2.0, 1.0]);
    assert_eq!(twice, moments(&[2.0, 2.0, -1.0], &[1.0; 3]));
}

/// The g-function's inputs matter in the order of their weights.
#[test]
fn the_g_function_is_ranked() {
    let found = screen(g_function, &one_each(8), 200, 1);
    let sizes: Vec<f64> = found
        .effects
        .iter()
        .map(|effect| effect.mu_star.value)
        .collect();
    assert!(
        sizes[..5].windows(2).all(|pair| pair[0] > 1.3 * pair[1]),
        "{sizes:?}"
    );
    let most_of_the_rest = sizes[4..].iter().copied().fold(0.0, f64::max);
    assert!(most_of_the_rest < sizes[3] / 5.0, "{sizes:?}");
}

/// x₃ of Ishigami's function acts only through x₁: its effects cancel and are large.
#[test]
fn an_interaction_cancels_and_is_seen() {
    let found = screen(ishigami, &one_each(3), 400, 1);
    let third = found.effects[2];
    let (low, high) = third.mu.unwrap().interval.unwrap();
    assert!(low < 0.0 && 0.0 < high);
    let (low, _) = third.mu_star.interval.unwrap();
    assert!(low > 3.0 * third.mu.unwrap().value.abs(), "{third:?}");
    assert!(third.sigma.unwrap().value > third.mu_star.value);
}

/// A group's members may move against each other, which says nothing about the signs; the
/// size is that of the change.
#[test]
fn a_group_has_a_size_only() {
    let found = screen(
        |x| 3.0 * x[0] + 3.0 * x[1] + x[2],
        &[vec![0, 1], vec![2]],
        200,
        1,
    );
    let [together, alone] = [found.effects[0], found.effects[1]];
    assert_eq!((together.mu, together.sigma), (None, None));
    assert!((alone.mu.unwrap().value - 1.0).abs() < 1e-9);
    // Half of the time both move the same way and change the outcome by 6 per range, half of
    // the time they cancel.
    let (low, high) = together.mu_star.interval.unwrap();
    assert!(low < 3.0 && 3.0 < high, "{together:?}");
}

#[test]
fn trajectories_with_a_gap_are_left_out() {
    let (design_key, key) = keys(1);
    let design = Morris::new(&one_each(2), LEVELS, &design_key);
    let line = |x: &Vec<f64>| Some(5.0 * x[0] - x[1]);
    let mut outcomes: Vec<_> = design.points(5).iter().map(line).collect();
    outcomes[4] = None;
    outcomes[14] = Some(f64::INFINITY);
    outcomes.push(Some(1.0));
    let found = design.effects(&outcomes, 100, &key);
    assert_eq!((found.trajectories, found.trajectories_left_out), (3, 2));
    // Those after the gap keep their own moves.
    assert!((found.effects[0].mu.unwrap().value - 5.0).abs() < 1e-9);
    let nothing = design.effects(&[None; 6], 100, &key);
    assert_eq!(
        (nothing.trajectories_left_out, nothing.effects.len()),
        (2, 0)
    );
    let one = design.effects(&outcomes[..3], 100, &key).effects[0];
    assert_eq!((one.sigma, one.mu_star.interval), (None, None));
}

#[test]
#[should_panic(expected = "an odd grid of 5 levels")]
fn an_odd_grid_is_refused() {
    let _ = Morris::new(&one_each(1), 5, &keys(1).0);
}
