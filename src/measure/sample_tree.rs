//! One network as it can be drawn (measures.md §5, chart 7): every member at his level and
//! at his place from left to right, with what each plan leaves him.
//!
//! A member's place is a stretch as wide as he and all below him are many, and lies within
//! his sponsor's; recruits stand in the order they joined. Small networks are kept member
//! by member. In large ones, members whose stretch is narrow are merged with their
//! neighbours of the same level, so that what is kept does not grow with the network.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::facts::WorldFacts;
use crate::network::NO_SPONSOR;

/// The most rows kept member by member, all plans together: two plans of 100,000 members.
pub const MOST_ROWS: usize = 200_000;

/// Columns of equal width that members of a large network are merged into.
pub const COLUMNS: u32 = 240;

/// The level of a large network from which everyone is merged, deeper levels included.
pub const DEEPEST: u32 = 64;

/// A network, level by level and from left to right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleTree {
    /// The replication it is of, 1-based.
    pub replication: u32,
    /// How many members it has, founders included.
    pub members: u32,
    /// What members are called in a network file; empty where they are numbered from 1.
    pub ids: Vec<String>,
    /// Members and merged members, by depth and then place.
    pub cells: Vec<TreeCell>,
    /// What each plan leaves the members of each cell: plan by plan, in the order of `cells`.
    pub earnings: Vec<Vec<CellEarnings>>,
}

/// A member, or several of one level that are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeCell {
    /// Links up to the founder; [`DEEPEST`] and more where members are merged.
    pub depth: u32,
    /// Where its stretch starts, counted in members from the left.
    pub position: u32,
    /// How long its stretch is: of one member, he and all below him.
    pub width: u32,
    /// How many members it holds.
    pub members: u32,
    /// Who it is, where it is one member kept as such.
    pub member: Option<TreeMember>,
}

/// A member who is not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeMember {
    /// His number in joining order, from 0.
    pub number: u32,
    /// His sponsor's, unless he is a founder.
    pub sponsor: Option<u32>,
    /// Personal recruits.
    pub recruits: u32,
    /// Everyone below him.
    pub downline: u32,
}

/// What the members of a cell are left with under a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellEarnings {
    /// Members with negative net.
    pub loss: u32,
    /// Members with a net of exactly zero (rulings.md 24).
    pub zero: u32,
    /// Members with positive net.
    pub profit: u32,
    /// The sum of their net, minor units.
    pub net: i64,
}

impl CellEarnings {
    /// Adds a member with this net.
    fn take(&mut self, net: i64) {
        // No branch: who earns what is as good as random.
        self.loss += u32::from(net < 0);
        self.zero += u32::from(net == 0);
        self.profit += u32::from(net > 0);
        self.net += net;
    }

    /// Adds the members of another cell.
    pub fn add(&mut self, other: CellEarnings) {
        self.loss += other.loss;
        self.zero += other.zero;
        self.profit += other.profit;
        self.net += other.net;
    }

    /// How many members it is of.
    #[must_use]
    pub fn members(self) -> u32 {
        self.loss + self.zero + self.profit
    }
}

impl SampleTree {
    /// The network of a replication, with every plan's net by member. `ends` tells where each
    /// member's stretch ends, as [`crate::network::stretch_ends`] does. `ids` are what a network
    /// file calls its members, or nothing.
    #[must_use]
    pub fn of(
        replication: u32,
        world: &WorldFacts,
        ends: &[u32],
        nets: &[&[impl Amount]],
        ids: &[String],
    ) -> SampleTree {
        let members = world.sponsor.len();
        let whole = members * nets.len() <= MOST_ROWS;
        let mut tree = SampleTree {
            replication,
            members: members as u32,
            ids: if whole { ids.to_vec() } else { Vec::new() },
            cells: Vec::new(),
            earnings: vec![Vec::new(); nets.len()],
        };
        let mut merged = Merged::new(if whole { 0 } else { nets.len() });
        // The narrowest stretch that is kept by itself.
        let wide = members.div_ceil(COLUMNS as usize) as u32;
        let mut cells = [0; BLOCK];
        for first in (0..members).step_by(BLOCK) {
            let block = first..members.min(first + BLOCK);
            for (cell, member) in cells.iter_mut().zip(block.clone()) {
                let (width, depth) = (world.teams[member].downline + 1, world.depth[member]);
                let position = ends[member] - width;
                *cell = if whole || (width >= wide && depth < DEEPEST) {
                    tree.keep(world, member, position, nets);
                    KEPT
                } else {
                    let column = column_of(position, members);
                    merged.stretch(depth, column, position..position + width)
                };
            }
            for (plan, net) in nets.iter().enumerate() {
                merged.take(plan, &cells, &net[block.clone()]);
            }
        }
        merged.drain_into(&mut tree);
        tree.sort();
        tree
    }

