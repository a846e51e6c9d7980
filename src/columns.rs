//! Arithmetic on whole columns, compiled once for each kind of vector unit (stack.md).

use multiversion::multiversion;
use rayon::prelude::*;

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
}

/// A column, or what would stand in every place of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
