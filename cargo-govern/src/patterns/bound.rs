//! What the paths of a file are bound to, by where they begin.

use std::cell::OnceCell;

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, PathId};
use govern_names::{ItemDef, Meaning, Names};
use govern_workspace::Workspace;
use rustc_hash::FxHashMap;

/// The paths of a file, with what they are bound to.
pub(super) struct Bound<'w> {
    workspace: &'w Workspace,
    names: &'w Names,
    facts: &'w FileFacts,
    file: FileId,
    by_start: OnceCell<FxHashMap<u32, PathId>>,
}

/// What a path that begins somewhere means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Binding {
    /// It is a variable, a generic parameter, or no path that is looked up.
    Local,
    /// It is not known.
    Unknown,
    /// It is this, `core` and `alloc` being `std`; `own` if the crate of the file declares it.
    To { path: Vec<String>, own: bool },
}

impl<'w> Bound<'w> {
    pub(super) fn new(
        workspace: &'w Workspace,
        names: &'w Names,
        facts: &'w FileFacts,
        file: FileId,
    ) -> Self {
        Bound {
            workspace,
            names,
            facts,
            file,
            by_start: OnceCell::new(),
        }
    }

    /// What the path that begins here means.
    pub(super) fn binding(&self, start: u32) -> Binding {
        let by_start = self.by_start.get_or_init(|| {
            let paths = self.facts.paths.iter().enumerate();
            paths
                .filter(|(_, path)| !path.expanded)
                .map(|(row, path)| (path.extent.start, PathId(row as u32)))
                .collect()
        });
        match by_start.get(&start) {
            Some(&path) => binding(self.workspace, self.names, self.facts, self.file, path),
            None => Binding::Local,
        }
    }

    /// The path that the one that begins here is bound to.
    pub(super) fn path(&self, start: u32) -> Option<Vec<String>> {
        match self.binding(start) {
            Binding::To { path, .. } => Some(path),
            Binding::Local | Binding::Unknown => None,
        }
    }
}

/// What a path of a file means.
pub(super) fn binding(
    workspace: &Workspace,
    names: &Names,
    facts: &FileFacts,
    file: FileId,
    path: PathId,
) -> Binding {
    let home = names.instances_of(file).first();
    let home = home.and_then(|&it| names.module_in(it, govern_facts::ScopeId(0)));
    let home = home.map(|module| names.module(module).krate);
    match names.meaning(facts, file, path) {
        Meaning::Unresolved | Meaning::Builtin => Binding::Unknown,
        Meaning::External(path) => Binding::To {
            path: canonical(&path),
            own: false,
        },
        Meaning::Module(module) => Binding::To {
            path: segments(&names.module_path(module)),
            own: home == Some(names.module(module).krate),
        },
        Meaning::Item(def, rest) => {
            let Some((mut bound, krate)) = item_path(workspace, names, def) else {
                return Binding::Unknown;
            };
            let written = facts.segments(facts.path(path).segments);
            let behind = written.len() - rest;
            bound.extend(written.skip(behind).map(str::to_owned));
            Binding::To {
                path: bound,
                own: home == Some(krate),
            }
        }
    }
}

/// The path of an item of the workspace, `orders::domain::Order`, and its crate.
pub(super) fn item_path(
    workspace: &Workspace,
    names: &Names,
    def: ItemDef,
) -> Option<(Vec<String>, govern_names::CrateId)> {
    let facts = workspace.facts(names.instance(def.instance).file)?;
    let item = facts.item(def.item);
    let module = names.module_of_item(def, facts);
    let mut path = segments(&names.module_path(module));
    path.extend(segments(&facts.name_in_module(item.scope)));
    path.push(facts.text(item.name).to_owned());
    Some((path, names.module(module).krate))
}

/// A path as segments: `core` and `alloc` are `std`.
fn canonical(path: &str) -> Vec<String> {
    let mut path = segments(path);
    if let Some(first) = path.first_mut()
        && matches!(first.as_str(), "core" | "alloc")
    {
        "std".clone_into(first);
    }
    path
}

fn segments(path: &str) -> Vec<String> {
    path.split("::")
        .filter(|segment| !segment.is_empty())
        .map(str::to_owned)
        .collect()
}
