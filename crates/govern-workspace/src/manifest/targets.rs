//! Which targets a package has: those its manifest names, and those cargo finds by where their files are.

use std::collections::BTreeMap;

use super::raw::{BuildKey, Manifest, RawTarget};
use crate::{
    TargetKind,
    describe::{self, MemberTarget},
    entry::Kind,
    paths,
    watch::Watched,
};
use govern_facts::Edition;

/// The targets of a package. A target whose file cannot be found is kept with the path where it should be, so that it is
/// reported as missing and not lost.
pub(super) fn targets(
    watched: &Watched<'_>,
    manifest: &Manifest,
    name: &str,
    edition: Edition,
) -> Vec<MemberTarget> {
    let directory = paths::parent(&manifest.path);
    let package = manifest.package.as_ref().expect("members have a package");
    let finder = Finder {
        watched,
        directory,
        package: name,
        edition,
    };
    let discovers = |kind| !package.not_discovered.contains(&kind);

    let mut targets = Vec::new();
    targets.extend(finder.library(manifest.lib.as_ref(), discovers("lib")));
    for (kind, rows, folder, switch) in [
        (TargetKind::Bin, &manifest.bins, "src/bin", "bin"),
        (
            TargetKind::Example,
            &manifest.examples,
            "examples",
            "example",
        ),
        (TargetKind::Test, &manifest.tests, "tests", "test"),
        (TargetKind::Bench, &manifest.benches, "benches", "bench"),
    ] {
        targets.extend(finder.several(kind, rows, folder, discovers(switch)));
    }
    targets.extend(finder.build_scripts(&package.build));
    targets
}

struct Finder<'a> {
    watched: &'a Watched<'a>,
    directory: &'a str,
    package: &'a str,
    edition: Edition,
}

impl Finder<'_> {
    fn target(
        &self,
        kind: TargetKind,
        name: &str,
        root: &str,
        row: Option<&RawTarget>,
    ) -> MemberTarget {
        MemberTarget {
            kind,
            name: name.to_owned(),
            edition: row
                .and_then(|row| row.edition.as_deref())
                .map_or(self.edition, describe::edition),
            root: self.watched.tree.join(self.directory, root),
            required_features: row
                .map(|row| row.required_features.clone())
                .unwrap_or_default(),
        }
    }

    fn is_file(&self, path: &str) -> bool {
        self.watched.is_file(&paths::join(self.directory, path))
    }

    fn library(&self, row: Option<&RawTarget>, discover: bool) -> Option<MemberTarget> {
        let found = self.is_file("src/lib.rs");
        if row.is_none() && !(discover && found) {
            return None;
        }
        let kind = if row.is_some_and(|row| row.proc_macro) {
            TargetKind::ProcMacro
        } else {
            TargetKind::Lib
        };
        let name = row
            .and_then(|row| row.name.clone())
            .unwrap_or_else(|| describe::in_code(self.package));
        let root = row
            .and_then(|row| row.path.as_deref())
            .unwrap_or("src/lib.rs");
        Some(self.target(kind, &name, root, row))
    }

    fn several(
        &self,
        kind: TargetKind,
        rows: &[RawTarget],
        folder: &str,
        discover: bool,
    ) -> Vec<MemberTarget> {
        let found = self.discovered(kind, folder);
        let mut targets = Vec::new();
        for row in rows {
            let Some(name) = &row.name else { continue };
            let inferred = || match found.get(name) {
                Some(path) => path.clone(),
                // A program called like its package is `src/main.rs`.
                None if kind == TargetKind::Bin && name == self.package => "src/main.rs".to_owned(),
                None => format!("{folder}/{name}.rs"),
            };
            let path = row.path.clone().unwrap_or_else(inferred);
            targets.push(self.target(kind, name, &path, Some(row)));
        }
        // 2015 does not discover programs beside those that are named.
        let named_are_all = self.edition == Edition::E2015 && !rows.is_empty();
        if discover && !named_are_all {
            for (name, path) in &found {
                let root = self.watched.tree.join(self.directory, path);
                if !targets
                    .iter()
                    .any(|target| target.name == *name || target.root == root)
                {
                    targets.push(self.target(kind, name, path, None));
                }
            }
        }
        targets
    }

    /// Names and paths of the targets in a folder: `x.rs` and `x/main.rs`.
    fn discovered(&self, kind: TargetKind, folder: &str) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        if kind == TargetKind::Bin && self.is_file("src/main.rs") {
            found.insert(self.package.to_owned(), "src/main.rs".to_owned());
        }
        for (name, kind) in self.watched.list(&paths::join(self.directory, folder)) {
            if name.starts_with('.') {
                continue;
            }
            match (kind, name.strip_suffix(".rs")) {
                (Kind::File, Some(stem)) => {
                    found.insert(stem.to_owned(), format!("{folder}/{name}"));
                }
                (Kind::Directory, _) => {
                    let main = format!("{folder}/{name}/main.rs");
                    if self.is_file(&main) {
                        found.insert(name, main);
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn build_scripts(&self, build: &BuildKey) -> Vec<MemberTarget> {
        let files = match build {
            BuildKey::Off => return Vec::new(),
            BuildKey::Files(files) => files.clone(),
            BuildKey::Default if self.is_file("build.rs") => vec!["build.rs".to_owned()],
            BuildKey::Default => return Vec::new(),
        };
        let script = |file: &String| {
            let name = format!("build-script-{}", paths::stem(file));
            self.target(TargetKind::BuildScript, &name, file, None)
        };
        files.iter().map(script).collect()
    }
}
