//! One plan of a replication after another.

use super::{
    AccountMeasures, AgainstBaseline, ComponentFunding, EqualPayoutMeasures, Options, PlanMeasures,
    Workspace, quantile_grid,
};
use crate::books::Totals;
use crate::columns::Cores;
use crate::luck::Luck;
use crate::measure::amount::Amount;
use crate::measure::change::Changes;
use crate::measure::crowd::Crowd;
use crate::measure::disclosure::{Disclosed, DisclosedYear, Discloser};
use crate::measure::distribution::{Distribution, HistogramBins};
use crate::measure::facts::{PlanFacts, WorldFacts};
use crate::measure::group::Columns;
use crate::measure::metric::Observation;
use crate::measure::observe::{Counted, Curves, Scratch, View};
use crate::measure::position::Deciles;

/// What all plans of a replication share.
pub(super) struct Shared<'a, A> {
    pub(super) cores: Cores,
    pub(super) luck: &'a Luck,
    pub(super) options: &'a Options,
    /// One that all plans pay, or one a plan.
    pub(super) worlds: &'a [WorldFacts<'a>],
    pub(super) plans: &'a [PlanFacts<'a, A>],
    /// World by world.
    pub(super) crowds: Vec<Crowd>,
    pub(super) bins: HistogramBins,
}

