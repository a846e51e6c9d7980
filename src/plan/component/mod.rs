//! One file a component: its parameters with legal ranges, its rule, its theoretical
//! maximum and its tests. Adding one is a file, a line in [`VARIANTS`] and one in
//! `build`.

mod bases;
pub mod charge;
mod company_volume;
pub mod cycle;
pub mod deposit_return;
pub mod differential;
pub mod generation_override;
pub mod join_bonus;
pub mod level_commission;
pub mod matching;
mod maximum;
pub mod milestone;
pub mod named;
#[cfg(test)]
mod observed_case;
pub mod pairing;
pub mod pass_up;
pub mod pool;
pub mod retail_margin;
pub mod sale_commission;
#[cfg(test)]
mod testing;

use std::fmt::Debug;

use crate::books::{Order, Source, Trigger};
use crate::money::{Cents, Currency, Rate};
use crate::scenario::diagnose::{Diagnostic, Severity};
use crate::scenario::key::Variant;
use crate::scenario::suggest::nearest;
use crate::scenario::types::ComponentSettings;

use super::earnings::{Earnings, Parts};
use super::ground::Ground;
use super::levels::Rows;
use super::memory::{Memory, NoMemory};
use super::scale::Scale;
use super::standing::rank::Ranks;
use super::volume::Volumes;
pub(super) use bases::bind;
pub use maximum::{Growth, Maximum};
use named::Named;

/// Every component a plan can be made of.
pub const VARIANTS: &[Variant] = &[
    retail_margin::VARIANT,
    sale_commission::VARIANT,
    level_commission::VARIANT,
    differential::VARIANT,
    generation_override::VARIANT,
    join_bonus::VARIANT,
    pool::VARIANT,
    milestone::VARIANT,
    cycle::VARIANT,
    pass_up::VARIANT,
    pairing::VARIANT,
    matching::VARIANT,
    charge::VARIANT,
    deposit_return::VARIANT,
];

/// When a commission is reckoned in a pay period (plans.md §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Step 4: sale by sale and joiner by joiner.
    PerSale,
    /// Step 8: on the period's aggregated volume.
    Volume,
    /// Step 10: on what other components earned, after individual caps.
    Matching,
    /// Step 12: pools and milestones.
    Last,
}

/// Volume that rises while pay does not, or falls: one kind of it in one component, for
/// `check` to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatSpots {
    /// The key it is in.
    pub key: &'static str,
    /// What is wrong, as a clause that goes on after the component's name.
    pub what: &'static str,
    /// Where, each in a few words, from the lowest volume up.
    pub places: Vec<String>,
    /// The way out.
    pub help: &'static str,
}

impl FlatSpots {
    /// Steps of a scale that change nothing, if it has any.
    fn idle_steps(key: &'static str, scale: &Scale) -> Option<FlatSpots> {
        let places = scale.idle_steps();
        (!places.is_empty()).then_some(FlatSpots {
            key,
            what: "has steps that change nothing",
            places,
            help: "leave them out, or let the rate rise",
        })
    }
}

/// A component that pays a commission.
pub trait Commission: Debug + Send + Sync {
    /// When it is reckoned.
    fn stage(&self) -> Stage;

    /// Decimals its rates need; exact amounts of the plan have the most of any.
    fn decimals(&self) -> u32;

    /// Writes what every member earns on the ground of one period, in minor units over
    /// `10^decimals`. `None` if an amount leaves 64 bits.
    #[must_use]
    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()>;

    /// A fresh state to carry from period to period.
    fn memory(&self) -> Box<dyn Memory> {
        Box::new(NoMemory)
    }

    /// What the rule pays on `volume` of one `source` alone, where it is paid on each unit
    /// of volume by itself: a refund in a later period takes back exactly this. To be asked
    /// in the period and after `earn`, with the same `memory`. `false` if
    /// the rule knows no such thing (pairing, pools, boards).
    fn on_volume(
        &self,
        _ground: &Ground,
        _memory: &mut dyn Memory,
        _source: usize,
        _volume: Parts,
        _earnings: &mut Earnings,
    ) -> Option<bool> {
        Some(false)
    }

    /// What the rule has just paid on one `order` of the period: a refund in a later period
    /// takes back exactly this, at the rate then paid. A rule that remembers its orders
    /// knows; for the others it is what they pay on the order's volume.
    fn on_order(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        order: &Order,
        earnings: &mut Earnings,
    ) -> Option<bool> {
        let mut volume = [0; 3];
        volume[order.source() as usize] = order.commissionable;
        self.on_volume(ground, memory, order.participant as usize, volume, earnings)
    }

    /// What is left in a binary member's legs for the next period, minor units; `None` for
    /// other components.
    fn carry(&self, _memory: &mut dyn Memory, _member: usize) -> Option<[i64; 2]> {
        None
    }

