//! Compares the tree of the `gherkin` crate with ours in what is run: names, tags, steps with their arguments, examples. The
//! crate's places are not used.

use text_size::TextRange;

use super::difference::Difference;
use super::refusal::{QUOTES_INSIDE, ends_early};
use crate::gherkin::{self, Feature, Row};

const ONLY_BLANKS: (&str, &str) = (
    "it takes nothing but spaces and tabs for blanks",
    "use spaces",
);

/// What the crate reads differently in a file that it takes.
pub(super) fn features(text: &str, ours: &Feature, theirs: &::gherkin::Feature) -> Vec<Difference> {
    let mut comparison = Comparison {
        text,
        found: Vec::new(),
    };
    comparison.feature(ours, theirs);
    comparison.found
}

/// Scenarios to compare: of a feature or a rule, and of the rules behind it that are not there.
struct Open<'a> {
    scenarios: Vec<&'a gherkin::Scenario>,
    theirs: &'a [::gherkin::Scenario],
    background: Vec<&'a gherkin::Step>,
}

struct Comparison<'a> {
    text: &'a str,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn report(&mut self, range: TextRange, what: String, reading: String) -> &mut Difference {
        self.found.push(Difference {
            range,
            what,
            reading,
            note: None,
            help: None,
        });
        self.found.last_mut().expect("it was pushed just now")
    }

    fn lost(&mut self, at: TextRange, what: String, is: &str) {
        let before = &self.text[..usize::from(at.start())];
        let indent = before.rsplit('\n').next().unwrap_or_default();
        let strange = indent.contains(|c| !matches!(c, ' ' | '\t'));
        let found = self.report(at, what, format!("{is} not there"));
        if strange {
            found.because(ONLY_BLANKS);
        }
    }

    fn feature(&mut self, ours: &Feature, theirs: &::gherkin::Feature) {
        let what = || "the feature".to_owned();
        self.name(ours.range, what, &ours.name, &theirs.name);
        self.tags(ours.range, what, &ours.tags, &theirs.tags);
        self.background(
            ours.range,
            ours.background.as_ref(),
            theirs.background.as_ref(),
        );
        let background: Vec<_> = ours.background.iter().flat_map(|b| &b.steps).collect();
        let mut open = Open {
            scenarios: ours.scenarios.iter().collect(),
            theirs: &theirs.scenarios,
            background: background.clone(),
        };
        let mut rest = theirs.rules.as_slice();
        for rule in &ours.rules {
            let seen = rest
                .iter()
                .position(|theirs| same_name(&rule.name, &theirs.name));
            let Some(seen) = seen else {
                self.lost_rule(rule);
                // Its scenarios are left to what stands before it.
                open.scenarios.extend(&rule.scenarios);
                continue;
            };
            let found = &rest[seen];
            self.extra_rules(rule.range, &rest[..seen]);
            rest = &rest[seen + 1..];
            self.scenarios(&open);
            let what = || format!("the rule \"{}\"", rule.name);
            self.tags(rule.range, what, &rule.tags, &found.tags);
            self.background(
                rule.range,
                rule.background.as_ref(),
                found.background.as_ref(),
            );
            let own = rule.background.iter().flat_map(|b| &b.steps);
            open = Open {
                scenarios: rule.scenarios.iter().collect(),
                theirs: &found.scenarios,
                background: background.iter().copied().chain(own).collect(),
            };
        }
        self.scenarios(&open);
        self.extra_rules(ours.range, rest);
    }

    fn extra_rules(&mut self, at: TextRange, extra: &[::gherkin::Rule]) {
        for extra in extra {
            let what = format!("a rule \"{}\"", extra.name);
            self.report(at, what, "is read where there is none".to_owned());
        }
    }

    fn lost_rule(&mut self, rule: &gherkin::Rule) {
        let what = format!("the rule \"{}\"", rule.name);
        let found = self.report(rule.range, what, "is not there".to_owned());
        found.because((
            "its line is taken for text of what stands above it",
            "give what stands above it a step, or take it out",
        ));
    }

    fn name(&mut self, at: TextRange, what: impl Fn() -> String, ours: &str, theirs: &str) {
        if !same_name(ours, theirs) {
            self.report(at, what(), format!("is called `{theirs}`"));
        }
    }

    fn tags(
        &mut self,
        at: TextRange,
        what: impl Fn() -> String,
        ours: &[gherkin::Tag],
        theirs: &[String],
    ) {
        let names = ours.iter().map(|tag| tag.name.trim_start_matches('@'));
        if !names.eq(theirs.iter().map(String::as_str)) {
            let reading = match theirs {
                [] => "has no tags".to_owned(),
                tags => format!("has the tags @{}", tags.join(" @")),
            };
            self.report(at, what(), reading);
        }
    }

    fn background(
        &mut self,
        around: TextRange,
        ours: Option<&gherkin::Background>,
        theirs: Option<&::gherkin::Background>,
    ) {
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => self.steps(ours.range, &ours.steps, &theirs.steps, &[]),
            (Some(ours), None) => {
                self.lost(ours.range, "the background".to_owned(), "is");
            }
            (None, Some(_)) => {
                let reading = "is read where there is none".to_owned();
                self.report(around, "a background".to_owned(), reading);
            }
            (None, None) => {}
        }
    }

    /// Compares scenarios in the order of the text; those that only one side has are told apart by their names.
    fn scenarios(&mut self, open: &Open<'_>) {
        let mut rest = open.theirs;
        for ours in &open.scenarios {
            let what = || format!("the scenario \"{}\"", ours.name);
            let found = rest
                .iter()
                .position(|theirs| same_name(&ours.name, &theirs.name));
            let Some(found) = found else {
                self.lost(ours.range, what(), "is");
                continue;
            };
            let theirs = &rest[found];
            for extra in &rest[..found] {
                let reading = format!("is read before \"{}\", where there is none", ours.name);
                self.report(
                    ours.range,
                    format!("a scenario \"{}\"", extra.name),
                    reading,
                );
            }
            rest = &rest[found + 1..];
            self.tags(ours.range, what, &ours.tags, &theirs.tags);
            self.steps(ours.range, &ours.steps, &theirs.steps, &open.background);
            self.examples(ours, theirs);
        }
        if let (Some(extra), Some(last)) = (rest.first(), open.scenarios.last()) {
            let what = format!("a scenario \"{}\"", extra.name);
            self.report(last.range, what, "is read where there is none".to_owned());
        }
    }

    fn examples(&mut self, ours: &gherkin::Scenario, theirs: &::gherkin::Scenario) {
        for (row, examples) in ours.examples.iter().enumerate() {
            let what = || "these examples".to_owned();
            let Some(theirs) = theirs.examples.get(row) else {
                self.lost(examples.range, what(), "are");
                continue;
            };
            self.tags(examples.range, what, &examples.tags, &theirs.tags);
            let rows: Vec<&Row> = examples.header.iter().chain(&examples.rows).collect();
            self.table(examples.range, &rows, theirs.table.as_ref());
        }
        if theirs.examples.len() > ours.examples.len() {
            let reading = "are read where there are none".to_owned();
            self.report(ours.range, "examples".to_owned(), reading);
        }
    }

    fn table(&mut self, at: TextRange, ours: &[&Row], theirs: Option<&::gherkin::Table>) {
        let theirs = theirs.map_or(&[][..], |table| &table.rows);
        for (row, ours) in ours.iter().enumerate() {
            let Some(theirs) = theirs.get(row) else {
                self.lost(ours.range, "this row".to_owned(), "is");
                return;
            };
            for (column, cell) in ours.cells.iter().enumerate() {
                match theirs.get(column) {
                    Some(value) if *value == cell.value => {}
                    Some(value) => {
                        let at = if cell.range.is_empty() {
                            ours.range
                        } else {
                            cell.range
                        };
                        let blanks = same_name(value, &cell.value);
                        let found =
                            self.report(at, "this cell".to_owned(), format!("is `{value}`"));
                        if blanks {
                            found.because(ONLY_BLANKS);
                        }
                        return;
                    }
                    None => {
                        let reading = format!("has {} cells", theirs.len());
                        self.report(ours.range, "this row".to_owned(), reading);
                        return;
                    }
                }
            }
            if theirs.len() > ours.cells.len() {
                let reading = format!("has {} cells", theirs.len());
                self.report(ours.range, "this row".to_owned(), reading);
                return;
            }
        }
        if theirs.len() > ours.len() {
            let at = ours.last().map_or(at, |row| row.range);
            let reading = format!("has {} rows", theirs.len());
            self.report(at, "this table".to_owned(), reading);
        }
    }

    /// Compares steps up to the first difference; `before` are those of backgrounds.
    fn steps(
        &mut self,
        at: TextRange,
        ours: &[gherkin::Step],
        theirs: &[::gherkin::Step],
        before: &[&gherkin::Step],
    ) {
        let known = self.found.len();
        let mut meaning = None;
        for step in before {
            meaning = kind(step, meaning);
        }
        for (row, step) in ours.iter().enumerate() {
            meaning = kind(step, meaning);
            let what = || "this step".to_owned();
            let Some(theirs) = theirs.get(row) else {
                self.lost(step.range, what(), "is");
                return;
            };
            if !same_name(&step.text, &theirs.value) {
                let reading = format!("is `{}{}`", theirs.keyword, theirs.value);
                self.report(step.range, what(), reading);
                return;
            }
            if meaning.is_some_and(|meaning| meaning != theirs.ty) {
                let reading = format!("is looked for among steps of `{}`", named(theirs.ty));
                let own = meaning.map(named).unwrap_or_default();
                let note = match step.keyword_type {
                    gherkin::KeywordType::Conjunction => format!("it continues a step of `{own}`"),
                    _ => format!("in this language its keyword means `{own}`"),
                };
                self.report(step.range, what(), reading).note = Some(note);
            }
            self.doc_string(step, theirs.docstring.as_deref());
            let rows = step.data_table.iter().flat_map(|table| &table.rows);
            self.table(step.range, &rows.collect::<Vec<_>>(), theirs.table.as_ref());
            if self.found.len() > known {
                return;
            }
        }
        if let Some(extra) = theirs.get(ours.len()) {
            let at = ours.last().map_or(at, |step| step.range);
            let what = format!("a step `{}{}`", extra.keyword, extra.value);
            self.report(at, what, "is read where there is none".to_owned());
        }
    }

    fn doc_string(&mut self, step: &gherkin::Step, theirs: Option<&str>) {
        let what = || "this doc string".to_owned();
        let (ours, theirs) = match (&step.doc_string, theirs) {
            (None, None) => return,
            (Some(ours), Some(theirs)) => (ours, theirs),
            (Some(ours), None) => {
                self.lost(ours.range, what(), "is");
                return;
            }
            (None, Some(_)) => {
                let reading = "is read where there is none".to_owned();
                self.report(step.range, "a doc string".to_owned(), reading);
                return;
            }
        };
        let (expected, found) = (lines(&ours.content), lines(theirs));
        if expected == found {
            return;
        }
        if ends_early(self.text, ours) {
            let found = self.report(ours.range, what(), "ends too early".to_owned());
            found.because(QUOTES_INSIDE);
            return;
        }
        let media_type = ours.media_type.as_deref();
        if let Some(media_type) = media_type.filter(|&line| found.first() == Some(&line)) {
            let reading = format!("begins with a line `{media_type}`");
            self.report(ours.range, what(), reading).because((
                "the type of a doc string is no part of its text",
                "leave the type out, or let the step take the line off",
            ));
            return;
        }
        let longer = expected.len().max(found.len());
        let line = (0..longer).find(|&line| expected.get(line) != found.get(line));
        let line = line.unwrap_or_default();
        let shown = |lines: &[&str]| match lines.get(line) {
            Some(line) => format!("`{line}`"),
            None => "nothing".to_owned(),
        };
        let reading = format!("has {} where it says {}", shown(&found), shown(&expected));
        let escaped = found
            .get(line)
            .is_some_and(|line| line.contains("\\\"") || line.contains("\\`"));
        let found = self.report(ours.range, what(), reading);
        if escaped {
            found.because((
                "it keeps the backslashes before quotes",
                "write the quotes as they are, with the other kind around the text",
            ));
        }
    }
}

