//! What one component earns its payees in one period, exactly, before anything is cut
//! or rounded.

use multiversion::multiversion;

use crate::books::Source;
use crate::columns::{self, Each};
use crate::money::apportion;

use super::rounding::{Mode, Rounding, RoundingStage};
use super::statement::{Outcome, Watch};

/// Amounts by [`Source`]: customers, own use, joining.
pub type Parts = [i64; 3];

/// No member: the source of a line that no single person's volume made.
pub const NOBODY: u32 = u32::MAX;

/// One line of a statement: what one source's volume earns at one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose volume it is; [`NOBODY`] for a pool or a whole leg.
    pub source: u32,
    /// Level or generation, 0 for one's own.
    pub level: u16,
    /// The volume it is computed on, minor units.
    pub volume: i64,
    /// The rate over the plan's common denominator; 0 for an amount that is no rate.
    pub rate: i64,
    /// The exact amount by source of the money, over the common denominator.
    pub exact: Parts,
}

impl Line {
    /// `rate × volume`; `None` if it leaves 64 bits.
    #[inline]
    #[must_use]
    pub fn of(source: u32, level: u16, volume: Parts, rate: i64) -> Option<Line> {
        let mut exact = [0; 3];
        for (exact, volume) in exact.iter_mut().zip(volume) {
            *exact = rate.checked_mul(volume)?;
        }
        Some(Line {
            source,
            level,
            volume: volume.iter().sum(),
            rate,
            exact,
        })
    }

    /// Σ of the parts.
    #[inline]
    #[must_use]
    pub fn total(&self) -> i64 {
        self.exact.iter().sum()
    }
}

/// Exact earnings by member over the plan's common denominator, with the breakdown of
/// rulings.md 13 and the source of the money (model.md §10). Reused from period to period.
#[derive(Clone, Debug)]
pub struct Earnings {
    /// Earned by each member.
    pub exact: Vec<i64>,
    /// Where it came from.
    pub funding: Funding,
    /// The part of `exact` that came from own purchases, where funding is mixed.
    pub own_use: Vec<i64>,
    /// The part of `exact` that came from joining, where funding is mixed; may be empty.
    pub joining: Vec<i64>,
    /// What the rule promises on the period's volume.
    pub theoretical: i128,
    /// Earned by members who may not be paid, or left with the company by the rule.
    pub breakage: i128,
    /// For uplines that do not exist.
    pub no_upline: i128,
    /// Above an individual cap.
    pub cut_by_cap: i128,
    /// On volume that the customer-volume rule does not let count.
    pub cut_by_customer_rule: i128,
    /// Σ exact − rounded of lines that were rounded one by one.
    pub line_rounding: i128,
    /// Whose lines are written down, if anybody's.
    pub watch: Option<Watch>,
    line_mode: Option<(Mode, u32)>,
    /// Earned before a rule or a cap cut it; empty if none could.
    gross: Vec<i64>,
    /// Lines written down as they are paid, if asked for.
    recorded: Option<Vec<(u32, Parts)>>,
}

/// Where a component's money of a period came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Funding {
    /// All from one source.
    Only(Source),
    /// From several: `own_use` and `joining` hold their parts, the rest is customers'.
    Mixed,
}

impl Default for Earnings {
    fn default() -> Earnings {
        Earnings {
            exact: Vec::new(),
            funding: Funding::Only(Source::Customers),
            own_use: Vec::new(),
            joining: Vec::new(),
            theoretical: 0,
            breakage: 0,
            no_upline: 0,
            cut_by_cap: 0,
            cut_by_customer_rule: 0,
            line_rounding: 0,
            watch: None,
            line_mode: None,
            gross: Vec::new(),
            recorded: None,
        }
    }
}

impl Earnings {
    /// Opens a period: the component is to write what each of `members` members earned.
    /// Until it does, `exact` holds what an earlier period left there.
    pub(super) fn open(&mut self, members: usize, rounding: Rounding, decimals: u32) {
        columns::lengthen(&mut self.exact, members);
        self.own_use.clear();
        self.joining.clear();
        self.funding = Funding::Only(Source::Customers);
        self.theoretical = 0;
        self.breakage = 0;
        self.no_upline = 0;
        self.cut_by_cap = 0;
        self.cut_by_customer_rule = 0;
        self.line_rounding = 0;
        self.gross.clear();
        self.line_mode =
            (rounding.stage == RoundingStage::PerLine).then_some((rounding.mode, decimals));
    }

