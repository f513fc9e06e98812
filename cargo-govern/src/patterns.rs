//! The model of the gate: what the pattern rules look at, each with the place it stands in.

mod macros;
mod markers;
mod panics;
mod places;
mod roles;
mod unsafes;

use govern_diagnostics::FileId;
use govern_names::Names;
use govern_workspace::{Error, Workspace};
use rayon::prelude::*;

pub use macros::{MacroUse, UnknownMacro};
pub use markers::Marker;
pub use panics::{Argument, Form, Method, OwnMethod, Panic};
pub use places::{Layers, Module, Site};
pub use roles::Role;
pub use unsafes::{UnsafeUse, UnsafeWhat};

use crate::area::Reach;
use crate::settings::Settings;
use places::Places;

/// What the pattern rules look at. Files are in the order of their paths, what stands in them in the order of the text.
#[derive(Debug)]
pub struct Patterns {
    /// What the configuration says.
    pub settings: Settings,
    /// Modules, as far as they stand in one file.
    pub modules: Vec<Module>,
    /// Calls of macros that must not be called.
    pub macros: Vec<MacroUse>,
    /// Calls that may be of such a macro: its definition is not known.
    pub unknown_macros: Vec<UnknownMacro>,
    /// Calls of `unwrap` and its kin.
    pub panics: Vec<Panic>,
    /// Words in comments that mark work to do.
    pub markers: Vec<Marker>,
    /// Uses of `unsafe`.
    pub unsafes: Vec<UnsafeUse>,
}

/// What stands in one file; sites name rows of its own modules.
struct FilePatterns {
    modules: Vec<Module>,
    macros: Vec<MacroUse>,
    unknown_macros: Vec<UnknownMacro>,
    panics: Vec<Panic>,
    markers: Vec<Marker>,
    unsafes: Vec<UnsafeUse>,
}

impl Patterns {
    /// Reads the model off a linked workspace.
    pub fn new(
        workspace: &Workspace,
        names: &Names,
        layers: &Layers,
        settings: Settings,
    ) -> Result<Patterns, Error> {
        let roles = roles::file_roles(workspace);
        let suspects = macros::Suspects::new(workspace, settings.debug_macro.macros());
        let own = panics::own_methods(workspace);
        let read = |file: FileId, role: Role| -> Result<Option<FilePatterns>, Error> {
            let Some(facts) = workspace.facts(file) else {
                return Ok(None);
            };
            let mut places = Places::new(workspace, names, facts, layers, file, role);
            // The module of the file itself counts even where nothing stands in it.
            places.module(govern_facts::ScopeId(0));
            let calls = macros::macro_calls(&suspects, &mut places);
            let panics = panics::panics(workspace, &own, &mut places)?;
            let markers = markers::markers(workspace, &mut places)?;
            let unsafes = unsafes::unsafes(&mut places);
            Ok(Some(FilePatterns {
                modules: places.modules,
                macros: calls.uses,
                unknown_macros: calls.unknown,
                panics,
                markers,
                unsafes,
            }))
        };
        let files: Vec<FilePatterns> = workspace
            .files()
            .par_iter()
            .filter(|&&file| !settings.excludes(workspace.path(file)))
            .filter_map(|&file| {
                // A file that no target reaches is not among them.
                let role = roles.get(&file).copied().unwrap_or(Role::Production);
                read(file, role).transpose()
            })
            .collect::<Result<_, Error>>()?;
        Ok(join(files, settings))
    }

    /// Whether a rule of this reach looks at a site.
    pub fn is_in(&self, reach: &Reach, site: &Site) -> bool {
        reach.contains(self.module(site).place())
    }

    /// The module of a site.
    pub fn module(&self, site: &Site) -> &Module {
        &self.modules[site.module]
    }

    /// The name of a place in findings: the module, then the function if there is one.
    pub fn place(&self, site: &Site) -> String {
        let module = &self.module(site).path;
        if site.function.is_empty() {
            module.clone()
        } else {
            format!("{module}::{}", site.function)
        }
    }
}

fn join(files: Vec<FilePatterns>, settings: Settings) -> Patterns {
    let mut patterns = Patterns {
        settings,
        modules: Vec::new(),
        macros: Vec::new(),
        unknown_macros: Vec::new(),
        panics: Vec::new(),
        markers: Vec::new(),
        unsafes: Vec::new(),
    };
    for mut file in files {
        let first = patterns.modules.len();
        let macros = file.macros.iter_mut().map(|it| &mut it.site);
        let unknown = file.unknown_macros.iter_mut().map(|it| &mut it.site);
        let panics = file.panics.iter_mut().map(|it| &mut it.site);
        let markers = file.markers.iter_mut().map(|it| &mut it.site);
        let unsafes = file.unsafes.iter_mut().map(|it| &mut it.site);
        for site in macros
            .chain(unknown)
            .chain(panics)
            .chain(markers)
            .chain(unsafes)
        {
            site.module += first;
        }
        patterns.modules.append(&mut file.modules);
        patterns.macros.append(&mut file.macros);
        patterns.unknown_macros.append(&mut file.unknown_macros);
        patterns.panics.append(&mut file.panics);
        patterns.markers.append(&mut file.markers);
        patterns.unsafes.append(&mut file.unsafes);
    }
    patterns
}

#[cfg(test)]
mod tests {
    use crate::testing::found;

    const MANIFEST: &str = "
//- Cargo.toml
[package]
name = \"orders\"
version = \"0.1.0\"
edition = \"2024\"
[dependencies]
quote = \"1\"
";

    #[test]
    fn what_is_quoted_happens_elsewhere() {
        let code = format!(
            "use quote::{{quote, quote_spanned as spanned}};
macro_rules! own {{ ($($t:tt)*) => {{}} }}
pub fn f() {{
    quote! {{ ::std::unimplemented!(); dbg!(1); x.unwrap(); y.map(Option::unwrap); unsafe {{ g() }} }};
    spanned! {{ x.unwrap() => y.unwrap(); todo!(); unsafe {{ g() }} }};
    own! {{ ::std::unimplemented!(); x.unwrap(); unsafe {{ g() }} }};
}}{MANIFEST}"
        );
        assert_eq!(
            found("debug_macro", &code),
            ["src/lib.rs:6 ::std::unimplemented"]
        );
        assert_eq!(
            found("unwrap_in_production", &code),
            ["src/lib.rs:5 unwrap", "src/lib.rs:6 unwrap"]
        );
        assert_eq!(
            found("unsafe_without_safety_comment", &code),
            ["src/lib.rs:6 unsafe"]
        );
    }
}
