//! Showing how far a run is, on standard error, without slowing it: the run counts, and
//! a thread of its own looks at the count.

use std::fmt::Write;
use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::study::run::Progress;

/// How often the bar is redrawn.
const GLANCE: Duration = Duration::from_millis(100);
/// How often a plain line is written where there is no terminal.
const LINE: Duration = Duration::from_secs(5);

/// Runs `work` while showing `progress` towards `replications`.
pub fn watched<T: Send>(
    progress: &Progress,
    replications: u32,
    quiet: bool,
    work: impl FnOnce() -> T + Send,
) -> T {
    if quiet {
        return work();
    }
    let finished = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            if stderr().is_terminal() {
                bar(progress, replications, &finished);
            } else {
                lines(progress, replications, &finished);
            }
        });
        // Also when the work panics, or the watcher would be waited for for ever.
        let done = Done(&finished);
        let outcome = work();
        drop(done);
        watcher.thread().unpark();
        watcher.join().expect("the watcher only prints");
        outcome
    })
}

/// Says that the work is over when it goes.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn bar(progress: &Progress, replications: u32, finished: &AtomicBool) {
    let bar =
        ProgressBar::with_draw_target(Some(u64::from(replications)), ProgressDrawTarget::stderr());
    bar.set_style(
        ProgressStyle::with_template("{bar:20} {pos}/{len} histories, {rate} a second, {eta} left")
            .expect("the template is fixed")
            .with_key("rate", whole_rate),
    );
    while !finished.load(Ordering::Relaxed) {
        bar.set_position(u64::from(progress.done().min(replications)));
        std::thread::park_timeout(GLANCE);
    }
    bar.finish_and_clear();
}

/// Histories a second without decimals, so that the bar keeps within 80 columns.
fn whole_rate(state: &ProgressState, out: &mut dyn Write) {
    // A bar that cannot be drawn is no reason to stop a run.
    let _ = write!(out, "{:.0}", state.per_sec());
}

fn lines(progress: &Progress, replications: u32, finished: &AtomicBool) {
    let (mut last, mut told) = (Instant::now(), 0);
    while !finished.load(Ordering::Relaxed) {
        let done = progress.done();
        if last.elapsed() >= LINE && done > told {
            (last, told) = (Instant::now(), done);
            eprintln!("{} of {replications} histories", done.min(replications));
        }
        std::thread::park_timeout(GLANCE);
    }
}