impl<A: Amount> Shared<'_, A> {
    /// The world a plan pays.
    pub(super) fn world(&self, plan: usize) -> &WorldFacts<'_> {
        &self.worlds[self.world_index(plan)]
    }

    fn world_index(&self, plan: usize) -> usize {
        plan.min(self.worlds.len() - 1)
    }

    fn first_participant(&self) -> usize {
        self.worlds[0].first_participant()
    }

    /// Whether member by member it is the same person as in the baseline's world: as many
    /// joined, and each in the same period.
    fn is_paired(&self, plan: usize) -> bool {
        let (own, baseline) = (self.world(plan), self.world(self.options.baseline));
        self.worlds.len() == 1
            || own.sponsor.len() == baseline.sponsor.len()
                && own.joined.says_the_same(baseline.joined)
    }

    /// The columns of a plan, founders cut off unless they count.
    fn columns<'a>(&self, plan: &PlanFacts<'a, A>) -> Columns<'a, A> {
        participants(plan, self.first_participant())
    }

    pub(super) fn measure_plan(&self, workspace: &mut Workspace<A>, index: usize) -> PlanMeasures {
        let plan = &self.plans[index];
        let first = self.first_participant();
        let compared = index != self.options.baseline;
        let crowd = &self.crowds[self.world_index(index)];
        let equal_payout = (compared && self.options.equal_payout)
            .then(|| self.measure_equal_payout(workspace, index))
            .flatten();
        let Workspace {
            plans,
            partitions,
            tally,
            deciles,
            discloser,
            scratch,
            ranks,
            grid,
            ..
        } = workspace;
        let counted = &plans[index];
        let columns = counted.shared(&self.columns(plan));
        let net = counted.net();
        net.rank(columns.net, ranks, self.cores);
        if !compared && self.plans.len() > 1 {
            deciles.rank(ranks, net, self.luck, first, self.cores);
        }
        let observe = || self.observe(index, plan.totals, columns, counted, ranks, scratch);
        let depth = &self.world(index).depth[first..];
        let tally = || tally.tally(partitions, depth, &columns, ranks, net, self.cores);
        let (observed, groups) = self.cores.join(observe, tally);
        let Observed {
            observations,
            commissions,
            with_margin,
        } = observed;
        PlanMeasures {
            observations,
            participants: crowd.participants,
            groups,
            cohorts: plan.cohorts.to_vec(),
            funding: funding(plan.totals),
            periods: plan.periods.to_vec(),
            disclosure: self.disclose(discloser, index, counted),
            against_baseline: compared
                .then(|| self.compare(index, (columns.net, net), plans, deciles))
                .flatten(),
            equal_payout,
            gross: with_margin.map(|curves| self.account(counted.gross(), Some(curves))),
            commissions: self.account(&counted.commissions, Some(commissions)),
            net: self.account(net, None),
            net_cumulative: grid.count(net),
        }
    }

    /// Every metric of a plan and the curves they are read off; under other `totals` than its own
    /// it is the plan at another payout, which has no history.
    fn observe(
        &self,
        index: usize,
        totals: &Totals,
        columns: Columns<A>,
        counted: &Counted<A>,
        ranks: &[u32],
        scratch: &mut Scratch,
    ) -> Observed {
        let plan = &self.plans[index];
        let commissions = Curves::of(columns.commissions, &counted.commissions);
        let with_margin = counted
            .gross_with_margin()
            .map(|(column, gross)| Curves::of(column, gross));
        let view = View {
            world: self.world(index),
            crowd: &self.crowds[self.world_index(index)],
            plan,
            totals,
            columns,
            counted,
            ranks,
            commissions: &commissions,
            gross: with_margin.as_ref().unwrap_or(&commissions),
            has_history: std::ptr::eq(totals, plan.totals),
        };
        Observed {
            observations: view.observe(scratch),
            commissions,
            with_margin,
        }
    }

    fn account(&self, distribution: &Distribution, curves: Option<Curves>) -> AccountMeasures {
        AccountMeasures {
            quantiles: quantile_grid()
                .filter_map(|(numerator, denominator)| {
                    distribution.quantile(numerator, denominator)
                })
                .collect(),
            histogram: self.bins.count(distribution),
            curves,
        }
    }

    fn disclose(
        &self,
        discloser: &mut Discloser,
        index: usize,
        counted: &Counted<A>,
    ) -> Vec<Disclosed> {
        let plan = &self.plans[index];
        let first = self.first_participant();
        let columns = counted.shared(&self.columns(plan));
        let enrolled = self.world(index).enrolled_at_end.starting_at(first);
        if let Some(year) = DisclosedYear::last(plan, first) {
            return discloser.disclose(&year, enrolled, self.options.scale);
        }
        let year = DisclosedYear {
            commissions: columns.commissions,
            gross: counted.gross_column(&columns),
            net: columns.net,
            counted: Some([counted.gross(), counted.net()]),
        };
        discloser.disclose(&year, enrolled, self.options.scale)
    }

    /// Compares net, and its distribution, with the baseline's; `None` where it is not the
    /// same people who joined.
    fn compare(
        &self,
        index: usize,
        (net, distribution): (&[A], &Distribution),
        counted: &[Counted<A>],
        deciles: &Deciles,
    ) -> Option<AgainstBaseline> {
        let baseline = self.options.baseline;
        let baseline_net = self.columns(&self.plans[baseline]).net;
        self.is_paired(index).then(|| AgainstBaseline {
            changes: Changes::compare(
                net,
                baseline_net,
                deciles.of(),
                self.options.large,
                self.cores,
            ),
            dominance: distribution.dominates(counted[baseline].net()),
        })
    }

    fn measure_equal_payout(
        &self,
        workspace: &mut Workspace<A>,
        index: usize,
    ) -> Option<EqualPayoutMeasures> {
        let plan = &self.plans[index];
        let baseline = self.plans[self.options.baseline].totals;
        let Workspace {
            plans,
            scaled: counted,
            equal_payout: scaled,
            deciles,
            scratch,
            ranks,
            ..
        } = workspace;
        scaled
            .scale(
                plan,
                baseline,
                &plans[index].commissions,
                self.world(index),
                self.luck,
            )
            .then(|| {
                let twin = PlanFacts {
                    commissions: &scaled.commissions,
                    net: &scaled.net,
                    ..*plan
                };
                let columns = self.columns(&twin);
                counted.count(&columns);
                let columns = counted.shared(&columns);
                counted.net().rank(columns.net, ranks, self.cores);
                let observed =
                    self.observe(index, &scaled.totals, columns, counted, ranks, scratch);
                EqualPayoutMeasures {
                    observations: observed.observations,
                    against_baseline: self.compare(
                        index,
                        (columns.net, counted.net()),
                        plans,
                        deciles,
                    ),
                }
            })
    }
}

/// The metrics of a plan, with curves of its money.
struct Observed {
    observations: Vec<Observation>,
    commissions: Curves,
    /// Of gross, if it is not the same as commissions.
    with_margin: Option<Curves>,
}

/// The columns of a plan from member `first` on.
pub(super) fn participants<'a, A>(plan: &PlanFacts<'a, A>, first: usize) -> Columns<'a, A> {
    Columns {
        commissions: &plan.commissions[first..],
        margin: plan.margin.get(first..).unwrap_or_default(),
        net: &plan.net[first..],
    }
}

/// Component by component and in total.
fn funding(totals: &Totals) -> Vec<ComponentFunding> {
    let components = totals.components.iter().map(|component| ComponentFunding {
        component: component.id.clone(),
        funded_by: component.funded_by,
    });
    let total = ComponentFunding {
        component: "total".to_owned(),
        funded_by: totals.funded_by,
    };
    components.chain([total]).collect()
}
