//! `cargo contract diff` between two versions of a workspace: git revisions, or directories.

use std::sync::Arc;

use govern_diagnostics::Diagnostic;
use govern_gate::{Error, Session, link};
use govern_workspace::{LoadOptions, Workspace};
use rayon::prelude::*;

use super::diff_told::everybody;
use crate::changes::Break;
use crate::collect::Side;
use crate::compat::{Comparison, Format, Judgement, Verdict};
use crate::contracts::{Paired, paired};
use crate::published::readable;
use crate::wires::Wires;

/// What became of one type.
pub(crate) struct TypeDiff {
    /// Its path in the old version.
    pub(crate) path: String,
    pub(crate) comparison: Comparison,
    /// What of it concerns somebody, at its place.
    pub(crate) breaks: Vec<Break>,
}

/// Compares the types of two versions, all of them or those that `wanted` names: by their path or by its end.
pub(crate) fn compare_versions(
    session: &Session,
    (old, new): (&str, &str),
    wanted: Option<&str>,
    formats: &'static [Format],
) -> Result<Vec<TypeDiff>, Error> {
    let (old_workspace, new_workspace) = versions(session, old, new)?;
    readable(&old_workspace, &format!("`{old}`"))?;
    readable(&new_workspace, &format!("`{new}`"))?;
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
    let is_wanted = |path: &str| {
        wanted.is_none_or(|name| {
            let before = path.strip_suffix(name);
            before.is_some_and(|before| before.is_empty() || before.ends_with("::"))
        })
    };
    let purpose = |path: &str| is_wanted(path).then(|| everybody(formats));
    let (old_wires, new_wires) = (Wires::new(&old_side), Wires::new(&new_side));
    let pairs = paired((&old_wires, &old_types), (&new_wires, &new_types), &purpose);
    if let (Some(name), []) = (wanted, pairs.as_slice()) {
        let mistake = Diagnostic::config(format!("there is no type `{name}` in `{old}`"));
        let is_new = new_types.iter().any(|found| is_wanted(&found.path));
        return Err(match is_new {
            true => mistake.note(format!("it is new in `{new}`: nothing depends on it yet")),
            false => {
                let known = old_types.iter().map(|found| found.path.as_str());
                let known = known.map(|path| match name.contains("::") {
                    true => path,
                    false => path.rsplit("::").next().unwrap_or(path),
                });
                match govern_gate::did_you_mean(name, known) {
                    Some(meant) => mistake.help(format!("did you mean `{meant}`?")),
                    None => mistake,
                }
            }
        }
        .into());
    }
    let against = format!("`{old}`");
    let diffs = pairs
        .par_iter()
        .map(|pair| diff(pair, (&old_wires, &new_wires), &against));
    Ok(diffs.collect())
}

fn diff(
    pair: &Paired<'_>,
    (old, new): (&Wires<'_, '_>, &Wires<'_, '_>),
    against: &str,
) -> TypeDiff {
    let (comparison, breaks) = match pair.comparison(old, new) {
        Some(comparison) => {
            let breaks = pair.breaks(old, new, comparison.clone(), against);
            (comparison, breaks)
        }
        None => {
            let gone = pair.gone(against);
            (of_gone(gone.as_ref()), gone.into_iter().collect())
        }
    };
    TypeDiff {
        path: pair.old.path.clone(),
        comparison,
        breaks,
    }
}

/// Both versions. Outside of a workspace they are directories from the current one.
fn versions(
    session: &Session,
    old_name: &str,
    new_name: &str,
) -> Result<(Arc<Workspace>, Arc<Workspace>), Error> {
    let options = session.load_options();
    let around = match Workspace::load(options) {
        Ok(here) => {
            let (old, new) = (version(&here, old_name)?, version(&here, new_name)?);
            return Ok((session.showing(old), session.showing(new)));
        }
        // Who says where the workspace is means that one.
        Err(error) if options.manifest_path.is_some() => return Err(error.into()),
        Err(error) => error,
    };
    let alone = |name: &str| {
        Workspace::load(&LoadOptions {
            manifest_path: Some(format!("{name}/Cargo.toml").into()),
            ..options.clone()
        })
    };
    match (alone(old_name), alone(new_name)) {
        (Ok(old), Ok(here)) => {
            let own = |workspace: &Workspace, name: &str| -> Result<_, Error> {
                // The user named it.
                here.path_of_argument(workspace.root().as_str())?;
                let version = here.at_directory(workspace.root())?;
                Ok(session.showing(version.shown_after(prefix(name))))
            };
            Ok((own(&old, old_name)?, own(&here, new_name)?))
        }
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => Err(error.into()),
        (Err(_), Err(_)) => Err(around.into()),
    }
}

/// A directory with a manifest, from here or from the root, or else a git revision.
fn version(here: &Workspace, name: &str) -> Result<Workspace, Error> {
    let from_here = here.path_of_argument(name)?;
    let directories = [(from_here.as_str(), Some(prefix(name))), (name, None)];
    for (directory, prefix) in directories {
        match here.at_directory(directory.as_ref()) {
            // No such directory.
            Err(govern_workspace::Error::Read { .. }) => {}
            Err(error) => return Err(error.into()),
            Ok(version) => {
                return Ok(match prefix {
                    Some(prefix) => version.shown_after(prefix),
                    None => version,
                });
            }
        }
    }
    Ok(here.at_revision(name)?)
}

/// What stands before the paths of a version in a directory, as somebody wrote it.
fn prefix(name: &str) -> String {
    match name.trim_end_matches('/') {
        "." => String::new(),
        name => format!("{name}/"),
    }
}

/// What is said of a type that is not there any more.
fn of_gone(gone: Option<&Break>) -> Comparison {
    let judgement = || match gone {
        None => Judgement::ok(),
        Some(gone) => Judgement {
            verdict: Verdict::Breaks,
            changes: vec![gone.change()],
        },
    };
    Comparison {
        backward: judgement(),
        forward: judgement(),
        itself: Judgement::ok(),
    }
}
