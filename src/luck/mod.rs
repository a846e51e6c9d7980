//! Addressed luck: every random draw is a pure function of its address (model.md §1).
//!
//! ```text
//! draw = f(seed, replication, stream, period, entity, k)
//! ```
//!
//! Nothing is taken off a running stream, so adding a plan, a rule or a period moves no
//! draw, and the same people have the same luck under every plan.
//!
//! `(seed, replication, stream, period)` is hashed once to a 128-bit [`Key`]; a draw is
//! a bijective mixer over the key's start plus a stride for the entity and another for
//! `k`, with the second half of the key mixed in half way, so that two keys do not walk
//! the same cycle. The choice and its figures are in
//! `docs/design-notes/0001-addressed-draws.md`; `tests/luck_known_answers.rs` pins it.

mod cause;
mod column;
mod draws;
mod inversion;
mod quantile_table;

pub mod binomial;
pub mod copula;
pub mod gamma;
pub mod geometric;
pub mod lognormal;
pub mod negative_binomial;
pub mod normal;
pub mod order;
pub mod pareto;
pub mod poisson;
pub mod survival;
pub mod tabled;

#[cfg(test)]
mod avalanche;
#[cfg(test)]
mod testing;

pub use cause::Cause;
pub use draws::Draws;

use cause::Drawn;

/// What a draw is for. The number is part of the address: never reuse or renumber one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Stream {
    /// Who recruits a joiner.
    Attachment = 1,
    /// Ability to sell.
    Skill = 2,
    /// Ability to recruit.
    Reach = 3,
    /// How many of those approached join.
    Recruiting = 4,
    /// The order in which recruiters bring their joiners.
    JoinOrder = 5,
    /// How many units are sold.
    Sales = 6,
    /// What an order is worth.
    OrderValue = 7,
    /// How many customers buy again.
    Reorder = 8,
    /// When someone quits.
    Quit = 9,
    /// Breaking ties in rankings.
    Tie = 10,
    /// When in its period an order is made.
    OrderTime = 11,
    /// Which of last period's customers are the ones who buy again.
    Returning = 12,
    /// How many people a member recruits in his life.
    Offspring = 13,
    /// How many people come anew into a circle.
    Renewal = 14,
    /// Which product an order is for.
    Product = 15,
    /// Whether a sale is returned.
    Refund = 16,
    /// Whether someone in loss quits for it.
    QuitInLoss = 18,
    /// Whether someone follows his sponsor out.
    QuitSocially = 19,
    /// When a recruit finds out and quits.
    EarlyQuit = 20,
    /// Whose circle lies in another local pool than his recruiter's.
    Pool = 21,
    /// Where the points of a sampling design lie.
    Design = 22,
    /// Which observations a bootstrap sample is made of.
    Resample = 23,
}

/// The luck of one replication.
#[derive(Clone, Copy, Debug)]
pub struct Luck {
    seed: u64,
    replication: u32,
    /// By cause.
    drawn: [Drawn; Cause::ALL.len()],
}

/// The luck of one purpose in one period: gives a draw for each entity and counter.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    start: u64,
    twist: u64,
    /// What an entity moves the counter by: [`ENTITY_STRIDE`], or back by it.
    stride: u64,
}

/// What an entity moves the counter by: 2⁶⁴ ÷ golden ratio, odd, the increment of `SplitMix64`.
const ENTITY_STRIDE: u64 = 0x9E37_79B9_7F4A_7C15;

/// What `k` moves the counter by: a multiplier of good spectral figure (Steele and Vigna,
/// "Computationally easy, spectrally good multipliers", 2021). With it no two addresses
/// of a key share a counter: that would take 2³⁹ entities.
const DRAW_STRIDE: u64 = 0xD134_2543_DE82_EF95;

const MIX_1: u64 = 0x3C79_AC49_2BA7_B653;
const MIX_2: u64 = 0x1C69_B3F7_4AC4_AE35;

/// Draws of one entity that fit an address: `k` is below this.
pub const DRAWS_PER_ENTITY: u32 = 1 << 24;

/// Evensen's mixer "moremur", a bijection of 64 bits with full avalanche, with a twist
/// half way.
#[inline(always)]
const fn mix(word: u64, twist: u64) -> u64 {
    let word = (word ^ (word >> 27)).wrapping_mul(MIX_1) ^ twist;
    let word = (word ^ (word >> 33)).wrapping_mul(MIX_2);
    word ^ (word >> 27)
}

impl Luck {
    /// The luck of a replication (1-based) under a seed.
    #[must_use]
    pub fn new(seed: u64, replication: u32) -> Luck {
        let drawn = Drawn {
            replication,
            mirror: None,
        };
        Luck {
            seed,
            replication,
            drawn: [drawn; Cause::ALL.len()],
        }
    }

    /// The same luck but for one cause, whose draws are those of another replication.
    #[must_use]
    pub fn drawing(mut self, cause: Cause, replication: u32) -> Luck {
        let mirror = None;
        self.drawn[cause as usize] = Drawn {
            replication,
            mirror,
        };
        self
    }

