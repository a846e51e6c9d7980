//! The shape of the network: every member counts, founders included (rulings.md 9).

use super::{Metric, Rule, Subject, about};
use crate::measure::crowd::NetworkFigures;
use crate::measure::terms::Unit::{self, Count, Share};

const EMPTY: &str = "the network is empty";

pub(super) const METRICS: &[Metric] = &about(
    Subject::Network,
    [
        network(
            "mean_depth",
            Count,
            "links up to the founder, mean over members",
            |network| per_member(network, network.depths),
        )
        .unless(EMPTY),
        network(
            "max_depth",
            Count,
            "the longest line of sponsors, in links",
            |network| Some(f64::from(network.max_depth)),
        ),
        network(
            "max_recruits",
            Count,
            "the most personal recruits of one member",
            |network| Some(f64::from(network.max_recruits)),
        ),
        network(
            "share_recruited_1",
            Share,
            "share of members with exactly 1 personal recruit",
            |network| per_member(network, network.recruited[0]),
        )
        .unless(EMPTY),
        network(
            "share_recruited_2",
            Share,
            "share of members with exactly 2 personal recruits",
            |network| per_member(network, network.recruited[1]),
        )
        .unless(EMPTY),
        network(
            "share_recruited_3plus",
            Share,
            "share of members with 3 or more personal recruits",
            |network| per_member(network, network.recruited[2]),
        )
        .unless(EMPTY),
        network(
            "mean_downline",
            Count,
            "all descendants, mean over members",
            |network| per_member(network, network.downlines),
        )
        .unless(EMPTY),
        network(
            "saturation",
            Share,
            "share of the population that has joined or bought by the end",
            |network| network.saturation,
        )
        .unless("the population is unlimited"),
        network(
            "clamped_chances",
            Count,
            "approaches whose chance of a yes came out above 1 and was taken as 1",
            |network| Some(network.clamped as f64),
        ),
    ],
);

const fn network(
    name: &'static str,
    unit: Unit,
    meaning: &'static str,
    rule: fn(&NetworkFigures) -> Option<f64>,
) -> Metric {
    Metric::new(name, unit, meaning, Rule::Network(rule))
}

fn per_member(network: &NetworkFigures, sum: u64) -> Option<f64> {
    (network.members > 0).then(|| sum as f64 / network.members as f64)
}
