//! What the other gates find, as a document.

use std::collections::BTreeMap;

use govern_diagnostics::{Code, Diagnostic};
use govern_gate::{Error, Session, at_levels};
use serde_json::json;

use super::{NAME, documents::Parts};
use crate::GATES;

/// The findings of the gates that are on, at the levels that their rules have, before waivers and baseline; and where they
/// are.
pub(super) fn findings(session: &Session) -> Result<Parts, Error> {
    let switches: BTreeMap<String, bool> = session.config("gates")?;
    let is_on = |name: &str| name != NAME && switches.get(name).is_none_or(|on| *on);
    let mut found: Vec<Diagnostic> = Vec::new();
    for gate in GATES.into_iter().filter(|gate| is_on(gate.name())) {
        let outcome = gate.check(session)?;
        found.extend(at_levels(gate, session, outcome.rules)?);
    }
    let files = found.iter().filter_map(|it| Some(it.span?.file));
    let sources = session.sources_for(files);
    let mut values = Vec::new();
    let mut places = BTreeMap::new();
    for diagnostic in &found {
        let Code::Rule { gate, name } = diagnostic.code else {
            continue;
        };
        let place = diagnostic.span.and_then(|span| sources.locate(span));
        if let Some(span) = diagnostic.span {
            let path = vec!["findings".to_owned(), values.len().to_string()];
            places.insert(path, span);
        }
        values.push(json!({
            "gate": gate,
            "rule": name,
            "severity": diagnostic.severity.as_str(),
            "key": diagnostic.key,
            "message": diagnostic.message,
            "path": place.as_ref().map(|place| place.path),
            "line": place.as_ref().map(|place| place.start.line),
            "column": place.as_ref().map(|place| place.start.column),
        }));
    }
    Ok((json!({ "version": 1, "findings": values }), places))
}
