//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::report::format::Format;

mod dealing;
mod what_if;

pub use dealing::{Again, Dealing, Merge, Rerun, ShardName, Status};
pub use what_if::{
    Asking, Attribute, Compare, DesignName, ExplainVariance, MethodName, Sensitivity, Solve, Sweep,
    Tornado,
};

use dealing::{MERGE_EXAMPLES, RERUN_EXAMPLES};
use what_if::{
    ATTRIBUTE_EXAMPLES, COMPARE_EXAMPLES, EXPLAIN_VARIANCE_EXAMPLES, SENSITIVITY_EXAMPLES,
    SOLVE_EXAMPLES, SWEEP_EXAMPLES, TORNADO_EXAMPLES,
};

/// Show who actually profits from a payout plan.
///
/// Grows synthetic recruitment networks, sells through them, and pays the same people
/// with the same luck under different payout plans. Without a command, runs the e-book
/// story.
#[derive(Debug, Parser)]
#[command(name = "downline", version, args_conflicts_with_subcommands = true)]
#[command(after_long_help = EXAMPLES)]
pub struct Arguments {
    /// What to do; `run` if nothing is given.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The options of `run`.
    #[command(flatten)]
    pub running: Running,
}

const EXAMPLES: &str = "\
Examples:
  downline                                   run the e-book story into output/ebook
  downline run supplement --replications 50  run another built-in scenario
  downline run my.toml --set product.price=25 -o output/dearer
  downline init my.toml                      write a commented scenario to start from

Exit codes: 0 done, 1 internal fault, 2 bad input or usage, 3 interrupted, 4 output not written,
5 an example or a file differs.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate all plans of a scenario on the same networks, and report.
    #[command(after_long_help = RUN_EXAMPLES)]
    Run(Run),
    /// Pay a real network, read from CSV files, under one or more plans.
    #[command(after_long_help = PAY_EXAMPLES)]
    Pay(Pay),
    /// Show line by line what one participant was paid, and why.
    #[command(after_long_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// What if: try a scenario at every point of a design over one or more of its keys.
    #[command(after_long_help = SWEEP_EXAMPLES)]
    Sweep(Sweep),
    /// What if: move one key at a time from low to high, and see which matters most.
    #[command(after_long_help = TORNADO_EXAMPLES)]
    Tornado(Tornado),
    /// How much of what people end with is due to when and where they joined, to their
    /// ability, and to luck.
    #[command(after_long_help = EXPLAIN_VARIANCE_EXAMPLES)]
    ExplainVariance(ExplainVariance),
    /// Which keys matter, alone and together: Morris' screening or Sobol' indices.
    #[command(after_long_help = SENSITIVITY_EXAMPLES)]
    Sensitivity(Sensitivity),
    /// Find the value of a key at which a metric crosses a target.
    #[command(after_long_help = SOLVE_EXAMPLES)]
    Solve(Solve),
    /// Share out the difference between two plans among the rules in which they differ.
    #[command(after_long_help = ATTRIBUTE_EXAMPLES)]
    Attribute(Attribute),
    /// Put the shards of one piece of work together into the result of a single run.
    #[command(after_long_help = MERGE_EXAMPLES)]
    Merge(Merge),
    /// Say which shards of a piece of work are there and which are missing.
    Status(Status),
    /// Do again what a manifest tells, and compare the bytes.
    #[command(after_long_help = RERUN_EXAMPLES)]
    Rerun(Rerun),
    /// Hold this program against what is known: draws, worked examples, closed forms, stored
    /// results.
    Selftest(SelfTest),
    /// Compare finished runs, paired where their luck is the same.
    #[command(after_long_help = COMPARE_EXAMPLES)]
    Compare(Compare),
    /// Draw the charts of a finished result anew, from its CSV files.
    #[command(after_long_help = CHARTS_EXAMPLES)]
    Charts(Charts),
    /// Grow one network of a scenario and write it as CSV.
    #[command(after_long_help = GROW_EXAMPLES)]
    Grow(Grow),
    /// Check scenarios and plans without running them, and say the most each plan can pay.
    Check(Check),
    /// Pay worked examples and say where the engine agrees.
    Verify(Verify),
    /// Write a commented scenario to start from.
    Init(Init),
    /// List the built-in scenarios.
    Scenarios,
    /// Print the JSON Schema of scenario files, for editors.
    Schema,
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

