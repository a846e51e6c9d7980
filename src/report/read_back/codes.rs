//! The stable codes of faults in the files of a result, listed for users in
//! `docs/errors.md`.

use crate::codes::codes;

codes! {
    NO_RESULT = "R001": "A folder without the manifest of a result.",
    BAD_MANIFEST = "R002": "A manifest that is no manifest, or one of another version of the program.",
    UNREADABLE = "R003": "A table that the manifest lists and that cannot be read.",
    MORE_FAULTS = "R004": "More faults than are shown.",
    NOT_CSV = "R005": "A result whose tables are not CSV.",
    NO_HEADER = "R010": "A table without a header.",
    NOT_UTF8 = "R011": "A table that is not UTF-8 text.",
    FIELDS = "R012": "A row with more or fewer fields than the header.",
    MISSING_COLUMN = "R013": "A column that must be there and is not.",
    MISSING_VALUE = "R014": "A field that must not be empty.",
    NOT_A_NUMBER = "R015": "Text that should be a number and is none.",
    OUT_OF_RANGE = "R016": "A number outside its range.",
    UNKNOWN_WORD = "R017": "A word that is none of those allowed.",
    NO_SUCH_PLAN = "R018": "A plan that the manifest does not have.",
    DOES_NOT_ADD_UP = "R019": "A row of a network that does not fit the others.",
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_code_is_in_the_list_of_errors() {
        crate::codes::assert_listed(super::ALL);
    }
}
