//! `downline schema`: prints the JSON Schema of scenario files.

use std::io::{self, Write};

use crate::plan::LANGUAGE;
use crate::scenario::schema::json_schema;

/// Writes the schema, indented.
///
/// # Errors
///
/// If `out` cannot be written.
pub fn schema(out: &mut dyn Write) -> io::Result<()> {
    let schema = json_schema(LANGUAGE);
    serde_json::to_writer_pretty(&mut *out, &schema)?;
    writeln!(out)
}
