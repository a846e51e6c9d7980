//! `--set key.path=value`: values laid over the files from the command line.

use super::codes;
use super::diagnose::{Diagnostic, Origin};
use super::document::{self, COMMAND_LINE, Entry, Node, Table, Value};
use super::key::words;
use super::keys;
use super::plans::component_ids;
use super::suggest::nearest;

/// The deepest key has six parts; a path of thousands would exhaust the stack.
const MOST_PARTS: usize = 16;

/// Applies one `--set` to the tree.
///
/// # Errors
///
/// If it is not of the form `key.path=value` or leads into a list at a place that is
/// not there. Whether the key exists and the value fits is settled when the tree is
/// read.
pub(super) fn apply(root: &mut Node, text: &str) -> Result<(), Diagnostic> {
    let origin = Origin::CommandLine(text.to_owned());
    let Some((path, value)) = text.split_once('=') else {
        return Err(malformed(&origin, "there is no `=`"));
    };
    let path: Vec<&str> = path.split('.').map(str::trim).collect();
    if path.contains(&"") {
        return Err(malformed(&origin, "a part of the key is empty"));
    }
    if path.len() > MOST_PARTS {
        return Err(malformed(&origin, "no key has so many parts"));
    }
    if path == [keys::EXTENDS.name] || matches!(path[..], ["plans", _, "file"]) {
        return Err(Diagnostic::error(
            codes::BAD_SET,
            &origin,
            format!(
                "`{}` says which file to read and cannot be set",
                path.join(".")
            ),
        )
        .help("write it in a scenario file"));
    }
    if path[0] == keys::worlds::LIST {
        let message = "`worlds` cannot be set: a `--set` holds in every world";
        return Err(Diagnostic::error(codes::BAD_SET, &origin, message)
            .help("set the key itself, or write it in a scenario file"));
    }
    let value = parse_value(value.trim(), &origin)?;
    place(root, &path, 0, value, &origin)
}

fn malformed(origin: &Origin, what: &str) -> Diagnostic {
    Diagnostic::error(
        codes::BAD_SET,
        origin,
        format!("`--set` needs `key.path=value`, but {what}"),
    )
    .help("for example `--set plans.mlm.component.level_commission.rates=[0.1,0.05]`")
}

/// A TOML value, or a bare word taken as text.
fn parse_value(text: &str, origin: &Origin) -> Result<Node, Diagnostic> {
    document::parse_value(text, origin, COMMAND_LINE).or_else(|fault| {
        if text.starts_with(|first: char| first.is_alphabetic()) {
            Ok(Node {
                value: Value::Text(text.to_owned()),
                origin: origin.clone(),
                layer: COMMAND_LINE,
            })
        } else {
            Err(Diagnostic {
                code: codes::BAD_SET,
                message: fault.message.replace("this", "the value"),
                help: Some("text with other characters goes in quotes: `'key=\"…\"'`".to_owned()),
                ..fault
            })
        }
    })
}

/// Walks down from `path[at]`, making tables on the way, and puts the value there.
fn place(
    here: &mut Node,
    path: &[&str],
    at: usize,
    value: Node,
    origin: &Origin,
) -> Result<(), Diagnostic> {
    let Some(&part) = path.get(at) else {
        *here = value;
        return Ok(());
    };
    if let Value::List(items) = &mut here.value {
        let index = position(items, path, at, origin)?;
        return place(&mut items[index], path, at + 1, value, origin);
    }
    // A value that is no table is replaced by one: reading will say if that is wrong.
    if here.table().is_none() {
        here.value = Value::Table(Table::default());
        here.origin = origin.clone();
    }
    let table = here.table_mut().expect("it was made a table");
    let entry = table.0.entry(part.to_owned()).or_insert_with(|| Entry {
        key: origin.clone(),
        node: Node {
            value: Value::Table(Table::default()),
            origin: origin.clone(),
            layer: COMMAND_LINE,
        },
    });
    if at + 1 == path.len() {
        entry.key = origin.clone();
    }
    place(&mut entry.node, path, at + 1, value, origin)
}

/// The index that a part of the path means in a list: a number from 0, the name of a
/// plan or the id of a component.
fn position(
    items: &[Node],
    path: &[&str],
    at: usize,
    origin: &Origin,
) -> Result<usize, Diagnostic> {
    let part = path[at];
    let names: Vec<String> = match path[..at] {
        ["plans"] => items.iter().map(|item| name_of(item, "name")).collect(),
        ["plans", _, "component"] => component_ids(items),
        _ => Vec::new(),
    };
    let index = part
        .parse()
        .ok()
        .or_else(|| names.iter().position(|name| name == part));
    if let Some(index) = index
        && index < items.len()
    {
        return Ok(index);
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let known = match (items.len(), names.is_empty()) {
        (0, _) => "the list is empty".to_owned(),
        (count, true) => format!("the list has 0 to {}", count - 1),
        (count, false) => format!("there are {} (or 0 to {})", words(&names), count - 1),
    };
    let fault = Diagnostic::error(
        codes::BAD_SET,
        origin,
        format!("`{}` has no `{part}`: {known}", path[..at].join(".")),
    )
    .of(path.join("."));
    Err(match nearest(part, names) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault,
    })
}

fn name_of(item: &Node, key: &str) -> String {
    item.table()
        .and_then(|table| table.get(key))
        .and_then(Node::text)
        .unwrap_or_default()
        .to_owned()
}
