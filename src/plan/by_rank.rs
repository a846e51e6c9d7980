//! Values by rank: a rank that is not listed has what the next lower listed one has.

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
