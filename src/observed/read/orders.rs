//! The orders file: `order,period,participant,kind,price,commissionable,points
//! [,customer][,refund_of][,product][,day]` (interface.md §3), rows in any order.

use std::path::Path;

use rayon::prelude::*;

use super::codes;
use super::flaw::{Flaw, Flaws};
use super::ids::{Duplicate, Ids};
use super::names::{Names, WARM};
use super::network::{Network, shown};
use super::refunds::{self, Refund};
use super::table::{Column, Row, Rows, Table};
use super::texts::{Text, Texts};
use super::{MOST_PERIODS, POINT_DIGITS, Reading};
use crate::books::{NO_CUSTOMER, NO_ORDER, NO_PRODUCT, Order, OrderKind};
use crate::network::NO_SPONSOR;
use crate::scenario::diagnose::Diagnostics;

const fn column(name: &'static str, required: bool) -> Column {
    Column { name, required }
}

const COLUMNS: &[Column] = &[
    column("order", true),
    column("period", true),
    column("participant", true),
    column("kind", true),
    column("price", true),
    column("commissionable", true),
    column("points", true),
    column("customer", false),
    column("refund_of", false),
    column("product", false),
    column("day", false),
];
const NAMES: &[&str] = &[
    "order",
    "period",
    "participant",
    "kind",
    "price",
    "commissionable",
    "points",
    "customer",
    "refund_of",
    "product",
    "day",
];
const ORDER: usize = 0;
const PERIOD: usize = 1;
const PARTICIPANT: usize = 2;
pub(super) const KIND: usize = 3;
pub(super) const PRICE: usize = 4;
const COMMISSIONABLE: usize = 5;
const POINTS: usize = 6;
const CUSTOMER: usize = 7;
pub(super) const REFUND_OF: usize = 8;
const PRODUCT: usize = 9;
const DAY: usize = 10;

const KINDS: &[(&str, OrderKind)] = &[
    ("customer", OrderKind::Customer),
    ("own", OrderKind::Own),
    ("kit", OrderKind::Kit),
    ("fee", OrderKind::Fee),
];
/// Bytes of `1,1,A,own,1,,` and its end.
const SHORTEST_ROW: u64 = 14;
/// A century of days.
const MOST_DAYS: u32 = 36_525;

/// The orders by period, and what is known of them together.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// In the order of (day, id) where single orders are kept, else in any.
    pub(super) periods: Vec<Vec<Order>>,
    /// Different customers of each period.
    pub(super) customers: Vec<u64>,
    pub(super) products: Vec<String>,
    pub(super) has_refunds: bool,
    pub(super) sha256: String,
}

struct OrderRows<'a> {
    network: &'a Network,
    /// The member of each name and when he joined, side by side.
    seats: Vec<(u32, u32)>,
    digits: u32,
    /// Units of points in a minor unit of volume, where an order gives none.
    points: i64,
    days: u32,
}

/// Orders before their texts are numbered. Order id, customer, refund, product and
/// participant of each stand one after another in `texts`.
#[derive(Debug, Default)]
struct Parsed {
    orders: Vec<Draft>,
    texts: Texts,
}
const TEXTS: [usize; 5] = [ORDER, CUSTOMER, REFUND_OF, PRODUCT, PARTICIPANT];

/// An order whose participant is a name still, with the hashes of its texts.
#[derive(Clone, Copy, Debug)]
struct Draft {
    period: u16,
    line: u32,
    id: u32,
    customer: u32,
    participant: u32,
    order: Order,
}

