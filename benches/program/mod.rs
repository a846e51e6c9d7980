//! The program's own allocator: memory costs a bench what it costs `downline`.

#[cfg(target_os = "linux")]
#[path = "../../src/large_pages.rs"]
mod large_pages;

#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: large_pages::LargePages = large_pages::LargePages;
