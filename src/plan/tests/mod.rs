//! Worked examples in cents, each with its books balanced.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

mod twin;

use super::LANGUAGE;
use super::accounts::{Accounts, Terms};
use super::{Desk, Plan};
use crate::books::{Details, OrderValues, Period, Sales};
use crate::columns::Cores;
use crate::columns::Each;
use crate::network::{self, NO_SPONSOR};
use crate::scenario;
use crate::scenario::diagnose::Diagnostics;

/// A network with one period's sales, paid under the plan of a scenario text.
struct Case {
    sponsor: Vec<u32>,
    sales: Sales,
    last_period: Vec<u16>,
    joiners: (usize, usize),
}

impl Case {
    /// Members with these sponsors (`None` is a founder), everyone a joiner but the
    /// founders.
    fn new(sponsors: &[Option<u32>]) -> Case {
        let sponsor: Vec<u32> = sponsors
            .iter()
            .map(|sponsor| sponsor.unwrap_or(NO_SPONSOR))
            .collect();
        let founders = sponsor.iter().filter(|&&up| up == NO_SPONSOR).count();
        let members = sponsor.len();
        let mut sales = Sales::default();
        sales.open(members, false, false);
        Case {
            sponsor,
            sales,
            last_period: vec![u16::MAX; members],
            joiners: (founders, members),
        }
    }

    /// Sells `units` units at these values in cents a unit.
    fn sell(mut self, member: usize, units: u32, unit: OrderValues) -> Case {
        let times = i64::from(units);
        let worth = OrderValues {
            price: unit.price * times,
            wholesale: unit.wholesale * times,
            commissionable: unit.commissionable * times,
            points: 0,
            cost_of_goods: unit.cost_of_goods * times,
        };
        self.sales.post(member, units, worth);
        self.sales.add_to_totals(worth);
        self
    }

    /// Sells for these volumes: price and commissionable volume alike.
    fn volumes(mut self, volumes: &[i64]) -> Case {
        for (member, &volume) in volumes.iter().enumerate() {
            self = self.sell(
                member,
                1,
                OrderValues {
                    price: volume,
                    wholesale: volume,
                    commissionable: volume,
                    points: 0,
                    cost_of_goods: 0,
                },
            );
        }
        self
    }

    /// The member quit before the period.
    fn quit(mut self, member: usize) -> Case {
        self.last_period[member] = 0;
        self
    }

    /// Pays the case and checks the books.
    fn pay(&self, plan: &Plan) -> Accounts {
        let mut depth = Vec::new();
        network::depths(&self.sponsor, &mut depth, crate::columns::Cores::One);
        let period = Period {
            number: 1,
            founders: self.joiners.0,
            sponsor: &self.sponsor,
            depth: &depth,
            joined: Each::All(1),
            last_period: Each::Own(&self.last_period),
            everyone_enrolled: self.last_period.iter().all(|&last| last > 0),
            joiners: self.joiners,
            sales: &self.sales,
            customers: 0,
            details: Details::default(),
        };
        let terms = Terms {
            periods: 1,
            periods_per_year: 12,
            first_participant: self.joiners.0,
            by_component: true,
        };
        let mut accounts = Accounts::new(plan, terms);
        accounts.begin(plan);
        plan.pay(&period, &mut accounts, &mut Desk::default())
            .unwrap();
        accounts.check(plan.name(), Cores::One).unwrap();
        accounts
    }
}

