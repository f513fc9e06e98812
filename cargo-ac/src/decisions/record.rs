//! A record of a decision, as far as it can be told from text: which one it is, how it stands, and which ids it names.
//!
//! Read are front matter (`id`, `status`, `acs`, `criteria`, `requirements`, `stories`), a line `Status: …`, and a section
//! `## Status`, as the usual templates have them.

use std::collections::BTreeSet;

use govern_diagnostics::{FileId, Span};
use text_size::{TextRange, TextSize};

use crate::ids::{IdKind, IdPrefixes, tokens};

/// The keys of front matter under which ids stand.
const LINKS: [&str; 4] = ["acs", "criteria", "requirements", "stories"];

/// A record of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The file.
    pub file: FileId,
    /// Its path from the root of the workspace.
    pub path: String,
    /// Which decision it is; none if that is not to be seen.
    pub id: Option<String>,
    /// How it stands, if it says so and it is not in force.
    pub status: Option<Status>,
    /// The ids in its front matter, with their places.
    pub links: Vec<(String, Span)>,
    /// All ids that it names anywhere.
    pub mentioned: BTreeSet<String>,
}

/// That a decision is not in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// What became of it.
    pub fate: Fate,
    /// The decision that takes its place, if that is said.
    pub by: Option<String>,
    /// Where it says so.
    pub span: Span,
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Another one took its place.
    Superseded,
    /// It was never made.
    Rejected,
    /// It is on its way out.
    Deprecated,
}

impl Fate {
    /// What became of it, in a word.
    pub fn word(self) -> &'static str {
        match self {
            Fate::Superseded => "superseded",
            Fate::Rejected => "rejected",
            Fate::Deprecated => "deprecated",
        }
    }
}

impl Record {
    /// Reads a record.
    pub(crate) fn read(file: FileId, path: &str, text: &str, prefixes: &IdPrefixes) -> Record {
        let mut reader = Reader {
            file,
            prefixes,
            id: None,
            heading: None,
            status: None,
            links: Vec::new(),
            state: State::Start,
        };
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            reader.line(at, line.trim_end());
            at += line.len();
        }
        let is_id = |token: &str| {
            let kinds = [IdKind::Story, IdKind::Requirement, IdKind::Criterion];
            kinds.into_iter().any(|kind| prefixes.is_id(kind, token))
        };
        let mentioned = tokens(text).map(|(_, token)| token);
        let stem = path.rsplit('/').next().unwrap_or(path);
        let stem = stem.strip_suffix(".md").unwrap_or(stem);
        Record {
            file,
            path: path.to_owned(),
            id: reader.id.or_else(|| id(stem)).or(reader.heading),
            status: reader.status,
            links: reader.links,
            mentioned: mentioned
                .filter(|token| is_id(token))
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Whether a ledger that says `name` means it: `ADR-7` is `ADR-0007`.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let Some(id) = &self.id else { return false };
        let (ours, theirs) = (number(id), number(name));
        id.eq_ignore_ascii_case(name) || (ours.is_some() && ours == theirs)
    }

    /// It in words: its id, or its path.
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.path)
    }
}

/// Where in a record a line stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// Before everything.
    Start,
    /// In front matter, below this key.
    Front(String),
    /// Behind it.
    Body,
    /// In the section about the status.
    Section,
    /// In a block of code.
    Code(Box<State>),
}

struct Reader<'a> {
    file: FileId,
    prefixes: &'a IdPrefixes,
    id: Option<String>,
    heading: Option<String>,
    status: Option<Status>,
    links: Vec<(String, Span)>,
    state: State,
}

