//! The stable codes of warnings about plans, listed for users in `docs/errors.md`.

use crate::codes::codes;

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
        crate::codes::assert_listed(super::ALL);
    }
}
