//! The part of the model about uses: every reference that names know, with texts and places instead of facts.

use govern_diagnostics::{FileId, Span};
use govern_facts::{
    Extent, FileFacts, ItemKind, Name, PathKind, PathRef, Run, ScopeId, Visibility,
};
use govern_names::{Def, InstanceId, ModuleId, Names, Origin, Reference, Target, Unresolved};
use govern_workspace::{DependencyKind, Workspace};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{
    architecture::{Architecture, Import, ImportRow, ModuleRow, Use},
    partial::{Partial, partial},
    texts::{TextId, Texts},
};

/// An import as a fact: the file as part of a crate, and the row.
type ImportSite = (InstanceId, u32);

/// As many references are read one after the other. It is the same on all machines, and so are the numbers of texts.
const PART: usize = if cfg!(test) { 3 } else { 1 << 15 };

/// Adds the uses, once the modules are there.
pub(crate) fn add(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &mut Architecture,
) {
    let imports = Imports::add(workspace, names, rows, architecture).rows;
    let collector = || Collector {
        workspace,
        names,
        rows,
        architecture: &*architecture,
        imports: &imports,
        texts: Texts::default(),
        items: FxHashMap::default(),
        tests: FxHashMap::default(),
        file: None,
        written: FxHashMap::default(),
        externals: FxHashMap::default(),
        buffer: String::new(),
    };
    let known = names.references().par_chunks(PART).map(|part| {
        let mut collector = collector();
        let uses = part.iter().filter_map(|it| collector.use_of(it));
        (uses.collect(), collector.texts)
    });
    let mut found: Vec<(Vec<Use>, Texts)> = known.collect();
    let mut collector = collector();
    let partial = names.unresolved().iter();
    let partial = partial.filter_map(|it| collector.partial_use(it)).collect();
    found.push((partial, collector.texts));
    let parts = found.into_iter().map(|(uses, texts)| {
        let texts = texts.iter().map(|text| architecture.texts.add(text));
        let texts = texts.collect();
        Part { uses, texts }
    });
    let parts: Vec<Part> = parts.collect();
    let mut uses = by_module(&parts, architecture.modules.len());
    let of_modules = uses.par_chunk_by_mut(|one, other| one.from == other.from);
    of_modules.for_each(|part| {
        part.sort_by_key(|place| {
            let range = place.span.range;
            (place.span.file, range.start(), range.end(), place.item)
        });
    });
    uses.dedup_by_key(|place| {
        (
            place.from, place.span, place.kind, place.via, place.def, place.item,
        )
    });
    architecture.uses = uses;
}

/// Uses that were found together.
struct Part {
    uses: Vec<Use>,
    /// The texts of the model, by the numbers that they have here.
    texts: Vec<TextId>,
}

impl Part {
    /// A use as it is in the model.
    fn get(&self, row: u32) -> Use {
        let place = self.uses[row as usize].clone();
        let text = |id: TextId| self.texts[id.0 as usize];
        Use {
            item: text(place.item),
            written: text(place.written),
            ..place
        }
    }
}

/// Uses in the order of their modules, otherwise as they were. Those of a module stand in few files, nearly in order, so
/// sorting them apart is what costs little.
fn by_module(parts: &[Part], modules: usize) -> Vec<Use> {
    let all = || {
        let parts = (0_u32..).zip(parts);
        parts.flat_map(|(part, it)| {
            (0_u32..)
                .zip(&it.uses)
                .map(move |(row, at)| (part, row, at))
        })
    };
    // A name that an import is known to bring is not also what a glob of an external crate may bring.
    let known = all().filter(|(_, _, place)| place.def.is_some());
    let known: FxHashSet<ImportRow> = known.filter_map(|(_, _, place)| place.import).collect();
    let holds =
        |place: &Use| place.def.is_some() || place.import.is_none_or(|it| !known.contains(&it));
    let kept = || all().filter(|(_, _, place)| holds(place));
    let mut next = vec![0_usize; modules + 1];
    for (_, _, place) in kept() {
        next[place.from.index() + 1] += 1;
    }
    for row in 1..next.len() {
        next[row] += next[row - 1];
    }
    let mut order = vec![(0, 0); next[modules]];
    for (part, row, place) in kept() {
        let at = &mut next[place.from.index()];
        order[*at] = (part, row);
        *at += 1;
    }
    let order = order.into_par_iter();
    order
        .map(|(part, row)| parts[part as usize].get(row))
        .collect()
}

