//! Reads a pattern: metavariables become identifiers, and what comes out is parsed.
//!
//! `$$$` stands for things of many kinds, and each place wants another spelling of them: an expression, a statement, a
//! parameter, an arm, an item. All are tried; the first one that parses is it.

use ra_ap_parser::SyntaxKind::{self, *};
use ra_ap_parser::TopEntryPoint;

use super::view::View;
use super::{LiteralPath, Pattern, PatternError, PatternKind, Root, Variable, Word};
use crate::nesting::Nesting;
use crate::tokens::Lexed;
use crate::tree::Tree;
use crate::{Edition, Extent};

/// What `$$$` is spelled as: `X` is the identifier.
const FORMS: [&str; 6] = ["X", "X;", "X: ()", "X => ()", "X => (),", "X!{}"];
/// How many `$$$` a pattern can have: all spellings of each are tried.
const MOST: usize = 5;

/// A metavariable where it stands in the text.
struct Hole {
    variable: u32,
    many: bool,
    extent: Extent,
}

/// A text with identifiers for metavariables.
struct Spelling {
    text: String,
    /// Where the metavariables are in it.
    holes: Vec<Extent>,
}

impl Pattern {
    /// Parses a pattern as a kind of code, or as the first kind that it can be.
    pub fn parse(text: &str, kind: Option<PatternKind>) -> Result<Pattern, PatternError> {
        let (holes, variables) = holes(text)?;
        let many = holes.iter().filter(|hole| hole.many).count();
        if many > MOST {
            let extent = holes[MOST].extent;
            return Err(error("more than five `$$$` in one pattern", extent));
        }
        let kinds = match &kind {
            Some(kind) => std::slice::from_ref(kind),
            None => PatternKind::ALL.as_slice(),
        };
        // The error that is worth showing is that of the reading that got furthest.
        let mut furthest: Option<PatternError> = None;
        for &kind in kinds {
            for forms in 0..FORMS.len().pow(many as u32) {
                let spelling = spell(text, &holes, forms);
                match read(&spelling, &holes, &variables, kind) {
                    Ok(pattern) => return check(pattern, text),
                    Err(mut error) => {
                        error.extent = spelling.original(&holes, error.extent, text);
                        let further = furthest
                            .as_ref()
                            .is_none_or(|known| known.extent.start < error.extent.start);
                        if further {
                            furthest = Some(error);
                        }
                    }
                }
            }
        }
        Err(furthest.unwrap_or_else(|| error("expected code", Extent::new(0, text.len() as u32))))
    }
}

/// Finds the metavariables.
fn holes(text: &str) -> Result<(Vec<Hole>, Vec<Variable>), PatternError> {
    let (lexed, errors) = Lexed::new(text, Edition::E2024);
    if let Some(first) = errors.into_iter().next() {
        return Err(error(first.message, first.extent));
    }
    if lexed.tokens.is_empty() {
        let all = Extent::new(0, text.len() as u32);
        return Err(error("a pattern without code", all));
    }
    if let Nesting::Deep | Nesting::TooDeep(_) = lexed.nesting() {
        let all = Extent::new(0, text.len() as u32);
        return Err(error("nested too deeply for a pattern", all));
    }
    let mut holes = Vec::new();
    let mut variables: Vec<Variable> = Vec::new();
    let mut at = 0;
    let kind = |at: usize| lexed.tokens.get(at).map_or(EOF, |token| token.kind);
    let adjoins = |at: usize| {
        let next = lexed.tokens.get(at + 1);
        next.is_some_and(|next| next.start == lexed.tokens[at].end)
    };
    while at < lexed.tokens.len() {
        if kind(at) != DOLLAR {
            at += 1;
            continue;
        }
        let start = lexed.tokens[at].start;
        let many =
            adjoins(at) && kind(at + 1) == DOLLAR && adjoins(at + 1) && kind(at + 2) == DOLLAR;
        let sign = if many { at + 2 } else { at };
        let word = adjoins(sign)
            .then(|| lexed.tokens[sign + 1])
            .filter(|&token| is_word(lexed.text_of(token)));
        let extent = Extent::new(start, word.map_or(lexed.tokens[sign].end, |word| word.end));
        if word.is_none() && !many {
            let message = "`$` is followed by the name of a metavariable, as in `$x`";
            return Err(error(message, extent));
        }
        let name = word
            .map(|word| lexed.text_of(word))
            .filter(|name| *name != "_")
            .map(str::to_owned);
        let known = name.as_ref().and_then(|name| {
            variables
                .iter()
                .position(|known| known.name.as_ref() == Some(name))
        });
        let variable = match known {
            Some(known) if variables[known].many != many => {
                let message = "the same name for one thing and for any number of things";
                return Err(error(message, extent));
            }
            Some(known) => known,
            None => {
                variables.push(Variable { name, many });
                variables.len() - 1
            }
        };
        holes.push(Hole {
            variable: variable as u32,
            many,
            extent,
        });
        at = sign + 1 + usize::from(word.is_some());
    }
    Ok((holes, variables))
}

