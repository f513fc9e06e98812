//! Adds what the expansion of a call says to the facts of the file that the call stands in.
//!
//! Rows are only appended, so every index into the facts as they were stays what it is. All that comes from an
//! expansion stands where the call stands. What an expansion *does* is left out: method calls, uses of `unsafe` and
//! calls inside of function bodies are the macro's, and the arguments are rows already.

use std::cell::OnceCell;

use crate::interner::Interner;
use crate::under::Places;
use crate::{
    Attr, Cfg, CfgId, Extent, FileFacts, GenericArg, Item, ItemId, ItemKind, MacroBody, MacroCall,
    MacroCallId, Meta, MetaId, MetaValue, Name, PathId, PathRef, Run, Scope, ScopeId, ScopeKind,
    Signature, Type, TypeId, Visibility,
};

/// Facts that expansions are added to.
pub struct Absorber {
    pub(super) facts: FileFacts,
    pub(super) interner: Interner,
    /// Where the rows from before stand; made when it is asked for.
    pub(super) places: OnceCell<Places>,
}

impl Absorber {
    /// Begins with the facts of a file.
    pub fn new(mut facts: FileFacts) -> Absorber {
        let interner = Interner::from(std::mem::take(&mut facts.names));
        Absorber {
            facts,
            interner,
            places: OnceCell::new(),
        }
    }

    /// The facts with all that was added.
    pub fn finish(mut self) -> FileFacts {
        self.facts.names = self.interner.finish();
        self.facts
    }

    /// Adds the facts of the expansion of a call among the items, in the stead of its arguments.
    pub fn absorb(&mut self, call: MacroCallId, part: &FileFacts) {
        self.facts.macro_calls[call.index()].body = MacroBody::Expanded;
        self.append_all(call, part);
    }

    /// Appends the rows of an expansion.
    pub(super) fn append_all(&mut self, call: MacroCallId, part: &FileFacts) {
        let row = &self.facts.macro_calls[call.index()];
        let extent = row.extent;
        let (scope, under) = self.home(row.scope);
        let cfg = match under.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => Some(self.push_cfg(Cfg::All(under))),
        };
        let names = part.names.iter().map(|text| self.interner.intern(text));
        let names = names.collect();
        let facts = &self.facts;
        let mark = facts.mark();
        let shift = Shift {
            names,
            call,
            extent,
            home: scope,
            // The file's own scope is not added: it is the call's.
            scopes: facts.scopes.len() as u32,
            items: facts.items.len() as u32,
            paths: facts.paths.len() as u32,
            segments: facts.segments.len() as u32,
            attrs: facts.attrs.len() as u32,
            metas: facts.metas.len() as u32,
            cfgs: facts.cfgs.len() as u32,
            types: facts.types.len() as u32,
            fields: facts.fields.len() as u32,
            generics: facts.generics.len() as u32,
            signatures: facts.signatures.len() as u32,
        };
        self.append(part, &shift);
        if let Some(cfg) = cfg {
            let rows = self.facts.since(mark);
            self.facts.put_under(cfg, rows, scope, extent);
        }
    }

    /// The scope whose items a call's are, and the conditions on the call itself.
    pub(super) fn home(&self, mut scope: ScopeId) -> (ScopeId, Vec<CfgId>) {
        let mut under = Vec::new();
        loop {
            let row = self.facts.scope(scope);
            match row.parent {
                // A call among items stands in no block, but under a condition it gets one of its own.
                Some(parent) if row.kind == ScopeKind::Block => {
                    under.extend(row.cfg);
                    scope = parent;
                }
                _ => return (scope, under),
            }
        }
    }

    pub(super) fn push_cfg(&mut self, cfg: Cfg) -> CfgId {
        self.facts.cfgs.push(cfg);
        CfgId(self.facts.cfgs.len() as u32 - 1)
    }

    fn append(&mut self, part: &FileFacts, shift: &Shift) {
        let facts = &mut self.facts;
        facts
            .segments
            .extend(part.segments.iter().map(|&name| shift.name(name)));
        facts
            .scopes
            .extend(part.scopes[1..].iter().map(|row| shift.scope_row(row)));
        facts
            .items
            .extend(part.items.iter().map(|row| shift.item(row)));
        facts
            .imports
            .extend(part.imports.iter().map(|row| crate::Import {
                segments: shift.segments(row.segments),
                name: shift.name(row.name),
                extent: shift.extent,
                item_extent: shift.extent,
                scope: shift.scope(row.scope),
                visibility: shift.visibility(row.visibility),
                cfg: row.cfg.map(|cfg| shift.cfg(cfg)),
                in_macro: Some(shift.call),
                expanded: true,
                ..row.clone()
            }));
        facts
            .paths
            .extend(part.paths.iter().map(|row| shift.path_row(row)));
        // What could not be expanded in turn may still declare something. A file would be looked for beside the macro.
        let opaque = part
            .macro_calls
            .iter()
            .filter(|call| call.is_opaque() || matches!(call.body, MacroBody::File(_)));
        facts.macro_calls.extend(opaque.map(|row| MacroCall {
            path: shift.path(row.path),
            extent: shift.extent,
            args: shift.extent,
            arrow: None,
            body: MacroBody::Tokens,
            scope: shift.scope(row.scope),
            ..row.clone()
        }));
        facts.attrs.extend(part.attrs.iter().map(|row| Attr {
            meta: MetaId(row.meta.0 + shift.metas),
            path: row.path.map(|path| shift.path(path)),
            cfg: row.cfg.map(|cfg| shift.cfg(cfg)),
            extent: shift.extent,
            inner: row.inner,
        }));
        facts.metas.extend(part.metas.iter().map(|row| Meta {
            path: shift.name(row.path),
            value: match row.value {
                MetaValue::Word => MetaValue::Word,
                MetaValue::Str(name) => MetaValue::Str(shift.name(name)),
                MetaValue::Expr(name) => MetaValue::Expr(shift.name(name)),
                MetaValue::List(run) => MetaValue::List(moved(run, shift.metas)),
            },
            extent: shift.extent,
        }));
        let cfgs = part.cfgs.iter();
        let name = |name| shift.name(name);
        facts
            .cfgs
            .extend(cfgs.map(|row| moved_cfg(row, shift.cfgs, name)));
        facts
            .types
            .extend(part.types.iter().map(|row| shift.ty_row(row)));
        facts
            .fields
            .extend(part.fields.iter().map(|row| crate::Field {
                name: shift.name(row.name),
                name_extent: shift.extent,
                extent: shift.extent,
                ty: shift.ty(row.ty),
                attrs: moved(row.attrs, shift.attrs),
                cfg: row.cfg.map(|cfg| shift.cfg(cfg)),
                visibility: shift.visibility(row.visibility),
            }));
        facts
            .generics
            .extend(part.generics.iter().map(|row| crate::GenericParam {
                name: shift.name(row.name),
                kind: row.kind,
                default: row.default.map(|ty| shift.ty(ty)),
            }));
        facts
            .signatures
            .extend(part.signatures.iter().map(|row| Signature {
                params: row.params.iter().map(|&ty| shift.ty(ty)).collect(),
                ret: row.ret.map(|ty| shift.ty(ty)),
                body: shift.extent,
                ..row.clone()
            }));
    }
}

