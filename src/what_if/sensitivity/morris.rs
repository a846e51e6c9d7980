//! Morris' screening (Morris 1991): which inputs matter, from few runs.
//!
//! A trajectory begins at a random point of a grid and moves one group of coordinates at
//! a time, each once, by half the grid. What the outcome changes by, per whole range of
//! the input, is an elementary effect; over trajectories
//!
//! - `mu`, their mean, is the effect as it would be drawn in a line, and may cancel;
//! - `mu_star`, the mean of their sizes (Campolongo, Cariboni and Saltelli 2007), is how much
//!   the input matters;
//! - `sigma`, their deviation, is how much the effect depends on where one stands: it is 0
//!   where the outcome is linear in the input and the input acts alone.
//!
//! In a group of several coordinates each moves its own way, so only the size of the change
//! means something: such a group has a `mu_star` and no more.

use super::bootstrap::{Estimated, estimate};
use super::saltelli::group_of_each;
use crate::luck::Key;

/// Grid levels where nobody says otherwise: Morris' own, and what most use.
pub const LEVELS: u32 = 4;

/// Counters of a trajectory that its starting point has; the order of the groups takes
/// those after.
const START_DRAWS: u32 = 1 << 20;

/// A design of trajectories. A trajectory is a function of its number alone, so a design can
/// be extended.
#[derive(Clone, Debug)]
pub struct Morris {
    /// Of each coordinate.
    group_of: Vec<usize>,
    /// Coordinates in each group.
    members: Vec<usize>,
    levels: u32,
    key: Key,
}

/// What the trajectories say about an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// Trajectories used.
    pub trajectories: usize,
    /// Trajectories left out because the outcome has no value at one of their points.
    pub trajectories_left_out: usize,
    /// The effect of each group, in the order of the groups; empty without trajectories.
    pub effects: Vec<Effect>,
}

/// What moving a group does, in units of the outcome per whole range of the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Mean effect; `None` for a group of several coordinates.
    pub mu: Option<Estimated>,
    /// Mean size of the effect.
    pub mu_star: Estimated,
    /// Deviation of the effect over trajectories; `None` for a group of several coordinates and
    /// with one trajectory.
    pub sigma: Option<Estimated>,
}

impl Morris {
    /// A design over groups of coordinates (most often one each), every coordinate from 0 up
    /// being in exactly one group, on a grid of so many levels from 0 to 1, both included.
    ///
    /// # Panics
    ///
    /// If a coordinate is in two groups or in none, there are more than 2²⁰ coordinates, or the
    /// number of levels is odd or 0: only an even grid has every level as likely as the others.
    #[must_use]
    pub fn new(groups: &[Vec<usize>], levels: u32, key: &Key) -> Morris {
        assert!(
            levels > 0 && levels % 2 == 0,
            "an odd grid of {levels} levels"
        );
        let group_of = group_of_each(groups);
        assert!(
            group_of.len() <= START_DRAWS as usize,
            "too many coordinates"
        );
        Morris {
            group_of,
            members: groups.iter().map(Vec::len).collect(),
            levels,
            key: *key,
        }
    }

    /// Points in a trajectory: its start, and one for each group.
    #[must_use]
    pub fn points_per_trajectory(&self) -> usize {
        self.members.len() + 1
    }

    /// The points of a trajectory, counted from 0, in the order they are walked.
    #[must_use]
    pub fn trajectory(&self, number: u32) -> Vec<Vec<f64>> {
        let mut levels = self.start(number);
        let mut points = vec![self.point(&levels)];
        for group in self.order(number) {
            for (level, &of) in levels.iter_mut().zip(&self.group_of) {
                if of == group {
                    *level = self.other_half(*level);
                }
            }
            points.push(self.point(&levels));
        }
        points
    }

    /// The points of the first trajectories, one after the other.
    #[must_use]
    pub fn points(&self, trajectories: u32) -> Vec<Vec<f64>> {
        (0..trajectories)
            .flat_map(|number| self.trajectory(number))
            .collect()
    }

