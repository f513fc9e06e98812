//! Types as written in signatures, fields, aliases and `impl` headers.

use ra_ap_parser::SyntaxKind::{self, *};

use super::Extractor;
use super::paths::Head;
use crate::tree::Tree;
use crate::{GenericArg, Name, PathKind, Type, TypeId};

/// How deep types are read; the paths of what is deeper are seen, its structure is not.
const MAX_DEPTH: usize = 128;

impl Extractor {
    /// Reads a type, its paths included.
    pub(super) fn ty(&mut self, tree: &Tree<'_>, at: usize) -> TypeId {
        let ty = self.read_type(tree, at, PathKind::Type);
        self.push_type(ty)
    }

    /// Reads the type that a bound names: its path is recorded as one.
    pub(super) fn bound_type(&mut self, tree: &Tree<'_>, at: usize) -> TypeId {
        let ty = self.read_type(tree, at, PathKind::Bound);
        self.push_type(ty)
    }

    /// Reads the type that is the first child of a node that is one.
    pub(super) fn child_type(&mut self, tree: &Tree<'_>, at: usize) -> Option<TypeId> {
        let child = tree.children(at).find(|&child| is_type(tree.kind(child)))?;
        Some(self.ty(tree, child))
    }

    /// Reads the bounds of a `TYPE_BOUND_LIST`, lifetimes left out.
    pub(super) fn bounds(&mut self, tree: &Tree<'_>, list: usize) -> Vec<TypeId> {
        let mut bounds = Vec::new();
        for bound in tree
            .children(list)
            .filter(|&child| tree.kind(child) == TYPE_BOUND)
        {
            for child in tree.children(bound) {
                match tree.kind(child) {
                    kind if is_type(kind) => bounds.push(self.bound_type(tree, child)),
                    _ => {}
                }
            }
        }
        bounds
    }

    pub(super) fn push_type(&mut self, ty: Type) -> TypeId {
        let id = TypeId(self.facts.types.len() as u32);
        self.facts.types.push(ty);
        id
    }

    fn read_type(&mut self, tree: &Tree<'_>, at: usize, kind: PathKind) -> Type {
        if self.type_depth == MAX_DEPTH {
            self.walk_node(tree, at);
            return Type::Error;
        }
        self.type_depth += 1;
        let ty = self.read_type_node(tree, at, kind);
        self.type_depth -= 1;
        ty
    }

    fn read_type_node(&mut self, tree: &Tree<'_>, at: usize, kind: PathKind) -> Type {
        match tree.kind(at) {
            PATH_TYPE => self.read_path_type(tree, at, kind),
            PAREN_TYPE => match self.inner(tree, at) {
                Some(inner) => self.read_type(tree, inner, kind),
                None => Type::Error,
            },
            FOR_TYPE => match self.inner(tree, at) {
                Some(inner) => self.read_type(tree, inner, kind),
                None => Type::Error,
            },
            REF_TYPE => match self.child_type(tree, at) {
                Some(target) => Type::Ref {
                    target,
                    mutable: tree.child(at, MUT_KW).is_some(),
                },
                None => Type::Error,
            },
            PTR_TYPE => self.child_type(tree, at).map_or(Type::Error, Type::Pointer),
            SLICE_TYPE => self.child_type(tree, at).map_or(Type::Error, Type::Slice),
            ARRAY_TYPE => {
                let Some(element) = self.child_type(tree, at) else {
                    return Type::Error;
                };
                let length = match tree.child(at, CONST_ARG) {
                    Some(length) => {
                        self.walk_node(tree, length);
                        self.intern(tree.text_of(length))
                    }
                    None => Name::EMPTY,
                };
                Type::Array(element, length)
            }
            TUPLE_TYPE => Type::Tuple(self.child_types(tree, at)),
            FN_PTR_TYPE => {
                let mut types = Vec::new();
                if let Some(params) = tree.child(at, PARAM_LIST) {
                    for param in tree
                        .children(params)
                        .filter(|&child| tree.kind(child) == PARAM)
                    {
                        types.extend(self.child_type(tree, param));
                    }
                }
                if let Some(ret) = tree.child(at, RET_TYPE) {
                    types.extend(self.child_type(tree, ret));
                }
                Type::FnPointer(types)
            }
            DYN_TRAIT_TYPE => Type::Dyn(self.child_bounds(tree, at)),
            IMPL_TRAIT_TYPE => Type::Impl(self.child_bounds(tree, at)),
            NEVER_TYPE => Type::Never,
            INFER_TYPE => Type::Infer,
            MACRO_TYPE => {
                self.walk_node(tree, at);
                Type::Macro
            }
            _ => {
                self.walk_node(tree, at);
                Type::Error
            }
        }
    }

