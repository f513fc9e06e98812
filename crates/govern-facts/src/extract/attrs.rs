//! Attributes: their insides as meta items, their conditions, and the paths they mention.

use ra_ap_parser::SyntaxKind::{self, *};

use super::Extractor;
use super::paths::Head;
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

/// A token of an attribute; offsets of the tree's text.
#[derive(Clone, Copy)]
struct Token {
    kind: SyntaxKind,
    start: u32,
    end: u32,
}

/// Reads the tokens of one attribute from left to right.
struct Cursor<'a> {
    text: &'a str,
    base: u32,
    tokens: &'a [Token],
    at: usize,
}

impl Extractor {
    /// Reads the attributes in front of a node.
    pub(super) fn outer_attrs(&mut self, tree: &Tree<'_>, at: usize) -> Attrs {
        self.attrs(tree, at, false)
    }

    /// Reads the attributes `#![…]` in a file, module or block.
    pub(super) fn inner_attrs(&mut self, tree: &Tree<'_>, at: usize) -> Attrs {
        self.attrs(tree, at, true)
    }

    fn attrs(&mut self, tree: &Tree<'_>, at: usize, inner: bool) -> Attrs {
        let mut rows = Vec::new();
        let mut cfgs = Vec::new();
        for child in tree.children(at) {
            match tree.kind(child) {
                ATTR if inner == tree.child(child, BANG).is_some() => {
                    self.attr(tree, child, inner, &mut rows, &mut cfgs);
                }
                // Inner attributes come behind an opening brace, outer ones first of all.
                ATTR | L_CURLY => {}
                _ => break,
            }
        }
        if rows.is_empty() {
            return Attrs::default();
        }
        Attrs {
            run: Self::append(&mut self.facts.attrs, rows),
            cfg: self.all_of(cfgs),
        }
    }

