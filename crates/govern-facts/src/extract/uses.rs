//! What is done with values: accesses by index, values that nobody looks at, calls on `self`; and texts that may name
//! places in a network.
//!
//! These rows have no scope: what is written in a file is there once, and [`FileFacts::scope_at`](crate::FileFacts) finds it.

use ra_ap_parser::SyntaxKind::{self, *};

use super::token_run::Tokens;
use super::{Extractor, first_node};
use crate::tokens::Lexed;
use crate::tree::Tree;
use crate::{Callee, Discard, DiscardKind, Extent, Index, IndexKind, Literal, SelfCall};

impl Extractor {
    /// `base[index]`.
    pub(super) fn index(&mut self, tree: &Tree<'_>, at: usize) {
        let base = first_node(tree, at);
        let Some(open) = tree.child(at, L_BRACK) else {
            return;
        };
        let inside = tree
            .children(at)
            .find(|&child| child > base && !tree.is_token(child));
        let Some(inside) = inside else { return };
        let kind = match tree.kind(inside) {
            RANGE_EXPR if tree.children(inside).all(|child| tree.is_token(child)) => return,
            RANGE_EXPR => IndexKind::Range,
            LITERAL => literal_kind(tree.tokens(inside).first().map_or(EOF, |token| token.kind)),
            _ => IndexKind::Other,
        };
        let extent = Extent::new(tree.extent(open).start, tree.extent(at).end);
        self.facts.indexes.push(Index { extent, kind });
    }

    /// Among the arguments of a macro, brackets right behind a value.
    pub(super) fn scan_index(&mut self, tokens: &Tokens<'_>, at: usize) {
        let behind_value = at > 0 && matches!(tokens.kind(at - 1), IDENT | R_PAREN | R_BRACK);
        // `#[attribute] [list]`.
        let behind_attribute =
            at > 0 && tokens.kind(at - 1) == R_BRACK && tokens.closes_attribute(at - 1);
        if !behind_value || behind_attribute {
            return;
        }
        let close = tokens.closing(at);
        let inside = tokens.slice(at + 1, close.max(at + 1));
        let is_dots = |row: usize| inside.adjoin(row, DOT) && inside.kind(row + 1) == DOT;
        let range = (0..inside.rows.len()).any(is_dots);
        let kind = match inside.rows.len() {
            0 => return,
            2 if range => return,
            1 => literal_kind(inside.kind(0)),
            _ if range => IndexKind::Range,
            _ => IndexKind::Other,
        };
        // `a[b, c]` and `a[b; c]` are no accesses.
        let list = (0..inside.rows.len()).any(|row| matches!(inside.kind(row), COMMA | SEMICOLON));
        if !list {
            let extent = tokens.extent(at, close + 1);
            self.facts.indexes.push(Index { extent, kind });
        }
    }

    /// `let _ = value;`.
    pub(super) fn wildcard(&mut self, tree: &Tree<'_>, at: usize) {
        let Some(pattern) = tree.child(at, WILDCARD_PAT) else {
            return;
        };
        // With a type, somebody did look at it.
        if tree.child(at, COLON).is_some() || tree.child(at, LET_ELSE).is_some() {
            return;
        }
        let value = tree
            .children(at)
            .find(|&child| child > pattern && !tree.is_token(child));
        let Some(value) = value else { return };
        if let Some(callee) = self.callee_of(tree, value) {
            let extent = Extent::new(tree.extent(at).start, tree.extent(pattern).end);
            self.facts.discards.push(Discard {
                kind: DiscardKind::Let,
                callee,
                extent,
            });
        }
    }

    /// `value.ok();`.
    pub(super) fn dropped(&mut self, tree: &Tree<'_>, at: usize) {
        let call = first_node(tree, at);
        if tree.kind(call) != METHOD_CALL_EXPR || tree.child(at, SEMICOLON).is_none() {
            return;
        }
        let Some(name) = tree
            .child(call, NAME_REF)
            .filter(|&name| tree.text_of(name) == "ok")
        else {
            return;
        };
        let arguments = tree.child(call, ARG_LIST);
        if arguments.is_none_or(|list| tree.children(list).any(|child| !tree.is_token(child))) {
            return;
        }
        let callee = self.callee_of(tree, first_node(tree, call));
        self.facts.discards.push(Discard {
            kind: DiscardKind::Ok,
            callee: callee.unwrap_or(Callee::Other),
            extent: tree.extent(name),
        });
    }

