//! The leaders of a layer in one period: who is above whom among them, and who qualifies.

use crate::network::NO_SPONSOR;
use crate::plan::breakaway::personal_groups;
use crate::plan::by_rank::lowest_of;
use crate::plan::scale::reached;

use super::climb::Climb;
use super::layer::Inactive;

/// Counts as a leader.
pub(super) const LEADER: u8 = 1;
/// Holds a rank that is paid.
pub(super) const PAYEE: u8 = 2;
/// Is active.
pub(super) const ACTIVE: u8 = 4;
/// His own group is large enough.
pub(super) const LARGE: u8 = 8;
/// Got the bonus on his override.
pub(super) const BONUS: u8 = 16;

/// A layer's view of the tree in one period, and what it paid; kept from period to period.
#[derive(Debug, Default)]
pub(super) struct LayerMemory {
    pub marks: Vec<u8>,
    /// The nearest above each member who is a leader or a payee and not to be skipped.
    pub up: Vec<u32>,
    /// Each member himself if he is a leader, else the nearest leader above.
    pub owner: Vec<u32>,
    /// Step of the payee's own volume.
    pub step: Vec<u8>,
    pub groups: Vec<i64>,
    pub volume: Vec<[i64; 2]>,
    /// What each payee was paid on and what it brought, where a bonus hangs on it.
    pub base: Vec<[i64; 2]>,
    pub brought: Vec<i64>,
}

impl Climb<'_> {
    /// Finds the leaders, who is above whom among them, and who qualifies.
    pub(super) fn settle(&self, memory: &mut LayerMemory) {
        let (layer, ground) = (self.layer, self.ground);
        let leader = lowest_of(&layer.boundary_ranks, ground.ranks);
        let payee = lowest_of(&layer.payee_ranks, ground.ranks);
        memory.marks.clear();
        memory.marks.extend((0..ground.members()).map(|member| {
            let rank = ground.rank_of(member);
            let mut mark = 0;
            if rank >= leader {
                mark |= LEADER;
            }
            if rank >= payee {
                mark |= PAYEE;
            }
            if mark != 0 && ground.is_active(member) {
                mark |= ACTIVE;
            }
            mark
        }));
        self.qualify(memory);
        let LayerMemory {
            marks, up, owner, ..
        } = memory;
        let counts = |member: u32| {
            let mark = marks[member as usize];
            mark & (LEADER | PAYEE) != 0 && (mark & ACTIVE != 0 || layer.inactive != Inactive::Skip)
        };
        up.clear();
        owner.clear();
        for (member, &sponsor) in ground.sponsor.iter().enumerate() {
            let is_root = sponsor == NO_SPONSOR;
            up.push(if is_root || counts(sponsor) {
                sponsor
            } else {
                up[sponsor as usize]
            });
            owner.push(if marks[member] & LEADER != 0 {
                member as u32
            } else if is_root {
                NO_SPONSOR
            } else {
                owner[sponsor as usize]
            });
        }
    }

    /// Who has the own group it takes, and the step of his own volume.
    fn qualify(&self, memory: &mut LayerMemory) {
        let volumes = self.ground.volumes;
        let LayerMemory {
            marks,
            groups,
            step,
            ..
        } = memory;
        if self.layer.min_group_volume.is_zero() {
            marks.iter_mut().for_each(|mark| *mark |= LARGE);
        } else {
            let needed = volumes.points.threshold(self.layer.min_group_volume);
            personal_groups(
                self.ground.sponsor,
                |member| volumes.points_of(member),
                |member, _| marks[member] & LEADER != 0,
                groups,
            );
            for (mark, &group) in marks.iter_mut().zip(&*groups) {
                if group >= needed {
                    *mark |= LARGE;
                }
            }
        }
        step.clear();
        if let Some(scale) = &self.layer.by_own_volume {
            let thresholds = scale.thresholds(volumes.points);
            step.extend(
                (0..self.ground.members())
                    .map(|member| reached(&thresholds, volumes.points_of(member)) as u8),
            );
        }
    }
}