/// Whether a token is an identifier, a keyword or `_`.
fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_') && !token.contains(['"', '\''])
}

/// Writes identifiers for the metavariables; the digits of `forms` choose how each `$$$` is spelled.
fn spell(text: &str, holes: &[Hole], mut forms: usize) -> Spelling {
    let mut spelled = String::with_capacity(text.len() + holes.len() * 16);
    let mut extents = Vec::with_capacity(holes.len());
    let mut from = 0;
    for (row, hole) in holes.iter().enumerate() {
        spelled.push_str(&text[from..hole.extent.start as usize]);
        let name = format!("__metavariable_{row}");
        let start = spelled.len() as u32;
        if hole.many {
            spelled.push_str(&FORMS[forms % FORMS.len()].replace('X', &name));
            forms /= FORMS.len();
        } else {
            spelled.push_str(&name);
        }
        extents.push(Extent::new(start, spelled.len() as u32));
        from = hole.extent.end as usize;
    }
    spelled.push_str(&text[from..]);
    Spelling {
        text: spelled,
        holes: extents,
    }
}

impl Spelling {
    /// Where something in it stands in the text as written.
    fn original(&self, holes: &[Hole], extent: Extent, text: &str) -> Extent {
        let place = |offset: u32| {
            let mut shift = 0;
            for (spelled, hole) in self.holes.iter().zip(holes) {
                if offset < spelled.start {
                    break;
                }
                if offset < spelled.end {
                    return hole.extent.start;
                }
                shift = i64::from(hole.extent.end) - i64::from(spelled.end);
            }
            (i64::from(offset) + shift) as u32
        };
        let start = place(extent.start).min(text.len() as u32);
        let end = place(extent.end).clamp(start, text.len() as u32);
        Extent::new(start, end)
    }
}

/// What stands around a kind of code where it is parsed.
fn around(kind: PatternKind) -> (&'static str, &'static str) {
    match kind {
        PatternKind::Expression | PatternKind::Statement | PatternKind::Item => ("", ""),
        PatternKind::Attribute => ("", " struct S;"),
        PatternKind::Type => ("type T = ", ";"),
        PatternKind::Pattern => ("fn f() { match x { ", " => {} } }"),
    }
}

