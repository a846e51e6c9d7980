//! Who leaves, and what follows from it (model.md §7 and §8): laws against closed forms and
//! by hand, draws that stay where they are, worlds that the plans do not share.

mod draws;
mod laws;
mod losses;
mod own_worlds;
mod refused;
mod reputation;
mod scenarios;

use downline::plan::{LANGUAGE, Plan};
use downline::scenario;
use downline::scenario::types::Scenario;
use downline::study::results::Results;
use downline::study::run::{Progress, ReplicationView, RunOptions, Seen, StudyError, run};

/// A scenario of a product at 10.00, with these tables before its plans.
fn scenario(tables: &str, plans: &str) -> Scenario {
    let text = format!("{tables}\n[product]\nprice = 10.00\n{plans}");
    scenario::load_text("quitting.toml", &text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}\n{text}"))
        .scenario
}

/// A plan that pays this share of one's own sales.
fn referral(name: &str, rate: &str) -> String {
    format!(
        "[[plans]]\nname = \"{name}\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = {rate}\n"
    )
}

fn simulate<T: Send>(
    scenario: &Scenario,
    threads: usize,
    observe: impl Fn(&ReplicationView) -> T + Sync,
) -> Result<(Results, Vec<T>), StudyError> {
    let plans = Plan::build_all(scenario).unwrap_or_else(|faults| panic!("{faults}"));
    let options = RunOptions {
        threads,
        seen: Seen::Accounts,
        precision: None,
    };
    let mut seen = Vec::new();
    let progress = Progress::default();
    let results = run(scenario, &plans, options, &progress, observe, |item| {
        seen.push(item);
        Ok(())
    })?;
    Ok((results, seen))
}

/// Periods each member was enrolled, plan by plan, and his net under it.
type Lives = Vec<Vec<(u16, i64)>>;

fn lives(view: &ReplicationView) -> Lives {
    view.accounts
        .iter()
        .enumerate()
        .map(|(plan, accounts)| {
            let periods = view.world_of(plan).periods_enrolled;
            let people = accounts.net().iter().copied().enumerate();
            people
                .map(|(member, net)| (periods.at(member), net))
                .collect()
        })
        .collect()
}
