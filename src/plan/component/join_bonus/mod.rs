//! `join_bonus` (plans.md E10): a reward to the enroller, and to enrollers above him, when
//! someone joins or orders soon after.

mod climb;
mod keys;
mod terms;
#[cfg(test)]
mod tests;
mod window;

use crate::books::{Order, Source, Trigger};
use crate::network::NO_SPONSOR;
use crate::plan::earnings::{Earnings, Funding, Line};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};
use crate::plan::volume::Volumes;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::types::ComponentSettings;

use super::{Commission, Maximum, Stage, sum};
use climb::{Climb, Found};
use terms::{Base, Payee, Reward, Terms};
use window::Window;

pub(super) use keys::VARIANT;

/// The reward for bringing someone in.
#[derive(Clone, Debug)]
pub struct JoinBonus {
    terms: Terms,
}

#[derive(Debug, Default)]
struct JoinMemory {
    /// Who has brought a bonus that comes once.
    brought: Vec<bool>,
    /// Who is paid for each member, where that is fixed at enrolment.
    coded: Vec<u32>,
    /// What each member brought each level in the period, where there are caps.
    given: Vec<i64>,
}

impl Memory for JoinMemory {
    fn forget(&mut self) {
        self.brought.clear();
        self.coded.clear();
        self.given.clear();
    }
}

impl JoinBonus {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<JoinBonus, Box<Diagnostic>> {
        Terms::new(settings, plan).map(|terms| JoinBonus { terms })
    }

    /// Whether every joiner brings the same to whoever is above him and nobody else
    /// brings anything, so that nothing need be asked of single payments.
    fn everyone_brings_the_same(&self, ground: &Ground, earnings: &Earnings) -> bool {
        let terms = &self.terms;
        let on_joining = matches!(
            (&terms.reward, terms.window),
            (_, Window::Enrolment) | (Reward::Flat(_), Window::Always)
        );
        on_joining
            && ground.period.details.own.is_none()
            && terms.payee == Payee::ByLevel
            && !terms.roll_up
            && terms.sponsor_must_qualify
            && terms.caps.is_empty()
            && !earnings.by_line()
    }

    fn pay_alike(&self, ground: &Ground, earnings: &mut Earnings) -> Option<()> {
        let volumes = ground.volumes;
        let base = match &self.terms.reward {
            Reward::Percent(_) => charged(self.terms.base, volumes),
            Reward::Flat(_) => 1,
        };
        let rewards: Vec<i64> = (0..self.terms.reward.levels())
            .map(|level| {
                self.terms
                    .reward
                    .each(level, ground.decimals)?
                    .checked_mul(base)
            })
            .collect::<Option<_>>()?;
        let each = rewards
            .iter()
            .try_fold(0_i64, |sum, &reward| sum.checked_add(reward))?;
        earnings.theoretical = i128::from(each.checked_mul(volumes.joiners)?);
        for joiner in ground.period.joiners() {
            let mut upline = ground.sponsor[joiner];
            for &reward in &rewards {
                if upline == NO_SPONSOR {
                    earnings.no_upline += i128::from(reward);
                } else {
                    earnings.exact[upline as usize] += reward;
                    upline = ground.sponsor[upline as usize];
                }
            }
        }
        Some(())
    }

