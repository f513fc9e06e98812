//! Patterns over paths of names: `orders::domain`, `**::adapter`, `std::fs`, `aws_*`, `features::{name}`.

use std::collections::BTreeSet;

use crate::path::segments;

/// A pattern over segments. `*` stands for any part of a segment, `**` for any number of segments.
///
/// Names of packages and of crates are one thing here: `-` reads as `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Exact(String),
    /// What stands side by side in it.
    Pieces(Vec<Piece>),
    Any,
}

/// A part of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// `*`.
    Star,
    /// `{name}`: any text but none, the same wherever the name stands.
    Capture(String),
    /// `{!name}`: another text than that of the name.
    Other(String),
}

/// What the captures of a pattern stand for, in the order in which they were met.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Captures(Vec<(String, String)>);

impl Captures {
    /// What a capture stands for.
    pub fn get(&self, name: &str) -> Option<&str> {
        let known = self.0.iter().find(|(known, _)| known == name);
        known.map(|(_, text)| text.as_str())
    }

    /// A text with what was captured in the place of the captures.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (name, captured) in &self.0 {
            filled = filled.replace(&format!("{{{name}}}"), captured);
        }
        filled
    }

    /// What was captured, in words; none if nothing was.
    pub fn note(&self) -> Option<String> {
        let texts: Vec<String> = self
            .0
            .iter()
            .map(|(name, text)| format!("`{{{name}}}` is `{text}`"))
            .collect();
        (!texts.is_empty()).then(|| texts.join(", "))
    }
}

impl Pattern {
    /// Reads a pattern without captures; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let odd = text
            .find(['{', '}'])
            .and_then(|at| text[at..].chars().next());
        match odd {
            Some(odd) => Err(format!("`{odd}` cannot stand in a name")),
            None => Pattern::parse_with_captures(text),
        }
    }

    /// Reads a pattern in which `{name}` captures a text, and `{!name}` stands for another one.
    pub fn parse_with_captures(text: &str) -> Result<Pattern, String> {
        if text.trim().is_empty() {
            return Err("the pattern is empty".to_owned());
        }
        let mut segments = Vec::new();
        for part in text.split("::") {
            segments.push(match part.replace('-', "_").as_str() {
                "" => return Err("a segment is empty".to_owned()),
                "**" => Segment::Any,
                part if part.contains("**") => {
                    return Err("`**` must be a whole segment".to_owned());
                }
                part => Segment::new(pieces(part)?),
            });
        }
        // What is selected includes what is inside.
        while segments.len() > 1 && segments.last() == Some(&Segment::Any) {
            segments.pop();
        }
        Ok(Pattern { segments })
    }

    /// The names it captures, and those that it wants something else for.
    pub fn captures(&self) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let (mut captured, mut others) = (BTreeSet::new(), BTreeSet::new());
        for segment in &self.segments {
            let Segment::Pieces(pieces) = segment else {
                continue;
            };
            for piece in pieces {
                match piece {
                    Piece::Capture(name) => _ = captured.insert(name.as_str()),
                    Piece::Other(name) => _ = others.insert(name.as_str()),
                    Piece::Text(_) | Piece::Star => {}
                }
            }
        }
        (captured, others)
    }

    /// Whether the last segment that stands for something captures: `shop::features::{name}`.
    pub fn ends_in_capture(&self) -> bool {
        let mut segments = self.segments.iter().rev();
        let last = segments.find(|segment| **segment != Segment::Any);
        let Some(Segment::Pieces(pieces)) = last else {
            return false;
        };
        let captures = |piece: &Piece| matches!(piece, Piece::Capture(_) | Piece::Other(_));
        pieces.iter().any(captures)
    }

    /// Whether it matches all of a path.
    pub fn matches(&self, path: &[&str]) -> bool {
        matches(&self.segments, path, &mut Captures::default())
    }

    /// What it captures where it matches a path, or the nearest path that this one lies in; `known` stands already.
    pub fn capture(&self, path: &[&str], known: &Captures) -> Option<Captures> {
        let mut captures = known.clone();
        // What does not match leaves nothing behind.
        let mut lengths = (1..=path.len()).rev();
        lengths
            .any(|length| matches(&self.segments, &path[..length], &mut captures))
            .then_some(captures)
    }

    /// Whether it matches a path, or a path that this one lies in.
    pub fn contains(&self, path: &[&str]) -> bool {
        if self.segments.contains(&Segment::Any) {
            return (1..=path.len()).any(|length| self.matches(&path[..length]));
        }
        let length = self.segments.len();
        path.get(..length).is_some_and(|path| self.matches(path))
    }

    /// Whether it matches all that `other` matches.
    pub fn covers(&self, other: &Pattern) -> bool {
        let texts: Vec<String> = other.segments.iter().map(Segment::text).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        // A wildcard of the other stands for itself: only a wildcard matches that.
        self.matches(&texts)
    }

    /// Whether it matches a path that `other`, a path itself, lies in: `std` that of `std::fs`.
    pub fn covers_inside(&self, other: &str) -> bool {
        let other = other.replace('-', "_");
        self.contains(&segments(&other))
    }

    /// Whether it has no wildcards.
    pub fn is_exact(&self) -> bool {
        let exact = |segment: &Segment| matches!(segment, Segment::Exact(_));
        self.segments.iter().all(exact)
    }

    /// The name it begins with, if it says one.
    pub fn first(&self) -> Option<&str> {
        match self.segments.first() {
            Some(Segment::Exact(name)) => Some(name),
            _ => None,
        }
    }

    /// Whether a path that begins with this name may match.
    pub fn may_begin(&self, name: &str) -> bool {
        match self.segments.first() {
            Some(Segment::Any) => true,
            Some(first) => matches(
                std::slice::from_ref(first),
                &[name],
                &mut Captures::default(),
            ),
            None => false,
        }
    }

    /// How many segments it has.
    pub fn segments(&self) -> usize {
        self.segments.len()
    }

    /// The pattern with `to` for its first segment, if that is one of `from`.
    #[must_use]
    pub fn with_first(mut self, from: &[&str], to: &str) -> Pattern {
        if let Some(Segment::Exact(first)) = self.segments.first_mut()
            && from.contains(&first.as_str())
        {
            *first = to.to_owned();
        }
        self
    }
}

