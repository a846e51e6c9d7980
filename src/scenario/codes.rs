//! The stable codes of faults in a scenario, listed for users in `docs/errors.md`.

/// Declares each code once: as a constant for the program and as a line for the list.
macro_rules! codes {
    ($($name:ident = $code:literal: $meaning:literal,)*) => {
        $(#[doc = $meaning] pub const $name: &str = $code;)*

        /// Every code with what it means, in ascending order.
        pub const ALL: &[(&str, &str)] = &[$(($code, $meaning),)*];
    };
}

codes! {
    UNREADABLE = "S001": "The file cannot be opened or read.",
    TOO_LARGE = "S002": "The file is too large to be a scenario.",
    NOT_UTF8 = "S003": "The file is not UTF-8 text.",
    SYNTAX = "S004": "The file is not TOML.",
    CYCLE = "S005": "A scenario extends itself.",
    BAD_SET = "S006": "A `--set` that names no place or no value.",
    MORE_FAULTS = "S007": "More faults than are shown.",
    UNKNOWN_KEY = "S010": "A key that does not exist.",
    MISSING_KEY = "S011": "A key that must be given and is not.",
    WRONG_TYPE = "S012": "A value of the wrong type.",
    NOT_A_NUMBER = "S013": "Text that should be a number and is none.",
    OUT_OF_RANGE = "S014": "A value outside its range.",
    TOO_FINE = "S015": "A number with more decimals than are kept.",
    UNKNOWN_WORD = "S016": "A word that is none of those allowed.",
    NOT_APPLICABLE = "S017": "A key that belongs to another law.",
    BAD_NAME = "S018": "A name with characters that names do not have.",
    EMPTY_LIST = "S019": "A list with nothing in it.",
    NO_PLANS = "S020": "A scenario without plans.",
    DUPLICATE_PLAN = "S021": "Two plans of one name.",
    DUPLICATE_COMPONENT = "S022": "Two components of one id in a plan.",
    NO_SUCH_PLAN = "S023": "A baseline that is none of the plans.",
    FILE_AND_COMPONENTS = "S024": "A plan with both a file and components of its own.",
    BAD_CURRENCY = "S025": "A currency that is no ISO 4217 code.",
    RESERVED_NAME = "S026": "A name the result files use for something else.",
    SHARED_BY_WORLDS = "S027": "A world with plans, worlds or a base of its own.",
    DUPLICATE_WORLD = "S028": "Two worlds of one name.",
    WORLDS_DIFFER = "S029": "Worlds with other plans, another baseline or another currency.",
    POPULATION_TOO_SMALL = "S030": "A population smaller than those who are to join.",
    ARRIVALS_LENGTH = "S031": "A number of arrival weights that is not the number of periods.",
    ARRIVALS_ZERO = "S032": "Arrival weights that are all zero.",
    WHOLESALE_ABOVE_PRICE = "S033": "A wholesale price above the price.",
    TOO_MANY_MEMBERS = "S034": "More members than can be numbered.",
    FEWER_THAN_FOUNDERS = "S035": "Fewer participants than founders who count as participants.",
    CURVE_LENGTH = "S036": "A table of joiners whose length is not the number of periods.",
    MARKET_TOO_SMALL = "S037": "A market of a growth curve smaller than the founders.",
    TOO_MANY_GENERATIONS = "S038": "More generations than periods.",
    IMPOSSIBLE_OFFSPRING = "S039": "Chances of recruits that are not 1 together, or a mean above the number of trials.",
    FOUNDERS_NOT_ROOTS = "S040": "Founders that are no roots of the observed network, or more than it has members.",
    EARNINGS_IN_A_SHARED_WORLD = "S041": "A behaviour that depends on earnings in a world that all plans share.",
    PRODUCT_AND_PRODUCTS = "S042": "Both one product and a mix of several.",
    DUPLICATE_PRODUCT = "S043": "Two products of one name.",
    WEIGHTS_ZERO = "S044": "Products whose weights are all zero.",
    NO_PRICE_TO_SCALE = "S045": "A spread order value of a product without a price.",
    POOLS_WITHOUT_PEOPLE = "S046": "Local pools of a market without limit, of fewer people than pools, or of a network that does not recruit out of them.",
    MOBILITY_WITHOUT_POOLS = "S047": "Mobility between local pools where there is but one.",
    COMMISSIONABLE_ABOVE_PRICE = "S050": "Warning: commissions are taken of more than the customer pays.",
    ENDLESS_MARKET = "S051": "Warning: recruiting without a population never runs out of people.",
    EMPTY_PLAN = "S052": "Warning: a plan that pays nobody.",
    LATE_MEMBERS = "S053": "Warning: members of the observed network who join after the last period.",
    JOINING_UNKNOWN = "S054": "Warning: an observed network that does not say when members joined.",
}
