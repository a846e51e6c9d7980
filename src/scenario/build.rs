//! From checked settings to the typed scenario. Nothing can go wrong here any more.

mod growth;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::plans::PlanRead;
use super::settings::{Setting, Settings};
use super::types::{
    Ability, Approach, BudgetRule, Company, Comparison, Costs, Horizon, Kit, MarketSize, Offer,
    OrderValue, Orphans, OwnPurchase, People, PeriodUnit, PlanSettings, Product, Quitting,
    Reputation, Sales, SalesLaw, Scenario,
};
use crate::money::{Currency, POINTS_OF_ONE};

/// Fills in the defaults that follow from other keys, so that the resolved form says
/// them.
pub(super) fn fill(root: &mut Settings, plans: &[PlanRead]) {
    let price = first_product(root).amount("price");
    let name = root.table("scenario").text("name");
    let mut section = |section: &str, key, value| {
        root.table_mut(section)
            .expect("every section has a default")
            .fill(key, value);
    };
    section("scenario", "title", Setting::Text(name));
    section("comparison", "large", Setting::Amount(price));
    let first = plans[0].plan.name.clone();
    section("comparison", "baseline", Setting::Text(first));
    if let Some(product) = root.table_mut("product") {
        fill_product(product);
    }
    for product in root.list_mut("products").into_iter().flatten() {
        fill_product(product);
    }
}

fn fill_product(product: &mut Settings) {
    let price = Setting::Amount(product.amount("price"));
    product.fill("wholesale", price.clone());
    product.fill("commissionable", price);
}

/// The product, or the first of several.
fn first_product(root: &Settings) -> Settings {
    match root.peek("products") {
        Some(Setting::List(products)) => products[0].clone(),
        _ => root.table("product"),
    }
}

/// The scenario of settings that were checked and filled.
pub(super) fn scenario(root: &Settings, plans: Vec<PlanSettings>) -> Scenario {
    let head = root.table("scenario");
    let currency = Currency::from_code(&head.text("currency"));
    let scale = currency.scale();
    let products = match root.peek("products") {
        Some(Setting::List(products)) => products.clone(),
        _ => Vec::new(),
    };
    let first = first_product(root);
    let gives_points = |product: &Settings| product.optional_number("points").is_some();
    Scenario {
        name: head.text("name"),
        title: head.text("title"),
        description: head.text("description"),
        currency,
        seed: head.integer("seed").unsigned_abs(),
        replications: count(&head, "replications"),
        own_worlds: match head.text("world").as_str() {
            "shared" => false,
            "own" => true,
            other => unlisted("world", other),
        },
        horizon: horizon(&root.table("horizon")),
        growth: growth::growth(&root.table("growth")),
        market: market(&root.table("market")),
        people: people(&root.table("people")),
        sales: sales(&root.table("sales")),
        product: product(&first, scale),
        offers: products
            .iter()
            .map(|table| Offer {
                name: table.text("name"),
                weight: table.number("weight").normalize(),
                product: product(table, scale),
            })
            .collect(),
        gives_points: products.iter().chain([&first]).any(gives_points),
        costs: costs(&root.table("costs")),
        company: company(&root.table("company")),
        quitting: quitting(&root.table("quitting")),
        reputation: reputation(&root.table("reputation")),
        comparison: comparison(&root.table("comparison"), &plans),
        plans,
    }
}

fn market(table: &Settings) -> MarketSize {
    MarketSize {
        population: table.optional_integer("population").map(i64::unsigned_abs),
        pools: count(table, "pools"),
        mobility: table.share("mobility").to_f64(),
    }
}

/// A whole number whose range in the key table is within 32 bits.
fn count(table: &Settings, key: &str) -> u32 {
    u32::try_from(table.integer(key)).expect("the range of the key is within 32 bits")
}

/// The nearest floating-point number, for parameters of statistical laws.
fn float(number: Decimal) -> f64 {
    // Parsing text is correctly rounded everywhere; Decimal's own conversion is not.
    number
        .to_string()
        .parse()
        .expect("a decimal is a floating-point literal")
}

fn horizon(table: &Settings) -> Horizon {
    Horizon {
        periods: count(table, "periods"),
        unit: match table.text("unit").as_str() {
            "day" => PeriodUnit::Day,
            "week" => PeriodUnit::Week,
            "4week" => PeriodUnit::FourWeeks,
            "month" => PeriodUnit::Month,
            "quarter" => PeriodUnit::Quarter,
            "year" => PeriodUnit::Year,
            other => unlisted("unit", other),
        },
    }
}

fn people(table: &Settings) -> People {
    People {
        skill: ability(&table.table("skill")),
        reach: ability(&table.table("reach")),
        correlation: float(table.number("correlation")),
        contacts: count(table, "contacts"),
        hours: table.number("hours"),
        recruiting_hours: table.number("recruiting_hours"),
        wage: table.amount("wage"),
    }
}

