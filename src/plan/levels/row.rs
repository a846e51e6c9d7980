//! What is below a member, level by level, as few bytes as hold it.

use multiversion::multiversion;

use crate::columns::bins::{half_word, place_and_amount};

/// The volume of each level, the nearest first, in lanes of 32 bits, two in a word, the
/// nearer one in its low half. The last lane counts for nothing: it tells whose row it is
/// while it waits for him. So a row of `WORDS` words holds one level less than two a word.
///
/// Words are added whole. As long as no lane leaves 32 bits, none carries into the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<const WORDS: usize>([u64; WORDS]);

/// The most levels any row holds.
pub(super) const LEVELS: usize = levels(4);

/// The levels that a row of so many words holds.
pub(super) const fn levels(words: usize) -> usize {
    2 * words - 1
}

const LOW: u64 = u32::MAX as u64;

/// The most bits that a place in a block may have: of 2³² members, in 2¹² blocks.
pub(super) const PLACE: u32 = 20;

/// The bits of a lane of a short row of so many words. What that leaves of the words holds
/// the last lane and a place.
const fn short_lane(words: usize) -> u32 {
    let lane = match words {
        2 => 21,
        _ => 24,
    };
    assert!(2 * words as u32 * (32 - lane) >= lane + PLACE);
    lane
}

impl<const WORDS: usize> Row<WORDS> {
    pub(super) const EMPTY: Row<WORDS> = Row([0; WORDS]);

    /// A row that waited.
    #[inline(always)]
    pub(super) fn waiting(words: [u64; WORDS]) -> Row<WORDS> {
        Row(words)
    }

    /// A row of these volumes, of which it takes as many as it holds, waiting for `place`.
    pub(super) fn of(volume: [u32; LEVELS], place: u32) -> Row<WORDS> {
        let mut row = Row([0; WORDS]);
        for (level, volume) in volume.into_iter().take(levels(WORDS)).enumerate() {
            row.0[level / 2] |= u64::from(volume) << (level % 2 * 32);
        }
        row.0[WORDS - 1] |= u64::from(place) << 32;
        row
    }

    /// What a member with this row hands to his sponsor, at `place` of his block: his own
    /// volume at the first level, and everything below him a level further down.
    #[inline(always)]
    pub(super) fn handed_up(&self, volume: u32, place: u32) -> Row<WORDS> {
        let mut handed = [0; WORDS];
        let mut nearer = u64::from(volume);
        for (handed, word) in handed.iter_mut().zip(self.0) {
            *handed = nearer | word << 32;
            nearer = word >> 32;
        }
        let last = &mut handed[WORDS - 1];
        *last = *last & LOW | u64::from(place) << 32;
        Row(handed)
    }

    /// The words, as they wait in a bin.
    #[inline(always)]
    pub(super) fn words(self) -> [u64; WORDS] {
        self.0
    }

    /// Whose row it is, while it waits for him.
    #[inline(always)]
    pub(super) fn place(&self) -> usize {
        (self.0[WORDS - 1] >> 32) as usize
    }

    /// Whether there is no volume in it.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        let nearer = self.0[..WORDS - 1].iter().fold(0, |all, word| all | word);
        nearer | self.0[WORDS - 1] & LOW == 0
    }

    /// Whether there is volume at no level but the nearest, and so little that it fits a half
    /// word beside a place of `shift` bits.
    #[inline(always)]
    pub(super) fn is_nearest_only(&self, shift: u32) -> bool {
        let further = self.0[1..WORDS - 1].iter().fold(0, |all, word| all | word);
        self.0[0] >> (32 - shift) | further | self.0[WORDS - 1] & LOW == 0
    }

    /// The nearest level alone, above the place.
    #[inline(always)]
    pub(super) fn nearest(&self, shift: u32) -> u32 {
        half_word(self.place() as u32, self.0[0] as u32, shift)
    }

    /// Whether every lane is small enough for a row of one word less.
    #[inline(always)]
    pub(super) fn is_short<const SHORT: usize>(&self) -> bool {
        let small = (1 << const { short_lane(SHORT) }) - 1;
        let large = !(small | small << 32);
        let words = self.0[..SHORT].iter().fold(0, |all, word| all | word);
        words & large | self.0[SHORT] & LOW & large == 0
    }

    /// The row in one word less: the last one in pieces, two in each of the others, above
    /// their lanes.
    #[inline(always)]
    pub(super) fn shortened<const SHORT: usize>(&self) -> [u64; SHORT] {
        let lane = const { short_lane(SHORT) };
        let gap = 32 - lane;
        let piece = (1 << gap) - 1;
        let last = self.0[SHORT] & LOW | self.0[SHORT] >> 32 << lane;
        std::array::from_fn(|word| {
            let from = 2 * word as u32 * gap;
            let (nearer, further) = (last >> from & piece, last >> (from + gap) & piece);
            self.0[word] | nearer << lane | further << (32 + lane)
        })
    }

    /// The row that was shortened.
    #[inline(always)]
    pub(super) fn lengthened<const SHORT: usize>(words: [u64; SHORT]) -> Row<WORDS> {
        let lane = const { short_lane(SHORT) };
        let gap = 32 - lane;
        let piece = (1 << gap) - 1;
        let small = (1 << lane) - 1;
        let mut row = [0; WORDS];
        let mut last = 0;
        for (word, &short) in words.iter().enumerate() {
            row[word] = short & (small | small << 32);
            let from = 2 * word as u32 * gap;
            last |= (short >> lane & piece) << from | short >> (32 + lane) << (from + gap);
        }
        row[SHORT] = last & small | last >> lane << 32;
        Row(row)
    }

    /// Adds every lane of `row`.
    #[inline(always)]
    pub(super) fn add(&mut self, row: Row<WORDS>) {
        for (sum, word) in self.0.iter_mut().zip(row.0) {
            *sum = sum.wrapping_add(word);
        }
    }

    /// The volume of each level, nothing for those it does not hold.
    pub(super) fn volumes(&self) -> [u64; LEVELS] {
        let mut volumes = [0; LEVELS];
        for (level, volume) in volumes.iter_mut().take(levels(WORDS)).enumerate() {
            *volume = self.0[level / 2] >> (level % 2 * 32) & LOW;
        }
        volumes
    }
}

