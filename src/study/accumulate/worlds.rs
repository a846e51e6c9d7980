//! What a reader should know of worlds that the plans do not share (model.md §7).

use crate::study::results::{Subject, Worlds};

/// What the network's figures are of, and why people are not compared one by one where
/// they are not.
pub(super) fn notes(subject: &Subject) -> Vec<String> {
    let Worlds::Own { paired } = subject.worlds else {
        return Vec::new();
    };
    if subject.plans.len() < 2 {
        return Vec::new();
    }
    let baseline = &subject.plans[subject.baseline].name;
    let mut notes = vec![format!(
        "Figures of the network are of the world of the baseline, {baseline}."
    )];
    if !paired {
        notes.push(
            "Not the same people joined under every plan: they are not compared one by one \
             (table winners_losers)."
                .to_owned(),
        );
    }
    notes
}