impl Segment {
    fn new(mut pieces: Vec<Piece>) -> Segment {
        match pieces.as_mut_slice() {
            [Piece::Text(text)] => Segment::Exact(std::mem::take(text)),
            _ => Segment::Pieces(pieces),
        }
    }

    fn text(&self) -> String {
        match self {
            Segment::Exact(text) => text.clone(),
            Segment::Pieces(pieces) => pieces.iter().map(Piece::text).collect(),
            Segment::Any => "**".to_owned(),
        }
    }
}

impl Piece {
    fn text(&self) -> String {
        match self {
            Piece::Text(text) => text.clone(),
            Piece::Star => "*".to_owned(),
            Piece::Capture(name) => format!("{{{name}}}"),
            Piece::Other(name) => format!("{{!{name}}}"),
        }
    }
}

/// The pieces of a segment.
fn pieces(mut text: &str) -> Result<Vec<Piece>, String> {
    let valid = |c: char| c == '_' || c.is_alphanumeric();
    let mut pieces = Vec::new();
    while let Some(first) = text.chars().next() {
        if first == '*' {
            pieces.push(Piece::Star);
            text = &text[1..];
        } else if let Some(rest) = text.strip_prefix('{') {
            let (name, rest) = rest
                .split_once('}')
                .ok_or_else(|| "a `{` has no `}`".to_owned())?;
            let (other, name) = match name.strip_prefix('!') {
                Some(name) => (true, name),
                None => (false, name),
            };
            if name.is_empty() || !name.chars().all(valid) {
                return Err(format!("`{name}` is no name of a capture"));
            }
            pieces.push(if other {
                Piece::Other(name.to_owned())
            } else {
                Piece::Capture(name.to_owned())
            });
            text = rest;
        } else {
            let end = text.find(['*', '{']).unwrap_or(text.len());
            let (part, rest) = text.split_at(end);
            if let Some(odd) = part.chars().find(|&c| !valid(c) && c != '!') {
                return Err(format!("`{odd}` cannot stand in a name"));
            }
            pieces.push(Piece::Text(part.to_owned()));
            text = rest;
        }
    }
    Ok(pieces)
}

/// Whether a pattern matches all of a path; what it captures is added where it does.
fn matches(pattern: &[Segment], path: &[&str], captures: &mut Captures) -> bool {
    match (pattern, path) {
        ([], []) => true,
        ([Segment::Any, rest @ ..], _) => {
            (0..=path.len()).any(|skipped| matches(rest, &path[skipped..], captures))
        }
        ([Segment::Exact(text), pattern @ ..], [name, path @ ..]) => {
            text == name && matches(pattern, path, captures)
        }
        // `**` is more than one segment: see `covers`.
        ([Segment::Pieces(pieces), pattern @ ..], [name, path @ ..]) => {
            *name != "**"
                && fits(pieces, name, captures, &mut |captures| {
                    matches(pattern, path, captures)
                })
        }
        _ => false,
    }
}

