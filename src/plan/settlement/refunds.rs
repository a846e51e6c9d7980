//! Later refunds and entries by hand (plans.md §4 step 13): what was paid on a sale is
//! remembered when it is made and debited when it is refunded.

use crate::books::Order;
use crate::network::NO_SPONSOR;
use crate::plan::accounts::Accounts;
use crate::plan::earnings::{Earnings, Funding, Parts};
use crate::plan::ground::Ground;
use crate::plan::memory::Memory;
use crate::plan::volume::{Volumes, group_sums};
use crate::plan::{Desk, Plan, PlanError};

use super::clawback::{Mode, Remembered};
use super::credit::{book_payment, split};
use super::deferral::Reversed;
use super::factor::Factor;

impl Plan {
    /// Enters credits and debits by hand and takes back what was paid on sales refunded
    /// in this period. Returns the change of the payout.
    pub(in crate::plan) fn claw_back(
        &self,
        volumes: &Volumes,
        accounts: &mut Accounts,
    ) -> Result<i64, PlanError> {
        let period = volumes.period;
        let mut change = 0;
        for entry in period.details.adjustments {
            accounts.adjust(entry.member as usize, entry.amount);
            change += entry.amount;
        }
        if !self.settlement.remembers() || period.details.orders.is_empty() {
            return Ok(change);
        }
        let mut refunds = std::mem::take(&mut accounts.settlement.refunds);
        let found = refunds.find_debits(&period.details);
        for debit in &refunds.debits {
            let index = debit.component;
            let payee = debit.payee as usize;
            let amount = debit.amount(self.rounding.mode, self.decimals);
            let reversed = match self.settlement.deferrals[index] {
                None => Reversed {
                    credited: -amount,
                    held: 0,
                },
                Some(rule) => accounts.settlement.deferred[index].reverse(
                    rule,
                    debit.period,
                    period.number,
                    payee,
                    amount,
                ),
            };
            accounts.post(
                index,
                self.settlement.balance_of[index],
                payee,
                reversed.credited,
            );
            let part = &mut accounts.totals.components[index];
            part.held += reversed.held;
            part.theoretical +=
                i128::from(reversed.credited + reversed.held) * i128::from(self.denominator());
            book_payment(
                index,
                self.components[index].rule.as_ref(),
                reversed.credited,
                split(reversed.credited, debit.exact),
                accounts,
            );
            change += reversed.credited;
        }
        refunds.forget_before(period.details.settled_before);
        accounts.settlement.refunds = refunds;
        found.ok_or_else(|| self.too_large("clawback", period))?;
        Ok(change)
    }

    /// Remembers what was paid on this period's sales that are refunded later: the file
    /// tells which, so that nothing is kept of all the others.
    pub(in crate::plan) fn remember_refunded(
        &self,
        volumes: &Volumes,
        accounts: &mut Accounts,
        desk: &mut Desk,
    ) -> Result<(), PlanError> {
        let details = &volumes.period.details;
        if details.refunded_later.is_empty() || !self.settlement.remembers() {
            return Ok(());
        }
        let mut lines = std::mem::take(&mut accounts.settlement.refunds.lines);
        let mut memories = std::mem::take(&mut accounts.memories);
        let mut on_sale = std::mem::take(&mut desk.on_sale);
        on_sale.open(volumes.period.members(), self.rounding, self.decimals);
        on_sale.begin_lines(Funding::Mixed);
        let ground = self.ground(
            volumes,
            &accounts.structure,
            &accounts.placement,
            &accounts.standing,
            &desk.earnings,
        );
        let mut groups = Vec::new();
        if self.settlement.averages() {
            group_sums(
                ground.sponsor,
                |member| volumes.personal_of(member),
                &mut groups,
            );
        }
        let mut outcome = Some(());
        for number in details.refunded_later {
            let place = details
                .orders
                .binary_search_by_key(number, |order| order.number);
            let Some(order) = place.ok().map(|place| &details.orders[place]) else {
                continue;
            };
            let is_known = (order.participant as usize) < volumes.period.members();
            if is_known && order.commissionable > 0 {
                let sale = Sale {
                    order,
                    ground: &ground,
                    groups: &groups,
                };
                for (index, memory) in memories.iter_mut().enumerate() {
                    outcome = outcome.and_then(|()| {
                        let memory = memory.as_mut();
                        sale.remember(
                            self,
                            index,
                            desk.factors[index],
                            memory,
                            &mut on_sale,
                            &mut lines,
                        )
                    });
                }
            }
        }
        accounts.settlement.refunds.lines = lines;
        accounts.memories = memories;
        desk.on_sale = on_sale;
        outcome.ok_or_else(|| self.too_large("clawback", volumes.period))
    }
}

/// A sale that is refunded later, on the ground of the period it was made in.
#[derive(Clone, Copy)]
struct Sale<'a> {
    order: &'a Order,
    ground: &'a Ground<'a>,
    /// Everyone's group volume, if average rates are asked for.
    groups: &'a [i64],
}

impl Sale<'_> {
    fn remember(
        self,
        plan: &Plan,
        index: usize,
        factor: Factor,
        memory: &mut dyn Memory,
        on_sale: &mut Earnings,
        lines: &mut Vec<Remembered>,
    ) -> Option<()> {
        let seller = self.order.participant;
        let Some((mode, organisation)) = plan.settlement.takes_back(index) else {
            return Some(());
        };
        let earned = &self.ground.earned[index];
        let line = |payee: u32, base: i64, exact: Parts| Remembered {
            order: self.order.number,
            component: index,
            period: self.ground.period.number,
            payee,
            base,
            exact,
        };
        match mode {
            Mode::SameSale => {
                on_sale.record();
                let rule = &plan.components[index].rule;
                let is_known = rule.on_order(self.ground, memory, self.order, on_sale)?;
                for (payee, exact) in on_sale.recorded() {
                    if is_known && (organisation || payee == seller) {
                        let paid = self.paid(earned, factor, payee as usize, exact);
                        if paid != [0; 3] {
                            lines.push(line(payee, self.order.commissionable, paid));
                        }
                    }
                }
            }
            Mode::AverageRate => {
                let mut payee = seller;
                while payee != NO_SPONSOR {
                    let member = payee as usize;
                    let base = match organisation {
                        true => self.groups[member],
                        false => self.ground.volumes.personal_of(member),
                    };
                    let bonus = earned.by_source(member).map(|part| part as i64);
                    let paid = bonus.map(|part| factor.divide(part).0 as i64);
                    if base > 0 && paid != [0; 3] {
                        lines.push(line(payee, base, paid));
                    }
                    payee = match organisation {
                        true => self.ground.sponsor[member],
                        false => NO_SPONSOR,
                    };
                }
            }
            Mode::Volume => {}
        }
        Some(())
    }

    /// What of a line was really paid: rules and caps cut everything a payee earned in
    /// the period by the same share (plans.md §8 rule 16: a debit is at the rate actually
    /// paid).
    fn paid(self, earned: &Earnings, factor: Factor, payee: usize, line: Parts) -> Parts {
        let (left, gross) = (earned.exact[payee], earned.gross_of(payee));
        if left == 0 || gross == 0 {
            return [0; 3];
        }
        line.map(|part| {
            // At most the line itself, since no cut adds anything.
            let left = i128::from(part) * i128::from(left) / i128::from(gross);
            factor.divide(left as i64).0 as i64
        })
    }
}