    fn read_path_type(&mut self, tree: &Tree<'_>, at: usize, kind: PathKind) -> Type {
        let Some(path) = tree.child(at, PATH) else {
            return Type::Error;
        };
        let head = self.path(tree, path, kind);
        if !matches!(head, Head::Recorded(_)) {
            self.qualifier_args(tree, path);
        }
        match head {
            Head::Recorded(id) => {
                // Arguments of the segments before the last (`Vec::<u8>::Item`) are rare and only walked.
                if let Some(qualifier) = tree.child(path, PATH) {
                    self.walk_node(tree, qualifier);
                }
                let args = match tree.child(path, PATH_SEGMENT) {
                    Some(segment) => self.segment_args(tree, segment),
                    None => Vec::new(),
                };
                Type::Path { path: id, args }
            }
            Head::Param(name, rest) => Type::Param { name, rest },
            Head::SelfType(rest) => Type::SelfType { rest },
            Head::Qualified(anchor, rest) => {
                let mut types = tree
                    .children(anchor)
                    .filter(|&child| is_type(tree.kind(child)))
                    .collect::<Vec<_>>();
                let of_trait = (types.len() > 1).then(|| types.pop()).flatten();
                let Some(&self_ty) = types.first() else {
                    return Type::Error;
                };
                let self_ty = self.ty(tree, self_ty);
                let of_trait = of_trait.map(|node| self.bound_type(tree, node));
                Type::Qualified {
                    self_ty,
                    of_trait,
                    rest,
                }
            }
            Head::Local | Head::Broken => Type::Error,
        }
    }

    /// Walks the generic arguments of a path that is no row itself.
    fn qualifier_args(&mut self, tree: &Tree<'_>, path: usize) {
        let mut at = Some(path);
        while let Some(path) = at {
            if let Some(segment) = tree.child(path, PATH_SEGMENT) {
                for child in tree.children(segment) {
                    if matches!(
                        tree.kind(child),
                        GENERIC_ARG_LIST | PARENTHESIZED_ARG_LIST | RET_TYPE
                    ) {
                        self.walk_node(tree, child);
                    }
                }
            }
            at = tree.child(path, PATH);
        }
    }

    fn segment_args(&mut self, tree: &Tree<'_>, segment: usize) -> Vec<GenericArg> {
        let mut args = Vec::new();
        for child in tree.children(segment) {
            match tree.kind(child) {
                GENERIC_ARG_LIST => self.generic_args(tree, child, &mut args),
                // `Fn(A, B) -> C`.
                PARENTHESIZED_ARG_LIST => {
                    for arg in tree
                        .children(child)
                        .filter(|&arg| tree.kind(arg) == TYPE_ARG)
                    {
                        args.extend(self.child_type(tree, arg).map(GenericArg::Type));
                    }
                }
                RET_TYPE => {
                    let output = self.intern("Output");
                    args.extend(
                        self.child_type(tree, child)
                            .map(|ty| GenericArg::Binding(output, ty)),
                    );
                }
                _ => {}
            }
        }
        args
    }

    fn generic_args(&mut self, tree: &Tree<'_>, list: usize, args: &mut Vec<GenericArg>) {
        for arg in tree.children(list) {
            match tree.kind(arg) {
                TYPE_ARG => args.extend(self.child_type(tree, arg).map(GenericArg::Type)),
                CONST_ARG => {
                    self.walk_node(tree, arg);
                    let text = self.intern(tree.text_of(arg));
                    args.push(GenericArg::Const(text));
                }
                ASSOC_TYPE_ARG => {
                    let name = tree.child(arg, NAME_REF).map(|name| self.name(tree, name));
                    match (name, self.child_type(tree, arg)) {
                        (Some(name), Some(ty)) => args.push(GenericArg::Binding(name, ty)),
                        // `Item: Bound`.
                        _ => self.walk(tree, arg + 1, tree.after(arg)),
                    }
                }
                _ => {}
            }
        }
    }

    fn child_types(&mut self, tree: &Tree<'_>, at: usize) -> Vec<TypeId> {
        let nodes: Vec<usize> = tree
            .children(at)
            .filter(|&child| is_type(tree.kind(child)))
            .collect();
        nodes.into_iter().map(|node| self.ty(tree, node)).collect()
    }

    /// Reads the bounds in the bound list of a node, if it has one.
    pub(super) fn child_bounds(&mut self, tree: &Tree<'_>, at: usize) -> Vec<TypeId> {
        match tree.child(at, TYPE_BOUND_LIST) {
            Some(list) => self.bounds(tree, list),
            None => Vec::new(),
        }
    }

    fn inner(&self, tree: &Tree<'_>, at: usize) -> Option<usize> {
        tree.children(at).find(|&child| is_type(tree.kind(child)))
    }
}

pub(super) fn is_type(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        PATH_TYPE
            | PAREN_TYPE
            | FOR_TYPE
            | REF_TYPE
            | PTR_TYPE
            | SLICE_TYPE
            | ARRAY_TYPE
            | TUPLE_TYPE
            | FN_PTR_TYPE
            | DYN_TRAIT_TYPE
            | IMPL_TRAIT_TYPE
            | NEVER_TYPE
            | INFER_TYPE
            | MACRO_TYPE
    )
}
