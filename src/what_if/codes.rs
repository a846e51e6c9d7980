//! The stable codes of faults in questions, listed for users in `docs/errors.md`.

use crate::codes::codes;

codes! {
    BAD_VARY = "W001": "A `--vary` that is not `KEY=low..high`, `KEY=low..high:values` or `KEY=[value, …]`.",
    NO_SUCH_KEY = "W002": "A key to vary that does not exist.",
    NOT_A_RANGE = "W003": "A range for a key that holds no number, or one from high to low.",
    NO_SUCH_METRIC = "W004": "A metric that does not exist.",
    WHICH_PLAN = "W005": "A metric without the plan it is of, or of a plan that is not there.",
    TWICE = "W006": "A key that is varied twice.",
    TOO_MANY_POINTS = "W007": "More points than can be computed, or more keys than a design has.",
    NOTHING_VARIES = "W008": "A question that varies nothing, or more than it can.",
    NOT_COMPARABLE = "W009": "Results that cannot be compared.",
    NO_RULES = "W010": "Two plans that differ in nothing, or in more than can be told apart.",
    BAD_TARGET = "W011": "A target, a tolerance or a precision that is no number or out of range.",
    BAD_GROUP = "W012": "A group of keys that are not varied, or of a key in two groups.",
    NOT_TO_BE_VARIED = "W013": "A key that a question cannot vary: it would change what is asked.",
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_code_is_in_the_list_of_errors() {
        crate::codes::assert_listed(super::ALL);
    }
}
