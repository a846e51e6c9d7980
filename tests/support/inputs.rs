//! Every kind of input the program takes, handed to it as bytes that may be anything.
//!
//! The fuzz targets (`fuzz/`) and the ordinary tests (`tests/fuzz_findings.rs`) both go in
//! here, so that what was found once stays found. A function returns when the input was
//! refused with a reason or was good and came out right; it panics when the program broke
//! a promise. What is accepted but large is not run: only what was asked of it beforehand,
//! such as whether it fits into memory.

#[path = "composed.rs"]
mod composed;
#[path = "kept.rs"]
mod kept;

pub use kept::{manifest, part, record, table};

use std::fs;
use std::path::Path;

use downline::cli::check::check;
use downline::cli::exit::Exit;
use downline::observed::Recorded;
use downline::observed::read::{self, Reading};
use downline::plan::advice::advice;
use downline::plan::{LANGUAGE, Plan};
use downline::report::read_back::{self, Tables};
use downline::report::tables;
use downline::scenario::types::{Growth, GrowthLaw, OrderValue, SalesLaw, Scenario};
use downline::scenario::{self, Loaded};
use downline::study::memory;
use downline::study::results::Results;
use downline::study::run::{Progress, RunOptions, Seen, StudyError, run_history};
use downline::world::growth::{complete, curve};
use downline::world::order_log;
use tempfile::TempDir;

/// The most members of a network that is run.
const MEMBERS: u32 = 300;
/// The most periods of a scenario that is run.
const PERIODS: u32 = 24;
/// The most replications of a scenario that are run.
const REPLICATIONS: u32 = 2;
/// The most orders a member may place in a period where they are drawn or kept one by one.
const ORDERS: u32 = 100;

/// A scenario file. What is accepted can be written in full and read again, and runs to
/// balanced books or a clear error.
pub fn scenario(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match scenario::load_text("input.toml", text, &[], LANGUAGE) {
        Ok(loaded) => {
            same_when_resolved(&loaded);
            runs(loaded);
        }
        Err(faults) => assert!(!faults.to_string().is_empty()),
    }
}

/// A scenario composed from the key table by these choices.
pub fn composed(bytes: &[u8]) {
    if let (_, Ok(loaded)) = composed::accepted(bytes) {
        same_when_resolved(&loaded);
        runs(loaded);
    }
}

/// Whether these choices compose a scenario that is accepted.
pub fn is_accepted(bytes: &[u8]) -> bool {
    composed::accepted(bytes).1.is_ok()
}

/// The scenario that these choices compose, as text.
pub fn composed_text(bytes: &[u8]) -> String {
    composed::accepted(bytes).0
}

/// The resolved form is the same scenario.
fn same_when_resolved(loaded: &Loaded) {
    let again = scenario::load_text("input.toml", &loaded.resolved, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("the resolved form is refused: {faults}"));
    assert_eq!(again.resolved, loaded.resolved);
}

fn runs(mut loaded: Loaded) {
    if read::enrol(&mut loaded).is_err() {
        return;
    }
    let mut scenario = loaded.scenario;
    let Ok(plans) = Plan::build_all(&scenario) else {
        return;
    };
    for (index, plan) in plans.iter().enumerate() {
        let _ = advice(plan, &scenario, index);
    }
    if memory::allot(&scenario, &plans, 1, Seen::Accounts).is_ok()
        && made_small(&mut scenario, &plans)
    {
        balances(&scenario, None, &plans);
    }
}