impl Rows for OrderRows<'_> {
    type Parsed = Parsed;

    fn clear(parsed: &mut Parsed) {
        parsed.orders.clear();
        parsed.texts.clear();
    }

    #[inline]
    fn row(&self, parsed: &mut Parsed, row: &Row, flaws: &mut Flaws) {
        let id = row.must_be_given(ORDER, flaws);
        let participant = row.must_be_given(PARTICIPANT, flaws);
        let given = row.must_be_given(PERIOD, flaws);
        let period = row.whole(PERIOD, MOST_PERIODS, flaws).filter(|_| given);
        let kind = row.must_be_given(KIND, flaws);
        let kind = row.word(KIND, KINDS, flaws).filter(|_| kind);
        let priced = row.must_be_given(PRICE, flaws);
        let price = row.amount(PRICE, self.digits, flaws).filter(|_| priced);
        let volume = self.volume(row, kind, price, flaws);
        let points = row.amount(POINTS, POINT_DIGITS, flaws);
        let day = row.whole(DAY, MOST_DAYS, flaws);
        let (true, true, Some(period), Some(kind), Some(price), Some(volume)) =
            (id, participant, period, kind, price, volume)
        else {
            return;
        };
        let texts = TEXTS.map(|column| Text::of(row.field(column)));
        for text in texts {
            parsed.texts.push(text);
        }
        let order = Order {
            number: 0,
            participant: NO_SPONSOR,
            customer: NO_CUSTOMER,
            kind,
            product: NO_PRODUCT,
            price,
            commissionable: volume,
            points: points.unwrap_or(volume.saturating_mul(self.points)),
            day: day.map_or((period - 1) * self.days, |day| day - 1),
            refund_of: NO_ORDER,
        };
        parsed.orders.push(Draft {
            period: period as u16,
            line: u32::try_from(row.line).unwrap_or(u32::MAX),
            id: texts[0].hash(),
            customer: texts[1].hash(),
            participant: texts[4].hash(),
            order,
        });
    }

    /// Finds the participants, which are scattered all over the network.
    fn close(&self, parsed: &mut Parsed, flaws: &mut Flaws) {
        let Parsed { orders, texts } = parsed;
        let names = &self.network.names;
        for (batch, drafts) in orders.chunks_mut(WARM).enumerate() {
            names.warm(&hashes(drafts, |draft| draft.participant));
            let text = |at: usize| texts.text((batch * WARM + at) * TEXTS.len() + 4);
            let mut found = [NO_SPONSOR; WARM];
            for (at, draft) in drafts.iter().enumerate() {
                found[at] = names
                    .find(text(at), draft.participant)
                    .unwrap_or(NO_SPONSOR);
            }
            let nobody = (NO_SPONSOR, 0);
            let seats = found.map(|name| *self.seats.get(name as usize).unwrap_or(&nobody));
            for (at, draft) in drafts.iter_mut().enumerate() {
                let (member, joined) = seats[at];
                draft.order.participant = member;
                if member == NO_SPONSOR {
                    flaws.push(flaw(
                        draft.line,
                        PARTICIPANT,
                        codes::NO_SUCH_MEMBER,
                        format!("there is no member `{}`", shown(text(at).bytes())),
                        shown(text(at).bytes()),
                        "every participant of an order is a row of the network",
                    ));
                } else if u32::from(draft.period) < joined {
                    let period = draft.period;
                    flaws.push(flaw(
                        draft.line,
                        PERIOD,
                        codes::BEFORE_JOINING,
                        format!("an order of period {period} by a member who joined in {joined}"),
                        period.to_string(),
                        "correct `period` here or `joined` in the network",
                    ));
                }
            }
        }
    }
}

/// One hash of each draft of a batch.
fn hashes(drafts: &[Draft], of: impl Fn(&Draft) -> u32) -> [u32; WARM] {
    std::array::from_fn(|at| drafts.get(at).map_or(0, &of))
}

impl OrderRows<'_> {
    /// Commissionable volume: the price where the field is empty, nothing of a fee.
    #[inline]
    fn volume(
        &self,
        row: &Row,
        kind: Option<OrderKind>,
        price: Option<i64>,
        flaws: &mut Flaws,
    ) -> Option<i64> {
        if row.field(COMMISSIONABLE).is_empty() {
            return match kind? {
                OrderKind::Fee => Some(0),
                _ => price,
            };
        }
        let volume = row.amount(COMMISSIONABLE, self.digits, flaws)?;
        if kind == Some(OrderKind::Fee) && volume != 0 {
            let message = "a fee has no commissionable volume";
            let help = "write 0, or another kind of order";
            flaws.push(row.flaw(COMMISSIONABLE, codes::FEE_WITH_VOLUME, message, help));
            return None;
        }
        Some(volume)
    }
}

fn seats(network: &Network) -> Vec<(u32, u32)> {
    let of_name = network.of_name.iter();
    of_name
        .map(|&member| {
            let found = network.members.get(member as usize);
            (member, found.map_or(0, |found| u32::from(found.joined)))
        })
        .collect()
}

/// Reads the orders of a network.
pub(super) fn read(
    path: &Path,
    network: &Network,
    reading: &Reading,
) -> Result<Ledger, Diagnostics> {
    let Some(table) = Table::open(path, COLUMNS, NAMES)? else {
        return Ok(Ledger {
            sha256: crate::hash::sha256(b""),
            ..Ledger::default()
        });
    };
    let header = table.header.clone();
    let rows = OrderRows {
        network,
        seats: seats(network),
        digits: reading.currency.digits,
        points: reading.points_of_a_minor_unit(),
        days: reading.days,
    };
    let mut entering = Entering::default();
    let expected = table.rows_expected(SHORTEST_ROW);
    entering.ids.reserve(expected);
    entering.lines.reserve(expected);
    let (mut flaws, sha256) =
        table.read(path, &rows, |parsed, flaws| entering.enter(parsed, flaws))?;
    let mut ledger = entering.finish(reading.single_orders, &mut flaws);
    if !flaws.is_empty() {
        flaws.place(&header);
        return Err(flaws.told(path));
    }
    ledger.sha256 = sha256;
    Ok(ledger)
}

/// The orders as they are entered, in the order of the file. [`Order::number`] is the
/// row's until all are there.
#[derive(Debug, Default)]
pub(super) struct Entering {
    pub(super) ids: Ids,
    pub(super) lines: Vec<u32>,
    pub(super) periods: Vec<Vec<Order>>,
    pub(super) refunds: Vec<Refund>,
    /// The ids of the orders that refunds take back.
    pub(super) refunded: Names,
    customers: Names,
    products: Names,
}

