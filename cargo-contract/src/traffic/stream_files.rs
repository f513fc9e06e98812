//! Configurations of streams and consumers in files, as the command line tool of NATS writes and reads them.

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Error, Session, Spanned};
use govern_workspace::Workspace;
use serde_json::Value as Json;
use text_size::{TextRange, TextSize};

use crate::subjects::{Given, configured};
use crate::told::Told;

/// Reads the files, and adds what they say to what is given.
pub(super) fn read(
    session: &Session,
    workspace: &Workspace,
    globs: &[Spanned<String>],
    given: &mut Given,
    told: &mut Told,
) -> Result<(), Error> {
    for glob in globs {
        let files = workspace.find_files(&[glob.get_ref()])?;
        told.selectors.push((
            session.config_span(glob.span()),
            "stream file",
            glob.get_ref().clone(),
            files.len(),
        ));
        for path in files {
            let (file, text) = workspace.read(&path)?;
            let json: Json = match serde_json::from_str(&text) {
                Ok(json) => json,
                Err(error) => {
                    let at = offset(&text, error.line(), error.column());
                    let span = Span::new(file, TextRange::empty(at));
                    told.mistakes
                        .push(Diagnostic::config(format!("{path} is no JSON: {error}")).at(span));
                    continue;
                }
            };
            let span = Span::start_of(file);
            let all = match &json {
                Json::Array(all) => all.as_slice(),
                one => std::slice::from_ref(one),
            };
            for one in all {
                if let Err(message) = add(one, span, given) {
                    told.mistakes
                        .push(Diagnostic::config(format!("{path}: {message}")).at(span));
                }
            }
        }
    }
    Ok(())
}

fn add(json: &Json, span: Span, given: &mut Given) -> Result<(), &'static str> {
    const NEITHER: &str = "it is neither the configuration of a stream nor that of a consumer";
    let config = json
        .get("config")
        .unwrap_or(json)
        .as_object()
        .ok_or(NEITHER)?;
    let stream = json.get("stream_name").and_then(Json::as_str);
    let fields: BTreeMap<&str, &Json> = config
        .iter()
        .map(|(key, value)| (key.as_str(), value))
        .collect();
    match stream {
        Some(stream) => {
            let consumer = configured::consumer(&fields, stream, span);
            given.consumers.push(consumer);
            Ok(())
        }
        None if fields.contains_key("name") && fields.contains_key("subjects")
            || fields.contains_key("mirror")
            || fields.contains_key("sources") =>
        {
            given.streams.push(configured::stream(&fields, span)?);
            Ok(())
        }
        None => Err(NEITHER),
    }
}

/// The byte at a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> TextSize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let at = (before + column.saturating_sub(1)).min(text.len());
    TextSize::new(u32::try_from(at).unwrap_or(u32::MAX))
}
