//! Building an observed network member by member and order by order, in any order.

mod checks;

pub use checks::ObservedError;

use std::collections::BTreeSet;

use super::{Observed, ObservedPeriod};
use crate::books::{
    Adjustment, Contact, NO_CUSTOMER, NO_ORDER, NO_PRODUCT, Order, OrderKind, OrderValues,
};
use crate::columns::Cores;
use crate::money::POINTS_OF_ONE;
use crate::network::{self, NO_SPONSOR};

/// An order to be added. Amounts in minor units.
#[derive(Clone, Debug)]
pub struct NewOrder {
    /// Who is credited with it.
    pub participant: u32,
    /// Its period, 1-based.
    pub period: u32,
    /// Who buys, and what for.
    pub kind: OrderKind,
    /// What the buyer pays.
    pub price: i64,
    /// The volume percentages are taken of.
    pub commissionable: i64,
    /// Points in ten-thousandths; one point a currency unit of volume if `None`.
    pub points: Option<i64>,
    /// The customer, numbered by the caller.
    pub customer: Option<u32>,
    /// The product's name.
    pub product: Option<String>,
    /// Day of the horizon, 0 first; the first day of the period if `None`.
    pub day: Option<u32>,
    /// Index, in the order they were added, of the order this one refunds.
    pub refund_of: Option<usize>,
}

impl NewOrder {
    /// A sale to a customer, commissionable in full.
    #[must_use]
    pub fn sale(participant: u32, period: u32, amount: i64) -> NewOrder {
        NewOrder {
            participant,
            period,
            kind: OrderKind::Customer,
            price: amount,
            commissionable: amount,
            points: None,
            customer: None,
            product: None,
            day: None,
            refund_of: None,
        }
    }

    /// A purchase for own use, commissionable in full.
    #[must_use]
    pub fn own(participant: u32, period: u32, amount: i64) -> NewOrder {
        NewOrder {
            kind: OrderKind::Own,
            ..NewOrder::sale(participant, period, amount)
        }
    }
}

/// The most ranks: one is kept in a byte, 0 for none.
const MOST_RANKS: usize = u8::MAX as usize;

#[derive(Clone, Debug)]
struct NewMember {
    id: String,
    sponsor: u32,
    joined: u16,
    joined_day: Option<u32>,
    last_period: u16,
    placement: Option<(u32, u8)>,
}

/// Collects a network and its orders. Members are numbered as they are added, after
/// their sponsors; those who join later must be added later.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    members: Vec<NewMember>,
    orders: Vec<NewOrder>,
    active: Vec<(u32, u32, bool)>,
    rank: Vec<(u32, u32, String)>,
    adjustments: Vec<(u32, Adjustment)>,
    /// With the number of orders that were entered before each.
    contacts: Vec<(u32, usize, Contact)>,
    days: u32,
    periods: u32,
    currency_scale: i64,
}

impl Builder {
    /// Nothing yet, in a currency with two decimals.
    #[must_use]
    pub fn new() -> Builder {
        Builder {
            currency_scale: 100,
            periods: 1,
            ..Builder::default()
        }
    }

    /// Lets the horizon have at least so many periods.
    pub fn periods(&mut self, periods: u32) -> &mut Builder {
        self.periods = self.periods.max(periods);
        self
    }

    /// How many periods there will be.
    #[must_use]
    pub fn horizon(&self) -> u32 {
        self.periods
    }

    /// Days in a period, where they are not those of the scenario's unit.
    pub fn days(&mut self, days: u32) -> &mut Builder {
        self.days = days;
        self
    }

    /// Adds a member who joins in period 1 and stays. Returns his number.
    pub fn member(&mut self, id: &str, sponsor: Option<u32>) -> u32 {
        self.members.push(NewMember {
            id: id.to_owned(),
            sponsor: sponsor.unwrap_or(NO_SPONSOR),
            joined: 1,
            joined_day: None,
            last_period: u16::MAX,
            placement: None,
        });
        self.members.len() as u32 - 1
    }