/// Where the rows of an expansion come to stand in the tables of the file.
struct Shift {
    /// The file's name for each name of the expansion.
    names: Vec<Name>,
    call: MacroCallId,
    extent: Extent,
    home: ScopeId,
    scopes: u32,
    items: u32,
    paths: u32,
    segments: u32,
    attrs: u32,
    metas: u32,
    cfgs: u32,
    types: u32,
    fields: u32,
    generics: u32,
    signatures: u32,
}

/// A condition of other facts, whose own come to stand behind so many.
pub(super) fn moved_cfg(cfg: &Cfg, by: u32, mut name: impl FnMut(Name) -> Name) -> Cfg {
    let moved = |cfg: CfgId| CfgId(cfg.0 + by);
    let all = |parts: &[CfgId]| parts.iter().copied().map(moved).collect();
    match cfg {
        Cfg::All(parts) => Cfg::All(all(parts)),
        Cfg::Any(parts) => Cfg::Any(all(parts)),
        Cfg::Not(part) => Cfg::Not(moved(*part)),
        Cfg::Flag(flag) => Cfg::Flag(name(*flag)),
        Cfg::Pair(key, value) => Cfg::Pair(name(*key), name(*value)),
        Cfg::Constant(value) => Cfg::Constant(*value),
        Cfg::Unknown => Cfg::Unknown,
    }
}

fn moved(run: Run, by: u32) -> Run {
    Run {
        start: run.start + by,
        end: run.end + by,
    }
}

impl Shift {
    fn name(&self, name: Name) -> Name {
        self.names[name.index()]
    }

    fn segments(&self, run: Run) -> Run {
        moved(run, self.segments)
    }

    fn scope(&self, scope: ScopeId) -> ScopeId {
        match scope.0.checked_sub(1) {
            Some(row) => ScopeId(row + self.scopes),
            None => self.home,
        }
    }

    fn path(&self, path: PathId) -> PathId {
        PathId(path.0 + self.paths)
    }

    fn cfg(&self, cfg: CfgId) -> CfgId {
        CfgId(cfg.0 + self.cfgs)
    }

    fn ty(&self, ty: TypeId) -> TypeId {
        TypeId(ty.0 + self.types)
    }

    fn tys(&self, types: &[TypeId]) -> Vec<TypeId> {
        types.iter().map(|&ty| self.ty(ty)).collect()
    }

    fn visibility(&self, visibility: Visibility) -> Visibility {
        match visibility {
            Visibility::Restricted(run) => Visibility::Restricted(self.segments(run)),
            other => other,
        }
    }

