//! `retail_margin` (plans.md E1): what a participant keeps of a customer's payment.

use crate::money::Rate;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::settings::Setting;
use crate::scenario::types::{ComponentSettings, Product};

use super::{fault, unknown_rank};
use crate::plan::by_rank::{at_place, rates_by_place};
use crate::plan::rounding::Mode::HalfUp;
use crate::plan::standing::Standing;
use crate::plan::standing::rank::Ranks;
use crate::plan::volume::Volumes;

/// A margin as a share of the retail price: never all of it (plans.md E1).
const MARGIN: Kind = Kind::Number {
    min: "0",
    max: "0.9",
};

pub(super) const VARIANT: Variant = Variant {
    name: "retail_margin",
    meaning: "What a participant keeps of a customer's payment; paid by the customer, so outside the payout and its budget.",
    keys: &[
        Key {
            name: "margin_rate",
            kind: MARGIN,
            default: Default::Absent("the product's own margin, price less wholesale"),
            unit: "share of the retail price",
            meaning: "The margin on a unit sold to a customer.",
        },
        Key {
            name: "margin_rate_by_rank",
            kind: Kind::ByName(&MARGIN),
            default: Default::Absent("`margin_rate` for everyone"),
            unit: "share of the retail price",
            meaning: "Discount tiers: the margin by the rank held when the order was made. A rank not listed has the margin of the next lower one, below the lowest there is none.",
        },
        Key {
            name: "resold_share",
            kind: Kind::Share,
            default: Default::Value("1"),
            unit: "share of retail value",
            meaning: "The part of what was ordered that was really resold; self-consumption earns nothing.",
        },
        Key {
            name: "realised_price_factor",
            kind: Kind::Share,
            default: Default::Value("1"),
            unit: "share of the retail price",
            meaning: "What customers really pay of the retail price: the participant discounts to sell, out of his own margin.",
        },
        Key {
            name: "mode",
            kind: Kind::Choice(&[
                (
                    "resale",
                    "the participant buys and resells: the company receives price less margin",
                ),
                (
                    "drop_ship",
                    "the company receives the price and pays the margin out",
                ),
            ]),
            default: Default::Value("\"resale\""),
            unit: "",
            meaning: "Whose hands the customer's payment goes through.",
        },
    ],
};

/// Whose hands the customer's payment goes through (rulings.md 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The participant buys and resells; the company receives price less margin.
    Resale,
    /// The company receives the price and pays the margin out.
    DropShip,
}

/// What the margin is a share of, and by whom.
#[derive(Clone, Debug)]
enum Margin {
    /// Price less wholesale, as the orders give them.
    OfTheProduct,
    /// The same share for everyone.
    Rate(Rate),
    /// By place on the ladder.
    ByRank(Vec<Rate>),
}

/// The margin on sales to customers.
#[derive(Clone, Debug)]
pub struct RetailMargin {
    margin: Margin,
    resold: Rate,
    /// What customers really pay of the retail price.
    realised: Rate,
    /// Whose hands the payment goes through.
    pub mode: Mode,
}

/// What one period's retail selling comes to, minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retail {
    /// Σ margins kept by participants.
    pub margin: i64,
    /// Σ of what customers did not pay of the retail price.
    pub discount: i64,
}

