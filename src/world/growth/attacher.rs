//! Draws the sponsor of each joiner under the laws that know how many join.

use super::by_weight::{ByWeight, Weight};
use super::recent::{Recent, RecentAmong};
use super::{complete, preferential, slots, uniform};
use crate::columns::Cores;
use crate::luck::Key;
use crate::scenario::types::Attachment;

/// An attachment with what it remembers of the members. The draws that need nothing but the
/// column of sponsors come first in each family: they are the fast ones.
#[derive(Clone, Debug)]
pub(in crate::world) enum Attacher {
    Uniform(Cores),
    UniformCapped(uniform::Unsaturated),
    UniformEnrolled(uniform::Enrolled),
    Preferential,
    PreferentialOffset(preferential::Offset),
    PreferentialCapped(preferential::CappedWeights),
    Recent(Recent),
    RecentAmong(RecentAmong),
    Slots(slots::FreeSlots),
    ByWeight(ByWeight),
    Complete { width: u32 },
}

impl Attacher {
    pub(in crate::world) fn new(
        attachment: Attachment,
        max_recruits: Option<u32>,
        active_only: bool,
        cores: Cores,
    ) -> Attacher {
        let by_weight = |weight| Attacher::ByWeight(ByWeight::new(weight, max_recruits));
        match attachment {
            Attachment::Uniform if active_only => {
                Attacher::UniformEnrolled(uniform::Enrolled::new(max_recruits))
            }
            Attachment::Uniform => match max_recruits {
                None => Attacher::Uniform(cores),
                Some(most) => Attacher::UniformCapped(uniform::Unsaturated::new(most)),
            },
            Attachment::Preferential { exponent, offset } => {
                let plain = exponent == 1.0 && !active_only;
                let is_one = offset == rust_decimal::Decimal::ONE;
                match max_recruits {
                    None if plain && is_one => Attacher::Preferential,
                    None if plain => {
                        Attacher::PreferentialOffset(preferential::Offset::new(offset))
                    }
                    Some(most) if plain && is_one => {
                        Attacher::PreferentialCapped(preferential::CappedWeights::new(most))
                    }
                    _ => by_weight(Weight::Power {
                        exponent,
                        offset: offset
                            .to_string()
                            .parse()
                            .expect("a decimal is a floating-point literal"),
                    }),
                }
            }
            Attachment::Reach => by_weight(Weight::Reach),
            Attachment::Recent { half_life } => {
                if active_only || max_recruits.is_some() {
                    Attacher::RecentAmong(RecentAmong::new(half_life, max_recruits))
                } else {
                    Attacher::Recent(Recent::new(half_life))
                }
            }
            Attachment::Slots { width } if active_only => by_weight(Weight::Slots { width }),
            Attachment::Slots { width } => Attacher::Slots(slots::FreeSlots::new(
                max_recruits.map_or(width, |most| width.min(most)),
            )),
        }
    }

    /// Starts a new network of `founders` members.
    pub(in crate::world) fn begin(&mut self, founders: u32, reach: &dyn Fn(u32) -> f64) {
        match self {
            Attacher::UniformCapped(list) => {
                list.clear();
                (0..founders).for_each(|_| list.add_member());
            }
            Attacher::UniformEnrolled(list) => {
                list.clear();
                (0..founders).for_each(|_| list.add_member());
            }
            Attacher::PreferentialCapped(weights) => {
                weights.clear();
                (0..founders).for_each(|_| weights.add_member());
            }
            Attacher::RecentAmong(tree) => {
                tree.clear();
                (0..founders).for_each(|_| tree.add_member());
            }
            Attacher::Slots(slots) => {
                slots.clear();
                (0..founders).for_each(|founder| slots.add_member(founder));
            }
            Attacher::ByWeight(weights) => {
                weights.clear();
                (0..founders).for_each(|_| weights.add_member(reach));
            }
            Attacher::Uniform(_)
            | Attacher::Preferential
            | Attacher::PreferentialOffset(_)
            | Attacher::Recent(_)
            | Attacher::Complete { .. } => {}
        }
    }

    /// A member who has quit leaves the draw.
    pub(in crate::world) fn remove(&mut self, member: u32, reach: &dyn Fn(u32) -> f64) {
        match self {
            Attacher::UniformEnrolled(list) => list.remove(member),
            Attacher::RecentAmong(tree) => tree.remove(member),
            Attacher::ByWeight(weights) => weights.remove(member, reach),
            _ => panic!("this draw does not know who is enrolled"),
        }
    }

    /// Appends the sponsors of members up to number `until`; fewer if nobody is left who
    /// could bring one more. `reach` gives a member's ability to recruit.
    pub(in crate::world) fn attach(
        &mut self,
        key: &Key,
        founders: u32,
        sponsors: &mut Vec<u32>,
        until: u32,
        reach: &dyn Fn(u32) -> f64,
    ) {
        let joiners = sponsors.len() as u32..until;
        match self {
            &mut Attacher::Uniform(cores) => {
                uniform::attach(key, sponsors, until as usize, cores);
            }
            Attacher::Complete { width } => {
                sponsors.extend(joiners.map(|joiner| complete::sponsor(founders, *width, joiner)));
            }
            Attacher::Recent(recent) => {
                sponsors.extend(joiners.map(|joiner| recent.sponsor(key, joiner)));
            }
            Attacher::Preferential => {
                preferential::attach(key, founders, sponsors, until as usize);
            }
            Attacher::PreferentialOffset(offset) => {
                for _ in joiners {
                    sponsors.push(offset.sponsor(key, founders, sponsors));
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
            Attacher::UniformEnrolled(list) => {
                for joiner in joiners {
                    let Some(sponsor) = list.sponsor(key, joiner) else {
                        break;
                    };
                    sponsors.push(sponsor);
                    list.add_member();
                }
            }
            Attacher::RecentAmong(tree) => {
                for joiner in joiners {
                    let Some(sponsor) = tree.sponsor(key, joiner) else {
                        break;
                    };
                    sponsors.push(sponsor);
                    tree.add_member();
                }
            }
            Attacher::ByWeight(weights) => {
                for joiner in joiners {
                    let Some(sponsor) = weights.sponsor(key, joiner, reach) else {
                        break;
                    };
                    sponsors.push(sponsor);
                    weights.add_member(reach);
                }
            }
        }
    }
}
