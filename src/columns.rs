//! Arithmetic on whole columns, compiled once for each kind of vector unit (stack.md).

pub(crate) mod bins;
mod entries;

use std::iter::Sum;

use multiversion::multiversion;
use rayon::prelude::*;

pub use entries::Entries;

/// The entries of a column that one core works on before it takes more.
const PIECE: usize = if cfg!(test) { 1 << 9 } else { 1 << 16 };

/// How the work on a column is shared out. It changes no result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cores {
    /// Other replications have the other cores.
    #[default]
    One,
    /// The replication is the only one.
    All,
}

impl Cores {
    /// The cores of one of so many replications.
    #[must_use]
    pub fn of(replications: u32) -> Cores {
        if replications == 1 {
            Cores::All
        } else {
            Cores::One
        }
    }

    /// Does two things, side by side if there are cores for both.
    pub fn join<A: Send, B: Send>(
        self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        match self {
            Cores::One => (one(), other()),
            Cores::All => rayon::join(one, other),
        }
    }

    /// Does `work` on pieces of a column, each with the place of its first entry.
    pub fn share<T: Send>(self, column: &mut [T], work: impl Fn(usize, &mut [T]) + Sync) {
        match self {
            Cores::One => work(0, column),
            Cores::All => column
                .par_chunks_mut(PIECE)
                .enumerate()
                .for_each(|(piece, column)| work(piece * PIECE, column)),
        }
    }

    /// Does `work` on pieces of a column and puts what it makes of them together.
    pub fn change<T: Send, S: Send + Default>(
        self,
        column: &mut [T],
        work: impl Fn(&mut [T]) -> S + Send + Sync,
        together: impl Fn(S, S) -> S + Send + Sync,
    ) -> S {
        match self {
            Cores::One => work(column),
            Cores::All => column
                .par_chunks_mut(PIECE)
                .map(work)
                .reduce(S::default, together),
        }
    }

    /// Σ of what `sum` makes of pieces of a column.
    pub fn sum<T: Sync, S: Send + Sum>(
        self,
        column: &[T],
        sum: impl Fn(&[T]) -> S + Send + Sync,
    ) -> S {
        match self {
            Cores::One => sum(column),
            Cores::All => column.par_chunks(PIECE).map(sum).sum(),
        }
    }
}

/// A column, or what would stand in every place of it.
#[derive(Clone, Copy, Debug)]
pub enum Each<'a, T> {
    /// The same for all.
    All(T),
    /// One entry for each.
    Own(&'a [T]),
}

impl<'a, T: Copy> Each<'a, T> {
    /// The column from place `first` on.
    ///
    /// # Panics
    ///
    /// If it is shorter.
    #[must_use]
    pub fn starting_at(self, first: usize) -> Each<'a, T> {
        match self {
            Each::All(entry) => Each::All(entry),
            Each::Own(column) => Each::Own(&column[first..]),
        }
    }

    /// What stands at a place.
    ///
    /// # Panics
    ///
    /// If the column is shorter.
    #[inline]
    #[must_use]
    pub fn at(self, place: usize) -> T {
        match self {
            Each::All(entry) => entry,
            Each::Own(column) => column[place],
        }
    }

    /// What stands in the first place, if there is one.
    #[must_use]
    pub fn first(self) -> Option<T> {
        match self {
            Each::All(entry) => Some(entry),
            Each::Own(column) => column.first().copied(),
        }
    }

    /// How many of `places` places come before the first whose entry is not `before`. Those
    /// that are have to come first.
    #[must_use]
    pub fn partition_point(self, places: usize, before: impl Fn(T) -> bool) -> usize {
        match self {
            Each::All(entry) if before(entry) => places,
            Each::All(_) => 0,
            Each::Own(column) => column.partition_point(|&entry| before(entry)),
        }
    }

    /// Whether both say the same of everyone, of as many places.
    #[must_use]
    pub fn says_the_same(self, other: Each<T>) -> bool
    where
        T: PartialEq,
    {
        match (self, other) {
            (Each::All(entry), Each::All(other)) => entry == other,
            (Each::Own(column), Each::Own(other)) => column == other,
            (Each::All(entry), Each::Own(column)) | (Each::Own(column), Each::All(entry)) => {
                column.iter().all(|&own| own == entry)
            }
        }
    }

    /// Fills a column of `places` places with what is made of the entries of this one and of
    /// another. Whether they have entries of their own is asked once.
    pub fn combine<U: Copy, V: Clone>(
        self,
        other: Each<U>,
        places: usize,
        made: &mut Vec<V>,
        make: impl Fn(T, U) -> V,
    ) {
        made.clear();
        match (self, other) {
            (Each::All(one), Each::All(other)) => made.resize(places, make(one, other)),
            (Each::All(one), Each::Own(others)) => {
                made.extend(others.iter().map(|&other| make(one, other)));
            }
            (Each::Own(column), Each::All(other)) => {
                made.extend(column.iter().map(|&one| make(one, other)));
            }
            (Each::Own(column), Each::Own(others)) => {
                let pairs = column.iter().zip(others);
                made.extend(pairs.map(|(&one, &other)| make(one, other)));
            }
        }
    }
}

