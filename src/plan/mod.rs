//! Paying: components, the pay-period pipeline, settlement (plans.md).
//!
//! A plan sees a period's frozen books and writes into its own accounts. It knows
//! neither luck nor time beyond its own carried state, so one network is paid under any
//! number of plans, and none of them changes another.

pub mod accounts;
pub mod advice;
pub mod breakaway;
pub mod by_rank;
pub mod charges;
pub mod component;
pub mod compression;
pub mod earnings;
pub mod ground;
mod language;
pub mod levels;
pub mod memory;
pub mod most;
mod pipeline;
pub mod placement;
mod range;
pub mod rounding;
pub mod scale;
pub mod settlement;
mod sharing;
pub mod standing;
pub mod statement;
pub mod structure;
pub mod volume;

pub use language::LANGUAGE;

use crate::columns::Cores;
use crate::scenario::diagnose::{Diagnostic, Diagnostics};
use crate::scenario::types::{PlanSettings, Scenario};

use charges::Charges;
use component::retail_margin::RetailMargin;
use component::{Built, Commission, Stage};
use earnings::Earnings;
use levels::Rows;
use placement::PlacementRule;
use rounding::Rounding;
use settlement::{Commissioned, Factor, Settlement};
use standing::StandingRules;
use standing::rank::Ranks;
use structure::Removal;
use volume::PointScale;

/// A payout plan, compiled from its settings.
#[derive(Debug)]
pub struct Plan {
    name: String,
    margin: Option<PlanMargin>,
    charges: Charges,
    components: Vec<PlanComponent>,
    decimals: u32,
    rounding: Rounding,
    points: PointScale,
    standing: StandingRules,
    placement: Option<PlacementRule>,
    removal: Option<Removal>,
    /// Days in a pay period.
    days: u32,
    settlement: Settlement,
    notes: Vec<String>,
}

/// The retail margin with its name in the plan.
#[derive(Debug)]
struct PlanMargin {
    id: String,
    rule: RetailMargin,
}

/// A commission with its name in the plan.
#[derive(Debug)]
struct PlanComponent {
    id: String,
    rule: Box<dyn Commission>,
    requires_active: bool,
}

/// What one thread pays with, reused for every plan and period.
#[derive(Debug, Default)]
pub struct Desk {
    earnings: Vec<Earnings>,
    /// Scratch rows: one after another, components use the first.
    rows: Vec<Rows>,
    /// Whether the components of a stage are reckoned on several cores at once.
    side_by_side: bool,
    /// Those that share a column.
    cores: Cores,
    /// What company caps leave of each component.
    factors: Vec<Factor>,
    /// What cheques are rounded to, a column a component.
    cheques: Vec<Vec<i64>>,
    /// What a single sale earns, while it is remembered for a later refund.
    on_sale: Earnings,
    reduced: Vec<i64>,
    /// Whose lines are written down, if anybody's.
    watched: Option<u32>,
}

impl Desk {
    /// A desk for one large network alone: the components of a stage are reckoned on
    /// several cores at once. Changes no result.
    #[must_use]
    pub fn side_by_side() -> Desk {
        Desk {
            side_by_side: true,
            ..Desk::of(Cores::All)
        }
    }

    /// A desk at which these cores share every column.
    #[must_use]
    pub fn of(cores: Cores) -> Desk {
        Desk {
            cores,
            ..Desk::default()
        }
    }

    /// Gives its memory back.
    pub fn give_back(&mut self) {
        *self = Desk {
            side_by_side: self.side_by_side,
            cores: self.cores,
            watched: self.watched,
            ..Desk::default()
        };
    }

    fn open(&mut self, components: usize) {
        let columns = components.max(self.earnings.len());
        self.earnings.resize_with(columns, Default::default);
        self.rows.resize_with(columns.max(1), Default::default);
    }
}

/// A plan that cannot be paid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A volume times a rate leaves 64 bits.
    #[error(
        "plan `{plan}`, component `{component}`: amounts of period {period} are too large \
         to be kept exactly; use rates with fewer decimals, lower prices or fewer people"
    )]
    TooLarge {
        /// The plan.
        plan: String,
        /// The component.
        component: String,
        /// The period.
        period: u32,
    },
    /// More is bought, charged or promised than sums of 64 bits hold.
    #[error(
        "plan `{plan}`: what is bought, charged and promised up to period {period} is more than \
         can be kept exactly; use lower amounts, fewer units, fewer people or fewer \
         `horizon.periods`"
    )]
    OutOfRange {
        /// The plan.
        plan: String,
        /// The period in which it is passed.
        period: u32,
    },
}

