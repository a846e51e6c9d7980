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
            Attacher::UniformCapped(list) => {
                list.clear();
                (0..founders).for_each(|_| list.add_member());
            }
            Attacher::PreferentialCapped(weights) => {
                weights.clear();
                (0..founders).for_each(|_| weights.add_member());
            }
            Attacher::Slots(slots) => {
                slots.clear();
                (0..founders).for_each(|founder| slots.add_member(founder));
            }
            Attacher::Uniform | Attacher::Preferential | Attacher::Complete { .. } => {}
        }
    }

    /// Appends the sponsors of members up to number `until`.
    pub(super) fn attach(&mut self, key: &Key, founders: u32, sponsors: &mut Vec<u32>, until: u32) {
        let joiners = sponsors.len() as u32..until;
        match self {
            Attacher::Uniform => {
                sponsors.extend(joiners.map(|joiner| uniform::sponsor(key, joiner)));
            }
            Attacher::Complete { width } => {
                sponsors.extend(joiners.map(|joiner| complete::sponsor(founders, *width, joiner)));
            }
            Attacher::Preferential => {
                for _ in joiners {
                    sponsors.push(preferential::sponsor(key, founders, sponsors));
                }
            }
            Attacher::UniformCapped(list) => {
                for joiner in joiners {
                    sponsors.push(list.sponsor(key, joiner));
                    list.add_member();
                }
            }
            Attacher::PreferentialCapped(weights) => {
                for joiner in joiners {
                    sponsors.push(weights.sponsor(key, joiner));
                    weights.add_member();
                }
            }
            Attacher::Slots(slots) => {
                for joiner in joiners {
                    sponsors.push(slots.sponsor(key, joiner));
                    slots.add_member(joiner);
                }
            }
        }
    }
}
