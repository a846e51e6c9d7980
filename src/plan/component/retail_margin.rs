//! `retail_margin` (plans.md E1): what a participant keeps of a customer's payment.

use crate::money::Rate;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::types::ComponentSettings;

use crate::plan::volume::Volumes;

pub(super) const VARIANT: Variant = Variant {
    name: "retail_margin",
    meaning: "What a participant keeps of a customer's payment; paid by the customer, so outside the payout and its budget.",
    keys: &[
        Key {
            name: "margin_rate",
            kind: Kind::Number {
                min: "0",
                max: "0.9",
            },
            default: Default::Absent("the product's own margin, price less wholesale"),
            unit: "share of the retail price",
            meaning: "The margin on a unit sold to a customer.",
        },
        Key {
            name: "mode",
            kind: Kind::Choice(&[
                (
                    "resale",
                    "the participant buys and resells: the company receives price less margin",
                ),
                (
                    "drop_ship",
                    "the company receives the price and pays the margin out",
                ),
            ]),
            default: Default::Value("\"resale\""),
            unit: "",
            meaning: "Whose hands the customer's payment goes through.",
        },
    ],
};

/// Whose hands the customer's payment goes through (rulings.md 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The participant buys and resells; the company receives price less margin.
    Resale,
    /// The company receives the price and pays the margin out.
    DropShip,
}

/// The margin on sales to customers.
#[derive(Clone, Copy, Debug)]
pub struct RetailMargin {
    rate: Option<Rate>,
    /// Whose hands the payment goes through.
    pub mode: Mode,
}

impl RetailMargin {
    pub(super) fn new(settings: &ComponentSettings) -> RetailMargin {
        let settings = &settings.settings;
        RetailMargin {
            rate: settings.optional_number("margin_rate").map(|rate| {
                Rate::from_decimal(rate).expect("the reader keeps a margin rate to nine decimals")
            }),
            mode: if settings.text("mode") == "resale" {
                Mode::Resale
            } else {
                Mode::DropShip
            },
        }
    }

    /// Adds each enrolled member's margin, rounded half up once, to `margin` and returns
    /// the sum. Repeat orders of a quitter's customers earn nobody a margin.
    pub fn keep(&self, volumes: &Volumes, margin: &mut [i64]) -> i64 {
        let sales = &volumes.period.sales;
        let mut kept = 0;
        for (member, total) in margin.iter_mut().enumerate() {
            let price = sales.price[member];
            if price == 0 || !volumes.period.is_enrolled(member) {
                continue;
            }
            let amount = match self.rate {
                Some(rate) => rate.of(price),
                None => price - sales.wholesale()[member],
            };
            *total += amount;
            kept += amount;
        }
        kept
    }
}
