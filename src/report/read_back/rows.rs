//! The rows of each table that charts are drawn from: what `report::tables` writes, read
//! again.

use super::table::{Fault, Row};
use crate::books::Source;
use crate::study::results::{
    Account, Bucket, ComparisonRow, ConvergenceRow, CumulativeRow, Estimate, FundingRow, GroupRow,
    LorenzRow, PeriodRow, QuantileRow, Ranking, SummaryRow, Unit, WinnersLosersRow,
};

/// Of `comparison.csv`, what is read off it: how many fare better or worse.
const CHANGES: [&str; 3] = ["share_better", "share_worse", "share_unchanged"];

pub(super) fn summary(row: &Row<'_>) -> Result<SummaryRow, Fault> {
    let metric = row.metric()?;
    let unit = metric.unit;
    Ok(SummaryRow {
        plan: row.plan()?,
        metric: metric.name,
        unit,
        estimate: row.estimate(unit, "mean")?,
        sd: row.measured(unit, "sd")?,
        min: row.measured(unit, "min")?,
        max: row.measured(unit, "max")?,
        p05: row.measured(unit, "p05")?,
        p95: row.measured(unit, "p95")?,
        replications: row.whole("replications", 0..=u32::MAX)?,
    })
}

/// `None` of a metric that no chart shows.
pub(super) fn comparison(row: &Row<'_>) -> Result<Option<ComparisonRow>, Fault> {
    let name = row.text("metric")?;
    let Some(metric) = CHANGES.into_iter().find(|metric| *metric == name) else {
        return Ok(None);
    };
    Ok(Some(ComparisonRow {
        plan: row.plan()?,
        baseline: row.text("baseline")?.to_owned(),
        metric,
        unit: Unit::Share,
        difference: row.estimate(Unit::Share, "mean_difference")?,
        sd: row.measured(Unit::Share, "sd")?,
        replications: row.whole("replications", 0..=u32::MAX)?,
    }))
}

pub(super) fn convergence(row: &Row<'_>) -> Result<ConvergenceRow, Fault> {
    let metric = row.metric()?;
    Ok(ConvergenceRow {
        plan: row.plan()?,
        metric: metric.name,
        unit: metric.unit,
        replications: row.whole("replications", 1..=u32::MAX)?,
        estimate: row.estimate(metric.unit, "mean")?,
    })
}

pub(super) fn quantile(row: &Row<'_>) -> Result<QuantileRow, Fault> {
    Ok(QuantileRow {
        plan: row.plan()?,
        account: account(row)?,
        p: row.known(Unit::Share, "p")?,
        value: row.estimate(Unit::Amount, "value")?,
    })
}

pub(super) fn cumulative(row: &Row<'_>) -> Result<CumulativeRow, Fault> {
    Ok(CumulativeRow {
        plan: row.plan()?,
        account: account(row)?,
        value: row.money("value")?,
        share: share(row, "share")?,
    })
}

/// Of `lorenz.csv` and `joining_curve.csv`.
pub(super) fn lorenz(row: &Row<'_>) -> Result<LorenzRow, Fault> {
    Ok(LorenzRow {
        plan: row.plan()?,
        account: account(row)?,
        people: row.known(Unit::Share, "people")?,
        money: share(row, "money")?,
    })
}

pub(super) fn joining_decile(row: &Row<'_>) -> Result<GroupRow, Fault> {
    Ok(GroupRow {
        plan: row.plan()?,
        group: row.whole("group", 1..=10)?,
        participants: row.known(Unit::Count, "participants")?,
        share_profit: share(row, "share_profit")?,
        mean_net: row.measured(Unit::Amount, "mean_net")?,
        median_net: row.measured(Unit::Amount, "median_net")?,
        mean_gross: row.measured(Unit::Amount, "mean_gross")?,
        share_of_commissions: row.measured(Unit::Share, "share_of_commissions")?,
        mean_periods_enrolled: row.measured(Unit::Count, "mean_periods_enrolled")?,
    })
}

pub(super) fn winners_losers(row: &Row<'_>) -> Result<WinnersLosersRow, Fault> {
    Ok(WinnersLosersRow {
        plan: row.plan()?,
        baseline: row.text("baseline")?.to_owned(),
        ranked_by: row.word("ranked_by", &Ranking::ALL, Ranking::word)?,
        group: row.whole("group", 0..=10)?,
        bucket: row.word("bucket", &Bucket::ALL, Bucket::word)?,
        share: share(row, "share")?,
        mean_change: row.measured(Unit::Amount, "mean_change")?,
    })
}

pub(super) fn funding(row: &Row<'_>) -> Result<FundingRow, Fault> {
    let source = row.word("source", &Source::ALL, Source::word)?;
    Ok(FundingRow {
        plan: row.plan()?,
        component: row.text("component")?.to_owned(),
        source: source.word(),
        amount_mean: row.known(Unit::Amount, "amount_mean")?,
        share: share(row, "share")?,
    })
}

/// `periods` is how many the horizon has.
pub(super) fn period(row: &Row<'_>, periods: u32) -> Result<PeriodRow, Fault> {
    Ok(PeriodRow {
        plan: row.plan()?,
        period: row.whole("period", 1..=periods)?,
        participants: row.known(Unit::Count, "participants")?,
        enrolled: row.known(Unit::Count, "enrolled")?,
        active: row.known(Unit::Count, "active")?,
        customers: row.known(Unit::Count, "customers")?,
        revenue: row.known(Unit::Amount, "revenue")?,
        payout: row.known(Unit::Amount, "payout")?,
        share_loss_so_far: share(row, "share_loss_so_far")?,
    })
}

fn account(row: &Row<'_>) -> Result<Account, Fault> {
    row.word("account", &Account::ALL, Account::word)
}

fn share(row: &Row<'_>, column: &str) -> Result<Estimate, Fault> {
    row.estimate(Unit::Share, column)
}
