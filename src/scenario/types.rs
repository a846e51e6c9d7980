//! A scenario after reading: every value checked, every default filled in.
//!
//! The fields carry the names and units of the keys in the file (the scenario
//! reference lists them). Nothing here can fail; what could be wrong was refused
//! with its line and column when the file was read.

mod growth;
mod market;

pub use growth::{Attachment, Curve, Growth, GrowthLaw, Offspring};
pub use market::MarketSize;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::money::{Cents, Currency, Rate};

/// Everything a run needs besides the seed it may be given on the command line.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Short name: the default output folder is called after it.
    pub name: String,
    /// The question the scenario asks, in one line.
    pub title: String,
    /// What the story is, in a few sentences.
    pub description: String,
    /// The currency all amounts are in.
    pub currency: Currency,
    /// The seed of all luck.
    pub seed: u64,
    /// How many independent histories are simulated.
    pub replications: u32,
    /// Whether each plan lives in a world of its own, with the same luck (model.md §7).
    pub own_worlds: bool,
    /// How long, in pay periods.
    pub horizon: Horizon,
    /// How people join.
    pub growth: Growth,
    /// Who there is to join or buy.
    pub market: MarketSize,
    /// What sort of people they are.
    pub people: People,
    /// How they sell.
    pub sales: Sales,
    /// What they sell; of several products the first, which participants buy for
    /// themselves.
    pub product: Product,
    /// The mix of several products; empty where there is but one.
    pub offers: Vec<Offer>,
    /// Whether any product says how many points it has.
    pub gives_points: bool,
    /// What it costs them.
    pub costs: Costs,
    /// What the company has to give.
    pub company: Company,
    /// Who leaves.
    pub quitting: Quitting,
    /// How prospects are approached, and what is made of it.
    pub reputation: Reputation,
    /// How plans are compared.
    pub comparison: Comparison,
    /// The payout plans, in the order of the file.
    pub plans: Vec<PlanSettings>,
}

impl Scenario {
    /// The names of the products of the mix, in its order; none where there is but one.
    #[must_use]
    pub fn product_names(&self) -> Vec<String> {
        self.offers.iter().map(|offer| offer.name.clone()).collect()
    }

    /// Everything that is sold.
    pub fn products(&self) -> impl Iterator<Item = &Product> {
        let one = self.offers.is_empty().then_some(&self.product);
        one.into_iter()
            .chain(self.offers.iter().map(|offer| &offer.product))
    }
}

/// Pay periods and what one of them is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// At least 1; 1 is the one-shot world.
    pub periods: u32,
    /// The length of a period.
    pub unit: PeriodUnit,
}

/// The length of a pay period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PeriodUnit {
    /// 365 a year.
    Day,
    /// 52 a year.
    Week,
    /// 13 a year.
    #[serde(rename = "4week")]
    FourWeeks,
    /// 12 a year.
    Month,
    /// 4 a year.
    Quarter,
    /// 1 a year.
    Year,
}

impl PeriodUnit {
    /// How many periods make a year.
    #[must_use]
    pub fn per_year(self) -> u32 {
        match self {
            PeriodUnit::Day => 365,
            PeriodUnit::Week => 52,
            PeriodUnit::FourWeeks => 13,
            PeriodUnit::Month => 12,
            PeriodUnit::Quarter => 4,
            PeriodUnit::Year => 1,
        }
    }

    /// Days of one, where windows are counted in days: months of 30, quarters of 91.
    #[must_use]
    pub fn days(self) -> u32 {
        match self {
            PeriodUnit::Day => 1,
            PeriodUnit::Week => 7,
            PeriodUnit::FourWeeks => 28,
            PeriodUnit::Month => 30,
            PeriodUnit::Quarter => 91,
            PeriodUnit::Year => 365,
        }
    }

    /// The word in the file and in reports: `month`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PeriodUnit::Day => "day",
            PeriodUnit::Week => "week",
            PeriodUnit::FourWeeks => "4week",
            PeriodUnit::Month => "month",
            PeriodUnit::Quarter => "quarter",
            PeriodUnit::Year => "year",
        }
    }
}

/// The people (model.md §4).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct People {
    /// Ability to sell, mean 1.
    pub skill: Ability,
    /// Ability to recruit, mean 1.
    pub reach: Ability,
    /// Spearman's rank correlation of the two, −1 to 1 (rulings.md 8).
    pub correlation: f64,
    /// The personal circle: whom one can approach at all.
    pub contacts: u32,
    /// Hours spent on selling in a period.
    pub hours: Decimal,
    /// Hours spent on recruiting in a period, charged only under plans that pay on
    /// recruits (rulings.md 1).
    pub recruiting_hours: Decimal,
    /// What an hour is worth.
    pub wage: Cents,
}

/// How an ability is spread over people; the mean is always 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ability {
    /// The same for all.
    Constant,
    /// Lognormal with this standard deviation of the logarithm.
    Lognormal {
        /// At least 0.
        sigma: f64,
    },
    /// Gamma with this shape.
    Gamma {
        /// 0.1 to 1,000; the variance is its inverse.
        shape: f64,
    },
    /// Pareto with this tail index.
    Pareto {
        /// Above 1.
        alpha: f64,
    },
}

/// How participants sell (model.md §5).
#[derive(Clone, Debug, PartialEq)]
pub struct Sales {
    /// The law of units sold.
    pub law: SalesLaw,
    /// What one sale is worth.
    pub order_value: OrderValue,
    /// Chance that a customer of one period buys again in the next.
    pub reorder: Rate,
    /// What becomes of a quitter's customers.
    pub orphans: Orphans,
    /// Chance that a sale is returned.
    pub refund: Rate,
    /// Periods from a sale to its return.
    pub refund_after: u32,
}

