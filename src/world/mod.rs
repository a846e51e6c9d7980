//! The world of one replication: people join, sell, buy and quit (model.md). It knows
//! nothing of plans; what happens in a period is frozen into [`crate::books::Period`].

mod bounds;
mod effort;
pub mod growth;
mod joining;
pub mod market;
pub mod members;
mod order_columns;
pub mod order_log;
mod orders;
mod people;
mod quitting;
mod reputation;
mod returns;
mod selling;
mod timeline;
mod turnover;

use crate::books::{Details, Period, Sales};
use crate::columns::Cores;
use crate::luck::Luck;
use crate::scenario::types::Scenario;

use effort::Effort;
use growth::Joining;
use market::Market;
use members::{LifeKeys, MemberRules, Members};
use order_columns::OrderColumns;
use order_log::OrderLog;
use orders::Orders;
use reputation::Reputation;
use turnover::Turnover;

/// A world that cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorldError {
    /// Recruiting outgrew the memory set aside.
    #[error(
        "the network outgrew {limit} members in period {period}; limit it with \
         `market.population` or `growth.max_participants`, fewer `growth.approaches`, a lower \
         `growth.conversion` or `growth.mean`, or fewer `horizon.periods`"
    )]
    TooManyMembers {
        /// The most members there is memory for.
        limit: u64,
        /// The period in which they were passed.
        period: u32,
    },
    /// More is sold than sums of 64 bits hold, or to more customers of one member than can
    /// be numbered.
    #[error(
        "what is sold up to period {period} is more than can be kept exactly; use lower \
         prices, fewer units, fewer people or fewer `horizon.periods`"
    )]
    SalesOutOfRange {
        /// The period in which it is passed.
        period: u32,
    },
}

/// The arena one thread simulates in; it is reused from replication to replication and
/// allocates only while it grows.
#[derive(Clone, Debug)]
pub struct World<'a> {
    scenario: &'a Scenario,
    rules: MemberRules,
    effort: Effort,
    orders: Orders,
    joining: Joining,
    members_limit: u64,

    luck: Luck,
    life: LifeKeys,
    members: Members,
    market: Market,
    reputation: Reputation,
    /// Those who quit for their losses when the last period had been paid, ascending.
    quit_in_loss: Vec<u32>,
    sales: Sales,
    order_columns: OrderColumns,
    /// New customers each member found this period.
    found: Vec<u32>,
    /// Who is credited with each member's customers; empty where everyone keeps his own.
    heirs: Vec<u32>,
    /// Names of the products of the mix.
    products: Vec<String>,
    /// Single orders, if anyone asks for them.
    log: Option<OrderLog>,
    period: u32,
    first_joiner: usize,
    customers: u64,
    turnover: Turnover,
    clamped: u64,
}

impl<'a> World<'a> {
    /// An arena for `scenario` that refuses to grow beyond `members_limit` members.
    ///
    /// # Panics
    ///
    /// If a complete tree has more than 2⁶⁴ members: the reader of scenarios bounds it. If
    /// the network was observed with its orders: there is nothing to simulate.
    #[must_use]
    pub fn new(scenario: &'a Scenario, members_limit: u64) -> World<'a> {
        let luck = Luck::new(scenario.seed, 0);
        let cores = Cores::of(scenario.replications);
        let log = order_log::is_required(scenario).then(|| OrderLog::new(scenario));
        let mut rules = MemberRules::new(scenario);
        rules.counts_buyers |= log.is_some();
        World {
            scenario,
            rules,
            effort: Effort::new(&scenario.sales, cores),
            orders: Orders::new(scenario),
            joining: Joining::new(scenario),
            members_limit,
            luck,
            life: LifeKeys::new(&luck),
            members: Members::default(),
            market: Market::new(&scenario.market),
            reputation: Reputation::new(scenario),
            quit_in_loss: Vec::new(),
            sales: Sales::default(),
            order_columns: OrderColumns::new(cores),
            found: Vec::new(),
            heirs: Vec::new(),
            products: scenario.product_names(),
            log,
            period: 0,
            first_joiner: 0,
            customers: 0,
            turnover: Turnover::default(),
            clamped: 0,
        }
    }

    /// Keeps the orders of each period one by one from now on, if `wanted`: some plans are
    /// paid on them. It changes nothing else in the world. A world in which sales come
    /// back in later periods keeps them in any case.
    #[must_use]
    pub fn keeping_orders(mut self, wanted: bool) -> World<'a> {
        if wanted && self.log.is_none() {
            self.log = Some(OrderLog::new(self.scenario));
            self.rules.counts_buyers = true;
        }
        self
    }

