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
    slots: Slots,
}

/// Where the numbers of texts are found by their hashes.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    /// Hash above, number + 1 below; 0 is free. A power of two of them, at most two
    /// thirds taken; none before the first [`Slots::open`].
    entries: Vec<u64>,
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

impl Slots {
    /// Frees all slots and makes them enough for so many texts.
    pub(super) fn open(&mut self, texts: usize) {
        let size = (texts * 3 / 2 + 1).next_power_of_two().max(64);
        self.entries.clear();
        // Written to and not only zeroed: a page first read and then written costs a fault
        // twice, and an interruption of all other cores.
        self.entries.resize(size, black_box(0));
    }

    /// The number that has this hash and `is` the text looked for, or the free slot where
    /// it belongs.
    #[inline]
    pub(super) fn seek(&self, hash: u32, is: impl Fn(u32) -> bool) -> Result<u32, usize> {
        let mask = self.entries.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let found = self.entries[slot];
            if found == 0 {
                return Err(slot);
            }
            let number = found as u32 - 1;
            if (found >> 32) as u32 == hash && is(number) {
                return Ok(number);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Takes the free slot that [`Slots::seek`] found.
    #[inline]
    pub(super) fn take(&mut self, slot: usize, hash: u32, number: u32) {
        self.entries[slot] = u64::from(hash) << 32 | u64::from(number + 1);
    }

    fn has_room(&self, texts: usize) -> bool {
        texts * 3 < self.entries.len() * 2
    }

    /// Fetches the slots of these hashes; returns the numbers found there, perhaps of
    /// other texts.
    fn warm(&self, hashes: &[u32; WARM]) -> [u32; WARM] {
        let mask = self.entries.len().wrapping_sub(1);
        hashes.map(|hash| {
            let entry = self.entries.get(hash as usize & mask);
            (*entry.unwrap_or(&0) as u32).wrapping_sub(1)
        })
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

    /// The number of a text with this hash, if it was entered.
    #[inline]
    pub(super) fn find(&self, text: Text, hash: u32) -> Option<u32> {
        match self.texts.len() {
            0 => None,
            _ => self.seek(text, hash).ok(),
        }
    }

    /// Fetches what [`Names::find`] and [`Names::enter`] of these hashes will look at. A
    /// table of millions is in no cache: asked one by one, every text waits for memory
    /// twice; fetched together, the waits overlap.
    pub(super) fn warm(&self, hashes: &[u32; WARM]) {
        self.texts.warm(&self.slots.warm(hashes));
    }

    /// Makes room for about so many texts more, so that the table need not grow.
    pub(super) fn reserve(&mut self, texts: usize) {
        self.texts.reserve(texts);
        if !self.slots.has_room(self.len() + texts) {
            self.resize(self.len() + texts);
        }
    }

    /// Enters a text with this hash, [`Text::hash`].
    ///
    /// # Panics
    ///
    /// Beyond 2³² − 1 texts: the readers bound the rows.
    #[inline]
    pub(super) fn enter(&mut self, text: Text, hash: u32) -> Entered {
        if !self.slots.has_room(self.len()) {
            self.resize((self.len() * 2).max(32));
        }
        match self.seek(text, hash) {
            Ok(number) => Entered::Known(number),
            Err(slot) => {
                let number = u32::try_from(self.len()).expect("the readers bound the rows");
                self.slots.take(slot, hash, number);
                self.texts.push(text);
                Entered::New(number)
            }
        }
    }

    #[inline]
    fn seek(&self, text: Text, hash: u32) -> Result<u32, usize> {
        let is = |number| self.texts.is(number as usize, text);
        self.slots.seek(hash, is)
    }

    fn resize(&mut self, texts: usize) {
        let mut slots = Slots::default();
        slots.open(texts);
        for entry in self.slots.entries.iter().filter(|&&entry| entry != 0) {
            let (hash, number) = ((entry >> 32) as u32, *entry as u32 - 1);
            // No two are one text.
            if let Err(slot) = slots.seek(hash, |_| false) {
                slots.take(slot, hash, number);
            }
        }
        self.slots = slots;
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
