//! Single orders, for the rules that hang on an order, its customer or its day.

use super::Source;

/// An order or a contact that names no participant.
pub const NO_PARTICIPANT: u32 = u32::MAX;
/// An order without a customer of its own.
pub const NO_CUSTOMER: u32 = u32::MAX;
/// An order that refunds nothing, or an order nobody refunded.
pub const NO_ORDER: u32 = u32::MAX;
/// An order of no particular product.
pub const NO_PRODUCT: u16 = u16::MAX;

/// Who buys, and what for (interface.md §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderKind {
    /// An outside customer.
    Customer,
    /// The participant for himself.
    Own,
    /// A starter kit.
    Kit,
    /// A fee: never commissionable volume.
    Fee,
}

/// One order of a period. Amounts in minor units; a refund carries the amounts it takes
/// back as negative numbers and names the order it refunds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Number of the order over the whole horizon, in the order of (time, id).
    pub number: u32,
    /// The participant it is credited to: the seller, or the buyer himself;
    /// [`NO_PARTICIPANT`] where the plan's attribution is to find him.
    pub participant: u32,
    /// The customer; [`NO_CUSTOMER`] where he is not told apart.
    pub customer: u32,
    /// Who buys, and what for.
    pub kind: OrderKind,
    /// Index of the product's name; [`NO_PRODUCT`] if it has none.
    pub product: u16,
    /// What the buyer pays.
    pub price: i64,
    /// The volume percentages are taken of.
    pub commissionable: i64,
    /// Points in ten-thousandths.
    pub points: i64,
    /// Days since the horizon began, 0 on its first day.
    pub day: u32,
    /// The order this one refunds, in full or in part; [`NO_ORDER`] for a sale.
    pub refund_of: u32,
}

impl Order {
    /// Whether it takes back an earlier order.
    #[must_use]
    pub fn is_refund(&self) -> bool {
        self.refund_of != NO_ORDER
    }

    /// Where its money comes from.
    #[must_use]
    pub fn source(&self) -> Source {
        match self.kind {
            OrderKind::Customer => Source::Customers,
            OrderKind::Own => Source::OwnUse,
            OrderKind::Kit | OrderKind::Fee => Source::Joining,
        }
    }
}

/// How a customer came into touch with the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactKind {
    /// He followed a participant's link.
    Click,
    /// He opened an account; by a participant's link if one is named.
    Signup,
    /// He handed in a participant's coupon.
    Coupon,
}

/// An event before an order that says whose customer someone is (plans.md E2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The customer.
    pub customer: u32,
    /// Whose link or coupon it was; [`NO_PARTICIPANT`] for a sign-up of his own accord.
    pub participant: u32,
    /// What happened.
    pub kind: ContactKind,
    /// Days since the horizon began, 0 on its first day.
    pub day: u32,
    /// The number of the first order after it: on one day the order of events decides.
    pub next_order: u32,
}

/// A credit or, below zero, a debit to a member's ledger that no rule of the plan made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Whose ledger.
    pub member: u32,
    /// Minor units.
    pub amount: i64,
}
