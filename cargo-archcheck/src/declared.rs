//! Collects what modules declare from facts and names.

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_facts::{
    Extent, FileFacts, GenericArg, GenericKind, Item, ItemId, ItemKind, MacroBody, MacroPosition,
    PathId, PathKind, Run, ScopeId, Type, TypeId, Visibility,
};
use govern_names::{Def, InstanceId, ItemDef, Meaning, ModuleId, Names, Origin};
use govern_workspace::{DependencyKind, Workspace};
use rustc_hash::FxHashMap;

use crate::{
    architecture::{Architecture, ModuleRow},
    declarations::{
        DataField, DataType, Declarations, Function, Hint, Implementation, Means, Mention, Method,
        Static, Subject, Supertrait, Trait, is_standard,
    },
    policy::Role,
};

/// How many aliases of aliases are followed; only broken code has more.
const MAX_ALIASES: usize = 8;

/// What the program declares. Nothing if no layer has a role.
pub(crate) fn declarations(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &Architecture,
) -> Declarations {
    let mut declarations = Declarations::default();
    if !architecture.has_roles() {
        return declarations;
    }
    let instances: BTreeSet<InstanceId> = names
        .modules()
        .filter_map(|(_, module)| module.instance)
        .collect();
    let mut exported = BTreeSet::new();
    let shared = shared(names, rows, architecture);
    for instance in instances {
        let Some(facts) = workspace.facts(names.instance(instance).file) else {
            continue;
        };
        let file = File {
            workspace,
            names,
            rows,
            architecture,
            shared: &shared,
            instance,
            facts,
            paths: type_paths(facts),
        };
        for row in 0..facts.items.len() as u32 {
            file.item(ItemId(row), &mut declarations);
        }
        file.hints(&mut declarations);
    }
    for reference in names.references() {
        export(
            workspace,
            names,
            rows,
            architecture,
            reference,
            &mut exported,
        );
    }
    declarations.exported_by_ports = exported.into_iter().collect();
    sort(&mut declarations);
    declarations
}

fn sort(declarations: &mut Declarations) {
    macro_rules! sorted {
        ($($table:ident: $span:expr;)*) => {$(
            declarations.$table.sort_by_key(|one| {
                let span: Span = $span(one);
                (one.module, span.file, span.range.start())
            });
        )*};
    }
    sorted! {
        traits: |one: &Trait| one.span;
        implementations: |one: &Implementation| one.span;
        types: |one: &DataType| one.span;
        functions: |one: &Function| one.method.span;
        statics: |one: &Static| one.span;
        hints: |one: &Hint| one.span;
    }
}

/// The modules with others inside that are not in the same layer: what can be seen in all of one leaves its layer.
fn shared(
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &Architecture,
) -> BTreeSet<ModuleId> {
    let mut layers = FxHashMap::default();
    let mut shared = BTreeSet::new();
    for (id, module) in names.modules() {
        let Some(&row) = rows.get(&id) else {
            continue;
        };
        let row = architecture.module(row);
        if row.excluded || !module.presence.normal {
            continue;
        }
        let around = std::iter::successors(Some(id), |&id| names.module(id).parent);
        for around in around {
            if *layers.entry(around).or_insert(row.layer) != row.layer {
                shared.insert(around);
            }
        }
    }
    shared
}

/// Remembers what a re-export in a layer of ports exports.
fn export(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &Architecture,
    reference: &govern_names::Reference,
    exported: &mut BTreeSet<String>,
) {
    let (Origin::Import(row), Some(&from)) = (reference.origin, rows.get(&reference.from)) else {
        return;
    };
    if architecture.role_of(from) != Some(Role::Port) {
        return;
    }
    let Some(facts) = workspace.facts(names.instance(reference.instance).file) else {
        return;
    };
    if facts.imports[row as usize].visibility == Visibility::Inherited {
        return;
    }
    exported.extend(match reference.def {
        Def::Item(item) => item_path(workspace, names, item),
        Def::Module(module) => Some(names.module_path(module)),
        Def::Extern(_) | Def::Builtin => None,
    });
}

