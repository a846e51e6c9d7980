//! Rules that know no earnings, on joining.

use downline::world::World;

use super::{referral, scenario};
use downline::scenario::types::Scenario;

/// Networks of 2,000 that join in the first of 12 periods; everyone recruits at most one,
/// so that each founder heads a chain.
fn crowd(quitting: &str, founders: u32) -> Scenario {
    let tables = format!(
        "[scenario]\nname = \"laws\"\nseed = 5\n[horizon]\nperiods = 12\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 2000\nfounders = {founders}\nmax_recruits = 1\n\
         arrivals = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]\n[sales]\nlaw = \"fixed\"\nunits = 0\n{quitting}\n"
    );
    scenario(&tables, &referral("plan", "0.1"))
}

/// Last periods of everyone, and the sponsors.
fn grown(scenario: &Scenario, replication: u32) -> (Vec<u16>, Vec<u32>) {
    let mut world = World::new(scenario, 10_000);
    world.begin(replication);
    for _ in 0..scenario.horizon.periods {
        world.live_next_period().unwrap();
    }
    let members = world.members();
    let last_periods = (0..members.len()).map(|member| members.last_period.at(member));
    (last_periods.collect(), members.sponsor.clone())
}

#[test]
fn tenure_is_exact_and_founders_stay() {
    let scenario = super::scenario(
        "[scenario]\nname = \"laws\"\n[horizon]\nperiods = 6\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 12\n[sales]\nlaw = \"fixed\"\nunits = 0\n\
         [quitting]\nmax_tenure = 3\n",
        &referral("plan", "0.1"),
    );
    let mut world = World::new(&scenario, 100);
    world.begin(1);
    let mut enrolled = Vec::new();
    for _ in 0..6 {
        world.live_next_period().unwrap();
        enrolled.push(world.period().enrolled_from(1));
    }
    // Two join a period and stay three.
    assert_eq!(enrolled, [2, 4, 6, 6, 6, 6]);
    assert_eq!(world.members().last_period.at(0), u16::MAX);
    for member in 1..13 {
        let joined = world.members().joined.at(member);
        assert_eq!(world.members().last_period.at(member), joined + 2);
    }
}

/// P(gone at the end of period t) = (1 − h)^(t − 1) h; each within 4 standard errors.
#[test]
fn stays_under_a_hazard_are_geometric() {
    let (last, _) = grown(&crowd("[quitting]\nhazard = 0.2", 1), 1);
    shares_are(&last[1..], |period| 0.8_f64.powi(period - 1) * 0.2, 12);
}

/// The same of finding out, in the first four periods only.
#[test]
fn recruits_find_out_in_their_first_periods_only() {
    let concealed = "[reputation]\napproach = \"concealed\"\nearly_quit = 0.3\nearly_periods = 4";
    let (last, _) = grown(&crowd(concealed, 1), 1);
    shares_are(&last[1..], |period| 0.7_f64.powi(period - 1) * 0.3, 4);
    let stayed = last[1..].iter().filter(|&&last| last == u16::MAX).count();
    let found_out = last[1..].iter().filter(|&&last| last <= 4).count();
    assert_eq!(stayed + found_out, 2000);
}

fn shares_are(last: &[u16], law: impl Fn(i32) -> f64, periods: i32) {
    let members = last.len() as f64;
    for period in 1..=periods {
        let share = law(period);
        let found = last.iter().filter(|&&last| i32::from(last) == period);
        let error = (share * (1.0 - share) / members).sqrt();
        let found = found.count() as f64 / members;
        assert!((found - share).abs() < 4.0 * error, "{period}: {found}");
    }
}

#[test]
fn who_meets_several_rules_leaves_by_the_first() {
    let [hazard, early, both] = [
        "[quitting]\nhazard = 0.1",
        "[reputation]\napproach = \"concealed\"\nearly_quit = 0.2",
        "[quitting]\nhazard = 0.1\nmax_tenure = 9\n[reputation]\napproach = \"concealed\"\nearly_quit = 0.2",
    ]
    .map(|rules| grown(&crowd(rules, 1), 3).0);
    for member in 1..both.len() {
        assert_eq!(both[member], hazard[member].min(early[member]).min(9));
    }
}

/// A chain in which everyone follows: each stays as long as he would by himself, and no
/// longer than a period after the one above him.
#[test]
fn a_wave_of_leaving_goes_down_a_chain_one_level_a_period() {
    let own = grown(&crowd("[quitting]\nhazard = 0.05", 1), 2).0;
    let (last, sponsor) = grown(&crowd("[quitting]\nhazard = 0.05\nsocial = 1", 1), 2);
    let mut followed = 0;
    for member in 1..last.len() {
        let above = last[sponsor[member] as usize];
        assert_eq!(last[member], own[member].min(above.saturating_add(1)));
        followed += usize::from(last[member] < own[member]);
    }
    assert!(followed > 1000, "{followed} followed");
}

/// Of those who would stay longer than a period after their sponsor's last, a share of
/// `social` follows.
#[test]
fn following_has_the_chance_it_is_given() {
    let own = grown(&crowd("[quitting]\nhazard = 0.1", 500), 4).0;
    let (last, sponsor) = grown(&crowd("[quitting]\nhazard = 0.1\nsocial = 0.4", 500), 4);
    let (mut asked, mut followed) = (0.0, 0.0);
    for member in 500..last.len() {
        let then = last[sponsor[member] as usize].saturating_add(1);
        if then < own[member] {
            asked += 1.0;
            followed += f64::from(u8::from(last[member] == then));
            assert!([then, own[member]].contains(&last[member]));
        } else {
            assert_eq!(last[member], own[member]);
        }
    }
    let error = (0.4_f64 * 0.6 / asked).sqrt();
    assert!(
        (followed / asked - 0.4).abs() < 4.0 * error,
        "{followed} of {asked}"
    );
    assert!(asked > 500.0);
}

/// Who joins under someone already gone does not leave for it.
#[test]
fn a_sponsor_gone_before_is_not_followed() {
    let tables = "[scenario]\nname = \"laws\"\n[horizon]\nperiods = 8\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 400\n[sales]\nlaw = \"fixed\"\nunits = 0\n\
         [quitting]\nmax_tenure = 2\nsocial = 1\n";
    let scenario = scenario(tables, &referral("plan", "0.1"));
    let mut world = World::new(&scenario, 1000);
    world.begin(1);
    for _ in 0..8 {
        world.live_next_period().unwrap();
    }
    let members = world.members();
    let mut late = 0;
    for member in 1..members.len() {
        let joined = members.joined.at(member);
        let above = members.last_period.at(members.sponsor[member] as usize);
        let own = joined + 1;
        let follows = joined <= above && above.saturating_add(1) < own;
        assert!(!follows, "nobody can follow earlier than his tenure ends");
        assert_eq!(members.last_period.at(member), own);
        late += usize::from(above < joined);
    }
    assert!(late > 20, "{late} joined under someone gone");
}
