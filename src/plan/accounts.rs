//! What one plan did to each member so far: credits, costs, net, and the history of the
//! periods (measures.md §1). One set a plan and thread, reused between replications.

mod closing;

use rust_decimal::Decimal;

use crate::books::{self, CohortFacts, ComponentTotals, Imbalance, Period, PeriodFacts, Totals};
use crate::columns::{self, Cores};
use crate::money::{Survey, add_column, sum_column};

use closing::{count_below_zero, first_profits, strike};

use super::Plan;
use super::memory::Memory;
use super::placement::PlacementTree;
use super::range::Moved;
use super::settlement;
use super::standing::Standing;
use super::structure::Structure;

/// Ages in completed periods at which a joining cohort is observed (rulings.md 25).
const COHORT_AGES: [u32; 4] = [1, 3, 6, 12];

/// How long the accounts run and whom they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Pay periods.
    pub periods: u32,
    /// Periods a year.
    pub periods_per_year: u32,
    /// Index of the first member who counts as a participant.
    pub first_participant: usize,
    /// Whether to keep what each component paid each member.
    pub by_component: bool,
}

/// Amounts of a stretch of time, by member in joining order, in minor units.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    /// All the company credited.
    pub commissions: Vec<i64>,
    /// Commissions and retail margin.
    pub gross: Vec<i64>,
    /// Gross less costs.
    pub net: Vec<i64>,
}

/// The columns, by member in joining order; amounts in minor units.
#[derive(Debug)]
pub struct Accounts {
    terms: Terms,
    /// All the company credited.
    pub commissions: Vec<i64>,
    /// What was paid out of it; empty if the plan pays whatever it credits at once.
    pub cash: Vec<i64>,
    /// Retail margin; empty if the plan has none.
    pub margin: Vec<i64>,
    /// Fees, kit, own purchases less use value, expenses; empty as long as nothing can have
    /// been charged.
    pub costs: Vec<i64>,
    /// Own purchases in full; empty if there are none.
    pub own_purchases: Vec<i64>,
    /// Their use value; empty if there are none.
    pub use_value: Vec<i64>,
    /// Commissions and margin less costs; empty as long as there is neither, so that it is
    /// the same as commissions.
    net: Vec<i64>,
    /// Completed periods until net was first above zero, 0 = never; empty in a
    /// one-period horizon.
    pub periods_to_profit: Vec<u16>,
    /// What each component paid each member, if the terms ask for it.
    pub by_component: Vec<Vec<i64>>,
    /// The books.
    pub totals: Totals,
    /// Period by period.
    pub periods: Vec<PeriodFacts>,
    /// Cohorts in the order of the periods they were observed in.
    pub cohorts: Vec<CohortFacts>,
    /// Everyone's status in the period last paid.
    pub standing: Standing,
    /// The placement tree; empty if the plan has none.
    pub placement: PlacementTree,
    /// The factor by which company caps cut commissions in the period last paid, the
    /// smallest of any component.
    pub last_factor: Decimal,
    pub(super) moved: Moved,
    pub(super) settlement: settlement::State,
    pub(super) structure: Structure,
    pub(in crate::plan) memories: Vec<Box<dyn Memory>>,
    before_last_year: Amounts,
    scratch: Vec<i64>,
    /// Members there are.
    members: usize,
    /// Of net, once the last period is closed.
    closed: Option<Survey>,
    /// Whether nobody has been credited or debited anything yet: the column of commissions
    /// is still what an earlier replication left.
    is_untouched: bool,
    may_be_charged: bool,
    has_margin: bool,
    has_own_purchases: bool,
}

