//! Lists of stable codes of faults, each of which users find in `docs/errors.md`.

/// Declares each code once: as a constant for the program and as a line for the list.
macro_rules! codes {
    ($($name:ident = $code:literal: $meaning:literal,)*) => {
        $(#[doc = $meaning] pub const $name: &str = $code;)*

        /// Every code with what it means, in ascending order.
        pub const ALL: &[(&str, &str)] = &[$(($code, $meaning),)*];
    };
}

pub(crate) use codes;

/// Holds a list against `docs/errors.md`.
#[cfg(test)]
pub(crate) fn assert_listed(all: &[(&str, &str)]) {
    let listed = include_str!("../docs/errors.md");
    for (code, meaning) in all {
        let line = format!("| {code} | {meaning} |");
        assert!(
            listed.contains(&line),
            "docs/errors.md lacks the line:\n{line}"
        );
    }
    assert!(
        all.is_sorted_by(|(left, _), (right, _)| left < right),
        "codes are unique and ascending"
    );
}
