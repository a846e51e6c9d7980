//! The people of an example as a network.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Unsupported;
use super::language::{cents, leg, list, text};
use crate::observed::{Builder, NewOrder};

/// Whose purchases `personal_volume` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Personal {
    /// Sales to customers.
    Sales,
    /// Purchases for own use.
    OwnUse,
    /// It plays no part.
    Nothing,
}

/// The network of an example, its people numbered in joining order.
pub(super) struct People<'a> {
    pub network: Builder,
    pub index: BTreeMap<&'a str, u32>,
    nodes: Vec<&'a Value>,
}

impl<'a> People<'a> {
    /// Everyone in the tree, joining in period 1 in the order of the list unless `joined`
    /// gives a later period.
    pub(super) fn of(
        tree: &'a [Value],
        joined: &BTreeMap<&str, u32>,
    ) -> Result<People<'a>, Unsupported> {
        let mut people = People {
            network: Builder::new(),
            index: BTreeMap::new(),
            nodes: Vec::new(),
        };
        let mut waiting: Vec<&Value> = tree.iter().collect();
        waiting.sort_by_key(|node| node["id"].as_str().and_then(|id| joined.get(id)));
        while !waiting.is_empty() {
            // The first of the list whose sponsor is in.
            let next = waiting
                .iter()
                .position(|node| match node["sponsor"].as_str() {
                    None => true,
                    Some(sponsor) => people.index.contains_key(sponsor),
                });
            let Some(next) = next else {
                return Err(Unsupported::new(format!(
                    "the sponsor of {} is not in the tree",
                    waiting[0]["id"]
                )));
            };
            people.add(waiting.remove(next), joined)?;
        }
        people.place()?;
        Ok(people)
    }

    fn add(&mut self, node: &'a Value, joined: &BTreeMap<&str, u32>) -> Result<(), Unsupported> {
        let id = text(node, "id")?;
        let sponsor = node["sponsor"].as_str().map(|sponsor| self.index[sponsor]);
        let member = self.network.member(id, sponsor);
        if self.index.insert(id, member).is_some() {
            return Err(Unsupported::new(format!("two people are called `{id}`")));
        }
        if let Some(&period) = joined.get(id) {
            self.network.joined(member, period as u16, None);
        }
        self.nodes.push(node);
        Ok(())
    }

    fn place(&mut self) -> Result<(), Unsupported> {
        for (member, node) in self.nodes.iter().enumerate() {
            let Some(parent) = node["placement"].as_str() else {
                continue;
            };
            let Some(&parent) = self.index.get(parent) else {
                return Err(Unsupported::new(format!(
                    "the placement parent of {} is not in the tree",
                    node["id"]
                )));
            };
            let leg = match node["leg"].as_str() {
                Some("L") => 0,
                Some("R") => 1,
                _ => leg(node, "leg")?.unwrap_or(0),
            };
            self.network.placed(member as u32, parent, leg);
        }
        Ok(())
    }

    /// Members and their nodes in joining order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (u32, &'a Value)> + use<'a> {
        let nodes: Vec<&'a Value> = self.nodes.clone();
        nodes
            .into_iter()
            .enumerate()
            .map(|(member, node)| (member as u32, node))
    }

    /// The member an event names under `key`.
    pub(super) fn named(&self, event: &Value, key: &str) -> Result<u32, Unsupported> {
        let id = text(event, key)?;
        self.index
            .get(id)
            .copied()
            .ok_or_else(|| Unsupported::new(format!("`{id}` is not in the tree")))
    }

    /// Ids in joining order.
    pub(super) fn ids(&self) -> Vec<String> {
        self.nodes
            .iter()
            .filter_map(|node| node["id"].as_str().map(str::to_owned))
            .collect()
    }

    /// Posts what each node says of status, and its volumes: of several periods in
    /// `volumes` and `active_by_period`, else all in `period`.
    pub(super) fn post(&mut self, period: u32, personal: Personal) -> Result<(), Unsupported> {
        let gives_active = self.nodes.iter().any(|node| node["active"].is_boolean());
        for (member, node) in self.nodes() {
            if gives_active {
                let active = node["active"].as_bool().unwrap_or(true);
                self.network.active(member, 1, active);
            }
            if let Some(rank) = node["rank"].as_str() {
                self.network.rank(member, 1, rank);
            }
            for (index, active) in list(node, "active_by_period").iter().enumerate() {
                let active = active.as_bool().unwrap_or(true);
                self.network.active(member, index as u32 + 1, active);
            }
            if personal == Personal::Nothing {
                continue;
            }
            self.post_volume(member, period, cents(node, "personal_volume")?, personal);
            for (index, volume) in list(node, "volumes").iter().enumerate() {
                let volume = super::language::to_cents(volume).ok_or_else(|| {
                    Unsupported::new(format!("a volume of {} is no amount", node["id"]))
                })?;
                self.post_volume(member, index as u32 + 1, volume, personal);
            }
        }
        Ok(())
    }

    fn post_volume(&mut self, member: u32, period: u32, volume: i64, personal: Personal) {
        self.network.periods(period);
        if volume == 0 {
            return;
        }
        self.network.order(match personal {
            Personal::OwnUse => NewOrder::own(member, period, volume),
            Personal::Sales | Personal::Nothing => NewOrder::sale(member, period, volume),
        });
    }
}
