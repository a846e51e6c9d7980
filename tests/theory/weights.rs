//! Attachments that hang on the members: ability to recruit, and who is still enrolled.

use super::support::*;

#[test]
fn a_sponsor_is_drawn_by_his_reach() {
    // Given everyone's reach, the share of recruits the early half expects at each join is
    // its share of reach so far: the surplus over it has mean 0.
    let scenario = world(
        "[growth]\nlaw = \"fixed\"\nparticipants = 200\nattachment = \"reach\"\n\
         [people]\nreach = { law = \"lognormal\", sigma = 1.2 }",
    );
    let mut surplus = Sample::default();
    let mut by_reach = Sample::default();
    for replication in 1..=often(2_000) {
        let world = live(&scenario, replication);
        let members = world.members();
        let (mut all, mut first, mut off) = (0.0, 0.0, 0.0);
        let mut weighed = 0.0;
        let (mut squares, mut expected) = (0.0, 0.0);
        for member in 0..members.len() {
            if member > 0 {
                let sponsor = members.sponsor[member] as usize;
                off += f64::from(u8::from(sponsor < 20)) - first / all;
                weighed += members.reach(sponsor);
                expected += squares / all;
            }
            let reach = members.reach(member);
            all += reach;
            squares += reach * reach;
            if member < 20 {
                first += reach;
            }
        }
        surplus.0.push(off);
        by_reach.0.push(weighed - expected);
    }
    surplus.check("recruits of the first twenty beyond their reach", 0.0, None);
    by_reach.check("reach of sponsors, size-biased", 0.0, None);
}

#[test]
fn reach_that_is_the_same_for_all_is_uniform() {
    let mut leaves = Sample::default();
    grow(
        &scenario(400, "attachment = \"reach\""),
        often(2_000),
        |network| {
            leaves.0.push(count(&network.recruits, |r| r == 0));
        },
    );
    leaves.check("T1 by equal reach", 200.0, Some(400.0 / 12.0));
}

#[test]
fn only_the_enrolled_recruit_and_all_of_them_alike() {
    for attachment in [
        "uniform",
        "preferential",
        "preferential; offset = 0.5; max_recruits = 40",
        "reach",
        "recent; half_life = 500",
        "slots; width = 40",
    ] {
        let scenario = world(&format!(
            "[horizon]\nperiods = 3\n[growth]\nlaw = \"fixed\"\nparticipants = 6000\nactive_only = true\n\
             {}\n[quitting]\nhazard = 0.6",
            attaching(attachment)
        ));
        let world = live(&scenario, 1);
        let members = world.members();
        assert_eq!(members.len(), 6_001, "{attachment}");
        for member in 1..members.len() {
            let (sponsor, period) = (members.sponsor[member], members.joined.at(member));
            assert!(
                members.is_enrolled(sponsor as usize, u32::from(period)),
                "{attachment}: {sponsor} had quit when {member} joined"
            );
        }
        let quitters = (0..members.len())
            .filter(|&member| !members.is_enrolled(member, 3))
            .count();
        assert!(quitters > 2_000, "{attachment}: {quitters}");
    }
    // Uniform among the enrolled: where the sponsor stands among them is even.
    let scenario = world(
        "[horizon]\nperiods = 2\n[growth]\nlaw = \"fixed\"\nparticipants = 3000\nactive_only = true\n\
         arrivals = [1, 1]\n[quitting]\nhazard = 0.5",
    );
    let mut tenths = vec![0_u64; 10];
    for replication in 1..=often(4) {
        let world = live(&scenario, replication);
        let members = world.members();
        let mut place = vec![None; members.len()];
        let mut enrolled = 0_usize;
        for member in 0..members.len() {
            if members.joined.at(member) == 2 {
                let own = place[members.sponsor[member] as usize].expect("an enrolled sponsor");
                // Uniform on 0 … enrolled − 1; fewer than ten do not occur.
                tenths[own * 10 / enrolled] += 1;
            }
            if members.is_enrolled(member, 2) {
                place[member] = Some(enrolled);
                enrolled += 1;
            }
        }
    }
    check_law("places of sponsors among the enrolled", &tenths, &[0.1; 10]);
}

#[test]
fn nobody_joins_once_everyone_who_could_bring_him_is_full() {
    let scenario = world(
        "[horizon]\nperiods = 3\n[growth]\nlaw = \"fixed\"\nparticipants = 30\nactive_only = true\n\
         max_recruits = 1\n[quitting]\nhazard = 1",
    );
    // Ten join in a chain and quit, the founder is full: it ends there.
    let world = live(&scenario, 1);
    assert_eq!(world.members().len(), 11);
    assert_eq!(world.members().sponsor[1..], (0..10).collect::<Vec<u32>>());
}
