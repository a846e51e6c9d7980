//! What is below a member, level by level, in the 32 bytes a cache loads at once.

use multiversion::multiversion;

/// The most levels a row holds.
pub(super) const LEVELS: usize = 7;

/// Levels and the lane above them.
const LANES: usize = LEVELS + 1;

/// The volume of each level, the nearest first, in lanes of 32 bits, two in a word, the
/// nearer one in its low half. The last lane counts for nothing: it tells whose row it is
/// while it waits for him.
///
/// Words are added whole. As long as no lane leaves 32 bits, none carries into the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row([u64; LANES / 2]);

const LOW: u64 = u32::MAX as u64;

impl Row {
    /// A row of eight lanes; the last is `place`.
    pub(super) fn of(volume: [u32; LEVELS], place: u32) -> Row {
        let [first, second, third, fourth, fifth, sixth, seventh] = volume.map(u64::from);
        Row([
            first | second << 32,
            third | fourth << 32,
            fifth | sixth << 32,
            seventh | u64::from(place) << 32,
        ])
    }

    /// What a member with this row hands to his sponsor, at `place` of his block: his own
    /// volume at the first level, and everything below him a level further down.
    #[inline(always)]
    pub(super) fn handed_up(&self, volume: u32, place: u32) -> Row {
        let [first, second, third, _] = self.0;
        Row([
            u64::from(volume) | first << 32,
            first >> 32 | second << 32,
            second >> 32 | third << 32,
            (third >> 32) | u64::from(place) << 32,
        ])
    }

    /// Whose row it is, while it waits for him.
    #[inline(always)]
    pub(super) fn place(&self) -> usize {
        (self.0[LANES / 2 - 1] >> 32) as usize
    }

    /// Adds every lane of `row`.
    #[inline(always)]
    pub(super) fn add(&mut self, row: Row) {
        for (sum, word) in self.0.iter_mut().zip(row.0) {
            *sum = sum.wrapping_add(word);
        }
    }

    /// The volume of each level.
    pub(super) fn volumes(&self) -> [u64; LEVELS] {
        std::array::from_fn(|level| self.0[level / 2] >> (level % 2 * 32) & LOW)
    }
}

/// Adds the rows that waited to those of their block, and returns the sum of all volume in
/// them.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn take_up(waiting: &[Row], rows: &mut [Row]) -> u64 {
    let last = rows.len() - 1;
    let (mut low, mut high) = ([0; LANES / 2], [0; LANES / 2]);
    for row in waiting {
        for word in 0..LANES / 2 {
            low[word] += row.0[word] & LOW;
            high[word] += row.0[word] >> 32;
        }
        rows[row.place() & last].add(*row);
    }
    low.iter().sum::<u64>() + high[..LANES / 2 - 1].iter().sum::<u64>()
}

/// Fills `earned` with Σ weight × volume of each row.
pub(super) fn weigh(rows: &[Row], rates: &[i64], earned: &mut [i64]) {
    let mut weights = [0; LEVELS];
    weights[..rates.len()].copy_from_slice(rates);
    if rates.iter().all(|&rate| u32::try_from(rate).is_ok()) {
        weigh_by_small(rows, &weights.map(|rate| rate as u32), earned);
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
fn weigh_by_small(rows: &[Row], weights: &[u32; LEVELS], earned: &mut [i64]) {
    let [w1, w2, w3, w4, w5, w6, w7] = weights.map(u64::from);
    let (low, high) = ([w1, w3, w5, w7], [w2, w4, w6, 0]);
    for (earned, row) in earned.iter_mut().zip(rows) {
        let mut sum = 0_u64;
        for word in 0..LANES / 2 {
            let products = (row.0[word] & LOW) * low[word] + (row.0[word] >> 32) * high[word];
            sum = sum.wrapping_add(products);
        }
        *earned = sum as i64;
    }
}