/// The rows of imports.
struct Imports<'w, 'a> {
    workspace: &'w Workspace,
    names: &'w Names,
    modules: &'a FxHashMap<ModuleId, ModuleRow>,
    /// For each import its module, and the first import that it goes through itself.
    onward: FxHashMap<ImportSite, (ModuleRow, Option<u32>)>,
    rows: FxHashMap<ImportSite, ImportRow>,
}

impl<'w, 'a> Imports<'w, 'a> {
    /// Adds all imports that are references, that something goes through or that bring what is not known.
    fn add(
        workspace: &'w Workspace,
        names: &'w Names,
        modules: &'a FxHashMap<ModuleId, ModuleRow>,
        architecture: &mut Architecture,
    ) -> Imports<'w, 'a> {
        let mut imports = Imports {
            workspace,
            names,
            modules,
            onward: FxHashMap::default(),
            rows: FxHashMap::default(),
        };
        imports.find_onward();
        for reference in names.references() {
            if let Origin::Import(row) = reference.origin {
                imports.make((reference.instance, row), architecture);
            }
            if let Some(through) = reference.import {
                imports.make(names.import_site(through), architecture);
            }
        }
        for unresolved in names.unresolved() {
            if let Origin::Import(row) = unresolved.origin {
                imports.make((unresolved.instance, row), architecture);
            }
        }
        imports
    }

    fn find_onward(&mut self) {
        for reference in self.names.references() {
            if let Origin::Import(row) = reference.origin
                && let Some(&module) = self.modules.get(&reference.from)
            {
                // An import may have a reference in each namespace.
                let known = self
                    .onward
                    .entry((reference.instance, row))
                    .or_insert((module, None));
                known.1 = known.1.or(reference.import);
            }
        }
    }

    /// Makes the row of an import with those that it goes through itself, unless it is there.
    fn make(&mut self, site: ImportSite, architecture: &mut Architecture) {
        let (mut row, mut known) = self.row(site, architecture);
        let mut at = site;
        while !known {
            let Some((_, Some(next))) = self.onward.get(&at) else {
                break;
            };
            at = self.names.import_site(*next);
            let before = row;
            (row, known) = self.row(at, architecture);
            architecture.imports[before.index()].next = Some(row);
        }
    }

    /// The row of an import, and whether it was there already.
    fn row(&mut self, site: ImportSite, architecture: &mut Architecture) -> (ImportRow, bool) {
        if let Some(&row) = self.rows.get(&site) {
            return (row, true);
        }
        let (instance, row) = site;
        let file = self.names.instance(instance).file;
        let facts = self
            .workspace
            .facts(file)
            .expect("names are linked from facts");
        let import = &facts.imports[row as usize];
        let module = match self.onward.get(&site) {
            Some((module, _)) => Some(*module),
            // It stays inside its module, so it is no reference.
            None => self
                .names
                .module_of(file, import.scope)
                .and_then(|module| self.modules.get(&module).copied()),
        };
        let row = ImportRow(architecture.imports.len() as u32);
        let mut written = String::new();
        write_import(facts, site.1, &mut written);
        let written = architecture.texts.add(&written);
        architecture.imports.push(Import {
            module,
            span: Span::new(file, import.extent.range()),
            written,
            exported: import.visibility != Visibility::Inherited,
            next: None,
        });
        self.rows.insert(site, row);
        (row, false)
    }
}

