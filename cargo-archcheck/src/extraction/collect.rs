//! Makes the graph of the items of a crate from facts and names.

use std::collections::{BTreeMap, BTreeSet};

use govern_facts::{
    Extent, FileFacts, GenericArg, Item, ItemId, ItemKind, MacroBody, MacroPosition, Name, PathId,
    PathKind, Run, ScopeId, ScopeKind, Shape, Type, TypeId, Visibility,
};
use govern_names::{CrateId, Def, InstanceId, ItemDef, Meaning, ModuleId, Names, Origin, Quoted};
use govern_workspace::Workspace;
use rustc_hash::FxHashMap;

use super::things::{
    Export, Foreign, HeadType, Header, Kind, Mark, Part, Sight, Thing, Things, Unknown, Usage,
};
use crate::{
    effects::{Effect, table},
    selection::STANDARD,
};

/// Macros whose value depends on where a file is, or on the package it is in.
const BUILT: [&str; 5] = [
    "include!",
    "include_str!",
    "include_bytes!",
    "env!",
    "option_env!",
];

/// The graph of a crate.
pub(super) fn collect(workspace: &Workspace, names: &Names, krate: CrateId) -> Things {
    let mut collector = Collector {
        workspace,
        names,
        krate,
        things: Things::default(),
        modules: FxHashMap::default(),
        items: FxHashMap::default(),
        imports: FxHashMap::default(),
        named: BTreeMap::new(),
        uses: BTreeMap::new(),
    };
    collector.parts();
    let instances = collector.instances();
    let mut files = Vec::new();
    for &instance in &instances {
        if let Some(facts) = collector.facts(instance) {
            let owners = collector.declare(instance, facts);
            files.push((instance, facts, owners));
        }
    }
    for (instance, facts, _) in &files {
        collector.headers(*instance, facts);
    }
    for (instance, facts, owners) in &files {
        collector.paths(*instance, facts, owners);
    }
    collector.references();
    collector.unknown();
    collector.things.uses = collector.uses.into_values().collect();
    collector.things.index();
    collector.things
}

/// Which thing the parts of a file belong to.
struct Owners {
    scopes: Vec<Option<usize>>,
    /// What stands in a module, by where it begins: for what belongs to no scope of its own, like attributes.
    places: Vec<(Extent, usize)>,
}

struct Collector<'w> {
    workspace: &'w Workspace,
    names: &'w Names,
    krate: CrateId,
    things: Things,
    modules: FxHashMap<ModuleId, usize>,
    items: FxHashMap<ItemDef, usize>,
    /// What stands for the imports of each module.
    imports: FxHashMap<usize, usize>,
    /// Methods by their types and names.
    named: BTreeMap<(usize, String), usize>,
    uses: BTreeMap<(usize, usize, bool, bool, bool), Usage>,
}

