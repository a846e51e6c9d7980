//! Small observed networks paid over several periods, for the tests of rules that hang on
//! joins and single orders.

use crate::columns::Cores;
use crate::observed::Builder;
use crate::plan::accounts::Accounts;
use crate::plan::{LANGUAGE, Plan};
use crate::scenario;
use crate::scenario::diagnose::Diagnostics;

/// A plan from the text of its tables and components.
pub(super) fn compile(plan: &str) -> Result<Plan, Diagnostics> {
    let text = format!(
        "[scenario]\nname = \"case\"\n[product]\nprice = 1\n[growth]\nlaw = \"fixed\"\n\
         participants = 1\n[sales]\nlaw = \"fixed\"\nunits = 0\n[[plans]]\nname = \"plan\"\n{plan}"
    );
    let loaded = scenario::load_text("case.toml", &text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"));
    Plan::build(&loaded.scenario, 0)
}

/// The code of the only fault of a component.
pub(super) fn fault_of(component: &str) -> &'static str {
    match compile(&format!("[[plans.component]]\n{component}")) {
        Ok(_) => panic!("no fault in\n{component}"),
        Err(faults) => {
            assert_eq!(faults.0.len(), 1, "{faults}");
            faults.0[0].code
        }
    }
}

/// Pays a network under one component to the end and checks the books.
pub(super) fn pay(component: &str, network: Builder) -> Accounts {
    pay_plan(&format!("[[plans.component]]\n{component}"), network)
}

/// Pays a network under a plan to the end and checks the books.
pub(super) fn pay_plan(plan: &str, network: Builder) -> Accounts {
    let plan = compile(plan).unwrap_or_else(|faults| panic!("{faults}"));
    let accounts = network
        .build()
        .expect("members are in joining order")
        .pay(&plan, |_, _| {})
        .expect("amounts are small");
    accounts
        .check(plan.name(), Cores::One)
        .unwrap_or_else(|imbalance| panic!("{imbalance}"));
    accounts
}

/// A network of members with these sponsors.
pub(super) fn network(sponsors: &[Option<u32>]) -> Builder {
    let mut network = Builder::new();
    for (member, &sponsor) in sponsors.iter().enumerate() {
        network.member(&member.to_string(), sponsor);
    }
    network
}

/// What of the first component's money was breakage and what had no upline, in cents.
pub(super) fn unpaid(accounts: &Accounts) -> [i128; 2] {
    let part = &accounts.totals.components[0];
    [part.breakage, part.no_upline].map(|exact| exact / i128::from(part.denominator))
}
