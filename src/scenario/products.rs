//! Several products in place of one (`[[products]]`, model.md §6): which of the two holds,
//! and what must hold between their keys.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::codes;
use super::diagnose::{Diagnostic, Origin};
use super::document::Table;
use super::key::Key;
use super::keys::SECTIONS;
use super::settings::{Setting, Settings};
use crate::money::Cents;

/// Decimals of points that are kept: ten-thousandths.
const POINT_DECIMALS: u32 = 4;
/// Decimals of weights that are kept.
const WEIGHT_DECIMALS: u32 = 9;

/// The sections a file may have: with `[[products]]` there is no `[product]`. One that a
/// base left behind is dropped; both in one file is a fault.
pub(super) fn sections(root: &mut Table, faults: &mut Vec<Diagnostic>) -> Vec<Key> {
    let Some(mix) = root.get("products") else {
        return SECTIONS.to_vec();
    };
    let of_mix = mix.layer;
    if let Some(one) = root.take("product")
        && one.node.layer >= of_mix
    {
        faults.push(
            Diagnostic::error(
                codes::PRODUCT_AND_PRODUCTS,
                &one.key,
                "a scenario has `[product]` or `[[products]]`, not both",
            )
            .of("product")
            .label("there are `[[products]]` too")
            .help("write this product as one of `[[products]]`"),
        );
    }
    let others = SECTIONS.iter().filter(|section| section.name != "product");
    others.copied().collect()
}

/// The products as written, each with the path to it.
fn written(root: &Settings) -> Vec<(String, &Settings)> {
    if let Some(Setting::List(products)) = root.peek("products") {
        let path = |index| format!("products.{index}");
        return (0..).map(path).zip(products).collect();
    }
    match root.peek("product") {
        Some(Setting::Table(product)) => vec![("product".to_owned(), product)],
        _ => Vec::new(),
    }
}

/// All that is wrong with what is sold.
pub(super) fn faults(root: &Settings) -> Vec<Diagnostic> {
    let products = written(root);
    let mut faults = Vec::new();
    let mut names = BTreeSet::new();
    for (path, product) in &products {
        faults.extend(prices(path, product));
        faults.extend(too_fine(path, product, "points", POINT_DECIMALS));
        faults.extend(too_fine(path, product, "weight", WEIGHT_DECIMALS));
        if let Some(Setting::Text(name)) = product.peek("name")
            && !names.insert(name)
        {
            faults.push(
                Diagnostic::error(
                    codes::DUPLICATE_PRODUCT,
                    product.origin_of("name"),
                    "two products have the same name",
                )
                .of(format!("{path}.name"))
                .label("this name is taken"),
            );
        }
    }
    faults.extend(nothing_to_scale(root, &products));
    faults.extend(no_median(root));
    faults.extend(no_weight(&products));
    faults
}

fn amount(table: &Settings, key: &str) -> Option<Cents> {
    match table.peek(key)? {
        Setting::Amount(amount) => Some(*amount),
        _ => None,
    }
}

fn number(table: &Settings, key: &str) -> Option<Decimal> {
    match table.peek(key)? {
        Setting::Number(number) => Some(*number),
        _ => None,
    }
}

fn prices(path: &str, product: &Settings) -> Vec<Diagnostic> {
    let Some(price) = amount(product, "price") else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    if amount(product, "wholesale").is_some_and(|wholesale| wholesale > price) {
        faults.push(
            Diagnostic::error(
                codes::WHOLESALE_ABOVE_PRICE,
                product.origin_of("wholesale"),
                format!("`{path}.wholesale` must not be above `{path}.price`"),
            )
            .of(format!("{path}.wholesale"))
            .label("participants would pay more than customers"),
        );
    }
    if amount(product, "commissionable").is_some_and(|base| base > price) {
        faults.push(commissionable_above(
            &format!("{path}.commissionable"),
            product,
        ));
    }
    faults
}

/// The warning that commissions are taken of more than is paid.
pub(super) fn commissionable_above(path: &str, table: &Settings) -> Diagnostic {
    Diagnostic::warning(
        codes::COMMISSIONABLE_ABOVE_PRICE,
        table.origin_of("commissionable"),
        format!("`{path}` is above the price"),
    )
    .of(path)
    .label("commissions are taken of more than is paid")
}

fn too_fine(path: &str, product: &Settings, key: &str, decimals: u32) -> Option<Diagnostic> {
    let number = number(product, key)?.normalize();
    (number.scale() > decimals).then(|| {
        Diagnostic::error(
            codes::TOO_FINE,
            product.origin_of(key),
            format!("`{path}.{key}` has more than {decimals} decimals"),
        )
        .of(format!("{path}.{key}"))
        .label(format!("{number} is finer than is kept"))
    })
}

/// Under a spread order value everything scales with the price, so there must be one.
/// The keys of the order value, where it is spread.
fn spread(root: &Settings) -> Option<&Settings> {
    let Some(Setting::Table(sales)) = root.peek("sales") else {
        return None;
    };
    match sales.peek("order_value") {
        Some(Setting::Table(value))
            if value.peek("law") == Some(&Setting::Text("lognormal".to_owned())) =>
        {
            Some(value)
        }
        _ => None,
    }
}

/// A lognormal law has no median of 0.
fn no_median(root: &Settings) -> Option<Diagnostic> {
    let order_value = spread(root)?;
    (amount(order_value, "median")? == Cents::ZERO).then(|| {
        Diagnostic::error(
            codes::OUT_OF_RANGE,
            order_value.origin_of("median"),
            "`sales.order_value.median` must be above 0",
        )
        .of("sales.order_value.median")
        .label("half of the sales would be worth less than nothing")
        .help("leave `order_value` out if sales are worth the product's price")
    })
}

fn nothing_to_scale(root: &Settings, products: &[(String, &Settings)]) -> Option<Diagnostic> {
    spread(root)?;
    let (path, product) = products.iter().find(|(_, product)| {
        let hangs = |key| amount(product, key).is_some_and(|value| value != Cents::ZERO);
        amount(product, "price") == Some(Cents::ZERO)
            && (products.len() > 1
                || hangs("commissionable")
                || hangs("cost_of_goods")
                || number(product, "points").is_some_and(|points| !points.is_zero()))
    })?;
    Some(
        Diagnostic::error(
            codes::NO_PRICE_TO_SCALE,
            product.origin_of("price"),
            format!("`{path}.price` must be above 0 where `sales.order_value` spreads it"),
        )
        .of(format!("{path}.price"))
        .label("nothing can be scaled as a price of 0 is"),
    )
}

fn no_weight(products: &[(String, &Settings)]) -> Option<Diagnostic> {
    let (_, first) = products.first()?;
    let is_nothing =
        |(_, product): &(String, &Settings)| number(product, "weight") == Some(Decimal::ZERO);
    products.iter().all(is_nothing).then(|| {
        let origin: &Origin = first.origin_of("weight");
        Diagnostic::error(
            codes::WEIGHTS_ZERO,
            origin,
            "a product of `[[products]]` must have a weight above zero",
        )
        .of("products.0.weight")
        .label("nothing would ever be sold")
    })
}
