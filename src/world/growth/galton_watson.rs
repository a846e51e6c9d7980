//! Growth law `galton_watson`: every member recruits an independent number of people in
//! the period after he joined (theory.md §1.5; Harris, The Theory of Branching Processes,
//! chapter I). A generation is a period (rulings.md 8), and growth may die out.

use std::ops::Range;

use crate::luck::binomial::binomial;
use crate::luck::geometric::GeometricTable;
use crate::luck::poisson::PoissonTable;
use crate::luck::tabled::TabledCounts;
use crate::luck::{Key, order};
use crate::scenario::types::Offspring;
use crate::world::market::Market;
use crate::world::members::Members;

/// Draws how many people a member recruits, once in his life. Every law is inverted from
/// one uniform draw, so that a higher mean never takes a recruit away (rulings.md 11).
#[derive(Clone, Debug)]
pub struct Recruits(Law);

#[derive(Clone, Debug)]
enum Law {
    Poisson(PoissonTable),
    Geometric(GeometricTable),
    Binomial { trials: u32, chance: f64 },
    Table(TabledCounts),
}

impl Recruits {
    /// The law of a scenario.
    #[must_use]
    pub fn new(offspring: &Offspring) -> Recruits {
        Recruits(match offspring {
            Offspring::Poisson { mean } => Law::Poisson(PoissonTable::new(*mean)),
            Offspring::Geometric { mean } => Law::Geometric(GeometricTable::new(*mean)),
            Offspring::Binomial { mean, trials } => Law::Binomial {
                trials: *trials,
                chance: mean / f64::from(*trials),
            },
            Offspring::Table { chances } => {
                let chances: Vec<f64> = chances.iter().map(|chance| chance.to_f64()).collect();
                Law::Table(TabledCounts::new(&chances))
            }
        })
    }

    /// Recruits of a member.
    #[inline]
    #[must_use]
    pub fn of(&self, key: &Key, member: u32) -> u32 {
        match &self.0 {
            Law::Poisson(table) => table.sample(key, member),
            Law::Geometric(table) => table.sample(key, member),
            Law::Binomial { trials, chance } => binomial(*trials, *chance, key, member),
            Law::Table(table) => table.sample(key, member),
        }
    }
}

/// Finds the sponsors of the next generation, in the order its members are to be numbered.
///
/// `parents` joined in the last period; those who have quit since recruit nobody. Joins
/// beyond `room` or the population are void in the order of (sponsor, k), before the order
/// of joining is shuffled (rulings.md 4 and 5).
pub(in crate::world) fn next_generation(
    recruits: &Recruits,
    members: &Members,
    parents: Range<usize>,
    market: &mut Market,
    room: u64,
    period: u32,
    (offspring, joining): (&Key, &Key),
) -> Vec<u32> {
    let mut sponsors = Vec::new();
    for member in parents {
        if !members.is_enrolled(member, period) {
            continue;
        }
        let wanted = u64::from(recruits.of(offspring, member as u32));
        let admitted = market.admit(0, wanted.min(room - sponsors.len() as u64));
        sponsors.extend(std::iter::repeat_n(member as u32, admitted as usize));
    }
    order::shuffle(&mut sponsors, joining);
    sponsors
}
