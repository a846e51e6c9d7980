//! Whole cycles: the larger leg gives `strong`, the smaller one `weak`, and which is the
//! larger is decided anew every time (plans.md E6).

/// Takes cycles from `legs` as long as they last, at most `limit` of them, and counts
/// them. Of equal legs the left one is the larger. `strong` and `weak` are positive.
///
/// As long as one leg stays the larger, and while they take turns, many cycles are taken
/// at once: a handful of steps, however many cycles there are.
pub(super) fn take(legs: &mut [i64; 2], strong: i64, weak: i64, limit: i64) -> i64 {
    let mut cycles = 0;
    while cycles < limit {
        let larger = usize::from(legs[1] > legs[0]);
        let smaller = 1 - larger;
        let possible = (legs[larger] / strong).min(legs[smaller] / weak);
        if possible == 0 {
            break;
        }
        let gap = legs[larger] - legs[smaller];
        let closing = strong - weak;
        let batch = if closing <= 0 {
            // The larger one stays the larger.
            possible
        } else if gap >= closing {
            // It stays the larger until the gap is closed.
            possible.min(gap / closing)
        } else {
            // They take turns: every two cycles take as much from both.
            let both = strong + weak;
            let turns = (legs[smaller] / both).min((limit - cycles) / 2);
            if turns > 0 {
                legs[0] -= turns * both;
                legs[1] -= turns * both;
                cycles += 2 * turns;
                continue;
            }
            1
        };
        let batch = batch.min(limit - cycles);
        legs[larger] -= batch * strong;
        legs[smaller] -= batch * weak;
        cycles += batch;
    }
    cycles
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One by one, as the rule is written.
    fn one_by_one(legs: &mut [i64; 2], strong: i64, weak: i64, limit: i64) -> i64 {
        let mut cycles = 0;
        loop {
            let larger = usize::from(legs[1] > legs[0]);
            if cycles == limit || legs[larger] < strong || legs[1 - larger] < weak {
                return cycles;
            }
            legs[larger] -= strong;
            legs[1 - larger] -= weak;
            cycles += 1;
        }
    }

    #[test]
    fn which_leg_gives_more_is_decided_every_time() {
        // BN-07: 1,500/1,000 at 600/300: 900/700, then 300/400.
        let mut legs = [150_000, 100_000];
        assert_eq!(take(&mut legs, 60_000, 30_000, i64::MAX), 2);
        assert_eq!(legs, [30_000, 40_000]);
        // BN-08: the first 250 of 666 cycles.
        let mut legs = [40_000_000, 20_000_000];
        assert_eq!(take(&mut legs, 60_000, 30_000, 250), 250);
        assert_eq!(legs, [25_000_000, 12_500_000]);
        // Equal legs: the left one gives the larger part.
        let mut legs = [3, 3];
        assert_eq!((take(&mut legs, 2, 1, 1), legs), (1, [1, 2]));
    }

    proptest! {
        #[test]
        fn batches_agree_with_one_by_one(
            left in 0i64..3000, right in 0i64..3000, strong in 1i64..40, weak in 1i64..40,
            limit in prop_oneof![Just(i64::MAX), 0i64..80],
        ) {
            let (mut batched, mut single) = ([left, right], [left, right]);
            let cycles = take(&mut batched, strong, weak, limit);
            prop_assert_eq!(cycles, one_by_one(&mut single, strong, weak, limit));
            prop_assert_eq!(batched, single);
        }

        #[test]
        fn a_million_cycles_take_a_handful_of_steps(
            left in 0i64..i64::MAX / 4, right in 0i64..i64::MAX / 4, strong in 1i64..9, weak in 1i64..9,
        ) {
            let mut legs = [left, right];
            let cycles = take(&mut legs, strong, weak, i64::MAX);
            let taken = i128::from(left) + i128::from(right) - i128::from(legs[0]) - i128::from(legs[1]);
            prop_assert_eq!(taken, i128::from(cycles) * i128::from(strong + weak));
            let [larger, smaller] = [legs[0].max(legs[1]), legs[0].min(legs[1])];
            prop_assert!(smaller >= 0 && (larger < strong || smaller < weak));
        }
    }
}
