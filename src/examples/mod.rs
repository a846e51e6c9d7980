//! Worked examples: small plans on small networks with the payments worked out by hand.
//! They are translated into a plan file, a network and orders, and paid by the same
//! engine as everything else; no rule is written a second time here.

mod case;
mod compare;
mod language;
mod people;
mod translate;

pub use compare::{Difference, Verdict, verify};

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;

/// What the engine paid on an example, by person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What each person is paid, in currency units.
    pub amounts: BTreeMap<String, Decimal>,
    /// What is left in each person's legs.
    pub carry: BTreeMap<String, [Decimal; 2]>,
    /// Each person's payments period by period.
    pub by_period: BTreeMap<String, Vec<Decimal>>,
    /// Placement parents: `A`, or `A:L` in a binary tree.
    pub placement: BTreeMap<String, String>,
    /// What nobody was paid although an upline exists, or a cap or pool kept back.
    pub breakage: Decimal,
    /// The factor of the company's cap in the last period.
    pub factor: Decimal,
    /// Ranks in the last period.
    pub rank: BTreeMap<String, String>,
    /// Who is active in the last period.
    pub active: BTreeMap<String, bool>,
}

impl Outcome {
    /// Adds what another part of the same example paid.
    fn add(&mut self, part: Outcome) {
        for (id, amount) in part.amounts {
            *self.amounts.entry(id).or_default() += amount;
        }
        for (id, periods) in part.by_period {
            let sums = self.by_period.entry(id).or_default();
            sums.resize(sums.len().max(periods.len()), Decimal::ZERO);
            for (sum, amount) in sums.iter_mut().zip(periods) {
                *sum += amount;
            }
        }
        self.breakage += part.breakage;
        self.carry.extend(part.carry);
        self.placement.extend(part.placement);
        self.rank.extend(part.rank);
        self.active.extend(part.active);
    }
}

/// Why an example cannot be paid: it is not in the format, or asks for something no plan
/// file can say.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unsupported(pub String);

impl Unsupported {
    fn new(why: impl Into<String>) -> Unsupported {
        Unsupported(why.into())
    }
}

/// Pays an example.
///
/// # Errors
///
/// [`Unsupported`], with the reason.
pub fn work(example: &Value) -> Result<Outcome, Unsupported> {
    let component = example["component"]
        .as_str()
        .ok_or_else(|| Unsupported::new("the example has no `component`"))?;
    translate::work(component, example)
}
