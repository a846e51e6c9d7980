//! The `downline` program: a thin layer over the library.

#[cfg(target_os = "linux")]
mod large_pages;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: large_pages::LargePages = large_pages::LargePages;

fn main() -> ExitCode {
    downline::cli::main().into()
}
