//! The figures of one plan put together, and its metrics read off them.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::average::Parts;
use super::crowd::Crowd;
use super::curve::Curve;
use super::customers::OwnCustomers;
use super::distribution::Distribution;
use super::facts::{PlanFacts, WorldFacts};
use super::group::Columns;
use super::metric::{BreakEven, Figures, Observation, observe_plan};
use super::position::{loss_shares, rank_correlation};
use super::time;
use crate::books::Totals;

/// The accounts of one plan, counted. Kept from one replication to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted<A> {
    pub(super) commissions: Distribution,
    margin: Option<Gross<A>>,
    /// Not counted where it is the same as gross.
    net: Distribution,
    net_is_gross: bool,
}

#[derive(Clone, Debug, Default)]
struct Gross<A> {
    column: Vec<A>,
    distribution: Distribution,
}

impl<A: Amount> Counted<A> {
    /// Counts every account of a plan.
    pub(super) fn count(&mut self, columns: &Columns<A>) {
        self.commissions.count(columns.commissions);
        if columns.margin.is_empty() {
            self.margin = None;
        } else {
            let gross = self.margin.get_or_insert_default();
            gross.column.clear();
            let paid = columns.commissions.iter().zip(columns.margin);
            gross.column.extend(
                paid.map(|(&commissions, &margin)| A::of(commissions.into() + margin.into())),
            );
            gross.distribution.count(&gross.column);
        }
        let gross = self.gross_column(columns);
        self.net_is_gross = std::ptr::eq(columns.net, gross) || columns.net == gross;
        if !self.net_is_gross {
            self.net.count(columns.net);
        }
    }

    /// Gross by participant and its distribution, if it is not the same as commissions.
    pub(super) fn gross_with_margin(&self) -> Option<(&[A], &Distribution)> {
        let gross = self.margin.as_ref()?;
        Some((&gross.column, &gross.distribution))
    }

    /// Gross by participant.
    pub(super) fn gross_column<'a>(&'a self, columns: &Columns<'a, A>) -> &'a [A] {
        self.gross_with_margin()
            .map_or(columns.commissions, |(column, _)| column)
    }

    /// The distribution of gross.
    pub(super) fn gross(&self) -> &Distribution {
        self.gross_with_margin()
            .map_or(&self.commissions, |(_, gross)| gross)
    }

    /// The distribution of net.
    pub(super) fn net(&self) -> &Distribution {
        match self.net_is_gross {
            true => self.gross(),
            false => &self.net,
        }
    }

    /// The columns, with one for both gross and net where nobody has costs.
    pub(super) fn shared<'a>(&'a self, columns: &Columns<'a, A>) -> Columns<'a, A> {
        match self.net_is_gross {
            true => Columns {
                net: self.gross_column(columns),
                ..*columns
            },
            false => *columns,
        }
    }
}

/// Where the money received goes: to the poorest and to the earliest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Curves {
    /// From the poorest to the richest.
    pub lorenz: Curve,
    /// In joining order.
    pub joining: Curve,
}

impl Curves {
    /// Of a column in joining order and its distribution.
    pub(super) fn of(column: &[impl Amount], distribution: &Distribution) -> Curves {
        Curves {
            lorenz: Curve::from_poorest(distribution),
            joining: Curve::in_order(column),
        }
    }
}

/// One plan of one replication, or its scaled twin.
pub(super) struct View<'a, A> {
    pub(super) world: &'a WorldFacts<'a>,
    pub(super) crowd: &'a Crowd,
    /// The plan; its money columns are not read but those below.
    pub(super) plan: &'a PlanFacts<'a, A>,
    pub(super) totals: &'a Totals,
    pub(super) columns: Columns<'a, A>,
    pub(super) counted: &'a Counted<A>,
    /// The [`Distribution::rank`]s of net.
    pub(super) ranks: &'a [u32],
    pub(super) commissions: &'a Curves,
    pub(super) gross: &'a Curves,
    /// Whether the plan's history is that of these amounts; a scaled plan has none.
    pub(super) has_history: bool,
}

/// Memory for observing, kept from one replication to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    rates: Vec<f64>,
}

impl<A: Amount> View<'_, A> {
    /// Every plan metric.
    pub(super) fn observe(&self, scratch: &mut Scratch) -> Vec<Observation> {
        let first = self.world.first_participant();
        let periods_enrolled = self.world.periods_enrolled.starting_at(first);
        let net = self.columns.net;
        let profitable = self.counted.net().people_above(0);
        let figures = Figures {
            crowd: self.crowd,
            totals: self.totals,
            commissions: &self.counted.commissions,
            gross: self.counted.gross(),
            net: self.counted.net(),
            commissions_lorenz: &self.commissions.lorenz,
            gross_lorenz: &self.gross.lorenz,
            commissions_joining: &self.commissions.joining,
            gross_joining: &self.gross.joining,
            loss_shares: loss_shares(net),
            rank_correlation: rank_correlation(self.ranks, self.counted.net()),
            parts: self.parts(),
            own_customers: OwnCustomers::count(
                self.columns.commissions,
                &self.counted.commissions,
                self.world,
                self.crowd,
            ),
            profit: time::profit_variants(net, self.plan, periods_enrolled, first, profitable),
            time_cost: self.plan.time_cost_per_period as f64 * self.crowd.periods_enrolled as f64,
            net_per_hour: time::net_per_hour(
                net,
                self.counted.net(),
                periods_enrolled,
                self.plan.hours_per_period,
                &mut scratch.rates,
            ),
            break_even: self.break_even(first, profitable),
        };
        observe_plan(&figures)
    }

    fn parts(&self) -> Parts {
        let column = self.counted.gross_column(&self.columns);
        Parts::of(
            column,
            self.counted.gross(),
            self.world,
            self.crowd,
            self.plan,
        )
    }

    fn break_even(&self, first: usize, profitable: u64) -> Option<BreakEven> {
        if self.world.periods == 1 {
            return Some(time::break_even_at_once(
                profitable,
                self.crowd.participants,
            ));
        }
        self.has_history
            .then(|| time::break_even(&self.plan.periods_to_profit[first..]))
    }
}
