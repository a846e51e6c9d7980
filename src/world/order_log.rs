//! The orders of a period one by one, for plans that are paid on them.
//!
//! The world counts sales by member; the log tells the same sales apart: which customer
//! bought, when, for how much, and whether he gave it back. It reads the draws the columns
//! were made with and adds two of its own, so keeping it moves nothing.

use crate::books::{Details, NO_ORDER, Order, OrderKind};
use crate::luck::{Key, Luck, Stream};
use crate::money::POINTS_OF_ONE;
use crate::scenario::types::{SalesLaw, Scenario};

use super::members::Members;
use super::orders::{FIRST_REPEAT_ORDER, OrderKeys, Orders};
use super::returns::{Return, Returns};

/// Stands in `refund_of` until orders are numbered: the refund of the order before it.
const OF_THE_ONE_BEFORE: u32 = NO_ORDER - 1;
/// Stands in `refund_of` until orders are numbered: a sale that comes back later.
const COMES_BACK: u32 = NO_ORDER - 2;

/// What happened in the period, for writing it down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Happened<'a> {
    pub(super) period: u32,
    /// Who is there, and how many customers bought from each, the returning ones among
    /// them.
    pub(super) members: &'a Members,
    /// Who is credited with each member's customers; empty where everyone keeps his own.
    pub(super) heirs: &'a [u32],
    pub(super) values: &'a Orders,
    pub(super) keys: OrderKeys,
}

/// The orders of one period, and who has been whose customer.
#[derive(Clone, Debug)]
pub(super) struct OrderLog {
    days: u32,
    currency_scale: i64,
    next_number: u32,
    next_customer: u32,
    /// Last period's customers: those of the first member first, and so on.
    customers: Vec<u32>,
    /// How many of them each member had.
    had: Vec<u32>,
    /// How many of them bought from him again.
    returned: Vec<u32>,
    /// The customers of the period being written.
    now: Vec<u32>,
    written: Vec<Order>,
    /// The moment of each order in its period, as a share of 2⁶⁴, with its place.
    moments: Vec<(u64, u32)>,
    orders: Vec<Order>,
    /// What comes back in later periods, if anything may.
    returns: Option<Returns>,
    /// What a participant would have paid for each order written; kept with `returns`.
    wholesale: Vec<i64>,
}

impl OrderLog {
    pub(super) fn new(scenario: &Scenario) -> OrderLog {
        OrderLog {
            days: scenario.horizon.unit.days(),
            currency_scale: scenario.currency.scale(),
            next_number: 0,
            next_customer: 0,
            customers: Vec::new(),
            had: Vec::new(),
            returned: Vec::new(),
            now: Vec::new(),
            written: Vec::new(),
            moments: Vec::new(),
            orders: Vec::new(),
            returns: is_required(scenario)
                .then(|| Returns::new(scenario.sales.refund_after, scenario.horizon.periods)),
            wholesale: Vec::new(),
        }
    }

    /// What the log adds to what plans see of the period.
    pub(super) fn tell<'a>(&'a self, details: Details<'a>) -> Details<'a> {
        let details = Details {
            orders: &self.orders,
            ..details
        };
        match &self.returns {
            None => details,
            Some(returns) => Details {
                refunded_later: returns.refunded_later(),
                returned: Some(returns.columns()),
                settled_before: returns.settled_before(),
                ..details
            },
        }
    }

    /// Forgets everything but the space it takes, for a new replication.
    pub(super) fn begin(&mut self) {
        self.next_number = 0;
        self.next_customer = 0;
        self.customers.clear();
        self.had.clear();
        self.orders.clear();
        if let Some(returns) = &mut self.returns {
            returns.begin();
        }
    }

    /// Notes how many of last period's customers bought again from each member.
    pub(super) fn note_returning(&mut self, buyers: &[u32]) {
        self.returned.clear();
        self.returned.extend_from_slice(buyers);
    }

