//! The same replication lived again with a part of its luck drawn anew: how what each
//! person is left with goes with what it was, for what is held.
//!
//! Either position is held alone: everyone stays where he was, and all else is drawn anew. Or
//! some of a person's own causes are held, and he is put elsewhere, among others: in a network
//! drawn anew everyone has the draws of his mirror image in joining order, and a person is
//! compared with his. The mirror is drawn evenly from all that let any two places face each
//! other, so every pair of places is met with one chance, and sums over the pairs met, times
//! the number of mirrors, are sums over all pairs on average. In a mirror, whoever stood below a
//! person stands before his image, so that nobody's people come along with him.

use serde::{Deserialize, Serialize};

use super::run::{Arena, Crew, Progress, Seen, StudyError, terms};
use super::trial::Work;
use crate::luck::{Cause, Luck, Stream};
use crate::plan::Plan;
use crate::scenario::types::{Approach, Scenario};

/// What a replication drawn anew is numbered by beside the one it stands in for: far from
/// all that a study lives.
const ANEW: u32 = 1 << 31;

/// A set of a person's own causes, as bits in the order of [`Redrawn::own`]. None of them
/// stands for position, held alone.
pub type Held = u32;

/// What people are left with in one replication, minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct People {
    /// How many.
    pub count: f64,
    /// Σ net.
    pub sum: f64,
    /// Σ of its squares.
    pub squares: f64,
}

