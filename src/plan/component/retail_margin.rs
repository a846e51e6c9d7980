//! `retail_margin` (plans.md E1): what a participant keeps of a customer's payment.

use crate::money::Rate;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::settings::Setting;
use crate::scenario::types::ComponentSettings;

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

    /// Adds each enrolled member's margin, rounded half up once, to `column` and returns
    /// the sums. Repeat orders of a quitter's customers earn nobody a margin, and nobody
    /// discounts them. `None` if an amount leaves its range.
    pub fn keep(
        &self,
        volumes: &Volumes,
        standing: &Standing,
        column: &mut [i64],
    ) -> Option<Retail> {
        let sales = &volumes.period.sales;
        let whole = Rate::ONE.numerator_over(self.realised.decimals());
        let discount = whole - self.realised.numerator_over(self.realised.decimals());
        let is_plain = discount == 0 && self.resold == Rate::ONE;
        let mut retail = Retail::default();
        for (member, total) in column.iter_mut().enumerate() {
            let price = sales.price[member];
            if price == 0 || !volumes.period.is_enrolled(member) {
                continue;
            }
            let rate = match &self.margin {
                Margin::OfTheProduct => None,
                Margin::Rate(rate) => Some(*rate),
                Margin::ByRank(rates) => {
                    let place = rank_at_order_time(volumes, standing, member);
                    Some(at_place(rates, place))
                }
            };
            let own_margin = || price - sales.wholesale()[member];
            let margin = if is_plain {
                rate.map_or_else(own_margin, |rate| rate.of(price))
            } else {
                let (at_list, over) = match rate {
                    None => (i128::from(own_margin()), 1),
                    Some(rate) => (
                        i128::from(price) * i128::from(rate.numerator_over(rate.decimals())),
                        rate.denominator(),
                    ),
                };
                let (margin, given_up) = self.resell(price, at_list, over, discount)?;
                retail.discount += given_up;
                margin
            };
            *total += margin;
            retail.margin += margin;
        }
        Some(retail)
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
    if u32::from(period.joined[member]) < period.number {
        standing.previous_rank.get(member).copied().unwrap_or(0)
    } else {
        standing.rank_of(member)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::books;
    use crate::observed::Builder;
    use crate::plan::accounts::Accounts;
    use crate::plan::{LANGUAGE, Plan};
    use crate::scenario;

    const TIERS: &str = "margin_rate_by_rank = { distributor = 0.25, senior = 0.35, success_builder = 0.42, supervisor = 0.50 }\n";

    fn build(component: &str) -> Result<Plan, String> {
        let text = format!(
            "[scenario]\nname = \"case\"\n[product]\nprice = 1\n\
             [growth]\nlaw = \"fixed\"\nparticipants = 1\n[sales]\nlaw = \"fixed\"\nunits = 0\n\
             [[plans]]\nname = \"plan\"\nranks = {{ ladder = [{{ rank = \"distributor\" }}, \
             {{ rank = \"senior\" }}, {{ rank = \"success_builder\" }}, {{ rank = \"supervisor\" }}] }}\n\
             [[plans.component]]\ntype = \"retail_margin\"\n{component}\n"
        );
        let loaded = scenario::load_text("case.toml", &text, &[], LANGUAGE)
            .map_err(|fault| fault.to_string())?;
        Plan::build(&loaded.scenario, 0).map_err(|faults| faults.0[0].code.to_owned())
    }

    /// Sellers with these sales in cents and ranks, paid with the books balanced.
    fn keep(component: &str, sellers: &[(i64, &str)]) -> Accounts {
        let mut network = Builder::new();
        for (index, &(amount, rank)) in sellers.iter().enumerate() {
            let member = network.member(&index.to_string(), None);
            network.sale(member, 1, amount).rank(member, 1, rank);
        }
        pay(component, network)
    }

    fn pay(component: &str, network: Builder) -> Accounts {
        let accounts = network
            .build()
            .unwrap()
            .pay(&build(component).unwrap(), |_, _| ())
            .unwrap();
        books::check(
            "plan",
            &accounts.totals,
            &accounts.commissions,
            &accounts.net,
        )
        .unwrap();
        accounts
    }

    #[test]
    fn margin_is_of_the_price_rm_01() {
        let kept = keep(
            "margin_rate = 0.20",
            &[(6_000_000, "senior"), (1_800_000, "senior")],
        );
        assert_eq!(kept.margin, [1_200_000, 360_000]);
        assert_eq!(
            (kept.totals.payout, kept.totals.margin_kept),
            (0, 1_560_000)
        );
        assert_eq!(kept.totals.revenue, 6_240_000);
    }

    #[test]
    fn tiers_by_rank_on_the_part_resold_rm_03() {
        let kept = keep(
            &format!("{TIERS}resold_share = 0.60"),
            &[
                (100_000, "supervisor"),
                (40_000, "senior"),
                (25_000, "distributor"),
                (33_333, "success_builder"),
            ],
        );
        assert_eq!(kept.margin, [30_000, 8_400, 3_750, 8_400]);
        assert_eq!(
            kept.totals.customer_spend, 198_333,
            "what was not resold is paid in full"
        );
    }

    #[test]
    fn the_tier_is_the_one_held_when_the_order_was_made() {
        let mut network = Builder::new();
        let a = network.member("a", None);
        let b = network.member("b", None);
        network.joined(b, 2, None);
        network
            .sale(a, 1, 10_000)
            .sale(a, 2, 10_000)
            .sale(b, 2, 10_000);
        network
            .rank(a, 1, "senior")
            .rank(a, 2, "supervisor")
            .rank(b, 2, "supervisor");
        // a: 35 % in both periods, since he ordered before he was made supervisor; b was
        // not there before.
        assert_eq!(pay(TIERS, network).margin, [7_000, 5_000]);
    }

    #[test]
    fn without_a_rank_there_is_no_discount_tier() {
        let mut network = Builder::new();
        let a = network.member("a", None);
        network.sale(a, 1, 10_000);
        assert_eq!(pay(TIERS, network).margin, [0]);
    }

    #[test]
    fn a_discount_comes_out_of_the_participants_margin() {
        // Bought at 700, sold at 900 instead of 1,000.
        let rule = "margin_rate = 0.30\nrealised_price_factor = 0.9";
        let kept = keep(rule, &[(100_000, "senior")]);
        assert_eq!(kept.margin, [20_000]);
        assert_eq!(
            (kept.totals.customer_spend, kept.totals.revenue),
            (90_000, 70_000)
        );
        let shipped = keep(
            &format!("{rule}\nmode = \"drop_ship\""),
            &[(100_000, "senior")],
        );
        assert_eq!(
            (shipped.totals.revenue, shipped.totals.margin_paid_out),
            (90_000, 20_000)
        );
        assert_eq!(shipped.totals.company_result, kept.totals.company_result);
        // Sold at half price he loses 200 of what he paid.
        let lost = keep(
            "margin_rate = 0.30\nrealised_price_factor = 0.5",
            &[(100_000, "senior")],
        );
        assert_eq!(
            (lost.margin[0], lost.net[0], lost.totals.revenue),
            (-20_000, -20_000, 70_000)
        );
        // Half was consumed: half the margin, and only the other half was discounted.
        let half = keep(
            &format!("{rule}\nresold_share = 0.5"),
            &[(100_000, "senior")],
        );
        assert_eq!(
            (half.margin[0], half.totals.customer_spend),
            (10_000, 95_000)
        );
    }

    #[test]
    fn half_a_cent_is_rounded_up_once() {
        assert_eq!(
            keep("margin_rate = 0.5\nresold_share = 0.5", &[(10, "senior")]).margin,
            [3]
        );
        assert_eq!(
            keep("margin_rate = 0.5\nresold_share = 0", &[(10, "senior")]).margin,
            [0]
        );
    }

    #[test]
    fn contradictions_are_found_at_load() {
        for (text, code) in [
            (format!("{TIERS}margin_rate = 0.1"), "P020"),
            ("margin_rate = 0.1234567891".to_owned(), "P020"),
            ("margin_rate_by_rank = { seniro = 0.1 }".to_owned(), "P022"),
        ] {
            assert_eq!(build(&text).map(|_| ()), Err(code.to_owned()), "{text}");
        }
    }

    proptest! {
        /// Whatever is discounted or consumed, the books balance, and the company
        /// receives the cost of the goods: to the minor unit a seller, its discount
        /// being rounded apart from the margin.
        #[test]
        fn the_company_receives_what_the_goods_cost(
            amounts in prop::collection::vec(1i64..10_000_000, 1..6),
            rate in 0u32..=900,
            factor in 0u32..=1000,
            drop_ship: bool,
        ) {
            let mode = if drop_ship { "drop_ship" } else { "resale" };
            let decimal = |thousandths: u32| {
                format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
            };
            let rule = format!(
                "margin_rate = {}\nrealised_price_factor = {}\nmode = \"{mode}\"",
                decimal(rate),
                decimal(factor)
            );
            let sellers: Vec<(i64, &str)> = amounts.iter().map(|&amount| (amount, "senior")).collect();
            let totals = keep(&rule, &sellers).totals;
            let cost: i64 = amounts.iter().map(|amount| amount * i64::from(1000 - rate)).sum();
            let received = totals.company_result * 1000;
            prop_assert!((received - cost).abs() <= 1000 * amounts.len() as i64);
        }
    }
}