    /// The period, and perhaps the day of the horizon, a member joined.
    pub fn joined(&mut self, member: u32, period: u16, day: Option<u32>) -> &mut Builder {
        let entry = &mut self.members[member as usize];
        entry.joined = period;
        entry.joined_day = day;
        self.periods(u32::from(period))
    }

    /// The last period a member is enrolled in.
    pub fn quits_after(&mut self, member: u32, period: u16) -> &mut Builder {
        self.members[member as usize].last_period = period;
        self
    }

    /// Where a member is placed: parent and leg, 0 is left. If anyone's place is given,
    /// everyone without one is a root.
    pub fn placed(&mut self, member: u32, parent: u32, leg: u8) -> &mut Builder {
        self.members[member as usize].placement = Some((parent, leg));
        self
    }

    /// Adds an order. Returns its index for `refund_of`.
    pub fn order(&mut self, order: NewOrder) -> usize {
        self.periods(order.period);
        self.orders.push(order);
        self.orders.len() - 1
    }

    /// Adds a sale to a customer, commissionable in full.
    pub fn sale(&mut self, member: u32, period: u32, amount: i64) -> &mut Builder {
        self.order(NewOrder::sale(member, period, amount));
        self
    }

    /// Adds a purchase for own use, commissionable in full.
    pub fn own(&mut self, member: u32, period: u32, amount: i64) -> &mut Builder {
        self.order(NewOrder::own(member, period, amount));
        self
    }

    /// Adds a click, a sign-up or a coupon to a period. It comes before the orders of its
    /// day that are added after it; its `next_order` is filled in.
    pub fn contact(&mut self, period: u32, contact: Contact) -> &mut Builder {
        self.contacts.push((period, self.orders.len(), contact));
        self.periods(period)
    }

    /// Gives a member's activity from a period on. Whoever has none given is active.
    pub fn active(&mut self, member: u32, period: u32, active: bool) -> &mut Builder {
        self.active.push((period, member, active));
        self.periods(period)
    }

    /// Gives a member's rank from a period on. Whoever has none given has none.
    pub fn rank(&mut self, member: u32, period: u32, rank: &str) -> &mut Builder {
        self.rank.push((period, member, rank.to_owned()));
        self.periods(period)
    }

    /// Enters a credit, or a debit below zero, by hand.
    pub fn adjust(&mut self, member: u32, period: u32, amount: i64) -> &mut Builder {
        self.adjustments
            .push((period, Adjustment { member, amount }));
        self.periods(period)
    }

    /// The network.
    ///
    /// # Errors
    ///
    /// [`ObservedError`] if the members are not in joining order, something happens before
    /// the first period, more is bought than can be added up, or there are more ranks than
    /// can be told apart.
    pub fn build(mut self) -> Result<Observed, ObservedError> {
        self.check_order()?;
        self.check_periods()?;
        self.check_range()?;
        let mut observed = Observed {
            days: self.days,
            ..Observed::default()
        };
        let has_days = self
            .members
            .iter()
            .any(|member| member.joined_day.is_some());
        let is_placed = self.members.iter().any(|member| member.placement.is_some());
        for member in &self.members {
            observed.ids.push(member.id.clone());
            observed.sponsor.push(member.sponsor);
            observed.joined.push(member.joined);
            observed.last_period.push(member.last_period);
            if has_days {
                observed.joined_day.push(member.joined_day.unwrap_or(0));
            }
            if is_placed {
                observed
                    .placement
                    .push(member.placement.unwrap_or((NO_SPONSOR, 0)));
            }
        }
        network::depths(&observed.sponsor, &mut observed.depth, Cores::One);
        self.open_periods(&mut observed);
        self.post_orders(&mut observed);
        self.give_standing(&mut observed)?;
        for (period, adjustment) in &self.adjustments {
            observed.periods[*period as usize - 1]
                .adjustments
                .push(*adjustment);
        }
        Ok(observed)
    }