/// What people are left with, and what they are left with again, in one replication: sums
/// over the pairs that were compared, times the number of mirrors there might have been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// If the thread pool cannot be started, or the work is not of every replication.
    pub fn run(
        scenario: &Scenario,
        plans: &[Plan],
        work: Work<'_>,
        progress: &Progress,
    ) -> Result<Redrawn, StudyError> {
        assert_eq!(
            work.replications.len(),
            scenario.replications as usize,
            "every replication is lived"
        );
        let found = live(scenario, plans, work, progress)?;
        let (people, pairs): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        Ok(Redrawn {
            own: own_causes(scenario),
            people: people.concat(),
            pairs: pairs.concat(),
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

/// The sums of one replication: its people plan by plan, and its pairs plan by plan, by
/// [`Held`].
pub type Sums = (Vec<People>, Vec<Pairs>);

/// Lives each of these replications again and again, and keeps what came of it.
///
/// # Errors
///
/// See [`StudyError`].
///
/// # Panics
///
/// If the thread pool cannot be started.
pub fn live(
    scenario: &Scenario,
    plans: &[Plan],
    work: Work<'_>,
    progress: &Progress,
) -> Result<Vec<Sums>, StudyError> {
    let crew = Crew::new(scenario, None, plans, work.threads, Seen::Accounts)?;
    let own = own_causes(scenario);
    let founders = terms(scenario, false).first_participant;
    let of = scenario.replications;
    crew.all(work.replications, of, progress, |arena, replication| {
        work.place.get_or_make(replication, || {
            let luck = Luck::new(scenario.seed, replication);
            live_again(arena, luck, &own, plans.len(), founders)
        })
    })
}

/// Lives one replication as it is, wholly anew, and once for each set of causes that is held.
fn live_again(
    arena: &mut Arena,
    luck: Luck,
    own: &[Cause],
    plans: usize,
    founders: usize,
) -> Result<Sums, StudyError> {
    arena.live(luck)?;
    let before: Vec<Vec<i64>> = (0..plans)
        .map(|plan| arena.net(plan)[founders..].to_vec())
        .collect();
    arena.live(anew(luck, None, &[], 0))?;
    let others = (0..plans).map(|plan| arena.net(plan)[founders..].len());
    let places = before.iter().map(Vec::len).max().unwrap_or(0) + others.max().unwrap_or(0);
    let mirrors = places.saturating_sub(1);
    let mirror = mirror(&luck, mirrors);
    let mut pairs = vec![Pairs::default(); plans << own.len()];
    for held in 0..1 << own.len() {
        let (luck, mirror, mirrors) = if held == 0 {
            (anew(luck, Some(Cause::Position), &[], 0), None, 1)
        } else {
            let kept = own.iter().enumerate();
            let kept = kept.filter(|(place, _)| held >> place & 1 == 1);
            let kept: Vec<Cause> = kept.map(|(_, &cause)| cause).collect();
            // Founders come first, and are nobody's image.
            let image = mirror + 2 * founders as u64;
            let luck = anew(luck, None, &kept, image);
            (luck, Some(mirror as usize), mirrors)
        };
        arena.live(luck)?;
        for (plan, before) in before.iter().enumerate() {
            let after = &arena.net(plan)[founders..];
            pairs[(plan << own.len()) + held] = pair(before, after, mirror, mirrors as f64);
        }
    }
    Ok((before.iter().map(|net| all(net)).collect(), pairs))
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

/// The sum of the places of a person and of his image: each of so many as likely as the
/// others.
fn mirror(luck: &Luck, mirrors: usize) -> u64 {
    if mirrors == 0 {
        return 0;
    }
    let key = luck.key(Stream::Design, 0);
    key.below(0, &mut 0, mirrors as u64)
}

/// Luck drawn anew but for one cause that stays in its place, and others of which everyone has
/// those of his image: of the member whose number is `image` less his own.
fn anew(luck: Luck, in_place: Option<Cause>, mirrored: &[Cause], image: u64) -> Luck {
    let (own, other) = (luck.replication(), luck.replication() ^ ANEW);
    Cause::ALL.into_iter().fold(luck, |luck, cause| {
        if mirrored.contains(&cause) {
            luck.mirroring(cause, own, image)
        } else if in_place == Some(cause) {
            luck
        } else {
            luck.drawing(cause, other)
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

/// Compares everyone with who has his place, or with his image: the one whose place and his
/// own add up to `mirror`. Each pair has this weight.
fn pair(before: &[i64], after: &[i64], mirror: Option<usize>, weight: f64) -> Pairs {
    match mirror {
        None => sums(before.iter().zip(after), weight),
        Some(mirror) => {
            // Images of the first places that have one, from the last image down.
            let first = (mirror + 1).saturating_sub(after.len());
            let last = before.len().min(mirror + 1);
            let faced = before.get(first..last).unwrap_or_default();
            let images = after[..after.len().min(mirror + 1 - first)].iter().rev();
            sums(faced.iter().zip(images), weight)
        }
    }
}

fn sums<'n>(pairs: impl Iterator<Item = (&'n i64, &'n i64)>, weight: f64) -> Pairs {
    let (mut sums, mut products, mut count) = ([0_i128; 2], 0_i128, 0_u32);
    for (&first, &second) in pairs {
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
    fn everyone_is_compared_with_his_image() {
        let (before, after) = ([1, 2, 3], [10, 20]);
        let products = |mirror| pair(&before, &after, Some(mirror), 1.0).products;
        // Places 0, 1, 2 against 0, 1: those that add up to the mirror face each other.
        assert_eq!(products(0), 1.0 * 10.0);
        assert_eq!(products(1), 1.0 * 20.0 + 2.0 * 10.0);
        assert_eq!(products(2), 2.0 * 20.0 + 3.0 * 10.0);
        assert_eq!(products(3), 3.0 * 20.0);
        // All mirrors together are all pairs, each once.
        let all: f64 = (0..4).map(products).sum();
        assert_eq!(all, f64::from((1 + 2 + 3) * (10 + 20)));
        let sums = pair(&before, &after, Some(2), 4.0);
        assert_eq!((sums.count, sums.first, sums.second), (8.0, 20.0, 120.0));
        let in_place = pair(&before, &after, None, 1.0);
        assert_eq!((in_place.count, in_place.products), (2.0, 50.0));
        assert_eq!(pair(&before, &[], Some(1), 1.0).count, 0.0);
        assert_eq!(pair(&[], &after, Some(1), 1.0).count, 0.0);
    }

    #[test]
    fn every_mirror_is_as_likely() {
        let mut drawn = [0_i32; 4];
        for replication in 1..=4_000 {
            drawn[mirror(&Luck::new(1, replication), 4) as usize] += 1;
        }
        // Standard error 27: beyond 4 of them 1 time in 4,000 a mirror, and the seed is fixed.
        assert!(
            drawn.iter().all(|count| (count - 1_000).abs() < 110),
            "{drawn:?}"
        );
        assert_eq!(mirror(&Luck::new(1, 1), 0), 0);
    }
}
