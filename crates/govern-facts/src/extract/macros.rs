//! Macro calls and definitions: what their token trees say.
//!
//! The arguments of a call among items are read as items if they parse as such (`cfg_rt! { pub mod runtime; }`), also
//! in the form of `cfg_if!`. All other arguments are read as tokens: paths, macro and method calls in them are facts
//! like those outside.

use ra_ap_parser::SyntaxKind::{self, *};
use ra_ap_parser::TopEntryPoint;

use super::Extractor;
use super::items::is_item;
use super::paths::Head;
use crate::tree::{Tree, is_token};
use crate::{
    CfgId, Extent, ItemKind, MacroBody, MacroCall, MacroCallId, MacroPosition, MethodCall, Name,
    PathKind, ScopeKind, Unsafe, UnsafeKind,
};

/// A token of a token tree; offsets of the tree's text.
#[derive(Clone, Copy)]
struct Token {
    kind: SyntaxKind,
    start: u32,
    end: u32,
}

/// The tokens of a token tree, brackets included, nesting flattened.
struct Tokens<'a> {
    text: &'a str,
    base: u32,
    rows: Vec<Token>,
}

impl Extractor {
    /// Reads a macro call and returns the node behind it.
    pub(super) fn macro_call(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let position = if self.macro_position.0 == at {
            self.macro_position.1
        } else {
            MacroPosition::Item
        };
        let end = tree.after(at);
        let (Some(path), Some(args)) = (tree.child(at, PATH), tree.child(at, TOKEN_TREE)) else {
            return end;
        };
        let Head::Recorded(path_id) = self.path(tree, path, PathKind::Macro) else {
            return end;
        };
        let id = self.push_macro_call(path_id, position, tree.extent(at), tree.extent(args));
        if position == MacroPosition::Item && self.items_in_args(tree, args, id) {
            self.facts.macro_calls[id.index()].body = MacroBody::Items;
            return end;
        }
        let tokens = tokens(tree, args);
        self.scan(tree, &tokens, at, PathKind::MacroArgument);
        end
    }

    fn push_macro_call(
        &mut self,
        path: crate::PathId,
        position: MacroPosition,
        extent: Extent,
        args: Extent,
    ) -> MacroCallId {
        let id = MacroCallId(self.facts.macro_calls.len() as u32);
        let scope = self.scope();
        self.facts.macro_calls.push(MacroCall {
            path,
            position,
            extent,
            args,
            body: MacroBody::Tokens,
            scope,
        });
        id
    }

    /// Reads the arguments of a macro as items, if they are nothing but items.
    fn items_in_args(&mut self, tree: &Tree<'_>, args: usize, call: MacroCallId) -> bool {
        let node = tree.nodes[args];
        if node.end - node.start < 2 {
            return false;
        }
        let (start, end) = (node.start + 1, node.end - 1);
        if let Some(branches) = cfg_if_branches(&tokens(tree, args)) {
            for branch in branches {
                let cfg = self.branch_cfg(tree.text, &branch);
                self.items_in_text(tree, branch.body.0, branch.body.1, cfg, call);
            }
            return true;
        }
        self.items_in_text(tree, start, end, None, call)
    }

    /// Reads a part of a macro's arguments as items, and tells whether it is such.
    fn items_in_text(
        &mut self,
        tree: &Tree<'_>,
        start: u32,
        end: u32,
        cfg: Option<CfgId>,
        call: MacroCallId,
    ) -> bool {
        let Some(text) = tree.text.get(start as usize..end as usize) else {
            return false;
        };
        let (inner, errors) = Tree::parse(
            text,
            tree.base + start,
            TopEntryPoint::MacroItems,
            self.edition,
        );
        let only_items = !inner.nodes.is_empty()
            && inner.children(0).all(|child| {
                is_item(inner.kind(child)) || matches!(inner.kind(child), USE | MACRO_CALL)
            })
            && inner
                .children(0)
                .any(|child| is_item(inner.kind(child)) || inner.kind(child) == USE);
        if !errors.is_empty() || !only_items {
            return false;
        }
        let in_macro = self.in_macro.replace(call);
        let bindings = std::mem::take(&mut self.bindings);
        let extern_block = self.extern_block.take();
        let first = (self.facts.items.len(), self.facts.imports.len());
        if cfg.is_some() {
            self.walk_under(&inner, cfg, first);
        } else {
            self.walk(&inner, 1, inner.nodes.len());
        }
        self.extern_block = extern_block;
        self.bindings = bindings;
        self.in_macro = in_macro;
        true
    }

