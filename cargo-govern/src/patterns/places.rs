//! Where code stands: the module, and the function by name.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use govern_diagnostics::{FileId, Span};
use govern_facts::{Extent, FileFacts, ScopeId};
use govern_names::{ModuleId, Names, Quoted};
use govern_workspace::Workspace;
use rustc_hash::FxHashMap;

use super::roles::scope_roles;
use crate::area::Place;
use crate::role::Role;

/// The layer of each module that is in one.
pub type Layers = BTreeMap<ModuleId, String>;

/// A module as far as it stands in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its path, `orders::domain`; the path of the file, for code that is switched off here and so belongs to no module.
    pub path: String,
    /// The module in the linked workspace.
    pub id: Option<ModuleId>,
    /// The file.
    pub file: FileId,
    /// Its path from the workspace root.
    pub file_path: String,
    /// The packages that the file belongs to.
    pub packages: Vec<String>,
    /// The layer of `[archcheck]` that it is in, where the settings ask for layers.
    pub layer: Option<String>,
    /// How many macro calls stand in it, by role.
    pub macro_calls: [usize; Role::ALL.len()],
    /// How many method calls stand in it, by role.
    pub method_calls: [usize; Role::ALL.len()],
}

impl Module {
    /// The module as areas see it.
    pub fn place(&self) -> Place<'_> {
        Place {
            packages: &self.packages,
            file: &self.file_path,
            layer: self.layer.as_deref(),
        }
    }
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The module: row of [`Patterns::modules`](super::Patterns::modules).
    pub module: usize,
    /// What the code is for.
    pub role: Role,
    /// The function, as its module names it: `Order::place`. Empty outside of functions.
    pub function: String,
    /// Where.
    pub span: Span,
}

/// The modules of one file, as they are met, and the role of each of its scopes.
pub(super) struct Places<'w> {
    pub(super) names: &'w Names,
    pub(super) facts: &'w FileFacts,
    pub(super) file: FileId,
    file_path: &'w str,
    packages: Vec<String>,
    layers: &'w Layers,
    roles: Vec<Role>,
    quoted: Quoted,
    by_start: OnceCell<Vec<ScopeId>>,
    rows: FxHashMap<Option<ModuleId>, usize>,
    pub(super) modules: Vec<Module>,
}

impl<'w> Places<'w> {
    pub(super) fn new(
        workspace: &'w Workspace,
        names: &'w Names,
        facts: &'w FileFacts,
        layers: &'w Layers,
        file: FileId,
        file_role: Role,
    ) -> Self {
        let packages = workspace.packages_of(file).iter();
        let instance = names.instances_of(file).first();
        Places {
            names,
            facts,
            file,
            file_path: workspace.path(file),
            packages: packages
                .map(|&package| workspace.package(package).name.clone())
                .collect(),
            layers,
            roles: scope_roles(workspace, names, facts, file, file_role),
            quoted: instance.map_or_else(Quoted::default, |&it| names.quoted(facts, it)),
            by_start: OnceCell::new(),
            rows: FxHashMap::default(),
            modules: Vec::new(),
        }
    }

    pub(super) fn role(&self, scope: ScopeId) -> Role {
        self.roles[scope.index()]
    }

    /// The innermost scope around an offset.
    pub(super) fn scope_at(&self, offset: u32) -> ScopeId {
        let by_start = self.by_start.get_or_init(|| self.facts.scopes_by_start());
        self.facts.scope_at(by_start, offset)
    }

    /// Whether something is a token of generated code, so that it happens elsewhere.
    pub(super) fn is_quoted(&self, extent: Extent) -> bool {
        self.quoted.contains(extent)
    }

    /// The row of the module that a scope belongs to.
    pub(super) fn module(&mut self, scope: ScopeId) -> usize {
        let id = self.names.module_of(self.file, scope);
        if let Some(&row) = self.rows.get(&id) {
            return row;
        }
        self.modules.push(Module {
            path: id.map_or_else(
                || self.file_path.to_owned(),
                |id| self.names.module_path(id),
            ),
            id,
            file: self.file,
            file_path: self.file_path.to_owned(),
            packages: self.packages.clone(),
            layer: id.and_then(|id| self.layers.get(&id).cloned()),
            macro_calls: Default::default(),
            method_calls: Default::default(),
        });
        let row = self.modules.len() - 1;
        self.rows.insert(id, row);
        row
    }

    pub(super) fn site(&mut self, scope: ScopeId, extent: Extent) -> Site {
        Site {
            module: self.module(scope),
            role: self.role(scope),
            function: self.facts.name_in_module(scope),
            span: Span {
                file: self.file,
                range: extent.range(),
            },
        }
    }
}
