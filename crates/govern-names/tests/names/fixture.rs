//! Small workspaces in memory, and what their names mean.
//!
//! A fixture is a text with `//- path` lines. The first directory of a path is the crate; `//- a: b, nats = async_nats`
//! declares what crate `a` can name: members of the fixture by their name, anything else as an external crate.
//! The result lists every reference that leads out of its module, once: `from -> to` in the reading `def`, with `via …`
//! where the module as written is another one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use govern_diagnostics::FileId;
use govern_facts::{Edition, FileFacts, PathKind, extract, module_files};
use govern_names::{
    Build, CrateInput, CrateKind, Extern, LinkInput, Meaning, ModuleChoice, Names, Origin,
    RouteInput, Target, expand_noted,
};

pub(crate) struct Fixture {
    paths: Vec<String>,
    texts: Vec<String>,
    pub(crate) facts: Vec<FileFacts>,
    crates: Vec<String>,
    externs: BTreeMap<String, Vec<(String, String)>>,
}

impl Fixture {
    pub(crate) fn new(source: &str) -> Fixture {
        let mut fixture = Fixture {
            paths: Vec::new(),
            texts: Vec::new(),
            facts: Vec::new(),
            crates: Vec::new(),
            externs: BTreeMap::new(),
        };
        for line in source.lines() {
            match line.trim_start().strip_prefix("//- ") {
                Some(header) if header.contains(':') => {
                    let (krate, deps) = header.split_once(':').expect("the colon was seen");
                    let deps = deps.split(',').map(|dep| {
                        let (name, real) = dep.split_once('=').unwrap_or((dep, dep));
                        (name.trim().to_owned(), real.trim().to_owned())
                    });
                    fixture
                        .externs
                        .insert(krate.trim().to_owned(), deps.collect());
                }
                Some(path) => {
                    fixture.paths.push(path.trim().to_owned());
                    fixture.texts.push(String::new());
                }
                None => {
                    if let Some(text) = fixture.texts.last_mut() {
                        text.push_str(line);
                        text.push('\n');
                    }
                }
            }
        }
        for text in &fixture.texts {
            let (facts, errors) = extract(text, Edition::E2021);
            assert_eq!(errors, [], "{text}");
            fixture.facts.push(facts);
        }
        for path in &fixture.paths {
            let krate = path
                .split('/')
                .next()
                .expect("split yields something")
                .to_owned();
            if !fixture.crates.contains(&krate) {
                fixture.crates.push(krate);
            }
        }
        fixture
    }

    pub(crate) fn with<R>(&self, ask: impl FnOnce(&Names, &Fixture) -> R) -> R {
        self.with_expanded(|names, _| ask(names, self))
    }

    /// With the facts of the first file, and what macros expand to in it.
    pub(crate) fn with_expanded<R>(&self, ask: impl FnOnce(&Names, &FileFacts) -> R) -> R {
        self.with_input(|names, input| {
            let facts = (input.facts)(FileId(0)).expect("there is a file");
            ask(names, facts)
        })
    }

