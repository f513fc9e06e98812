//! What one defect changes, before it is known how.

use std::collections::BTreeMap;

use govern_gate::Edit;
use govern_workspace::Workspace;

/// A defect in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Text that is put into files: by path, and by the place before which it stands; none is the end of the file.
    inserts: BTreeMap<String, Vec<(Option<usize>, String)>>,
    /// Other changes, and what they are in words.
    edits: Vec<(Edit, String)>,
}

impl Draft {
    /// Puts text before a place of a file, or at its end.
    pub(super) fn insert(&mut self, path: &str, at: Option<usize>, text: impl Into<String>) {
        let inserts = self.inserts.entry(path.to_owned()).or_default();
        inserts.push((at, text.into()));
    }

    /// Makes another change, which is this in words.
    pub(super) fn edit(&mut self, edit: Edit, what: impl Into<String>) {
        self.edits.push((edit, what.into()));
    }

    /// How many texts it puts into files.
    pub(super) fn len(&self) -> usize {
        self.inserts.values().map(Vec::len).sum()
    }

    /// The defect in words.
    pub(super) fn what(&self) -> String {
        let inserts = self.inserts.iter().flat_map(|(path, inserts)| {
            inserts.iter().map(move |(_, text)| {
                let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
                format!("`{}` in `{path}`", lines.join(" "))
            })
        });
        let edits = self.edits.iter().map(|(_, what)| what.clone());
        let all: Vec<String> = inserts.chain(edits).collect();
        all.join(", ")
    }

    /// The changes; none if a file cannot be read that text is put into.
    pub(super) fn finish(self, workspace: &Workspace) -> Option<Vec<Edit>> {
        let mut edits: Vec<Edit> = self.edits.into_iter().map(|(edit, _)| edit).collect();
        for (path, mut inserts) in self.inserts {
            let line = |text: &str| format!("\n{text}\n");
            if inserts.iter().all(|(at, _)| at.is_none()) {
                let text = inserts.iter().map(|(_, text)| line(text)).collect();
                edits.push(Edit::Append(path, text));
                continue;
            }
            let (_, text) = workspace.read(&path).ok()?;
            let mut text = text.to_string();
            // From the end, so that places stay what they are.
            inserts.sort_by_key(|(at, _)| std::cmp::Reverse(at.unwrap_or(text.len())));
            for (at, insert) in &inserts {
                let at = at.unwrap_or(text.len());
                if !text.is_char_boundary(at) {
                    return None;
                }
                text.insert_str(at, &line(insert));
            }
            edits.push(Edit::Write(path, text.into_bytes()));
        }
        (!edits.is_empty()).then_some(edits)
    }
}
