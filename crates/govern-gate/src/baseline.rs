//! The baseline: findings that are accepted for now, by rule and key, never by line.

use std::{collections::BTreeMap, ops::Range};

use govern_diagnostics::{Acceptance, Accepted, Code, Diagnostic, FileId, Span};
use govern_workspace::Workspace;
use toml::de::DeValue;

use crate::{
    Date, Error,
    baseline_terms::{Terms, entry, integer, quoted},
    document::Document,
};

/// The name of the file, at the workspace root.
pub const BASELINE_FILE: &str = "govern-baseline.toml";

/// The version of the file's form.
const VERSION: i64 = 1;

/// What a baseline accepts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Baseline {
    pub(crate) entries: BTreeMap<Id, Entry>,
    pub(crate) file: Option<FileId>,
}

/// What findings are counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) gate: String,
    pub(crate) rule: String,
    pub(crate) key: String,
}

/// How many findings are accepted, on which terms, and where that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) count: usize,
    pub(crate) terms: Terms,
    pub(crate) span: Option<Span>,
    /// Where its value is written.
    pub(crate) value: Option<Span>,
    /// What is deleted when it is taken away; none if something else is written there.
    pub(crate) removal: Option<Span>,
}

/// An entry that accepts more than there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stale {
    pub(crate) id: Id,
    pub(crate) entry: Entry,
    pub(crate) found: usize,
}

/// Findings after the baseline.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    pub(crate) left: Vec<Diagnostic>,
    pub(crate) accepted: Vec<Accepted>,
    pub(crate) stale: Vec<Stale>,
}

impl Id {
    pub(crate) fn of(diagnostic: &Diagnostic) -> Option<Id> {
        match diagnostic.code {
            Code::Rule { gate, name } => Some(Id {
                gate: gate.to_owned(),
                rule: name.to_owned(),
                key: diagnostic.key.clone(),
            }),
            _ => None,
        }
    }
}

impl Baseline {
    /// Whether it says something about any of these.
    pub(crate) fn concerns(&self, findings: &[Diagnostic]) -> bool {
        let mut ids = findings.iter().filter_map(Id::of);
        !self.entries.is_empty() && ids.any(|id| self.entries.contains_key(&id))
    }

    /// Reads the file at `path`, which must be there, or else the usual one, which need not.
    pub(crate) fn read(workspace: &Workspace, path: Option<&str>) -> Result<Baseline, Error> {
        let found = match path {
            Some(path) => Some(workspace.read(path).map_err(|error| {
                Diagnostic::config(format!("the baseline cannot be read: {error}"))
                    .help(format!("`{path}` is written by the subcommand `baseline`"))
            })?),
            None => workspace.read_if_exists(BASELINE_FILE)?,
        };
        match found {
            Some((file, text)) => {
                Baseline::parse(&Document::new(file, text)).map_err(Error::Diagnosed)
            }
            None => Ok(Baseline::default()),
        }
    }

    fn parse(document: &Document) -> Result<Baseline, Vec<Diagnostic>> {
        let (table, mut mistakes) = document.table();
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let mut baseline = Baseline {
            file: document.file(),
            ..Baseline::default()
        };
        let mut wrong =
            |text: String, range| mistakes.push(Diagnostic::config(text).at(document.span(range)));
        match table.iter().find(|(name, _)| name.get_ref() == "version") {
            None => wrong("the baseline does not say its `version`".to_owned(), 0..0),
            Some((_, value)) if integer(value.get_ref()) != Some(VERSION) => {
                wrong(
                    format!("only version {VERSION} of baselines can be read"),
                    value.span(),
                );
            }
            Some(_) => {}
        }
        for (gate, rules) in table {
            if gate.get_ref() == "version" {
                continue;
            }
            let at = rules.span();
            let DeValue::Table(rules) = rules.into_inner() else {
                wrong(format!("`{}` is no table of rules", gate.get_ref()), at);
                continue;
            };
            for (rule, keys) in rules {
                let at = keys.span();
                let DeValue::Table(keys) = keys.into_inner() else {
                    wrong(format!("`{}` is no table of keys", rule.get_ref()), at);
                    continue;
                };
                for (key, count) in keys {
                    let value = count.span();
                    let removal = removal(document.text(), key.span().start..value.end);
                    let (number, terms) = match entry(count) {
                        Ok(entry) => entry,
                        Err((message, at)) => {
                            wrong(message, at);
                            continue;
                        }
                    };
                    let id = Id {
                        gate: gate.get_ref().to_string(),
                        rule: rule.get_ref().to_string(),
                        key: key.get_ref().to_string(),
                    };
                    baseline.entries.insert(
                        id,
                        Entry {
                            count: number,
                            terms,
                            span: document.span(key.span()),
                            value: document.span(value),
                            removal: removal.and_then(|range| document.span(range)),
                        },
                    );
                }
            }
        }
        if mistakes.is_empty() {
            Ok(baseline)
        } else {
            Err(mistakes)
        }
    }

