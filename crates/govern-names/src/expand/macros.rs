//! Which macro a call means, and its rules.

use std::rc::Rc;
use std::sync::{Arc, PoisonError};

use govern_diagnostics::FileId;
use govern_facts::{Edition, FileFacts, ItemId, ItemKind, MacroCall, MacroRules};

use super::{Definition, Expander, Macro};
use crate::lookup::{Lookup, PathQuery, Query, Resolved, Walk};
use crate::model::{Def, InstanceId, ItemDef, ModuleId, Namespaces};
use crate::reference::Unexpanded;
use crate::symbols::Symbol;

impl Expander<'_, '_> {
    /// The macro that a call of a file means.
    pub(super) fn macro_of(
        &mut self,
        instance: InstanceId,
        facts: &FileFacts,
        call: &MacroCall,
        module: ModuleId,
    ) -> Result<Macro, Unexpanded> {
        let path = facts.path(call.path);
        let symbols = self.names.symbols_of(instance);
        let segments: Vec<Symbol> = facts.segments[path.segments.rows()]
            .iter()
            .map(|name| symbols[name.index()])
            .collect();
        let mut def = self
            .resolve(&segments, path.global, module)
            .ok_or(Unexpanded::Unknown)?;
        if segments.len() == 1 && def.instance == instance {
            // A macro may be defined again: it is the last definition in front of the call.
            let found = facts.item(def.item);
            let before = facts.items.iter().rposition(|item| {
                matches!(item.kind, ItemKind::MacroRules { .. })
                    && (item.name, item.scope) == (found.name, found.scope)
                    && item.extent.end <= call.extent.start
            });
            def.item = ItemId(before.unwrap_or(def.item.index()) as u32);
        }
        self.definition(def).ok_or(Unexpanded::NoRules)
    }

    /// The macro that a call in an expansion means.
    pub(super) fn nested(
        &mut self,
        facts: &FileFacts,
        text: &str,
        call: &MacroCall,
        module: ModuleId,
        krate: ModuleId,
        edition: Edition,
    ) -> Option<Macro> {
        let path = facts.path(call.path);
        let segments: Vec<&str> = facts.segments(path.segments).collect();
        if let [name] = segments[..] {
            let defined = facts.items.iter().rfind(|item| {
                matches!(item.kind, ItemKind::MacroRules { .. })
                    && facts.text(item.name) == name
                    && item.extent.end <= call.extent.start
            });
            if let Some(item) = defined {
                let definition = &text[item.extent.range()];
                let rules = MacroRules::parse(definition, edition)?;
                let definition = Rc::new(Definition::new(rules));
                return Some(Macro { definition, krate });
            }
        }
        let symbols = segments
            .iter()
            .map(|segment| self.names.symbols.get(segment));
        let symbols: Vec<Symbol> = symbols.collect::<Option<_>>()?;
        let def = self
            .resolve(&symbols, path.global, module)
            // Where macros call helpers beside them that are in textual scope only there.
            .or_else(|| self.resolve(&symbols, path.global, krate))?;
        self.definition(def)
    }

    /// The `macro_rules!` of the workspace that a path names.
    fn resolve(&self, segments: &[Symbol], global: bool, module: ModuleId) -> Option<ItemDef> {
        let query = Query {
            spaces: Namespaces::MACROS,
            from: None,
            build: self
                .names
                .build_of(module, self.names.module(module).presence),
            skip: None,
            strict: false,
            other: false,
            trace: false,
        };
        let def = match segments {
            [name] if !global => match self.names.lexical(module, *name, query) {
                Lookup::Found(found) if !found.guess => found.def,
                _ => return None,
            },
            _ => {
                let path = PathQuery {
                    module,
                    segments,
                    global,
                    import: false,
                    query,
                };
                match self.names.walk(Some(self.files), path) {
                    Walk::Resolved(Resolved { def, consumed, .. })
                        if consumed == segments.len() =>
                    {
                        def
                    }
                    _ => return None,
                }
            }
        };
        match def {
            Def::Item(item) => Some(item),
            _ => None,
        }
    }

    /// The definition of a macro.
    fn definition(&mut self, def: ItemDef) -> Option<Macro> {
        let owner = self.names.instance(def.instance);
        let krate = self.names.krate(owner.krate);
        if !self.definitions.contains_key(&def) {
            let rules = self.shared_rules(def, krate.edition);
            let definition = rules.map(|rules| Rc::new(Definition::new(rules)));
            self.definitions.insert(def, definition);
        }
        let definition = self.definitions.get(&def)?.clone()?;
        Some(Macro {
            definition,
            krate: krate.root,
        })
    }

    /// The rules of a definition, read once for all files.
    fn shared_rules(&mut self, def: ItemDef, edition: Edition) -> Option<Arc<MacroRules>> {
        let all = self.rules;
        let lock = || all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&def) {
            return known.clone();
        }
        // Nobody waits while they are read; what somebody else has read in the meantime is the same.
        let rules = self.read_rules(def, edition).map(Arc::new);
        lock().insert(def, rules.clone());
        rules
    }

    fn read_rules(&mut self, def: ItemDef, edition: Edition) -> Option<MacroRules> {
        let file = self.names.instance(def.instance).file;
        let item = self.files.facts(file)?.item(def.item);
        // What an expansion defines has no text of its own.
        if item.expanded || !matches!(item.kind, ItemKind::MacroRules { .. }) {
            return None;
        }
        let text = self.text(file)?;
        let definition = text.get(item.extent.start as usize..item.extent.end as usize)?;
        MacroRules::parse(definition, edition)
    }

    /// The text of a file, if it is still the one that the facts are of.
    pub(super) fn text(&mut self, file: FileId) -> Option<Arc<str>> {
        let files = self.files;
        let text = self.texts.entry(file).or_insert_with(|| {
            let len = files.facts(file)?.len as usize;
            (files.input.text)(file).filter(|text| text.len() == len)
        });
        text.clone()
    }
}
