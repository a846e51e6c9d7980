//! The summary for machines (`--json`): every metric of every plan, with the same
//! digits as in `summary.csv` and `comparison.csv`. Amounts are in whole currency units,
//! undefined values null.

use serde_json::{Map, Value, json};

use crate::money::Currency;
use crate::report::table::{Cell, Precision};
use crate::study::results::{Estimate, Results, Unit};

/// The summary as one JSON object.
#[must_use]
pub fn summary_json(results: &Results) -> Value {
    let subject = &results.subject;
    let plans = subject.plans.iter();
    json!({
        "scenario": subject.name,
        "title": subject.title,
        "currency": subject.currency.code,
        "periods": subject.periods,
        "unit": subject.unit.word(),
        "replications": subject.replications,
        "seed": subject.seed,
        "baseline": subject.plans[subject.baseline].name,
        "plans": plans
            .map(|plan| json!({ "name": plan.name, "title": plan.title }))
            .collect::<Vec<_>>(),
        "summary": summary(results),
        "comparison": comparison(results),
        "notes": subject.notes,
    })
}

/// Plan → metric → estimate and spread.
fn summary(results: &Results) -> Value {
    let currency = &results.subject.currency;
    let mut plans = Map::new();
    for row in &results.summary {
        let number = |value| number(row.unit, value, currency);
        let mut metric = estimate(row.unit, row.estimate, currency);
        for (name, value) in [
            ("sd", row.sd),
            ("min", row.min),
            ("max", row.max),
            ("p05", row.p05),
            ("p95", row.p95),
        ] {
            metric[name] = number(value);
        }
        metric["replications"] = row.replications.into();
        insert(&mut plans, &row.plan, row.metric, metric);
    }
    Value::Object(plans)
}

/// Plan → metric → paired difference from the baseline.
fn comparison(results: &Results) -> Value {
    let currency = &results.subject.currency;
    let mut plans = Map::new();
    for row in &results.comparison {
        let mut metric = estimate(row.unit, row.difference, currency);
        metric["sd"] = number(row.unit, row.sd, currency);
        metric["replications"] = row.replications.into();
        insert(&mut plans, &row.plan, row.metric, metric);
    }
    Value::Object(plans)
}

fn insert(plans: &mut Map<String, Value>, plan: &str, metric: &str, value: Value) {
    let metrics = plans
        .entry(plan)
        .or_insert_with(|| Value::Object(Map::new()));
    metrics[metric] = value;
}

fn estimate(unit: Unit, estimate: Estimate, currency: &Currency) -> Value {
    json!({
        "mean": number(unit, estimate.mean, currency),
        "ci_low": number(unit, estimate.low, currency),
        "ci_high": number(unit, estimate.high, currency),
    })
}

/// The number that the text in the CSV files reads as.
fn number(unit: Unit, value: Option<f64>, currency: &Currency) -> Value {
    let mut text = String::new();
    Cell::measured(unit, value).write(&mut text, currency.digits, Precision::File);
    text.parse::<f64>().map_or(Value::Null, Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn numbers_are_those_of_the_files() {
        let json = summary_json(&fixture::results(2));
        assert_eq!(json["plans"][1]["name"], "mlm");
        assert_eq!(json["summary"]["mlm"]["share_profit"]["mean"], 0.5798);
        assert_eq!(json["summary"]["mlm"]["median_net"]["ci_low"], 9.59);
        assert_eq!(
            json["comparison"]["mlm@equal"]["share_better"]["mean"],
            0.234
        );
        assert!(json["summary"]["network"]["saturation"]["mean"].is_null());
        assert!(json["comparison"]["referral"].is_null());
    }
}
