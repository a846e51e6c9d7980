//! Generations: the distance to an upline counted in leaders (plans.md E5, E9).

use crate::network::NO_SPONSOR;
use crate::plan::memory::Memory;
use crate::plan::placement::PlacementTree;
use crate::scenario::settings::Settings;

/// How generations are counted.
#[derive(Clone, Debug)]
pub(super) struct Generations {
    /// The key that names the ranks.
    key: &'static str,
    /// Ranks of leaders.
    pub ranks: Vec<String>,
    opens: bool,
    inactive: Inactive,
}

/// What an inactive leader does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inactive {
    Skip,
    Block,
    Count,
}

impl Generations {
    pub fn new(values: &Settings, key: &'static str, ranks: Vec<String>) -> Generations {
        Generations {
            key,
            ranks,
            opens: values.optional_text("boundary").as_deref() != Some("closes"),
            inactive: match values.optional_text("inactive").as_deref() {
                Some("block") => Inactive::Block,
                Some("count") => Inactive::Count,
                _ => Inactive::Skip,
            },
        }
    }

    pub fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.ranks.iter().map(|rank| (self.key, rank.as_str()))
    }

    pub fn skips(&self) -> bool {
        self.inactive == Inactive::Skip
    }

    pub fn blocks(&self) -> bool {
        self.inactive == Inactive::Block
    }
}

/// Who is a leader, and each member's nearest leader above, settled once a period.
#[derive(Debug, Default)]
pub(super) struct Leaders {
    is_leader: Vec<bool>,
    above: Vec<u32>,
}

impl Memory for Leaders {
    fn forget(&mut self) {
        self.is_leader.clear();
        self.above.clear();
    }
}

impl Leaders {
    /// Settles it in one pass down: in the placement order, else in joining order.
    pub fn settle(
        &mut self,
        parents: &[u32],
        placement: Option<&PlacementTree>,
        is_leader: impl Fn(usize) -> bool,
    ) {
        self.is_leader.clear();
        self.is_leader.extend((0..parents.len()).map(is_leader));
        self.above.clear();
        self.above.resize(parents.len(), NO_SPONSOR);
        match placement {
            Some(tree) => {
                for &member in &tree.order {
                    self.look_up(parents, member as usize);
                }
            }
            None => {
                for member in 0..parents.len() {
                    self.look_up(parents, member);
                }
            }
        }
    }

    fn look_up(&mut self, parents: &[u32], member: usize) {
        let parent = parents[member];
        if parent != NO_SPONSOR {
            self.above[member] = if self.is_leader[parent as usize] {
                parent
            } else {
                self.above[parent as usize]
            };
        }
    }

    /// The leaders above the group that a member's earnings belong to. If leaders open
    /// generations it is the group of the nearest leader at or above him, who is not paid
    /// on it; if they close them everyone is on his own.
    pub fn above_group(&self, rule: &Generations, member: usize) -> Above {
        let owner = if !rule.opens || self.is_leader[member] {
            member as u32
        } else {
            self.above[member]
        };
        Above {
            at: owner,
            owner_blocks: rule.opens && rule.blocks(),
        }
    }
}

/// A walk up from leader to leader.
pub(super) struct Above {
    at: u32,
    owner_blocks: bool,
}

impl Above {
    /// Whether the owner of the group lets nothing through.
    pub fn is_blocked(&self, is_active: impl Fn(usize) -> bool) -> bool {
        self.owner_blocks && self.at != NO_SPONSOR && !is_active(self.at as usize)
    }

    pub fn next(&mut self, leaders: &Leaders) -> Option<u32> {
        if self.at == NO_SPONSOR {
            return None;
        }
        self.at = leaders.above[self.at as usize];
        (self.at != NO_SPONSOR).then_some(self.at)
    }
}
