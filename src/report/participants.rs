//! `participants` and `participant_payments`: what every member of every replication
//! earned, written as the replications finish (rulings.md 34).
//!
//! Members are numbered from 1 in joining order, or called by the ids of a network file.
//! `costs` is what `net` was reckoned with: it has the use value taken off, which `use_value`
//! shows apart. Payments of nothing have no row.

use std::io;
use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::column::{Column, Repeats, of_members};
use super::folder::Folder;
use super::format::Format;
use super::table::Cell;
use super::table_file::{Layout, Rows, TableFile};
use crate::columns::Cores;
use crate::network::NO_SPONSOR;
use crate::plan::Plan;
use crate::plan::accounts::Accounts;
use crate::scenario::types::Scenario;
use crate::study::run::ReplicationView;

/// Members whose rows are gathered before they are handed on.
const MEMBERS_A_PIECE: usize = 1 << 14;

/// Makes the rows of the two tables for one scenario and its plans.
#[derive(Debug)]
pub struct Participants<'a> {
    participants: Layout<'static>,
    payments: Layout<'static>,
    /// Ids as a network file gives them; empty where members are numbered.
    ids: &'a [String],
    plans: Vec<PlanNames>,
    cores: Cores,
}

/// The names of a plan and of what it pays.
#[derive(Debug)]
struct PlanNames {
    plan: String,
    margin: Option<String>,
    components: Vec<String>,
}

/// Rows of both tables.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ParticipantRows {
    participants: Rows,
    payments: Rows,
}

/// The two files, open for more rows.
#[derive(Debug)]
pub struct ParticipantFiles {
    participants: TableFile,
    payments: TableFile,
}

impl<'a> Participants<'a> {
    /// The tables of a scenario's plans. `ids` are what a network file calls its members, or
    /// nothing.
    #[must_use]
    pub fn new(
        scenario: &Scenario,
        plans: &[Plan],
        ids: &'a [String],
        format: Format,
    ) -> Participants<'a> {
        let [participants, payments] = layouts(ids, scenario.currency.digits, format);
        Participants {
            participants,
            payments,
            ids,
            cores: Cores::of(scenario.replications),
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

    /// The rows of one replication, in pieces.
    #[must_use]
    pub fn rows_of(&self, view: &ReplicationView) -> Vec<ParticipantRows> {
        let mut pieces = Vec::new();
        // To gather them cannot fail.
        let _ = self.pieces(view, |rows| {
            pieces.push(rows);
            Ok(())
        });
        pieces
    }

    /// Hands on the rows of one replication, plan by plan, member by member, in pieces: a
    /// replication may have millions.
    ///
    /// # Errors
    ///
    /// The first of `hand_on`.
    pub fn pieces(
        &self,
        view: &ReplicationView,
        mut hand_on: impl FnMut(ParticipantRows) -> io::Result<()>,
    ) -> io::Result<()> {
        let total: usize = view.accounts.iter().map(|own| own.net().len()).sum();
        let piece = |number: usize| {
            let first = number * MEMBERS_A_PIECE;
            self.piece(view, first..total.min(first + MEMBERS_A_PIECE))
        };
        let pieces = total / MEMBERS_A_PIECE + 1;
        if self.cores == Cores::One {
            return (0..pieces).try_for_each(|number| hand_on(piece(number)));
        }
        // One history has the threads to itself: pieces are made side by side.
        let at_once = 2 * rayon::current_num_threads();
        for first in (0..pieces).step_by(at_once) {
            let numbers = first..pieces.min(first + at_once);
            let made: Vec<ParticipantRows> = numbers.into_par_iter().map(piece).collect();
            made.into_iter().try_for_each(&mut hand_on)?;
        }
        Ok(())
    }

    /// The rows of a stretch of all members, those of one plan after another's.
    fn piece(&self, view: &ReplicationView, stretch: Range<usize>) -> ParticipantRows {
        let mut rows = self.rows();
        let mut before = 0;
        for (plan, (names, accounts)) in self.plans.iter().zip(view.accounts).enumerate() {
            let members = accounts.net().len();
            let from = stretch.start.saturating_sub(before).min(members);
            let to = stretch.end.saturating_sub(before).min(members);
            for member in from..to {
                self.participant(&mut rows.participants, view, plan, accounts, member);
                self.payments(&mut rows.payments, view, names, accounts, member);
            }
            before += members;
        }
        rows
    }

    fn rows(&self) -> ParticipantRows {
        ParticipantRows {
            participants: self.participants.rows(),
            payments: self.payments.rows(),
        }
    }

    fn participant(
        &self,
        rows: &mut Rows,
        view: &ReplicationView,
        plan: usize,
        accounts: &Accounts,
        member: usize,
    ) {
        let world = view.world_of(plan);
        let sponsor = world.sponsor[member];
        let sponsor = (sponsor != NO_SPONSOR).then(|| self.id(sponsor as usize));
        let margin = accounts.margin.get(member).copied().unwrap_or(0);
        let costs = accounts.costs.get(member).copied().unwrap_or(0);
        let use_value = accounts.use_value.get(member).copied().unwrap_or(0);
        rows.push([
            Cell::Integer(view.replication.into()),
            Cell::Text(&self.plans[plan].plan),
            self.id(member),
            sponsor.unwrap_or(Cell::Missing),
            Cell::Flag(member < world.founders),
            Cell::Integer(world.joined.at(member).into()),
            Cell::Integer(world.depth[member].into()),
            Cell::Integer(world.teams[member].recruits.into()),
            Cell::Integer(world.teams[member].downline.into()),
            Cell::Money(accounts.commissions[member] + margin),
            Cell::Money(costs),
            Cell::Money(use_value),
            Cell::Money(accounts.net()[member]),
        ]);
    }

    fn payments(
        &self,
        rows: &mut Rows,
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
                rows.push([
                    Cell::Integer(view.replication.into()),
                    Cell::Text(&names.plan),
                    self.id(member),
                    Cell::Text(component),
                    Cell::Money(amount),
                ]);
            }
        }
    }

    fn id(&self, member: usize) -> Cell<'a> {
        match self.ids.get(member) {
            Some(id) => Cell::Text(id),
            None => Cell::Integer(member as i64 + 1),
        }
    }
}

