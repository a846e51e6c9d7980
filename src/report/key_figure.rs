//! The few figures that answer the question, the same on the terminal, in the JSON
//! summary and on the first page of the report.

mod averages;
mod group;

pub use averages::averages;
pub use group::{Detail, Group, are_apart, groups, is_anything, payout, received};

use crate::study::interval::{Estimator, Moments};
use crate::study::results::{Estimate, ReplicationRow, Results, SummaryRow, Unit, Worlds};

/// A headline figure of a plan.
#[derive(Clone, Copy, Debug)]
pub struct KeyFigure {
    /// What it says, under its group's title.
    pub label: &'static str,
    /// A word or two, for narrow columns.
    pub short: &'static str,
    /// How it is written.
    pub unit: Unit,
    /// Whether it is told of the figure before it, and set in below it.
    pub part: bool,
    source: Source,
}

/// Where a figure is read.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// The metric of this name.
    Metric(&'static str),
    /// All people but the metric's.
    Others(&'static str),
    /// The metric of commissions, or where a plan pays retail margin the one of gross
    /// (rulings.md 19).
    Received(&'static str, &'static str),
    /// The share in profit of this tenth of the joining order.
    Tenth(u32),
    /// Gross without commissions, a participant.
    RetailMargin,
}

impl KeyFigure {
    /// The figure of a plan, in the unit of the figure.
    #[must_use]
    pub fn estimate(&self, results: &Results, plan: &str) -> Estimate {
        let read = |metric| find(results, plan, metric).map(|row| row.estimate);
        match self.source {
            Source::Metric(metric) => read(metric),
            Source::Others(metric) => read(metric).map(|share| Estimate {
                mean: share.mean.map(|mean| 1.0 - mean),
                low: share.high.map(|high| 1.0 - high),
                high: share.low.map(|low| 1.0 - low),
            }),
            Source::Received(_, gross) if results.subject.pays_margin => read(gross),
            Source::Received(commissions, _) => read(commissions),
            Source::Tenth(tenth) => results
                .joining_decile
                .iter()
                .find(|row| row.group == tenth && row.plan == plan)
                .map(|row| row.share_profit),
            Source::RetailMargin => Some(retail_margin(results, plan)),
        }
        .unwrap_or_default()
    }

    /// The figure under every plan, in the order of the plans.
    #[must_use]
    pub fn estimates(&self, results: &Results) -> Vec<Estimate> {
        let plans = results.subject.plans.iter();
        plans
            .map(|plan| self.estimate(results, &plan.name))
            .collect()
    }
}

/// Retail margin a participant: gross less commissions, replication by replication.
/// Payout is of all (rulings.md 9), so founders who do not count are taken out of it.
fn retail_margin(results: &Results, plan: &str) -> Estimate {
    let replications = &results.replications;
    let column = |name| {
        let mut names = replications.metrics.iter();
        names.position(|&(metric, _)| metric == name)
    };
    let columns = ["mean_gross", "participants", "payout", "founders_payout"].map(column);
    let [
        Some(gross),
        Some(participants),
        Some(payout),
        Some(founders),
    ] = columns
    else {
        return Estimate::default();
    };
    let margin = |row: &ReplicationRow| {
        let apart = match results.subject.count_founders {
            true => 0.0,
            false => row.values[founders]?,
        };
        let commissions = (row.values[payout]? - apart) / row.values[participants]?;
        row.values[gross].map(|gross| gross - commissions)
    };
    let mut moments = Moments::default();
    let rows = replications.rows.iter().filter(|row| row.plan == plan);
    for value in rows.filter_map(margin) {
        moments.push(value);
    }
    Estimator::default().mean(&moments, None)
}

/// A plan's row of a metric, if it was measured.
#[must_use]
pub fn find<'a>(results: &'a Results, plan: &str, metric: &str) -> Option<&'a SummaryRow> {
    results
        .summary
        .iter()
        .find(|row| row.metric == metric && row.plan == plan)
}

const fn figure(label: &'static str, short: &'static str, unit: Unit, source: Source) -> KeyFigure {
    KeyFigure {
        label,
        short,
        unit,
        part: false,
        source,
    }
}

/// A figure told of the one before it.
const fn part(label: &'static str, short: &'static str, unit: Unit, source: Source) -> KeyFigure {
    KeyFigure {
        part: true,
        ..figure(label, short, unit, source)
    }
}

const fn share(label: &'static str, short: &'static str, metric: &'static str) -> KeyFigure {
    figure(label, short, Unit::Share, Source::Metric(metric))
}

/// Share of participants with positive net.
pub const IN_PROFIT: KeyFigure = share("in profit (net above 0)", "profit", "share_profit");

/// Share in profit of the first tenth to join.
pub const FIRST_TENTH: KeyFigure = part(
    "of the first tenth to join",
    "first tenth",
    Unit::Share,
    Source::Tenth(1),
);

/// Share in profit of the last tenth to join.
pub const LAST_TENTH: KeyFigure = part(
    "of the last tenth to join",
    "last tenth",
    Unit::Share,
    Source::Tenth(10),
);

/// Share of participants whose net is above what their own time is worth.
pub const AFTER_TIME: KeyFigure = part(
    "after paying own time too",
    "after time",
    Unit::Share,
    Source::Metric("share_profit_after_time"),
);

