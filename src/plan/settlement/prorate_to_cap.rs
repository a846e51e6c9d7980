//! `prorate_to_cap` (plans.md T1, §4 step 11): the company pays at most a share of its
//! commissionable volume on the flagged components, all cut by the same factor.

use crate::money::Rate;
use crate::plan::earnings::Earnings;
use crate::scenario::key::{Default, Key, Kind, Variant};

use super::factor::Factor;
use super::steps::{COMPONENTS, Step};

pub(super) const VARIANT: Variant = Variant {
    name: "prorate_to_cap",
    meaning: "The company pays at most this share of the period's commissionable volume on these components: all are cut by the same factor, never above 1.",
    keys: &[
        Key {
            name: "cap_rate",
            kind: Kind::Share,
            default: Default::Required,
            unit: "share of commissionable volume",
            meaning: "The most these components pay together.",
        },
        Key {
            name: "base_amount",
            kind: Kind::Amount,
            default: Default::Absent("the company's commissionable volume of the period"),
            unit: "",
            meaning: "A stated volume that the cap is a share of.",
        },
        COMPONENTS,
    ],
};

/// A cap over several components.
#[derive(Clone, Debug)]
pub(in crate::plan) struct ProrateToCap {
    pub(in crate::plan) cap_rate: Rate,
    /// Minor units; the company's volume if `None`.
    pub(in crate::plan) base: Option<i64>,
    /// Which components are under it.
    pub(in crate::plan) under: Vec<bool>,
    /// Whether it is the scenario's payout budget.
    pub(in crate::plan) is_budget: bool,
}

impl ProrateToCap {
    pub(super) fn new(step: &Step, under: Vec<bool>) -> ProrateToCap {
        ProrateToCap {
            cap_rate: step.settings.share("cap_rate"),
            base: step
                .settings
                .optional_amount("base_amount")
                .map(|base| base.0),
            under,
            is_budget: false,
        }
    }

    /// The same over all components: the scenario's payout budget (rulings.md 14).
    pub(super) fn over_all(cap_rate: Rate, components: usize) -> ProrateToCap {
        ProrateToCap {
            cap_rate,
            base: None,
            under: vec![true; components],
            is_budget: true,
        }
    }

    /// Cuts the factors of the components under the cap; the cut itself is returned.
    /// `volume` is the company's, exact amounts stand over `denominator`. `None` if an
    /// amount leaves 128 bits.
    pub(super) fn cut(
        &self,
        volume: i64,
        denominator: i64,
        earnings: &[Earnings],
        factors: &mut [Factor],
    ) -> Option<Factor> {
        // Both sides over `denominator` × the rate's own denominator.
        let mut wanted = 0_i128;
        for ((earnings, factor), _) in self.flagged(earnings.iter().zip(&*factors)) {
            let payable = earnings.payable();
            wanted += payable - factor.taken_from(payable);
        }
        let wanted = wanted.checked_mul(i128::from(self.cap_rate.denominator()))?;
        let rate = self.cap_rate.numerator_over(self.cap_rate.decimals());
        let available = i128::from(rate)
            .checked_mul(i128::from(self.base.unwrap_or(volume)))?
            .checked_mul(i128::from(denominator))?;
        let cut = Factor::fitting(available, wanted);
        if cut != Factor::NONE {
            for (factor, _) in self.flagged(factors.iter_mut()) {
                *factor = factor.and(cut);
            }
        }
        Some(cut)
    }

    fn flagged<T>(&self, items: impl Iterator<Item = T>) -> impl Iterator<Item = (T, &bool)> {
        items.zip(&self.under).filter(|(_, under)| **under)
    }
}
