//! How people sell: each law against its closed form, refunds in cents reckoned by hand,
//! and books that balance whatever is switched on (model.md §4–6, §9).
//!
//! Seeds are fixed, so a test passes or fails for good. Means are held to 4 standard
//! errors; laws to χ² with p > .001.

mod books_balance;
mod gini;
mod laws;
mod products;
mod refunds;

use downline::books::Order;
use downline::columns::Cores;
use downline::plan::accounts::{Accounts, Terms};
use downline::plan::{Desk, LANGUAGE, Plan};
use downline::scenario;
use downline::scenario::types::Scenario;
use downline::world::World;

/// A scenario of these tables, with one plan.
fn scenario(tables: &str) -> Scenario {
    loaded(&format!(
        "[scenario]\nname = \"selling\"\ntitle = \"?\"\nseed = 11\n{tables}\n\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
    ))
}

fn loaded(text: &str) -> Scenario {
    scenario::load_text("selling.toml", text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}\n{text}"))
        .scenario
}

/// What one period sold.
#[derive(Clone, Debug, PartialEq)]
struct Sold {
    units: Vec<u32>,
    price: Vec<i64>,
    volume: Vec<i64>,
    customers: u64,
    goods: i64,
}

/// Lives a replication and shows each period.
fn live(scenario: &Scenario, replication: u32) -> Vec<Sold> {
    let mut world = World::new(scenario, 1_000_000);
    world.begin(replication);
    (0..scenario.horizon.periods)
        .map(|_| {
            world.live_next_period().unwrap();
            let period = world.period();
            Sold {
                units: period.sales.units.iter().collect(),
                price: period.sales.price.clone(),
                volume: period.sales.commissionable().to_vec(),
                customers: period.customers,
                goods: period.sales.cost_of_goods,
            }
        })
        .collect()
}

/// The orders of every period of a replication.
fn orders(scenario: &Scenario, replication: u32) -> Vec<Vec<Order>> {
    let mut world = World::new(scenario, 1_000_000).keeping_orders(true);
    world.begin(replication);
    (0..scenario.horizon.periods)
        .map(|_| {
            world.live_next_period().unwrap();
            world.period().details.orders.to_vec()
        })
        .collect()
}

/// Pays every period of a replication, holds the books to balance and shows the accounts
/// at the end; `after` sees them as each period closes.
fn pay(scenario: &Scenario, mut after: impl FnMut(&Accounts)) -> Accounts {
    let plan = Plan::build(scenario, 0).unwrap_or_else(|faults| panic!("{faults}"));
    let terms = Terms {
        periods: scenario.horizon.periods,
        periods_per_year: 12,
        first_participant: 0,
        by_component: true,
    };
    let mut accounts = Accounts::new(&plan, terms);
    accounts.begin(&plan);
    let mut world = World::new(scenario, 1_000_000).keeping_orders(plan.needs_orders());
    world.begin(1);
    for _ in 0..scenario.horizon.periods {
        world.live_next_period().unwrap();
        plan.pay(&world.period(), &mut accounts, &mut Desk::default())
            .unwrap();
        after(&accounts);
    }
    accounts.check(plan.name(), Cores::One).unwrap();
    accounts
}
