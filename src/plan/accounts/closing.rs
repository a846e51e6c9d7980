//! Whole columns of accounts when a period is closed.

use multiversion::multiversion;

use crate::columns::Each;

/// Fills `net` with what is left of commissions and margin after costs. Empty columns are
/// of nothing.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn strike(commissions: &[i64], costs: &[i64], margin: &[i64], net: &mut [i64]) {
    net.copy_from_slice(commissions);
    for (net, costs) in net.iter_mut().zip(costs) {
        *net = net.wrapping_sub(*costs);
    }
    for (net, margin) in net.iter_mut().zip(margin) {
        *net = net.wrapping_add(*margin);
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn count_below_zero(amounts: &[i64]) -> u64 {
    // Signs add up faster than comparisons.
    amounts.iter().map(|&amount| amount as u64 >> 63).sum()
}

/// Where net is above zero for the first time, notes how many periods since joining are
/// `completed`; no branches, since who gets there is as good as random.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn first_profits(net: &[i64], joined: Each<u16>, completed: u16, noted: &mut [u16]) {
    let note = |noted: &mut u16, net: i64, joined: u16| {
        let is_first = (net > 0) & (*noted == 0);
        *noted = if is_first {
            completed.wrapping_sub(joined)
        } else {
            *noted
        };
    };
    let people = noted.iter_mut().zip(net);
    match joined {
        Each::All(joined) => people.for_each(|(noted, &net)| note(noted, net, joined)),
        Each::Own(column) => people
            .zip(column)
            .for_each(|((noted, &net), &joined)| note(noted, net, joined)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn columns_are_struck_and_first_profits_noted_as_one_by_one(
            people in prop::collection::vec(
                ((-90_i64..90, -90_i64..90, 0_i64..9), (1_u16..5, 0_u16..2)),
                0..200,
            ),
            has_costs: bool,
            has_margin: bool,
        ) {
            let column = |is_there: bool, part: fn(&(i64, i64, i64)) -> i64| -> Vec<i64> {
                let there = people.iter().filter(|_| is_there);
                there.map(|(money, _)| part(money)).collect()
            };
            let commissions = column(true, |money| money.0);
            let costs = column(has_costs, |money| money.1);
            let margin = column(has_margin, |money| money.2);
            let mut net = vec![7; people.len()];
            strike(&commissions, &costs, &margin, &mut net);
            let or_nothing = |column: &[i64], member: usize| column.get(member).copied().unwrap_or(0);
            for (member, &net) in net.iter().enumerate() {
                let earned = commissions[member] + or_nothing(&margin, member);
                prop_assert_eq!(net, earned - or_nothing(&costs, member));
            }
            let below = net.iter().filter(|&&net| net < 0).count();
            prop_assert_eq!(count_below_zero(&net), below as u64);

            let joined: Vec<u16> = people.iter().map(|(_, (joined, _))| *joined).collect();
            let before: Vec<u16> = people.iter().map(|(_, (_, noted))| *noted).collect();
            for joined in [Each::Own(&joined), Each::All(2)] {
                let mut noted = before.clone();
                first_profits(&net, joined, 6, &mut noted);
                for (member, &noted) in noted.iter().enumerate() {
                    let expected = match before[member] {
                        0 if net[member] > 0 => 6 - joined.at(member),
                        earlier => earlier,
                    };
                    prop_assert_eq!(noted, expected);
                }
            }
        }
    }
}
