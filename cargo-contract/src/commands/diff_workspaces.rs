//! `cargo contract diff` between two versions of a workspace: git revisions, or directories.

use govern_diagnostics::Diagnostic;
use govern_gate::{Error, link};
use govern_workspace::{LoadOptions, Workspace};
use rayon::prelude::*;

use crate::collect::{Found, Side};
use crate::compat::{self, Change, Comparison, Format, Judgement, Verdict};
use crate::contracts::matched;
use crate::wires::Wires;

/// What became of one type.
pub(crate) struct TypeDiff {
    /// Its path in the old version.
    pub(crate) path: String,
    pub(crate) comparison: Comparison,
}

/// Compares the types of two versions, all of them or those that `wanted` names: by their path or by its end.
pub(crate) fn compare_versions(
    old: &str,
    new: &str,
    wanted: Option<&str>,
    formats: &[Format],
) -> Result<Vec<TypeDiff>, Error> {
    let (old_workspace, new_workspace) = versions(old, new)?;
    let (old_names, new_names) = (link(&old_workspace), link(&new_workspace));
    let old_side = Side {
        workspace: &old_workspace,
        names: &old_names,
    };
    let new_side = Side {
        workspace: &new_workspace,
        names: &new_names,
    };
    let (old_types, new_types) = (old_side.types(), new_side.types());
    let is_wanted = |found: &Found| {
        wanted.is_none_or(|name| {
            found
                .path
                .strip_suffix(name)
                .is_some_and(|before| before.is_empty() || before.ends_with("::"))
        })
    };
    let pairs: Vec<_> = matched(&old_types, &new_types)
        .into_iter()
        .filter(|(old, _)| is_wanted(old))
        .collect();
    if let (Some(name), []) = (wanted, pairs.as_slice()) {
        return Err(Diagnostic::config(format!("there is no type `{name}` in `{old}`")).into());
    }
    let (old_wires, new_wires) = (Wires::new(&old_side), Wires::new(&new_side));
    let diffs = pairs.par_iter().map(|(old, new)| TypeDiff {
        path: old.path.clone(),
        comparison: match new {
            Some(new) => compared(&old_wires, &new_wires, old, new, formats),
            None => gone(old),
        },
    });
    Ok(diffs.collect())
}

/// Both versions. Outside of a workspace they are directories from the current one.
fn versions(old: &str, new: &str) -> Result<(Workspace, Workspace), Error> {
    let around = Workspace::load(&LoadOptions::default());
    if let Ok(here) = &around {
        return Ok((version(here, old)?, version(here, new)?));
    }
    let alone = |name: &str| {
        Workspace::load(&LoadOptions {
            manifest_path: Some(format!("{name}/Cargo.toml").into()),
            ..LoadOptions::default()
        })
    };
    match (alone(old), alone(new)) {
        (Ok(old), Ok(new)) => {
            let root = |workspace: &Workspace| workspace.root().to_string();
            Ok((version(&new, &root(&old))?, version(&new, &root(&new))?))
        }
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => Err(error.into()),
        (Err(_), Err(error)) => Err(around.err().unwrap_or(error).into()),
    }
}

/// A directory with a manifest, or else a git revision.
fn version(here: &Workspace, name: &str) -> Result<Workspace, Error> {
    match here.at_directory(name.as_ref()) {
        // No such directory.
        Err(govern_workspace::Error::Read { .. }) => Ok(here.at_revision(name)?),
        loaded => Ok(loaded?),
    }
}

fn compared(
    old_wires: &Wires<'_, '_>,
    new_wires: &Wires<'_, '_>,
    old: &Found,
    new: &Found,
    formats: &[Format],
) -> Comparison {
    let each = formats.iter().map(|&format| {
        compat::compare(
            &old_wires.of(old, format),
            &new_wires.of(new, format),
            format,
        )
    });
    each.reduce(Comparison::agree)
        .expect("there is no format without a configuration")
}

/// What is said of a type that is not there any more.
fn gone(old: &Found) -> Comparison {
    let judgement = || Judgement {
        verdict: Verdict::Breaks,
        changes: vec![Change {
            verdict: Verdict::Breaks,
            rule: "type_removed",
            path: old.name.clone(),
            witness: None,
            detail: "there is no such type any more".to_owned(),
        }],
    };
    Comparison {
        backward: judgement(),
        forward: judgement(),
        itself: Judgement {
            verdict: Verdict::Ok,
            changes: Vec::new(),
        },
    }
}
