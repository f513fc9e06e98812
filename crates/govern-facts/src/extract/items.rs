//! Items: what is declared, with fields, signatures and the scope it opens.

use ra_ap_parser::SyntaxKind::*;

use super::Extractor;
use super::attrs::Attrs;
use super::bodies::size;
use super::types::is_type;
use crate::tree::Tree;
use crate::{
    BodySize, Extent, Field, GenericKind, GenericParam, Item, ItemId, ItemKind, Name, PathKind,
    Run, ScopeKind, Shape, Signature, TypeId, UnsafeKind, Visibility,
};

impl Extractor {
    /// Reads an item and returns the next node to visit: the first one of its inside, or what follows it.
    pub(super) fn item(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        match tree.kind(at) {
            FN => self.function(tree, at),
            STRUCT | UNION => self.record(tree, at),
            ENUM => self.enumeration(tree, at),
            VARIANT => self.variant(tree, at),
            TRAIT => self.trait_item(tree, at),
            IMPL => self.implementation(tree, at),
            MODULE => self.module(tree, at),
            CONST | STATIC => self.constant(tree, at),
            TYPE_ALIAS => self.type_alias(tree, at),
            MACRO_RULES | MACRO_DEF => self.macro_definition(tree, at),
            EXTERN_CRATE => self.extern_crate(tree, at),
            _ => self.extern_block(tree, at),
        }
    }

    fn function(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.declare(tree, at, ItemKind::MacroDef);
        let scope = self.open_item(tree, at, item);
        self.generics(tree, at, item);
        let body = tree.child(at, BLOCK_EXPR);
        let end = tree.after(at);
        self.bindings.enter_fn(at, body.unwrap_or(end), end);
        if let Some(keyword) = tree.child(at, UNSAFE_KW) {
            self.unsafe_use(tree, keyword, UnsafeKind::Fn);
        }
        let mut signature = Signature {
            is_async: tree.child(at, ASYNC_KW).is_some(),
            is_unsafe: tree.child(at, UNSAFE_KW).is_some(),
            is_const: tree.child(at, CONST_KW).is_some(),
            has_body: body.is_some(),
            body: body.map_or(Extent::default(), |body| tree.extent(body)),
            size: body.map_or(BodySize::default(), |body| size(tree, body)),
            ..Signature::default()
        };
        if let Some(params) = tree.child(at, PARAM_LIST) {
            for param in tree.children(params) {
                match tree.kind(param) {
                    SELF_PARAM => {
                        signature.has_self = true;
                        self.parameter(tree, param);
                    }
                    PARAM => {
                        let ty = self.parameter(tree, param);
                        signature
                            .params
                            .push(ty.unwrap_or_else(|| self.push_type(crate::Type::Error)));
                    }
                    _ => {}
                }
            }
        }
        if let Some(ret) = tree.child(at, RET_TYPE) {
            signature.ret = self.child_type(tree, ret);
        }
        self.where_clause(tree, at);
        let row = self.facts.signatures.len() as u32;
        self.facts.signatures.push(signature);
        let item = &mut self.facts.items[item.index()];
        item.kind = ItemKind::Fn { signature: row };
        item.body = Some(scope);
        body.unwrap_or(end)
    }

    fn parameter(&mut self, tree: &Tree<'_>, param: usize) -> Option<TypeId> {
        let cfg = self.outer_attrs(tree, param).cfg;
        if cfg.is_some() {
            self.open_block(tree, param, cfg);
        }
        let mut ty = None;
        let has_type = tree.children(param).any(|child| is_type(tree.kind(child)));
        for child in tree.children(param) {
            match tree.kind(child) {
                ATTR | NAME => {}
                // `fn f(T);` in a trait, before 2018.
                IDENT_PAT | PATH_PAT if !has_type => self.anonymous_parameter(tree, child),
                kind if is_type(kind) => ty = Some(self.ty(tree, child)),
                kind if crate::tree::is_token(kind) => {}
                _ => self.walk_node(tree, child),
            }
        }
        if cfg.is_some() {
            self.close_scope();
        }
        ty
    }

    /// The type of a parameter that has no name: it looks like one.
    fn anonymous_parameter(&mut self, tree: &Tree<'_>, pattern: usize) {
        if let Some(path) = tree.child(pattern, PATH) {
            self.path(tree, path, PathKind::Type);
        } else if let Some(name) = tree.child(pattern, NAME) {
            let first = self.facts.segments.len();
            let name_of = self.name(tree, name);
            self.facts.segments.push(name_of);
            self.head(name, false, first, PathKind::Type, tree.extent(name));
        }
    }