/// The lines of a doc string without blanks at their ends, and without blank lines around: what the crate does to those, it
/// does to all doc strings.
fn lines(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    let filled = |line: &&str| !line.is_empty();
    let first = lines.iter().position(filled).unwrap_or(lines.len());
    let end = lines
        .iter()
        .rposition(filled)
        .map_or(first, |last| last + 1);
    lines[first..end].to_vec()
}

fn same_name(ours: &str, theirs: &str) -> bool {
    ours.trim() == theirs.trim()
}

/// Among which steps a step is looked for; unknown after a keyword that means nothing.
fn kind(step: &gherkin::Step, before: Option<::gherkin::StepType>) -> Option<::gherkin::StepType> {
    match step.keyword_type {
        gherkin::KeywordType::Context => Some(::gherkin::StepType::Given),
        gherkin::KeywordType::Action => Some(::gherkin::StepType::When),
        gherkin::KeywordType::Outcome => Some(::gherkin::StepType::Then),
        gherkin::KeywordType::Conjunction => before,
        gherkin::KeywordType::Unknown => None,
    }
}

fn named(kind: ::gherkin::StepType) -> &'static str {
    match kind {
        ::gherkin::StepType::Given => "given",
        ::gherkin::StepType::When => "when",
        ::gherkin::StepType::Then => "then",
    }
}
