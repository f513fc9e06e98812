//! Imports, uses by other crates, and names that lead nowhere.

use govern_facts::{PathKind, ScopeKind, Visibility};
use govern_names::{Def, Origin};

use super::Collector;
use crate::commands::extraction::things::{Export, Foreign, Unknown};

impl Collector<'_> {
    /// Adds imports, and the uses by other crates.
    pub(super) fn references(&mut self) {
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

    pub(super) fn export(&mut self, module: usize, export: Export) {
        self.things.modules[module].exports.insert(export);
    }

    /// Adds the names that lead nowhere.
    pub(super) fn unknown(&mut self) {
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
    pub(super) fn leads_to(&self, from: usize, segments: &[&str]) -> Option<usize> {
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
}
