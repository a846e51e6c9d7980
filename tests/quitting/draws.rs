//! Another quitting rule, one more plan or period: earlier draws stay as they were.

use downline::world::World;
use proptest::prelude::*;

use super::{lives, referral, scenario, simulate};

/// Skilled sellers in a fixed network.
fn sellers(periods: u32, rules: &str, world: &str, plans: &str) -> String {
    let arrivals = vec!["1"; periods.min(6) as usize]
        .into_iter()
        .chain(vec!["0"; periods.saturating_sub(6) as usize])
        .collect::<Vec<_>>()
        .join(", ");
    format!(
        "[scenario]\nname = \"draws\"\nreplications = 3\nworld = \"{world}\"\n[horizon]\nperiods = {periods}\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 60\nattachment = \"preferential\"\narrivals = [{arrivals}]\n\
         [people]\nskill = {{ law = \"lognormal\", sigma = 0.8 }}\n[sales]\nlaw = \"rate\"\nmean = 2\n\
         order_value = {{ law = \"lognormal\", median = 10.00, sigma = 0.4 }}\n[costs]\nperiod_fee = 3.00\n\
         {rules}\n[product]\nprice = 10.00\n{plans}"
    )
}

/// Sponsors, and every member's units and prices by period with whether he is enrolled.
type Seen = (Vec<u32>, Vec<Vec<(bool, u32, i64)>>);

fn lived(rules: &str) -> Seen {
    let text = sellers(6, rules, "own", "");
    let scenario = scenario(
        &text.replace("[product]\nprice = 10.00\n", ""),
        &referral("plan", "0.1"),
    );
    let mut world = World::new(&scenario, 10_000);
    world.begin(2);
    let mut periods = Vec::new();
    for _ in 0..6 {
        world.live_next_period().unwrap();
        let period = world.period();
        let members = 0..period.members();
        let seen = members.map(|member| {
            let sales = period.sales;
            (
                period.is_enrolled(member),
                sales.units.of(member),
                sales.price[member],
            )
        });
        periods.push(seen.collect());
        // Whoever has an odd number is told that he lost.
        let net: Vec<i64> = (0..period.members() as i64)
            .map(|member| -(member % 2))
            .collect();
        world.quit_in_loss(&net);
    }
    (world.members().sponsor.clone(), periods)
}

const RULES: [&str; 6] = [
    "",
    "[quitting]\nhazard = 0.3",
    "[quitting]\nhazard = 0.3\nsocial = 0.5",
    "[quitting]\nmax_tenure = 2",
    "[quitting]\nhazard = 0.1\nhazard_in_loss = 0.4\nsocial = 0.2",
    "[reputation]\napproach = \"concealed\"\nearly_quit = 0.4\nattendance_gain = 2",
];

#[test]
fn another_quitting_rule_moves_no_draw_of_those_still_there() {
    let all = RULES.map(lived);
    let (sponsors, stayed) = &all[0];
    for (other_sponsors, periods) in &all[1..] {
        assert_eq!(sponsors, other_sponsors);
        let mut gone = 0;
        for (before, after) in stayed.iter().zip(periods) {
            for (stayed, other) in before.iter().zip(after) {
                if other.0 {
                    assert_eq!(stayed, other);
                } else {
                    assert_eq!((other.1, other.2), (0, 0));
                    gone += 1;
                }
            }
        }
        assert!(gone > 20, "{gone}");
    }
}

/// The hazard's quits come when they came with the hazard alone, or earlier.
#[test]
fn a_rule_beside_the_hazard_only_makes_earlier() {
    let [alone, social] = [RULES[1], RULES[2]].map(lived);
    for (alone, social) in alone.1.iter().flatten().zip(social.1.iter().flatten()) {
        assert!(alone.0 || !social.0);
    }
}

