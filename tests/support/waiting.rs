//! Waiting for another process, and not for ever.

use std::time::{Duration, Instant};

/// What has happened, as soon as it has; `None` if it has not within a minute.
pub fn within_a_minute<T>(mut happened: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        let found = happened();
        if found.is_some() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    None
}
