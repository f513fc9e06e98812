//! What tokens that nobody can parse say: the paths, macro calls, method calls and `unsafe`s in the arguments of macros
//! and attributes and in the bodies of macro definitions.

use ra_ap_parser::SyntaxKind::*;

use super::Extractor;
use super::paths::Head;
use super::token_run::Tokens;
use crate::{Extent, MacroPosition, MethodCall, Name, PathKind, SelfCall, Unsafe, UnsafeKind};

/// A path among tokens.
#[derive(Clone, Copy)]
struct Found {
    /// Its first name, and the token behind its last one.
    first: usize,
    end: usize,
    global: bool,
    extent: Extent,
    /// Where its names are in the table of segments.
    segments: usize,
    kind: PathKind,
}

impl Extractor {
    /// Records the paths, macro calls, method calls and `unsafe`s among tokens.
    pub(super) fn scan(&mut self, tokens: &Tokens<'_>, node: usize, kind: PathKind) {
        let mut at = 0;
        while at < tokens.rows.len() {
            match tokens.kind(at) {
                UNSAFE_KW if tokens.kind(at + 1) == L_CURLY && kind == PathKind::MacroArgument => {
                    let extent = tokens.extent(at, at + 1);
                    let keyword = tokens.lexed.token_at(extent.start);
                    let justified = super::comments::is_justified(tokens.lexed, keyword);
                    let scope = self.scope();
                    self.facts.unsafes.push(Unsafe {
                        kind: UnsafeKind::InMacro,
                        extent,
                        justified,
                        scope,
                    });
                    at += 1;
                }
                STRING if kind == PathKind::AttributeArgument => {
                    self.string_path(tokens.text(at), tokens.extent(at, at + 1), node);
                    at += 1;
                }
                L_BRACK if kind == PathKind::MacroArgument => {
                    self.scan_index(tokens, at);
                    at += 1;
                }
                _ if tokens.begins_path(at) => at = self.scan_path(tokens, at, node, kind),
                _ => at += 1,
            }
        }
    }

    /// Reads a name or path at a token; returns the token behind it.
    fn scan_path(&mut self, tokens: &Tokens<'_>, at: usize, node: usize, kind: PathKind) -> usize {
        let global = tokens.is_colons(at);
        let first = if global { at + 2 } else { at };
        let before = if at == 0 { EOF } else { tokens.kind(at - 1) };
        let mut end = first + 1;
        while tokens.is_colons(end) && tokens.is_name(end + 2) {
            end += 3;
        }
        // `.name`, but not `..name`.
        if before == DOT && !global && (at < 2 || !tokens.adjoin(at - 2, DOT)) {
            if kind == PathKind::MacroArgument {
                self.scan_method(tokens, at, end);
            }
            return end;
        }
        let dollar = before == DOLLAR && !global;
        if dollar && tokens.kind(first) != CRATE_KW {
            return end;
        }
        let calls =
            tokens.kind(end) == BANG && tokens.opens(end + 1) && tokens.kind(end - 1) == IDENT;
        let single = end == first + 1;
        // What is single in a definition belongs to its caller; in an attribute it is a word.
        let only_long = kind != PathKind::MacroArgument;
        if single && (only_long || (!calls && (global || tokens.is_no_reference(at, end)))) {
            return end;
        }
        let segments = self.facts.segments.len();
        if dollar {
            self.facts.segments.push(Name::DOLLAR_CRATE);
        }
        for name in (first..end).step_by(3).skip(usize::from(dollar)) {
            let text = tokens.text(name);
            let name = self.intern(text.strip_prefix("r#").unwrap_or(text));
            self.facts.segments.push(name);
        }
        let extent = tokens.extent(if dollar { at - 1 } else { at }, end);
        let found = Found {
            first,
            end,
            global,
            extent,
            segments,
            kind,
        };
        if calls && kind == PathKind::MacroArgument {
            self.scan_macro_call(tokens, node, found);
        } else {
            self.head(node, global, segments, kind, extent);
        }
        end
    }

    fn scan_method(&mut self, tokens: &Tokens<'_>, at: usize, end: usize) {
        let turbofish = tokens.is_colons(end) && tokens.kind(end + 2) == L_ANGLE;
        if tokens.kind(at) != IDENT || !(tokens.kind(end) == L_PAREN || turbofish) {
            return;
        }
        let text = tokens.text(at);
        let name = self.intern(text.strip_prefix("r#").unwrap_or(text));
        let scope = self.scope();
        if at >= 2 && tokens.kind(at - 2) == SELF_KW {
            let extent = tokens.extent(at, at + 1);
            self.facts.self_calls.push(SelfCall { name, extent });
        }
        let args = tokens.count_args(end);
        self.facts.method_calls.push(MethodCall {
            name,
            extent: tokens.extent(at, at + 1),
            args,
            in_macro: true,
            scope,
        });
    }

