//! Which workspace is meant.

use std::env;

use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    Error, LoadOptions, Resolve, Workspace,
    confined::Confined,
    entry::{LONGEST, ReadError},
    manifest::Manifest,
    paths::{self, slashes},
    regular::read_file,
};

/// The manifest that the options name, or the nearest one.
pub(crate) fn manifest_path(options: &LoadOptions) -> Result<Utf8PathBuf, Error> {
    if let Some(path) = &options.manifest_path {
        let path = absolute(path)?;
        let path = if path.is_dir() {
            path.join("Cargo.toml")
        } else {
            path
        };
        if !path.is_file() {
            return Err(Error::Read {
                path: path.into(),
                message: "no such file".to_owned(),
            });
        }
        return Ok(path);
    }
    let here = absolute(Utf8Path::new(""))?;
    let found = here
        .ancestors()
        .map(|directory| directory.join("Cargo.toml"))
        .find(|path| path.is_file());
    found.ok_or(Error::NoManifest { from: here })
}

/// The root of the workspace that a manifest belongs to, by cargo's rules. A manifest that is not trusted may be no link, and name
/// only a directory above it.
pub(crate) fn workspace_root(
    manifest_path: &Utf8Path,
    options: &LoadOptions,
) -> Result<Utf8PathBuf, Error> {
    let directory = manifest_path.parent().unwrap_or(Utf8Path::new("/"));
    let is_trusted = options.resolve != Resolve::Manifests;
    let outside = |path: &Utf8Path| Error::Read {
        path: path.to_string(),
        message: ReadError::Outside.to_string(),
    };
    if !is_trusted
        && let Ok(real) = directory.canonicalize_utf8()
        && let Some(name) = manifest_path.file_name()
        && Confined::new(&real).leads_out(name)
    {
        return Err(outside(manifest_path));
    }
    let manifest = parse(manifest_path)?;
    if manifest.workspace.is_some() {
        return Ok(directory.to_owned());
    }
    if let Some(root) = manifest
        .package
        .as_ref()
        .and_then(|package| package.workspace.as_ref())
    {
        let root = absolute(&directory.join(root))?;
        if !is_trusted && !directory.starts_with(&root) {
            return Err(outside(&root));
        }
        return Ok(root);
    }
    for above in directory.ancestors().skip(1) {
        let path = above.join("Cargo.toml");
        if !path.is_file() {
            continue;
        }
        let Some(workspace) = parse(&path)?.workspace else {
            continue;
        };
        let inside = paths::relative(&slashes(above), &slashes(directory));
        // One that does not want it is no reason to look further.
        return Ok(if workspace.excludes(&inside) {
            directory.to_owned()
        } else {
            above.to_owned()
        });
    }
    Ok(directory.to_owned())
}

/// That the manifest is one of the workspace's. A package that is not would be left out silently.
pub(crate) fn check_membership(
    workspace: &Workspace,
    manifest_path: &Utf8Path,
) -> Result<(), Error> {
    let directory = manifest_path.parent().unwrap_or(Utf8Path::new("/"));
    let inside = paths::relative(&slashes(workspace.root()), &slashes(directory));
    let is_member = inside.is_empty()
        || workspace
            .packages()
            .iter()
            .any(|package| package.directory == inside);
    if is_member {
        return Ok(());
    }
    let manifest = parse(manifest_path)?;
    let extent = manifest
        .package
        .as_ref()
        .map(|package| package.name_extent)
        .unwrap_or_default();
    let message = format!(
        "this package is below the workspace `{}` but no member of it",
        workspace.root()
    );
    Err(manifest.error(
        extent,
        message,
        Some("add it to `workspace.members`, or to `workspace.exclude`".to_owned()),
    ))
}

/// The path from the root of the file system, without `..`.
pub(crate) fn absolute(path: &Utf8Path) -> Result<Utf8PathBuf, Error> {
    let here = env::current_dir().map_err(|error| Error::Read {
        path: ".".to_owned(),
        message: error.to_string(),
    })?;
    let here = Utf8PathBuf::from_path_buf(here).map_err(|path| Error::PathNotUtf8 {
        path: path.to_string_lossy().into_owned(),
    })?;
    if cfg!(windows) {
        return Ok(here.join(path));
    }
    Ok(Utf8PathBuf::from(paths::join(here.as_str(), path.as_str())))
}

fn parse(path: &Utf8Path) -> Result<Manifest, Error> {
    let read = read_file(path.as_std_path(), LONGEST);
    let (bytes, _) = read.map_err(|error| Error::Read {
        path: path.to_string(),
        message: error.to_string(),
    })?;
    let text = String::from_utf8(bytes).map_err(|error| Error::not_utf8(path.as_str(), &error))?;
    // Shown as the user would find it from here.
    let here = absolute(Utf8Path::new(""))?;
    let shown = path
        .strip_prefix(&here)
        .map_or_else(|_| slashes(path), slashes);
    Manifest::parse(&shown, text.into())
}
