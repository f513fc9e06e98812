//! Fixtures as texts: `//- path` lines begin files.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Gate, Options, Session, run};
use govern_workspace::Workspace;

use crate::expectation::{compare, expectations};

/// A workspace in memory. A line `//- /crates/orders/src/lib.rs` begins a file; behind the path, `deps:ports,chrono` says
/// what its package depends on: packages of the fixture by their path, anything else from a registry.
///
/// Manifests that are not written are made: one for each `src/` folder, and that of the workspace. A text without any such
/// line is `src/lib.rs`.
///
/// # Panics
///
/// If it is no workspace.
pub fn workspace(text: &str) -> Workspace {
    Workspace::from_memory(files(text)).expect("the fixture is a workspace")
}

/// A session over a workspace in memory, on the day of all fixtures.
pub fn session(text: &str) -> Session {
    Session::new(workspace(text), Options::new(crate::today()))
}

/// Runs a gate over a workspace in memory: what comments ask for is found, and nothing else.
///
/// # Panics
///
/// If that is not so.
pub fn check(gate: &dyn Gate, text: &str) {
    let run = run(&[gate], &session(text));
    let asked: Vec<_> = files(text)
        .iter()
        .flat_map(|(path, text)| expectations(path, text))
        .collect();
    if let Err(wrong) = compare(&asked, &run.report.diagnostics, &run.sources) {
        panic!("{wrong}");
    }
}

fn files(text: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::<String, String>::new();
    let mut needs = BTreeMap::<String, BTreeSet<String>>::new();
    let mut path = "src/lib.rs".to_owned();
    for line in text.trim_start_matches('\n').lines() {
        let Some(header) = line.trim_start().strip_prefix("//- ") else {
            let file = files.entry(path.clone()).or_default();
            file.push_str(line);
            file.push('\n');
            continue;
        };
        let mut words = header.split_whitespace();
        path = words
            .next()
            .unwrap_or_default()
            .trim_start_matches('/')
            .to_owned();
        assert!(
            !files.contains_key(&path),
            "`{path}` stands twice in the fixture"
        );
        files.insert(path.clone(), String::new());
        for word in words {
            let list = word
                .strip_prefix("deps:")
                .unwrap_or_else(|| panic!("unknown word `{word}` behind `{path}`"));
            let package = package_of(&path).expect("only files of a package have dependencies");
            needs
                .entry(package.to_owned())
                .or_default()
                .extend(list.split(',').map(str::to_owned));
        }
    }
    let folders: BTreeSet<String> = files
        .keys()
        .filter_map(|path| package_of(path))
        .map(str::to_owned)
        .collect();
    for folder in &folders {
        let none = BTreeSet::new();
        let manifest = manifest(folder, needs.get(folder).unwrap_or(&none), &folders);
        files.entry(join(folder, "Cargo.toml")).or_insert(manifest);
    }
    if !folders.contains("") {
        let members: Vec<String> = folders
            .iter()
            .map(|folder| format!("\"{folder}\""))
            .collect();
        let root = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
            members.join(", ")
        );
        files.entry("Cargo.toml".to_owned()).or_insert(root);
    }
    files
}

/// The folder of the package that a file is part of.
fn package_of(path: &str) -> Option<&str> {
    match path.strip_prefix("src/") {
        Some(_) => Some(""),
        None => path.split_once("/src/").map(|(folder, _)| folder),
    }
}

fn manifest(folder: &str, needs: &BTreeSet<String>, folders: &BTreeSet<String>) -> String {
    let name = folder
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty())
        .unwrap_or("sample");
    let mut text = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n"
    );
    for need in needs {
        let member = folders
            .iter()
            .find(|folder| folder.rsplit('/').next() == Some(need));
        let line = match member {
            Some(member) => {
                let up = "../".repeat(folder.split('/').filter(|part| !part.is_empty()).count());
                format!("{need} = {{ path = \"{up}{member}\" }}\n")
            }
            None => format!("{need} = \"1\"\n"),
        };
        text.push_str(&line);
    }
    text
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_workspace() {
        let workspace = workspace(
            "
//- /crates/domain/src/lib.rs deps:ports,chrono
pub mod order;
//- /crates/domain/src/order.rs
pub struct Order;
//- /crates/ports/src/lib.rs
//- /govern.toml
[lints]
",
        );
        let names: Vec<_> = workspace
            .packages()
            .iter()
            .map(|package| package.name.as_str())
            .collect();
        assert_eq!(names, ["domain", "ports"]);
        let paths: Vec<_> = workspace
            .files()
            .iter()
            .map(|file| workspace.path(*file))
            .collect();
        assert_eq!(
            paths,
            [
                "crates/domain/src/lib.rs",
                "crates/domain/src/order.rs",
                "crates/ports/src/lib.rs"
            ]
        );
        assert!(
            workspace.problems().is_empty(),
            "{:?}",
            workspace.problems()
        );
        let domain = workspace.package_named("domain").unwrap();
        assert!(domain.dependency("ports").unwrap().member.is_some());
        assert!(domain.dependency("chrono").unwrap().member.is_none());
        assert_eq!(&*workspace.read("govern.toml").unwrap().1, "[lints]\n");
    }

    #[test]
    fn one_file_needs_no_more() {
        let workspace = workspace("pub fn f() {}\n");
        assert_eq!(workspace.packages()[0].name, "sample");
        assert_eq!(
            &*workspace.text(workspace.files()[0]).unwrap(),
            "pub fn f() {}\n"
        );
    }
}
