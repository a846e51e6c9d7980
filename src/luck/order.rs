//! A random order at an address.

use super::Key;

/// Puts the items in an order drawn from all orders with equal chance.
///
/// Fisher and Yates' shuffle (Knuth, The Art of Computer Programming 2, §3.4.2,
/// algorithm P) run forwards: place `i` takes draw `k` = 0 of entity `i` (and `k` = 1, …
/// in the rare case of a rejection).
///
/// # Panics
///
/// If there are more than 2³² items.
pub fn shuffle<T>(items: &mut [T], key: &Key) {
    shuffle_by(items, |last| {
        let place = u32::try_from(last).expect("fewer than 2³² items");
        key.below(place, &mut 0, last as u64 + 1)
    });
}

/// The same shuffle with draws from elsewhere: `draw` gives a number from 0 to the place it is
/// asked for, each equally likely.
#[inline]
pub fn shuffle_by<T>(items: &mut [T], mut draw: impl FnMut(usize) -> u64) {
    for last in 1..items.len() {
        items.swap(last, draw(last) as usize);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Luck, Stream, testing};
    use super::*;

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::JoinOrder, 1)
    }

    #[test]
    fn nobody_and_one() {
        let mut none: [u32; 0] = [];
        shuffle(&mut none, &key(1));
        let mut one = [7];
        shuffle(&mut one, &key(1));
        assert_eq!(one, [7]);
    }

    /// All 24 orders of four items, χ² at a false-alarm rate of 10⁻⁶.
    #[test]
    fn every_order_is_equally_likely() {
        let mut seen = std::collections::BTreeMap::new();
        for seed in 0..48_000 {
            let mut items = [0, 1, 2, 3];
            shuffle(&mut items, &key(seed));
            *seen.entry(items).or_insert(0_u64) += 1;
        }
        let observed: Vec<u64> = seen.into_values().collect();
        testing::chi_square(&observed, &[2000.0; 24], 1e-6, "orders of four");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(n in 0..500_usize, seed: u64) {
            let mut items: Vec<usize> = (0..n).collect();
            shuffle(&mut items, &key(seed));
            items.sort_unstable();
            prop_assert!(items.into_iter().eq(0..n));
        }
    }
}
