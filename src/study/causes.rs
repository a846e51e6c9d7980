//! The same replication lived again with a part of its luck drawn anew: how what each
//! person is left with goes with what it was, for every set of causes that is held.
//!
//! The draws of one cause are addressed apart from those of the others, so one can be taken
//! from another replication while the rest stays. A person keeps his place when position is
//! held; when it is drawn anew, what else is held of him goes with him to another place: the
//! draws of everyone are moved by as many places, and the pairs that fall on each other are
//! compared. The move is the difference of two places drawn at random, which makes every
//! pair of places equally likely over replications.

use super::run::{Crew, Progress, StudyError};
use crate::luck::{Cause, Luck, Stream};
use crate::plan::Plan;
use crate::scenario::types::{Approach, Scenario};

/// Replications handed to the threads before anyone looks whether to stop.
const BATCH: u32 = 64;
/// What a replication drawn anew is numbered by beside the one it stands in for: far from
/// all that a study lives.
const ANEW: u32 = 1 << 31;

/// Causes that are held, as bits in the order of the study's causes.
pub type Held = u32;

/// What people are left with, and what they are left with again, in one replication.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pairing {
    /// Participants the replication has: its weight.
    pub people: f64,
    /// Pairs that were compared.
    pub pairs: f64,
    /// Σ net over the pairs, minor units.
    pub first: f64,
    /// Σ net with luck drawn anew.
    pub second: f64,
    /// Σ of both squares.
    pub squares: f64,
    /// Σ of the products.
    pub products: f64,
}

/// Pairings of a study.
#[derive(Clone, Debug)]
pub struct Redrawn {
    /// The causes that can matter in this scenario, position first.
    pub causes: Vec<Cause>,
    /// Replication by replication, plan by plan, by [`Held`] but for none and all.
    pairings: Vec<Pairing>,
    plans: usize,
}

impl Redrawn {
    /// Lives every replication of the scenario once as it is and once for each set of
    /// causes that can be held.
    ///
    /// # Errors
    ///
    /// See [`StudyError`].
    ///
    /// # Panics
    ///
    /// If the thread pool cannot be started.
    pub fn run(
        scenario: &Scenario,
        plans: &[Plan],
        threads: usize,
        progress: &Progress,
    ) -> Result<Redrawn, StudyError> {
        let crew = Crew::new(scenario, None, plans, threads, false)?;
        let causes = causes(scenario);
        let first = terms_first(scenario);
        let replications = scenario.replications;
        let mut pairings = Vec::new();
        let mut next = 1;
        while next <= replications {
            let last = next.saturating_add(BATCH - 1).min(replications);
            let found = crew.each(next..=last, replications, progress, |arena, replication| {
                let luck = Luck::new(scenario.seed, replication);
                arena.live(luck)?;
                let before: Vec<Vec<i64>> = (0..plans.len())
                    .map(|plan| arena.net(plan)[first..].to_vec())
                    .collect();
                let shift = shift(&luck, before[0].len());
                let mut sums = vec![Pairing::default(); plans.len() << causes.len()];
                for held in 1..all(&causes) {
                    let moved = held & 1 == 0;
                    arena.live(anew(luck, &causes, held, if moved { shift } else { 0 }))?;
                    for (plan, before) in before.iter().enumerate() {
                        let after = &arena.net(plan)[first..];
                        sums[(plan << causes.len()) + held as usize] =
                            pair(before, after, if moved { shift } else { 0 });
                    }
                }
                Ok(sums)
            });
            for sums in found {
                pairings.extend(sums?);
            }
            next = last + 1;
        }
        Ok(Redrawn {
            causes,
            pairings,
            plans: plans.len(),
        })
    }

    /// A plan's pairings with these causes held, replication by replication.
    pub fn column(&self, plan: usize, held: Held) -> impl Iterator<Item = Pairing> {
        let row = self.plans << self.causes.len();
        let place = (plan << self.causes.len()) + held as usize;
        self.pairings.chunks_exact(row).map(move |sums| sums[place])
    }
}

/// All causes.
fn all(causes: &[Cause]) -> Held {
    (1 << causes.len()) - 1
}

/// The causes that can matter: luck in staying only where anyone quits.
fn causes(scenario: &Scenario) -> Vec<Cause> {
    let quitting = &scenario.quitting;
    let early = matches!(scenario.reputation.approach, Approach::Concealed { .. });
    let quits = early
        || [quitting.hazard, quitting.social, quitting.hazard_in_loss]
            .iter()
            .any(|rate| !rate.is_zero());
    let matters = |cause: &Cause| *cause != Cause::Staying || quits;
    Cause::ALL.into_iter().filter(matters).collect()
}

fn terms_first(scenario: &Scenario) -> usize {
    super::run::terms(scenario, false).first_participant
}

/// By how many places people move where position is drawn anew.
fn shift(luck: &Luck, people: usize) -> i64 {
    if people == 0 {
        return 0;
    }
    let key = luck.key(Stream::Design, 0);
    let place = |entity| key.below(entity, &mut 0, people as u64) as i64;
    place(0) - place(1)
}

/// The luck in which only the held causes are as they were, moved by so many places.
fn anew(luck: Luck, causes: &[Cause], held: Held, shift: i64) -> Luck {
    let (own, other) = (luck.replication(), luck.replication() ^ ANEW);
    causes
        .iter()
        .enumerate()
        .fold(luck, |luck, (place, &cause)| {
            if held >> place & 1 == 1 {
                luck.drawing(cause, own, shift)
            } else {
                luck.drawing(cause, other, 0)
            }
        })
}

/// Compares the person at a place with the one `shift` places further on before.
fn pair(before: &[i64], after: &[i64], shift: i64) -> Pairing {
    let skipped = shift.unsigned_abs() as usize;
    let (first, second) = if shift >= 0 {
        (before.get(skipped..).unwrap_or_default(), after)
    } else {
        (before, after.get(skipped..).unwrap_or_default())
    };
    let (mut sums, mut squares, mut products) = ([0_i128; 2], 0_i128, 0_i128);
    let mut pairs = 0_u32;
    for (&first, &second) in first.iter().zip(second) {
        let (first, second) = (i128::from(first), i128::from(second));
        sums[0] += first;
        sums[1] += second;
        squares += first * first + second * second;
        products += first * second;
        pairs += 1;
    }
    Pairing {
        people: before.len() as f64,
        pairs: f64::from(pairs),
        first: sums[0] as f64,
        second: sums[1] as f64,
        squares: squares as f64,
        products: products as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_compared_across_the_move() {
        let sums = pair(&[1, 2, 3], &[10, 20, 30], 1);
        assert_eq!((sums.pairs, sums.people), (2.0, 3.0));
        assert_eq!((sums.first, sums.second), (5.0, 30.0));
        assert_eq!(sums.products, 2.0 * 10.0 + 3.0 * 20.0);
        assert_eq!(sums.squares, 4.0 + 9.0 + 100.0 + 400.0);
        let back = pair(&[1, 2, 3], &[10, 20, 30], -2);
        assert_eq!((back.pairs, back.products), (1.0, 30.0));
        assert_eq!(pair(&[1], &[1], 5).pairs, 0.0);
    }
}
