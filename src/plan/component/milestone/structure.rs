//! The power of three (ML-04): a full frontline, then a frontline of such people.

use rust_decimal::Decimal;

use super::{MilestoneMemory, Repeat, line};
use crate::money::Cents;
use crate::network::NO_SPONSOR;
use crate::plan::earnings::Earnings;
use crate::plan::ground::Ground;

/// Tier 1: the member and `width` of his frontline with `person_min` each, he and his
/// frontline `team_min` together. Tier n + 1: `width` of them at tier n.
#[derive(Clone, Debug)]
pub(super) struct PowerOfThree {
    pub width: u32,
    pub person_min: Decimal,
    pub team_min: Decimal,
    pub amounts: Vec<Cents>,
    pub repeat: Repeat,
}

/// Scratch of finding tiers, by member.
#[derive(Debug, Default)]
pub(super) struct Tiers {
    /// Points of the frontline.
    team: Vec<i64>,
    /// A row a member: people of the frontline with enough points, then at tier 1, 2, ….
    people: Vec<u32>,
    tier: Vec<u8>,
}

impl PowerOfThree {
    pub(super) fn earn(
        &self,
        ground: &Ground,
        memory: &mut MilestoneMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        self.find_tiers(ground, &mut memory.tiers);
        memory.highest.resize(ground.members(), 0);
        memory.previous.resize(ground.members(), 0);
        for (member, &tier) in memory.tiers.tier.iter().enumerate() {
            let highest = &mut memory.highest[member];
            let reached = self.repeat.reached(tier, memory.previous[member], *highest);
            memory.previous[member] = tier;
            if reached.is_none() {
                continue;
            }
            *highest = tier.max(*highest);
            let amount = self.amounts[usize::from(tier) - 1].0;
            let amount = amount.checked_mul(10_i64.pow(ground.decimals))?;
            earnings.pay(member, line(ground, amount))?;
        }
        Some(())
    }

    /// Everyone's tier, in one pass from the newest member to the oldest.
    fn find_tiers(&self, ground: &Ground, tiers: &mut Tiers) {
        let volumes = ground.volumes;
        let person_min = volumes.points.threshold(self.person_min);
        let team_min = volumes.points.threshold(self.team_min);
        let members = ground.members();
        let most = self.amounts.len();
        tiers.team.clear();
        tiers.team.resize(members, 0);
        tiers.people.clear();
        tiers.people.resize(members * most, 0);
        tiers.tier.clear();
        tiers.tier.resize(members, 0);
        for member in (0..members).rev() {
            let own = volumes.points_of(member);
            let counts = own >= person_min && ground.is_active(member);
            let row = &tiers.people[member * most..(member + 1) * most];
            let tier = if counts && own.saturating_add(tiers.team[member]) >= team_min {
                row.iter()
                    .take_while(|&&people| people >= self.width)
                    .count()
            } else {
                0
            };
            tiers.tier[member] = tier as u8;
            let sponsor = ground.sponsor[member];
            if sponsor == NO_SPONSOR {
                continue;
            }
            let sponsor = sponsor as usize;
            tiers.team[sponsor] = tiers.team[sponsor].saturating_add(own);
            let row = &mut tiers.people[sponsor * most..(sponsor + 1) * most];
            if counts {
                row[0] += 1;
            }
            // Who is at tier n counts for the tiers above his sponsor's 1 to n.
            for people in row.iter_mut().skip(1).take(tier) {
                *people += 1;
            }
        }
    }
}