impl<'w> Collector<'w> {
    fn facts(&self, instance: InstanceId) -> Option<&'w FileFacts> {
        self.workspace.facts(self.names.instance(instance).file)
    }

    fn span(&self, instance: InstanceId, extent: Extent) -> Mark {
        Mark::new(self.names.instance(instance).file, extent)
    }

    fn instances(&self) -> BTreeSet<InstanceId> {
        let modules = self.names.modules();
        modules
            .filter(|(_, module)| module.krate == self.krate)
            .filter_map(|(_, module)| module.instance)
            .collect()
    }

    /// Adds the modules, parents first.
    fn parts(&mut self) {
        let mut found: Vec<(String, ModuleId)> = self
            .names
            .modules()
            .filter(|(_, module)| module.krate == self.krate && module.instance.is_some())
            .map(|(id, _)| (self.names.module_path(id), id))
            .collect();
        found.sort_unstable();
        for (path, id) in found {
            let module = self.names.module(id);
            let Some(instance) = module.instance else {
                continue;
            };
            let Some(facts) = self.facts(instance) else {
                continue;
            };
            let (sight, span) = match module.declaration {
                Some((declared, item)) => match self.facts(declared) {
                    Some(facts) => {
                        let item = facts.item(item);
                        (
                            sight(facts, item.visibility),
                            self.span(declared, item.name_extent),
                        )
                    }
                    None => continue,
                },
                None => (Sight::Public, self.span(instance, Extent::new(0, 0))),
            };
            let body = facts.scope(module.scope).extent;
            let is_file = facts.scope(module.scope).parent.is_none();
            let part = Part {
                parent: module
                    .parent
                    .and_then(|parent| self.modules.get(&self.names.real_module(parent)))
                    .copied(),
                path,
                sight,
                test: module.presence.is_test_only(),
                span,
                body: self.span(instance, body),
                is_file,
                exports: BTreeSet::new(),
            };
            self.modules.insert(id, self.things.modules.len());
            self.things.modules.push(part);
        }
    }

    fn add(&mut self, thing: Thing) -> usize {
        self.things.list.push(thing);
        self.things.list.len() - 1
    }

    /// Adds what a file declares in modules, and the methods of types.
    fn declare(&mut self, instance: InstanceId, facts: &FileFacts) -> Owners {
        let mut owners = Owners {
            scopes: vec![None; facts.scopes.len()],
            places: Vec::new(),
        };
        let mut calls: FxHashMap<usize, usize> = FxHashMap::default();
        for (row, call) in facts.macro_calls.iter().enumerate() {
            let among_items = call.position == MacroPosition::Item
                && call.body != MacroBody::Items
                && facts.scope(call.scope).kind == ScopeKind::Module
                && !facts.path(call.path).expanded;
            if !among_items || self.is_absent(instance, call.scope) {
                continue;
            }
            let Some(module) = self.module(instance, call.scope) else {
                continue;
            };
            let name = format!("{}!", facts.path_text(facts.path(call.path)));
            let thing = self.add(Thing {
                kind: Kind::Call,
                path: format!("{}::{name}", self.things.modules[module].path),
                name,
                module,
                span: self.span(instance, facts.path(call.path).extent),
                body: self.span(instance, call.extent),
                size: call.extent.end - call.extent.start,
                test: self.is_test(instance, facts, call.scope),
                opaque: call.body == MacroBody::Tokens,
                ..Thing::default()
            });
            calls.insert(row, thing);
            owners.places.push((call.extent, thing));
        }
        for (row, item) in facts.items.iter().enumerate() {
            let id = ItemId(row as u32);
            let call = item.in_macro.filter(|_| item.expanded);
            let by_call = call.and_then(|call| calls.get(&call.index()).copied());
            let thing = match by_call {
                Some(thing) => {
                    self.declared_by(thing, facts, item);
                    Some(thing)
                }
                None => self.item(instance, facts, id, &mut owners),
            };
            if let Some(thing) = thing {
                self.items.insert(ItemDef { instance, item: id }, thing);
            }
        }
        for row in 0..facts.scopes.len() {
            let scope = &facts.scopes[row];
            if scope.kind == ScopeKind::Module {
                continue;
            }
            let own = scope
                .item
                .and_then(|item| self.items.get(&ItemDef { instance, item }));
            let around = scope
                .parent
                .and_then(|parent| owners.scopes[parent.index()]);
            owners.scopes[row] = own.copied().or(around);
        }
        owners.places.sort_by_key(|(extent, _)| extent.start);
        owners
    }

    /// Says in the name of a macro call what it declares.
    fn declared_by(&mut self, call: usize, facts: &FileFacts, item: &Item) {
        let in_module = facts.scope(item.scope).kind == ScopeKind::Module;
        if in_module && item.name != Name::EMPTY && self.things.list[call].kind == Kind::Call {
            let name = format!(" {}", facts.text(item.name));
            self.things.list[call].path.push_str(&name);
        }
    }

    /// The thing that an item is, or is a part of.
    fn item(
        &mut self,
        instance: InstanceId,
        facts: &FileFacts,
        id: ItemId,
        owners: &mut Owners,
    ) -> Option<usize> {
        let item = facts.item(id);
        if self.is_absent(instance, item.body.unwrap_or(item.scope)) {
            return None;
        }
        let around = facts.scope(item.scope);
        if around.kind != ScopeKind::Module {
            let (outer, owner) = facts.items_around(item.scope).next()?;
            let def = ItemDef {
                instance,
                item: outer,
            };
            let is_method = matches!(owner.kind, ItemKind::Impl { of_trait: None, .. })
                && facts.scope(owner.scope).kind == ScopeKind::Module
                && Some(item.scope) == owner.body
                && !self.items.contains_key(&def);
            if !is_method {
                return self.items.get(&def).copied();
            }
            return self.thing(instance, facts, item, Kind::Method, owners);
        }
        let kind = match &item.kind {
            ItemKind::Struct { .. } => Kind::Struct,
            ItemKind::Enum => Kind::Enum,
            ItemKind::Union { .. } => Kind::Union,
            ItemKind::Trait { .. } => Kind::Trait,
            ItemKind::TypeAlias { .. } => Kind::Alias,
            ItemKind::Const { .. } => Kind::Const,
            ItemKind::Static { .. } => Kind::Static,
            ItemKind::Fn { .. } => Kind::Fn,
            ItemKind::Impl {
                of_trait: Some(_), ..
            } => Kind::Impl,
            ItemKind::MacroRules { .. } | ItemKind::MacroDef => Kind::Macro,
            ItemKind::ExternBlock => Kind::ExternBlock,
            // Its methods are things.
            ItemKind::Impl { of_trait: None, .. } => return None,
            ItemKind::Module { .. } | ItemKind::Variant { .. } | ItemKind::ExternCrate { .. } => {
                return None;
            }
        };
        self.thing(instance, facts, item, kind, owners)
    }

    fn thing(
        &mut self,
        instance: InstanceId,
        facts: &FileFacts,
        item: &Item,
        kind: Kind,
        owners: &mut Owners,
    ) -> Option<usize> {
        let module = self.module(instance, item.scope)?;
        let name = match &item.kind {
            ItemKind::Impl {
                of_trait, self_ty, ..
            } => {
                let of_trait = of_trait.map(|of_trait| written(facts, of_trait));
                let ty = written(facts, *self_ty);
                format!("impl {} for {ty}", of_trait.unwrap_or_default())
            }
            _ => facts.text(item.name).to_owned(),
        };
        let path = match kind {
            Kind::Impl => name.clone(),
            _ => format!("{}::{name}", self.things.modules[module].path),
        };
        let (mut hidden, mut restricted) = (Vec::new(), Vec::new());
        if let ItemKind::Struct { fields, .. } | ItemKind::Union { fields } = item.kind {
            let fields = facts.fields[fields.rows()].iter();
            for field in fields.filter(|field| field.visibility != Visibility::Public) {
                let name = facts.text(field.name).to_owned();
                if field.visibility != Visibility::Inherited {
                    restricted.push(name.clone());
                }
                hidden.push(name);
            }
        }
        let exported = match item.kind {
            ItemKind::MacroRules { exported, .. } => exported,
            _ => false,
        };
        let thing = self.add(Thing {
            kind,
            path,
            name,
            module,
            span: self.span(instance, item.name_extent),
            body: self.span(instance, item.extent),
            size: item.extent.end - item.extent.start,
            test: self.is_test(instance, facts, item.body.unwrap_or(item.scope)),
            sight: sight(facts, item.visibility),
            hidden,
            restricted,
            exported,
            ..Thing::default()
        });
        if let ItemKind::Static { mutable: true, .. } = item.kind {
            self.things.list[thing].effects.insert(Effect::GlobalState);
        }
        if !item.expanded {
            owners.places.push((item.extent, thing));
        }
        Some(thing)
    }

    /// What implementations and methods belong to, once all things are there.
    fn headers(&mut self, instance: InstanceId, facts: &FileFacts) {
        for (row, item) in facts.items.iter().enumerate() {
            let def = ItemDef {
                instance,
                item: ItemId(row as u32),
            };
            let Some(&thing) = self.items.get(&def) else {
                continue;
            };
            if let ItemKind::Impl {
                of_trait: Some(of_trait),
                self_ty,
                ..
            } = item.kind
                && self.things.list[thing].kind == Kind::Impl
            {
                let mut types = vec![self.head_type(instance, facts, self_ty)];
                if let Type::Path { args, .. } = facts.ty(of_trait) {
                    types.extend(args.iter().filter_map(|arg| match arg {
                        GenericArg::Type(ty) => Some(self.head_type(instance, facts, *ty)),
                        _ => None,
                    }));
                }
                let of_trait = match self.head_type(instance, facts, of_trait) {
                    HeadType::Thing(thing) => Some(thing),
                    _ => None,
                };
                self.things.list[thing].header = Some(Header { of_trait, types });
            }
            if self.things.list[thing].kind == Kind::Method
                && self.things.list[thing].of.is_none()
                && let Some((_, owner)) = facts.items_around(item.scope).next()
                && let ItemKind::Impl { self_ty, .. } = owner.kind
                && let HeadType::Thing(of) = self.head_type(instance, facts, self_ty)
            {
                let entry = &mut self.things.list[thing];
                entry.of = Some(of);
                let name = entry.name.clone();
                let ty = self.things.list[of].path.clone();
                self.things.list[thing].path = format!("{ty}::{name}");
                self.named.entry((of, name)).or_insert(thing);
                // What its header says, it says, too.
                let span = self.span(instance, owner.name_extent);
                self.add_use(thing, of, (false, true, false), false, span);
            }
        }
    }

    /// What a type is to the orphan rule.
    fn head_type(&self, instance: InstanceId, facts: &FileFacts, ty: TypeId) -> HeadType {
        match facts.ty(ty) {
            Type::Ref { target, .. } => self.head_type(instance, facts, *target),
            Type::Param { rest, .. } if rest.is_empty() => HeadType::Param,
            Type::Dyn(bounds) => match bounds.first() {
                Some(&bound) => self.head_type(instance, facts, bound),
                None => HeadType::Other,
            },
            Type::Path { path, args } => match self.names.meaning_in(facts, instance, *path) {
                Meaning::Item(def, 0) => self
                    .items
                    .get(&def)
                    .map_or(HeadType::Other, |&thing| HeadType::Thing(thing)),
                Meaning::External(path) if is_fundamental(&path) => match args.first() {
                    Some(GenericArg::Type(ty)) => self.head_type(instance, facts, *ty),
                    _ => HeadType::Other,
                },
                _ => HeadType::Other,
            },
            _ => HeadType::Other,
        }
    }

    /// Adds what the paths and calls of a file use.
    fn paths(&mut self, instance: InstanceId, facts: &FileFacts, owners: &Owners) {
        let quoted = self.names.quoted(facts, instance);
        for (row, path) in facts.paths.iter().enumerate() {
            if quoted.contains(path.extent) || self.is_absent(instance, path.scope) {
                continue;
            }
            for owner in self.owners(instance, facts, owners, path.scope, path.extent) {
                self.path(instance, facts, owner, PathId(row as u32));
            }
        }
        self.calls(instance, facts, owners, &quoted);
    }

    fn calls(&mut self, instance: InstanceId, facts: &FileFacts, owners: &Owners, quoted: &Quoted) {
        for call in &facts.method_calls {
            if quoted.contains(call.extent) || self.is_absent(instance, call.scope) {
                continue;
            }
            let span = self.span(instance, call.extent);
            for owner in self.owners(instance, facts, owners, call.scope, call.extent) {
                let calls = &mut self.things.list[owner].calls;
                let name = facts.text(call.name).to_owned();
                calls.entry(name).or_default().push(span);
            }
        }
    }

    /// The things that something belongs to: one, or for what the header of an `impl` says all of its methods.
    fn owners(
        &mut self,
        instance: InstanceId,
        facts: &FileFacts,
        owners: &Owners,
        scope: ScopeId,
        extent: Extent,
    ) -> Vec<usize> {
        if let Some(owner) = owners.scopes[scope.index()] {
            return vec![owner];
        }
        let before = owners
            .places
            .partition_point(|(place, _)| place.start <= extent.start);
        let around = owners.places[..before].iter().rev();
        let mut around = around.filter(|(place, _)| place.contains(extent));
        if let Some(&(_, thing)) = around.next() {
            return vec![thing];
        }
        let inner = facts.items_around(scope).next();
        if let Some((
            id,
            Item {
                kind: ItemKind::Impl { of_trait: None, .. },
                ..
            },
        )) = inner
        {
            let body = facts.item(id).body;
            let methods = facts.items[id.index() + 1..].iter().enumerate();
            let methods =
                methods.take_while(|(_, item)| item.extent.start < facts.item(id).extent.end);
            let methods = methods.filter(|(_, item)| Some(item.scope) == body);
            let rows = methods.map(|(row, _)| ItemId((id.index() + 1 + row) as u32));
            let def = |item| self.items.get(&ItemDef { instance, item }).copied();
            return rows.filter_map(def).collect();
        }
        let module = self.module(instance, scope);
        module
            .map(|module| self.imports_of(module))
            .into_iter()
            .collect()
    }

    /// What stands for the imports of a module.
    fn imports_of(&mut self, module: usize) -> usize {
        if let Some(&known) = self.imports.get(&module) {
            return known;
        }
        let part = &self.things.modules[module];
        let thing = Thing {
            kind: Kind::Imports,
            path: part.path.clone(),
            module,
            span: part.span,
            body: part.span,
            test: part.test,
            ..Thing::default()
        };
        let row = self.add(thing);
        self.imports.insert(module, row);
        row
    }

    fn path(&mut self, instance: InstanceId, facts: &FileFacts, owner: usize, id: PathId) {
        let path = facts.path(id);
        let length = path.segments.len();
        // The body of a macro mentions much that is no name; what has several segments is one.
        if path.kind == PathKind::MacroBody && length < 2 {
            return;
        }
        let span = self.span(instance, path.extent);
        if facts.segments[path.segments.rows()].first() == Some(&Name::SELF_TYPE) {
            return self.own_item(facts, owner, path.segments, path.kind, span);
        }
        let meaning = self.names.meaning_in(facts, instance, id);
        if meaning != Meaning::Unresolved {
            self.rooted(facts, owner, path.segments, span);
        }
        match meaning {
            Meaning::Item(def, rest) => {
                if path.kind == PathKind::PatternName && !self.is_constant(def) {
                    return;
                }
                let signature =
                    self.is_in_signature(facts, instance, owner, path.scope, path.extent);
                if self.names.instance(def.instance).krate != self.krate {
                    let krate = self.names.krate(self.names.instance(def.instance).krate);
                    let package = krate.package.clone();
                    let members = &mut self.things.list[owner].members;
                    members.entry(package).or_default().insert(span);
                    return;
                }
                let Some(&to) = self.items.get(&def) else {
                    return;
                };
                let opens = self.opens(def, to, path.kind, rest);
                self.add_use(owner, to, (opens, signature, false), false, span);
                if rest > 0 {
                    let name = facts.segments(path.segments).nth(length - rest);
                    self.associated(owner, to, name.unwrap_or_default(), span);
                }
            }
            Meaning::External(mut name) => {
                if length == 1 && path.kind == PathKind::PatternName {
                    return;
                }
                if path.kind == PathKind::Macro {
                    name.push('!');
                }
                self.external(owner, &name, span);
            }
            Meaning::Module(module) if path.kind != PathKind::MacroArgument => {
                self.member(owner, module, span);
            }
            _ => {}
        }
    }

    /// `Self::new`, `Self { … }`.
    fn own_item(
        &mut self,
        facts: &FileFacts,
        owner: usize,
        segments: Run,
        kind: PathKind,
        span: Mark,
    ) {
        let entry = &self.things.list[owner];
        let of = entry
            .of
            .or_else(|| match entry.header.as_ref()?.types.first()? {
                HeadType::Thing(thing) => Some(*thing),
                _ => None,
            });
        let Some(of) = of else { return };
        let name = facts.segments(segments).nth(1);
        let opens = kind == PathKind::StructLiteral;
        self.add_use(owner, of, (opens, false, false), false, span);
        if let Some(name) = name {
            self.associated(owner, of, name, span);
        }
    }

    fn associated(&mut self, owner: usize, of: usize, name: &str, span: Mark) {
        if let Some(&method) = self.named.get(&(of, name.to_owned())) {
            self.add_use(owner, method, (false, false, false), false, span);
        }
    }

    /// Whether a use needs the definition of a thing.
    fn opens(&self, def: ItemDef, to: usize, kind: PathKind, rest: usize) -> bool {
        let Some(facts) = self.facts(def.instance) else {
            return false;
        };
        let item = &facts.item(def.item).kind;
        let is_type = self.things.list[to].kind.is_type();
        let value = matches!(
            kind,
            PathKind::Value | PathKind::Call | PathKind::Pattern | PathKind::PatternName
        );
        matches!(item, ItemKind::Variant { .. })
            || (is_type && kind == PathKind::StructLiteral)
            || (is_type && value && rest == 0)
    }

    fn is_constant(&self, def: ItemDef) -> bool {
        let Some(facts) = self.facts(def.instance) else {
            return false;
        };
        matches!(
            facts.item(def.item).kind,
            ItemKind::Const { .. }
                | ItemKind::Static { .. }
                | ItemKind::Struct {
                    shape: Shape::Unit,
                    ..
                }
                | ItemKind::Variant {
                    shape: Shape::Unit,
                    ..
                }
        )
    }

    /// Whether something stands in the signature of the function that it belongs to.
    fn is_in_signature(
        &self,
        facts: &FileFacts,
        instance: InstanceId,
        owner: usize,
        scope: ScopeId,
        extent: Extent,
    ) -> bool {
        if !matches!(
            self.things.list[owner].kind,
            Kind::Fn | Kind::Method | Kind::Static
        ) {
            return false;
        }
        let mut around = facts.items_around(scope);
        let own = around.find(|(id, _)| {
            self.items.get(&ItemDef {
                instance,
                item: *id,
            }) == Some(&owner)
        });
        match own.map(|(_, item)| &item.kind) {
            Some(ItemKind::Fn { signature }) => {
                let signature = &facts.signatures[*signature as usize];
                !(signature.has_body && signature.body.contains(extent))
            }
            Some(ItemKind::Static { .. }) => true,
            _ => false,
        }
    }

    fn external(&mut self, owner: usize, name: &str, span: Mark) {
        let head = name
            .split("::")
            .next()
            .unwrap_or(name)
            .trim_end_matches('!');
        let entry = &mut self.things.list[owner];
        entry.effects.extend(table().effects_of(name));
        // What is computed once, and then the same for all, is no state.
        let lazy = name == "std::sync::LazyLock" || name.starts_with("std::sync::LazyLock::");
        if entry.kind == Kind::Static && !lazy && table().changeable.contains(name) {
            entry.effects.insert(Effect::GlobalState);
        }
        if let Some(built) = name.strip_prefix("std::").or(name.strip_prefix("core::"))
            && BUILT.contains(&built)
        {
            entry.built.insert((span, built.to_owned()));
        }
        if !STANDARD.contains(&head) {
            entry
                .crates
                .entry(head.to_owned())
                .or_default()
                .insert(span);
        }
    }

    /// Remembers a path that begins at the root of the crate, or above its module.
    fn rooted(&mut self, facts: &FileFacts, owner: usize, segments: Run, span: Mark) {
        let names = &facts.segments[segments.rows()];
        let supers = names
            .iter()
            .take_while(|&&name| name == Name::SUPER)
            .count();
        if names.first() == Some(&Name::CRATE) {
            self.things.list[owner].rooted.insert((span, None));
        } else if supers > 0 {
            self.things.list[owner].rooted.insert((span, Some(supers)));
        }
    }

    fn member(&mut self, owner: usize, module: ModuleId, span: Mark) {
        let krate = self.names.module(module).krate;
        if krate != self.krate {
            let package = self.names.krate(krate).package.clone();
            let members = &mut self.things.list[owner].members;
            members.entry(package).or_default().insert(span);
        }
    }

    fn add_use(
        &mut self,
        from: usize,
        to: usize,
        (opens, signature, reexport): (bool, bool, bool),
        import: bool,
        span: Mark,
    ) {
        if from == to {
            return;
        }
        let key = (from, to, opens, signature, reexport || import);
        let usage = self.uses.entry(key).or_insert_with(|| Usage {
            from,
            to,
            opens,
            signature,
            reexport,
            import,
            sites: BTreeSet::new(),
        });
        usage.reexport &= reexport;
        usage.sites.insert(span);
    }

    /// Adds imports, and the uses by other crates.
    fn references(&mut self) {
        for reference in self.names.references() {
            let from = self.names.instance(reference.instance);
            let Some(facts) = self.facts(reference.instance) else {
                continue;
            };
            let (extent, reexport, import) = match reference.origin {
                Origin::Import(row) => {
                    let import = &facts.imports[row as usize];
                    let reexport = import.visibility != Visibility::Inherited;
                    (import.extent, reexport, Some(import))
                }
                Origin::Path(path) => (facts.path(path).extent, false, None),
            };
            let span = self.span(reference.instance, extent);
            let target = match reference.def {
                Def::Item(def) => self.items.get(&def).copied(),
                _ => None,
            };
            if from.krate != self.krate {
                if let Some(target) = target {
                    let krate = self.names.krate(from.krate);
                    let scope = match reference.origin {
                        Origin::Import(row) => facts.imports[row as usize].scope,
                        Origin::Path(path) => facts.path(path).scope,
                    };
                    let test = krate.kind.is_test()
                        || reference.test
                        || self.names.is_test(facts, from.file, scope);
                    let krate = krate.name.clone();
                    let user = Foreign {
                        krate,
                        test,
                        reexport,
                        span,
                    };
                    self.things.foreign.entry(target).or_default().push(user);
                }
                continue;
            }
            let Some(import) = import else { continue };
            let Some(&module) = self.modules.get(&reference.from) else {
                continue;
            };
            let local = facts.scope(import.scope).kind != ScopeKind::Module;
            let owner = self.imports_of(module);
            self.rooted(facts, owner, import.segments, span);
            match reference.def {
                Def::Item(_) => {
                    let Some(target) = target else { continue };
                    if import.visibility == Visibility::Public && !local {
                        self.export(module, Export::Thing(target));
                    }
                    self.add_use(owner, target, (false, false, reexport), true, span);
                }
                Def::Module(id) => {
                    self.member(owner, id, span);
                    if let Some(&other) = self.modules.get(&id)
                        && import.visibility == Visibility::Public
                        && !local
                    {
                        let export = match import.glob {
                            true => Export::Glob(other),
                            false => Export::Module(other),
                        };
                        self.export(module, export);
                    }
                }
                Def::Extern(id) => {
                    let path = self.names.extern_path(id);
                    self.external(owner, &path, span);
                }
                Def::Builtin => {}
            }
        }
        for users in self.things.foreign.values_mut() {
            users.sort_unstable();
            users.dedup();
        }
    }

    fn export(&mut self, module: usize, export: Export) {
        self.things.modules[module].exports.insert(export);
    }

    /// Adds the names that lead nowhere.
    fn unknown(&mut self) {
        for unresolved in self.names.unresolved() {
            let instance = self.names.instance(unresolved.instance);
            if instance.krate != self.krate {
                continue;
            }
            let Some(facts) = self.facts(unresolved.instance) else {
                continue;
            };
            let (extent, scope, segments) = match unresolved.origin {
                Origin::Import(row) => {
                    let import = &facts.imports[row as usize];
                    (import.extent, import.scope, import.segments)
                }
                Origin::Path(path) => {
                    let path = facts.path(path);
                    if path.kind == PathKind::MacroBody {
                        continue;
                    }
                    (path.extent, path.scope, path.segments)
                }
            };
            let segments: Vec<&str> = facts.segments(segments).collect();
            if segments.first() == Some(&"Self") {
                continue;
            }
            let Some(from) = self.module(unresolved.instance, scope) else {
                continue;
            };
            let unknown = Unknown {
                from,
                to: self.leads_to(from, &segments),
                name: segments.join("::"),
                test: self.is_test(unresolved.instance, facts, scope),
                span: self.span(unresolved.instance, extent),
            };
            self.things.unknown.push(unknown);
        }
        self.things.unknown.sort_unstable();
        self.things.unknown.dedup();
    }

    /// The module of the crate that a path leads into for sure.
    fn leads_to(&self, from: usize, segments: &[&str]) -> Option<usize> {
        let modules = &self.things.modules;
        let child = |parent: usize, name: &str| {
            let path = format!("{}::{name}", modules[parent].path);
            modules.iter().position(|module| module.path == path)
        };
        let mut at = match *segments.first()? {
            "crate" => modules.iter().position(|module| module.parent.is_none())?,
            "self" => from,
            "super" => modules[from].parent?,
            name => child(from, name)?,
        };
        for segment in segments.iter().skip(1) {
            at = match *segment {
                "super" => modules[at].parent?,
                name => match child(at, name) {
                    Some(child) => child,
                    None => break,
                },
            };
        }
        Some(at)
    }

    fn module(&self, instance: InstanceId, scope: ScopeId) -> Option<usize> {
        let module = self.names.module_in(instance, scope)?;
        self.modules.get(&module).copied()
    }

    fn is_absent(&self, instance: InstanceId, scope: ScopeId) -> bool {
        let presence = self.names.presence_in(instance, scope);
        presence.is_none_or(govern_names::Presence::is_absent)
    }

    fn is_test(&self, instance: InstanceId, facts: &FileFacts, scope: ScopeId) -> bool {
        let presence = self.names.presence_in(instance, scope);
        let file = self.names.instance(instance).file;
        presence.is_some_and(govern_names::Presence::is_test_only)
            || self.names.is_test(facts, file, scope)
    }
}

