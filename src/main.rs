//! The `downline` program: a thin layer over the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    downline::cli::main().into()
}
