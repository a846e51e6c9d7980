//! What can be typed after the what-if commands.

use std::fmt;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Again, Dealing, Simulation};

pub(super) const SWEEP_EXAMPLES: &str = "\
Examples:
  downline sweep --vary product.price=10..40:7
  downline sweep ebook --vary sales.conversion=0.01..0.05:5 --vary product.price=10..40:5
  downline sweep --vary plans.mlm.component.level_commission.enabled=[true,false]
  downline sweep my.toml --vary costs.join_fee=0..100 --vary people.contacts=50..200 \\
      --design sobol --points 200 --replications 50

The same people with the same luck live through every point. A sweep that was interrupted goes
on with --resume.";

/// A scenario that a question is asked about, and how its variants are simulated.
#[derive(Args, Clone, Debug)]
pub struct Asking {
    /// A scenario file or the name of a built-in scenario [default: ebook].
    pub scenario: Option<String>,
    /// How each variant is simulated.
    #[command(flatten)]
    pub simulation: Simulation,
    /// How its work is kept and dealt out.
    #[command(flatten)]
    pub dealing: Dealing,
    /// What is asked again, if it is a recipe and not a scenario.
    #[arg(skip)]
    pub again: Option<Again>,
}

/// `downline sweep`
#[derive(Args, Debug)]
pub struct Sweep {
    /// What it is about.
    #[command(flatten)]
    pub asking: Asking,
    /// A key and its values: `KEY=low..high`, `KEY=low..high:values` or `KEY=[value, …]`; may be
    /// repeated.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    pub vary: Vec<String>,
    /// A metric to show, of every plan or as `PLAN.METRIC`; may be repeated [default: the
    /// headline metrics]. `sweep.csv` has all.
    #[arg(long = "metric", value_name = "METRIC")]
    pub metrics: Vec<String>,
    /// Where the points lie.
    #[arg(long, value_enum, default_value_t)]
    pub design: DesignName,
    /// So many points, where the design is no grid [default: 100].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub points: Option<u32>,
}

/// Where the points of a sweep lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DesignName {
    /// Every combination of the values.
    #[default]
    Grid,
    /// A Latin hypercube: even over each key.
    Lhs,
    /// Sobol's sequence: even over all keys together.
    Sobol,
}

/// As it is typed.
impl fmt::Display for DesignName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            DesignName::Grid => "grid",
            DesignName::Lhs => "lhs",
            DesignName::Sobol => "sobol",
        })
    }
}

pub(super) const TORNADO_EXAMPLES: &str = "\
Examples:
  downline tornado --vary sales.conversion=0.02..0.04 --vary costs.expenses=5..15
  downline tornado supplement --vary product.price=30..60 --vary quitting.hazard=0.02..0.08 \\
      --metric mlm.share_profit --replications 100

A key's values may also be a list, of which the first and the last are used.";

/// `downline tornado`
#[derive(Args, Debug)]
pub struct Tornado {
    /// What it is about.
    #[command(flatten)]
    pub asking: Asking,
    /// A key with its low and high value: `KEY=low..high`; may be repeated.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    pub vary: Vec<String>,
    /// A metric to show, of every plan or as `PLAN.METRIC`; may be repeated [default:
    /// `share_profit`, `median_net` and `share_better`].
    #[arg(long = "metric", value_name = "METRIC")]
    pub metrics: Vec<String>,
}

pub(super) const SENSITIVITY_EXAMPLES: &str = "\
Examples:
  downline sensitivity --vary sales.conversion=0.01..0.05 --vary people.contacts=50..200 \\
      --vary costs.expenses=0..20 --replications 50
  downline sensitivity --method sobol --samples 256 --vary sales.conversion=0.01..0.05 \\
      --vary costs.expenses=0..20 --group selling=sales.conversion --replications 20

Morris takes (keys + 1) points a trajectory, Sobol (keys + 2) points a row.";

/// `downline sensitivity`
#[derive(Args, Debug)]
pub struct Sensitivity {
    /// What it is about.
    #[command(flatten)]
    pub asking: Asking,
    /// A key with its range: `KEY=low..high`, or its values `KEY=[value, …]`, each as likely as
    /// the others; may be repeated.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    pub vary: Vec<String>,
    /// How keys are varied together.
    #[arg(long, value_enum, default_value_t)]
    pub method: MethodName,
    /// Trajectories of Morris' screening [default: 20], or rows of the design for Sobol' indices
    /// [default: 128; powers of two are best].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    pub samples: Option<u32>,
    /// Keys that are moved together: `NAME=KEY,KEY`; may be repeated.
    #[arg(long = "group", value_name = "NAME=KEYS")]
    pub groups: Vec<String>,
    /// With Sobol' indices, also what keys do in pairs.
    #[arg(long)]
    pub second_order: bool,
    /// A metric to analyse, of every plan or as `PLAN.METRIC`; may be repeated [default:
    /// `share_profit`, `median_net` and `share_better`].
    #[arg(long = "metric", value_name = "METRIC")]
    pub metrics: Vec<String>,
}

