//! What some members are when each is built alone, for a platform: together in one workspace where that is no other.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Instant,
};

use crate::{
    Error, FeatureSelection, TargetKind, Workspace,
    conditions::Machine,
    describe::Description,
    manifest::{self, Build, Written},
    watch::Watched,
};

/// Members as they are when each is built alone.
#[derive(Debug)]
pub struct Built {
    /// The files that are part of the builds, and what a build script says of them; of other members, nothing. Those are
    /// selected that some of the builds is made of.
    pub workspace: Workspace,
    /// The members that are built, each with the names of those that it is made of, its own among them.
    pub roots: BTreeMap<String, BTreeSet<String>>,
}

impl Workspace {
    /// The same files as they are when each of these members is built, alone, with default features, for a platform.
    /// Files are not parsed again. Members are in one workspace if what they share has the same features for both.
    pub fn built(&self, roots: &BTreeSet<String>, target: &str) -> Result<Vec<Built>, Error> {
        let started = Instant::now();
        let machine = Arc::new(self.other_machine(target)?);
        let written = {
            let tree = self.same_tree()?;
            manifest::written(&Watched::new(&tree), &self.known_libraries())?
        };
        let mut builds: Vec<Together> = Vec::new();
        for root in roots {
            let alone = Together::default().with(root, &written, &machine);
            let joined = builds.iter().enumerate().find_map(|(row, build)| {
                let joined = build.with(root, &written, &machine);
                (joined.parts[root] == alone.parts[root] && joined.keeps(build))
                    .then_some((row, joined))
            });
            match joined {
                Some((row, joined)) => builds[row] = joined,
                None => builds.push(alone),
            }
        }
        let load = |build: Together| {
            let description = build.description();
            let loading = self.other(machine.clone());
            let mut workspace = loading.run_described(self.same_tree()?, description, started)?;
            let roots: BTreeMap<String, BTreeSet<String>> = build
                .parts
                .into_iter()
                .map(|(root, parts)| (root, made_of(parts)))
                .collect();
            for package in &mut workspace.packages {
                package.selected = roots.values().any(|names| names.contains(&package.name));
            }
            Ok(Built { workspace, roots })
        };
        builds.into_iter().map(load).collect()
    }
}

/// Members that are built together.
#[derive(Default)]
struct Together {
    description: Description,
    /// For each of those that are built all members that it needs.
    parts: BTreeMap<String, BTreeMap<String, Part>>,
}

/// A member that another needs.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    /// Whether the other is made of it: a procedural macro is part of what builds it.
    is_inside: bool,
    /// The features that are on.
    features: BTreeSet<String>,
    /// The dependencies that are on.
    dependencies: Vec<String>,
}

impl Together {
    /// The same with one more.
    fn with(&self, root: &str, written: &Written, machine: &Machine) -> Together {
        let mut roots: BTreeSet<String> = self.parts.keys().cloned().collect();
        roots.insert(root.to_owned());
        let description = written.describe(&Build {
            selection: &FeatureSelection::default(),
            machine,
            roots: Some(&roots),
        });
        let parts = roots.into_iter().map(|root| {
            let parts = parts(&description, &root);
            (root, parts)
        });
        Together {
            parts: parts.collect(),
            description,
        }
    }

    /// Whether all members of a smaller one are what they were there.
    fn keeps(&self, smaller: &Together) -> bool {
        let mut known = smaller.parts.iter();
        known.all(|(root, parts)| self.parts[root] == *parts)
    }

    /// The workspace with only what is built.
    fn description(&self) -> Description {
        let mut description = self.description.clone();
        for member in &mut description.members {
            let is_root = self.parts.contains_key(&member.name);
            let mut parts = self.parts.values();
            let is_needed = parts.any(|parts| parts.contains_key(&member.name));
            member.targets.retain(|target| match target.kind {
                TargetKind::Lib | TargetKind::ProcMacro | TargetKind::BuildScript => is_needed,
                TargetKind::Bin => is_root,
                TargetKind::Test | TargetKind::Bench | TargetKind::Example => false,
            });
        }
        description
    }
}

/// All members that one needs, its own among them.
fn parts(description: &Description, root: &str) -> BTreeMap<String, Part> {
    let mut parts = BTreeMap::new();
    let mut open = vec![root];
    while let Some(name) = open.pop() {
        let mut members = description.members.iter();
        let member = members.find(|member| member.name == name);
        let Some(member) = member.filter(|_| !parts.contains_key(name)) else {
            continue;
        };
        let active = member.dependencies.iter().filter(|it| it.active);
        let mut targets = member.targets.iter();
        let is_inside = targets.all(|target| target.kind != TargetKind::ProcMacro);
        let part = Part {
            is_inside,
            features: member.enabled.production.clone(),
            dependencies: active.clone().map(|it| it.name.clone()).collect(),
        };
        parts.insert(name.to_owned(), part);
        if is_inside {
            open.extend(active.filter_map(|dependency| dependency.member.as_deref()));
        }
    }
    parts
}

fn made_of(parts: BTreeMap<String, Part>) -> BTreeSet<String> {
    let inside = parts.into_iter().filter(|(_, part)| part.is_inside);
    inside.map(|(name, _)| name).collect()
}
