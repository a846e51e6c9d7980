//! What members of later blocks hand to sponsors of earlier ones, kept apart by block
//! until that block's turn comes.
//!
//! A bin is filled in the cache and put away a whole chunk at a time: memory is written
//! and read in long runs only. Chunks are used again as soon as they are empty.

use super::row::Row;

/// Rows in a chunk: fewer are too short a run.
const CHUNK: usize = 1 << 10;

/// A heap of rows for each block.
#[derive(Clone, Debug, Default)]
pub(super) struct Bins<const WORDS: usize> {
    filling: Vec<[Row<WORDS>; CHUNK]>,
    /// How many rows each bin has had.
    count: Vec<u32>,
    /// The chunk each bin put away last; [`NONE`] if it has none.
    last: Vec<u32>,
    full: Vec<[Row<WORDS>; CHUNK]>,
    /// The chunk that the same bin put away before.
    before: Vec<u32>,
    /// Chunks nobody uses.
    free: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<const WORDS: usize> Bins<WORDS> {
    /// Opens empty bins, one a block.
    pub(super) fn open(&mut self, blocks: usize) {
        if self.filling.len() < blocks {
            self.filling.resize(blocks, [Row::EMPTY; CHUNK]);
        }
        self.count.clear();
        self.count.resize(blocks, 0);
        self.last.clear();
        self.last.resize(blocks, NONE);
        self.free.clear();
        self.free.extend((0..self.full.len() as u32).rev());
    }

    /// Puts a row into a bin.
    #[inline(always)]
    pub(super) fn put(&mut self, bin: usize, row: Row<WORDS>) {
        let place = self.count[bin] as usize % CHUNK;
        self.filling[bin][place] = row;
        self.count[bin] += 1;
        if place == CHUNK - 1 {
            self.put_away(bin);
        }
    }

    #[cold]
    #[inline(never)]
    fn put_away(&mut self, bin: usize) {
        let before = self.last[bin];
        match self.free.pop() {
            Some(chunk) => {
                self.full[chunk as usize].copy_from_slice(&self.filling[bin]);
                self.before[chunk as usize] = before;
                self.last[bin] = chunk;
            }
            None => {
                self.last[bin] = self.full.len() as u32;
                self.full.push(self.filling[bin]);
                self.before.push(before);
            }
        }
    }

    /// Shows the rows of a bin to `see`, a chunk at a time.
    pub(super) fn look(&self, bin: usize, mut see: impl FnMut(&[Row<WORDS>])) {
        see(&self.filling[bin][..self.count[bin] as usize % CHUNK]);
        let mut chunk = self.last[bin];
        while let Some(rows) = self.full.get(chunk as usize) {
            see(rows);
            chunk = self.before[chunk as usize];
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