    /// The baseline that accepts these findings.
    pub(crate) fn accepting(findings: &[Diagnostic]) -> Baseline {
        let mut baseline = Baseline::default();
        for id in findings.iter().filter_map(Id::of) {
            baseline
                .entries
                .entry(id)
                .or_insert(Entry {
                    count: 0,
                    terms: Terms::default(),
                    span: None,
                    value: None,
                    removal: None,
                })
                .count += 1;
        }
        baseline
    }

    /// Takes over the entries of rules that were not judged.
    pub(crate) fn keep(&mut self, old: &Baseline, judged: impl Fn(&Id) -> bool) {
        for (id, entry) in old.entries.iter().filter(|(id, _)| !judged(id)) {
            self.entries.insert(id.clone(), entry.clone());
        }
    }

    /// Takes over who answers for entries and until when: to accept is one thing, to prolong another.
    pub(crate) fn keep_terms(&mut self, old: &Baseline) {
        for (id, entry) in &mut self.entries {
            if let Some(old) = old.entries.get(id) {
                entry.terms = old.terms.clone();
            }
        }
    }

    /// Whether it accepts more findings of some identity than `old` does.
    pub(crate) fn accepts_more_than(&self, old: &Baseline, id: &Id) -> bool {
        let count = |baseline: &Baseline| baseline.entries.get(id).map_or(0, |entry| entry.count);
        count(self) > count(old)
    }

    /// The findings of which it accepts more than `old` does.
    pub(crate) fn growth<'d>(
        &self,
        old: &Baseline,
        findings: &'d [Diagnostic],
    ) -> Vec<&'d Diagnostic> {
        let grown = |finding: &&Diagnostic| {
            Id::of(finding).is_some_and(|id| self.accepts_more_than(old, &id))
        };
        findings.iter().filter(grown).collect()
    }

    /// How many findings it accepts.
    pub(crate) fn findings(&self) -> usize {
        self.entries.values().map(|entry| entry.count).sum()
    }

    /// The file: sorted, a line per entry, so that branches that change different entries merge.
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!(
            "# Findings that are accepted for now: rule, key, how many. Written by the subcommand `baseline`.\nversion = {VERSION}\n"
        );
        let mut table = None;
        for (id, entry) in &self.entries {
            if table != Some((&id.gate, &id.rule)) {
                text.push_str(&format!(
                    "\n[{}.{}]\n",
                    quoted_if_needed(&id.gate),
                    quoted_if_needed(&id.rule)
                ));
                table = Some((&id.gate, &id.rule));
            }
            text.push_str(&format!(
                "{} = {}\n",
                quoted(&id.key),
                entry.terms.written(entry.count)
            ));
        }
        text
    }
}

