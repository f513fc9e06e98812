//! Words in comments that mark work to do.

use std::sync::Arc;

use govern_facts::{Comment, CommentKind, Extent};
use govern_workspace::{Error, Workspace};

use super::places::{Places, Site};
use crate::config::MARKERS;

/// A word in a comment that marks work to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The word.
    pub word: &'static str,
    /// What stands in parentheses right behind it, trimmed.
    pub reference: Option<String>,
    /// What there is to do: the rest of the line.
    pub text: String,
    /// Where the word stands.
    pub site: Site,
}

/// The markers in the comments of a file.
pub(super) fn markers(
    workspace: &Workspace,
    places: &mut Places<'_>,
) -> Result<Vec<Marker>, Error> {
    let facts = places.facts;
    let mut found = Vec::new();
    let mut source: Option<Arc<str>> = None;
    for comment in &facts.comments {
        let text = facts.text(comment.text);
        let mut at = 0;
        let mut fenced = None;
        for line in text.split_inclusive('\n') {
            if let Some((start, word)) = marker(line) {
                let fenced = match fenced {
                    Some(fenced) => fenced,
                    None => *fenced.insert(is_fenced(workspace, places, comment, &mut source)?),
                };
                if !fenced && !fence_is_open(comment.kind, &text[..at]) {
                    let from = comment.extent.start + (at + start) as u32;
                    let extent = Extent::new(from, from + word.len() as u32);
                    let rest = &line[start + word.len()..];
                    found.push(Marker {
                        word,
                        reference: reference(rest),
                        text: rest_of_line(rest),
                        site: places.site(comment.scope, extent),
                    });
                }
            }
            at += line.len();
        }
    }
    Ok(found)
}

/// The first marker of a line of a comment that marks something: one that begins what the line or a clause says, or that
/// a colon or parenthesis follows. Words that are only mentioned ("the TODO list", "`FIXME`") are none.
fn marker(line: &str) -> Option<(usize, &'static str)> {
    let content = line.len() - without_signs(line).len();
    let found = MARKERS.into_iter().flat_map(|word| {
        line.match_indices(word)
            .filter(move |&(at, _)| marks(line, at, word.len(), content))
            .map(move |(at, _)| (at, word))
    });
    found.min_by_key(|(at, _)| *at)
}

/// Whether the word of this length at `at` marks something, in a line whose content begins at `content`.
fn marks(line: &str, at: usize, length: usize, content: usize) -> bool {
    let (before, after) = (&line[..at], &line[at + length..]);
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let continues = match after.strip_prefix('-') {
        Some(rest) => rest.starts_with(is_part),
        None => after.starts_with(is_part),
    };
    if continues || before.ends_with(|c: char| is_part(c) || matches!(c, '-' | '`' | '"' | '\'')) {
        return false;
    }
    let is_apart = before.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '['));
    let begins_clause = before.trim_end().ends_with(|c: char| {
        matches!(
            c,
            '.' | ',' | ':' | ';' | '!' | '?' | '(' | '[' | '-' | '–' | '—'
        )
    });
    at == content || is_apart && begins_clause || after.starts_with([':', '('])
}

/// A line without the signs that make it a comment, and those of a list.
fn without_signs(line: &str) -> &str {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '*' | '!'));
    line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '+' | '*' | '[' | '@' | '#' | '>')
    })
}

/// The reference in `(#123) rest`.
fn reference(rest: &str) -> Option<String> {
    let (reference, _) = rest.strip_prefix('(')?.split_once(')')?;
    Some(reference.trim().to_owned())
}

fn rest_of_line(rest: &str) -> String {
    let rest = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((_, rest)) => rest,
        None => rest,
    };
    let rest = rest.trim().trim_end_matches("*/").trim_end();
    rest.trim_start_matches([':', '!', ']', '-', ' '])
        .to_owned()
}

/// Whether a line of documentation stands in a code block that was opened on a line above: then it is the code's.
fn is_fenced(
    workspace: &Workspace,
    places: &Places<'_>,
    comment: &Comment,
    source: &mut Option<Arc<str>>,
) -> Result<bool, Error> {
    if !matches!(comment.kind, CommentKind::OuterDoc | CommentKind::InnerDoc) {
        return Ok(false);
    }
    let source = match source {
        Some(source) => source,
        None => source.insert(workspace.text(places.file)?),
    };
    let before = source
        .get(..comment.extent.start as usize)
        .unwrap_or_default();
    // The comment's own line, as far as it stands before the comment, is none above it.
    let own = usize::from(!before.is_empty() && !before.ends_with('\n'));
    let sign = if comment.kind == CommentKind::OuterDoc {
        "///"
    } else {
        "//!"
    };
    let fences = before
        .lines()
        .rev()
        .skip(own)
        .map_while(|line| line.trim_start().strip_prefix(sign))
        .filter(|line| is_fence(line))
        .count();
    Ok(fences % 2 == 1)
}

/// Whether the lines of a documentation comment leave a code block open.
fn fence_is_open(kind: CommentKind, lines: &str) -> bool {
    matches!(kind, CommentKind::OuterDoc | CommentKind::InnerDoc)
        && lines.lines().filter(|line| is_fence(line)).count() % 2 == 1
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '*', '/', '!']);
    line.starts_with("```") || line.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_or_announces_is_a_marker() {
        for line in [
            "// TODO",
            "// TODO handle it",
            "//TODO: x",
            "/// FIXME(#1) x",
            "/* XXX */",
            " * HACK around it",
            "// - [ ] TODO: x",
            "// @todo no, but TODO: yes",
            "// broken FIXME(anna): repair",
            "// `x` TODO: y",
            "// As long as N. TODO replace it",
            "// SAFETY: TODO",
            "// the other way (TODO). Then",
            "// FIXME- later",
        ] {
            assert!(marker(line).is_some(), "{line}");
        }
    }

    #[test]
    fn what_is_mentioned_is_none() {
        for line in [
            "// see the TODO list",
            "// the word `TODO` and \"FIXME\"",
            "// XXX-12-3456",
            "// TODOS: none",
            "// MY_TODO: x",
            "// XXXX",
            "// todo: lower case is prose",
            "// HACKING",
            "// `libc::XXX` or libc::XXX",
            "// that is a FIXME in their list",
        ] {
            assert_eq!(marker(line), None, "{line}");
        }
    }

    #[test]
    fn references_and_texts_are_taken_apart() {
        assert_eq!(reference("(#12): x").as_deref(), Some("#12"));
        assert_eq!(reference("( ORD-7 ) x").as_deref(), Some("ORD-7"));
        assert_eq!(reference(": x (#12)"), None);
        assert_eq!(rest_of_line("(#12): tidy up */\n"), "tidy up");
        assert_eq!(rest_of_line(" tidy up"), "tidy up");
    }
}
