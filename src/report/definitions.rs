//! What the words in the report mean, what its tables include, and what the model
//! leaves out.

use super::key_figure;
use super::table::Population;
use super::words;
use crate::study::results::{Results, Subject, Unit, Worlds};

/// Terms that stand in tables and sentences, with their meaning.
pub const TERMS: &[(&str, &str)] = &[
    (
        "participant",
        "Everyone who joined, those who quit and those who were paid nothing included. Founders \
         are participants only where the scenario counts them.",
    ),
    (
        "founder",
        "A position that exists before the first period: the company's own or a promoter's.",
    ),
    (
        "commissions",
        "All that the company pays to a participant: commissions and bonuses, before costs.",
    ),
    (
        "retail margin",
        "What a participant keeps of a customer's payment. Paid by the customer, so it is no \
         commission and not part of the payout.",
    ),
    ("gross", "Commissions and retail margin, before costs."),
    (
        "costs",
        "Joining fee, kit, period fees, own purchases less the part that would have been bought \
         anyway, and expenses. The value of time is not among them; it has lines of its own.",
    ),
    ("net", "Gross less costs, over the whole horizon."),
    ("in profit", "Net above zero."),
    (
        "first, last tenth to join",
        "The first and the last tenth of participants in joining order. Who joined last also had \
         least time.",
    ),
    (
        "after paying own time too",
        "Net less the hours worked at what the scenario says an hour is worth.",
    ),
    (
        "average of the medians",
        "The median (or another quantile) of each history, averaged over histories. It is not the \
         median of the people of all histories together.",
    ),
    ("in loss", "Net below zero."),
    (
        "commissionable volume",
        "The part of the prices paid that commissions are taken of.",
    ),
    (
        "payout",
        "The commissions of all, founders' included; as a share, of commissionable volume, or of \
         all the company's revenue where joining fees fund commissions too.",
    ),
    (
        "earliest 10 %",
        "The first tenth of participants in joining order.",
    ),
    (
        "best-paid 1 %",
        "The hundredth of participants with the most commissions (with the most gross where a \
         plan pays retail margin).",
    ),
    (
        "funded by",
        "What a commission was taken of: outside customers' purchases, participants' own \
         purchases (own_use), or joining fees and kits (joining).",
    ),
    (
        "history (replication)",
        "One run of the same scenario with luck of its own; in the files, a replication.",
    ),
    (
        "95 % interval (ci_low to ci_high, ±)",
        "How well the average over all possible histories is known from those simulated: \
         intervals made in this way contain it 95 times in 100. Student's t over histories; \
         for shares of money the delete-one jackknife of the ratio of sums.",
    ),
    (
        "spread (p05 to p95)",
        "How much single histories differ: the middle 90 % of them lie between. More histories \
         narrow an interval, not a spread.",
    ),
    (
        "pooled",
        "Summed over all histories above and below the line before dividing.",
    ),
    (
        "baseline",
        "The plan the others are compared with: the same person in the same history under both.",
    ),
    (
        "better off, worse off, unchanged",
        "Net higher or lower than under the baseline by more than one minor unit (such as a \
         cent), or the same to within it.",
    ),
    (
        "PLAN@equal",
        "The plan with all its commissions scaled by one factor a history, so that it pays out \
         the same share of commissionable volume as the baseline: only who gets it differs. A \
         scaling of results, not of the plan's rules.",
    ),
];

/// What the model leaves out of every study.
const LIMITS: &[&str] = &[
    "The plan does not change behaviour: the same growth and effort are imposed on every plan. \
     This isolates the payout rule; it does not predict what people would do under it.",
    "Founders' positions are reported apart. They are part of the company's books and of the \
     network, but of no other figure unless the scenario counts them as participants.",
    "People differ only in what the scenario lets differ. They do not learn, do not leave because \
     of what they earn, and do not tell others about it.",
    "Taxes, inflation, fraud and the enforcement of rules are not modelled. Prices and plans stay \
     as they are over the whole horizon.",
    "The figures are as good as the scenario's inputs, which stand in full below. Inputs called \
     illustrative there are invented.",
];