    fn open_periods(&self, observed: &mut Observed) {
        for number in 1..=self.periods {
            let members = self
                .members
                .partition_point(|member| u32::from(member.joined) <= number);
            let mut period = ObservedPeriod::default();
            period.open(members);
            observed.periods.push(period);
        }
    }

    fn post_orders(&mut self, observed: &mut Observed) {
        let days = self.days;
        let day = |order: &NewOrder| order.day.unwrap_or((order.period - 1) * days);
        let mut numbers: Vec<usize> = (0..self.orders.len()).collect();
        numbers.sort_by_key(|&index| {
            let order = &self.orders[index];
            (order.period, day(order), index)
        });
        self.contacts
            .sort_by_key(|&(period, _, contact)| (period, contact.day));
        for &(period, entered, mut contact) in &self.contacts {
            let place = (period, contact.day, entered);
            contact.next_order = numbers.partition_point(|&index| {
                let order = &self.orders[index];
                (order.period, day(order), index) < place
            }) as u32;
            observed.periods[period as usize - 1].contacts.push(contact);
        }
        let mut number_of = vec![NO_ORDER; self.orders.len()];
        for (number, &index) in numbers.iter().enumerate() {
            number_of[index] = number as u32;
        }
        let mut customers: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); observed.periods.len()];
        for index in numbers {
            let order = &self.orders[index];
            let product = order.product.as_ref().map_or(NO_PRODUCT, |name| {
                position_or_push(&mut observed.products, name) as u16
            });
            let refunded = order.refund_of.map(|index| &self.orders[index]);
            let sign = if refunded.is_some() { -1 } else { 1 };
            let points = order
                .points
                .unwrap_or(order.commissionable * POINTS_OF_ONE / self.currency_scale);
            let entry = Order {
                number: number_of[index],
                participant: order.participant,
                customer: order.customer.unwrap_or(NO_CUSTOMER),
                kind: order.kind,
                product,
                price: sign * order.price,
                commissionable: sign * order.commissionable,
                points: sign * points,
                day: day(order),
                refund_of: order.refund_of.map_or(NO_ORDER, |index| number_of[index]),
            };
            // A refund of an earlier period is the ledger's (plans.md §4 step 3).
            let is_late = refunded.is_some_and(|sale| sale.period != order.period);
            if let Some(sale) = refunded.filter(|_| is_late) {
                observed.periods[sale.period as usize - 1]
                    .refunded_later
                    .push(entry.refund_of);
            }
            let period = &mut observed.periods[order.period as usize - 1];
            period.orders.push(entry);
            if !is_late && (order.participant as usize) < period.members {
                period.post(&entry);
                if entry.kind == OrderKind::Customer && sign > 0 {
                    match order.customer {
                        Some(customer) => {
                            customers[order.period as usize - 1].insert(customer);
                        }
                        None => period.customers += 1,
                    }
                }
            }
        }
        for (period, known) in observed.periods.iter_mut().zip(customers) {
            period.customers += known.len() as u64;
            period.refunded_later.sort_unstable();
            period.refunded_later.dedup();
        }
    }

    fn give_standing(&mut self, observed: &mut Observed) -> Result<(), ObservedError> {
        self.active
            .sort_by_key(|&(period, member, _)| (period, member));
        self.rank
            .sort_by_key(|(period, member, _)| (*period, *member));
        let mut active = vec![true; self.members.len()];
        let mut rank = vec![0_u8; self.members.len()];
        for number in 1..=self.periods {
            for &(_, member, is_active) in
                self.active.iter().filter(|(period, ..)| *period == number)
            {
                active[member as usize] = is_active;
            }
            for (_, member, name) in self.rank.iter().filter(|(period, ..)| *period == number) {
                let index = position_or_push(&mut observed.rank_names, name);
                if index == MOST_RANKS {
                    return Err(ObservedError::TooManyRanks);
                }
                rank[*member as usize] = index as u8 + 1;
            }
            let period = &mut observed.periods[number as usize - 1];
            if !self.active.is_empty() {
                period.active = active[..period.members].to_vec();
            }
            if !self.rank.is_empty() {
                period.rank = rank[..period.members].to_vec();
            }
        }
        Ok(())
    }
}

