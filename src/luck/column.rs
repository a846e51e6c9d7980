//! The draws of many entities at once, for whole columns.
//!
//! The same bits as [`Key::draw`] one by one. Written so that the compiler can do several
//! in one vector register, and compiled once for each kind of vector unit (stack.md): with
//! 512 bits a draw takes a tenth of what it takes by itself.

use multiversion::multiversion;

use super::{DRAW_STRIDE, Key, mix};

/// Whole numbers are drawn in pieces of so many, so that a rejected one is looked for in
/// its own piece only.
const PIECE: usize = 256;

/// Counters that are written for every entity, and overwritten by the next one's if it has
/// fewer draws: hardly ever a branch on how many it has.
const ALWAYS: usize = 8;

impl Key {
    /// The counter of draw 0 of an entity; draw `k` lies `k` strides further on.
    #[inline(always)]
    pub(super) fn counter(&self, entity: u32) -> u64 {
        self.start
            .wrapping_add(u64::from(entity).wrapping_mul(self.stride))
    }

    /// The draw at a counter.
    #[inline(always)]
    pub(super) fn at(&self, counter: u64) -> u64 {
        mix(counter, self.twist)
    }

    /// Fills `counters` with those of draws `first_k`, `first_k` + 1, … of each entity from
    /// `first` on, as many of each as `draws` says, one entity after another.
    pub(crate) fn counters_of(
        &self,
        first: u32,
        first_k: u32,
        draws: &[u32],
        counters: &mut Vec<u64>,
    ) {
        let total: usize = draws.iter().map(|&draws| draws as usize).sum();
        counters.resize(total + ALWAYS, 0);
        let further = u64::from(first_k).wrapping_mul(DRAW_STRIDE);
        let start = self.counter(first).wrapping_add(further);
        write_counters(start, self.stride, draws, counters);
        counters.truncate(total);
    }

    /// Whole numbers for the entities from `first` on, each below its own entity number
    /// and equally likely: what [`Key::below`] gives for each with the first counter 0.
    ///
    /// # Panics
    ///
    /// If `first` is 0: nothing is below it.
    pub fn below_themselves(&self, first: u32, numbers: &mut [u32]) {
        assert!(first > 0, "nothing is below zero");
        for (piece, numbers) in numbers.chunks_mut(PIECE).enumerate() {
            let first = first + (piece * PIECE) as u32;
            if below_themselves(self, first, numbers) {
                for (entity, number) in (first..).zip(numbers) {
                    *number = self.below(entity, &mut 0, u64::from(entity)) as u32;
                }
            }
        }
    }

    /// The same below `2 × entity − founders`: the tickets of the copy model, in which every
    /// member and every recruitment has one.
    pub fn below_tickets(&self, founders: u32, first: u32, numbers: &mut [u64]) {
        for (piece, numbers) in numbers.chunks_mut(PIECE).enumerate() {
            let first = first + (piece * PIECE) as u32;
            let largest = 2 * (u64::from(first) + PIECE as u64);
            if largest > u64::from(u32::MAX) || below_tickets(self, founders, first, numbers) {
                for (entity, number) in (first..).zip(numbers) {
                    let bound = 2 * u64::from(entity) - u64::from(founders);
                    *number = self.below(entity, &mut 0, bound);
                }
            }
        }
    }
}

/// ⌊draw × bound ÷ 2⁶⁴⌋, and whether it may have to be drawn again (Lemire's rejection):
/// the low half of the product is below the bound. Bounds are below 2³².
#[inline(always)]
fn scaled(draw: u64, bound: u64) -> (u64, bool) {
    let upper = (draw >> 32) * bound;
    let lower = (draw & 0xFFFF_FFFF) * bound;
    let high = (upper + (lower >> 32)) >> 32;
    (high, draw.wrapping_mul(bound) < bound)
}

/// Writes the counters of so many draws of each entity, `first` being that of the first and
/// `stride` what lies between two.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn write_counters(first: u64, stride: u64, draws: &[u32], counters: &mut [u64]) {
    let after = |counter: u64, k: usize| counter.wrapping_add(DRAW_STRIDE.wrapping_mul(k as u64));
    let (mut counter, mut place) = (first, 0);
    for &draws in draws {
        let draws = draws as usize;
        let always = &mut counters[place..place + ALWAYS];
        for (k, written) in always.iter_mut().enumerate() {
            *written = after(counter, k);
        }
        for k in ALWAYS..draws {
            counters[place + k] = after(counter, k);
        }
        place += draws;
        counter = counter.wrapping_add(stride);
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn below_themselves(key: &Key, first: u32, numbers: &mut [u32]) -> bool {
    let mut again = false;
    for (entity, number) in (first..).zip(numbers) {
        let (high, low) = scaled(key.at(key.counter(entity)), u64::from(entity));
        *number = high as u32;
        again |= low;
    }
    again
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn below_tickets(key: &Key, founders: u32, first: u32, numbers: &mut [u64]) -> bool {
    let mut again = false;
    for (entity, number) in (first..).zip(numbers) {
        let bound = 2 * u64::from(entity) - u64::from(founders);
        let (high, low) = scaled(key.at(key.counter(entity)), bound);
        *number = high;
        again |= low;
    }
    again
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Luck, Stream};
    use super::*;

    proptest! {
        #[test]
        fn columns_are_the_draws_one_by_one(
            seed: u64,
            first in prop_oneof![1_u32..2_000, 1_u32..u32::MAX - 2_000],
            length in 0_usize..1_000,
            founders in 1_u32..4,
        ) {
            let key = Luck::new(seed, 1).key(Stream::Attachment, 0);
            let mut numbers = vec![0; length];
            key.below_themselves(first, &mut numbers);
            let founders = founders.min(first);
            let mut tickets = vec![0; length];
            key.below_tickets(founders, first, &mut tickets);
            for ((entity, number), ticket) in (first..).zip(numbers).zip(tickets) {
                let own = u64::from(entity);
                prop_assert_eq!(u64::from(number), key.below(entity, &mut 0, own));
                let bound = 2 * own - u64::from(founders);
                prop_assert_eq!(ticket, key.below(entity, &mut 0, bound));
            }
        }

        #[test]
        fn counters_are_those_of_the_draws(
            seed: u64,
            first in 0..u32::MAX - 100,
            first_k in 0_u32..1 << 23,
            draws in prop::collection::vec(prop_oneof![0_u32..3, 0_u32..9], 0..60),
        ) {
            let key = Luck::new(seed, 1).key(Stream::OrderValue, 1);
            let mut counters = vec![7; 3];
            key.counters_of(first, first_k, &draws, &mut counters);
            let found: Vec<u64> = counters.iter().map(|&counter| key.at(counter)).collect();
            let mut expected = Vec::new();
            for (entity, &draws) in (first..).zip(&draws) {
                expected.extend((first_k..first_k + draws).map(|k| key.draw(entity, k)));
            }
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn what_may_be_drawn_again_is_said(draw: u64, bound in 1_u64..1 << 32) {
            let product = u128::from(draw) * u128::from(bound);
            let (high, again) = scaled(draw, bound);
            prop_assert_eq!(u128::from(high), product >> 64);
            prop_assert_eq!(again, (product as u64) < bound);
        }
    }
}
