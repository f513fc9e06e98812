//! `cargo metadata`: asking it, understanding its answer and its refusals, and remembering the answer.

mod cache;
mod libraries;
mod lock;
mod refusal;
mod registry;
mod resolved;
mod whole;

use std::{
    env, io,
    process::{Command, Stdio},
};

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::Metadata;

pub(crate) use self::cache::{Head, Json, MetadataCache, stamp};
pub(crate) use self::libraries::libraries;
pub(crate) use self::lock::Lock;
pub(crate) use self::resolved::describe;
pub(crate) use self::whole::{complete, may_tell};
use crate::{Error, LoadOptions, Resolve};

/// The argument for an answer without what members depend on.
pub(crate) const MEMBERS_ONLY: &str = "--no-deps";

/// The cargo that is run: the one that runs us, or the one on the `PATH`.
pub(crate) fn program() -> Utf8PathBuf {
    env::var("CARGO")
        .ok()
        .filter(|path| !path.is_empty())
        .map_or_else(|| Utf8PathBuf::from("cargo"), Utf8PathBuf::from)
}

/// The arguments that the options stand for.
pub(crate) fn arguments(options: &LoadOptions, manifest: &Utf8Path) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "metadata",
        "--format-version",
        "1",
        "--manifest-path",
        manifest.as_str(),
    ]
    .map(str::to_owned)
    .into();
    if options.features.all {
        arguments.push("--all-features".to_owned());
    }
    if options.features.no_default {
        arguments.push("--no-default-features".to_owned());
    }
    if !options.features.list.is_empty() {
        arguments.extend(["--features".to_owned(), options.features.list.join(",")]);
    }
    if let Some(target) = &options.target {
        arguments.extend(["--filter-platform".to_owned(), target.clone()]);
    }
    if options.network.offline {
        arguments.push("--offline".to_owned());
    }
    if options.network.locked {
        arguments.push("--locked".to_owned());
    }
    // Without dependencies cargo looks neither at the lock file nor at the features that are asked for.
    let is_asked_more = options.network.locked || !options.features.list.is_empty();
    if options.resolve == Resolve::Members && !is_asked_more {
        arguments.push(MEMBERS_ONLY.to_owned());
    }
    arguments
}

/// Runs `cargo metadata` in the workspace root, so that its configuration counts, wherever the user stands.
pub(crate) fn metadata(root: &Utf8Path, arguments: &[String]) -> Result<(String, Metadata), Error> {
    let program = program();
    let output = Command::new(&program)
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TERM_COLOR", "never")
        .stdin(Stdio::null())
        .output()
        .map_err(|source| start_error(&program, source))?;
    if !output.status.success() {
        return Err(refusal::explain(
            root,
            &String::from_utf8_lossy(&output.stderr),
        ));
    }
    let json = String::from_utf8(output.stdout).map_err(|error| Error::Metadata {
        message: error.to_string(),
    })?;
    let metadata = serde_json::from_str(&json).map_err(|error| Error::Metadata {
        message: error.to_string(),
    })?;
    Ok((json, metadata))
}

fn start_error(program: &Utf8Path, source: io::Error) -> Error {
    Error::Start {
        program: program.to_string(),
        source,
    }
}
