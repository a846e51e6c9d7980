//! The order of events and the rules of rulings.md 4 to 9, on worlds small enough to
//! reckon by hand.

mod alike;

use std::collections::{BTreeMap, BTreeSet};

use super::World;
use crate::books::Order;
use crate::network::NO_SPONSOR;
use crate::plan::LANGUAGE;
use crate::scenario;
use crate::scenario::types::Scenario;

fn scenario(tables: &str) -> Scenario {
    let text = format!(
        "[scenario]\nname = \"world\"\ntitle = \"?\"\n[product]\nprice = 10.00\ncommissionable = 8.00\n{tables}\n\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
    );
    scenario::load_text("world.toml", &text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario
}

/// What one period looked like.
#[derive(Debug, PartialEq)]
struct Seen {
    sponsors: Vec<u32>,
    units: Vec<u32>,
    price: Vec<i64>,
    enrolled: Vec<bool>,
    customers: u64,
}

fn live(scenario: &Scenario, replication: u32) -> Vec<Seen> {
    let mut world = World::new(scenario, 1_000_000);
    world.begin(replication);
    (0..scenario.horizon.periods)
        .map(|_| {
            world.live_next_period().unwrap();
            let period = world.period();
            Seen {
                sponsors: period.sponsor.to_vec(),
                units: period.sales.units.iter().collect(),
                price: period.sales.price.clone(),
                enrolled: (0..period.members())
                    .map(|member| period.is_enrolled(member))
                    .collect(),
                customers: period.customers,
            }
        })
        .collect()
}

const TOWN: &str = "[horizon]\nperiods = 6\n[growth]\nlaw = \"recruiting\"\napproaches = 4\nconversion = 0.2\n\
     [market]\npopulation = 2000\n[people]\ncontacts = 20\nskill = { law = \"lognormal\", sigma = 0.8 }\n\
     reach = { law = \"lognormal\", sigma = 0.5 }\n\
     [sales]\nlaw = \"funnel\"\ncontacts_per_period = 5\nconversion = 0.3\nreorder = 0.5\n\
     order_value = { law = \"lognormal\", median = 10.00, sigma = 0.4 }\n[quitting]\nhazard = 0.1\n";

#[test]
fn a_longer_horizon_moves_no_earlier_draw() {
    let short = live(&scenario(TOWN), 7);
    let long = live(&scenario(&TOWN.replace("periods = 6", "periods = 9")), 7);
    assert_eq!(short[..], long[..6]);
    assert!(short[5].sponsors.len() > 20, "the town grew");
}

#[test]
fn an_arena_that_is_used_again_gives_what_a_fresh_one_gives() {
    let scenario = scenario(TOWN);
    let mut world = World::new(&scenario, 1_000_000);
    for replication in [3, 1, 3] {
        world.begin(replication);
        for _ in 0..6 {
            world.live_next_period().unwrap();
        }
        let fresh = live(&scenario, replication).pop().unwrap();
        assert_eq!(world.period().sales.units, fresh.units.into());
        assert_eq!(world.period().sponsor, fresh.sponsors);
    }
}

#[test]
fn replications_differ() {
    assert_ne!(live(&scenario(TOWN), 1), live(&scenario(TOWN), 2));
}

#[test]
fn another_quitting_rule_moves_no_other_draw() {
    // Nobody quits in one and everybody may in the other; in the first period, before
    // quitting tells, everything is the same.
    let stay = live(&scenario(&TOWN.replace("hazard = 0.1", "hazard = 0")), 1);
    let quit = live(&scenario(&TOWN.replace("hazard = 0.1", "hazard = 0.9")), 1);
    assert_eq!(stay[0].units, quit[0].units);
    assert_eq!(stay[0].sponsors, quit[0].sponsors);
}

#[test]
fn a_circle_is_worked_once_and_recruiting_comes_first() {
    // 10 contacts, all say yes: 4 join in period 1, 3 buy; 3 contacts are left in
    // period 2 and all are approached for recruiting.
    let seen = live(
        &scenario(
            "[horizon]\nperiods = 3\n[growth]\nlaw = \"recruiting\"\napproaches = 4\nconversion = 1\n\
             [people]\ncontacts = 10\n[sales]\nlaw = \"funnel\"\ncontacts_per_period = 3\nconversion = 1\n",
        ),
        1,
    );
    let recruited = |seen: &Seen| {
        seen.sponsors
            .iter()
            .filter(|&&sponsor| sponsor == 0)
            .count()
    };
    assert_eq!((recruited(&seen[0]), seen[0].units[0]), (4, 3));
    assert_eq!((recruited(&seen[1]), seen[1].units[0]), (7, 0));
    assert_eq!((recruited(&seen[2]), seen[2].units[0]), (7, 0));
    // New recruits sell at once and recruit from the next period on.
    assert_eq!(seen[0].sponsors.len(), 5);
    assert_eq!(seen[0].units, [3, 3, 3, 3, 3]);
    assert_eq!(seen[1].sponsors.len(), 5 + 3 + 4 * 4);
}

#[test]
fn joiners_of_a_period_are_numbered_in_a_drawn_order() {
    let seen = live(
        &scenario(
            "[growth]\nlaw = \"recruiting\"\nfounders = 10\napproaches = 5\nconversion = 1\n\
             [sales]\nlaw = \"fixed\"\nunits = 0\n",
        ),
        1,
    );
    let mut sponsors = seen[0].sponsors[10..].to_vec();
    assert!(!sponsors.is_sorted(), "recruiter by recruiter");
    sponsors.sort_unstable();
    let each_five: Vec<u32> = (0..10).flat_map(|founder| [founder; 5]).collect();
    assert_eq!(sponsors, each_five);
}

#[test]
fn a_recruiter_stops_at_his_maximum() {
    let seen = live(
        &scenario(
            "[horizon]\nperiods = 3\n[growth]\nlaw = \"recruiting\"\napproaches = 2\nconversion = 1\n\
             max_recruits = 3\n[people]\ncontacts = 10\n[sales]\nlaw = \"fixed\"\nunits = 0\n",
        ),
        1,
    );
    let by_founder = |seen: &Seen| seen.sponsors.iter().filter(|&&up| up == 0).count();
    assert_eq!(seen.iter().map(by_founder).collect::<Vec<_>>(), [2, 3, 3]);
}

#[test]
fn customers_reorder_and_stay_with_the_position_of_a_quitter() {
    let seen = live(
        &scenario(
            "[horizon]\nperiods = 3\n[growth]\nlaw = \"fixed\"\nparticipants = 1\narrivals = [1, 0, 0]\n\
             [sales]\nlaw = \"fixed\"\nunits = 2\nreorder = 1\n[quitting]\nhazard = 1\n",
        ),
        1,
    );
    // The founder stays and finds two new customers a period; the joiner quits at once
    // and keeps the two he found.
    let units: Vec<_> = seen.iter().map(|seen| seen.units.clone()).collect();
    assert_eq!(units, [[2, 2], [4, 2], [6, 2]]);
    assert_eq!(seen[1].enrolled, [true, false]);
    assert_eq!(seen[2].price, [60_00, 20_00]);
    assert_eq!(seen[2].customers, 8);
}

#[test]
fn joins_and_customers_beyond_the_population_are_void() {
    // A founder and three joiners in a town of ten: six people are left to buy.
    let seen = live(
        &scenario(
            "[growth]\nlaw = \"fixed\"\nparticipants = 3\n[market]\npopulation = 10\n\
             [sales]\nlaw = \"fixed\"\nunits = 4\n",
        ),
        1,
    );
    assert_eq!(seen[0].units, [4, 2, 0, 0]);
    let seen = live(
        &scenario(
            "[growth]\nlaw = \"recruiting\"\napproaches = 9\nconversion = 1\n[market]\npopulation = 5\n\
             [sales]\nlaw = \"fixed\"\nunits = 1\n",
        ),
        1,
    );
    assert_eq!(seen[0].sponsors, [NO_SPONSOR, 0, 0, 0, 0]);
    assert_eq!(seen[0].customers, 0);
}

#[test]
fn openness_is_frozen_when_the_period_opens() {
    // Half the town is inside after period 1, so in period 2 each of 1,000 contacts
    // buys with chance 1 − 1,002/2,002 of being still outside.
    let seen = live(
        &scenario(
            "[horizon]\nperiods = 2\n[growth]\nlaw = \"fixed\"\nparticipants = 1\narrivals = [0, 1]\n\
             [people]\ncontacts = 3000\n[market]\npopulation = 2002\n\
             [sales]\nlaw = \"funnel\"\ncontacts_per_period = 1000\nconversion = 1\n",
        ),
        1,
    );
    let first = f64::from(seen[0].units[0]);
    assert!(first > 990.0, "openness was 1 − 1/2,002 in period 1");
    let second = f64::from(seen[1].units[0]);
    assert!((second - 500.0).abs() < 4.0 * 15.9, "{second} buyers");
}

#[test]
fn recruiting_that_outgrows_memory_says_so() {
    let scenario = scenario(
        "[horizon]\nperiods = 12\n[growth]\nlaw = \"recruiting\"\napproaches = 50\nconversion = 1\n\
         [sales]\nlaw = \"fixed\"\nunits = 0\n",
    );
    let mut world = World::new(&scenario, 10_000);
    world.begin(1);
    let error = (0..12)
        .find_map(|_| world.live_next_period().err())
        .unwrap();
    assert!(error.to_string().contains("market.population"), "{error}");
}

#[test]
fn order_values_scale_everything_that_hangs_on_an_order() {
    let scenario = scenario(
        "[growth]\nlaw = \"fixed\"\nparticipants = 200\n[sales]\nlaw = \"rate\"\nmean = 3\n\
         order_value = { law = \"lognormal\", median = 10.00, sigma = 0.5 }\n",
    );
    let mut world = World::new(&scenario, 1_000);
    world.begin(1);
    world.live_next_period().unwrap();
    let sales = world.period().sales;
    let units: i64 = sales.units.iter().map(i64::from).sum();
    assert_eq!(sales.price.iter().sum::<i64>(), sales.total_price);
    assert_eq!(
        sales.commissionable().iter().sum::<i64>(),
        sales.total_commissionable
    );
    // 80 % of each order, rounded once an order: at most half a cent off each.
    let off = (sales.total_price * 8 - sales.total_commissionable * 10).abs();
    assert!(off <= 5 * units, "{off}");
    assert_ne!(sales.total_price, 10_00 * units);
}

fn larger_town() -> String {
    TOWN.replace("approaches = 4", "founders = 20\napproaches = 4")
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

#[test]
fn the_orders_kept_one_by_one_are_those_of_the_columns() {
    let scenario = scenario(&larger_town());
    let mut plain = World::new(&scenario, 1_000_000);
    let mut logged = World::new(&scenario, 1_000_000).keeping_orders(true);
    for replication in [2, 5, 2] {
        plain.begin(replication);
        logged.begin(replication);
        let mut number = 0;
        for period in 1..=6 {
            plain.live_next_period().unwrap();
            logged.live_next_period().unwrap();
            let (plain, logged) = (plain.period(), logged.period());
            assert_eq!(plain.sponsor, logged.sponsor, "nothing else moves");
            assert_eq!(plain.sales.price, logged.sales.price);
            assert!(plain.details.orders.is_empty());
            let members = logged.members();
            let mut price = vec![0; members];
            let mut volume = vec![0; members];
            let mut units = vec![0; members];
            let mut customers = BTreeSet::new();
            for order in logged.details.orders {
                let member = order.participant as usize;
                price[member] += order.price;
                volume[member] += order.commissionable;
                units[member] += 1;
                assert!(
                    customers.insert(order.customer),
                    "an order a customer and period"
                );
                assert_eq!(order.number, number, "numbered as they happened");
                number += 1;
                assert!((30 * (period - 1)..30 * period).contains(&order.day));
            }
            assert!(logged.details.orders.is_sorted_by_key(|order| order.day));
            assert_eq!(price, logged.sales.price);
            assert_eq!(volume, logged.sales.commissionable());
            assert_eq!(logged.sales.units, units.into());
            assert_eq!(customers.len() as u64, logged.customers);
        }
        assert!(number > 100, "the town bought");
    }
}

#[test]
fn a_customer_who_buys_again_is_the_same_customer() {
    let seen = orders(&scenario(&larger_town()), 3);
    let mut newest = None;
    let mut again = 0;
    for pair in seen.windows(2) {
        let before: BTreeMap<u32, u32> = pair[0]
            .iter()
            .map(|order| (order.customer, order.participant))
            .collect();
        newest = newest.max(before.keys().next_back().copied());
        for order in &pair[1] {
            match before.get(&order.customer) {
                Some(&seller) => {
                    assert_eq!(seller, order.participant, "he buys where he bought");
                    again += 1;
                }
                None => assert!(Some(order.customer) > newest, "a number is given once"),
            }
        }
    }
    assert!(again > 30, "customers return");
}

/// Each of many members' ten customers of the first period returns with the same chance
/// whichever number he has, and days are even: χ² at a false-alarm rate of 10⁻⁶.
#[test]
fn neither_the_customers_number_nor_the_members_decides_when_and_who() {
    let scenario = scenario(
        "[horizon]\nperiods = 2\n[growth]\nlaw = \"fixed\"\nparticipants = 4000\n\
         arrivals = [1, 0]\n[sales]\nlaw = \"fixed\"\nunits = 10\nreorder = 0.3\n",
    );
    let seen = orders(&scenario, 1);
    let firsts = seen[0].len() as u32;
    let (mut returned, mut days) = ([0_u64; 10], [0_u64; 30]);
    let mut early = 0;
    for order in &seen[1] {
        days[order.day as usize - 30] += 1;
        if order.customer < firsts {
            returned[order.customer as usize % 10] += 1;
        }
        if order.day < 45 {
            early += 2 * u64::from(order.participant) / u64::from(firsts / 10);
        }
    }
    let even = |counts: &[u64]| {
        let mean = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
        counts
            .iter()
            .map(|&count| (count as f64 - mean).powi(2) / mean)
            .sum::<f64>()
    };
    // Upper 10⁻⁶ points of χ² with 9 and 29 degrees of freedom.
    assert!(even(&returned) < 45.1, "{returned:?}");
    assert!(even(&days) < 82.2, "{days:?}");
    let half = seen[1].iter().filter(|order| order.day < 45).count() as f64 / 2.0;
    assert!(
        (early as f64 - half).abs() < 5.0 * half.sqrt(),
        "{early} {half}"
    );
}
