//! Any other way of working an example against the reference, over random examples.
//!
//! To compare the engine, add to this file a function with the type [`Work`] that calls it and
//! moves its fields into an [`Outcome`], and hand it to [`compare`] for every component.

use crate::agreement::differences;
use crate::generate::{self, COMPONENTS};
use crate::outcome::{Extra, Outcome};
use crate::read::{get, list, text};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::ops::Range;

/// The engine, through the same door as `downline verify`.
pub fn engine(example: &Value) -> Result<Outcome, String> {
    let paid = downline::examples::work(example).map_err(|why| why.0)?;
    Ok(Outcome {
        amounts: paid.amounts,
        extra: Extra {
            carry: paid.carry,
            by_period: paid.by_period,
            placement: paid.placement,
            breakage: None,
            factor: Some(paid.factor),
            rank: paid.rank,
            active: paid.active,
        },
    })
}

/// The engine against the reference, component by component, to the cent.
#[test]
fn the_engine_pays_what_the_reference_pays() {
    let cases: u64 = std::env::var("DOWNLINE_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(500);
    let mut faults = Vec::new();
    for component in COMPONENTS {
        let tally = compare(engine, component, 0..cases);
        eprintln!(
            "{component}: {} agree, {} differ, {:?}",
            tally.agreed,
            tally.differing.len(),
            tally.unsupported
        );
        faults.extend(
            tally
                .differing
                .into_iter()
                .take(6)
                .map(|fault| format!("{component}: {fault}")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// Works an example, or says why it cannot.
pub type Work = fn(&Value) -> Result<Outcome, String>;

/// What comparing many examples came to.
#[derive(Debug, Default)]
pub struct Tally {
    /// Examples worked alike.
    pub agreed: usize,
    /// Examples refused, by reason.
    pub unsupported: BTreeMap<String, usize>,
    /// The smallest form of each example worked differently, with the differences.
    pub differing: Vec<String>,
}

/// Works random examples of a component both ways.
pub fn compare(work: Work, component: &str, seeds: Range<u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let entry = generate::example(component, seed);
        match work(&entry) {
            Err(why) => *tally.unsupported.entry(why).or_default() += 1,
            Ok(_) if disagreement(work, &entry).is_empty() => tally.agreed += 1,
            Ok(_) => {
                let small = smallest(work, entry);
                let found = disagreement(work, &small).join("; ");
                tally.differing.push(format!("{found}\n{}", filled(&small)));
            }
        }
    }
    tally
}

/// How the other way differs; nothing if it cannot work the example.
fn disagreement(work: Work, entry: &Value) -> Vec<String> {
    let Ok(got) = work(entry) else {
        return Vec::new();
    };
    let mut expected = filled(entry);
    if let (None, Some(extra)) = (
        got.extra.breakage,
        expected["expected_extra"].as_object_mut(),
    ) {
        extra.remove("breakage"); // Not every component books it.
    }
    differences(&expected, &got)
}

/// The example with what the reference makes of it as its expected amounts.
pub fn filled(entry: &Value) -> Value {
    fn named<T>(map: BTreeMap<String, T>, show: impl Fn(T) -> Value) -> Value {
        let rows = map.into_iter().map(|(id, value)| (id, show(value)));
        Value::Object(rows.collect())
    }
    let money = |amount: Decimal| Value::from(format!("{amount:.2}"));
    let all = |amounts: Vec<Decimal>| amounts.into_iter().map(money).collect::<Value>();
    let outcome = crate::pay(entry);
    let mut filled = entry.clone();
    filled["expected"] = named(outcome.amounts, money);
    let mut extra = Map::new();
    let known = outcome.extra;
    extra.insert(
        "carry".into(),
        named(known.carry, |both| all(both.to_vec())),
    );
    extra.insert("by_period".into(), named(known.by_period, all));
    extra.insert("placement".into(), named(known.placement, Value::from));
    extra.insert("rank".into(), named(known.rank, Value::from));
    extra.insert("active".into(), named(known.active, Value::from));
    extra.retain(|_, value| value.as_object().is_some_and(|map| !map.is_empty()));
    if let Some(breakage) = known.breakage {
        extra.insert("breakage".into(), money(breakage));
    }
    if let Some(factor) = known.factor {
        extra.insert("factor".into(), factor.round_dp(8).to_string().into());
    }
    if !extra.is_empty() {
        filled["expected_extra"] = Value::Object(extra);
    }
    filled
}

/// Takes people and events away as long as the two still differ.
fn smallest(work: Work, mut entry: Value) -> Value {
    while let Some(smaller) = one_less(&entry)
        .into_iter()
        .find(|smaller| !disagreement(work, smaller).is_empty())
    {
        entry = smaller;
    }
    entry
}

/// Every example with one event or one unmentioned person less.
fn one_less(entry: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for key in ["events", "tree"] {
        let items = list(entry, key);
        for index in 0..items.len() {
            if key == "tree" && (items.len() == 1 || mentioned(entry, &items[index])) {
                continue;
            }
            let mut rest = items.to_vec();
            rest.remove(index);
            let mut smaller = entry.clone();
            smaller[key] = rest.into();
            all.push(smaller);
        }
    }
    all
}

/// True if somebody or something else in the example needs this person.
fn mentioned(entry: &Value, node: &Value) -> bool {
    let id = text(node, "id").expect("an id");
    let names = |value: &Value, keys: &[&str]| keys.iter().any(|key| text(value, key) == Some(id));
    let tree = list(entry, "tree").iter();
    let events = list(entry, "events").iter();
    let deposits = list(&entry["params"], "deposits").iter();
    let removed = list(&entry["params"], "structural_removal").iter();
    tree.into_iter()
        .any(|other| names(other, &["sponsor", "placement"]))
        || events
            .chain(deposits)
            .any(|one| names(one, &["seller", "buyer", "member", "affiliate"]))
        || removed.into_iter().any(|one| one.as_str() == Some(id))
}

/// The reference compared with itself: every generated example can be worked, written out with
/// its amounts and read again.
#[test]
fn random_examples_of_every_component_survive_the_format() {
    for component in COMPONENTS {
        let tally = compare(|entry| Ok(crate::pay(entry)), component, 0..400);
        assert_eq!(
            (tally.agreed, tally.differing.len()),
            (400, 0),
            "{:?}",
            tally.differing
        );
    }
}

/// Agreement on nothing would prove nothing: enough random examples move money.
#[test]
fn random_examples_are_not_empty() {
    let silent = ["rank", "placement"];
    for component in COMPONENTS.into_iter().filter(|one| !silent.contains(one)) {
        let moves = |seed: &u64| {
            let outcome = crate::pay(&generate::example(component, *seed));
            outcome.amounts.values().any(|amount| !amount.is_zero())
        };
        let moving = (0..200).filter(moves).count();
        assert!(moving >= 90, "{component}: {moving} of 200");
    }
}

/// A cent too much on one person is found, and the example is made as small as it can be.
#[test]
fn a_wrong_cent_is_found_and_shrunk() {
    let greedy: Work = |entry| {
        let mut outcome = crate::pay(entry);
        let root = outcome.amounts.values_mut().max().expect("people");
        if *root > Decimal::ONE {
            *root += Decimal::new(1, 2);
        }
        Ok(outcome)
    };
    let tally = compare(greedy, "level_commission", 0..100);
    assert!(!tally.differing.is_empty());
    for found in &tally.differing {
        let (_, entry) = found
            .split_once('\n')
            .expect("differences, then the example");
        let entry: Value = serde_json::from_str(entry).expect("an example");
        assert!(list(&entry, "tree").len() <= 8, "{entry}");
    }
}

/// What an engine refuses is counted, not compared.
#[test]
fn refusals_are_counted_by_reason() {
    let tally = compare(|_| Err("not yet".into()), "pool", 0..5);
    assert_eq!(
        tally.unsupported,
        BTreeMap::from([("not yet".to_owned(), 5)])
    );
    let plain = json!({"params": {}, "tree": [], "events": []});
    assert!(one_less(&plain).is_empty() && get(&plain, "events").is_some());
}
