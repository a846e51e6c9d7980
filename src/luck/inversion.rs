//! Inverting distributions on 0, 1, 2, …: one draw against rising probabilities.
//!
//! A value is how many cumulative probabilities F(0), F(1), … the draw's position between
//! 0 and 1 has reached. Positions are whole multiples of 2⁻⁵³, so a table of whole
//! numbers and a loop over the probabilities themselves give the same value from the same
//! draw; and where every F(j) falls as a parameter rises, the value never falls
//! (rulings.md 11).

use multiversion::multiversion;

use super::Key;

/// Leading bits of a draw that make its position: as many as an `f64` holds exactly.
const POSITION_BITS: u32 = f64::MANTISSA_DIGITS;
const POSITIONS: f64 = (1_u64 << POSITION_BITS) as f64;

/// How many of the rising cumulative probabilities the draw has reached.
#[inline]
pub(super) fn reached(bits: u64, cumulative: impl Iterator<Item = f64>) -> u32 {
    let position = (bits >> (u64::BITS - POSITION_BITS)) as i64 as f64 / POSITIONS;
    let mut value = 0;
    for probability in cumulative {
        if position < probability {
            break;
        }
        value += 1;
    }
    value
}

/// The lowest draw that has reached a cumulative probability below 1.
fn threshold(probability: f64) -> u64 {
    (libm::ceil(probability * POSITIONS) as u64) << (u64::BITS - POSITION_BITS)
}

/// Leading bits of the draw that find their place in the table.
const GUIDE_BITS: u32 = 10;
const GUIDE_CELLS: usize = 1 << GUIDE_BITS;

/// Thresholds that a column of draws is compared with at once, and how many times at most:
/// beyond that the guide is faster.
const COMPARED: usize = 8;
const COMPARISONS: usize = 3;
/// A column is compared with as many as leave at most so small a share of draws beyond.
const RARE: u64 = u64::MAX >> 9;
/// Entities that are looked through together for draws beyond.
const PIECE: usize = 64;

/// The thresholds of one distribution, with a guide to start the search from: an
/// indexed search (Chen and Asau, "On generating random variates from an empirical
/// distribution", AIIE Transactions 6, 1974). Most draws need one comparison.
#[derive(Clone, Debug)]
pub(super) struct Thresholds {
    rising: Vec<u64>,
    /// The value of the lowest draw that begins with these bits.
    guide: Box<[u32; GUIDE_CELLS]>,
    /// The first `usual` thresholds, where few draws lie beyond the last of them; what
    /// fills them up is beyond reach. A value of `usual` says only that it is at least that.
    compared: Vec<[u64; COMPARED]>,
    usual: u32,
}

impl Thresholds {
    /// Tables rising cumulative probabilities; certainty, which no draw reaches, ends them.
    pub(super) fn new(cumulative: impl Iterator<Item = f64>) -> Thresholds {
        let rising: Vec<u64> = cumulative
            .take_while(|&probability| probability < 1.0)
            .map(threshold)
            .collect();
        let mut guide = Box::new([0; GUIDE_CELLS]);
        for (cell, value) in guide.iter_mut().enumerate() {
            let lowest = (cell as u64) << (u64::BITS - GUIDE_BITS);
            *value = rising.partition_point(|&bound| bound <= lowest) as u32;
        }
        let usual = rising.partition_point(|&bound| u64::MAX - bound > RARE) + 1;
        let usual = match usual.min(rising.len()) {
            few if few <= COMPARED * COMPARISONS => few,
            _ => 0,
        };
        let compared = rising[..usual].chunks(COMPARED).map(|some| {
            let mut compared = [u64::MAX; COMPARED];
            compared[..some.len()].copy_from_slice(some);
            compared
        });
        let compared = compared.collect();
        Thresholds {
            rising,
            guide,
            compared,
            usual: usual as u32,
        }
    }

    /// [`Thresholds::reached`] for draw 0 of each entity from `first` on.
    pub(super) fn reached_column(&self, key: &Key, first: u32, values: &mut [u32]) {
        values.fill(0);
        for thresholds in &self.compared {
            compare(thresholds, key, first, values);
        }
        if self.rising.is_empty() {
            return;
        }
        for (piece, values) in values.chunks_mut(PIECE).enumerate() {
            let first = first + (piece * PIECE) as u32;
            let most = values.iter().copied().fold(0, u32::max);
            if most < self.usual {
                continue;
            }
            for (entity, value) in (first..).zip(values) {
                if *value >= self.usual {
                    *value = self.reached(key.draw(entity, 0));
                }
            }
        }
    }

    /// How many thresholds the draw has reached: the same as [`reached`].
    #[inline]
    pub(super) fn reached(&self, bits: u64) -> u32 {
        let cell = (bits >> (u64::BITS - GUIDE_BITS)) as usize;
        let mut value = self.guide[cell];
        while self
            .rising
            .get(value as usize)
            .is_some_and(|&bound| bits >= bound)
        {
            value += 1;
        }
        value
    }
}

/// Adds how many of the thresholds draw 0 of each entity from `first` on has reached.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn compare(thresholds: &[u64; COMPARED], key: &Key, first: u32, values: &mut [u32]) {
    for (entity, value) in (first..).zip(values) {
        let draw = key.at(key.counter(entity));
        let mut reached = 0;
        for &threshold in thresholds {
            reached += u32::from(draw >= threshold);
        }
        *value += reached;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thresholds_are_shares_of_all_draws() {
        assert_eq!(threshold(0.0), 0);
        assert_eq!(threshold(0.5), 1 << 63);
        assert_eq!(threshold(1e-300), 1 << 11);
        assert_eq!(threshold(1.0 - f64::EPSILON / 2.0), u64::MAX << 11);
    }

    #[test]
    fn three_outcomes_by_hand() {
        // F = ¼, ¾: the value is 0 in the first quarter of the draws, 2 in the last.
        let table = Thresholds::new([0.25, 0.75].into_iter());
        for (bits, value) in [
            (0, 0),
            ((1 << 62) - 1, 0),
            (1 << 62, 1),
            (3 << 62, 2),
            ((3 << 62) - 1, 1),
            (u64::MAX, 2),
        ] {
            assert_eq!(table.reached(bits), value, "{bits:x}");
            assert_eq!(reached(bits, [0.25, 0.75].into_iter()), value, "{bits:x}");
        }
    }

    #[test]
    fn nothing_to_reach() {
        assert_eq!(Thresholds::new([].into_iter()).reached(u64::MAX), 0);
    }

    proptest! {
        /// At random draws, and at and just below every threshold.
        #[test]
        fn table_and_loop_agree(
            mut steps in prop::collection::vec(0.0..1.0_f64, 0..200),
            bits: u64,
        ) {
            steps.sort_by(f64::total_cmp);
            let table = Thresholds::new(steps.iter().copied());
            prop_assert_eq!(table.reached(bits), reached(bits, steps.iter().copied()));
            for &step in &steps {
                for bits in [threshold(step), threshold(step).saturating_sub(1)] {
                    prop_assert_eq!(table.reached(bits), reached(bits, steps.iter().copied()));
                }
            }
        }
    }
}
