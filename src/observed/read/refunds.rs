//! Refunds: each finds the order it takes back, in full or in part, and all orders are
//! numbered in the order of (period, day, id).

use super::codes;
use super::flaw::Flaws;
use super::network::shown;
use super::orders::{Entering, KIND, PRICE, REFUND_OF, flaw};
use crate::books::{NO_ORDER, Order};

/// A refund and the order it takes back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refund {
    /// The number of its row's order.
    pub(super) number: u32,
    /// The order's id, a name of [`Entering::refunded`].
    pub(super) of: u32,
}

/// Where an order stands: its period's index and its place there.
#[derive(Clone, Copy, Debug)]
struct Place {
    period: u32,
    index: u32,
}

/// Sorts the orders, numbers them anew and lets refunds take back.
pub(super) fn settle(entering: &mut Entering, flaws: &mut Flaws) {
    let places = sort(entering);
    let mut taken: Vec<(u32, [i64; 2])> = Vec::new();
    let mut first = Vec::with_capacity(entering.periods.len());
    let mut next = 0_u32;
    for orders in &entering.periods {
        first.push(next);
        next += orders.len() as u32;
    }
    let mut is_refund: Vec<u32> = Vec::with_capacity(entering.refunds.len());
    is_refund.extend(entering.refunds.iter().map(|refund| refund.number));
    let sales = entering.ids.find(&entering.refunded);
    let Entering {
        lines,
        periods,
        refunds,
        refunded,
        ..
    } = entering;
    for refund in refunds.iter() {
        let id = || shown(refunded.text(refund.of));
        let line = lines[refund.number as usize];
        let mut note = |column, code, message, help| {
            flaws.push(flaw(line, column, code, message, id(), help));
        };
        let Some(sale) = sales[refund.of as usize] else {
            let message = format!("there is no order `{}` to refund", id());
            let help = "the order a refund takes back stands in the same file";
            note(REFUND_OF, codes::NO_SUCH_ORDER, message, help);
            continue;
        };
        let (here, there) = (places[refund.number as usize], places[sale as usize]);
        let of = periods[there.period as usize][there.index as usize];
        let order = &mut periods[here.period as usize][here.index as usize];
        let fault = if is_refund.binary_search(&sale).is_ok() {
            Some((REFUND_OF, "a refund of a refund"))
        } else if order.participant != of.participant {
            Some((REFUND_OF, "a refund of another participant's order"))
        } else if order.kind != of.kind {
            Some((KIND, "a refund of an order of another kind"))
        } else if (here.period, order.day) < (there.period, of.day) {
            Some((REFUND_OF, "a refund before the order it takes back"))
        } else {
            None
        };
        if let Some((column, message)) = fault {
            let help = "a refund names an earlier sale of the same participant and kind";
            note(column, codes::BAD_REFUND, message.to_owned(), help);
            continue;
        }
        taken.push((sale, [order.price, order.commissionable]));
        *order = Order {
            price: -order.price,
            commissionable: -order.commissionable,
            points: -order.points,
            refund_of: first[there.period as usize] + there.index,
            ..*order
        };
    }
    not_more_than_was_paid(&mut taken, entering, &places, flaws);
    for (orders, first) in entering.periods.iter_mut().zip(first) {
        for (order, number) in orders.iter_mut().zip(first..) {
            order.number = number;
        }
    }
}

/// Sorts the orders of each period by (day, id) and returns where each row's order is.
fn sort(entering: &mut Entering) -> Vec<Place> {
    let ids = &entering.ids;
    let mut places = vec![
        Place {
            period: 0,
            index: NO_ORDER
        };
        ids.len()
    ];
    for (period, orders) in entering.periods.iter_mut().enumerate() {
        orders.sort_unstable_by(|one, other| {
            let key = |order: &Order| order.day;
            key(one)
                .cmp(&key(other))
                .then_with(|| ids.text(one.number).cmp(ids.text(other.number)))
        });
        for (index, order) in orders.iter().enumerate() {
            places[order.number as usize] = Place {
                period: period as u32,
                index: index as u32,
            };
        }
    }
    places
}

/// All refunds of an order together take back at most what it was.
fn not_more_than_was_paid(
    taken: &mut [(u32, [i64; 2])],
    entering: &Entering,
    places: &[Place],
    flaws: &mut Flaws,
) {
    taken.sort_unstable();
    for refunds in taken.chunk_by(|one, other| one.0 == other.0) {
        let sale = refunds[0].0;
        let place = places[sale as usize];
        let of = entering.periods[place.period as usize][place.index as usize];
        let sum = refunds.iter().fold([0_i128; 2], |sum, (_, taken)| {
            [sum[0] + i128::from(taken[0]), sum[1] + i128::from(taken[1])]
        });
        if sum[0] > i128::from(of.price) || sum[1] > i128::from(of.commissionable) {
            let id = shown(entering.ids.text(sale));
            flaws.push(flaw(
                entering.lines[sale as usize],
                PRICE,
                codes::BAD_REFUND,
                format!("refunds take back more of order `{id}` than was paid"),
                "this was paid",
                "refunds of one order add up to at most its price and volume",
            ));
        }
    }
}
