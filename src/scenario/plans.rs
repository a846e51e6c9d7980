//! `[[plans]]`: the payout plans and their components, as written.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::diagnose::{Diagnostic, Origin};
use super::document::{Entry, Node, Table, Value};
use super::key::{Kind, PlanLanguage, Variant};
use super::keys;
use super::reader::{Reader, too_many_tables};
use super::settings::{Setting, Settings};
use super::types::{ComponentSettings, PlanSettings, SettlementSettings};
use super::value::wrong_type;

/// The most plans of a scenario, and the most components and settlement steps of a plan:
/// what is checked and written of each with all others grows faster than they.
const MOST: usize = 1_000;

/// A plan and where its name was written.
pub(super) struct PlanRead {
    pub plan: PlanSettings,
    pub origin: Origin,
}

/// Reads the plans. Faults are noted in `reader`; what could be read is returned.
pub(super) fn read(
    reader: &mut Reader<'_>,
    plans: Option<Entry>,
    root: &Origin,
    language: PlanLanguage,
) -> Vec<PlanRead> {
    const WAY_OUT: &str = "add a `[[plans]]` table with a `name` and `[[plans.component]]` tables";
    let no_plans = |origin: &Origin| {
        Diagnostic::error(
            codes::NO_PLANS,
            origin,
            "a scenario needs at least one plan",
        )
        .of("plans")
        .help(WAY_OUT)
    };
    let Some(Entry { node, .. }) = plans else {
        reader.note(no_plans(root));
        return Vec::new();
    };
    let Some(items) = node.list() else {
        reader.note(wrong_list("plans", &node, "[[plans]]"));
        return Vec::new();
    };
    if items.is_empty() {
        reader.note(no_plans(&node.origin).label("this list is empty"));
    }
    if items.len() > MOST {
        let fault = too_many_tables("plans", items.len(), MOST, &node.origin);
        reader.note(fault);
        return Vec::new();
    }
    let mut read: Vec<PlanRead> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some(plan) = plan(reader, index, item, language) else {
            continue;
        };
        if read.iter().any(|other| other.plan.name == plan.plan.name) {
            reader.note(
                Diagnostic::error(
                    codes::DUPLICATE_PLAN,
                    &plan.origin,
                    format!("there are two plans called `{}`", plan.plan.name),
                )
                .of(format!("plans.{}.name", plan.plan.name))
                .label("this name is taken")
                .help("every file calls a plan by its name: give each its own"),
            );
        }
        read.push(plan);
    }
    read
}

fn plan(
    reader: &mut Reader<'_>,
    index: usize,
    item: &Node,
    language: PlanLanguage,
) -> Option<PlanRead> {
    let keys = keys::plans::plan(language);
    let Some(table) = item.table() else {
        reader.note(wrong_type(
            &format!("plans.{index}"),
            &Kind::Table(&[]),
            item,
        ));
        return None;
    };
    let path = match table.get("name").and_then(Node::text) {
        Some(name) => format!("plans.{name}"),
        None => format!("plans.{index}"),
    };
    let mut own = table.clone();
    let parts = own.take("component");
    let steps = own.take("settlement");
    let mut settings = reader.table(&path, &keys, &own, &item.origin);
    let components = component_list(reader, &path, parts, &item.origin, language.components);
    let settlements = settlement_list(reader, &path, steps, language.settlements);
    let Some(Setting::Text(name)) = settings.peek("name").cloned() else {
        return None;
    };
    let title = match settings.peek("title") {
        Some(Setting::Text(title)) => title.clone(),
        _ => name.clone(),
    };
    settings.fill("title", Setting::Text(title.clone()));
    Some(PlanRead {
        origin: settings.origin_of("name").clone(),
        plan: PlanSettings {
            name,
            title,
            settings,
            components,
            settlements,
        },
    })
}

fn component_list(
    reader: &mut Reader<'_>,
    plan: &str,
    parts: Option<Entry>,
    plan_origin: &Origin,
    components: &'static [Variant],
) -> Vec<ComponentSettings> {
    let path = format!("{plan}.component");
    let Some(parts) = parts else {
        reader.note(
            Diagnostic::warning(
                codes::EMPTY_PLAN,
                plan_origin,
                format!("`{plan}` has no components: it pays nobody"),
            )
            .of(path),
        );
        return Vec::new();
    };
    let Some(items) = parts.node.list() else {
        reader.note(wrong_list(&path, &parts.node, "[[plans.component]]"));
        return Vec::new();
    };
    if items.len() > MOST {
        let origin = &parts.node.origin;
        reader.note(too_many_tables(&path, items.len(), MOST, origin));
        return Vec::new();
    }
    let keys = keys::plans::component(components);
    let ids = component_ids(items);
    let mut read = Vec::with_capacity(items.len());
    for (index, (item, id)) in items.iter().zip(&ids).enumerate() {
        let place = match id.as_str() {
            "" => format!("{path}.{index}"),
            id => format!("{path}.{id}"),
        };
        let Some(table) = item.table() else {
            reader.note(wrong_type(&place, &Kind::Table(&[]), item));
            continue;
        };
        if ids[..index].contains(id) && !id.is_empty() {
            reader.note(duplicate_id(&place, id, table, item));
        }
        let mut settings = reader.table(&place, &keys, table, &item.origin);
        settings.fill("id", Setting::Text(id.clone()));
        if is_in_force(&settings) {
            read.extend(component(settings, id, components));
        }
    }
    read
}

