//! The pass over a network of any size in blocks of members, from the newest to the
//! oldest, so that the rows written to stay in the cache.
//!
//! What a member hands to a sponsor of his own block is added at once; what goes further
//! up waits in the sponsor's [bin](Bins) until that block's turn comes, with all its rows
//! beginning at nothing. Most of what waits is of people without recruits: in a network that
//! fills memory their volume has bins of its own, a word each. All sums are of whole numbers,
//! so the order changes none.

use multiversion::multiversion;

use super::bins::Bins;
use super::row::{LEVELS, Row, take_up, take_up_nearest, weigh, weigh_one};
use crate::network::NO_SPONSOR;

/// Volume by level for any amount.
type WideRow = [u64; LEVELS];

/// Memory of the pass, reused.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks<const WORDS: usize> {
    rows: Vec<Row<WORDS>>,
    /// For blocks with more volume than narrow lanes hold.
    wide: Vec<WideRow>,
    waiting: Waiting<WORDS>,
}

/// What is handed to sponsors of earlier blocks.
#[derive(Clone, Debug, Default)]
struct Waiting<const WORDS: usize> {
    rows: Bins<WORDS>,
    /// Rows of the nearest level alone, where they are kept apart.
    nearest: Bins<1>,
    keeps_apart: bool,
}

/// Of more members than this rows of the nearest level alone are kept apart: below, telling
/// them from the others costs more than their memory.
const APART: usize = if cfg!(test) { 1 << 6 } else { 1 << 25 };

impl<const WORDS: usize> Waiting<WORDS> {
    fn open(&mut self, blocks: usize, members: usize) {
        self.keeps_apart = members > APART;
        self.rows.open(blocks, members);
        self.nearest
            .open(blocks, if self.keeps_apart { members } else { 0 });
    }

    /// Puts a row where it waits; `APART` says whether rows of the nearest level are kept apart.
    #[inline(always)]
    fn put<const APART: bool>(&mut self, block: usize, row: Row<WORDS>) {
        if APART && row.is_nearest_only() {
            self.nearest.put(block, row.nearest());
        } else {
            self.rows.put(block, row);
        }
    }

    fn clear(&mut self, block: usize) {
        self.rows.clear(block);
        self.nearest.clear(block);
    }
}

impl<const WORDS: usize> Blocks<WORDS> {
    /// Writes to `earned` what each member gets of the volume below him and adds to `top`,
    /// at its place l, the volume l levels below the roots. Volumes must fit 32 bits. A
    /// block has 2^`shift` members.
    pub(super) fn pass(
        &mut self,
        sponsors: &[u32],
        volume: &[i64],
        rates: &[i64],
        shift: u32,
        earned: &mut [i64],
        top: &mut [i128],
    ) {
        let size = 1 << shift;
        let blocks = sponsors.len().div_ceil(size);
        self.waiting.open(blocks, sponsors.len());
        for block in (0..blocks).rev() {
            let start = block * size;
            let end = sponsors.len().min(start + size);
            let members = Members {
                sponsors: &sponsors[start..end],
                volume: &volume[start..end],
                start: start as u32,
                shift,
            };
            let earned = &mut earned[start..end];
            if !self.narrow(block, &members, rates, earned, top) {
                self.wide(block, &members, rates, earned, top);
            }
        }
    }

    /// Pays a block by narrow rows, unless one of their lanes could leave 32 bits.
    fn narrow(
        &mut self,
        block: usize,
        members: &Members,
        rates: &[i64],
        earned: &mut [i64],
        top: &mut [i128],
    ) -> bool {
        let size = 1 << members.shift;
        if self.rows.len() < size {
            self.rows.resize(size, Row::EMPTY);
        }
        let rows = &mut self.rows[..size];
        rows[..earned.len()].fill(Row::EMPTY);
        // A volume reaches a row at most once, from the block itself or out of its bin.
        let mut most = members.volume.iter().sum::<i64>() as u64;
        let Waiting {
            rows: handed,
            nearest,
            ..
        } = &self.waiting;
        handed.look(block, |waiting| most += take_up(waiting, rows));
        nearest.look(block, |waiting| most += take_up_nearest(waiting, rows));
        if most > u64::from(u32::MAX) {
            return false;
        }
        self.waiting.clear(block);
        if self.waiting.keeps_apart {
            hand_up::<WORDS, true>(members, rows, &mut self.waiting, top);
        } else {
            hand_up::<WORDS, false>(members, rows, &mut self.waiting, top);
        }
        weigh(rows, rates, earned);
        true
    }

