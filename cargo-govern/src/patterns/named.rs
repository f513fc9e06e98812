//! What a text is called where it stands in the code, by the tokens before it: the constant, variable, field or key that it is the value
//! of, the function that it is given to.

use govern_facts::{PlainKind, PlainToken};

/// What only wraps a value: the name is further out.
const WRAPPERS: [&str; 12] = [
    "Borrowed",
    "Ok",
    "Some",
    "as_str",
    "format",
    "from",
    "from_static",
    "into",
    "new",
    "parse",
    "to_owned",
    "vec",
];

/// Words that are no part of a path.
const KEYWORDS: [&str; 7] = ["else", "if", "in", "match", "mut", "return", "while"];

/// The names of the token at a place, innermost first. A key that is a text comes with its quotes.
pub(super) fn names<'t>(tokens: &[PlainToken<'t>], at: usize) -> Vec<&'t str> {
    let mut names = Vec::new();
    let mut at = at;
    while let Some(before) = at.checked_sub(1) {
        let token = &tokens[before];
        match (token.kind, token.text) {
            (PlainKind::Close, _) => match opening(tokens, before) {
                Some(open) => at = open,
                None => break,
            },
            (PlainKind::Open, "{") => {
                names.extend(function_around(&tokens[..before]));
                break;
            }
            (PlainKind::Open, bracket) => {
                let called = path_before(&tokens[..before]);
                let is_macro = tokens[..before].last().is_some_and(|it| it.text == "!");
                let is_wrapper = called.last().is_none_or(|it| WRAPPERS.contains(it));
                // What stands in the brackets of an index is no value.
                if bracket == "[" && !called.is_empty() && !is_macro {
                    break;
                }
                names.extend(called.iter().rev());
                if !is_wrapper {
                    break;
                }
                at = path_start(tokens, before);
            }
            (_, ",") => {
                let Some(open) = around(tokens, before) else {
                    break;
                };
                // The first of two: a key with its value.
                let key = tokens.get(open + 1).filter(|_| open + 3 == at);
                let is_key =
                    |it: &&PlainToken<'_>| it.kind == PlainKind::Text && tokens[open].text == "(";
                names.extend(key.filter(is_key).map(|it| it.text));
                at = open + 1;
            }
            (_, ":") => {
                let is_path = before > 0 && tokens[before - 1].text == ":";
                if !is_path {
                    names.extend(before.checked_sub(1).map(|key| tokens[key].text));
                    break;
                }
                at = before - 1;
            }
            // `A::B => "…"`.
            (_, ">") if before > 0 && tokens[before - 1].text == "=" => {
                let arm = &tokens[..before - 1];
                let path = path_before(arm);
                names.extend(path.iter().rev());
                let key = arm.last().filter(|it| it.kind == PlainKind::Text);
                names.extend(key.map(|it| it.text));
                break;
            }
            (_, "=") => {
                names.extend(assigned(&tokens[..before], token));
                break;
            }
            (_, "in") => {
                names.extend(before.checked_sub(1).map(|it| tokens[it].text));
                break;
            }
            (_, "&" | "!" | "." | "mut") | (PlainKind::Word, _) => at = before,
            // The body of a closure, an operator, another statement.
            _ => break,
        }
    }
    names
}

