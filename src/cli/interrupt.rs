//! Signals that ask the program to end: Ctrl-C, SIGTERM of a scheduler, SIGHUP of a terminal that
//! is closed.

use std::sync::Once;

/// Calls `stop`, on a thread of its own, each time the program is asked to end. Of several calls
/// only the first has an effect.
pub(super) fn whenever_asked_to_end(stop: impl Fn() + Send + 'static) {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| listen(stop));
}

/// Signals that whoever started the program wants it not to mind stay so: `nohup` has SIGHUP
/// ignored, and a script SIGINT for what it leaves in the background.
#[cfg(unix)]
fn listen(stop: impl Fn() + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = ignored(&status);
    let minded = [SIGINT, SIGTERM, SIGHUP]
        .into_iter()
        .filter(|signal| ignored >> (signal - 1) & 1 == 0);
    // Where no signal can be listened for, they end the program at once: what is kept stays.
    if let Ok(mut signals) = Signals::new(minded) {
        std::thread::spawn(move || signals.forever().for_each(|_| stop()));
    }
}

#[cfg(not(unix))]
fn listen(stop: impl Fn() + Send + 'static) {
    // As above.
    let _ = ctrlc::set_handler(stop);
}

/// The signals that are ignored, the first at the lowest bit, as Linux tells them.
#[cfg(unix)]
fn ignored(status: &str) -> u64 {
    let mut lines = status.lines();
    let mask = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or(0)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_read_from_the_kernels_table() {
        assert_eq!(ignored("Name:\tx\nSigIgn:\t0000000000001001\n"), 0x1001);
        assert_eq!(ignored("nothing"), 0);
    }
}
