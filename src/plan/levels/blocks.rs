//! The pass over a network of any size in blocks of members, from the newest to the
//! oldest, so that the rows written to stay in the cache.
//!
//! What a member hands to a sponsor of his own block is added at once; what goes further
//! up waits in the sponsor's [bin](Bins) until that block's turn comes, with all its rows
//! beginning at nothing. It waits in as few bytes as hold it: nearly all rows are short ones,
//! and of people without recruits, who are half of all, there is no more than their volume. All
//! sums are of whole numbers, so the order changes none.

use multiversion::multiversion;

use super::row::{LEVELS, PLACE, Row, take_up, take_up_nearest, take_up_short, weigh, weigh_one};
use crate::columns::bins::{Bins, place_and_amount};
use crate::network::NO_SPONSOR;

/// Volume by level for any amount.
type WideRow = [u64; LEVELS];

/// Memory of the pass, reused. Short rows have `SHORT` words, one less than `WORDS`.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks<const WORDS: usize, const SHORT: usize> {
    rows: Vec<Row<WORDS>>,
    /// For blocks with more volume than narrow lanes hold.
    wide: Vec<WideRow>,
    waiting: Waiting<WORDS, SHORT>,
}

/// What is handed to sponsors of earlier blocks.
#[derive(Clone, Debug, Default)]
struct Waiting<const WORDS: usize, const SHORT: usize> {
    /// The few that are too long for the others.
    rows: Bins<u64, WORDS>,
    short: Bins<u64, SHORT>,
    /// Volume of the nearest level alone, where it is kept apart.
    nearest: Bins<u32, 1>,
    keeps_apart: bool,
    /// A place in a block, in bits.
    shift: u32,
}

/// Of more members than this volume of the nearest level alone is kept apart: below, telling
/// it from the rest costs more than its memory.
const APART: usize = if cfg!(test) { 1 << 6 } else { 1 << 25 };

/// Where fewer than one in so many of a block have volume, it is sparse.
const SPARSE: u64 = 8;

impl<const WORDS: usize, const SHORT: usize> Waiting<WORDS, SHORT> {
    fn open(&mut self, members: usize, shift: u32) {
        debug_assert!(shift <= PLACE, "blocks of 2^{shift} members");
        self.shift = shift;
        self.keeps_apart = members > APART;
        let blocks = members.div_ceil(1 << shift);
        self.rows.open(blocks, 0);
        self.short.open(blocks, members);
        self.nearest
            .open(blocks, if self.keeps_apart { members } else { 0 });
    }

    /// Puts a row where it waits, if there is anything in it; `APART` says whether volume of
    /// the nearest level is kept apart.
    #[inline(always)]
    fn put<const APART: bool>(&mut self, block: usize, row: Row<WORDS>) {
        let is_wanted = !row.is_empty();
        if APART && row.is_nearest_only(self.shift) {
            self.nearest
                .put_if(is_wanted, block, [row.nearest(self.shift)]);
        } else if row.is_short::<SHORT>() {
            self.short.put_if(is_wanted, block, row.shortened());
        } else {
            self.rows.put(block, row.words());
        }
    }

    /// Adds what waits for a block to its rows, and returns the sum of all volume in it.
    fn take_up(&self, block: usize, rows: &mut [Row<WORDS>]) -> u64 {
        let mut sum = 0;
        self.rows
            .look(block, |waiting| sum += take_up(waiting, rows));
        self.short
            .look(block, |waiting| sum += take_up_short(waiting, rows));
        self.nearest.look(block, |waiting| {
            sum += take_up_nearest(waiting, rows, self.shift);
        });
        sum
    }

    /// Adds what waits for a block to its rows, whatever they come to.
    fn take_up_wide(&self, block: usize, rows: &mut [WideRow]) {
        let mut add_row = |row: Row<WORDS>| add(&mut rows[row.place()], row.volumes());
        self.rows.look(block, |waiting| {
            for &words in waiting {
                add_row(Row::waiting(words));
            }
        });
        self.short.look(block, |waiting| {
            for &words in waiting {
                add_row(Row::lengthened(words));
            }
        });
        self.nearest.look(block, |waiting| {
            for &[word] in waiting {
                let (place, volume) = place_and_amount(word, self.shift);
                rows[place][0] += u64::from(volume);
            }
        });
    }

