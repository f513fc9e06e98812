//! Regular expressions of schemas, as far as they mean the same here as in JavaScript.

use std::{collections::BTreeMap, sync::Mutex, sync::PoisonError};

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use super::truth::Truth;

/// Expressions that were asked for before.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    known: Mutex<BTreeMap<String, Option<Regex>>>,
}

impl Patterns {
    /// Whether a text has a match; `Maybe` where the two languages differ.
    pub(super) fn matches(&self, pattern: &str, text: &str) -> Truth {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let regex = known.entry(pattern.to_owned()).or_insert_with(|| {
            same_in_both(pattern)
                .then(|| Regex::new(pattern).ok())
                .flatten()
        });
        match regex {
            // What is a letter, a digit or a line is not the same for other characters.
            Some(regex) if text.bytes().all(|it| (b' '..=b'~').contains(&it)) => {
                Truth::from(regex.is_match(text))
            }
            _ => Truth::Maybe,
        }
    }
}

/// Whether an expression that both languages can read means the same in both.
fn same_in_both(pattern: &str) -> bool {
    let mut classes = 0;
    let mut chars = pattern.chars().peekable();
    while let Some(it) = chars.next() {
        match (it, chars.peek().copied()) {
            ('\\', next) => {
                // Escapes that only one of them has, or that differ.
                if !next.is_some_and(|it| "dDwWsSbBtnr.*+?()[]{}|^$/\\-".contains(it)) {
                    return false;
                }
                if classes > 0 && matches!(next, Some('b' | 'B')) {
                    return false;
                }
                chars.next();
            }
            // Groups with options.
            ('(', Some('?')) if classes == 0 => {
                chars.next();
                if chars.next() != Some(':') {
                    return false;
                }
            }
            // Sets in sets, and operations on them.
            ('[', _) if classes > 0 => return false,
            ('&' | '-' | '~', Some(next)) if classes > 0 && next == it => return false,
            ('[', next) => {
                classes += 1;
                let after = if next == Some('^') {
                    chars.next().and(chars.peek().copied())
                } else {
                    next
                };
                if after == Some(']') {
                    return false;
                }
            }
            (']', _) if classes > 0 => classes -= 1,
            _ => {}
        }
    }
    true
}

/// Some texts that have a match, and a few that may have none.
pub(super) fn samples(pattern: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::Parser::new().parse(pattern) else {
        return Vec::new();
    };
    [(0, false), (1, false), (3, true)]
        .into_iter()
        .filter_map(|(more, last)| {
            let mut text = String::new();
            write(&hir, more, last, &mut text).then_some(text)
        })
        .collect()
}

/// Writes what an expression matches; false if it is too long.
fn write(hir: &Hir, more: u32, last: bool, text: &mut String) -> bool {
    if text.len() > 256 {
        return false;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => {
            text.push_str(&String::from_utf8_lossy(&literal.0));
            true
        }
        HirKind::Class(class) => {
            text.push(of_class(class, last));
            true
        }
        HirKind::Repetition(Repetition { min, max, sub, .. }) => {
            let wanted = min.saturating_add(more);
            let times = max.map_or(wanted, |max| wanted.min(max));
            (0..times).all(|_| write(sub, more, last, text))
        }
        HirKind::Capture(capture) => write(&capture.sub, more, last, text),
        HirKind::Concat(parts) => parts.iter().all(|part| write(part, more, last, text)),
        HirKind::Alternation(parts) => {
            let part = if last { parts.last() } else { parts.first() };
            part.is_some_and(|part| write(part, more, last, text))
        }
    }
}

fn of_class(class: &Class, last: bool) -> char {
    let fits = |it: char| match class {
        Class::Unicode(class) => class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&it)),
        Class::Bytes(class) => class
            .iter()
            .any(|range| (char::from(range.start())..=char::from(range.end())).contains(&it)),
    };
    let candidates = "a0A_-.bcdefgxyz129BCXYZ @/:+#%&=,;!?*~()[]{}<>|$^'\"\\`";
    let mut fitting = candidates.chars().filter(|&it| fits(it));
    let found = if last {
        fitting.next_back()
    } else {
        fitting.next()
    };
    found.unwrap_or(match class {
        Class::Unicode(class) => class.iter().next().map_or('a', |range| range.start()),
        Class::Bytes(class) => class
            .iter()
            .next()
            .map_or('a', |range| char::from(range.start())),
    })
}

#[cfg(test)]
mod tests {
    use super::{Patterns, samples};
    use crate::files::schema::truth::Truth;

    #[test]
    fn what_means_something_else_elsewhere_is_not_decided() {
        let patterns = Patterns::default();
        for (pattern, text, truth) in [
            ("^[A-Z]{3}$", "EUR", Truth::Yes),
            ("^[A-Z]{3}$", "eur", Truth::No),
            ("b", "abc", Truth::Yes),
            ("^\\d+$", "12", Truth::Yes),
            ("^\\d+$", "\u{661}", Truth::Maybe),
            ("^(?i)a$", "A", Truth::Maybe),
            ("^(?=a)a$", "a", Truth::Maybe),
            ("\\p{L}", "a", Truth::Maybe),
            ("[a&&b]", "a", Truth::Maybe),
            ("[]a]", "a", Truth::Maybe),
            ("a\\/b", "a/b", Truth::Yes),
        ] {
            assert_eq!(patterns.matches(pattern, text), truth, "{pattern} {text}");
        }
    }

    #[test]
    fn samples_match() {
        let patterns = Patterns::default();
        for pattern in [
            "^[A-Z]{3}$",
            "^a(b|c)*d?$",
            "^\\d{4}-\\d{2}$",
            "x",
            "^(?:foo|bar)+$",
            "^[^a]+$",
        ] {
            let samples = samples(pattern);
            assert!(!samples.is_empty());
            for sample in samples {
                assert_eq!(
                    patterns.matches(pattern, &sample),
                    Truth::Yes,
                    "{pattern} {sample}"
                );
            }
        }
    }
}