/// Whether a text consists of pieces, and what follows then matches, too.
fn fits(
    pieces: &[Piece],
    text: &str,
    captures: &mut Captures,
    follows: &mut dyn FnMut(&mut Captures) -> bool,
) -> bool {
    let Some((piece, rest)) = pieces.split_first() else {
        return text.is_empty() && follows(captures);
    };
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    match piece {
        Piece::Text(part) => text
            .strip_prefix(part.as_str())
            .is_some_and(|text| fits(rest, text, captures, follows)),
        Piece::Star => ends
            .into_iter()
            .any(|end| fits(rest, &text[end..], captures, follows)),
        Piece::Capture(name) => match captures.get(name).map(str::to_owned) {
            Some(known) => text
                .strip_prefix(known.as_str())
                .is_some_and(|text| fits(rest, text, captures, follows)),
            None => ends.into_iter().skip(1).any(|end| {
                captures.0.push((name.clone(), text[..end].to_owned()));
                let found = fits(rest, &text[end..], captures, follows);
                if !found {
                    captures.0.pop();
                }
                found
            }),
        },
        Piece::Other(name) => ends.into_iter().skip(1).any(|end| {
            captures.get(name) != Some(&text[..end]) && fits(rest, &text[end..], captures, follows)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        let path: Vec<&str> = path.split("::").collect();
        Pattern::parse(pattern).unwrap().matches(&path)
    }

    #[test]
    fn wildcards_match_within_and_across_segments() {
        assert!(matches("orders::domain", "orders::domain"));
        assert!(!matches("orders::domain", "orders::domain::order"));
        assert!(matches("orders::*", "orders::domain"));
        assert!(!matches("orders::*", "orders"));
        assert!(!matches("orders::*", "orders::domain::order"));
        assert!(matches("**::domain", "domain"));
        assert!(matches("**::domain", "a::b::domain"));
        assert!(!matches("**::domain", "a::domain::b"));
        assert!(matches("a::**::z", "a::z"));
        assert!(matches("a::**::z", "a::b::c::z"));
        assert!(matches("*-domain", "orders_domain"));
        assert!(matches("*_nats_*", "adapter_nats_v2"));
        assert!(!matches("ab*ba", "aba"));
        assert!(matches("**", "anything::at::all"));
    }

    #[test]
    fn a_trailing_double_star_says_what_holds_anyway() {
        assert_eq!(
            Pattern::parse("orders::domain::**"),
            Pattern::parse("orders::domain")
        );
        let path = ["orders", "domain", "order"];
        assert!(Pattern::parse("**::domain::**").unwrap().contains(&path));
        assert!(!Pattern::parse("**::order::x").unwrap().contains(&path));
    }

    #[test]
    fn wider_patterns_cover_narrower_ones() {
        let covers = |a: &str, b: &str| {
            Pattern::parse(a)
                .unwrap()
                .covers(&Pattern::parse(b).unwrap())
        };
        assert!(covers("*::domain", "orders::domain"));
        assert!(covers("**::domain", "*::domain"));
        assert!(!covers("*::domain", "**::domain"));
        assert!(covers("**::domain", "**::core::domain"));
        assert!(covers("orders_*", "orders_adapter_*"));
        assert!(!covers("orders_*", "*_adapter"));
        assert!(!covers("*_adapter", "orders_*"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for bad in ["", " ", "a::", "::a", "a:b", "a.b", "a::b**", "a b"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }

    fn captured(
        pattern: &str,
        path: &str,
        known: &[(&str, &str)],
    ) -> Option<Vec<(String, String)>> {
        let path: Vec<&str> = path.split("::").collect();
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        let known = Captures(known.iter().map(owned).collect());
        let pattern = Pattern::parse_with_captures(pattern).unwrap();
        Some(pattern.capture(&path, &known)?.0)
    }

    #[test]
    fn captures_stand_for_one_text() {
        let a = |text: &str| Some(vec![("a".to_owned(), text.to_owned())]);
        assert_eq!(captured("x::{a}", "x::one::deep", &[]), a("one"));
        assert_eq!(captured("x::{a}", "x", &[]), None);
        assert_eq!(captured("**::{a}::domain", "s::t::domain", &[]), a("t"));
        // The nearest decides.
        let nested = "x::one::domain::two::domain::y";
        assert_eq!(captured("**::{a}::domain", nested, &[]), a("two"));
        assert_eq!(
            captured("orders-{a}-adapter", "orders_nats_v2_adapter", &[]),
            a("nats_v2")
        );
        assert_eq!(captured("orders-{a}-adapter", "orders_adapter", &[]), None);
        assert_eq!(captured("{a}::{a}", "x::x", &[]), a("x"));
        assert_eq!(captured("{a}::{a}", "x::y", &[]), None);
        assert_eq!(captured("x::{a}", "x::two", &[("a", "one")]), None);
        assert_eq!(captured("x::{a}", "x::one", &[("a", "one")]), a("one"));
    }

    #[test]
    fn another_text_is_any_but_that_one() {
        let one = [("a", "one")];
        assert!(captured("x::{!a}", "x::two::deep", &one).is_some());
        assert!(captured("x::{!a}", "x::one::two", &one).is_none());
        assert!(captured("x::{!a}", "x", &one).is_none());
        assert!(captured("x::{!a}_v2", "x::one_v2", &one).is_none());
        assert!(captured("x::{!a}_v2", "x::two_v2", &one).is_some());
        assert!(captured("x::{!a}", "x::anything", &[]).is_some());
    }

    #[test]
    fn captures_are_named_and_refused_where_there_is_no_use_for_them() {
        let pattern = Pattern::parse_with_captures("{a}::{!b}_{c}").unwrap();
        assert_eq!(
            pattern.captures(),
            (BTreeSet::from(["a", "c"]), BTreeSet::from(["b"]))
        );
        assert!(Pattern::parse("x::{a}").is_err());
        for bad in ["{", "{}", "{!}", "x::{a", "{a-b c}", "}"] {
            assert!(Pattern::parse_with_captures(bad).is_err(), "{bad}");
        }
    }
}
