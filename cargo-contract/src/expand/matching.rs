//! Matching the input of a macro against a rule.

use std::collections::BTreeMap;

use super::tokens::{Tree, trees};

/// A rule of a macro: what it takes and what it gives.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) pattern: Vec<Part>,
    pub(super) body: Vec<Part>,
}

/// A part of a pattern or of a body.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// A token as it is.
    Token(Tree),
    /// Brackets around parts.
    Group {
        open: char,
        parts: Vec<Part>,
        spaced: bool,
    },
    /// `$name:kind`, in a body `$name`.
    Variable {
        name: String,
        kind: String,
        spaced: bool,
    },
    /// `$( … ) separator operator`.
    Repeat {
        parts: Vec<Part>,
        separator: Option<Tree>,
        operator: char,
    },
}

/// What a variable stands for.
#[derive(Debug, Clone)]
pub(super) enum Binding {
    One(Vec<Tree>),
    Many(Vec<Binding>),
}

pub(super) type Bindings = BTreeMap<String, Binding>;

impl Rule {
    /// The rules of a definition `macro_rules! name { … }`.
    pub(super) fn all(definition: &str) -> Option<Vec<Rule>> {
        let trees = trees(definition)?;
        let at = trees.iter().position(|tree| tree.is("macro_rules"))?;
        let Tree::Group { inner, .. } = trees[at..]
            .iter()
            .find(|tree| matches!(tree, Tree::Group { .. }))?
        else {
            return None;
        };
        let mut rules = Vec::new();
        let mut rest = inner.as_slice();
        while let [
            Tree::Group { inner: pattern, .. },
            arrow,
            Tree::Group { inner: body, .. },
            after @ ..,
        ] = rest
        {
            if !arrow.is("=>") {
                return None;
            }
            rules.push(Rule {
                pattern: parts(pattern)?,
                body: parts(body)?,
            });
            rest = match after {
                [semicolon, after @ ..] if semicolon.is(";") => after,
                after => after,
            };
        }
        rest.is_empty().then_some(rules)
    }
}

fn parts(trees: &[Tree]) -> Option<Vec<Part>> {
    let mut result = Vec::new();
    let mut rest = trees;
    while let [first, after @ ..] = rest {
        rest = after;
        let spaced = |tree: &Tree| match tree {
            Tree::Token { spaced, .. } | Tree::Group { spaced, .. } => *spaced,
        };
        if !first.is("$") {
            result.push(match first {
                Tree::Group {
                    open,
                    inner,
                    spaced,
                } => Part::Group {
                    open: *open,
                    parts: parts(inner)?,
                    spaced: *spaced,
                },
                token => Part::Token(token.clone()),
            });
            continue;
        }
        match rest {
            [
                Tree::Group {
                    open: '(', inner, ..
                },
                after @ ..,
            ] => {
                let (separator, operator, after) = match after {
                    [operator, after @ ..] if is_operator(operator) => (None, operator, after),
                    [separator, operator, after @ ..] if is_operator(operator) => {
                        (Some(separator.clone()), operator, after)
                    }
                    _ => return None,
                };
                let operator = operator.text()?.chars().next()?;
                result.push(Part::Repeat {
                    parts: parts(inner)?,
                    separator,
                    operator,
                });
                rest = after;
            }
            [name, colon, kind, after @ ..]
                if name.is_identifier() && colon.is(":") && is_kind(kind) =>
            {
                result.push(Part::Variable {
                    name: name.text()?.to_owned(),
                    kind: kind.text()?.to_owned(),
                    spaced: spaced(first),
                });
                rest = after;
            }
            [name, after @ ..] if name.is("crate") => {
                result.push(Part::Token(Tree::Token {
                    text: "crate".to_owned(),
                    spaced: spaced(first),
                }));
                rest = after;
            }
            [name, after @ ..] if name.is_identifier() => {
                result.push(Part::Variable {
                    name: name.text()?.to_owned(),
                    kind: String::new(),
                    spaced: spaced(first),
                });
                rest = after;
            }
            _ => return None,
        }
    }
    Some(result)
}

fn is_operator(tree: &Tree) -> bool {
    tree.is("*") || tree.is("+") || tree.is("?")
}

fn is_kind(tree: &Tree) -> bool {
    let kinds = [
        "ident",
        "ty",
        "expr",
        "literal",
        "tt",
        "vis",
        "path",
        "lifetime",
        "meta",
        "block",
        "item",
        "stmt",
        "pat",
        "pat_param",
        "expr_2021",
    ];
    kinds.iter().any(|kind| tree.is(kind))
}

/// What the variables stand for if the whole input fits.
pub(super) fn matches(pattern: &[Part], input: &[Tree]) -> Option<Bindings> {
    let mut bindings = Bindings::new();
    let rest = match_parts(pattern, input, &mut bindings)?;
    rest.is_empty().then_some(bindings)
}