/// How keys are varied together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MethodName {
    /// One key after the other along trajectories: cheap, and ranks.
    #[default]
    Morris,
    /// Shares of the variance, alone and together.
    Sobol,
}

/// As it is typed.
impl fmt::Display for MethodName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            MethodName::Morris => "morris",
            MethodName::Sobol => "sobol",
        })
    }
}

pub(super) const SOLVE_EXAMPLES: &str = "\
Examples:
  downline solve --metric mlm.share_profit --target 0.5 --vary costs.expenses=0..40
  downline solve --metric mlm.median_net --target 0 --vary sales.conversion=0.005..0.05
  downline solve --metric mlm.share_better --target 0.5 \\
      --vary plans.mlm.component.sale_commission.rate=0.1..0.5 --set company.budget_rule=prorate
  downline solve --metric mlm.share_profit --against referral --target 0 --vary costs.expenses=0..40

Values are first tried evenly over the range, nine of them unless KEY=low..high:values says how
many; then every change of sign is closed in on, to the tolerance.";

/// `downline solve`
#[derive(Args, Debug)]
pub struct Solve {
    /// What it is about.
    #[command(flatten)]
    pub asking: Asking,
    /// The metric, as `PLAN.METRIC`.
    #[arg(long, value_name = "METRIC")]
    pub metric: String,
    /// The value it is to cross: a share as a fraction, an amount in the currency.
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    pub target: String,
    /// Hold it against the same metric of this plan: the target is then the difference.
    #[arg(long, value_name = "PLAN")]
    pub against: Option<String>,
    /// The key and the range it is looked for in: `KEY=low..high` or `KEY=low..high:values`.
    #[arg(long, value_name = "KEY=RANGE")]
    pub vary: String,
    /// The smallest step that values are told apart by [default: a ten-thousandth of the range,
    /// or the key's own smallest step].
    #[arg(long, value_name = "STEP")]
    pub tolerance: Option<String>,
}

pub(super) const EXPLAIN_VARIANCE_EXAMPLES: &str = "\
Examples:
  downline explain-variance
  downline explain-variance supplement --replications 100

Every history is lived six times in all, with parts of its luck held and the rest drawn anew; ten
times where people quit.";

/// `downline explain-variance`
#[derive(Args, Debug)]
pub struct ExplainVariance {
    /// What it is about.
    #[command(flatten)]
    pub asking: Asking,
}

pub(super) const ATTRIBUTE_EXAMPLES: &str = "\
Examples:
  downline attribute
  downline attribute all-plans --plan unilevel --metric median_net --replications 100

The difference is from the baseline to the plan; `--set comparison.baseline=PLAN` chooses
another baseline.";

/// `downline attribute`
#[derive(Args, Debug)]
pub struct Attribute {
    /// What it is about.
    #[command(flatten)]
    pub asking: Asking,
    /// The plan that is compared with the baseline [default: the only other one].
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<String>,
    /// A metric whose difference is shared out; may be repeated [default: `share_profit`,
    /// `mean_net`, `median_net` and `gini`].
    #[arg(long = "metric", value_name = "METRIC")]
    pub metrics: Vec<String>,
    /// With more than 12 rules, so many orders of changing them are drawn [default: 64].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=100_000))]
    pub orders: Option<u32>,
}

pub(super) const COMPARE_EXAMPLES: &str = "\
Examples:
  downline run -o output/as-it-is && downline run --set costs.join_fee=20 -o output/with-fee
  downline compare output/as-it-is output/with-fee
  downline compare output/as-it-is output/with-fee --metric share_loss -o differences.csv

Runs of one seed are compared history by history; of different seeds as independent samples. The
program says which it did.";

/// `downline compare`
#[derive(Args, Debug)]
pub struct Compare {
    /// Folders that `run` or `pay` has written; the others are compared with the first.
    #[arg(value_name = "RESULT", num_args = 2.., required = true)]
    pub runs: Vec<PathBuf>,
    /// A metric to tell; may be repeated [default: `share_profit`, `median_net`, `mean_net` and
    /// `gini`]. The file has all.
    #[arg(long = "metric", value_name = "METRIC")]
    pub metrics: Vec<String>,
    /// Also write every difference to a CSV file.
    #[arg(short, long, value_name = "CSV")]
    pub output: Option<PathBuf>,
    /// Also draw the differences told, as SVG and PNG, into this folder.
    #[arg(long, value_name = "DIR")]
    pub charts: Option<PathBuf>,
    /// Replace an existing file, and charts.
    #[arg(long)]
    pub force: bool,
    /// Print the differences as JSON.
    #[arg(long)]
    pub json: bool,
}
