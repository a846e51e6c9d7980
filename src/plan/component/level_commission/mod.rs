//! `level_commission` (plans.md E3): a percentage, or a flat amount, of what the downline
//! sells and buys, level by level up a tree.

mod columns;
mod keys;
mod schedule;
#[cfg(test)]
mod tests;
mod walk;

use crate::books::{Source, Trigger};
use crate::money::{Rate, common_decimals};
use crate::plan::by_rank::ByRank;
use crate::plan::compression::Compression;
use crate::plan::earnings::{Earnings, Funding, Parts};
use crate::plan::ground::Ground;
use crate::plan::levels::{MAX_LEVELS, Rows};
use crate::plan::memory::{Memory, recall};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::Setting;
use crate::scenario::types::ComponentSettings;

use super::named::Named;
use super::{Commission, Maximum, Stage, fault, sum};
use schedule::{Schedule, Series};
use walk::Walk;

pub(super) use keys::VARIANT;

/// What is paid on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// Commissionable volume of customers' and own purchases.
    Volume,
    /// The seller's own commission on it.
    SaleCommission,
    /// Events: one for each currency unit of volume.
    EventFlat,
    /// Joining fees.
    Fee,
}

/// Percentages or flat amounts on the downline's volume, one a level.
#[derive(Clone, Debug)]
pub struct LevelCommission {
    /// What each level earns of a unit of volume; where only ranks have rates, the most
    /// any of them has.
    schedule: Schedule,
    rates_are_given: bool,
    rate_by_rank: Option<ByRank<Vec<Rate>>>,
    depth_by_rank: Option<ByRank<u16>>,
    basis: Basis,
    sale_rate: Rate,
    pays_sale_commission: bool,
    includes_self: bool,
    in_placement: bool,
    compression: Compression,
}

/// Scratch, kept from period to period.
#[derive(Debug, Default)]
struct LevelMemory {
    uplines: Vec<u32>,
    best: Vec<u16>,
    series: Series,
}

impl Memory for LevelMemory {
    fn forget(&mut self) {}
}

impl LevelCommission {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<LevelCommission, Box<Diagnostic>> {
        let values = &settings.settings;
        let complain = |code, key: &str, message: &str, help: &str| {
            let (message, help) = (message.to_owned(), help.to_owned());
            Err(Box::new(fault(settings, plan, code, key, message, help)))
        };
        let flat = values.optional_numbers("flat_by_level");
        let basis = match values.optional_text("basis").as_deref() {
            Some("sale_commission") => Basis::SaleCommission,
            Some("event_flat") => Basis::EventFlat,
            Some("fee") => Basis::Fee,
            None if flat.is_some() => Basis::EventFlat,
            _ => Basis::Volume,
        };
        let pays_sale_commission = values.flag("pay_sale_commission");
        let sale_rate = values.optional_share("sale_rate");
        let uses_sale_rate = pays_sale_commission || basis == Basis::SaleCommission;
        match (sale_rate, uses_sale_rate) {
            (None, true) => {
                return complain(
                    "P112",
                    if pays_sale_commission {
                        "pay_sale_commission"
                    } else {
                        "basis"
                    },
                    "the seller's own commission is not known",
                    "give the `sale_rate` that sellers earn",
                );
            }
            (Some(_), false) => {
                return complain(
                    "P112",
                    "sale_rate",
                    "nothing uses `sale_rate`",
                    "remove it, or write `basis = \"sale_commission\"` or `pay_sale_commission = true`",
                );
            }
            _ => {}
        }
        if pays_sale_commission && basis == Basis::Fee {
            return complain(
                "P112",
                "pay_sale_commission",
                "there is no sale where joining fees are paid on",
                "remove `pay_sale_commission`, or choose another `basis`",
            );
        }
        let rates = values.optional_shares("rates");
        let geometric = values.optional_table("geometric");
        let by_rank: Option<Vec<(String, Vec<Rate>)>> =
            values.optional_by_name("rate_by_rank").map(|rows| {
                rows.into_iter()
                    .filter_map(|(rank, row)| match row {
                        Setting::Shares(row) => Some((rank, row)),
                        _ => None,
                    })
                    .collect()
            });
        let given = [rates.is_some(), flat.is_some(), geometric.is_some()];
        match given.into_iter().filter(|&given| given).count() {
            0 if by_rank.is_some() => {}
            1 => {}
            0 => {
                return complain(
                    "P110",
                    "rates",
                    "the component says nowhere what a level earns",
                    "give `rates`, `flat_by_level`, `geometric` or `rate_by_rank`",
                );
            }
            _ => {
                return complain(
                    "P110",
                    if flat.is_some() {
                        "flat_by_level"
                    } else {
                        "geometric"
                    },
                    "`rates`, `flat_by_level` and `geometric` each say what a level earns",
                    "keep one of them",
                );
            }
        }
        if by_rank.is_some() && (flat.is_some() || geometric.is_some()) {
            return complain(
                "P110",
                "rate_by_rank",
                "`rate_by_rank` gives shares, which go with `rates` alone",
                "remove `rate_by_rank`, or give `rates` in place of the flat amounts or the series",
            );
        }
        let shares = rates.is_some() || by_rank.is_some();
        if shares && basis == Basis::EventFlat {
            return complain(
                "P111",
                "basis",
                "shares are not paid per event",
                "give `flat_by_level` or `geometric`, or choose another `basis`",
            );
        }
        if flat.is_some() && basis != Basis::EventFlat {
            return complain(
                "P111",
                "flat_by_level",
                "flat amounts are paid per event",
                "write `basis = \"event_flat\"`, or give `rates`",
            );
        }