fn ability(table: &Settings) -> Ability {
    match table.text("law").as_str() {
        "constant" => Ability::Constant,
        "lognormal" => Ability::Lognormal {
            sigma: float(table.number("sigma")),
        },
        "gamma" => Ability::Gamma {
            shape: float(table.number("shape")),
        },
        "pareto" => Ability::Pareto {
            alpha: float(table.number("alpha")),
        },
        other => unlisted("law", other),
    }
}

fn sales(table: &Settings) -> Sales {
    let law = match table.text("law").as_str() {
        "funnel" => SalesLaw::Funnel {
            contacts_per_period: count(table, "contacts_per_period"),
            conversion: table.share("conversion"),
            renewal: float(table.number("renewal")),
        },
        "rate" => SalesLaw::Rate {
            mean: float(table.number("mean")),
            dispersion: (table.text("distribution") == "negative_binomial")
                .then(|| float(table.number("dispersion"))),
        },
        "fixed" => SalesLaw::Fixed {
            units: count(table, "units"),
        },
        other => unlisted("law", other),
    };
    Sales {
        law,
        order_value: order_value(&table.table("order_value")),
        reorder: table.share("reorder"),
        orphans: match table.text("orphans").as_str() {
            "breakage" => Orphans::Breakage,
            "sponsor" => Orphans::Sponsor,
            other => unlisted("orphans", other),
        },
        refund: table.share("refund"),
        refund_after: count(table, "refund_after"),
    }
}

fn order_value(table: &Settings) -> OrderValue {
    match table.text("law").as_str() {
        "price" => OrderValue::Price,
        "lognormal" => OrderValue::Lognormal {
            median: table.amount("median"),
            sigma: float(table.number("sigma")),
        },
        other => unlisted("law", other),
    }
}

/// A product in a currency of `scale` minor units.
fn product(table: &Settings, scale: i64) -> Product {
    let commissionable = table.amount("commissionable");
    Product {
        points: match table.optional_number("points") {
            // Four decimals at most: a whole number of ten-thousandths.
            Some(points) => (points * Decimal::from(POINTS_OF_ONE))
                .to_i64()
                .expect("the range of the key is within 64 bits"),
            None => commissionable.0 * POINTS_OF_ONE / scale,
        },
        price: table.amount("price"),
        wholesale: table.amount("wholesale"),
        commissionable,
        cost_of_goods: table.amount("cost_of_goods"),
    }
}

fn costs(table: &Settings) -> Costs {
    let kit = table.table("kit");
    let own_purchase = table.table("own_purchase");
    Costs {
        join_fee: table.amount("join_fee"),
        kit: Kit {
            price: kit.amount("price"),
            commissionable: kit.amount("commissionable"),
        },
        period_fee: table.amount("period_fee"),
        own_purchase: OwnPurchase {
            units: count(&own_purchase, "units"),
            use_value: own_purchase.share("use_value"),
        },
        expenses: table.amount("expenses"),
    }
}

fn company(table: &Settings) -> Company {
    Company {
        payout_budget: table.optional_share("payout_budget"),
        budget_rule: match table.text("budget_rule").as_str() {
            "prorate" => BudgetRule::Prorate,
            "fewer_levels" => BudgetRule::FewerLevels,
            "reject" => BudgetRule::Reject,
            other => unlisted("budget_rule", other),
        },
    }
}

fn quitting(table: &Settings) -> Quitting {
    Quitting {
        hazard: table.share("hazard"),
        max_tenure: table
            .optional_integer("max_tenure")
            .map(|_| count(table, "max_tenure")),
        social: table.share("social"),
        loss_tolerance: table.amount("loss_tolerance"),
        hazard_in_loss: table.share("hazard_in_loss"),
    }
}

fn reputation(table: &Settings) -> Reputation {
    Reputation {
        approach: match table.text("approach").as_str() {
            "open" => Approach::Open,
            "concealed" => Approach::Concealed {
                attendance_gain: float(table.number("attendance_gain")),
                early_quit: table.share("early_quit"),
                early_periods: count(table, "early_periods"),
            },
            other => unlisted("approach", other),
        },
        stigma: table.share("stigma"),
        recovery: table.share("recovery"),
    }
}

fn comparison(table: &Settings, plans: &[PlanSettings]) -> Comparison {
    let name = table.text("baseline");
    Comparison {
        baseline: plans
            .iter()
            .position(|plan| plan.name == name)
            .expect("the baseline was checked to be a plan"),
        large: table.amount("large"),
        equal_payout: table.flag("equal_payout"),
    }
}

/// A word that the key table allows and the types do not know.
fn unlisted(key: &str, word: &str) -> ! {
    panic!("`{word}` of `{key}` is in the key table but not in the types")
}
