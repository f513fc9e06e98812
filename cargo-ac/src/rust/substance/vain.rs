//! Assertions that cannot fail, by their tokens.

use text_size::TextSize;

use crate::rust::lex::{Kind, Lexer, Token};

const LITERAL: &str = "it compares what is written out";
pub(super) const ITSELF: &str = "it compares a value with itself";
const TRUE: &str = "it asserts what is true in any case";

/// Why an assertion of the standard library, by its name and its arguments, brackets included, cannot fail; none if it may.
pub fn vain(name: &str, args: &str) -> Option<&'static str> {
    let tokens: Vec<Token<'_>> = Lexer::new(args, TextSize::new(0))
        .filter(|token| token.kind != Kind::Comment)
        .collect();
    let inside = tokens.get(1..tokens.len().checked_sub(1)?)?;
    let parts = split(inside, &[","]);
    match name.trim_start_matches("debug_") {
        "assert" => always(parts.first()?),
        "assert_eq" => equal(parts.first()?, parts.get(1)?),
        "assert_ne" => {
            let (left, right) = (value(parts.first()?)?, value(parts.get(1)?)?);
            left.differs(&right).then_some(LITERAL)
        }
        "assert_matches" => is_anything(parts.get(1)?).then_some(TRUE),
        _ => None,
    }
}

fn is_anything(pattern: &[Token<'_>]) -> bool {
    matches!(pattern, [only] if only.text == "_")
}

/// Why a condition always holds.
fn always(condition: &[Token<'_>]) -> Option<&'static str> {
    let condition = bare(condition);
    match condition {
        [only] if only.text == "true" => return Some(TRUE),
        [not, only] if not.text == "!" && only.text == "false" => return Some(TRUE),
        [name, bang, open, inside @ .., _]
            if name.text == "matches" && bang.text == "!" && open.text == "(" =>
        {
            return is_anything(split(inside, &[","]).get(1)?).then_some(TRUE);
        }
        _ => {}
    }
    let sides = split(condition, &["|", "|"]);
    if sides.len() > 1 {
        if sides.iter().any(|side| always(side).is_some()) {
            return Some(TRUE);
        }
        return sides
            .iter()
            .enumerate()
            .any(|(row, side)| sides[row + 1..].iter().any(|other| exclude(side, other)))
            .then_some(TRUE);
    }
    if split(condition, &["&", "&"]).len() > 1 {
        return None;
    }
    for operator in ["==", "!=", "<=", ">=", "<", ">"] {
        let signs: Vec<&str> = operator.split_inclusive(|_: char| true).collect();
        let [left, right] = &split(condition, &signs)[..] else {
            continue;
        };
        return compared(left, operator, right);
    }
    None
}

/// Why a comparison always holds.
fn compared(left: &[Token<'_>], operator: &str, right: &[Token<'_>]) -> Option<&'static str> {
    if let (Some(left), Some(right)) = (value(left), value(right)) {
        return left.holds(operator, &right).then_some(LITERAL);
    }
    if matches!(operator, "==" | "<=" | ">=") && is_pure(left) && same(left, right) {
        return Some(ITSELF);
    }
    let texts: Vec<&str> = left.iter().map(|token| token.text).collect();
    let counts =
        texts.ends_with(&[".", "len", "(", ")"]) || texts.ends_with(&[".", "count", "(", ")"]);
    let zero = matches!(right, [only] if only.text == "0");
    (operator == ">=" && counts && zero).then_some("no number of things is below zero")
}

fn equal(left: &[Token<'_>], right: &[Token<'_>]) -> Option<&'static str> {
    if let (Some(left), Some(right)) = (value(left), value(right)) {
        return left.holds("==", &right).then_some(LITERAL);
    }
    (is_pure(left) && same(left, right)).then_some(ITSELF)
}

/// Whether one of two conditions holds in any case: `a || !a`, `a.is_ok() || a.is_err()`.
fn exclude(one: &[Token<'_>], other: &[Token<'_>]) -> bool {
    let negated = |one: &[Token<'_>], other: &[Token<'_>]| match one {
        [not, rest @ ..] => not.text == "!" && is_pure(other) && same(bare(rest), other),
        [] => false,
    };
    if negated(one, other) || negated(other, one) {
        return true;
    }
    let question = |side: &[Token<'_>]| match side {
        [of @ .., dot, name, open, close]
            if dot.text == "." && open.text == "(" && close.text == ")" && is_pure(of) =>
        {
            Some((of.len(), name.text.to_owned()))
        }
        _ => None,
    };
    let (Some((of_one, first)), Some((of_other, second))) = (question(one), question(other)) else {
        return false;
    };
    let pair = [first.as_str(), second.as_str()];
    let opposite = [["is_ok", "is_err"], ["is_some", "is_none"]]
        .iter()
        .any(|both| pair == *both || pair == [both[1], both[0]]);
    opposite && same(&one[..of_one], &other[..of_other])
}

/// A literal.
#[derive(Debug, PartialEq)]
enum Value {
    Number(f64),
    Bool(bool),
    Text(String),
}

impl Value {
    fn holds(&self, operator: &str, other: &Value) -> bool {
        match (self, other) {
            (Value::Number(left), Value::Number(right)) => match operator {
                "==" => left == right,
                "!=" => left != right,
                "<=" => left <= right,
                ">=" => left >= right,
                "<" => left < right,
                _ => left > right,
            },
            (left, right) => match operator {
                "==" => left == right,
                "!=" => left.differs(right),
                _ => false,
            },
        }
    }

    fn differs(&self, other: &Value) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self != other
    }
}