    /// Whether lines must be written one by one: rounded by themselves or written down.
    /// A component that sums whole columns at once must not do so then.
    #[must_use]
    pub fn by_line(&self) -> bool {
        self.line_mode.is_some() || self.watch.is_some()
    }

    /// Prepares for lines from these sources; nobody has earned anything yet.
    pub fn begin_lines(&mut self, funding: Funding) {
        self.exact.fill(0);
        self.funding = funding;
        if funding == Funding::Mixed {
            self.own_use.clear();
            self.own_use.resize(self.exact.len(), 0);
            self.joining.clear();
            self.joining.resize(self.exact.len(), 0);
        }
    }

    /// Earns `payee` a line.
    #[inline]
    #[must_use]
    pub fn pay(&mut self, payee: usize, mut line: Line) -> Option<()> {
        self.theoretical += i128::from(line.total());
        if let Some((mode, decimals)) = self.line_mode {
            let exact = line.total();
            let unit = 10_i64.checked_pow(decimals)?;
            let rounded = mode.round(exact, decimals).checked_mul(unit)?;
            self.line_rounding += i128::from(exact) - i128::from(rounded);
            line.exact = match exact {
                0 => line.exact,
                _ => apportion(rounded, line.exact.map(|part| i128::from(part.abs()))),
            };
        }
        self.exact[payee] = self.exact[payee].checked_add(line.total())?;
        if self.funding == Funding::Mixed {
            self.own_use[payee] += line.exact[Source::OwnUse as usize];
            self.joining[payee] += line.exact[Source::Joining as usize];
        }
        if let Some(watch) = &mut self.watch {
            watch.note(payee, line, Outcome::Paid);
        }
        if let Some(recorded) = &mut self.recorded {
            recorded.push((payee as u32, line.exact));
        }
        Some(())
    }

    /// Writes down the lines that are paid from now on.
    pub(super) fn record(&mut self) {
        self.recorded.get_or_insert_default().clear();
    }

    /// The payees and parts of the lines written down, which are forgotten.
    pub(super) fn recorded(&mut self) -> impl Iterator<Item = (u32, Parts)> + '_ {
        self.recorded.iter_mut().flat_map(|lines| lines.drain(..))
    }

    /// Remembers what everyone earned before anything is cut.
    pub(super) fn keep_gross(&mut self) {
        self.gross.clone_from(&self.exact);
    }

    /// What a member earned before rules and caps cut it.
    #[must_use]
    pub fn gross_of(&self, member: usize) -> i64 {
        self.gross
            .get(member)
            .copied()
            .unwrap_or(self.exact[member])
    }

    /// Books a line that an upline exists for and nobody is paid: breakage. `of` is the
    /// member who would have been paid, [`NOBODY`] if there is no such one.
    #[inline]
    pub fn lose(&mut self, of: u32, line: Line, why: &'static str) {
        self.theoretical += i128::from(line.total());
        self.breakage += i128::from(line.total());
        if let Some(watch) = &mut self.watch
            && of != NOBODY
        {
            watch.note(of as usize, line, Outcome::Breakage(why));
        }
    }

    /// Books a line for an upline who does not exist.
    #[inline]
    pub fn above_the_root(&mut self, line: Line) {
        self.theoretical += i128::from(line.total());
        self.no_upline += i128::from(line.total());
    }

    /// Takes what members who are not active earned: it is breakage (plans.md §3). What
    /// one owes for a refund stays owed.
    pub(super) fn forfeit_the_inactive(&mut self, is_active: impl Fn(usize) -> bool) {
        for member in 0..self.exact.len() {
            if self.exact[member] > 0 && !is_active(member) {
                self.breakage += i128::from(self.exact[member]);
                self.reduce(member, 0);
                if let Some(watch) = &mut self.watch {
                    watch.forfeit(member, "inactive");
                }
            }
        }
    }

    /// Does what [`forfeit_the_inactive`](Earnings::forfeit_the_inactive) does where the
    /// inactive are those whose last period is over, and says whether it could: where
    /// nobody is watched, the money has one source, and not everyone is inactive.
    pub(super) fn forfeit_of_quitters(&mut self, last_period: Each<u16>, number: u32) -> bool {
        if self.watch.is_some() || self.funding == Funding::Mixed {
            return false;
        }
        let last_period = match last_period {
            Each::All(last) => return u32::from(last) >= number,
            Each::Own(column) => column,
        };
        let columns = self.exact.chunks_mut(STRETCH);
        for (exact, last_period) in columns.zip(last_period.chunks(STRETCH)) {
            self.breakage += forfeit(exact, last_period, number) as i128;
        }
        true
    }

    /// Takes `exact` from a member's earnings into breakage, from all sources alike, and
    /// says why.
    pub(super) fn take(&mut self, member: usize, exact: i64, why: &'static str) {
        self.breakage += i128::from(exact);
        self.cut(member, self.exact[member] - exact, why);
    }

    /// Leaves a member `left` of what he earned, from all sources alike, and says why.
    pub(super) fn cut(&mut self, member: usize, left: i64, why: &'static str) {
        if let Some(watch) = &mut self.watch {
            watch.cut(member, self.exact[member] - left, why);
        }
        self.reduce(member, left);
    }

    fn reduce(&mut self, member: usize, left: i64) {
        if self.funding == Funding::Mixed {
            let [_, own_use, joining] = apportion(left, self.by_source(member));
            self.own_use[member] = own_use;
            if let Some(part) = self.joining.get_mut(member) {
                *part = joining;
            }
        }
        self.exact[member] = left;
    }

    /// Σ earned by members.
    pub(super) fn payable(&self) -> i128 {
        self.exact.iter().map(|&exact| i128::from(exact)).sum()
    }

    /// A member's earnings by source.
    #[must_use]
    pub fn by_source(&self, member: usize) -> [i128; 3] {
        let exact = i128::from(self.exact[member]);
        let mut parts = [0; 3];
        match self.funding {
            Funding::Only(source) => parts[source as usize] = exact,
            Funding::Mixed => {
                let own_use = i128::from(self.own_use[member]);
                let joining = i128::from(self.joining.get(member).copied().unwrap_or(0));
                parts[Source::OwnUse as usize] = own_use;
                parts[Source::Joining as usize] = joining;
                parts[Source::Customers as usize] = exact - own_use - joining;
            }
        }
        parts
    }
}

