//! Where the periods of a replication come from: a world that is simulated, a world for
//! each plan (model.md §7), or a network that was observed. Whoever pays them sees no
//! difference.

use std::slice;

use crate::books::Period;
use crate::columns::Cores;
use crate::luck::Luck;
use crate::observed::{ObservedPeriod, Recorded};
use crate::plan::Plan;
use crate::plan::accounts::Accounts;
use crate::scenario::types::Scenario;
use crate::world::{World, WorldError};

/// What happened, period by period. One a thread, reused between replications.
#[derive(Debug)]
pub(super) enum History<'a> {
    /// People who are drawn, and paid under every plan.
    Simulated(Box<World<'a>>),
    /// The same luck once for every plan, whose people it alone pays.
    Apart(Vec<World<'a>>),
    /// People who were there: every replication is the same.
    Observed(Box<Observation<'a>>),
}

/// A recorded network being gone through.
#[derive(Debug)]
pub(super) struct Observation<'a> {
    recorded: &'a Recorded,
    luck: Luck,
    number: u32,
    page: ObservedPeriod,
    /// The next period's page, once it is open.
    ahead: ObservedPeriod,
    is_ahead: bool,
}

/// What a period brought, to be paid.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lived<'p, 'a> {
    /// The same to every plan.
    ToAll(&'p Period<'p>),
    /// To each plan what its own world lived.
    Apart(&'p [World<'a>]),
}

impl Lived<'_, '_> {
    /// What is to be paid under a plan.
    pub(super) fn under(&self, plan: usize) -> Period<'_> {
        match self {
            Lived::ToAll(period) => **period,
            Lived::Apart(worlds) => worlds[plan].period(),
        }
    }
}

impl Observation<'_> {
    fn turn_the_page(&mut self) {
        self.number += 1;
        if std::mem::take(&mut self.is_ahead) {
            std::mem::swap(&mut self.page, &mut self.ahead);
        } else {
            self.recorded.open(self.number, &mut self.page);
        }
    }

    fn while_lived<R: Send>(&mut self, work: impl FnOnce(&Lived) -> R + Send) -> R {
        let period = self.recorded.period(self.number, &self.page);
        let (recorded, ahead, next) = (self.recorded, &mut self.ahead, self.number + 1);
        self.is_ahead = next <= recorded.periods();
        let open = self.is_ahead;
        let (done, ()) = rayon::join(
            || work(&Lived::ToAll(&period)),
            || {
                if open {
                    recorded.open(next, ahead);
                }
            },
        );
        done
    }
}

impl<'a> History<'a> {
    pub(super) fn new(
        scenario: &'a Scenario,
        plans: &[Plan],
        recorded: Option<&'a Recorded>,
        members_limit: u64,
    ) -> History<'a> {
        match recorded {
            Some(recorded) => History::Observed(Box::new(Observation {
                recorded,
                luck: Luck::new(scenario.seed, 1),
                number: 0,
                page: ObservedPeriod::default(),
                ahead: ObservedPeriod::default(),
                is_ahead: false,
            })),
            None => {
                let world =
                    |keeps_orders| World::new(scenario, members_limit).keeping_orders(keeps_orders);
                if scenario.own_worlds {
                    let worlds = plans.iter().map(|plan| world(plan.needs_orders()));
                    History::Apart(worlds.collect())
                } else {
                    let keeps_orders = plans.iter().any(Plan::needs_orders);
                    // The only network is large, and can wait for what only measures read.
                    let finds_depths =
                        scenario.replications > 1 || plans.iter().any(Plan::reads_depth);
                    let world = world(keeps_orders).finding_depths(finds_depths);
                    History::Simulated(Box::new(world))
                }
            }
        }
    }

    pub(super) fn begin(&mut self, luck: Luck) {
        match self {
            History::Simulated(world) => world.begin_with(luck),
            History::Apart(worlds) => worlds.iter_mut().for_each(|world| world.begin_with(luck)),
            History::Observed(observation) => {
                observation.number = 0;
                observation.is_ahead = false;
            }
        }
    }

    /// Lives the next period.
    pub(super) fn live_next_period(&mut self) -> Result<(), WorldError> {
        match self {
            History::Simulated(world) => world.live_next_period(),
            History::Apart(worlds) => worlds.iter_mut().try_for_each(World::live_next_period),
            History::Observed(observation) => {
                observation.turn_the_page();
                Ok(())
            }
        }
    }

    /// Does `work` on the period just lived; the orders of an observed network's next
    /// period are posted meanwhile.
    pub(super) fn while_lived<R: Send>(&mut self, work: impl FnOnce(&Lived) -> R + Send) -> R {
        match self {
            History::Simulated(world) => work(&Lived::ToAll(&world.period())),
            History::Apart(worlds) => work(&Lived::Apart(worlds)),
            History::Observed(observation) => observation.while_lived(work),
        }
    }

    /// Quit decisions that hang on what people made so far, once every plan has paid the
    /// period: none where the plans share a world.
    pub(super) fn quit_in_loss<'b>(&mut self, accounts: impl IntoIterator<Item = &'b Accounts>) {
        if let History::Apart(worlds) = self {
            for (world, accounts) in worlds.iter_mut().zip(accounts) {
                world.quit_in_loss(accounts.net());
            }
        }
    }

    /// Keeps the sales of the last period in less memory.
    pub(super) fn shorten_units(&mut self, cores: Cores) {
        if let History::Simulated(world) = self {
            world.shorten_units(cores);
        }
    }

    /// Gives back the memory of what sales came to in the last period, once it is paid.
    pub(super) fn give_back_amounts(&mut self) {
        if let History::Simulated(world) = self {
            world.give_back_amounts();
        }
    }

    /// Gives back the memory of a world that has been measured.
    pub(super) fn give_back(&mut self) {
        if let History::Simulated(world) = self {
            world.give_back();
        }
    }

    /// How many worlds are told apart: one a plan, or one for all.
    pub(super) fn worlds(&self) -> usize {
        match self {
            History::Apart(worlds) => worlds.len(),
            History::Simulated(_) | History::Observed(_) => 1,
        }
    }

    /// The period that a world has just lived, frozen. After the last one it shows every
    /// member there was.
    pub(super) fn period(&self, world: usize) -> Period<'_> {
        match self {
            History::Simulated(_) | History::Apart(_) => self.drawn()[world].period(),
            History::Observed(observation) => observation
                .recorded
                .period(observation.number, &observation.page),
        }
    }

    /// The worlds that are drawn.
    fn drawn(&self) -> &[World<'a>] {
        match self {
            History::Simulated(world) => slice::from_ref(&**world),
            History::Apart(worlds) => worlds,
            History::Observed(_) => &[],
        }
    }

    pub(super) fn luck(&self) -> &Luck {
        match self {
            History::Simulated(_) | History::Apart(_) => self.drawn()[0].luck(),
            History::Observed(observation) => &observation.luck,
        }
    }

    /// 1 − openness of a world's market at the end; `None` without a market.
    pub(super) fn saturation(&self, world: usize) -> Option<f64> {
        self.drawn().get(world)?.market().saturation()
    }

    /// Approaches of a world whose chance came out above 1.
    pub(super) fn clamped(&self, world: usize) -> u64 {
        self.drawn().get(world).map_or(0, World::clamped)
    }
}