    /// What a value is the result of; none if `?` has looked at it, or it is no call.
    fn callee_of(&mut self, tree: &Tree<'_>, mut value: usize) -> Option<Callee> {
        while matches!(tree.kind(value), AWAIT_EXPR | PAREN_EXPR)
            && first_node(tree, value) != value
        {
            value = first_node(tree, value);
        }
        match tree.kind(value) {
            CALL_EXPR => {
                let callee = first_node(tree, value);
                (tree.kind(callee) == PATH_EXPR)
                    .then(|| Callee::Function(tree.extent(callee).start))
            }
            METHOD_CALL_EXPR => {
                let name = tree.child(value, NAME_REF)?;
                let args = tree.child(value, ARG_LIST).map_or(0, |list| {
                    tree.children(list)
                        .filter(|&arg| !tree.is_token(arg))
                        .count()
                });
                let on_self = tree.text_of(first_node(tree, value)) == "self";
                Some(Callee::Method {
                    name: self.name(tree, name),
                    args: args.min(u8::MAX as usize) as u8,
                    on_self,
                })
            }
            _ => None,
        }
    }

    /// `self.name(…)`.
    pub(super) fn method_on_self(&mut self, tree: &Tree<'_>, at: usize) {
        if tree.text_of(first_node(tree, at)) != "self" {
            return;
        }
        if let Some(node) = tree.child(at, NAME_REF) {
            let name = self.name(tree, node);
            let extent = tree.extent(node);
            self.facts.self_calls.push(SelfCall { name, extent });
        }
    }

    /// `Self::name(…)`, `Self::name`.
    pub(super) fn path_on_self(&mut self, tree: &Tree<'_>, at: usize) {
        let tokens = tree.tokens(at);
        if let [head, _, _, name] = tokens
            && head.kind == SELF_TYPE_KW
            && name.kind == IDENT
        {
            let text = tree.lexed.text_of(*name);
            let extent = Extent::new(name.start, name.end);
            let name = self.intern(text.strip_prefix("r#").unwrap_or(text));
            self.facts.self_calls.push(SelfCall { name, extent });
        }
    }

    /// Texts that may name places in a network, those in attributes left out.
    pub(super) fn literals(&mut self, lexed: &Lexed<'_>) {
        let tokens = Tokens {
            lexed,
            rows: &lexed.tokens,
        };
        let mut at = 0;
        while at < tokens.rows.len() {
            let attribute = tokens.kind(at) == POUND
                && (tokens.kind(at + 1) == L_BRACK
                    || tokens.kind(at + 1) == BANG && tokens.kind(at + 2) == L_BRACK);
            if attribute {
                let open = if tokens.kind(at + 1) == BANG {
                    at + 2
                } else {
                    at + 1
                };
                at = tokens.closing(open) + 1;
                continue;
            }
            if tokens.kind(at) == STRING {
                let extent = tokens.extent(at, at + 1);
                let text = between_quotes(tokens.text(at));
                if names_a_place(text) {
                    let text = self.intern(text);
                    self.facts.literals.push(Literal { text, extent });
                }
            }
            at += 1;
        }
    }
}

fn literal_kind(kind: SyntaxKind) -> IndexKind {
    match kind {
        INT_NUMBER => IndexKind::Number,
        STRING => IndexKind::Text,
        _ => IndexKind::Other,
    }
}

fn between_quotes(literal: &str) -> &str {
    let start = literal.find('"').map_or(0, |at| at + 1);
    let end = literal.rfind('"').unwrap_or(literal.len());
    literal.get(start..end).unwrap_or_default()
}

