//! Worked examples of settlement in cents, each with its books balanced in every period.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in cents are written as 47_00"
)]

mod caps;
mod ledger;
mod refunds;

use crate::columns::Cores;
use crate::observed::{Builder, NewOrder};
use crate::plan::accounts::Accounts;
use crate::plan::{LANGUAGE, Plan};
use crate::scenario;
use crate::scenario::diagnose::Diagnostics;

fn compile(plan: &str) -> Result<Plan, Diagnostics> {
    let text = format!(
        "[scenario]\nname = \"case\"\n[product]\nprice = 1\n[growth]\nlaw = \"fixed\"\n\
         participants = 1\n[sales]\nlaw = \"fixed\"\nunits = 0\n[[plans]]\nname = \"plan\"\n{plan}"
    );
    let loaded = scenario::load_text("case.toml", &text, &[], LANGUAGE)?;
    Plan::build(&loaded.scenario, 0)
}

fn plan(text: &str) -> Plan {
    compile(text).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A commission on one's own sales.
fn sale(id: &str, rate: &str) -> String {
    format!("[[plans.component]]\ntype = \"sale_commission\"\nid = \"{id}\"\nrate = \"{rate}\"\n")
}

/// A commission on the volume of those one enrolled.
fn level(id: &str, rates: &str) -> String {
    format!("[[plans.component]]\ntype = \"level_commission\"\nid = \"{id}\"\nrates = [{rates}]\n")
}

/// A settlement step.
fn step(kind: &str, keys: &str) -> String {
    format!("[[plans.settlement]]\ntype = \"{kind}\"\n{keys}\n")
}

/// Pays the network; `seen` gets the accounts of each period, whose books balance.
fn pay<T>(network: Builder, plan: &Plan, seen: impl Fn(&Accounts) -> T) -> (Vec<T>, Accounts) {
    let mut periods = Vec::new();
    let accounts = network
        .build()
        .unwrap()
        .pay(plan, |_, accounts| {
            accounts.check(plan.name(), Cores::One).unwrap();
            periods.push(seen(accounts));
        })
        .unwrap();
    (periods, accounts)
}

/// What one member was paid in cash by the end of each period.
fn cash(member: u32) -> impl Fn(&Accounts) -> i64 {
    move |accounts| accounts.cash[member as usize]
}

fn refund(network: &mut Builder, of: usize, participant: u32, period: u32, amount: i64) {
    network.order(NewOrder {
        refund_of: Some(of),
        ..NewOrder::sale(participant, period, amount)
    });
}

#[test]
fn steps_that_name_what_is_not_there_are_refused() {
    let components = format!(
        "{}{}[[plans.component]]\ntype = \"retail_margin\"\n",
        sale("personal", "0.1"),
        level("team", "\"0.05\"")
    );
    for (text, code, words) in [
        (
            step(
                "prorate_to_cap",
                "cap_rate = \"0.5\"\ncomponents = [\"persnal\"]",
            ),
            "P190",
            "did you mean \"personal\"?",
        ),
        (
            step(
                "hold_back",
                "share = \"0.5\"\nrelease_after_periods = 1\ncomponents = [\"x\"]",
            ),
            "P190",
            "\"personal\" or \"team\"",
        ),
        (
            step(
                "individual_cap",
                "cap = 1\ncomponents = [\"retail_margin\"]",
            ),
            "P190",
            "customers pay it",
        ),
        (
            format!("{0}{0}", step("ledger", "")),
            "P191",
            "two `ledger`",
        ),
        (
            format!("{0}{0}", step("individual_cap", "cap = 1")),
            "P191",
            "`personal` has two",
        ),
        (step("individual_cap", ""), "P192", "cap_by_rank"),
        (
            step("individual_cap", "cap_by_rank = { gold = 5 }"),
            "P193",
            "give it a ladder",
        ),
        (
            step("hold_back", "share = \"0.5\"\nrelease_after_periods = 1")
                + &step(
                    "advance",
                    "share = \"0.5\"\nearn_periods = 2\ncomponents = [\"team\"]",
                ),
            "P194",
            "`team`",
        ),
    ] {
        let faults = compile(&format!("{components}{text}")).unwrap_err();
        assert_eq!(faults.0[0].code, code, "{faults}");
        let help = faults.0[0].help.as_deref().unwrap_or_default();
        let said = format!("{} {help}", faults.0[0].message);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn parameters_outside_their_range_are_refused() {
    for keys in [
        step("prorate_to_cap", "cap_rate = \"1.1\""),
        step("hold_back", "share = \"0.5\"\nrelease_after_periods = 13"),
        step("advance", "share = \"0.5\"\nearn_periods = 0"),
        step("ledger", "min_payout = -1"),
        step("clawback", "mode = \"never\""),
        step("tax", ""),
    ] {
        assert!(
            compile(&format!("{}{keys}", sale("s", "0.1"))).is_err(),
            "{keys}"
        );
    }
}