    fn clear(&mut self, block: usize) {
        self.rows.clear(block);
        self.short.clear(block);
        self.nearest.clear(block);
    }
}

impl<const WORDS: usize, const SHORT: usize> Blocks<WORDS, SHORT> {
    /// Writes to `earned` what each member gets of the volume below him and adds to `top`,
    /// at its place l, the volume l levels below the roots. A block has 2^`shift` members.
    /// Gives up, and says so, where a volume does not fit 32 bits.
    pub(super) fn pass(
        &mut self,
        sponsors: &[u32],
        volume: &[i64],
        rates: &[i64],
        shift: u32,
        earned: &mut [i64],
        top: &mut [i128],
    ) -> bool {
        let size = 1 << shift;
        self.waiting.open(sponsors.len(), shift);
        for block in (0..sponsors.len().div_ceil(size)).rev() {
            let start = block * size;
            let end = sponsors.len().min(start + size);
            let members = Members {
                sponsors: &sponsors[start..end],
                volume: &volume[start..end],
                start: start as u32,
                shift,
            };
            let earned = &mut earned[start..end];
            let Some(sum) = sum_of_narrow(members.volume) else {
                return false;
            };
            if !self.narrow(block, &members, &sum, rates, earned, top) {
                self.wide(block, &members, rates, earned, top);
            }
        }
        if self.waiting.keeps_apart {
            // In a network that fills memory it is needed for other things at once.
            self.waiting = Waiting::default();
        }
        true
    }

    /// Pays a block by narrow rows, unless one of their lanes could leave 32 bits.
    fn narrow(
        &mut self,
        block: usize,
        members: &Members,
        sum: &Sum,
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
        let most = sum.volume + self.waiting.take_up(block, rows);
        if most > u64::from(u32::MAX) {
            return false;
        }
        self.waiting.clear(block);
        let is_sparse = sum.sellers * SPARSE < earned.len() as u64;
        let hand_up = match (self.waiting.keeps_apart, is_sparse) {
            (false, false) => hand_up::<WORDS, SHORT, false, false>,
            (false, true) => hand_up::<WORDS, SHORT, false, true>,
            (true, false) => hand_up::<WORDS, SHORT, true, false>,
            (true, true) => hand_up::<WORDS, SHORT, true, true>,
        };
        hand_up(members, rows, &mut self.waiting, top);
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
        self.waiting.take_up_wide(block, rows);
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

/// The volume of some members.
pub(super) struct Sum {
    pub(super) volume: u64,
    /// How many of them have any.
    sellers: u64,
}

/// The sum of volumes, if each fits 32 bits.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn sum_of_narrow(volume: &[i64]) -> Option<Sum> {
    let (mut bits, mut sum, mut sellers) = (0, 0_u64, 0);
    for &volume in volume {
        bits |= volume as u64;
        // What does not fit is not asked for.
        sum = sum.wrapping_add(volume as u64);
        sellers += u64::from(volume != 0);
    }
    let volume = sum;
    (bits <= u64::from(u32::MAX)).then_some(Sum { volume, sellers })
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
/// block, into the bin of an earlier one, or to the top. `APART` is as in [`Waiting::put`];
/// `IS_SPARSE` says whether few members have volume.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn hand_up<const WORDS: usize, const SHORT: usize, const APART: bool, const IS_SPARSE: bool>(
    members: &Members,
    rows: &mut [Row<WORDS>],
    waiting: &mut Waiting<WORDS, SHORT>,
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
            // Where hardly anybody has anything a branch foresees it.
            if !IS_SPARSE || !handed.is_empty() {
                waiting.put::<APART>((sponsor >> members.shift) as usize, handed);
            }
        } else if sponsor != NO_SPONSOR {
            rows[place as usize & last].add(handed);
        } else {
            add_to_top(top, volume[member], rows[member & last].volumes());
        }
    }
}
