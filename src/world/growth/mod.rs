//! How a network grows: one file a law and an attachment (model.md §3).

pub mod arrivals;
pub mod complete;
pub mod preferential;
pub(super) mod recruiting;
pub mod slots;
pub mod uniform;
pub mod weighted;

use crate::luck::Key;
use crate::scenario::types::Attachment;

/// Draws the sponsor of each joiner under the laws that know how many join.
#[derive(Clone, Debug)]
pub(super) enum Attacher {
    Uniform,
    UniformCapped(uniform::Unsaturated),
    Preferential,
    PreferentialCapped(preferential::CappedWeights),
    Slots(slots::FreeSlots),
    Complete { width: u32 },
}

impl Attacher {
    pub(super) fn new(attachment: Attachment, max_recruits: Option<u32>) -> Attacher {
        match (attachment, max_recruits) {
            (Attachment::Uniform, None) => Attacher::Uniform,
            (Attachment::Uniform, Some(most)) => {
                Attacher::UniformCapped(uniform::Unsaturated::new(most))
            }
            (Attachment::Preferential, None) => Attacher::Preferential,
            (Attachment::Preferential, Some(most)) => {
                Attacher::PreferentialCapped(preferential::CappedWeights::new(most))
            }
            (Attachment::Slots { width }, most) => Attacher::Slots(slots::FreeSlots::new(
                most.map_or(width, |most| width.min(most)),
            )),
        }
    }

    /// Starts a new network of `founders` members.
    pub(super) fn begin(&mut self, founders: u32) {
        match self {
            Attacher::UniformCapped(list) => list.clear(),
            Attacher::PreferentialCapped(weights) => weights.clear(),
            Attacher::Slots(slots) => slots.clear(),
            Attacher::Uniform | Attacher::Preferential | Attacher::Complete { .. } => {}
        }
        for founder in 0..founders {
            self.add_member(founder);
        }
    }

    /// Appends the sponsors of members up to number `until`.
    pub(super) fn attach(&mut self, key: &Key, founders: u32, sponsors: &mut Vec<u32>, until: u32) {
        for joiner in sponsors.len() as u32..until {
            let sponsor = match self {
                Attacher::Uniform => uniform::sponsor(key, joiner),
                Attacher::UniformCapped(list) => list.sponsor(key, joiner),
                Attacher::Preferential => preferential::sponsor(key, founders, sponsors),
                Attacher::PreferentialCapped(weights) => weights.sponsor(key, joiner),
                Attacher::Slots(slots) => slots.sponsor(key, joiner),
                Attacher::Complete { width } => complete::sponsor(founders, *width, joiner),
            };
            sponsors.push(sponsor);
            self.add_member(joiner);
        }
    }

    fn add_member(&mut self, member: u32) {
        match self {
            Attacher::UniformCapped(list) => list.add_member(),
            Attacher::PreferentialCapped(weights) => weights.add_member(),
            Attacher::Slots(slots) => slots.add_member(member),
            Attacher::Uniform | Attacher::Preferential | Attacher::Complete { .. } => {}
        }
    }
}
