//! What people are like when they join: ability to sell and to recruit (model.md §4).

use crate::luck::copula::GaussianCopula;
use crate::luck::gamma::MeanOneGamma;
use crate::luck::lognormal::MeanOneLognormal;
use crate::luck::pareto::MeanOnePareto;
use crate::scenario::types::{Ability, People};

/// The law of an ability that is not the same for all; the mean is 1.
#[derive(Clone, Debug)]
pub(super) enum AbilityLaw {
    Lognormal(MeanOneLognormal),
    Gamma(MeanOneGamma),
    Pareto(MeanOnePareto),
}

impl AbilityLaw {
    /// `None` if everyone has the same.
    pub(super) fn new(ability: Ability) -> Option<AbilityLaw> {
        match ability {
            Ability::Constant => None,
            Ability::Lognormal { sigma } => {
                Some(AbilityLaw::Lognormal(MeanOneLognormal::new(sigma)))
            }
            Ability::Gamma { shape } => Some(AbilityLaw::Gamma(MeanOneGamma::new(shape))),
            Ability::Pareto { alpha } => Some(AbilityLaw::Pareto(MeanOnePareto::new(alpha))),
        }
    }

    /// The ability of a draw.
    #[inline]
    pub(super) fn draw(&self, bits: u64) -> f64 {
        match self {
            AbilityLaw::Lognormal(law) => law.draw(bits),
            AbilityLaw::Gamma(law) => law.draw(bits),
            AbilityLaw::Pareto(law) => law.draw(bits),
        }
    }

    /// Adds the abilities of draws to a column; the law is asked for once, not a draw.
    pub(super) fn extend(&self, column: &mut Vec<f64>, draws: impl Iterator<Item = u64>) {
        match self {
            AbilityLaw::Lognormal(law) => column.extend(draws.map(|bits| law.draw(bits))),
            AbilityLaw::Gamma(law) => column.extend(draws.map(|bits| law.draw(bits))),
            AbilityLaw::Pareto(law) => column.extend(draws.map(|bits| law.draw(bits))),
        }
    }
}

/// How reach hangs on skill; `None` if it does not, so that the draws are those without a
/// correlation. It is tied to the draw of skill, not to the ability that comes of it, so
/// it is the same whether anyone asks for skill or not.
pub(super) fn tie(people: &People) -> Option<GaussianCopula> {
    (people.correlation != 0.0).then(|| GaussianCopula::new(people.correlation))
}
