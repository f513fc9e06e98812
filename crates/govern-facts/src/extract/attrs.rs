//! Attributes: their insides as meta items, and the paths they mention.

use ra_ap_parser::SyntaxKind::{self, *};

use super::Extractor;
use super::macros::Tokens;
use super::paths::Head;
use crate::tokens::{Lexed, Token};
use crate::tree::Tree;
use crate::{Attr, Cfg, CfgId, Extent, Meta, MetaId, MetaValue, Name, PathKind, Run};

/// The attributes of one thing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Attrs {
    /// Rows of the table.
    pub(super) run: Run,
    /// All its `cfg`s.
    pub(super) cfg: Option<CfgId>,
}

/// What is read of the attributes of one thing.
struct Reading {
    rows: Vec<Attr>,
    cfgs: Vec<CfgId>,
    /// The node that carries them.
    at: usize,
    inner: bool,
}

/// Reads the tokens of one attribute from left to right.
pub(super) struct Cursor<'a> {
    lexed: &'a Lexed<'a>,
    tokens: &'a [Token],
    at: usize,
}

/// Attributes that are read here or need no resolution.
enum Known {
    Cfg,
    CfgAttr,
    Unsafe,
    Derive,
    Inert,
    No,
}

impl Extractor {
    /// Reads the attributes in front of a node.
    pub(super) fn outer_attrs(&mut self, tree: &Tree<'_>, at: usize) -> Attrs {
        if at + 1 < tree.after(at) && tree.kind(at + 1) == ATTR {
            self.attrs(tree, at, false)
        } else {
            Attrs::default()
        }
    }

    /// Reads the attributes `#![…]` in a file, module or block.
    pub(super) fn inner_attrs(&mut self, tree: &Tree<'_>, at: usize) -> Attrs {
        self.attrs(tree, at, true)
    }

    fn attrs(&mut self, tree: &Tree<'_>, at: usize, inner: bool) -> Attrs {
        let mark = self.mark();
        let mut reading = Reading {
            rows: Vec::new(),
            cfgs: Vec::new(),
            at,
            inner,
        };
        for child in tree.children(at) {
            match tree.kind(child) {
                ATTR if inner == tree.child(child, BANG).is_some() => {
                    self.attr(tree, child, &mut reading)
                }
                // Inner attributes come behind an opening brace, outer ones first of all.
                ATTR | L_CURLY | SHEBANG | FRONTMATTER => {}
                _ => break,
            }
        }
        let Some((first, last)) = reading.rows.first().zip(reading.rows.last()) else {
            let cfg = self.all_of(reading.cfgs);
            return Attrs {
                run: Run::default(),
                cfg,
            };
        };
        let extent = Extent::new(first.extent.start, last.extent.end);
        let cfg = self.all_of(reading.cfgs);
        if let Some(cfg) = cfg {
            self.put_under(cfg, mark, extent);
        }
        Attrs {
            run: Self::append(&mut self.facts.attrs, reading.rows),
            cfg,
        }
    }

    fn attr(&mut self, tree: &Tree<'_>, at: usize, reading: &mut Reading) {
        let mut tokens = tree.tokens(at);
        let Some(open) = tokens.iter().position(|token| token.kind == L_BRACK) else {
            return;
        };
        tokens = &tokens[open + 1..];
        if let [inside @ .., last] = tokens
            && last.kind == R_BRACK
        {
            tokens = inside;
        }
        let mut cursor = Cursor {
            lexed: tree.lexed,
            tokens,
            at: 0,
        };
        let Some(meta) = self.meta(&mut cursor) else {
            return;
        };
        self.add_attr(tree.lexed, meta, tree.extent(at), None, reading);
    }