/// What becomes of a quitter's customers (rulings.md 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orphans {
    /// They stay with his position; its commission is breakage.
    Breakage,
    /// The nearest enrolled member above him takes them over.
    Sponsor,
}

/// Units sold by a participant in a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SalesLaw {
    /// Works through the circle; each contact buys with `conversion × skill × openness`.
    Funnel {
        /// Contacts approached a period.
        contacts_per_period: u32,
        /// Chance that a contact buys.
        conversion: Rate,
        /// People who come anew into a circle a period, on average.
        renewal: f64,
    },
    /// Random with mean `mean × skill × openness`.
    Rate {
        /// Mean units a period.
        mean: f64,
        /// Negative binomial with variance mean + mean²/dispersion; `None` is Poisson.
        dispersion: Option<f64>,
    },
    /// The same for all.
    Fixed {
        /// Units a period.
        units: u32,
    },
}

/// What one sale is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OrderValue {
    /// The product's price.
    Price,
    /// Lognormal, rounded to the minor unit; all other values of the product scale
    /// with it (rulings.md 6).
    Lognormal {
        /// The median order.
        median: Cents,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
}

/// The product and what hangs on one unit of it (model.md §6).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Product {
    /// What a customer pays.
    pub price: Cents,
    /// What a participant pays.
    pub wholesale: Cents,
    /// The money that percentages are taken of.
    pub commissionable: Cents,
    /// Qualification points, in ten-thousandths.
    pub points: i64,
    /// What a unit costs the company to make and deliver.
    pub cost_of_goods: Cents,
}

/// One of several products.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Unique.
    pub name: String,
    /// How often a sale is of it, relative to the others.
    pub weight: Decimal,
    /// What it is.
    pub product: Product,
}

/// What taking part costs (model.md §6).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// Paid once on joining, not commissionable.
    pub join_fee: Cents,
    /// The starter kit, bought once on joining.
    pub kit: Kit,
    /// Paid every period while enrolled.
    pub period_fee: Cents,
    /// What a participant buys for himself every period while enrolled.
    pub own_purchase: OwnPurchase,
    /// Spent outside the company every period while enrolled.
    pub expenses: Cents,
}

/// A starter kit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Kit {
    /// What it costs the joiner.
    pub price: Cents,
    /// The part commissions are taken of.
    pub commissionable: Cents,
}

/// Purchases for own use, at the participant's price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnPurchase {
    /// Units a period.
    pub units: u32,
    /// The share of the cost the person would have spent anyway.
    pub use_value: Rate,
}

/// What the company can give (model.md §6).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Company {
    /// The share of commissionable volume available for bonuses.
    pub payout_budget: Option<Rate>,
    /// What happens to a plan that would pay more.
    pub budget_rule: BudgetRule,
}

/// What happens to a plan that would pay more than the budget (rulings.md 14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetRule {
    /// Every commission of the period is cut by the same factor.
    Prorate,
    /// The deepest levels are dropped until the rates fit.
    FewerLevels,
    /// The plan is refused when it is read.
    Reject,
}

/// Who leaves at the end of a period (model.md §7). Founders stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quitting {
    /// Chance a period that an enrolled participant quits.
    pub hazard: Rate,
    /// Periods a participant is enrolled at most. At least 1.
    pub max_tenure: Option<u32>,
    /// Chance that a participant follows his sponsor out, a period later.
    pub social: Rate,
    /// In loss is whose net so far is below minus this.
    pub loss_tolerance: Cents,
    /// Chance a period that a participant in loss quits for it.
    pub hazard_in_loss: Rate,
}

/// How prospects are approached, and what is made of it (model.md §8).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reputation {
    /// What prospects are told.
    pub approach: Approach,
    /// Share of everyone's conversion that each disappointed quitter takes off.
    pub stigma: Rate,
    /// Share of the lost reputation that is forgotten every period.
    pub recovery: Rate,
}

/// What prospects are told before they come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Approach {
    /// What is on offer.
    Open,
    /// Not what is on offer.
    Concealed {
        /// Factor on the chance that one approached joins. At least 1.
        attendance_gain: f64,
        /// Chance a period that a recruit finds out and quits.
        early_quit: Rate,
        /// Periods he may find out in. At least 1.
        early_periods: u32,
    },
}

/// How plans are compared (measures.md §3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Index of the plan the others are compared with.
    pub baseline: usize,
    /// A change above this is large (rulings.md 28).
    pub large: Cents,
    /// Also show every other plan scaled to pay out what the baseline pays.
    pub equal_payout: bool,
}

/// A payout plan as written: names and the settings of its components.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSettings {
    /// Short name, unique: the plan's name in every file.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The plan's own keys: name and title, rounding, volume, activity, ranks, placement.
    pub settings: Settings,
    /// The components in the order of the file.
    pub components: Vec<ComponentSettings>,
    /// The settlement steps in the order of the file.
    pub settlements: Vec<SettlementSettings>,
}

/// A settlement step as written.
#[derive(Clone, Debug, PartialEq)]
pub struct SettlementSettings {
    /// What it does, such as `individual_cap`.
    pub kind: &'static str,
    /// Its parameters.
    pub settings: Settings,
}

/// A component as written.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentSettings {
    /// The component's type, such as `level_commission`.
    pub kind: &'static str,
    /// Unique within the plan; defaults to the type, then `type-2`, … (rulings.md 18).
    pub id: String,
    /// Its parameters.
    pub settings: Settings,
}
