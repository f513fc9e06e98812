//! The part of the model about Rust files among the sources of a package that no target reaches.

use std::{collections::BTreeSet, sync::Arc};

use govern_diagnostics::Span;
use govern_facts::{FileFacts, ItemKind, MetaValue};
use govern_gate::Error;
use govern_workspace::{Package, TargetKind, Workspace};

use crate::{
    model::architecture::{Architecture, Orphan},
    policy::selector::Candidate,
};

/// Directories whose files are data of tests, or written by a program.
const DATA: [&str; 7] = [
    "testdata",
    "test_data",
    "fixtures",
    "snapshots",
    "generated",
    "templates",
    "trybuild",
];

/// Adds the orphans, and how many files there are to compare with.
pub(crate) fn add(workspace: &Workspace, architecture: &mut Architecture) -> Result<(), Error> {
    let paths = workspace.orphans()?;
    let mut open: Vec<(&str, &Package)> = Vec::new();
    for path in &paths {
        let packages = workspace.packages().iter();
        let packages =
            packages.filter(|package| package.selected && is_source(workspace, package, path));
        // A package may lie inside another: the nearer one has it.
        if let Some(package) = packages.max_by_key(|package| package.directory.len()) {
            open.push((path, package));
        }
    }
    open.retain(|(path, package)| !is_excluded(architecture, package, path));
    let ids: BTreeSet<_> = open.iter().map(|(_, package)| package.id).collect();
    for id in ids {
        let package = workspace.package(id);
        // What a file that cannot be read declares is not known.
        let broken = workspace.files().iter().any(|&file| {
            workspace.packages_of(file).contains(&id) && workspace.facts(file).is_none()
        });
        let known = Mentions::of(workspace, package)?;
        open.retain(|(path, package)| package.id != id || !broken && !known.may_mean(path));
    }
    let open: BTreeSet<&str> = open.into_iter().map(|(path, _)| path).collect();
    for &path in &open {
        let parents = parents(path);
        if parents.iter().any(|parent| open.contains(parent.as_str())) {
            continue;
        }
        let (file, text) = workspace.read(path)?;
        if is_generated(&text) {
            continue;
        }
        let directory = directory_of(path);
        let inside = open
            .iter()
            .filter(|other| **other != path && within(other, &directory));
        let parent = parents.into_iter().find_map(|parent| {
            let facts = workspace.facts(workspace.file(&parent)?)?;
            Some((parent, facts))
        });
        let name = module_name(path);
        let inline = parent.as_ref();
        let inline = inline.is_some_and(|(_, facts)| declares_inline(facts, name));
        architecture.orphans.push(Orphan {
            path: path.to_owned(),
            span: Span::start_of(file),
            name: name.to_owned(),
            parent: parent.map(|(parent, _)| parent),
            inline,
            inside: inside.count(),
        });
    }
    Ok(())
}

/// Whether a file declares a module with its contents at its top.
fn declares_inline(facts: &FileFacts, name: &str) -> bool {
    facts.items.iter().any(|item| {
        let is_module = matches!(item.kind, ItemKind::Module { .. }) && item.body.is_some();
        let at_top = facts.scope(item.scope).parent.is_none();
        is_module && at_top && facts.text(item.name) == name
    })
}

/// Whether a file lies where the modules of a library or program of a package do.
fn is_source(workspace: &Workspace, package: &Package, path: &str) -> bool {
    let targets = package.targets.iter().filter(|target| {
        matches!(
            target.kind,
            TargetKind::Lib | TargetKind::ProcMacro | TargetKind::Bin
        )
    });
    let mut directories = targets.map(|target| parent(workspace.path(target.root)));
    let among = directories.any(|directory| {
        // Beside a manifest lie the tests and examples, too.
        directory != package.directory && within(path, directory)
    });
    among && path.split('/').all(|part| !DATA.contains(&part)) && !is_program(package, path)
}