impl Command {
    /// What a question is asked about; nothing of a command that asks none.
    pub(super) fn asking(&mut self) -> Option<&mut Asking> {
        Some(match self {
            Command::Sweep(asked) => &mut asked.asking,
            Command::Tornado(asked) => &mut asked.asking,
            Command::Sensitivity(asked) => &mut asked.asking,
            Command::Solve(asked) => &mut asked.asking,
            Command::Attribute(asked) => &mut asked.asking,
            Command::ExplainVariance(asked) => &mut asked.asking,
            _ => return None,
        })
    }
}

const RUN_EXAMPLES: &str = "\
Examples:
  downline run ebook --force
  downline run robustness                    the same plans in several worlds
  downline run town.toml county.toml -o output/places
  downline run gastwirth --replications 1000 --threads 2 -o output/theorem";

/// `downline run`
#[derive(Args, Debug)]
pub struct Run {
    /// A scenario file or the name of a built-in scenario [default: ebook]. Several put the
    /// same plans into several worlds, as a scenario with `[[worlds]]` does.
    #[arg(value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// How to run it.
    #[command(flatten)]
    pub running: Running,
}

/// The options of `run`.
#[derive(Args, Clone, Debug)]
pub struct Running {
    /// What every simulating command has.
    #[command(flatten)]
    pub simulation: Simulation,
    /// Also write what every participant of every replication earned.
    #[arg(long)]
    pub participants: bool,
    /// Add replications until the 95 % interval of a metric is this narrow to either side, as
    /// in `mlm.share_profit=0.002`: by fifties, at least a hundred, at most as many as
    /// `--replications` says [default: 100000].
    #[arg(long, value_name = "PLAN.METRIC=HALFWIDTH", conflicts_with = "shard")]
    pub precision: Option<String>,
    /// How its work is kept and dealt out.
    #[command(flatten)]
    pub dealing: Dealing,
}

const PAY_EXAMPLES: &str = "\
Examples:
  downline pay --plan binary.toml --network people.csv --orders orders.csv -o result
  downline pay --plan old.toml --plan new.toml --network people.csv --currency EUR -o result

The first plan is the one the others are compared with.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  downline explain --plan binary.toml --network people.csv --orders orders.csv --participant Ann
  downline explain ebook --replication 7 --plan mlm --participant 12 -o ann.csv

In a simulated history participants are numbered from 1 in joining order, founders first,
as in participants.csv.";

/// A real network: its files and how they are to be read.
#[derive(Args, Clone, Debug)]
pub struct Records {
    /// Who enrolled whom: `id,sponsor[,joined][,placement][,leg][,rank][,active][,personal_volume][,customer_volume][,costs]`.
    #[arg(long, value_name = "CSV")]
    pub network: Option<PathBuf>,
    /// What was bought: `order,period,participant,kind,price,commissionable,points[,customer][,refund_of][,product][,day]`.
    #[arg(long, value_name = "CSV", requires = "network")]
    pub orders: Option<PathBuf>,
    /// Pay so many periods [default: all the files name].
    #[arg(long, value_name = "N", requires = "network", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub periods: Option<u32>,
    /// The currency of all amounts [default: USD].
    #[arg(long, value_name = "CODE", requires = "network")]
    pub currency: Option<String>,
    /// The length of a period: day, week, 4week, month, quarter, year [default: the
    /// first plan's, else month].
    #[arg(long, value_name = "UNIT", requires = "network", value_parser = UNITS)]
    pub unit: Option<String>,
}

const UNITS: [&str; 6] = ["day", "week", "4week", "month", "quarter", "year"];

/// `downline pay`
#[derive(Args, Debug)]
pub struct Pay {
    /// A plan file; may be repeated.
    #[arg(long = "plan", value_name = "TOML", required = true)]
    pub plans: Vec<PathBuf>,
    /// The network.
    #[command(flatten)]
    pub records: Records,
    /// Override a key of the plans, costs or comparison; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub overrides: Vec<String>,
    /// Threads to use [default: all cores]. Changes no result.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Also write what every participant earned.
    #[arg(long)]
    pub participants: bool,
    /// How the result is written.
    #[command(flatten)]
    pub results: Outcome,
}

/// `downline explain`
#[derive(Args, Debug)]
pub struct Explain {
    /// A scenario file or the name of a built-in scenario [default: ebook].
    #[arg(conflicts_with = "network")]
    pub scenario: Option<String>,
    /// A plan: with `--network` its file, else its name; may be repeated [default: all of
    /// the scenario].
    #[arg(long = "plan", value_name = "PLAN")]
    pub plans: Vec<String>,
    /// A real network in place of a scenario.
    #[command(flatten)]
    pub records: Records,
    /// The history of the scenario.
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "network", value_parser = clap::value_parser!(u32).range(1..))]
    pub replication: u32,
    /// Whose statement: an id of the network file, or a number as in participants.csv.
    #[arg(long, value_name = "ID")]
    pub participant: String,
    /// One period only.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub period: Option<u32>,
    /// Override a key; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub overrides: Vec<String>,
    /// The seed of all luck, in place of the scenario's.
    #[arg(long, value_name = "N", conflicts_with = "network")]
    pub seed: Option<u64>,
    /// Also write the lines to a CSV file.
    #[arg(short, long, value_name = "CSV")]
    pub output: Option<PathBuf>,
    /// Replace an existing file.
    #[arg(long)]
    pub force: bool,
}