impl Plan {
    /// Compiles plan number `index` of a scenario.
    ///
    /// # Errors
    ///
    /// Every fault of the plan that reading it key by key could not see: parameters that
    /// contradict each other, and a plan that cannot keep to the payout budget under the
    /// rules `reject` and `fewer_levels` (rulings.md 14).
    pub fn build(scenario: &Scenario, index: usize) -> Result<Plan, Diagnostics> {
        let settings = &scenario.plans[index];
        let mut faults = Vec::new();
        let mut plan = Plan {
            name: settings.name.clone(),
            margin: None,
            charges: Charges::new(&scenario.costs, &scenario.product),
            components: Vec::new(),
            decimals: 0,
            rounding: Rounding::new(&settings.settings),
            points: PointScale::new(&settings.settings, scenario.currency.scale()),
            standing: StandingRules::new(&settings.settings, &settings.name, &mut faults),
            placement: PlacementRule::new(&settings.settings, &settings.name, &mut faults),
            removal: Removal::new(&settings.settings),
            days: scenario.horizon.unit.days(),
            settlement: Settlement::default(),
            notes: Vec::new(),
        };
        let mut schedules = Vec::new();
        for component in &settings.components {
            match component::build(
                component,
                &settings.name,
                &plan.standing.ranks,
                scenario.currency.scale(),
            ) {
                Ok(Built::Margin(rule)) if plan.margin.is_none() => {
                    plan.margin = Some(PlanMargin {
                        id: component.id.clone(),
                        rule,
                    });
                }
                Ok(Built::Margin(_)) => faults.push(component::fault(
                    component,
                    &settings.name,
                    "P002",
                    "type",
                    "a plan has one retail margin".to_owned(),
                    "remove the second `retail_margin`".to_owned(),
                )),
                Ok(Built::Charge(charge)) => charge.apply(&mut plan.charges, &scenario.product),
                Ok(Built::Commission(rule)) => {
                    faults.extend(rule.named().faults(
                        component,
                        &settings.name,
                        &plan.standing.ranks,
                        plan.placement.as_ref(),
                    ));
                    schedules.push(component.settings.optional_text("pay_schedule"));
                    plan.components.push(PlanComponent {
                        id: component.id.clone(),
                        rule,
                        requires_active: component.settings.flag("requires_active"),
                    });
                }
                Err(fault) => faults.push(*fault),
            }
        }
        if faults.is_empty() {
            let is_cut_later = settings
                .settlements
                .iter()
                .any(|step| step.kind == "prorate_to_cap")
                || scenario.company.payout_budget.is_some();
            let bound = component::bind(&mut plan.components, settings, is_cut_later);
            faults.extend(bound.err().into_iter().flatten());
        }
        if faults.is_empty() {
            match plan.compile_settlement(settings, &schedules) {
                Ok(settlement) => plan.settlement = settlement,
                Err(found) => faults = found,
            }
        }
        if faults.is_empty() {
            faults.extend(
                settlement::fit_to_budget(&mut plan, settings, &scenario.company)
                    .err()
                    .map(|fault| *fault),
            );
        }
        if !faults.is_empty() {
            return Err(Diagnostics(faults));
        }
        let decimals = plan
            .components
            .iter()
            .map(|component| component.rule.decimals())
            .max()
            .unwrap_or(0);
        plan.decimals = plan.settlement.decimals(decimals);
        Ok(plan)
    }

    fn compile_settlement(
        &self,
        settings: &PlanSettings,
        schedules: &[Option<String>],
    ) -> Result<Settlement, Vec<Diagnostic>> {
        let commissions: Vec<Commissioned> = self
            .components
            .iter()
            .zip(schedules)
            .map(|(component, schedule)| Commissioned {
                id: &component.id,
                schedule: schedule.as_deref(),
                on_volume: component.rule.stage() == Stage::Volume,
            })
            .collect();
        Settlement::new(settings, &commissions, self.margin_id(), self.ranks())
    }