/// The full path of an item of a module.
fn item_path(workspace: &Workspace, names: &Names, def: ItemDef) -> Option<String> {
    let facts = workspace.facts(names.instance(def.instance).file)?;
    let module = names.module_path(names.module_of_item(def, facts));
    Some(format!(
        "{module}::{}",
        facts.text(facts.item(def.item).name)
    ))
}

/// The paths in types and bounds, by where they begin.
fn type_paths(facts: &FileFacts) -> Vec<(u32, PathId)> {
    let mut paths: Vec<(u32, PathId)> = facts
        .paths
        .iter()
        .enumerate()
        .filter(|(_, path)| matches!(path.kind, PathKind::Type | PathKind::Bound))
        .map(|(row, path)| (path.extent.start, PathId(row as u32)))
        .collect();
    paths.sort_unstable();
    paths
}

/// Takes what a name means, and the aliases on the way there.
type AddMeaning<'a> = dyn FnMut(Means, &[(String, Span)]) + 'a;

/// A file as part of a crate.
struct File<'a> {
    workspace: &'a Workspace,
    names: &'a Names,
    rows: &'a FxHashMap<ModuleId, ModuleRow>,
    architecture: &'a Architecture,
    /// The modules that several layers share.
    shared: &'a BTreeSet<ModuleId>,
    instance: InstanceId,
    facts: &'a FileFacts,
    paths: Vec<(u32, PathId)>,
}

