//! Matching the arguments of a call against the pattern of a rule.

use std::ops::Range;

use super::input::Input;
use super::rules::{Operator, Part, Word, variables};

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
                if at >= end || !is(input, at, word) {
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
                let fits = from < end && is(input, from, word);
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

/// Whether a word stands at a token.
fn is(input: &Input<'_>, at: usize, word: &Word) -> bool {
    let token = input.lexed.tokens[at];
    token.kind == word.kind && input.lexed.text_of(token) == &*word.text
}