fn settlement_list(
    reader: &mut Reader<'_>,
    plan: &str,
    steps: Option<Entry>,
    settlements: &'static [Variant],
) -> Vec<SettlementSettings> {
    let path = format!("{plan}.settlement");
    let Some(steps) = steps else {
        return Vec::new();
    };
    let Some(items) = steps.node.list() else {
        reader.note(wrong_list(&path, &steps.node, "[[plans.settlement]]"));
        return Vec::new();
    };
    if items.len() > MOST {
        let origin = &steps.node.origin;
        reader.note(too_many_tables(&path, items.len(), MOST, origin));
        return Vec::new();
    }
    let keys = keys::plans::settlement(settlements);
    let mut read = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let place = format!("{path}.{index}");
        let Some(table) = item.table() else {
            reader.note(wrong_type(&place, &Kind::Table(&[]), item));
            continue;
        };
        let settings = reader.table(&place, &keys, table, &item.origin);
        if is_in_force(&settings)
            && let Some(kind) = chosen_type(&settings, settlements)
        {
            read.push(SettlementSettings { kind, settings });
        }
    }
    read
}

/// Whether a component or a step is to be part of the plan; it is checked either way.
fn is_in_force(settings: &Settings) -> bool {
    settings.peek(keys::plans::ENABLED.name) != Some(&Setting::Flag(false))
}

fn chosen_type(settings: &Settings, variants: &'static [Variant]) -> Option<&'static str> {
    let Some(Setting::Text(word)) = settings.peek("type") else {
        return None;
    };
    let chosen = variants.iter().find(|variant| variant.name == word)?;
    Some(chosen.name)
}

fn component(
    settings: Settings,
    id: &str,
    components: &'static [Variant],
) -> Option<ComponentSettings> {
    Some(ComponentSettings {
        kind: chosen_type(&settings, components)?,
        id: id.to_owned(),
        settings,
    })
}

/// The id of each component of a plan: as written, else the type, then `type-2`, …
/// (rulings.md 18); empty where there is neither.
pub(super) fn component_ids(items: &[Node]) -> Vec<String> {
    let written = |item: &Node, key| {
        let text = item
            .table()
            .and_then(|table| table.get(key))
            .and_then(Node::text);
        text.map(str::to_owned)
    };
    let mut ids: Vec<String> = items
        .iter()
        .map(|item| written(item, "id").unwrap_or_default())
        .collect();
    let mut taken: BTreeSet<String> = ids.iter().cloned().collect();
    // What comes after the type in its next id.
    let mut next: BTreeMap<String, u32> = BTreeMap::new();
    for (id, item) in ids.iter_mut().zip(items) {
        if id.is_empty()
            && let Some(kind) = written(item, "type")
        {
            let number = next.entry(kind.clone()).or_insert(2);
            id.clone_from(&kind);
            while !taken.insert(id.clone()) {
                *id = format!("{kind}-{number}");
                *number += 1;
            }
        }
    }
    ids
}

fn duplicate_id(path: &str, id: &str, table: &Table, item: &Node) -> Diagnostic {
    let origin = table.get("id").map_or(&item.origin, |node| &node.origin);
    Diagnostic::error(
        codes::DUPLICATE_COMPONENT,
        origin,
        format!("the plan has two components with the id `{id}`"),
    )
    .of(format!("{path}.id"))
    .label("this id is taken")
    .help("give each its own `id`, or leave it out")
}

fn wrong_list(path: &str, node: &Node, header: &str) -> Diagnostic {
    Diagnostic::error(
        codes::WRONG_TYPE,
        &node.origin,
        format!("`{path}` must be a list of tables"),
    )
    .of(path)
    .label(match node.value {
        Value::Table(_) => "this is a single table".to_owned(),
        _ => format!("this is {}", node.value.found()),
    })
    .help(format!("write `{header}`, with two brackets"))
}
