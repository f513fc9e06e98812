//! What the paths, and the calls of methods, of a file use.

use govern_facts::{
    Extent, FileFacts, Item, ItemId, ItemKind, Name, PathId, PathKind, Run, ScopeId,
};
use govern_names::{InstanceId, ItemDef, Meaning, ModuleId, Quoted};
use std::collections::BTreeSet;

use super::{Collector, Owners};
use crate::{
    commands::extraction::things::{HeadType, Kind, Mark, Thing, Usage},
    path::{STANDARD, head},
    policy::effects::{Effect, table},
};

/// Macros whose value depends on where a file is, or on the package it is in.
const BUILT: [&str; 5] = [
    "include!",
    "include_str!",
    "include_bytes!",
    "env!",
    "option_env!",
];

impl Collector<'_> {
    /// Adds what the paths and calls of a file use.
    pub(super) fn paths(&mut self, instance: InstanceId, facts: &FileFacts, owners: &Owners) {
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

    pub(super) fn calls(
        &mut self,
        instance: InstanceId,
        facts: &FileFacts,
        owners: &Owners,
        quoted: &Quoted,
    ) {
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
    pub(super) fn owners(
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
    pub(super) fn imports_of(&mut self, module: usize) -> usize {
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

    pub(super) fn path(
        &mut self,
        instance: InstanceId,
        facts: &FileFacts,
        owner: usize,
        id: PathId,
    ) {
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
    pub(super) fn own_item(
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

    pub(super) fn associated(&mut self, owner: usize, of: usize, name: &str, span: Mark) {
        if let Some(&method) = self.named.get(&(of, name.to_owned())) {
            self.add_use(owner, method, (false, false, false), false, span);
        }
    }

    /// Whether a use needs the definition of a thing.
    pub(super) fn opens(&self, def: ItemDef, to: usize, kind: PathKind, rest: usize) -> bool {
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

    pub(super) fn is_constant(&self, def: ItemDef) -> bool {
        let facts = self.facts(def.instance);
        facts.is_some_and(|facts| facts.item(def.item).kind.is_constant())
    }

    /// Whether something stands in the signature of the function that it belongs to.
    pub(super) fn is_in_signature(
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

    pub(super) fn external(&mut self, owner: usize, name: &str, span: Mark) {
        let head = head(name).trim_end_matches('!');
        let entry = &mut self.things.list[owner];
        entry.effects.extend(table().effects_of(name));
        if entry.kind == Kind::Static && table().changeable.contains(name) {
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
    pub(super) fn rooted(&mut self, facts: &FileFacts, owner: usize, segments: Run, span: Mark) {
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

    pub(super) fn member(&mut self, owner: usize, module: ModuleId, span: Mark) {
        let krate = self.names.module(module).krate;
        if krate != self.krate {
            let package = self.names.krate(krate).package.clone();
            let members = &mut self.things.list[owner].members;
            members.entry(package).or_default().insert(span);
        }
    }

    pub(super) fn add_use(
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
}