/// Applies a baseline to findings on a day; `judged` says which entries are about rules that ran.
pub(crate) fn apply(
    findings: Vec<Diagnostic>,
    baseline: &Baseline,
    today: Date,
    judged: impl Fn(&Id) -> bool,
) -> Applied {
    let found = Baseline::accepting(&findings);
    let mut applied = Applied::default();
    for mut finding in findings {
        let id = Id::of(&finding);
        let entry = id
            .as_ref()
            .and_then(|id| baseline.entries.get(id).map(|entry| (id, entry)));
        match entry {
            None => applied.left.push(finding),
            Some((_, entry)) if entry.terms.are_over(today) => {
                finding.notes.push(entry.terms.over());
                applied.left.push(finding);
            }
            // Which of them are new cannot be known without lines.
            Some((id, entry)) if found.entries[id].count > entry.count => {
                let (now, accepted) = (found.entries[id].count, entry.count);
                finding.notes.push(format!(
                    "the baseline accepts {accepted} of these, and there are {now}"
                ));
                applied.left.push(finding);
            }
            Some(_) => applied.accepted.push(Accepted {
                diagnostic: finding,
                by: Acceptance::Baseline,
            }),
        }
    }
    for (id, entry) in baseline.entries.iter().filter(|(id, _)| judged(id)) {
        let found = found.entries.get(id).map_or(0, |found| found.count);
        if found < entry.count {
            applied.stale.push(Stale {
                id: id.clone(),
                entry: entry.clone(),
                found,
            });
        }
    }
    applied
}

/// The lines of an entry; none if it shares them with others.
fn removal(text: &str, entry: Range<usize>) -> Option<Range<usize>> {
    let start = text.get(..entry.start)?;
    let start = start.rfind('\n').map_or(0, |it| it + 1);
    let rest = text.get(entry.end..)?;
    let (behind, end) = match rest.find('\n') {
        Some(at) => (&rest[..at], entry.end + at + 1),
        None => (rest, text.len()),
    };
    let is_alone = text[start..entry.start].trim().is_empty()
        && (behind.trim().is_empty() || behind.trim_start().starts_with('#'));
    is_alone.then_some(start..end)
}

