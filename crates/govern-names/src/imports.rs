//! Resolves `use` declarations to a fixed point.

use std::ops::Range;

use crate::lookup::{Lookup, PathQuery, Query, Resolved, Walk};
use crate::model::{Binding, Def, Files, ImportRow, Names, Namespaces};
use crate::symbols::Symbol;

/// Which imports have been tried, and what has changed since: only that can let them gain something.
struct Tries {
    /// Counts what is bound.
    now: u32,
    /// When something of each name was bound last, in whatever module.
    names: Vec<u32>,
    /// When a glob was resolved last.
    globs: u32,
    /// The paths of all imports.
    segments: Vec<Symbol>,
    imports: Vec<Tried>,
}

/// One import.
#[derive(Clone)]
struct Tried {
    /// Its path.
    segments: Range<u32>,
    /// When it was tried last: not strictly, and strictly. With whether globs were looked through.
    last: [Option<(u32, bool)>; 2],
}

impl Tries {
    fn new(names: &Names, files: Files<'_, '_>) -> Tries {
        let mut segments = Vec::with_capacity(names.imports.len() * 4);
        let imports = names.imports.iter().map(|import| {
            let start = segments.len() as u32;
            let file = names.instances[import.instance.index()].file;
            if let Some(facts) = files.facts(file) {
                let symbols = names.symbols_of(import.instance);
                let path = facts.imports[import.row as usize].segments;
                let path = facts.segments[path.rows()].iter();
                segments.extend(path.map(|name| symbols[name.index()]));
            }
            Tried {
                segments: start..segments.len() as u32,
                last: [None; 2],
            }
        });
        let imports = imports.collect();
        Tries {
            now: 0,
            names: vec![0; names.symbols.len()],
            globs: 0,
            segments,
            imports,
        }
    }

    fn path(&self, row: u32) -> Range<usize> {
        let path = &self.imports[row as usize].segments;
        path.start as usize..path.end as usize
    }

    /// Whether trying an import may give something else than the last time.
    fn may_gain(&self, row: u32, strict: bool) -> bool {
        if let Some((last, globs)) = self.imports[row as usize].last[usize::from(strict)] {
            let mut path = self.segments[self.path(row)].iter();
            if (!globs || self.globs <= last)
                && path.all(|name| self.names[name.0 as usize] <= last)
            {
                return false;
            }
        }
        true
    }

    /// An import has been tried, and has brought nothing since.
    fn tried(&mut self, row: u32, strict: bool, globs: bool) {
        self.imports[row as usize].last[usize::from(strict)] = Some((self.now, globs));
    }

    /// An import has brought a name.
    fn bound(&mut self, name: Symbol) {
        self.now += 1;
        self.names[name.0 as usize] = self.now;
    }

    fn glob_resolved(&mut self) {
        self.now += 1;
        self.globs = self.now;
    }
}

impl Names {
    pub(crate) fn resolve_imports(&mut self, files: Files<'_, '_>) {
        let mut tries = Tries::new(self, files);
        // First only what no unresolved import can change any more, then, when that is done, the rest: `use a::*` may
        // shadow an external crate `b` for `use b::c`, and cycles of imports have to be entered somewhere.
        for strict in [true, false, true, false] {
            while self.import_round(files, &mut tries, strict) {}
        }
    }

    /// One attempt at every import; tells whether something was gained.
    fn import_round(&mut self, files: Files<'_, '_>, tries: &mut Tries, strict: bool) -> bool {
        let mut gained = false;
        for row in 0..self.imports.len() as u32 {
            let import = self.imports[row as usize];
            if import.bound == Namespaces::ALL || !tries.may_gain(row, strict) {
                continue;
            }
            let file = self.instances[import.instance.index()].file;
            let Some(file_facts) = files.facts(file) else {
                continue;
            };
            let facts = &file_facts.imports[import.row as usize];
            let spaces = if facts.is_self {
                Namespaces::TYPES
            } else {
                Namespaces::ALL
            };
            if !facts.glob && spaces.without(import.bound) == Namespaces::NONE {
                continue;
            }
            let segments = &tries.segments[tries.path(row)];
            let query = Query {
                spaces: Namespaces::TYPES,
                from: None,
                build: self.build_of(import.module, import.presence),
                skip: Some(row),
                strict,
                other: false,
                trace: true,
            };
            *self.globs_met.get_mut() = false;
            if facts.glob {
                let resolved =
                    self.resolve_glob(files, row, &import, segments, facts.global, query);
                tries.tried(row, strict, *self.globs_met.get_mut());
                if resolved {
                    tries.glob_resolved();
                    gained = true;
                }
            } else {
                let name = self.symbols_of(import.instance)[facts.name.index()];
                let reach = self.reach(file_facts, facts.visibility, import.module);
                let found =
                    self.import_targets(files, &import, segments, facts.global, spaces, query);
                tries.tried(row, strict, *self.globs_met.get_mut());
                if self.bind_import(row, name, reach, found) {
                    tries.bound(name);
                    gained = true;
                }
            }
        }
        gained
    }

