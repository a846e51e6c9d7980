//! Ids as numbers: any text once, numbered in the order of first mention. It is asked by
//! text and by number and never walked through in the order of its table, so its results
//! do not hang on how texts are scattered in it.

use std::hint::black_box;

use super::texts::{Text, Texts};

/// So many texts are fetched together.
pub(super) const WARM: usize = 32;

/// Texts and their numbers. Room for 2³² − 1 of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    texts: Texts,
    /// Hash above, number + 1 below; 0 is free. A power of two of them, at most two
    /// thirds taken.
    slots: Vec<u64>,
}

/// Whether a text was there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entered {
    New(u32),
    Known(u32),
}

impl Entered {
    pub(super) fn number(self) -> u32 {
        let (Entered::New(number) | Entered::Known(number)) = self;
        number
    }
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// A text by its number.
    pub(super) fn text(&self, number: u32) -> &[u8] {
        self.texts.get(number as usize)
    }

    /// The number of a text, if it was entered.
    #[inline]
    pub(super) fn find(&self, text: Text, hash: u32) -> Option<u32> {
        match self.slots.is_empty() {
            true => None,
            false => self.seek(text, hash).ok(),
        }
    }

    /// Fetches what [`Names::find`] and [`Names::enter`] of these hashes will look at. A
    /// table of millions is in no cache: asked one by one, every text waits for memory
    /// twice; fetched together, the waits overlap.
    pub(super) fn warm(&self, hashes: &[u32; WARM]) {
        let mask = self.slots.len().wrapping_sub(1);
        if self.slots.is_empty() {
            return;
        }
        let numbers = hashes.map(|hash| self.slots[hash as usize & mask] as u32);
        self.texts
            .warm(&numbers.map(|number| number.wrapping_sub(1)));
    }

    /// Fetches what [`Names::enter`] of these hashes will look at if their texts are new:
    /// no other text has the hash of one.
    pub(super) fn warm_for_new(&self, hashes: &[u32; WARM]) {
        let mask = self.slots.len().wrapping_sub(1);
        if !self.slots.is_empty() {
            black_box(hashes.map(|hash| self.slots[hash as usize & mask]));
        }
    }

    /// Makes room for about so many texts more, so that the table need not grow.
    pub(super) fn reserve(&mut self, texts: usize) {
        self.texts.reserve(texts);
        let slots = ((self.len() + texts) * 3 / 2 + 1).next_power_of_two();
        if slots > self.slots.len() {
            self.resize(slots);
        }
    }

    /// Enters a text with this hash, [`Text::hash`].
    ///
    /// # Panics
    ///
    /// Beyond 2³² − 1 texts: the readers bound the rows.
    #[inline]
    pub(super) fn enter(&mut self, text: Text, hash: u32) -> Entered {
        if self.slots.len() * 2 <= self.len() * 3 {
            self.grow();
        }
        match self.seek(text, hash) {
            Ok(number) => Entered::Known(number),
            Err(slot) => {
                let number = u32::try_from(self.len()).expect("the readers bound the rows");
                self.slots[slot] = u64::from(hash) << 32 | u64::from(number + 1);
                self.texts.push(text);
                Entered::New(number)
            }
        }
    }

    /// The number of a text, or the free slot where it belongs.
    #[inline]
    fn seek(&self, text: Text, hash: u32) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let found = self.slots[slot];
            if found == 0 {
                return Err(slot);
            }
            let number = found as u32 - 1;
            if (found >> 32) as u32 == hash && self.texts.is(number as usize, text) {
                return Ok(number);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.resize((self.slots.len() * 2).max(64));
    }

    fn resize(&mut self, size: usize) {
        // Written to and not only zeroed: a page first read and then written costs a fault
        // twice, and an interruption of all other cores.
        let mut slots = Vec::with_capacity(size);
        slots.resize(size, black_box(0));
        let old = std::mem::replace(&mut self.slots, slots);
        for entry in old.into_iter().filter(|&entry| entry != 0) {
            let mut slot = (entry >> 32) as usize & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = entry;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn enter(names: &mut Names, text: &str) -> Entered {
        let text = Text::of(text.as_bytes());
        names.enter(text, text.hash())
    }

    fn find(names: &Names, text: &str) -> Option<u32> {
        let text = Text::of(text.as_bytes());
        names.find(text, text.hash())
    }

    #[test]
    fn a_text_is_numbered_once() {
        let mut names = Names::default();
        assert_eq!(find(&names, "Ann"), None);
        assert_eq!(enter(&mut names, "Ann"), Entered::New(0));
        assert_eq!(enter(&mut names, ""), Entered::New(1));
        assert_eq!(enter(&mut names, "Ann"), Entered::Known(0));
        assert_eq!(find(&names, ""), Some(1));
        assert_eq!(names.text(0), b"Ann");
    }

    #[test]
    fn texts_of_one_hash_are_told_apart() {
        let mut names = Names::default();
        for (index, text) in ["a", "b", "c", "d"].iter().enumerate() {
            assert_eq!(
                names.enter(Text::of(text.as_bytes()), 7),
                Entered::New(index as u32),
                "{text}"
            );
        }
        assert_eq!(names.find(Text::of(b"c"), 7), Some(2));
        assert_eq!(names.find(Text::of(b"e"), 7), None);
    }

    proptest! {
        #[test]
        fn it_is_a_map(texts in prop::collection::vec("[ab]{0,5}|[ab]{14,17}", 0..300)) {
            let mut names = Names::default();
            let mut map: BTreeMap<&str, u32> = BTreeMap::new();
            for text in &texts {
                let next = map.len() as u32;
                let expected = *map.entry(text).or_insert(next);
                prop_assert_eq!(enter(&mut names, text).number(), expected);
            }
            prop_assert_eq!(names.len(), map.len());
            for (text, &number) in &map {
                prop_assert_eq!(names.text(number), text.as_bytes());
            }
        }
    }
}