impl Reader<'_> {
    fn line(&mut self, at: usize, line: &str) {
        match self.state.clone() {
            State::Start if line == "---" => self.state = State::Front(String::new()),
            State::Start if line.is_empty() => {}
            State::Front(_) if line == "---" || line == "..." => self.state = State::Body,
            State::Front(key) => self.front(key, at, line),
            State::Code(around) => {
                if line.trim_start().starts_with("```") {
                    self.state = *around;
                }
            }
            state => {
                let state = if state == State::Start {
                    State::Body
                } else {
                    state
                };
                self.state = state;
                self.body(at, line);
            }
        }
    }

    fn front(&mut self, mut key: String, at: usize, line: &str) {
        if line.trim_start().starts_with('#') {
            return;
        }
        let mut value = (at, line);
        if !line.starts_with([' ', '\t', '-', '#'])
            && let Some((name, rest)) = line.split_once(':')
        {
            key = name.trim().to_lowercase();
            value = (at + line.len() - rest.len(), rest);
            match key.as_str() {
                "id" => self.id = rest_of(rest).map(str::to_owned),
                "status" => self.says(at, line, rest),
                _ => {}
            }
        }
        if LINKS.contains(&key.as_str()) {
            let kinds = [IdKind::Story, IdKind::Requirement, IdKind::Criterion];
            let text = value.1.split(" #").next().unwrap_or_default();
            for (offset, token) in tokens(text) {
                if kinds
                    .into_iter()
                    .any(|kind| self.prefixes.is_id(kind, token))
                {
                    let span = self.span(value.0 + offset, token.len());
                    self.links.push((token.to_owned(), span));
                }
            }
        }
        self.state = State::Front(key);
    }

    fn body(&mut self, at: usize, line: &str) {
        if line.trim_start().starts_with("```") {
            let around = std::mem::replace(&mut self.state, State::Body);
            self.state = State::Code(Box::new(around));
            return;
        }
        if let Some(heading) = line.strip_prefix('#') {
            let title = heading.trim_start_matches('#').trim();
            if self.heading.is_none() {
                self.heading = title.split_whitespace().next().and_then(id);
            }
            self.state = if title.eq_ignore_ascii_case("status") {
                State::Section
            } else {
                State::Body
            };
            return;
        }
        let plain = line.trim_start_matches(['*', '-', '_', ' ', '>']);
        if self.state == State::Section {
            self.says(at, line, plain);
        } else if let Some((word, rest)) = plain.split_once(':')
            && word
                .trim_matches(['*', '_', ' '])
                .eq_ignore_ascii_case("status")
        {
            self.says(at, line, rest);
        }
    }

    /// What a value says of the status: by its first word.
    fn says(&mut self, at: usize, line: &str, value: &str) {
        let mut words = tokens(value).map(|(_, word)| word);
        let fate = match words.next().map(str::to_lowercase).as_deref() {
            Some("superseded" | "superceded" | "replaced") => Fate::Superseded,
            Some("rejected") => Fate::Rejected,
            Some("deprecated") => Fate::Deprecated,
            _ => return,
        };
        let by = words.find_map(id);
        let start = line.len() - line.trim_start().len();
        let span = self.span(at + start, line.trim().len());
        self.status = Some(Status { fate, by, span });
    }

    fn span(&self, at: usize, length: usize) -> Span {
        let size = |size: usize| TextSize::try_from(size).unwrap_or(TextSize::new(u32::MAX));
        Span::new(self.file, TextRange::at(size(at), size(length)))
    }
}

/// A value of front matter, without quotes and comment.
fn rest_of(value: &str) -> Option<&str> {
    let value = value.split(" #").next()?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then_some(value)
}

/// The id that a name begins with: `ADR-0001-use-nats`, `0001-use-nats`, `1.`
fn id(name: &str) -> Option<String> {
    let name = name.trim_matches(['[', ']', '(', ')', ':', '.', ',']);
    let upper = name.to_uppercase();
    let rest = upper
        .strip_prefix("ADR")
        .map(|rest| rest.trim_start_matches(['-', '_']));
    let digits: String = rest
        .unwrap_or(&upper)
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let behind = rest.unwrap_or(&upper)[digits.len()..].chars().next();
    // `2nd` is no number.
    let ends = behind.is_none_or(|c| !c.is_alphanumeric());
    match (digits.is_empty(), rest) {
        (false, _) if ends => Some(format!("ADR-{digits}")),
        (true, Some(rest)) if upper.starts_with("ADR-") && !rest.is_empty() => Some(upper),
        _ => None,
    }
}