/// The bracket that is closed at a place.
fn opening(tokens: &[PlainToken<'_>], close: usize) -> Option<usize> {
    let mut depth = 0usize;
    (0..=close).rev().find(|&at| {
        match tokens[at].kind {
            PlainKind::Close => depth += 1,
            PlainKind::Open => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// The bracket around a place.
fn around(tokens: &[PlainToken<'_>], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    (0..at).rev().find(|&at| match tokens[at].kind {
        PlainKind::Close => {
            depth += 1;
            false
        }
        PlainKind::Open => {
            let is_it = depth == 0;
            depth = depth.saturating_sub(1);
            is_it
        }
        _ => false,
    })
}

/// Where the path begins that ends before a place, with the `!` of a macro.
fn path_start(tokens: &[PlainToken<'_>], end: usize) -> usize {
    let text = |at: usize| at.checked_sub(1).map(|at| tokens[at].text);
    let is_name = |at: usize| {
        let token = at.checked_sub(1).map(|at| &tokens[at]);
        token.is_some_and(|it| it.kind == PlainKind::Word && !KEYWORDS.contains(&it.text))
    };
    let mut at = end;
    if text(at) == Some("!") {
        at -= 1;
    }
    while is_name(at) {
        at -= 1;
        if text(at) != Some(":") {
            break;
        }
        while text(at) == Some(":") {
            at -= 1;
        }
    }
    at
}

/// The names of the path that ends here, with the `!` of a macro.
fn path_before<'t>(tokens: &[PlainToken<'t>]) -> Vec<&'t str> {
    let path = &tokens[path_start(tokens, tokens.len())..];
    let words = path.iter().filter(|it| it.kind == PlainKind::Word);
    words.map(|it| it.text).collect()
}

/// Where the statement or the item begins that ends here.
fn statement_start(before: &[PlainToken<'_>]) -> usize {
    let mut at = before.len();
    while let Some(last) = at.checked_sub(1) {
        match (before[last].kind, before[last].text) {
            (_, ";" | "{" | "}") | (PlainKind::Open, _) => return at,
            // What stands in brackets begins nothing.
            (PlainKind::Close, _) => match opening(before, last) {
                Some(open) => at = open,
                None => return at,
            },
            _ => at = last,
        }
    }
    0
}

/// What a value is given to: `const A: &str`, `let a`, `self.a`.
fn assigned<'t>(before: &[PlainToken<'t>], sign: &PlainToken<'t>) -> Option<&'t str> {
    let last = before.last()?;
    // `==`, `+=`.
    let touches = last.extent.end == sign.extent.start;
    if touches && matches!(last.text, "=" | "!" | "<" | ">" | "+" | "-" | "*" | "/") {
        return None;
    }
    let statement = &before[statement_start(before)..];
    let is_type = |at: &usize| {
        let sign = |at: usize| statement.get(at).is_some_and(|it| it.text == ":");
        sign(*at) && !sign(at + 1) && !(*at > 0 && sign(at - 1))
    };
    match (0..statement.len()).find(is_type) {
        Some(at) => statement.get(at.checked_sub(1)?).map(|it| it.text),
        None => Some(last.text),
    }
}

/// The name of the function whose body opens here.
fn function_around<'t>(before: &[PlainToken<'t>]) -> Option<&'t str> {
    let head = &before[statement_start(before)..];
    let at = head.iter().position(|it| it.text == "fn")?;
    head.get(at + 1).map(|it| it.text)
}

#[cfg(test)]
mod tests {
    use govern_facts::{Edition, plain_tokens};

    use super::*;

    fn of(text: &str) -> String {
        let tokens = plain_tokens(text, Edition::E2024);
        let at = tokens
            .iter()
            .position(|it| it.text.contains("://"))
            .unwrap();
        names(&tokens, at).join(" ")
    }

    #[test]
    fn values_have_the_name_of_what_they_are_for() {
        for (text, expected) in [
            ("const SCOPE: &str = \"a://b\";", "SCOPE"),
            ("pub static S: [&str; 2] = [\"x\", \"a://b\"];", "S"),
            ("let scopes = vec![\"x\", \"a://b\"];", "vec scopes"),
            (
                "{ let mut scopes: Vec<String> = vec![String::from(\"a://b\")]; }",
                "from String vec scopes",
            ),
            ("self.scope = \"a://b\".to_owned();", "scope"),
            ("Token { url: 1, scopes: &[\"a://b\"] }", "scopes"),
            ("Token { scopes: vec![\"x\"], url: \"a://b\" }", "url"),
            ("auth.add_scope(\"a://b\")", "add_scope"),
            ("auth(&[\"x\", \"a://b\"], x)", "auth"),
            ("Scope::new(\"a://b\")", "new Scope"),
            ("tag.attr(\"xmlns\", \"a://b\")", "\"xmlns\" attr"),
            ("json!({ \"x\": 1, \"$schema\": \"a://b\" })", "\"$schema\""),
            ("match x { Scope::Read => \"a://b\", }", "Read Scope"),
            ("fn scope(&self) -> &str { \"a://b\" }", "scope"),
            ("for scope in [\"a://b\"] {}", "scope"),
            ("scope(|s| \"a://b\")", ""),
            ("thread::scope(|s| connect(\"a://b\"))", "connect"),
            ("if scope == \"a://b\" {}", ""),
            ("f(); \"a://b\"", ""),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