/// Makes uses of references, with texts that it numbers by itself.
struct Collector<'w> {
    workspace: &'w Workspace,
    names: &'w Names,
    rows: &'w FxHashMap<ModuleId, ModuleRow>,
    architecture: &'w Architecture,
    imports: &'w FxHashMap<ImportSite, ImportRow>,
    texts: Texts,
    items: FxHashMap<Def, TextId>,
    tests: FxHashMap<(InstanceId, ScopeId), bool>,
    /// The file at hand, whose names the keys of the next two are made of.
    file: Option<FileId>,
    /// The texts of paths, by their segments and whether they begin with `::`.
    written: FxHashMap<(&'w [Name], bool), TextId>,
    /// The texts of external names, by what was found, the segments behind it and whether it is a macro.
    externals: FxHashMap<(Def, &'w [Name], bool), TextId>,
    buffer: String,
}

impl<'w> Collector<'w> {
    fn use_of(&mut self, reference: &Reference) -> Option<Use> {
        let file = self.names.instance(reference.instance).file;
        let facts = self.workspace.facts(file)?;
        self.turn_to(file);
        let from = *self.rows.get(&reference.from)?;
        let (extent, scope, written) = self.place(facts, reference.origin)?;
        let import = match reference.origin {
            Origin::Import(row) => Some(self.imports[&(reference.instance, row)]),
            Origin::Path(path) if is_bare_module(facts.path(path), reference) => return None,
            Origin::Path(_) => None,
        };
        Some(Use {
            from,
            span: Span::new(file, extent.range()),
            kind: self.kind(
                reference.instance,
                reference.test,
                (facts, file, scope),
                from,
            ),
            via: reference.via.and_then(|via| self.rows.get(&via).copied()),
            def: reference
                .def_module
                .and_then(|def| self.rows.get(&def).copied()),
            item: self.item(facts, reference)?,
            written,
            import,
            beyond: is_beyond(facts, reference),
            through: reference
                .import
                .map(|import| self.imports[&self.names.import_site(import)]),
        })
    }

    /// Goes on with a file, which may be the one at hand.
    fn turn_to(&mut self, file: FileId) {
        if self.file != Some(file) {
            self.file = Some(file);
            self.written.clear();
            self.externals.clear();
        }
    }

    /// Where a fact stands, in which scope, and what is written there. None for what belongs to whoever calls a macro.
    fn place(&mut self, facts: &'w FileFacts, origin: Origin) -> Option<(Extent, ScopeId, TextId)> {
        match origin {
            Origin::Import(row) => {
                let import = &facts.imports[row as usize];
                let written = self.text(|text| write_import(facts, row, text));
                Some((import.extent, import.scope, written))
            }
            Origin::Path(path) => {
                let path = facts.path(path);
                if path.kind == PathKind::MacroBody {
                    return None;
                }
                let key = (&facts.segments[path.segments.rows()], path.global);
                let known = self.written.get(&key).copied();
                let written = known.unwrap_or_else(|| {
                    self.text(|text| write_path(facts, path.global, path.segments, text))
                });
                self.written.insert(key, written);
                Some((path.extent, path.scope, written))
            }
        }
    }

    /// What is known of a use of a name that is not: the module that the path before it leads into.
    fn partial_use(&mut self, unresolved: &Unresolved) -> Option<Use> {
        let instance = self.names.instance(unresolved.instance);
        // Where modules are found by scope, it is those of the first crate that has the file.
        if self.names.instances_of(instance.file).first() != Some(&unresolved.instance) {
            return None;
        }
        let facts = self.workspace.facts(instance.file)?;
        self.turn_to(instance.file);
        let (extent, scope, written) = self.place(facts, unresolved.origin)?;
        let from = self.names.module_of(instance.file, scope)?;
        let from = *self.rows.get(&from)?;
        let Partial { from, to, item } = partial(
            self.workspace,
            self.names,
            self.architecture,
            from,
            unresolved,
        )?;
        let item = self.texts.add(&item);
        let import = match unresolved.origin {
            Origin::Import(row) => Some(self.imports[&(unresolved.instance, row)]),
            Origin::Path(_) => None,
        };
        Some(Use {
            from,
            span: Span::new(instance.file, extent.range()),
            kind: self.kind(
                unresolved.instance,
                false,
                (facts, instance.file, scope),
                from,
            ),
            via: Some(to),
            def: Some(to),
            item,
            written,
            import,
            through: None,
            beyond: false,
        })
    }

    /// A text, written to a buffer that is used again and again.
    fn text(&mut self, write: impl FnOnce(&mut String)) -> TextId {
        self.buffer.clear();
        write(&mut self.buffer);
        self.texts.add(&self.buffer)
    }

    fn kind(
        &mut self,
        instance: InstanceId,
        test: bool,
        (facts, file, scope): (&FileFacts, FileId, ScopeId),
        from: ModuleRow,
    ) -> DependencyKind {
        let kind = self.architecture.module(from).kind;
        let names = self.names;
        let mut is_test = || {
            let known = self.tests.entry((instance, scope));
            *known.or_insert_with(|| names.is_test(facts, file, scope))
        };
        if kind == DependencyKind::Normal && (test || is_test()) {
            return DependencyKind::Development;
        }
        kind
    }

    /// The full path of what a reference leads to.
    fn item(&mut self, facts: &'w FileFacts, reference: &Reference) -> Option<TextId> {
        if let Def::Extern(_) = reference.def {
            // A macro and a module may have the same path: `std::env`.
            let (segments, is_macro) = match reference.origin {
                Origin::Import(row) => (facts.imports[row as usize].segments, false),
                Origin::Path(path) => {
                    let path = facts.path(path);
                    (path.segments, path.kind == PathKind::Macro)
                }
            };
            let segments = &facts.segments[segments.rows()];
            let rest = &segments[segments.len() - reference.rest as usize..];
            let key = (reference.def, rest, is_macro);
            if let Some(&text) = self.externals.get(&key) {
                return Some(text);
            }
            let Target::External(mut path) = self.names.target(facts, reference)? else {
                return None;
            };
            if is_macro {
                path.push('!');
            }
            let text = self.texts.add(&path);
            self.externals.insert(key, text);
            return Some(text);
        }
        if let Some(&text) = self.items.get(&reference.def) {
            return Some(text);
        }
        let path = self.path_of(reference.def)?;
        let text = self.texts.add(&path);
        self.items.insert(reference.def, text);
        Some(text)
    }

    fn path_of(&self, def: Def) -> Option<String> {
        match def {
            Def::Module(module) => Some(self.names.module_path(module)),
            Def::Item(item) => {
                let facts = self.facts(item.instance)?;
                let row = facts.item(item.item);
                let mut path = self
                    .names
                    .module_path(self.names.module_of_item(item, facts));
                if let ItemKind::Variant { .. } = row.kind
                    && let Some((_, parent)) = facts.items_around(row.scope).next()
                {
                    path.push_str("::");
                    path.push_str(facts.text(parent.name));
                }
                path.push_str("::");
                path.push_str(facts.text(row.name));
                Some(path)
            }
            Def::Extern(_) | Def::Builtin => None,
        }
    }

    fn facts(&self, instance: InstanceId) -> Option<&'w FileFacts> {
        self.workspace.facts(self.names.instance(instance).file)
    }
}