fn nets(text: &str) -> Vec<super::Lives> {
    let scenario = downline::scenario::load_text("draws.toml", text, &[], downline::plan::LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario;
    simulate(&scenario, 2, lives).unwrap().1
}

#[test]
fn one_more_plan_leaves_the_others_worlds_as_they_were() {
    let rules = "[quitting]\nhazard = 0.05\nhazard_in_loss = 0.5\nsocial = 0.3";
    let one = referral("one", "0.1");
    let alone = nets(&sellers(6, rules, "own", &one));
    let beside = nets(&sellers(
        6,
        rules,
        "own",
        &[one, referral("two", "0.4")].concat(),
    ));
    for (alone, beside) in alone.iter().zip(&beside) {
        assert_eq!(alone[0], beside[0]);
        assert_ne!(beside[0], beside[1]);
    }
}

#[test]
fn one_more_period_leaves_the_earlier_ones_as_they_were() {
    let rules = "[quitting]\nhazard = 0.05\nhazard_in_loss = 0.5\nsocial = 0.3";
    let [short, long] =
        [8, 9].map(|periods| nets(&sellers(periods, rules, "own", &referral("one", "0.1"))));
    for (short, long) in short.iter().zip(&long) {
        let mut gone = 0;
        for (short, long) in short[0].iter().zip(&long[0]) {
            // Who was gone by then is gone with as much.
            if short.0 < long.0 {
                assert_eq!(short.0 + 1, long.0);
            } else {
                assert_eq!(short, long);
                gone += 1;
            }
        }
        assert!(gone > 10, "{gone}");
    }
}

fn share() -> impl Strategy<Value = String> {
    (0..=100_u32).prop_map(|percent| format!("{}.{:02}", percent / 100, percent % 100))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// The books of every replication are checked by the run itself; and the number of
    /// threads changes nothing.
    #[test]
    fn books_balance_whoever_leaves(
        seed in 1_u32..1000,
        rules in prop::array::uniform6(share()),
        tenure in 1_u32..8,
        tolerance in 0_u32..30,
        recruiting: bool,
        own: bool,
        concealed: bool,
        population in 50_u32..400,
    ) {
        let [hazard, social, in_loss, early, stigma, recovery] = rules;
        let growth = if recruiting {
            "law = \"recruiting\"\napproaches = 3\nconversion = 0.3"
        } else {
            "law = \"fixed\"\nparticipants = 40"
        };
        let losses = if own {
            format!("loss_tolerance = {tolerance}.50\nhazard_in_loss = {in_loss}\n")
        } else {
            String::new()
        };
        let approach = if concealed {
            format!("approach = \"concealed\"\nattendance_gain = 2.5\nearly_quit = {early}\n")
        } else {
            String::new()
        };
        let tables = format!(
            "[scenario]\nname = \"books\"\nseed = {seed}\nreplications = 4\nworld = \"{}\"\n\
             [horizon]\nperiods = 7\n[growth]\n{growth}\n[market]\npopulation = {population}\n\
             [people]\ncontacts = 15\nreach = {{ law = \"lognormal\", sigma = 0.5 }}\n\
             [sales]\nlaw = \"funnel\"\ncontacts_per_period = 2\nconversion = 0.4\nreorder = 0.5\n\
             [costs]\njoin_fee = 3.00\nperiod_fee = 1.00\nown_purchase = {{ units = 1, use_value = 0.5 }}\n\
             [quitting]\nhazard = {hazard}\nmax_tenure = {tenure}\nsocial = {social}\n{losses}\
             [reputation]\n{approach}stigma = {stigma}\nrecovery = {recovery}\n",
            if own { "own" } else { "shared" },
        );
        let plans = format!(
            "{}[[plans]]\nname = \"levels\"\n[[plans.component]]\ntype = \"level_commission\"\nrates = [0.1, 0.05]\n\
             [[plans.component]]\ntype = \"charge\"\ninventory = {{ cost = 8.00, buyback_rate = 0.9 }}\n",
            referral("referral", "0.4")
        );
        let scenario = scenario(&tables, &plans);
        let one = simulate(&scenario, 1, lives);
        prop_assert!(one.is_ok(), "{}", one.unwrap_err());
        let two = simulate(&scenario, 2, lives).unwrap();
        let one = one.unwrap();
        prop_assert_eq!(&one.1, &two.1);
        prop_assert_eq!(
            format!("{:?}", one.0.summary),
            format!("{:?}", two.0.summary)
        );
    }
}
