//! Contracts that are libraries: `kind = "rust-api"`.

use std::time::Duration;

use govern_diagnostics::Diagnostic;
use govern_gate::Spanned;

use super::kinds::of_messages;
use super::read::At;
use super::{Entry, Located, RunTool, RustApi};

/// How long the tool may take, if the entry does not say.
const AT_MOST: Duration = Duration::from_secs(1800);

/// The libraries that entries declare. One that is wrong is a mistake, and left out.
pub(super) fn read(
    entries: &[&Spanned<Entry>],
    at: At<'_>,
    mistakes: &mut Vec<Diagnostic>,
) -> Vec<RustApi> {
    let mut apis: Vec<RustApi> = Vec::new();
    for entry in entries {
        match api(entry.get_ref(), at) {
            Ok(api) if apis.iter().any(|it| it.payload.text == api.payload.text) => {
                let message = format!("`{}` is declared twice", api.payload.text);
                mistakes.push(Diagnostic::config(message).at(api.payload.span));
            }
            Ok(api) => apis.push(api),
            Err(message) => mistakes.push(
                Diagnostic::config(message)
                    .at(at(entry.span()))
                    .help("a library has a `payload`, its package, and says when the tool is run that builds it: `run = \"always\"`, or `run = \"on-request\"`"),
            ),
        }
    }
    apis
}

fn api(entry: &Entry, at: At<'_>) -> Result<RustApi, String> {
    if let Some(key) = of_messages(entry) {
        return Err(format!("`{key}` says nothing about a library"));
    }
    let Some(payload) = &entry.payload else {
        return Err("a library does not say what its `payload` is".to_owned());
    };
    let run = match entry.run.as_ref().map(|run| run.get_ref().as_str()) {
        Some("always") => RunTool::Always,
        Some("on-request") => RunTool::OnRequest,
        Some(other) => return Err(format!("`run = \"{other}\"` means nothing")),
        None => return Err("a library does not say when to `run` the tool".to_owned()),
    };
    let at_most = match entry.timeout.as_ref().map(Spanned::get_ref) {
        Some(0) => return Err("a `timeout` of 0 seconds lets no tool run".to_owned()),
        Some(seconds) => Duration::from_secs(*seconds),
        None => AT_MOST,
    };
    let name = entry.name.as_ref().unwrap_or(payload);
    Ok(RustApi {
        name: name.get_ref().clone(),
        span: at(name.span()),
        payload: Located {
            text: payload.get_ref().clone(),
            span: at(payload.span()),
        },
        run,
        at_most,
    })
}