/// Whether a text contains `://`, or is a number of four parts and a port.
fn names_a_place(text: &str) -> bool {
    if text.contains("://") {
        return true;
    }
    let Some((address, port)) = text.rsplit_once(':') else {
        return false;
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_number(port) && address.split('.').count() == 4 && address.split('.').all(is_number)
}

#[cfg(test)]
mod tests {
    use crate::{Callee, Edition, FileFacts, IndexKind, extract};

    fn facts(text: &str) -> FileFacts {
        extract(text, Edition::E2024).0
    }

    #[test]
    fn accesses_by_index_are_told_from_lists_and_types() {
        let text = r#"fn f(a: &[u8], b: [u8; 2]) {
            a[0]; a[i + 1]; a[1..]; a[..]; b["k"]; f()[x](y)[z];
            let c = [1]; #[cfg(x)] [2];
            println!("{} {}", a[j], vec![1], [k]);
            assert!(a[1..2] == [1, 2] && m![n] && b()[..o] && a[..] == *b);
        }"#;
        let indexes: Vec<(&str, IndexKind)> = facts(text)
            .indexes
            .iter()
            .map(|it| (&text[it.extent.range()], it.kind))
            .collect();
        use IndexKind::*;
        assert_eq!(
            indexes,
            [
                ("[0]", Number),
                ("[i + 1]", Other),
                ("[1..]", Range),
                ("[\"k\"]", Text),
                ("[z]", Other),
                ("[x]", Other),
                ("[j]", Other),
                ("[1..2]", Range),
                ("[..o]", Range),
            ]
        );
    }

    #[test]
    fn values_that_nobody_looks_at_are_told_from_those_that_are_looked_at() {
        let text = "impl S { fn f(&self) {
            let _ = a::g(1); let _ = self.h(1, 2).await; let _ = x.i()?; let _: u8 = j(); let _ = k; let _ = m!(); let _x = n();
            let Ok(_) = o() else { return };
            p().ok(); q.r().ok(); let s = t().ok(); u().ok(1); v().ok()
        } }";
        let facts = facts(text);
        let discards: Vec<(&str, String)> = facts
            .discards
            .iter()
            .map(|it| {
                let callee = match it.callee {
                    Callee::Function(start) => {
                        let rest = &text[start as usize..];
                        rest[..rest.find('(').unwrap()].to_owned()
                    }
                    Callee::Method {
                        name,
                        args,
                        on_self,
                    } => {
                        format!("{} {args} {on_self}", facts.text(name))
                    }
                    Callee::Other => "other".to_owned(),
                };
                (&text[it.extent.range()], callee)
            })
            .collect();
        let callee = |kind, callee: &str| (kind, callee.to_owned());
        assert_eq!(
            discards,
            [
                callee("let _", "a::g"),
                callee("let _", "h 2 true"),
                callee("ok", "p"),
                callee("ok", "r 0 false"),
            ]
        );
        let calls = facts.self_calls.iter().map(|it| facts.text(it.name));
        assert_eq!(calls.collect::<Vec<_>>(), ["h"]);
    }

    #[test]
    fn places_in_a_network_are_found_outside_of_attributes() {
        let text = r##"#[arg(default_value = "nats://a:1")] const A: &str = "nats://b:4222"; // "nats://c"
            fn f() { connect("10.0.0.1:4222", r#"http://d"#, "1.2.3", "a:1", "1.2.3.4"); m!("tls://e") }"##;
        let facts = facts(text);
        let texts = facts.literals.iter().map(|it| facts.text(it.text));
        assert_eq!(
            texts.collect::<Vec<_>>(),
            ["nats://b:4222", "10.0.0.1:4222", "http://d", "tls://e"]
        );
    }

    #[test]
    fn scopes_are_found_by_place() {
        let text = "mod a { #[cfg(x)] #[y(z)] fn f() { { use b; g } h } } i!();";
        let facts = facts(text);
        let by_start = facts.scopes_by_start();
        let name = |at: &str| {
            facts.name_in_module(facts.scope_at(&by_start, text.find(at).unwrap() as u32))
        };
        assert_eq!(["g ", "h ", "i!"].map(name), ["f", "f", ""]);
    }
}
