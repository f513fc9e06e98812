//! Makes the graph of the items of a crate from facts and names.

use std::collections::{BTreeMap, BTreeSet};

use govern_facts::{
    Extent, FileFacts, GenericArg, Item, ItemId, ItemKind, MacroBody, MacroPosition, Name, ScopeId,
    ScopeKind, Type, TypeId, Visibility,
};
use govern_names::{CrateId, InstanceId, ItemDef, Meaning, ModuleId, Names};
use govern_workspace::Workspace;
use rustc_hash::FxHashMap;

use super::things::{HeadType, Header, Kind, Mark, Part, Sight, Thing, Things, Usage};
use crate::path::{STANDARD, head, last_segment};
use crate::policy::effects::Effect;

mod imports;
mod paths;

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
        let instances = self.names.instances();
        instances
            .filter(|(_, instance)| instance.krate == self.krate)
            .map(|(id, _)| id)
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
    matches!(last_segment(path), "Box" | "Pin") && STANDARD.contains(&head(path))
}
