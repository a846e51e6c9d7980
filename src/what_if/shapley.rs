//! Sharing out a difference among the changes that made it (Shapley 1953).
//!
//! A player is a change; what a coalition is worth is the outcome with its changes made. A
//! player's part is what he adds on joining, on average over all orders of joining. The parts
//! add up to the worth of all less the worth of none, a change that never matters has no
//! part, and two that are alike have the same.
//!
//! A coalition is a bit mask: bit `i` is set if player `i` is in it.

use crate::luck::Key;
use crate::luck::order::shuffle_by;

/// The most players whose coalitions are all gone through: 4096 of them.
pub const MOST_PLAYERS: usize = 12;

/// The part of each player in what all are worth beyond what none is, from the worth of
/// every coalition. `worth` is asked once for each, in the order of the masks.
///
/// # Panics
///
/// If there are more than [`MOST_PLAYERS`].
#[must_use]
pub fn parts(players: usize, worth: impl Fn(u32) -> f64) -> Vec<f64> {
    let weights = weights(players);
    let worths: Vec<f64> = (0..1 << players).map(worth).collect();
    let part = |player: usize| -> f64 {
        without(players, player)
            .map(|coalition| {
                let added = worths[(coalition | 1 << player) as usize] - worths[coalition as usize];
                weights[coalition.count_ones() as usize] * added
            })
            .sum()
    };
    (0..players).map(part).collect()
}

/// What the worth of each coalition is multiplied by in a player's part, in the order of the
/// masks: the part is a linear combination of the worths, so it can be formed in each
/// history and have an interval.
///
/// # Panics
///
/// If there are more than [`MOST_PLAYERS`] or the player is none of them.
#[must_use]
pub fn coefficients(players: usize, player: usize) -> Vec<f64> {
    assert!(player < players, "player {player} of {players}");
    let weights = weights(players);
    let mut coefficients = vec![0.0; 1 << players];
    for coalition in without(players, player) {
        let weight = weights[coalition.count_ones() as usize];
        coefficients[coalition as usize] = -weight;
        coefficients[(coalition | 1 << player) as usize] = weight;
    }
    coefficients
}

/// How likely it is that a given player, joining in random order, finds exactly a given
/// coalition there, by its size: s! (n − 1 − s)! ÷ n! = 1 ÷ n C(n − 1, s).
///
/// # Panics
///
/// If there are more than [`MOST_PLAYERS`].
#[must_use]
pub fn weights(players: usize) -> Vec<f64> {
    assert!(
        players <= MOST_PLAYERS,
        "{players} players, of which all coalitions are gone through for {MOST_PLAYERS} at most"
    );
    let mut choices = 1_u32;
    (0..players as u32)
        .map(|size| {
            let weight = 1.0 / f64::from(players as u32 * choices);
            choices = choices * (players as u32 - 1 - size) / (size + 1);
            weight
        })
        .collect()
}

/// Random orders of the players, in pairs of an order and its reverse: an early place in one
/// is a late place in the other, which takes out most of the noise where what a player adds
/// rises or falls with who is there (Castro, Gómez and Tejada 2009 for sampling orders; Lomelí,
/// Rowland, Gretton and Ghahramani 2019 for the pairs).
///
/// The first orders are the same however many are asked for.
///
/// # Panics
///
/// If there are more than 2³² orders or 2²⁴ players.
#[must_use]
pub fn orders(players: usize, count: usize, key: &Key) -> Vec<Vec<usize>> {
    (0..count)
        .map(|number| {
            let pair = u32::try_from(number / 2).expect("fewer than 2³² pairs of orders");
            let mut order = shuffled(players, pair, key);
            if number % 2 == 1 {
                order.reverse();
            }
            order
        })
        .collect()
}

/// The players in a random order: Fisher and Yates' shuffle, all of whose draws are of one
/// entity.
fn shuffled(players: usize, entity: u32, key: &Key) -> Vec<usize> {
    let mut order: Vec<usize> = (0..players).collect();
    let mut draw = 0;
    shuffle_by(&mut order, |last| {
        key.below(entity, &mut draw, last as u64 + 1)
    });
    order
}

