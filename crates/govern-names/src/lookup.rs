//! Looking names up: in a module, in the scopes around a place, along a path.

use std::sync::atomic::Ordering;

use govern_facts::ItemKind;
use smallvec::SmallVec;

use crate::input::Build;
use crate::model::{
    Binding, Def, ExternId, Files, ItemDef, ModuleId, ModuleKind, Names, Namespaces,
};
use crate::quoting::quotes;
use crate::symbols::Symbol;

/// How to look.
#[derive(Clone, Copy)]
pub(crate) struct Query {
    pub(crate) spaces: Namespaces,
    /// The module that looks: what it cannot see is not found. None to see everything.
    pub(crate) from: Option<ModuleId>,
    /// Of which build the code is from which it looks.
    pub(crate) build: Build,
    /// An import that is being resolved cannot be what it is resolved to.
    pub(crate) skip: Option<u32>,
    /// Whether a name that an unresolved import may still bind is undecided, or taken as missing.
    pub(crate) strict: bool,
    /// Whether to note that globs were looked through: [`Names::globs_met`].
    pub(crate) trace: bool,
    /// Whether to pass over the first of several things of the same name of which nobody knows which exists.
    pub(crate) other: bool,
}

/// What was found.
#[derive(Clone, Copy)]
pub(crate) enum Lookup {
    Found(Found),
    Missing,
    /// Imports that are not resolved yet may decide it.
    Undecided,
}

#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) def: Def,
    /// The import through which it came.
    pub(crate) import: Option<u32>,
    /// Whether it is only what a glob of an external crate probably brought in: `def` is that glob's path.
    pub(crate) guess: bool,
    /// Whether it is in scope everywhere.
    pub(crate) prelude: bool,
    /// Whether it may be something else that has the same name under another condition.
    pub(crate) open: bool,
}

impl Found {
    fn sure(def: Def, import: Option<u32>) -> Found {
        Found {
            def,
            import,
            guess: false,
            prelude: false,
            open: false,
        }
    }
}

/// Where a path led.
#[derive(Clone, Copy)]
pub(crate) struct Resolved {
    pub(crate) def: Def,
    /// How many segments it took; the rest are names inside an external crate, or associated items.
    pub(crate) consumed: usize,
    /// The module in which the last of those segments was looked up, if the path names one.
    pub(crate) via: Option<ModuleId>,
    /// The first import on the way.
    pub(crate) import: Option<u32>,
    pub(crate) prelude: bool,
    /// Whether one of the names on the way may be something else: as the query's `other` finds.
    pub(crate) open: bool,
}

impl Resolved {
    /// Whether it is only what a glob of an external crate may have brought in.
    pub(crate) fn is_guess(&self) -> bool {
        self.consumed == 0 && matches!(self.def, Def::Extern(_))
    }
}

/// The result of following a path.
pub(crate) enum Walk {
    Resolved(Resolved),
    /// The segment that was not found.
    Missing(usize),
    Undecided,
}

/// A path and the place it stands at.
#[derive(Clone, Copy)]
pub(crate) struct PathQuery<'a> {
    pub(crate) module: ModuleId,
    pub(crate) segments: &'a [Symbol],
    pub(crate) global: bool,
    /// Whether it is the path of a `use`: before 2018 those begin at the crate root.
    pub(crate) import: bool,
    pub(crate) query: Query,
}

impl Names {
    /// Looks a name up in a module: declarations and imports, then globs.
    pub(crate) fn lookup_in(&self, module: ModuleId, name: Symbol, query: Query) -> Lookup {
        let mut visited = SmallVec::new();
        self.lookup_visited(module, name, query, &mut visited)
    }

