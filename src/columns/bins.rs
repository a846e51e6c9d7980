//! What members of later blocks hand to sponsors of earlier ones, kept apart by block
//! until that block's turn comes.
//!
//! A bin is filled in one place, which stays in the cache while there are not too many, and
//! put away a whole chunk at a time: memory is written and read in long runs. Chunks are
//! used again as soon as they are empty.

/// Rows in a chunk: fewer are too short a run.
const CHUNK: usize = 1 << 9;

/// A heap of rows for each block, of `WORDS` words each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bins<T, const WORDS: usize> {
    /// What is not yet a whole chunk.
    filling: Vec<[[T; WORDS]; CHUNK]>,
    /// How many rows each bin has had.
    count: Vec<u32>,
    /// The chunk each bin put away last; [`NONE`] if it has none.
    last: Vec<u32>,
    /// What was put away, chunk by chunk.
    away: Vec<[T; WORDS]>,
    /// The chunk that the same bin put away before.
    before: Vec<u32>,
    /// Chunks that nobody uses any more.
    free: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// The most bins: the ends of so many stay in the cache.
const BINS: usize = 1 << 12;

/// The members of a block as a power of two, at least `smallest`.
pub(crate) fn block_shift(members: usize, smallest: u32) -> u32 {
    let fewest = members.div_ceil(BINS).next_power_of_two();
    fewest.trailing_zeros().max(smallest)
}

/// An amount for a place in a block of 2^`shift` members, in one half word.
#[inline(always)]
pub(crate) fn half_word(place: u32, amount: u32, shift: u32) -> u32 {
    amount << shift | place
}

/// The place and the amount of a [`half_word`].
#[inline(always)]
pub(crate) fn place_and_amount(word: u32, shift: u32) -> (usize, u32) {
    let place = word & ((1 << shift) - 1);
    (place as usize, word >> shift)
}

impl<T: Copy + Default, const WORDS: usize> Bins<T, WORDS> {
    fn empty() -> [T; WORDS] {
        [T::default(); WORDS]
    }

    /// Opens empty bins, one a block, with room for so many rows. Room is only memory once
    /// it is used.
    pub(crate) fn open(&mut self, blocks: usize, rows: usize) {
        if self.filling.len() < blocks {
            self.filling.resize(blocks, [Self::empty(); CHUNK]);
        }
        if self.away.len() < rows {
            self.away = vec![Self::empty(); rows.next_multiple_of(CHUNK)];
        }
        self.count.clear();
        self.count.resize(blocks, 0);
        self.last.clear();
        self.last.resize(blocks, NONE);
        self.before.clear();
        self.free.clear();
    }

    /// Puts a row into a bin.
    #[inline(always)]
    pub(crate) fn put(&mut self, bin: usize, row: [T; WORDS]) {
        self.put_if(true, bin, row);
    }

    /// Puts a row into a bin if it is wanted. No branch: who hands something up is as good as
    /// random.
    #[inline(always)]
    pub(crate) fn put_if(&mut self, is_wanted: bool, bin: usize, row: [T; WORDS]) {
        let count = self.count[bin];
        let place = count as usize % CHUNK;
        self.filling[bin][place] = row;
        self.count[bin] = count + u32::from(is_wanted);
        if place + usize::from(is_wanted) == CHUNK {
            self.put_away(bin);
        }
    }

    #[inline(never)]
    fn put_away(&mut self, bin: usize) {
        let chunk = self.free.pop().unwrap_or_else(|| {
            self.before.push(NONE);
            // There may be more than there was room for.
            if self.away.len() < self.before.len() * CHUNK {
                let rows = self.before.len() * CHUNK;
                self.away.resize(rows, Self::empty());
            }
            self.before.len() as u32 - 1
        });
        self.away[chunk as usize * CHUNK..][..CHUNK].copy_from_slice(&self.filling[bin]);
        self.before[chunk as usize] = std::mem::replace(&mut self.last[bin], chunk);
    }

    /// Shows the rows of a bin to `see`, a chunk at a time.
    pub(crate) fn look(&self, bin: usize, mut see: impl FnMut(&[[T; WORDS]])) {
        see(&self.filling[bin][..self.count[bin] as usize % CHUNK]);
        let mut chunk = self.last[bin];
        while let Some(&before) = self.before.get(chunk as usize) {
            see(&self.away[chunk as usize * CHUNK..][..CHUNK]);
            chunk = before;
        }
    }

    /// Empties a bin.
    pub(crate) fn clear(&mut self, bin: usize) {
        self.count[bin] = 0;
        let mut chunk = std::mem::replace(&mut self.last[bin], NONE);
        while let Some(&before) = self.before.get(chunk as usize) {
            self.free.push(chunk);
            chunk = before;
        }
    }
}
