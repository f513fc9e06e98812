//! One line of a feature file: its indent, and the cells or tags in it.

use text_size::{TextRange, TextSize};

use super::ast::Location;

/// A line with its end, where it stands, and what is left of it without the indent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: u32,
    /// Where the line begins in the file.
    pub(super) start: TextSize,
    /// The line with its end.
    pub(super) text: &'a str,
    /// The line without the indent, with its end; empty if the line is blank.
    pub(super) trimmed: &'a str,
    /// How many characters the indent has.
    pub(super) indent: u32,
}

/// A tag or a cell as it stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) location: Location,
    pub(super) range: TextRange,
    pub(super) text: String,
}

/// What the language counts as a blank: white space as Unicode has it, and the four separators U+001C to U+001F.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The text without blanks at both ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The text without line ends at its end.
pub(super) fn without_end(text: &str) -> &str {
    text.trim_end_matches(['\r', '\n'])
}

impl<'a> Line<'a> {
    /// The line `text`, which begins at `start`.
    pub(super) fn new(number: u32, start: TextSize, text: &'a str) -> Line<'a> {
        let trimmed = text.trim_start_matches(is_blank);
        let indent = length(&text[..text.len() - trimmed.len()]);
        Line {
            number,
            start,
            text,
            trimmed,
            indent,
        }
    }

    /// Where the text behind the indent begins.
    pub(super) fn location(&self) -> Location {
        Location {
            line: self.number,
            column: self.indent + 1,
        }
    }

    /// The line without indent and without blanks at its end.
    pub(super) fn range(&self) -> TextRange {
        self.range_of(trim(self.trimmed))
    }

    /// Where `part`, a slice of this line, stands in the file.
    fn range_of(&self, part: &str) -> TextRange {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let offset = u32::try_from(offset.min(self.text.len())).unwrap_or(u32::MAX);
        let len = u32::try_from(part.len()).unwrap_or(u32::MAX);
        TextRange::at(self.start + TextSize::new(offset), TextSize::new(len))
    }

    /// The line without the first `indent` characters, or without its whole indent if that is shorter.
    pub(super) fn without_indent(&self, indent: u32) -> &'a str {
        if indent > self.indent {
            return self.trimmed;
        }
        let offset = self
            .text
            .char_indices()
            .nth(indent as usize)
            .map_or(self.text.len(), |(offset, _)| offset);
        &self.text[offset..]
    }

    /// The tags of a line that begins with `@`, or where the first one stands that has a blank in it.
    pub(super) fn tags(&self) -> Result<Vec<Item>, (Location, TextRange)> {
        let mut tags = Vec::new();
        let mut column = self.indent + 1;
        // What stands before the first `@` is nothing, for the line begins with one.
        for part in trim(before_comment(trim(self.trimmed))).split('@').skip(1) {
            let name = trim(part);
            let location = Location {
                line: self.number,
                column,
            };
            let name_range = self.range_of(name);
            let at = self.range_of(part).start() - TextSize::of('@');
            let range = TextRange::new(
                at,
                if name.is_empty() {
                    at + TextSize::of('@')
                } else {
                    name_range.end()
                },
            );
            if name.contains(is_blank) {
                return Err((location, range));
            }
            tags.push(Item {
                location,
                range,
                text: format!("@{name}"),
            });
            column += length(part) + 1;
        }
        Ok(tags)
    }

    /// The cells of a line that begins with `|`; what follows the last bar is no cell.
    pub(super) fn cells(&self) -> Vec<Item> {
        let row = trim(self.trimmed);
        if row.contains('\\') {
            self.escaped_cells(row)
        } else {
            self.plain_cells(row)
        }
    }

    /// The cells of a row.
    fn escaped_cells(&self, row: &str) -> Vec<Item> {
        let mut cells = Vec::new();
        let mut cell: Option<OpenCell> = None;
        let mut column = self.indent;
        let mut chars = row.char_indices();
        while let Some((at, c)) = chars.next() {
            column += 1;
            if c == '|' {
                if let Some(open) = cell.take() {
                    cells.push(open.close(self, &row[..at]));
                }
                cell = Some(OpenCell {
                    start: at + 1,
                    column: column + 1,
                    value: String::new(),
                });
                continue;
            }
            // A row begins with a bar, so a cell is open from the first character on.
            let Some(open) = &mut cell else { continue };
            if c != '\\' {
                open.value.push(c);
                continue;
            }
            column += 1;
            match chars.next() {
                Some((_, 'n')) => open.value.push('\n'),
                Some((_, escaped @ ('|' | '\\'))) => open.value.push(escaped),
                Some((_, other)) => open.value.extend(['\\', other]),
                None => open.value.push('\\'),
            }
        }
        cells
    }