    fn lookup_visited(
        &self,
        module: ModuleId,
        name: Symbol,
        query: Query,
        visited: &mut SmallVec<[ModuleId; 16]>,
    ) -> Lookup {
        let row = &self.modules[module.index()];
        let bindings = self.bindings(row, name);
        let mut passed = None;
        if let Some(binding) = self.best(bindings, query) {
            let found = |binding: &Binding| Found {
                open: binding.open,
                ..Found::sure(binding.def, binding.import)
            };
            if !(query.other && binding.open) {
                return Lookup::Found(found(binding));
            }
            let others = bindings
                .iter()
                .filter(|other| !std::ptr::eq(*other, binding));
            let others: Vec<Binding> = others.copied().collect();
            if let Some(other) = self.best(&others, query) {
                return Lookup::Found(found(other));
            }
            passed = Some(found(binding));
        }
        if passed.is_none()
            && query.strict
            && row.pending.get(&name).is_some_and(|&count| count > 0)
        {
            let own = query.skip.is_some_and(|skip| {
                self.imports[skip as usize].module == module && row.pending.get(&name) == Some(&1)
            });
            if !own {
                return Lookup::Undecided;
            }
        }
        if row.globs.is_empty() || visited.contains(&module) {
            return passed.map_or(Lookup::Missing, Lookup::Found);
        }
        visited.push(module);
        if query.trace {
            self.globs_met.store(true, Ordering::Relaxed);
        }
        let mut undecided = false;
        for glob in &row.globs {
            let hidden = query.from.is_some_and(|from| !self.sees(glob.reach, from));
            if hidden || !glob.presence.serves(query.build) || query.skip == Some(glob.import) {
                continue;
            }
            let found = match glob.target {
                None => {
                    undecided |= query.strict;
                    continue;
                }
                Some(Def::Module(target)) => {
                    let inner = Query {
                        from: Some(self.real_module(module)),
                        ..query
                    };
                    self.lookup_visited(target, name, inner, visited)
                }
                Some(Def::Item(item)) => match self.variant(item, name) {
                    Some(variant) => {
                        Lookup::Found(Found::sure(Def::Item(variant), Some(glob.import)))
                    }
                    None => Lookup::Missing,
                },
                Some(Def::Extern(_) | Def::Builtin) => Lookup::Missing,
            };
            match found {
                Lookup::Found(found) => {
                    let found = Found {
                        import: Some(glob.import),
                        open: found.open || glob.open,
                        ..found
                    };
                    if query.other && glob.open && passed.is_none() {
                        passed = Some(found);
                        continue;
                    }
                    return Lookup::Found(found);
                }
                Lookup::Undecided => undecided = true,
                Lookup::Missing => {}
            }
        }
        match passed {
            Some(found) => Lookup::Found(found),
            None if undecided => Lookup::Undecided,
            None => Lookup::Missing,
        }
    }