    fn record(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.declare(tree, at, ItemKind::MacroDef);
        let scope = self.open_item(tree, at, item);
        self.generics(tree, at, item);
        let (shape, fields) = self.fields(tree, at);
        self.where_clause(tree, at);
        self.close_scope();
        let is_union = tree.kind(at) == UNION;
        let row = &mut self.facts.items[item.index()];
        row.kind = if is_union {
            ItemKind::Union { fields }
        } else {
            ItemKind::Struct { shape, fields }
        };
        row.body = Some(scope);
        tree.after(at)
    }

    fn enumeration(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.declare(tree, at, ItemKind::Enum);
        let scope = self.open_item(tree, at, item);
        self.generics(tree, at, item);
        self.where_clause(tree, at);
        self.facts.items[item.index()].body = Some(scope);
        tree.child(at, VARIANT_LIST)
            .unwrap_or_else(|| tree.after(at))
    }

    fn variant(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.declare(tree, at, ItemKind::MacroDef);
        let scope = self.open_item(tree, at, item);
        let (shape, fields) = self.fields(tree, at);
        let discriminant = tree.child(at, CONST_ARG).map(|value| {
            self.walk_node(tree, value);
            self.intern(tree.text_of(value))
        });
        self.close_scope();
        let row = &mut self.facts.items[item.index()];
        row.kind = ItemKind::Variant {
            shape,
            fields,
            discriminant,
        };
        row.body = Some(scope);
        tree.after(at)
    }

    fn trait_item(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.declare(tree, at, ItemKind::MacroDef);
        let scope = self.open_item(tree, at, item);
        self.generics(tree, at, item);
        if let Some(keyword) = tree.child(at, UNSAFE_KW) {
            self.unsafe_use(tree, keyword, UnsafeKind::Trait);
        }
        let bounds = self.child_bounds(tree, at);
        self.where_clause(tree, at);
        let row = &mut self.facts.items[item.index()];
        row.kind = ItemKind::Trait { bounds };
        row.body = Some(scope);
        tree.child(at, ASSOC_ITEM_LIST)
            .unwrap_or_else(|| tree.after(at))
    }

    fn implementation(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.declare(tree, at, ItemKind::MacroDef);
        let scope = self.open_item(tree, at, item);
        self.generics(tree, at, item);
        if let Some(keyword) = tree.child(at, UNSAFE_KW) {
            self.unsafe_use(tree, keyword, UnsafeKind::Impl);
        }
        let header: Vec<usize> = tree
            .children(at)
            .filter(|&child| is_type(tree.kind(child)))
            .collect();
        let of_trait = match header[..] {
            [of_trait, _] => Some(self.bound_type(tree, of_trait)),
            _ => None,
        };
        let self_ty = match header.last() {
            Some(&node) => self.ty(tree, node),
            None => self.push_type(crate::Type::Error),
        };
        self.where_clause(tree, at);
        let negative = tree.child(at, BANG).is_some();
        let row = &mut self.facts.items[item.index()];
        row.kind = ItemKind::Impl {
            of_trait,
            self_ty,
            negative,
        };
        row.body = Some(scope);
        tree.child(at, ASSOC_ITEM_LIST)
            .unwrap_or_else(|| tree.after(at))
    }

    fn module(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let list = tree.child(at, ITEM_LIST);
        let item = self.declare(
            tree,
            at,
            ItemKind::Module {
                inline: list.is_some(),
            },
        );
        let Some(list) = list else {
            return tree.after(at);
        };
        let cfg = self.facts.items[item.index()].cfg;
        let inner = self.inner_attrs(tree, list);
        let cfg = self.all_of([cfg, inner.cfg].into_iter().flatten().collect());
        let scope = self.open_scope(
            ScopeKind::Module,
            Some(item),
            cfg,
            tree.extent(at),
            tree.after(at),
        );
        self.bindings.enter_item(at);
        self.generics_floor = self.generics.len();
        self.facts.items[item.index()].body = Some(scope);
        list
    }