    /// The same luck but that every entity has, for one cause, the draws that entity `mirror`
    /// less its own number has in a replication: who came early has what one who came late had.
    #[must_use]
    pub fn mirroring(mut self, cause: Cause, replication: u32, mirror: u64) -> Luck {
        self.drawn[cause as usize] = Drawn {
            replication,
            mirror: Some(mirror),
        };
        self
    }

    /// The replication it is the luck of.
    #[must_use]
    pub fn replication(&self) -> u32 {
        self.replication
    }

    /// The key of a purpose in a period; period 0 for what happens once in a life.
    #[must_use]
    pub fn key(&self, stream: Stream, period: u32) -> Key {
        let drawn = stream.cause().map_or(
            Drawn {
                replication: self.replication,
                mirror: None,
            },
            |cause| self.drawn[cause as usize],
        );
        let mut state = mix(self.seed.wrapping_add(ENTITY_STRIDE), 0);
        for word in [
            u64::from(drawn.replication),
            stream as u64,
            u64::from(period),
        ] {
            state = mix(state ^ word.wrapping_mul(ENTITY_STRIDE), 0).wrapping_add(DRAW_STRIDE);
        }
        let (moved, stride) = drawn.walk();
        Key {
            start: mix(state, 0).wrapping_add(moved),
            twist: mix(state.wrapping_add(ENTITY_STRIDE), 0),
            stride,
        }
    }
}

impl Key {
    /// 64 random bits for draw `k` of `entity`.
    #[inline]
    #[must_use]
    pub fn draw(&self, entity: u32, k: u32) -> u64 {
        debug_assert!(k < DRAWS_PER_ENTITY, "draw {k} of an entity");
        let further = u64::from(k).wrapping_mul(DRAW_STRIDE);
        self.at(self.counter(entity).wrapping_add(further))
    }

    /// A number strictly between 0 and 1: see [`unit()`].
    #[inline]
    #[must_use]
    pub fn uniform(&self, entity: u32, k: u32) -> f64 {
        unit(self.draw(entity, k))
    }

    /// A whole number below `bound`, each equally likely (Lemire's rejection). `k` is
    /// the first counter to use and is left at the first one not used.
    #[inline]
    #[must_use]
    pub fn below(&self, entity: u32, k: &mut u32, bound: u64) -> u64 {
        debug_assert!(bound > 0, "nothing is below zero");
        loop {
            let product = u128::from(self.draw(entity, *k)) * u128::from(bound);
            *k += 1;
            let low = product as u64;
            if low >= bound || low >= bound.wrapping_neg() % bound {
                return (product >> 64) as u64;
            }
        }
    }

    /// The same below a bound of up to 128 bits: as many random bits as the bound has, again
    /// until they are below it (twice at most on average). Each try takes two draws.
    #[inline]
    #[must_use]
    pub fn below_wide(&self, entity: u32, k: &mut u32, bound: u128) -> u128 {
        debug_assert!(bound > 0, "nothing is below zero");
        let spare = (bound - 1).leading_zeros();
        loop {
            let high = u128::from(self.draw(entity, *k)) << 64;
            let bits = high | u128::from(self.draw(entity, *k + 1));
            *k += 2;
            let number = bits.checked_shr(spare).unwrap_or(0);
            if number < bound {
                return number;
            }
        }
    }
}

/// 64 random bits as a number strictly between 0 and 1: the middle of one of 2⁵² equal
/// cells, so neither end is ever reached.
#[inline]
#[must_use]
pub fn unit(bits: u64) -> f64 {
    const CELL: f64 = 1.0 / (1_u64 << 52) as f64;
    ((bits >> 12) as f64 + 0.5) * CELL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_drawn_anew_and_the_others_are_held() {
        let (luck, other) = (Luck::new(3, 1), Luck::new(3, 9));
        let redrawn = luck.drawing(Cause::Sales, 9);
        let draw = |luck: &Luck, stream, entity| luck.key(stream, 2).draw(entity, 4);
        for stream in [Stream::Skill, Stream::Attachment, Stream::Quit, Stream::Tie] {
            assert_eq!(draw(&redrawn, stream, 7), draw(&luck, stream, 7));
        }
        assert_eq!(
            draw(&redrawn, Stream::Sales, 7),
            draw(&other, Stream::Sales, 7)
        );
        let mirrored = luck.mirroring(Cause::Ability, 9, 30);
        for entity in [0, 7, 30] {
            let found = draw(&mirrored, Stream::Reach, entity);
            assert_eq!(found, draw(&other, Stream::Reach, 30 - entity));
        }
        // Whole columns are drawn alike.
        let (mut found, mut expected) = (Vec::new(), Vec::new());
        let key = |luck: &Luck| luck.key(Stream::Reach, 2);
        key(&mirrored).counters_of(5, 0, &[2, 1], &mut found);
        for (entity, k) in [(25, 0), (25, 1), (24, 0)] {
            expected.push(key(&other).draw(entity, k));
        }
        let found: Vec<u64> = found.iter().map(|&at| key(&mirrored).at(at)).collect();
        assert_eq!(found, expected);
        assert_eq!(redrawn.replication(), 1);
    }
}
