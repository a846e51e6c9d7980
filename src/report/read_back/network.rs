//! `sample_tree.csv`, read as the network it is of.

use std::collections::BTreeMap;

use super::codes;
use super::table::{Fault, Reader, Row};
use crate::study::results::{CellEarnings, SampleTree, Subject, TreeCell, TreeMember};

/// The network and what every plan leaves its members; `None` without a table or rows.
pub(super) fn sample_tree(reader: &mut Reader<'_>, subject: &Subject) -> Option<SampleTree> {
    let mut network = Network::new(subject);
    let mut whole = true;
    reader.rows("sample_tree", |row| {
        // What is wrong with one row would make others seem wrong.
        if whole {
            network.take(row).inspect_err(|_| whole = false)
        } else {
            Ok(())
        }
    });
    let tree = network.tree;
    let of_all = |plan: &Vec<CellEarnings>| plan.len() == tree.cells.len();
    let within = |cell: &TreeCell| cell.position <= tree.members - cell.width.min(tree.members);
    if whole && !(tree.earnings.iter().all(of_all) && tree.cells.iter().all(within)) {
        let message = "the rows are not those of one network under every plan of the manifest";
        reader.refuse("sample_tree", codes::DOES_NOT_ADD_UP, message);
    }
    (!tree.cells.is_empty()).then_some(tree)
}

/// A network that is being read.
struct Network<'a> {
    subject: &'a Subject,
    tree: SampleTree,
    /// The members so far, by what the file calls them.
    numbers: BTreeMap<String, u32>,
}

impl Network<'_> {
    fn new(subject: &Subject) -> Network<'_> {
        Network {
            subject,
            tree: SampleTree {
                replication: 1,
                members: 0,
                ids: Vec::new(),
                cells: Vec::new(),
                earnings: vec![Vec::new(); subject.plans.len()],
            },
            numbers: BTreeMap::new(),
        }
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        const ANY: std::ops::RangeInclusive<u32> = 0..=u32::MAX;
        let name = row.plan()?;
        let mut plans = self.subject.plans.iter();
        let Some(plan) = plans.position(|plan| plan.name == name) else {
            let message = format!("`{name}` is no plan that pays a network");
            return Err(row.fault(codes::NO_SUCH_PLAN, "plan", message));
        };
        let own = CellEarnings {
            loss: row.whole("loss", ANY)?,
            zero: row.whole("zero", ANY)?,
            profit: row.whole("profit", ANY)?,
            net: row.money("net")?,
        };
        let members = row.whole("members", 1..=u32::MAX)?;
        let parts = [own.loss, own.zero, own.profit].map(u64::from);
        if parts.iter().sum::<u64>() != u64::from(members) {
            let message = "`loss`, `zero` and `profit` do not add up to `members`".to_owned();
            return Err(row.fault(codes::DOES_NOT_ADD_UP, "members", message));
        }
        let cell = TreeCell {
            depth: row.whole("depth", ANY)?,
            position: row.whole("position", ANY)?,
            width: row.whole("width", 1..=u32::MAX)?,
            members,
            member: None,
        };
        if plan == 0 {
            self.tree.replication = row.whole("replication", 1..=u32::MAX)?;
            self.enter(row, cell)?;
        } else {
            self.compare(row, cell, self.tree.earnings[plan].len())?;
        }
        self.tree.earnings[plan].push(own);
        Ok(())
    }

    /// Enters a row of the first plan: level by level, everyone below his sponsor.
    fn enter(&mut self, row: &Row<'_>, cell: TreeCell) -> Result<(), Fault> {
        let above = self.tree.cells.last().map(|cell| cell.depth);
        let next = above.map_or(0, |depth| depth.saturating_add(1));
        if cell.depth > next || above.is_some_and(|depth| cell.depth < depth) {
            let message = "the rows stand level by level, and no level is empty".to_owned();
            return Err(row.fault(codes::DOES_NOT_ADD_UP, "depth", message));
        }
        let Some(members) = self.tree.members.checked_add(cell.members) else {
            let message = "more members than can be numbered".to_owned();
            return Err(row.fault(codes::OUT_OF_RANGE, "members", message));
        };
        let member = self.member(row)?;
        self.tree.members = members;
        self.tree.cells.push(TreeCell { member, ..cell });
        Ok(())
    }

    /// The member of a row; `None` of several that are merged.
    fn member(&mut self, row: &Row<'_>) -> Result<Option<TreeMember>, Fault> {
        let id = row.text("id")?;
        if id.is_empty() {
            return Ok(None);
        }
        let sponsor = match row.text("sponsor")? {
            "" => None,
            sponsor => Some(*self.numbers.get(sponsor).ok_or_else(|| {
                let message = format!("no row above is of the sponsor `{sponsor}`");
                row.fault(codes::DOES_NOT_ADD_UP, "sponsor", message)
            })?),
        };
        let number = self.tree.ids.len() as u32;
        self.numbers.insert(id.to_owned(), number);
        self.tree.ids.push(id.to_owned());
        Ok(Some(TreeMember {
            number,
            sponsor,
            recruits: row.whole("recruits", 0..=u32::MAX)?,
            downline: row.whole("downline", 0..=u32::MAX)?,
        }))
    }

    /// Whether a row of a later plan is of the same place as that of the first.
    fn compare(&self, row: &Row<'_>, cell: TreeCell, index: usize) -> Result<(), Fault> {
        let place = |cell: &TreeCell| (cell.depth, cell.position, cell.width, cell.members);
        let first = self.tree.cells.get(index).map(place);
        if first == Some(place(&cell)) {
            return Ok(());
        }
        let message = "the place is not that of the same row under the first plan".to_owned();
        Err(row.fault(codes::DOES_NOT_ADD_UP, "position", message))
    }
}
