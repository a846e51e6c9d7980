//! `--metric PLAN.METRIC`: which outcome a question is about.

use rust_decimal::prelude::ToPrimitive;

use super::codes;
use crate::scenario::base::exact;
use crate::scenario::diagnose::{Diagnostic, Origin};
use crate::scenario::suggest::nearest;
use crate::scenario::types::Scenario;
use crate::study::outcome::{MEASURES, Measure, Outcome, measure};
use crate::study::precision::Precision;
use crate::study::results::{Unit, hangs_on_joining_order};

/// Reads `PLAN.METRIC`, or `METRIC` where it is clear which plan is meant: a metric of the
/// network, or the only plan there is beside the baseline.
///
/// # Errors
///
/// If there is no such metric or plan, or several plans it might be of.
pub fn outcome(
    option: &'static str,
    text: &str,
    scenario: &Scenario,
) -> Result<Outcome, Box<Diagnostic>> {
    let (plan, metric) = match text.rsplit_once('.') {
        Some((plan, metric)) => (Some(plan), metric),
        None => (None, text),
    };
    let measure = named(option, text, metric)?;
    let baseline = scenario.comparison.baseline;
    if measure.is_of_network() {
        return Ok(Outcome {
            plan: baseline,
            measure,
        });
    }
    let alone = scenario.plans.len() == 1;
    let place = match (plan, alone) {
        (None, true) => baseline,
        (name, _) => self::plan(option, name, text, scenario)?,
    };
    if measure.is_change() && place == baseline {
        let message = format!(
            "`{metric}` compares with the baseline, and `{}` is the baseline",
            scenario.plans[baseline].name
        );
        let help = "name another plan".to_owned();
        return Err(fault(option, text, codes::WHICH_PLAN, message, help));
    }
    Ok(Outcome {
        plan: place,
        measure,
    })
}

/// The place of a plan by its name or, where none is given, of the only one beside the
/// baseline.
///
/// # Errors
///
/// If there is no such plan, or several it might be.
pub fn plan(
    option: &'static str,
    name: Option<&str>,
    text: &str,
    scenario: &Scenario,
) -> Result<usize, Box<Diagnostic>> {
    let plans: Vec<&str> = scenario
        .plans
        .iter()
        .map(|plan| plan.name.as_str())
        .collect();
    let known = || format!("the plans are {}", plans.join(", "));
    let Some(name) = name else {
        let others = (0..plans.len()).filter(|&plan| plan != scenario.comparison.baseline);
        return match others.collect::<Vec<_>>()[..] {
            [only] => Ok(only),
            _ => {
                let message = "it is not said of which plan".to_owned();
                Err(fault(option, text, codes::WHICH_PLAN, message, known()))
            }
        };
    };
    plans.iter().position(|own| *own == name).ok_or_else(|| {
        let help = match nearest(name, plans.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => known(),
        };
        let message = format!("there is no plan `{name}`");
        fault(option, text, codes::WHICH_PLAN, message, help)
    })
}

/// The measure of a name, of plans rather than of the network.
///
/// # Errors
///
/// If there is no such measure.
pub fn of_a_plan(option: &'static str, name: &str) -> Result<&'static Measure, Box<Diagnostic>> {
    let measure = named(option, name, name)?;
    if measure.is_of_network() {
        let message = format!("`{name}` is of the network, the same under every plan");
        let help = "ask for a metric of plans".to_owned();
        return Err(fault(option, name, codes::NO_SUCH_METRIC, message, help));
    }
    Ok(measure)
}

fn named(
    option: &'static str,
    text: &str,
    name: &str,
) -> Result<&'static Measure, Box<Diagnostic>> {
    measure(name).ok_or_else(|| {
        let names = MEASURES.iter().map(|measure| measure.name);
        let help = match nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the metrics are those of `summary.csv` and `comparison.csv`".to_owned(),
        };
        let message = format!("there is no metric `{name}`");
        fault(option, text, codes::NO_SUCH_METRIC, message, help)
    })
}

