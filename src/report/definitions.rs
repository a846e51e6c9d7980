//! What the words in the report mean, what its tables include, and what the model
//! leaves out.

use super::words;
use crate::study::results::Subject;

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
    ("in loss", "Net below zero."),
    (
        "commissionable volume",
        "The part of the prices paid that commissions are taken of.",
    ),
    (
        "payout",
        "The commissions of all, founders' included; as a share, of commissionable volume.",
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
        "Whose purchase a commission was taken of: outside customers', a participant's for own \
         use, or a joining fee or kit.",
    ),
    (
        "replication",
        "One simulated history: the same scenario with other luck.",
    ),
    (
        "95 % interval (ci_low to ci_high, ±)",
        "How well the average over all possible histories is known from those simulated: \
         intervals made in this way contain it 95 times in 100. Student's t over replications; \
         for shares of money the delete-one jackknife of the ratio of sums.",
    ),
    (
        "spread (p05 to p95)",
        "How much single histories differ: the middle 90 % of them lie between. More replications \
         narrow an interval, not a spread.",
    ),
    (
        "pooled",
        "Summed over all replications above and below the line before dividing.",
    ),
    (
        "baseline",
        "The plan the others are compared with: the same person in the same history under both.",
    ),
    (
        "better off, worse off, unchanged",
        "More, less, or to the minor unit the same net than under the baseline.",
    ),
    (
        "PLAN@equal",
        "The plan with all its commissions scaled by one factor a history, so that it pays out \
         the same share of commissionable volume as the baseline: only who gets it differs. A \
         scaling of results, not of the plan's rules.",
    ),
];

/// What the model leaves out; for the first page.
pub const LIMITS: &[&str] = &[
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

/// Whom, how long and which costs the tables include (measures.md §6).
#[must_use]
pub fn scope(subject: &Subject) -> String {
    format!(
        "Of everyone who joined within {}, quitters and the unpaid included{}. Amounts in {}; net \
         is after fees, kits, own purchases less their use value, and expenses, before the value of \
         time.",
        words::horizon(subject),
        words::founders(subject),
        subject.currency.code,
    )
}
