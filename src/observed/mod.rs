//! A network that was observed, not simulated: who enrolled whom, what was ordered and
//! which status the files give, period by period. It ends in the same
//! [`Period`] as a simulated world, so the same engine pays it.

mod builder;
pub mod read;
mod recorded;

pub use builder::{Builder, NewOrder, ObservedError};
pub use recorded::Recorded;

use crate::books::{
    Adjustment, Contact, Details, GivenStanding, Order, OwnPurchases, Period, Sales,
};
use crate::columns::Each;
use crate::plan::accounts::{Accounts, Terms};
use crate::plan::{Desk, Plan, PlanError};

/// An observed network over its whole horizon. Members are in joining order, sponsors
/// before those they enrolled.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Ids as the files give them.
    pub ids: Vec<String>,
    /// Who enrolled each member; [`crate::network::NO_SPONSOR`] at a root.
    pub sponsor: Vec<u32>,
    /// Links up to the root.
    pub depth: Vec<u32>,
    /// The period each member joined, 1-based.
    pub joined: Vec<u16>,
    /// The last period each member is enrolled in; `u16::MAX` for those who stay.
    pub last_period: Vec<u16>,
    /// Days from the start of the horizon to enrolment; empty if only periods are known.
    pub joined_day: Vec<u32>,
    /// Placement as the file gives it; empty if the plan's rule is to decide.
    pub placement: Vec<(u32, u8)>,
    /// Names of ranks that status refers to.
    pub rank_names: Vec<String>,
    /// Names of products that orders refer to.
    pub products: Vec<String>,
    /// Days in a period; 0 for those of the scenario's unit.
    pub days: u32,
    /// Whether it is not known when members joined. Then all are there from the start and
    /// nobody joins.
    pub joining_unknown: bool,
    /// The periods in their order.
    pub periods: Vec<ObservedPeriod>,
}

/// What was observed in one period, by member.
#[derive(Clone, Debug, Default)]
pub struct ObservedPeriod {
    /// How many members there are by the end of it.
    pub members: usize,
    /// Sales to customers.
    pub sales: Sales,
    /// Purchases for own use, kits, fees.
    pub own: OwnPurchases,
    /// Points of customers' orders, in ten-thousandths.
    pub customer_points: Vec<i64>,
    /// Single orders in their order; empty if nobody asked to keep them.
    pub orders: Vec<Order>,
    /// Clicks, sign-ups and coupons in their order.
    pub contacts: Vec<Contact>,
    /// Numbers of the orders among them that a later period refunds, ascending.
    pub refunded_later: Vec<u32>,
    /// How many different customers bought.
    pub customers: u64,
    /// Who is active; empty if the plan's rule is to decide.
    pub active: Vec<bool>,
    /// 1 + index of each member's rank, 0 for none; empty if the plan's rule is to decide.
    pub rank: Vec<u8>,
    /// Credits and debits entered by hand.
    pub adjustments: Vec<Adjustment>,
    /// What taking part cost each member outside the company; empty if nothing.
    pub expenses: Vec<i64>,
}

impl Observed {
    /// Period `number`, 1-based, as the engine sees it.
    ///
    /// # Panics
    ///
    /// If there is no such period.
    #[must_use]
    pub fn period(&self, number: u32) -> Period<'_> {
        let index = number as usize - 1;
        let before = match index {
            0 => 0,
            _ => self.periods[index - 1].members,
        };
        self.view(number, &self.periods[index], before)
    }

    /// What was observed in period `number`, as the engine sees it. `before` members were
    /// there in the period before.
    #[must_use]
    pub fn view<'a>(
        &'a self,
        number: u32,
        period: &'a ObservedPeriod,
        before: usize,
    ) -> Period<'a> {
        let members = period.members;
        Period {
            number,
            founders: 0,
            sponsor: &self.sponsor[..members],
            depth: &self.depth[..members],
            joined: Each::Own(&self.joined[..members]),
            last_period: Each::Own(&self.last_period[..members]),
            everyone_enrolled: self.last_period[..members]
                .iter()
                .all(|&last| u32::from(last) >= number),
            joiners: match self.joining_unknown {
                true => (members, members),
                false => (before, members),
            },
            sales: &period.sales,
            customers: period.customers,
            details: Details {
                own: Some(&period.own),
                orders: &period.orders,
                contacts: &period.contacts,
                refunded_later: &period.refunded_later,
                products: &self.products,
                standing: (!period.active.is_empty() || !period.rank.is_empty()).then_some(
                    GivenStanding {
                        active: &period.active,
                        rank: &period.rank,
                        rank_names: &self.rank_names,
                    },
                ),
                joined_day: &self.joined_day,
                placement: &self.placement,
                adjustments: &period.adjustments,
                expenses: &period.expenses,
                customer_points: &period.customer_points,
                left_after_paying: &[],
                products_give_points: false,
                returned: None,
                settled_before: 0,
                days: self.days,
            },
        }
    }

    /// Pays every period under a plan; `after` sees the accounts as each period closes.
    ///
    /// # Errors
    ///
    /// [`PlanError`] if an exact amount leaves its range.
    pub fn pay(
        &self,
        plan: &Plan,
        mut after: impl FnMut(u32, &mut Accounts),
    ) -> Result<Accounts, PlanError> {
        let terms = Terms {
            periods: self.periods.len() as u32,
            periods_per_year: u32::MAX,
            first_participant: 0,
            by_component: true,
        };
        let mut accounts = Accounts::new(plan, terms);
        accounts.begin(plan);
        let mut desk = Desk::default();
        for number in 1..=self.periods.len() as u32 {
            plan.pay(&self.period(number), &mut accounts, &mut desk)?;
            after(number, &mut accounts);
        }
        Ok(accounts)
    }
}
