//! Files and places in them; nothing here panics, whatever the range.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use text_size::{TextRange, TextSize};

/// A file, as handed out by the loader of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The range, in bytes.
    pub range: TextRange,
}

impl Span {
    /// The place of `range` in `file`.
    pub const fn new(file: FileId, range: TextRange) -> Self {
        Span { file, range }
    }

    /// The start of `file`: for what concerns the file as a whole.
    pub const fn start_of(file: FileId) -> Self {
        Span {
            file,
            range: TextRange::empty(TextSize::new(0)),
        }
    }
}

/// A file with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the workspace root, with `/`.
    pub path: String,
    /// All of it.
    pub text: Arc<str>,
}

/// A point in a text, in all the units that output formats count in. Everything counts from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column in characters (Unicode scalar values), as rustc counts.
    pub column: u32,
    /// The column in UTF-16 code units.
    pub utf16_column: u32,
    /// The column in bytes.
    pub byte_column: u32,
}

/// A span, looked up: what a person or another tool needs to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location<'s> {
    /// The file's path, relative to the workspace root.
    pub path: &'s str,
    /// First character.
    pub start: Position,
    /// First character after.
    pub end: Position,
    /// The byte range, within the text.
    pub range: TextRange,
}

/// The texts that spans point into; only the files that a report needs.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: BTreeMap<FileId, Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    file: SourceFile,
    /// Where lines start; counted when first asked for.
    lines: OnceLock<Vec<u32>>,
}

impl Sources {
    /// Adds a file, or replaces what was there.
    pub fn insert(&mut self, id: FileId, file: SourceFile) {
        self.files.insert(
            id,
            Entry {
                file,
                lines: OnceLock::new(),
            },
        );
    }

    /// The file, if it is here.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(&id).map(|entry| &entry.file)
    }

    /// The path of a file, if it is here.
    pub fn path(&self, id: FileId) -> Option<&str> {
        self.get(id).map(|file| file.path.as_str())
    }

    /// All files by their id.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().map(|(id, entry)| (*id, &entry.file))
    }

    /// Puts another sign in the place of each character of a span, so that nobody who shows the text shows those. Line ends
    /// stay, and all places stay where they are.
    pub fn conceal(&mut self, span: Span) {
        let (Some(range), Some(entry)) = (self.clamp(span), self.files.get_mut(&span.file)) else {
            return;
        };
        let text = &entry.file.text;
        let mut masked = String::with_capacity(text.len());
        masked.push_str(&text[..usize::from(range.start())]);
        for c in text[range].chars() {
            match c {
                '\n' | '\r' => masked.push(c),
                c => masked.push(mask(c)),
            }
        }
        masked.push_str(&text[usize::from(range.end())..]);
        entry.file.text = masked.into();
    }

    /// Adds what `other` has; what is here already stays.
    pub fn extend(&mut self, other: Sources) {
        for (id, entry) in other.files {
            self.files.entry(id).or_insert(entry);
        }
    }

    /// Adds a file under an id of its own, counted from the far end so that it cannot be one of the loader's.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let mut id = u32::MAX;
        while self.files.contains_key(&FileId(id)) {
            id -= 1;
        }
        self.insert(FileId(id), file);
        FileId(id)
    }

    /// The range, made to fit the text: within it, and on boundaries of characters.
    pub fn clamp(&self, span: Span) -> Option<TextRange> {
        let text = &self.get(span.file)?.text;
        let start = floor(text, usize::from(span.range.start()));
        let end = floor(text, usize::from(span.range.end())).max(start);
        Some(TextRange::new(size(start), size(end)))
    }

    /// The text of a span, as far as there is one.
    pub fn text(&self, span: Span) -> Option<&str> {
        let range = self.clamp(span)?;
        self.get(span.file)?
            .text
            .get(usize::from(range.start())..usize::from(range.end()))
    }

    /// Where a span is; none if its file is not here.
    pub fn locate(&self, span: Span) -> Option<Location<'_>> {
        let range = self.clamp(span)?;
        let entry = self.files.get(&span.file)?;
        Some(Location {
            path: &entry.file.path,
            start: entry.position(range.start()),
            end: entry.position(range.end()),
            range,
        })
    }

    /// The bytes of a line, counted from 1, with its line end; the last line for anything beyond.
    pub fn line_range(&self, file: FileId, line: u32) -> Option<TextRange> {
        let entry = self.files.get(&file)?;
        let lines = entry.lines();
        let row = (line.max(1) as usize - 1).min(lines.len() - 1);
        let end = lines
            .get(row + 1)
            .copied()
            .unwrap_or(u32::from(size(entry.file.text.len())));
        Some(TextRange::new(
            TextSize::new(lines[row]),
            TextSize::new(end),
        ))
    }
}