    fn scan_macro_call(&mut self, tokens: &Tokens<'_>, node: usize, found: Found) {
        debug_assert!(found.kind == PathKind::MacroArgument && found.first < found.end);
        let Head::Recorded(path) = self.head(
            node,
            found.global,
            found.segments,
            PathKind::Macro,
            found.extent,
        ) else {
            return;
        };
        let open = found.end + 1;
        let args = tokens.slice(open, tokens.closing(open) + 1);
        let end = args.extent(0, args.rows.len()).end;
        let call = Extent::new(found.extent.start, end);
        self.push_macro_call(path, MacroPosition::Nested, call, args);
    }
}

impl Tokens<'_> {
    fn is_name(&self, at: usize) -> bool {
        matches!(
            self.kind(at),
            IDENT | SELF_KW | SUPER_KW | CRATE_KW | SELF_TYPE_KW
        )
    }

    /// Whether a path begins here: a name, or `::` behind something that cannot continue into it.
    fn begins_path(&self, at: usize) -> bool {
        if self.is_colons(at) {
            let behind_path = at > 0
                && (self.is_name(at - 1)
                    || matches!(self.kind(at - 1), R_ANGLE | R_PAREN | R_BRACK | R_CURLY));
            return self.is_name(at + 2) && !behind_path;
        }
        // A name behind `::` continues something that is no plain path: `<T>::new`, `$ty::new`.
        let continues = at >= 2 && self.is_colons(at - 2);
        self.is_name(at) && !continues
    }

    /// Whether a single name refers to nothing outside the macro: what it declares, names or binds.
    fn is_no_reference(&self, at: usize, end: usize) -> bool {
        if self.kind(at) != IDENT {
            return true;
        }
        let before = if at == 0 { EOF } else { self.kind(at - 1) };
        // `let x`, but not `let Some(x)`.
        let variable = before == LET_KW && !matches!(self.kind(end), L_PAREN | L_CURLY);
        let declares = matches!(
            before,
            MUT_KW
                | REF_KW
                | FN_KW
                | STRUCT_KW
                | ENUM_KW
                | TRAIT_KW
                | MOD_KW
                | TYPE_KW
                | CONST_KW
                | STATIC_KW
                | DOLLAR
        );
        // `macro_rules! name`, and the name behind it.
        let definition = self.text(at) == "macro_rules" && self.kind(end) == BANG
            || at >= 2 && before == BANG && self.text(at - 2) == "macro_rules";
        // `name: value`, and `name = value` at the beginning of an argument (`tracing::info!(a = f())`).
        let field = self.kind(end) == COLON && !self.is_colons(end);
        let at_start = matches!(before, EOF | L_PAREN | L_CURLY | L_BRACK | COMMA);
        let named = self.kind(end) == EQ && at_start && !self.is_double_eq(end);
        // `$x:expr`.
        let fragment =
            at >= 3 && before == COLON && self.kind(at - 2) == IDENT && self.kind(at - 3) == DOLLAR;
        variable || declares || definition || field || named || fragment
    }

    fn is_double_eq(&self, at: usize) -> bool {
        self.adjoin(at, EQ) && matches!(self.kind(at + 1), EQ | R_ANGLE)
    }

    /// How many arguments the call at `from` has, type arguments passed over; commas at its level are counted.
    fn count_args(&self, from: usize) -> u8 {
        let Some(open) = (from..self.rows.len()).find(|&at| self.kind(at) == L_PAREN) else {
            return 0;
        };
        let close = self.closing(open);
        if close <= open + 1 {
            return 0;
        }
        let mut depth = 0usize;
        let mut commas = 0usize;
        for at in open + 1..close {
            match self.kind(at) {
                L_PAREN | L_BRACK | L_CURLY => depth += 1,
                R_PAREN | R_BRACK | R_CURLY => depth = depth.saturating_sub(1),
                COMMA if depth == 0 && at + 1 < close => commas += 1,
                _ => {}
            }
        }
        u8::try_from(commas + 1).unwrap_or(u8::MAX)
    }
}