/// Adds the rows that waited to those of their block, and returns the sum of all volume in
/// them.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn take_up<const WORDS: usize>(
    waiting: &[[u64; WORDS]],
    rows: &mut [Row<WORDS>],
) -> u64 {
    add_rows(waiting.iter().map(|&words| Row(words)), rows)
}

/// The same of short rows.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn take_up_short<const WORDS: usize, const SHORT: usize>(
    waiting: &[[u64; SHORT]],
    rows: &mut [Row<WORDS>],
) -> u64 {
    add_rows(waiting.iter().map(|&words| Row::lengthened(words)), rows)
}

#[inline(always)]
fn add_rows<const WORDS: usize>(
    waiting: impl Iterator<Item = Row<WORDS>>,
    rows: &mut [Row<WORDS>],
) -> u64 {
    let last = rows.len() - 1;
    let (mut low, mut high) = ([0; WORDS], [0; WORDS]);
    for row in waiting {
        for word in 0..WORDS {
            low[word] += row.0[word] & LOW;
            high[word] += row.0[word] >> 32;
        }
        rows[row.place() & last].add(row);
    }
    low.iter().sum::<u64>() + high[..WORDS - 1].iter().sum::<u64>()
}

/// The same of volume of the nearest level, beside places of `shift` bits.
pub(super) fn take_up_nearest<const WORDS: usize>(
    waiting: &[[u32; 1]],
    rows: &mut [Row<WORDS>],
    shift: u32,
) -> u64 {
    let last = rows.len() - 1;
    let mut sum = 0;
    for &[word] in waiting {
        let (place, volume) = place_and_amount(word, shift);
        sum += u64::from(volume);
        rows[place & last].0[0] += u64::from(volume);
    }
    sum
}

/// Fills `earned` with Σ weight × volume of each row.
pub(super) fn weigh<const WORDS: usize>(rows: &[Row<WORDS>], rates: &[i64], earned: &mut [i64]) {
    let mut weights = [0; LEVELS];
    weights[..rates.len()].copy_from_slice(rates);
    if rates.iter().all(|&rate| u32::try_from(rate).is_ok()) {
        weigh_by_small(rows, &weights.map(|rate| rate as u64), earned);
    } else {
        for (earned, row) in earned.iter_mut().zip(rows) {
            *earned = weigh_one(&row.volumes(), &weights);
        }
    }
}

/// Σ weight × volume; what a plan may pay fits 64 bits.
pub(super) fn weigh_one(volumes: &[u64; LEVELS], weights: &[i64; LEVELS]) -> i64 {
    let products = volumes.iter().zip(weights);
    products
        .map(|(&volume, &weight)| volume as i64 * weight)
        .sum()
}

/// Products of 32 bits have an instruction of their own.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn weigh_by_small<const WORDS: usize>(
    rows: &[Row<WORDS>],
    weights: &[u64; LEVELS],
    earned: &mut [i64],
) {
    let weight = |level: usize| weights.get(level).map_or(0, |weight| weight & LOW);
    let low: [u64; WORDS] = std::array::from_fn(|word| weight(2 * word));
    let mut high: [u64; WORDS] = std::array::from_fn(|word| weight(2 * word + 1));
    // Whose row it is counts for nothing.
    high[WORDS - 1] = 0;
    for (earned, row) in earned.iter_mut().zip(rows) {
        let mut sum = 0_u64;
        for word in 0..WORDS {
            let products = (row.0[word] & LOW) * low[word] + (row.0[word] >> 32) * high[word];
            sum = sum.wrapping_add(products);
        }
        *earned = sum as i64;
    }
}