    /// The effects from the outcomes at the points of trajectories, one after the other.
    ///
    /// A trajectory in which an outcome is missing or not finite is left out whole; points past
    /// the last whole trajectory are not looked at. Intervals draw whole trajectories anew,
    /// so many times ([`RESAMPLES`](super::RESAMPLES) is a good number).
    ///
    /// # Panics
    ///
    /// If there are more than 2³² trajectories.
    #[must_use]
    pub fn effects(&self, outcomes: &[Option<f64>], resamples: usize, key: &Key) -> Screening {
        let trajectories = outcomes.chunks_exact(self.points_per_trajectory());
        let all = trajectories.len();
        let rows: Vec<Vec<f64>> = trajectories
            .enumerate()
            .filter_map(|(number, outcomes)| self.elementary(number, outcomes))
            .collect();
        let moments = |counts: &[f64]| {
            let of_group = |group| {
                moments(
                    rows.iter()
                        .map(|row| row[group])
                        .zip(counts.iter().copied()),
                )
            };
            (!rows.is_empty()).then(|| (0..self.members.len()).flat_map(of_group).collect())
        };
        let estimates = estimate(rows.len(), resamples, key, moments).unwrap_or_default();
        let effects = estimates.chunks_exact(3).zip(&self.members);
        Screening {
            trajectories: rows.len(),
            trajectories_left_out: all - rows.len(),
            effects: effects
                .map(|(estimates, &members)| Effect {
                    mu: (members == 1).then_some(estimates[0]),
                    mu_star: estimates[1],
                    sigma: (members == 1 && rows.len() > 1).then_some(estimates[2]),
                })
                .collect(),
        }
    }

    /// The elementary effect of each group in a trajectory: signed for a coordinate by
    /// itself, and the change as it comes for a group.
    fn elementary(&self, number: usize, outcomes: &[Option<f64>]) -> Option<Vec<f64>> {
        let number = u32::try_from(number).expect("fewer than 2³² trajectories");
        let outcomes: Vec<f64> = outcomes
            .iter()
            .map(|outcome| outcome.filter(|outcome| outcome.is_finite()))
            .collect::<Option<_>>()?;
        let start = self.start(number);
        let mut effects = vec![0.0; self.members.len()];
        for (step, group) in self.order(number).into_iter().enumerate() {
            let change = (outcomes[step + 1] - outcomes[step]) / self.stride();
            let downwards = self
                .group_of
                .iter()
                .zip(&start)
                .any(|(&of, &level)| of == group && level >= self.levels / 2);
            effects[group] = if downwards { -change } else { change };
        }
        Some(effects)
    }

    /// The level of each coordinate at the start.
    fn start(&self, number: u32) -> Vec<u32> {
        let coordinates = 0..self.group_of.len() as u32;
        coordinates
            .map(|coordinate| {
                (self.key.uniform(number, coordinate) * f64::from(self.levels)) as u32
            })
            .collect()
    }

    /// The order in which the groups move.
    fn order(&self, number: u32) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.members.len()).collect();
        let mut draw = START_DRAWS;
        for last in 1..order.len() {
            let other = self.key.below(number, &mut draw, last as u64 + 1);
            order.swap(last, other as usize);
        }
        order
    }

    /// The level half the grid away: there is one, as the number of levels is even.
    fn other_half(&self, level: u32) -> u32 {
        (level + self.levels / 2) % self.levels
    }

    /// What a move is of the whole range: Morris' Δ = p ÷ 2(p − 1).
    fn stride(&self) -> f64 {
        f64::from(self.levels / 2) / f64::from(self.levels - 1)
    }

    fn point(&self, levels: &[u32]) -> Vec<f64> {
        let last = f64::from(self.levels - 1);
        levels
            .iter()
            .map(|&level| f64::from(level) / last)
            .collect()
    }
}

/// Mean, mean size and deviation of effects that count so often.
fn moments(effects: impl Iterator<Item = (f64, f64)> + Clone) -> [f64; 3] {
    let count: f64 = effects.clone().map(|(_, count)| count).sum();
    let mean_of = |term: &dyn Fn(f64) -> f64| {
        let sum: f64 = effects
            .clone()
            .map(|(effect, count)| term(effect) * count)
            .sum();
        sum / count
    };
    let mean = mean_of(&|effect| effect);
    let variance = mean_of(&|effect| (effect - mean) * (effect - mean));
    // With one trajectory there is no deviation, and the figure is not shown.
    let deviation = (variance * count / (count - 1.0).max(1.0)).sqrt();
    [mean, mean_of(&f64::abs), deviation]
}

#[cfg(test)]
mod tests {
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
        let [mean, size, deviation] = moments([(2.0, 1.0), (-1.0, 1.0)].into_iter());
        assert_eq!((mean, size), (0.5, 1.5));
        assert!((deviation - 3.0 / 2.0_f64.sqrt()).abs() < 1e-12);
        // Counting an effect twice is having it twice.
        let twice = moments([(2.0, 2.0), (-1.0, 1.0)].into_iter());
        assert_eq!(
            twice,
            moments([(2.0, 1.0), (2.0, 1.0), (-1.0, 1.0)].into_iter())
        );
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
}
