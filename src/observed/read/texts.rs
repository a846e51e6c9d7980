//! Short texts side by side. Ids are nearly always short: one that fits a word of sixteen
//! bytes is found, compared and hashed there, without asking where it stands.

use std::hint::black_box;

use super::names::WARM;

/// Odd, with about as many ones as zeros: the fraction of the golden ratio.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

const WIDTH: usize = 16;
/// The last byte of a word is the length of its text, or this if the text is longer and
/// the word says where it stands.
const ELSEWHERE: u8 = u8::MAX;

/// A text of up to 15 bytes, zeros after it and its length last; else the place of a
/// longer one among [`Texts::longer`], its start and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Word([u8; WIDTH]);

/// A text, with the word it would be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    /// `None` of a text too long for a word.
    word: Option<Word>,
    bytes: &'a [u8],
}

/// Texts one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    words: Vec<Word>,
    longer: Vec<u8>,
}

impl Word {
    /// Of a text that fits. It is put together in a register from reads that overlap:
    /// copied to memory piece by piece, it could not be read back at once.
    #[inline]
    fn of(text: &[u8]) -> Option<Word> {
        let length = text.len();
        let word = match text {
            [] => 0,
            [first, .., last] if length < 4 => {
                let middle = u128::from(text[length / 2]) << (length / 2 * 8);
                u128::from(*first) | middle | u128::from(*last) << ((length - 1) * 8)
            }
            [only] => u128::from(*only),
            _ if length < WIDTH => match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
                (Some(first), Some(last)) => {
                    let last = u128::from(u64::from_le_bytes(*last)) << ((length - 8) * 8);
                    u128::from(u64::from_le_bytes(*first)) | last
                }
                _ => {
                    let (first, last) = (text.first_chunk::<4>()?, text.last_chunk::<4>()?);
                    let last = u128::from(u32::from_le_bytes(*last)) << ((length - 4) * 8);
                    u128::from(u32::from_le_bytes(*first)) | last
                }
            },
            _ => return None,
        };
        let word = word | (length as u128) << ((WIDTH - 1) * 8);
        Some(Word(word.to_le_bytes()))
    }

    fn halves(self) -> [u64; 2] {
        let number = u128::from_le_bytes(self.0);
        [number as u64, (number >> 64) as u64]
    }
}

impl<'a> Text<'a> {
    #[inline]
    pub(super) fn of(bytes: &'a [u8]) -> Text<'a> {
        Text {
            word: Word::of(bytes),
            bytes,
        }
    }

    pub(super) fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    pub(super) fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    /// For [`super::names::Names`]: reckoned by whoever reads the text, on any thread.
    #[inline]
    pub(super) fn hash(self) -> u32 {
        let fold = |state: u64, word: u64| {
            let product = u128::from(state ^ word) * u128::from(MULTIPLIER);
            (product as u64) ^ ((product >> 64) as u64)
        };
        let folded = match self.word {
            Some(word) => word.halves().into_iter().fold(MULTIPLIER, fold),
            None => {
                let (words, rest) = self.bytes.as_chunks::<8>();
                let mut last = [0; 8];
                last[..rest.len()].copy_from_slice(rest);
                let words = words.iter().chain([&last]);
                words.fold(self.bytes.len() as u64, |state, &word| {
                    fold(state, u64::from_le_bytes(word))
                })
            }
        };
        (fold(folded, MULTIPLIER) >> 32) as u32
    }
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.longer.clear();
    }

    pub(super) fn reserve(&mut self, texts: usize) {
        self.words.reserve(texts);
    }

    #[inline]
    pub(super) fn push(&mut self, text: Text) {
        let word = text.word.unwrap_or_else(|| self.lay(text.bytes));
        self.words.push(word);
    }

    /// Lays a text too long for a word where such stand.
    #[cold]
    fn lay(&mut self, text: &[u8]) -> Word {
        let mut word = [ELSEWHERE; WIDTH];
        word[..8].copy_from_slice(&(self.longer.len() as u64).to_le_bytes());
        // A record is no longer than 2²⁶ bytes.
        word[8..12].copy_from_slice(&(text.len() as u32).to_le_bytes());
        self.longer.extend_from_slice(text);
        Word(word)
    }

    pub(super) fn get(&self, index: usize) -> &[u8] {
        let Word(word) = &self.words[index];
        match word[WIDTH - 1] {
            ELSEWHERE => self.long(Word(*word)),
            length => &word[..usize::from(length)],
        }
    }

    /// A text as [`Texts::push`] and [`super::names::Names`] take it.
    #[inline]
    pub(super) fn text(&self, index: usize) -> Text<'_> {
        let word = &self.words[index];
        match word.0[WIDTH - 1] {
            ELSEWHERE => Text {
                word: None,
                bytes: self.long(*word),
            },
            length => Text {
                word: Some(*word),
                bytes: &word.0[..usize::from(length)],
            },
        }
    }

    #[cold]
    fn long(&self, word: Word) -> &[u8] {
        let [start, length] = word.halves();
        let start = start as usize;
        &self.longer[start..start + length as u32 as usize]
    }

    /// Whether a text is this one.
    #[inline]
    pub(super) fn is(&self, index: usize, text: Text) -> bool {
        match text.word {
            Some(word) => self.words[index] == word,
            None => self.get(index) == text.bytes,
        }
    }

    /// Fetches these texts, as far as they are there.
    #[inline]
    pub(super) fn warm(&self, indices: &[u32; WARM]) {
        let last = self.words.len().wrapping_sub(1);
        if !self.words.is_empty() {
            black_box(indices.map(|index| self.words[(index as usize).min(last)].0[0]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_text_is_no_prefix_of_another_and_no_zeros() {
        let mut texts = Texts::default();
        for text in [&b""[..], b"\0", b"\0\0", b"a", b"a\0"] {
            texts.push(Text::of(text));
        }
        for (index, length) in [0, 1, 2, 1, 2].into_iter().enumerate() {
            assert_eq!(texts.get(index).len(), length);
            for other in 0..5 {
                assert_eq!(texts.is(index, texts.text(other)), index == other);
            }
        }
    }

    proptest! {
        #[test]
        fn texts_come_back_as_they_were(given in prop::collection::vec(prop::collection::vec(0_u8.., 0..40), 0..50)) {
            let mut texts = Texts::default();
            for text in &given {
                texts.push(Text::of(text));
            }
            let mut again = Texts::default();
            for (index, text) in given.iter().enumerate() {
                prop_assert_eq!(texts.get(index), &text[..]);
                prop_assert_eq!(texts.text(index).bytes(), &text[..]);
                prop_assert!(texts.is(index, Text::of(text)));
                prop_assert_eq!(texts.text(index).hash(), Text::of(text).hash());
                again.push(texts.text(index));
                prop_assert_eq!(again.get(index), &text[..]);
            }
            for (index, one) in given.iter().enumerate() {
                for other in &given {
                    prop_assert_eq!(texts.is(index, Text::of(other)), one == other);
                }
            }
        }
    }
}