/// Parses a spelling as one kind of code.
fn read(
    spelling: &Spelling,
    holes: &[Hole],
    variables: &[Variable],
    kind: PatternKind,
) -> Result<Pattern, PatternError> {
    let (before, behind) = around(kind);
    let carried = format!("{before}{}{behind}", spelling.text);
    let (start, end) = (before.len(), before.len() + spelling.text.len());
    let back = |extent: Extent| {
        let back = |offset: u32| (offset as usize).clamp(start, end) - start;
        Extent::new(back(extent.start) as u32, back(extent.end) as u32)
    };
    let (lexed, _) = Lexed::new(&carried, Edition::E2024);
    if kind == PatternKind::Attribute && lexed.tokens.first().is_none_or(|it| it.kind != POUND) {
        let message = "an attribute begins with `#[`";
        return Err(error(message, Extent::default()));
    }
    let entry = match kind {
        PatternKind::Expression | PatternKind::Statement => TopEntryPoint::MacroStmts,
        PatternKind::Item => TopEntryPoint::MacroItems,
        _ => TopEntryPoint::SourceFile,
    };
    let mut errors = Vec::new();
    let tree = Tree::parse(&lexed, 0, lexed.tokens.len(), entry, &mut errors);
    if let Some(first) = errors.into_iter().next() {
        return Err(error(first.message, back(first.extent)));
    }
    let hole_of = |start_of: usize, end_of: usize| {
        let token = Extent::new(
            start_of.checked_sub(start)? as u32,
            end_of.checked_sub(start)? as u32,
        );
        spelling.holes.iter().position(|hole| hole.contains(token))
    };
    let marks = lexed
        .tokens
        .iter()
        .map(|token| hole_of(token.start as usize, token.end as usize))
        .map(|hole| hole.map(|hole| holes[hole].variable))
        .collect();
    let from = lexed.token_at(start as u32);
    let to = lexed.token_at(end as u32);
    let view = View {
        text: lexed.text,
        tokens: &lexed.tokens,
        nodes: &tree.nodes,
    };
    let root = root(view, (from, to), kind);
    let root = root.map_err(|(message, extent)| error(message, back(extent)))?;
    let (nodes, tokens) = (tree.nodes, lexed.tokens);
    Ok(Pattern {
        tokens,
        marks,
        nodes,
        root,
        variables: variables.to_vec(),
        paths: Vec::new(),
        words: Vec::new(),
        text: carried,
        kind,
        written: String::new(),
    })
}

/// What is looked for of a parsed tree: what these tokens are.
fn root(
    view: View<'_>,
    tokens: (usize, usize),
    kind: PatternKind,
) -> Result<Root, (String, Extent)> {
    let extent = |from: usize, to: usize| match view.tokens.get(from..to) {
        Some([first, .., last]) => Extent::new(first.start, last.end),
        Some([only]) => Extent::new(only.start, only.end),
        _ => Extent::default(),
    };
    let parts: Vec<usize> = view
        .children(0)
        .filter(|&part| !view.is_token(part))
        .collect();
    let only = |parts: &[usize]| match parts {
        [] => Err((
            "a pattern without code".to_owned(),
            extent(tokens.0, tokens.1),
        )),
        [one] => Ok(*one),
        [_, second, ..] => {
            let (from, _) = view.range(*second);
            let message = format!("this does not belong to the {}", kind.name());
            Err((message, extent(from, tokens.1)))
        }
    };
    match kind {
        PatternKind::Expression => {
            let one = only(&parts)?;
            let is_statement =
                matches!(view.kind(one), LET_STMT | EXPR_STMT) || is_item(view.kind(one));
            if is_statement {
                let message = "this is no expression".to_owned();
                return Err((message, extent(tokens.0, tokens.1)));
            }
            Ok(Root::Node(plain(view, one)))
        }
        PatternKind::Statement if parts.len() > 1 => Ok(Root::Statements(parts)),
        PatternKind::Statement | PatternKind::Item => Ok(Root::Node(only(&parts)?)),
        PatternKind::Attribute | PatternKind::Type | PatternKind::Pattern => {
            let whole = |at: &usize| view.range(*at) == tokens && !view.is_token(*at);
            let root = (0..view.nodes.len()).find(whole).ok_or_else(|| {
                let message = format!("this is no single {}", kind.name());
                (message, extent(tokens.0, tokens.1))
            })?;
            Ok(Root::Node(plain(view, root)))
        }
    }
}