    /// The same of a row in which nothing is escaped: without a look at each character.
    fn plain_cells(&self, row: &str) -> Vec<Item> {
        let mut cells = Vec::with_capacity(row.bytes().filter(|byte| *byte == b'|').count());
        // Where what follows the first bar begins.
        let mut column = self.indent + 2;
        let mut rest = row.strip_prefix('|').unwrap_or_default();
        while let Some((cell, behind)) = rest.split_once('|') {
            // A row is one line: what is trimmed has no line break in it.
            let value = trim(cell);
            let from_value = cell.trim_start_matches(is_blank);
            let indent = length(&cell[..cell.len() - from_value.len()]);
            cells.push(Item {
                location: Location {
                    line: self.number,
                    column: column + indent,
                },
                range: self.range_of(value),
                text: value.to_owned(),
            });
            column += length(cell) + 1;
            rest = behind;
        }
        cells
    }
}

/// A cell whose closing bar has not been reached.
struct OpenCell {
    start: usize,
    column: u32,
    value: String,
}

impl OpenCell {
    /// The cell, which ends where `row` does.
    fn close(self, line: &Line<'_>, row: &str) -> Item {
        // A line break that the author wrote as `\n` is part of the value, also at its ends.
        let padding = |c: char| is_blank(c) && c != '\n';
        let from_value = self.value.trim_start_matches(padding);
        let indent = length(&self.value[..self.value.len() - from_value.len()]);
        Item {
            location: Location {
                line: line.number,
                column: self.column + indent,
            },
            range: line.range_of(trim(&row[self.start..])),
            text: from_value.trim_end_matches(padding).to_owned(),
        }
    }
}

/// What stands before ` #`.
fn before_comment(text: &str) -> &str {
    let mut before = None;
    for (at, c) in text.char_indices() {
        match before {
            Some(blank) if c == '#' => return &text[..blank],
            _ => before = is_blank(c).then_some(at),
        }
    }
    text
}

/// The length in characters.
fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line<'_> {
        Line::new(7, TextSize::new(100), text)
    }

    fn shown(items: &[Item]) -> Vec<(u32, u32, &str)> {
        items
            .iter()
            .map(|i| {
                (
                    i.location.column,
                    u32::from(i.range.start()) - 100,
                    i.text.as_str(),
                )
            })
            .collect()
    }

    #[test]
    fn tags_are_found_with_columns_in_characters_and_ranges_in_bytes() {
        let tags = line("  @é @AC-1@b  #no tag @x\n")
            .tags()
            .expect("no blanks in tags");
        assert_eq!(
            shown(&tags),
            [(3, 2, "@é"), (6, 6, "@AC-1"), (11, 11, "@b")]
        );
        assert_eq!(tags[0].range, TextRange::new(102.into(), 105.into()));
    }

    #[test]
    fn a_hash_without_a_blank_before_it_belongs_to_the_tag() {
        assert_eq!(
            shown(&line("@a#b #c").tags().expect("no blanks in tags")),
            [(1, 0, "@a#b")]
        );
    }

    #[test]
    fn a_tag_with_a_blank_is_an_error_at_its_place() {
        let (location, range) = line(" @ok @not ok").tags().expect_err("a blank in a tag");
        assert_eq!(location, Location { line: 7, column: 6 });
        assert_eq!(range, TextRange::new(105.into(), 112.into()));
    }

    #[test]
    fn cells_are_unescaped_and_trimmed() {
        let cells = line(" | a\\|b |\\n c\\\\| \\d ||rest\\\n").cells();
        assert_eq!(
            shown(&cells),
            [
                (4, 3, "a|b"),
                (10, 9, "\n c\\"),
                (18, 17, "\\d"),
                (22, 21, "")
            ]
        );
    }

    #[test]
    fn a_shorter_indent_than_asked_for_is_taken_whole() {
        assert_eq!(line("   x\n").without_indent(2), " x\n");
        assert_eq!(line("   x\n").without_indent(5), "x\n");
        assert_eq!(line("\n").without_indent(2), "");
    }

    proptest::proptest! {
        #[test]
        fn a_row_in_which_nothing_is_escaped_is_read_the_same_both_ways(row in "[ \t|aé\u{a0}\u{1c}\r]{0,12}") {
            let text = format!(" \t|{row}");
            let line = line(&text);
            let row = trim(line.trimmed);
            proptest::prop_assert_eq!(line.plain_cells(row), line.escaped_cells(row));
        }
    }
}