/// What the time spent is worth, a participant.
pub const TIME_COST: KeyFigure = figure(
    "mean cost of own time",
    "time",
    Unit::Amount,
    Source::Metric("mean_time_cost"),
);

/// Share of participants with negative net.
pub const IN_LOSS: KeyFigure = share("in loss (net below 0)", "loss", "share_loss");

/// Share of participants with a net of exactly zero.
pub const AT_ZERO: KeyFigure = share("at exactly 0", "zero", "share_zero");

/// Share of participants the company paid nothing.
pub const UNPAID: KeyFigure = figure(
    "paid no commission at all",
    "unpaid",
    Unit::Share,
    Source::Others("share_paid"),
);

/// The middle participant's net.
pub const MEDIAN_NET: KeyFigure = figure(
    "median",
    "median net",
    Unit::Amount,
    Source::Metric("median_net"),
);

/// The average net.
pub const MEAN_NET: KeyFigure =
    figure("mean", "mean net", Unit::Amount, Source::Metric("mean_net"));

/// What the first tenth to join received.
pub const EARLIEST: KeyFigure = figure(
    "the earliest 10 % to join",
    "first 10 %",
    Unit::Share,
    Source::Received("early10_share", "early10_share_gross"),
);

/// What the best-paid hundredth received.
pub const BEST_PAID: KeyFigure = figure(
    "the best-paid 1 %",
    "top 1 %",
    Unit::Share,
    Source::Received("top01_share", "top01_share_gross"),
);

/// The part of commissions that outside customers' purchases funded.
pub const FROM_CUSTOMERS: KeyFigure =
    share("from outside customers", "customers", "funded_by_customers");

/// The part of commissions that participants' own purchases funded.
pub const FROM_OWN_USE: KeyFigure = share("from own purchases", "own use", "funded_by_own_use");

/// The part of commissions that joining fees and kits funded.
pub const FROM_JOINING: KeyFigure =
    share("from joining fees and kits", "joining", "funded_by_joining");

/// The part of all commissions that goes to founders.
pub const FOUNDERS_SHARE: KeyFigure = share("to the founders", "founders", "founders_share");

/// What all founders together receive in a replication.
pub const FOUNDERS_PAYOUT: KeyFigure = part(
    "together, mean amount",
    "founders",
    Unit::Amount,
    Source::Metric("founders_payout"),
);

/// Retail margin a participant.
pub const RETAIL_MARGIN: KeyFigure = figure(
    "retail margin per participant",
    "margin",
    Unit::Amount,
    Source::RetailMargin,
);

/// Commissions as a share of the volume they are taken of.
pub const PAYOUT_OF_VOLUME: KeyFigure =
    share("all, of commissionable volume", "payout", "payout_of_cv");

/// Commissions as a share of all that the company receives, fees included.
pub const PAYOUT_OF_REVENUE: KeyFigure =
    share("all, of revenue with fees", "payout", "payout_ratio");

/// How people fare under a plan against the same people under the baseline.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// Share of participants with more net.
    pub better: Estimate,
    /// Share of participants with less net.
    pub worse: Estimate,
    /// Share of participants with the same net to the minor unit.
    pub unchanged: Estimate,
    /// Mean change of net, in minor units.
    pub mean: Estimate,
}

/// How people fare under `plan` (`PLAN@equal` included); `None` where it was not
/// compared.
#[must_use]
pub fn change(results: &Results, plan: &str) -> Option<Change> {
    let apart = results.subject.worlds != Worlds::Shared;
    let read = |metric| {
        results
            .comparison
            .iter()
            .find(|row| row.metric == metric && row.plan == plan)
            .map(|row| row.difference)
            // Where it was not the same people, nobody was compared.
            .filter(|difference| !apart || difference.mean.is_some())
    };
    Some(Change {
        better: read("share_better")?,
        worse: read("share_worse")?,
        unchanged: read("share_unchanged")?,
        mean: read("mean_change")?,
    })
}

/// The name under which a plan stands when it is scaled to pay out the baseline's
/// share of volume (rulings.md 27).
#[must_use]
pub fn at_equal_payout(plan: &str) -> String {
    format!("{plan}@equal")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    /// Gross 50.00 a head; 1,200.00 paid, 200.00 of it to the founder; 100 participants:
    /// 10.00 of commissions and 40.00 of margin a head, or 38.00 with the founder's.
    #[test]
    fn retail_margin_is_gross_without_the_commissions_of_participants() {
        let mut results = fixture::results(1);
        let names = ["mean_gross", "participants", "payout", "founders_payout"];
        results.replications.metrics = names.map(|name| (name, Unit::Amount)).to_vec();
        let values = [5_000.0, 100.0, 120_000.0, 20_000.0].map(Some).to_vec();
        for row in &mut results.replications.rows {
            row.values.clone_from(&values);
        }
        let mean = |results: &Results| RETAIL_MARGIN.estimate(results, "referral").mean;
        assert_eq!(mean(&results), Some(4_000.0));
        results.subject.count_founders = true;
        assert_eq!(mean(&results), Some(3_800.0));
        results.replications.metrics.clear();
        assert_eq!(mean(&results), None);
    }

    #[test]
    fn a_tenth_is_read_from_the_joining_order() {
        let results = fixture::results(2);
        assert_eq!(FIRST_TENTH.estimate(&results, "mlm").mean, Some(0.7 - 0.03));
        assert_eq!(LAST_TENTH.estimate(&results, "mlm").mean, Some(0.7 - 0.3));
    }
}
