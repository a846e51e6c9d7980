//! Small networks paid in one period, for the worked examples of components.

use crate::columns::Cores;
use crate::observed::Builder;
use crate::plan::accounts::Accounts;
use crate::plan::{LANGUAGE, Plan};
use crate::scenario;
use crate::scenario::diagnose::Diagnostics;

/// A member: sponsor by index, volume of his customers in cents, whether he is active,
/// his rank (empty for none).
pub(super) type Person<'a> = (Option<u32>, i64, bool, &'a str);

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

/// The code of the only fault of a plan.
pub(super) fn fault_of(plan: &str) -> &'static str {
    match compile(plan) {
        Ok(_) => panic!("no fault in\n{plan}"),
        Err(faults) => {
            assert_eq!(faults.0.len(), 1, "{faults}");
            faults.0[0].code
        }
    }
}

/// A ladder of these ranks, from the lowest to the highest.
pub(super) fn ladder(ranks: &[&str]) -> String {
    let rungs: Vec<String> = ranks
        .iter()
        .map(|rank| format!("{{ rank = \"{rank}\" }}"))
        .collect();
    format!("[plans.ranks]\nladder = [{}]\n", rungs.join(", "))
}

/// Pays one period and checks its books.
pub(super) fn pay(plan: &str, people: &[Person]) -> Accounts {
    let accounts = pay_unchecked(plan, people);
    accounts
        .check("plan", Cores::One)
        .expect("the books balance");
    accounts
}

/// Pays one period.
pub(super) fn pay_unchecked(plan: &str, people: &[Person]) -> Accounts {
    let plan = compile(plan).unwrap_or_else(|faults| panic!("{faults}"));
    let mut network = Builder::new();
    for (index, &(sponsor, volume, active, rank)) in people.iter().enumerate() {
        let member = network.member(&index.to_string(), sponsor);
        if volume != 0 {
            network.sale(member, 1, volume);
        }
        if !active {
            network.active(member, 1, false);
        }
        // A rank the ladder does not have is none; without one the ladder would decide.
        let rank = if rank.is_empty() { "none" } else { rank };
        network.rank(member, 1, rank);
    }
    network
        .build()
        .expect("members are in joining order")
        .pay(&plan, |_, _| {})
        .expect("amounts are small")
}

/// A chain of members with these volumes in cents, everyone active and without a rank.
pub(super) fn chain(volumes: &[i64]) -> Vec<Person<'static>> {
    let above = |index: usize| index.checked_sub(1).map(|sponsor| sponsor as u32);
    volumes
        .iter()
        .enumerate()
        .map(|(index, &volume)| (above(index), volume, true, ""))
        .collect()
}

/// What of a component's money was breakage and what had no upline, in cents over the
/// common denominator.
pub(super) fn unpaid(accounts: &Accounts) -> [i128; 2] {
    let part = &accounts.totals.components[0];
    let whole = i128::from(part.denominator);
    [part.breakage, part.no_upline].map(|exact| {
        assert_eq!(exact % whole, 0, "not whole cents: {exact} over {whole}");
        exact / whole
    })
}
