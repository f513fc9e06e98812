//! The model of the gate: what the pattern rules look at, each with the place it stands in.

mod attributes;
mod bound;
mod canaries;
mod custom;
mod decoders;
mod discards;
mod endpoints;
mod exits;
mod functions;
mod indexes;
mod logs;
mod macros;
mod markers;
mod named;
mod panics;
mod places;
mod roles;
mod spelled;
mod unsafes;
mod whole;

use std::collections::BTreeMap;

use govern_diagnostics::FileId;
use govern_gate::Session;
use govern_names::Names;
use govern_workspace::{Error, Workspace};
use rayon::prelude::*;

pub use attributes::{Allowed, Reason};
pub(crate) use canaries::canaries;
pub use custom::CustomMatch;
pub use decoders::{Decoder, Decoding, DecodingPanic, PanicKind};
pub use discards::Ignored;
pub use endpoints::{Address, AddressKind};
pub use exits::Exit;
pub use indexes::Indexing;
pub use logs::{Leak, LogCall};
pub use macros::{MacroUse, UnknownMacro};
pub use markers::Marker;
pub use panics::{Argument, Form, Method, OwnMethod, Panic};
pub use places::{Layers, Module, Site};
pub use unsafes::{UnsafeUse, UnsafeWhat};

use crate::NAME;
use crate::area::Reach;
use crate::role::Role;
use crate::settings::Settings;
use decoders::Asked;
use functions::Functions;
use places::Places;
use spelled::{Called, Spelled};
use whole::Whole;

/// What the pattern rules look at. Files are in the order of their paths, what stands in them in the order of the text.
#[derive(Debug)]
pub struct Patterns {
    /// What the configuration says.
    pub settings: Settings,
    /// Modules, as far as they stand in one file.
    pub modules: Vec<Module>,
    /// How many files each rule of the project looked at.
    pub custom_files: Vec<usize>,
    /// What stands in them.
    pub found: Found,
    /// Where decoding can panic.
    pub decoding: Decoding,
}

/// What stands in the code.
#[derive(Debug, Default)]
pub struct Found {
    /// Addresses in a network.
    pub addresses: Vec<Address>,
    /// Attributes that switch lints off.
    pub allowed: Vec<Allowed>,
    /// What rules of the project keep out.
    pub custom: Vec<CustomMatch>,
    /// Uses of `std::process::exit`.
    pub exits: Vec<Exit>,
    /// Values that nobody looks at.
    pub ignored: Vec<Ignored>,
    /// Accesses by index.
    pub indexes: Vec<Indexing>,
    /// Calls of macros that write to a log.
    pub log_calls: Vec<LogCall>,
    /// Calls of macros that must not be called.
    pub macros: Vec<MacroUse>,
    /// Words in comments that mark work to do.
    pub markers: Vec<Marker>,
    /// Calls of `unwrap` and its kin.
    pub panics: Vec<Panic>,
    /// Calls that may be of a forbidden macro: its definition is not known.
    pub unknown_macros: Vec<UnknownMacro>,
    /// Uses of `unsafe`.
    pub unsafes: Vec<UnsafeUse>,
}

/// What stands in one file; sites name rows of its own modules.
struct FilePatterns {
    modules: Vec<Module>,
    looked: Vec<usize>,
    found: Found,
}

/// What is asked of every file.
struct Reader<'r, 'w> {
    workspace: &'w Workspace,
    names: &'r Names,
    layers: &'r Layers,
    settings: &'r Settings,
    suspects: macros::Suspects,
    own: BTreeMap<&'static str, OwnMethod>,
    spelled: Spelled,
    functions: Functions<'w>,
    exit: Called,
    logging: Called,
}

impl Reader<'_, '_> {
    fn read(&self, file: FileId, role: Role) -> Result<Option<FilePatterns>, Error> {
        let Some(facts) = self.workspace.facts(file) else {
            return Ok(None);
        };
        let mut places = Places::new(self.workspace, self.names, facts, self.layers, file, role);
        // The module of the file itself counts even where nothing stands in it.
        places.module(govern_facts::ScopeId(0));
        let calls = macros::macro_calls(&self.suspects, &mut places);
        let rules = &self.settings.rules;
        let custom = custom::custom(self.workspace, rules, &self.spelled, &mut places)?;
        let words = &self.settings.logged_secret.words;
        let found = Found {
            addresses: endpoints::addresses(self.workspace, &mut places)?,
            allowed: attributes::allowed(&mut places),
            exits: exits::exits(&self.exit, &mut places),
            ignored: discards::ignored(self.workspace, &self.functions, &mut places)?,
            indexes: indexes::indexing(&mut places),
            log_calls: logs::log_calls(self.workspace, words, &self.logging, &mut places)?,
            custom: custom.matches,
            macros: calls.uses,
            markers: markers::markers(self.workspace, &mut places)?,
            panics: panics::panics(self.workspace, &self.own, &mut places)?,
            unknown_macros: calls.unknown,
            unsafes: unsafes::unsafes(&mut places),
        };
        Ok(Some(FilePatterns {
            modules: places.modules,
            looked: custom.looked,
            found,
        }))
    }
}

