//! The stable codes of faults in a scenario, listed for users in `docs/errors.md`.

/// The file cannot be opened or read.
pub const UNREADABLE: &str = "S001";
/// The file is too large to be a scenario.
pub const TOO_LARGE: &str = "S002";
/// The file is not UTF-8 text.
pub const NOT_UTF8: &str = "S003";
/// The file is not TOML.
pub const SYNTAX: &str = "S004";
/// A scenario extends itself.
pub const CYCLE: &str = "S005";
/// A `--set` that names no place or no value.
pub const BAD_SET: &str = "S006";
/// A key that does not exist.
pub const UNKNOWN_KEY: &str = "S010";
/// A key that must be given and is not.
pub const MISSING_KEY: &str = "S011";
/// A value of the wrong type.
pub const WRONG_TYPE: &str = "S012";
/// Text that should be a number and is none.
pub const NOT_A_NUMBER: &str = "S013";
/// A value outside its range.
pub const OUT_OF_RANGE: &str = "S014";
/// A number with more decimals than are kept.
pub const TOO_FINE: &str = "S015";
/// A word that is none of those allowed.
pub const UNKNOWN_WORD: &str = "S016";
/// A key that belongs to another law.
pub const NOT_APPLICABLE: &str = "S017";
/// A name with characters that names do not have.
pub const BAD_NAME: &str = "S018";
/// A list with nothing in it.
pub const EMPTY_LIST: &str = "S019";
/// A scenario without plans.
pub const NO_PLANS: &str = "S020";
/// Two plans of one name.
pub const DUPLICATE_PLAN: &str = "S021";
/// Two components of one id in a plan.
pub const DUPLICATE_COMPONENT: &str = "S022";
/// A baseline that is none of the plans.
pub const NO_SUCH_PLAN: &str = "S023";
/// A plan with both a file and components of its own.
pub const FILE_AND_COMPONENTS: &str = "S024";
/// A currency that is no ISO 4217 code.
pub const BAD_CURRENCY: &str = "S025";
/// A population smaller than those who are to join.
pub const POPULATION_TOO_SMALL: &str = "S030";
/// A number of arrival weights that is not the number of periods.
pub const ARRIVALS_LENGTH: &str = "S031";
/// Arrival weights that are all zero.
pub const ARRIVALS_ZERO: &str = "S032";
/// A wholesale price above the price.
pub const WHOLESALE_ABOVE_PRICE: &str = "S033";
/// More members than can be numbered.
pub const TOO_MANY_MEMBERS: &str = "S034";
/// Fewer participants than founders who count as participants.
pub const FEWER_THAN_FOUNDERS: &str = "S035";
/// Warning: commissions are taken of more than the customer pays.
pub const COMMISSIONABLE_ABOVE_PRICE: &str = "S050";
/// Warning: recruiting without a population never runs out of people.
pub const ENDLESS_MARKET: &str = "S051";
/// Warning: a plan that pays nobody.
pub const EMPTY_PLAN: &str = "S052";