/// Holds a scenario to a size that is run in milliseconds, where that changes no more than
/// how much of the story is told. Whether that could be done.
fn made_small(scenario: &mut Scenario, plans: &[Plan]) -> bool {
    scenario.replications = scenario.replications.min(REPLICATIONS);
    let founders = scenario.growth.founders;
    if !names_periods(&scenario.growth.law) {
        scenario.horizon.periods = scenario.horizon.periods.min(PERIODS);
    }
    let periods = scenario.horizon.periods;
    if periods > PERIODS || founders > MEMBERS / 2 || plans.len() > 4 {
        return false;
    }
    let members = match &mut scenario.growth.law {
        GrowthLaw::Fixed { participants, .. } => {
            *participants = (*participants).min(MEMBERS);
            0
        }
        GrowthLaw::Curve { curve, .. } => curve::by_period(curve, founders, periods)
            .iter()
            .fold(0, |sum: u64, joiners| sum.saturating_add(*joiners)),
        GrowthLaw::Complete { width, depth, .. } => {
            complete::members(founders, *width, *depth).unwrap_or(u64::MAX)
        }
        GrowthLaw::GaltonWatson {
            max_participants, ..
        } => {
            *max_participants = Some(max_participants.unwrap_or(MEMBERS).min(MEMBERS));
            0
        }
        GrowthLaw::Recruiting { approaches, .. } => {
            let market = &mut scenario.market;
            if market.pools == 1 {
                let people = u64::from(MEMBERS);
                market.population = Some(market.population.unwrap_or(people).min(people));
            }
            let people = market.population.unwrap_or(u64::MAX);
            people.saturating_mul(u64::from(*approaches > ORDERS) * 1_000 + 1)
        }
        GrowthLaw::Observed { members } => u64::from(*members),
        GrowthLaw::Enrolled { network } => network.sponsor.len() as u64,
    };
    let is_drawn = scenario.sales.refund.to_f64() > 0.0
        || scenario.sales.order_value != OrderValue::Price
        || !scenario.offers.is_empty();
    let is_kept = order_log::is_required(scenario) || plans.iter().any(Plan::needs_orders);
    let one_by_one = is_drawn || is_kept;
    members <= u64::from(MEMBERS) && (!one_by_one || has_few_orders(scenario))
}

/// Whether the law says something of each period, so that there must be as many as it says.
fn names_periods(law: &GrowthLaw) -> bool {
    match law {
        GrowthLaw::Fixed { arrivals, .. } | GrowthLaw::Complete { arrivals, .. } => {
            !arrivals.is_empty()
        }
        GrowthLaw::Curve { .. } | GrowthLaw::Enrolled { .. } => true,
        GrowthLaw::Recruiting { .. }
        | GrowthLaw::GaltonWatson { .. }
        | GrowthLaw::Observed { .. } => false,
    }
}

fn has_few_orders(scenario: &Scenario) -> bool {
    let own = scenario.costs.own_purchase.units;
    let sold = match scenario.sales.law {
        SalesLaw::Funnel {
            contacts_per_period,
            ..
        } => f64::from(contacts_per_period),
        SalesLaw::Rate { mean, .. } => mean,
        SalesLaw::Fixed { units } => f64::from(units),
    };
    own <= ORDERS && sold <= f64::from(ORDERS)
}

/// Runs a small scenario, or pays what was recorded, and writes its tables: the books
/// balance, every number is one, and what was written can be read.
fn balances(scenario: &Scenario, recorded: Option<&Recorded>, plans: &[Plan]) {
    let options = RunOptions {
        threads: 1,
        seen: Seen::Accounts,
        precision: None,
    };
    let progress = Progress::default();
    let outcome = run_history(
        scenario,
        recorded,
        plans,
        options,
        &progress,
        |_| (),
        |()| Ok(()),
    );
    match outcome {
        Ok(results) => drop(written_and_read(&results)),
        Err(fault @ StudyError::Imbalance { .. }) => panic!("{fault}"),
        Err(refused) => assert!(!refused.to_string().is_empty()),
    }
}

fn written_and_read(results: &Results) -> Results {
    let mut written = Tables::default();
    for table in tables::all(results) {
        let bytes = table.csv(&results.subject.currency);
        written.files.insert(table.name, bytes);
    }
    read_back::results(results.subject.clone(), &written)
        .unwrap_or_else(|faults| panic!("tables just written are refused: {faults}"))
}

/// The world that a plan file is run in: several products, kits, own use, customers who
/// come again and give back, people who leave.
const WORLD_OF_A_PLAN: &str = r#"
[scenario]
name = "world"
replications = 2
[horizon]
periods = 4
[growth]
law = "fixed"
participants = 40
founders = 2
attachment = "preferential"
[sales]
law = "rate"
mean = 1.5
reorder = 0.5
refund = 0.1
refund_after = 1
[[products]]
name = "book"
price = 20.00
wholesale = 15.00
commissionable = 12.00
points = 10
cost_of_goods = 3.00
[[products]]
name = "course"
weight = 0.25
price = 200.00
wholesale = 150.00
commissionable = 99.99
points = 80.5
[costs]
join_fee = 9.00
kit = { price = 49.00, commissionable = 20.00 }
period_fee = 1.50
own_purchase = { units = 1 }
[quitting]
hazard = 0.05
[[plans]]
file = "plan.toml"
name = "plan"
"#;

