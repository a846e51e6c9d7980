//! What a study leaves behind: tables, charts, the HTML report, the manifest.

pub mod chart;
pub mod decimal;
pub mod definitions;
#[cfg(test)]
pub(crate) mod fixture;
pub mod folder;
pub mod html;
pub mod key_figure;
pub mod manifest;
pub mod participants;
pub mod story;
pub mod table;
pub mod tables;
pub mod words;
