//! The charts of the what-if commands: what becomes of the findings when keys of the
//! scenario are varied. They know no command, only figures with their words, so that every
//! command can draw what it found. A new form is one file and one line here.

mod bars;
mod breaking;
mod heat_map;
mod key_axis;
mod lines;
mod metric;
mod scatter;
mod small_multiples;
mod stacked;

#[cfg(test)]
mod tests;

pub use bars::{Bars, Form, Mark, Row, bars};
pub use heat_map::{Cells, HeatMap, heat_map};
pub use key_axis::{KeyAxis, Values};
pub use lines::{Crossing, Lines, Series, Target, lines};
pub use metric::Metric;
pub use scatter::{Dot, Scatter, scatter};
pub use small_multiples::{Multiple, SmallMultiples, small_multiples};
pub use stacked::{Part, Stack, Stacked, stacked};

use super::Story;

/// What a chart says beside what it draws.
#[derive(Clone, Debug)]
pub struct Words {
    /// The file's name without its ending, of letters, digits, `_` and `-`, different for
    /// each chart of a page.
    pub file_stem: String,
    /// The table the chart is drawn from, without its ending.
    pub source_table: &'static str,
    /// The subject of the finding.
    pub title: String,
    /// Population, horizon, what the intervals are.
    pub caption: String,
    /// The finding in words and figures; made from the figures where there is none.
    pub alternative_text: Option<String>,
}

impl Words {
    /// The chart's story. `remarks` are sentences on how it is drawn, which follow the
    /// caption; `told` are the figures, for readers who cannot see it.
    fn story(&self, remarks: &[String], told: impl FnOnce() -> Vec<String>) -> Story {
        let caption: Vec<&str> = std::iter::once(self.caption.as_str())
            .chain(remarks.iter().map(String::as_str))
            .filter(|sentence| !sentence.is_empty())
            .collect();
        let alternative_text = self
            .alternative_text
            .clone()
            .unwrap_or_else(|| format!("{}. {}", self.title, told().join(" ")));
        Story {
            file_stem: self.file_stem.clone(),
            source_table: self.source_table,
            title: self.title.clone(),
            caption: caption.join(" "),
            alternative_text,
        }
    }
}
