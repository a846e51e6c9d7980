//! A tree of a founder and six participants, worked by hand from payments to tables.
//!
//! ```text
//! founder ─┬─ 1 ─┬─ 3 ── 5 ── 6      who:         1  2  3  4  5  6
//!          └─ 2  └─ 4                units sold:  1  0  2  1  1  0   at 100.00
//! ```
//!
//! Everyone but the founder pays a fee of 10.00. `referral` pays 10 % on own sales;
//! `levels` pays 5 % on own sales and 5 % on those of personal recruits. Both pay out
//! 50.00 on a volume of 500.00.

mod edges;
mod metrics;
mod tables;
mod winners_and_losers;

use approx::assert_abs_diff_eq;

use super::*;
use crate::books::{ComponentTotals, Totals};
use crate::columns::Each;
use crate::luck::Luck;
use crate::measure::facts::{PeriodFacts, PlanFacts, WorldFacts};
use crate::measure::metric::METRICS;
use crate::measure::replication::{Options, Workspace, measure};
use crate::money::Currency;
use crate::network::{NO_SPONSOR, Team};
use crate::scenario::types::PeriodUnit;
use crate::study::results::{Account, Bucket, PlanLabel, Ranking, SummaryRow, Worlds};

const SPONSOR: [u32; 7] = [NO_SPONSOR, 0, 0, 1, 1, 3, 5];
const TEAMS: [Team; 7] = {
    const fn team(recruits: u32, downline: u32) -> Team {
        Team { recruits, downline }
    }
    let leaf = team(0, 0);
    [
        team(2, 6),
        team(2, 4),
        leaf,
        team(1, 2),
        leaf,
        team(1, 1),
        leaf,
    ]
};
const REFERRAL: [i64; 7] = [0, 1000, 0, 2000, 1000, 1000, 0];
const LEVELS: [i64; 7] = [500, 2000, 0, 1500, 500, 500, 0];

fn world(count_founders: bool) -> WorldFacts<'static> {
    WorldFacts {
        founders: 1,
        count_founders,
        sponsor: &SPONSOR,
        joined: Each::All(1),
        periods_enrolled: Each::All(1),
        enrolled_at_end: Each::All(true),
        depth: &[0, 1, 1, 2, 2, 3, 4],
        teams: &TEAMS,
        clamped: 3,
        ..WorldFacts::nobody()
    }
}

/// The books and the net of a plan that pays these commissions.
fn paid(commissions: &[i64; 7]) -> (Totals, Vec<i64>) {
    let payout = commissions.iter().sum();
    let totals = Totals {
        revenue: 56_000,
        payout,
        founders_payout: commissions[0],
        volume: [50_000, 0, 0],
        funded_by: [payout, 0, 0],
        components: vec![ComponentTotals {
            id: "commission".to_owned(),
            denominator: 100,
            theoretical: i128::from(payout) * 100 + 100_000,
            no_upline: 100_000,
            paid: payout,
            funded_by: [payout, 0, 0],
            ..ComponentTotals::default()
        }],
        ..Totals::default()
    };
    let fees = [0, 1000, 1000, 1000, 1000, 1000, 1000];
    (
        totals,
        commissions
            .iter()
            .zip(fees)
            .map(|(commission, fee)| commission - fee)
            .collect(),
    )
}

/// Measures some of the plans, the first being the baseline.
fn replication(number: u32, count_founders: bool, plans: &[[i64; 7]]) -> ReplicationMeasures {
    let paid: Vec<_> = plans.iter().map(paid).collect();
    let periods = [PeriodFacts {
        participants: 6,
        in_loss_so_far: 3,
        ..PeriodFacts::default()
    }];
    let facts: Vec<PlanFacts> = plans
        .iter()
        .zip(&paid)
        .map(|(commissions, (totals, net))| PlanFacts {
            commissions,
            net,
            periods: &periods,
            ..PlanFacts::nothing(totals)
        })
        .collect();
    let options = Options {
        baseline: 0,
        large: 500,
        equal_payout: true,
        scale: 100,
    };
    measure(
        &mut Workspace::default(),
        &Luck::new(1, number),
        &options,
        &[world(count_founders)],
        &facts,
    )
}

fn subject(plans: &[&str]) -> Subject {
    let label = |name: &&str| PlanLabel {
        name: (*name).to_owned(),
        title: String::new(),
    };
    Subject {
        name: "six".to_owned(),
        title: String::new(),
        description: String::new(),
        currency: Currency::from_code("USD"),
        periods: 1,
        unit: PeriodUnit::Month,
        replications: 0,
        seed: 1,
        plans: plans.iter().map(label).collect(),
        baseline: 0,
        large_change: 2_000,
        founders: 1,
        count_founders: false,
        notes: Vec::new(),
        pays_margin: false,
        observed: false,
        joining_known: true,
        worlds: Worlds::Shared,
    }
}

fn results(replications: u32, count_founders: bool) -> Results {
    let mut accumulator = Accumulator::new(subject(&["referral", "levels"]));
    for number in 1..=replications {
        accumulator.push(replication(number, count_founders, &[REFERRAL, LEVELS]));
    }
    accumulator.finish()
}

fn row<'a>(results: &'a Results, plan: &str, metric: &str) -> &'a SummaryRow {
    let found = results
        .summary
        .iter()
        .find(|row| row.plan == plan && row.metric == metric);
    found.unwrap_or_else(|| panic!("{plan} {metric}"))
}

fn assert_mean(results: &Results, plan: &str, metric: &str, expected: f64) {
    let found = row(results, plan, metric)
        .estimate
        .mean
        .unwrap_or_else(|| panic!("{plan} {metric}"));
    assert!(
        (found - expected).abs() < 1e-12,
        "{plan} {metric}: {found} is not {expected}"
    );
}
