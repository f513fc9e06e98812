//! What components of a kind must consist of: files and modules that must be there, and files that must not.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_gate::Error;
use govern_workspace::{DependencyKind, Workspace};

use crate::{
    model::architecture::{Architecture, ModuleRow, PackageRow},
    path::last_segment,
    policy::{
        pattern::Captures,
        project::{Expected, Required, file_matcher},
    },
};

/// A component of which something is required.
#[derive(Debug)]
pub(crate) struct Component {
    /// What it is called: the package, or the path of the module.
    pub(crate) name: String,
    /// Where it is declared.
    pub(crate) span: Option<Span>,
    /// The directory that its files are in, relative to the workspace root.
    pub(crate) directory: String,
    /// The modules that its own are in: the roots of a package.
    pub(crate) roots: Vec<ModuleRow>,
    pub(crate) captures: Captures,
}

impl Required {
    /// Its components, each package once.
    pub(crate) fn components(&self, architecture: &Architecture) -> Vec<Component> {
        let mut packages: BTreeMap<PackageRow, Component> = BTreeMap::new();
        let mut modules = Vec::new();
        for (row, captures) in self.of.components(architecture) {
            let module = architecture.module(row);
            if !architecture.is_in_view(row) || module.kind != DependencyKind::Normal {
                continue;
            }
            if module.parent.is_some() {
                modules.push(Component {
                    name: module.path.clone(),
                    span: Some(module.span),
                    directory: directory(architecture, row),
                    roots: vec![row],
                    captures,
                });
                continue;
            }
            let package = architecture.package(module.package);
            let component = packages.entry(module.package).or_insert_with(|| Component {
                name: package.name.clone(),
                span: package.span,
                directory: package.directory.clone(),
                roots: Vec::new(),
                captures,
            });
            component.roots.push(row);
        }
        packages.into_values().chain(modules).collect()
    }
}

impl Component {
    /// The files that match a pattern in its directory.
    pub(crate) fn files<'a>(
        &self,
        architecture: &'a Architecture,
        expected: &Expected,
    ) -> Vec<&'a str> {
        let Some(glob) = file_matcher(&self.glob(expected)) else {
            return Vec::new();
        };
        let files = architecture.files.iter().map(String::as_str);
        files.filter(|path| glob.is_match(path)).collect()
    }

    /// Whether it has a module.
    pub(crate) fn has_module(&self, architecture: &Architecture, expected: &Expected) -> bool {
        let name = self.captures.fill(&expected.text);
        self.roots.iter().any(|&root| {
            let path = format!("{}::{name}", architecture.module(root).path);
            architecture.module_rows().any(|row| {
                architecture.module(row).path == path && architecture.is_within(row, root)
            })
        })
    }

    fn glob(&self, expected: &Expected) -> String {
        let text = self.captures.fill(&expected.text);
        match self.directory.as_str() {
            "" => text,
            directory => format!("{}/{text}", globset::escape(directory)),
        }
    }
}

/// Adds the files that requirements ask for.
pub(crate) fn add(workspace: &Workspace, architecture: &mut Architecture) -> Result<(), Error> {
    let mut globs = Vec::new();
    for required in &architecture.policy.required {
        for component in required.components(architecture) {
            let expected = required.files.iter().chain(&required.forbidden);
            globs.extend(expected.map(|expected| component.glob(expected)));
        }
    }
    if !globs.is_empty() {
        architecture.files = workspace.find_files(&globs)?.into_iter().collect();
    }
    Ok(())
}

/// The directory that the files of the modules inside a module are in.
fn directory(architecture: &Architecture, row: ModuleRow) -> String {
    let module = architecture.module(row);
    let path = module.file_path.as_str();
    let name = last_segment(&module.path);
    if let Some(parent) = module.parent
        && architecture.module(parent).file == module.file
    {
        return format!("{}/{name}", directory(architecture, parent));
    }
    let around = path.rsplit_once('/').map_or("", |(around, _)| around);
    match path.strip_suffix("/mod.rs") {
        Some(directory) => directory.to_owned(),
        None if module.parent.is_none() => around.to_owned(),
        None => path.strip_suffix(".rs").unwrap_or(path).to_owned(),
    }
}
