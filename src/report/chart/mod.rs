//! The charts of a study (measures.md §5), drawn from its [`Results`] alone: each
//! regenerates from the CSV file beside it.
//!
//! Every chart is an exhibit that stands on its own: title, axes with units, and a
//! caption that names population, horizon, costs and what its bands are. The SVG is
//! the same byte for byte on every machine; [`png`] makes a picture of it.

mod axis;
mod clip;
mod convergence;
mod curve;
mod frame;
mod key;
mod labels;
mod lorenz;
mod net_earnings_cdf;
mod page;
mod panel;
mod png;
mod profit_by_joining_decile;
mod sample_tree;
mod sources;
mod style;
mod svg;
mod text;
mod time_series;
pub mod what_if;
mod where_the_money_comes_from;
mod who_gets_the_money;
mod winners_and_losers;
mod words;
mod worlds;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use png::png;
pub use worlds::worlds;

use crate::study::results::Results;
use frame::Exhibit;

/// A finished chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The file's name without its ending: `lorenz` for `charts/lorenz.svg`.
    pub file_stem: String,
    /// The subject of the finding; it also stands on the chart.
    pub title: String,
    /// Population, horizon, costs, gross or net, what the bands are; it also stands on
    /// the chart.
    pub caption: String,
    /// The table the chart is drawn from: `lorenz` for `lorenz.csv` or `lorenz.parquet`.
    pub source_table: &'static str,
    /// The finding in words and figures, for readers who cannot see the chart.
    pub alternative_text: String,
    /// The chart as a whole SVG document. Its colours are CSS variables
    /// (`--chart-ink`, `--chart-paper`, `--chart-grid`, `--chart-plan-1`, …) with
    /// light fallbacks, so that a page around it may set a dark theme.
    pub svg: String,
}

impl Chart {
    /// The drawing as it stands inside a page, where a document's prologue has no place.
    #[must_use]
    pub fn inline(&self) -> &str {
        &self.svg[self.svg.find("<svg").unwrap_or(0)..]
    }
}

/// What a chart says beside what it draws.
struct Story {
    file_stem: String,
    source_table: &'static str,
    title: String,
    caption: String,
    alternative_text: String,
}

impl Story {
    fn told(self, exhibit: &Exhibit) -> Chart {
        Chart {
            svg: exhibit.finish(&self.file_stem, &self.alternative_text),
            file_stem: self.file_stem,
            title: self.title,
            caption: self.caption,
            source_table: self.source_table,
            alternative_text: self.alternative_text,
        }
    }
}

/// The charts in the order of the report. A new chart is one file and one line here.
const CHARTS: [fn(&Results) -> Option<Chart>; 9] = [
    net_earnings_cdf::chart,
    lorenz::chart,
    profit_by_joining_decile::chart,
    who_gets_the_money::chart,
    where_the_money_comes_from::chart,
    winners_and_losers::chart,
    sample_tree::chart,
    time_series::chart,
    convergence::chart,
];

/// All charts that the results have the data for: a time series needs two periods,
/// winners and losers need two plans, a course of the mean ten replications.
#[must_use]
pub fn all(results: &Results) -> Vec<Chart> {
    CHARTS.iter().filter_map(|draw| draw(results)).collect()
}