    /// Takes a member in by himself.
    fn keep(&mut self, world: &WorldFacts, member: usize, position: u32, nets: &[&[impl Amount]]) {
        let (sponsor, team) = (world.sponsor[member], world.teams[member]);
        self.cells.push(TreeCell {
            depth: world.depth[member],
            position,
            width: team.downline + 1,
            members: 1,
            member: Some(TreeMember {
                number: member as u32,
                sponsor: (sponsor != NO_SPONSOR).then_some(sponsor),
                recruits: team.recruits,
                downline: team.downline,
            }),
        });
        for (earnings, net) in self.earnings.iter_mut().zip(nets) {
            let mut own = CellEarnings::default();
            own.take(net[member].into());
            earnings.push(own);
        }
    }

    /// By depth, then place: the order in which the chart and the file go through it.
    fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.cells.len()).collect();
        order.sort_unstable_by_key(|&cell| {
            let cell = &self.cells[cell];
            (cell.depth, cell.position)
        });
        self.cells = order.iter().map(|&cell| self.cells[cell]).collect();
        for earnings in &mut self.earnings {
            *earnings = order.iter().map(|&cell| earnings[cell]).collect();
        }
    }
}

/// The column that a place lies in. The quotient is at least 2⁻³² below the next whole number,
/// where doubles lie far closer together, so that it is never rounded up to one.
#[inline]
fn column_of(position: u32, members: usize) -> u32 {
    (f64::from(position) * f64::from(COLUMNS) / members as f64) as u32
}

/// Members looked at together: cells are found first, then each plan's net goes to them.
const BLOCK: usize = 1 << 12;

/// The cell of a member who is kept by himself.
const KEPT: u32 = u32::MAX;

/// The stretch of nobody.
const EMPTY: Range<u32> = Range {
    start: u32::MAX,
    end: 0,
};

/// Members of a large network, merged by level and column.
struct Merged {
    /// Level by level, [`COLUMNS`] each: from where to where its members reach; empty where
    /// there are none.
    stretches: Vec<Range<u32>>,
    /// The same, plan by plan.
    earnings: Vec<Vec<CellEarnings>>,
}

impl Merged {
    fn new(plans: usize) -> Merged {
        Merged {
            stretches: Vec::new(),
            earnings: vec![Vec::new(); plans],
        }
    }

    /// The cell of a member with this stretch, which it reaches over from now on.
    #[inline]
    fn stretch(&mut self, depth: u32, column: u32, own: Range<u32>) -> u32 {
        let level = depth.min(DEEPEST);
        let cell = (level * COLUMNS + column) as usize;
        if cell >= self.stretches.len() {
            let cells = (level as usize + 1) * COLUMNS as usize;
            self.stretches.resize(cells, EMPTY);
            for earnings in &mut self.earnings {
                earnings.resize(cells, CellEarnings::default());
            }
        }
        let stretch = &mut self.stretches[cell];
        stretch.start = stretch.start.min(own.start);
        stretch.end = stretch.end.max(own.end);
        cell as u32
    }

    /// Adds what a plan leaves the members of these cells.
    fn take(&mut self, plan: usize, cells: &[u32], nets: &[impl Amount]) {
        let Some(earnings) = self.earnings.get_mut(plan) else {
            return;
        };
        for (&cell, &net) in cells.iter().zip(nets) {
            if let Some(earnings) = earnings.get_mut(cell as usize) {
                earnings.take(net.into());
            }
        }
    }