    /// Reads items that are under a condition although no attribute of theirs says so. They belong to the scope around
    /// the macro, so the condition goes to each of them.
    fn walk_under(&mut self, inner: &Tree<'_>, cfg: Option<CfgId>, first: (usize, usize)) {
        let scope = self.scope();
        self.walk(inner, 1, inner.nodes.len());
        for item in first.0..self.facts.items.len() {
            if self.facts.items[item].scope == scope {
                let own = self.facts.items[item].cfg;
                let both = self.all_of([cfg, own].into_iter().flatten().collect());
                self.facts.items[item].cfg = both;
                if let Some(body) = self.facts.items[item].body {
                    self.facts.scopes[body.index()].cfg = both;
                }
            }
        }
        for import in first.1..self.facts.imports.len() {
            if self.facts.imports[import].scope == scope {
                let own = self.facts.imports[import].cfg;
                self.facts.imports[import].cfg =
                    self.all_of([cfg, own].into_iter().flatten().collect());
            }
        }
    }

    /// The condition of a branch: its own, and none of those before it.
    fn branch_cfg(&mut self, text: &str, branch: &Branch) -> Option<CfgId> {
        let mut parts = Vec::new();
        for &(start, end) in &branch.not {
            if let Some(cfg) =
                self.cfg_in_text(&format!("{} mod m;", &text[start as usize..end as usize]))
            {
                let id = CfgId(self.facts.cfgs.len() as u32);
                self.facts.cfgs.push(crate::Cfg::Not(cfg));
                parts.push(id);
            }
        }
        if let Some((start, end)) = branch.attr {
            parts.extend(
                self.cfg_in_text(&format!("{} mod m;", &text[start as usize..end as usize])),
            );
        }
        self.all_of(parts)
    }

    /// Reads a macro definition: whether it gives back what it is given, and the paths its expansions will hold.
    pub(super) fn macro_rules(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.leaf(tree, at, ItemKind::MacroDef);
        let attrs = self.facts.items[item.index()].attrs;
        let exported = self.facts.attrs[attrs.rows()].iter().any(|attr| {
            self.interner.get(self.facts.metas[attr.meta.index()].path) == "macro_export"
        });
        let mut passes_through = false;
        if let Some(body) = tree.child(at, TOKEN_TREE) {
            let tokens = tokens(tree, body);
            passes_through = gives_back_items(&tokens);
            self.open_scope(
                ScopeKind::Item,
                Some(item),
                None,
                tree.extent(at),
                tree.after(at),
            );
            self.scan(tree, &tokens, at, PathKind::MacroBody);
            self.close_scope();
        }
        self.facts.items[item.index()].kind = ItemKind::MacroRules {
            exported,
            passes_through,
        };
        tree.after(at)
    }

    /// Records the paths, macro calls, method calls and `unsafe`s among tokens.
    fn scan(&mut self, tree: &Tree<'_>, tokens: &Tokens<'_>, node: usize, kind: PathKind) {
        let definition = kind == PathKind::MacroBody;
        let mut at = 0;
        while at < tokens.rows.len() {
            let token = tokens.rows[at];
            match token.kind {
                UNSAFE_KW if tokens.kind(at + 1) == L_CURLY && !definition => {
                    let extent = tokens.extent(at, at + 1);
                    let justified = super::comments::is_justified(tree, tokens.rows[at].start);
                    let scope = self.scope();
                    self.facts.unsafes.push(Unsafe {
                        kind: UnsafeKind::InMacro,
                        extent,
                        justified,
                        scope,
                    });
                    at += 1;
                }
                _ if tokens.begins_path(at) => at = self.scan_path(tokens, at, node, kind),
                _ => at += 1,
            }
        }
    }

