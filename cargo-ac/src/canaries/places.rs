//! Where files can be put so that the gate reads them, and code so that it is tested.

use std::collections::{BTreeMap, BTreeSet};

use govern_workspace::{Error, Workspace};

use crate::config::{Section, Settings};
use crate::criteria::Criteria;
use crate::results::Hint;

/// What stands for the name of a file that is made.
const NAME: &str = "govern_canary";

/// A place for new files, or a file that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// New ones, by a path with a name in it to be replaced.
    New(String),
    /// This one: the glob takes no other.
    Only(String),
}

/// A place for results.
pub(super) struct ResultPlace {
    pub(super) place: Place,
    /// What the configuration says about them.
    pub(super) hint: Hint,
}

/// Where files can be put.
pub(super) struct Places {
    /// Features: the first is beside one that is there, if there is one.
    pub(super) features: Vec<Place>,
    pub(super) decisions: Option<Place>,
    pub(super) messages: Option<Place>,
    pub(super) results: Vec<ResultPlace>,
}

/// The root of a library or a program.
pub(super) struct Root {
    pub(super) path: String,
    /// What test runners call the binary of its tests.
    pub(super) binary: String,
}

impl Place {
    /// The path of a file there.
    pub(super) fn path(&self, number: usize) -> String {
        match self {
            Place::New(path) => path.replace(NAME, &format!("{NAME}_{number}")),
            Place::Only(path) => path.clone(),
        }
    }
}

impl Places {
    /// The places that the configuration has.
    pub(super) fn of(
        workspace: &Workspace,
        section: &Section,
        settings: &Settings,
        model: &Criteria,
    ) -> Result<Places, Error> {
        let messages = section.commit_messages.iter().flatten();
        let messages: Vec<String> = messages.map(|glob| glob.get_ref().clone()).collect();
        let results: Vec<Vec<String>> = settings
            .results
            .globs
            .iter()
            .map(|glob| vec![glob.glob.clone()])
            .collect();
        let mut kinds = vec![&settings.features, &settings.decisions, &messages];
        kinds.extend(&results);
        let mut candidates = Vec::new();
        for globs in &kinds {
            let there = workspace.find_files(globs)?;
            let beside = there.iter().map(|path| beside(path));
            let by_glob = globs.iter().filter_map(|glob| example(glob));
            let mut paths: Vec<String> = beside.chain(by_glob).collect();
            let mut seen = BTreeSet::new();
            paths.retain(|path| seen.insert(path.clone()) && !there.contains(path));
            candidates.push((there, paths));
        }
        // Only the globs know which of these they take.
        let all = candidates.iter().flat_map(|(_, paths)| paths);
        let probe: BTreeMap<String, Option<Vec<u8>>> =
            all.map(|path| (path.clone(), Some(Vec::new()))).collect();
        let probe = workspace.edited(probe)?;
        let mut places = Vec::new();
        for (globs, (there, paths)) in kinds.iter().zip(candidates) {
            let taken = probe.find_files(globs)?;
            let new = paths.into_iter().filter(|path| taken.contains(path));
            let is_new = |path: &String| path.contains(NAME);
            let literal = globs.iter().filter(|glob| taken.contains(glob));
            let mut of_kind: Vec<Place> = new.filter(is_new).map(Place::New).collect();
            of_kind.extend(there.iter().chain(literal).cloned().map(Place::Only));
            places.push(of_kind);
        }
        let mut places = places.into_iter();
        let mut next = || places.next().unwrap_or_default();
        let (features, decisions, messages) = (next(), next(), next());
        let of_glob = settings.results.globs.iter().zip(places);
        let results = of_glob.filter_map(|(glob, places)| {
            Some(ResultPlace {
                place: places.into_iter().next()?,
                hint: glob.hint.clone(),
            })
        });
        let is_new = |place: &Place| matches!(place, Place::New(_));
        Ok(Places {
            results: results.collect(),
            decisions: decisions.into_iter().find(is_new),
            messages: messages.into_iter().next(),
            features: {
                // What runs features reads those that are beside others.
                let of_model = |place: &Place| match place {
                    Place::New(_) => true,
                    Place::Only(path) => model.features.iter().any(|it| it.path == *path),
                };
                features.into_iter().filter(of_model).collect()
            },
        })
    }
}

