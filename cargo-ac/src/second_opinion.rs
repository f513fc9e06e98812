//! What the `gherkin` crate, which cucumber-rs runs by, makes of a feature file: a second opinion.
//!
//! Both trees are compared in what is run: names, tags, steps with their arguments, examples. The crate's places are not
//! used, but for that of a file that it refuses.

use std::panic::{AssertUnwindSafe, catch_unwind};

use text_size::{TextRange, TextSize};

use crate::gherkin::{self, Document, Feature, Row};
use crate::refusal;

/// Something that the crate reads in another way than the language has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where it stands.
    pub range: TextRange,
    /// What it is, without places and in few words: `the rule "r"`.
    pub what: String,
    /// What the crate makes of it, after that: `is not there`.
    pub reading: String,
    /// Why, if that is known.
    pub note: Option<String>,
    /// What to do, if that is known.
    pub help: Option<&'static str>,
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opinion {
    /// It was not asked: nothing in the workspace uses cucumber-rs, or the file is wrong anyway.
    NotAsked,
    /// It was not asked, for it takes too long on files like this.
    TooLong,
    /// What it reads differently.
    Read(Vec<Difference>),
}

/// The crate looks through all lines for each line, and through all comments of a row for each of them.
const MAX_LINES: usize = 20_000;
const MAX_BYTES: usize = 1 << 20;
const MAX_COMMENTS: usize = 1_000;

/// Asks the crate about a file without mistakes.
pub fn ask(text: &str, document: &Document) -> Opinion {
    if takes_too_long(text) {
        return Opinion::TooLong;
    }
    // What cucumber-rs does with a file that makes its parser panic is not to see it, either.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        ::gherkin::Feature::parse(text, ::gherkin::GherkinEnv::default())
    }));
    let theirs = match parsed {
        Ok(Ok(theirs)) => theirs,
        Ok(Err(error)) => {
            let at = stopped_at(text, &error.to_string());
            return Opinion::Read(vec![refusal::explain(text, document, at)]);
        }
        Err(_) => return Opinion::Read(vec![refusal::explain(text, document, TextSize::new(0))]),
    };
    let mut comparison = Comparison {
        text,
        found: Vec::new(),
    };
    if let Some(ours) = &document.feature {
        comparison.feature(ours, &theirs);
    }
    Opinion::Read(comparison.found)
}

fn takes_too_long(text: &str) -> bool {
    if text.len() > MAX_BYTES || text.bytes().filter(|&b| b == b'\n').count() > MAX_LINES {
        return true;
    }
    let mut run = 0;
    text.lines().any(|line| {
        run = if line.trim_start().starts_with('#') {
            run + 1
        } else {
            0
        };
        run > MAX_COMMENTS
    })
}

/// The place in `Error at LINE:COLUMN: …`: the crate shows it in no other way.
fn stopped_at(text: &str, message: &str) -> TextSize {
    let place = || {
        let (place, _) = message.strip_prefix("Error at ")?.split_once(": ")?;
        let (line, column) = place.split_once(':')?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let start: usize = text
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let within = text[start..].char_indices().nth(column - 1);
        let offset = within.map_or(text.len(), |(within, _)| start + within);
        TextSize::try_from(offset).ok()
    };
    place().unwrap_or_default()
}

/// Scenarios to compare: of a feature or a rule, and of the rules behind it that are not there.
struct Open<'a> {
    scenarios: Vec<&'a gherkin::Scenario>,
    theirs: &'a [::gherkin::Scenario],
    background: Vec<&'a gherkin::Step>,
}

const ONLY_BLANKS: (&str, &str) = (
    "it takes nothing but spaces and tabs for blanks",
    "use spaces",
);

impl Difference {
    fn because(&mut self, (note, help): (&str, &'static str)) {
        self.note = Some(note.to_owned());
        self.help = Some(help);
    }
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
        if refusal::ends_early(self.text, ours) {
            let found = self.report(ours.range, what(), "ends too early".to_owned());
            found.because(refusal::QUOTES_INSIDE);
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
