//! Why the `gherkin` crate refuses a feature file: what it is known not to take, nearest to where it stopped.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use super::difference::Difference;
use crate::gherkin::{DocString, Document, Row, Scenario, Step, Tag, begins_with_keyword};

const WHAT: &str = "the file";
const READING: &str = "cannot be read";

/// The finding about a file that the crate stopped reading at `stop`.
pub(super) fn explain(text: &str, document: &Document, stop: TextSize) -> Difference {
    let difference = |range, note: Option<&str>, help| Difference {
        range,
        what: WHAT.to_owned(),
        reading: READING.to_owned(),
        note: note.map(str::to_owned),
        help,
    };
    let Some(feature) = &document.feature else {
        let note = "it takes no file without a feature";
        return difference(
            TextRange::default(),
            Some(note),
            Some("write the feature, or delete the file"),
        );
    };
    if text.starts_with('\u{feff}') {
        let note = "it takes no byte order mark";
        return difference(
            feature.range,
            Some(note),
            Some("save the file as UTF-8 without a byte order mark"),
        );
    }
    if feature.language != "en" && !::gherkin::is_language_supported(feature.language) {
        let note = format!("it does not know the language `{}`", feature.language);
        return difference(feature.range, Some(&note), None);
    }
    let mut causes = Causes {
        text,
        language: feature.language,
        found: Vec::new(),
    };
    causes.document(document);
    // The crate goes on as far as it can before it turns back, so it stopped at the cause or behind it.
    let nearest = causes
        .found
        .iter()
        .filter(|cause| cause.range.start() <= stop);
    match nearest.max_by_key(|cause| cause.range.start()) {
        Some(cause) => difference(cause.range, Some(cause.note), Some(cause.help)),
        None => difference(line_at(text, stop), Some("it stops in this line"), None),
    }
}

/// The line around a place, without blanks at its ends.
fn line_at(text: &str, place: TextSize) -> TextRange {
    let place = usize::from(place).min(text.len());
    let start = text[..place].rfind('\n').map_or(0, |end| end + 1);
    let end = text[place..]
        .find('\n')
        .map_or(text.len(), |end| place + end);
    range_of(text, text[start..end].trim(), start)
}

fn range_of(text: &str, part: &str, otherwise: usize) -> TextRange {
    let offset = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let offset = offset.unwrap_or(otherwise).min(text.len());
    let size = |length: usize| TextSize::try_from(length).unwrap_or_default();
    TextRange::at(size(offset), size(part.len()))
}

pub(super) const QUOTES_INSIDE: (&str, &str) = (
    "it takes the first quotes inside for the end",
    "write the text without them, or put the other kind of quotes around it",
);

/// Whether the delimiter of a doc string stands inside of it, too.
pub(super) fn ends_early(text: &str, doc_string: &DocString) -> bool {
    let delimiter = doc_string.delimiter;
    let whole = text.get(Range::from(doc_string.range)).unwrap_or_default();
    let inside = whole.get(delimiter.len()..).unwrap_or_default();
    // The last line is the closing delimiter, perhaps with text behind it.
    let inside = inside.rfind('\n').map_or("", |last| &inside[..last]);
    inside.contains(delimiter)
}

struct Cause {
    range: TextRange,
    note: &'static str,
    help: &'static str,
}

struct Causes<'a> {
    text: &'a str,
    language: &'a str,
    found: Vec<Cause>,
}

