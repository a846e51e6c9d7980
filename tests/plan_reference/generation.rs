//! Generations counted in leaders: the walk shared by generation overrides and matching.
//!
//! A unit at `source` belongs to the group of its owner: under `opens` the nearest leader at or
//! above the source, under `closes` the source itself. Leaders above the owner see it in
//! generation 1 + the number of leaders strictly between. Readings: an inactive owner's volume
//! is a group like any other (plans.md E5 `skip`: his volume still pays); `block` stops at an
//! inactive leader, the owner included; a leader for whom the source is above his own start level
//! is passed without being counted (plans.md E5, infinity with blocking).

use crate::example::Tree;

/// What the walk needs to know.
pub struct Walk<'a> {
    /// The tree walked.
    pub tree: &'a Tree,
    /// `opens` rather than `closes`.
    pub opens: bool,
    /// `skip`, `block` or `count`.
    pub inactive: &'a str,
    /// The nearest level below a leader on which he is paid.
    pub start_level: usize,
    /// Who holds a boundary rank.
    pub leader: &'a dyn Fn(usize) -> bool,
    /// Who is active.
    pub active: &'a dyn Fn(usize) -> bool,
}

impl Walk<'_> {
    /// Leaders above the source with the generation (from 1) in which each sees it; an inactive
    /// leader is listed only where he uses a generation up.
    pub fn generations(&self, source: usize) -> Vec<(usize, usize)> {
        let mut chain = vec![source];
        chain.extend(self.tree.uplines(source));
        let owner = if self.opens {
            chain.iter().position(|&person| (self.leader)(person))
        } else {
            Some(0)
        };
        let Some(owner) = owner else {
            return Vec::new();
        };
        let blocks = |person: usize| {
            self.inactive == "block" && (self.leader)(person) && !(self.active)(person)
        };
        let mut seen = Vec::new();
        if self.opens && blocks(chain[owner]) {
            return seen;
        }
        for (distance, &upline) in chain.iter().enumerate().skip(owner + 1) {
            if !(self.leader)(upline) || distance < self.start_level {
                continue;
            }
            if blocks(upline) {
                break;
            }
            if (self.active)(upline) || self.inactive == "count" {
                seen.push((upline, seen.len() + 1));
            }
        }
        seen
    }

    /// The leader's own group: himself and everybody below up to the next leader.
    pub fn own_group(&self, leader: usize) -> Vec<usize> {
        let nearest = |person: usize| {
            let mut chain = vec![person];
            chain.extend(self.tree.uplines(person));
            chain.into_iter().find(|&above| (self.leader)(above))
        };
        let all = self.tree.subtree(leader).into_iter();
        all.filter(|&person| nearest(person) == Some(leader))
            .collect()
    }
}
