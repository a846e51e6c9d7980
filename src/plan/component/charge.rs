//! `charge` (plans.md E13): what taking part costs under this plan, in place of the
//! same keys of `[costs]` (rulings.md 3).

use crate::money::{Cents, Rate};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::keys::costs;
use crate::scenario::settings::Settings;
use crate::scenario::types::{ComponentSettings, Kit, Product};

use super::fault;
use crate::plan::charges::{Autoship, Charges, Inventory, Renewal};

pub(super) const VARIANT: Variant = Variant {
    name: "charge",
    meaning: "What taking part costs under this plan, in place of the same keys of `[costs]`.",
    keys: &[
        instead_of(costs::JOIN_FEE),
        instead_of(costs::KIT),
        instead_of(costs::PERIOD_FEE),
        instead_of(costs::OWN_PURCHASE),
        instead_of(costs::EXPENSES),
        RENEWAL,
        AUTOSHIP,
        INVENTORY,
    ],
};

const RENEWAL: Key = Key {
    name: "renewal",
    kind: Kind::Table(&[
        Key {
            name: "fee",
            kind: Kind::Amount,
            default: Default::Required,
            unit: "each time",
            meaning: "What staying in costs.",
        },
        Key {
            name: "every",
            kind: Kind::Integer { min: 1, max: 1200 },
            default: Default::Required,
            unit: "periods",
            meaning: "Periods from joining to the first renewal, and from one to the next.",
        },
    ]),
    default: Default::Absent("no renewal"),
    unit: "",
    meaning: "A fee for staying in.",
};

const AUTOSHIP: Key = Key {
    name: "autoship",
    kind: Kind::Table(&[
        Key {
            name: "cost",
            kind: Kind::Amount,
            default: Default::Required,
            unit: "per period",
            meaning: "What the participant pays.",
        },
        Key {
            name: "commissionable",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per period",
            meaning: "The part of it commissions are taken of.",
        },
        Key {
            name: "use_value",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of the cost",
            meaning: "The share of the cost the person would have spent anyway.",
        },
        Key {
            name: "cost_of_goods",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per period",
            meaning: "What the goods cost the company.",
        },
    ]),
    default: Default::Absent("as `own_purchase`"),
    unit: "",
    meaning: "Own purchases as a fixed amount, in place of units of the product.",
};

const INVENTORY: Key = Key {
    name: "inventory",
    kind: Kind::Table(&[
        Key {
            name: "cost",
            kind: Kind::Amount,
            default: Default::Required,
            unit: "once on joining",
            meaning: "What the stock costs that a joiner buys and does not sell; not commissionable.",
        },
        Key {
            name: "buyback_rate",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of the cost",
            meaning: "What the company pays back to who leaves.",
        },
        Key {
            name: "within",
            kind: Kind::Integer { min: 1, max: 1200 },
            default: Default::Absent("at any time"),
            unit: "periods",
            meaning: "The company buys back in the first so many periods of membership, the joining period included.",
        },
        Key {
            name: "restocking_fee",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "once",
            meaning: "What the company keeps of that.",
        },
        Key {
            name: "shipping",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "once",
            meaning: "What sending it back costs, paid outside the company.",
        },
    ]),
    default: Default::Absent("nobody buys stock"),
    unit: "",
    meaning: "Stock every joiner buys and is left with, and its buy-back.",
};

/// The same key, holding nothing unless the plan says so.
const fn instead_of(key: Key) -> Key {
    Key {
        default: Default::Absent("as in `[costs]`"),
        ..key
    }
}

/// The costs a plan sets itself; what is `None` stays as in the scenario.
#[derive(Clone, Copy, Debug)]
pub struct Charge {
    join_fee: Option<Cents>,
    kit: Option<Kit>,
    period_fee: Option<Cents>,
    own_purchase: Option<(u32, Rate)>,
    expenses: Option<Cents>,
    renewal: Option<Renewal>,
    autoship: Option<Autoship>,
    inventory: Option<Inventory>,
}

impl Charge {
    pub(super) fn new(settings: &ComponentSettings, plan: &str) -> Result<Charge, Box<Diagnostic>> {
        let values = &settings.settings;
        let charge = Charge {
            join_fee: values.optional_amount("join_fee"),
            kit: values.optional_table("kit").map(|kit| Kit {
                price: kit.amount("price"),
                commissionable: kit.amount("commissionable"),
            }),
            period_fee: values.optional_amount("period_fee"),
            own_purchase: values.optional_table("own_purchase").map(|purchase| {
                let units = u32::try_from(purchase.integer("units"))
                    .expect("the key table keeps units to a million");
                (units, purchase.share("use_value"))
            }),
            expenses: values.optional_amount("expenses"),
            renewal: values.optional_table("renewal").map(|renewal| Renewal {
                fee: renewal.amount("fee"),
                every: small(renewal.integer("every")),
            }),
            autoship: values.optional_table("autoship").map(|autoship| Autoship {
                cost: autoship.amount("cost"),
                commissionable: autoship.amount("commissionable"),
                use_value: autoship.share("use_value"),
                cost_of_goods: autoship.amount("cost_of_goods"),
            }),
            inventory: values.optional_table("inventory").as_ref().map(inventory),
        };
        if charge.own_purchase.is_some() && charge.autoship.is_some() {
            return Err(Box::new(fault(
                settings,
                plan,
                "P152",
                "autoship",
                "`autoship` and `own_purchase` both say what a participant buys for himself"
                    .to_owned(),
                "remove one of them".to_owned(),
            )));
        }
        Ok(charge)
    }