impl RetailMargin {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
        ranks: &Ranks,
    ) -> Result<RetailMargin, Box<Diagnostic>> {
        let values = &settings.settings;
        let single = values.optional_number("margin_rate");
        let tiers = values.optional_by_name("margin_rate_by_rank");
        let exact = |key: &str, number| {
            Rate::from_decimal(number).map_err(|error| {
                Box::new(fault(
                    settings,
                    plan,
                    "P020",
                    key,
                    format!("a margin of {number}: {error}"),
                    "write it with at most nine decimals".to_owned(),
                ))
            })
        };
        let margin = match (single, tiers) {
            (Some(_), Some(_)) => {
                return Err(Box::new(fault(
                    settings,
                    plan,
                    "P020",
                    "margin_rate",
                    "a retail margin has `margin_rate` or `margin_rate_by_rank`, not both"
                        .to_owned(),
                    "remove one of them; a tier for everyone is one for the lowest rank".to_owned(),
                )));
            }
            (Some(rate), None) => Margin::Rate(exact("margin_rate", rate)?),
            (None, Some(tiers)) => {
                let mut listed = Vec::with_capacity(tiers.len());
                for (name, value) in tiers {
                    if let Setting::Number(number) = value {
                        listed.push((name, exact("margin_rate_by_rank", number)?));
                    }
                }
                let rates = rates_by_place(listed, ranks, Rate::ZERO).map_err(|name| {
                    unknown_rank(settings, plan, "margin_rate_by_rank", &name, ranks)
                })?;
                Margin::ByRank(rates)
            }
            (None, None) => Margin::OfTheProduct,
        };
        Ok(RetailMargin {
            margin,
            resold: values.share("resold_share"),
            realised: values.share("realised_price_factor"),
            mode: if values.text("mode") == "resale" {
                Mode::Resale
            } else {
                Mode::DropShip
            },
        })
    }

    /// The highest share of the retail price it is anywhere; `None` where it is price less
    /// wholesale.
    #[must_use]
    pub fn highest(&self) -> Option<Rate> {
        match &self.margin {
            Margin::OfTheProduct => None,
            Margin::Rate(rate) => Some(*rate),
            Margin::ByRank(rates) => rates.iter().copied().max_by_key(|rate| rate.to_decimal()),
        }
    }

    /// The most that is kept of a unit of this product, minor units.
    #[must_use]
    pub fn most_of(&self, product: &Product) -> i64 {
        match self.highest() {
            Some(rate) => rate.of(product.price.0),
            None => product.price.0 - product.wholesale.0,
        }
    }

    /// Adds each enrolled member's margin, rounded half up once, to `column` and returns
    /// the sums. Repeat orders of a quitter's customers earn nobody a margin, and nobody
    /// discounts them. Earlier sales that came back take the margin with them, at the rate
    /// of today's rank. `None` if an amount leaves its range.
    pub fn keep(
        &self,
        volumes: &Volumes,
        standing: &Standing,
        column: &mut [i64],
    ) -> Option<Retail> {
        let sales = &volumes.period.sales;
        let whole = Rate::ONE.numerator_over(self.realised.decimals());
        let discount = whole - self.realised.numerator_over(self.realised.decimals());
        let mut retail = Retail::default();
        for (member, total) in column.iter_mut().enumerate() {
            let price = sales.price[member];
            if price == 0 || !volumes.period.is_enrolled(member) {
                continue;
            }
            let rate = self.rate_of(volumes, standing, member);
            let of_member = self.of(price, || sales.wholesale()[member], rate, discount)?;
            *total += of_member.margin;
            retail.margin += of_member.margin;
            retail.discount += of_member.discount;
        }
        if let Some(returned) = volumes.period.details.returned {
            let columns = returned.price.iter().zip(&returned.wholesale);
            for (member, (total, (&price, &wholesale))) in
                column.iter_mut().zip(columns).enumerate()
            {
                if price == 0 {
                    continue;
                }
                let rate = self.rate_of(volumes, standing, member);
                let of_member = self.of(price, || wholesale, rate, discount)?;
                *total -= of_member.margin;
                retail.margin -= of_member.margin;
                retail.discount -= of_member.discount;
            }
        }
        Some(retail)
    }

    /// A member's rate; `None` where the margin is price less wholesale.
    fn rate_of(&self, volumes: &Volumes, standing: &Standing, member: usize) -> Option<Rate> {
        match &self.margin {
            Margin::OfTheProduct => None,
            Margin::Rate(rate) => Some(*rate),
            Margin::ByRank(rates) => {
                let place = rank_at_order_time(volumes, standing, member);
                Some(at_place(rates, place))
            }
        }
    }

    /// What one member's sales of this list price come to. `discount` stands over the
    /// decimals of `realised`.
    #[inline]
    fn of(
        &self,
        price: i64,
        wholesale: impl Fn() -> i64,
        rate: Option<Rate>,
        discount: i64,
    ) -> Option<Retail> {
        let own_margin = || price - wholesale();
        if discount == 0 && self.resold == Rate::ONE {
            return Some(Retail {
                margin: rate.map_or_else(own_margin, |rate| rate.of(price)),
                discount: 0,
            });
        }
        let (at_list, over) = match rate {
            None => (i128::from(own_margin()), 1),
            Some(rate) => (
                i128::from(price) * i128::from(rate.numerator_over(rate.decimals())),
                rate.denominator(),
            ),
        };
        let (margin, discount) = self.resell(price, at_list, over, discount)?;
        Some(Retail { margin, discount })
    }

    /// The margin on the part that was resold, and what was given up of its price to
    /// sell it. The goods cost the participant what they cost, so a discount comes out of
    /// his margin, which may fall below zero: margin = realised price − own cost
    /// (plans.md E1). `at_list` over `over` is the margin if nothing were discounted or
    /// consumed; `discount` stands over the decimals of `realised`. `None` if an amount
    /// leaves 128 bits.
    fn resell(&self, price: i64, at_list: i128, over: i64, discount: i64) -> Option<(i64, i64)> {
        let resold = i128::from(self.resold.numerator_over(self.resold.decimals()));
        let resold_over = i128::from(self.resold.denominator());
        let parts = i128::from(self.realised.denominator());
        let given_up = i128::from(price).checked_mul(i128::from(discount))?;
        // Brought over one denominator: `over` × `parts`.
        let left = at_list
            .checked_mul(parts)?
            .checked_sub(given_up.checked_mul(i128::from(over))?)?;
        let nearest = |numerator: i128, denominator: i128| {
            i64::try_from(HalfUp.divide(numerator, denominator)).ok()
        };
        Some((
            nearest(
                left.checked_mul(resold)?,
                i128::from(over) * parts * resold_over,
            )?,
            nearest(given_up.checked_mul(resold)?, parts * resold_over)?,
        ))
    }
}

/// The rank a member held when he ordered: the one the previous period left him with,
/// or this period's if he was not there yet (rulings.md 12).
fn rank_at_order_time(volumes: &Volumes, standing: &Standing, member: usize) -> u8 {
    let period = volumes.period;
    if u32::from(period.joined.at(member)) < period.number {
        standing.previous_rank.get(member).copied().unwrap_or(0)
    } else {
        standing.rank_of(member)
    }
}

#[cfg(test)]
mod tests;
