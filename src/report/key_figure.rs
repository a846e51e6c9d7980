//! The few figures that answer the question, the same on the terminal, in the JSON
//! summary and on the first page of the report.

use crate::study::results::{Estimate, Results, SummaryRow, Unit};

/// A headline figure of a plan.
#[derive(Clone, Copy, Debug)]
pub struct KeyFigure {
    /// What it says, under its group's title.
    pub label: &'static str,
    /// A word or two, for narrow columns.
    pub short: &'static str,
    /// How it is written.
    pub unit: Unit,
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
        }
        .unwrap_or_default()
    }
}

/// A plan's row of a metric, if it was measured.
#[must_use]
pub fn find<'a>(results: &'a Results, plan: &str, metric: &str) -> Option<&'a SummaryRow> {
    results
        .summary
        .iter()
        .find(|row| row.metric == metric && row.plan == plan)
}

/// Figures that are shares of the same thing.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// What the figures say.
    pub title: &'static str,
    /// The figures.
    pub figures: &'static [KeyFigure],
    of: &'static str,
    of_with_margin: &'static str,
}

impl Group {
    /// What the figures are shares of, or amounts in and per, in this study.
    #[must_use]
    pub fn of(&self, results: &Results) -> String {
        let of = if results.subject.pays_margin {
            self.of_with_margin
        } else {
            self.of
        };
        match self.figures {
            [
                KeyFigure {
                    unit: Unit::Amount, ..
                },
                ..,
            ] => {
                format!("{}, {of}", results.subject.currency.code)
            }
            _ => of.to_owned(),
        }
    }
}

const fn figure(label: &'static str, short: &'static str, unit: Unit, source: Source) -> KeyFigure {
    KeyFigure {
        label,
        short,
        unit,
        source,
    }
}

/// Share of participants with positive net.
pub const IN_PROFIT: KeyFigure = figure(
    "in profit (net above 0)",
    "profit",
    Unit::Share,
    Source::Metric("share_profit"),
);

/// Share of participants with negative net.
pub const IN_LOSS: KeyFigure = figure(
    "in loss (net below 0)",
    "loss",
    Unit::Share,
    Source::Metric("share_loss"),
);

/// Share of participants with a net of exactly zero.
pub const AT_ZERO: KeyFigure = figure(
    "at exactly 0",
    "zero",
    Unit::Share,
    Source::Metric("share_zero"),
);

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

/// Commissions as a share of the volume they are taken of.
pub const PAYOUT: KeyFigure = figure(
    "all commissions",
    "payout",
    Unit::Share,
    Source::Metric("payout_of_cv"),
);

/// The part of commissions that outside customers' purchases funded.
pub const FROM_CUSTOMERS: KeyFigure = figure(
    "outside customers",
    "customers",
    Unit::Share,
    Source::Metric("funded_by_customers"),
);

/// Who gets the money.
pub const RECEIVED: Group = Group {
    title: "Who gets the money",
    of: "share of all commissions, before costs",
    of_with_margin: "share of commissions and retail margin, before costs",
    figures: &[EARLIEST, BEST_PAID],
};

/// The headline figures in the order they are read.
pub const GROUPS: &[Group] = &[
    Group {
        title: "Who profits",
        of: "share of all participants; net is after costs",
        of_with_margin: "share of all participants; net is after costs",
        figures: &[IN_PROFIT, IN_LOSS, AT_ZERO, UNPAID],
    },
    Group {
        title: "Net per participant",
        of: "received less costs, whole horizon",
        of_with_margin: "received less costs, whole horizon",
        figures: &[MEDIAN_NET, MEAN_NET],
    },
    RECEIVED,
    Group {
        title: "Where the money comes from",
        of: "share of all commissions, founders' included",
        of_with_margin: "share of all commissions, founders' included",
        figures: &[
            FROM_CUSTOMERS,
            figure(
                "participants' own purchases",
                "own use",
                Unit::Share,
                Source::Metric("funded_by_own_use"),
            ),
            figure(
                "joining fees and kits",
                "joining",
                Unit::Share,
                Source::Metric("funded_by_joining"),
            ),
        ],
    },
    Group {
        title: "How much is paid out",
        of: "share of commissionable volume",
        of_with_margin: "share of commissionable volume, without retail margin",
        figures: &[PAYOUT],
    },
];

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
    let read = |metric| {
        results
            .comparison
            .iter()
            .find(|row| row.metric == metric && row.plan == plan)
            .map(|row| row.difference)
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
