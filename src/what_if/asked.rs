//! `--metric PLAN.METRIC`: which outcome a question is about.

use rust_decimal::prelude::ToPrimitive;

use super::codes;
use crate::scenario::base::exact;
use crate::scenario::diagnose::{Diagnostic, Origin};
use crate::scenario::suggest::nearest;
use crate::scenario::types::Scenario;
use crate::study::outcome::{MEASURES, Of, Outcome, measure};
use crate::study::precision::Precision;
use crate::study::results::Unit;

/// Reads `PLAN.METRIC`, or `METRIC` where it is clear which plan is meant: a metric of the
/// network, or the only plan there is beside the baseline.
///
/// # Errors
///
/// If there is no such metric or plan, or several plans it might be of.
#[expect(clippy::result_large_err, reason = "a fault is made once per mistake")]
pub fn outcome(
    option: &'static str,
    text: &str,
    scenario: &Scenario,
) -> Result<Outcome, Diagnostic> {
    let origin = Origin::Option {
        name: option,
        text: text.to_owned(),
    };
    let fault = |code, message: String| Diagnostic::error(code, &origin, message);
    let (plan, metric) = match text.rsplit_once('.') {
        Some((plan, metric)) => (Some(plan), metric),
        None => (None, text),
    };
    let Some(measure) = measure(metric) else {
        let names = MEASURES.iter().map(|measure| measure.name);
        let help = match nearest(metric, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the metrics are those of `summary.csv` and `comparison.csv`".to_owned(),
        };
        let message = format!("there is no metric `{metric}`");
        return Err(fault(codes::NO_SUCH_METRIC, message).help(help));
    };
    let names = scenario.plans.iter().map(|plan| plan.name.clone());
    let plans: Vec<String> = names.collect();
    let baseline = scenario.comparison.baseline;
    if let Of::Network(_) = measure.of {
        return Ok(Outcome {
            plan: baseline,
            measure,
        });
    }
    let others = (0..plans.len()).filter(|&plan| plan != baseline);
    let place = match plan {
        Some(plan) => plans.iter().position(|own| own == plan).ok_or_else(|| {
            let help = match nearest(plan, plans.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the plans are {}", plans.join(", ")),
            };
            fault(codes::WHICH_PLAN, format!("there is no plan `{plan}`")).help(help)
        })?,
        None => match others.collect::<Vec<_>>()[..] {
            [] => baseline,
            [only] => only,
            _ => {
                let message = format!("`{metric}` is a metric of each plan");
                return Err(fault(codes::WHICH_PLAN, message)
                    .help(format!("say of which, as in `{}.{metric}`", plans[0])));
            }
        },
    };
    if measure.is_change() && place == baseline {
        let message = format!(
            "`{metric}` compares with the baseline, and `{}` is the baseline",
            plans[baseline]
        );
        return Err(fault(codes::WHICH_PLAN, message).help("name another plan"));
    }
    Ok(Outcome {
        plan: place,
        measure,
    })
}

/// Reads `PLAN.METRIC=HALFWIDTH` (rulings.md 37); a half width of amounts is in the currency.
///
/// # Errors
///
/// As [`outcome`], and if the half width is no number above zero.
#[expect(clippy::result_large_err, reason = "a fault is made once per mistake")]
pub fn precision(text: &str, scenario: &Scenario) -> Result<Precision, Diagnostic> {
    const OPTION: &str = "--precision";
    let origin = Origin::Option {
        name: OPTION,
        text: text.to_owned(),
    };
    let malformed = |what: &str| {
        Diagnostic::error(codes::BAD_TARGET, &origin, format!("`--precision` {what}"))
            .help("for example `--precision mlm.share_profit=0.002`")
    };
    let (metric, half_width) = text
        .split_once('=')
        .ok_or_else(|| malformed("needs `PLAN.METRIC=HALFWIDTH`, but there is no `=`"))?;
    let outcome = outcome(OPTION, metric.trim(), scenario)?;
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