    /// With what the names were linked from, macros expanded.
    pub(crate) fn with_input<R>(&self, ask: impl FnOnce(&Names, &LinkInput<'_>) -> R) -> R {
        self.with_switch(|names, input, _| ask(names, input))
    }

    /// The same, with a switch: as long as it is on, facts are as they were before macros were expanded.
    pub(crate) fn with_switch<R>(
        &self,
        ask: impl FnOnce(&Names, &LinkInput<'_>, &AtomicBool) -> R,
    ) -> R {
        let mut routes = Vec::new();
        let mut crates = Vec::new();
        for krate in &self.crates {
            let lib = format!("{krate}/lib.rs");
            let (file, kind) = match self.paths.iter().position(|path| *path == lib) {
                Some(file) => (file, CrateKind::Lib),
                None => {
                    let root = |name| {
                        let path = format!("{krate}/{name}.rs");
                        self.paths.iter().position(|it| *it == path)
                    };
                    let test = root("test").map(|file| (file, CrateKind::Test));
                    let example = || Some((root("example")?, CrateKind::Example));
                    test.or_else(example)
                        .expect("a crate has a lib.rs, a test.rs or an example.rs")
                }
            };
            let root = self.route(file, true, &mut routes);
            let externs = self
                .externs
                .get(krate)
                .into_iter()
                .flatten()
                .map(|(name, real)| {
                    let target = match self.crates.iter().position(|other| other == real) {
                        Some(row) => Extern::Workspace(row),
                        None => Extern::External(real.clone()),
                    };
                    (name.clone(), target)
                });
            crates.push(CrateInput {
                name: krate.clone(),
                package: krate.clone(),
                kind,
                edition: Edition::E2021,
                root,
                externs: externs.collect(),
                holds: Box::new(move |build, flag, value| match (flag, value) {
                    ("debug_assertions", None) => None,
                    ("feature", Some("dev")) => {
                        Some(build != Build::Normal || kind == CrateKind::Example)
                    }
                    ("feature", Some(feature)) => Some(feature == "on"),
                    ("unix", None) => Some(true),
                    // A build script may set it.
                    ("either", _) => None,
                    _ => Some(false),
                }),
            });
        }
        let expanded: OnceLock<BTreeMap<FileId, FileFacts>> = OnceLock::new();
        let plain = AtomicBool::new(false);
        let facts = |file: FileId| {
            let expanded = (!plain.load(Ordering::Relaxed)).then_some(&expanded);
            let better = expanded
                .and_then(|it| it.get())
                .and_then(|expanded| expanded.get(&file));
            better.or_else(|| self.facts.get(file.0 as usize))
        };
        let text = |file: FileId| {
            self.texts
                .get(file.0 as usize)
                .map(|text| text.as_str().into())
        };
        let input = LinkInput {
            crates,
            routes,
            text: &text,
            read: &extract,
            facts: &facts,
        };
        let (more, begun) = expand_noted(&input, true);
        expanded.set(more).expect("it is set once");
        let names = Names::link_begun(&input, begun);
        names.collect(&input);
        ask(&names, &input, &plain)
    }

    fn route(&self, file: usize, owns_directory: bool, routes: &mut Vec<RouteInput>) -> usize {
        let row = routes.len();
        routes.push(RouteInput {
            file: FileId(file as u32),
            modules: Vec::new(),
            called: Vec::new(),
            included: Vec::new(),
        });
        let (directory, name) = self.paths[file]
            .rsplit_once('/')
            .expect("a path has a crate");
        let stem = name.trim_end_matches(".rs");
        for module in module_files(&self.facts[file], stem, owns_directory) {
            let found = module.candidates.iter().find_map(|candidate| {
                let path = format!("{directory}/{}", candidate.path);
                let file = self.paths.iter().position(|known| *known == path)?;
                Some((file, candidate.owns_directory))
            });
            let choices = found.map(|(file, owns)| ModuleChoice {
                route: self.route(file, owns, routes),
                cfg: None,
            });
            routes[row]
                .modules
                .push((module.item, choices.into_iter().collect()));
        }
        row
    }
}

/// All references of a fixture.
pub(crate) fn references(source: &str) -> Vec<String> {
    Fixture::new(source).with(|names, fixture| {
        let mut lines = BTreeSet::new();
        for reference in names.references() {
            let facts = &fixture.facts[names.instance(reference.instance).file.0 as usize];
            if let Origin::Path(path) = reference.origin
                && facts.path(path).kind == PathKind::MacroBody
            {
                continue;
            }
            let from = names.module_path(reference.from);
            let to = match names.target(facts, reference) {
                Some(Target::Module(module)) => names.module_path(module),
                Some(Target::External(path)) => path,
                None => continue,
            };
            let via = match reference.via {
                Some(via) if Some(via) != reference.def_module => {
                    format!(" via {}", names.module_path(via))
                }
                _ => String::new(),
            };
            let test = if reference.test { " (test)" } else { "" };
            if from != to || !via.is_empty() {
                lines.insert(format!("{from} -> {to}{via}{test}"));
            }
        }
        lines.into_iter().collect()
    })
}

/// What could not be resolved.
pub(crate) fn unresolved(source: &str) -> Vec<String> {
    Fixture::new(source).with(|names, fixture| {
        let mut lines: Vec<String> = names
            .unresolved()
            .iter()
            .map(|row| {
                let facts = &fixture.facts[names.instance(row.instance).file.0 as usize];
                let text = match row.origin {
                    Origin::Import(import) => {
                        let segments = facts.imports[import as usize].segments;
                        facts.segments(segments).collect::<Vec<_>>().join("::")
                    }
                    Origin::Path(path) => facts.path_text(facts.path(path)),
                };
                format!("{text}: {:?}", row.reason)
            })
            .collect();
        lines.sort();
        lines.dedup();
        lines
    })
}

/// What the macros called in the first file mean.
pub(crate) fn macros(source: &str) -> Vec<String> {
    Fixture::new(source).with(|names, fixture| {
        let facts = &fixture.facts[0];
        let meaning = |path| match names.meaning(facts, FileId(0), path) {
            Meaning::External(text) => text,
            Meaning::Item(..) => "workspace".to_owned(),
            other => format!("{other:?}"),
        };
        facts
            .macro_calls
            .iter()
            .map(|call| {
                format!(
                    "{} = {}",
                    facts.path_text(facts.path(call.path)),
                    meaning(call.path)
                )
            })
            .collect()
    })
}

#[track_caller]
pub(crate) fn check(source: &str, expected: &[&str]) {
    assert_eq!(references(source), expected, "{source}");
}
