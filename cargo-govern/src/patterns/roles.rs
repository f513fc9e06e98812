//! Which code is production code.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::FileId;
use govern_facts::{CfgId, FileFacts, ScopeId};
use govern_names::Names;
use govern_workspace::{RouteId, TargetKind, Workspace};

/// What code is for. A file that several targets share counts as what comes first here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It is in a library or a program.
    Production,
    /// It is in `build.rs`.
    BuildScript,
    /// It is in an example.
    Example,
    /// It is in a test or benchmark, or exists only with `cfg(test)`.
    Test,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 4] = [
        Role::Production,
        Role::BuildScript,
        Role::Example,
        Role::Test,
    ];
}

/// The role of each file, as the targets that reach it and the conditions of its `mod` declarations make it. Features
/// and the platform do not count here: what they switch off on one machine is read all the same.
pub(super) fn file_roles(workspace: &Workspace) -> BTreeMap<FileId, Role> {
    let mut roles = BTreeMap::new();
    let mut seen: BTreeSet<(RouteId, Role)> = BTreeSet::new();
    let mut pending: Vec<(RouteId, Role)> = Vec::new();
    for package in workspace.packages() {
        for target in &package.targets {
            pending.push((target.route, role_of_target(target.kind)));
        }
    }
    while let Some((id, role)) = pending.pop() {
        if !seen.insert((id, role)) {
            continue;
        }
        let route = workspace.route(id);
        let known = roles.entry(route.file).or_insert(role);
        *known = role.min(*known);
        let Some(facts) = workspace.facts(route.file) else {
            continue;
        };
        for link in &route.modules {
            let item = facts.item(link.item);
            let conditions = facts.conditions(item.scope).chain(item.cfg);
            let tested = conditions.into_iter().any(|cfg| needs_test(facts, cfg));
            for choice in &link.choices {
                let tested = tested || choice.cfg.is_some_and(|cfg| needs_test(facts, cfg));
                pending.push((choice.route, if tested { Role::Test } else { role }));
            }
        }
    }
    roles
}

/// The role of each scope of a file, by row.
pub(super) fn scope_roles(
    names: &Names,
    facts: &FileFacts,
    file: FileId,
    file_role: Role,
) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::with_capacity(facts.scopes.len());
    for (row, scope) in facts.scopes.iter().enumerate() {
        let around = scope
            .parent
            .map_or(file_role, |parent| roles[parent.index()]);
        let presence = names.presence(file, ScopeId(row as u32));
        let test = around == Role::Test
            || presence.is_test_only()
            || scope.cfg.is_some_and(|cfg| needs_test(facts, cfg))
            || scope.item.is_some_and(|item| {
                names
                    .test_attribute(facts, file, facts.item(item))
                    .is_some()
            });
        roles.push(if test { Role::Test } else { around });
    }
    roles
}

fn role_of_target(kind: TargetKind) -> Role {
    match kind {
        TargetKind::Lib | TargetKind::ProcMacro | TargetKind::Bin => Role::Production,
        TargetKind::BuildScript => Role::BuildScript,
        TargetKind::Example => Role::Example,
        TargetKind::Test | TargetKind::Bench => Role::Test,
    }
}

/// Whether a condition cannot hold without `cfg(test)`, whatever else is the case.
fn needs_test(facts: &FileFacts, cfg: CfgId) -> bool {
    let without_test = |flag: &str, _: Option<&str>| (flag == "test").then_some(false);
    facts.evaluate(cfg, &without_test) == Some(false)
}