    /// Reads a name or path at a token; returns the token behind it.
    fn scan_path(&mut self, tokens: &Tokens<'_>, at: usize, node: usize, kind: PathKind) -> usize {
        let definition = kind == PathKind::MacroBody;
        let before = if at == 0 { EOF } else { tokens.kind(at - 1) };
        let dollar = before == DOLLAR;
        let (global, first) = if tokens.is_colons(at) {
            (true, at + 2)
        } else {
            (false, at)
        };
        let mut names = Vec::with_capacity(3);
        let mut end = first;
        names.push(self.token_name(tokens, end));
        end += 1;
        while tokens.is_colons(end) && tokens.is_name(end + 2) {
            names.push(self.token_name(tokens, end + 2));
            end += 3;
        }
        // `.name`, but not `..name`.
        if before == DOT && !global && (at < 2 || !tokens.adjoin(at - 2, DOT)) {
            self.scan_method(tokens, at, end, definition);
            return end;
        }
        if dollar {
            if names[0] != Name::CRATE {
                return end;
            }
            names[0] = Name::DOLLAR_CRATE;
        }
        let extent = tokens.extent(if dollar { at - 1 } else { at }, end);
        let single = names.len() == 1;
        if tokens.kind(end) == BANG
            && tokens.opens(end + 1)
            && !is_keyword_name(tokens.rows[first].kind)
        {
            if !definition {
                self.scan_macro_call(tokens, end, node, global, &names, extent);
            }
            return end + 1;
        }
        let keyword = matches!(
            tokens.rows[first].kind,
            SELF_KW | SUPER_KW | CRATE_KW | SELF_TYPE_KW
        );
        if single && (definition || keyword || global || tokens.is_no_reference(at, end)) {
            return end;
        }
        self.head(node, global, &names, kind, extent);
        end
    }

    fn scan_method(&mut self, tokens: &Tokens<'_>, at: usize, end: usize, definition: bool) {
        let called =
            tokens.kind(end) == L_PAREN || tokens.is_colons(end) && tokens.kind(end + 2) == L_ANGLE;
        if definition || !called || tokens.rows[at].kind != IDENT {
            return;
        }
        let name = self.token_name(tokens, at);
        let scope = self.scope();
        let extent = tokens.extent(at, at + 1);
        let args = tokens.count_args(end);
        self.facts.method_calls.push(MethodCall {
            name,
            extent,
            args,
            in_macro: true,
            scope,
        });
    }

    fn scan_macro_call(
        &mut self,
        tokens: &Tokens<'_>,
        bang: usize,
        node: usize,
        global: bool,
        names: &[Name],
        extent: Extent,
    ) {
        let Head::Recorded(path) = self.head(node, global, names, PathKind::Macro, extent) else {
            return;
        };
        let close = tokens.closing(bang + 1);
        let args = tokens.extent(bang + 1, close + 1);
        let call = Extent::new(extent.start, args.end);
        self.push_macro_call(path, MacroPosition::Nested, call, args);
    }

    fn token_name(&mut self, tokens: &Tokens<'_>, at: usize) -> Name {
        let token = tokens.rows[at];
        let text = &tokens.text[token.start as usize..token.end as usize];
        self.intern(text.strip_prefix("r#").unwrap_or(text))
    }
}