    /// Everything in the period that may bring the bonus: new members and what they paid.
    fn payments(
        &self,
        volumes: &Volumes,
        days: u32,
        mut each: impl FnMut(usize, i64) -> Option<()>,
    ) -> Option<()> {
        let (terms, period) = (&self.terms, volumes.period);
        let details = &period.details;
        let charged = charged(terms.base, volumes);
        let flat = matches!(terms.reward, Reward::Flat(_));
        // In a simulated world joining itself brings a flat bonus; in a real network the
        // order does (Mary Kay: 50 for each new member with an order of 600).
        let on_joining = flat && details.own.is_none();
        if charged != 0 || on_joining {
            let joiners = period.joiners();
            let repeats = terms.base == Base::Order && !(flat && terms.once);
            let first = match terms.window {
                Window::Always => joiners.start,
                window if repeats => window.first_member(period, days).max(period.founders),
                _ => joiners.start,
            };
            for member in first..period.members() {
                if !period.is_enrolled(member) {
                    continue;
                }
                if charged != 0 || (on_joining && joiners.contains(&member)) {
                    each(member, charged)?;
                }
            }
        }
        let Some(own) = details.own else {
            return Some(());
        };
        if details.orders.is_empty() {
            let column = match terms.base {
                Base::Order => &own.commissionable,
                Base::Kit => &own.kit_commissionable,
                Base::MembershipFee => &own.fees,
            };
            for (member, &paid) in column.iter().enumerate() {
                if paid != 0 && terms.window.holds_period(period, days, member) {
                    each(member, paid)?;
                }
            }
            return Some(());
        }
        let refunded = if flat || terms.once {
            refunded_in_full(details.orders)
        } else {
            Vec::new()
        };
        for order in details.orders {
            let member = order.participant as usize;
            let counts = order.kind == terms.base.kind()
                && member < period.members()
                && terms.window.holds_order(period, days, member, order.day);
            if !counts {
                continue;
            }
            let taken_back = refunded.binary_search(&order.number).is_ok();
            let is_refund = order.is_refund();
            // A refund of an earlier period is the ledger's (plans.md §4 step 3).
            let skipped = taken_back
                || (is_refund
                    && (flat || terms.once || place_of(details.orders, order.refund_of).is_none()));
            if !skipped {
                each(member, paid_by(terms.base, order))?;
            }
        }
        Some(())
    }
}

/// What the plan charges every member who pays it.
fn charged(base: Base, volumes: &Volumes) -> i64 {
    match base {
        Base::Order => volumes.own_use,
        Base::Kit => volumes.kit,
        Base::MembershipFee => volumes.join_fee,
    }
}

fn paid_by(base: Base, order: &Order) -> i64 {
    match base {
        Base::Order | Base::Kit => order.commissionable,
        Base::MembershipFee => order.price,
    }
}

fn place_of(orders: &[Order], number: u32) -> Option<usize> {
    orders
        .binary_search_by_key(&number, |order| order.number)
        .ok()
}

/// The numbers of the orders that were taken back within the period.
fn refunded_in_full(orders: &[Order]) -> Vec<u32> {
    let mut numbers: Vec<u32> = orders
        .iter()
        .filter(|refund| refund.is_refund())
        .filter_map(|refund| {
            let sale = &orders[place_of(orders, refund.refund_of)?];
            (sale.price + refund.price == 0).then_some(sale.number)
        })
        .collect();
    numbers.sort_unstable();
    numbers
}

/// What one period's payments are paid on with.
struct Round<'a, 'b> {
    terms: &'a Terms,
    climb: Climb<'a, 'b>,
    memory: &'a mut JoinMemory,
    earnings: &'a mut Earnings,
}

impl Round<'_, '_> {
    /// Pays what one payment of a new member brings.
    fn pay(&mut self, recruit: usize, base: i64) -> Option<()> {
        if self.terms.once && std::mem::replace(&mut self.memory.brought[recruit], true) {
            return Some(());
        }
        let decimals = self.climb.ground.decimals;
        let source = self.terms.source();
        let coded = self.memory.coded.get(recruit).copied();
        self.climb.start(recruit);
        for level in 0..self.terms.reward.levels() {
            let each = self.terms.reward.each(level, decimals)?;
            let mut line = Line {
                source: recruit as u32,
                level: level as u16 + 1,
                volume: base,
                rate: each,
                exact: [0; 3],
            };
            line.exact[source as usize] = match self.terms.reward {
                Reward::Percent(_) => each.checked_mul(base)?,
                Reward::Flat(_) => {
                    line.rate = 0;
                    each
                }
            };
            match self.climb.next(self.terms, coded) {
                Found::Payee(payee) => {
                    let above = self.above_cap(recruit, level, line.total())?;
                    if above != 0 {
                        let mut lost = line;
                        lost.exact[source as usize] = above;
                        line.exact[source as usize] -= above;
                        self.earnings
                            .lose(payee, lost, "above the cap for one new member");
                    }
                    self.earnings.pay(payee as usize, line)?;
                }
                Found::Unpaid(of, why) => self.earnings.lose(of, line, why),
                Found::Nobody => self.earnings.above_the_root(line),
            }
        }
        Some(())
    }

