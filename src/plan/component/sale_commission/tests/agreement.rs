//! The ways of reckoning against each other.

use proptest::prelude::*;

use crate::observed::{Builder, NewOrder};

use super::{customer, pay, plan};

proptest! {
    /// A plan that is paid on columns pays the same when its orders are known one by one.
    #[test]
    fn columns_and_orders_agree(
        sales in prop::collection::vec((0u32..4, 1i64..200_000), 1..30),
        own in prop::collection::vec((0u32..4, 1i64..50_000), 0..5),
        rule in prop::sample::select(vec![
            "rate = 0.123",
            "rate = 0.1\nself_referral = true",
            "brackets = [{ min = 10, rate = 0.05 }, { min = 700, rate = 0.125 }]\nbracket_metric = \"own_count\"",
            "brackets = [{ min = 10, rate = 0.05 }, { min = 700, rate = 0.125 }]\nself_referral = true",
            "brackets = [{ min = 10, rate = 0.05 }, { min = 700, rate = 0.125 }]\nbracket_mode = \"marginal\"",
            "brackets = [{ min = 10, rate = 0.05 }, { min = 700, rate = 0.125 }]\nbracket_mode = \"block\"\nblock = 33",
            "brackets = [{ min = 10, rate = 0.05 }, { min = 700, rate = 0.125 }]\nbracket_metric = \"group_volume\"",
        ]),
    ) {
        let mut network = Builder::new();
        for index in 0..4 {
            network.member(&index.to_string(), (index > 0).then_some(index / 2));
        }
        for (member, amount) in sales {
            network.sale(member, 1, amount);
        }
        for (member, amount) in own {
            network.own(member, 1, amount);
        }
        let by_order = pay(rule, &network);
        let mut observed = network.build().unwrap();
        observed.periods[0].orders.clear();
        let by_column = observed.pay(&plan(rule), |_, _| ()).unwrap();
        prop_assert_eq!(&by_order[0], &by_column.commissions);
    }

    /// A sale refunded later in full leaves nothing, whatever the rule, if every part of
    /// it is refunded.
    #[test]
    fn what_is_refunded_in_parts_is_taken_back_to_the_last_cent(
        amount in 1i64..100_000,
        cuts in prop::collection::vec(1i64..50_000, 0..4),
        rule in prop::sample::select(vec![
            "rate = 0.0723\nflat = 1.11",
            "brackets = [{ min = 0, rate = 0.05 }, { min = 100, rate = 0.37 }]\nbracket_mode = \"marginal\"",
            "rate = 0.5\nmax_commission = 3.33",
        ]),
    ) {
        let mut network = Builder::new();
        network.days(30).member("a", None);
        let sale = network.order(customer(1, 3, amount));
        let mut left = amount;
        for part in cuts.into_iter().chain([amount]) {
            let part = part.min(left);
            left -= part;
            if part > 0 {
                network.order(NewOrder {
                    refund_of: Some(sale),
                    period: 2,
                    ..customer(1, 40, part)
                });
            }
        }
        let paid = pay(rule, &network);
        prop_assert_eq!(paid[0][0] + paid[1][0], 0);
    }
}