    /// Writes down the period.
    pub(super) fn write(&mut self, happened: &Happened, luck: &Luck) {
        let &Happened {
            period,
            members,
            heirs,
            values,
            keys,
        } = happened;
        let returning = luck.key(Stream::Returning, period);
        let moment = luck.key(Stream::OrderTime, period);
        self.written.clear();
        self.moments.clear();
        self.now.clear();
        self.wholesale.clear();
        let mut start = 0;
        for (member, &buyers) in members.buyers.iter().enumerate() {
            let had = self.had.get(member).copied().unwrap_or(0);
            let known = start..start + had as usize;
            start = known.end;
            let returned = self.returned[member];
            let id = member as u32;
            self.keep_returning(known, returned, id, &returning);
            for _ in returned..buyers {
                self.now.push(self.next_customer);
                self.next_customer += 1;
            }
            for index in 0..buyers {
                let (k, seller) = if index < returned {
                    let heir = heirs.get(member).copied().unwrap_or(id);
                    (FIRST_REPEAT_ORDER + index, heir)
                } else {
                    (index - returned, id)
                };
                let one = values.one(&keys, id, k);
                let customer = self.now[self.now.len() - (buyers - index) as usize];
                let sale = Order {
                    number: 0,
                    participant: seller,
                    customer,
                    kind: OrderKind::Customer,
                    product: one.product,
                    price: one.values.price,
                    commissionable: one.values.commissionable,
                    points: if values.gives_points() {
                        one.values.points
                    } else {
                        one.values.commissionable * (POINTS_OF_ONE / self.currency_scale)
                    },
                    day: 0,
                    refund_of: NO_ORDER,
                };
                self.note(sale, moment.draw(id, k));
                match &self.returns {
                    None if one.is_returned => self.note(taken_back(&sale), moment.draw(id, k)),
                    None => {}
                    Some(returns) => {
                        if one.is_returned && returns.reach(period) {
                            let last = self.written.last_mut().expect("the sale was just noted");
                            last.refund_of = COMES_BACK;
                        }
                        self.wholesale.push(one.values.wholesale);
                    }
                }
            }
        }
        self.had.clear();
        self.had.extend_from_slice(&members.buyers);
        std::mem::swap(&mut self.customers, &mut self.now);
        if let Some(returns) = &mut self.returns {
            for back in returns.open(period, members.len()) {
                let place = self.written.len() as u32;
                self.moments.push((back.moment, place));
                self.written.push(back.refund);
            }
        }
        self.put_in_order(period, members);
    }

    fn note(&mut self, order: Order, moment: u64) {
        let place = self.written.len() as u32;
        self.moments.push((moment, place));
        self.written.push(order);
    }

    /// Keeps as many of a member's `known` customers as returned, every choice of them
    /// equally likely: each in turn with the chance of those wanted among those left
    /// (Knuth, The Art of Computer Programming 2, §3.4.2, algorithm S).
    fn keep_returning(
        &mut self,
        known: std::ops::Range<usize>,
        returned: u32,
        member: u32,
        key: &Key,
    ) {
        let mut wanted = u64::from(returned);
        let mut left = known.len() as u64;
        for (k, index) in known.enumerate() {
            if wanted == 0 {
                break;
            }
            if below(key.draw(member, k as u32), left) < wanted {
                self.now.push(self.customers[index]);
                wanted -= 1;
            }
            left -= 1;
        }
    }

    /// Sorts the orders by their moments, which favour nobody, and numbers them.
    fn put_in_order(&mut self, period: u32, members: &Members) {
        // A refund of the same period has its sale's moment and the place after it.
        self.moments.sort_unstable();
        let first_day = (period - 1) * self.days;
        self.orders.clear();
        self.orders.reserve(self.moments.len());
        for &(moment, place) in &self.moments {
            let day = first_day + below(moment, u64::from(self.days)) as u32;
            let mut order = Order {
                number: self.next_number,
                day,
                ..self.written[place as usize]
            };
            match order.refund_of {
                OF_THE_ONE_BEFORE => order.refund_of = order.number - 1,
                COMES_BACK => {
                    order.refund_of = NO_ORDER;
                    if let Some(returns) = &mut self.returns {
                        let back = Return {
                            refund: order,
                            wholesale: self.wholesale[place as usize],
                            moment,
                            kept_margin: members.is_enrolled(order.participant as usize, period),
                        };
                        returns.send(period, &order, back);
                    }
                }
                _ => {}
            }
            self.orders.push(order);
            self.next_number += 1;
        }
    }
}

/// The refund of a sale in the period it was made in.
fn taken_back(sale: &Order) -> Order {
    Order {
        price: -sale.price,
        commissionable: -sale.commissionable,
        points: -sale.points,
        refund_of: OF_THE_ONE_BEFORE,
        ..*sale
    }
}

/// Whether a world must keep its orders one by one whatever its plans ask for: sales that
/// come back in later periods are told by them.
#[must_use]
pub fn is_required(scenario: &Scenario) -> bool {
    !scenario.sales.refund.is_zero() && scenario.sales.refund_after > 0
}

/// A draw as a whole number below `bound`, rising with the draw. Without rejection one
/// draw is one number; what that moves any chance by is under `bound` ÷ 2⁶⁴.
fn below(draw: u64, bound: u64) -> u64 {
    ((u128::from(draw) * u128::from(bound)) >> 64) as u64
}

/// How many orders a member makes in a period, on average and rounded up, repeat orders
/// included: for estimating memory.
#[must_use]
pub fn orders_a_member(scenario: &Scenario) -> u64 {
    let new = match scenario.sales.law {
        SalesLaw::Fixed { units } => f64::from(units),
        SalesLaw::Rate { mean, .. } => mean,
        SalesLaw::Funnel {
            contacts_per_period,
            conversion,
            ..
        } => f64::from(contacts_per_period) * conversion.to_f64(),
    };
    let again = scenario.sales.reorder.to_f64();
    // Σ again^t over the periods a customer can have stayed.
    let stay: f64 = (0..scenario.horizon.periods.min(1_000))
        .map(|periods| again.powi(periods as i32))
        .sum();
    // A sale that comes back is an order once more, and waits for it until then.
    let back = scenario.sales.refund.to_f64() * f64::from(1 + scenario.sales.refund_after);
    (new * stay * (1.0 + back)).ceil() as u64
}
