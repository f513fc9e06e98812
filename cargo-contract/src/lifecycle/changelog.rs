//! Changelogs: which contracts their entries name, and under which heading.

use std::collections::BTreeSet;

use govern_diagnostics::{FileId, Span};
use govern_gate::Error;
use govern_workspace::Workspace;

use super::State;
use crate::manifest::Id;

/// The name of the file, beside a package's manifest or at the root.
const CHANGELOG: &str = "CHANGELOG.md";

/// A changelog.
#[derive(Debug, Clone)]
pub(crate) struct Changelog {
    /// Relative to the workspace root.
    pub(crate) path: String,
    /// The packages that it is of, by name; all others too, if it stands at the root.
    pub(crate) package: Option<String>,
    pub(crate) file: FileId,
    entries: Vec<Entry>,
}

/// An entry: an item of a list or a paragraph, and the heading that it stands under.
#[derive(Debug, Clone)]
struct Entry {
    heading: String,
    text: String,
}

/// The changelogs of the packages of all contracts, and that of the workspace.
pub(super) fn read(workspace: &Workspace, states: &[State]) -> Result<Vec<Changelog>, Error> {
    let packages: BTreeSet<&str> = states
        .iter()
        .filter_map(|state| Some(state.payload.as_ref()?.package.name.as_str()))
        .collect();
    let mut places = vec![(None, CHANGELOG.to_owned())];
    for name in packages {
        if let Some(package) = workspace.package_named(name)
            && !package.directory.is_empty()
        {
            let path = format!("{}/{CHANGELOG}", package.directory);
            places.insert(0, (Some(name.to_owned()), path));
        }
    }
    let mut changelogs = Vec::new();
    for (package, path) in places {
        if let Some((file, text)) = workspace.read_if_exists(&path)? {
            changelogs.push(Changelog {
                path,
                package,
                file,
                entries: entries(&text),
            });
        }
    }
    Ok(changelogs)
}

impl Changelog {
    /// Where it begins.
    pub(crate) fn span(&self) -> Span {
        Span::start_of(self.file)
    }

    /// Whether an entry names a contract and its version: `orders.placed@2`, its subject, or its name and `v2`.
    pub(crate) fn names(&self, id: &Id, subject: Option<&str>) -> bool {
        self.entries
            .iter()
            .any(|entry| names(&entry.text, id, subject))
    }

    /// Whether an entry for what is not released, or for a version of the package, names a contract.
    pub(crate) fn names_under(
        &self,
        id: &Id,
        subject: Option<&str>,
        is_under: &dyn Fn(&str) -> bool,
    ) -> bool {
        self.entries
            .iter()
            .any(|entry| is_under(&entry.heading) && names(&entry.text, id, subject))
    }
}

fn names(text: &str, id: &Id, subject: Option<&str>) -> bool {
    let words: BTreeSet<&str> = words(text).collect();
    let version = format!("v{}", id.version);
    let full = id.to_string();
    words.contains(full.as_str())
        || subject.is_some_and(|subject| words.contains(subject))
        || (words.contains(id.name.as_str())
            && (id.version == 1 || words.contains(version.as_str())))
}

/// The words of a text, with what names have inside, and without what sentences have around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, '`' | '*' | '(' | ')' | '[' | ']' | ',' | ';' | '"' | ':')
    })
    .map(|word| word.trim_matches(|c: char| matches!(c, '.' | '!' | '?' | '_')))
    .filter(|word| !word.is_empty())
}

fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut heading = String::new();
    let mut is_open = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        if let Some(title) = line.strip_prefix("## ") {
            heading = title.to_owned();
            is_open = false;
        } else if trimmed.is_empty() || trimmed.starts_with('#') {
            is_open = false;
        } else if is_open && !trimmed.starts_with(['-', '*', '+']) {
            if let Some(entry) = entries.last_mut() {
                entry.text.push(' ');
                entry.text.push_str(trimmed);
            }
        } else {
            entries.push(Entry {
                heading: heading.clone(),
                text: trimmed.to_owned(),
            });
            is_open = true;
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::{entries, names};
    use crate::manifest::Id;

    const TEXT: &str = "# Changelog

## Unreleased

- Something else.
- `orders.placed` has a
  version v2 beside the old one.

## 1.0.0

- orders.cancelled: `orders.v1.cancelled` is published.
";

    #[test]
    fn an_entry_is_an_item_with_its_heading() {
        let found = entries(TEXT);
        let texts: Vec<_> = found
            .iter()
            .map(|entry| (entry.heading.as_str(), entry.text.as_str()))
            .collect();
        assert_eq!(texts.len(), 3);
        assert_eq!(
            texts[1],
            (
                "Unreleased",
                "- `orders.placed` has a version v2 beside the old one."
            )
        );
        assert_eq!(texts[2].0, "1.0.0");
    }

    #[test]
    fn names_are_whole_words() {
        let id = |text| Id::parse(text).unwrap();
        let text = "- `orders.placed` has a version v2.";
        assert!(names(text, &id("orders.placed@2"), None));
        assert!(!names(text, &id("orders.placed@3"), None));
        assert!(!names(text, &id("orders@2"), None));
        assert!(names(
            "- orders.placed@3 is new",
            &id("orders.placed@3"),
            None
        ));
        assert!(names(
            "- on orders.v3.placed.",
            &id("orders.placed@3"),
            Some("orders.v3.placed")
        ));
        assert!(!names(
            "- on orders.v3.placed2",
            &id("orders.placed@3"),
            Some("orders.v3.placed")
        ));
    }
}
