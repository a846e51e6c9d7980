//! Groups by sorting: slower than a table, but however many groups there are.

use super::{Columns, Group, Groups, Part, Partitions};
use crate::measure::amount::Amount;
use crate::measure::distribution::Distribution;

/// The groups of all partitions. `depth` and `ranks` are by participant; `net` is the
/// distribution that the ranks are of.
pub(super) fn sort<A: Amount>(
    partitions: &Partitions,
    depth: &[u32],
    columns: &Columns<A>,
    ranks: &[u32],
    net: &Distribution,
) -> Groups {
    let groups = |parts: &[Part], groups: &[u32]| {
        let mut people: Vec<(u32, u32, u32)> = (0..)
            .zip(groups.iter().zip(ranks))
            .map(|(participant, (&group, &rank))| (group, rank, participant))
            .collect();
        people.sort_unstable();
        people
            .chunk_by(|left, right| left.0 == right.0)
            .map(|members| {
                let part = &parts[members[0].0 as usize];
                group(partitions, part, members, columns, net)
            })
            .collect()
    };
    let along = |of: fn(&super::Stretch) -> usize| -> Vec<u32> {
        let stretches = partitions.stretches.iter();
        stretches
            .flat_map(|stretch| stretch.range.clone().map(move |_| of(stretch) as u32))
            .collect()
    };
    Groups {
        by_depth: groups(&partitions.by_depth, depth),
        by_joining_decile: groups(
            &partitions.by_joining_decile,
            &along(|stretch| stretch.decile),
        ),
        by_joining_period: groups(
            &partitions.by_joining_period,
            &along(|stretch| stretch.period),
        ),
    }
}

/// Adds up a group whose members, as (group, rank, participant), are sorted by rank.
fn group<A: Amount>(
    partitions: &Partitions,
    part: &Part,
    members: &[(u32, u32, u32)],
    columns: &Columns<A>,
    net: &Distribution,
) -> Group {
    let amounts = |column: &[A]| -> Vec<i64> {
        let participants = members
            .iter()
            .map(|&(.., participant)| participant as usize);
        participants
            .filter_map(|participant| column.get(participant).map(|&amount| amount.into()))
            .collect()
    };
    let nets = amounts(columns.net);
    let commissions: i64 = amounts(columns.commissions).iter().sum();
    let participants = members.len() as u64;
    Group {
        number: part.number,
        participants,
        in_profit: nets.iter().filter(|&&net| net > 0).count() as u64,
        in_loss: nets.iter().filter(|&&net| net < 0).count() as u64,
        net: nets.iter().sum(),
        median_net: net.of_midrank(members[(members.len() - 1) / 2].1),
        gross: commissions + amounts(columns.margin).iter().sum::<i64>(),
        commissions,
        periods_enrolled: partitions.periods_enrolled(part, participants),
    }
}
