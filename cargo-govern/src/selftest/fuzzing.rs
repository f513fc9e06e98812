//! What is read of the output of steps, for those who try the readers out on what no program would write. No part of what this
//! crate promises.

use govern_diagnostics::Diagnostic;
use govern_workspace::Workspace;

use super::{formatting, messages, supply, testing};

/// What each reader finds in the same output.
pub fn diagnostics(output: &str, workspace: &Workspace) -> Vec<Diagnostic> {
    let root = workspace.root();
    let lock = workspace
        .file("Cargo.lock")
        .and_then(|file| workspace.text(file).ok());
    let lock = lock.as_deref().unwrap_or_default();
    let supplied = [
        supply::of_audit(output, lock),
        supply::of_deny(output, lock),
    ];
    let supplied = supplied.into_iter().flatten().map(|it| it.found);
    let all = [
        messages::read(output, root, true).found,
        formatting::read(output, root).found,
        testing::of_libtest(output).found,
        testing::of_nextest(output).found,
    ];
    let all = all.into_iter().chain(supplied).flatten();
    all.map(|found| found.diagnostic(workspace)).collect()
}
