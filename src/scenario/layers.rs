//! From files to one tree: `extends` and plan files are followed, bases merged.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::diagnose::{Diagnostic, Diagnostics, Origin, Source};
use super::document::{self, Entry, Layer, Node, Table, Value};
use super::suggest::nearest;
use super::{builtin, codes, keys, source};

/// One tree of everything that was written, and the files it came from.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    pub(super) root: Node,
    /// In the order they were opened.
    pub(super) sources: Vec<Arc<Source>>,
}

/// Opens what the user named: a built-in scenario or a file.
pub(super) fn open(name: &str) -> Result<Merged, Diagnostics> {
    let opened = open_named(name, Path::new(name), &Origin::Default, true)?;
    merged(opened)
}

/// The same for text that is at hand; paths in it start from `name`'s folder.
pub(super) fn open_text(name: &str, text: &str) -> Result<Merged, Diagnostics> {
    merged(Opened {
        source: source::from_text(Path::new(name), text),
        identity: Identity::Text,
    })
}

/// The same for a scenario without plans and the files of its plans. The head is the
/// program's own, so it is no source.
pub(super) fn open_plan_files(head: &str, files: &[PathBuf]) -> Result<Merged, Diagnostics> {
    let head = source::from_text(Path::new("the command line"), head);
    let mut root = document::parse(&head, 0)?;
    let mut trail = Trail::default();
    let mut plans = Vec::new();
    let mut faults = Vec::new();
    for path in files {
        match open_plan_file(path, &mut trail) {
            Ok(plan) => plans.push(plan),
            Err(Diagnostics(found)) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(Diagnostics(faults));
    }
    if let Some(table) = root.table_mut() {
        let node = Node {
            value: Value::List(plans),
            origin: Origin::Default,
            layer: 0,
        };
        let key = Origin::Default;
        table.0.insert("plans".to_owned(), Entry { key, node });
    }
    Ok(Merged {
        root,
        sources: trail.sources,
    })
}

/// Whether a file, or a name of the library, is a plan by itself: it says what components
/// there are, and nothing that only a scenario has. What cannot be read twice or is no
/// TOML is left to whoever reads it.
pub(super) fn is_plan_file(name: &str) -> bool {
    let path = Path::new(name);
    if builtin::find(name).is_some() {
        return false;
    }
    if !path.is_file() {
        return builtin::find_plan(name).is_some();
    }
    let root = source::read(path, &Origin::Default)
        .ok()
        .and_then(|source| document::parse(&source, 0).ok());
    let Some(Value::Table(root)) = root.map(|root| root.value) else {
        return false;
    };
    let has = |key: &&str| root.get(key).is_some();
    ["plan", "component"].iter().any(has)
        && !["scenario", "plans", keys::EXTENDS.name].iter().any(has)
}

fn open_plan_file(path: &Path, trail: &mut Trail) -> Result<Node, Diagnostics> {
    let entry = |value, origin: &Origin| Entry {
        key: origin.clone(),
        node: Node {
            value,
            origin: origin.clone(),
            layer: 0,
        },
    };
    let mut plan = Table::default();
    let file = entry(
        Value::Text(path.to_string_lossy().into_owned()),
        &Origin::Default,
    );
    inline_plan_file(&mut plan, &file, Path::new(""), trail)?;
    let source = trail.sources.last().expect("the plan file was just read");
    let origin = Origin::File {
        source: Arc::clone(source),
        span: 0..0,
    };
    if let Some(stem) = path.file_stem() {
        let stem = Value::Text(stem.to_string_lossy().into_owned());
        let unnamed = || entry(stem, &origin);
        plan.0.entry("name".to_owned()).or_insert_with(unnamed);
    }
    Ok(Node {
        value: Value::Table(plan),
        origin,
        layer: 0,
    })
}

fn merged(opened: Opened) -> Result<Merged, Diagnostics> {
    let mut trail = Trail::default();
    let root = follow(opened, 0, &mut trail)?;
    Ok(Merged {
        root,
        sources: trail.sources,
    })
}

/// What has been opened on the way down the bases.
#[derive(Default)]
struct Trail {
    /// The scenarios above the one being read, for recognising a circle.
    below: Vec<Identity>,
    sources: Vec<Arc<Source>>,
}

/// A file to be parsed.
struct Opened {
    source: Arc<Source>,
    identity: Identity,
}

/// What makes two openings the same file, for recognising a circle.
#[derive(Clone, PartialEq, Eq)]
enum Identity {
    BuiltIn(&'static str),
    File(PathBuf),
    Text,
}

/// A built-in of this name, else the file at `path`.
fn open_named(
    name: &str,
    path: &Path,
    named_at: &Origin,
    suggest: bool,
) -> Result<Opened, Diagnostics> {
    if let Some(found) = builtin::find(name) {
        let shown = PathBuf::from(format!("built-in {}", found.name));
        return Ok(Opened {
            source: source::from_text(&shown, found.text),
            identity: Identity::BuiltIn(found.name),
        });
    }
    let source = source::read(path, named_at).map_err(|mut fault| {
        if suggest && fault.code == codes::UNREADABLE {
            fault.help = Some(known_names(name));
        }
        Diagnostics(vec![fault])
    })?;
    let identity = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    Ok(Opened {
        source,
        identity: Identity::File(identity),
    })
}

/// The way out for a name that is neither a file nor a built-in.
fn known_names(name: &str) -> String {
    let names = builtin::ALL.iter().map(|known| known.name);
    match nearest(name, names.clone()) {
        Some(near) => format!("did you mean the built-in scenario `{near}`?"),
        None => format!(
            "give a path, or a built-in scenario: {}",
            names.collect::<Vec<_>>().join(", ")
        ),
    }
}

/// Parses a file, merges it over its base, and that over its own.
fn follow(opened: Opened, layer: Layer, trail: &mut Trail) -> Result<Node, Diagnostics> {
    trail.sources.push(Arc::clone(&opened.source));
    let mut root = document::parse(&opened.source, layer)?;
    let extends = root
        .table_mut()
        .and_then(|table| table.take(keys::EXTENDS.name));
    inline_plan_files(&mut root, &opened.source.path, trail)?;
    let Some(extends) = extends else {
        return Ok(root);
    };
    trail.below.push(opened.identity);
    let base = open_base(&extends, &opened.source.path, &trail.below)?;
    let mut merged = follow(base, layer - 1, trail)?;
    merge(&mut merged, root);
    Ok(merged)
}

fn open_base(extends: &Entry, from: &Path, below: &[Identity]) -> Result<Opened, Diagnostics> {
    let fault = |fault: Diagnostic| Diagnostics(vec![fault.of(keys::EXTENDS.name)]);
    let origin = &extends.node.origin;
    let Some(name) = extends.node.text() else {
        let message = "`extends` must be a path or the name of a built-in scenario";
        return Err(fault(
            Diagnostic::error(codes::WRONG_TYPE, origin, message)
                .label(format!("this is {}", extends.node.value.found())),
        ));
    };
    let base = open_named(name, &beside(from, name), origin, true)?;
    if base.identity != Identity::Text && below.contains(&base.identity) {
        let message = format!("`{name}` extends itself, directly or through its bases");
        return Err(fault(
            Diagnostic::error(codes::CYCLE, origin, message)
                .label("this closes the circle")
                .help("a base must not extend a scenario built on it"),
        ));
    }
    Ok(base)
}

/// A path written in the file `from`, seen from here.
pub(super) fn beside(from: &Path, path: &str) -> PathBuf {
    from.parent().unwrap_or(Path::new("")).join(path)
}

/// Lays `over` on `base`: tables merge key by key, everything else is replaced.
pub(super) fn merge(base: &mut Node, over: Node) {
    match (&mut base.value, over) {
        (
            Value::Table(base_table),
            Node {
                value: Value::Table(over_table),
                origin,
                layer,
            },
        ) => {
            for (key, entry) in over_table.0 {
                match base_table.0.get_mut(&key) {
                    Some(existing) => {
                        existing.key = entry.key;
                        merge(&mut existing.node, entry.node);
                    }
                    None => {
                        base_table.0.insert(key, entry);
                    }
                }
            }
            base.origin = origin;
            base.layer = layer;
        }
        (_, over) => *base = over,
    }
}

/// Puts the content of plan files in the place of `file = …`.
fn inline_plan_files(root: &mut Node, from: &Path, trail: &mut Trail) -> Result<(), Diagnostics> {
    let Some(Node {
        value: Value::List(plans),
        ..
    }) = root.table_mut().and_then(|table| table.get_mut("plans"))
    else {
        return Ok(());
    };
    let mut faults = Vec::new();
    for plan in plans.iter_mut().filter_map(Node::table_mut) {
        if let Some(file) = plan.take(keys::plans::FILE.name)
            && let Err(Diagnostics(found)) = inline_plan_file(plan, &file, from, trail)
        {
            faults.extend(found);
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Diagnostics(faults))
    }
}

/// Merges a plan file under a plan: what the plan says itself wins.
fn inline_plan_file(
    plan: &mut Table,
    file: &Entry,
    from: &Path,
    trail: &mut Trail,
) -> Result<(), Diagnostics> {
    let origin = &file.node.origin;
    let fault = |fault: Diagnostic| Diagnostics(vec![fault.of("plans.file")]);
    let Some(path) = file.node.text() else {
        return Err(fault(
            Diagnostic::error(codes::WRONG_TYPE, origin, "`file` must be a path in quotes")
                .label(format!("this is {}", file.node.value.found())),
        ));
    };
    if plan.get("component").is_some() {
        let message = "a plan has either a `file` or components of its own";
        return Err(fault(
            Diagnostic::error(codes::FILE_AND_COMPONENTS, &file.key, message)
                .help("move the components into the plan file, or leave `file` out"),
        ));
    }
    // A file beside the scenario goes before the plan of the library that is called so.
    let beside = beside(from, path);
    let source = match builtin::find_plan(path).filter(|_| !beside.is_file()) {
        Some(plan) => source::from_text(
            &PathBuf::from(format!("built-in plan {}", plan.name)),
            plan.text,
        ),
        None => source::read(&beside, origin).map_err(fault)?,
    };
    trail.sources.push(Arc::clone(&source));
    let mut written = document::parse(&source, file.node.layer)?;
    let content = written.table_mut().expect("the root of a file is a table");
    if let Some(own) = content.take("plan")
        && let Value::Table(own) = own.node.value
    {
        for (key, entry) in own.0 {
            plan.0.entry(key).or_insert(entry);
        }
    }
    // What stands there is checked with the plan's own keys.
    for (key, entry) in std::mem::take(&mut content.0) {
        plan.0.entry(key).or_insert(entry);
    }
    Ok(())
}
