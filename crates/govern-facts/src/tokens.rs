//! The tokens of a file: what the parser is fed, and what attributes and macro arguments are read from.

use ra_ap_parser::SyntaxKind::{BANG, MACRO_RULES_KW};
use ra_ap_parser::{Input, LexedStr, SyntaxKind};

use crate::lexing::{Plain, all, plain};
use crate::nesting::{Nesting, nesting};
use crate::token::{CommentToken, Token};
use crate::{Edition, Extent, SyntaxError};

/// A file taken apart into tokens; offsets are those of the file.
pub(crate) struct Lexed<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: Vec<Token>,
    pub(crate) comments: Vec<CommentToken>,
    edition: ra_ap_parser::Edition,
}

impl<'t> Lexed<'t> {
    /// Reads the tokens of a file.
    pub(crate) fn new(text: &'t str, edition: Edition) -> (Lexed<'t>, Vec<SyntaxError>) {
        let reserves_prefixes = edition >= Edition::E2021;
        let edition = parser_edition(edition);
        // A byte order mark is no token.
        let base = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        if let Some(Plain { tokens, comments }) = plain(edition, text, base) {
            let lexed = Lexed {
                text,
                tokens,
                comments,
                edition,
            };
            return (lexed, Vec::new());
        }
        let source = LexedStr::new(edition, &text[base..]);
        let Plain { tokens, comments } = all(&source, base);
        let errors = source
            .errors()
            .filter(|&(token, message)| {
                let is_error = reserves_prefixes || !message.starts_with(UNKNOWN_PREFIX);
                is_error && !is_fine_with_plain_line_ends(source.text(token), edition)
            })
            .map(|(token, message)| {
                let range = source.text_range(token);
                SyntaxError::new(
                    message,
                    Extent::new((range.start + base) as u32, (range.end + base) as u32),
                )
            })
            .collect();
        (
            Lexed {
                text,
                tokens,
                comments,
                edition,
            },
            errors,
        )
    }

    /// Whether parameters of the functions of traits need no names.
    pub(crate) fn allows_anonymous_parameters(&self) -> bool {
        self.edition == ra_ap_parser::Edition::Edition2015
    }

    /// How deep a recursive parser has to go.
    pub(crate) fn nesting(&self) -> Nesting {
        nesting(&self.tokens)
    }

    /// The parser's view of some of the tokens.
    pub(crate) fn input(&self, from: usize, to: usize) -> Input {
        let mut input = Input::with_capacity(to - from);
        for index in from..to {
            let token = self.tokens[index];
            let joint = match token.kind {
                SyntaxKind::IDENT => {
                    let kind =
                        SyntaxKind::from_contextual_keyword(self.text_of(token), self.edition);
                    // `safe! { … }`: the name of a macro is no keyword.
                    let is_called = index + 1 < to && self.tokens[index + 1].kind == BANG;
                    let kind = kind.filter(|kind| !is_called || *kind == MACRO_RULES_KW);
                    input.push_ident(kind.unwrap_or(SyntaxKind::IDENT), self.edition);
                    continue;
                }
                // For numbers the parser wants to know whether `x.0.1` can be split.
                SyntaxKind::FLOAT_NUMBER => !self.text_of(token).ends_with('.'),
                _ => index + 1 < to && self.tokens[index + 1].start == token.end,
            };
            input.push(token.kind, self.edition);
            if joint {
                input.was_joint();
            }
        }
        input
    }

    /// The text of a token.
    pub(crate) fn text_of(&self, token: Token) -> &'t str {
        &self.text[token.start as usize..token.end as usize]
    }

    /// The index of the first token that starts at or behind `offset`.
    pub(crate) fn token_at(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.start < offset)
    }

    /// The comments between a token and the one before it.
    pub(crate) fn comments_before(&self, token: usize) -> &[CommentToken] {
        let from = self
            .comments
            .partition_point(|comment| (comment.before as usize) < token);
        let count = self.comments[from..]
            .iter()
            .take_while(|comment| comment.before as usize == token)
            .count();
        &self.comments[from..from + count]
    }
}

/// How the lexer begins to say that a literal has a prefix that only later editions reserve.
const UNKNOWN_PREFIX: &str = "unknown literal prefix";

/// Whether there is nothing wrong with a token but that a `\` stands before the line end of another system. The compiler
/// knows only `\n`.
fn is_fine_with_plain_line_ends(token: &str, edition: ra_ap_parser::Edition) -> bool {
    if !token.contains("\\\r\n") {
        return false;
    }
    let plain = token.replace("\r\n", "\n");
    let again = LexedStr::single_token(edition, &plain);
    again.is_some_and(|(_, error)| error.is_none())
}

impl SyntaxError {
    pub(crate) fn new(message: &str, extent: Extent) -> SyntaxError {
        let message = message.trim_end_matches('.');
        // The parser calls tokens by the names of its constants.
        let message = match message.strip_prefix("expected ").and_then(token_text) {
            Some(token) => format!("expected {token}"),
            None => {
                let mut chars = message.chars();
                chars.next().map_or_else(String::new, |first| {
                    first.to_lowercase().chain(chars).collect()
                })
            }
        };
        SyntaxError { message, extent }
    }
}

/// A token as a reader knows it, by the name of the parser's constant.
fn token_text(name: &str) -> Option<String> {
    match name {
        "IDENT" => return Some("an identifier".to_owned()),
        "STRING" => return Some("a string".to_owned()),
        _ => {}
    }
    (SyntaxKind::EOF as u16 + 1..SyntaxKind::BYTE as u16)
        .map(SyntaxKind::from)
        .find(|kind| format!("{kind:?}") == name)
        .map(|kind| format!("`{}`", kind.text()))
}

fn parser_edition(edition: Edition) -> ra_ap_parser::Edition {
    match edition {
        Edition::E2015 => ra_ap_parser::Edition::Edition2015,
        Edition::E2018 => ra_ap_parser::Edition::Edition2018,
        Edition::E2021 => ra_ap_parser::Edition::Edition2021,
        Edition::E2024 => ra_ap_parser::Edition::Edition2024,
    }
}