fn fault(
    option: &'static str,
    text: &str,
    code: &'static str,
    message: String,
    help: String,
) -> Box<Diagnostic> {
    let origin = match text {
        "" => Origin::Default,
        text => Origin::Option {
            name: option,
            text: text.to_owned(),
        },
    };
    Box::new(Diagnostic::error(code, &origin, message).help(help))
}

/// Reads `METRIC` as that metric of every plan, and `PLAN.METRIC` as [`outcome`] does.
///
/// # Errors
///
/// As [`outcome`].
pub fn outcomes(
    option: &'static str,
    text: &str,
    scenario: &Scenario,
) -> Result<Vec<Outcome>, Box<Diagnostic>> {
    let of_each = match measure(text) {
        Some(measure) if !measure.is_of_network() => measure,
        _ => return Ok(vec![outcome(option, text, scenario)?]),
    };
    let baseline = scenario.comparison.baseline;
    let plans = (0..scenario.plans.len()).filter(|&plan| plan != baseline || !of_each.is_change());
    Ok(plans
        .map(|plan| Outcome {
            plan,
            measure: of_each,
        })
        .collect())
}

/// Reads `PLAN.METRIC=HALFWIDTH` (rulings.md 37); a half width of amounts is in the currency.
///
/// # Errors
///
/// As [`outcome`], and if the half width is no number above zero.
pub fn precision(text: &str, scenario: &Scenario) -> Result<Precision, Box<Diagnostic>> {
    const OPTION: &str = "--precision";
    let origin = Origin::Option {
        name: OPTION,
        text: text.to_owned(),
    };
    let malformed = |what: &str| {
        let fault = Diagnostic::error(codes::BAD_TARGET, &origin, format!("`--precision` {what}"));
        Box::new(fault.help("for example `--precision mlm.share_profit=0.002`"))
    };
    let (metric, half_width) = text
        .split_once('=')
        .ok_or_else(|| malformed("needs `PLAN.METRIC=HALFWIDTH`, but there is no `=`"))?;
    let outcome = outcome(OPTION, metric.trim(), scenario)?;
    if hangs_on_joining_order(outcome.measure.name) && !scenario.growth.law.joining_known() {
        return Err(malformed(
            "asks for a metric that hangs on who joined first, which is not known",
        ));
    }
    let half_width = number(half_width, &outcome, scenario)
        .filter(|half_width| *half_width > 0.0)
        .ok_or_else(|| malformed("needs a half width above zero"))?;
    Ok(Precision {
        outcome,
        half_width,
    })
}

/// A number in the unit of an outcome: amounts are written in the currency and come out in
/// minor units. `None` if the text is no number.
#[must_use]
pub fn number(text: &str, outcome: &Outcome, scenario: &Scenario) -> Option<f64> {
    let number = exact(text.trim())?.to_f64()?;
    Some(match outcome.measure.unit {
        Unit::Amount => number * scenario.currency.scale() as f64,
        Unit::Share | Unit::Count | Unit::Coefficient => number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::what_if::case::Case;

    #[test]
    fn a_metric_is_of_a_plan_that_is_named_or_clear() {
        let case = Case::open("ebook", &[], 1).unwrap();
        let read = |text: &str| {
            outcome("--metric", text, case.scenario())
                .map(|outcome| outcome.name(&case.plans()))
                .map_err(|fault| fault.code)
        };
        assert_eq!(read("share_profit").unwrap(), "mlm.share_profit");
        assert_eq!(read("referral.median_net").unwrap(), "referral.median_net");
        assert_eq!(read("max_depth").unwrap(), "network.max_depth");
        assert_eq!(read("share_better").unwrap(), "mlm.share_better");
        assert_eq!(read("shareprofit"), Err(codes::NO_SUCH_METRIC));
        assert_eq!(read("mlmm.share_profit"), Err(codes::WHICH_PLAN));
        assert_eq!(read("referral.share_better"), Err(codes::WHICH_PLAN));
        let many = Case::open("all-plans", &[], 1).unwrap();
        let fault = outcome("--metric", "share_profit", many.scenario()).unwrap_err();
        assert_eq!(fault.code, codes::WHICH_PLAN);
    }
}
