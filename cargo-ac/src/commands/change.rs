//! Edits of several files: shown, or written all together or not at all.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_gate::{Error, Session};
use govern_workspace::Workspace;

use crate::config::{Section, Settings};
use crate::criteria::Criteria;
use crate::ledger::edit::{Edit, Refusal, apply};
use crate::read::{Reading, Weigh};

/// Edits of several files.
#[derive(Debug, Default)]
pub(crate) struct Change {
    files: BTreeMap<String, (Arc<str>, Vec<Edit>)>,
}

/// The model of a workspace without mistakes, and the settings by which it was read.
pub(crate) fn sound_model(session: &Session) -> Result<(Criteria, Settings), Error> {
    let settings = Section::read(session)?.settings(Some(session));
    let Reading {
        model, diagnostics, ..
    } = crate::read::read(
        session.workspace(),
        session.tree(),
        &settings,
        session.today(),
        Weigh::Linked,
    )?;
    if diagnostics.is_empty() {
        Ok((model, settings))
    } else {
        Err(Error::Diagnosed(diagnostics))
    }
}

/// A refusal as it is shown.
pub(crate) fn refused(file: FileId, refusal: Refusal) -> Error {
    Diagnostic::config(format!("nothing was changed: {}", refusal.why))
        .at(Span::new(file, refusal.range))
        .help("change it by hand")
        .into()
}

impl Change {
    /// Adds an edit of a file that holds `text`. The same edit twice is one.
    pub(crate) fn add(&mut self, path: &str, text: &Arc<str>, edit: Edit) {
        let (_, edits) = self
            .files
            .entry(path.to_owned())
            .or_insert_with(|| (Arc::clone(text), Vec::new()));
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    /// The edits of a file.
    pub(crate) fn edits(&self, path: &str) -> &[Edit] {
        self.files.get(path).map_or(&[], |(_, edits)| edits)
    }

    /// How many edits there are.
    pub(crate) fn count(&self) -> usize {
        self.files.values().map(|(_, edits)| edits.len()).sum()
    }

    /// A file as it will be.
    pub(crate) fn after(&self, path: &str) -> Option<String> {
        let (text, edits) = self.files.get(path)?;
        Some(apply(text, edits))
    }

    /// Shows what it does to each file.
    pub(crate) fn show(&self, out: &mut dyn io::Write) -> io::Result<()> {
        for (path, (text, edits)) in &self.files {
            let mut edits: Vec<&Edit> = edits.iter().collect();
            edits.sort_by_key(|edit| edit.range.start());
            for edit in edits {
                let (line, gone, come) = lines(text, edit);
                writeln!(out, "{path}:{line}")?;
                for line in gone {
                    writeln!(out, "- {line}")?;
                }
                for line in come {
                    writeln!(out, "+ {line}")?;
                }
            }
        }
        Ok(())
    }

    /// Writes all of it. If a file cannot be written, those before it are as they were.
    pub(crate) fn write(&self, workspace: &Workspace) -> Result<(), Error> {
        let mut written: Vec<(&str, &Arc<str>)> = Vec::new();
        for (path, (text, edits)) in &self.files {
            let new = apply(text, edits);
            if let Err(error) = workspace.write_atomic(path, new.as_bytes()) {
                for (path, text) in written {
                    workspace.write_atomic(path, text.as_bytes())?;
                }
                return Err(error.into());
            }
            written.push((path, text));
        }
        Ok(())
    }

    /// Shows it, or writes it and says how much that was.
    pub(crate) fn finish(&self, session: &Session, out: &mut dyn io::Write) -> Result<(), Error> {
        if session.args().flag("dry-run") {
            self.show(out)?;
            return Ok(());
        }
        self.write(session.workspace())?;
        let files: Vec<&str> = self.files.keys().map(String::as_str).collect();
        let places = match self.count() {
            1 => "1 place".to_owned(),
            count => format!("{count} places"),
        };
        writeln!(out, "changed: {places} in {}", files.join(", "))?;
        Ok(())
    }
}

/// The number of the first line that an edit changes, and the lines that go and come.
fn lines<'t>(text: &'t str, edit: &'t Edit) -> (usize, Vec<&'t str>, Vec<String>) {
    let Range { start, end } = Range::<usize>::from(edit.range);
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let after = format!("{}{}{}", &text[first..start], edit.text, &text[end..last]);
    let mut gone: Vec<&str> = text[first..last].lines().collect();
    let mut come: Vec<String> = after.lines().map(str::to_owned).collect();
    let mut line = text[..first].matches('\n').count() + 1;
    while let (Some(old), Some(new)) = (gone.first(), come.first())
        && *old == new.as_str()
    {
        gone.remove(0);
        come.remove(0);
        line += 1;
    }
    while let (Some(old), Some(new)) = (gone.last(), come.last())
        && *old == new.as_str()
    {
        gone.pop();
        come.pop();
    }
    (line, gone, come)
}

#[cfg(test)]
mod tests {
    use super::*;
    use text_size::TextRange;

    #[test]
    fn only_lines_that_change_are_shown() {
        let text = "one\ntwo\nthree\n";
        let edit = |from: u32, to: u32, text: &str| Edit {
            range: TextRange::new(from.into(), to.into()),
            text: text.to_owned(),
        };
        let shown = |edit: Edit| {
            let (line, gone, come) = lines(text, &edit);
            format!("{line} -{gone:?} +{come:?}")
        };
        assert_eq!(shown(edit(4, 7, "2")), "2 -[\"two\"] +[\"2\"]");
        assert_eq!(shown(edit(7, 7, "\n2.5")), "3 -[] +[\"2.5\"]");
        assert_eq!(shown(edit(4, 8, "")), "2 -[\"two\"] +[]");
        assert_eq!(shown(edit(14, 14, "four\n")), "4 -[] +[\"four\"]");
    }
}