fn sight(facts: &FileFacts, visibility: Visibility) -> Sight {
    match visibility {
        Visibility::Inherited => Sight::Private,
        Visibility::Public => Sight::Public,
        Visibility::Crate => Sight::Restricted("pub(crate)".to_owned()),
        Visibility::Restricted(path) => {
            let path = facts.segments(path).collect::<Vec<_>>().join("::");
            let word = if path.contains("::") { "in " } else { "" };
            Sight::Restricted(format!("pub({word}{path})"))
        }
    }
}

/// The type as the end of what it is called.
fn written(facts: &FileFacts, ty: TypeId) -> String {
    match facts.ty(ty) {
        Type::Path { path, args } => {
            let mut text = facts.path_text(facts.path(*path));
            let types: Vec<String> = args
                .iter()
                .filter_map(|arg| match arg {
                    GenericArg::Type(ty) => Some(written(facts, *ty)),
                    _ => None,
                })
                .collect();
            if !types.is_empty() {
                text.push_str(&format!("<{}>", types.join(", ")));
            }
            text
        }
        Type::Ref { target, mutable } => {
            let mutable = if *mutable { "mut " } else { "" };
            format!("&{mutable}{}", written(facts, *target))
        }
        Type::Slice(ty) => format!("[{}]", written(facts, *ty)),
        Type::Array(ty, length) => format!("[{}; {}]", written(facts, *ty), facts.text(*length)),
        Type::Tuple(types) => {
            let types: Vec<String> = types.iter().map(|&ty| written(facts, ty)).collect();
            format!("({})", types.join(", "))
        }
        Type::Param { name, .. } => facts.text(*name).to_owned(),
        Type::Dyn(bounds) => match bounds.first() {
            Some(&bound) => format!("dyn {}", written(facts, bound)),
            None => "_".to_owned(),
        },
        _ => "_".to_owned(),
    }
}

/// Whether the orphan rule looks through a type.
fn is_fundamental(path: &str) -> bool {
    matches!(path.rsplit("::").next(), Some("Box" | "Pin"))
        && STANDARD.contains(&path.split("::").next().unwrap_or(path))
}