    /// What it names that other parts of the plan must have.
    fn named(&self) -> Named<'_> {
        Named::default()
    }

    /// Ids of the components whose earnings this one is a share of.
    fn depends_on(&self) -> &[String] {
        &[]
    }

    /// Learns where in the plan the components stand that it [depends
    /// on](Commission::depends_on), in their order, and how many decimals they need.
    fn bind(&mut self, _bases: &[Base]) {}

    /// Whether the world must keep its orders one by one for it.
    fn needs_orders(&self) -> bool {
        false
    }

    /// Whether it reads [`Ground::depth`].
    fn reads_depth(&self) -> bool {
        false
    }

    /// Whether other components see less volume than was ordered.
    fn reduces_volume(&self) -> bool {
        false
    }

    /// Adds to `reduced` the volume of each member's own purchases that all other
    /// components do not see (plans.md §4 step 3). `days` are those of a period.
    fn reduce_volume(&self, _volumes: &Volumes, _days: u32, _reduced: &mut [i64]) {}

    /// Whether there may be any of those [`fees`](Commission::fees).
    fn charges_fees(&self) -> bool {
        false
    }

    /// What members paid the company in this period under the rule itself, such as for a
    /// place on a board: member and minor units. Asked after `earn`.
    fn fees<'m>(&self, _memory: &'m mut dyn Memory) -> &'m [(u32, i64)] {
        &[]
    }

    /// Whether the rule looks at activity itself, so that what it pays an inactive member
    /// is his.
    fn pays_the_inactive(&self) -> bool {
        false
    }

    /// What triggers a payment funded by `source`.
    fn trigger(&self, source: Source) -> Trigger;

    /// The most it can pay.
    fn maximum(&self) -> Maximum;

    /// The most it pays one member in a period, where it has a cap of its own.
    fn most_to_one(&self) -> Option<Cents> {
        None
    }

    /// Where volume rises and pay does not, beyond what every plan has: amounts are
    /// written in `currency`.
    fn flat_spots(&self, _currency: &Currency) -> Vec<FlatSpots> {
        Vec::new()
    }

    /// Whether it pays on the people one recruits.
    fn pays_on_recruits(&self) -> bool;

    /// Bytes it takes of each member at most, beside what he earns.
    fn bytes_a_member(&self) -> u64 {
        40
    }

    /// How many levels it pays.
    fn levels(&self) -> usize {
        1
    }

    /// Drops the deepest level, where there is more than one.
    fn drop_deepest_level(&mut self) {}
}

/// A component whose earnings another one is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// Its place among the commissions of the plan.
    pub index: usize,
    /// Decimals its own amounts need.
    pub decimals: u32,
}

/// A component ready for its place in the plan.
pub(super) enum Built {
    Margin(retail_margin::RetailMargin),
    Charge(charge::Charge),
    Commission(Box<dyn Commission>),
}

/// Compiles a component from its settings. `ranks` is the plan's ladder, `scale` the
/// currency's minor units in one.
///
/// # Errors
///
/// Parameters that contradict each other.
pub(super) fn build(
    settings: &ComponentSettings,
    plan: &str,
    ranks: &Ranks,
    scale: i64,
) -> Result<Built, Box<Diagnostic>> {
    Ok(match settings.kind {
        "retail_margin" => Built::Margin(retail_margin::RetailMargin::new(settings, plan, ranks)?),
        "sale_commission" => Built::Commission(Box::new(sale_commission::SaleCommission::new(
            settings, plan, ranks, scale,
        )?)),
        "level_commission" => Built::Commission(Box::new(level_commission::LevelCommission::new(
            settings, plan,
        )?)),
        "join_bonus" => Built::Commission(Box::new(join_bonus::JoinBonus::new(settings, plan)?)),
        "differential" => {
            Built::Commission(Box::new(differential::Differential::new(settings, plan)?))
        }
        "pairing" => Built::Commission(Box::new(pairing::Pairing::new(settings, plan, scale)?)),
        "matching" => Built::Commission(Box::new(matching::Matching::new(settings, plan)?)),
        "generation_override" => Built::Commission(Box::new(
            generation_override::GenerationOverride::new(settings, plan)?,
        )),
        "pool" => Built::Commission(Box::new(pool::Pool::new(settings, plan)?)),
        "milestone" => Built::Commission(Box::new(milestone::Milestone::new(settings, plan)?)),
        "deposit_return" => Built::Commission(Box::new(deposit_return::DepositReturn::new(
            settings, plan,
        )?)),
        "charge" => Built::Charge(charge::Charge::new(settings, plan)?),
        "cycle" => Built::Commission(Box::new(cycle::Cycle::new(settings, plan)?)),
        "pass_up" => Built::Commission(Box::new(pass_up::PassUp::new(settings, plan)?)),
        other => unreachable!("`{other}` is in VARIANTS but is not built"),
    })
}

/// A fault of one key of a component.
pub(super) fn fault(
    settings: &ComponentSettings,
    plan: &str,
    code: &'static str,
    key: &str,
    message: String,
    help: String,
) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        code,
        key: format!("plans.{plan}.component.{}.{key}", settings.id),
        message,
        label: String::new(),
        help: Some(help),
        origin: settings.settings.origin_of(key).clone(),
    }
}

/// The fault of a name that is no rank of the plan's ladder.
fn unknown_rank(
    settings: &ComponentSettings,
    plan: &str,
    key: &str,
    name: &str,
    ranks: &Ranks,
) -> Box<Diagnostic> {
    let help = match (
        nearest(name, ranks.names().iter().map(String::as_str)),
        ranks.names(),
    ) {
        (Some(near), _) => format!("did you mean {near:?}?"),
        (None, []) => "the plan has no `[ranks]`: give it a ladder".to_owned(),
        (None, names) => format!("the ladder has {}", names.join(", ")),
    };
    Box::new(fault(
        settings,
        plan,
        "P142",
        key,
        format!("`{name}` is no rank of plan `{plan}`"),
        help,
    ))
}

/// The sum of rates as one rate.
pub(super) fn sum(rates: &[Rate]) -> Rate {
    rates.iter().fold(Rate::ZERO, |sum, &rate| sum.plus(rate))
}

/// The most any of the rows gives at each level.
pub(super) fn most_of_any<'a>(rows: impl Iterator<Item = &'a Vec<Rate>>) -> Vec<Rate> {
    let mut most: Vec<Rate> = Vec::new();
    for row in rows {
        most.resize(most.len().max(row.len()), Rate::ZERO);
        for (most, &rate) in most.iter_mut().zip(row) {
            if rate.to_decimal() > most.to_decimal() {
                *most = rate;
            }
        }
    }
    most
}
