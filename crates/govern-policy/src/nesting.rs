//! What nests too deep for the engine's parser, found before it is asked.
//!
//! The parser reads the first element of `[…]` and `{…}` twice, since it may be that of a comprehension. Where brackets begin with
//! brackets, that doubles with each: at twenty it takes most of a minute, at a hundred longer than anybody waits. And of more than
//! [`DEEPEST`] it says something about the first of them that is not true.

use regorus::unstable::{Lexer, Source, Token, TokenKind};
use text_size::TextRange;

use crate::{Mistake, syntax::range};

/// How many brackets within brackets the parser reads.
const DEEPEST: usize = 32;
/// How many tokens it may read again, and again how many for each that there is.
const AGAIN: u64 = 1 << 17;
const AGAIN_EACH: u64 = 8;

/// A bracket that is not closed yet.
struct Open {
    range: TextRange,
    /// Whether its first element is read twice.
    is_literal: bool,
    /// Whether what comes next is of the first element.
    at_first: bool,
    /// How many tokens are read for the first element, each time, and for the others.
    first: u64,
    others: u64,
}

impl Open {
    fn add(&mut self, read: u64) {
        let of = match self.at_first {
            true => &mut self.first,
            false => &mut self.others,
        };
        *of = of.saturating_add(read);
    }

    fn read(&self) -> u64 {
        let first = self.first.saturating_mul(1 + u64::from(self.is_literal));
        first.saturating_add(self.others).saturating_add(1)
    }
}

/// Looks at how brackets nest.
///
/// # Errors
///
/// If they nest too deep, or if there is something that is no token.
pub(crate) fn check(path: &str, text: &str) -> Result<(), Mistake> {
    let said = |error: anyhow::Error| Mistake::of_engine(&error.to_string(), |_| Some(text));
    let source = Source::from_contents(path.to_owned(), text.to_owned()).map_err(said)?;
    let mut lexer = Lexer::new(&source);
    let mut open: Vec<Open> = Vec::new();
    let (mut tokens, mut read) = (0_u64, 0_u64);
    // The outermost bracket for which the most is read.
    let mut longest = (0, TextRange::default());
    let mut before: Option<Token> = None;
    loop {
        let token = lexer.next_token().map_err(said)?;
        if token.0 == TokenKind::Eof {
            break;
        }
        tokens += 1;
        let is_symbol = token.0 == TokenKind::Symbol;
        match token.1.text() {
            opening @ ("[" | "{" | "(" | "set(") if is_symbol => {
                if open.len() == DEEPEST {
                    let message = format!("this nests deeper than the {DEEPEST} that can be read");
                    return Err(Mistake::at(path, range(&token.1), message).help(HELP));
                }
                open.push(Open {
                    range: range(&token.1),
                    is_literal: matches!(opening, "[" | "{")
                        && begins_value(before.as_ref(), &token),
                    at_first: true,
                    first: 0,
                    others: 0,
                });
            }
            "]" | "}" | ")" if is_symbol => {
                if let Some(closed) = open.pop() {
                    match open.last_mut() {
                        Some(around) => around.add(closed.read()),
                        None => {
                            read = read.saturating_add(closed.read());
                            if closed.read() > longest.0 {
                                longest = (closed.read(), closed.range);
                            }
                        }
                    }
                }
            }
            "," | "|" if is_symbol => {
                if let Some(around) = open.last_mut() {
                    around.at_first = false;
                }
            }
            _ => {
                if let Some(around) = open.last_mut() {
                    around.add(1);
                }
            }
        }
        before = Some(token);
    }
    // What is not closed is read all the same, before that is said.
    let unclosed = open.iter().rev().fold(0, |within: u64, around| {
        let again = 1 + u64::from(around.is_literal);
        within.saturating_add(around.read()).saturating_mul(again)
    });
    if let Some(outermost) = open.first() {
        read = read.saturating_add(unclosed);
        if unclosed > longest.0 {
            longest = (unclosed, outermost.range);
        }
    }
    if read > AGAIN + tokens * AGAIN_EACH {
        let message = "brackets begin with brackets that begin with brackets, too often to be read";
        return Err(Mistake::at(path, longest.1, message).help(HELP));
    }
    Ok(())
}

const HELP: &str = "give parts of it names, or put it into a file of data";

/// Whether a bracket begins a list, an object or a set: not what is within a value, and not the body of a rule.
fn begins_value(before: Option<&Token>, bracket: &Token) -> bool {
    let Some(Token(kind, span)) = before else {
        return true;
    };
    let is_value = match kind {
        TokenKind::Ident => !matches!(span.text(), "in" | "as" | "not" | "some" | "contains"),
        TokenKind::Symbol => matches!(span.text(), "]" | "}" | ")"),
        _ => true,
    };
    match bracket.1.text() {
        // An index stands right behind what it is of; a string has a quote at its end.
        "[" => !(is_value && bracket.1.start <= span.end + 1 && bracket.1.line == span.line),
        _ => !is_value,
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    fn message(value: &str) -> Option<String> {
        let text = format!("package p\n\ndeny contains m if {{\n\tx := {value}\n\tm := x\n}}\n");
        check("p.rego", &text).err().map(|mistake| mistake.message)
    }

    #[test]
    fn what_the_parser_would_take_too_long_over_is_refused() {
        let nested = |open: &str, depth, close: &str| {
            format!("{}1{}", open.repeat(depth), close.repeat(depth))
        };
        for (open, close) in [("[", "]"), ("{", "}"), ("{\"a\": ", "}"), ("[ ", ", 1]")] {
            assert_eq!(message(&nested(open, 8, close)), None, "{open}");
            let said = message(&nested(open, 24, close)).expect("it is refused");
            assert!(said.contains("too often to be read"), "{open}: {said}");
            let said = message(&nested(open, 40, close)).expect("it is refused");
            assert!(said.contains("deeper than the 32"), "{open}: {said}");
            let said = message(&open.repeat(24)).expect("it is refused");
            assert!(said.contains("too often to be read"), "{open}: {said}");
        }
    }

    #[test]
    fn what_it_reads_once_is_let_pass() {
        let nested = |open: &str, close: &str| format!("{}1{}", open.repeat(24), close.repeat(24));
        for (open, close) in [("(", ")"), ("f(", ")"), ("[0, ", "]"), ("a[", "]")] {
            assert_eq!(message(&nested(open, close)), None, "{open}");
        }
        // Long, and not deep.
        let list = format!("[{}1]", "{\"a\": [{\"b\": [1, 2]}]},\n".repeat(4000));
        assert_eq!(message(&list), None);
    }
}