/// Makes a column as long as there are members; who is new has nothing. A column that more
/// than doubles moves to memory fresh from the system, which nobody has to empty: whoever
/// writes to it first, on whatever core, fetches it.
pub fn lengthen<T: Copy + Default>(column: &mut Vec<T>, members: usize) {
    if members / 2 > column.capacity() {
        let mut longer = vec![T::default(); members];
        longer[..column.len()].copy_from_slice(column);
        *column = longer;
    } else {
        column.resize(members, T::default());
    }
}

/// Adds to each count another.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub fn add_counts(counts: &mut [u32], others: &[u32]) {
    for (count, other) in counts.iter_mut().zip(others) {
        *count += other;
    }
}

/// Adds to each amount so many times `value`.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub fn add_multiples(amounts: &mut [i64], counts: &[u32], value: i64) {
    for (amount, &count) in amounts.iter_mut().zip(counts) {
        *amount += i64::from(count) * value;
    }
}

/// Writes for each amount so many times `value`.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub fn write_multiples(amounts: &mut [i64], counts: &[u32], value: i64) {
    for (amount, &count) in amounts.iter_mut().zip(counts) {
        *amount = i64::from(count) * value;
    }
}

/// Σ counts.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
#[must_use]
pub fn total(counts: &[u32]) -> u64 {
    counts.iter().map(|&count| u64::from(count)).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn alike_or_not_a_column_is_read_in_one_way(
            mut column in prop::collection::vec(0_u16..4, 1..20),
            other in prop::collection::vec(0_u16..4, 20),
            (alike, first) in (0_u16..4, 0_usize..20),
        ) {
            let places = column.len();
            column.sort_unstable();
            let all = vec![alike; places];
            for (each, plain) in [(Each::Own(&column), &column), (Each::All(alike), &all)] {
                prop_assert_eq!(each.first(), plain.first().copied());
                let first = first % places;
                let rest = each.starting_at(first);
                prop_assert_eq!(rest.at(0), plain[first]);
                for bound in 0..5 {
                    prop_assert_eq!(
                        rest.partition_point(places - first, |entry| entry < bound),
                        plain[first..].partition_point(|&entry| entry < bound)
                    );
                }
                for (with, plain_with) in [
                    (Each::Own(&other[..places]), &other[..places]),
                    (Each::Own(&column), &column),
                    (Each::All(other[0]), &vec![other[0]; places]),
                ] {
                    prop_assert_eq!(each.says_the_same(with), plain[..] == *plain_with);
                    let mut made = vec![9];
                    each.combine(with, places, &mut made, |one, other| 10 * one + other);
                    let pairs = plain.iter().zip(plain_with);
                    let one_by_one: Vec<u16> = pairs.map(|(one, other)| 10 * one + other).collect();
                    prop_assert_eq!(made, one_by_one);
                }
            }
        }
    }
}
