//! The library used from Rust: two plans on the same networks with the same luck.
//!
//! `cargo run --release --example two_plans`

#![expect(clippy::print_stdout, reason = "an example talks to its reader")]

use downline::plan::LANGUAGE;
use downline::plan::Plan;
use downline::scenario;
use downline::study::run::{Progress, RunOptions, Seen, run};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A built-in scenario, with one thing changed.
    let overrides = ["scenario.replications=200".to_owned()];
    let scenario = scenario::load("ebook", &overrides, LANGUAGE)?.scenario;
    let plans = Plan::build_all(&scenario)?;
    let options = RunOptions {
        threads: 2,
        seen: Seen::Accounts,
        precision: None,
    };

    // `observe` sees every replication person by person, on the thread that ran it;
    // `keep` gets what it made of it, in the order of replications.
    let mut better_off = 0_u64;
    let results = run(
        &scenario,
        &plans,
        options,
        &Progress::default(),
        |view| {
            let [referral, multi_level] = view.accounts else {
                panic!("the scenario has two plans")
            };
            let participants = view.world.first_participant()..;
            referral.net()[participants.clone()]
                .iter()
                .zip(&multi_level.net()[participants])
                .filter(|(referral, multi_level)| multi_level > referral)
                .count() as u64
        },
        |count| {
            better_off += count;
            Ok(())
        },
    )?;

    for row in &results.summary {
        if row.metric == "share_profit" {
            let share = row.estimate.mean.unwrap_or(0.0);
            println!(
                "{}: {:.1} % of participants are in profit",
                row.plan,
                100.0 * share
            );
        }
    }
    println!("{better_off} people are better off under the multi-level plan");
    Ok(())
}
