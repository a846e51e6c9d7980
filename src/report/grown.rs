//! A simulated network as CSV: who joined when and under whom, and what became of him. It is
//! read again by `downline pay --network` and by growth law `observed`.

use std::io::{self, Write};

use crate::network::{self, NO_SPONSOR};
use crate::scenario::types::{Ability, Scenario};
use crate::world::World;

/// The columns. Participants are numbered from 1 in joining order, founders first; the
/// sponsor of a founder is empty.
pub const HEADER: &str = "id,sponsor,joined_period,depth,recruits,downline,skill,reach\n";

/// Writes everyone who has joined a world so far. An ability that nothing in the scenario
/// asks for is never drawn: it is empty, or 1 where it is the same for all.
///
/// # Errors
///
/// If `out` cannot be written.
pub fn write(scenario: &Scenario, world: &World, out: &mut dyn Write) -> io::Result<()> {
    let members = world.members();
    let mut teams = Vec::new();
    network::teams(&members.sponsor, &mut teams);
    let people = &scenario.people;
    let unknown = |alike: bool, ability: &Ability| alike && *ability != Ability::Constant;
    let no_skill = unknown(members.all_sell_alike(), &people.skill);
    let no_reach = unknown(members.all_recruit_alike(), &people.reach);
    out.write_all(HEADER.as_bytes())?;
    for (member, team) in teams.iter().enumerate() {
        write!(out, "{},", member + 1)?;
        let sponsor = members.sponsor[member];
        if sponsor != NO_SPONSOR {
            write!(out, "{}", u64::from(sponsor) + 1)?;
        }
        write!(
            out,
            ",{},{},{},{},",
            members.joined.at(member),
            members.depth[member],
            team.recruits,
            team.downline
        )?;
        if !no_skill {
            write!(out, "{:.9}", members.skill(member))?;
        }
        out.write_all(b",")?;
        if !no_reach {
            write!(out, "{:.9}", members.reach(member))?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}
