//! The sums of one plan's books over a horizon, in minor units.

/// What triggered a payment, as distinct from who funded it (rulings.md 26).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The payee's own sale to a customer.
    OwnSale,
    /// A downline member's sale to a customer.
    DownlineCustomer,
    /// A downline member's purchase for own use.
    DownlineOwnUse,
    /// Someone joining.
    Joining,
}

impl Trigger {
    /// All triggers in the order of [`Totals::paid_on`].
    pub const ALL: [Trigger; 4] = [
        Trigger::OwnSale,
        Trigger::DownlineCustomer,
        Trigger::DownlineOwnUse,
        Trigger::Joining,
    ];
}

/// One plan's books over the horizon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// What outside customers spent.
    pub customer_spend: i64,
    /// What participants spent: fees, kits, own purchases in full.
    pub participant_spend: i64,
    /// What participants spent outside the company.
    pub expenses: i64,
    /// The part of own purchases that would have been bought anyway.
    pub use_value: i64,
    /// What the company received.
    pub revenue: i64,
    /// Retail margin participants kept of customers' spend (`resale`).
    pub margin_kept: i64,
    /// Retail margin the company received and paid out (`drop_ship`, rulings.md 15).
    pub margin_paid_out: i64,
    /// Commissions and bonuses the company credited, debits taken off (rulings.md 16).
    pub payout: i64,
    /// The part of `payout` that was entered by hand: no component paid it and no source
    /// funded it.
    pub adjustments: i64,
    /// What was paid out of the ledger; `payout` where there is none.
    pub cash: i64,
    /// What the company kept as fees for paying out.
    pub payment_fees: i64,
    /// Balances of the ledger still to be paid at the end.
    pub payable: i64,
    /// What members owe the ledger at the end.
    pub uncollected: i64,
    /// The part of `payout` that went to founders.
    pub founders_payout: i64,
    /// What the goods cost.
    pub cost_of_goods: i64,
    /// Revenue less payout, margin paid out and cost of goods.
    pub company_result: i64,
    /// Commissionable volume by [`super::Source`].
    pub volume: [i64; 3],
    /// Commissions by [`super::Source`]; sums to `payout` less `adjustments`.
    pub funded_by: [i64; 3],
    /// Commissions by [`Trigger`]; sums to `payout` less `adjustments`.
    pub paid_on: [i64; 4],
    /// Component by component, in the order of the plan; commissions only.
    pub components: Vec<ComponentTotals>,
}

/// One component's breakdown (rulings.md 13), in minor units: theoretical = paid +
/// breakage + no upline + cut + held + rounding. Fractions of a minor unit are kept exactly
/// until the period closes; `rounding` is the signed remainder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComponentTotals {
    /// The component's id.
    pub id: String,
    /// What the rule promises on the volume, over `denominator`.
    pub theoretical: i128,
    /// Earned by people who may not be paid, over `denominator`.
    pub breakage: i128,
    /// Levels above the root, over `denominator`.
    pub no_upline: i128,
    /// Above an individual cap, over `denominator`.
    pub cut_by_cap: i128,
    /// On volume the customer-volume rule does not let count, over `denominator`.
    pub cut_by_customer_rule: i128,
    /// Cut by the payout budget and by caps over several components, over `denominator`.
    pub cut_by_budget: i128,
    /// Signed rounding remainder, over `denominator`.
    pub rounding: i128,
    /// What the fractions above stand over.
    pub denominator: i64,
    /// What was credited, debits taken off.
    pub paid: i64,
    /// Earned and not credited yet: held back, or not earned out.
    pub held: i64,
    /// `paid` by [`super::Source`].
    pub funded_by: [i64; 3],
}

impl Totals {
    /// Σ of what components earned people and have not credited yet.
    #[must_use]
    pub fn held(&self) -> i64 {
        self.components.iter().map(|part| part.held).sum()
    }
}
