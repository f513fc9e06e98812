//! Macro calls and definitions.
//!
//! The arguments of a call among items are read as items if they parse as such (`cfg_rt! { pub mod runtime; }`), also
//! in the form of `cfg_if!`. All other arguments are read as tokens.

use ra_ap_parser::SyntaxKind::{self, *};
use ra_ap_parser::TopEntryPoint;

use super::Extractor;
use super::branches::{Branch, branches};
use super::paths::Head;
use super::token_run::Tokens;
use crate::tree::Tree;
use crate::{
    Extent, ItemKind, MacroBody, MacroCall, MacroCallId, MacroPosition, PathId, PathKind, ScopeKind,
};

/// How deep macro calls that hold items are followed: each level is parsed again.
const MAX_ITEM_MACROS: usize = 16;

impl Extractor {
    /// Reads a macro call and returns the node behind it.
    pub(super) fn macro_call(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let position = if self.macro_position.0 == at {
            self.macro_position.1
        } else {
            MacroPosition::Item
        };
        let end = tree.after(at);
        let cfg = self.outer_attrs(tree, at).cfg;
        let mark = self.mark();
        let (Some(path), Some(args)) = (tree.child(at, PATH), tree.child(at, TOKEN_TREE)) else {
            return end;
        };
        let Head::Recorded(path) = self.path(tree, path, PathKind::Macro) else {
            return end;
        };
        let tokens = Tokens {
            lexed: tree.lexed,
            rows: tree.tokens(args),
        };
        let call = self.push_macro_call(path, position, tree.extent(at), tokens);
        self.arguments(tokens, at, call);
        if let Some(cfg) = cfg {
            self.put_under(cfg, mark, tree.extent(at));
        }
        end
    }

    pub(super) fn push_macro_call(
        &mut self,
        path: PathId,
        position: MacroPosition,
        extent: Extent,
        args: Tokens<'_>,
    ) -> MacroCallId {
        let id = MacroCallId(self.facts.macro_calls.len() as u32);
        let scope = self.scope();
        self.facts.macro_calls.push(MacroCall {
            path,
            position,
            extent,
            args: args.extent(0, args.rows.len()),
            arrow: args.inside().and_then(Tokens::behind_arrow),
            body: MacroBody::Tokens,
            scope,
        });
        id
    }

    /// Reads the arguments of a call, delimiters included, as what they are.
    fn arguments(&mut self, tokens: Tokens<'_>, node: usize, call: MacroCallId) {
        let row = &self.facts.macro_calls[call.index()];
        let among_items = row.position == MacroPosition::Item;
        let path = self.facts.paths[row.path.index()].segments;
        let name = self.facts.segments[path.rows()]
            .last()
            .map_or("", |&name| self.interner.get(name));
        let Some(inside) = tokens.inside() else {
            return self.scan(&tokens, node, PathKind::MacroArgument);
        };
        let Some(branches) = branches(inside, name) else {
            if among_items && self.items(inside, call) {
                self.facts.macro_calls[call.index()].body = MacroBody::Items;
            } else {
                if among_items {
                    self.declared(inside, call);
                }
                self.scan(&tokens, node, PathKind::MacroArgument);
            }
            return;
        };
        let mut all_items = among_items;
        let mut before = Vec::new();
        for branch in branches {
            all_items &= self.branch(&branch, &mut before, node, call, among_items);
        }
        if all_items {
            self.facts.macro_calls[call.index()].body = MacroBody::Items;
        }
    }

    /// Reads a branch under its condition and those of none of the branches before; tells whether it holds items.
    fn branch(
        &mut self,
        branch: &Branch<'_>,
        before: &mut Vec<crate::CfgId>,
        node: usize,
        call: MacroCallId,
        among_items: bool,
    ) -> bool {
        let own = branch.predicate.map(|predicate| self.predicate(predicate));
        let cfg = self.all_of(before.iter().copied().chain(own).collect());
        if let Some(own) = own {
            let not = self.push_cfg(crate::Cfg::Not(own));
            before.push(not);
        }
        let mark = self.mark();
        let items = among_items && (branch.body.rows.is_empty() || self.items(branch.body, call));
        if !items {
            self.scan(&branch.body, node, PathKind::MacroArgument);
        }
        if let Some(cfg) = cfg {
            self.put_under(cfg, mark, branch.body.extent(0, branch.body.rows.len()));
        }
        items
    }

