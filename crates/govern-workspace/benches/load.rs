//! How long loading takes, and where the time goes.
//!
//! `GOVERN_WORKSPACE=path cargo bench -p govern-workspace` measures another workspace than this one;
//! `GOVERN_RESOLVE=manifests` leaves cargo out.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench is told by the environment what to measure"
)]
#![expect(clippy::print_stderr, reason = "a bench prints its figures")]

use std::env;

use camino::Utf8PathBuf;
use govern_workspace::{LoadOptions, Resolve, Workspace};

fn main() {
    for (name, cache) in [
        ("without a cache", false),
        ("with a new or old cache", true),
        ("with a warm cache", true),
    ] {
        let workspace = load(cache);
        eprintln!(
            "{name}: {} packages, {} files, {} problems, {:#?}",
            workspace.packages().len(),
            workspace.files().len(),
            workspace.problems().len(),
            workspace.timings()
        );
        eprintln!("resident at most: {}", peak_memory());
    }
    divan::main();
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn cold() -> Workspace {
    load(false)
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn warm() -> Workspace {
    load(true)
}

fn load(cache: bool) -> Workspace {
    let root = env::var("GOVERN_WORKSPACE").unwrap_or_else(|_| "../..".to_owned());
    let manifests = env::var("GOVERN_RESOLVE").is_ok_and(|value| value == "manifests");
    let options = LoadOptions {
        manifest_path: Some(Utf8PathBuf::from(root).join("Cargo.toml")),
        resolve: if manifests {
            Resolve::Manifests
        } else {
            Resolve::Cargo
        },
        cache,
        ..LoadOptions::default()
    };
    match Workspace::load(&options) {
        Ok(workspace) => workspace,
        Err(error) => panic!("the workspace loads: {error}"),
    }
}

/// What the system says; only on Linux.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.map_or_else(
        || "unknown".to_owned(),
        |line| {
            line.split_whitespace()
                .skip(1)
                .collect::<Vec<_>>()
                .join(" ")
        },
    )
}
