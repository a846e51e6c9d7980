//! Whether a plan can pay more than there is to pay from (plans.md §6): what the company
//! is left with of a unit after margin and goods; all of the volume where no price is known.

use rust_decimal::Decimal;

use crate::books::Source;
use crate::money::Rate;
use crate::plan::most::percent;
use crate::scenario::diagnose::{Diagnostic, Origin};

use super::{Case, codes};

/// A unit that is paid for: what commissions are taken of, and what is left to pay them.
struct Unit {
    source: Source,
    what: &'static str,
    commissionable: i64,
    received: i64,
    goods: i64,
}

pub(super) fn warnings(case: &Case) -> Vec<Diagnostic> {
    let most = case.plan.held().of_volume;
    let origin = match case.settings.components.first() {
        Some(first) => first.settings.origin(),
        None => &Origin::Default,
    };
    let name = &case.plan.name;
    if case.scenario.product.price.0 == 0 {
        let (source, rate) = case.plan.held().largest();
        let is_above = rate.to_decimal() > Rate::ONE.to_decimal();
        let message = format!("plan `{name}` can pay more than the volume it is paid on");
        return Vec::from_iter(is_above.then(|| {
            case.of_plan(codes::ABOVE_VOLUME, origin, &message)
                .label(format!("{} of {}", percent(rate), source.volume()))
                .help("lower the rates, or cap what the company pays with `prorate_to_cap`")
        }));
    }
    let currency = &case.scenario.currency;
    let units = units(case);
    let dear = units.iter().filter(|unit| {
        let paid = most[unit.source as usize].to_decimal() * Decimal::from(unit.commissionable);
        paid > Decimal::from(unit.received - unit.goods)
    });
    dear.map(|unit| {
        let rate = most[unit.source as usize];
        let message = format!(
            "plan `{name}` can pay more on {} than it leaves the company",
            unit.what
        );
        let label = format!(
            "up to {} of {}, {}; {} less {} of goods leaves {}",
            percent(rate),
            currency.plain(unit.commissionable),
            currency.plain(rate.of(unit.commissionable)),
            currency.plain(unit.received),
            currency.plain(unit.goods),
            currency.plain(unit.received - unit.goods),
        );
        case.of_plan(codes::ABOVE_VOLUME, origin, &message)
            .label(label)
            .help("lower the rates or `product.commissionable`, or cap what is paid with `company.payout_budget`")
    })
    .collect()
}

fn units(case: &Case) -> Vec<Unit> {
    let margin = case.plan.margin.as_ref();
    let charges = &case.plan.charges;
    let sold = case.scenario.products().map(|product| Unit {
        source: Source::Customers,
        what: "a unit sold to a customer",
        commissionable: product.commissionable.0,
        received: product.price.0 - margin.map_or(0, |margin| margin.rule.most_of(product)),
        goods: product.cost_of_goods.0,
    });
    let others = [
        Unit {
            source: Source::OwnUse,
            what: "what participants buy for themselves",
            commissionable: charges.own_purchase_volume,
            received: charges.own_purchase,
            goods: charges.own_purchase_goods,
        },
        Unit {
            source: Source::Joining,
            what: "a kit",
            commissionable: charges.kit.commissionable.0,
            received: charges.kit.price.0,
            goods: 0,
        },
    ];
    sold.chain(others).collect()
}
