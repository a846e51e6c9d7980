//! The charts of a study (measures.md §5).

/// A finished chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The file's name without its ending: `lorenz` for `charts/lorenz.svg`.
    pub file_stem: &'static str,
    /// The subject of the finding; it also stands on the chart.
    pub title: String,
    /// Population, horizon, costs, gross or net, what the bands are; it also stands on
    /// the chart.
    pub caption: String,
    /// The file the chart regenerates from.
    pub source_csv: &'static str,
    /// The finding in words and figures, for readers who cannot see the chart.
    pub alternative_text: String,
    /// The chart as a whole SVG document.
    pub svg: String,
}
