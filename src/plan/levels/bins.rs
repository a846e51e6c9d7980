//! What members of later blocks hand to sponsors of earlier ones, kept apart by block
//! until that block's turn comes.
//!
//! A bin is a list of chunks: memory is written and read in runs that are long enough. Of
//! all bins together only the row written next need be in the cache. Chunks are used again
//! as soon as they are empty.

use super::row::Row;

/// Rows in a chunk: fewer are too short a run, and of more too many would stand empty.
const CHUNK: usize = 1 << 8;

/// A heap of rows for each block.
#[derive(Clone, Debug, Default)]
pub(super) struct Bins<const WORDS: usize> {
    /// Chunk by chunk.
    rows: Vec<[u64; WORDS]>,
    /// The chunk that the same bin filled before; [`NONE`] if there is none.
    before: Vec<u32>,
    /// Chunks that nobody uses any more.
    free: Vec<u32>,
    /// How many rows each bin has had.
    count: Vec<u32>,
    /// The chunk each bin filled last.
    last: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<const WORDS: usize> Bins<WORDS> {
    /// Opens empty bins, one a block, with room for so many rows. Room is only memory once
    /// it is used.
    pub(super) fn open(&mut self, blocks: usize, rows: usize) {
        let chunks = blocks + rows.div_ceil(CHUNK);
        if self.rows.len() < chunks * CHUNK {
            self.rows = vec![[0; WORDS]; chunks * CHUNK];
        }
        self.before.clear();
        self.free.clear();
        self.count.clear();
        self.count.resize(blocks, 0);
        self.last.clear();
        self.last.resize(blocks, NONE);
    }

    /// Puts a row into a bin.
    #[inline(always)]
    pub(super) fn put(&mut self, bin: usize, row: Row<WORDS>) {
        let place = self.count[bin] as usize % CHUNK;
        if place == 0 {
            self.begin_chunk(bin);
        }
        self.rows[self.last[bin] as usize * CHUNK + place] = row.words();
        self.count[bin] += 1;
    }

    #[cold]
    #[inline(never)]
    fn begin_chunk(&mut self, bin: usize) {
        let before = self.last[bin];
        match self.free.pop() {
            Some(chunk) => {
                self.before[chunk as usize] = before;
                self.last[bin] = chunk;
            }
            None => {
                self.last[bin] = self.before.len() as u32;
                self.before.push(before);
                // Rows that were cut up may be more than there was room for.
                if self.rows.len() < self.before.len() * CHUNK {
                    self.rows.resize(self.before.len() * CHUNK, [0; WORDS]);
                }
            }
        }
    }

    /// Shows the rows of a bin to `see`, a chunk at a time.
    pub(super) fn look(&self, bin: usize, mut see: impl FnMut(&[[u64; WORDS]])) {
        let mut chunk = self.last[bin];
        let mut filled = (self.count[bin] as usize).wrapping_sub(1) % CHUNK + 1;
        while let Some(&before) = self.before.get(chunk as usize) {
            see(&self.rows[chunk as usize * CHUNK..][..filled]);
            (chunk, filled) = (before, CHUNK);
        }
    }

    /// Empties a bin.
    pub(super) fn clear(&mut self, bin: usize) {
        self.count[bin] = 0;
        let mut chunk = std::mem::replace(&mut self.last[bin], NONE);
        while let Some(&before) = self.before.get(chunk as usize) {
            self.free.push(chunk);
            chunk = before;
        }
    }
}