/// The coalitions a player is not in.
fn without(players: usize, player: usize) -> impl Iterator<Item = u32> {
    (0..1_u32 << players).filter(move |coalition| coalition >> player & 1 == 0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::luck::{Luck, Stream};

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::Design, 0)
    }

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
    }

    #[test]
    fn two_players_by_hand() {
        // Worth 10, 14, 11 and 20: the first adds 4 or 9, the second 1 or 6.
        let worths = [10.0, 14.0, 11.0, 20.0];
        near(
            &parts(2, |coalition| worths[coalition as usize]),
            &[6.5, 3.5],
        );
        near(&coefficients(2, 0), &[-0.5, 0.5, -0.5, 0.5]);
        near(&coefficients(2, 1), &[-0.5, -0.5, 0.5, 0.5]);
    }

    #[test]
    fn nobody_and_one() {
        assert!(parts(0, |_| 3.0).is_empty());
        near(
            &parts(1, |coalition| f64::from(coalition) * 7.0 + 1.0),
            &[7.0],
        );
    }

    #[test]
    fn an_additive_game_gives_each_his_own() {
        let own = [3.0, -1.0, 0.5, 8.0, 0.0];
        let worth = |coalition: u32| -> f64 {
            (0..5)
                .filter(|player| coalition >> player & 1 == 1)
                .map(|player| own[player])
                .sum()
        };
        near(&parts(5, worth), &own);
    }

    #[test]
    fn who_is_alike_has_the_same() {
        let worth = |coalition: u32| f64::from(coalition.count_ones() * coalition.count_ones());
        near(&parts(MOST_PLAYERS, worth), &[12.0; MOST_PLAYERS]);
    }

    /// A left glove and two right ones make one pair: the left glove's part is ⅔.
    #[test]
    fn gloves() {
        let worth = |coalition: u32| f64::from(u8::from(coalition & 1 == 1 && coalition > 1));
        near(&parts(3, worth), &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]);
    }

    #[test]
    fn weights_are_the_chances_of_all_coalitions() {
        for players in 1..=MOST_PLAYERS {
            let weights = weights(players);
            let sum: f64 = without(players, 0)
                .map(|coalition| weights[coalition.count_ones() as usize])
                .sum();
            assert!((sum - 1.0).abs() < 1e-12, "{players}: {sum}");
        }
        near(&weights(4), &[1.0 / 4.0, 1.0 / 12.0, 1.0 / 12.0, 1.0 / 4.0]);
    }

    #[test]
    #[should_panic(expected = "13 players")]
    fn too_many_players() {
        let _ = parts(13, |_| 0.0);
    }

    #[test]
    fn orders_come_in_pairs() {
        let found = orders(6, 9, &key(1));
        assert_eq!(found.len(), 9);
        for pair in found.chunks_exact(2) {
            assert!(pair[0].iter().eq(pair[1].iter().rev()));
        }
        assert_ne!(found[0], found[2]);
        assert_eq!(orders(6, 4, &key(1)), found[..4]);
    }

    /// All 24 orders of four, χ² at a false-alarm rate of 10⁻⁶: 74.6 for 23 degrees of freedom.
    #[test]
    fn every_order_is_equally_likely() {
        let mut seen = BTreeMap::new();
        for order in orders(4, 48_000, &key(1)).into_iter().step_by(2) {
            *seen.entry(order).or_insert(0_i32) += 1;
        }
        let square: f64 = seen
            .values()
            .map(|&count| f64::from((count - 1000) * (count - 1000)) / 1000.0)
            .sum();
        assert_eq!(seen.len(), 24);
        assert!(square < 74.6, "{square}");
    }

    /// The mean over all orders is what the parts are: sampled orders come near them.
    #[test]
    fn sampled_orders_agree_with_the_exact_parts() {
        let worth = |coalition: u32| f64::from(coalition.wrapping_mul(2_654_435_769) >> 24);
        let exact = parts(5, worth);
        let sampled = orders(5, 20_000, &key(1));
        let mut sums = [0.0; 5];
        for order in &sampled {
            let mut coalition = 0_u32;
            for &player in order {
                sums[player] += worth(coalition | 1 << player) - worth(coalition);
                coalition |= 1 << player;
            }
        }
        for (sum, part) in sums.iter().zip(&exact) {
            // What a player adds is within ±255: a standard error of 1.8 at the very most.
            assert!((sum / 20_000.0 - part).abs() < 9.0, "{sum} {part}");
        }
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_their_coefficients(
            players in 1..7_usize,
            worths in prop::collection::vec(-100.0..100.0, 64),
            idle in 0..7_usize,
        ) {
            let worth = |coalition: u32| worths[coalition as usize];
            let found = parts(players, worth);
            let all = worth((1 << players) - 1) - worth(0);
            prop_assert!((found.iter().sum::<f64>() - all).abs() < 1e-9);
            for (player, part) in found.iter().enumerate() {
                let combined: f64 = coefficients(players, player)
                    .iter()
                    .zip(&worths)
                    .map(|(coefficient, worth)| coefficient * worth)
                    .sum();
                prop_assert!((combined - part).abs() < 1e-9);
            }
            // A player who changes nothing has no part.
            let idle = idle % players;
            let parts = parts(players, |coalition| worth(coalition & !(1 << idle)));
            prop_assert!(parts[idle].abs() < 1e-12);
        }
    }
}
