//! Scopes of files whose bodies have changed: found out anew, with the modules that are there already.

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ScopeId};
use rustc_hash::FxHashSet;

use crate::input::{CrateInput, LinkInput};
use crate::model::{Instance, InstanceId, ModuleId, ModuleKind, Names, Presence};
use crate::tree::{is_module, presence};

impl Names {
    /// Finds out anew what the scopes of changed files are: the modules among them are the same, in the same order.
    pub(super) fn rescope<'f>(
        &mut self,
        input: &LinkInput<'_>,
        facts: &dyn Fn(FileId) -> Option<&'f FileFacts>,
        changed: &FxHashSet<FileId>,
    ) -> Option<()> {
        let rows = 0..self.instances.len();
        let concerned = rows.filter(|&row| changed.contains(&self.instances[row].file));
        for row in concerned.collect::<Vec<_>>() {
            let id = InstanceId(row as u32);
            let instance = &self.instances[row];
            let facts = facts(instance.file)?;
            let krate = input.crates.get(instance.krate.index())?;
            let inside = (0_u32..).zip(&self.modules);
            let mut inside = inside
                .filter(|(_, module)| {
                    module.instance == Some(id) && module.kind != ModuleKind::File
                })
                .map(|(row, _)| ModuleId(row))
                .collect::<Vec<_>>()
                .into_iter();
            let scopes = self.scopes_again(facts, krate, instance, &mut inside)?;
            if inside.next().is_some() {
                return None;
            }
            for (module, scope) in scopes.declared {
                self.modules[module.index()].scope = scope;
            }
            let instance = &mut self.instances[row];
            instance.modules = scopes.modules;
            instance.presences = scopes.presences;
        }
        Some(())
    }

    /// What [`Names::scopes`] would find, with modules that are there already.
    fn scopes_again(
        &self,
        facts: &FileFacts,
        krate: &CrateInput<'_>,
        before: &Instance,
        inside: &mut impl Iterator<Item = ModuleId>,
    ) -> Option<Scopes> {
        let (root, outside) = (*before.modules.first()?, *before.presences.first()?);
        let mut declaring: FxHashSet<ScopeId> = FxHashSet::default();
        declaring.extend(facts.items.iter().map(|item| item.scope));
        declaring.extend(facts.imports.iter().map(|import| import.scope));
        let mut scopes = Scopes::default();
        for (row, scope) in facts.scopes.iter().enumerate() {
            let (around, outside) = match scope.parent {
                Some(parent) => (
                    scopes.modules[parent.index()],
                    scopes.presences[parent.index()],
                ),
                None => (root, outside),
            };
            let presence = match scope.cfg {
                Some(cfg) => outside.and(presence(facts, cfg, krate)),
                None => outside,
            };
            let id = ScopeId(row as u32);
            let module = match is_module(scope, declaring.contains(&id)) {
                true => {
                    let module = inside.next()?;
                    scopes.declared.push((module, id));
                    module
                }
                false => around,
            };
            scopes.modules.push(module);
            scopes.presences.push(presence);
        }
        Some(scopes)
    }
}

/// What the scopes of a file are.
#[derive(Default)]
struct Scopes {
    modules: Vec<ModuleId>,
    presences: Vec<Presence>,
    /// The modules among them, and which scope each is.
    declared: Vec<(ModuleId, ScopeId)>,
}
