//! The rate of a sale (plans.md E2): one for all, by rank, by the seller's volume, or by
//! how often the customer has paid.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::money::{Rate, common_decimals};
use crate::plan::by_rank::{at_place, rates_by_place};
use crate::plan::component::{fault, unknown_rank};
use crate::plan::standing::rank::Ranks;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::{Setting, Settings};
use crate::scenario::types::ComponentSettings;

/// What the rate hangs on.
#[derive(Clone, Debug)]
pub(super) enum Rates {
    /// Nothing.
    Single(Rate),
    /// The seller's rank, by place on the ladder.
    ByRank(Vec<Rate>),
    /// How many payments the customer has made to the seller.
    Recurring(Vec<Step>),
    /// What the seller sold in the period.
    Brackets(Brackets),
}

/// The payments up to one of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The last payment of the step, counted from the customer's first.
    until: u32,
    rate: Rate,
}

/// What the minima of brackets are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Metric {
    OwnVolume,
    OwnCount,
    CustomerVolume,
    GroupVolume,
}

/// Rates by the seller's period.
#[derive(Clone, Debug)]
pub(super) struct Brackets {
    /// Inclusive, ascending; minor units or sales.
    pub(super) minima: Vec<i64>,
    pub(super) rates: Vec<Rate>,
    pub(super) metric: Metric,
    /// Whether each slice is paid at its own rate.
    pub(super) is_marginal: bool,
    /// Size of a block; 1 where every unit counts.
    pub(super) block: i64,
}

impl Rates {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
        ranks: &Ranks,
        scale: i64,
    ) -> Result<Rates, Box<Diagnostic>> {
        let complain = |key: &str, message: String, help: &str| {
            Box::new(fault(settings, plan, "P021", key, message, help.to_owned()))
        };
        let values = &settings.settings;
        let single = values.share("rate");
        let by_rank = values.optional_by_name("rate_by_rank");
        let once = values.peek("recurring") == Some(&Setting::Text("onetime".to_owned()));
        let recurring = match values.peek("recurring") {
            Some(Setting::List(steps)) => Some(steps),
            _ => None,
        };
        let brackets = values.optional_list("brackets");
        if values.optional_amount("block").is_some() && brackets.is_none() {
            return Err(complain(
                "block",
                "`block` is the size of blocks of `brackets`, and there are none".to_owned(),
                "remove it, or give `brackets`",
            ));
        }
        if once && (by_rank.is_some() || brackets.is_some()) {
            return Err(complain(
                "recurring",
                "`recurring = \"onetime\"` is about `rate`".to_owned(),
                "give `rate` in place of `rate_by_rank` or `brackets`",
            ));
        }
        match (by_rank, recurring, brackets) {
            (None, None, None) if once => Ok(Rates::Recurring(vec![Step {
                until: 1,
                rate: single,
            }])),
            (None, None, None) => Ok(Rates::Single(single)),
            (Some(table), None, None) => {
                let listed = table
                    .into_iter()
                    .filter_map(|(name, value)| match value {
                        Setting::Share(rate) => Some((name, rate)),
                        _ => None,
                    })
                    .collect();
                rates_by_place(listed, ranks, single)
                    .map(Rates::ByRank)
                    .map_err(|name| unknown_rank(settings, plan, "rate_by_rank", &name, ranks))
            }
            (None, recurring, brackets) if !single.is_zero() => {
                let key = match (recurring, brackets) {
                    (Some(_), _) => "recurring",
                    _ => "brackets",
                };
                Err(complain(
                    "rate",
                    format!("`rate` and `{key}` both say what a sale pays"),
                    "keep one of them",
                ))
            }
            (None, Some(steps), None) => steps_of(steps)
                .map(Rates::Recurring)
                .map_err(|(message, help)| complain("recurring", message, help)),
            (None, None, Some(list)) => Brackets::new(&list, values, scale)
                .map(Rates::Brackets)
                .map_err(|(key, message, help)| complain(key, message, help)),
            (by_rank, ..) => Err(complain(
                if by_rank.is_some() {
                    "rate_by_rank"
                } else {
                    "recurring"
                },
                "a sale commission has one of `rate_by_rank`, `recurring` and `brackets`"
                    .to_owned(),
                "keep one of them; several commissions in a plan add up",
            )),
        }
    }

    /// Decimals the rates need.
    pub(super) fn decimals(&self) -> u32 {
        match self {
            Rates::Single(rate) => rate.decimals(),
            Rates::ByRank(rates) => common_decimals(rates),
            Rates::Recurring(steps) => steps
                .iter()
                .map(|step| step.rate.decimals())
                .max()
                .unwrap_or(0),
            Rates::Brackets(brackets) => common_decimals(&brackets.rates),
        }
    }

    /// The highest of them.
    pub(super) fn highest(&self) -> Rate {
        let highest = |rates: &mut dyn Iterator<Item = Rate>| {
            rates
                .max_by_key(|rate| rate.to_decimal())
                .unwrap_or(Rate::ZERO)
        };
        match self {
            Rates::Single(rate) => *rate,
            Rates::ByRank(rates) => highest(&mut rates.iter().copied()),
            Rates::Recurring(steps) => highest(&mut steps.iter().map(|step| step.rate)),
            Rates::Brackets(brackets) => highest(&mut brackets.rates.iter().copied()),
        }
    }

    /// The rate of one sale where no volume decides it: the seller's `place` on the
    /// ladder, or that this is the customer's `payment` to him. 0 for brackets.
    pub(super) fn of_sale(&self, place: u8, payment: u32, decimals: u32) -> i64 {
        let rate = match self {
            Rates::Single(rate) => *rate,
            Rates::ByRank(rates) => at_place(rates, place),
            Rates::Recurring(steps) => {
                let reached = steps.iter().find(|step| payment <= step.until);
                reached.map_or(Rate::ZERO, |step| step.rate)
            }
            Rates::Brackets(_) => Rate::ZERO,
        };
        rate.numerator_over(decimals)
    }
}