impl Causes<'_> {
    fn add(&mut self, range: TextRange, note: &'static str, help: &'static str) {
        self.found.push(Cause { range, note, help });
    }

    fn document(&mut self, document: &Document) {
        let Some(feature) = &document.feature else {
            return;
        };
        let start = usize::from(feature.range.start());
        self.head(start, feature.range);
        self.tags(&feature.tags);
        self.descriptions(&feature.description, feature.range);
        if let Some(background) = &feature.background {
            self.descriptions(&background.description, background.range);
            self.steps(&background.steps);
        }
        feature
            .scenarios
            .iter()
            .for_each(|scenario| self.scenario(scenario));
        for rule in &feature.rules {
            self.tags(&rule.tags);
            self.descriptions(&rule.description, rule.range);
            if let Some(background) = &rule.background {
                self.descriptions(&background.description, background.range);
                self.steps(&background.steps);
            }
            rule.scenarios
                .iter()
                .for_each(|scenario| self.scenario(scenario));
        }
    }

    /// What stands above the feature.
    fn head(&mut self, feature: usize, title: TextRange) {
        let mut comment = false;
        let mut start = 0;
        for line in self.text[..feature].split_inclusive('\n') {
            let trimmed = line.trim();
            let range = range_of(self.text, trimmed, start);
            start += line.len();
            let after_hash = trimmed.strip_prefix('#').map(str::trim_start);
            if after_hash.is_some_and(|rest| rest.starts_with("language")) {
                if comment {
                    let note = "it takes a language header only above all comments";
                    self.add(range, note, "move the header to the top");
                }
                if line.trim_end_matches(['\r', '\n']) != line.trim_end() {
                    let note = "it takes no blanks at the end of a language header";
                    self.add(range, note, "delete the blanks");
                }
            }
            if trimmed.starts_with('@') && !line.starts_with('@') && start > line.len() {
                let note = "it takes no blanks before the tags of a feature that have something above them";
                self.add(range, note, "move the tags to the start of the line");
            }
            comment |= after_hash.is_some();
        }
        let line = self.text[..feature].rfind('\n').map_or(0, |end| end + 1);
        if line < feature {
            let note = "it takes no blanks before a feature that has something above it";
            self.add(title, note, "move the feature to the start of the line");
        }
    }

    /// Free text that begins with a keyword, which the crate takes for the keyword without its colon.
    fn descriptions(&mut self, description: &str, title: TextRange) {
        let mut start = usize::from(title.end());
        for line in description
            .split('\n')
            .filter(|line| !line.trim().is_empty())
        {
            let Some(found) = self.text[start..].find(line) else {
                return;
            };
            let range = range_of(
                self.text,
                self.text[start + found..][..line.len()].trim(),
                start,
            );
            start += found + line.len();
            let note = "it takes no text that begins with a keyword";
            if begins_with_keyword(self.language, line.trim_start()) {
                self.add(range, note, "begin the line with another word");
            }
        }
    }

    fn tags(&mut self, tags: &[Tag]) {
        for tag in tags.iter().filter(|tag| tag.name == "@") {
            self.add(tag.range, "it takes no `@` without a name", "delete it");
        }
    }

    fn scenario(&mut self, scenario: &Scenario) {
        self.tags(&scenario.tags);
        self.descriptions(&scenario.description, scenario.range);
        self.steps(&scenario.steps);
        for examples in &scenario.examples {
            self.tags(&examples.tags);
            self.descriptions(&examples.description, examples.range);
            examples
                .header
                .iter()
                .chain(&examples.rows)
                .for_each(|row| self.row(row));
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            if step.text.is_empty() {
                self.add(
                    step.range,
                    "it takes no step without text",
                    "write what the step says",
                );
            }
            if let (Some(table), Some(doc_string)) = (&step.data_table, &step.doc_string)
                && table.location < doc_string.location
            {
                let note = "it takes no doc string behind a table";
                self.add(
                    doc_string.range,
                    note,
                    "move the doc string above the table",
                );
            }
            if let Some(doc_string) = &step.doc_string
                && ends_early(self.text, doc_string)
            {
                self.add(doc_string.range, QUOTES_INSIDE.0, QUOTES_INSIDE.1);
            }
            let rows = step.data_table.iter().flat_map(|table| &table.rows);
            rows.for_each(|row| self.row(row));
        }
    }

    fn row(&mut self, row: &Row) {
        let whole = &self.text[Range::from(row.range)];
        for cell in &row.cells {
            let raw = &self.text[Range::from(cell.range)];
            let mut chars = raw.chars();
            while let Some(c) = chars.next() {
                if c == '\\' && !matches!(chars.next(), Some('n' | '|' | '\\')) {
                    let note =
                        "it takes no backslash before other characters than `n`, `|` and `\\`";
                    self.add(cell.range, note, "write two backslashes");
                    break;
                }
            }
        }
        let behind = row.cells.last().map(|cell| usize::from(cell.range.end()));
        let behind = behind.unwrap_or(usize::from(row.range.start()));
        let end = self.text[behind..usize::from(row.range.end())].trim_start();
        if !whole.ends_with('|') && !end.is_empty() && end != "|" {
            self.add(
                row.range,
                "it takes no text behind the last bar",
                "delete what stands there",
            );
        }
    }
}
