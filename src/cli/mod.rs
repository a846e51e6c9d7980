//! The command line: one file a command, each a thin layer over the library.

pub mod arguments;
pub mod attribute;
pub mod charts;
pub mod check;
pub mod compare;
pub mod diagnostics;
pub mod error;
pub mod exit;
pub mod explain;
pub mod explain_variance;
pub mod grow;
mod head;
pub mod init;
mod interrupt;
mod job;
mod live;
pub mod merge;
mod open;
pub mod pay;
mod progress;
mod question;
mod recipe;
pub mod rerun;
pub mod run;
pub mod scenarios;
pub mod schema;
pub mod selftest;
pub mod sensitivity;
pub mod solve;
pub mod status;
pub mod summary;
pub mod summary_json;
pub mod sweep;
pub mod tornado;
pub mod verify;
mod worlds;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write, stderr, stdout};
use std::path::Path;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, Parser};

use crate::scenario::builtin;
use crate::scenario::diagnose::Diagnostic;

use arguments::{Arguments, Command, Init, Run};
use exit::Exit;
use run::RunError;
use verify::VerifyError;

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> Exit {
    // A panic is a fault of the program; its message is printed by then.
    std::panic::catch_unwind(|| main_with(std::env::args_os())).unwrap_or(Exit::Internal)
}

/// Runs the program on these arguments, the first of which is its own name.
#[must_use]
pub fn main_with(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are asked for and go to standard output.
            let exit = if error.use_stderr() {
                Exit::BadInput
            } else {
                Exit::Done
            };
            let printed = ended(error.print(), exit);
            suggest_run(&error);
            return printed;
        }
    };
    let mut out = stdout().lock();
    let color = stderr().is_terminal();
    let running = arguments.running;
    match arguments.command.unwrap_or(Command::Run(Run {
        scenarios: Vec::new(),
        running,
    })) {
        Command::Run(arguments) => told(run::run(&arguments, &mut out), color),
        Command::Pay(arguments) => told(pay::pay(&arguments, &mut out), color),
        Command::Charts(arguments) => told(charts::charts(&arguments, &mut out), color),
        Command::Explain(arguments) => told(explain::explain(&arguments, &mut out), color),
        Command::Sweep(arguments) => told(sweep::sweep(&arguments, &mut out), color),
        Command::Compare(arguments) => told(compare::compare(&arguments, &mut out), color),
        Command::Solve(arguments) => told(solve::solve(&arguments, &mut out), color),
        Command::Sensitivity(arguments) => {
            told(sensitivity::sensitivity(&arguments, &mut out), color)
        }
        Command::Tornado(arguments) => told(tornado::tornado(&arguments, &mut out), color),
        Command::ExplainVariance(arguments) => told(
            explain_variance::explain_variance(&arguments, &mut out),
            color,
        ),
        Command::Attribute(arguments) => told(attribute::attribute(&arguments, &mut out), color),
        Command::Merge(arguments) => told(merge::merge(&arguments, &mut out), color),
        Command::Status(arguments) => told(status::status(&arguments, &mut out), color),
        Command::Rerun(arguments) => told(rerun::rerun(&arguments, &mut out), color),
        Command::Selftest(arguments) => told(selftest::selftest(&arguments, &mut out), color),
        Command::Grow(arguments) => told(grow::grow(&arguments, &mut out), color),
        Command::Check(check) => {
            let color = stdout().is_terminal();
            match check::check(
                &check.files,
                &check.overrides,
                check.resolved,
                color,
                &mut out,
            ) {
                Ok(true) => Exit::Done,
                Ok(false) => Exit::BadInput,
                Err(error) => ended(Err(error), Exit::Done),
            }
        }
        Command::Verify(arguments) => {
            match verify::verify(&arguments.files, arguments.json, &mut out) {
                Ok(true) => Exit::Done,
                Ok(false) => Exit::Different,
                Err(VerifyError::Print(error)) => ended(Err(error), Exit::Done),
                Err(error) => {
                    eprintln!("error: {error}");
                    error.exit()
                }
            }
        }
        Command::Init(arguments) => start(&arguments, &mut out),
        Command::Scenarios => ended(scenarios::scenarios(&mut out), Exit::Done),
        Command::Schema => ended(schema::schema(&mut out), Exit::Done),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "downline", &mut script);
            ended(out.write_all(&script), Exit::Done)
        }
        Command::Man => {
            let page = clap_mangen::Man::new(Arguments::command());
            ended(page.render(&mut out), Exit::Done)
        }
    }
}

/// A scenario where a command should stand is most likely to be run.
fn suggest_run(error: &clap::Error) {
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && (builtin::find(word).is_some() || Path::new(word).is_file())
    {
        eprintln!("did you mean `downline run {word}`?");
    }
}

/// Prints what should be known about an accepted input.
fn warn(warnings: &[Diagnostic]) {
    eprint!(
        "{}",
        diagnostics::render_all(warnings, stderr().is_terminal())
    );
}

/// How a command ended that tells of its own errors.
fn told(outcome: Result<(), RunError>, color: bool) -> Exit {
    match outcome {
        Ok(()) => Exit::Done,
        Err(error) => complain(&error, color),
    }
}

fn complain(error: &RunError, color: bool) -> Exit {
    match error {
        RunError::Input(faults) => eprint!("{}", diagnostics::render(faults, color)),
        RunError::Print(error) if error.kind() == io::ErrorKind::BrokenPipe => return Exit::Done,
        _ => eprintln!("error: {error}"),
    }
    error.exit()
}

fn start(arguments: &Init, out: &mut dyn Write) -> Exit {
    let path = (arguments.file != Path::new("-")).then_some(arguments.file.as_path());
    match init::init(path, arguments.force, out) {
        Ok(()) => Exit::Done,
        Err(error) => {
            let exit = error.exit();
            if exit != Exit::Done {
                eprintln!("error: {error}");
            }
            exit
        }
    }
}

/// The exit after printing; a reader who closed the pipe has seen enough.
fn ended(printed: io::Result<()>, exit: Exit) -> Exit {
    match printed {
        Ok(()) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
        Err(error) => {
            eprintln!("error: {error}");
            Exit::OutputFailed
        }
    }
}
