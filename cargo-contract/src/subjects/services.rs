//! Which packages run together: a program and what it is made of.

use std::collections::{BTreeMap, BTreeSet};

use govern_workspace::{TargetKind, Workspace};

/// Programs, by the package they come from, with the packages they are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Services {
    made_of: BTreeMap<String, BTreeSet<String>>,
}

impl Services {
    pub(super) fn new(workspace: &Workspace) -> Services {
        let packages = workspace.packages();
        let is_program = |row: &usize| {
            let mut targets = packages[*row].targets.iter();
            targets.any(|target| target.kind == TargetKind::Bin)
        };
        let mut made_of = BTreeMap::new();
        for start in (0..packages.len()).filter(is_program) {
            let mut parts = BTreeSet::new();
            let mut open = vec![start];
            while let Some(row) = open.pop() {
                if !parts.insert(packages[row].name.clone()) {
                    continue;
                }
                let dependencies = packages[row].dependencies.iter();
                let members = dependencies.filter(|it| it.active && it.in_production);
                open.extend(members.filter_map(|it| it.member).map(|it| it.index()));
            }
            made_of.insert(packages[start].name.clone(), parts);
        }
        Services { made_of }
    }

    /// The programs that have a package; itself, if none has it.
    pub(crate) fn of<'s>(&'s self, package: &'s str) -> BTreeSet<&'s str> {
        let with = self
            .made_of
            .iter()
            .filter(|(_, parts)| parts.contains(package));
        let found: BTreeSet<&str> = with.map(|(name, _)| name.as_str()).collect();
        match found.is_empty() {
            true => BTreeSet::from([package]),
            false => found,
        }
    }

    /// The names of all programs.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.made_of.keys().map(String::as_str)
    }
}
