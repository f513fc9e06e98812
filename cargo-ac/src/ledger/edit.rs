//! Changes a ledger where it stands: what is not meant keeps its place, its layout and its comments.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::ids::tokens;

/// Another text in place of what stands at a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty, if the text is put in.
    pub range: TextRange,
    /// What comes in its place.
    pub text: String,
}

/// Why a ledger cannot be changed as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where.
    pub range: TextRange,
    /// Why.
    pub why: String,
}

/// What is entered into a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered<'a> {
    /// A criterion of a requirement.
    Criterion(&'a str),
    /// A requirement of a story.
    Requirement(&'a str),
    /// A story.
    Story,
}

/// A text with edits; they must not overlap.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = Range::<usize>::from(edit.range);
        new.push_str(text.get(at..range.start).unwrap_or_default());
        new.push_str(&edit.text);
        at = range.end;
    }
    new.push_str(text.get(at..).unwrap_or_default());
    new
}

/// The edit that puts another id in place of one that stands somewhere in a range as a whole token, once.
pub fn replace_token(text: &str, range: TextRange, old: &str, new: &str) -> Result<Edit, Refusal> {
    let slice = text.get(Range::<usize>::from(range)).unwrap_or_default();
    let mut found = tokens(slice).filter(|(_, token)| *token == old);
    let (Some((at, _)), None) = (found.next(), found.next()) else {
        let why = format!("`{old}` does not stand here by itself, once");
        return Err(Refusal { range, why });
    };
    Ok(Edit {
        range: TextRange::at(range.start() + size(at), size(old.len())),
        text: new.to_owned(),
    })
}

pub(super) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

pub(super) fn line_start(text: &str, at: TextSize) -> TextSize {
    size(text[..usize::from(at)].rfind('\n').map_or(0, |end| end + 1))
}

/// Where the line ends in which a place is, before its line break.
pub(super) fn line_end(text: &str, at: TextSize) -> TextSize {
    let at = usize::from(at);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = &text[at..end];
    size(at + line.strip_suffix('\r').unwrap_or(line).len())
}

pub(super) fn column(text: &str, at: TextSize) -> usize {
    usize::from(at - line_start(text, at))
}

pub(super) fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or(TextSize::new(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_replaced_where_it_stands_alone() {
        let text = "\"@AC-1\" AC-10 AC-1";
        let range = |from: usize, to: usize| TextRange::new(size(from), size(to));
        let edit = replace_token(text, range(0, 7), "AC-1", "AC-2").expect("it stands there");
        assert_eq!(apply(text, &[edit]), "\"@AC-2\" AC-10 AC-1");
        assert!(replace_token(text, range(0, 18), "AC-1", "AC-2").is_err());
        assert!(replace_token(text, range(8, 13), "AC-1", "AC-2").is_err());
    }
}
