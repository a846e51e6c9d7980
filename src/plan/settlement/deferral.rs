//! What `hold_back` and `advance` (plans.md T1) have in common: a credit is made in parts
//! over several periods.

use crate::money::{Rate, round_half_up};

/// How a component's credit of one period is spread over the next ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Deferral {
    /// A share is held and released `after` so many periods.
    HoldBack {
        /// What is held.
        share: Rate,
        /// Periods until it is released.
        after: u32,
    },
    /// A share is credited at once; the credit is earned evenly `over` so many periods,
    /// the first of them included, and follows as soon as more than the advance is earned.
    Advance {
        /// What is advanced.
        share: Rate,
        /// Periods until all is earned.
        over: u32,
    },
}

impl Deferral {
    /// How much of `amount` is credited `age` periods after it was made. Debits are never
    /// put off.
    pub(super) fn credited(self, amount: i64, age: u32) -> i64 {
        if amount <= 0 {
            return amount;
        }
        match self {
            Deferral::HoldBack { share, after } if age < after => {
                let whole = share.denominator();
                let paid = whole - share.numerator_over(share.decimals());
                round_half_up(i128::from(amount) * i128::from(paid), whole)
            }
            Deferral::HoldBack { .. } => amount,
            Deferral::Advance { share, .. } => share
                .of(amount)
                .max(self.earned(amount, age.saturating_add(1))),
        }
    }

    /// What the payee keeps of `amount` if the sale is undone after `periods` periods.
    pub(super) fn earned(self, amount: i64, periods: u32) -> i64 {
        match self {
            Deferral::HoldBack { .. } => 0,
            Deferral::Advance { over, .. } if periods >= over => amount,
            Deferral::Advance { over, .. } => {
                round_half_up(i128::from(amount) * i128::from(periods), i64::from(over))
            }
        }
    }

    /// The age from which all is credited.
    fn whole_at(self) -> u32 {
        match self {
            Deferral::HoldBack { after, .. } => after,
            Deferral::Advance { over, .. } => over - 1,
        }
    }

    /// Whether anything is credited at this age.
    fn moves_at(self, age: u32) -> bool {
        match self {
            Deferral::HoldBack { after, .. } => age == 0 || age == after,
            Deferral::Advance { .. } => true,
        }
    }
}

/// What one component credited in one period, by member, in minor units.
#[derive(Clone, Debug, Default)]
struct Cohort {
    period: u32,
    amounts: Vec<i64>,
    /// Where it came from.
    funded_by: [i64; 3],
}

/// A component's credits that are not made in full yet. Columns are reused.
#[derive(Clone, Debug, Default)]
pub(in crate::plan) struct Deferred {
    live: Vec<Cohort>,
    spare: Vec<Vec<i64>>,
}

/// What became of a debit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reversed {
    /// Change of what is credited.
    pub(super) credited: i64,
    /// Change of what is held.
    pub(super) held: i64,
}

impl Deferred {
    pub(super) fn forget(&mut self) {
        self.spare
            .extend(self.live.drain(..).map(|cohort| cohort.amounts));
    }

    /// Opens the period's column, to be filled with its credits.
    pub(super) fn open(&mut self, period: u32, members: usize) -> &mut [i64] {
        let mut amounts = self.spare.pop().unwrap_or_default();
        amounts.clear();
        amounts.resize(members, 0);
        self.live.push(Cohort {
            period,
            amounts,
            funded_by: [0; 3],
        });
        let newest = self.live.len() - 1;
        &mut self.live[newest].amounts
    }

    /// Notes where the newest column's money came from.
    pub(super) fn fund(&mut self, funded_by: [i64; 3]) {
        if let Some(newest) = self.live.last_mut() {
            newest.funded_by = funded_by;
        }
    }