impl Tokens<'_> {
    fn kind(&self, at: usize) -> SyntaxKind {
        self.rows.get(at).map_or(EOF, |token| token.kind)
    }

    fn extent(&self, from: usize, to: usize) -> Extent {
        let last = self.rows.len() - 1;
        let start = self.rows[from.min(last)].start;
        let end = self.rows[(to.max(1) - 1).min(last)].end;
        Extent::new(start + self.base, end.max(start) + self.base)
    }

    /// Whether the token at `at` is of this kind and touches the next.
    fn adjoin(&self, at: usize, kind: SyntaxKind) -> bool {
        self.kind(at) == kind
            && self
                .rows
                .get(at + 1)
                .is_some_and(|next| next.start == self.rows[at].end)
    }

    /// Whether `::` stands here.
    fn is_colons(&self, at: usize) -> bool {
        self.adjoin(at, COLON) && self.kind(at + 1) == COLON
    }

    fn is_name(&self, at: usize) -> bool {
        matches!(
            self.kind(at),
            IDENT | SELF_KW | SUPER_KW | CRATE_KW | SELF_TYPE_KW
        ) || is_keyword_name(self.kind(at))
    }

    fn opens(&self, at: usize) -> bool {
        matches!(self.kind(at), L_PAREN | L_BRACK | L_CURLY)
    }

    /// Whether a path begins here: a name, or `::` behind something that cannot continue into it.
    fn begins_path(&self, at: usize) -> bool {
        if self.is_colons(at) {
            let behind_path =
                at > 0 && (self.is_name(at - 1) || matches!(self.kind(at - 1), R_ANGLE | R_PAREN));
            return self.is_name(at + 2) && !behind_path;
        }
        // A name behind `::` continues something that is no plain path: `<T>::new`, `$ty::new`.
        let continues = at >= 2 && self.is_colons(at - 2);
        self.is_name(at) && !continues
    }

    /// Whether a single name refers to nothing outside the macro: what it declares, names or binds.
    fn is_no_reference(&self, at: usize, end: usize) -> bool {
        let before = if at == 0 { EOF } else { self.kind(at - 1) };
        let declares = matches!(
            before,
            LET_KW
                | MUT_KW
                | REF_KW
                | FN_KW
                | STRUCT_KW
                | ENUM_KW
                | TRAIT_KW
                | MOD_KW
                | TYPE_KW
                | CONST_KW
                | STATIC_KW
                | LOOP_KW
                | DOLLAR
                | AT
        );
        // `name: value`, and `name = value` at the beginning of an argument (`tracing::info!(a = f())`).
        let field = self.kind(end) == COLON && !self.is_colons(end);
        let at_start = at == 0 || matches!(before, L_PAREN | L_CURLY | L_BRACK | COMMA);
        let named = self.kind(end) == EQ && at_start && !self.adjoin(end, EQ);
        let fragment = at >= 2
            && before == COLON
            && self.kind(at - 2) == IDENT
            && at >= 3
            && self.kind(at - 3) == DOLLAR;
        declares || field || named || fragment
    }

    /// The index of the bracket that closes the one at `open`; the last token if there is none.
    fn closing(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for at in open..self.rows.len() {
            match self.kind(at) {
                L_PAREN | L_BRACK | L_CURLY => depth += 1,
                R_PAREN | R_BRACK | R_CURLY => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
        self.rows.len().saturating_sub(1)
    }

    /// How many arguments the call at `open` has; commas at its level are counted.
    fn count_args(&self, open: usize) -> u8 {
        let Some(open) = (open..self.rows.len()).find(|&at| self.kind(at) == L_PAREN) else {
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
        (commas + 1).min(u8::MAX as usize) as u8
    }
}

/// One branch of `cfg_if! { if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … } }`.
struct Branch {
    /// Its attribute, from `#` to `]`.
    attr: Option<(u32, u32)>,
    /// The attributes of the branches before.
    not: Vec<(u32, u32)>,
    /// Its body without braces.
    body: (u32, u32),
}

/// The branches, if the tokens have exactly this form.
fn cfg_if_branches(tokens: &Tokens<'_>) -> Option<Vec<Branch>> {
    let mut at = 1;
    let mut branches = Vec::new();
    let mut seen = Vec::new();
    loop {
        let attr = if tokens.kind(at) == IF_KW {
            if tokens.kind(at + 1) != POUND || tokens.kind(at + 2) != L_BRACK {
                return None;
            }
            let close = tokens.closing(at + 2);
            let attr = (tokens.rows[at + 1].start, tokens.rows[close].end);
            at = close + 1;
            Some(attr)
        } else if branches.is_empty() {
            return None;
        } else {
            None
        };
        if tokens.kind(at) != L_CURLY {
            return None;
        }
        let close = tokens.closing(at);
        branches.push(Branch {
            attr,
            not: seen.clone(),
            body: (tokens.rows[at].end, tokens.rows[close].start),
        });
        seen.extend(attr);
        at = close + 1;
        if tokens.kind(at) != ELSE_KW {
            return (at + 1 == tokens.rows.len()).then_some(branches);
        }
        at += 1;
    }
}

/// Whether some rule of a definition has a fragment of kind `item`, or repeated `tt`, and its expansion contains it.
fn gives_back_items(tokens: &Tokens<'_>) -> bool {
    let mut passed = Vec::new();
    for at in 0..tokens.rows.len() {
        if tokens.kind(at) != DOLLAR || !tokens.is_name(at + 1) {
            continue;
        }
        let name = tokens.rows[at + 1];
        let name = &tokens.text[name.start as usize..name.end as usize];
        if tokens.kind(at + 2) == COLON && !tokens.is_colons(at + 2) {
            let fragment = tokens.rows.get(at + 3).map_or("", |token| {
                &tokens.text[token.start as usize..token.end as usize]
            });
            if matches!(fragment, "item" | "tt") {
                passed.push(name);
            }
        } else if passed.contains(&name) {
            return true;
        }
    }
    false
}

/// Contextual words are lexed as identifiers; these keywords can still be names of methods or fields in macros.
fn is_keyword_name(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        AWAIT_KW | TRY_KW | DYN_KW | AUTO_KW | UNION_KW | DEFAULT_KW | RAW_KW
    )
}

fn tokens<'a>(tree: &'a Tree<'_>, node: usize) -> Tokens<'a> {
    let rows = (node..tree.after(node))
        .filter(|&at| is_token(tree.kind(at)))
        .map(|at| {
            let node = tree.nodes[at];
            Token {
                kind: node.kind,
                start: node.start,
                end: node.end,
            }
        })
        .collect();
    Tokens {
        text: tree.text,
        base: tree.base,
        rows,
    }
}