    fn add_attr(
        &mut self,
        lexed: &Lexed<'_>,
        meta: Meta,
        extent: Extent,
        condition: Option<CfgId>,
        reading: &mut Reading,
    ) {
        let known = known(self.interner.get(meta.path));
        match (&known, meta.value) {
            (Known::Cfg, MetaValue::List(list)) => {
                let cfg = self.cfg_of(list);
                let cfg = match condition {
                    // `#[cfg_attr(a, cfg(b))]` is `cfg(any(not(a), b))`.
                    Some(condition) => {
                        let not = self.push_cfg(Cfg::Not(condition));
                        self.push_cfg(Cfg::Any(vec![not, cfg]))
                    }
                    None => cfg,
                };
                reading.cfgs.push(cfg);
            }
            (Known::CfgAttr, MetaValue::List(list)) => {
                if list.is_empty() {
                    return;
                }
                let own = self.cfg_from(list.start as usize);
                let both = self.all_of([condition, Some(own)].into_iter().flatten().collect());
                for row in list.rows().skip(1) {
                    let inner = self.facts.metas[row].clone();
                    self.add_attr(lexed, inner, extent, both, reading);
                }
                return;
            }
            (Known::Unsafe, MetaValue::List(list)) if list.len() == 1 => {
                let inner = self.facts.metas[list.start as usize].clone();
                return self.add_attr(lexed, inner, extent, condition, reading);
            }
            _ => {}
        }
        let mark = self.mark();
        let start = meta.extent.start;
        let path = match known {
            Known::No => {
                let end = start + self.interner.get(meta.path).len() as u32;
                let path = self.text_path(
                    meta.path,
                    Extent::new(start, end),
                    PathKind::Attribute,
                    reading.at,
                );
                self.mentioned(lexed, meta.extent, reading.at);
                path
            }
            Known::Derive => {
                if let MetaValue::List(list) = meta.value {
                    for row in list.rows() {
                        let Meta { path, extent, .. } = self.facts.metas[row];
                        self.text_path(path, extent, PathKind::Derive, reading.at);
                    }
                }
                None
            }
            _ => None,
        };
        if let Some(condition) = condition {
            self.put_under(condition, mark, extent);
        }
        let id = MetaId(self.facts.metas.len() as u32);
        self.facts.metas.push(meta);
        reading.rows.push(Attr {
            meta: id,
            path,
            cfg: condition,
            extent,
            inner: reading.inner,
        });
    }

    /// Records the paths in the arguments of an attribute, also in strings that are one (`with = "crate::codec"`).
    fn mentioned(&mut self, lexed: &Lexed<'_>, meta: Extent, at: usize) {
        let tokens = &lexed.tokens[lexed.token_at(meta.start)..lexed.token_at(meta.end)];
        let arguments = tokens
            .iter()
            .position(|token| matches!(token.kind, L_PAREN | L_BRACK | L_CURLY | EQ));
        let Some(arguments) = arguments else { return };
        self.scan(
            &Tokens {
                lexed,
                rows: &tokens[arguments..],
            },
            at,
            PathKind::AttributeArgument,
        );
    }

    /// Records the path that a string in an attribute is, if it is one of several segments.
    pub(super) fn string_path(&mut self, literal: &str, extent: Extent, at: usize) {
        let Some(content) = literal.contains("::").then(|| unquote(literal)).flatten() else {
            return;
        };
        // `from = "crate::Raw<u8>"`.
        let path = match content
            .strip_suffix('>')
            .and_then(|content| content.split_once('<'))
        {
            Some((path, _)) => path.trim_end().trim_end_matches("::"),
            None => &content,
        };
        if path.contains("::") {
            self.path_in(path, extent, PathKind::AttributeArgument, at);
        }
    }

    /// Records a path given as interned text, if it is one.
    fn text_path(
        &mut self,
        text: Name,
        extent: Extent,
        kind: PathKind,
        at: usize,
    ) -> Option<crate::PathId> {
        if text == Name::EMPTY {
            return None;
        }
        let content = self.interner.get(text);
        if content.contains("::") {
            let content = content.to_owned();
            return self.path_in(&content, extent, kind, at);
        }
        let first = self.facts.segments.len();
        self.facts.segments.push(text);
        match self.head(at, false, first, kind, extent) {
            Head::Recorded(id) => Some(id),
            _ => None,
        }
    }

    fn path_in(
        &mut self,
        text: &str,
        extent: Extent,
        kind: PathKind,
        at: usize,
    ) -> Option<crate::PathId> {
        let (global, rest) = match text.trim().strip_prefix("::") {
            Some(rest) => (true, rest),
            None => (false, text.trim()),
        };
        if !rest
            .split("::")
            .all(|segment| is_identifier(segment.trim()))
        {
            return None;
        }
        let first = self.facts.segments.len();
        for segment in rest.split("::") {
            let segment = segment.trim();
            let name = self.intern(segment.strip_prefix("r#").unwrap_or(segment));
            self.facts.segments.push(name);
        }
        match self.head(at, global, first, kind, extent) {
            Head::Recorded(id) => Some(id),
            _ => None,
        }
    }

