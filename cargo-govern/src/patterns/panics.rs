//! Calls that panic where a value is missing: `unwrap`, `expect` and their kin.

use std::collections::BTreeMap;
use std::sync::Arc;

use govern_diagnostics::Span;
use govern_facts::{Extent, FileFacts, PathKind, ScopeId};
use govern_names::Meaning;
use govern_workspace::{Error, Workspace};

use super::places::{Places, Site};

/// A call of `unwrap`, `unwrap_err`, `expect` or `expect_err`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panic {
    /// The method.
    pub method: Method,
    /// How it is used.
    pub form: Form,
    /// The first method of the same name and arity that the workspace declares itself, and that may be the one.
    pub own: Option<OwnMethod>,
    /// Where.
    pub site: Site,
}

/// A method of `Option` and `Result` that panics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// `unwrap()`.
    Unwrap,
    /// `unwrap_err()`.
    UnwrapErr,
    /// `expect("…")`.
    Expect,
    /// `expect_err("…")`.
    ExpectErr,
}

/// How a method is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `x.unwrap()`.
    Call,
    /// `x.expect(…)`, with what it is given.
    CallWith(Argument),
    /// `Option::unwrap`, called or passed along.
    Path,
}

/// What `expect` is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// A text that says something, or a macro that makes one.
    Reason,
    /// An empty text.
    Empty,
    /// Something else: a constant, a variable, a token of a parser.
    Other,
}

/// A method that the workspace declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMethod {
    /// Its name, with the type or trait: `Parser::expect`.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
}

impl Method {
    pub(super) const ALL: [Method; 4] = [
        Method::Unwrap,
        Method::UnwrapErr,
        Method::Expect,
        Method::ExpectErr,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Method::Unwrap => "unwrap",
            Method::UnwrapErr => "unwrap_err",
            Method::Expect => "expect",
            Method::ExpectErr => "expect_err",
        }
    }

    /// Whether it takes a text that says why.
    pub fn takes_reason(self) -> bool {
        matches!(self, Method::Expect | Method::ExpectErr)
    }

    pub(super) fn named(name: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|method| method.name() == name)
    }

    pub(super) fn arity(self) -> usize {
        usize::from(self.takes_reason())
    }
}

/// The panicking calls of a file.
pub(super) fn panics(
    workspace: &Workspace,
    own: &BTreeMap<&'static str, OwnMethod>,
    places: &mut Places<'_>,
) -> Result<Vec<Panic>, Error> {
    let facts = places.facts;
    let mut found = Vec::new();
    let mut text: Option<Arc<str>> = None;
    let methods: Vec<Option<Method>> = facts.names.iter().map(Method::named).collect();
    for call in &facts.method_calls {
        if places.is_quoted(call.extent) {
            continue;
        }
        let role = places.role(call.scope) as usize;
        let module = places.module(call.scope);
        places.modules[module].method_calls[role] += 1;
        let Some(method) = methods[call.name.index()] else {
            continue;
        };
        if usize::from(call.args) != method.arity() {
            continue;
        }
        let form = if method.takes_reason() {
            let text = match &text {
                Some(text) => text,
                None => text.insert(workspace.text(places.file)?),
            };
            Form::CallWith(argument(text, call.extent))
        } else {
            Form::Call
        };
        found.push(Panic {
            method,
            form,
            own: own.get(method.name()).cloned(),
            site: places.site(call.scope, call.extent),
        });
    }
    paths(facts, &methods, places, &mut found);
    Ok(found)
}

/// `Option::unwrap` and its kin as functions.
fn paths(
    facts: &FileFacts,
    methods: &[Option<Method>],
    places: &mut Places<'_>,
    found: &mut Vec<Panic>,
) {
    let names = places.names;
    for (row, path) in facts.paths.iter().enumerate() {
        let segments = &facts.segments[path.segments.rows()];
        let is_value = matches!(
            path.kind,
            PathKind::Value | PathKind::Call | PathKind::MacroArgument
        );
        let method = segments.last().and_then(|last| methods[last.index()]);
        let Some(method) = method.filter(|_| is_value && segments.len() > 1 && !path.expanded)
        else {
            continue;
        };
        if places.is_quoted(path.extent) {
            continue;
        }
        let id = govern_facts::PathId(row as u32);
        let Meaning::External(bound) = names.meaning(facts, places.file, id) else {
            continue;
        };
        if is_std_method(&bound) {
            let scope: ScopeId = path.scope;
            found.push(Panic {
                method,
                form: Form::Path,
                own: None,
                site: places.site(scope, path.extent),
            });
        }
    }
}