    fn scope_row(&self, row: &Scope) -> Scope {
        Scope {
            parent: row.parent.map(|parent| self.scope(parent)),
            kind: row.kind,
            item: row.item.map(|item| ItemId(item.0 + self.items)),
            cfg: row.cfg.map(|cfg| self.cfg(cfg)),
            extent: self.extent,
        }
    }

    fn path_row(&self, row: &PathRef) -> PathRef {
        PathRef {
            segments: self.segments(row.segments),
            scope: self.scope(row.scope),
            extent: self.extent,
            expanded: true,
            ..row.clone()
        }
    }

    fn item(&self, row: &Item) -> Item {
        Item {
            kind: self.item_kind(&row.kind),
            name: self.name(row.name),
            name_extent: self.extent,
            extent: self.extent,
            scope: self.scope(row.scope),
            body: row.body.map(|body| self.scope(body)),
            visibility: self.visibility(row.visibility),
            cfg: row.cfg.map(|cfg| self.cfg(cfg)),
            attrs: moved(row.attrs, self.attrs),
            generics: moved(row.generics, self.generics),
            in_macro: Some(self.call),
            expanded: true,
        }
    }

    fn item_kind(&self, kind: &ItemKind) -> ItemKind {
        let ty = |ty: Option<TypeId>| ty.map(|ty| self.ty(ty));
        match kind {
            ItemKind::Fn { signature } => ItemKind::Fn {
                signature: signature + self.signatures,
            },
            ItemKind::Struct { shape, fields } => ItemKind::Struct {
                shape: *shape,
                fields: moved(*fields, self.fields),
            },
            ItemKind::Union { fields } => ItemKind::Union {
                fields: moved(*fields, self.fields),
            },
            ItemKind::Variant {
                shape,
                fields,
                discriminant,
            } => ItemKind::Variant {
                shape: *shape,
                fields: moved(*fields, self.fields),
                discriminant: discriminant.map(|name| self.name(name)),
            },
            ItemKind::Trait { bounds } => ItemKind::Trait {
                bounds: self.tys(bounds),
            },
            ItemKind::TypeAlias { ty: of } => ItemKind::TypeAlias { ty: ty(*of) },
            ItemKind::Const { ty: of, literal } => ItemKind::Const {
                ty: ty(*of),
                literal: literal.map(|name| self.name(name)),
            },
            ItemKind::Static { ty: of, mutable } => ItemKind::Static {
                ty: ty(*of),
                mutable: *mutable,
            },
            ItemKind::ExternCrate { krate } => ItemKind::ExternCrate {
                krate: self.name(*krate),
            },
            ItemKind::Impl {
                of_trait,
                self_ty,
                negative,
            } => ItemKind::Impl {
                of_trait: ty(*of_trait),
                self_ty: self.ty(*self_ty),
                negative: *negative,
            },
            ItemKind::Module { .. }
            | ItemKind::Enum
            | ItemKind::MacroRules { .. }
            | ItemKind::MacroDef
            | ItemKind::ExternBlock => kind.clone(),
        }
    }

    fn ty_row(&self, row: &Type) -> Type {
        match row {
            Type::Path { path, args } => Type::Path {
                path: self.path(*path),
                args: args.iter().map(|arg| self.argument(arg)).collect(),
            },
            Type::Param { name, rest } => Type::Param {
                name: self.name(*name),
                rest: self.segments(*rest),
            },
            Type::SelfType { rest } => Type::SelfType {
                rest: self.segments(*rest),
            },
            Type::Qualified {
                self_ty,
                of_trait,
                rest,
            } => Type::Qualified {
                self_ty: self.ty(*self_ty),
                of_trait: of_trait.map(|ty| self.ty(ty)),
                rest: self.segments(*rest),
            },
            Type::Ref { target, mutable } => Type::Ref {
                target: self.ty(*target),
                mutable: *mutable,
            },
            Type::Pointer(ty) => Type::Pointer(self.ty(*ty)),
            Type::Slice(ty) => Type::Slice(self.ty(*ty)),
            Type::Array(ty, length) => Type::Array(self.ty(*ty), self.name(*length)),
            Type::Tuple(types) => Type::Tuple(self.tys(types)),
            Type::FnPointer(types) => Type::FnPointer(self.tys(types)),
            Type::Dyn(types) => Type::Dyn(self.tys(types)),
            Type::Impl(types) => Type::Impl(self.tys(types)),
            Type::Never => Type::Never,
            Type::Infer => Type::Infer,
            Type::Macro => Type::Macro,
            Type::Error => Type::Error,
        }
    }

    fn argument(&self, arg: &GenericArg) -> GenericArg {
        match arg {
            GenericArg::Type(ty) => GenericArg::Type(self.ty(*ty)),
            GenericArg::Const(name) => GenericArg::Const(self.name(*name)),
            GenericArg::Binding(name, ty) => GenericArg::Binding(self.name(*name), self.ty(*ty)),
        }
    }
}
