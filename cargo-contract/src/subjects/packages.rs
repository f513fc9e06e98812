//! Which packages of the workspace may have to do with the client of NATS, and which know which: code that can neither stand in
//! one program with the client nor know a type is not looked at.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use govern_diagnostics::FileId;
use govern_workspace::{PackageId, Workspace};

/// The client's library.
const CLIENT: &str = "async_nats";

/// Packages as far as they may have to do with the client; by their rows.
pub(super) struct Packages {
    /// What each depends on, at last, also for tests alone; itself among it.
    sees: Vec<BTreeSet<usize>>,
    /// Those that can name a type of the client, or know a package that can.
    near: BTreeSet<usize>,
    /// The same, and what those know: what is made of the client may be handed to it.
    given: BTreeSet<usize>,
    /// Those that are tied to one of these by any way of dependencies: programs outside of the workspace, too, may have both.
    tied: BTreeSet<usize>,
}

impl Packages {
    pub(super) fn new(workspace: &Workspace) -> Packages {
        let packages = workspace.packages();
        let direct: Vec<BTreeSet<usize>> = packages
            .iter()
            .map(|it| {
                let members = it.dependencies.iter().filter_map(|it| it.member);
                members.map(PackageId::index).collect()
            })
            .collect();
        let sees: Vec<BTreeSet<usize>> = (0..packages.len())
            .map(|row| reached(&direct, [row].into()))
            .collect();
        let naming = naming(workspace);
        let rows = 0..packages.len();
        let near: BTreeSet<usize> = rows
            .filter(|&row| !sees[row].is_disjoint(&naming))
            .collect();
        let given = near.iter().flat_map(|&row| &sees[row]).copied().collect();
        let mut both = direct.clone();
        for (row, known) in direct.iter().enumerate() {
            for &other in known {
                both[other].insert(row);
            }
        }
        Packages {
            tied: reached(&both, near.clone()),
            sees,
            near,
            given,
        }
    }

    /// All packages, as if each knew each, and the client: what is told apart must not be seen in what is found.
    #[cfg(test)]
    pub(super) fn all(workspace: &Workspace) -> Packages {
        let rows: BTreeSet<usize> = (0..workspace.packages().len()).collect();
        Packages {
            sees: rows.iter().map(|_| rows.clone()).collect(),
            near: rows.clone(),
            given: rows.clone(),
            tied: rows,
        }
    }

    /// Whether code of these packages may know a type of the client.
    pub(super) fn are_near(&self, packages: &[PackageId]) -> bool {
        packages.iter().any(|it| self.near.contains(&it.index()))
    }

    /// Whether code of these packages may be given something of the client, if only as a type that it does not know.
    pub(super) fn are_given(&self, packages: &[PackageId]) -> bool {
        packages.iter().any(|it| self.given.contains(&it.index()))
    }

    /// Whether code of these packages may stand in one program with the client.
    pub(super) fn are_tied(&self, packages: &[PackageId]) -> bool {
        packages.iter().any(|it| self.tied.contains(&it.index()))
    }

    /// Whether code of some packages can name what others have.
    pub(super) fn see(&self, packages: &[PackageId], others: &[PackageId]) -> bool {
        packages.iter().any(|it| {
            let seen = &self.sees[it.index()];
            others.iter().any(|other| seen.contains(&other.index()))
        })
    }
}

/// The packages that depend on the client, or name it in some file, however they come to it.
fn naming(workspace: &Workspace) -> BTreeSet<usize> {
    let names_it = |file: FileId| {
        let facts = workspace.facts(file);
        facts.is_some_and(|facts| facts.names.contains(CLIENT))
    };
    let mut naming: BTreeSet<usize> = BTreeSet::new();
    for package in workspace.packages() {
        let mut dependencies = package.dependencies.iter();
        if dependencies.any(|it| it.crate_name == CLIENT) {
            naming.insert(package.id.index());
        }
    }
    for &file in workspace.files() {
        let packages = workspace.packages_of(file);
        let is_new = packages.iter().any(|it| !naming.contains(&it.index()));
        if is_new && names_it(file) {
            naming.extend(packages.iter().map(|it| it.index()));
        }
    }
    naming
}

/// What can be reached over some ties.
fn reached(ties: &[BTreeSet<usize>], from: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut left: Vec<usize> = from.iter().copied().collect();
    let mut found = from;
    while let Some(row) = left.pop() {
        for &next in &ties[row] {
            if found.insert(next) {
                left.push(next);
            }
        }
    }
    found
}
