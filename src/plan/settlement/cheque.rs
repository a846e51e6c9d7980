//! Rounding per cheque (plans.md §3): what all components pay one payee in a period is
//! rounded together, and the whole minor units are split back over the components by
//! largest remainder, ties in the order of the plan.

use crate::plan::earnings::Earnings;
use crate::plan::rounding::Mode;

use super::factor::Factor;

/// Bits kept of fractions with different denominators: only plans with several caps have
/// them.
const FRACTION_BITS: u32 = 60;

/// Fills `amounts`, a column a component, with what each member is paid. Components of
/// different cheques are rounded apart.
pub(super) fn round(
    earnings: &[Earnings],
    factors: &[Factor],
    cheque_of: &[usize],
    mode: Mode,
    decimals: u32,
    amounts: &mut Vec<Vec<i64>>,
) {
    let members = earnings.first().map_or(0, |first| first.exact.len());
    amounts.resize_with(earnings.len().max(amounts.len()), Vec::new);
    for column in amounts.iter_mut() {
        column.clear();
        column.resize(members, 0);
    }
    let cheques = cheque_of.iter().max().map_or(0, |last| last + 1);
    let mut items: Vec<Item> = Vec::with_capacity(earnings.len());
    for (cheque, member) in (0..cheques).flat_map(|cheque| (0..members).map(move |m| (cheque, m))) {
        items.clear();
        for (index, earned) in earnings.iter().enumerate() {
            if cheque_of[index] == cheque && earned.exact[member] != 0 {
                items.push(Item::new(index, earned.exact[member], factors[index]));
            }
        }
        split(&mut items, mode, decimals);
        for item in &items {
            amounts[item.component][member] = item.amount;
        }
    }
}

/// One component's part of a cheque: `whole` + `rest` ÷ `over`, exactly.
#[derive(Clone, Copy, Debug)]
struct Item {
    component: usize,
    whole: i128,
    rest: i128,
    over: i128,
    amount: i64,
}

impl Item {
    fn new(component: usize, exact: i64, factor: Factor) -> Item {
        let (whole, rest) = factor.divide(exact);
        Item {
            component,
            whole,
            rest,
            over: factor.denominator(),
            amount: 0,
        }
    }
}

fn split(items: &mut [Item], mode: Mode, decimals: u32) {
    let Some(over) = items.iter().map(|item| item.over).max() else {
        return;
    };
    // Factors of 1 have no rest, so under one cap all fractions have its denominator.
    let is_shared = items.iter().all(|item| item.rest == 0 || item.over == over);
    let over = if is_shared {
        over
    } else {
        for item in items.iter_mut() {
            item.rest = (item.rest << FRACTION_BITS) / item.over;
        }
        1 << FRACTION_BITS
    };
    let unit = 10_i128.pow(decimals);
    let exact: i128 = items.iter().map(|item| item.whole * over + item.rest).sum();
    let mut left = mode.divide(exact, over * unit);
    for item in items.iter_mut() {
        let down = item.whole.div_euclid(unit);
        // At most the exact amount of 64 bits.
        item.amount = down as i64;
        item.whole -= down * unit;
        left -= down;
    }
    while left > 0 {
        let Some(largest) = (0..items.len()).reduce(|best, next| {
            let size = |index: usize| (items[index].whole, items[index].rest);
            if size(next) > size(best) { next } else { best }
        }) else {
            return;
        };
        items[largest].amount += 1;
        items[largest].whole = -1;
        left -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn items(exact: &[i64], factor: Factor) -> Vec<Item> {
        exact
            .iter()
            .enumerate()
            .map(|(component, &exact)| Item::new(component, exact, factor))
            .collect()
    }

    #[test]
    fn three_fractions_make_one_cent_and_the_largest_gets_it() {
        // 0.336 three times is 1.008: 1.01 on the cheque, 1.02 line by line (LV-20).
        let mut cheque = items(&[336, 336, 336], Factor::NONE);
        split(&mut cheque, Mode::HalfUp, 1);
        assert_eq!(
            cheque.iter().map(|item| item.amount).collect::<Vec<_>>(),
            [34, 34, 33]
        );
        let mut cheque = items(&[331, 334], Factor::NONE);
        split(&mut cheque, Mode::HalfUp, 1);
        assert_eq!(
            cheque.iter().map(|item| item.amount).collect::<Vec<_>>(),
            [33, 34]
        );
    }

    proptest! {
        #[test]
        fn the_parts_are_the_cheque(
            exact in prop::collection::vec(-100_000i64..1_000_000, 1..6),
            available in 1i128..1_000_000,
            wanted in 1i128..1_000_000,
        ) {
            let factor = Factor::fitting(available, wanted);
            for mode in [Mode::HalfUp, Mode::HalfEven, Mode::Down] {
                let mut cheque = items(&exact, factor);
                split(&mut cheque, mode, 3);
                let whole: i64 = cheque.iter().map(|item| item.amount).sum();
                prop_assert_eq!(whole, factor.round(mode, exact.iter().sum(), 3));
                for (item, &exact) in cheque.iter().zip(&exact) {
                    let alone = factor.round(Mode::Down, exact, 3);
                    prop_assert!((item.amount - alone).abs() <= 1);
                }
            }
        }
    }
}