fn steps_of(list: &[Settings]) -> Result<Vec<Step>, (String, &'static str)> {
    let mut steps: Vec<Step> = Vec::with_capacity(list.len());
    for entry in list {
        let until = match entry.optional_integer("first") {
            Some(first) => first as u32,
            None => u32::MAX,
        };
        if let Some(before) = steps.last()
            && before.until >= until
        {
            return Err((
                format!(
                    "step {} of `recurring` comes after one that reaches as far",
                    steps.len() + 1
                ),
                "`first` counts from the customer's first payment, so it rises from step to step, \
                 and only the last step may leave it out",
            ));
        }
        steps.push(Step {
            until,
            rate: entry.share("rate"),
        });
    }
    Ok(steps)
}

impl Brackets {
    fn new(
        list: &[Settings],
        values: &Settings,
        scale: i64,
    ) -> Result<Brackets, (&'static str, String, &'static str)> {
        let metric = match values.text("bracket_metric").as_str() {
            "own_count" => Metric::OwnCount,
            "customer_volume" => Metric::CustomerVolume,
            "group_volume" => Metric::GroupVolume,
            _ => Metric::OwnVolume,
        };
        let unit = match metric {
            Metric::OwnCount => Decimal::ONE,
            _ => Decimal::from(scale),
        };
        // The smallest whole number that is at least the minimum: minima are inclusive.
        let minima: Vec<i64> = list
            .iter()
            .map(|bracket| {
                let least = (bracket.number("min") * unit).ceil();
                least.to_i64().expect("the key is bounded")
            })
            .collect();
        if !minima.is_sorted_by(|low, high| low < high) {
            return Err((
                "brackets",
                "the minima of `brackets` must rise from one to the next".to_owned(),
                "put the lowest bracket first and give each minimum once",
            ));
        }
        let mode = values.text("bracket_mode");
        let block = values.optional_amount("block").map(|block| block.0);
        let is_marginal = mode != "cliff";
        let block = match (mode.as_str(), block) {
            ("cliff", Some(_)) => {
                return Err((
                    "block",
                    "`block` does not apply to `bracket_mode = \"cliff\"`".to_owned(),
                    "remove it, or write `bracket_mode = \"block\"`",
                ));
            }
            ("block", None) => {
                return Err((
                    "bracket_mode",
                    "`bracket_mode = \"block\"` needs `block`, the size of a block".to_owned(),
                    "give it, such as `block = 500`",
                ));
            }
            (_, Some(0)) => {
                return Err((
                    "block",
                    "a block of nothing is never filled".to_owned(),
                    "give its size, such as `block = 500`",
                ));
            }
            (_, Some(_)) if metric == Metric::OwnCount => {
                return Err((
                    "block",
                    "blocks are of volume, and `bracket_metric` counts sales".to_owned(),
                    "remove `block`, or take another `bracket_metric`",
                ));
            }
            (_, block) => block.unwrap_or(1),
        };
        let is_paid_on = match metric {
            Metric::OwnVolume | Metric::OwnCount => true,
            Metric::CustomerVolume => !values.flag("self_referral"),
            Metric::GroupVolume => false,
        };
        if is_marginal && !is_paid_on {
            return Err((
                "bracket_mode",
                "slices of a volume can be paid only where that volume is what is paid on"
                    .to_owned(),
                "write `bracket_mode = \"cliff\"` or `bracket_metric = \"own_volume\"`",
            ));
        }
        Ok(Brackets {
            minima,
            rates: list.iter().map(|bracket| bracket.share("rate")).collect(),
            metric,
            is_marginal,
            block,
        })
    }

    /// The rate of the bracket that `reached` is in; 0 below the lowest.
    pub(super) fn rate_at(&self, reached: i64, decimals: u32) -> i64 {
        match self.minima.partition_point(|&min| min <= reached) {
            0 => 0,
            above => self.rates[above - 1].numerator_over(decimals),
        }
    }

    /// What a period's volume earns slice by slice, whole blocks only; `None` if it
    /// leaves 64 bits. The earnings of a sale are the difference it makes, so that sales
    /// add up to exactly what the whole volume earns.
    pub(super) fn earned_by(&self, volume: i64, decimals: u32) -> Option<i64> {
        let volume = volume / self.block * self.block;
        let mut earned = 0_i64;
        for (index, (&min, rate)) in self.minima.iter().zip(&self.rates).enumerate() {
            if min >= volume {
                break;
            }
            let until = self
                .minima
                .get(index + 1)
                .map_or(volume, |&next| next.min(volume));
            earned = earned.checked_add(rate.numerator_over(decimals).checked_mul(until - min)?)?;
        }
        Some(earned)
    }
}