    /// How much of `amount` is above the cap of its level.
    fn above_cap(&mut self, recruit: usize, level: usize, amount: i64) -> Option<i64> {
        let Some(cap) = self.terms.caps.get(level) else {
            return Some(0);
        };
        let decimals = self.climb.ground.decimals;
        let cap = cap.0.checked_mul(10_i64.pow(decimals))?;
        let given = &mut self.memory.given[recruit * self.terms.caps.len() + level];
        // A refund gives back only what was not above the cap in the first place.
        let before = (*given).min(cap);
        *given = given.checked_add(amount)?;
        Some(amount - ((*given).min(cap) - before))
    }
}

impl Commission for JoinBonus {
    fn stage(&self) -> Stage {
        Stage::PerSale
    }

    fn decimals(&self) -> u32 {
        self.terms.reward.decimals()
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        earnings.begin_lines(Funding::Only(self.terms.source()));
        if self.everyone_brings_the_same(ground, earnings) {
            return self.pay_alike(ground, earnings);
        }
        let memory = recall::<JoinMemory>(memory);
        let climb = Climb::new(&self.terms, ground);
        if self.terms.once {
            memory.brought.resize(ground.members(), false);
        }
        if matches!(self.terms.payee, Payee::Coded(_)) {
            for member in memory.coded.len()..ground.members() {
                memory.coded.push(climb.code_of(member));
            }
        }
        memory.given.clear();
        memory
            .given
            .resize(self.terms.caps.len() * ground.members(), 0);
        let mut round = Round {
            terms: &self.terms,
            climb,
            memory,
            earnings,
        };
        self.payments(ground.volumes, ground.days, |member, base| {
            round.pay(member, base)
        })
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::new(JoinMemory::default())
    }

    fn reduce_volume(&self, volumes: &Volumes, days: u32, reduced: &mut [i64]) {
        let share = self.terms.reduce_volume;
        if share.is_zero() {
            return;
        }
        let reduced = self.payments(volumes, days, |member, volume| {
            // Where nobody is above, no bonus is paid on it.
            if volumes.period.sponsor[member] != NO_SPONSOR {
                reduced[member] += share.of(volume);
            }
            Some(())
        });
        debug_assert_eq!(reduced, Some(()));
    }

    fn reduces_volume(&self) -> bool {
        !self.terms.reduce_volume.is_zero()
    }

    fn pays_the_inactive(&self) -> bool {
        !self.terms.sponsor_must_qualify
    }

    fn trigger(&self, _source: Source) -> Trigger {
        Trigger::Joining
    }

    fn maximum(&self) -> Maximum {
        match (&self.terms.reward, self.terms.base) {
            (Reward::Percent(rates), Base::Order) => Maximum::of(sum(rates), &[Source::OwnUse]),
            (Reward::Percent(rates), Base::Kit) => Maximum::of(sum(rates), &[Source::Joining]),
            (Reward::Percent(rates), Base::MembershipFee) => Maximum {
                of_fees: sum(rates),
                ..Maximum::NOTHING
            },
            (Reward::Flat(..), _) => Maximum::BESIDE_VOLUME,
        }
    }

    fn reads_depth(&self) -> bool {
        true
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }

    fn levels(&self) -> usize {
        self.terms.reward.levels()
    }

    fn drop_deepest_level(&mut self) {
        self.terms.reward.drop_deepest();
        self.terms.caps.truncate(self.terms.reward.levels());
    }
}
