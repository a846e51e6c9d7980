//! Who leaves, and when (model.md §7): by chance, after so many periods, after his
//! sponsor, by finding out what he was not told (model.md §8), or because of money lost.
//!
//! All but the last are known on joining, as the last period a member is enrolled in: one
//! draw for each rule and life, so that no rule moves another's draws and the horizon cuts
//! stays off without changing one. Who meets several rules leaves by the first. Losses are
//! known only when a plan has paid, so they are asked about at the end of each period, of
//! those who would stay.

use crate::columns::Entries;
use crate::luck::survival::Survival;
use crate::luck::{Key, Luck, Stream};
use crate::network::NO_SPONSOR;
use crate::scenario::types::{Approach, Scenario};

use super::members::Members;

/// The rules of a scenario; those it does not have cost nothing.
#[derive(Clone, Debug)]
pub(super) struct QuittingRules {
    survival: Option<Survival>,
    max_tenure: Option<u32>,
    early: Option<EarlyQuit>,
    /// Chance of following the sponsor out.
    social: f64,
    in_loss: Option<InLoss>,
}

/// A recruit may find out at the end of each of his first periods.
#[derive(Clone, Debug)]
struct EarlyQuit {
    survival: Survival,
    periods: u32,
}

/// Quitting because of money lost.
#[derive(Clone, Copy, Debug)]
struct InLoss {
    /// Net below this, in minor units, is a loss.
    below: i64,
    hazard: f64,
}

/// Keys of the draws made once in a life.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuittingKeys {
    hazard: Key,
    early: Key,
    social: Key,
}

impl QuittingKeys {
    pub(super) fn new(luck: &Luck) -> QuittingKeys {
        QuittingKeys {
            hazard: luck.key(Stream::Quit, 0),
            early: luck.key(Stream::EarlyQuit, 0),
            social: luck.key(Stream::QuitSocially, 0),
        }
    }
}

impl QuittingRules {
    pub(super) fn new(scenario: &Scenario) -> QuittingRules {
        let rules = &scenario.quitting;
        QuittingRules {
            survival: (!rules.hazard.is_zero())
                .then(|| Survival::new(rules.hazard.to_f64(), scenario.horizon.periods)),
            max_tenure: rules.max_tenure,
            early: match scenario.reputation.approach {
                Approach::Concealed {
                    early_quit,
                    early_periods,
                    ..
                } if !early_quit.is_zero() => Some(EarlyQuit {
                    survival: Survival::new(early_quit.to_f64(), early_periods),
                    periods: early_periods,
                }),
                Approach::Concealed { .. } | Approach::Open => None,
            },
            social: rules.social.to_f64(),
            in_loss: (!rules.hazard_in_loss.is_zero()).then(|| InLoss {
                below: -rules.loss_tolerance.0,
                hazard: rules.hazard_in_loss.to_f64(),
            }),
        }
    }

    /// Whether nobody can ever leave. Following a sponsor needs one who left by another
    /// rule first.
    pub(super) fn everyone_stays(&self) -> bool {
        self.survival.is_none()
            && self.max_tenure.is_none()
            && self.early.is_none()
            && self.in_loss.is_none()
    }

    /// Fills `last_period` for the members who join in this period: those it does not
    /// reach yet. `u16::MAX` stands for those who stay.
    pub(super) fn settle(
        &self,
        sponsor: &[u32],
        period: u32,
        keys: &QuittingKeys,
        last_period: &mut Entries<u16>,
    ) {
        let first = last_period.len();
        let joiners = first..sponsor.len();
        match &self.survival {
            None => last_period.lengthen(sponsor.len(), u16::MAX),
            Some(survival) => last_period.extend(joiners.clone().map(|member| {
                (period + survival.periods_survived(keys.hazard.draw(member as u32, 0))) as u16
            })),
        }
        if let Some(most) = self.max_tenure {
            let last = (period + most - 1) as u16;
            for own in &mut last_period.make_own()[first..] {
                *own = last.min(*own);
            }
        }
        if let Some(early) = &self.early {
            for member in joiners.clone() {
                if let Some(last) = early.last_period(period, keys, member) {
                    last_period.set(member, last.min(last_period.at(member)));
                }
            }
        }
        if self.social > 0.0 {
            for member in joiners {
                self.follow_sponsor(member, sponsor, period, keys, last_period);
            }
        }
    }

    /// Lets a member who joined in period `joined` leave in the period after his sponsor's
    /// last one, if he is to follow and would stay longer. Sponsors come before their
    /// recruits, so one pass down the column carries a wave all the way.
    fn follow_sponsor(
        &self,
        member: usize,
        sponsor: &[u32],
        joined: u32,
        keys: &QuittingKeys,
        last_period: &mut Entries<u16>,
    ) {
        if sponsor[member] == NO_SPONSOR {
            return;
        }
        let sponsors_last = last_period.at(sponsor[member] as usize);
        if joined <= u32::from(sponsors_last)
            && sponsors_last.saturating_add(1) < last_period.at(member)
            && keys.social.uniform(member as u32, 0) < self.social
        {
            last_period.set(member, sponsors_last + 1);
        }
    }

    /// Asks everyone who is in loss and would stay whether he quits at the end of this
    /// period, by his net so far; then whoever follows his sponsor. Fills `quitters` with those
    /// who quit for their losses, ascending. Founders stay.
    pub(super) fn quit_in_loss(
        &self,
        members: &mut Members,
        period: u32,
        net: &[i64],
        keys: &QuittingKeys,
        luck: &Luck,
        quitters: &mut Vec<u32>,
    ) {
        quitters.clear();
        let Some(in_loss) = self.in_loss else {
            return;
        };
        let key = luck.key(Stream::QuitInLoss, period);
        for (member, &net) in net.iter().enumerate() {
            if net < in_loss.below
                && members.sponsor[member] != NO_SPONSOR
                && u32::from(members.last_period.at(member)) > period
                && key.uniform(member as u32, 0) < in_loss.hazard
            {
                members.last_period.set(member, period as u16);
                quitters.push(member as u32);
            }
        }
        if self.social > 0.0 && !quitters.is_empty() {
            for member in 0..members.sponsor.len() {
                self.follow_sponsor(
                    member,
                    &members.sponsor,
                    u32::from(members.joined.at(member)),
                    keys,
                    &mut members.last_period,
                );
            }
        }
    }

    /// How many found out at the end of this period and left for it.
    pub(super) fn found_out(&self, members: &Members, period: u32, keys: &QuittingKeys) -> u64 {
        let Some(early) = &self.early else {
            return 0;
        };
        // Members are numbered in joining order, so those young enough are a range.
        let oldest = (period + 1).saturating_sub(early.periods);
        let joined = members.joined.as_each();
        let start = joined.partition_point(members.len(), |at| u32::from(at) < oldest);
        let young = (start..members.len()).filter(|&member| {
            members.sponsor[member] != NO_SPONSOR
                && u32::from(members.last_period.at(member)) == period
                && early.last_period(u32::from(joined.at(member)), keys, member)
                    == Some(period as u16)
        });
        young.count() as u64
    }
}

impl EarlyQuit {
    /// The period in which a member who joined in `joined` finds out, if he ever does.
    fn last_period(&self, joined: u32, keys: &QuittingKeys, member: usize) -> Option<u16> {
        let survived = self
            .survival
            .periods_survived(keys.early.draw(member as u32, 0));
        (survived < self.periods).then(|| (joined + survived) as u16)
    }
}
