//! `pairing` and `matching`.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::Table;

use super::volumes_only;
use crate::examples::Unsupported;
use crate::examples::case::{Case, Reading};
use crate::examples::language::{count, list, object, table, to_cents};
use crate::examples::people::{People, Personal};
use crate::observed::NewOrder;

/// A binary tree, placed as the nodes say.
pub(super) fn binary() -> toml::Value {
    Table::from_iter([("shape".to_owned(), "binary".into())]).into()
}

pub(super) fn pairing(example: &Value) -> Result<Case, Unsupported> {
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    people.post(1, Personal::Sales)?;
    if let Some(periods) = count(&example["params"], "periods")? {
        people.network.periods(periods);
    }
    let mut case = Case::of(people, &example["params"]);
    let mut params = table(object(example, "params")?, &["periods", "rounding"])?;
    if example["params"]["mode"] == "count_pairs" {
        case.carry_decimals = 0;
        // Volume, where there is any, is the number of people a node brings (BN-13).
        let brings = |node: &Value| {
            let volumes = list(node, "volumes").iter();
            volumes
                .chain([&node["personal_volume"]])
                .any(|volume| to_cents(volume).is_some_and(|cents| cents != 0))
        };
        if list(example, "tree").iter().any(brings) {
            params
                .entry("counted".to_owned())
                .or_insert_with(|| "points".into());
        }
    }
    case.plan("placement", binary());
    case.component("pairing", params);
    Ok(case)
}

/// What was earned is paid by a commission of the whole price, so that the match has
/// something of the engine's own to look at.
pub(super) fn matching(example: &Value) -> Result<Case, Unsupported> {
    let (mut case, mut params) = earned(example)?;
    params
        .entry("of".to_owned())
        .or_insert_with(|| vec![toml::Value::from("pairing")].into());
    let of: Vec<String> = params["of"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    for id in &of {
        case.component("sale_commission", whole_price(id));
    }
    case.component("matching", params);
    case.reading = Reading::Component(of.len());
    Ok(case)
}

fn earned(example: &Value) -> Result<(Case, Table), Unsupported> {
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    people.post(1, Personal::Nothing)?;
    let first = list(&example["params"], "of")
        .first()
        .and_then(Value::as_str)
        .unwrap_or("pairing");
    for (member, node) in people.nodes() {
        match &node["earned"] {
            Value::Object(by_component) => {
                for (id, amount) in by_component {
                    sell(&mut people, member, 1, id, amount)?;
                }
            }
            Value::Null => {}
            amount => sell(&mut people, member, 1, first, amount)?,
        }
    }
    // Where people were placed plays no part in a match.
    let case = Case::of(people, &example["params"]);
    Ok((case, table(object(example, "params")?, &["rounding"])?))
}

/// A sale of the product `id`, worth what the component of that name is to earn.
pub(super) fn sell(
    people: &mut People,
    member: u32,
    period: u32,
    id: &str,
    amount: &Value,
) -> Result<(), Unsupported> {
    let amount = to_cents(amount)
        .ok_or_else(|| Unsupported::new(format!("{amount} is no amount in whole cents")))?;
    if amount != 0 {
        people.network.order(NewOrder {
            product: Some(id.to_owned()),
            ..NewOrder::sale(member, period, amount)
        });
    }
    people.network.periods(period);
    Ok(())
}

/// A commission of the whole price of the product `id`, under that id. What an example says
/// was earned was earned, whoever is active.
pub(super) fn whole_price(id: &str) -> Table {
    Table::from_iter([
        ("type".to_owned(), "sale_commission".into()),
        ("id".to_owned(), id.into()),
        ("product".to_owned(), id.into()),
        ("rate".to_owned(), 1.into()),
        ("requires_active".to_owned(), false.into()),
    ])
}

/// The people and volumes of a composite that pairs legs, placed as the nodes say.
pub(super) fn on_legs(example: &Value) -> Result<Case, Unsupported> {
    let (mut case, _) = volumes_only(example)?;
    case.plan("placement", binary());
    Ok(case)
}