/// What the two tables are made of.
fn layouts(ids: &[String], digits: u32, format: Format) -> [Layout<'static>; 2] {
    let layout = |name, columns| Layout {
        name,
        columns,
        digits,
        format,
    };
    let member = of_members(ids);
    [
        layout(
            "participants",
            vec![
                Column::integer("replication"),
                Column::text("plan"),
                member("id").repeating(Repeats::Rising),
                member("sponsor").repeating(Repeats::Seldom),
                Column::flag("founder"),
                Column::integer("joined_period"),
                Column::integer("depth"),
                Column::integer("recruits"),
                Column::integer("downline"),
                Column::money("gross"),
                Column::money("costs"),
                Column::money("use_value"),
                Column::money("net"),
            ],
        ),
        layout(
            "participant_payments",
            vec![
                Column::integer("replication"),
                Column::text("plan"),
                member("id").repeating(Repeats::Rising),
                Column::text("component"),
                Column::money("amount"),
            ],
        ),
    ]
}

impl ParticipantFiles {
    /// Starts the two files of a simulated network, or of one whose members have these `ids`.
    /// `digits` are the decimals of the currency.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn create(
        folder: &Folder,
        ids: &[String],
        digits: u32,
        format: Format,
    ) -> io::Result<ParticipantFiles> {
        let [participants, payments] = layouts(ids, digits, format);
        Ok(ParticipantFiles {
            participants: participants.create(folder)?,
            payments: payments.create(folder)?,
        })
    }

    /// Adds rows to both.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn append(&mut self, rows: ParticipantRows) -> io::Result<()> {
        self.participants.append(rows.participants)?;
        self.payments.append(rows.payments)
    }

    /// Makes both part of the result.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn close(self, folder: &mut Folder) -> io::Result<()> {
        self.participants.close(folder)?;
        self.payments.close(folder)
    }
}
