//! One scenario, several worlds: each entry of `[[worlds]]` is laid over the scenario as a
//! scenario is over its base, and read as a scenario of its own.

use super::codes;
use super::diagnose::{Diagnostic, Diagnostics, Origin};
use super::document::{Entry, Layer, Node, Table, Value};
use super::keys;
use super::keys::worlds::{LIST, WORLD};
use super::layers::merge;
use super::reader::{Reader, join, too_many_tables};
use super::settings::{Setting, Settings};
use crate::money::Currency;

/// What a world cannot have of its own: it is the same plans that several worlds share.
const SHARED: [&str; 3] = ["plans", LIST, keys::EXTENDS.name];

/// The layer of what a world says: that of a scenario's own file.
const OWN: Layer = 0;

/// The most worlds of a scenario.
const MOST_WORLDS: usize = 1_000;

/// The most text of all worlds, bytes: each is the whole scenario once more.
const MOST_TEXT: usize = 32 << 20;

/// The trees of a scenario's worlds, in their order; `None` if it has no list of them,
/// which is then a world by itself. The list is taken out of `root`, which was read from
/// `text` bytes.
pub(super) fn split(root: &mut Node, text: usize) -> Result<Option<Vec<Node>>, Diagnostics> {
    let list = root.table_mut().and_then(|table| table.take(LIST));
    let Some(list) = list else {
        return Ok(None);
    };
    let Value::List(entries) = list.node.value else {
        let message = format!("`{LIST}` must be a list of tables");
        return Err(Diagnostics(vec![
            Diagnostic::error(codes::WRONG_TYPE, &list.key, message)
                .of(LIST)
                .help("write `[[worlds]]`, with two brackets"),
        ]));
    };
    if entries.is_empty() {
        let message = format!("`{LIST}` must have at least one world");
        return Err(Diagnostics(vec![
            Diagnostic::error(codes::EMPTY_LIST, &list.key, message).of(LIST),
        ]));
    }
    let most = MOST_WORLDS.min(MOST_TEXT / text.max(1)).max(1);
    if entries.len() > most {
        let fault = too_many_tables(LIST, entries.len(), most, &list.key);
        return Err(Diagnostics(vec![fault]));
    }
    lower(root);
    let (mut worlds, mut faults) = (Vec::new(), Vec::new());
    for (index, entry) in entries.into_iter().enumerate() {
        match world(root, entry, &format!("{LIST}.{index}")) {
            Ok(world) => worlds.push(world),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        Ok(Some(worlds))
    } else {
        Err(Diagnostics(faults))
    }
}

/// Puts everything a layer down: a law that a world chooses then leaves the keys of the
/// scenario's own law behind, as one chosen over a base does.
fn lower(node: &mut Node) {
    node.layer -= 1;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(lower),
        Value::Table(table) => {
            let entries = table.0.values_mut();
            entries.for_each(|entry| lower(&mut entry.node));
        }
        _ => {}
    }
}

/// The scenario with one world laid over it.
fn world(root: &Node, entry: Node, path: &str) -> Result<Node, Vec<Diagnostic>> {
    let origin = entry.origin.clone();
    let Value::Table(mut own) = entry.value else {
        let message = format!("`{path}` must be a table");
        return Err(vec![
            Diagnostic::error(codes::WRONG_TYPE, &origin, message)
                .of(path)
                .label(format!("this is {}", entry.value.found())),
        ]);
    };
    let mut head = Table::default();
    for key in WORLD {
        if let Some(entry) = own.take(key.name) {
            head.0.insert(key.name.to_owned(), entry);
        }
    }
    let any = Currency::from_code("USD");
    let mut reader = Reader::new(&any);
    let settings = reader.table(path, WORLD, &head, &origin);
    let mut faults = reader.into_faults();
    faults.extend(shared(&own, path));
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut merged = root.clone();
    let titled = own
        .get("scenario")
        .and_then(Node::table)
        .is_some_and(|scenario| scenario.get("title").is_some());
    merge(
        &mut merged,
        Node {
            value: Value::Table(own),
            origin: root.origin.clone(),
            layer: OWN,
        },
    );
    rename(&mut merged, &settings, titled);
    Ok(merged)
}

fn shared(own: &Table, path: &str) -> Vec<Diagnostic> {
    let found = SHARED
        .iter()
        .filter_map(|name| Some((name, own.0.get(*name)?)));
    found
        .map(|(name, entry)| {
            let place = join(path, name);
            let message = format!("a world has no `{name}` of its own");
            Diagnostic::error(codes::SHARED_BY_WORLDS, &entry.key, message)
                .of(place)
                .label("the same in all worlds")
                .help("write it beside `[[worlds]]`, or run several scenario files together")
        })
        .collect()
}

/// Calls the scenario after its world.
fn rename(merged: &mut Node, settings: &Settings, titled: bool) {
    let text = |value: String, key: &str| Entry {
        key: settings.origin_of(key).clone(),
        node: Node {
            value: Value::Text(value),
            origin: settings.origin_of(key).clone(),
            layer: OWN,
        },
    };
    let name = settings.text("name");
    let title = match settings.peek("title") {
        Some(Setting::Text(title)) => title.clone(),
        _ => name.clone(),
    };
    let root = merged.table_mut().expect("the root of a file is a table");
    let section = root
        .0
        .entry("scenario".to_owned())
        .or_insert_with(|| Entry {
            key: Origin::Default,
            node: Node {
                value: Value::Table(Table::default()),
                origin: Origin::Default,
                layer: OWN,
            },
        });
    // A section that is no table is told when it is read.
    let Some(scenario) = section.node.table_mut() else {
        return;
    };
    if !titled {
        let question = scenario.get("title").and_then(Node::text);
        let whole = match question {
            Some(question) => format!("{question} World: {title}"),
            None => title,
        };
        scenario.0.insert("title".to_owned(), text(whole, "name"));
    }
    scenario.0.insert("name".to_owned(), text(name, "name"));
}
