//! One layer of an override: whose leaders are counted, who is paid what.

use rust_decimal::Decimal;

use crate::money::{Cents, Rate};
use crate::plan::scale::Scale;
use crate::scenario::settings::Settings;

/// What an inactive leader does to those above him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inactive {
    Skip,
    Block,
    Count,
}

/// One layer. Shares stand for what is paid of volume, the volume factor included.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub boundary_ranks: Vec<String>,
    pub payee_ranks: Vec<String>,
    /// Whether a leader's own volume is in the generation he opens.
    pub opens: bool,
    /// By generation, then by step of the payee's own volume; a single step 0 without such
    /// a scale, else step 0 is below its first minimum.
    pub rates: Vec<Vec<Rate>>,
    pub inactive: Inactive,
    pub start_level: u32,
    pub start_generation: u32,
    /// Whether the last rate goes on to the next leader of the payee's rank or above.
    pub to_same_rank: bool,
    pub personal_only: bool,
    pub min_group_volume: Decimal,
    pub by_own_volume: Option<Scale>,
    pub bonus: Option<Bonus>,
}

/// A further rate for whom the override reaches a threshold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bonus {
    pub threshold: Cents,
    pub rate: Rate,
}

/// A fault of a layer: its code, the key, what is wrong, the way out.
pub(super) type LayerFault = (&'static str, &'static str, String, &'static str);

impl Layer {
    /// A layer of kind `generations`.
    pub(super) fn generations(table: &Settings) -> Result<Layer, LayerFault> {
        let (Some(boundary_ranks), Some(rates)) = (
            table.optional_names("boundary_ranks"),
            table.optional_shares("rates"),
        ) else {
            return Err((
                "P125",
                "kind",
                "an override by generations needs `boundary_ranks` and `rates`".to_owned(),
                "give both, or put them into `layers`",
            ));
        };
        let by_own_volume = table
            .optional_list("rate_by_own_volume")
            .map(|steps| Scale::new(&steps))
            .transpose()
            .map_err(|message| {
                (
                    "P121",
                    "rate_by_own_volume",
                    message,
                    "let minima ascend and rates not fall",
                )
            })?;
        let factor = factor_of(table)?;
        let bonus = table
            .optional_table("bonus_if_override_at_least")
            .map(|bonus| {
                Ok(Bonus {
                    threshold: bonus.amount("threshold"),
                    rate: exactly(bonus.share("rate").times(factor))?,
                })
            })
            .transpose()?;
        Ok(Layer {
            payee_ranks: boundary_ranks.clone(),
            boundary_ranks,
            rates: products(&rates, factor, by_own_volume.as_ref())?,
            to_same_rank: table.text("stop") == "next_same_or_higher_rank",
            min_group_volume: table.number("min_group_volume"),
            by_own_volume,
            bonus,
            ..Layer::plain(table)
        })
    }

    /// The one layer of kind `infinity`.
    pub(super) fn infinity(table: &Settings) -> Result<Layer, LayerFault> {
        let factor = factor_of(table)?;
        Ok(Layer {
            boundary_ranks: table.names("boundary_ranks"),
            payee_ranks: table.names("payee_ranks"),
            rates: products(&[table.share("rate")], factor, None)?,
            ..Layer::plain(table)
        })
    }

    fn plain(table: &Settings) -> Layer {
        Layer {
            boundary_ranks: Vec::new(),
            payee_ranks: Vec::new(),
            opens: table.text("boundary") == "opens",
            rates: Vec::new(),
            inactive: match table.text("inactive").as_str() {
                "block" => Inactive::Block,
                "count" => Inactive::Count,
                _ => Inactive::Skip,
            },
            start_level: table.integer("start_level") as u32,
            start_generation: table.integer("start_generation") as u32,
            to_same_rank: false,
            personal_only: table.text("volume_scope") == "personal_only",
            min_group_volume: Decimal::ZERO,
            by_own_volume: None,
            bonus: None,
        }
    }

    /// The most the layer pays of a unit of volume.
    pub(super) fn maximum(&self) -> Rate {
        let most = |row: &Vec<Rate>| row.last().copied().unwrap_or(Rate::ZERO);
        let bonus = self.bonus.map_or(Rate::ZERO, |bonus| bonus.rate);
        self.rates
            .iter()
            .map(|row| most(row).plus(bonus))
            .fold(Rate::ZERO, Rate::plus)
    }

    /// What every rank beyond those of the list is paid more, where the last rate goes on.
    pub(super) fn further(&self) -> Option<Rate> {
        self.rates
            .last()
            .and_then(|row| row.last())
            .copied()
            .filter(|_| self.to_same_rank)
    }

    /// Decimals of everything that is multiplied with volume.
    pub(super) fn decimals(&self) -> u32 {
        let rates = self.rates.iter().flatten().map(|rate| rate.decimals());
        let bonus = self.bonus.map(|bonus| bonus.rate.decimals());
        rates.chain(bonus).max().unwrap_or(0)
    }
}

fn factor_of(table: &Settings) -> Result<Rate, LayerFault> {
    exactly(Rate::from_decimal(table.number("volume_factor")).ok())
}

/// Each generation's rate times the volume factor, times each step of own volume.
fn products(
    rates: &[Rate],
    factor: Rate,
    by_own_volume: Option<&Scale>,
) -> Result<Vec<Vec<Rate>>, LayerFault> {
    let steps: Vec<Rate> = match by_own_volume {
        None => vec![Rate::ONE],
        Some(scale) => std::iter::once(Rate::ZERO).chain(scale.rates()).collect(),
    };
    rates
        .iter()
        .map(|rate| {
            let whole = rate.times(factor);
            steps
                .iter()
                .map(|&step| exactly(whole.and_then(|whole| whole.times(step))))
                .collect()
        })
        .collect()
}

fn exactly(rate: Option<Rate>) -> Result<Rate, LayerFault> {
    rate.ok_or_else(|| {
        (
            "P113",
            "volume_factor",
            "a rate times `volume_factor`, or times a factor by own volume, has more than nine decimals"
                .to_owned(),
            "use numbers with fewer decimals",
        )
    })
}
