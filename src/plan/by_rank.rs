//! Values by rank: a rank that is not listed has what the next lower listed one has.

use crate::money::Rate;

use super::standing::rank::Ranks;

/// A table of values by the name of a rank.
#[derive(Clone, Debug, Default)]
pub struct ByRank<T> {
    values: Vec<(String, T)>,
}

impl<T: Clone> ByRank<T> {
    /// The values as the plan lists them.
    #[must_use]
    pub fn new(values: Vec<(String, T)>) -> ByRank<T> {
        ByRank { values }
    }

    /// The values in the order they are listed.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.values.iter().map(|(_, value)| value)
    }

    /// The values for changing them.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.values.iter_mut().map(|(_, value)| value)
    }

    /// The names of the ranks.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(name, _)| name.as_str())
    }

    /// The value of each place on the ladder, from no rank at all (0) upward: a rank that
    /// is not listed has that of the next lower listed one, `None` below the lowest.
    #[must_use]
    pub fn by_place(&self, ranks: &Ranks) -> Vec<Option<T>> {
        let mut by_place = vec![None; ranks.names().len() + 1];
        for (name, value) in &self.values {
            if let Some(place) = ranks.place(name) {
                by_place[usize::from(place)] = Some(value.clone());
            }
        }
        for place in 1..by_place.len() {
            if by_place[place].is_none() {
                by_place[place] = by_place[place - 1].clone();
            }
        }
        by_place
    }
}

/// The lowest of the named ranks on the ladder: a rank counts if it is this one or above
/// (plans.md E5). `u8::MAX`, which nobody reaches, if none of them is on it.
#[must_use]
pub fn lowest_of(names: &[String], ranks: &Ranks) -> u8 {
    names
        .iter()
        .filter_map(|name| ranks.place(name))
        .min()
        .unwrap_or(u8::MAX)
}
/// The rate at each place of the ladder: 0 for who holds no rank, 1 for the lowest. A
/// rank that is not listed has the rate of the next lower one that is, and `below` if
/// there is none.
///
/// # Errors
///
/// The first name that is no rank of the ladder.
pub(super) fn rates_by_place(
    listed: Vec<(String, Rate)>,
    ranks: &Ranks,
    below: Rate,
) -> Result<Vec<Rate>, String> {
    let mut stated = vec![None; ranks.names().len() + 1];
    for (name, rate) in listed {
        match ranks.place(&name) {
            Some(place) => stated[usize::from(place)] = Some(rate),
            None => return Err(name),
        }
    }
    let mut reached = below;
    Ok(stated
        .into_iter()
        .map(|rate| {
            reached = rate.unwrap_or(reached);
            reached
        })
        .collect())
}

/// The rate of a place; the highest for a place beyond the ladder, which there is not.
#[inline]
pub(super) fn at_place(rates: &[Rate], place: u8) -> Rate {
    rates
        .get(usize::from(place))
        .or(rates.last())
        .copied()
        .unwrap_or(Rate::ZERO)
}
