//! What every path and import of the workspace means.

use std::collections::BTreeMap;
use std::ops::Range;

use govern_diagnostics::FileId;
use govern_facts::{
    FileFacts, Item, ItemKind, MacroCallId, Name, PathId, PathKind, PathRef, Visibility,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::input::{Build, LinkInput};
use crate::lookup::{PathQuery, Query, Resolved, Walk};
use crate::model::{Def, ExternId, Files, InstanceId, ItemDef, ModuleId, Names, Namespaces};
use crate::reference::{
    Collected, Meaning, Origin, Reference, Target, Unresolved, UnresolvedReason,
};
use crate::symbols::Symbol;

/// What was found in one file.
#[derive(Default)]
struct Found {
    references: Vec<Reference>,
    unresolved: Vec<Unresolved>,
}

/// What decides the meaning of a path in its file: paths that agree in it mean the same.
type Written<'f> = (&'f [Name], bool, PathKind, ModuleId, Build);

/// What the first of the paths that are written alike in one place was found to mean: its rows of [`Found`].
type Known<'f> = FxHashMap<Written<'f>, (Range<usize>, Option<Unresolved>)>;

/// The segments of a path.
type Segments = SmallVec<[Symbol; 8]>;

/// What paths of a file mean that go through an import, with that import.
type Used = FxHashSet<(u32, Def)>;

impl Names {
    /// All references of all files, in the order of files and of their facts.
    ///
    /// # Panics
    ///
    /// If they were not [collected](Names::collect): nobody must take that for none.
    pub fn references(&self) -> &[Reference] {
        &self.collected().references
    }

