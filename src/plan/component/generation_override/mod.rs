//! `generation_override` (plans.md E5): an override on the volume of leaders' groups,
//! counted in leaders and not in people. Breakaway override, royalty, leadership bonus
//! with its guarantee, infinity bonus with blocking.

mod climb;
mod guarantee;
mod keys;
mod layer;
mod leaders;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

use crate::books::{Source, Trigger};
use crate::money::{Currency, Rate};
use crate::plan::earnings::{Earnings, Funding, Parts};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::Settings;
use crate::scenario::types::ComponentSettings;

use super::named::Named;
use super::{Commission, FlatSpots, Growth, Maximum, Stage, fault};
use climb::Climb;
use guarantee::{Guarantee, GuaranteeMemory};
use layer::{Layer, LayerFault};
use leaders::LayerMemory;

pub(super) use keys::VARIANT;

#[derive(Clone, Debug)]
enum Rule {
    Layers(Vec<Layer>),
    Guarantee(Guarantee),
}

/// An override on leaders' groups.
#[derive(Clone, Debug)]
pub struct GenerationOverride {
    rule: Rule,
    /// Whether the ranks stand inside `layers`.
    is_layered: bool,
}

#[derive(Debug, Default)]
struct OverrideMemory {
    layers: Vec<LayerMemory>,
    guarantee: GuaranteeMemory,
}

impl Memory for OverrideMemory {
    fn forget(&mut self) {}
}

impl GenerationOverride {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<GenerationOverride, Box<Diagnostic>> {
        let values = &settings.settings;
        let told = |(code, key, message, help): LayerFault| {
            Box::new(fault(settings, plan, code, key, message, help.to_owned()))
        };
        let rule = match values.text("kind").as_str() {
            "infinity" => Rule::Layers(vec![Layer::infinity(values).map_err(told)?]),
            "leadership_with_guarantee" => Rule::Guarantee(Guarantee {
                rate: values.share("rate"),
                boundary_ranks: values.names("boundary_ranks"),
                minimum_base: values.amount("minimum_base"),
                qualifying_own_group: values.number("qualifying_own_group"),
            }),
            _ => Rule::Layers(layers(values).map_err(told)?),
        };
        Ok(GenerationOverride {
            rule,
            is_layered: values
                .peek("layers")
                .is_some_and(|_| values.optional_list("layers").is_some()),
        })
    }
}

fn layers(values: &Settings) -> Result<Vec<Layer>, LayerFault> {
    let Some(list) = values.optional_list("layers") else {
        return Ok(vec![Layer::generations(values)?]);
    };
    if let Some(key) = beside_layers(values) {
        return Err((
            "P126",
            key,
            format!("`{key}` stands beside `layers`, which have keys of their own"),
            "move it into each of the layers",
        ));
    }
    list.iter().map(Layer::generations).collect()
}

/// A key that says something about the one layer there is without `layers`.
fn beside_layers(values: &Settings) -> Option<&'static str> {
    let said = [
        (
            "boundary_ranks",
            values.optional_names("boundary_ranks").is_some(),
        ),
        ("rates", values.optional_shares("rates").is_some()),
        (
            "rate_by_own_volume",
            values.optional_list("rate_by_own_volume").is_some(),
        ),
        (
            "bonus_if_override_at_least",
            values
                .optional_table("bonus_if_override_at_least")
                .is_some(),
        ),
        ("boundary", values.text("boundary") != "opens"),
        ("inactive", values.text("inactive") != "skip"),
        ("start_level", values.integer("start_level") != 1),
        ("start_generation", values.integer("start_generation") != 1),
        ("stop", values.text("stop") != "after_n"),
        (
            "volume_scope",
            values.text("volume_scope") != "personal_group",
        ),
        (
            "min_group_volume",
            !values.number("min_group_volume").is_zero(),
        ),
        (
            "volume_factor",
            values.number("volume_factor") != Decimal::ONE,
        ),
    ];
    said.into_iter()
        .find_map(|(key, is_said)| is_said.then_some(key))
}

impl Commission for GenerationOverride {
    fn stage(&self) -> Stage {
        Stage::Volume
    }

