//! The same replication lived again with a part of its luck drawn anew: how what each
//! person is left with goes with what it was, for what is held.
//!
//! Either position is held alone: everyone stays where he was, and all else is drawn anew. Or
//! some of a person's own causes are held, and he is put elsewhere, among others: the draws of
//! everyone are moved by as many places in a network drawn anew, and the pairs that fall on each
//! other are compared. The move is drawn evenly from all that let any two places meet, so every
//! pair of places is met with one chance, and sums over the pairs met, times the number of
//! moves, are sums over all pairs on average.

use super::run::{Arena, Crew, Progress, StudyError, terms};
use crate::luck::{Cause, Luck, Stream};
use crate::plan::Plan;
use crate::scenario::types::{Approach, Scenario};

/// Replications handed to the threads before anyone looks whether to stop.
const BATCH: u32 = 64;
/// What a replication drawn anew is numbered by beside the one it stands in for: far from
/// all that a study lives.
const ANEW: u32 = 1 << 31;

/// A set of a person's own causes, as bits in the order of [`Redrawn::own`]. None of them
/// stands for position, held alone.
pub type Held = u32;

/// What people are left with in one replication, minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct People {
    /// How many.
    pub count: f64,
    /// Σ net.
    pub sum: f64,
    /// Σ of its squares.
    pub squares: f64,
}

/// What people are left with, and what they are left with again, in one replication: sums
/// over the pairs that were compared, times the number of moves there might have been.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pairs {
    /// Pairs.
    pub count: f64,
    /// Σ net, minor units.
    pub first: f64,
    /// Σ net with luck drawn anew.
    pub second: f64,
    /// Σ of the products.
    pub products: f64,
}

/// What a study found.
#[derive(Clone, Debug)]
pub struct Redrawn {
    /// A person's own causes that can matter in this scenario.
    pub own: Vec<Cause>,
    /// Replication by replication, plan by plan.
    people: Vec<People>,
    /// Replication by replication, plan by plan, by [`Held`].
    pairs: Vec<Pairs>,
    plans: usize,
}

impl Redrawn {
    /// Lives every replication of the scenario as it is, wholly anew, and once for each set of
    /// causes that is held.
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
        let own = own_causes(scenario);
        let founders = terms(scenario, false).first_participant;
        let replications = scenario.replications;
        let (mut people, mut pairs) = (Vec::new(), Vec::new());
        let mut next = 1;
        while next <= replications {
            let last = next.saturating_add(BATCH - 1).min(replications);
            let found = crew.each(next..=last, replications, progress, |arena, replication| {
                let luck = Luck::new(scenario.seed, replication);
                let nets = |arena: &Arena| -> Vec<Vec<i64>> {
                    let plans = 0..plans.len();
                    plans
                        .map(|plan| arena.net(plan)[founders..].to_vec())
                        .collect()
                };
                let most = |nets: &[Vec<i64>]| nets.iter().map(Vec::len).max().unwrap_or(0);
                arena.live(luck)?;
                let before = nets(arena);
                arena.live(anew(luck, None, &[]))?;
                let places = [most(&before), most(&nets(arena))];
                let moves = places[0] + places[1] - 1.min(places[0] + places[1]);
                let shift = shift(&luck, places);
                let mut sums = vec![Pairs::default(); plans.len() << own.len()];
                for held in 0..1 << own.len() {
                    let (luck, shift, moves) = if held == 0 {
                        (anew(luck, Some(Cause::Position), &[]), 0, 1)
                    } else {
                        let kept: Vec<(Cause, i64)> = own
                            .iter()
                            .enumerate()
                            .filter(|(place, _)| held >> place & 1 == 1)
                            .map(|(_, &cause)| (cause, shift))
                            .collect();
                        (anew(luck, None, &kept), shift, moves)
                    };
                    arena.live(luck)?;
                    for (plan, before) in before.iter().enumerate() {
                        let after = &arena.net(plan)[founders..];
                        let pairs = pair(before, after, shift, moves as f64);
                        sums[(plan << own.len()) + held] = pairs;
                    }
                }
                Ok((before.iter().map(|net| all(net)).collect::<Vec<_>>(), sums))
            });
            for found in found {
                let (own_people, own_pairs) = found?;
                people.extend(own_people);
                pairs.extend(own_pairs);
            }
            next = last + 1;
        }
        Ok(Redrawn {
            own,
            people,
            pairs,
            plans: plans.len(),
        })
    }

    /// A plan's people, replication by replication.
    pub fn people(&self, plan: usize) -> impl Iterator<Item = People> {
        let rows = self.people.chunks_exact(self.plans);
        rows.map(move |people| people[plan])
    }

    /// A plan's pairs with these causes held, replication by replication.
    pub fn pairs(&self, plan: usize, held: Held) -> impl Iterator<Item = Pairs> {
        let row = self.plans << self.own.len();
        let place = (plan << self.own.len()) + held as usize;
        self.pairs.chunks_exact(row).map(move |sums| sums[place])
    }
}