fn is_item(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        FN | STRUCT
            | ENUM
            | UNION
            | TRAIT
            | IMPL
            | MODULE
            | CONST
            | STATIC
            | TYPE_ALIAS
            | MACRO_RULES
            | MACRO_DEF
            | EXTERN_CRATE
            | EXTERN_BLOCK
            | USE
    )
}

/// What a node is about: a bare path or macro call is looked for wherever it stands.
fn plain(view: View<'_>, at: usize) -> usize {
    match view.kind(at) {
        PATH_EXPR | PATH_TYPE => view.child(at, PATH).unwrap_or(at),
        MACRO_EXPR | MACRO_TYPE | MACRO_PAT => view.child(at, MACRO_CALL).unwrap_or(at),
        _ => at,
    }
}

/// Looks at a pattern that parsed: what it spells out.
fn check(mut pattern: Pattern, text: &str) -> Result<Pattern, PatternError> {
    text.clone_into(&mut pattern.written);
    let all = Extent::new(0, text.len() as u32);
    let (first, behind) = match &pattern.root {
        Root::Node(root) => pattern.view().range(*root),
        Root::Statements(parts) => {
            let view = pattern.view();
            let last = parts.last().map_or(0, |&last| view.range(last).1);
            (parts.first().map_or(0, |&first| view.range(first).0), last)
        }
    };
    let spelled = |row: &usize| pattern.marks[*row].is_none();
    let mut literal = (first..behind).filter(spelled);
    if literal.all(|row| pattern.tokens[row].kind == SEMICOLON) {
        return Err(error("metavariables alone match everything", all));
    }
    let view = pattern.view();
    let mut paths = Vec::new();
    // Tokens of paths that are compared by what they are bound to, and the last names of those.
    let mut in_path = vec![false; pattern.tokens.len()];
    let mut renamable = vec![false; pattern.tokens.len()];
    let mut qualifiers = vec![false; pattern.nodes.len()];
    for at in 0..pattern.nodes.len() {
        if view.kind(at) != PATH {
            continue;
        }
        if let Some(qualifier) = view.child(at, PATH) {
            qualifiers[qualifier] = true;
        }
        let Some(parts) = view.path(at).filter(|_| !qualifiers[at]) else {
            continue;
        };
        let (from, to) = view.range(at);
        let named = |row: &usize| parts.names.contains(&view.token(*row));
        if (from..to)
            .filter(named)
            .any(|row| pattern.marks[row].is_some())
        {
            continue;
        }
        if let [head @ ("self" | "super"), _, ..] = parts.names[..] {
            let message = format!("a pattern is in no module: there is no `{head}::`");
            return Err(error(message, all));
        }
        paths.push(LiteralPath {
            segments: parts.names.iter().map(|&name| name.to_owned()).collect(),
            global: parts.global,
            is_macro: at > 0 && view.kind(at - 1) == MACRO_CALL,
            node: at,
        });
        let mut rows = (from..to).rev().filter(named);
        renamable[rows.next().unwrap_or(from)] = true;
        rows.for_each(|row| in_path[row] = true);
    }
    let mut words: Vec<Word> = Vec::new();
    for row in first..behind {
        let text = view.token(row);
        let counts = is_word(text) && text != "_" && pattern.marks[row].is_none() && !in_path[row];
        if !counts {
            continue;
        }
        if let Some(known) = words.iter_mut().find(|word| word.text == text) {
            known.renamable &= renamable[row];
        } else {
            words.push(Word {
                text: text.to_owned(),
                renamable: renamable[row],
            });
        }
    }
    words.sort_by_key(|word| (word.renamable, usize::MAX - word.text.len()));
    pattern.paths = paths;
    pattern.words = words;
    Ok(pattern)
}

impl Pattern {
    pub(super) fn view(&self) -> View<'_> {
        View {
            text: &self.text,
            tokens: &self.tokens,
            nodes: &self.nodes,
        }
    }
}

fn error(message: impl Into<String>, extent: Extent) -> PatternError {
    PatternError {
        message: message.into(),
        extent,
    }
}