impl Patterns {
    /// Reads the model off a linked workspace.
    pub fn new(
        workspace: &Workspace,
        names: &Names,
        layers: &Layers,
        settings: Settings,
    ) -> Result<Patterns, Error> {
        Patterns::read(workspace, names, layers, settings, None)
    }

    /// The same of the workspace of a run, but only what stands in the files that the run looks at: it is what is read off all of
    /// them.
    pub(crate) fn of_session(
        session: &Session,
        layers: &Layers,
        settings: Settings,
    ) -> Result<Patterns, Error> {
        let (workspace, names) = (session.workspace(), session.tree());
        Patterns::read(workspace, names, layers, settings, Some(session))
    }

    fn read(
        workspace: &Workspace,
        names: &Names,
        layers: &Layers,
        settings: Settings,
        session: Option<&Session>,
    ) -> Result<Patterns, Error> {
        let only = session.and_then(Session::looked_at);
        let excluded = |file: FileId| settings.excludes(workspace.path(file));
        let is_asked_about =
            |file: &FileId| only.is_none_or(|only| only.contains(workspace.path(*file)));
        let asked_about = workspace.files().iter().copied().filter(is_asked_about);
        let looked_at: Vec<FileId> = asked_about.clone().filter(|&it| !excluded(it)).collect();
        let mut facts = looked_at.iter().filter_map(|&it| workspace.facts(it));
        // They are those of all files, and few ask for them.
        let are_asked_for = facts.any(|it| !it.discards.is_empty());
        // A decoder elsewhere may come to what panics in a file that is excluded.
        let mut facts = asked_about.filter_map(|it| workspace.facts(it));
        let may_panic = facts.any(decoders::may_panic);
        let functions = match are_asked_for || may_panic {
            true => functions::of_workspace(workspace, names, session),
            false => Functions::default(),
        };
        let whole = match session {
            Some(session) => session.followed(NAME, || Whole::new(workspace)),
            None => Whole::new(workspace),
        };
        let roles = whole.roles(workspace);
        let patterns = settings.rules.iter().flat_map(|rule| rule.all_patterns());
        let renames = whole.renames();
        let reader = Reader {
            workspace,
            names,
            layers,
            suspects: macros::Suspects::new(&whole, settings.debug_macro.macros()),
            own: whole.own_methods(workspace),
            spelled: Spelled::new(names, &renames, patterns),
            functions,
            exit: Called::new("exit", &renames),
            logging: Called::any(settings.logged_secret.words.macro_names(), &renames),
            settings: &settings,
        };
        let files: Vec<FilePatterns> = looked_at
            .par_iter()
            .filter_map(|&file| {
                // A file that no target reaches is not among them.
                let role = roles.get(&file).copied().unwrap_or(Role::Production);
                reader.read(file, role).transpose()
            })
            .collect::<Result<_, Error>>()?;
        let functions = reader.functions;
        let mut patterns = join(files, settings);
        let decoders = &patterns.settings.panic_in_decoder.functions;
        let asked = Asked {
            workspace,
            names,
            layers,
            functions: &functions,
            globs: decoders,
            role_of: &|file| roles.get(&file).copied().unwrap_or(Role::Production),
        };
        let excluded = |file| patterns.settings.excludes(workspace.path(file));
        // What is behind a decoder may be in any file.
        if only.is_none() || may_panic {
            let mut modules = std::mem::take(&mut patterns.modules);
            let decoding = decoders::decoding(&asked, &excluded, &mut modules);
            (patterns.decoding, patterns.modules) = (decoding, modules);
        }
        Ok(patterns)
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
        custom_files: vec![0; settings.rules.len()],
        settings,
        modules: Vec::new(),
        found: Found::default(),
        decoding: Decoding::default(),
    };
    for file in files {
        let first = patterns.modules.len();
        for rule in file.looked {
            patterns.custom_files[rule] += 1;
        }
        let (all, found) = (&mut patterns.found, file.found);
        append(&mut all.addresses, found.addresses, first, |it| {
            &mut it.site
        });
        append(&mut all.allowed, found.allowed, first, |it| &mut it.site);
        append(&mut all.exits, found.exits, first, |it| &mut it.site);
        append(&mut all.ignored, found.ignored, first, |it| &mut it.site);
        append(&mut all.indexes, found.indexes, first, |it| &mut it.site);
        append(&mut all.log_calls, found.log_calls, first, |it| {
            &mut it.site
        });
        append(&mut all.custom, found.custom, first, |it| &mut it.site);
        append(&mut all.macros, found.macros, first, |it| &mut it.site);
        append(&mut all.markers, found.markers, first, |it| &mut it.site);
        append(&mut all.panics, found.panics, first, |it| &mut it.site);
        append(&mut all.unknown_macros, found.unknown_macros, first, |it| {
            &mut it.site
        });
        append(&mut all.unsafes, found.unsafes, first, |it| &mut it.site);
        patterns.modules.extend(file.modules);
    }
    patterns
}

/// Appends what stands in one file, whose first module becomes this row.
fn append<T>(all: &mut Vec<T>, of_file: Vec<T>, first: usize, site: fn(&mut T) -> &mut Site) {
    let from = all.len();
    all.extend(of_file);
    for row in &mut all[from..] {
        site(row).module += first;
    }
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
