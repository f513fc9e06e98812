//! The report as JSON, for other programs. The schema is `docs/schema/ac-report.schema.json`.

use serde::Serialize;

use super::rows::Report;

/// Changes when something is there no longer, or means something else.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    #[serde(flatten)]
    report: &'a Report,
}

/// The report as one JSON object.
pub(super) fn document(report: &Report) -> Result<String, serde_json::Error> {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        report,
    };
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}