        // A share of a share of volume, to the last decimal.
        let of_base = |rate: Rate| match (basis, sale_rate) {
            (Basis::SaleCommission, Some(sale_rate)) => rate.times(sale_rate),
            _ => Some(rate),
        };
        let all_of_base =
            |rates: &[Rate]| -> Option<Vec<Rate>> { rates.iter().copied().map(of_base).collect() };
        let too_fine = |key: &str| {
            let message = "the rates times `sale_rate` have more than nine decimals";
            let fault = fault(
                settings,
                plan,
                "P113",
                key,
                message.to_owned(),
                "use rates with fewer decimals".to_owned(),
            );
            Box::new(fault)
        };
        let rates_are_given = rates.is_some();
        let rate_by_rank = by_rank
            .map(|rows| {
                rows.into_iter()
                    .map(|(rank, row)| Some((rank, all_of_base(&row)?)))
                    .collect::<Option<Vec<_>>>()
                    .ok_or_else(|| too_fine("rate_by_rank"))
            })
            .transpose()?
            .map(ByRank::new);
        let schedule = if let Some(table) = geometric {
            let exact = |key: &str| Rate::from_decimal(table.number(key)).ok();
            let first = exact("first").and_then(of_base);
            let (Some(first), Some(ratio)) = (first, exact("ratio")) else {
                return Err(too_fine("geometric"));
            };
            if basis != Basis::EventFlat && table.number("first") > rust_decimal::Decimal::ONE {
                return complain(
                    "P111",
                    "geometric",
                    "the first level would earn more than the whole base",
                    "give a share of at most 1, or write `basis = \"event_flat\"` for an amount",
                );
            }
            Schedule::Geometric { first, ratio }
        } else if let Some(flat) = flat {
            let exact = flat.into_iter().map(Rate::from_decimal);
            match exact.collect::<Result<Vec<Rate>, _>>() {
                Ok(rates) => Schedule::Rates(rates),
                Err(_) => return Err(too_fine("flat_by_level")),
            }
        } else if let Some(rates) = rates {
            Schedule::Rates(all_of_base(&rates).ok_or_else(|| too_fine("rates"))?)
        } else {
            Schedule::Rates(most_of_any(rate_by_rank.iter().flat_map(ByRank::values)))
        };
        let levels = match &schedule {
            Schedule::Rates(rates) => rates.len(),
            Schedule::Geometric { .. } => MAX_LEVELS,
        };
        if levels > MAX_LEVELS {
            return Err(Box::new(fault(
                settings,
                plan,
                "P001",
                "rates",
                format!("{levels} levels: a plan pays at most {MAX_LEVELS}"),
                "leave out the deepest levels".to_owned(),
            )));
        }
        if rates_are_given
            && let Some(by_rank) = &rate_by_rank
            && by_rank.values().any(|row| row.len() > levels)
        {
            return complain(
                "P114",
                "rate_by_rank",
                "a rank has rates for more levels than `rates`",
                "give every row at most as many rates as `rates` has",
            );
        }
        let depth_by_rank = values.optional_by_name("depth_by_rank").map(|depths| {
            depths
                .into_iter()
                .filter_map(|(rank, depth)| match depth {
                    Setting::Integer(depth) => Some((rank, depth as u16)),
                    _ => None,
                })
                .collect::<Vec<(String, u16)>>()
        });
        if let Some(deep) = depth_by_rank
            .iter()
            .flatten()
            .find(|(_, depth)| usize::from(*depth) > levels)
        {
            let message = format!("rank `{}` collects {} of {levels} levels", deep.0, deep.1);
            return complain(
                "P114",
                "depth_by_rank",
                &message,
                "lower the depth, or give more levels",
            );
        }
        Ok(LevelCommission {
            schedule,
            rates_are_given,
            rate_by_rank,
            depth_by_rank: depth_by_rank.map(ByRank::new),
            basis,
            sale_rate: sale_rate.unwrap_or(Rate::ZERO),
            pays_sale_commission,
            includes_self: values.flag("include_self"),
            in_placement: values.text("tree") == "placement",
            compression: Compression::from_word(&values.text("compression")),
        })
    }

    /// Number of the first level: 0 is one's own.
    fn first_level(&self) -> usize {
        usize::from(!self.includes_self)
    }

