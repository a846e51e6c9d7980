//! Local pools of a market (`[market] pools`, `mobility`): towns side by side.

use downline::network::NO_SPONSOR;
use downline::plan::LANGUAGE;
use downline::scenario;
use downline::scenario::types::Scenario;
use downline::world::World;

use super::support::*;

const TOWN: u32 = 400;

/// People who recruit and sell in `pools` towns of [`TOWN`] people.
fn towns(pools: u32) -> Scenario {
    let population = pools * TOWN;
    let text = format!(
        "[scenario]\nname = \"towns\"\ntitle = \"?\"\nseed = 20\n[horizon]\nperiods = 12\n\
         [growth]\nlaw = \"recruiting\"\napproaches = 4\nconversion = 0.2\nfounders = {pools}\n\
         [people]\ncontacts = 60\nreach = {{ law = \"lognormal\", sigma = 0.5 }}\n\
         [sales]\nlaw = \"funnel\"\ncontacts_per_period = 2\nconversion = 0.1\n\
         [product]\nprice = 1\n[market]\npopulation = {population}\npools = {pools}\n\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
    );
    scenario::load_text("towns.toml", &text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario
}

/// Members at the end, and customers of all periods.
fn live_through<'a>(scenario: &'a Scenario, replication: u32) -> (World<'a>, u64) {
    let mut world = World::new(scenario, 1_000_000);
    let mut customers = 0;
    world.begin(replication);
    for _ in 0..scenario.horizon.periods {
        world.live_next_period().unwrap();
        customers += world.period().customers;
    }
    (world, customers)
}

#[test]
fn pools_without_mobility_are_towns_by_themselves() {
    let (together, alone) = (towns(4), towns(1));
    let studies = often(150);
    // Members and customers a town: four towns in one world against worlds of one town.
    let mut of_four = [Sample::default(), Sample::default()];
    let mut of_one = [Sample::default(), Sample::default()];
    for replication in 1..=studies {
        let (world, customers) = live_through(&together, replication);
        let members = world.members().len() as f64;
        of_four[0].0.push(members / 4.0);
        of_four[1].0.push(customers as f64 / 4.0);
        let mut inside = [0_u64; 4];
        for member in 0..world.members().len() {
            let pool = world.members().pool(member);
            inside[pool as usize] += 1;
            match world.members().sponsor[member] {
                NO_SPONSOR => assert_eq!(pool, member as u32),
                sponsor => assert_eq!(pool, world.members().pool(sponsor as usize)),
            }
        }
        assert!(inside.iter().all(|&members| members <= u64::from(TOWN)));
        assert_eq!(
            world.market().saturation(),
            Some((members + customers as f64) / 1600.0)
        );
    }
    for replication in 1..=4 * studies {
        let (world, customers) = live_through(&alone, replication);
        of_one[0].0.push(world.members().len() as f64);
        of_one[1].0.push(customers as f64);
    }
    for (what, (four, one)) in ["members", "customers"]
        .into_iter()
        .zip(of_four.iter().zip(&of_one))
    {
        let squared = |sample: &Sample| sample.variance() / sample.0.len() as f64;
        let error = 4.0 * (squared(four) + squared(one)).sqrt();
        let difference = four.mean() - one.mean();
        assert!(
            difference.abs() <= error,
            "{what}: {difference} beyond {error}"
        );
        // The spread of a mean of four independent towns is half that of one.
        let ratio = (four.variance() * 4.0 / one.variance()).sqrt();
        assert!((0.75..1.33).contains(&ratio), "{what}: spread {ratio}");
    }
}

#[test]
fn one_founder_fills_one_pool_unless_people_move() {
    let founder = |mobility: &str| {
        world(&format!(
            "[horizon]\nperiods = 30\n[growth]\nlaw = \"recruiting\"\napproaches = 5\n\
             conversion = 0.3\n[market]\npopulation = 1600\npools = 4\nmobility = {mobility}"
        ))
    };
    let (settled, mobile) = (founder("0"), founder("0.05"));
    let mut beyond = 0;
    for replication in 1..=20 {
        let members = live(&settled, replication).members().len();
        assert!(members <= 400, "{members} in a pool of 400");
        beyond += u32::from(live(&mobile, replication).members().len() > 800);
    }
    assert!(
        beyond > 15,
        "with mobility other pools fill too: {beyond} of 20"
    );
}

#[test]
fn the_mobile_are_as_many_as_the_scenario_says_and_go_anywhere_alike() {
    let scenario = world(
        "[horizon]\nperiods = 12\n[growth]\nlaw = \"recruiting\"\napproaches = 3\nconversion = 0.3\n\
         [market]\npopulation = 1000000\npools = 5\nmobility = 0.3",
    );
    // Where a recruit's circle lies, counted from his recruiter's pool on.
    let mut moved = [0_u64; 5];
    for replication in 1..=often(40) {
        let world = live(&scenario, replication);
        let members = world.members();
        for member in 1..members.len() {
            let home = members.pool(members.sponsor[member] as usize);
            moved[((members.pool(member) + 5 - home) % 5) as usize] += 1;
        }
    }
    assert!(moved.iter().sum::<u64>() > 10_000);
    check_law("pools", &moved, &[0.7, 0.075, 0.075, 0.075, 0.075]);
}
