//! Which packages belong to a workspace.

use std::collections::BTreeMap;

use globset::GlobBuilder;

use super::raw::{Manifest, RawWorkspace};
use crate::{Error, entry::Kind, paths, watch::Watched};

/// The manifests of the members by directory, the root's first if it is a package.
///
/// As cargo: the root package, what `members` names, and every path dependency of those that lies inside the workspace;
/// without what `exclude` names.
pub(super) fn members(
    watched: &Watched<'_>,
    root: &Manifest,
) -> Result<BTreeMap<String, Manifest>, Error> {
    let mut found: BTreeMap<String, Manifest> = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    if root.package.is_some() {
        open.extend(path_dependencies(root, root.workspace.as_ref()));
    }
    let Some(workspace) = &root.workspace else {
        return Ok(found);
    };
    for (pattern, extent) in &workspace.members {
        let is_glob = pattern.contains(['*', '?', '[']);
        let directories = if is_glob {
            expand(watched, pattern)
        } else {
            vec![paths::join("", pattern)]
        };
        for directory in directories {
            if workspace.excludes(&directory)
                || found.contains_key(&directory)
                || directory.is_empty()
            {
                continue;
            }
            match read(watched, &directory)? {
                Some(manifest) => {
                    open.extend(path_dependencies(&manifest, root.workspace.as_ref()));
                    found.insert(directory, manifest);
                }
                None => {
                    let message =
                        format!("the member `{pattern}` of the workspace has no manifest");
                    let help =
                        format!("create `{directory}/Cargo.toml`, or take it out of `members`");
                    return Err(root.error(*extent, message, Some(help)));
                }
            }
        }
    }
    while let Some(directory) = open.pop() {
        if directory.is_empty()
            || !paths::is_inside(&directory, "")
            || found.contains_key(&directory)
            || workspace.excludes(&directory)
        {
            continue;
        }
        // A path that leads nowhere is an error that cargo reports where it matters.
        let Some(manifest) = read(watched, &directory)? else {
            continue;
        };
        if manifest.workspace.is_some() || manifest.package.is_none() {
            continue;
        }
        open.extend(path_dependencies(&manifest, root.workspace.as_ref()));
        found.insert(directory, manifest);
    }
    found.retain(|_, manifest| manifest.package.is_some());
    Ok(found)
}

/// Reads the manifest of a directory.
pub(super) fn read(watched: &Watched<'_>, directory: &str) -> Result<Option<Manifest>, Error> {
    let path = paths::join(directory, "Cargo.toml");
    watched
        .text(&path)?
        .map(|text| Manifest::parse(&path, text))
        .transpose()
}

/// Directories of the path dependencies, also of inherited ones.
fn path_dependencies(manifest: &Manifest, workspace: Option<&RawWorkspace>) -> Vec<String> {
    let directory = paths::parent(&manifest.path);
    let paths = manifest.dependencies.iter().filter_map(|dependency| {
        if dependency.inherited {
            let shared = workspace?
                .dependencies
                .iter()
                .find(|shared| shared.key == dependency.key)?;
            return shared.path.as_deref().map(|path| paths::join("", path));
        }
        dependency
            .path
            .as_deref()
            .map(|path| paths::join(directory, path))
    });
    paths.collect()
}

impl RawWorkspace {
    /// Whether a directory is named by `exclude` and not by `members`.
    pub(crate) fn excludes(&self, directory: &str) -> bool {
        let is_below = |path: &str| paths::is_inside(directory, &paths::join("", path));
        let is_root = |path: &str| paths::join("", path).is_empty();
        self.exclude.iter().any(|path| is_below(path))
            && !self
                .members
                .iter()
                .any(|(path, _)| !is_root(path) && is_below(path))
    }
}

/// The directories that a glob of `members` matches.
fn expand(watched: &Watched<'_>, pattern: &str) -> Vec<String> {
    let mut matched = vec![String::new()];
    for part in pattern
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
    {
        let mut next = Vec::new();
        for directory in &matched {
            match part {
                "**" => below(watched, directory, &mut next),
                _ if !part.contains(['*', '?', '[']) => next.push(paths::join(directory, part)),
                _ => {
                    let Ok(glob) = GlobBuilder::new(part).literal_separator(true).build() else {
                        continue;
                    };
                    let glob = glob.compile_matcher();
                    let names = watched.list(directory).into_iter();
                    next.extend(
                        names
                            .filter(|(name, kind)| *kind == Kind::Directory && glob.is_match(name))
                            .map(|(name, _)| paths::join(directory, &name)),
                    );
                }
            }
        }
        matched = next;
    }
    matched.sort();
    matched.dedup();
    matched
}

/// A directory and all below it, except hidden ones and cargo's own output.
fn below(watched: &Watched<'_>, directory: &str, into: &mut Vec<String>) {
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for (name, kind) in watched.list(&directory) {
            if kind == Kind::Directory && !name.starts_with('.') && name != "target" {
                open.push(paths::join(&directory, &name));
            }
        }
        into.push(directory);
    }
}