    fn drain_into(self, tree: &mut SampleTree) {
        for (cell, stretch) in self.stretches.into_iter().enumerate() {
            let Some(own) = self.earnings.first().map(|earnings| earnings[cell]) else {
                continue;
            };
            if own.members() == 0 {
                continue;
            }
            tree.cells.push(TreeCell {
                depth: cell as u32 / COLUMNS,
                position: stretch.start,
                width: stretch.end - stretch.start,
                members: own.members(),
                member: None,
            });
            for (kept, merged) in tree.earnings.iter_mut().zip(&self.earnings) {
                kept.push(merged[cell]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Cores;
    use crate::network;
    use proptest::prelude::*;

    /// The world of a tree given by its sponsors, and its network columns.
    fn tree(sponsor: &[u32], nets: &[&[i64]]) -> SampleTree {
        let (mut depth, mut teams, mut ends) = (vec![], vec![], vec![]);
        network::depths(sponsor, &mut depth, Cores::One);
        network::teams(sponsor, &mut teams);
        network::stretch_ends(sponsor, &teams, &mut ends);
        let world = WorldFacts {
            sponsor,
            depth: &depth,
            teams: &teams,
            ..WorldFacts::nobody()
        };
        SampleTree::of(1, &world, &ends, nets, &[])
    }

    #[test]
    fn seven_members_by_hand() {
        // 0 recruits 1 and 2, 1 recruits 3 and 5, 2 recruits 4, 4 recruits 6.
        let sponsor = [NO_SPONSOR, 0, 0, 1, 2, 1, 4];
        let nets = [900, 100, -50, 0, 20, -100, -100];
        let tree = tree(&sponsor, &[&nets]);
        let places: Vec<(u32, u32, u32, u32)> = tree
            .cells
            .iter()
            .map(|cell| {
                (
                    cell.member.unwrap().number,
                    cell.depth,
                    cell.position,
                    cell.width,
                )
            })
            .collect();
        assert_eq!(
            places,
            [
                (0, 0, 0, 7),
                (1, 1, 1, 3),
                (2, 1, 4, 3),
                (3, 2, 2, 1),
                (5, 2, 3, 1),
                (4, 2, 5, 2),
                (6, 3, 6, 1),
            ]
        );
        let kept: Vec<i64> = tree.earnings[0].iter().map(|own| own.net).collect();
        assert_eq!(kept, [900, 100, -50, 0, -100, 20, -100]);
    }

    proptest! {
        #[test]
        fn columns_are_those_of_whole_numbers(members in 1_u32.., share in 0.0..1.0, beside in -1_i64..=1) {
            let bound = (share * f64::from(COLUMNS)) as u64 * u64::from(members) / u64::from(COLUMNS);
            let position = (bound as i64 + beside).clamp(0, i64::from(members) - 1) as u64;
            let whole = position * u64::from(COLUMNS) / u64::from(members);
            prop_assert_eq!(u64::from(column_of(position as u32, members as usize)), whole);
        }
    }

    #[test]
    fn a_large_network_is_merged_and_loses_nobody() {
        // Everyone recruits two, and one founder in a chain of his own deeper than is kept.
        let mut sponsor = vec![NO_SPONSOR];
        sponsor.extend((1..150_000_u32).map(|member| (member - 1) / 2));
        sponsor.push(NO_SPONSOR);
        sponsor.extend(150_000..210_000_u32);
        let nets: Vec<i64> = (0..sponsor.len() as i64).map(|n| n % 3 - 1).collect();
        let tree = tree(&sponsor, &[&nets]);
        assert!(tree.cells.len() < 10_000, "{}", tree.cells.len());
        let whole =
            |count: fn(&CellEarnings) -> u32| -> u32 { tree.earnings[0].iter().map(count).sum() };
        assert_eq!(whole(|own| own.members()), sponsor.len() as u32);
        assert_eq!(whole(|own| own.loss), (sponsor.len() as u32).div_ceil(3));
        let net: i64 = tree.earnings[0].iter().map(|own| own.net).sum();
        assert_eq!(net, nets.iter().sum::<i64>());
        for (cell, own) in tree.cells.iter().zip(&tree.earnings[0]) {
            assert_eq!(cell.members, own.members());
            assert!(cell.position + cell.width <= tree.members);
            assert!(cell.depth <= DEEPEST);
        }
    }
}