impl ObservedPeriod {
    /// Empties the columns of orders for `members` members.
    pub fn open(&mut self, members: usize) {
        self.members = members;
        self.sales.open(members, false, true);
        let own = &mut self.own;
        for column in [
            &mut own.price,
            &mut own.commissionable,
            &mut own.points,
            &mut own.kit_price,
            &mut own.kit_commissionable,
            &mut own.fees,
            &mut self.customer_points,
        ] {
            column.clear();
            column.resize(members, 0);
        }
        own.total = [0; 2];
    }

    /// Adds an order, or a refund of this same period, to the columns.
    pub fn post(&mut self, order: &Order) {
        let member = order.participant as usize;
        let own = &mut self.own;
        match order.kind {
            OrderKind::Customer => {
                let values = OrderValues {
                    price: order.price,
                    wholesale: order.price,
                    commissionable: order.commissionable,
                    points: order.points,
                    cost_of_goods: 0,
                };
                if order.is_refund() {
                    self.sales.post(member, 0, values);
                    self.sales.units.take_back(member);
                } else {
                    self.sales.post(member, 1, values);
                }
                self.sales.add_to_totals(values);
                self.customer_points[member] += order.points;
            }
            OrderKind::Own => {
                own.price[member] += order.price;
                own.commissionable[member] += order.commissionable;
                own.points[member] += order.points;
                own.total[0] += order.commissionable;
            }
            OrderKind::Kit => {
                own.kit_price[member] += order.price;
                own.kit_commissionable[member] += order.commissionable;
                own.points[member] += order.points;
                own.total[1] += order.commissionable;
            }
            OrderKind::Fee => own.fees[member] += order.price,
        }
    }
}

fn position_or_push(names: &mut Vec<String>, name: &str) -> usize {
    match names.iter().position(|known| known == name) {
        Some(index) => index,
        None => {
            names.push(name.to_owned());
            names.len() - 1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{LANGUAGE, Plan};
    use crate::scenario;

    #[test]
    fn a_network_built_by_hand_is_paid_period_by_period() {
        let text = "[scenario]\nname = \"case\"\n[product]\nprice = 1\n\
                    [growth]\nlaw = \"fixed\"\nparticipants = 1\n[sales]\nlaw = \"fixed\"\nunits = 0\n\
                    [[plans]]\nname = \"levels\"\n[[plans.component]]\ntype = \"level_commission\"\n\
                    rates = [\"0.10\", \"0.05\"]\n";
        let scenario = scenario::load_text("case.toml", text, &[], LANGUAGE)
            .unwrap()
            .scenario;
        let plan = Plan::build(&scenario, 0).unwrap();
        let mut network = Builder::new();
        let a = network.member("A", None);
        let b = network.member("B", Some(a));
        let c = network.member("C", Some(b));
        network.joined(c, 2, None);
        network.sale(b, 1, 10_000).own(c, 2, 4_000);
        let late = network.order(NewOrder::sale(b, 2, 1_000));
        network.order(NewOrder {
            refund_of: Some(late),
            ..NewOrder::sale(b, 2, 1_000)
        });
        let mut seen = Vec::new();
        network
            .build()
            .unwrap()
            .pay(&plan, |_, accounts| seen.push(accounts.commissions.clone()))
            .unwrap();
        assert_eq!(seen, [vec![1000, 0], vec![1200, 400, 0]]);
    }
}
