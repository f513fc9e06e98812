//! The workspace of the session as it is elsewhere: with other features, or for another platform.

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::Session;
use govern_workspace::Workspace;

/// What is wrong with files that exist only there, with a note of where that is.
pub(crate) fn problems(session: &Session, there: &Workspace, only: &str) -> Vec<Diagnostic> {
    let known = session.workspace().problems();
    let more = there.problems().iter();
    let more = more.filter(|problem| known.iter().all(|known| known.key != problem.key));
    more.map(|problem| {
        let mut diagnostic = problem.diagnostic();
        let span = diagnostic.span;
        diagnostic.span = span.map(|span| place_here(session, there, span));
        diagnostic.note(only)
    })
    .collect()
}

/// The same place in the files of the session.
pub(crate) fn place_here(session: &Session, there: &Workspace, span: Span) -> Span {
    if !there.owns(span.file) {
        return span;
    }
    let path = there.path(span.file);
    let here = session.workspace();
    let file = here.file(path);
    let file = file.or_else(|| here.read(path).ok().map(|(file, _)| file));
    file.map_or(span, |file| Span::new(file, span.range))
}