    /// Puts the plan's own costs in place of the scenario's.
    pub fn apply(&self, charges: &mut Charges, product: &Product) {
        charges.join_fee = self.join_fee.unwrap_or(charges.join_fee);
        charges.kit = self.kit.unwrap_or(charges.kit);
        charges.period_fee = self.period_fee.unwrap_or(charges.period_fee);
        charges.expenses = self.expenses.unwrap_or(charges.expenses);
        charges.renewal = self.renewal.or(charges.renewal);
        charges.inventory = self.inventory.or(charges.inventory);
        if let Some((units, use_value)) = self.own_purchase {
            charges.set_own_purchase(units, use_value, product);
        }
        if let Some(autoship) = self.autoship {
            charges.set_autoship(autoship);
        }
    }
}

fn inventory(stock: &Settings) -> Inventory {
    let cost = stock.amount("cost");
    let back = stock.share("buyback_rate").of(cost.0);
    Inventory {
        cost,
        refund: back - stock.amount("restocking_fee").0,
        shipping: stock.amount("shipping"),
        within: stock.optional_integer("within").map(small),
    }
}

fn small(number: i64) -> u32 {
    u32::try_from(number).expect("the key table keeps it small")
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::inconsistent_digit_grouping,
        reason = "amounts in cents are written as 47_00"
    )]

    use crate::columns::Cores;
    use crate::observed::Builder;
    use crate::plan::accounts::Accounts;
    use crate::plan::tests::{compile, plan};

    const CHARGE: &str = "[[plans.component]]\ntype = \"charge\"\n";

    fn pay(network: Builder, keys: &str) -> Accounts {
        let plan = plan(
            "",
            &format!("{CHARGE}{keys}\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 1\n"),
        );
        let accounts = network.build().unwrap().pay(&plan, |_, _| {}).unwrap();
        accounts.check(plan.name(), Cores::One).unwrap();
        accounts
    }

    #[test]
    fn autoship_costs_what_it_is_not_worth_ch_01() {
        let mut network = Builder::new();
        let a = network.member("a", None);
        let b = network.member("b", None);
        network.sale(a, 1, 300_00).quits_after(b, 3).periods(12);
        let accounts = pay(
            network,
            "join_fee = 250\nautoship = { cost = 100, use_value = \"0.50\" }",
        );
        assert_eq!(accounts.net(), [-550_00, -400_00]);
        assert_eq!(accounts.own_purchases, [1200_00, 300_00]);
    }

    #[test]
    fn autoship_may_be_commissionable_volume() {
        let mut network = Builder::new();
        let a = network.member("a", None);
        network.member("b", Some(a));
        let plan = plan(
            "",
            &format!(
                "{CHARGE}autoship = {{ cost = 100, commissionable = 80, cost_of_goods = 30 }}\n\
                 [[plans.component]]\ntype = \"level_commission\"\nrates = [\"0.10\"]\n"
            ),
        );
        let accounts = network.build().unwrap().pay(&plan, |_, _| {}).unwrap();
        assert_eq!(accounts.commissions, [8_00, 0]);
        assert_eq!(accounts.totals.cost_of_goods, 60_00);
    }

    #[test]
    fn unsold_stock_is_bought_back_ch_02() {
        const STOCK: &str = "inventory = { cost = 1000, buyback_rate = \"0.90\", shipping = 25 }";
        // −1,000 + 900 − 25; the 40 of bonuses earned on it are the ledger's to take back.
        let mut leaves = Builder::new();
        let member = leaves.member("a", None);
        leaves.quits_after(member, 1).periods(2);
        let accounts = pay(leaves, STOCK);
        assert_eq!(accounts.net(), [-125_00]);
        assert_eq!(accounts.totals.company_result, 100_00);
        assert_eq!(accounts.totals.expenses, 25_00);
        // Who stays is settled at the end of the horizon in the same way, once.
        let mut stays = Builder::new();
        stays.member("a", None);
        stays.periods(3);
        assert_eq!(pay(stays, STOCK).net(), [-125_00]);
    }

    #[test]
    fn stock_is_bought_back_in_time_and_if_it_brings_anything() {
        let left_after = |period: u16, keys: &str| {
            let mut network = Builder::new();
            let member = network.member("a", None);
            network.quits_after(member, period).periods(6);
            let stock = format!("inventory = {{ cost = 1000, buyback_rate = \"0.90\"{keys} }}");
            pay(network, &stock).net()[0]
        };
        assert_eq!(left_after(2, ", within = 2"), -100_00);
        assert_eq!(left_after(3, ", within = 2"), -1000_00);
        assert_eq!(left_after(1, ", restocking_fee = 100"), -200_00);
        assert_eq!(left_after(1, ", shipping = 900"), -1000_00);
    }

    #[test]
    fn renewals_come_every_so_many_periods_while_enrolled() {
        let mut network = Builder::new();
        network.member("stays", None);
        let leaves = network.member("leaves", None);
        network.quits_after(leaves, 6);
        let joins = network.member("joins", None);
        network.joined(joins, 3, None).periods(13);
        let accounts = pay(network, "renewal = { fee = 20, every = 6 }");
        // Periods 7 and 13; he is gone by 7; 9, and 15 is beyond the horizon.
        assert_eq!(accounts.costs, [40_00, 0, 20_00]);
    }

    #[test]
    fn two_ways_of_buying_for_oneself_are_refused() {
        let text = format!("{CHARGE}autoship = {{ cost = 1 }}\nown_purchase = {{ units = 1 }}\n");
        assert!(compile("", &text).unwrap_err().to_string().contains("P152"));
    }
}
