//! The rules of a definition: patterns and bodies.

use ra_ap_parser::SyntaxKind::{self, *};

use super::fragments::Fragment;
use super::input::{closing, closing_kind};
use crate::Edition;
use crate::nesting::Nesting;
use crate::token::Token;
use crate::tokens::Lexed;

/// What a macro takes and what it gives.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) pattern: Vec<Part>,
    pub(super) body: Vec<Part>,
}

/// A part of a pattern or of a body.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// A token as it is.
    Token(Word),
    /// Brackets around parts.
    Group { open: SyntaxKind, parts: Vec<Part> },
    /// `$name:fragment`, in a body `$name`.
    Variable {
        name: Box<str>,
        fragment: Option<Fragment>,
    },
    /// `$( … ) separator operator`.
    Repeat {
        parts: Vec<Part>,
        separator: Vec<Word>,
        operator: Operator,
    },
    /// `$crate`.
    Crate,
}

/// A token of a definition.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) kind: SyntaxKind,
    pub(super) text: Box<str>,
    /// Whether it touches the next one.
    pub(super) joint: bool,
}

/// How often something is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `*`.
    Any,
    /// `+`.
    Some,
    /// `?`.
    Maybe,
}

impl Operator {
    pub(super) fn text(self) -> &'static str {
        match self {
            Operator::Any => "*",
            Operator::Some => "+",
            Operator::Maybe => "?",
        }
    }
}

/// Reads the rules of a definition.
pub(super) fn parse(definition: &str, edition: Edition) -> Option<Vec<Rule>> {
    let (lexed, errors) = Lexed::new(definition, edition);
    if !errors.is_empty() || lexed.nesting() != Nesting::Shallow {
        return None;
    }
    let rows = &lexed.tokens;
    let keyword = (0..rows.len())
        .find(|&at| lexed.text_of(rows[at]) == "macro_rules" && kind(rows, at + 1) == BANG)?;
    let open = (keyword + 2..rows.len()).find(|&at| closing_kind(rows[at].kind).is_some())?;
    let reader = Reader {
        lexed: &lexed,
        edition,
    };
    let mut at = open + 1;
    let end = reader.closing(open)?;
    let mut rules = Vec::new();
    while at < end {
        let (pattern, behind) = reader.group(at, true)?;
        if kind(rows, behind) != EQ || kind(rows, behind + 1) != R_ANGLE {
            return None;
        }
        let (body, behind) = reader.group(behind + 2, false)?;
        rules.push(Rule { pattern, body });
        at = behind + usize::from(kind(rows, behind) == SEMICOLON);
    }
    Some(rules)
}

pub(super) fn kind(rows: &[Token], at: usize) -> SyntaxKind {
    rows.get(at).map_or(EOF, |token| token.kind)
}

struct Reader<'a> {
    lexed: &'a Lexed<'a>,
    edition: Edition,
}

impl Reader<'_> {
    fn closing(&self, open: usize) -> Option<usize> {
        closing(&self.lexed.tokens, open)
    }

    /// The parts in the brackets at `at`, and the token behind.
    fn group(&self, at: usize, pattern: bool) -> Option<(Vec<Part>, usize)> {
        closing_kind(kind(&self.lexed.tokens, at))?;
        let close = self.closing(at)?;
        Some((self.parts(at + 1, close, pattern)?, close + 1))
    }

    fn parts(&self, from: usize, to: usize, pattern: bool) -> Option<Vec<Part>> {
        let rows = &self.lexed.tokens;
        let mut parts = Vec::new();
        let mut at = from;
        while at < to {
            let token = rows[at];
            if closing_kind(token.kind).is_some() {
                let (inner, behind) = self.group(at, pattern)?;
                parts.push(Part::Group {
                    open: token.kind,
                    parts: inner,
                });
                at = behind;
            } else if token.kind != DOLLAR {
                parts.push(Part::Token(self.word(at)));
                at += 1;
            } else {
                let (part, behind) = self.variable(at, pattern)?;
                parts.push(part);
                at = behind;
            }
        }
        Some(parts)
    }

    /// What a dollar sign begins.
    fn variable(&self, dollar: usize, pattern: bool) -> Option<(Part, usize)> {
        let rows = &self.lexed.tokens;
        let name = dollar + 1;
        match kind(rows, name) {
            L_PAREN => {
                let (parts, behind) = self.group(name, pattern)?;
                let (separator, operator, behind) = self.repetition(behind)?;
                let repeat = Part::Repeat {
                    parts,
                    separator,
                    operator,
                };
                Some((repeat, behind))
            }
            CRATE_KW => Some((Part::Crate, name + 1)),
            // The last in its brackets means itself.
            R_PAREN | R_BRACK | R_CURLY => Some((Part::Token(self.word(dollar)), name)),
            // `$$`.
            DOLLAR => Some((Part::Token(self.word(name)), name + 1)),
            kind if kind == IDENT || kind.is_keyword(PARSER) || kind == UNDERSCORE => {
                let text = self.lexed.text_of(rows[name]).into();
                if !pattern {
                    let fragment = None;
                    return Some((
                        Part::Variable {
                            name: text,
                            fragment,
                        },
                        name + 1,
                    ));
                }
                let fragment = rows.get(name + 2).map(|&token| self.lexed.text_of(token))?;
                let fragment = Some(Fragment::new(fragment, self.edition)?);
                let variable = Part::Variable {
                    name: text,
                    fragment,
                };
                (self::kind(rows, name + 1) == COLON).then_some((variable, name + 3))
            }
            // `${count(…)}` is not stable.
            _ => None,
        }
    }

    /// Separator and operator behind a repetition, and the token behind them.
    fn repetition(&self, at: usize) -> Option<(Vec<Word>, Operator, usize)> {
        let rows = &self.lexed.tokens;
        if let Some(operator) = operator(kind(rows, at)) {
            return Some((Vec::new(), operator, at + 1));
        }
        let mut separator = Vec::new();
        for (behind, token) in rows.iter().enumerate().skip(at).take(4) {
            if let Some(operator) = operator(token.kind) {
                return Some((separator, operator, behind + 1));
            }
            separator.push(self.word(behind));
        }
        None
    }

    fn word(&self, at: usize) -> Word {
        let rows = &self.lexed.tokens;
        let touches = |next: &Token| next.start == rows[at].end && next.kind != DOLLAR;
        Word {
            kind: rows[at].kind,
            text: self.lexed.text_of(rows[at]).into(),
            joint: rows.get(at + 1).is_some_and(touches),
        }
    }
}

/// Which words are keywords does not matter where any of them can be a name.
const PARSER: ra_ap_parser::Edition = ra_ap_parser::Edition::Edition2024;

fn operator(kind: SyntaxKind) -> Option<Operator> {
    match kind {
        STAR => Some(Operator::Any),
        PLUS => Some(Operator::Some),
        QUESTION => Some(Operator::Maybe),
        _ => None,
    }
}

/// The names of all variables in parts.
pub(super) fn variables<'p>(parts: &'p [Part], names: &mut Vec<&'p str>) {
    for part in parts {
        match part {
            Part::Variable { name, .. } => names.push(name),
            Part::Group { parts, .. } | Part::Repeat { parts, .. } => variables(parts, names),
            Part::Token(_) | Part::Crate => {}
        }
    }
}