const CHARTS_EXAMPLES: &str = "\
Examples:
  downline charts output/ebook -o output/ebook-charts   draw them again, beside the result
  downline charts output/ebook --force                  replace those of the result

A CSV file that was changed is drawn as it is now. Of several worlds, the chart that compares
them is drawn; each world's folder is a result of its own.";

/// `downline charts`
#[derive(Args, Debug)]
pub struct Charts {
    /// A folder that `run` or `pay` has written.
    #[arg(value_name = "RESULT")]
    pub result: PathBuf,
    /// The folder for the charts [default: RESULT/charts].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Replace charts that are there already.
    #[arg(long)]
    pub force: bool,
    /// Print nothing but errors.
    #[arg(long)]
    pub quiet: bool,
}

const GROW_EXAMPLES: &str = "\
Examples:
  downline grow gastwirth --set growth.participants=50
  downline grow supplement --replication 7 -o tree.csv
  downline pay --plan binary --network tree.csv -o output/grown";

/// `downline grow`
#[derive(Args, Debug)]
pub struct Grow {
    /// A scenario file or the name of a built-in scenario [default: ebook].
    pub scenario: Option<String>,
    /// The history of the scenario.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub replication: u32,
    /// Override a key; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub overrides: Vec<String>,
    /// The seed of all luck, in place of the scenario's.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// The file to write [default: standard output].
    #[arg(short, long, value_name = "CSV")]
    pub output: Option<PathBuf>,
    /// Replace an existing file.
    #[arg(long)]
    pub force: bool,
}

/// How a result is written, by every command that writes one.
#[derive(Args, Clone, Debug)]
pub struct Outcome {
    /// The folder for the results [default: output/NAME].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Replace an existing result.
    #[arg(long)]
    pub force: bool,
    /// The format of the tables.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
    /// Leave out the charts.
    #[arg(long)]
    pub no_charts: bool,
    /// Print nothing but errors, and the summary only with `--json`.
    #[arg(long)]
    pub quiet: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Options of every command that simulates.
#[derive(Args, Clone, Debug)]
pub struct Simulation {
    /// Override a key of the scenario; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub overrides: Vec<String>,
    /// Histories to simulate, in place of the scenario's number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub replications: Option<u32>,
    /// The seed of all luck, in place of the scenario's.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Threads to use [default: all cores]. Changes no result.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// How the result is written.
    #[command(flatten)]
    pub results: Outcome,
}

impl Simulation {
    /// All overrides, those with options of their own last, so that they win.
    #[must_use]
    pub fn all_overrides(&self) -> Vec<String> {
        let mut overrides = self.overrides.clone();
        overrides.extend(
            self.replications
                .map(|number| format!("scenario.replications={number}")),
        );
        overrides.extend(self.seed.map(|seed| format!("scenario.seed={seed}")));
        overrides
    }
}

/// `downline check`
#[derive(Args, Debug)]
pub struct Check {
    /// Scenario or plan files, or names of built-in scenarios or plans.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    /// Override a key of each scenario; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub overrides: Vec<String>,
    /// Print each scenario in full, every default filled in.
    #[arg(long)]
    pub resolved: bool,
}

/// `downline verify`
#[derive(Args, Debug)]
pub struct Verify {
    /// Files of worked examples.
    #[arg(required = true, value_name = "EXAMPLES.json")]
    pub files: Vec<PathBuf>,
    /// Print the verdicts as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `downline selftest`
#[derive(Args, Debug)]
pub struct SelfTest {
    /// Print the checks as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `downline init`
#[derive(Args, Debug)]
pub struct Init {
    /// The file to write; `-` prints it.
    #[arg(default_value = "scenario.toml")]
    pub file: PathBuf,
    /// Replace an existing file.
    #[arg(long)]
    pub force: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_for_machines_may_be_asked_for_in_quiet() {
        let asked = ["downline", "run", "--quiet", "--json"];
        let Some(Command::Run(run)) = Arguments::parse_from(asked).command else {
            panic!("not a run");
        };
        let asked = run.running.simulation.results;
        assert!(asked.quiet && asked.json);
    }
}