impl Entering {
    fn enter(&mut self, parsed: &Parsed, flaws: &mut Flaws) {
        for (index, draft) in parsed.orders.iter().enumerate() {
            if index % WARM == 0 {
                let batch = &parsed.orders[index..];
                self.customers.warm(&hashes(batch, |draft| draft.customer));
            }
            let &Draft {
                period,
                line,
                id,
                order,
                ..
            } = draft;
            let text = |which: usize| parsed.texts.text(index * TEXTS.len() + which);
            let number = self.ids.enter(text(0), id);
            self.lines.push(line);
            let product = match text(3) {
                text if text.is_empty() => NO_PRODUCT,
                text => self.product(text, line, flaws),
            };
            let customer = match text(1) {
                text if text.is_empty() => NO_CUSTOMER,
                text => self.customers.enter(text, draft.customer).number(),
            };
            let period = usize::from(period);
            if self.periods.len() < period {
                self.periods.resize_with(period, Vec::new);
            }
            self.periods[period - 1].push(Order {
                number,
                customer,
                product,
                ..order
            });
            if !text(2).is_empty() {
                let of = self.refunded.enter(text(2), text(2).hash()).number();
                self.refunds.push(Refund { number, of });
            }
        }
    }

    fn product(&mut self, text: Text, line: u32, flaws: &mut Flaws) -> u16 {
        let number = self.products.enter(text, text.hash()).number();
        if number < u32::from(NO_PRODUCT) {
            return number as u16;
        }
        flaws.push(flaw(
            line,
            PRODUCT,
            codes::TOO_MANY_RANKS,
            format!("there are more than {NO_PRODUCT} different products"),
            shown(text.bytes()),
            "does this column hold the names of products?",
        ));
        NO_PRODUCT
    }

    fn note_duplicates(&self, flaws: &mut Flaws) {
        for Duplicate { number, first } in self.ids.duplicates() {
            let id = shown(self.ids.text(number));
            let first = self.lines[first as usize];
            flaws.push(flaw(
                self.lines[number as usize],
                ORDER,
                codes::DUPLICATE_ORDER,
                format!("there are two orders `{id}`"),
                format!("also in row {first}"),
                "give every order one line and a number of its own",
            ));
        }
    }

    /// Everything numbered so that the order of rows tells in nothing.
    fn finish(mut self, single_orders: bool, flaws: &mut Flaws) -> Ledger {
        self.note_duplicates(flaws);
        let customers = self.count_customers();
        let has_refunds = !self.refunds.is_empty();
        let mut products = Vec::new();
        if (single_orders || has_refunds) && flaws.is_empty() {
            let rank = ranks(&self.products);
            products = vec![String::new(); rank.len()];
            for (number, &rank) in rank.iter().enumerate() {
                products[rank as usize] = shown(self.products.text(number as u32));
            }
            let customer = ranks(&self.customers);
            for order in self.periods.iter_mut().flatten() {
                if let Some(&rank) = rank.get(usize::from(order.product)) {
                    order.product = rank as u16;
                }
                if let Some(&rank) = customer.get(order.customer as usize) {
                    order.customer = rank;
                }
            }
            refunds::settle(&mut self, flaws);
        }
        Ledger {
            periods: self.periods,
            customers,
            products,
            has_refunds,
            sha256: String::new(),
        }
    }

    /// Different customers who bought in each period; an order without a customer is one.
    fn count_customers(&self) -> Vec<u64> {
        let refunds: Vec<u32> = self.refunds.iter().map(|refund| refund.number).collect();
        let is_sale = |order: &&Order| {
            order.kind == OrderKind::Customer && refunds.binary_search(&order.number).is_err()
        };
        let in_period = |orders: &Vec<Order>| {
            // A bit a customer, since millions of them are asked for in no order.
            let mut met = vec![0_u64; self.customers.len().div_ceil(64)];
            let is_new = |order: &&Order| {
                let (word, bit) = (order.customer as usize / 64, 1 << (order.customer % 64));
                match met.get_mut(word) {
                    None => true,
                    Some(word) => {
                        let before = *word;
                        *word |= bit;
                        before & bit == 0
                    }
                }
            };
            orders.iter().filter(is_sale).filter(is_new).count() as u64
        };
        self.periods.par_iter().map(in_period).collect()
    }
}

/// The place of each text among all of them sorted.
fn ranks(names: &Names) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..names.len() as u32).collect();
    sorted.sort_unstable_by(|&one, &other| names.text(one).cmp(names.text(other)));
    let mut ranks = vec![0; sorted.len()];
    for (rank, number) in sorted.into_iter().enumerate() {
        ranks[number as usize] = rank as u32;
    }
    ranks
}

/// A fault of a field of the orders file.
pub(super) fn flaw(
    line: u32,
    column: usize,
    code: &'static str,
    message: String,
    label: impl Into<String>,
    help: &str,
) -> Flaw {
    Flaw {
        line: u64::from(line),
        field: 0,
        code,
        key: NAMES[column].to_owned(),
        message,
        label: label.into(),
        help: help.to_owned(),
    }
}
