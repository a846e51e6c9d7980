//! A `level_commission` from its settings: what contradicts itself is refused here.

use rust_decimal::Decimal;

use crate::money::Rate;
use crate::plan::by_rank::ByRank;
use crate::plan::component::{fault, most_of_any};
use crate::plan::compression::Compression;
use crate::plan::levels::MAX_LEVELS;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::Setting;
use crate::scenario::types::ComponentSettings;

use super::schedule::Schedule;
use super::{Basis, LevelCommission};

impl LevelCommission {
    pub(in crate::plan::component) fn new(
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
            if basis != Basis::EventFlat && table.number("first") > Decimal::ONE {
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
}
