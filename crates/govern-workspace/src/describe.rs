//! What cargo, or the manifests alone, say about a workspace: the part of it that is cached.

use std::collections::BTreeMap;

use bitcode::{Decode, Encode};
use govern_facts::{Edition, Extent};

use crate::{DependencyKind, EnabledFeatures, TargetKind, features::Resolver, paths};

/// A workspace as its manifests describe it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Description {
    /// Sorted by name.
    pub(crate) members: Vec<Member>,
    /// Where cargo builds, absolute; unknown without cargo.
    pub(crate) target_directory: Option<String>,
    pub(crate) resolver: Resolver,
}

/// A member of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) name_extent: Option<Extent>,
    pub(crate) version: String,
    /// Relative to the workspace root.
    pub(crate) directory: String,
    pub(crate) edition: Edition,
    pub(crate) published: bool,
    pub(crate) targets: Vec<MemberTarget>,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    pub(crate) enabled: EnabledFeatures,
    pub(crate) dependencies: Vec<MemberDependency>,
}

/// A target of a member.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub(crate) struct MemberTarget {
    pub(crate) kind: TargetKind,
    pub(crate) name: String,
    pub(crate) edition: Edition,
    /// Relative to the workspace root.
    pub(crate) root: String,
    pub(crate) required_features: Vec<String>,
}

/// A dependency of a member.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct MemberDependency {
    pub(crate) name: String,
    pub(crate) crate_name: String,
    pub(crate) package: String,
    pub(crate) version: Option<String>,
    /// Name of the member it is.
    pub(crate) member: Option<String>,
    pub(crate) uses: Vec<MemberUse>,
    pub(crate) active: bool,
    pub(crate) in_production: bool,
}

/// A declaration of a dependency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub(crate) struct MemberUse {
    pub(crate) kind: DependencyKind,
    pub(crate) target: Option<String>,
    pub(crate) optional: bool,
    pub(crate) extent: Option<Extent>,
    /// The key in its table.
    pub(crate) key: String,
}

impl Member {
    pub(crate) fn manifest(&self) -> String {
        paths::join(&self.directory, "Cargo.toml")
    }
}

impl Description {
    /// Takes what was resolved of the same members elsewhere: their dependencies, and which features are on.
    pub(crate) fn take_resolved(&mut self, other: Description) {
        let others = other.members.into_iter();
        let mut others: BTreeMap<String, Member> = others
            .map(|member| (member.directory.clone(), member))
            .collect();
        for member in &mut self.members {
            if let Some(other) = others.remove(&member.directory) {
                member.enabled = other.enabled;
                member.dependencies = other.dependencies;
            }
        }
    }

    /// Brings everything into its order.
    pub(crate) fn sort(&mut self) {
        self.members
            .sort_by(|a, b| (&a.name, &a.directory).cmp(&(&b.name, &b.directory)));
        for member in &mut self.members {
            member.targets.sort();
            member
                .dependencies
                .sort_by(|a, b| (&a.name, &a.package).cmp(&(&b.name, &b.package)));
            for dependency in &mut member.dependencies {
                dependency
                    .uses
                    .sort_by_key(|usage| (usage.extent.map(|extent| extent.start), usage.kind));
            }
        }
    }
}

/// A name as code has it.
pub(crate) fn in_code(name: &str) -> String {
    name.replace('-', "_")
}

/// The edition that a manifest writes.
pub(crate) fn edition(text: &str) -> Edition {
    match text {
        "2015" => Edition::E2015,
        "2018" => Edition::E2018,
        "2021" => Edition::E2021,
        // A later one is nearest to the latest we know.
        _ => Edition::E2024,
    }
}