/// What takes the place of the first of them where each plan has a world of its own.
const LIMIT_OF_OWN_WORLDS: &str = "A plan changes what people do only as the scenario says: those who lose too much may quit. Their \
     talent and their luck are the same under every plan. This does not predict all of what they \
     would do under it.";

/// What takes the place of the third of them there.
const PEOPLE_OF_OWN_WORLDS: &str = "People differ only in what the scenario lets differ. They do not learn, leave for what they earn \
     only as the scenario says, and do not tell others what they earn.";

/// What is left out of a network that was observed.
const LIMITS_OF_RECORDS: &[&str] = &[
    "The plan does not change behaviour: the same people and orders are paid under every plan. \
     This isolates the payout rule; it does not predict what people would do under it.",
    "Only what the files say is counted. Costs beside orders are known where the network gives \
     them; time is not known at all.",
    "Taxes are left out. Prices, orders and plans are as they stand in the files over the whole \
     horizon.",
    "The figures are exact for the files given, whose hashes stand in the manifest below. They say \
     nothing of people or orders that are not in them.",
];

/// What the model leaves out, and where this study met an end of it; for the first page.
#[must_use]
pub fn limits(results: &Results) -> Vec<String> {
    let common = match results.subject.observed {
        true => LIMITS_OF_RECORDS,
        false => LIMITS,
    };
    let mut limits: Vec<String> = common.iter().map(|&limit| limit.to_owned()).collect();
    if results.subject.worlds != Worlds::Shared {
        LIMIT_OF_OWN_WORLDS.clone_into(&mut limits[0]);
        PEOPLE_OF_OWN_WORLDS.clone_into(&mut limits[2]);
    }
    let clamped = key_figure::find(results, "network", "clamped_chances");
    if let Some(mean) = clamped.and_then(|row| row.estimate.mean)
        && mean > 0.0
    {
        limits.push(format!(
            "{} approaches a history had a chance of a yes that came out above 1 and was taken as \
             1 (clamped_chances): people would have joined or bought more often than they could.",
            words::value(Some(mean), Unit::Count, &results.subject.currency)
        ));
    }
    limits
}

/// Whom, how long and which costs a table includes (measures.md §6).
#[must_use]
pub fn scope(subject: &Subject, population: Population) -> String {
    let horizon = words::horizon(subject);
    let currency = &subject.currency.code;
    let founders = words::founders(subject);
    let people = format!(
        "Of everyone {}, quitters and the unpaid included{founders}. \
         Amounts in {currency}; net is after fees, kits, own purchases less their use value, and \
         expenses, before the value of time.",
        if subject.joining_known {
            format!("who joined within {horizon}")
        } else {
            format!("in the network, over {horizon}")
        }
    );
    match population {
        Population::Participants => people,
        Population::Books => {
            format!("The company's books over {horizon}, founders included. Amounts in {currency}.")
        }
        Population::Both => format!(
            "{people} Figures of the company's books (revenue, payout and its ratios, \
             company_result, breakage_ratio, retail_share…, funded_by_…, paid_on_…, founders_…) and \
             of the network include founders."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn chances_that_were_capped_are_a_limit() {
        let mut results = fixture::results(2);
        assert_eq!(limits(&results).len(), LIMITS.len());
        let row = results.summary.last_mut().unwrap();
        (row.metric, row.estimate) = ("clamped_chances", fixture::estimate(12.5, 1.0));
        assert!(limits(&results)[LIMITS.len()].starts_with("12.5 approaches a history"));
    }

    #[test]
    fn a_table_of_the_books_does_not_claim_to_leave_founders_out() {
        let subject = fixture::results(2).subject;
        assert!(scope(&subject, Population::Participants).contains("the founder apart"));
        assert!(!scope(&subject, Population::Books).contains("apart"));
        let both = scope(&subject, Population::Both);
        assert!(both.contains("the founder apart") && both.contains("include founders"));
    }
}
