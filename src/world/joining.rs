//! The first event of a period: people join (model.md §2 and §3).

use std::ops::Range;

use crate::luck::Stream;

use super::growth::{Joining, galton_watson, recruiting};
use super::{World, WorldError};

impl World<'_> {
    pub(super) fn people_join(&mut self) -> Result<(), WorldError> {
        self.those_who_quit_leave_the_draw();
        let last_generation = self.last_generation();
        self.first_joiner = self.members.len();
        if self.period == 1 && self.scenario.growth.count_founders {
            self.first_joiner = 0;
        }
        match &self.joining {
            Joining::Counted { arrivals, .. } => {
                let joiners = arrivals[self.period as usize - 1];
                self.attach(joiners)?;
            }
            Joining::Enrolled(network) => {
                let members = self.members.len();
                let until = network.joined_by(self.period).max(members);
                let newcomers = network.sponsor[members..until].to_vec();
                self.check_room(newcomers.len() as u64)?;
                self.market.note_enrolled(0, newcomers.len() as u64);
                self.members.sponsor.extend(newcomers);
            }
            &Joining::Recruiting {
                approaches,
                conversion,
            } => {
                let (sponsors, clamped) = recruiting::recruit(
                    &mut self.members,
                    &mut self.market,
                    approaches,
                    conversion * self.reputation.of_joining(),
                    self.period,
                    &self.luck.key(Stream::Recruiting, self.period),
                    &self.luck.key(Stream::JoinOrder, self.period),
                );
                self.clamped += clamped;
                self.check_room(sponsors.len() as u64)?;
                self.members.sponsor.extend(sponsors);
            }
            Joining::GaltonWatson {
                recruits,
                generations,
                max_participants,
            } => {
                if self.period <= *generations {
                    let joined = (self.members.len() as u64)
                        .saturating_sub(u64::from(self.scenario.growth.founders));
                    let room = max_participants.saturating_sub(joined);
                    let offspring = self.luck.key(Stream::Offspring, 0);
                    let join_order = self.luck.key(Stream::JoinOrder, self.period);
                    let sponsors = galton_watson::next_generation(
                        recruits,
                        &self.members,
                        last_generation,
                        &mut self.market,
                        room,
                        self.period,
                        (&offspring, &join_order),
                    );
                    self.check_room(sponsors.len() as u64)?;
                    self.members.sponsor.extend(sponsors);
                }
            }
        }
        self.members.settle(self.period, &self.rules, &self.life);
        Ok(())
    }

    /// Up to `wanted` people join whose sponsors are drawn by the attachment: fewer if the
    /// population has no more, or nobody is left who could bring them.
    fn attach(&mut self, wanted: u64) -> Result<(), WorldError> {
        let joiners = wanted.min(self.market.room(0));
        self.check_room(joiners)?;
        let before = self.members.len() as u64;
        let key = self.luck.key(Stream::Attachment, 0);
        let World {
            joining,
            members,
            rules,
            life,
            ..
        } = self;
        if let Joining::Counted { attacher, .. } = joining {
            attacher.attach(
                &key,
                self.scenario.growth.founders,
                &mut members.sponsor,
                (before + joiners) as u32,
                &|member| rules.reach_of(life, member),
            );
        }
        self.market.admit(0, self.members.len() as u64 - before);
        Ok(())
    }

    /// With `active_only`, whoever quit at the end of the last period recruits no more
    /// (rulings.md 2: enrolled is joined and not quit).
    fn those_who_quit_leave_the_draw(&mut self) {
        if !self.scenario.growth.active_only || self.period == 1 {
            return;
        }
        let period = self.period;
        let World {
            joining,
            members,
            rules,
            life,
            ..
        } = self;
        let Joining::Counted { attacher, .. } = joining else {
            return;
        };
        for member in members.quitters(period - 1) {
            attacher.remove(member, &|member| rules.reach_of(life, member));
        }
    }

    /// Those who joined in the last period; before the first, the founders.
    fn last_generation(&self) -> Range<usize> {
        let founders = self.scenario.growth.founders as usize;
        if self.period == 1 {
            return 0..founders;
        }
        let joined = self.members.joined.as_each().starting_at(founders);
        let members = self.members.len();
        let first = joined.partition_point(members - founders, |joined| {
            u32::from(joined) + 1 < self.period
        });
        founders + first..members
    }

    fn check_room(&self, joiners: u64) -> Result<(), WorldError> {
        if self.members.len() as u64 + joiners > self.members_limit {
            return Err(WorldError::TooManyMembers {
                limit: self.members_limit,
                period: self.period,
            });
        }
        Ok(())
    }
}
