//! What a joining bonus pays and to whom, and the checks of its parameters against each
//! other.

use crate::books::{OrderKind, Source};
use crate::money::{Cents, Rate, common_decimals};
use crate::plan::component::fault;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::types::ComponentSettings;

use super::window::Window;

/// What the new member pays that the bonus hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Order,
    Kit,
    MembershipFee,
}

impl Base {
    /// The orders it is made of.
    pub(super) fn kind(self) -> OrderKind {
        match self {
            Base::Order => OrderKind::Own,
            Base::Kit => OrderKind::Kit,
            Base::MembershipFee => OrderKind::Fee,
        }
    }
}

/// One reward a level.
#[derive(Clone, Debug)]
pub(super) enum Reward {
    Percent(Vec<Rate>),
    Flat(Vec<Cents>),
}

impl Reward {
    pub(super) fn levels(&self) -> usize {
        match self {
            Reward::Percent(rates) => rates.len(),
            Reward::Flat(amounts) => amounts.len(),
        }
    }

    pub(super) fn decimals(&self) -> u32 {
        match self {
            Reward::Percent(rates) => common_decimals(rates),
            Reward::Flat(_) => 0,
        }
    }

    /// The rate of a level over `10^decimals` minor units: of the base, or of one reward.
    pub(super) fn each(&self, level: usize, decimals: u32) -> Option<i64> {
        match self {
            Reward::Percent(rates) => Some(rates[level].numerator_over(decimals)),
            Reward::Flat(amounts) => amounts[level].0.checked_mul(10_i64.pow(decimals)),
        }
    }

    pub(super) fn drop_deepest(&mut self) {
        match self {
            Reward::Percent(rates) if rates.len() > 1 => {
                rates.pop();
            }
            Reward::Flat(amounts) if amounts.len() > 1 => {
                amounts.pop();
            }
            Reward::Percent(_) | Reward::Flat(_) => {}
        }
    }
}

/// Who is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Payee {
    ByLevel,
    NearestRank(Vec<String>),
    Coded(Vec<String>),
}

/// The whole rule.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub(super) reward: Reward,
    pub(super) base: Base,
    pub(super) window: Window,
    pub(super) roll_up: bool,
    pub(super) sponsor_must_qualify: bool,
    pub(super) once: bool,
    /// One a level; empty without caps.
    pub(super) caps: Vec<Cents>,
    pub(super) payee: Payee,
    pub(super) reduce_volume: Rate,
}

impl Terms {
    /// Where the money of a payment comes from.
    pub(super) fn source(&self) -> Source {
        match (&self.reward, self.base) {
            (Reward::Percent(_), Base::Order) => Source::OwnUse,
            _ => Source::Joining,
        }
    }

    /// Reads the rule.
    pub(super) fn new(settings: &ComponentSettings, plan: &str) -> Result<Terms, Box<Diagnostic>> {
        let values = &settings.settings;
        let complain = |key: &str, message: &str, help: &str| {
            let (message, help) = (message.to_owned(), help.to_owned());
            Box::new(fault(settings, plan, "P003", key, message, help))
        };
        let percent = values.text("kind") == "percent";
        let reward = match (
            percent,
            values.optional_shares("rates"),
            values.optional_amounts("amounts"),
        ) {
            (true, Some(rates), None) => Reward::Percent(rates),
            (false, None, Some(amounts)) => Reward::Flat(amounts),
            (true, None, _) => {
                return Err(complain(
                    "kind",
                    "a join bonus of kind `percent` needs `rates`",
                    "give one rate a level, such as `rates = [0.20, 0.05]`, or write `kind = \"flat\"`",
                ));
            }
            (false, _, None) => {
                return Err(complain(
                    "kind",
                    "a join bonus of kind `flat` needs `amounts`",
                    "give one amount a level, such as `amounts = [50.00, 10.00]`",
                ));
            }
            (true, Some(_), Some(_)) => {
                return Err(complain(
                    "amounts",
                    "`amounts` do not apply to kind `percent`",
                    "remove `amounts`, or write `kind = \"flat\"` and remove `rates`",
                ));
            }
            (false, Some(_), Some(_)) => {
                return Err(complain(
                    "rates",
                    "`rates` do not apply to kind `flat`",
                    "remove `rates`, or write `kind = \"percent\"` and remove `amounts`",
                ));
            }
        };
        let ranks = values.optional_names("payee_ranks");
        let payee = match (values.text("payee").as_str(), ranks) {
            ("by_level", None) => Payee::ByLevel,
            ("nearest_rank", Some(ranks)) => Payee::NearestRank(ranks),
            ("coded", Some(ranks)) => Payee::Coded(ranks),
            (_, None) => {
                return Err(complain(
                    "payee",
                    "whose rank counts is not said",
                    "give the ranks, such as `payee_ranks = [\"manager\"]`",
                ));
            }
            (_, Some(_)) => {
                return Err(complain(
                    "payee_ranks",
                    "`payee_ranks` do not apply where enrollers are paid by level",
                    "write `payee = \"nearest_rank\"`, or remove `payee_ranks`",
                ));
            }
        };
        let coded = matches!(payee, Payee::Coded(_));
        let once = values
            .optional_flag("once_per_recruit")
            .unwrap_or(!percent && !coded);
        // A flat bonus that comes once needs no window: it comes with the first order.
        let otherwise = if percent {
            Window::Enrolment
        } else {
            Window::Always
        };
        let terms = Terms {
            base: match values.text("on").as_str() {
                "order" => Base::Order,
                "kit" => Base::Kit,
                _ => Base::MembershipFee,
            },
            window: Window::new(values, otherwise),
            roll_up: values.flag("roll_up"),
            sponsor_must_qualify: values.optional_flag("sponsor_must_qualify").unwrap_or(true),
            once,
            caps: values
                .optional_amounts("cap_per_recruit_period")
                .unwrap_or_default(),
            reduce_volume: values.share("reduce_volume"),
            reward,
            payee,
        };
        let days = values.optional_integer("window_days").is_some();
        let months = values.optional_integer("window_months").is_some();
        let levels = terms.reward.levels();
        let ranked = terms.payee != Payee::ByLevel;
        let contradictions = [
            (
                days && months,
                "window_months",
                "a window is counted in days or in calendar months",
                "remove `window_days` or `window_months`",
            ),
            (
                !terms.caps.is_empty() && terms.caps.len() != levels,
                "cap_per_recruit_period",
                "there is not one cap for each level",
                "give as many caps as rates or amounts",
            ),
            (
                coded && (levels > 1 || terms.roll_up),
                "payee",
                "a coded bonus goes to one person who is fixed at enrolment",
                "give one level and no `roll_up`",
            ),
            (
                ranked && values.optional_flag("sponsor_must_qualify").is_some(),
                "sponsor_must_qualify",
                "the enroller is not paid as such where a rank is",
                "remove `sponsor_must_qualify`",
            ),
            (
                !terms.reduce_volume.is_zero() && (terms.base != Base::Order || once),
                "reduce_volume",
                "only orders each of which brings the bonus have volume that others see",
                "write `on = \"order\"` and `once_per_recruit = false`, or remove `reduce_volume`",
            ),
        ];
        match contradictions.into_iter().find(|&(fails, ..)| fails) {
            Some((_, key, message, help)) => Err(complain(key, message, help)),
            None => Ok(terms),
        }
    }
}
