//! The stable codes of faults in networks and orders, listed for users in
//! `docs/errors.md`.

use crate::codes::codes;

codes! {
    UNREADABLE = "N001": "A network or orders file that cannot be opened or read.",
    NOT_UTF8 = "N002": "A network or orders file that is not UTF-8 text.",
    EMPTY = "N003": "A network file without a header or without members.",
    OPEN_QUOTE = "N004": "A quoted field that is never closed.",
    TOO_MANY = "N005": "More rows than can be numbered.",
    MORE_FAULTS = "N006": "More faults than are shown.",
    UNKNOWN_COLUMN = "N010": "A column that does not exist.",
    MISSING_COLUMN = "N011": "A column that must be there and is not.",
    DUPLICATE_COLUMN = "N012": "Two columns of one name.",
    FIELDS = "N013": "A row with more or fewer fields than the header.",
    MISSING_VALUE = "N014": "A field that must not be empty.",
    NOT_AN_AMOUNT = "N015": "Text that should be an amount and is none.",
    NEGATIVE = "N016": "An amount below zero.",
    TOO_FINE = "N017": "An amount with more decimals than the currency.",
    TOO_LARGE = "N018": "An amount or a number that is too large.",
    NOT_A_NUMBER = "N019": "Text that should be a whole number and is none.",
    UNKNOWN_WORD = "N020": "A word that is none of those allowed.",
    DUPLICATE_MEMBER = "N030": "Two members of one id.",
    NO_SUCH_MEMBER = "N031": "An id that is no member's.",
    OWN_SPONSOR = "N032": "A member who enrolled or placed himself.",
    CIRCLE = "N033": "Members who enrolled or placed each other in a circle.",
    BEFORE_SPONSOR = "N034": "A member who joined before the one who enrolled or holds him.",
    LEG_TAKEN = "N035": "Two members in one leg of a placement parent.",
    LEG_WITHOUT_PLACEMENT = "N036": "A leg without a placement parent.",
    TOO_MANY_RANKS = "N037": "More names of ranks or products than can be numbered.",
    DUPLICATE_ORDER = "N040": "Two orders of one number.",
    BEFORE_JOINING = "N041": "An order of a period before the participant joined.",
    NO_SUCH_ORDER = "N042": "A refund of an order that is not there.",
    BAD_REFUND = "N043": "A refund that does not fit the order it takes back.",
    FEE_WITH_VOLUME = "N044": "A fee with commissionable volume.",
    TOO_MUCH_MEMORY = "N045": "More periods and members than fit in memory.",
    OUT_OF_RANGE = "N046": "More is bought than can be added up exactly.",
    NOT_FOR_FILES = "N050": "A `--set` of a key that files take the place of.",
    NO_SUCH_PARTICIPANT = "N051": "A participant to explain who is not there.",
    NO_SUCH_PLAN = "N052": "A plan to explain that is not there.",
    NO_SUCH_TIME = "N053": "A replication or a period to explain that is not there.",
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_code_is_in_the_list_of_errors() {
        crate::codes::assert_listed(super::ALL);
    }
}
