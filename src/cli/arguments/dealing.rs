//! What can be typed about work that is larger than one sitting or one machine.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;

use super::Outcome;
use crate::campaign::shard::{Shard, ShardError};
use crate::campaign::store::Store;
use crate::report::what_if::QuestionManifest;

/// How work is kept and dealt out.
#[derive(Args, Clone, Debug, Default)]
pub struct Dealing {
    /// Go on with what an interrupted run of the same work has kept.
    #[arg(long)]
    pub resume: bool,
    /// Do one share of the work, `i/n`, and write it as a partial file for `merge`; `auto` takes
    /// i and n from the scheduler that started this process.
    #[arg(long, value_name = "i/n|auto")]
    pub shard: Option<ShardName>,
    /// With `--shard auto`: so many shards in all, where the scheduler does not say.
    #[arg(long, value_name = "N", requires = "shard", value_parser = clap::value_parser!(u32).range(1..))]
    pub shards: Option<u32>,
}

/// Which share of the work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShardName {
    /// This one.
    Is(Shard),
    /// The one that the scheduler has given to this process.
    Auto,
}

impl FromStr for ShardName {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<ShardName, ShardError> {
        match text {
            "auto" => Ok(ShardName::Auto),
            text => text.parse().map(ShardName::Is),
        }
    }
}

/// A question that is asked again.
#[derive(Clone, Debug)]
pub struct Again {
    /// Its recipe.
    pub recipe: QuestionManifest,
    /// The folder in which files that it names are looked for.
    pub inputs: PathBuf,
    /// What is known of the answer: all of it, where shards are put together.
    pub parts: Option<Arc<Store>>,
}

pub(super) const MERGE_EXAMPLES: &str = "\
Examples:
  downline run --shard 1/2 && downline run --shard 2/2 && downline merge output/ebook
  downline merge parts/*.part -o output/ebook

Of a folder all its partial files are taken: of DIR those of DIR.partial. The result is that of a
single run, byte for byte. A shard that is missing, cut short or of other work is named.";

/// `downline merge`
#[derive(Args, Debug)]
pub struct Merge {
    /// Partial files, or folders of them.
    #[arg(value_name = "PART", required = true)]
    pub parts: Vec<PathBuf>,
    /// The folder in which files that the scenario names are looked for, where a question is put
    /// together [default: the current folder].
    #[arg(long, value_name = "DIR")]
    pub inputs: Option<PathBuf>,
    /// How the result is written.
    #[command(flatten)]
    pub results: Outcome,
}

/// `downline status`
#[derive(Args, Debug)]
pub struct Status {
    /// A result, or the folder of its partial files.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

pub(super) const RERUN_EXAMPLES: &str = "\
Examples:
  downline rerun output/ebook
  downline rerun evidence/manifest.json --inputs evidence/files -o again

Exit code 5 if a file has other bytes. Whatever the manifest names by a file is looked for in the
folder of inputs, and refused if it is not what it was.";

/// `downline rerun`
#[derive(Args, Debug)]
pub struct Rerun {
    /// A `manifest.json`, or the folder of a result.
    #[arg(value_name = "MANIFEST")]
    pub manifest: PathBuf,
    /// The folder in which files that it names are looked for [default: the current folder].
    #[arg(long, value_name = "DIR")]
    pub inputs: Option<PathBuf>,
    /// Keep the result in this folder [default: it is taken away again].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Threads to use [default: all cores]. Changes no result.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Print nothing but differences and errors.
    #[arg(long)]
    pub quiet: bool,
}
