//! Defects that the rules must find: small changes of what the project has, against what it published or accepted itself.
//! One file for each kind of contract; each knows a few edits, and which rule each of them falls under.

mod command_line;
mod errors;
mod files;
mod life;
mod nats;
mod tables;
#[cfg(test)]
mod tests;
mod wire;

use std::ops::Range;
use std::sync::Arc;

use govern_diagnostics::{FileId, Span};
use govern_gate::{Canaries, Canary, Edit, Error, Session};

use crate::changes::Purpose;
use crate::collect::{Found, Side};
use crate::config::Config;
use crate::lifecycle::{Declared, Lifecycle};

/// The name of what is put in.
const NAME: &str = "govern_canary";

/// What defects are made from.
pub(crate) struct Ground<'g> {
    pub(crate) session: &'g Session,
    pub(crate) config: &'g Config,
    /// The workspace, and its types of serde.
    pub(crate) now: (&'g Side<'g>, &'g [Found]),
    pub(crate) published: Option<Version<'g>>,
    /// What is declared, also where that is command lines alone.
    pub(crate) declared: &'g Declared,
    pub(crate) lifecycle: &'g Lifecycle,
    /// What types are for, by their paths.
    pub(crate) purpose: &'g dyn Fn(&str) -> Option<Purpose>,
}

/// The published version.
#[derive(Clone, Copy)]
pub(crate) struct Version<'g> {
    pub(crate) side: &'g Side<'g>,
    pub(crate) types: &'g [Found],
    /// What to call it.
    pub(crate) name: &'g str,
    /// The directory, if it is a copy in the workspace.
    pub(crate) copies: Option<&'g str>,
}

/// What the rules must find.
pub(crate) fn canaries(ground: &Ground<'_>) -> Result<Canaries, Error> {
    let mut nest = Nest {
        ground,
        canaries: Canaries::default(),
    };
    wire::wire(&mut nest);
    files::files(&mut nest)?;
    nats::nats(&mut nest)?;
    command_line::command_line(&mut nest);
    errors::errors(&mut nest)?;
    life::life(&mut nest);
    nest.canaries.none(
        "rust_api_broken",
        "a tool compares libraries, which reads the disk and not what is put in",
    );
    Ok(nest.canaries)
}

/// The canaries so far.
struct Nest<'g> {
    ground: &'g Ground<'g>,
    canaries: Canaries,
}

impl<'g> Nest<'g> {
    /// A text of the workspace, with its path.
    fn text(&self, file: FileId) -> Option<(&'g str, Arc<str>)> {
        let workspace = self.ground.session.workspace();
        let path = workspace.path(file);
        workspace.read(path).ok().map(|(_, text)| (path, text))
    }

    fn put(&mut self, rule: &'static str, what: String, edits: Vec<Edit>) {
        self.canaries.made.push(Canary {
            rule,
            of: None,
            what,
            edits,
        });
    }

    /// A file with other text.
    fn write(&mut self, rule: &'static str, what: &str, path: &str, text: String) {
        let edit = Edit::Write(path.to_owned(), text.into_bytes());
        self.put(rule, format!("{what}, in `{path}`"), vec![edit]);
    }

    /// A file with other text in one place; nothing if there is no such place.
    fn replace(&mut self, rule: &'static str, what: &str, place: Option<Span>, with: &str) {
        let Some(place) = place else { return };
        if let Some((path, text)) = self.text(place.file) {
            let text = replaced(&text, &[(Range::from(place.range), with.to_owned())]);
            self.write(rule, what, path, text);
        }
    }

    /// Why there are none for these rules, as far as there are none.
    fn none(&mut self, rules: &[&'static str], why: &str) {
        for &rule in rules {
            let is_said = self.canaries.none.contains_key(rule);
            if !is_said && !self.canaries.made.iter().any(|it| it.rule == rule) {
                self.canaries.none(rule, why);
            }
        }
    }

    fn lacks(&self, rule: &str) -> bool {
        !self.canaries.made.iter().any(|it| it.rule == rule)
    }
}

/// A text with other text in some places, which are in order and apart.
fn replaced(text: &str, changes: &[(Range<usize>, String)]) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut at = 0;
    for (place, with) in changes {
        whole.push_str(&text[at..place.start]);
        whole.push_str(with);
        at = place.end;
    }
    whole + &text[at..]
}