    /// Credits what is due in `period`: calls `credit` with each member's amount, and
    /// `funded` with each column's sum and where its money came from.
    pub(super) fn release(
        &mut self,
        rule: Deferral,
        period: u32,
        mut credit: impl FnMut(usize, i64),
        mut funded: impl FnMut(i64, [i64; 3]),
    ) {
        for cohort in &self.live {
            let age = period - cohort.period;
            if !rule.moves_at(age) {
                continue;
            }
            let mut sum = 0;
            for (member, &amount) in cohort.amounts.iter().enumerate() {
                if amount == 0 {
                    continue;
                }
                let before = match age {
                    0 => 0,
                    age => rule.credited(amount, age - 1),
                };
                let due = rule.credited(amount, age) - before;
                if due != 0 {
                    credit(member, due);
                    sum += due;
                }
            }
            funded(sum, cohort.funded_by);
        }
        let spare = &mut self.spare;
        self.live.retain_mut(|cohort| {
            let is_live = period - cohort.period < rule.whole_at();
            if !is_live {
                spare.push(std::mem::take(&mut cohort.amounts));
            }
            is_live
        });
    }

    /// Takes `debit` out of what a member was credited in the period `made`, before
    /// `now`'s releases: what was earned until then stays his.
    pub(super) fn reverse(
        &mut self,
        rule: Deferral,
        made: u32,
        now: u32,
        member: usize,
        debit: i64,
    ) -> Reversed {
        let kept = rule.earned(debit, now - made);
        let Some(cohort) = self.live.iter_mut().find(|cohort| cohort.period == made) else {
            return Reversed {
                credited: kept - debit,
                held: 0,
            };
        };
        let before = cohort.amounts[member];
        let after = before - debit;
        cohort.amounts[member] = after;
        let age = now - made - 1;
        let unmade = rule.credited(before, age) - rule.credited(after, age);
        Reversed {
            credited: kept - unmade,
            held: unmade - debit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn share(hundredths: i64) -> Rate {
        Rate::from_decimal(Decimal::new(hundredths, 2)).unwrap()
    }

    #[test]
    fn a_hold_back_is_released_after_its_periods() {
        let rule = Deferral::HoldBack {
            share: share(20),
            after: 2,
        };
        assert_eq!(
            [0, 1, 2, 3].map(|age| rule.credited(10_000, age)),
            [8000, 8000, 10_000, 10_000]
        );
        assert_eq!(rule.credited(-10_000, 0), -10_000, "a debit is not held");
    }

    #[test]
    fn an_advance_is_earned_evenly_and_follows_when_it_is_earned_out() {
        let rule = Deferral::Advance {
            share: share(75),
            over: 12,
        };
        assert_eq!(
            [0, 8, 9, 11].map(|age| rule.credited(12_000, age)),
            [9000, 9000, 10_000, 12_000]
        );
        assert_eq!(rule.earned(12_000, 4), 4000);
    }

    proptest! {
        #[test]
        fn credits_and_what_is_held_add_up_however_sales_are_undone(
            amount in 1i64..1_000_000,
            undone in 0i64..1_000_000,
            at in 2u32..8,
            holds in any::<bool>(),
            span in 1u32..6,
            hundredths in 0i64..=100,
        ) {
            let rule = if holds {
                Deferral::HoldBack { share: share(hundredths), after: span }
            } else {
                Deferral::Advance { share: share(hundredths), over: span }
            };
            let debit = undone.min(amount);
            let (mut deferred, mut paid, mut held) = (Deferred::default(), 0, 0);
            for period in 1..=10 {
                if period == at {
                    let change = deferred.reverse(rule, 1, at, 0, debit);
                    paid += change.credited;
                    held += change.held;
                }
                let column = deferred.open(period, 1);
                if period == 1 {
                    column[0] = amount;
                    held += amount;
                }
                let mut released = 0;
                deferred.release(rule, period, |_, due| released += due, |_, _| {});
                paid += released;
                held -= released;
                prop_assert!(held >= 0, "{held} held in period {period}");
            }
            prop_assert_eq!(held, 0);
            prop_assert_eq!(paid, amount - debit + rule.earned(debit, at - 1));
        }
    }
}