    fn constant(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.declare(tree, at, ItemKind::MacroDef);
        let scope = self.open_item(tree, at, item);
        self.generics(tree, at, item);
        let ty = self.child_type(tree, at);
        let value = tree.child(at, EQ).and_then(|eq| {
            tree.children(at)
                .find(|&child| child > eq && !tree.is_token(child))
        });
        let kind = if tree.kind(at) == STATIC {
            ItemKind::Static {
                ty,
                mutable: tree.child(at, MUT_KW).is_some(),
            }
        } else {
            let literal = value.filter(|&value| tree.kind(value) == LITERAL);
            let literal = literal.map(|value| self.intern(tree.text_of(value)));
            ItemKind::Const { ty, literal }
        };
        let row = &mut self.facts.items[item.index()];
        row.kind = kind;
        row.body = Some(scope);
        value.unwrap_or_else(|| tree.after(at))
    }

    fn type_alias(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.declare(tree, at, ItemKind::MacroDef);
        let scope = self.open_item(tree, at, item);
        self.generics(tree, at, item);
        self.child_bounds(tree, at);
        let ty = self.child_type(tree, at);
        self.where_clause(tree, at);
        self.close_scope();
        let row = &mut self.facts.items[item.index()];
        row.kind = ItemKind::TypeAlias { ty };
        row.body = Some(scope);
        tree.after(at)
    }

    fn extern_crate(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let krate = match tree.child(at, NAME_REF) {
            Some(name) => self.name(tree, name),
            None => return tree.after(at),
        };
        let item = self.leaf(tree, at, ItemKind::ExternCrate { krate });
        let rename = tree.child(at, RENAME);
        let row = &mut self.facts.items[item.index()];
        row.name = krate;
        if let Some(name) = tree.child(at, NAME_REF) {
            row.name_extent = tree.extent(name);
        }
        if let Some(rename) = rename {
            let named = tree.child(rename, NAME);
            let alias = named.map_or(Name::UNDERSCORE, |name| self.name(tree, name));
            let row = &mut self.facts.items[item.index()];
            row.name = alias;
            row.name_extent = tree.extent(named.unwrap_or(rename));
        }
        tree.after(at)
    }

    /// The items of an extern block are items of the module around it.
    fn extern_block(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let item = self.leaf(tree, at, ItemKind::ExternBlock);
        if let Some(keyword) = tree.child(at, UNSAFE_KW) {
            self.unsafe_use(tree, keyword, UnsafeKind::ExternBlock);
        }
        let Some(list) = tree.child(at, EXTERN_ITEM_LIST) else {
            return tree.after(at);
        };
        self.extern_block = Some((self.facts.items[item.index()].cfg, tree.after(at)));
        list
    }

    /// An item with no inside.
    pub(super) fn leaf(&mut self, tree: &Tree<'_>, at: usize, kind: ItemKind) -> ItemId {
        self.declare(tree, at, kind)
    }

    /// Adds the row of an item; its kind may be filled in later.
    fn declare(&mut self, tree: &Tree<'_>, at: usize, kind: ItemKind) -> ItemId {
        let Attrs { run: attrs, cfg } = self.outer_attrs(tree, at);
        let cfg = match self.extern_block {
            Some((around, end)) if at < end => {
                self.all_of([around, cfg].into_iter().flatten().collect())
            }
            _ => cfg,
        };
        let (name, name_extent) = match tree.child(at, NAME) {
            Some(node) => (self.name(tree, node), tree.extent(node)),
            // `const _`.
            None if tree.child(at, UNDERSCORE).is_some() => {
                (Name::UNDERSCORE, self.keyword(tree, at))
            }
            None => (Name::EMPTY, self.keyword(tree, at)),
        };
        let visibility = self.visibility(tree, at);
        let id = ItemId(self.facts.items.len() as u32);
        let scope = self.scope();
        self.facts.items.push(Item {
            kind,
            name,
            name_extent,
            extent: tree.extent(at),
            scope,
            body: None,
            visibility,
            cfg,
            attrs,
            generics: Run::default(),
            in_macro: self.in_macro,
            expanded: false,
        });
        id
    }

    /// The first token of an item behind its attributes.
    fn keyword(&self, tree: &Tree<'_>, at: usize) -> Extent {
        match tree.children(at).find(|&child| tree.kind(child) != ATTR) {
            Some(first) => tree.extent(first),
            None => tree.extent(at),
        }
    }

    fn open_item(&mut self, tree: &Tree<'_>, at: usize, item: ItemId) -> crate::ScopeId {
        let shares_generics = self.shares_generics();
        let cfg = self.facts.items[item.index()].cfg;
        let scope = self.open_scope(
            ScopeKind::Item,
            Some(item),
            cfg,
            tree.extent(at),
            tree.after(at),
        );
        self.bindings.enter_item(at);
        if !shares_generics {
            self.generics_floor = self.generics.len();
        }
        scope
    }

