//! Reading a real network and its orders from CSV files (interface.md §2 and §3).
//!
//! Files are read in pieces (`chunks`), parsed on all cores (`table`, `value`) and
//! entered in the order of their rows (`network`, `orders`). Then everything is put into
//! an order that does not hang on that of the rows (`seats`, `refunds`).

mod chunks;
pub mod codes;
mod enrolment;
mod flaw;
mod ids;
mod names;
mod network;
mod orders;
mod refunds;
mod seats;
mod table;
mod texts;
mod value;

#[cfg(test)]
mod tests;

pub use enrolment::enrol;

use std::path::{Path, PathBuf};

use super::{Observed, Recorded};
use crate::books::{NO_CUSTOMER, NO_ORDER, NO_PRODUCT, Order, OrderKind};
use crate::hash::sha256;
use crate::money::{Currency, MOST_MOVED, magnitude};
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin};
use network::Network;
use orders::Ledger;

/// The last period a file may name; the longest horizon.
const MOST_PERIODS: u32 = 10_000;
/// Points are kept in ten-thousandths.
const POINT_DIGITS: u32 = 4;

/// What must be known to read the files.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The currency of all amounts.
    pub currency: Currency,
    /// Days in a period.
    pub days: u32,
    /// Pay so many periods; as many as the files name if `None`.
    pub periods: Option<u32>,
    /// Whether a plan asks for single orders.
    pub single_orders: bool,
}

impl Reading {
    /// Units of points in one minor unit of volume, where an order gives no points: a
    /// point a currency unit.
    fn points_of_a_minor_unit(&self) -> i64 {
        10_i64.pow(POINT_DIGITS - self.currency.digits.min(POINT_DIGITS))
    }
}

/// A file that was read, for the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// As the user named it.
    pub path: PathBuf,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

impl InputFile {
    /// Whether it is there with the bytes that were read.
    #[must_use]
    pub fn is_as_it_was(&self) -> bool {
        std::fs::read(&self.path).is_ok_and(|bytes| sha256(&bytes) == self.sha256)
    }
}

/// Reads a network and, if there are any, its orders.
///
/// # Errors
///
/// Everything that is wrong with the network, else with the orders: up to a hundred
/// faults, each with its row.
pub fn read(
    network: &Path,
    orders: Option<&Path>,
    reading: &Reading,
) -> Result<Recorded, Diagnostics> {
    let read = network::read(network, reading)?;
    let mut inputs = vec![InputFile {
        path: network.to_owned(),
        sha256: read.sha256.clone(),
    }];
    let mut notes = Vec::new();
    let ledger = match orders {
        Some(path) => {
            if read.has_volumes {
                notes.push(
                    "`personal_volume` and `customer_volume` of the network are not read: its orders are given"
                        .to_owned(),
                );
            }
            let ledger = orders::read(path, &read, reading)?;
            inputs.push(InputFile {
                path: path.to_owned(),
                sha256: ledger.sha256.clone(),
            });
            ledger
        }
        None => volumes(&read, reading),
    };
    in_range(&read, &ledger, reading, orders.unwrap_or(network))?;
    Ok(recorded(read, ledger, reading, inputs, notes))
}

/// Refuses what could not be added up: what is bought and spent in all periods together.
fn in_range(
    network: &Network,
    ledger: &Ledger,
    reading: &Reading,
    path: &Path,
) -> Result<(), Diagnostics> {
    let by_volume = magnitude(reading.points_of_a_minor_unit());
    let of_orders = ledger.periods.iter().flatten().map(|order| {
        let volume = magnitude(order.commissionable) * by_volume;
        magnitude(order.price)
            .max(volume)
            .max(magnitude(order.points))
    });
    let of_members = network.members.iter().map(|member| magnitude(member.costs));
    let bought: u128 = of_orders.chain(of_members).sum();
    if bought <= MOST_MOVED {
        return Ok(());
    }
    let message = format!(
        "`{}`: all amounts together, or their points, are more than can be added up exactly",
        path.display()
    );
    let fault = Diagnostic::error(codes::OUT_OF_RANGE, &Origin::Default, message);
    Err(Diagnostics(vec![fault.help(
        "give amounts in a larger unit, such as thousands, or fewer orders",
    )]))
}

