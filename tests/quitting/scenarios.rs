//! The built-in scenarios about who leaves.

use super::simulate;
use downline::plan::LANGUAGE;
use downline::scenario;
use downline::study::results::Results;

fn results(name: &str) -> Results {
    let few = ["scenario.replications=8".to_owned()];
    let loaded = scenario::load(name, &few, LANGUAGE).unwrap_or_else(|faults| panic!("{faults}"));
    simulate(&loaded.scenario, 2, |_| ()).unwrap().0
}

fn mean(results: &Results, plan: &str, metric: &str) -> f64 {
    let mut rows = results.summary.iter();
    let row = rows.find(|row| row.plan == plan && row.metric == metric);
    row.unwrap().estimate.mean.unwrap()
}

/// Yearly churn of 45 to 50 % and 63 to 90 % without a commission, as published.
#[test]
fn published_churn_and_unpaid_shares_come_out_together() {
    let results = results("churn");
    let churn = mean(&results, "unilevel", "annual_churn");
    assert!((0.45..=0.50).contains(&churn), "{churn}");
    let unpaid = 1.0 - mean(&results, "unilevel", "share_paid");
    assert!((0.63..=0.90).contains(&unpaid), "{unpaid}");
    // Who loses less leaves less: the same luck under the other plan.
    assert!(mean(&results, "referral", "annual_churn") < churn - 0.05);
}

/// Hiding what is on offer brings more people in, and a smaller share of them into profit.
#[test]
fn concealed_meetings_are_the_same_town_with_another_approach() {
    let [open, concealed] = ["meetings", "meetings-concealed"].map(results);
    for plan in ["referral", "mlm"] {
        let profit = [&open, &concealed].map(|of| mean(of, plan, "share_profit"));
        assert!(profit[1] < profit[0], "{plan}: {profit:?}");
        let churn = [&open, &concealed].map(|of| mean(of, plan, "annual_churn"));
        assert!(churn[1] > churn[0], "{plan}: {churn:?}");
    }
}
