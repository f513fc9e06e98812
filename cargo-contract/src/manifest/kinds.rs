//! Entries by their `kind`, and which keys say nothing about one.

use govern_diagnostics::Diagnostic;
use govern_gate::Spanned;

use super::Entry;
use super::read::At;

/// Entries by their kind.
#[derive(Default)]
pub(super) struct ByKind<'e> {
    pub(super) lines: Vec<&'e Spanned<Entry>>,
    pub(super) apis: Vec<&'e Spanned<Entry>>,
    /// Messages and documents.
    pub(super) others: Vec<&'e Spanned<Entry>>,
}

/// The entries by their kind. A kind that there is not is a mistake, and its entry is left out.
pub(super) fn split<'e>(
    entries: &'e [Spanned<Entry>],
    at: At<'_>,
    mistakes: &mut Vec<Diagnostic>,
) -> ByKind<'e> {
    let mut by_kind = ByKind::default();
    for entry in entries {
        let kind = entry.get_ref().kind.as_ref();
        match kind.map(|kind| kind.get_ref().as_str()) {
            None => match of_tool(entry.get_ref()) {
                None => by_kind.others.push(entry),
                Some(key) => mistakes.push(
                    Diagnostic::config(format!("`{key}` says nothing about messages"))
                        .at(at(entry.span()))
                        .help("it belongs to contracts of the kind `rust-api`"),
                ),
            },
            Some("cli") => by_kind.lines.push(entry),
            Some("rust-api") => by_kind.apis.push(entry),
            Some(other) => mistakes.push(
                Diagnostic::config(format!("there is no kind `{other}` of contracts"))
                    .at(kind.and_then(|kind| at(kind.span())))
                    .help("there are `cli` and `rust-api`; messages and documents have no `kind`"),
            ),
        }
    }
    by_kind
}

/// The first key of an entry that only messages and documents have.
pub(super) fn of_messages(entry: &Entry) -> Option<&'static str> {
    let keys = [
        ("subject", entry.subject.is_some()),
        ("version", entry.version.is_some()),
        ("direction", entry.direction.is_some()),
        ("format", entry.format.is_some()),
        ("schema", entry.schema.is_some()),
        ("compatibility", entry.compatibility.is_some()),
        ("stream", entry.stream.is_some()),
        ("handler", entry.handler.is_some()),
        ("migration", entry.migration.is_some()),
        ("reserved", !entry.reserved.is_empty()),
        ("deprecated", entry.deprecated.is_some()),
        ("removed", entry.removed.is_some()),
    ];
    first(&keys)
}

/// The first key of an entry that is about a tool.
pub(super) fn of_tool(entry: &Entry) -> Option<&'static str> {
    first(&[
        ("run", entry.run.is_some()),
        ("timeout", entry.timeout.is_some()),
    ])
}

fn first(keys: &[(&'static str, bool)]) -> Option<&'static str> {
    keys.iter().find(|(_, is_there)| *is_there).map(|it| it.0)
}
