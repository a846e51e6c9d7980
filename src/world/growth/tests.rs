//! What must hold of every law of growth: no draw moves when something is added later.

use crate::plan::LANGUAGE;
use crate::scenario;
use crate::scenario::types::Scenario;
use crate::world::World;

fn scenario(periods: u32, tables: &str) -> Scenario {
    let text = format!(
        "[scenario]\nname = \"growth\"\n[horizon]\nperiods = {periods}\n\
         [product]\nprice = 10\n[sales]\nlaw = \"rate\"\nmean = 0.5\n\
         [people]\ncontacts = 20\nreach = {{ law = \"lognormal\", sigma = 0.7 }}\n{tables}\n\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
    );
    scenario::load_text("growth.toml", &text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario
}

/// The columns of the network by the end of a period.
#[derive(Debug, PartialEq)]
struct Columns {
    sponsor: Vec<u32>,
    joined: Vec<u16>,
    enrolled: Vec<bool>,
    units: Vec<u32>,
}

/// The columns at the end of each period.
fn live(scenario: &Scenario, keeping_orders: bool) -> Vec<Columns> {
    let mut world = World::new(scenario, 1_000_000).keeping_orders(keeping_orders);
    world.begin(3);
    (0..scenario.horizon.periods)
        .map(|_| {
            world.live_next_period().unwrap();
            let period = world.period();
            Columns {
                sponsor: period.sponsor.to_vec(),
                joined: (0..period.members())
                    .map(|member| period.joined.at(member))
                    .collect(),
                enrolled: (0..period.members())
                    .map(|member| period.is_enrolled(member))
                    .collect(),
                units: period.sales.units.iter().collect(),
            }
        })
        .collect()
}

/// Every law and attachment whose earlier periods say nothing of how many there are.
fn laws() -> Vec<String> {
    let mut laws: Vec<String> = [
        "uniform\"",
        "uniform\"\nmax_recruits = 2",
        "preferential\"",
        "preferential\"\noffset = 0.3",
        "preferential\"\nexponent = 1.5",
        "preferential\"\nmax_recruits = 3",
        "reach\"",
        "reach\"\nmax_recruits = 2",
        "recent\"\nhalf_life = 5",
        "recent\"\nhalf_life = 5\nmax_recruits = 2",
        "slots\"\nwidth = 2",
    ]
    .iter()
    .flat_map(|attachment| {
        [false, true].map(|active_only| {
            format!(
                "law = \"curve\"\ncurve = \"geometric\"\nstart = 20.4\nrate = 0.35\n\
                 active_only = {active_only}\nattachment = \"{attachment}"
            )
        })
    })
    .collect();
    laws.extend(
        [
            "curve\"\ncurve = \"bass\"\np = 0.02\nq = 0.5\nmarket = 300",
            "curve\"\ncurve = \"logistic\"\nrate = 0.9\nmarket = 300",
            "galton_watson\"\nfounders = 9\noffspring = \"poisson\"\nmean = 1.4",
            "galton_watson\"\nfounders = 9\noffspring = \"geometric\"\nmean = 1.4",
            "galton_watson\"\nfounders = 9\noffspring = \"binomial\"\nmean = 1.4\ntrials = 3",
            "galton_watson\"\nfounders = 9\noffspring = \"table\"\nchances = [0.4, 0.1, 0.5]\nmax_participants = 60",
            "recruiting\"\nfounders = 3\napproaches = 4\nconversion = 0.2",
        ]
        .map(|law| format!("law = \"{law}")),
    );
    laws
}

#[test]
fn one_more_period_or_plan_on_single_orders_moves_no_earlier_draw() {
    for law in laws() {
        for rest in ["", "[quitting]\nhazard = 0.3", "[market]\npopulation = 400"] {
            let tables = format!("[growth]\n{law}\n{rest}");
            let short = live(&scenario(5, &tables), false);
            let long = live(&scenario(6, &tables), false);
            assert!(short[4].sponsor.len() > 12, "{tables}");
            assert_eq!(short[..], long[..5], "{tables}");
            let logged = live(&scenario(5, &tables), true);
            assert_eq!(short, logged, "{tables}");
        }
    }
}

#[test]
fn a_table_of_joiners_may_go_on() {
    let table = |periods: u32, joiners: &str| {
        let tables = format!("[growth]\nlaw = \"curve\"\ncurve = \"table\"\njoiners = [{joiners}]");
        live(&scenario(periods, &tables), false)
    };
    assert_eq!(table(3, "5, 2.5, 9")[..], table(4, "5, 2.5, 9, 7.25")[..3]);
}

#[test]
fn another_quitting_rule_moves_no_sponsor_of_the_first_period() {
    for law in laws() {
        let with = |hazard: &str| {
            let tables = format!("[growth]\n{law}\n[quitting]\nhazard = {hazard}");
            live(&scenario(2, &tables), false)
        };
        assert_eq!(with("0")[0].sponsor, with("0.9")[0].sponsor, "{law}");
    }
}

#[test]
fn a_higher_mean_never_takes_a_recruit_of_the_founders_away() {
    for offspring in ["poisson\"", "geometric\"", "binomial\"\ntrials = 9"] {
        let of_founders = |mean: &str| -> Vec<usize> {
            let tables = format!(
                "[growth]\nlaw = \"galton_watson\"\nfounders = 50\nmean = {mean}\n\
                 offspring = \"{offspring}"
            );
            let sponsors = &live(&scenario(1, &tables), false)[0].sponsor;
            let recruits = |founder| sponsors.iter().filter(|&&up| up == founder).count();
            (0..50).map(recruits).collect()
        };
        let (few, more) = (of_founders("0.8"), of_founders("0.9"));
        assert!(
            few.iter().zip(&more).all(|(few, more)| few <= more),
            "{offspring}"
        );
        assert_ne!(few, more);
    }
}
