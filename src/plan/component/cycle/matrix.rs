//! Everyone's own matrix (plans.md E7, `own_matrix`): nobody leaves, and whoever has all
//! the places of his rows filled below him cycles.

use super::Fill;
use crate::network::NO_SPONSOR;

const NONE: u32 = u32::MAX;

/// One tree a stage.
#[derive(Debug)]
pub(super) struct Matrices {
    width: usize,
    rows: u32,
    /// Places below the holder.
    whole: u16,
    fill: Fill,
    trees: Vec<Tree>,
}

/// The places of one stage, in the order they were taken.
#[derive(Debug, Default)]
struct Tree {
    member: Vec<u32>,
    parent: Vec<u32>,
    /// `width` places below each place, from the left.
    below: Vec<u32>,
    taken: Vec<u8>,
    /// Links down to the first free place. It only ever grows, and by no more than the
    /// logarithm of the people below, so keeping it costs next to nothing.
    to_free: Vec<u8>,
    /// People within the matrix of each place.
    within: Vec<u16>,
    /// The newest place of each member.
    newest: Vec<u32>,
}

impl Matrices {
    pub(super) fn new(width: usize, rows: u32, fill: Fill) -> Matrices {
        Matrices {
            width,
            rows,
            whole: (1..rows).map(|row| width.pow(row) as u16).sum(),
            fill,
            trees: Vec::new(),
        }
    }

    pub(super) fn forget(&mut self) {
        for tree in &mut self.trees {
            for column in [
                &mut tree.member,
                &mut tree.parent,
                &mut tree.below,
                &mut tree.newest,
            ] {
                column.clear();
            }
            tree.taken.clear();
            tree.to_free.clear();
            tree.within.clear();
        }
    }

    /// Gives `member` a place of a stage: the first free one below his sponsor's newest
    /// place, level by level from the left. Who follows a sponsor and has none begins a tree
    /// of his own. Whoever that completes a matrix for is added to `cycled`, the nearest
    /// first.
    pub(super) fn enter(
        &mut self,
        member: u32,
        sponsor: u32,
        stage: u32,
        cycled: &mut Vec<(u32, u32)>,
    ) {
        while self.trees.len() <= stage as usize {
            self.trees.push(Tree::default());
        }
        let tree = &mut self.trees[stage as usize];
        let start = match tree.newest.get(sponsor as usize) {
            Some(&place) if self.fill == Fill::FollowSponsor && place != NONE => place,
            _ => 0,
        };
        let place = tree.add(member);
        tree.below.resize(tree.below.len() + self.width, NONE);
        if place == 0 || self.fill == Fill::FollowSponsor && sponsor == NO_SPONSOR {
            return;
        }
        tree.hang(place, start, self.width);
        let mut above = tree.parent[place as usize];
        for _ in 1..self.rows {
            let Some(within) = tree.within.get_mut(above as usize) else {
                break;
            };
            *within += 1;
            if *within == self.whole {
                cycled.push((tree.member[above as usize], stage));
            }
            above = tree.parent[above as usize];
        }
    }
}

impl Tree {
    fn add(&mut self, member: u32) -> u32 {
        let place = self.member.len() as u32;
        self.member.push(member);
        self.parent.push(NO_SPONSOR);
        self.taken.push(0);
        self.to_free.push(0);
        self.within.push(0);
        if self.newest.len() <= member as usize {
            self.newest.resize(member as usize + 1, NONE);
        }
        self.newest[member as usize] = place;
        place
    }

    /// Hangs `place` below the first free place under `start`.
    fn hang(&mut self, place: u32, start: u32, width: usize) {
        let mut parent = start as usize;
        while usize::from(self.taken[parent]) == width {
            parent = self.nearest_to_free(parent, width) as usize;
        }
        self.below[parent * width + usize::from(self.taken[parent])] = place;
        self.taken[parent] += 1;
        self.parent[place as usize] = parent as u32;
        let mut full = parent;
        while usize::from(self.taken[full]) == width {
            let nearest = self.nearest_to_free(full, width);
            let links = self.to_free[nearest as usize] + 1;
            if links == self.to_free[full] {
                return;
            }
            self.to_free[full] = links;
            match self.parent[full] {
                NO_SPONSOR => return,
                above => full = above as usize,
            }
        }
    }

    /// The place below a full one with the fewest links to a free place, from the left.
    fn nearest_to_free(&self, place: usize, width: usize) -> u32 {
        let below = &self.below[place * width..(place + 1) * width];
        below[1..].iter().fold(below[0], |nearest, &next| {
            if self.to_free[next as usize] < self.to_free[nearest as usize] {
                next
            } else {
                nearest
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    /// Looks for the first free place below `start` by walking level by level.
    fn walk(below: &[Vec<u32>], start: u32, width: usize) -> u32 {
        let mut queue = VecDeque::from([start]);
        loop {
            let place = queue.pop_front().unwrap();
            if below[place as usize].len() < width {
                return place;
            }
            queue.extend(&below[place as usize]);
        }
    }

    proptest! {
        #[test]
        fn the_first_free_place_is_the_one_a_walk_finds(
            links in prop::collection::vec(any::<prop::sample::Index>(), 1..200),
            width in 2_usize..4,
        ) {
            let mut matrices = Matrices::new(width, 3, Fill::FollowSponsor);
            let mut cycled = Vec::new();
            let mut below: Vec<Vec<u32>> = Vec::new();
            for (member, link) in links.iter().enumerate() {
                let sponsor = if member == 0 { NO_SPONSOR } else { link.index(member) as u32 };
                matrices.enter(member as u32, sponsor, 0, &mut cycled);
                below.push(Vec::new());
                if member > 0 {
                    let parent = walk(&below, sponsor, width);
                    below[parent as usize].push(member as u32);
                    prop_assert_eq!(matrices.trees[0].parent[member], parent);
                }
            }
            let full = |place: &Vec<u32>| {
                place.len() == width && place.iter().all(|&next| below[next as usize].len() == width)
            };
            let complete = below.iter().filter(|place| full(place)).count();
            prop_assert_eq!(cycled.len(), complete);
        }
    }
}