/// The value of a single literal.
fn value(tokens: &[Token<'_>]) -> Option<Value> {
    let tokens = bare(tokens);
    let text: String = tokens.iter().map(|token| token.text).collect();
    match tokens {
        [only] if matches!(only.text, "true" | "false") => Some(Value::Bool(only.text == "true")),
        [only] => match only.kind {
            Kind::Literal(_) => Some(Value::Text(only.text.to_owned())),
            Kind::Word => number(&text),
            _ => None,
        },
        [sign, only] if sign.text == "-" => number(only.text).map(|value| match value {
            Value::Number(value) => Value::Number(-value),
            other => other,
        }),
        [whole, dot, _]
            if dot.text == "." && whole.text.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            number(&text)
        }
        _ => None,
    }
}

/// A number in decimal digits, of whatever type.
fn number(text: &str) -> Option<Value> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with("0x") {
        return None;
    }
    let end = text.find(['u', 'i', 'f']).unwrap_or(text.len());
    text[..end].replace('_', "").parse().ok().map(Value::Number)
}

/// Whether tokens are the same: then they are the same value, if it is a plain one.
fn same(one: &[Token<'_>], other: &[Token<'_>]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| one.text == other.text)
}

/// Whether some tokens are a variable, a field or a constant: nothing is called that may give one thing now and another then.
fn is_pure(tokens: &[Token<'_>]) -> bool {
    let plain = |token: &Token<'_>| match token.kind {
        Kind::Word => token.text != "await",
        Kind::Sign => matches!(token.text, "." | ":" | "&" | "*"),
        _ => false,
    };
    !tokens.is_empty() && tokens.iter().all(plain)
}

/// What stands in brackets around all of it.
fn bare<'a, 't>(tokens: &'a [Token<'t>]) -> &'a [Token<'t>] {
    let [open, inside @ .., close] = tokens else {
        return tokens;
    };
    if open.text != "(" || close.text != ")" {
        return tokens;
    }
    let mut depth = 1usize;
    for token in inside {
        match token.text {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return tokens;
        }
    }
    bare(inside)
}

