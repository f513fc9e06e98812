//! What a step finds, before anybody knows where files are.

use camino::Utf8Path;
use govern_diagnostics::{Diagnostic, Related, RuleInfo, Severity, Span};
use govern_workspace::Workspace;
use text_size::{TextRange, TextSize};

/// What a step finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) rule: &'static RuleInfo,
    pub(super) place: Option<Place>,
    /// Its identity.
    pub(super) key: String,
    pub(super) message: String,
    pub(super) label: Option<String>,
    pub(super) related: Vec<(Place, String)>,
    pub(super) notes: Vec<String>,
    pub(super) help: Vec<String>,
}

/// A place in a file, as compilers count: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Absolute, or from the root.
    pub(super) path: String,
    /// The first character.
    pub(super) start: (u32, u32),
    /// The first character after.
    pub(super) end: (u32, u32),
}

impl Found {
    pub(super) fn new(rule: &'static RuleInfo, key: String, message: String) -> Found {
        Found {
            rule,
            place: None,
            key,
            message,
            label: None,
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    /// As a diagnostic. A place in no file of the workspace becomes a note.
    pub(super) fn diagnostic(self, workspace: &Workspace) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.rule.code(), Severity::Error, self.message);
        diagnostic.key = self.key;
        diagnostic.span = self.place.as_ref().and_then(|place| place.span(workspace));
        diagnostic.label = self.label.filter(|_| diagnostic.span.is_some());
        if let (Some(place), None) = (&self.place, diagnostic.span) {
            let (line, column) = place.start;
            diagnostic
                .notes
                .push(format!("at {}:{line}:{column}", place.path));
        }
        for (place, message) in self.related {
            if let Some(span) = place.span(workspace) {
                diagnostic.related.push(Related { span, message });
            }
        }
        diagnostic.notes.extend(self.notes);
        diagnostic.help = self.help;
        diagnostic
    }
}

impl Place {
    /// A whole line, or several.
    pub(super) fn lines(path: &str, first: u32, last: u32) -> Place {
        Place {
            path: path.to_owned(),
            start: (first, 1),
            end: (last, u32::MAX),
        }
    }

    /// Its path from the root; none if it is somewhere else.
    pub(super) fn inside(&self, root: &Utf8Path) -> Option<String> {
        let path = Utf8Path::new(&self.path);
        let path = match path.is_absolute() {
            true => path.strip_prefix(root).ok()?,
            false => path,
        };
        let parts: Vec<&str> = path.components().map(|part| part.as_str()).collect();
        (!parts.contains(&"..")).then(|| parts.join("/"))
    }

    fn span(&self, workspace: &Workspace) -> Option<Span> {
        let path = self.inside(workspace.root())?;
        let (file, text) = workspace.read(&path).ok()?;
        let start = offset(&text, self.start);
        let end = offset(&text, self.end).max(start);
        let size = |at: usize| u32::try_from(at).ok().map(TextSize::new);
        Some(Span::new(file, TextRange::new(size(start)?, size(end)?)))
    }
}

/// Where a line and a column are in a text; what is beyond a line is its end.
fn offset(text: &str, (line, column): (u32, u32)) -> usize {
    let lines = text.split_inclusive('\n');
    let before: usize = lines
        .clone()
        .take(line.max(1) as usize - 1)
        .map(str::len)
        .sum();
    let line = text[before..].split_inclusive('\n').next().unwrap_or("");
    let line = line.trim_end_matches(['\n', '\r']);
    let within = line.char_indices().nth(column.max(1) as usize - 1);
    before + within.map_or(line.len(), |(at, _)| at)
}

/// The last lines of what a program wrote, for somebody who wants to know why it failed.
pub(super) fn tail(text: &str) -> String {
    const LINES: usize = 20;
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let from = lines.len().saturating_sub(LINES);
    lines[from..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_and_stay_in_their_line() {
        let text = "ä b\r\nc\n";
        let at = |line, column| &text[offset(text, (line, column))..];
        assert_eq!(at(1, 3), "b\r\nc\n");
        assert_eq!(at(1, u32::MAX), "\r\nc\n");
        assert_eq!(at(2, 1), "c\n");
        assert_eq!(at(9, 9), "");
        assert_eq!(at(0, 0), text);
    }

    #[test]
    fn places_outside_of_the_root_are_no_files_of_the_workspace() {
        let inside = |path: &str| Place::lines(path, 1, 1).inside("/work".into());
        assert_eq!(inside("src/lib.rs").as_deref(), Some("src/lib.rs"));
        assert_eq!(inside("/work/src/lib.rs").as_deref(), Some("src/lib.rs"));
        assert_eq!(inside("/rustc/1/library/core.rs"), None);
        assert_eq!(inside("../other/src/lib.rs"), None);
    }
}
