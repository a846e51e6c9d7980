//! What must hold of any legs under any rule.

use proptest::prelude::*;

use super::super::matched::{First, Matched, Mode, Rule, Terms};
use super::{of_y, y};

fn any_mode() -> impl Strategy<Value = Mode> {
    prop_oneof![
        (1i64..4, 1i64..4).prop_map(|(strong, weak)| Mode::Percent { strong, weak }),
        (1i64..40, 1i64..40).prop_map(|(strong, weak)| Mode::Cycle { strong, weak }),
        prop::collection::btree_map(1i64..60, 0i64..90, 1..4).prop_map(|rows| {
            let mut pays: Vec<i64> = rows.values().copied().collect();
            pays.sort_unstable();
            Mode::Steps(rows.into_keys().zip(pays).collect())
        }),
        (1i64..3, 1i64..3, prop::option::of((1i64..4, 1i64..3))).prop_map(
            |(strong, weak, first)| {
                Mode::Pairs {
                    strong,
                    weak,
                    first: first.map(|(a, b)| First {
                        larger: a.max(b),
                        smaller: a.min(b),
                        value: Some(7),
                    }),
                }
            }
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn a_match_takes_no_more_than_there_is(
        mode in any_mode(),
        legs in (0i64..300, 0i64..300),
        min_match in 0i64..20,
        retains in any::<bool>(),
        first in any::<bool>(),
        limits in prop::array::uniform3(prop_oneof![Just(i64::MAX), 0i64..60]),
        reward in 1i64..50,
    ) {
        let one = 100;
        let [max_match, max_cycles, cap] = limits;
        let terms = Terms { reward, max_match, max_cycles, cap };
        let rule = |retains| Rule { mode: mode.clone(), min_match, retains };
        let legs = [legs.0, legs.1];
        let matched = rule(retains).matched(legs, &terms, one, first).unwrap();
        let Matched { taken, paid, lost, .. } = matched;
        for side in 0..2 {
            prop_assert!(0 <= taken[side] && taken[side] <= legs[side], "{matched:?}");
        }
        prop_assert!(paid >= 0 && lost >= 0);
        prop_assert!(paid <= cap.saturating_mul(one));
        // A cap takes nothing away that stays, and pays the same whichever way it does.
        let other = rule(!retains).matched(legs, &terms, one, first).unwrap();
        prop_assert_eq!(paid, other.paid);
        if retains {
            prop_assert_eq!(lost, 0);
            prop_assert!(taken[0] <= other.taken[0] && taken[1] <= other.taken[1]);
        }
        // Without limits nothing is lost, and both ways are the same.
        let unlimited = Terms { max_match: i64::MAX, max_cycles: i64::MAX, cap: i64::MAX, ..terms };
        let free = rule(retains).matched(legs, &unlimited, one, first).unwrap();
        prop_assert_eq!(free, rule(!retains).matched(legs, &unlimited, one, first).unwrap());
        prop_assert_eq!(free.lost, 0);
        if !retains {
            prop_assert_eq!(free.paid, paid + lost);
            prop_assert_eq!(free.taken, taken);
        }
    }

    #[test]
    fn carry_paid_and_flushed_make_up_all_volume(
        periods in prop::collection::vec((0i64..500, 0i64..500, any::<bool>()), 1..8),
        pairing in prop::sample::select(vec![
            "rate = 0.1",
            "mode = \"cycle\"\nstrong = 0.07\nweak = 0.03\nvalue = 1",
            "mode = \"percent_ratio\"\nstrong = 3\nweak = 2\nrate = 0.1",
        ]),
        limit in prop::sample::select(vec![
            "", "carry_cap = 1", "expire_after = 2", "inactive = \"accumulate\"", "inactive = \"freeze\"",
        ]),
    ) {
        let (left, right): (Vec<i64>, Vec<i64>) =
            periods.iter().map(|&(left, right, _)| (left, right)).unzip();
        let mut network = y(&left, &right);
        for (&(_, _, active), period) in periods.iter().zip(1..) {
            network.active(0, period, active);
        }
        let seen = of_y(&format!("{pairing}\n{limit}"), network);
        let mut before = [0; 2];
        for ((&(left, right, active), (paid, carry)), period) in periods.iter().zip(&seen).zip(1..) {
            prop_assert!(carry[0] >= 0 && carry[1] >= 0);
            prop_assert!(carry[0] <= before[0] + left && carry[1] <= before[1] + right, "period {}", period);
            prop_assert!(active || *paid == 0);
            if !active {
                match limit {
                    "inactive = \"accumulate\"" => prop_assert_eq!(*carry, [before[0] + left, before[1] + right]),
                    "inactive = \"freeze\"" => prop_assert_eq!(*carry, before),
                    _ => prop_assert_eq!(*carry, [0, 0]),
                }
            } else if limit != "expire_after = 2" && limit != "carry_cap = 1" {
                let used = [before[0] + left - carry[0], before[1] + right - carry[1]];
                prop_assert!((used == [0, 0]) == (*paid == 0) || used.iter().sum::<i64>() < 30);
            }
            before = *carry;
        }
    }
}