    fn predicate(&mut self, predicate: Tokens<'_>) -> crate::CfgId {
        match self.meta_in(predicate.lexed, predicate.rows) {
            Some(meta) => {
                self.facts.metas.push(meta);
                self.cfg_from(self.facts.metas.len() - 1)
            }
            None => self.push_cfg(crate::Cfg::Unknown),
        }
    }

    /// Reads tokens as items, if they are nothing but items.
    fn items(&mut self, tokens: Tokens<'_>, call: MacroCallId) -> bool {
        // `feature! { #![unix] mod a; }`: what the macro is told of all of them.
        let tokens = tokens.behind_inner_attributes();
        if self.item_macros >= MAX_ITEM_MACROS
            || !tokens
                .rows
                .first()
                .is_some_and(|first| begins_item(first.kind))
        {
            return false;
        }
        let from = tokens.lexed.token_at(tokens.rows[0].start);
        let to = from + tokens.rows.len();
        let inner = Tree::parse_clean(tokens.lexed, from, to, TopEntryPoint::MacroItems);
        let Some(inner) = inner else { return false };
        let only_items = inner.children(0).all(|child| {
            super::declares(inner.kind(child))
                || matches!(inner.kind(child), MACRO_CALL | SEMICOLON)
        });
        if !only_items {
            return false;
        }
        let in_macro = self.in_macro.replace(call);
        let bindings = std::mem::take(&mut self.bindings);
        let extern_block = self.extern_block.take();
        self.forget_nodes();
        self.item_macros += 1;
        self.walk(&inner, 1, inner.nodes.len());
        self.item_macros -= 1;
        self.forget_nodes();
        self.extern_block = extern_block;
        self.bindings = bindings;
        self.in_macro = in_macro;
        true
    }

    /// Reads a macro definition: whether it gives back what it is given, and the paths its expansions will hold.
    pub(super) fn macro_definition(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.leaf(tree, at, ItemKind::MacroDef);
        let attrs = self.facts.items[item.index()].attrs;
        let exported = self.facts.attrs[attrs.rows()].iter().any(|attr| {
            self.interner.get(self.facts.metas[attr.meta.index()].path) == "macro_export"
        });
        let (mut passes_through, mut declares_files) = (false, false);
        let cfg = self.facts.items[item.index()].cfg;
        let scope = self.open_scope(
            ScopeKind::Item,
            Some(item),
            cfg,
            tree.extent(at),
            tree.after(at),
        );
        for body in tree
            .children(at)
            .filter(|&child| tree.kind(child) == TOKEN_TREE)
        {
            let tokens = Tokens {
                lexed: tree.lexed,
                rows: tree.tokens(body),
            };
            passes_through |= tokens.gives_back_items();
            declares_files |= tokens.declares_files();
            self.scan(&tokens, at, PathKind::MacroBody);
        }
        self.close_scope();
        let row = &mut self.facts.items[item.index()];
        row.body = Some(scope);
        if tree.kind(at) == MACRO_RULES {
            row.kind = ItemKind::MacroRules {
                exported,
                passes_through,
                declares_files,
            };
        }
        tree.after(at)
    }
}

/// Whether an item, an attribute or a macro call can begin like this.
fn begins_item(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        POUND
            | IDENT
            | COLON
            | PUB_KW
            | FN_KW
            | STRUCT_KW
            | ENUM_KW
            | TRAIT_KW
            | IMPL_KW
            | MOD_KW
            | USE_KW
            | CONST_KW
            | STATIC_KW
            | TYPE_KW
            | EXTERN_KW
            | UNSAFE_KW
            | ASYNC_KW
            | MACRO_KW
            | CRATE_KW
            | SELF_KW
            | SUPER_KW
            | AUTO_KW
            | DEFAULT_KW
    )
}