    /// Compiles every plan of a scenario.
    ///
    /// # Errors
    ///
    /// The faults of all plans together.
    pub fn build_all(scenario: &Scenario) -> Result<Vec<Plan>, Diagnostics> {
        let mut plans = Vec::new();
        let mut faults: Vec<Diagnostic> = Vec::new();
        for index in 0..scenario.plans.len() {
            match Plan::build(scenario, index) {
                Ok(plan) => plans.push(plan),
                Err(diagnostics) => faults.extend(diagnostics.0),
            }
        }
        if faults.is_empty() {
            Ok(plans)
        } else {
            Err(Diagnostics(faults))
        }
    }

    /// The plan's name, as in every file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is left in a member's legs, in currency units or, where pairs are counted,
    /// in people; `None` if the plan has no pairing.
    #[must_use]
    pub fn carry(&self, accounts: &mut accounts::Accounts, member: usize) -> Option<[i64; 2]> {
        self.components
            .iter()
            .zip(&mut accounts.memories)
            .find_map(|(component, memory)| component.rule.carry(memory.as_mut(), member))
    }

    /// Whether people are placed in a binary tree.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        self.placement
            .as_ref()
            .is_some_and(PlacementRule::is_binary)
    }

    /// The plan's ladder of ranks.
    #[must_use]
    pub fn ranks(&self) -> &Ranks {
        &self.standing.ranks
    }

    /// Whether the world must keep its orders one by one.
    #[must_use]
    pub fn needs_orders(&self) -> bool {
        self.components
            .iter()
            .any(|component| component.rule.needs_orders())
    }

    /// Whether it is paid on how far members are from their founder.
    #[must_use]
    pub fn reads_depth(&self) -> bool {
        self.components
            .iter()
            .any(|component| component.rule.reads_depth())
    }

    /// Bytes a member takes under it in a period at most, single orders left out; with what each
    /// component paid him if that is kept.
    #[must_use]
    pub fn bytes_a_member(&self, by_component: bool) -> u64 {
        let kept = if by_component { 16 } else { 8 };
        let components = self.components.iter();
        let components: u64 = components.map(|own| kept + own.rule.bytes_a_member()).sum();
        let ranks = !self.standing.ranks.is_empty() || self.standing.activity.is_some();
        let others = [
            // Costs, net, and net in 32 bits.
            (self.may_charge(), 20),
            // Margin in both widths, and gross.
            (self.margin.is_some(), 20),
            (self.placement.is_some(), 32),
            (self.removal.is_some(), 16),
            (ranks, 32),
            (self.settlement.keeps_ledger(), 16),
        ];
        let others: u64 = others
            .iter()
            .filter(|(is_there, _)| *is_there)
            .map(|(_, bytes)| bytes)
            .sum();
        // Commissions in both widths.
        12 + components + others
    }

    /// How many levels its deepest component pays.
    #[must_use]
    pub fn levels(&self) -> usize {
        let levels = self
            .components
            .iter()
            .map(|component| component.rule.levels());
        levels.max().unwrap_or(0)
    }

    /// The ids of the components that pay commissions, in the order of the plan.
    pub fn component_ids(&self) -> impl Iterator<Item = &str> {
        self.components
            .iter()
            .map(|component| component.id.as_str())
    }

    fn memories(&self) -> Vec<Box<dyn memory::Memory>> {
        self.components
            .iter()
            .map(|component| component.rule.memory())
            .collect()
    }

    /// What all exact amounts of the plan stand over.
    #[must_use]
    pub fn denominator(&self) -> i64 {
        10_i64.pow(self.decimals)
    }

    /// What taking part costs under the plan.
    #[must_use]
    pub fn charges(&self) -> &Charges {
        &self.charges
    }

    /// The id of the retail margin, if the plan has one.
    #[must_use]
    pub fn margin_id(&self) -> Option<&str> {
        self.margin.as_ref().map(|margin| margin.id.as_str())
    }

    /// What a reader of the plan's results should know of how it was paid.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether the plan itself may charge anyone anything.
    pub(in crate::plan) fn may_charge(&self) -> bool {
        !self.charges.are_none()
            || self.settlement.keeps_ledger()
            || self
                .components
                .iter()
                .any(|component| component.rule.charges_fees())
    }

    /// Whether participants keep a retail margin.
    #[must_use]
    pub fn pays_margin(&self) -> bool {
        self.margin.is_some()
    }

    /// Whether anything is paid on the people one recruits, so that time spent on
    /// recruiting belongs to the plan (rulings.md 1).
    #[must_use]
    pub fn pays_on_recruits(&self) -> bool {
        self.components
            .iter()
            .any(|component| component.rule.pays_on_recruits())
    }
}

#[cfg(test)]
mod tests;