    /// All paths that could not be resolved.
    ///
    /// # Panics
    ///
    /// As [`Names::references`].
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.collected().unresolved
    }

    fn collected(&self) -> &Collected {
        let collected = self.collected.get();
        collected.expect("references are asked for after they were collected")
    }

    /// Where an import stands: its instance, and its row in the file's imports.
    pub fn import_site(&self, import: u32) -> (InstanceId, u32) {
        let row = &self.imports[import as usize];
        (row.instance, row.row)
    }

    /// Where a reference leads in the reading `def`.
    pub fn target(&self, facts: &FileFacts, reference: &Reference) -> Option<Target> {
        match reference.def {
            Def::Extern(id) => Some(Target::External(self.external_text(facts, id, reference))),
            _ => reference.def_module.map(Target::Module),
        }
    }

    fn external_text(&self, facts: &FileFacts, id: ExternId, reference: &Reference) -> String {
        let segments = match reference.origin {
            Origin::Import(row) => facts.imports[row as usize].segments,
            Origin::Path(path) => facts.path(path).segments,
        };
        let rest = facts
            .segments(segments)
            .skip(segments.len() - reference.rest as usize);
        let mut text = self.extern_path(id);
        for segment in rest {
            text.push_str("::");
            text.push_str(segment);
        }
        text
    }

    /// What a path of a file means, in the first crate that has the file.
    pub fn meaning(&self, facts: &FileFacts, file: FileId, path: PathId) -> Meaning {
        let Some(&instance) = self.instances_of(file).first() else {
            return Meaning::Unresolved;
        };
        self.meaning_in(facts, instance, path)
    }

    /// What a path of a file means in one of the crates that have the file.
    pub fn meaning_in(&self, facts: &FileFacts, instance: InstanceId, path: PathId) -> Meaning {
        let row = facts.path(path);
        let symbols = self.symbols_in(facts, instance);
        let segments: Segments = facts.segments[row.segments.rows()]
            .iter()
            .map(|name| symbols[name.index()])
            .collect();
        let owner = &self.instances[instance.index()];
        let module = owner.modules[row.scope.index()];
        let build = self.build_of(module, owner.presences[row.scope.index()]);
        let (mut sure, mut guess) = (None, None);
        for &spaces in namespaces_of(row.kind) {
            let query = Query {
                spaces,
                from: None,
                build,
                skip: None,
                strict: false,
                other: false,
                trace: false,
            };
            let path = PathQuery {
                module,
                segments: &segments,
                global: row.global,
                import: false,
                query,
            };
            let Walk::Resolved(resolved) = self.walk(None, path) else {
                continue;
            };
            if !resolved.is_guess() {
                sure = Some(resolved);
                break;
            }
            guess.get_or_insert(resolved);
        }
        let Some(Resolved { def, consumed, .. }) = sure.or(guess) else {
            return Meaning::Unresolved;
        };
        match def {
            Def::Module(module) => Meaning::Module(module),
            Def::Item(item) => Meaning::Item(item, segments.len() - consumed),
            Def::Builtin => Meaning::Builtin,
            Def::Extern(id) => {
                let mut text = self.extern_path(id);
                for segment in facts.segments(row.segments).skip(consumed) {
                    text.push_str("::");
                    text.push_str(segment);
                }
                Meaning::External(text)
            }
        }
    }

    /// Finds out what every path means: half of the work of linking, and not needed by who asks for a few. The input is that
    /// of linking. Does nothing the second time.
    pub fn collect(&self, input: &LinkInput<'_>) {
        let files = Files {
            input,
            expanded: &BTreeMap::new(),
        };
        self.collected
            .get_or_init(|| self.collect_references(files));
    }

    fn collect_references(&self, files: Files<'_, '_>) -> Collected {
        let opaque = self.opaque_modules(files);
        let mut imports: Vec<Vec<u32>> = vec![Vec::new(); self.instances.len()];
        for (row, import) in self.imports.iter().enumerate() {
            imports[import.instance.index()].push(row as u32);
        }
        let found: Vec<Found> = (0..self.instances.len())
            .into_par_iter()
            .map(|row| self.file_references(files, InstanceId(row as u32), &imports[row], &opaque))
            .collect();
        let mut collected = Collected::default();
        for file in found {
            collected.references.extend(file.references);
            collected.unresolved.extend(file.unresolved);
        }
        collected
    }

    /// Modules in which a macro of unknown expansion stands among the items.
    fn opaque_modules(&self, files: Files<'_, '_>) -> FxHashSet<ModuleId> {
        let mut opaque = FxHashSet::default();
        for instance in &self.instances {
            let Some(facts) = files.facts(instance.file) else {
                continue;
            };
            for (row, call) in facts.macro_calls.iter().enumerate() {
                let id = MacroCallId(row as u32);
                if call.is_opaque() || self.lacks_file(instance.file, id, call) {
                    opaque.insert(self.real_module(instance.modules[call.scope.index()]));
                }
            }
        }
        // A module that an expansion declares, and that has no file.
        let unread = self.modules.iter().enumerate().filter(|(_, module)| {
            let declared = module.declaration.and_then(|(instance, item)| {
                let file = self.instances[instance.index()].file;
                Some(files.facts(file)?.item(item).expanded)
            });
            module.instance.is_none() && declared == Some(true)
        });
        opaque.extend(unread.map(|(row, _)| ModuleId(row as u32)));
        opaque
    }

    fn file_references(
        &self,
        files: Files<'_, '_>,
        id: InstanceId,
        imports: &[u32],
        opaque: &FxHashSet<ModuleId>,
    ) -> Found {
        let instance = &self.instances[id.index()];
        let mut found = Found::default();
        let Some(facts) = files.facts(instance.file) else {
            return found;
        };
        let quoted = self.quoted(facts, id);
        let mut known: Known<'_> = FxHashMap::default();
        for (row, path) in facts.paths.iter().enumerate() {
            let presence = instance.presences[path.scope.index()];
            if presence.is_absent() || path.expanded || quoted.contains(path.extent) {
                continue;
            }
            let module = instance.modules[path.scope.index()];
            let written = (
                &facts.segments[path.segments.rows()],
                path.global,
                path.kind,
                module,
                self.build_of(module, presence),
            );
            let origin = Origin::Path(PathId(row as u32));
            if let Some((rows, missed)) = known.get(&written) {
                for row in rows.clone() {
                    let reference = found.references[row];
                    found.references.push(Reference {
                        origin,
                        ..reference
                    });
                }
                found
                    .unresolved
                    .extend(missed.map(|missed| Unresolved { origin, ..missed }));
                continue;
            }
            let (first, missed) = (found.references.len(), found.unresolved.len());
            self.path_reference(files, facts, id, PathId(row as u32), opaque, &mut found);
            let missed = found.unresolved.get(missed).copied();
            known.insert(written, (first..found.references.len(), missed));
        }
        let used = found.references.iter();
        let used: Used = used.filter_map(|it| Some((it.import?, it.def))).collect();
        let mut brought = Found::default();
        for &import in imports {
            self.import_reference(files, facts, import, opaque, &used, &mut brought);
        }
        brought.references.append(&mut found.references);
        brought.unresolved.append(&mut found.unresolved);
        brought
    }

    fn import_reference(
        &self,
        files: Files<'_, '_>,
        facts: &FileFacts,
        import: u32,
        opaque: &FxHashSet<ModuleId>,
        used: &Used,
        found: &mut Found,
    ) {
        let row = self.imports[import as usize];
        let leaf = &facts.imports[row.row as usize];
        if leaf.expanded {
            return;
        }
        let symbols = self.symbols_in(facts, row.instance);
        let segments: Segments = facts.segments[leaf.segments.rows()]
            .iter()
            .map(|name| symbols[name.index()])
            .collect();
        let test = row.presence.is_test_only();
        let build = self.build_of(row.module, row.presence);
        let origin = Origin::Import(row.row);
        let spaces: &[Namespaces] = if leaf.glob || leaf.is_self {
            &[Namespaces::TYPES]
        } else {
            &[Namespaces::TYPES, Namespaces::VALUES, Namespaces::MACROS]
        };
        // What it brings in each namespace, with what else that may be.
        let mut brought: Vec<(Resolved, Option<Resolved>)> = Vec::new();
        let mut missing = None;
        for &spaces in spaces {
            let query = Query {
                spaces,
                from: None,
                build,
                skip: Some(import),
                strict: false,
                other: false,
                trace: false,
            };
            let path = PathQuery {
                module: row.module,
                segments: &segments,
                global: leaf.global,
                import: true,
                query,
            };
            match self.walk(Some(files), path) {
                Walk::Resolved(mut resolved) if resolved.def != Def::Builtin => {
                    if leaf.glob
                        && let Def::Module(module) = resolved.def
                    {
                        // All of the module is meant: it is what is written, too.
                        resolved.via = Some(module);
                    }
                    let other = resolved.open.then(|| self.other(files, path, resolved.def));
                    brought.push((resolved, other.flatten()));
                    if matches!(resolved.def, Def::Extern(_)) {
                        break;
                    }
                }
                Walk::Resolved(_) | Walk::Undecided => {}
                Walk::Missing(at) => missing = missing.max(Some(at)),
            }
        }
        if brought.is_empty() {
            let (reason, declared_in) = self.reason(&segments, missing, row.module, opaque);
            found.unresolved.push(Unresolved {
                instance: row.instance,
                origin,
                reason,
                declared_in,
            });
        }
        if leaf.visibility == Visibility::Inherited && brought.len() > 1 {
            self.leave_out_namesakes(files, import, used, &mut brought);
        }
        for (resolved, other) in brought {
            for resolved in other.into_iter().chain([resolved]) {
                self.push(
                    files,
                    row.instance,
                    row.module,
                    origin,
                    test,
                    segments.len(),
                    resolved,
                    found,
                );
            }
        }
    }

    /// A private import brings all that has its name, but only what is then used is meant, and traits, whose methods may
    /// be. If no path that is known uses any of it, it is the first.
    fn leave_out_namesakes(
        &self,
        files: Files<'_, '_>,
        import: u32,
        used: &Used,
        brought: &mut Vec<(Resolved, Option<Resolved>)>,
    ) {
        let is_trait = |def: Def| {
            let Def::Item(def) = def else { return false };
            let item = self.item(files, def);
            item.is_some_and(|item| matches!(item.kind, ItemKind::Trait { .. }))
        };
        let is_meant = |(resolved, other): &(Resolved, Option<Resolved>)| {
            let mut defs = other.iter().chain([resolved]).map(|it| it.def);
            defs.any(|def| used.contains(&(import, def)) || is_trait(def))
        };
        if brought.iter().any(is_meant) {
            brought.retain(is_meant);
        } else {
            brought.truncate(1);
        }
    }

    fn path_reference(
        &self,
        files: Files<'_, '_>,
        facts: &FileFacts,
        instance: InstanceId,
        path: PathId,
        opaque: &FxHashSet<ModuleId>,
        found: &mut Found,
    ) {
        let row = facts.path(path);
        let owner = &self.instances[instance.index()];
        let presence = owner.presences[row.scope.index()];
        let symbols = self.symbols_in(facts, instance);
        let segments: Segments = facts.segments[row.segments.rows()]
            .iter()
            .map(|name| symbols[name.index()])
            .collect();
        let segments = segments.as_slice();
        let module = owner.modules[row.scope.index()];
        let test = presence.is_test_only();
        let build = self.build_of(module, presence);
        let mut missing = None;
        let (mut sure, mut guess) = (None, None);
        for &spaces in namespaces_of(row.kind) {
            let query = Query {
                spaces,
                from: None,
                build,
                skip: None,
                strict: false,
                other: false,
                trace: false,
            };
            let inner = PathQuery {
                module,
                segments,
                global: row.global,
                import: false,
                query,
            };
            match self.walk(Some(files), inner) {
                Walk::Resolved(resolved) if resolved.is_guess() => {
                    guess.get_or_insert((resolved, inner));
                }
                Walk::Resolved(resolved) => {
                    sure = Some((resolved, inner));
                    break;
                }
                Walk::Undecided => {}
                Walk::Missing(at) => missing = missing.max(Some(at)),
            }
        }
        if let Some((resolved, inner)) = sure.or(guess) {
            if row.kind == PathKind::PatternName && !self.is_constant(files, resolved.def)
                || self.is_no_use(files, row, segments, resolved.def)
            {
                return;
            }
            let in_scope = resolved.prelude && row.kind != PathKind::Macro && resolved.consumed > 0;
            let is_kept = !in_scope
                || (segments.len() > resolved.consumed
                    && resolved.def != Def::Builtin
                    && segments.len() > 2);
            let other = resolved
                .open
                .then(|| self.other(files, inner, resolved.def))
                .flatten();
            for resolved in is_kept.then_some(resolved).into_iter().chain(other) {
                self.push(
                    files,
                    instance,
                    module,
                    Origin::Path(path),
                    test,
                    segments.len(),
                    resolved,
                    found,
                );
            }
            return;
        }
        let (reason, declared_in) = match row.kind {
            // A new variable; a helper attribute of a derive; no path after all.
            PathKind::PatternName
            | PathKind::Attribute
            | PathKind::AttributeArgument
            | PathKind::MacroBody => return,
            PathKind::MacroArgument if segments.len() == 1 => return,
            PathKind::MacroArgument => (UnresolvedReason::MacroArgument, None),
            _ => self.reason(segments, missing, module, opaque),
        };
        found.unresolved.push(Unresolved {
            instance,
            origin: Origin::Path(path),
            reason,
            declared_in,
        });
    }

    /// What a path means if the conditions that nobody knows are otherwise.
    fn other(&self, files: Files<'_, '_>, path: PathQuery<'_>, than: Def) -> Option<Resolved> {
        let query = Query {
            other: true,
            ..path.query
        };
        match self.walk(Some(files), PathQuery { query, ..path }) {
            Walk::Resolved(other) if other.def != than => Some(other),
            _ => None,
        }
    }

    fn reason(
        &self,
        segments: &[Symbol],
        missing: Option<usize>,
        module: ModuleId,
        opaque: &FxHashSet<ModuleId>,
    ) -> (UnresolvedReason, Option<ModuleId>) {
        // The module in which the name was missed, as far as the path before it leads to one.
        let at = missing.unwrap_or(0);
        let query = Query {
            spaces: Namespaces::TYPES,
            from: None,
            build: Build::Test,
            skip: None,
            strict: false,
            other: false,
            trace: false,
        };
        let prefix = PathQuery {
            module,
            segments: &segments[..at],
            global: false,
            import: false,
            query,
        };
        let inside = match self.walk(None, prefix) {
            Walk::Resolved(Resolved {
                def: Def::Module(inside),
                ..
            }) => inside,
            _ => module,
        };
        let mut at = Some(inside);
        while let Some(id) = at {
            let real = self.real_module(id);
            let here = opaque.contains(&real).then_some(Some(real));
            let mut globs = self.modules[id.index()].globs.iter();
            let globbed = || {
                globs.find_map(|glob| match glob.target {
                    Some(Def::Module(target)) => opaque.contains(&target).then_some(Some(target)),
                    Some(Def::Extern(_)) => Some(None),
                    _ => None,
                })
            };
            match here.or_else(globbed) {
                Some(None) => return (UnresolvedReason::OutsideGlob, None),
                Some(module) => return (UnresolvedReason::MacroGenerated, module),
                None => {}
            }
            at = self.modules[id.index()].parent.filter(|_| id != real);
        }
        (UnresolvedReason::NotFound, None)
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of a row")]
    fn push(
        &self,
        files: Files<'_, '_>,
        instance: InstanceId,
        module: ModuleId,
        origin: Origin,
        test: bool,
        length: usize,
        resolved: Resolved,
        found: &mut Found,
    ) {
        let from = self.real_module(module);
        let def_module = match resolved.def {
            Def::Module(module) => Some(self.real_module(module)),
            Def::Item(item) => {
                let file = self.instances[item.instance.index()].file;
                files
                    .facts(file)
                    .map(|facts| self.module_of_item(item, facts))
            }
            Def::Extern(_) | Def::Builtin => None,
        };
        let via = match (resolved.def, resolved.via) {
            // A module is reached as itself where it is declared; only a re-export of it is another way.
            (Def::Module(module), Some(via)) if self.parent(module) == Some(via) => Some(module),
            (_, via) => via.map(|via| self.real_module(via)),
        };
        let inside = !matches!(resolved.def, Def::Extern(_))
            && def_module.is_none_or(|def| def == from)
            && via.is_none_or(|via| via == from);
        if inside {
            return;
        }
        let rest = (length - resolved.consumed) as u16;
        let import = resolved.import;
        let reference = Reference {
            instance,
            from,
            origin,
            test,
            via,
            def: resolved.def,
            def_module,
            rest,
            import,
        };
        let repeated = found
            .references
            .last()
            .is_some_and(|last| *last == reference);
        if !repeated {
            found.references.push(reference);
        }
    }

    /// Whether a path does not mean what its name is bound to.
    fn is_no_use(
        &self,
        files: Files<'_, '_>,
        path: &PathRef,
        segments: &[Symbol],
        def: Def,
    ) -> bool {
        match (path.kind, def, segments) {
            // `#[pin]` is not `pin!`, but a helper attribute.
            (PathKind::Attribute, Def::Item(def), _) => {
                let item = self.item(files, def);
                item.is_some_and(|item| matches!(item.kind, ItemKind::MacroRules { .. }))
            }
            // A module of that name does not hide the primitive type.
            (kind, Def::Module(_), [name])
                if kind != PathKind::Macro && !path.global && self.builtins.contains(name) =>
            {
                true
            }
            // `modules! { a b }`, which declares `a`.
            (PathKind::MacroArgument, Def::Module(module), [_]) => {
                let declaration = self.modules[module.index()].declaration;
                let declared = declaration.and_then(|(instance, row)| {
                    self.item(
                        files,
                        ItemDef {
                            instance,
                            item: row,
                        },
                    )
                });
                declared.is_some_and(|item| item.expanded)
            }
            _ => false,
        }
    }

    /// Whether a name in a pattern can be this: else it is a new variable.
    fn is_constant(&self, files: Files<'_, '_>, def: Def) -> bool {
        match def {
            Def::Item(item) => self
                .item(files, item)
                .is_some_and(|it| it.kind.is_constant()),
            Def::Extern(_) => true,
            Def::Module(_) | Def::Builtin => false,
        }
    }

    /// What a definition says.
    fn item<'f>(&self, files: Files<'f, '_>, def: ItemDef) -> Option<&'f Item> {
        let file = self.instances[def.instance.index()].file;
        Some(files.facts(file)?.item(def.item))
    }
}

/// The namespaces in which the last segment of a path may be, in the order in which they are tried.
fn namespaces_of(kind: PathKind) -> &'static [Namespaces] {
    const TYPES: Namespaces = Namespaces::TYPES;
    const VALUES: Namespaces = Namespaces::VALUES;
    const MACROS: Namespaces = Namespaces::MACROS;
    match kind {
        // A constant as a generic argument looks like a type.
        PathKind::Type => &[TYPES, VALUES],
        PathKind::Bound | PathKind::StructLiteral => &[TYPES],
        PathKind::Value | PathKind::Call | PathKind::PatternName => &[VALUES],
        PathKind::Pattern => &[VALUES, TYPES],
        PathKind::Macro | PathKind::Attribute | PathKind::Derive => &[MACROS],
        PathKind::AttributeArgument => &[VALUES, TYPES],
        PathKind::MacroArgument | PathKind::MacroBody => &[TYPES, VALUES, MACROS],
    }
}