    /// Reads the meta item that some tokens begin with.
    pub(super) fn meta_in(&mut self, lexed: &Lexed<'_>, tokens: &[Token]) -> Option<Meta> {
        self.meta(&mut Cursor {
            lexed,
            tokens,
            at: 0,
        })
    }

    /// Reads one meta item; stops at a comma or the end.
    fn meta(&mut self, cursor: &mut Cursor<'_>) -> Option<Meta> {
        let first = cursor.peek()?;
        let start = first.start;
        if !cursor.begins_path() {
            let value = self.value(cursor);
            return Some(Meta {
                path: Name::EMPTY,
                value,
                extent: cursor.extent(start),
            });
        }
        let path = self.meta_path(cursor);
        let value = match cursor.peek().map(|token| token.kind) {
            None | Some(COMMA | R_PAREN) => MetaValue::Word,
            Some(L_PAREN) if cursor.group_ends_meta() => {
                cursor.at += 1;
                let list = self.meta_list(cursor);
                cursor.at += 1;
                MetaValue::List(list)
            }
            Some(EQ) if !cursor.is_comparison() => {
                cursor.at += 1;
                self.value(cursor)
            }
            // An expression that begins with a path.
            Some(_) => {
                cursor.take_until_comma();
                let text = self.interner.intern(cursor.slice(start));
                return Some(Meta {
                    path: Name::EMPTY,
                    value: MetaValue::Expr(text),
                    extent: cursor.extent(start),
                });
            }
        };
        Some(Meta {
            path,
            value,
            extent: cursor.extent(start),
        })
    }

    /// Takes `a::b`, joined without blanks.
    fn meta_path(&mut self, cursor: &mut Cursor<'_>) -> Name {
        let from = cursor.at;
        loop {
            if cursor.is_colons() {
                cursor.at += 2;
            }
            if !cursor.at_name() {
                break;
            }
            cursor.at += 1;
            if !cursor.is_colons() {
                break;
            }
        }
        match &cursor.tokens[from..cursor.at] {
            [only] => self.intern(plain(cursor.lexed.text_of(*only))),
            tokens => {
                let path: String = tokens
                    .iter()
                    .map(|&token| plain(cursor.lexed.text_of(token)))
                    .collect();
                self.intern(&path)
            }
        }
    }

    /// Reads meta items up to the closing parenthesis, which is left.
    fn meta_list(&mut self, cursor: &mut Cursor<'_>) -> Run {
        let mut rows = Vec::new();
        while let Some(token) = cursor.peek() {
            match token.kind {
                R_PAREN => break,
                COMMA => cursor.at += 1,
                _ => {
                    let before = cursor.at;
                    rows.extend(self.meta(cursor));
                    if cursor.at == before {
                        cursor.at += 1;
                    }
                }
            }
        }
        Self::append(&mut self.facts.metas, rows)
    }

    /// Takes a value up to a comma of this level.
    fn value(&mut self, cursor: &mut Cursor<'_>) -> MetaValue {
        let from = cursor.at;
        let Some(first) = cursor.peek() else {
            return MetaValue::Expr(Name::EMPTY);
        };
        cursor.take_until_comma();
        let text = cursor.slice(first.start);
        if first.kind == STRING
            && cursor.at == from + 1
            && let Some(content) = unquote(text)
        {
            return MetaValue::Str(self.intern(&content));
        }
        MetaValue::Expr(self.intern(text))
    }
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn kind(&self, at: usize) -> SyntaxKind {
        self.tokens.get(at).map_or(EOF, |token| token.kind)
    }

    /// Whether `::` comes next.
    fn is_colons(&self) -> bool {
        matches!(
            self.tokens.get(self.at..),
            Some([one, two, ..]) if one.kind == COLON && two.kind == COLON && one.end == two.start
        )
    }

    /// Whether an identifier or keyword comes next.
    fn at_name(&self) -> bool {
        let kind = self.kind(self.at);
        kind == IDENT || (kind as u16 >= SELF_TYPE_KW as u16 && (kind as u16) < BYTE as u16)
    }

    fn begins_path(&self) -> bool {
        self.at_name() || self.is_colons()
    }

