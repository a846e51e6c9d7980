//! How many units each member sold.

use multiversion::multiversion;

use crate::columns::{self, Cores};

/// A column of counts. In a network that fills memory they are kept in a byte each
/// ([`Sales::shorten_units`](super::Sales::shorten_units)); then the other column is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    pub(super) counts: Vec<u32>,
    short: Vec<u8>,
}

impl Units {
    /// Nobody's.
    #[must_use]
    pub fn none() -> &'static Units {
        static NONE: Units = Units {
            counts: Vec::new(),
            short: Vec::new(),
        };
        &NONE
    }

    /// What a member sold.
    ///
    /// # Panics
    ///
    /// If there is no such member.
    #[must_use]
    pub fn of(&self, member: usize) -> u32 {
        match self.short.get(member) {
            Some(&count) => count.into(),
            None => self.counts[member],
        }
    }

    /// What each member sold, in joining order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let short = self.short.iter().map(|&count| count.into());
        self.counts.iter().copied().chain(short)
    }

    /// Both columns, of which one is empty.
    #[must_use]
    pub fn columns(&self) -> (&[u32], &[u8]) {
        (&self.counts, &self.short)
    }

    /// Takes a unit of a member back, if he sold any.
    ///
    /// # Panics
    ///
    /// If there is no such member, or counts were shortened.
    pub fn take_back(&mut self, member: usize) {
        self.counts[member] = self.counts[member].saturating_sub(1);
    }

    /// Keeps each count in a byte, if all fit.
    pub(super) fn shorten(&mut self, cores: Cores) {
        let too_large: u64 = cores.sum(&self.counts, count_too_large);
        if too_large == 0 && self.short.is_empty() {
            let counts = std::mem::take(&mut self.counts);
            self.short = vec![0; counts.len()];
            cores.share(&mut self.short, |first, short| {
                write_bytes(short, &counts[first..]);
            });
        }
    }

    /// Has a count for each of so many members, whatever they are, to be posted to.
    pub(super) fn open(&mut self, members: usize) {
        self.short = Vec::new();
        columns::lengthen(&mut self.counts, members);
    }
}

impl From<Vec<u32>> for Units {
    fn from(counts: Vec<u32>) -> Units {
        Units {
            counts,
            short: Vec::new(),
        }
    }
}

/// How many counts do not fit a byte.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn count_too_large(counts: &[u32]) -> u64 {
    let too_large = |&count: &u32| u64::from(count > u8::MAX.into());
    counts.iter().map(too_large).sum()
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn write_bytes(bytes: &mut [u8], counts: &[u32]) {
    for (byte, &count) in bytes.iter_mut().zip(counts) {
        *byte = count as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_the_same_in_bytes_where_they_fit() {
        for (counts, is_shortened) in [([3, 0, 255], true), ([3, 256, 0], false)] {
            let mut units = Units::from(counts.to_vec());
            // Twice is as good as once.
            units.shorten(Cores::One);
            units.shorten(Cores::One);
            assert_eq!(units.columns().0.is_empty(), is_shortened);
            assert_eq!(units.iter().collect::<Vec<u32>>(), counts);
            assert_eq!([0, 1, 2].map(|member| units.of(member)), counts);
            units.open(2);
            assert_eq!(units.iter().count(), 2);
        }
    }
}
