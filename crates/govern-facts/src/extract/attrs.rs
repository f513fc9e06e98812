//! Attributes: their insides as meta items, and the paths they mention.

use ra_ap_parser::SyntaxKind::*;

use super::Extractor;
use super::meta::plain;
use super::paths::Head;
use super::token_run::Tokens;
use crate::literal::unquote;
use crate::tokens::Lexed;
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
        let Some(meta) = self.meta_in(tree.lexed, tokens) else {
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
