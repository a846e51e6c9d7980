//! How a network grows: one file a law and an attachment (model.md §3).

pub mod arrivals;
mod attacher;
pub mod by_weight;
pub mod complete;
pub mod curve;
pub mod galton_watson;
pub mod preferential;
pub mod recent;
pub(super) mod recruiting;
pub mod slots;
pub mod uniform;
pub mod weighted;

pub(super) use attacher::Attacher;

use crate::columns::Cores;
use crate::scenario::types::{Growth, GrowthLaw, Scenario};
use galton_watson::Recruits;

/// Who brings the joiners of a period.
#[derive(Clone, Debug)]
pub(super) enum Joining {
    /// So many join in each period, and the attacher says under whom.
    Counted {
        arrivals: Vec<u64>,
        attacher: Attacher,
    },
    /// They joined in fact, whatever the market says.
    Enrolled(std::sync::Arc<crate::network::Enrolment>),
    /// Members recruit from their circles.
    Recruiting { approaches: u32, conversion: f64 },
    /// Members recruit one period after joining.
    GaltonWatson {
        recruits: Recruits,
        generations: u32,
        max_participants: u64,
    },
}

impl Joining {
    /// Panics if a complete tree has more than 2⁶⁴ members, which the reader of scenarios
    /// refuses, or if the network was observed with its sales: there is nothing to simulate.
    pub(super) fn new(scenario: &Scenario) -> Joining {
        let growth = &scenario.growth;
        let periods = scenario.horizon.periods;
        let attacher = |attachment| {
            let cores = Cores::of(scenario.replications);
            Attacher::new(attachment, growth.max_recruits, growth.active_only, cores)
        };
        match &growth.law {
            GrowthLaw::Fixed {
                participants,
                attachment,
                arrivals,
            } => Joining::Counted {
                arrivals: arrivals::by_period(joiners(growth, *participants), periods, arrivals),
                attacher: attacher(*attachment),
            },
            GrowthLaw::Curve { curve, attachment } => Joining::Counted {
                arrivals: curve::by_period(curve, growth.founders, periods),
                attacher: attacher(*attachment),
            },
            GrowthLaw::Complete {
                width,
                depth,
                arrivals,
            } => {
                let members = complete::members(growth.founders, *width, *depth)
                    .expect("the reader bounds the size of a complete tree");
                let joiners = members - u64::from(growth.founders);
                Joining::Counted {
                    arrivals: arrivals::by_period(joiners, periods, arrivals),
                    attacher: Attacher::Complete { width: *width },
                }
            }
            GrowthLaw::Recruiting {
                approaches,
                conversion,
            } => Joining::Recruiting {
                approaches: *approaches,
                conversion: conversion.to_f64(),
            },
            GrowthLaw::GaltonWatson {
                offspring,
                generations,
                max_participants,
            } => Joining::GaltonWatson {
                recruits: Recruits::new(offspring),
                generations: generations.unwrap_or(periods),
                max_participants: max_participants.map_or(u64::MAX, u64::from),
            },
            GrowthLaw::Enrolled { network } => Joining::Enrolled(std::sync::Arc::clone(network)),
            GrowthLaw::Observed { .. } => panic!("an observed network is not simulated"),
        }
    }
}

/// People who join after the founders.
fn joiners(growth: &Growth, participants: u32) -> u64 {
    if growth.count_founders {
        u64::from(participants).saturating_sub(u64::from(growth.founders))
    } else {
        u64::from(participants)
    }
}

#[cfg(test)]
mod tests;