impl Accounts {
    /// Accounts for a plan, still without members.
    #[must_use]
    pub fn new(plan: &Plan, terms: Terms) -> Accounts {
        Accounts {
            terms,
            commissions: Vec::new(),
            cash: Vec::new(),
            margin: Vec::new(),
            costs: Vec::new(),
            own_purchases: Vec::new(),
            use_value: Vec::new(),
            net: Vec::new(),
            periods_to_profit: Vec::new(),
            by_component: vec![Vec::new(); plan.component_ids().count()],
            totals: Totals::default(),
            periods: Vec::new(),
            cohorts: Vec::new(),
            standing: Standing::default(),
            placement: PlacementTree::default(),
            last_factor: Decimal::ONE,
            moved: Moved::default(),
            settlement: plan.settlement.state(),
            structure: Structure::default(),
            memories: plan.memories(),
            before_last_year: Amounts::default(),
            scratch: Vec::new(),
            members: 0,
            closed: None,
            is_untouched: true,
            may_be_charged: plan.may_charge(),
            has_margin: plan.pays_margin(),
            has_own_purchases: plan.charges().own_purchase != 0,
        }
    }

    /// Closes the last replication's books and opens new ones.
    pub fn begin(&mut self, plan: &Plan) {
        for column in [
            &mut self.cash,
            &mut self.margin,
            &mut self.costs,
            &mut self.own_purchases,
            &mut self.use_value,
            &mut self.net,
            &mut self.before_last_year.commissions,
            &mut self.before_last_year.gross,
            &mut self.before_last_year.net,
        ]
        .into_iter()
        .chain(&mut self.by_component)
        {
            column.clear();
        }
        self.is_untouched = true;
        self.closed = None;
        self.standing.forget();
        self.placement.forget();
        self.structure.forget();
        self.settlement.forget();
        self.last_factor = Decimal::ONE;
        self.moved = Moved::default();
        for memory in &mut self.memories {
            memory.forget();
        }
        self.periods_to_profit.clear();
        self.periods.clear();
        self.cohorts.clear();
        let mut components = std::mem::take(&mut self.totals.components);
        components.clear();
        components.extend(plan.component_ids().map(|id| ComponentTotals {
            id: id.to_owned(),
            denominator: plan.denominator(),
            ..ComponentTotals::default()
        }));
        self.totals = Totals {
            components,
            ..Totals::default()
        };
    }

    /// Sees that the books of the plan of this name balance (model.md §9).
    ///
    /// # Errors
    ///
    /// The first identity that does not hold.
    pub fn check(&self, plan: &str, cores: Cores) -> Result<(), Imbalance> {
        let sum = |column| cores.sum(column, sum_column);
        let net = match &self.closed {
            Some(closed) => closed.sum,
            None => sum(self.net()),
        };
        let credited = match self.net_is_commissions() {
            true => net,
            false => sum(&self.commissions),
        };
        books::check(plan, &self.totals, credited, net)
    }

    /// Of commissions, margin and net, where it is not the same as commissions.
    #[must_use]
    pub fn survey(&self, cores: Cores) -> [Survey; 3] {
        let survey = |column: &[i64]| cores.sum(column, Survey::of);
        let [commissions, net] = match (self.net_is_commissions(), self.closed) {
            (true, Some(closed)) => [closed, Survey::default()],
            (false, Some(closed)) => [survey(&self.commissions), closed],
            (_, None) => [survey(&self.commissions), survey(&self.net)],
        };
        [commissions, survey(&self.margin), net]
    }

    /// Whether net is the same as commissions.
    #[must_use]
    pub fn net_is_commissions(&self) -> bool {
        self.costs.is_empty() && self.margin.is_empty()
    }

    /// Gives away what each member was credited, his margin and his net, where it is not the
    /// same as commissions.
    pub fn give_away(&mut self) -> [Vec<i64>; 3] {
        [&mut self.commissions, &mut self.margin, &mut self.net].map(std::mem::take)
    }

    /// Takes back what was given away.
    pub fn take_back(&mut self, [commissions, margin, net]: [Vec<i64>; 3]) {
        self.commissions = commissions;
        self.margin = margin;
        self.net = net;
    }