    fn resolve_glob(
        &mut self,
        files: Files<'_, '_>,
        row: u32,
        import: &ImportRow,
        segments: &[Symbol],
        global: bool,
        query: Query,
    ) -> bool {
        let target = if segments.is_empty() {
            // `use ::*`, before 2018 the crate's root.
            let krate = self.modules[import.module.index()].krate;
            Some(Def::Module(self.crates[krate.index()].root))
        } else {
            let path = PathQuery {
                module: import.module,
                segments,
                global,
                import: true,
                query,
            };
            match self.walk(Some(files), path) {
                Walk::Resolved(resolved) => self.whole(resolved, segments),
                Walk::Missing(_) | Walk::Undecided => None,
            }
        };
        let Some(target) = target else { return false };
        let module = &mut self.modules[import.module.index()];
        if let Some(glob) = module.globs.iter_mut().find(|glob| glob.import == row) {
            glob.target = Some(target);
        }
        self.imports[row as usize].bound = Namespaces::ALL;
        true
    }

    /// What a whole path means, external names completed.
    fn whole(&mut self, resolved: Resolved, segments: &[Symbol]) -> Option<Def> {
        match resolved.def {
            Def::Extern(mut id) => {
                for &segment in &segments[resolved.consumed..] {
                    id = self.extern_node(Some(id), segment);
                }
                Some(Def::Extern(id))
            }
            def => (resolved.consumed == segments.len()).then_some(def),
        }
    }

    /// What a named import means, by namespace.
    fn import_targets(
        &mut self,
        files: Files<'_, '_>,
        import: &ImportRow,
        segments: &[Symbol],
        global: bool,
        spaces: Namespaces,
        query: Query,
    ) -> Vec<(Namespaces, Def, bool)> {
        let mut targets = Vec::new();
        let Some((&last, prefix)) = segments.split_last() else {
            return targets;
        };
        let is_root =
            last == self.known.krate || last == self.known.self_ || last == self.known.super_;
        if prefix.is_empty() || is_root {
            for space in [Namespaces::TYPES, Namespaces::VALUES, Namespaces::MACROS] {
                if !space.meets(spaces.without(import.bound)) {
                    continue;
                }
                let query = Query {
                    spaces: space,
                    ..query
                };
                let path = PathQuery {
                    module: import.module,
                    segments,
                    global,
                    import: true,
                    query,
                };
                if let Walk::Resolved(resolved) = self.walk(Some(files), path) {
                    let certain = !matches!(resolved.def, Def::Extern(_))
                        || resolved.consumed == segments.len();
                    targets.extend(
                        self.whole(resolved, segments)
                            .map(|def| (space, def, certain)),
                    );
                }
            }
            return targets;
        }
        let path = PathQuery {
            module: import.module,
            segments: prefix,
            global,
            import: true,
            query,
        };
        let Walk::Resolved(resolved) = self.walk(Some(files), path) else {
            return targets;
        };
        let Some(prefix) = self.whole(resolved, prefix) else {
            return targets;
        };
        match prefix {
            Def::Module(module) => {
                let from = Some(self.real_module(import.module));
                for space in [Namespaces::TYPES, Namespaces::VALUES, Namespaces::MACROS] {
                    if !space.meets(spaces.without(import.bound)) {
                        continue;
                    }
                    let query = Query {
                        spaces: space,
                        from,
                        ..query
                    };
                    if let Lookup::Found(found) = self.lookup_in(module, last, query) {
                        targets.push((space, found.def, true));
                        let other = Query {
                            other: true,
                            ..query
                        };
                        if found.open
                            && let Lookup::Found(other) = self.lookup_in(module, last, other)
                            && other.def != found.def
                        {
                            targets.push((space, other.def, true));
                        }
                    }
                }
                if targets.is_empty() && !query.strict && import.bound == Namespaces::NONE {
                    // The name comes out of `pub use external::*`, or cannot be seen from here.
                    let hidden = Query {
                        spaces: Namespaces::ALL,
                        from: None,
                        ..query
                    };
                    if let Lookup::Found(found) = self.lookup_in(module, last, hidden) {
                        targets.push((spaces, found.def, false));
                    } else if let [(only, _)] = self.external_globs(module, query)[..] {
                        let id = self.extern_node(Some(only), last);
                        targets.push((spaces, Def::Extern(id), false));
                    }
                }
            }
            Def::Item(item) => {
                if let Some(variant) = self.variant(item, last) {
                    targets.push((spaces.without(Namespaces::MACROS), Def::Item(variant), true));
                }
            }
            Def::Extern(id) => {
                let id = self.extern_node(Some(id), last);
                targets.push((spaces, Def::Extern(id), false));
            }
            Def::Builtin => {}
        }
        targets
    }

    fn bind_import(
        &mut self,
        row: u32,
        name: Symbol,
        reach: crate::model::Reach,
        found: Vec<(Namespaces, Def, bool)>,
    ) -> bool {
        let import = self.imports[row as usize];
        let mut bound = import.bound;
        for &(spaces, def, certain) in &found {
            // Two in one namespace are things of which nobody knows which exists.
            let alike = found.iter().filter(|(other, ..)| *other == spaces).count();
            let spaces = spaces.without(import.bound);
            if spaces == Namespaces::NONE {
                continue;
            }
            bound = bound.with(spaces);
            let binding = Binding {
                spaces,
                def,
                reach,
                presence: import.presence,
                import: Some(row),
                certain,
                open: import.open || alike > 1,
            };
            if name != self.known.underscore {
                self.bind(import.module, name, binding);
            }
        }
        if bound == import.bound {
            return false;
        }
        if import.bound == Namespaces::NONE
            && let Some(count) = self.modules[import.module.index()].pending.get_mut(&name)
        {
            *count -= 1;
        }
        self.imports[row as usize].bound = bound;
        true
    }
}
