//! Where the periods of a replication come from: a world that is simulated, or a network
//! that was observed. Whoever pays them sees no difference.

use crate::books::Period;
use crate::luck::Luck;
use crate::observed::{ObservedPeriod, Recorded};
use crate::plan::Plan;
use crate::scenario::types::Scenario;
use crate::world::{World, WorldError};

/// What happened, period by period. One a thread, reused between replications.
#[derive(Debug)]
pub(super) enum History<'a> {
    /// People who are drawn.
    Simulated(Box<World<'a>>),
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

impl Observation<'_> {
    fn turn_the_page(&mut self) {
        self.number += 1;
        if std::mem::take(&mut self.is_ahead) {
            std::mem::swap(&mut self.page, &mut self.ahead);
        } else {
            self.recorded.open(self.number, &mut self.page);
        }
    }

    fn while_lived<R: Send>(&mut self, work: impl FnOnce(&Period) -> R + Send) -> R {
        let period = self.recorded.period(self.number, &self.page);
        let (recorded, ahead, next) = (self.recorded, &mut self.ahead, self.number + 1);
        self.is_ahead = next <= recorded.periods();
        let open = self.is_ahead;
        let (done, ()) = rayon::join(
            || work(&period),
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
                let keeps_orders = plans.iter().any(Plan::needs_orders);
                let world = World::new(scenario, members_limit).keeping_orders(keeps_orders);
                History::Simulated(Box::new(world))
            }
        }
    }

    pub(super) fn begin(&mut self, replication: u32) {
        match self {
            History::Simulated(world) => world.begin(replication),
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
            History::Observed(observation) => {
                observation.turn_the_page();
                Ok(())
            }
        }
    }

    /// Does `work` on the period just lived; the orders of an observed network's next
    /// period are posted meanwhile.
    pub(super) fn while_lived<R: Send>(&mut self, work: impl FnOnce(&Period) -> R + Send) -> R {
        match self {
            History::Simulated(world) => work(&world.period()),
            History::Observed(observation) => observation.while_lived(work),
        }
    }

    /// The period just lived, frozen. After the last one it shows every member there was.
    pub(super) fn period(&self) -> Period<'_> {
        match self {
            History::Simulated(world) => world.period(),
            History::Observed(observation) => observation
                .recorded
                .period(observation.number, &observation.page),
        }
    }

    pub(super) fn luck(&self) -> &Luck {
        match self {
            History::Simulated(world) => world.luck(),
            History::Observed(observation) => &observation.luck,
        }
    }

    /// 1 − openness of the market at the end; `None` without a market.
    pub(super) fn saturation(&self) -> Option<f64> {
        match self {
            History::Simulated(world) => world.market().saturation(),
            History::Observed(_) => None,
        }
    }

    /// Approaches whose chance came out above 1.
    pub(super) fn clamped(&self) -> u64 {
        match self {
            History::Simulated(world) => world.clamped(),
            History::Observed(_) => 0,
        }
    }
}