    /// Index of the first member who counts as a participant.
    #[must_use]
    pub fn first_participant(&self) -> usize {
        self.terms.first_participant
    }

    /// Commissions and margin less costs when the last period was closed, by member.
    #[must_use]
    pub fn net(&self) -> &[i64] {
        if self.net_is_commissions() {
            &self.commissions
        } else {
            &self.net
        }
    }

    /// Whether the horizon ends with this period.
    pub(super) fn is_last(&self, period: &Period) -> bool {
        period.number == self.terms.periods
    }

    /// Opens an account for every member there is now.
    pub(super) fn admit(&mut self, period: &Period) {
        let members = period.members();
        self.members = members;
        if !self.is_untouched {
            columns::lengthen(&mut self.commissions, members);
        }
        if self.may_be_charged || period.details.may_cost() {
            self.costs.resize(members, 0);
        }
        self.settlement.admit(members);
        if !self.settlement.balances.is_empty() {
            self.cash.resize(members, 0);
        }
        if self.has_margin {
            self.margin.resize(members, 0);
        }
        if self.has_own_purchases {
            self.own_purchases.resize(members, 0);
            self.use_value.resize(members, 0);
        }
        if self.terms.by_component {
            for column in &mut self.by_component {
                column.resize(members, 0);
            }
        }
    }

    /// Credits a member what a component paid him, and his balance of the ledger if there
    /// is one; a debit is negative.
    #[inline]
    pub(super) fn post(&mut self, component: usize, balance: usize, member: usize, amount: i64) {
        self.touch();
        self.commissions[member] += amount;
        if let Some(column) = self.by_component.get_mut(component)
            && let Some(own) = column.get_mut(member)
        {
            *own += amount;
        }
        if let Some(balances) = self.settlement.balances.get_mut(balance) {
            balances[member] += amount;
        }
    }

    /// [Posts](Accounts::post) a column of amounts to the members from `first` on.
    pub(super) fn post_column(
        &mut self,
        component: usize,
        balance: usize,
        first: usize,
        amounts: &[i64],
    ) {
        self.touch();
        let members = first..first + amounts.len();
        add_column(&mut self.commissions[members.clone()], amounts);
        for column in [
            self.by_component.get_mut(component),
            self.settlement.balances.get_mut(balance),
        ] {
            // What is not kept apart has an empty column.
            if let Some(kept) = column.and_then(|column| column.get_mut(members.clone())) {
                add_column(kept, amounts);
            }
        }
    }

    /// Whether nobody has been credited anything yet, and nothing but commissions would tell.
    pub(super) fn are_blank(&self) -> bool {
        let is_kept_apart = self.terms.by_component || !self.settlement.balances.is_empty();
        self.is_untouched && !is_kept_apart
    }

    /// Makes sure that there is a column of commissions.
    #[inline]
    fn touch(&mut self) {
        if self.is_untouched {
            self.is_untouched = false;
            self.commissions.clear();
            columns::lengthen(&mut self.commissions, self.members);
        }
    }

    /// Credits every member of blank accounts an amount, by taking the column itself; what it
    /// is left as counts for nothing.
    pub(super) fn take_over(&mut self, amounts: &mut Vec<i64>) {
        self.is_untouched = false;
        std::mem::swap(&mut self.commissions, amounts);
    }

    /// Enters a credit or a debit that no rule made: into the ledger's first balance.
    pub(super) fn adjust(&mut self, member: usize, amount: i64) {
        self.touch();
        self.commissions[member] += amount;
        if let Some(balances) = self.settlement.balances.first_mut() {
            balances[member] += amount;
        }
        self.totals.adjustments += amount;
        self.totals.payout += amount;
    }

    /// What the ledger still has to pay a member, or he owes if it is negative.
    #[must_use]
    pub fn balance_of(&self, member: usize) -> i64 {
        self.settlement
            .balances
            .iter()
            .filter_map(|balances| balances.get(member))
            .sum()
    }

