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
use super::whole;
use crate::luck::Key;
use crate::luck::order::shuffle_by;

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
            levels > 0 && levels.is_multiple_of(2),
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
        let by_group: Vec<Vec<f64>> = (0..self.members.len())
            .map(|group| rows.iter().map(|row| row[group]).collect())
            .collect();
        let moments = |counts: &[f64]| {
            let moments = by_group.iter().flat_map(|effects| moments(effects, counts));
            (!rows.is_empty()).then(|| moments.collect())
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
        let outcomes = whole(outcomes)?;
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
        shuffle_by(&mut order, |last| {
            self.key.below(number, &mut draw, last as u64 + 1)
        });
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
fn moments(effects: &[f64], counts: &[f64]) -> [f64; 3] {
    let count: f64 = counts.iter().sum();
    let mean_of = |term: &dyn Fn(f64) -> f64| {
        let effects = effects.iter().zip(counts);
        effects
            .map(|(&effect, count)| term(effect) * count)
            .sum::<f64>()
            / count
    };
    let mean = mean_of(&|effect| effect);
    let variance = mean_of(&|effect| (effect - mean) * (effect - mean));
    // With one trajectory there is no deviation, and the figure is not shown.
    let deviation = (variance * count / (count - 1.0).max(1.0)).sqrt();
    [mean, mean_of(&f64::abs), deviation]
}

#[cfg(test)]
mod tests;