fn quoted_if_needed(name: &str) -> String {
    let bare = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if bare { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::diagnostic;

    fn findings() -> Vec<Diagnostic> {
        vec![
            diagnostic("word", 0, 9, "b"),
            diagnostic("word", 0, 5, "a -> \"x\\y\"\n\u{7f}é"),
            diagnostic("other", 0, 1, "a"),
            diagnostic("word", 1, 0, "b"),
        ]
    }

    fn parse(text: &str) -> Result<Baseline, Vec<String>> {
        let parsed = Baseline::parse(&Document::sample(text));
        parsed.map_err(|mistakes| {
            let shown = mistakes.into_iter().map(|mistake| {
                let at = mistake.span.map_or("", |span| &text[span.range]);
                format!("{at}: {}", mistake.message)
            });
            shown.collect()
        })
    }

    #[test]
    fn what_is_written_is_read_again_and_is_sorted() {
        let written = Baseline::accepting(&findings());
        let text = written.to_text();
        assert_eq!(
            text.lines().skip(1).collect::<Vec<_>>(),
            [
                "version = 1",
                "",
                "[sample.other]",
                "\"a\" = 1",
                "",
                "[sample.word]",
                "\"a -> \\\"x\\\\y\\\"\\n\\u007Fé\" = 1",
                "\"b\" = 2"
            ]
        );
        let read = parse(&text).unwrap();
        let counts = |baseline: &Baseline| {
            baseline
                .entries
                .iter()
                .map(|(id, entry)| (id.clone(), entry.count))
                .collect::<Vec<_>>()
        };
        assert_eq!(counts(&read), counts(&written));
        assert_eq!(
            parse(&Baseline::default().to_text()).unwrap().entries.len(),
            0
        );
    }

    #[test]
    fn what_is_accepted_is_not_shown_and_what_is_more_is() {
        let baseline =
            parse("version = 1\n[sample.word]\n\"b\" = 1\n[sample.other]\na = 1\n").unwrap();
        let applied = apply(findings(), &baseline, today(), |_| true);
        let keys: Vec<_> = applied
            .left
            .iter()
            .map(|it| (it.key.chars().next().unwrap(), it.notes.len()))
            .collect();
        assert_eq!(keys, [('b', 1), ('a', 0), ('b', 1)]);
        assert_eq!(applied.accepted.len(), 1);
        assert_eq!(applied.stale, []);
    }

    fn today() -> Date {
        Date::new(2026, 6, 15).unwrap()
    }

    #[test]
    fn what_is_accepted_until_a_day_is_back_behind_it() {
        let text = "version = 1\n\n[sample.word]\n\"b\" = { count = 2, owner = \"@desk\", expires = 2026-06-15 }\n";
        let baseline = parse(text).unwrap();
        let left = |day: Date| apply(findings(), &baseline, day, |_| true).left;
        assert_eq!(left(today()).len(), 2);
        let over = left(Date::new(2026, 6, 16).unwrap());
        assert_eq!(over.len(), 4);
        assert_eq!(
            over[0].notes,
            ["the baseline accepted this until 2026-06-15, and `@desk` answers for it"]
        );
        // To write it again prolongs nothing, and what is new is on no terms.
        let mut again = Baseline::accepting(&findings());
        again.keep_terms(&baseline);
        let kept = again.to_text();
        let entry = "\"b\" = { count = 2, owner = \"@desk\", expires = 2026-06-15 }\n";
        assert!(kept.ends_with(entry), "{kept}");
        assert!(kept.contains("\"a\" = 1\n"), "{kept}");
    }

    #[test]
    fn what_is_gone_is_stale_if_its_rule_ran() {
        let baseline = parse(
            "version = 1\n[sample.word]\n\"b\" = 3\n\"c\" = 1\n[contract.field_removed]\na = 1\n",
        )
        .unwrap();
        let stale = |judged: fn(&Id) -> bool| {
            let applied = apply(findings(), &baseline, today(), judged);
            applied
                .stale
                .into_iter()
                .map(|it| (it.id.key, it.entry.count, it.found))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            stale(|id| id.gate == "sample"),
            [("b".to_owned(), 3, 2), ("c".to_owned(), 1, 0)]
        );
        assert_eq!(stale(|_| false), []);
    }

    #[test]
    fn growth_is_seen_and_other_gates_entries_are_kept() {
        let old = parse("version = 1\n[sample.word]\n\"b\" = 1\n[contract.field_removed]\na = 4\n")
            .unwrap();
        let mut new = Baseline::accepting(&findings());
        assert_eq!(new.growth(&old, &findings()).len(), 4);
        assert_eq!(
            Baseline::accepting(&findings()[..1])
                .growth(&old, &findings()[..1])
                .len(),
            0
        );
        new.keep(&old, |id| id.gate == "sample");
        assert_eq!(new.findings(), 8);
    }

    #[test]
    fn a_baseline_that_is_none_is_refused_where_it_is_wrong() {
        assert_eq!(
            parse("[sample.word]\nb = 1\n").unwrap_err(),
            [": the baseline does not say its `version`"]
        );
        assert_eq!(
            parse("version = 2\nsample = 1\n[other]\nword = 1\n[third.word]\nb = 0\nc = \"x\"\n")
                .unwrap_err(),
            [
                "2: only version 1 of baselines can be read",
                "1: `word` is no table of keys",
                "1: `sample` is no table of rules",
                "0: not a number of findings",
                "\"x\": not a number of findings",
            ]
        );
        assert_eq!(
            parse("version = 1\n[sample.word]\na = {}\nb = { count = 0 }\nc = { count = 1, expires = \"soon\" }\nd = { count = 1, until = 1 }\ne = { count = 1, owner = 1 }\n")
                .unwrap_err(),
            [
                "{}: the entry does not say its `count`",
                "0: not a number of findings",
                "\"soon\": not a day: write `2027-01-31`",
                "until: an entry has no `until`; it has `count`, `owner` and `expires`",
                "1: not a name",
            ]
        );
        assert_eq!(parse("version = \n").unwrap_err().len(), 1);
    }
}