    fn attr(
        &mut self,
        tree: &Tree<'_>,
        at: usize,
        inner: bool,
        rows: &mut Vec<Attr>,
        cfgs: &mut Vec<CfgId>,
    ) {
        let tokens = contents(tree, at);
        let mut cursor = Cursor {
            text: tree.text,
            base: tree.base,
            tokens: &tokens,
            at: 0,
        };
        let Some(meta) = self.meta(&mut cursor) else {
            return;
        };
        let extent = tree.extent(at);
        self.add_attr(meta, extent, inner, None, at, rows, cfgs);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what an attribute is and what it is added to"
    )]
    fn add_attr(
        &mut self,
        meta: Meta,
        extent: Extent,
        inner: bool,
        condition: Option<CfgId>,
        at: usize,
        rows: &mut Vec<Attr>,
        cfgs: &mut Vec<CfgId>,
    ) {
        let path_text = self.interner.get(meta.path).to_owned();
        match (path_text.as_str(), meta.value) {
            ("cfg", MetaValue::List(list)) => {
                let cfg = self.cfg_of(list);
                let cfg = match condition {
                    // `#[cfg_attr(a, cfg(b))]` is `cfg(any(not(a), b))`.
                    Some(condition) => {
                        let not = self.push_cfg(Cfg::Not(condition));
                        self.push_cfg(Cfg::Any(vec![not, cfg]))
                    }
                    None => cfg,
                };
                cfgs.push(cfg);
            }
            ("cfg_attr", MetaValue::List(list)) => {
                let metas: Vec<Meta> = self.facts.metas[list.rows()].to_vec();
                if let Some((predicate, attrs)) = metas.split_first() {
                    let own = self.cfg_from(predicate);
                    let both = self.all_of([condition, Some(own)].into_iter().flatten().collect());
                    for attr in attrs {
                        self.add_attr(attr.clone(), extent, inner, both, at, rows, cfgs);
                    }
                }
                return;
            }
            ("unsafe", MetaValue::List(list)) if list.len() == 1 => {
                let meta = self.facts.metas[list.start as usize].clone();
                return self.add_attr(meta, extent, inner, condition, at, rows, cfgs);
            }
            ("derive", MetaValue::List(list)) => {
                for derived in self.facts.metas[list.rows()].to_vec() {
                    self.text_path(derived.path, derived.extent, PathKind::Derive, at);
                }
            }
            (name, _) if is_inert(name) => {}
            _ => self.mentioned(&meta, at),
        }
        let path = if is_inert(&path_text) {
            None
        } else {
            let end = meta.extent.start + path_text.len() as u32;
            self.text_path(
                meta.path,
                Extent::new(meta.extent.start, end),
                PathKind::Attribute,
                at,
            )
        };
        let id = MetaId(self.facts.metas.len() as u32);
        self.facts.metas.push(meta);
        rows.push(Attr {
            meta: id,
            path,
            cfg: condition,
            extent,
            inner,
        });
    }

    /// Records the paths in strings and expressions of an attribute's arguments (`with = "crate::codec"`).
    fn mentioned(&mut self, meta: &Meta, at: usize) {
        match meta.value {
            MetaValue::List(list) => {
                for row in list.rows() {
                    let inner = self.facts.metas[row].clone();
                    if self.interner.get(inner.path).contains("::") {
                        self.text_path(inner.path, inner.extent, PathKind::AttributeArgument, at);
                    }
                    self.mentioned(&inner, at);
                }
            }
            MetaValue::Str(text) | MetaValue::Expr(text)
                if self.interner.get(text).contains("::") =>
            {
                self.text_path(text, meta.extent, PathKind::AttributeArgument, at);
            }
            MetaValue::Word | MetaValue::Str(_) | MetaValue::Expr(_) => {}
        }
    }

    /// Records a path given as text, if it is one.
    fn text_path(
        &mut self,
        text: Name,
        extent: Extent,
        kind: PathKind,
        at: usize,
    ) -> Option<crate::PathId> {
        let text = self.interner.get(text).to_owned();
        let (global, rest) = match text.strip_prefix("::") {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let segments: Vec<&str> = rest.split("::").map(str::trim).collect();
        if !segments.iter().all(|segment| is_identifier(segment)) {
            return None;
        }
        let names: Vec<Name> = segments
            .iter()
            .map(|segment| self.intern(segment.strip_prefix("r#").unwrap_or(segment)))
            .collect();
        match self.head(at, global, &names, kind, extent) {
            Head::Recorded(id) => Some(id),
            _ => None,
        }
    }

    /// Reads one meta item; stops at a comma or the end.
    fn meta(&mut self, cursor: &mut Cursor<'_>) -> Option<Meta> {
        let first = cursor.peek()?;
        let start = first.start;
        if !is_path_start(first.kind) {
            let text = cursor.take_until_comma();
            let value = self.value(text, first.kind);
            return Some(Meta {
                path: Name::EMPTY,
                value,
                extent: cursor.extent(start),
            });
        }
        let path = cursor.take_path();
        let path_name = self.intern(&path);
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
                let kind = cursor.peek().map_or(EOF, |token| token.kind);
                let text = cursor.take_until_comma();
                self.value(text, kind)
            }
            // An expression that begins with a path.
            Some(_) => {
                let behind = cursor.take_until_comma();
                let _ = behind;
                let text = cursor.slice(start).to_owned();
                let text = self.intern(&text);
                return Some(Meta {
                    path: Name::EMPTY,
                    value: MetaValue::Expr(text),
                    extent: cursor.extent(start),
                });
            }
        };
        Some(Meta {
            path: path_name,
            value,
            extent: cursor.extent(start),
        })
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

    fn value(&mut self, text: &str, first: SyntaxKind) -> MetaValue {
        if first == STRING
            && let Some(content) = unquote(text)
        {
            return MetaValue::Str(self.intern(&content));
        }
        MetaValue::Expr(self.intern(text))
    }

    /// The condition in `cfg(…)`.
    fn cfg_of(&mut self, list: Run) -> CfgId {
        let metas: Vec<Meta> = self.facts.metas[list.rows()].to_vec();
        match &metas[..] {
            [one] => self.cfg_from(one),
            _ => self.push_cfg(Cfg::Unknown),
        }
    }

    fn cfg_from(&mut self, meta: &Meta) -> CfgId {
        let name = self.interner.get(meta.path).to_owned();
        let cfg = match (name.as_str(), meta.value) {
            ("all" | "any" | "not", MetaValue::List(list)) => {
                let metas: Vec<Meta> = self.facts.metas[list.rows()].to_vec();
                let parts: Vec<CfgId> = metas.iter().map(|part| self.cfg_from(part)).collect();
                match (name.as_str(), &parts[..]) {
                    ("all", _) => Cfg::All(parts),
                    ("any", _) => Cfg::Any(parts),
                    (_, [one]) => Cfg::Not(*one),
                    _ => Cfg::Unknown,
                }
            }
            ("true", MetaValue::Word) => Cfg::Constant(true),
            ("false", MetaValue::Word) => Cfg::Constant(false),
            ("", MetaValue::Expr(text)) if self.interner.get(text) == "true" => Cfg::Constant(true),
            ("", MetaValue::Expr(text)) if self.interner.get(text) == "false" => {
                Cfg::Constant(false)
            }
            (_, MetaValue::Word) if !name.is_empty() => Cfg::Flag(meta.path),
            (_, MetaValue::Str(value)) if !name.is_empty() => Cfg::Pair(meta.path, value),
            _ => Cfg::Unknown,
        };
        self.push_cfg(cfg)
    }

    fn push_cfg(&mut self, cfg: Cfg) -> CfgId {
        let id = CfgId(self.facts.cfgs.len() as u32);
        self.facts.cfgs.push(cfg);
        id
    }

    /// The conjunction of some conditions, if there are any.
    pub(super) fn all_of(&mut self, cfgs: Vec<CfgId>) -> Option<CfgId> {
        match cfgs[..] {
            [] => None,
            [one] => Some(one),
            _ => Some(self.push_cfg(Cfg::All(cfgs))),
        }
    }

    /// The condition in the tokens of a `cfg` attribute inside a macro's arguments (`#[cfg(unix)]`).
    pub(super) fn cfg_in_text(&mut self, text: &str) -> Option<CfgId> {
        let (tree, _) = Tree::parse(
            text,
            0,
            ra_ap_parser::TopEntryPoint::MacroItems,
            self.edition,
        );
        let attr = (0..tree.nodes.len()).find(|&node| tree.kind(node) == ATTR)?;
        let tokens = contents(&tree, attr);
        let mut cursor = Cursor {
            text: tree.text,
            base: 0,
            tokens: &tokens,
            at: 0,
        };
        let meta = self.meta(&mut cursor)?;
        match meta.value {
            MetaValue::List(list) if self.interner.get(meta.path) == "cfg" => {
                Some(self.cfg_of(list))
            }
            _ => None,
        }
    }
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn kind(&self, at: usize) -> SyntaxKind {
        self.tokens.get(at).map_or(EOF, |token| token.kind)
    }

    /// The text from `start` to the last token taken.
    fn slice(&self, start: u32) -> &'a str {
        let end = self
            .at
            .checked_sub(1)
            .map_or(start, |last| self.tokens[last].end);
        &self.text[start as usize..end.max(start) as usize]
    }

    fn extent(&self, start: u32) -> Extent {
        let end = self
            .at
            .checked_sub(1)
            .map_or(start, |last| self.tokens[last].end);
        Extent::new(start + self.base, end.max(start) + self.base)
    }

    /// Takes `a::b`, joined without blanks.
    fn take_path(&mut self) -> String {
        let mut path = String::new();
        while let Some(token) = self.peek() {
            let text = &self.text[token.start as usize..token.end as usize];
            match token.kind {
                COLON2 | COLON => path.push_str(text),
                kind if is_path_start(kind) && (path.is_empty() || path.ends_with(':')) => {
                    path.push_str(text)
                }
                _ => break,
            }
            self.at += 1;
        }
        path
    }

    /// Takes tokens up to a comma, or a closing bracket, of this level.
    fn take_until_comma(&mut self) -> &'a str {
        let Some(first) = self.peek() else { return "" };
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
        self.slice(first.start)
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