/// The parts between signs that touch and stand outside of brackets.
fn split<'a, 't>(tokens: &'a [Token<'t>], signs: &[&str]) -> Vec<&'a [Token<'t>]> {
    let mut parts = Vec::new();
    let (mut depth, mut from, mut at) = (0usize, 0, 0);
    while at < tokens.len() {
        let token = &tokens[at];
        if token.kind == Kind::Sign {
            match token.text {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if depth == 0 && is_sign(tokens, at, signs) {
            parts.push(&tokens[from..at]);
            at += signs.len();
            from = at;
        } else {
            at += 1;
        }
    }
    if from < tokens.len() || parts.is_empty() {
        parts.push(&tokens[from..]);
    }
    parts
}

/// Whether these signs, and no longer ones, stand at a place.
fn is_sign(tokens: &[Token<'_>], at: usize, signs: &[&str]) -> bool {
    let sign = |at: usize, text: &str| {
        let token = tokens.get(at);
        token.is_some_and(|token| token.kind == Kind::Sign && token.text == text)
    };
    let touches = |at: usize| {
        at > 0 && at < tokens.len() && tokens[at - 1].range.end() == tokens[at].range.start()
    };
    let here = signs
        .iter()
        .enumerate()
        .all(|(row, text)| sign(at + row, text) && (row == 0 || touches(at + row)));
    if !here || signs == [","] {
        return here;
    }
    let part = |at: usize| {
        let token = tokens.get(at);
        token.is_some_and(|token| {
            token.kind == Kind::Sign
                && matches!(token.text, "=" | "<" | ">" | "!" | "-" | "|" | "&")
        })
    };
    let before = at > 0 && touches(at) && part(at - 1);
    let behind = touches(at + signs.len())
        && part(at + signs.len())
        && !sign(at + signs.len(), "!")
        && !sign(at + signs.len(), "&")
        && !sign(at + signs.len(), "-");
    // Type arguments (`a::<B>()`) are no comparison.
    let angle = signs.len() == 1 && at > 0 && sign(at - 1, ":");
    !before && !behind && !angle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_fail() {
        for (name, args) in [
            ("assert", "(true)"),
            ("assert", "(true, \"message {}\", 1)"),
            ("assert", "(!false)"),
            ("debug_assert", "((true))"),
            ("assert", "(1 == 1)"),
            ("assert", "(2 > 1)"),
            ("assert", "(1 != 2)"),
            ("assert", "(x == x)"),
            ("assert", "(self.total >= self.total)"),
            ("assert", "(reply.is_ok() || reply.is_err())"),
            ("assert", "(a.b.is_none() || a.b.is_some(), \"m\")"),
            ("assert", "(x || !x)"),
            ("assert", "(!(done) || done)"),
            ("assert", "(f(x) || true)"),
            ("assert", "(list.iter().count() >= 0)"),
            ("assert", "(matches!(reply, _))"),
            ("assert_eq", "(x, x)"),
            ("assert_eq", "(1, 1, \"m\")"),
            ("assert_eq", "(1u8, 1)"),
            ("assert_eq", "(\"a\", \"a\")"),
            ("assert_eq", "(true, true,)"),
            ("assert_eq", "(order.total, order.total)"),
            ("assert_ne", "(1, 2)"),
            ("debug_assert_ne", "(\"a\", \"b\")"),
            ("assert_matches", "(x, _)"),
        ] {
            assert!(vain(name, args).is_some(), "{name}!{args}");
        }
    }

    #[test]
    fn what_can_fail() {
        for (name, args) in [
            ("assert", "(x)"),
            ("assert", "(false)"),
            ("assert", "(1 == 2)"),
            ("assert", "(x == y)"),
            ("assert", "(x != x)"),
            ("assert", "(next() == next())"),
            ("assert", "(rx.next().is_ok() || rx.next().is_err())"),
            ("assert", "(a.is_ok() || b.is_err())"),
            ("assert", "(a.is_ok() && a.is_err())"),
            ("assert", "(a || !b)"),
            ("assert", "(true && f())"),
            ("assert", "(list.len() >= 1)"),
            ("assert", "(total >= 0)"),
            ("assert", "(list.iter().any(|x| true))"),
            ("assert", "(matches!(reply, Some(_)))"),
            ("assert", "(f::<u8>(x) > x)"),
            ("assert", "(x.parse::<u8>().is_ok())"),
            ("assert_eq", "(x, y)"),
            ("assert_eq", "(x.clone(), x)"),
            ("assert_eq", "(f(), f())"),
            ("assert_eq", "(v[0], v[0])"),
            ("assert_eq", "(1, 2)"),
            ("assert_eq", "(0x10, 16)"),
            ("assert_ne", "(1, 1)"),
            ("assert_ne", "(a, b)"),
            ("assert_eq", "(!x, x)"),
            ("panic", "()"),
        ] {
            assert_eq!(vain(name, args), None, "{name}!{args}");
        }
    }
}