/// Whether cargo would make a program of it, so that the manifest has decided against that.
fn is_program(package: &Package, path: &str) -> bool {
    let inside = path
        .strip_prefix(package.directory.as_str())
        .map_or(path, |inside| inside.trim_start_matches('/'));
    inside == "src/main.rs" || inside == "src/lib.rs" || inside.starts_with("src/bin/")
}

fn is_excluded(architecture: &Architecture, package: &Package, path: &str) -> bool {
    let krate = package.library().map_or_else(
        || package.name.replace('-', "_"),
        |target| target.crate_name.clone(),
    );
    let candidate = Candidate {
        package: &package.name,
        krate: &krate,
        path: &[&krate],
        file: path,
        parent_file: None,
        settled: false,
    };
    let mut exclude = architecture.policy.exclude.iter();
    exclude.any(|selector| selector.selects(candidate))
}

/// What the code of a package says in places that may lead to a file: in arguments of macros and in attributes.
#[derive(Debug, Default)]
struct Mentions {
    words: BTreeSet<String>,
}

impl Mentions {
    fn of(workspace: &Workspace, package: &Package) -> Result<Mentions, Error> {
        let mut words = BTreeSet::new();
        for &file in workspace.files() {
            if !workspace.packages_of(file).contains(&package.id) {
                continue;
            }
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            let mut text: Option<Arc<str>> = None;
            for call in facts
                .macro_calls
                .iter()
                .filter(|call| may_include(facts, call))
            {
                let text = match &text {
                    Some(text) => text.clone(),
                    None => text.insert(workspace.text(file)?).clone(),
                };
                let args = text.get(std::ops::Range::<usize>::from(call.args.range()));
                words.extend(split(args.unwrap_or_default()));
            }
            for meta in &facts.metas {
                if let MetaValue::Str(value) = meta.value
                    && facts.text(value).contains(['/', '.'])
                {
                    words.extend(split(facts.text(value)));
                }
            }
        }
        Ok(Mentions { words })
    }

    /// Whether something may mean this file: it names the file, its module or a directory that it lies in.
    fn may_mean(&self, path: &str) -> bool {
        let parts = path
            .split('/')
            .map(|part| part.strip_suffix(".rs").unwrap_or(part));
        let mut parts = parts
            .skip_while(|part| *part != "src")
            .filter(|part| !["src", "mod"].contains(part));
        parts.any(|part| split(part).all(|word| self.words.contains(&word)))
    }
}

/// Whether a call may read a file, or declare modules.
fn may_include(facts: &FileFacts, call: &govern_facts::MacroCall) -> bool {
    let name = facts.segments(facts.path(call.path).segments).next_back();
    let includes = name.is_some_and(|name| name.starts_with("include"));
    let declares = call.is_opaque();
    includes || declares
}

/// The words of a text.
fn split(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
    words.filter(|word| !word.is_empty()).map(str::to_owned)
}

/// Whether a program says that it wrote a file: what it does with it is not known.
fn is_generated(text: &str) -> bool {
    let comments = text.lines().take_while(|line| line.starts_with("//"));
    let mut comments = comments.map(str::to_lowercase);
    comments.any(|line| line.contains("generated"))
}

/// The files that could declare a module in this file, likeliest first.
fn parents(path: &str) -> Vec<String> {
    let directory = match file_name(path) {
        "mod.rs" => parent(parent(path)),
        _ => parent(path),
    };
    let inside = ["mod.rs", "lib.rs", "main.rs"].map(|name| format!("{directory}/{name}"));
    inside
        .into_iter()
        .chain([format!("{directory}.rs")])
        .collect()
}

/// The directory of the modules inside the module of a file.
fn directory_of(path: &str) -> String {
    match file_name(path) {
        "mod.rs" => parent(path).to_owned(),
        _ => path.strip_suffix(".rs").unwrap_or(path).to_owned(),
    }
}

fn module_name(path: &str) -> &str {
    match file_name(path) {
        "mod.rs" => file_name(parent(path)),
        name => name.strip_suffix(".rs").unwrap_or(name),
    }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn within(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory)
        .is_some_and(|rest| directory.is_empty() || rest.starts_with('/'))
}
