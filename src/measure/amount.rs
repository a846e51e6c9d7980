//! Amounts of money as the measures read them: 64 bits, or 32 where all of a replication are
//! small enough, as they nearly always are. Half as many bytes go through memory and twice as
//! many amounts through a vector.

use bytemuck::{cast_slice, cast_slice_mut};
use multiversion::multiversion;

use crate::columns;
use crate::money::Survey;

/// An amount in minor units. What is summed or reported has 64 bits in any case.
pub trait Amount: Copy + Default + Ord + Into<i64> + Send + Sync + 'static {
    /// An amount that is known to fit.
    fn of(amount: i64) -> Self;

    /// How far it is above `start`, but at most `width`, and `width` if it is below.
    fn place(self, start: i64, width: u32) -> u32;
}

impl Amount for i64 {
    #[inline(always)]
    fn of(amount: i64) -> i64 {
        amount
    }

    #[inline(always)]
    fn place(self, start: i64, width: u32) -> u32 {
        // An amount below wraps to a number far beyond the end.
        (self.wrapping_sub(start) as u64).min(u64::from(width)) as u32
    }
}

/// Small enough for [`Narrow`].
impl Amount for i32 {
    #[inline(always)]
    fn of(amount: i64) -> i32 {
        amount as i32
    }

    #[inline(always)]
    fn place(self, start: i64, width: u32) -> u32 {
        (self.wrapping_sub(start as i32) as u32).min(width)
    }
}

/// Amounts of 32 bits are from -2^29 to 2^29 − 1: so is the sum of two, and the difference of two
/// such sums, one of 32 bits.
const NARROWEST: i64 = 1 << 29;

/// Amounts looked at before it is asked whether they were small enough.
const BLOCK: usize = 1 << 12;

/// A column of amounts of 32 bits, two in a word, so that it can lie in memory that was a
/// column of words.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    words: Vec<i64>,
    amounts: usize,
}

impl Narrow {
    /// The amounts.
    #[must_use]
    pub fn as_slice(&self) -> &[i32] {
        &cast_slice(&self.words)[..self.amounts]
    }

    /// Copies a column, and says whether it could: whether its amounts are small enough.
    pub fn copy(&mut self, amounts: &[i64]) -> bool {
        self.amounts = amounts.len();
        columns::lengthen(&mut self.words, amounts.len().div_ceil(2));
        let narrow = cast_slice_mut(&mut self.words);
        let mut blocks = amounts.chunks(BLOCK).zip(narrow.chunks_mut(BLOCK));
        blocks.all(|(amounts, narrow)| narrow_block(amounts, &mut narrow[..amounts.len()]))
    }

    /// Takes a column over whose amounts are small enough: they move together, and the rest of
    /// its memory is given back.
    #[must_use]
    pub fn take_over(mut column: Vec<i64>) -> Narrow {
        let amounts = column.len();
        let mut block = [0; BLOCK];
        for start in (0..amounts).step_by(BLOCK) {
            let end = amounts.min(start + BLOCK);
            let block = &mut block[..end - start];
            block.copy_from_slice(&column[start..end]);
            narrow_block(block, &mut cast_slice_mut(&mut column)[start..end]);
        }
        column.truncate(amounts.div_ceil(2));
        column.shrink_to_fit();
        Narrow {
            words: column,
            amounts,
        }
    }
}

/// Whether amounts are small enough.
#[must_use]
pub fn are_narrow(amounts: &Survey) -> bool {
    amounts.least >= -NARROWEST && amounts.most < NARROWEST
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn narrow_block(amounts: &[i64], narrow: &mut [i32]) -> bool {
    let mut beyond = 0;
    for (narrow, &amount) in narrow.iter_mut().zip(amounts) {
        beyond |= amount.wrapping_add(NARROWEST) as u64 >> 30;
        *narrow = amount as i32;
    }
    beyond == 0
}

/// Σ amounts.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
#[must_use]
pub fn sum<A: Amount>(amounts: &[A]) -> i64 {
    amounts.iter().map(|&amount| amount.into()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn small_amounts_are_narrow_and_no_others(
            mut amounts in prop::collection::vec(-NARROWEST..NARROWEST, 1..3 * BLOCK),
            at: prop::sample::Index,
            beside in -2_i64..2,
            any: i64,
        ) {
            let mut narrow = Narrow::take_over(vec![7; 5]);
            let wide = |narrow: &Narrow| -> Vec<i64> {
                narrow.as_slice().iter().map(|&amount| amount.into()).collect()
            };
            prop_assert!(narrow.copy(&amounts));
            prop_assert_eq!(&wide(&narrow), &amounts);
            prop_assert_eq!(sum(narrow.as_slice()), sum(&amounts));
            prop_assert!(are_narrow(&Survey::of(&amounts)));
            prop_assert_eq!(&wide(&Narrow::take_over(amounts.clone())), &amounts);
            let at = at.index(amounts.len());
            for amount in [NARROWEST + beside, beside - NARROWEST, any] {
                amounts[at] = amount;
                let is_small = (-NARROWEST..NARROWEST).contains(&amount);
                prop_assert_eq!(narrow.copy(&amounts), is_small);
                prop_assert_eq!(are_narrow(&Survey::of(&amounts)), is_small);
            }
        }

        #[test]
        fn places_are_those_of_any_width(
            amount in -2 * NARROWEST..2 * NARROWEST,
            start in -2 * NARROWEST..2 * NARROWEST,
            beside in -3_i64..3,
            width in 1_u32..1 << 18,
        ) {
            let amounts = [amount, start + beside, start + i64::from(width) + beside];
            for amount in amounts.map(|amount| amount.clamp(-2 * NARROWEST, 2 * NARROWEST - 1)) {
                let expected = u32::try_from(amount - start).unwrap_or(width).min(width);
                prop_assert_eq!(amount.place(start, width), expected);
                prop_assert_eq!((amount as i32).place(start, width), expected);
            }
        }
    }
}