/// A plan from the text of its components, in a scenario with these further tables.
pub(super) fn compile(tables: &str, components: &str) -> Result<Plan, Diagnostics> {
    let product = if tables.contains("[product]") {
        ""
    } else {
        PRODUCT
    };
    let text = format!(
        "[scenario]\nname = \"case\"\ntitle = \"?\"\n[growth]\nlaw = \"fixed\"\nparticipants = 10\n\
         [sales]\nlaw = \"fixed\"\nunits = 1\n{product}{tables}\n[[plans]]\nname = \"plan\"\n{components}"
    );
    let loaded = scenario::load_text("case.toml", &text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"));
    Plan::build(&loaded.scenario, 0)
}

pub(super) fn plan(tables: &str, components: &str) -> Plan {
    compile(tables, components).unwrap_or_else(|faults| panic!("{faults}"))
}

const PRODUCT: &str = "[product]\nprice = 100.00\n";

fn levels(rates: &str) -> String {
    format!("[[plans.component]]\ntype = \"level_commission\"\nrates = {rates}\n")
}

/// A chain of five: A sponsors B sponsors C sponsors D sponsors E.
fn chain() -> Case {
    Case::new(&[None, Some(0), Some(1), Some(2), Some(3)])
}

#[test]
fn level_commission_on_a_chain_lv_01() {
    let accounts = chain()
        .volumes(&[100_00, 200_00, 300_00, 400_00, 500_00])
        .pay(&plan(PRODUCT, &levels("[0.10, 0.05, 0.03]")));
    assert_eq!(accounts.commissions, [47_00, 65_00, 65_00, 50_00, 0]);
    let part = &accounts.totals.components[0];
    // 18 % of 1,500.00 is promised; A, B and C have too few uplines: 18.00 + 16.00 + 9.00.
    assert_eq!(part.theoretical, 270_00 * 100);
    assert_eq!(part.no_upline, 43_00 * 100);
    assert_eq!(accounts.totals.payout, 227_00);
}

#[test]
fn an_inactive_upline_leaves_breakage_without_compression() {
    let accounts = chain()
        .volumes(&[0, 0, 0, 0, 100_00])
        .quit(3)
        .pay(&plan(PRODUCT, &levels("[0.10, 0.05, 0.03]")));
    assert_eq!(accounts.commissions, [0, 3_00, 5_00, 0, 0]);
    assert_eq!(accounts.totals.components[0].breakage, 10_00 * 100);
}

#[test]
fn sale_commission_sc_01() {
    let accounts = Case::new(&[None, Some(0), Some(0), Some(1)])
        .volumes(&[100_00, 59_90, 0, 12_34])
        .quit(3)
        .pay(&plan(
            PRODUCT,
            "[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.10\n",
        ));
    assert_eq!(accounts.commissions, [10_00, 5_99, 0, 0]);
    // D is not active: 1.234 is breakage, kept exactly.
    assert_eq!(accounts.totals.components[0].breakage, 12_34);
    assert_eq!(accounts.totals.components[0].denominator, 10);
}

#[test]
fn a_flat_commission_is_paid_for_every_unit() {
    let unit = OrderValues {
        price: 20_00,
        wholesale: 20_00,
        commissionable: 16_00,
        points: 0,
        cost_of_goods: 4_00,
    };
    let accounts = Case::new(&[None, Some(0)]).sell(1, 7, unit).pay(&plan(
        PRODUCT,
        "[[plans.component]]\ntype = \"sale_commission\"\nflat = 1.25\nrate = 0.5\n",
    ));
    assert_eq!(accounts.commissions, [0, 7 * 1_25 + 7 * 8_00]);
}

#[test]
fn rounding_is_once_per_payee_component_and_period_lv_19() {
    // 10 % of ten sales of 0.05 is 0.05; rounded line by line it would be 0.10.
    let sponsors: Vec<Option<u32>> = std::iter::once(None)
        .chain(std::iter::repeat_n(Some(0), 10))
        .collect();
    let mut volumes = vec![5; 11];
    volumes[0] = 0;
    let accounts = Case::new(&sponsors)
        .volumes(&volumes)
        .pay(&plan(PRODUCT, &levels("[0.10]")));
    assert_eq!(accounts.commissions[0], 5);
    let accounts = Case::new(&[None, Some(0)])
        .volumes(&[0, 5])
        .pay(&plan(PRODUCT, &levels("[0.10]")));
    assert_eq!(accounts.commissions[0], 1, "0.005 rounds half up");
    assert_eq!(accounts.totals.components[0].rounding, -5);
}

#[test]
fn retail_margin_rm_02() {
    let unit = OrderValues {
        price: 1_000_00,
        wholesale: 700_00,
        commissionable: 700_00,
        points: 0,
        cost_of_goods: 100_00,
    };
    let case = Case::new(&[None, Some(0)]).sell(1, 1, unit);
    let own = case.pay(&plan(
        PRODUCT,
        "[[plans.component]]\ntype = \"retail_margin\"\n",
    ));
    assert_eq!(own.margin, [0, 300_00]);
    assert_eq!(
        (own.totals.revenue, own.totals.margin_kept),
        (700_00, 300_00)
    );
    assert_eq!((own.totals.payout, own.totals.company_result), (0, 600_00));
    let rate = case.pay(&plan(
        PRODUCT,
        "[[plans.component]]\ntype = \"retail_margin\"\nmargin_rate = 0.25\nmode = \"drop_ship\"\n",
    ));
    assert_eq!(rate.margin, [0, 250_00]);
    assert_eq!(
        (rate.totals.revenue, rate.totals.margin_paid_out),
        (1_000_00, 250_00)
    );
    assert_eq!(rate.totals.company_result, 650_00);
}

#[test]
fn a_quitters_customers_leave_the_margin_with_the_company() {
    let unit = OrderValues {
        price: 10_00,
        wholesale: 6_00,
        commissionable: 6_00,
        points: 0,
        cost_of_goods: 0,
    };
    let accounts = Case::new(&[None, Some(0)])
        .sell(1, 1, unit)
        .quit(1)
        .pay(&plan(
            PRODUCT,
            "[[plans.component]]\ntype = \"retail_margin\"\n",
        ));
    assert_eq!(accounts.margin, [0, 0]);
    assert_eq!(accounts.totals.revenue, 10_00);
}

#[test]
fn join_bonus_by_percent_of_the_kit_and_flat() {
    // A sponsors B sponsors C; B and C join. Kit 99.50, bonus 50/25 %.
    let case = Case::new(&[None, Some(0), Some(1)]);
    let costs = "[costs]\nkit = { price = 120.00, commissionable = 99.50 }\njoin_fee = 10.00\n";
    let percent = case.pay(&plan(
        costs,
        "[[plans.component]]\ntype = \"join_bonus\"\nrates = [0.50, 0.25]\non = \"kit\"\n",
    ));
    // A: 49.75 for B, 24.875 for C = 74.625; B: 49.75 for C.
    assert_eq!(percent.commissions, [74_63, 49_75, 0]);
    assert_eq!(percent.totals.funded_by, [0, 0, 124_38]);
    assert_eq!(percent.costs, [0, 130_00, 130_00]);
    assert_eq!(percent.totals.volume, [0, 0, 199_00]);
    let flat = case.pay(&plan(
        costs,
        "[[plans.component]]\ntype = \"join_bonus\"\nkind = \"flat\"\namounts = [50.00]\n",
    ));
    assert_eq!(flat.commissions, [50_00, 50_00, 0]);
    let fee = case.pay(&plan(
        costs,
        "[[plans.component]]\ntype = \"join_bonus\"\nrates = [0.5]\non = \"membership_fee\"\n",
    ));
    assert_eq!(fee.commissions, [5_00, 5_00, 0]);
    let levels = case.pay(&plan(
        costs,
        "[[plans.component]]\ntype = \"level_commission\"\nbasis = \"fee\"\nrates = [0.2, 0.1]\n",
    ));
    assert_eq!(levels.commissions, [3_00, 2_00, 0]);
    assert_eq!(levels.totals.paid_on, [0, 0, 0, 5_00]);
}

#[test]
fn a_plans_own_charges_replace_the_same_keys_only() {
    let costs = "[product]\nprice = 50.00\nwholesale = 40.00\n[costs]\njoin_fee = 10.00\nperiod_fee = 5.00\n\
                 expenses = 1.00\nown_purchase = { units = 1, use_value = 0.5 }\n";
    let case = Case::new(&[None, Some(0)]);
    let shared = case.pay(&plan(costs, &levels("[0.1]")));
    // Running: 5 + 1 + 40 − 20; entry 10 for the joiner only.
    assert_eq!(shared.costs, [26_00, 36_00]);
    assert_eq!(shared.own_purchases, [40_00, 40_00]);
    let charge =
        "[[plans.component]]\ntype = \"charge\"\nperiod_fee = 7.00\nown_purchase = { units = 2 }\n";
    let own = case.pay(&plan(costs, &format!("{}{charge}", levels("[0.1]"))));
    assert_eq!(own.costs, [88_00, 98_00]);
    assert_eq!(own.use_value, [0, 0]);
    // 10 % of B's own purchases, commissionable at the price of 50.00 a unit.
    assert_eq!((shared.commissions[0], own.commissions[0]), (5_00, 10_00));
    assert_eq!(own.totals.funded_by, [0, 10_00, 0]);
}

#[test]
fn a_mixed_payment_is_split_by_source_to_the_cent() {
    let costs = "[product]\nprice = 0.05\n[costs]\nown_purchase = { units = 1 }\n";
    // B sells 0.05 and buys 0.05: A gets 10 % of 0.10 = 0.01, half from each; the cent
    // goes to customers.
    let accounts = Case::new(&[None, Some(0)])
        .volumes(&[0, 5])
        .pay(&plan(costs, &levels("[0.1]")));
    assert_eq!(accounts.commissions, [1, 0]);
    assert_eq!(accounts.totals.funded_by, [1, 0, 0]);
    assert_eq!(accounts.totals.paid_on, [0, 1, 0, 0]);
}

#[test]
fn a_budget_prorates_every_commission_by_the_same_factor() {
    let company =
        "[product]\nprice = 100.00\n[company]\npayout_budget = 0.10\nbudget_rule = \"prorate\"\n";
    let components = format!(
        "[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.10\n{}",
        levels("[0.05]")
    );
    // 300.00 sold by B: B 30.00 and A 15.00 promised, 30.00 available: factor 2/3.
    let accounts = Case::new(&[None, Some(0)])
        .volumes(&[0, 300_00])
        .pay(&plan(company, &components));
    assert_eq!(accounts.commissions, [10_00, 20_00]);
    let [sale, level] = &accounts.totals.components[..] else {
        panic!("two components")
    };
    assert_eq!(sale.cut_by_budget, 10_00 * 100);
    assert_eq!(level.cut_by_budget, 5_00 * 100);
    // A plan within the budget is left alone: the factor is never above 1.
    let within = Case::new(&[None, Some(0)])
        .volumes(&[300_00, 0])
        .pay(&plan(company, &levels("[0.05]")));
    assert_eq!(within.commissions, [0, 0]);
}

#[test]
fn fewer_levels_drops_the_deepest_until_the_rates_fit() {
    let company = "[company]\npayout_budget = 0.16\nbudget_rule = \"fewer_levels\"\n";
    let plan = plan(company, &levels("[0.10, 0.05, 0.03, 0.02]"));
    assert_eq!(plan.maximum().largest().1.to_string(), "0.15");
    let [note] = plan.notes() else {
        panic!("the reader is told")
    };
    assert!(
        note.contains("2 of the 4 levels of `level_commission`"),
        "{note}"
    );
}

#[test]
fn a_unit_of_volume_has_one_source_so_maxima_of_different_sources_do_not_add_up() {
    let tables = "[company]\npayout_budget = 0.50\nbudget_rule = \"reject\"\n\
                  [costs]\nkit = { price = 99.00, commissionable = 40.00 }\n";
    let components = |kit: &str| {
        format!(
            "[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.20\n{}\
             [[plans.component]]\ntype = \"join_bonus\"\non = \"kit\"\nrates = [{kit}]\n",
            levels("[0.2, 0.1]")
        )
    };
    assert!(compile(tables, &components("0.50")).is_ok());
    let faults = compile(tables, &components("0.51")).unwrap_err();
    assert!(
        faults.0[0]
            .message
            .contains("0.51 of commissionable volume from joining"),
        "{faults}"
    );
}

#[test]
fn reject_refuses_what_the_budget_cannot_guarantee() {
    let company = "[company]\npayout_budget = 0.17\nbudget_rule = \"reject\"\n";
    let faults = compile(company, &levels("[0.10, 0.05, 0.03]")).unwrap_err();
    assert_eq!(faults.0[0].code, "P010");
    assert!(faults.0[0].message.contains("0.18"), "{faults}");
    let flat = "[[plans.component]]\ntype = \"join_bonus\"\nkind = \"flat\"\namounts = [1.00]\n";
    assert!(
        compile(company, flat).is_err(),
        "a flat bonus cannot be guaranteed"
    );
    assert!(compile(company, &levels("[0.10, 0.07]")).is_ok());
}

#[test]
fn contradicting_parameters_of_a_join_bonus_are_refused() {
    for parameters in [
        "",
        "kind = \"flat\"\nrates = [0.1]\n",
        "rates = [0.1]\namounts = [1]\n",
    ] {
        let text = format!("[[plans.component]]\ntype = \"join_bonus\"\n{parameters}");
        let faults = compile("", &text).unwrap_err();
        assert_eq!(faults.0[0].code, "P003", "{faults}");
    }
}

#[test]
fn amounts_too_large_to_keep_exactly_are_refused() {
    let mut case = Case::new(&[None, Some(0)]);
    case = case.volumes(&[0, i64::MAX / 100]);
    let plan = plan(PRODUCT, &levels("[0.123456789]"));
    let mut depth = Vec::new();
    network::depths(&case.sponsor, &mut depth, crate::columns::Cores::One);
    let period = Period {
        number: 3,
        founders: 1,
        sponsor: &case.sponsor,
        depth: &depth,
        joined: Each::All(1),
        last_period: Each::Own(&case.last_period),
        everyone_enrolled: true,
        joiners: (2, 2),
        sales: &case.sales,
        customers: 0,
        details: Details::default(),
    };
    let terms = Terms {
        periods: 3,
        periods_per_year: 12,
        first_participant: 1,
        by_component: false,
    };
    let mut accounts = Accounts::new(&plan, terms);
    accounts.begin(&plan);
    let error = plan
        .pay(&period, &mut accounts, &mut Desk::default())
        .unwrap_err();
    assert!(error.to_string().contains("period 3"), "{error}");
}
