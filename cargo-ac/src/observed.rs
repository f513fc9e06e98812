//! Reads the results of tests, and from which sources they are.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Diagnostic;
use govern_workspace::{PackageId, Workspace};
use xxhash_rust::xxh3::xxh3_128;

use crate::config::Settings;
use crate::results::read;
use crate::verdicts::age::{Age, Members, Record, SCHEMA, changed};
use crate::verdicts::{MissingResults, Results};

/// The results that the configuration names, if it names any.
pub fn results(
    workspace: &Workspace,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<Results>, govern_workspace::Error> {
    let asked = &settings.results;
    if asked.globs.is_empty() {
        return Ok(None);
    }
    let mut results = Results {
        required: asked.required,
        members: members(workspace),
        ..Results::default()
    };
    let mut seen = BTreeSet::new();
    for glob in &asked.globs {
        let paths = workspace.find_files(&[&glob.glob])?;
        if paths.is_empty() {
            results.missing.push(MissingResults {
                glob: glob.glob.clone(),
                span: glob.span,
            });
        }
        for path in paths {
            if !seen.insert(path.clone()) {
                continue;
            }
            match workspace.read(&path) {
                Ok((file, text)) => results.files.push(read(file, &path, &text, &glob.hint)),
                Err(error) => diagnostics.push(error.report().0),
            }
        }
    }
    if asked.assume_fresh {
        results.ages = vec![Age::Assumed; results.files.len()];
    } else if !results.files.is_empty() {
        let record = record(workspace, settings, diagnostics)?;
        // Hashing all sources is for those who have something to compare with.
        let sources = if record.runs.is_empty() {
            BTreeMap::new()
        } else {
            sources(workspace, settings)?
        };
        for file in &results.files {
            let hash = hash(&workspace.read_bytes(&file.path)?);
            results.ages.push(match record.run_of(&file.path, &hash) {
                Some(run) => Age::Recorded(changed(&run.sources, &sources)),
                None => Age::Unrecorded,
            });
        }
    }
    let head = results.files.iter().any(|file| !file.commits.is_empty());
    let head = head.then(|| workspace.head()).flatten();
    for (file, age) in results.files.iter().zip(&mut results.ages) {
        let Some(head) = &head else { continue };
        // Both may be short.
        let is_head = |commit: &&String| {
            head.starts_with(commit.as_str()) || commit.starts_with(head.as_str())
        };
        if let Some(other) = file.commits.iter().find(|commit| !is_head(commit)) {
            *age = Age::OtherCommit(other.clone());
        }
    }
    Ok(Some(results))
}

/// The recorded runs; one that cannot be read is a mistake, and records nothing.
pub fn record(
    workspace: &Workspace,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Record, govern_workspace::Error> {
    let path = &settings.results.recorded;
    let Some((file, text)) = workspace.read_if_exists(path)? else {
        return Ok(Record::default());
    };
    let wrong = |message: String| {
        Diagnostic::config(format!("{path}: {message}"))
            .at(govern_diagnostics::Span::start_of(file))
            .help("delete it, and run `cargo ac record` again")
    };
    match serde_json::from_str::<Record>(&text) {
        Ok(record) if record.schema == SCHEMA => return Ok(record),
        Ok(record) => diagnostics.push(wrong(format!(
            "version {} of recorded runs is not known",
            record.schema
        ))),
        Err(error) => diagnostics.push(wrong(error.to_string())),
    }
    Ok(Record::default())
}

/// Everything that a test may depend on, with hashes: all files of the workspace but what the gates read and write
/// themselves, results, and prose at the root.
pub fn sources(
    workspace: &Workspace,
    settings: &Settings,
) -> Result<BTreeMap<String, String>, govern_workspace::Error> {
    let mut own: BTreeSet<String> = workspace
        .find_files(&settings.ledgers)?
        .into_iter()
        .collect();
    own.extend(result_files(workspace, settings)?);
    own.insert(settings.status.clone());
    own.insert(settings.results.recorded.clone());
    own.insert(settings.lock.clone());
    let is_ours = |path: &str| {
        let is_at_root = !path.contains('/');
        own.contains(path)
            || path.starts_with("target/")
            || path.split('/').any(|part| part == "node_modules")
            || (is_at_root && (path.ends_with(".md") || path.starts_with("govern")))
    };
    let mut sources = BTreeMap::new();
    // What cargo is told in hidden directories decides what is built.
    for path in workspace.find_files(&["**", ".cargo/**"])? {
        if !is_ours(&path) {
            let hash = hash(&workspace.read_bytes(&path)?);
            sources.insert(path, hash);
        }
    }
    Ok(sources)
}

/// The files of results that there are.
pub fn result_files(
    workspace: &Workspace,
    settings: &Settings,
) -> Result<Vec<String>, govern_workspace::Error> {
    let globs: Vec<&String> = settings.results.globs.iter().map(|it| &it.glob).collect();
    workspace.find_files(&globs)
}

/// What stands for the content of a file.
pub fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

/// Which members' sources the tests of each member depend on.
fn members(workspace: &Workspace) -> Members {
    let packages = workspace.packages();
    let mut members = Members::default();
    for package in packages {
        if !package.directory.is_empty() {
            let directory = package.directory.clone();
            members.directories.insert(directory, package.name.clone());
        }
        let mut needs: BTreeSet<PackageId> = BTreeSet::new();
        let mut open = vec![package.id];
        while let Some(id) = open.pop() {
            if needs.insert(id) {
                let dependencies = &workspace.package(id).dependencies;
                open.extend(dependencies.iter().filter_map(|it| it.member));
            }
        }
        let names = needs.iter().map(|&id| workspace.package(id).name.clone());
        members.needs.insert(package.name.clone(), names.collect());
    }
    members
}