    /// Strikes the balance of a period that has been paid: net so far, who is in loss,
    /// which cohorts came of age, and the snapshot a year before the end.
    pub(super) fn close(&mut self, period: &Period, mut facts: PeriodFacts, cores: Cores) {
        self.touch();
        if !self.net_is_commissions() {
            self.net.resize(self.commissions.len(), 0);
            strike(&self.commissions, &self.costs, &self.margin, &mut self.net);
        }
        let first = self.terms.first_participant;
        self.closed = self
            .is_last(period)
            .then(|| cores.sum(self.net(), Survey::of));
        facts.in_loss_so_far = match &self.closed {
            Some(closed) => closed.below_zero - count_below_zero(&self.net()[..first]),
            None => cores.sum(&self.net()[first..], count_below_zero),
        };
        self.periods.push(facts);
        self.totals.founders_payout = self.commissions[..period.founders].iter().sum();
        if self.terms.periods > 1 {
            self.note_first_profits(period);
            self.observe_cohorts(period);
        }
        if self.has_last_year() && period.number == self.terms.periods - self.terms.periods_per_year
        {
            let mut before = std::mem::take(&mut self.before_last_year);
            self.amounts_so_far(&mut before);
            self.before_last_year = before;
        }
    }

    /// Whether the horizon is longer than a year, so that the last year is apart.
    fn has_last_year(&self) -> bool {
        self.terms.periods > self.terms.periods_per_year
    }

    /// Fills `last_year` with the amounts of the last year of a horizon longer than that,
    /// and says whether there is such a year.
    pub fn last_year(&self, last_year: &mut Amounts) -> bool {
        if !self.has_last_year() {
            return false;
        }
        self.amounts_so_far(last_year);
        let before = &self.before_last_year;
        for (now, before) in [
            (&mut last_year.commissions, &before.commissions),
            (&mut last_year.gross, &before.gross),
            (&mut last_year.net, &before.net),
        ] {
            for (now, before) in now.iter_mut().zip(before) {
                *now -= before;
            }
        }
        true
    }

    fn amounts_so_far(&self, amounts: &mut Amounts) {
        amounts.commissions.clone_from(&self.commissions);
        amounts.gross.clone_from(&self.commissions);
        for (gross, margin) in amounts.gross.iter_mut().zip(&self.margin) {
            *gross += margin;
        }
        amounts.net.clear();
        amounts.net.extend_from_slice(self.net());
    }

    fn note_first_profits(&mut self, period: &Period) {
        let mut noted = std::mem::take(&mut self.periods_to_profit);
        noted.resize(self.commissions.len(), 0);
        let completed = (period.number + 1) as u16;
        first_profits(self.net(), period.joined, completed, &mut noted);
        self.periods_to_profit = noted;
    }

    fn observe_cohorts(&mut self, period: &Period) {
        for completed in COHORT_AGES {
            let Some(joined) = (period.number + 1).checked_sub(completed) else {
                continue;
            };
            // Members are numbered in joining order, so a cohort is a range.
            let members = period.members();
            let before = |number: u32| {
                let at_first = |at: u16| u32::from(at) < number;
                period.joined.partition_point(members, at_first)
            };
            let (start, end) = (before(joined), before(joined + 1));
            let start = start.max(self.terms.first_participant);
            if joined == 0 || start >= end {
                continue;
            }
            let mut scratch = std::mem::take(&mut self.scratch);
            scratch.clear();
            scratch.extend(&self.net()[start..end]);
            let middle = (scratch.len() - 1) / 2;
            let (_, &mut median_net, _) = scratch.select_nth_unstable(middle);
            self.cohorts.push(CohortFacts {
                joined,
                completed,
                participants: (end - start) as u64,
                net: scratch.iter().sum(),
                median_net,
                in_profit: scratch.iter().filter(|&&net| net > 0).count() as u64,
            });
            self.scratch = scratch;
        }
    }
}
