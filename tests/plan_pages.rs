//! The pages of `docs/plans/` against the program: every component and every table of a
//! plan file has a page with its parameters as the key table says them, an example that
//! loads, and its source.

use std::path::PathBuf;
use std::{env, fs};

use downline::plan::LANGUAGE;
use downline::plan::Plan;
use downline::scenario::key::{Key, Kind};
use downline::scenario::{self, reference};

const FROM: &str = "<!-- keys -->\n";
const TO: &str = "<!-- /keys -->";

fn page(name: &str) -> PathBuf {
    // Structural compression and status share the pages of their subjects.
    let name = match name {
        "remove_after" => "compression",
        "ranks" => "rank",
        name => name,
    };
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("docs/plans/{name}.md"))
}

/// What has a page: its name and its keys.
fn subjects() -> Vec<(&'static str, Vec<Key>)> {
    let components = LANGUAGE
        .components
        .iter()
        .map(|component| (component.name, component.keys.to_vec()));
    let tables = LANGUAGE.keys.iter().map(|key| match key.kind {
        Kind::Table(keys) => (key.name, keys.to_vec()),
        _ => (key.name, vec![*key]),
    });
    components
        .chain(tables.filter(|(name, _)| *name != "period"))
        .collect()
}

#[test]
fn every_page_shows_the_parameters_of_the_key_table() {
    let update = env::var_os("UPDATE_DOCS").is_some();
    let mut faults = Vec::new();
    for (name, keys) in subjects() {
        let Ok(text) = fs::read_to_string(page(name)) else {
            faults.push(format!("docs/plans/{name}.md is missing"));
            continue;
        };
        let Some((before, rest)) = text.split_once(FROM) else {
            faults.push(format!("docs/plans/{name}.md has no `{}`", FROM.trim()));
            continue;
        };
        let Some((_, after)) = rest.split_once(TO) else {
            faults.push(format!("docs/plans/{name}.md has no `{}`", TO.trim()));
            continue;
        };
        let wanted = format!(
            "{before}{FROM}{}\n{TO}{after}",
            reference::parameters(&keys)
        );
        if update {
            fs::write(page(name), &wanted).unwrap();
        } else if text != wanted {
            faults.push(format!(
                "docs/plans/{name}.md is out of date: run `UPDATE_DOCS=1 cargo test --test plan_pages`"
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_page_has_an_example_that_loads_and_names_its_source() {
    let mut faults = Vec::new();
    for (name, _) in subjects() {
        let Ok(text) = fs::read_to_string(page(name)) else {
            faults.push(format!("docs/plans/{name}.md is missing"));
            continue;
        };
        if !text.contains("ource") {
            faults.push(format!("docs/plans/{name}.md names no source"));
        }
        let blocks: Vec<&str> = text
            .split("```toml\n")
            .skip(1)
            .filter_map(|rest| rest.split("```").next())
            .collect();
        if blocks.is_empty() {
            faults.push(format!("docs/plans/{name}.md has no example"));
        }
        for block in blocks {
            if let Err(why) = loads(block) {
                faults.push(format!("docs/plans/{name}.md: {why}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// An example is a plan file, or a part of one.
fn loads(block: &str) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    if block.contains("[scenario]") {
        let loaded = scenario::load_text("page.toml", block, &[], LANGUAGE)
            .map_err(|faults| faults.to_string())?;
        return Plan::build_all(&loaded.scenario)
            .map(drop)
            .map_err(|faults| faults.to_string());
    }
    // Inside a scenario the same tables stand under `plans`.
    let block = &block.replace("[[plans.", "[[").replace("[plans.", "[");
    let named = if block.contains("[plan]") {
        block.to_owned()
    } else {
        format!("[plan]\nname = \"example\"\n{block}")
    };
    fs::write(folder.path().join("plan.toml"), named).unwrap();
    let path = folder.path().join("case.toml");
    let scenario = "[scenario]\nname = \"case\"\n[product]\nprice = 100\n\
                    [growth]\nlaw = \"fixed\"\nparticipants = 1\n[sales]\nlaw = \"fixed\"\nunits = 0\n\
                    [[plans]]\nfile = \"plan.toml\"\n";
    fs::write(&path, scenario).unwrap();
    let loaded = scenario::load(path.to_str().unwrap(), &[], LANGUAGE)
        .map_err(|faults| faults.to_string())?;
    Plan::build_all(&loaded.scenario).map_err(|faults| faults.to_string())?;
    Ok(())
}
