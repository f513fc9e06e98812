//! Matching the arguments of a call against the pattern of a rule.

use std::ops::Range;

use ra_ap_parser::SyntaxKind::{self, *};

use super::rules::{Operator, Part, Word, closing, closing_kind, variables};
use crate::Edition;
use crate::nesting::Nesting;
use crate::tokens::Lexed;

/// The arguments of a call, delimiters included.
pub(super) struct Input<'a> {
    pub(super) lexed: &'a Lexed<'a>,
    /// For each bracket that opens, the one that closes it.
    closings: Vec<u32>,
}

/// What a variable stands for: tokens, or as many things as its repetition had rounds.
#[derive(Debug, Clone)]
pub(super) enum Binding {
    One(Range<usize>),
    Many(Vec<Binding>),
}

/// What the variables of a rule stand for.
#[derive(Debug, Default)]
pub(super) struct Bindings<'p>(Vec<(&'p str, Binding)>);

impl<'p> Bindings<'p> {
    pub(super) fn get(&self, name: &str) -> Option<&Binding> {
        let (_, binding) = self.0.iter().find(|(bound, _)| *bound == name)?;
        Some(binding)
    }
}

impl Input<'_> {
    /// Takes arguments apart; does nothing if they are no token tree, or nest too deeply for a parser.
    pub(super) fn with(args: &str, edition: Edition, work: impl FnOnce(&Input<'_>)) {
        let (lexed, errors) = Lexed::new(args, edition);
        let whole = closing(&lexed.tokens, 0).is_some_and(|close| close + 1 == lexed.tokens.len());
        if !errors.is_empty() || !whole || lexed.nesting() != Nesting::Shallow {
            return;
        }
        let mut closings = vec![0; lexed.tokens.len()];
        let mut open = Vec::new();
        for (at, token) in lexed.tokens.iter().enumerate() {
            if closing_kind(token.kind).is_some() {
                open.push(at);
            } else if matches!(token.kind, R_PAREN | R_BRACK | R_CURLY)
                && let Some(opened) = open.pop()
            {
                closings[opened] = at as u32;
            }
        }
        work(&Input {
            lexed: &lexed,
            closings,
        });
    }

    pub(super) fn kind(&self, at: usize) -> SyntaxKind {
        self.lexed.tokens[at].kind
    }

    /// The bracket that closes the one at `open`.
    pub(super) fn closing(&self, open: usize) -> usize {
        self.closings[open] as usize
    }

    /// The text of some tokens, as it stands in the arguments.
    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        let tokens = &self.lexed.tokens[range.clone()];
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => &self.lexed.text[first.start as usize..last.end as usize],
            _ => "",
        }
    }

    /// Whether this punctuation begins at a token.
    pub(super) fn is_glued(&self, at: usize, text: &str) -> bool {
        let tokens = &self.lexed.tokens;
        tokens.len() >= at + text.len()
            && self.text(&(at..at + text.len())) == text
            && tokens[at].end - tokens[at].start == 1
    }

    fn is(&self, at: usize, word: &Word) -> bool {
        let token = self.lexed.tokens[at];
        token.kind == word.kind && self.lexed.text_of(token) == &*word.text
    }
}

/// What the variables stand for if all of the arguments fit.
pub(super) fn matches<'p>(pattern: &'p [Part], input: &Input<'_>) -> Option<Bindings<'p>> {
    let mut bindings = Bindings::default();
    let end = input.lexed.tokens.len() - 1;
    let behind = match_parts(pattern, input, 1, end, &mut bindings)?;
    (behind == end).then_some(bindings)
}

/// Matches parts from `at` on, in brackets that close at `end`; returns the token behind.
fn match_parts<'p>(
    pattern: &'p [Part],
    input: &Input<'_>,
    mut at: usize,
    end: usize,
    bindings: &mut Bindings<'p>,
) -> Option<usize> {
    for part in pattern {
        match part {
            Part::Token(word) => {
                if at >= end || !input.is(at, word) {
                    return None;
                }
                at += 1;
            }
            Part::Group { open, parts } => {
                if at >= end || input.kind(at) != *open {
                    return None;
                }
                let close = input.closing(at);
                if match_parts(parts, input, at + 1, close, bindings)? != close {
                    return None;
                }
                at = close + 1;
            }
            Part::Variable { name, fragment } => {
                let behind = fragment.as_ref()?.end(input, at, end)?;
                bindings.0.push((name, Binding::One(at..behind)));
                at = behind;
            }
            Part::Repeat {
                parts,
                separator,
                operator,
            } => at = match_repeat(parts, separator, *operator, input, at, end, bindings)?,
            Part::Crate => return None,
        }
    }
    Some(at)
}

fn match_repeat<'p>(
    parts: &'p [Part],
    separator: &[Word],
    operator: Operator,
    input: &Input<'_>,
    mut at: usize,
    end: usize,
    bindings: &mut Bindings<'p>,
) -> Option<usize> {
    let mut rounds: Vec<Bindings<'p>> = Vec::new();
    loop {
        let mut from = at;
        if !rounds.is_empty() {
            let separated = separator.iter().all(|word| {
                let fits = from < end && input.is(from, word);
                from += usize::from(fits);
                fits
            });
            // A separator without anything behind is left for what follows.
            if operator == Operator::Maybe || !separated {
                break;
            }
        }
        let mut round = Bindings::default();
        match match_parts(parts, input, from, end, &mut round) {
            // A round that takes nothing would be followed by others without end.
            Some(behind) if behind > at => {
                rounds.push(round);
                at = behind;
            }
            _ => break,
        }
    }
    if operator == Operator::Some && rounds.is_empty() {
        return None;
    }
    let mut names = Vec::new();
    variables(parts, &mut names);
    for name in names {
        let each = rounds.iter().filter_map(|round| round.get(name).cloned());
        bindings.0.push((name, Binding::Many(each.collect())));
    }
    Some(at)
}