    fn decimals(&self) -> u32 {
        match &self.rule {
            Rule::Layers(layers) => layers.iter().map(Layer::decimals).max().unwrap_or(0),
            Rule::Guarantee(guarantee) => guarantee.rate.decimals(),
        }
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let memory: &mut OverrideMemory = recall(memory);
        let own_use = ground.volumes.own_use != 0 || ground.period.details.own.is_some();
        earnings.begin_lines(if own_use {
            Funding::Mixed
        } else {
            Funding::Only(Source::Customers)
        });
        let layers = match &self.rule {
            Rule::Layers(layers) => layers,
            Rule::Guarantee(guarantee) => {
                return guarantee.earn(ground, &mut memory.guarantee, earnings);
            }
        };
        memory
            .layers
            .resize_with(layers.len(), LayerMemory::default);
        for (layer, memory) in layers.iter().zip(&mut memory.layers) {
            let climb = Climb::new(layer, ground, false);
            climb.settle(memory);
            climb.pay(memory, earnings)?;
        }
        Some(())
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::<OverrideMemory>::default()
    }

    fn on_volume(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        source: usize,
        volume: Parts,
        earnings: &mut Earnings,
    ) -> Option<bool> {
        let Rule::Layers(layers) = &self.rule else {
            // A guarantee hangs on whole groups, not on units of volume.
            return Some(false);
        };
        let memory: &mut OverrideMemory = recall(memory);
        for (layer, memory) in layers.iter().zip(&mut memory.layers) {
            Climb::new(layer, ground, true).pay_source(source, volume, memory, earnings)?;
        }
        Some(true)
    }

    fn named(&self) -> Named<'_> {
        let boundary = match &self.rule {
            Rule::Layers(layers) => layers.iter().map(|layer| &layer.boundary_ranks).collect(),
            Rule::Guarantee(guarantee) => vec![&guarantee.boundary_ranks],
        };
        let payees = match &self.rule {
            Rule::Layers(layers) => layers
                .iter()
                .filter(|layer| layer.payee_ranks != layer.boundary_ranks)
                .map(|layer| &layer.payee_ranks)
                .collect(),
            Rule::Guarantee(_) => Vec::new(),
        };
        let boundary_key = if self.is_layered {
            "layers"
        } else {
            "boundary_ranks"
        };
        let mut ranks = by_key(boundary_key, boundary);
        ranks.extend(by_key("payee_ranks", payees));
        Named {
            ranks,
            ..Named::default()
        }
    }

    fn trigger(&self, source: Source) -> Trigger {
        match source {
            Source::Customers => Trigger::DownlineCustomer,
            Source::OwnUse => Trigger::DownlineOwnUse,
            Source::Joining => Trigger::Joining,
        }
    }

    fn maximum(&self) -> Maximum {
        let rate = match &self.rule {
            Rule::Layers(layers) => layers
                .iter()
                .map(Layer::maximum)
                .fold(Rate::ZERO, Rate::plus),
            Rule::Guarantee(guarantee) => guarantee.rate,
        };
        // Up to the next same rank, one unit of volume may pay every rank in turn.
        let further = match &self.rule {
            Rule::Layers(layers) => layers.iter().filter_map(Layer::further).reduce(Rate::plus),
            Rule::Guarantee(_) => None,
        };
        Maximum {
            growth: further.map(Growth::Ranks),
            ..Maximum::of(rate, &[Source::Customers, Source::OwnUse])
        }
    }

    fn flat_spots(&self, _currency: &Currency) -> Vec<FlatSpots> {
        let Rule::Layers(layers) = &self.rule else {
            return Vec::new();
        };
        let scales = layers
            .iter()
            .filter_map(|layer| layer.by_own_volume.as_ref());
        let key = if self.is_layered {
            "layers"
        } else {
            "rate_by_own_volume"
        };
        scales
            .filter_map(|scale| FlatSpots::idle_steps(key, scale))
            .collect()
    }

    fn reads_depth(&self) -> bool {
        true
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }
}

/// The ranks of these lists, under the key that names them.
fn by_key<'a>(key: &'static str, lists: Vec<&'a Vec<String>>) -> Vec<(&'static str, &'a str)> {
    let names = lists.into_iter().flatten();
    names.map(|rank| (key, rank.as_str())).collect()
}
