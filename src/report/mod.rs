//! What a study leaves behind: tables, charts, the HTML report, the manifest.

pub mod folder;
pub mod manifest;
pub mod table;
pub mod tables;