impl File<'_> {
    fn item(&self, id: ItemId, declarations: &mut Declarations) {
        let item = self.facts.item(id);
        let is_implementation = matches!(
            item.kind,
            ItemKind::Impl {
                of_trait: Some(_),
                negative: false,
                ..
            }
        );
        let Some(module) = self.module(id) else {
            return;
        };
        let role = self.architecture.role_of(module);
        let excluded = self.architecture.module(module).excluded;
        let is_trait = matches!(item.kind, ItemKind::Trait { .. });
        // What stands behind a port does so wherever it is; a port may ask for traits from anywhere.
        if (!is_implementation && (excluded || (role.is_none() && !is_trait)))
            || !self.counts(module, item.body.unwrap_or(item.scope))
        {
            return;
        }
        match &item.kind {
            ItemKind::Trait { .. } => declarations.traits.push(self.trait_of(item, id, module)),
            ItemKind::Impl {
                of_trait: Some(of_trait),
                self_ty,
                negative: false,
            } => match self.implementation((item, id), module, *of_trait, *self_ty) {
                Ok(implementation) => declarations.implementations.push(implementation),
                Err(hint) => declarations.hints.push(hint),
            },
            ItemKind::Struct { .. } | ItemKind::Union { .. } | ItemKind::Enum => {
                declarations.types.push(self.data_type(item, id, module));
            }
            ItemKind::Fn { .. } => declarations
                .functions
                .extend(self.function(item, id, module)),
            ItemKind::Static { .. } => declarations.statics.push(Static {
                module,
                path: self.path(id),
                span: self.span(item.name_extent),
            }),
            _ => {}
        }
    }

    fn trait_of(&self, item: &Item, id: ItemId, module: ModuleRow) -> Trait {
        let mut header = self.mentions(item.extent, &[], &BTreeSet::new());
        let mut methods = Vec::new();
        let mut associated = Vec::new();
        let (mut has_constants, mut has_generic_types) = (false, false);
        for inner in self.items_in(id) {
            let inside =
                |mention: &Mention| inner.extent.range().contains_range(mention.span.range);
            header.retain(|mention| !inside(mention));
            match inner.kind {
                ItemKind::Fn { .. } => methods.extend(self.method(inner, module)),
                ItemKind::TypeAlias { .. } => {
                    has_generic_types |= !inner.generics.is_empty();
                    associated.extend(self.mentions(inner.extent, &[], &BTreeSet::new()));
                }
                ItemKind::Const { .. } => {
                    has_constants = true;
                    associated.extend(self.mentions(inner.extent, &[], &BTreeSet::new()));
                }
                _ => {}
            }
        }
        let attributes = self.facts.attrs_of(item.attrs).filter_map(|attr| {
            Some(match self.meaning(attr.path?) {
                Meaning::External(path) => path,
                _ => self.facts.attr_path(attr).to_owned(),
            })
        });
        Trait {
            module,
            path: self.path(id),
            span: self.span(item.name_extent),
            visible: self.is_shown(id),
            header,
            supertraits: self.supertraits(item),
            methods,
            associated,
            has_constants,
            has_generic_types,
            attributes: attributes.collect(),
        }
    }

    /// What a trait asks of those who implement it.
    fn supertraits(&self, item: &Item) -> Vec<Supertrait> {
        let ItemKind::Trait { bounds } = &item.kind else {
            return Vec::new();
        };
        let asked = |path: PathId, args: &[GenericArg]| Supertrait {
            span: self.span(self.facts.path(path).extent),
            means: match self.meaning(path) {
                Meaning::External(path) => Means::External(path),
                Meaning::Item(def, _) => {
                    item_path(self.workspace, self.names, def).map_or(Means::Other, Means::Item)
                }
                _ => Means::Other,
            },
            has_arguments: args
                .iter()
                .any(|arg| !matches!(arg, GenericArg::Binding(..))),
            of_self: args.iter().any(|arg| {
                let is_self = |ty: &Type| matches!(ty, Type::SelfType { rest } if rest.is_empty());
                matches!(arg, GenericArg::Type(ty) if self.any(*ty, &is_self))
            }),
        };
        let paths = bounds
            .iter()
            .filter_map(|&bound| match self.facts.ty(bound) {
                Type::Path { path, args } => Some(asked(*path, args)),
                _ => None,
            });
        let mut supertraits: Vec<Supertrait> = paths.collect();
        let own = self
            .facts
            .items_around(item.body.unwrap_or(item.scope))
            .next();
        let inside: Vec<Extent> = own
            .map(|(id, _)| self.items_in(id).map(|inner| inner.extent).collect())
            .unwrap_or_default();
        let clauses = self
            .paths_within(item.extent, &inside)
            .filter(|&path| self.is_bound_of_self(path));
        for path in clauses {
            let types = self.facts.types.iter();
            let mut args = types.filter_map(|ty| match ty {
                Type::Path { path: own, args } if *own == path => Some(args.as_slice()),
                _ => None,
            });
            let known = asked(path, args.next_back().unwrap_or_default());
            if supertraits.iter().all(|one| one.span != known.span) {
                supertraits.push(known);
            }
        }
        supertraits
    }

    /// Whether a path is a bound in `where Self: …`. Facts do not say what a bound is of, so the text is asked.
    fn is_bound_of_self(&self, path: PathId) -> bool {
        let row = self.facts.path(path);
        let text = self.workspace.text(self.names.instance(self.instance).file);
        let before = text
            .as_ref()
            .ok()
            .and_then(|text| text.get(..row.extent.start as usize));
        if row.kind != PathKind::Bound {
            return false;
        }
        let mut rest = before.unwrap_or_default();
        // The last colon that is not part of `::`.
        while let Some(at) = rest.rfind(':') {
            match rest[..at].strip_suffix(':') {
                Some(shorter) => rest = shorter,
                None => {
                    let of = rest[..at].trim_end();
                    let name = of.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next();
                    return name == Some("Self") && !of.ends_with("::Self");
                }
            }
        }
        false
    }

    /// An implementation; where its trait is not known, a hint at one.
    fn implementation(
        &self,
        (item, id): (&Item, ItemId),
        module: ModuleRow,
        of_trait: TypeId,
        self_ty: TypeId,
    ) -> Result<Implementation, Hint> {
        let unknown = |name: &str, span| Hint {
            module,
            path: None,
            name: name.to_owned(),
            span,
        };
        let Type::Path { path, args } = self.facts.ty(of_trait) else {
            return Err(unknown("", self.span(item.name_extent)));
        };
        let row = self.facts.path(*path);
        let span = self.span(row.extent);
        let (of_trait, of_workspace) = match self.meaning(*path) {
            Meaning::External(path) => (path, false),
            Meaning::Item(def, _) => match item_path(self.workspace, self.names, def) {
                Some(path) => (path, true),
                None => return Err(unknown("", span)),
            },
            _ => {
                let name = self.facts.segments(row.segments).next_back();
                return Err(unknown(name.unwrap_or_default(), span));
            }
        };
        let mut in_arguments = BTreeSet::new();
        for arg in args {
            if let GenericArg::Type(ty) | GenericArg::Binding(_, ty) = arg {
                self.paths_in(*ty, &mut in_arguments);
            }
        }
        let mut in_subject = BTreeSet::new();
        self.paths_in(self_ty, &mut in_subject);
        let mut methods = Vec::new();
        let mut associated = Vec::new();
        let mut inside = Vec::new();
        for inner in self.items_in(id) {
            inside.push(inner.extent);
            match inner.kind {
                ItemKind::Fn { .. } => methods.extend(self.method(inner, module)),
                ItemKind::TypeAlias { .. } => {
                    associated.extend(self.mentions(inner.extent, &[], &BTreeSet::new()));
                }
                _ => {}
            }
        }
        let mut bounds = Vec::new();
        let mut arguments = Vec::new();
        for path in self.paths_within(item.extent, &inside) {
            let into = match () {
                () if in_arguments.contains(&path) => &mut arguments,
                () if in_subject.contains(&path) || self.facts.path(path).extent == row.extent => {
                    continue;
                }
                () => &mut bounds,
            };
            into.extend(self.mention(path, false));
        }
        Ok(Implementation {
            module,
            span,
            of_trait,
            of_workspace,
            subject_visible: self.is_type_shown(self_ty),
            arguments,
            bounds,
            subject: self.subject(self_ty),
            methods,
            associated,
        })
    }

    fn subject(&self, ty: TypeId) -> Subject {
        match self.facts.ty(ty) {
            Type::Param { .. } => Subject::Blanket,
            Type::Ref { target, .. } if self.is_parameter(*target) => Subject::Forwarder,
            Type::Path { path, args } => match self.meaning(*path) {
                Meaning::Item(def, _) => {
                    item_path(self.workspace, self.names, def).map_or(Subject::Other, Subject::Item)
                }
                Meaning::External(path) => {
                    let passes_on = |arg: &GenericArg| matches!(arg, GenericArg::Type(ty) if self.is_parameter(*ty));
                    match is_standard(&path) && args.iter().any(passes_on) {
                        true => Subject::Forwarder,
                        false => Subject::External(path),
                    }
                }
                _ => Subject::Other,
            },
            _ => Subject::Other,
        }
    }

    /// Whether a type is a parameter, or an object: what a pointer that passes calls on points to.
    fn is_parameter(&self, ty: TypeId) -> bool {
        matches!(self.facts.ty(ty), Type::Param { .. } | Type::Dyn(_))
    }

    fn data_type(&self, item: &Item, id: ItemId, module: ModuleRow) -> DataType {
        let mut fields = Vec::new();
        match item.kind {
            ItemKind::Struct { fields: run, .. } | ItemKind::Union { fields: run } => {
                self.fields(id, run, None, &mut fields);
            }
            _ => {
                for variant in self.items_in(id) {
                    if let ItemKind::Variant { fields: run, .. } = variant.kind {
                        self.fields(id, run, Some(self.facts.text(variant.name)), &mut fields);
                    }
                }
            }
        }
        DataType {
            module,
            path: self.path(id),
            span: self.span(item.name_extent),
            visible: self.is_shown(id),
            is_enum: matches!(item.kind, ItemKind::Enum),
            fields,
        }
    }

    fn fields(&self, of: ItemId, run: Run, variant: Option<&str>, fields: &mut Vec<DataField>) {
        for field in &self.facts.fields[run.rows()] {
            let name = self.facts.text(field.name);
            let has = |names: &[&str]| {
                let mut attrs = self.facts.attrs_of(field.attrs);
                attrs.any(|attr| names.contains(&self.facts.attr_path(attr)))
            };
            fields.push(DataField {
                name: variant
                    .map_or_else(|| name.to_owned(), |variant| format!("{variant}::{name}")),
                visible: variant.is_some() || self.leaves_layer(of, field.visibility),
                is_cause: has(&["from", "source", "backtrace"]),
                is_converted: has(&["from"]),
                mentions: self.mentions(field.extent, &[], &BTreeSet::new()),
            });
        }
    }

    fn function(&self, item: &Item, id: ItemId, module: ModuleRow) -> Option<Function> {
        let owner = self.facts.items_around(item.scope).next();
        let mut of_type = None;
        let mut is_method = false;
        let mut is_type_shown = true;
        if let Some((_, owner)) = owner {
            match &owner.kind {
                ItemKind::Module { .. } => {}
                ItemKind::Impl {
                    of_trait: None,
                    self_ty,
                    ..
                } => {
                    is_method = true;
                    if let Subject::Item(path) = self.subject(*self_ty) {
                        of_type = Some(path);
                    }
                    is_type_shown = self.is_type_shown(*self_ty);
                }
                // In a trait, in an implementation of one, in the body of another function.
                _ => return None,
            }
        }
        let ItemKind::Fn { signature } = item.kind else {
            return None;
        };
        Some(Function {
            module,
            path: self.path(id),
            visible: is_type_shown && self.is_shown(id),
            of_type,
            is_method,
            is_const: self.facts.signatures[signature as usize].is_const,
            method: self.method(item, module)?,
        })
    }

    fn method(&self, item: &Item, module: ModuleRow) -> Option<Method> {
        let ItemKind::Fn { signature } = item.kind else {
            return None;
        };
        let signature = &self.facts.signatures[signature as usize];
        let mut returned = BTreeSet::new();
        if let Some(ret) = signature.ret {
            self.paths_in(ret, &mut returned);
        }
        // Only of ports somebody asks.
        let is_port = self.architecture.role_of(module) == Some(Role::Port);
        let calls = match signature.has_body && is_port {
            true => self.calls_in(signature.body),
            false => 0,
        };
        let types = || signature.params.iter().copied().chain(signature.ret);
        let generics = &self.facts.generics[item.generics.rows()];
        let body = [signature.body];
        Some(Method {
            name: self.facts.text(item.name).to_owned(),
            span: self.span(item.name_extent),
            signature: self.mentions(
                item.extent,
                if signature.has_body { &body } else { &[] },
                &returned,
            ),
            has_self: signature.has_self,
            is_async: signature.is_async,
            has_body: signature.has_body,
            calls,
            is_generic: generics
                .iter()
                .any(|generic| generic.kind != GenericKind::Lifetime),
            has_impl_trait: types().any(|ty| self.any(ty, &|ty| matches!(ty, Type::Impl(_)))),
            names_self: types().any(|ty| {
                self.any(
                    ty,
                    &|ty| matches!(ty, Type::SelfType { rest } if rest.is_empty()),
                )
            }),
        })
    }

    /// How many calls stand in a body.
    fn calls_in(&self, body: Extent) -> usize {
        let paths = self.facts.paths.iter();
        let called = paths
            .filter(|path| matches!(path.kind, PathKind::Call | PathKind::Macro))
            .filter(|path| body.contains(path.extent));
        // `Ok(…)`, `Some(…)` and other variants and structs only hold something.
        let called = called.filter(|path| {
            let name = self.facts.segments(path.segments).next_back();
            !name.is_some_and(|name| name.starts_with(char::is_uppercase))
        });
        let methods = self.facts.method_calls.iter();
        called.count() + methods.filter(|call| body.contains(call.extent)).count()
    }

    /// Where macros may implement traits in a way that is not known.
    fn hints(&self, declarations: &mut Declarations) {
        let calls: Vec<Extent> = self
            .facts
            .macro_calls
            .iter()
            .filter(|call| call.position == MacroPosition::Item && call.body == MacroBody::Tokens)
            .map(|call| call.args)
            .collect();
        for (row, path) in self.facts.paths.iter().enumerate() {
            let may_implement = match path.kind {
                PathKind::MacroBody | PathKind::Derive => true,
                PathKind::MacroArgument => calls.iter().any(|args| args.contains(path.extent)),
                _ => false,
            };
            if !may_implement {
                continue;
            }
            let Some(module) = self
                .names
                .module_of(self.names.instance(self.instance).file, path.scope)
            else {
                continue;
            };
            let Some(&module) = self.rows.get(&module) else {
                continue;
            };
            if !self.counts(module, path.scope) {
                continue;
            }
            let name = self.facts.segments(path.segments).next_back();
            let name = name.unwrap_or_default();
            let known = match self.meaning(PathId(row as u32)) {
                Meaning::Item(def, 0) => {
                    let facts = self.workspace.facts(self.names.instance(def.instance).file);
                    let is_trait = facts.is_some_and(|facts| {
                        matches!(facts.item(def.item).kind, ItemKind::Trait { .. })
                    });
                    match is_trait {
                        true => item_path(self.workspace, self.names, def),
                        false => continue,
                    }
                }
                // A derive that is called like a trait may be of it.
                _ if path.kind == PathKind::Derive => None,
                Meaning::Unresolved => None,
                _ => continue,
            };
            declarations.hints.push(Hint {
                module,
                path: known,
                name: name.to_owned(),
                span: self.span(path.extent),
            });
        }
    }

    /// The module an item is declared in.
    fn module(&self, id: ItemId) -> Option<ModuleRow> {
        let def = ItemDef {
            instance: self.instance,
            item: id,
        };
        let module = self.names.module_of_item(def, self.facts);
        self.rows.get(&module).copied()
    }

    /// Whether a scope belongs to the program, not to tests or to what does not exist.
    fn counts(&self, module: ModuleRow, scope: ScopeId) -> bool {
        let file = self.names.instance(self.instance).file;
        let module = self.architecture.module(module);
        module.kind == DependencyKind::Normal
            && !self.names.presence(file, scope).is_absent()
            && !self.names.is_test(self.facts, file, scope)
    }

    fn path(&self, id: ItemId) -> String {
        let def = ItemDef {
            instance: self.instance,
            item: id,
        };
        item_path(self.workspace, self.names, def).unwrap_or_default()
    }

    fn span(&self, extent: Extent) -> Span {
        Span::new(self.names.instance(self.instance).file, extent.range())
    }

    fn meaning(&self, path: PathId) -> Meaning {
        self.names.meaning_in(self.facts, self.instance, path)
    }

    /// The items declared directly in an item, those of tests left out.
    fn items_in(&self, around: ItemId) -> impl Iterator<Item = &Item> {
        let outer = self.facts.item(around);
        // They follow it.
        self.facts.items[around.index() + 1..]
            .iter()
            .take_while(|item| item.extent.start < outer.extent.end)
            .filter(|item| Some(item.scope) == outer.body)
            .filter(|item| self.is_normal(item.body.unwrap_or(item.scope)))
    }

    /// Whether an item can be seen from outside of its layer.
    fn is_shown(&self, id: ItemId) -> bool {
        let item = self.facts.item(id);
        let around = self.facts.items_around(item.scope).next();
        let is_local = matches!(
            around,
            Some((
                _,
                Item {
                    kind: ItemKind::Fn { .. },
                    ..
                }
            ))
        );
        !is_local && self.leaves_layer(id, item.visibility)
    }

    /// Whether what an item declares with this visibility can be seen from outside of its layer. What is private to its
    /// module is not, though modules inside that one see it.
    fn leaves_layer(&self, id: ItemId, visibility: Visibility) -> bool {
        let def = ItemDef {
            instance: self.instance,
            item: id,
        };
        let module = self.names.module_of_item(def, self.facts);
        match self.names.seen_within(self.facts, visibility, module) {
            None => true,
            Some(within) => {
                within != self.names.real_module(module) && self.shared.contains(&within)
            }
        }
    }

    /// Whether a type can be seen from outside of its layer; types from elsewhere can.
    fn is_type_shown(&self, ty: TypeId) -> bool {
        let Type::Path { path, .. } = self.facts.ty(ty) else {
            return true;
        };
        let Meaning::Item(def, _) = self.meaning(*path) else {
            return true;
        };
        let file = self.names.instance(def.instance).file;
        self.workspace.facts(file).is_none_or(|facts| {
            let inside = File {
                instance: def.instance,
                facts,
                paths: Vec::new(),
                ..*self
            };
            inside.is_shown(def.item)
        })
    }

    /// Whether a scope exists outside of tests.
    fn is_normal(&self, scope: ScopeId) -> bool {
        let file = self.names.instance(self.instance).file;
        self.names.presence(file, scope).normal
    }

    /// The paths of types and bounds in an extent, without those in some parts of it.
    fn paths_within<'a>(
        &'a self,
        extent: Extent,
        without: &'a [Extent],
    ) -> impl Iterator<Item = PathId> + 'a {
        let first = self
            .paths
            .partition_point(|(start, _)| *start < extent.start);
        self.paths[first..]
            .iter()
            .take_while(move |(start, _)| *start < extent.end)
            .map(|(_, path)| *path)
            .filter(move |&path| {
                let own = self.facts.path(path);
                !without.iter().any(|part| part.contains(own.extent)) && self.is_normal(own.scope)
            })
    }

    fn mentions(
        &self,
        extent: Extent,
        without: &[Extent],
        returned: &BTreeSet<PathId>,
    ) -> Vec<Mention> {
        self.paths_within(extent, without)
            .flat_map(|path| self.mention(path, returned.contains(&path)))
            .collect()
    }

    /// What a path names; with what it stands for, if it is an alias.
    fn mention(&self, path: PathId, returned: bool) -> Vec<Mention> {
        let span = self.span(self.facts.path(path).extent);
        let mut mentions = Vec::new();
        self.expand(path, &mut Vec::new(), &mut |means, aliases| {
            mentions.push(Mention {
                span,
                means,
                returned,
                aliases: aliases.to_vec(),
            });
        });
        mentions
    }

    fn expand(&self, path: PathId, aliases: &mut Vec<(String, Span)>, add: &mut AddMeaning<'_>) {
        let def = match self.meaning(path) {
            Meaning::External(path) => return add(Means::External(path), aliases),
            Meaning::Item(def, _) => def,
            Meaning::Module(_) | Meaning::Builtin | Meaning::Unresolved => {
                return add(Means::Other, aliases);
            }
        };
        let Some(name) = item_path(self.workspace, self.names, def) else {
            return add(Means::Other, aliases);
        };
        let file = self.names.instance(def.instance).file;
        if let Some(facts) = self.workspace.facts(file)
            && let item = facts.item(def.item)
            && matches!(item.kind, ItemKind::TypeAlias { ty: Some(_) })
            && aliases.len() < MAX_ALIASES
        {
            let inside = File {
                instance: def.instance,
                facts,
                paths: type_paths(facts),
                ..*self
            };
            aliases.push((name.clone(), inside.span(item.name_extent)));
            for path in inside.paths_within(item.extent, &[]) {
                inside.expand(path, aliases, add);
            }
            aliases.pop();
        }
        add(Means::Item(name), aliases);
    }

    /// Adds the paths in a type.
    fn paths_in(&self, ty: TypeId, paths: &mut BTreeSet<PathId>) {
        if let Type::Path { path, .. } = self.facts.ty(ty) {
            paths.insert(*path);
        }
        for part in self.parts(ty) {
            self.paths_in(part, paths);
        }
    }

    /// Whether a type or one inside it is of a kind.
    fn any(&self, ty: TypeId, is: &dyn Fn(&Type) -> bool) -> bool {
        is(self.facts.ty(ty)) || self.parts(ty).into_iter().any(|part| self.any(part, is))
    }

    /// The types that a type is made of; reading bounds how deep that goes.
    fn parts(&self, ty: TypeId) -> Vec<TypeId> {
        match self.facts.ty(ty) {
            Type::Path { args, .. } => args
                .iter()
                .filter_map(|arg| match arg {
                    GenericArg::Type(ty) | GenericArg::Binding(_, ty) => Some(*ty),
                    GenericArg::Const(_) => None,
                })
                .collect(),
            Type::Qualified {
                self_ty, of_trait, ..
            } => [Some(*self_ty), *of_trait].into_iter().flatten().collect(),
            Type::Ref { target, .. }
            | Type::Pointer(target)
            | Type::Slice(target)
            | Type::Array(target, _) => vec![*target],
            Type::Tuple(types) | Type::FnPointer(types) | Type::Dyn(types) | Type::Impl(types) => {
                types.clone()
            }
            Type::Param { .. }
            | Type::SelfType { .. }
            | Type::Never
            | Type::Infer
            | Type::Macro
            | Type::Error => Vec::new(),
        }
    }
}