/// Whether a path is that of a method of `Option` or `Result`.
fn is_std_method(path: &str) -> bool {
    let segments: Vec<&str> = path.split("::").collect();
    matches!(
        segments[..],
        ["std" | "core", "option" | "result", "Option" | "Result", _]
    )
}

/// What stands in the parentheses behind the name of a method.
fn argument(text: &str, name: Extent) -> Argument {
    let Some(rest) = text.get(name.end as usize..) else {
        return Argument::Other;
    };
    let Some(rest) = skip_trivia(rest).strip_prefix('(') else {
        return Argument::Other;
    };
    let rest = skip_trivia(skip_trivia(rest).trim_start_matches('&'));
    if let Some(quoted) = rest.strip_prefix('r') {
        let hashes = quoted.len() - quoted.trim_start_matches('#').len();
        if let Some(raw) = quoted[hashes..].strip_prefix('"') {
            return reason(raw);
        }
    }
    if let Some(quoted) = rest.strip_prefix('"') {
        return reason(quoted);
    }
    let word_end = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .unwrap_or(rest.len());
    let word = &rest[..word_end];
    let makes_text = matches!(
        word.rsplit("::").next(),
        Some("format" | "concat" | "include_str")
    );
    if makes_text && rest[word_end..].starts_with('!') {
        Argument::Reason
    } else {
        Argument::Other
    }
}

/// Whether a text literal, given from behind its first quote, says anything.
fn reason(literal: &str) -> Argument {
    let content = literal.split('"').next().unwrap_or_default();
    if content.trim().is_empty() {
        Argument::Empty
    } else {
        Argument::Reason
    }
}

/// What follows behind blanks and comments.
fn skip_trivia(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        if text.starts_with("//") {
            text = text.find('\n').map_or("", |end| &text[end..]);
        } else if let Some(comment) = text.strip_prefix("/*") {
            text = behind_block_comment(comment);
        } else {
            return text;
        }
    }
}

/// What follows behind a block comment, given from behind its opening. They nest.
fn behind_block_comment(mut text: &str) -> &str {
    let mut depth = 1;
    while depth > 0 {
        let Some(at) = text.find(['*', '/']) else {
            return "";
        };
        let (step, change) = match text.get(at..at + 2) {
            Some("*/") => (2, -1),
            Some("/*") => (2, 1),
            _ => (1, 0),
        };
        depth += change;
        text = &text[at + step..];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(call: &str) -> Argument {
        let name = Extent::new(0, "expect".len() as u32);
        argument(&format!("expect{call}"), name)
    }

    #[test]
    fn texts_are_reasons() {
        for call in [
            "(\"why\")",
            "( /* a /* b */ c */ // d\n \"why\" )",
            "(r#\"why \"it\" holds\"#)",
            "(&format!(\"{x}\"))",
            "(&std::format!(\"{x}\"))",
            "(concat!(\"a\", \"b\"))",
        ] {
            assert_eq!(of(call), Argument::Reason, "{call}");
        }
    }

    #[test]
    fn empty_texts_say_nothing() {
        for call in ["(\"\")", "(\" \")", "(r\"\")", "(r##\"\"##)"] {
            assert_eq!(of(call), Argument::Empty, "{call}");
        }
    }

    #[test]
    fn other_things_are_no_texts() {
        for call in [
            "(Token::Semi)",
            "(T![;])",
            "(b\"x\")",
            "('x')",
            "(REASON)",
            "(r#type)",
            "",
            "(",
            "(/* open",
        ] {
            assert_eq!(of(call), Argument::Other, "{call}");
        }
    }
}