    fn wide(
        &mut self,
        block: usize,
        members: &Members,
        rates: &[i64],
        earned: &mut [i64],
        top: &mut [i128],
    ) {
        let mut weights = [0; LEVELS];
        weights[..rates.len()].copy_from_slice(rates);
        self.wide.clear();
        self.wide.resize(earned.len(), WideRow::default());
        let rows = &mut self.wide;
        let Waiting {
            rows: handed,
            nearest,
            ..
        } = &self.waiting;
        handed.look(block, |waiting| add_all(waiting, rows));
        nearest.look(block, |waiting| add_all(waiting, rows));
        self.waiting.clear(block);
        for (member, earned) in earned.iter_mut().enumerate().rev() {
            let row = rows[member];
            *earned = weigh_one(&row, &weights);
            let sponsor = members.sponsors[member];
            if sponsor == NO_SPONSOR {
                add_to_top(top, members.volume[member], row);
                continue;
            }
            let [first, second, third, fourth, fifth, sixth, _] = row;
            let own = members.volume[member] as u64;
            let mut handed = [own, first, second, third, fourth, fifth, sixth];
            if sponsor >= members.start {
                add(&mut rows[(sponsor - members.start) as usize], handed);
                continue;
            }
            // Rows in bins are narrow: what does not fit one goes on in the next.
            while handed.iter().any(|&volume| volume > 0) {
                let part = handed.map(|volume| volume.min(u32::MAX.into()) as u32);
                for (left, part) in handed.iter_mut().zip(part) {
                    *left -= u64::from(part);
                }
                let row = Row::of(part, members.place_in_block(sponsor));
                self.waiting
                    .put::<false>((sponsor >> members.shift) as usize, row);
            }
        }
    }
}

/// The members of a block.
struct Members<'a> {
    sponsors: &'a [u32],
    volume: &'a [i64],
    /// The first of them.
    start: u32,
    shift: u32,
}

impl Members<'_> {
    #[inline(always)]
    fn place_in_block(&self, member: u32) -> u32 {
        member & ((1 << self.shift) - 1)
    }
}

fn add_all<const WORDS: usize>(waiting: &[[u64; WORDS]], rows: &mut [WideRow]) {
    for &words in waiting {
        let row = Row::waiting(words);
        add(&mut rows[row.place()], row.volumes());
    }
}

fn add(sums: &mut WideRow, row: WideRow) {
    for (sum, volume) in sums.iter_mut().zip(row) {
        *sum += volume;
    }
}

/// Adds what a root would hand up, if he had anyone to hand it to.
#[cold]
#[inline(never)]
fn add_to_top(top: &mut [i128], own: i64, below: [u64; LEVELS]) {
    let below = below.into_iter().map(i128::from);
    let handed = std::iter::once(own.into()).chain(below);
    for (sum, volume) in top.iter_mut().zip(handed) {
        *sum += volume;
    }
}

/// Hands every member's row up to his sponsor, from the newest to the oldest: into the
/// block, into the bin of an earlier one, or to the top.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn hand_up<const WORDS: usize, const APART: bool>(
    members: &Members,
    rows: &mut [Row<WORDS>],
    waiting: &mut Waiting<WORDS>,
    top: &mut [i128],
) {
    let last = rows.len() - 1;
    let Members {
        sponsors, volume, ..
    } = *members;
    let volume = &volume[..sponsors.len()];
    for member in (0..sponsors.len()).rev() {
        let sponsor = sponsors[member];
        let place = members.place_in_block(sponsor);
        let handed = rows[member & last].handed_up(volume[member] as u32, place);
        if sponsor < members.start {
            // Most people sell nothing in a month.
            if !handed.is_empty() {
                waiting.put::<APART>((sponsor >> members.shift) as usize, handed);
            }
        } else if sponsor != NO_SPONSOR {
            rows[place as usize & last].add(handed);
        } else {
            add_to_top(top, volume[member], rows[member & last].volumes());
        }
    }
}
