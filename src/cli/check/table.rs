//! The most a plan can pay as a table: component by component, together, and under the
//! caps that hold it.

use crate::books::Source;
use crate::money::{Currency, Rate};
use crate::plan::Plan;
use crate::plan::component::{Growth, Maximum};
use crate::plan::most::{CompanyCap, percent};
use crate::scenario::types::{BudgetRule, Scenario};

/// What is paid, how much of it at most, and of what.
struct Row {
    label: String,
    most: String,
    of: String,
}

/// The table of one plan.
pub(super) fn most(plan: &Plan, scenario: &Scenario) -> String {
    let currency = &scenario.currency;
    let mut rows = Vec::new();
    rows.extend(margin(plan));
    let components = plan.maxima().zip(plan.shares_of());
    for (((id, maximum), shares), cap) in components.zip(plan.most_to_one()) {
        let mut own = in_rows(id, &maximum, currency);
        if let (share, bases @ [_, ..]) = shares {
            let paid = format!("{} of what {} pays", percent(share), listed(bases));
            own[0].of = match own[0].most.as_str() {
                NO_BOUND => paid,
                _ => format!("{}: {paid}", own[0].of),
            };
        }
        rows.extend(own);
        rows.extend(cap.map(|cap| Row {
            label: String::new(),
            most: currency.plain(cap.0),
            of: "to one member in a period".to_owned(),
        }));
    }
    let together = plan.maximum();
    if plan.maxima().count() > 1 {
        rows.extend(in_sum("together", &together, currency));
    }
    rows.extend(plan.company_caps().map(|cap| of_cap(&cap, plan, currency)));
    rows.extend(kept_budget(plan, scenario));
    let held = plan.held();
    if held != together {
        rows.extend(in_sum("with caps", &held, currency));
    }
    drawn(plan, &rows)
}

const NO_BOUND: &str = "no bound";
const RATES_KEEP_TO_IT: &str = "the rates keep to it";

fn drawn(plan: &Plan, rows: &[Row]) -> String {
    let width = |of: fn(&Row) -> &str| {
        let widths = rows.iter().map(|row| of(row).chars().count());
        widths.max().unwrap_or(0)
    };
    let [label, most] = [width(|row| &row.label), width(|row| &row.most)];
    let mut lines = format!("  plan {}\n", plan.name());
    if plan.maxima().next().is_none() {
        lines.push_str("    pays no commissions\n");
    }
    for row in rows {
        let line = format!("    {:label$}  {:>most$}  {}", row.label, row.most, row.of);
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    for note in plan.notes() {
        lines.push_str(&format!("    {note}\n"));
    }
    lines
}

fn margin(plan: &Plan) -> Option<Row> {
    let (id, rate) = plan.margin_most()?;
    Some(Row {
        label: id.to_owned(),
        most: rate.map_or_else(String::new, percent),
        of: match rate {
            Some(_) => "of the retail price, kept by the seller: no commission".to_owned(),
            None => "price less wholesale, kept by the seller: no commission".to_owned(),
        },
    })
}

/// A maximum, a row for each thing it is a share of; the first bears the label.
fn in_rows(label: &str, maximum: &Maximum, currency: &Currency) -> Vec<Row> {
    let mut parts: Vec<(String, String)> = Vec::new();
    if let Some(growth) = maximum.growth {
        parts.push((NO_BOUND.to_owned(), growing(growth, currency)));
    }
    let mut rates: Vec<Rate> = Vec::new();
    for rate in maximum.of_volume {
        if !rate.is_zero() && !rates.contains(&rate) {
            rates.push(rate);
        }
    }
    for rate in rates {
        let sources = Source::ALL.into_iter();
        let paid = sources.filter(|&source| maximum.of_volume[source as usize] == rate);
        parts.push((
            percent(rate),
            format!("of {}", volume(&paid.collect::<Vec<_>>())),
        ));
    }
    for (rate, of) in [
        (maximum.of_fees, "of what is paid for joining"),
        (maximum.of_entries, "of what entries pay for their places"),
    ] {
        if !rate.is_zero() {
            parts.push((percent(rate), of.to_owned()));
        }
    }
    if maximum.beside_volume {
        parts.push(("amounts".to_owned(), "that hang on no volume".to_owned()));
    }
    if parts.is_empty() {
        parts.push(("nothing".to_owned(), String::new()));
    }
    let label = |index| if index == 0 { label } else { "" };
    let rows = parts.into_iter().enumerate();
    rows.map(|(index, (most, of))| Row {
        label: label(index).to_owned(),
        most,
        of,
    })
    .collect()
}

/// The same of several components: what grows is said with the one that does.
fn in_sum(label: &str, maximum: &Maximum, currency: &Currency) -> Vec<Row> {
    let mut rows = in_rows(label, maximum, currency);
    if maximum.growth.is_some() {
        rows[0].of = match rows.len() {
            1 => String::new(),
            _ => "and beside it".to_owned(),
        };
    }
    rows
}

fn growing(growth: Growth, currency: &Currency) -> String {
    match growth {
        Growth::Depth(rate) => format!(
            "grows with depth: in a full tree about {} × (depth − 1) / 2 of volume",
            percent(rate)
        ),
        Growth::DepthByCount { amount, unit } => format!(
            "grows with depth: in a full tree about {} × (depth − 1) / 2 for each {unit}",
            currency.plain(amount.0)
        ),
        Growth::Ranks(rate) => format!(
            "grows with ranks: {} of volume for each rank above those of the list",
            percent(rate)
        ),
        Growth::Entries(amount) => format!(
            "grows with entries: about {} for each, which pays for no place",
            currency.plain(amount.0)
        ),
    }
}

fn volume(sources: &[Source]) -> String {
    match sources {
        [Source::Customers, Source::OwnUse, Source::Joining] => "all volume".to_owned(),
        [one] => one.volume().to_owned(),
        _ => {
            let words = sources.iter().map(|source| source.volume());
            let short: Vec<&str> = words
                .filter_map(|word| word.strip_suffix(" volume"))
                .collect();
            format!("{} volume", short.join(" and "))
        }
    }
}

fn of_cap(cap: &CompanyCap, plan: &Plan, currency: &Currency) -> Row {
    let base = match cap.stated {
        Some(base) => format!("of a stated volume of {}", currency.plain(base.0)),
        None => "of all volume".to_owned(),
    };
    let all = cap.components.len() == plan.maxima().count();
    Row {
        label: if cap.is_budget { "budget" } else { "cap" }.to_owned(),
        most: percent(cap.rate),
        of: match all {
            _ if !cap.may_cut => format!("{base}: {RATES_KEEP_TO_IT}"),
            true => format!("{base}: all commissions of a period are cut alike to keep to it"),
            false => format!(
                "{base}: {} are cut alike to keep to it",
                listed(&cap.components)
            ),
        },
    }
}

fn listed(ids: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("`{}`", id.as_ref())).collect();
    quoted.join(" and ")
}

/// The budget where it is kept by the rates themselves.
fn kept_budget(plan: &Plan, scenario: &Scenario) -> Option<Row> {
    let budget = scenario.company.payout_budget?;
    let is_cut = scenario.company.budget_rule == BudgetRule::Prorate;
    (!is_cut && plan.maxima().next().is_some()).then(|| Row {
        label: "budget".to_owned(),
        most: percent(budget),
        of: format!("of all volume: {RATES_KEEP_TO_IT}"),
    })
}
