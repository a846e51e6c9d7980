//! `participants.csv` and `participant_payments.csv`: what every member of every
//! replication earned, written as the replications finish (rulings.md 34).
//!
//! Members are numbered from 1 in joining order, or called by the ids of a network file. `costs` is what `net` was reckoned
//! with: it has the use value taken off, which `use_value` shows apart. Payments of
//! nothing have no row.

use crate::money::Currency;
use crate::network::NO_SPONSOR;
use crate::plan::Plan;
use crate::plan::accounts::Accounts;
use crate::scenario::types::Scenario;
use crate::study::run::ReplicationView;

use super::decimal;

/// The header of `participants.csv`.
pub const PARTICIPANTS_HEADER: &str = "replication,plan,id,sponsor,founder,joined_period,depth,recruits,downline,gross,costs,use_value,net\n";

/// The header of `participant_payments.csv`.
pub const PAYMENTS_HEADER: &str = "replication,plan,id,component,amount\n";

/// Writes the rows of the two files for one scenario and its plans.
#[derive(Debug)]
pub struct ParticipantFiles<'a> {
    currency: Currency,
    /// Ids as a network file gives them; empty where members are numbered.
    ids: &'a [String],
    plans: Vec<PlanNames>,
}

/// The names of a plan and of what it pays.
#[derive(Debug)]
struct PlanNames {
    plan: String,
    margin: Option<String>,
    components: Vec<String>,
}

/// The rows of one replication.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Of `participants.csv`.
    pub participants: String,
    /// Of `participant_payments.csv`.
    pub payments: String,
}

impl<'a> ParticipantFiles<'a> {
    /// The writer for a scenario's plans.
    #[must_use]
    pub fn new(scenario: &Scenario, plans: &[Plan]) -> ParticipantFiles<'a> {
        ParticipantFiles {
            currency: scenario.currency.clone(),
            ids: &[],
            plans: plans
                .iter()
                .map(|plan| PlanNames {
                    plan: plan.name().to_owned(),
                    margin: plan.margin_id().map(str::to_owned),
                    components: plan.component_ids().map(str::to_owned).collect(),
                })
                .collect(),
        }
    }

    /// The same with members called by their ids.
    #[must_use]
    pub fn with_ids(self, ids: &'a [String]) -> ParticipantFiles<'a> {
        ParticipantFiles { ids, ..self }
    }

    /// The rows of one replication: plan by plan, member by member.
    #[must_use]
    pub fn rows(&self, view: &ReplicationView) -> Rows {
        let mut rows = Rows::default();
        for (plan, (names, accounts)) in self.plans.iter().zip(view.accounts).enumerate() {
            for member in 0..accounts.net.len() {
                self.participant(&mut rows.participants, view, plan, accounts, member);
                self.payments(&mut rows.payments, view, names, accounts, member);
            }
        }
        rows
    }

    fn participant(
        &self,
        out: &mut String,
        view: &ReplicationView,
        plan: usize,
        accounts: &Accounts,
        member: usize,
    ) {
        let world = view.world_of(plan);
        self.start(out, view.replication, &self.plans[plan].plan, member);
        if world.sponsor[member] != NO_SPONSOR {
            self.id(out, world.sponsor[member] as usize);
        }
        out.push_str(if member < world.founders {
            ",true,"
        } else {
            ",false,"
        });
        for number in [
            u32::from(world.joined[member]),
            world.depth[member],
            world.recruits[member],
            world.downline[member],
        ] {
            count(out, u64::from(number));
            out.push(',');
        }
        let margin = accounts.margin.get(member).copied().unwrap_or(0);
        let use_value = accounts.use_value.get(member).copied().unwrap_or(0);
        for amount in [
            accounts.commissions[member] + margin,
            accounts.costs[member],
            use_value,
        ] {
            self.money(out, amount);
            out.push(',');
        }
        self.money(out, accounts.net[member]);
        out.push('\n');
    }

    fn payments(
        &self,
        out: &mut String,
        view: &ReplicationView,
        names: &PlanNames,
        accounts: &Accounts,
        member: usize,
    ) {
        let margin = names
            .margin
            .iter()
            .map(|id| (id.as_str(), accounts.margin.get(member).copied()));
        let commissions = names
            .components
            .iter()
            .zip(&accounts.by_component)
            .map(|(id, column)| (id.as_str(), column.get(member).copied()));
        for (component, amount) in margin.chain(commissions) {
            let amount = amount.unwrap_or(0);
            if amount != 0 {
                self.start(out, view.replication, &names.plan, member);
                out.push_str(component);
                out.push(',');
                self.money(out, amount);
                out.push('\n');
            }
        }
    }

    fn start(&self, out: &mut String, replication: u32, plan: &str, member: usize) {
        count(out, u64::from(replication));
        out.push(',');
        out.push_str(plan);
        out.push(',');
        self.id(out, member);
        out.push(',');
    }

    fn id(&self, out: &mut String, member: usize) {
        match self.ids.get(member) {
            Some(id) => field(out, id),
            None => count(out, member as u64 + 1),
        }
    }

    fn money(&self, out: &mut String, minor: i64) {
        decimal::push(out, i128::from(minor), self.currency.digits);
    }
}

/// A text as a field, quoted where it must be.
pub(super) fn field(out: &mut String, text: &str) {
    if !text.contains([',', '"', '\n', '\r']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

fn count(out: &mut String, number: u64) {
    decimal::push(out, i128::from(number), 0);
}
