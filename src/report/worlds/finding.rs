//! Whether a finding holds from world to world: which of two plans leaves more participants
//! in profit, and how sure that is in each world by itself.

use super::World;
use crate::measure::metric::HEADLINE;
use crate::report::key_figure::{self, Change, IN_PROFIT, MEDIAN_NET};
use crate::study::results::Estimate;

/// What one plan does against the baseline, world by world.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The plan.
    pub plan: String,
    /// The baseline.
    pub baseline: String,
    /// Whether the plan leaves more in profit in the first world that tells the two apart;
    /// `None` if no world does.
    pub more: Option<bool>,
    /// The worlds in their order.
    pub worlds: Vec<InWorld>,
}

/// The finding in one world.
#[derive(Clone, Debug)]
pub struct InWorld {
    /// The world.
    pub world: String,
    /// Shares in profit under the baseline and under the plan.
    pub in_profit: [Estimate; 2],
    /// The paired difference of the two.
    pub difference: Estimate,
    /// Median net under the baseline and under the plan, minor units.
    pub median_net: [Estimate; 2],
    /// How the same people fare.
    pub change: Option<Change>,
    /// Whether the finding holds here.
    pub verdict: Verdict,
}

/// Whether a finding holds in a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The difference has the finding's sign, and its interval lies on that side of zero.
    Holds,
    /// Its interval lies on the other side of zero.
    Reversed,
    /// Its interval has zero in it, or there is none.
    NotToldApart,
}

impl Verdict {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Reversed => "reversed",
            Verdict::NotToldApart => "not told apart",
        }
    }
}

/// What was found of every plan but the baseline. All worlds have the same plans.
///
/// # Panics
///
/// If there is no world.
#[must_use]
pub fn findings(worlds: &[World]) -> Vec<Finding> {
    let subject = &worlds[0].results.subject;
    let baseline = &subject.plans[subject.baseline].name;
    let plans = subject.plans.iter().map(|plan| &plan.name);
    plans
        .filter(|plan| *plan != baseline)
        .map(|plan| finding(worlds, plan, baseline))
        .collect()
}

fn finding(worlds: &[World], plan: &str, baseline: &str) -> Finding {
    let differences: Vec<Estimate> = worlds.iter().map(|world| difference(world, plan)).collect();
    let more = differences.iter().copied().find_map(sign);
    let in_world = |(world, &difference): (&World, &Estimate)| {
        let results = &world.results;
        let both = |figure: key_figure::KeyFigure| {
            [baseline, plan].map(|plan| figure.estimate(results, plan))
        };
        InWorld {
            world: world.name.clone(),
            in_profit: both(IN_PROFIT),
            difference,
            median_net: both(MEDIAN_NET),
            change: key_figure::change(results, plan),
            verdict: match sign(difference) {
                None => Verdict::NotToldApart,
                own if own == more => Verdict::Holds,
                _ => Verdict::Reversed,
            },
        }
    };
    Finding {
        plan: plan.to_owned(),
        baseline: baseline.to_owned(),
        more,
        worlds: worlds.iter().zip(&differences).map(in_world).collect(),
    }
}

fn difference(world: &World, plan: &str) -> Estimate {
    let rows = &world.results.comparison;
    rows.iter()
        .find(|row| row.plan == plan && row.metric == HEADLINE)
        .map(|row| row.difference)
        .unwrap_or_default()
}

/// Whether the difference is above zero or below, if its interval is apart from zero.
fn sign(difference: Estimate) -> Option<bool> {
    let (low, high) = (difference.low?, difference.high?);
    match (low > 0.0, high < 0.0) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

impl Finding {
    /// The finding and in how many worlds it holds, in one or two sentences.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Finding { plan, baseline, .. } = self;
        let Some(more) = self.more else {
            return format!(
                "In no world are the shares in profit under {plan} and {baseline} told apart."
            );
        };
        let count = |verdict| {
            let worlds = self.worlds.iter();
            worlds.filter(|world| world.verdict == verdict).count()
        };
        let all = self.worlds.len();
        let mut text = format!(
            "{} participants are in profit under {plan} than under {baseline}: this holds in {} of \
             {all} worlds",
            if more { "More" } else { "Fewer" },
            count(Verdict::Holds),
        );
        for (verdict, words) in [
            (Verdict::Reversed, "is the other way round in"),
            (Verdict::NotToldApart, "cannot be told in"),
        ] {
            if count(verdict) > 0 {
                text.push_str(&format!(", {words} {}", count(verdict)));
            }
        }
        text.push('.');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::world;

    #[test]
    fn a_world_holds_reverses_or_cannot_tell() {
        let worlds = [
            world("unsure", 2, -0.01, 0.02),
            world("first", 2, -0.04, 0.01),
            world("other", 2, 0.03, 0.01),
            world("again", 2, -0.2, 0.1),
        ];
        let [finding] = &findings(&worlds)[..] else {
            panic!("one plan is compared");
        };
        let verdicts: Vec<Verdict> = finding.worlds.iter().map(|world| world.verdict).collect();
        assert_eq!(
            verdicts,
            [
                Verdict::NotToldApart,
                Verdict::Holds,
                Verdict::Reversed,
                Verdict::Holds
            ]
        );
        assert_eq!(
            finding.sentence(),
            "Fewer participants are in profit under mlm than under referral: this holds in 2 of 4 \
             worlds, is the other way round in 1, cannot be told in 1."
        );
    }

    #[test]
    fn without_intervals_nothing_is_told_apart() {
        let mut only = world("only", 2, 0.5, 0.0);
        for row in &mut only.results.comparison {
            (row.difference.low, row.difference.high) = (None, None);
        }
        let found = findings(&[only]);
        assert_eq!(found[0].more, None);
        assert_eq!(found[0].worlds[0].verdict, Verdict::NotToldApart);
    }
}