    fn parents<'a>(&self, ground: &Ground<'a>) -> &'a [u32] {
        match (self.in_placement, ground.placement) {
            (true, Some(placement)) => &placement.parent,
            _ => ground.sponsor,
        }
    }

    /// What a member's volume from one source is worth as a base.
    #[inline]
    fn base_from(&self, ground: &Ground, source: Source, member: usize) -> i64 {
        let volumes = ground.volumes;
        match (self.basis, source) {
            (Basis::Fee, _) => {
                let paid = match ground.period.details.own {
                    Some(own) => own.fees[member],
                    None => 0,
                };
                if ground.period.joiners().contains(&member) {
                    paid + volumes.join_fee
                } else {
                    paid
                }
            }
            (_, Source::Customers) => volumes.customers[member],
            (_, Source::OwnUse) => volumes.own_use_of(member),
            (_, Source::Joining) => 0,
        }
    }

    fn base_of(&self, ground: &Ground, member: usize) -> Parts {
        match self.basis {
            Basis::Fee => [0, 0, self.base_from(ground, Source::Joining, member)],
            _ => ground.volumes.parts_of(member),
        }
    }

    fn funding(&self, ground: &Ground) -> Funding {
        let volumes = ground.volumes;
        match self.basis {
            Basis::Fee => Funding::Only(Source::Joining),
            _ if volumes.own_use == 0 && ground.period.details.own.is_none() => {
                Funding::Only(Source::Customers)
            }
            _ => Funding::Mixed,
        }
    }
}

/// The most any of the rows gives at each level.
fn most_of_any<'a>(rows: impl Iterator<Item = &'a Vec<Rate>>) -> Vec<Rate> {
    let mut most: Vec<Rate> = Vec::new();
    for row in rows {
        most.resize(most.len().max(row.len()), Rate::ZERO);
        for (most, &rate) in most.iter_mut().zip(row) {
            if rate.to_decimal() > most.to_decimal() {
                *most = rate;
            }
        }
    }
    most
}

impl Commission for LevelCommission {
    fn stage(&self) -> Stage {
        Stage::Volume
    }

    fn decimals(&self) -> u32 {
        let by_rank = self.rate_by_rank.iter().flat_map(ByRank::values);
        by_rank
            .map(|row| common_decimals(row))
            .chain([self.schedule.decimals(), self.sale_rate.decimals()])
            .max()
            .unwrap_or(0)
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let memory: &mut LevelMemory = recall(memory);
        if self.is_plain(earnings) {
            self.sum_columns(ground, memory, rows, earnings)
        } else {
            self.walk(ground, memory, earnings)
        }
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::<LevelMemory>::default()
    }

    fn on_volume(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        source: usize,
        volume: Parts,
        earnings: &mut Earnings,
    ) -> Option<bool> {
        if self.basis == Basis::Fee {
            return Some(true);
        }
        let LevelMemory { series, .. } = recall(memory);
        Walk::new(self, ground, None).pay(source, volume, series, earnings)?;
        Some(true)
    }

    fn named(&self) -> Named<'_> {
        let rates = self.rate_by_rank.iter().flat_map(ByRank::names);
        let depths = self.depth_by_rank.iter().flat_map(ByRank::names);
        Named {
            ranks: rates
                .map(|rank| ("rate_by_rank", rank))
                .chain(depths.map(|rank| ("depth_by_rank", rank)))
                .collect(),
            placement: self.in_placement.then_some("tree"),
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
        if matches!(self.basis, Basis::Fee | Basis::EventFlat) {
            return Maximum::BESIDE_VOLUME;
        }
        let levels = match &self.schedule {
            Schedule::Rates(rates) => {
                let by_rank = self.rate_by_rank.iter().flat_map(ByRank::values);
                sum(&most_of_any(by_rank.chain([rates])))
            }
            Schedule::Geometric { first, ratio } => {
                let rest = rust_decimal::Decimal::ONE - ratio.to_decimal();
                let whole = (first.to_decimal() / rest)
                    .round_dp_with_strategy(9, rust_decimal::RoundingStrategy::AwayFromZero);
                Rate::from_decimal(whole).unwrap_or(Rate::ONE)
            }
        };
        let sale = if self.pays_sale_commission {
            self.sale_rate
        } else {
            Rate::ZERO
        };
        Maximum::of(levels.plus(sale), &[Source::Customers, Source::OwnUse])
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }

    fn levels(&self) -> usize {
        match &self.schedule {
            Schedule::Rates(rates) => rates.len(),
            Schedule::Geometric { .. } => 1,
        }
    }

    fn drop_deepest_level(&mut self) {
        if let Schedule::Rates(rates) = &mut self.schedule
            && rates.len() > 1
        {
            rates.pop();
            let left = rates.len();
            let rows = self.rate_by_rank.iter_mut().flat_map(ByRank::values_mut);
            rows.for_each(|row| row.truncate(left));
        }
    }
}
