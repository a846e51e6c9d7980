//! The ids of orders: millions of texts, each of which must be there once. They are noted
//! as they come and compared only when all are there, a share of them at a time that fits
//! the caches, where a table of all would be out of reach at every row.

use rayon::prelude::*;

use super::names::{Names, Slots};
use super::texts::{Text, Texts};

/// Shares, by the highest bits of the hash: ids that are equal meet in one of them.
const SHARES: usize = 256;

/// Ids numbered as they were entered. Room for 2³² − 1 of them.
#[derive(Debug)]
pub(super) struct Ids {
    texts: Texts,
    /// Hash above, number below, in ascending order of numbers.
    shares: Vec<Vec<u64>>,
}

/// An id that was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Duplicate {
    pub(super) number: u32,
    /// The first of its kind.
    pub(super) first: u32,
}

impl Default for Ids {
    fn default() -> Ids {
        Ids {
            texts: Texts::default(),
            shares: vec![Vec::new(); SHARES],
        }
    }
}

impl Ids {
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// An id by its number.
    pub(super) fn text(&self, number: u32) -> &[u8] {
        self.texts.get(number as usize)
    }

    /// Makes room for about so many.
    pub(super) fn reserve(&mut self, ids: usize) {
        self.texts.reserve(ids);
        for share in &mut self.shares {
            share.reserve(ids / SHARES);
        }
    }

    /// Enters an id with its [`Text::hash`] and returns its number.
    ///
    /// # Panics
    ///
    /// Beyond 2³² − 1 ids: the reader bounds the rows.
    #[inline]
    pub(super) fn enter(&mut self, text: Text, hash: u32) -> u32 {
        let number = u32::try_from(self.len()).expect("the reader bounds the rows");
        self.texts.push(text);
        self.shares[share_of(hash)].push(u64::from(hash) << 32 | u64::from(number));
        number
    }

    /// Every id that was there before, in the order they were entered.
    pub(super) fn duplicates(&self) -> Vec<Duplicate> {
        let in_share = |slots: &mut Slots, share: &Vec<u64>| {
            let mut found = Vec::new();
            slots.open(share.len());
            for (hash, number) in share.iter().map(apart) {
                let is = |other: u32| {
                    let text = self.texts.text(number as usize);
                    self.texts.is(other as usize, text)
                };
                match slots.seek(hash, is) {
                    Ok(first) => found.push(Duplicate { number, first }),
                    Err(slot) => slots.take(slot, hash, number),
                }
            }
            found
        };
        let shares = self.shares.par_iter().map_init(Slots::default, in_share);
        let mut duplicates: Vec<Duplicate> = shares.flatten_iter().collect();
        duplicates.sort_unstable();
        duplicates
    }

    /// The number of each of these names, if it was entered as an id and once only.
    pub(super) fn find(&self, names: &Names) -> Vec<Option<u32>> {
        let known = |entry| {
            let (hash, number) = apart(entry);
            let name = names.find(self.texts.text(number as usize), hash)?;
            Some((name, number))
        };
        let shares = self.shares.par_iter();
        let known: Vec<(u32, u32)> = shares
            .flat_map_iter(|share| share.iter().filter_map(known))
            .collect();
        let mut found = vec![None; names.len()];
        for (name, number) in known {
            found[name as usize] = Some(number);
        }
        found
    }
}

fn share_of(hash: u32) -> usize {
    (hash >> (u32::BITS - SHARES.ilog2())) as usize
}

fn apart(entry: &u64) -> (u32, u32) {
    ((entry >> 32) as u32, *entry as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn all_that_were_there_before_are_told_with_the_first(
            given in prop::collection::vec("[ab]{0,4}|[ab]{15,17}", 0..200),
            // Few hashes: texts of one hash are told apart.
            hashes in prop::sample::select(vec![1_u32, 3, u32::MAX]),
        ) {
            let hash = |text: Text| (text.hash() % hashes).rotate_right(8);
            let mut ids = Ids::default();
            let mut first = BTreeMap::new();
            let mut expected = Vec::new();
            for (number, text) in (0..).zip(&given) {
                let text = Text::of(text.as_bytes());
                prop_assert_eq!(ids.enter(text, hash(text)), number);
                match first.get(text.bytes()) {
                    Some(&first) => expected.push(Duplicate { number, first }),
                    None => {
                        first.insert(text.bytes(), number);
                    }
                }
            }
            prop_assert_eq!(ids.duplicates(), expected);
        }

        #[test]
        fn an_id_is_found_by_its_name(given in prop::collection::btree_set("[abc]{0,3}", 0..40)) {
            let (mut ids, mut names) = (Ids::default(), Names::default());
            for text in &given {
                let text = Text::of(text.as_bytes());
                ids.enter(text, text.hash());
            }
            let given: Vec<&String> = given.iter().collect();
            let looked_for: Vec<String> = given.iter().rev().map(|&text| text.clone()).collect();
            for text in looked_for.iter().step_by(2).map(String::as_str).chain(["dog"]) {
                let text = Text::of(text.as_bytes());
                names.enter(text, text.hash());
            }
            for (name, found) in (0..).zip(ids.find(&names)) {
                let text = String::from_utf8_lossy(names.text(name)).into_owned();
                let place = given.iter().position(|&other| *other == text);
                prop_assert_eq!(found, place.map(|place| place as u32));
            }
        }
    }
}