/// A person's own causes that can matter: luck in staying only where anyone quits.
fn own_causes(scenario: &Scenario) -> Vec<Cause> {
    let quitting = &scenario.quitting;
    let early = matches!(scenario.reputation.approach, Approach::Concealed { .. });
    let quits = early
        || [quitting.hazard, quitting.social, quitting.hazard_in_loss]
            .iter()
            .any(|rate| !rate.is_zero());
    let mut own = vec![Cause::Ability, Cause::Sales];
    if quits {
        own.push(Cause::Staying);
    }
    own
}

/// By how many places people are moved, from networks of so many before and after: each of
/// the moves that let two places meet as likely as the others.
fn shift(luck: &Luck, [before, after]: [usize; 2]) -> i64 {
    if before == 0 || after == 0 {
        return 0;
    }
    let moves = (before + after - 1) as u64;
    let key = luck.key(Stream::Design, 0);
    key.below(0, &mut 0, moves) as i64 - (after as i64 - 1)
}

/// Luck drawn anew but for one cause that stays in its place, and others that are moved by so
/// many places.
fn anew(luck: Luck, in_place: Option<Cause>, moved: &[(Cause, i64)]) -> Luck {
    let (own, other) = (luck.replication(), luck.replication() ^ ANEW);
    Cause::ALL.into_iter().fold(luck, |luck, cause| {
        let kept = moved.iter().find(|(moved, _)| *moved == cause);
        match kept {
            Some(&(_, shift)) => luck.drawing(cause, own, shift),
            None if in_place == Some(cause) => luck,
            None => luck.drawing(cause, other, 0),
        }
    })
}

fn all(net: &[i64]) -> People {
    let wide = || net.iter().map(|&net| i128::from(net));
    People {
        count: net.len() as f64,
        sum: wide().sum::<i128>() as f64,
        squares: wide().map(|net| net * net).sum::<i128>() as f64,
    }
}

/// Compares the person at a place with the one `shift` places further on before, each pair
/// with this weight.
fn pair(before: &[i64], after: &[i64], shift: i64, weight: f64) -> Pairs {
    let skipped = shift.unsigned_abs() as usize;
    let (first, second) = if shift >= 0 {
        (before.get(skipped..).unwrap_or_default(), after)
    } else {
        (before, after.get(skipped..).unwrap_or_default())
    };
    let (mut sums, mut products, mut count) = ([0_i128; 2], 0_i128, 0_u32);
    for (&first, &second) in first.iter().zip(second) {
        let (first, second) = (i128::from(first), i128::from(second));
        sums[0] += first;
        sums[1] += second;
        products += first * second;
        count += 1;
    }
    Pairs {
        count: weight * f64::from(count),
        first: weight * sums[0] as f64,
        second: weight * sums[1] as f64,
        products: weight * products as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_compared_across_the_move() {
        let sums = pair(&[1, 2, 3], &[10, 20, 30], 1, 1.0);
        assert_eq!((sums.count, sums.first, sums.second), (2.0, 5.0, 30.0));
        assert_eq!(sums.products, 2.0 * 10.0 + 3.0 * 20.0);
        let back = pair(&[1, 2, 3], &[10, 20, 30], -2, 4.0);
        assert_eq!((back.count, back.products), (4.0, 120.0));
        assert_eq!(pair(&[1], &[1], 5, 1.0).count, 0.0);
    }

    #[test]
    fn every_two_places_meet_as_often_as_others() {
        // Of three before and two after: four moves, each of which is drawn a quarter of the time.
        let mut drawn = std::collections::BTreeMap::new();
        for replication in 1..=4_000 {
            let shift = shift(&Luck::new(1, replication), [3, 2]);
            *drawn.entry(shift).or_insert(0) += 1;
        }
        assert_eq!(drawn.keys().copied().collect::<Vec<_>>(), [-1, 0, 1, 2]);
        // Standard error 27: beyond 4 of them 1 time in 4,000 a move, and the seed is fixed.
        assert!(
            drawn
                .values()
                .all(|count: &i32| (count - 1_000).abs() < 110),
            "{drawn:?}"
        );
        assert_eq!(shift(&Luck::new(1, 1), [0, 5]), 0);
    }
}