impl Entry {
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.file.text.as_bytes());
            std::iter::once(0)
                .chain(breaks.map(|index| u32::from(size(index + 1))))
                .collect()
        })
    }

    /// `offset` must be clamped.
    fn position(&self, offset: TextSize) -> Position {
        let lines = self.lines();
        let row = lines
            .partition_point(|start| *start <= u32::from(offset))
            .saturating_sub(1);
        let before = self
            .file
            .text
            .get(lines[row] as usize..usize::from(offset))
            .unwrap_or_default();
        // A carriage return belongs to the line end: a position on or behind it is where the visible line ends.
        let before = before.strip_suffix('\r').unwrap_or(before);
        Position {
            line: count(row),
            column: count(before.chars().count()),
            utf16_column: count(before.encode_utf16().count()),
            byte_column: count(before.len()),
        }
    }
}

/// A distance as a number that counts from 1.
fn count(distance: usize) -> u32 {
    u32::try_from(distance).unwrap_or(u32::MAX - 1) + 1
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// A sign that is as long as a character in every encoding.
fn mask(c: char) -> char {
    match c.len_utf8() {
        1 => '*',
        2 => '·',
        3 => '•',
        _ => '𐄁',
    }
}

/// The last boundary of a character at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.insert(
            FileId(1),
            SourceFile {
                path: "src/lib.rs".to_owned(),
                text: text.into(),
            },
        );
        sources
    }

    fn span(start: u32, end: u32) -> Span {
        Span::new(FileId(1), TextRange::new(start.into(), end.into()))
    }

    #[test]
    fn positions_count_in_every_unit() {
        let sources = sources("a\nß😀x\n");
        let location = sources.locate(span(2, 8)).unwrap();
        assert_eq!(location.path, "src/lib.rs");
        assert_eq!(
            location.start,
            Position {
                line: 2,
                column: 1,
                utf16_column: 1,
                byte_column: 1
            }
        );
        assert_eq!(
            location.end,
            Position {
                line: 2,
                column: 3,
                utf16_column: 4,
                byte_column: 7
            }
        );
    }

    #[test]
    fn ranges_beyond_the_text_or_inside_a_character_are_clamped() {
        let sources = sources("ß😀");
        assert_eq!(sources.text(span(1, 5)), Some("ß"));
        assert_eq!(sources.text(span(40, 90)), Some(""));
        assert_eq!(sources.locate(span(40, 90)).unwrap().start.column, 3);
        assert!(sources.locate(Span::start_of(FileId(7))).is_none());
    }

    #[test]
    fn no_range_panics_on_any_text() {
        for text in ["", "\n", "\r\n", "a\r\nb", "ß\n😀\r\n", "\u{feff}x"] {
            let sources = sources(text);
            for start in 0..12 {
                for end in start..12 {
                    let location = sources.locate(span(start, end)).unwrap();
                    assert!(location.start <= location.end, "{text:?} {start}..{end}");
                    assert!(location.start.line >= 1 && location.start.column >= 1);
                }
            }
            for line in 0..5 {
                assert!(sources.line_range(FileId(1), line).is_some());
            }
        }
    }

    #[test]
    fn carriage_returns_are_part_of_the_line_end() {
        let sources = sources("ab\r\ncd");
        assert_eq!(sources.locate(span(2, 3)).unwrap().end.column, 3);
        assert_eq!(
            sources.locate(span(4, 5)).unwrap().start,
            Position {
                line: 2,
                column: 1,
                utf16_column: 1,
                byte_column: 1
            }
        );
    }

    #[test]
    fn what_is_concealed_is_not_in_the_text_and_all_else_stays_where_it_was() {
        let mut sources = sources("a = \"ßx\r\ny\";\nb");
        let after = span(11, 14);
        let before = sources.locate(after).map(|it| (it.start, it.end));
        sources.conceal(span(5, 11));
        assert_eq!(
            sources.get(FileId(1)).unwrap().text.as_ref(),
            "a = \"·*\r\n*\";\nb"
        );
        assert_eq!(sources.locate(after).map(|it| (it.start, it.end)), before);
        sources.conceal(Span::start_of(FileId(7)));
    }

    #[test]
    fn added_files_get_ids_of_their_own() {
        let mut sources = sources("");
        let first = sources.add(SourceFile {
            path: "a".to_owned(),
            text: "".into(),
        });
        let second = sources.add(SourceFile {
            path: "b".to_owned(),
            text: "".into(),
        });
        assert_ne!(first, second);
        assert_eq!(sources.path(first), Some("a"));
        assert_eq!(sources.path(second), Some("b"));
    }
}