    fn generics(&mut self, tree: &Tree<'_>, at: usize, item: ItemId) {
        let Some(list) = tree.child(at, GENERIC_PARAM_LIST) else {
            return;
        };
        let mut params = Vec::new();
        // All names are in scope in all bounds and defaults.
        for param in tree.children(list) {
            let kind = match tree.kind(param) {
                TYPE_PARAM => GenericKind::Type,
                CONST_PARAM => GenericKind::Const,
                LIFETIME_PARAM => GenericKind::Lifetime,
                _ => continue,
            };
            let name = match kind {
                GenericKind::Lifetime => {
                    let text = tree
                        .child(param, LIFETIME)
                        .map_or("", |lifetime| tree.text_of(lifetime));
                    self.intern(text.trim_start_matches('\''))
                }
                _ => tree
                    .child(param, NAME)
                    .map_or(Name::EMPTY, |name| self.name(tree, name)),
            };
            if kind != GenericKind::Lifetime {
                self.generics.push(name);
            }
            params.push((
                param,
                GenericParam {
                    name,
                    kind,
                    default: None,
                },
            ));
        }
        for (param, row) in &mut params {
            match row.kind {
                GenericKind::Lifetime => {}
                GenericKind::Type => {
                    self.child_bounds(tree, *param);
                    row.default = self.child_type(tree, *param);
                }
                GenericKind::Const => {
                    self.child_type(tree, *param);
                    if let Some(default) = tree.child(*param, CONST_ARG) {
                        self.walk_node(tree, default);
                    }
                }
            }
        }
        let rows = params.into_iter().map(|(_, row)| row).collect();
        self.facts.items[item.index()].generics = Self::append(&mut self.facts.generics, rows);
    }

    fn where_clause(&mut self, tree: &Tree<'_>, at: usize) {
        if let Some(clause) = tree.child(at, WHERE_CLAUSE) {
            self.walk_node(tree, clause);
        }
    }

    fn fields(&mut self, tree: &Tree<'_>, at: usize) -> (Shape, Run) {
        let list = tree
            .children(at)
            .find(|&child| matches!(tree.kind(child), RECORD_FIELD_LIST | TUPLE_FIELD_LIST));
        let Some(list) = list else {
            return (Shape::Unit, Run::default());
        };
        let named = tree.kind(list) == RECORD_FIELD_LIST;
        let mut fields = Vec::new();
        for field in tree.children(list) {
            if !matches!(tree.kind(field), RECORD_FIELD | TUPLE_FIELD) {
                continue;
            }
            let Attrs { run: attrs, cfg } = self.outer_attrs(tree, field);
            let visibility = self.visibility(tree, field);
            let type_node = tree
                .children(field)
                .find(|&child| is_type(tree.kind(child)));
            // The paths in the type of a conditional field are under its condition.
            let conditional = cfg.is_some();
            if conditional {
                self.open_block(tree, field, cfg);
            }
            let ty = match type_node {
                Some(node) => self.ty(tree, node),
                None => self.push_type(crate::Type::Error),
            };
            if conditional {
                self.close_scope();
            }
            let (name, name_extent) = match tree.child(field, NAME) {
                Some(node) => (self.name(tree, node), tree.extent(node)),
                None => {
                    let position = self.intern(&fields.len().to_string());
                    (position, tree.extent(type_node.unwrap_or(field)))
                }
            };
            let extent = tree.extent(field);
            fields.push(Field {
                name,
                name_extent,
                extent,
                ty,
                attrs,
                cfg,
                visibility,
            });
        }
        let shape = if named { Shape::Named } else { Shape::Tuple };
        (shape, Self::append(&mut self.facts.fields, fields))
    }

    pub(super) fn visibility(&mut self, tree: &Tree<'_>, at: usize) -> Visibility {
        let Some(node) = tree.child(at, VISIBILITY) else {
            return Visibility::Inherited;
        };
        let Some(inner) = tree.child(node, VISIBILITY_INNER) else {
            return Visibility::Public;
        };
        let mut names = Vec::new();
        for token in inner..tree.after(inner) {
            if matches!(tree.kind(token), IDENT | CRATE_KW | SELF_KW | SUPER_KW) {
                let text = tree.text_of(token);
                names.push(self.intern(text.strip_prefix("r#").unwrap_or(text)));
            }
        }
        if names[..] == [Name::CRATE] {
            return Visibility::Crate;
        }
        Visibility::Restricted(self.segments(&names))
    }
}
