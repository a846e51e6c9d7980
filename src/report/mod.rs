//! What a reader sees of a study: tables, charts, the report.
pub mod chart;