/// The number of a decision that is called by nothing else.
fn number(name: &str) -> Option<u64> {
    let upper = name.to_uppercase();
    let rest = upper.strip_prefix("ADR")?.trim_start_matches(['-', '_']);
    rest.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, text: &str) -> Record {
        Record::read(FileId(0), path, text, &IdPrefixes::default())
    }

    #[test]
    fn a_decision_is_known_by_front_matter_file_name_or_heading() {
        let id = |path: &str, text: &str| read(path, text).id.unwrap_or_default();
        assert_eq!(id("docs/adr/0007-use-nats.md", "# Use NATS\n"), "ADR-0007");
        assert_eq!(id("docs/adr/adr_7_nats.md", ""), "ADR-7");
        assert_eq!(
            id("docs/adr/nats.md", "---\nid: ADR-3\n---\n# Use NATS\n"),
            "ADR-3"
        );
        assert_eq!(id("docs/adr/nats.md", "# 12. Use NATS\n"), "ADR-12");
        assert_eq!(id("docs/adr/ADR-NATS.md", ""), "ADR-NATS");
        assert_eq!(id("docs/adr/README.md", "# Decisions\n"), "");
        let record = read("docs/adr/0007-use-nats.md", "");
        assert!(
            record.is_called("ADR-0007")
                && record.is_called("ADR-7")
                && record.is_called("adr-007")
        );
        assert!(!record.is_called("ADR-70") && !record.is_called("ADR-0007-A"));
    }

    #[test]
    fn what_became_of_it_is_read_from_all_the_usual_places() {
        let status = |text: &str| {
            read("1.md", text)
                .status
                .map(|it| (it.fate.word(), it.by.unwrap_or_default()))
        };
        let superseded = Some(("superseded", "ADR-0009".to_owned()));
        assert_eq!(
            status("---\nstatus: superseded by ADR-0009\n---\n"),
            superseded
        );
        assert_eq!(
            status("# T\n\n* Status: Superseded by [ADR-0009](0009-x.md)\n"),
            superseded
        );
        assert_eq!(
            status("# T\n**Status:** superseded by ADR-0009\n"),
            superseded
        );
        assert_eq!(
            status("# T\n## Status\n\nAccepted\n\nSuperseded by [ADR-0009](x.md)\n## Context\n"),
            superseded
        );
        assert_eq!(
            status("# T\n## Status\n\nRejected.\n"),
            Some(("rejected", String::new()))
        );
        assert_eq!(
            status("# T\n- Status: deprecated\n"),
            Some(("deprecated", String::new()))
        );
        for text in [
            "# T\n## Status\nAccepted, supersedes ADR-0001\n",
            "# T\nStatus: accepted\n## Context\nRejected ideas: none.\n",
            "# T\n```\nStatus: rejected\n```\n",
            "status",
        ] {
            assert_eq!(status(text), None, "{text}");
        }
    }

    #[test]
    fn ids_are_whole_tokens_and_links_stand_in_front_matter() {
        let text = "---\nacs: [AC-1, AC-10-A] # AC-9\nrequirements:\n  - REQ-1\ntags: [AC-2]\n---\nFor AC-3, not xAC-4.\n";
        let record = read("1.md", text);
        let links: Vec<&str> = record.links.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(links, ["AC-1", "AC-10-A", "REQ-1"]);
        let places: Vec<&str> = record
            .links
            .iter()
            .map(|(_, span)| &text[span.range])
            .collect();
        assert_eq!(places, links);
        let mentioned: Vec<&str> = record.mentioned.iter().map(String::as_str).collect();
        assert_eq!(
            mentioned,
            ["AC-1", "AC-10-A", "AC-2", "AC-3", "AC-9", "REQ-1"]
        );
    }
}