    /// Leaves out of its periods how far each member is from his founder, unless it is
    /// `wanted`: no plan is paid on it.
    #[must_use]
    pub fn finding_depths(mut self, wanted: bool) -> World<'a> {
        self.rules.finds_depths = wanted;
        self
    }

    /// Keeps the sales of the period just lived in less memory.
    pub fn shorten_units(&mut self, cores: Cores) {
        self.sales.shorten_units(cores);
    }

    /// Gives back the memory of what the sales of the period just lived came to. They are
    /// not in it any more.
    pub fn give_back_amounts(&mut self) {
        self.sales.give_back_amounts();
    }

    /// Gives back the memory of everyone who joined and of what he sold. They are not in the
    /// period any more.
    pub fn give_back(&mut self) {
        self.members = Members::default();
        self.sales = Sales::default();
    }

    /// Starts replication `replication` (1-based): the founders take their seats.
    pub fn begin(&mut self, replication: u32) {
        self.begin_with(Luck::new(self.scenario.seed, replication));
    }

    /// Starts a replication with luck that may be drawn anew in part.
    pub fn begin_with(&mut self, luck: Luck) {
        let founders = self.scenario.growth.founders;
        self.luck = luck;
        self.life = LifeKeys::new(&self.luck);
        self.market = Market::new(&self.scenario.market);
        self.members.begin(founders, &self.rules, &self.life);
        for founder in 0..founders as usize {
            self.market.note_enrolled(self.members.pool(founder), 1);
        }
        let World {
            joining,
            rules,
            life,
            ..
        } = self;
        if let Joining::Counted { attacher, .. } = joining {
            attacher.begin(founders, &|member| rules.reach_of(life, member));
        }
        self.reputation.begin();
        self.quit_in_loss.clear();
        if let Some(log) = &mut self.log {
            log.begin();
        }
        self.period = 0;
        self.turnover = Turnover::default();
        self.clamped = 0;
    }

    /// Lets people quit because of what they lost: `net` is what each member has made so
    /// far, in minor units, when the period just lived has been paid. Nobody does unless
    /// the scenario says so; a world whose plans share it is never asked.
    pub fn quit_in_loss(&mut self, net: &[i64]) {
        self.rules.quitting.quit_in_loss(
            &mut self.members,
            self.period,
            net,
            &self.life.quitting,
            &self.luck,
            &mut self.quit_in_loss,
        );
    }

    /// The luck of the replication under way.
    #[must_use]
    pub fn luck(&self) -> &Luck {
        &self.luck
    }

    /// Everyone who has joined so far.
    #[must_use]
    pub fn members(&self) -> &Members {
        &self.members
    }

    /// The market.
    #[must_use]
    pub fn market(&self) -> &Market {
        &self.market
    }

    /// How many approaches had their chance clamped at 1 so far (rulings.md 4).
    #[must_use]
    pub fn clamped(&self) -> u64 {
        self.clamped
    }

    /// The period just lived, frozen.
    #[must_use]
    pub fn period(&self) -> Period<'_> {
        Period {
            number: self.period,
            founders: self.scenario.growth.founders as usize,
            sponsor: &self.members.sponsor,
            depth: &self.members.depth,
            joined: self.members.joined.as_each(),
            last_period: self.members.last_period.as_each(),
            everyone_enrolled: self.rules.quitting.everyone_stays(),
            joiners: (self.first_joiner, self.members.len()),
            sales: &self.sales,
            customers: self.customers,
            details: self.details(),
        }
    }

    fn details(&self) -> Details<'_> {
        let details = Details {
            products: &self.products,
            customer_points: self.sales.points(),
            products_give_points: self.orders.gives_points(),
            left_after_paying: &self.quit_in_loss,
            ..Details::default()
        };
        match &self.log {
            Some(log) => log.tell(details),
            None => details,
        }
    }
}

#[cfg(test)]
mod tests;