/// A plan file: what `downline check` says of it, and a run of it in a small world.
pub fn plan(bytes: &[u8]) {
    let folder = folder();
    let file = folder.path().join("plan.toml");
    write(&file, bytes);
    let named = file.display().to_string();
    let mut told = Vec::new();
    let is_good = check(&[named], &[], false, false, &mut told).expect("memory takes every line");
    assert!(is_good || told.windows(5).any(|part| part == b"error"));
    let name = folder.path().join("world.toml").display().to_string();
    if let Ok(loaded) = scenario::load_text(&name, WORLD_OF_A_PLAN, &[], LANGUAGE) {
        runs(loaded);
    }
}

/// The plans that networks are paid under: an order is looked at as a whole, one by one, and
/// through legs and ranks.
const PLANS_OF_A_NETWORK: &str = r#"
[scenario]
name = "paid"
replications = 1
[growth]
law = "fixed"
participants = 1
[sales]
law = "fixed"
units = 0
[product]
price = 0
[[plans]]
name = "levels"
[plans.ranks]
ladder = [{ rank = "silver" }, { rank = "gold" }]
[[plans.component]]
type = "sale_commission"
rate = 0.2
[[plans.component]]
type = "level_commission"
rates = [0.1, 0.05, 0.025]
[[plans]]
name = "binary"
file = "binary"
[[plans]]
name = "orders"
file = "two-tier-affiliate"
"#;

/// The network that orders are read for.
const NETWORK_OF_ORDERS: &str = "id,sponsor,joined\nA,,1\nB,A,1\nC,A,2\nD,B,2\nE,D,3\n";

/// A network, in CSV as `downline pay --network` takes it.
pub fn network(bytes: &[u8]) {
    let folder = folder();
    let network = folder.path().join("network.csv");
    write(&network, bytes);
    paid(&network, None);
}

/// Orders, in CSV as `downline pay --orders` takes them.
pub fn orders(bytes: &[u8]) {
    let folder = folder();
    let network = folder.path().join("network.csv");
    write(&network, NETWORK_OF_ORDERS.as_bytes());
    let orders = folder.path().join("orders.csv");
    write(&orders, bytes);
    paid(&network, Some(&orders));
}

/// Reads files and, if they are good and small, pays them under plans.
fn paid(network: &Path, orders: Option<&Path>) {
    let loaded = scenario::load_text("paid.toml", PLANS_OF_A_NETWORK, &[], LANGUAGE);
    let mut scenario = loaded.expect("the plans are good").scenario;
    let reading = Reading {
        currency: scenario.currency.clone(),
        days: scenario.horizon.unit.days(),
        periods: None,
        single_orders: true,
    };
    let recorded = match read::read(network, orders, &reading) {
        Ok(recorded) => recorded,
        Err(faults) => {
            assert!(!faults.to_string().is_empty());
            return;
        }
    };
    if recorded.periods() > PERIODS || recorded.members() > MEMBERS as usize {
        return;
    }
    scenario.horizon.periods = recorded.periods();
    scenario.growth = Growth {
        founders: 0,
        count_founders: true,
        max_recruits: None,
        active_only: false,
        law: GrowthLaw::Observed {
            members: recorded.members() as u32,
        },
    };
    let plans = Plan::build_all(&scenario).expect("the plans are good");
    balances(&scenario, Some(&recorded), &plans);
}

/// Worked examples, in JSON as `downline verify` takes them.
pub fn worked_examples(bytes: &[u8]) {
    let Ok(serde_json::Value::Array(examples)) = serde_json::from_slice(bytes) else {
        return;
    };
    for example in &examples {
        let _ = downline::examples::verify(example);
    }
}

/// Runs the program in this process.
fn downline(arguments: &[&str]) -> Exit {
    let named = ["downline"].iter().chain(arguments);
    downline::cli::main_with(named.map(Into::into))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("there is room for a folder")
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("there is room for a file");
}
