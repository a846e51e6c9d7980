//! The draws of one address as a generator of the rand ecosystem.

use std::convert::Infallible;

use rand::TryRng;

use super::Key;

/// The draws `k`, `k` + 1, … of one entity, for rand's range sampling and sequences.
///
/// rand may change how it turns draws into values from one minor release to the next
/// (stack.md §2): use it where no result hangs on the value itself, and this room's own
/// samplers elsewhere.
#[derive(Clone, Debug)]
pub struct Draws {
    key: Key,
    entity: u32,
    k: u32,
}

impl Draws {
    /// The draws of an entity from the first on.
    #[must_use]
    pub fn new(key: Key, entity: u32) -> Draws {
        Draws { key, entity, k: 0 }
    }

    fn next(&mut self) -> u64 {
        let bits = self.key.draw(self.entity, self.k);
        self.k += 1;
        bits
    }
}

impl TryRng for Draws {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rand::seq::SliceRandom;
    use rand::{Rng, RngExt};

    use super::super::{Luck, Stream};
    use super::*;

    fn draws() -> (Key, Draws) {
        let key = Luck::new(1, 1).key(Stream::Tie, 0);
        (key, Draws::new(key, 9))
    }

    #[test]
    fn it_walks_the_counter_of_its_entity() {
        let (key, mut draws) = draws();
        assert_eq!(draws.next_u64(), key.draw(9, 0));
        assert_eq!(u64::from(draws.next_u32()), key.draw(9, 1) >> 32);
        let mut bytes = [0; 11];
        draws.fill_bytes(&mut bytes);
        assert_eq!(bytes[..8], key.draw(9, 2).to_le_bytes());
        assert_eq!(bytes[8..], key.draw(9, 3).to_le_bytes()[..3]);
    }

    #[test]
    fn ranges_and_shuffles_of_rand_work_on_it() {
        let (_, mut draws) = draws();
        assert!((10..20).contains(&draws.random_range(10..20_u64)));
        let mut items: Vec<u32> = (0..50).collect();
        items.shuffle(&mut draws);
        assert!(!items.is_sorted());
        items.sort_unstable();
        assert!(items.into_iter().eq(0..50));
    }
}