/// Members looked at together; so many amounts of 64 bits sum up in less than 128.
const STRETCH: usize = 512;

/// Leaves nothing of what those earned whose last period is before `number`, and returns
/// what it was; what they owe they go on owing.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn forfeit(exact: &mut [i64], last_period: &[u16], number: u32) -> u128 {
    let (mut low, mut high) = (0_u64, 0_u64);
    for (exact, last) in exact.iter_mut().zip(last_period) {
        let is_forfeit = (*exact > 0) & (u32::from(*last) < number);
        let forfeited = if is_forfeit { *exact } else { 0 };
        *exact -= forfeited;
        low += forfeited as u64 & u64::from(u32::MAX);
        high += forfeited as u64 >> 32;
    }
    (u128::from(high) << 32) + u128::from(low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// More people than a stretch, and amounts whose sum leaves 64 bits.
        #[test]
        fn quitters_forfeit_in_columns_what_they_forfeit_one_by_one(
            people in prop::collection::vec((-5_i64..i64::MAX / 2, 0_u16..4), 1..9),
            number in 0_u32..5,
        ) {
            let members = 3 * STRETCH + 5;
            let of = |member: usize| people[member % people.len()];
            let opened = || Earnings {
                exact: (0..members).map(|member| of(member).0).collect(),
                ..Earnings::default()
            };
            let last_period: Vec<u16> = (0..members).map(|member| of(member).1).collect();
            let (mut columns, mut one_by_one) = (opened(), opened());
            prop_assert!(columns.forfeit_of_quitters(Each::Own(&last_period), number));
            one_by_one.forfeit_the_inactive(|member| u32::from(last_period[member]) >= number);
            prop_assert_eq!(columns.breakage, one_by_one.breakage);
            prop_assert_eq!(columns.exact, one_by_one.exact);

            let last = last_period[0];
            let (mut alike, before) = (opened(), opened());
            prop_assert_eq!(alike.forfeit_of_quitters(Each::All(last), number), u32::from(last) >= number);
            prop_assert_eq!((alike.breakage, alike.exact), (before.breakage, before.exact));
        }
    }
}