/// The volumes of the network as orders: one of his own and one customer's a member, in
/// period 1 or the one he joined in.
fn volumes(network: &Network, reading: &Reading) -> Ledger {
    let mut ledger = Ledger::default();
    if !network.has_volumes {
        return ledger;
    }
    for (participant, member) in network.members.iter().enumerate() {
        let period = usize::from(member.joined);
        for (kind, amount) in [
            (OrderKind::Own, member.personal),
            (OrderKind::Customer, member.customer),
        ] {
            if amount == 0 {
                continue;
            }
            if ledger.periods.len() < period {
                ledger.periods.resize_with(period, Vec::new);
                ledger.customers.resize(period, 0);
            }
            ledger.customers[period - 1] += u64::from(kind == OrderKind::Customer);
            ledger.periods[period - 1].push(Order {
                number: 0,
                participant: participant as u32,
                customer: NO_CUSTOMER,
                kind,
                product: NO_PRODUCT,
                price: amount,
                commissionable: amount,
                points: amount.saturating_mul(reading.points_of_a_minor_unit()),
                day: (period as u32 - 1) * reading.days,
                refund_of: NO_ORDER,
            });
        }
    }
    for (number, order) in (0..).zip(ledger.periods.iter_mut().flatten()) {
        order.number = number;
    }
    ledger
}

fn recorded(
    network: Network,
    mut ledger: Ledger,
    reading: &Reading,
    inputs: Vec<InputFile>,
    mut notes: Vec<String>,
) -> Recorded {
    let last_joined = network.members.last().map_or(1, |last| last.joined);
    let named = u32::from(last_joined).max(ledger.periods.len() as u32);
    let periods = reading.periods.unwrap_or(named);
    // Who joins, and what is ordered, after the last period paid is not looked at.
    let members = network
        .members
        .partition_point(|member| u32::from(member.joined) <= periods);
    if periods < named {
        let orders: usize = ledger
            .periods
            .iter()
            .skip(periods as usize)
            .map(Vec::len)
            .sum();
        notes.push(format!(
            "the files go on to period {named}: {orders} orders and {} members after period {periods} are left out",
            network.members.len() - members
        ));
    }
    ledger.periods.resize_with(periods as usize, Vec::new);
    ledger.customers.resize(periods as usize, 0);
    if !network.has_joined {
        notes.push(
            "the network gives no `joined`: nobody joins while it is paid, and figures by joining order are empty"
                .to_owned(),
        );
    }
    let of = &network.members[..members];
    let text = |name: u32| String::from_utf8_lossy(network.names.text(name)).into_owned();
    let filled = |has: bool| if has { of } else { &[] };
    let has_ranks = !network.rank_names.is_empty();
    let mut placement = network.placement;
    placement.truncate(members);
    Recorded {
        single_orders: reading.single_orders || ledger.has_refunds,
        active: filled(network.has_active)
            .iter()
            .map(|member| member.active)
            .collect(),
        rank: filled(has_ranks).iter().map(|member| member.rank).collect(),
        expenses: filled(network.has_costs)
            .iter()
            .map(|member| member.costs)
            .collect(),
        orders: ledger.periods,
        customers: ledger.customers,
        inputs,
        notes,
        network: Observed {
            ids: of.iter().map(|member| text(member.name)).collect(),
            joined: of.iter().map(|member| member.joined).collect(),
            last_period: vec![u16::MAX; members],
            placement,
            rank_names: network.rank_names,
            products: ledger.products,
            joining_unknown: !network.has_joined,
            sponsor: network.sponsor[..members].to_vec(),
            depth: network.depth[..members].to_vec(),
            ..Observed::default()
        },
    }
}