    /// The text from `start` to the last token taken.
    fn slice(&self, start: u32) -> &'a str {
        let extent = self.extent(start);
        &self.lexed.text[extent.start as usize..extent.end as usize]
    }

    fn extent(&self, start: u32) -> Extent {
        let end = self
            .at
            .min(self.tokens.len())
            .checked_sub(1)
            .map_or(start, |last| self.tokens[last].end);
        Extent::new(start, end.max(start))
    }

    /// Takes tokens up to a comma, or a closing bracket, of this level.
    fn take_until_comma(&mut self) {
        let mut depth = 0usize;
        while let Some(token) = self.peek() {
            match token.kind {
                L_PAREN | L_BRACK | L_CURLY => depth += 1,
                R_PAREN | R_BRACK | R_CURLY if depth == 0 => break,
                R_PAREN | R_BRACK | R_CURLY => depth -= 1,
                COMMA if depth == 0 => break,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Whether the group that begins here is the end of the meta item (and not part of `f(x).y`).
    fn group_ends_meta(&self) -> bool {
        let mut depth = 0usize;
        for at in self.at..self.tokens.len() {
            match self.kind(at) {
                L_PAREN | L_BRACK | L_CURLY => depth += 1,
                R_PAREN | R_BRACK | R_CURLY => {
                    depth -= 1;
                    if depth == 0 {
                        return matches!(self.kind(at + 1), EOF | COMMA | R_PAREN);
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// Whether the `=` here is part of `==` or `=>`.
    fn is_comparison(&self) -> bool {
        let end = self.tokens[self.at].end;
        matches!(self.tokens.get(self.at + 1), Some(next) if next.start == end && matches!(next.kind, EQ | R_ANGLE))
    }
}

fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

fn is_identifier(text: &str) -> bool {
    let mut chars = plain(text).chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && chars.all(|c| c == '_' || c.is_alphanumeric())
}

fn known(path: &str) -> Known {
    match path {
        "cfg" => Known::Cfg,
        "cfg_attr" => Known::CfgAttr,
        "unsafe" => Known::Unsafe,
        "derive" => Known::Derive,
        _ if is_inert(path) => Known::Inert,
        _ => Known::No,
    }
}

/// Attributes of the language and its tools that take no path and name none.
fn is_inert(path: &str) -> bool {
    let tool = path.split_once("::").map(|(tool, _)| tool);
    matches!(
        tool,
        Some("clippy" | "diagnostic" | "miri" | "rust_analyzer" | "rustdoc" | "rustfmt")
    ) || path.starts_with("rustc_")
        || matches!(
            path,
            "" | "allow"
                | "automatically_derived"
                | "cold"
                | "crate_name"
                | "crate_type"
                | "default"
                | "deny"
                | "deprecated"
                | "doc"
                | "expect"
                | "export_name"
                | "feature"
                | "forbid"
                | "ignore"
                | "inline"
                | "link"
                | "link_name"
                | "link_section"
                | "macro_export"
                | "macro_use"
                | "must_use"
                | "no_implicit_prelude"
                | "no_main"
                | "no_mangle"
                | "no_std"
                | "non_exhaustive"
                | "path"
                | "proc_macro"
                | "proc_macro_attribute"
                | "proc_macro_derive"
                | "recursion_limit"
                | "repr"
                | "should_panic"
                | "target_feature"
                | "track_caller"
                | "type_length_limit"
                | "used"
                | "warn"
                | "windows_subsystem"
        )
}

/// The contents of a string literal.
pub(super) fn unquote(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let hashes = raw.bytes().take_while(|&byte| byte == b'#').count();
        let inner = raw.get(hashes + 1..raw.len().checked_sub(hashes + 1)?)?;
        return (raw.as_bytes().get(hashes) == Some(&b'"')).then(|| inner.to_owned());
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut content = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            content.push(c);
            continue;
        }
        match chars.next()? {
            'n' => content.push('\n'),
            'r' => content.push('\r'),
            't' => content.push('\t'),
            '0' => content.push('\0'),
            'x' => {
                let code: String = chars.by_ref().take(2).collect();
                content.push(char::from(u8::from_str_radix(&code, 16).ok()?));
            }
            'u' => {
                let code: String = chars
                    .by_ref()
                    .skip(1)
                    .take_while(|&c| c != '}')
                    .filter(|&c| c != '_')
                    .collect();
                content.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
            }
            // A line break and the blanks behind it are left out.
            '\n' | '\r' => {
                chars = chars
                    .as_str()
                    .trim_start_matches([' ', '\t', '\n', '\r'])
                    .chars()
            }
            other => content.push(other),
        }
    }
    Some(content)
}