/// The tokens between `#[` and `]`.
fn contents(tree: &Tree<'_>, attr: usize) -> Vec<Token> {
    let mut tokens: Vec<Token> = (attr..tree.after(attr))
        .filter(|&at| tree.is_token(at))
        .map(|at| {
            let node = tree.nodes[at];
            Token {
                kind: node.kind,
                start: node.start,
                end: node.end,
            }
        })
        .collect();
    let open = tokens
        .iter()
        .position(|token| token.kind == L_BRACK)
        .map_or(tokens.len(), |open| open + 1);
    tokens.drain(..open);
    if tokens.last().is_some_and(|token| token.kind == R_BRACK) {
        tokens.pop();
    }
    tokens
}

fn is_path_start(kind: SyntaxKind) -> bool {
    matches!(kind, IDENT | COLON2)
        || (kind as u16 >= SELF_TYPE_KW as u16 && (kind as u16) < BYTE as u16)
}

fn is_identifier(text: &str) -> bool {
    let text = text.strip_prefix("r#").unwrap_or(text);
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && chars.all(|c| c == '_' || c.is_alphanumeric())
}

/// Attributes of the language that take no path and name none.
fn is_inert(path: &str) -> bool {
    matches!(
        path,
        "" | "allow"
            | "automatically_derived"
            | "cfg"
            | "cfg_attr"
            | "cold"
            | "default"
            | "deny"
            | "deprecated"
            | "derive"
            | "doc"
            | "expect"
            | "export_name"
            | "feature"
            | "forbid"
            | "ignore"
            | "inline"
            | "link"
            | "link_name"
            | "macro_export"
            | "macro_use"
            | "must_use"
            | "no_mangle"
            | "no_std"
            | "non_exhaustive"
            | "path"
            | "repr"
            | "should_panic"
            | "target_feature"
            | "track_caller"
            | "warn"
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
            '\n' => {
                let rest = chars.as_str().trim_start_matches([' ', '\t', '\n', '\r']);
                chars = rest.chars();
            }
            other => content.push(other),
        }
    }
    Some(content)
}
