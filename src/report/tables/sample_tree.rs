//! One network, member by member: what the chart of a sampled network is drawn from.

use super::{Cell, Column, Population, Table, number};
use crate::measure::sample_tree::{COLUMNS, DEEPEST, MOST_ROWS};
use crate::report::column::of_members;
use crate::report::words;
use crate::study::results::{SampleTree, Subject, TreeCell};

/// `sample_tree.csv`: plan × member, or merged members (rulings.md 29).
#[must_use]
pub fn sample_tree<'a>(tree: &'a SampleTree, subject: &'a Subject) -> Table<'a> {
    let name = of_members(&tree.ids);
    let mut table = Table::new(
        "sample_tree",
        if subject.observed {
            "The network, member by member"
        } else {
            "One sampled network"
        },
        about(subject),
        Population::Both,
        vec![
            Column::integer("replication"),
            Column::text("plan"),
            name("id"),
            name("sponsor"),
            Column::integer("depth"),
            Column::integer("recruits"),
            Column::integer("downline"),
            Column::integer("position"),
            Column::integer("width"),
            Column::integer("members"),
            Column::integer("loss"),
            Column::integer("zero"),
            Column::integer("profit"),
            Column::money("net"),
        ],
    );
    for (plan, earnings) in subject.plans.iter().zip(&tree.earnings) {
        for (cell, own) in tree.cells.iter().zip(earnings) {
            table.push(
                [number(tree.replication), Cell::Text(&plan.name)]
                    .into_iter()
                    .chain(who(tree, cell))
                    .chain([number(cell.position), number(cell.width)])
                    .chain([cell.members, own.loss, own.zero, own.profit].map(number))
                    .chain([Cell::Money(own.net)]),
            );
        }
    }
    table
}

fn about(subject: &Subject) -> String {
    let whose = if subject.observed {
        "The network"
    } else {
        "The network of replication 1, the same under every plan"
    };
    format!(
        "{whose}, founders included, level by level and from left to right. position and width \
         are the place of a member with everyone below him, counted in members; loss, zero and \
         profit count the members of a row by the sign of net, which is their sum. Above {} rows, \
         members of one level are merged where {COLUMNS} of their kind do not fill the width, and \
         everyone from depth {DEEPEST} down: such rows have no id.",
        words::count(MOST_ROWS as f64),
    )
}

/// `id,sponsor,depth,recruits,downline`
fn who<'a>(tree: &'a SampleTree, cell: &TreeCell) -> [Cell<'a>; 5] {
    let depth = number(cell.depth);
    let Some(member) = cell.member else {
        return [
            Cell::Missing,
            Cell::Missing,
            depth,
            Cell::Missing,
            Cell::Missing,
        ];
    };
    // As in participants.csv: numbered from 1, or called by the ids of a network file.
    let name = |number: u32| match tree.ids.get(number as usize) {
        Some(id) => Cell::Text(id),
        None => Cell::Integer(i64::from(number) + 1),
    };
    [
        name(member.number),
        member.sponsor.map_or(Cell::Missing, name),
        depth,
        number(member.recruits),
        number(member.downline),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use crate::report::fixture;

    #[test]
    fn seven_members_by_hand() {
        // 1 recruits 2 and 3, 2 recruits 4 and 6, 3 recruits 5, 5 recruits 7.
        let results = fixture::results(2);
        let table = sample_tree(results.sample_tree.as_ref().unwrap(), &results.subject);
        let csv = String::from_utf8(table.csv(&Currency::from_code("USD"))).unwrap();
        assert_eq!(
            csv,
            "\
replication,plan,id,sponsor,depth,recruits,downline,position,width,members,loss,zero,profit,net
1,referral,1,,0,2,6,0,7,1,0,1,0,0.00
1,referral,2,1,1,2,2,1,3,1,0,0,1,5.00
1,referral,3,1,1,1,2,4,3,1,0,1,0,0.00
1,referral,4,2,2,0,0,2,1,1,0,1,0,0.00
1,referral,6,2,2,0,0,3,1,1,0,1,0,0.00
1,referral,5,3,2,1,1,5,2,1,0,0,1,2.50
1,referral,7,5,3,0,0,6,1,1,0,0,1,10.00
1,mlm,1,,0,2,6,0,7,1,0,0,1,12.50
1,mlm,2,1,1,2,2,1,3,1,0,0,1,2.50
1,mlm,3,1,1,1,2,4,3,1,1,0,0,-0.50
1,mlm,4,2,2,0,0,2,1,1,0,1,0,0.00
1,mlm,6,2,2,0,0,3,1,1,1,0,0,-1.00
1,mlm,5,3,2,1,1,5,2,1,0,0,1,1.50
1,mlm,7,5,3,0,0,6,1,1,0,0,1,2.50
"
        );
    }
}
