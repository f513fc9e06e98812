//! Names that the arguments of a macro declare although they are no items: `lazy_static! { static ref X: T = …; }`,
//! `enum_builder! { pub enum Kind { A => 1 } }`. Only headers are read, so such items have names and no contents.

use ra_ap_parser::SyntaxKind::{self, *};

use super::Extractor;
use super::token_run::Tokens;
use crate::{
    Extent, Item, ItemId, ItemKind, MacroCallId, Name, Run, ScopeKind, Shape, Signature, Visibility,
};

impl Extractor {
    /// Declares what the headers among the tokens, outside of brackets, declare.
    pub(super) fn declared(&mut self, tokens: Tokens<'_>, call: MacroCallId) {
        let mut at = 0;
        let mut visibility = Visibility::Inherited;
        while at < tokens.rows.len() {
            match tokens.kind(at) {
                PUB_KW => {
                    visibility = Visibility::Public;
                    at += 1;
                    if tokens.kind(at) == L_PAREN {
                        // `pub(super)` and the like: seen from the crate is close enough for a name.
                        visibility = Visibility::Crate;
                        at = tokens.closing(at) + 1;
                    }
                    continue;
                }
                STRUCT_KW | UNION_KW | ENUM_KW | TRAIT_KW | FN_KW | TYPE_KW | CONST_KW
                | STATIC_KW => {
                    at = self.header(tokens, at, visibility, call);
                }
                _ if tokens.opens(at) => at = tokens.closing(at) + 1,
                UNSAFE_KW | ASYNC_KW | EXTERN_KW | STRING => {
                    at += 1;
                    continue;
                }
                _ => at += 1,
            }
            visibility = Visibility::Inherited;
        }
    }

    /// Reads a header at its keyword; returns the token behind what it declares.
    fn header(
        &mut self,
        tokens: Tokens<'_>,
        keyword: usize,
        visibility: Visibility,
        call: MacroCallId,
    ) -> usize {
        let mut name = keyword + 1;
        // `const fn`, `static mut X`, `static ref X`.
        while matches!(tokens.kind(name), MUT_KW | REF_KW) {
            name += 1;
        }
        if tokens.kind(name) != IDENT {
            return keyword + 1;
        }
        let mut behind = name + 1;
        if tokens.kind(behind) == L_ANGLE {
            behind = (behind..tokens.rows.len())
                .find(|&at| tokens.kind(at) == R_ANGLE)
                .map_or(tokens.rows.len(), |close| close + 1);
        }
        let shape = match tokens.kind(behind) {
            L_CURLY => Shape::Named,
            SEMICOLON => Shape::Unit,
            _ => Shape::Tuple,
        };
        let fields = Run::default();
        let kind = match tokens.kind(keyword) {
            STRUCT_KW => ItemKind::Struct { shape, fields },
            UNION_KW => ItemKind::Union { fields },
            ENUM_KW => ItemKind::Enum,
            TRAIT_KW => ItemKind::Trait { bounds: Vec::new() },
            FN_KW => {
                self.facts.signatures.push(Signature::default());
                ItemKind::Fn {
                    signature: self.facts.signatures.len() as u32 - 1,
                }
            }
            TYPE_KW => ItemKind::TypeAlias { ty: None },
            STATIC_KW => ItemKind::Static {
                ty: None,
                mutable: tokens.kind(keyword + 1) == MUT_KW,
            },
            _ => ItemKind::Const {
                ty: None,
                literal: None,
            },
        };
        let item = self.declare_name(tokens, (keyword, name), kind, visibility, call);
        if tokens.kind(keyword) == ENUM_KW && tokens.kind(behind) == L_CURLY {
            let close = tokens.closing(behind);
            let extent = tokens.extent(keyword, close + 1);
            self.facts.items[item.index()].extent = extent;
            let scope = self.open_scope(ScopeKind::Item, Some(item), None, extent, usize::MAX);
            self.facts.items[item.index()].body = Some(scope);
            if let Some(inside) = tokens.slice(behind, close + 1).inside() {
                self.variant_names(inside, call);
            }
            self.close_scope();
            return close + 1;
        }
        behind
    }

    /// Declares the names that begin the parts between commas.
    fn variant_names(&mut self, tokens: Tokens<'_>, call: MacroCallId) {
        let mut at = 0;
        let mut begins = true;
        while at < tokens.rows.len() {
            match tokens.kind(at) {
                POUND if tokens.kind(at + 1) == L_BRACK => {
                    at = tokens.closing(at + 1) + 1;
                    continue;
                }
                IDENT if begins => {
                    let shape = variant_shape(tokens.kind(at + 1));
                    let kind = ItemKind::Variant {
                        shape,
                        fields: Run::default(),
                        discriminant: None,
                    };
                    self.declare_name(tokens, (at, at), kind, Visibility::Inherited, call);
                }
                _ => {}
            }
            begins = tokens.kind(at) == COMMA;
            at = if tokens.opens(at) {
                tokens.closing(at) + 1
            } else {
                at + 1
            };
        }
    }

    fn declare_name(
        &mut self,
        tokens: Tokens<'_>,
        (keyword, name): (usize, usize),
        kind: ItemKind,
        visibility: Visibility,
        call: MacroCallId,
    ) -> ItemId {
        let text = tokens.text(name);
        let name_extent: Extent = tokens.extent(name, name + 1);
        let name: Name = self.intern(text.strip_prefix("r#").unwrap_or(text));
        let id = ItemId(self.facts.items.len() as u32);
        let scope = self.scope();
        self.facts.items.push(Item {
            kind,
            name,
            name_extent,
            extent: Extent::new(tokens.extent(keyword, keyword + 1).start, name_extent.end),
            scope,
            body: None,
            visibility,
            cfg: None,
            attrs: Run::default(),
            generics: Run::default(),
            in_macro: Some(call),
            expanded: false,
        });
        id
    }
}

fn variant_shape(behind: SyntaxKind) -> Shape {
    match behind {
        L_PAREN => Shape::Tuple,
        L_CURLY => Shape::Named,
        _ => Shape::Unit,
    }
}
