//! The exact distribution of a column of amounts: sorted distinct values with their
//! counts. Everything that does not ask who is who is read off it: quantiles,
//! concentration, brackets, dominance.

mod count;
mod cumulative;
mod dominance;
mod histogram;
mod inequality;
mod logarithm;

pub use cumulative::CumulativeGrid;
pub use dominance::Dominance;
pub use histogram::HistogramBins;

use serde::{Deserialize, Serialize};

/// How many people have which amount, in ascending order of amount.
///
/// Made for reuse: [`Distribution::count`] forgets the last column and keeps the memory.
#[derive(Clone, Debug, Default)]
pub struct Distribution {
    values: Vec<i64>,
    /// People with at most the value of the same index.
    people_up_to: Vec<u32>,
    /// Their money together.
    money_up_to: Vec<i64>,
    /// Σ over pairs of people of the difference of their amounts.
    differences: u128,
    window: count::Window,
}

/// The people of a distribution with amounts in `(after, to]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice {
    /// How many.
    pub people: u64,
    /// What they have together, minor units.
    pub money: i64,
    /// Their median (type 1); `None` if there is nobody.
    pub median: Option<i64>,
}

impl Distribution {
    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.people_up_to.last().copied().map_or(0, u64::from)
    }

    /// What they have together, minor units.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.money_up_to.last().copied().unwrap_or(0)
    }

    /// The distinct amounts, ascending.
    #[must_use]
    pub fn values(&self) -> &[i64] {
        &self.values
    }

    /// The distinct amounts, ascending, each with the number of people who have it.
    pub fn runs(&self) -> impl Iterator<Item = (i64, u64)> {
        (0..self.values.len()).map(|index| (self.values[index], self.people_of(index)))
    }

    /// People whose amount is the distinct value number `index`.
    #[must_use]
    pub fn people_of(&self, index: usize) -> u64 {
        u64::from(self.people_up_to[index]) - self.people_below(index)
    }

    /// People with less than the distinct value number `index`.
    #[must_use]
    pub fn people_below(&self, index: usize) -> u64 {
        match index {
            0 => 0,
            _ => u64::from(self.people_up_to[index - 1]),
        }
    }

    /// People with at most `amount`.
    #[must_use]
    pub fn people_at_most(&self, amount: i64) -> u64 {
        self.people_below(self.values_at_most(amount))
    }

    /// People with more than `amount`.
    #[must_use]
    pub fn people_above(&self, amount: i64) -> u64 {
        self.people() - self.people_at_most(amount)
    }

    /// What people with at most `amount` have together, minor units.
    #[must_use]
    pub fn money_at_most(&self, amount: i64) -> i64 {
        match self.values_at_most(amount) {
            0 => 0,
            index => self.money_up_to[index - 1],
        }
    }

    /// The amount of the `rank`-th poorest, counting from 1.
    ///
    /// # Panics
    ///
    /// If there are not so many people, or `rank` is 0.
    #[must_use]
    pub fn of_rank(&self, rank: u64) -> i64 {
        assert!(rank > 0, "ranks count from 1");
        self.values[self.index_of_rank(rank)]
    }

    /// The amount of the people with a doubled midrank ([`Distribution::rank`]).
    pub(super) fn of_midrank(&self, doubled: u32) -> i64 {
        self.of_rank(u64::from(doubled).div_ceil(2))
    }

    /// The quantile at `numerator / denominator`: the smallest amount that so large a
    /// share of people do not exceed (type 1, rulings.md 23). `None` without people.
    #[must_use]
    pub fn quantile(&self, numerator: u64, denominator: u64) -> Option<i64> {
        let rank = (self.people() * numerator).div_ceil(denominator);
        (self.people() > 0).then(|| self.of_rank(rank.max(1)))
    }

    /// The median (type 1). `None` without people.
    #[must_use]
    pub fn median(&self) -> Option<i64> {
        self.quantile(1, 2)
    }

    /// The people with amounts in `(after, to]`.
    #[must_use]
    pub fn slice(&self, after: i64, to: i64) -> Slice {
        let poorer = self.people_at_most(after);
        let people = self.people_at_most(to).saturating_sub(poorer);
        if people == 0 {
            return Slice::default();
        }
        Slice {
            people,
            money: self.money_at_most(to) - self.money_at_most(after),
            median: Some(self.of_rank(poorer + people.div_ceil(2))),
        }
    }

    /// What the poorest `numerator / denominator` of all people have, minor units; the
    /// person on the boundary counts in proportion (rulings.md 21).
    pub(super) fn money_of_poorest(&self, numerator: u64, denominator: u64) -> f64 {
        let position = self.people() * numerator;
        let (whole, part) = (position / denominator, position % denominator);
        let index = self.index_of_rank(whole + 1);
        let poorer = match index {
            0 => 0,
            _ => self.money_up_to[index - 1],
        };
        let Some(&value) = self.values.get(index) else {
            return poorer as f64;
        };
        let of_value = (whole - self.people_below(index)) as f64 + part as f64 / denominator as f64;
        poorer as f64 + value as f64 * of_value
    }

    /// The share of people who have the same amount as somebody else (rulings.md 21).
    #[must_use]
    pub fn share_tied(&self) -> Option<f64> {
        let tied: u64 = self
            .runs()
            .map(|(_, people)| people)
            .filter(|&people| people > 1)
            .sum();
        (self.people() > 0).then(|| tied as f64 / self.people() as f64)
    }

    fn values_at_most(&self, amount: i64) -> usize {
        self.values.partition_point(|&value| value <= amount)
    }

    /// The index of the value of the `rank`-th poorest; one past the last if there are not
    /// so many people.
    pub(super) fn index_of_rank(&self, rank: u64) -> usize {
        self.people_up_to
            .partition_point(|&people| u64::from(people) < rank)
    }
}