    fn best<'b>(&self, bindings: &'b [Binding], query: Query) -> Option<&'b Binding> {
        let mut fallback = None;
        for binding in bindings {
            let fits = binding.spaces.meets(query.spaces)
                && binding.presence.serves(query.build)
                && (binding.import.is_none() || binding.import != query.skip)
                && query.from.is_none_or(|from| self.sees(binding.reach, from));
            if !fits {
                continue;
            }
            if binding.certain {
                return Some(binding);
            }
            fallback.get_or_insert(binding);
        }
        fallback
    }

    /// The variant of an enum.
    pub(crate) fn variant(&self, item: ItemDef, name: Symbol) -> Option<ItemDef> {
        let variants = self.variants.get(&item)?;
        let &(_, variant) = variants.iter().find(|(symbol, _)| *symbol == name)?;
        Some(ItemDef {
            instance: item.instance,
            item: variant,
        })
    }

    /// Looks a name up from a place inside a module or block: outwards through the blocks to the module, then macros in
    /// textual scope, external crates, the prelude and the primitive types.
    pub(crate) fn lexical(&self, module: ModuleId, name: Symbol, query: Query) -> Lookup {
        let macros = query.spaces.meets(Namespaces::MACROS);
        let mut at = module;
        loop {
            match self.lookup_in(at, name, query) {
                Lookup::Missing => {}
                other => return other,
            }
            let row = &self.modules[at.index()];
            if macros && let Some(&def) = row.macros.get(&name) {
                return Lookup::Found(Found::sure(def, None));
            }
            match row.parent {
                Some(parent) if row.kind == ModuleKind::Block => at = parent,
                _ => break,
            }
        }
        let krate = &self.crates[self.modules[module.index()].krate.index()];
        if macros && let Some(def) = self.textual_macro(at, name) {
            return Lookup::Found(Found::sure(def, None));
        }
        if macros {
            for &root in &krate.macro_crates {
                if let found @ Lookup::Found(_) = self.lookup_in(root, name, query) {
                    return found;
                }
            }
        }
        if query.spaces.meets(Namespaces::TYPES) {
            if let Some(&def) = krate.externs.get(&name) {
                return Lookup::Found(Found::sure(def, None));
            }
            if let Some(&root) = self.dollar_crates.get(&name) {
                return Lookup::Found(Found::sure(Def::Module(root), None));
            }
        }
        if let Some(&id) = self.prelude.get(&name) {
            return Lookup::Found(Found {
                prelude: true,
                ..Found::sure(Def::Extern(id), None)
            });
        }
        if query.spaces.meets(Namespaces::TYPES) && self.builtins.contains(&name) {
            return Lookup::Found(Found {
                prelude: true,
                ..Found::sure(Def::Builtin, None)
            });
        }
        if query.strict {
            return Lookup::Missing;
        }
        if macros && let Some(id) = self.macro_extern(&krate.macro_externs, name) {
            return Lookup::Found(Found {
                guess: true,
                ..Found::sure(Def::Extern(id), None)
            });
        }
        match self.external_globs(module, query)[..] {
            [(only, import)] => Lookup::Found(Found {
                guess: true,
                ..Found::sure(Def::Extern(only), Some(import))
            }),
            _ => Lookup::Missing,
        }
    }

    /// The external crate that a macro of unknown origin is of, if its macros are brought in by `#[macro_use]`: the only
    /// one, the one that has the macro's name, or the one that is known to have it.
    fn macro_extern(&self, crates: &[ExternId], name: Symbol) -> Option<ExternId> {
        let krate = |id: ExternId| self.externs[id.index()].name;
        let has = |id: ExternId| quotes(self.text(krate(id)), self.text(name));
        let mut found = crates.iter().copied();
        match crates {
            [only] => Some(*only),
            _ => found
                .clone()
                .find(|&id| krate(id) == name)
                .or_else(|| found.find(|&id| has(id))),
        }
    }

    fn textual_macro(&self, module: ModuleId, name: Symbol) -> Option<Def> {
        let mut at = Some(module);
        while let Some(id) = at {
            let row = &self.modules[id.index()];
            if let Some(&def) = row.macros.get(&name) {
                return Some(def);
            }
            at = row.parent;
        }
        None
    }

    /// Globs of external crates that bring names into a place, also through globs of modules.
    pub(crate) fn external_globs(&self, module: ModuleId, query: Query) -> Vec<(ExternId, u32)> {
        let mut found = Vec::new();
        let mut visited: SmallVec<[ModuleId; 16]> = SmallVec::new();
        let mut pending: SmallVec<[ModuleId; 16]> = SmallVec::from_slice(&[module]);
        while let Some(id) = pending.pop() {
            if visited.contains(&id) {
                continue;
            }
            visited.push(id);
            let row = &self.modules[id.index()];
            if query.trace && !row.globs.is_empty() {
                self.globs_met.store(true, Ordering::Relaxed);
            }
            if row.kind == ModuleKind::Block {
                pending.extend(row.parent);
            }
            for glob in row
                .globs
                .iter()
                .filter(|glob| glob.presence.serves(query.build))
            {
                match glob.target {
                    Some(Def::Extern(id)) => found.push((id, glob.import)),
                    Some(Def::Module(target)) => pending.push(target),
                    _ => {}
                }
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(id, _)| *id);
        found
    }

    /// Follows a path.
    pub(crate) fn walk(&self, files: Option<Files<'_, '_>>, path: PathQuery<'_>) -> Walk {
        let PathQuery {
            module,
            segments,
            query,
            ..
        } = path;
        let Some(&first) = segments.first() else {
            return Walk::Missing(0);
        };
        let root = self.crates[self.modules[module.index()].krate.index()].root;
        let real = self.real_module(module);
        let spaces_at = |at: usize| {
            if at + 1 == segments.len() {
                query.spaces
            } else {
                Namespaces::TYPES
            }
        };
        let mut at = 1;
        let mut via = None;
        let mut import = None;
        let mut prelude = false;
        let mut open = false;
        let mut def = if first == self.known.krate || first == self.known.dollar_crate {
            Def::Module(root)
        } else if first == self.known.self_ && !path.global {
            Def::Module(real)
        } else if first == self.known.super_ && !path.global {
            match self.parent(real) {
                Some(parent) => Def::Module(parent),
                None => return Walk::Missing(0),
            }
        } else {
            let inner = Query {
                spaces: spaces_at(0),
                from: Some(real),
                ..query
            };
            match self.head(path, first, root, inner) {
                Lookup::Found(found) => {
                    import = found.import;
                    prelude = found.prelude;
                    open = found.open;
                    if found.guess {
                        at = 0;
                    }
                    found.def
                }
                Lookup::Missing => return Walk::Missing(0),
                Lookup::Undecided => return Walk::Undecided,
            }
        };
        while at < segments.len() {
            let name = segments[at];
            match def {
                Def::Module(inside) => {
                    if name == self.known.super_ {
                        match self.parent(inside) {
                            Some(parent) => def = Def::Module(parent),
                            None => return Walk::Missing(at),
                        }
                        at += 1;
                        continue;
                    }
                    if name == self.known.self_ {
                        at += 1;
                        continue;
                    }
                    let inner = Query {
                        spaces: spaces_at(at),
                        from: Some(real),
                        ..query
                    };
                    let mut found = self.lookup_in(inside, name, inner);
                    let krate = |module: ModuleId| self.modules[module.index()].krate;
                    if matches!(found, Lookup::Missing) && krate(inside) == krate(real) {
                        // Not to be seen from here: broken code, or a macro that plays with privacy.
                        found = self.lookup_in(
                            inside,
                            name,
                            Query {
                                from: None,
                                ..inner
                            },
                        );
                    }
                    match found {
                        Lookup::Found(found) => {
                            // `extern crate` stands in a module, but what is named by it does not.
                            let is_crate =
                                found.import.is_none() && matches!(found.def, Def::Extern(_));
                            via = (!is_crate).then_some(inside);
                            import = import.or(found.import);
                            open |= found.open;
                            def = found.def;
                        }
                        Lookup::Undecided => return Walk::Undecided,
                        Lookup::Missing => match self.external_globs(inside, query)[..] {
                            _ if query.strict => return Walk::Missing(at),
                            // `pub use external::*` in the workspace.
                            [(only, glob)] => {
                                via = Some(inside);
                                import = import.or(Some(glob));
                                def = Def::Extern(only);
                                break;
                            }
                            _ => return Walk::Missing(at),
                        },
                    }
                }
                Def::Item(item) => match self
                    .variant(item, name)
                    .or_else(|| self.aliased_variant(files?, item, name))
                {
                    Some(variant) => def = Def::Item(variant),
                    // An associated item: which one only types can tell.
                    None => break,
                },
                Def::Extern(_) | Def::Builtin => break,
            }
            at += 1;
        }
        Walk::Resolved(Resolved {
            def,
            consumed: at,
            via,
            import,
            prelude,
            open,
        })
    }

    /// Looks up the first segment of a path.
    fn head(&self, path: PathQuery<'_>, first: Symbol, root: ModuleId, query: Query) -> Lookup {
        let krate = &self.crates[self.modules[root.index()].krate.index()];
        let is_2015 = krate.edition == govern_facts::Edition::E2015;
        let from_root = path.global || (is_2015 && path.import);
        if !from_root {
            return match self.lexical(path.module, first, query) {
                // The first part of an import's path may be looked up by itself.
                Lookup::Found(found) if path.segments.len() > 1 || path.import => {
                    Lookup::Found(self.leading_crate(found, first, root))
                }
                other => other,
            };
        }
        if is_2015 {
            match self.lookup_in(root, first, query) {
                Lookup::Missing => {}
                other => return other,
            }
        }
        match krate.externs.get(&first) {
            Some(&def) => Lookup::Found(Found::sure(def, None)),
            None if is_2015 && path.import => self.lexical(root, first, query),
            None => Lookup::Missing,
        }
    }

    /// Behind `use quote::quote`, `quote::format_ident` begins with the crate: what it has under its own name is a macro or
    /// a function, hardly ever a module, and which of them nobody knows who does not read it.
    fn leading_crate(&self, found: Found, first: Symbol, root: ModuleId) -> Found {
        let externs = &self.crates[self.modules[root.index()].krate.index()].externs;
        match (found.def, externs.get(&first)) {
            (Def::Extern(imported), Some(&krate @ Def::Extern(id)))
                if self.externs[imported.index()].parent == Some(id)
                    && self.externs[imported.index()].name == first =>
            {
                Found::sure(krate, None)
            }
            _ => found,
        }
    }

    /// The variant of the enum that a type alias stands for.
    fn aliased_variant(
        &self,
        files: Files<'_, '_>,
        alias: ItemDef,
        name: Symbol,
    ) -> Option<ItemDef> {
        let mut at = alias;
        // Aliases of aliases end, unless the code is broken.
        for _ in 0..8 {
            let instance = &self.instances[at.instance.index()];
            let facts = files.facts(instance.file)?;
            let item = facts.item(at.item);
            let ItemKind::TypeAlias { ty: Some(ty) } = item.kind else {
                return None;
            };
            let govern_facts::Type::Path { path, .. } = facts.ty(ty) else {
                return None;
            };
            let path = facts.path(*path);
            let symbols = self.symbols_in(facts, at.instance);
            let segments: Vec<Symbol> = facts.segments[path.segments.rows()]
                .iter()
                .map(|name| symbols[name.index()])
                .collect();
            let query = Query {
                spaces: Namespaces::TYPES,
                from: None,
                build: Build::Test,
                skip: None,
                strict: false,
                other: false,
                trace: false,
            };
            let module = instance.modules[path.scope.index()];
            let path = PathQuery {
                module,
                segments: &segments,
                global: path.global,
                import: false,
                query,
            };
            let Walk::Resolved(Resolved {
                def: Def::Item(target),
                consumed,
                ..
            }) = self.walk(None, path)
            else {
                return None;
            };
            if consumed < segments.len() {
                return None;
            }
            if let Some(variant) = self.variant(target, name) {
                return Some(variant);
            }
            at = target;
        }
        None
    }

    /// The module around a module.
    pub(crate) fn parent(&self, module: ModuleId) -> Option<ModuleId> {
        self.modules[module.index()]
            .parent
            .map(|parent| self.real_module(parent))
    }
}