/// A new file beside another one, of the same kind.
fn beside(path: &str) -> String {
    let (directory, name) = match path.rsplit_once('/') {
        Some((directory, name)) => (format!("{directory}/"), name),
        None => (String::new(), path),
    };
    let ends = name.find('.').map_or("", |at| &name[at..]);
    format!("{directory}{NAME}{ends}")
}

/// A path that a glob should take; none, if that is not plain. What has no sign of a glob is the path itself.
fn example(glob: &str) -> Option<String> {
    let glob = glob.trim_start_matches("./");
    let mut parts: Vec<String> = Vec::new();
    let count = glob.split('/').count();
    for (row, part) in glob.split('/').enumerate() {
        let part = match (part, row + 1 == count) {
            ("**", false) => continue,
            ("**" | "*", true) => NAME.to_owned(),
            (part, true) => one_of(part)?.replacen('*', NAME, 1).replace('*', ""),
            (part, false) => one_of(part)?.replace('*', "canary"),
        };
        if part.contains(['?', '[', ']', '{', '}']) {
            return None;
        }
        parts.push(part);
    }
    Some(parts.join("/"))
}

/// A part of a path with the first of each list of alternatives.
fn one_of(part: &str) -> Option<String> {
    let mut rest = part;
    let mut text = String::new();
    while let Some((before, behind)) = rest.split_once('{') {
        let (alternatives, after) = behind.split_once('}')?;
        text.push_str(before);
        text.push_str(alternatives.split(',').next().unwrap_or_default());
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

/// The root of the library of each selected package, or of its first program.
pub(super) fn roots(workspace: &Workspace, model: &Criteria) -> Vec<Root> {
    let packages = workspace.packages().iter();
    let packages = packages.filter(|package| package.selected);
    let roots = packages.filter_map(|package| {
        let targets = model.rust.targets.iter();
        let mut its = targets.filter(|it| it.is_unit && it.package == package.name);
        let first = its.clone().next()?;
        let target = its.find(|it| it.is_library).unwrap_or(first);
        Some(Root {
            path: in_directory(workspace, &package.directory, &target.source)?,
            binary: target.binary.clone(),
        })
    });
    roots.collect()
}

/// The root of a target that has tests besides those that are [`roots`]: of another package, or of the same.
pub(super) fn other_root(workspace: &Workspace, model: &Criteria, first: &Root) -> Option<Root> {
    let others = model.rust.targets.iter().filter(|target| {
        let not_tested = ["::example/", "::bench/", "::build/"];
        !not_tested.iter().any(|kind| target.binary.contains(kind))
    });
    let mut others = others.filter_map(|target| {
        let package = workspace.package_named(&target.package)?;
        let root = Root {
            path: in_directory(workspace, &package.directory, &target.source)?,
            binary: target.binary.clone(),
        };
        (package.selected && root.path != first.path && root.binary != first.binary).then_some(root)
    });
    others.next()
}

/// A path from the directory of a package, seen from the root, if a file is there that is read.
fn in_directory(workspace: &Workspace, directory: &str, path: &str) -> Option<String> {
    let path = if directory.is_empty() {
        path.to_owned()
    } else {
        format!("{directory}/{path}")
    };
    let file = workspace.file(&path)?;
    workspace.facts(file).map(|_| path)
}

#[cfg(test)]
mod tests {
    use super::{beside, example};

    #[test]
    fn an_example_of_a_glob_is_taken_by_it() {
        let examples = [
            ("**/*.feature", Some("govern_canary.feature")),
            (
                "specs/**/*.ledger.yaml",
                Some("specs/govern_canary.ledger.yaml"),
            ),
            (
                "target/ac/scenarios-*.json",
                Some("target/ac/scenarios-govern_canary.json"),
            ),
            ("results/*", Some("results/govern_canary")),
            ("a/*/b/*.{xml,json}", Some("a/canary/b/govern_canary.xml")),
            ("./docs/commit.txt", Some("docs/commit.txt")),
            ("docs/adr/[0-9]*.md", None),
        ];
        for (glob, path) in examples {
            assert_eq!(example(glob).as_deref(), path, "{glob}");
        }
        assert_eq!(
            beside("specs/a.ledger.yaml"),
            "specs/govern_canary.ledger.yaml"
        );
        assert_eq!(beside("a"), "govern_canary");
    }
}