/// Whether a path is a single name in the arguments of a macro that happens to be that of a module or crate: on its own that
/// names nothing, so it is a word of the macro.
fn is_bare_module(path: &PathRef, reference: &Reference) -> bool {
    let is_module = match reference.def {
        Def::Module(_) => true,
        Def::Extern(_) => reference.rest == 0 && reference.import.is_none(),
        _ => false,
    };
    path.kind == PathKind::MacroArgument && path.segments.len() == 1 && is_module
}

/// Writes an import as it could be written alone.
fn write_import(facts: &FileFacts, row: u32, text: &mut String) {
    let import = &facts.imports[row as usize];
    write_path(facts, import.global, import.segments, text);
    if import.glob {
        text.push_str("::*");
        return;
    }
    let name = facts.text(import.name);
    if facts.segments(import.segments).next_back() != Some(name) {
        text.push_str(" as ");
        text.push_str(name);
    }
}

fn write_path(facts: &FileFacts, global: bool, segments: Run, text: &mut String) {
    let mut separator = if global { "::" } else { "" };
    for segment in facts.segments(segments) {
        text.push_str(separator);
        text.push_str(segment);
        separator = "::";
    }
}

/// Whether a path goes on inside an external module. What a name with a capital letter goes on with are associated items.
fn is_beyond(facts: &FileFacts, reference: &Reference) -> bool {
    let segments = match reference.origin {
        Origin::Import(row) => facts.imports[row as usize].segments,
        Origin::Path(path) => facts.path(path).segments,
    };
    let names = &facts.segments[segments.rows()];
    let bound = names.len().checked_sub(usize::from(reference.rest) + 1);
    let bound = bound.map(|at| facts.text(names[at]));
    matches!(reference.def, Def::Extern(_))
        && reference.rest > 0
        && bound.is_some_and(|name| name.starts_with(char::is_lowercase))
}
