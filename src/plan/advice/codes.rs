//! The stable codes of warnings about plans, listed for users in `docs/errors.md`.

/// Declares each code once: as a constant for the program and as a line for the list.
macro_rules! codes {
    ($($name:ident = $code:literal: $meaning:literal,)*) => {
        $(#[doc = $meaning] pub const $name: &str = $code;)*

        /// Every code with what it means, in ascending order.
        pub const ALL: &[(&str, &str)] = &[$(($code, $meaning),)*];
    };
}

codes! {
    UNCAPPED = "P200": "Warning: a pairing that nothing caps.",
    UNFUNDED = "P201": "Warning: a cycle whose places nobody pays for, and that nothing caps.",
    OVER_ENTRIES = "P202": "Warning: a cycle that promises more than entries pay in the long run.",
    ABOVE_VOLUME = "P203": "Warning: a plan that can pay more than there is to pay from.",
    FLAT_SPOT = "P204": "Warning: volume rises and pay does not, or a larger order costs less.",
    UNREACHABLE_RANK = "P205": "Warning: a rank that nobody can ever be paid as.",
    NO_CONDITIONS = "P206": "Warning: a ladder that asks for nothing in a simulated network.",
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_code_is_in_the_list_of_errors() {
        let listed = include_str!("../../../docs/errors.md");
        for (code, meaning) in super::ALL {
            let line = format!("| {code} | {meaning} |");
            assert!(
                listed.contains(&line),
                "docs/errors.md lacks the line:\n{line}"
            );
        }
        assert!(super::ALL.is_sorted_by(|(left, _), (right, _)| left < right));
    }
}
