//! Placement as a file gives it.

use std::ops::Range;

use crate::network::NO_SPONSOR;

use super::PlacementTree;

impl PlacementTree {
    /// Takes the places of `newcomers` as the file gives them: parent and leg of every
    /// member of the whole horizon. It may list a parent after those below him, and one
    /// who joins later: whoever is below him waits, in no leg, until he is there.
    pub(super) fn take_as_given(&mut self, given: &[(u32, u8)], newcomers: Range<usize>) {
        let members = newcomers.end;
        let mut late = std::mem::take(&mut self.waiting);
        late.extend(newcomers.map(|member| member as u32));
        let mut chain = Vec::new();
        for &member in &late {
            // Up to someone who has a place already, or is about to in this chain.
            let mut at = member;
            while (at as usize) < members && !self.is_placed[at as usize] {
                self.is_placed[at as usize] = true;
                chain.push(at);
                at = given[at as usize].0;
            }
            let is_there = at == NO_SPONSOR || (at as usize) < members;
            for member in chain.drain(..).rev() {
                let (parent, leg) = given[member as usize];
                if is_there {
                    self.parent[member as usize] = parent;
                    self.leg[member as usize] = leg;
                    self.order.push(member);
                } else {
                    self.is_placed[member as usize] = false;
                    self.waiting.push(member);
                }
            }
        }
    }
}
