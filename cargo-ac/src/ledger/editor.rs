//! Changes a ledger, whatever it is written in.

use super::edit::{Edit, Entered, Refusal};
use super::{Format, markdown_edit, yaml_edit};
use crate::ids::IdPrefixes;

/// A ledger that is to be changed.
#[derive(Debug, Clone, Copy)]
pub struct Editor<'a> {
    /// What it is written in.
    pub format: Format,
    /// All of it.
    pub text: &'a str,
    /// How ids begin.
    pub ids: &'a IdPrefixes,
}

impl Editor<'_> {
    /// The edit that enters a criterion, a requirement or a story with that id and text.
    pub fn enter(self, what: Entered<'_>, id: &str, says: &str) -> Result<Edit, Refusal> {
        match self.format {
            Format::Yaml => yaml_edit::enter(self.text, what, id, says),
            Format::Markdown => markdown_edit::enter(self.text, self.ids, what, id, says),
        }
    }

    /// The edits that take an entry out of force: into the list of what is retired, in schema 1 by its status.
    pub fn retire(
        self,
        id: &str,
        reason: &str,
        since: &str,
        replaced_by: &[String],
    ) -> Result<Vec<Edit>, Refusal> {
        match self.format {
            Format::Yaml => yaml_edit::retire(self.text, id, reason, since, replaced_by),
            Format::Markdown => markdown_edit::retire(self.text, self.ids, id, reason, replaced_by),
        }
    }

    /// The edit that lists an id as retired; none in schema 1, which has no such list.
    pub fn retired_entry(
        self,
        id: &str,
        reason: &str,
        since: &str,
        replaced_by: &[String],
    ) -> Result<Option<Edit>, Refusal> {
        match self.format {
            Format::Yaml => yaml_edit::retired_entry(self.text, id, reason, since, replaced_by),
            Format::Markdown => Ok(Some(markdown_edit::retired_entry(
                self.text,
                self.ids,
                id,
                reason,
                replaced_by,
            ))),
        }
    }

    /// Whether a text in its place is read without a mistake.
    pub fn is_sound(self, text: &str) -> bool {
        self.format.read(text, self.ids).1.is_empty()
    }

    /// Whether a text in its place is read without a mistake, and has an entry of that id.
    pub fn would_have(self, text: &str, id: &str) -> bool {
        let (ledger, problems) = self.format.read(text, self.ids);
        problems.is_empty() && ledger.entries().any(|(_, known)| known.text == id)
    }
}
