//! What theory says of networks and of what is paid in them (`docs/validation.md`). Luck is
//! addressed, so what agrees once agrees always: a tolerance of four standard errors raises no
//! false alarm on another day or machine.

use super::Check;
use crate::network;
use crate::plan::{LANGUAGE, Plan};
use crate::scenario;
use crate::scenario::types::Scenario;
use crate::study::results::Results;
use crate::study::run::{Progress, ReplicationView, RunOptions, Seen, run};
use crate::world::World;

const KIND: &str = "closed form";
const MEMBERS: usize = 500;
const NETWORKS: u32 = 400;
const STANDARD_ERRORS: f64 = 4.0;

pub(super) fn checks() -> Vec<Check> {
    let mut checks = uniform();
    checks.push(five_by_five());
    checks.extend(sales());
    checks
}

/// Members without a recruit, recruits of the first, depth of the last, mean downline in the
/// uniform recursive tree (theory.md T1, T4, T10, T17).
fn uniform() -> Vec<Check> {
    let scenario = scenario(
        "[growth]\nlaw = \"fixed\"\nparticipants = 500\ncount_founders = true\n\
         [sales]\nlaw = \"fixed\"\nunits = 0\n[product]\nprice = 1\n",
    );
    let mut world = World::new(&scenario, u64::from(u32::MAX));
    let mut teams = Vec::new();
    let mut samples: [Vec<f64>; 4] = Default::default();
    for replication in 1..=NETWORKS {
        world.begin(replication);
        if world.live_next_period().is_err() {
            break;
        }
        let members = world.members();
        network::teams(&members.sponsor, &mut teams);
        let leaves = teams.iter().filter(|team| team.recruits == 0).count();
        let all: f64 = teams.iter().map(|team| f64::from(team.downline)).sum();
        samples[0].push(leaves as f64);
        samples[1].push(
            teams
                .first()
                .map_or(f64::NAN, |first| first.recruits.into()),
        );
        samples[2].push(members.depth.last().map_or(f64::NAN, |&last| last.into()));
        samples[3].push(all / teams.len() as f64);
    }
    let n = MEMBERS as f64;
    let exact = [
        ("members without a recruit: n/2", n / 2.0),
        ("recruits of the first: H(n−1)", harmonic(MEMBERS - 1)),
        ("depth of the last: H(n−1)", harmonic(MEMBERS - 1)),
        ("mean downline: H(n) − 1", harmonic(MEMBERS) - 1.0),
    ];
    samples
        .iter()
        .zip(exact)
        .map(|(sample, (what, exact))| {
            let what = format!("uniform network of {MEMBERS}, {what}");
            within(&what, exact, sample)
        })
        .collect()
}

/// The full tree of five by five that promoters draw: what the founder is paid (rulings.md 9).
fn five_by_five() -> Check {
    let founders_payout = scenario::load("five-by-five", &[], LANGUAGE)
        .ok()
        .and_then(|loaded| studied(&loaded.scenario))
        .and_then(|results| mean_of(&results, "founders_payout"));
    let found = founders_payout.map_or_else(
        || "nothing".to_owned(),
        |minor| format!("{:.2}", minor / 100.0),
    );
    let what = "full tree, five wide and five deep: pay of the founder";
    Check::same(KIND, what, "19525.00", &found)
}

/// Poisson sales at a fixed price: what sellers are paid on average, and how far they are apart.
fn sales() -> Vec<Check> {
    let scenario = scenario(
        "[growth]\nlaw = \"fixed\"\nparticipants = 400\n\
         [sales]\nlaw = \"rate\"\nmean = 2\n[product]\nprice = 10\n",
    );
    let results = studied(&scenario);
    let column = |name: &str| -> Vec<f64> {
        let Some(results) = &results else {
            return Vec::new();
        };
        let table = &results.replications;
        let place = table.metrics.iter().position(|(metric, _)| *metric == name);
        let rows = table.rows.iter().filter(|row| row.plan == "plan");
        rows.filter_map(|row| row.values[place?]).collect()
    };
    // A tenth of the price, twice on average; nobody is paid with chance e^−2.
    vec![
        within(
            "mean pay of Poisson(2) sales at 1.00 each",
            200.0,
            &column("mean_gross"),
        ),
        within(
            "share paid of Poisson(2) sellers: 1 − e^−2",
            1.0 - libm::exp(-2.0),
            &column("share_paid"),
        ),
    ]
}

fn scenario(tables: &str) -> Scenario {
    let text = format!(
        "[scenario]\nname = \"selftest\"\nseed = 20\nreplications = 100\n{tables}\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
    );
    let loaded = scenario::load_text("selftest.toml", &text, &[], LANGUAGE);
    loaded.expect("it is the program's own").scenario
}

fn studied(scenario: &Scenario) -> Option<Results> {
    let plans = Plan::build_all(scenario).ok()?;
    let options = RunOptions {
        threads: 2,
        seen: Seen::Accounts,
        precision: None,
    };
    let nothing = |_: &ReplicationView| ();
    let progress = Progress::default();
    run(scenario, &plans, options, &progress, nothing, |()| Ok(())).ok()
}

fn mean_of(results: &Results, metric: &str) -> Option<f64> {
    let row = results.summary.iter().find(|row| row.metric == metric)?;
    row.estimate.mean
}

/// Holds the mean of a sample to what theory says.
fn within(what: &str, exact: f64, sample: &[f64]) -> Check {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let squares = sample.iter().map(|value| (value - mean).powi(2));
    let error = (squares.sum::<f64>() / (n - 1.0) / n).sqrt();
    Check::near(KIND, what, exact, mean, STANDARD_ERRORS * error)
}

fn harmonic(n: usize) -> f64 {
    (1..=n).map(|i| 1.0 / i as f64).sum()
}