fn match_parts<'t>(
    pattern: &[Part],
    mut input: &'t [Tree],
    bindings: &mut Bindings,
) -> Option<&'t [Tree]> {
    for (at, part) in pattern.iter().enumerate() {
        match part {
            Part::Token(token) => {
                let (first, rest) = input.split_first()?;
                if first.text()? != token.text()? {
                    return None;
                }
                input = rest;
            }
            Part::Group { open, parts, .. } => {
                let (first, rest) = input.split_first()?;
                let Tree::Group {
                    open: other, inner, ..
                } = first
                else {
                    return None;
                };
                if other != open || !match_parts(parts, inner, bindings)?.is_empty() {
                    return None;
                }
                input = rest;
            }
            Part::Variable { name, kind, .. } => {
                let length = fragment(kind, input)?;
                let (taken, rest) = input.split_at(length);
                bindings.insert(name.clone(), Binding::One(taken.to_vec()));
                input = rest;
            }
            Part::Repeat {
                parts,
                separator,
                operator,
            } => {
                input = match_repeat(
                    parts,
                    separator.as_ref(),
                    *operator,
                    &pattern[at + 1..],
                    input,
                    bindings,
                )?;
            }
        }
    }
    Some(input)
}

fn match_repeat<'t>(
    parts: &[Part],
    separator: Option<&Tree>,
    operator: char,
    behind: &[Part],
    mut input: &'t [Tree],
    bindings: &mut Bindings,
) -> Option<&'t [Tree]> {
    let mut rounds: Vec<Bindings> = Vec::new();
    let mut before_separator = input;
    loop {
        if operator == '?' && rounds.len() == 1 {
            break;
        }
        // Where the rest of the pattern begins, the repetition ends.
        if let (Some(Part::Token(next)), Some(first)) = (behind.first(), input.first())
            && first.text().is_some()
            && first.text() == next.text()
            && !matches!(parts.first(), Some(Part::Token(token)) if token.text() == next.text())
        {
            break;
        }
        let mut round = Bindings::new();
        let Some(rest) = match_parts(parts, input, &mut round) else {
            // A separator without anything behind is left for what follows.
            input = before_separator;
            break;
        };
        if rest.len() == input.len() {
            break;
        }
        rounds.push(round);
        input = rest;
        before_separator = rest;
        if let Some(separator) = separator {
            match input {
                [first, rest @ ..]
                    if first.text().is_some() && first.text() == separator.text() =>
                {
                    input = rest
                }
                _ => break,
            }
        }
    }
    if operator == '+' && rounds.is_empty() {
        return None;
    }
    let mut names = Vec::new();
    variables(parts, &mut names);
    for name in names {
        let each = rounds
            .iter()
            .filter_map(|round| round.get(&name).cloned())
            .collect();
        bindings.insert(name, Binding::Many(each));
    }
    Some(input)
}

/// The names of all variables in parts.
pub(super) fn variables(parts: &[Part], names: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Variable { name, .. } => names.push(name.clone()),
            Part::Group { parts, .. } | Part::Repeat { parts, .. } => variables(parts, names),
            Part::Token(_) => {}
        }
    }
}

/// How many trees a fragment takes.
fn fragment(kind: &str, input: &[Tree]) -> Option<usize> {
    let first = input.first();
    match kind {
        "vis" => Some(match input {
            [
                visibility,
                Tree::Group {
                    open: '(', inner, ..
                },
                ..,
            ] if visibility.is("pub")
                && inner.first().is_some_and(|tree| {
                    ["crate", "self", "super", "in"]
                        .iter()
                        .any(|word| tree.is(word))
                }) =>
            {
                2
            }
            [visibility, ..] if visibility.is("pub") => 1,
            _ => 0,
        }),
        "ident" => first
            .filter(|tree| tree.is_identifier() && !tree.is("_"))
            .map(|_| 1),
        "lifetime" => first
            .filter(|tree| tree.text().is_some_and(|text| text.starts_with('\'')))
            .map(|_| 1),
        "tt" => first.map(|_| 1),
        "literal" => match input {
            [minus, number, ..] if minus.is("-") && is_literal(number) => Some(2),
            [literal, ..] if is_literal(literal) => Some(1),
            _ => None,
        },
        "block" => first.filter(|tree| tree.is_group('{')).map(|_| 1),
        "ty" | "path" => {
            let mut depth = 0i32;
            let end = input.iter().position(|tree| {
                match tree.text() {
                    Some("<") => depth += 1,
                    Some(">") if depth > 0 => depth -= 1,
                    Some("," | ";" | "=" | "=>" | ":" | "|" | ">" | "where" | "as")
                        if depth == 0 =>
                    {
                        return true;
                    }
                    _ => {}
                }
                depth == 0 && tree.is_group('{')
            });
            Some(end.unwrap_or(input.len())).filter(|&length| length > 0)
        }
        "meta" | "expr" | "expr_2021" | "stmt" | "pat" | "pat_param" => {
            let ends = |tree: &Tree| {
                tree.is(",")
                    || tree.is(";")
                    || tree.is("=>")
                    || (kind.starts_with("pat") && (tree.is("=") || tree.is("|")))
            };
            let end = input.iter().position(ends).unwrap_or(input.len());
            Some(end).filter(|&length| length > 0)
        }
        // Items end with a semicolon or with braces.
        "item" => {
            let end = input
                .iter()
                .position(|tree| tree.is(";") || tree.is_group('{'))?;
            Some(end + 1)
        }
        _ => None,
    }
}

fn is_literal(tree: &Tree) -> bool {
    tree.text().is_some_and(|text| {
        text.starts_with(|c: char| c.is_ascii_digit() || c == '"')
            || (text.starts_with('\'') && text.len() > 2 && text.ends_with('\''))
            || text == "true"
            || text == "false"
            || text.ends_with('"')
            || text.ends_with('#') && text.len() > 1
    })
}
