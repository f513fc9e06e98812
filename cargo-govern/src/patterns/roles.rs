//! Which code is production code.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::FileId;
use govern_facts::{CfgId, FileFacts};
use govern_names::Names;
use govern_workspace::{CodeKind, Conditions, PackageId, RouteId, TargetKind, Workspace};

use crate::role::Role;

/// The role of each file, as the targets that reach it and the conditions of its `mod` declarations make it.
pub(super) fn file_roles(workspace: &Workspace) -> BTreeMap<FileId, Role> {
    let mut roles = BTreeMap::new();
    let mut seen: BTreeSet<(RouteId, Role)> = BTreeSet::new();
    for package in workspace.packages() {
        let conditions = conditions(workspace, package.id);
        let mut pending: Vec<(RouteId, Role)> = Vec::new();
        for target in &package.targets {
            pending.push((target.route, role_of_target(target.kind)));
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
            let is_test = |cfg: CfgId| needs_test(facts, cfg, conditions);
            for link in route.links(facts) {
                let tested = facts.conditions(link.scope).chain(link.cfg).any(is_test);
                for choice in link.choices {
                    let tested = tested || choice.cfg.is_some_and(is_test);
                    pending.push((choice.route, if tested { Role::Test } else { role }));
                }
            }
        }
    }
    roles
}

/// The role of each scope of a file, by row.
pub(super) fn scope_roles(
    workspace: &Workspace,
    names: &Names,
    facts: &FileFacts,
    file: FileId,
    file_role: Role,
) -> Vec<Role> {
    let package = workspace.packages_of(file).first();
    let conditions = package.map(|&package| conditions(workspace, package));
    let mut roles: Vec<Role> = Vec::with_capacity(facts.scopes.len());
    for scope in &facts.scopes {
        let around = scope
            .parent
            .map_or(file_role, |parent| roles[parent.index()]);
        let is_test = |item| {
            names
                .test_attribute(facts, file, facts.item(item))
                .is_some()
        };
        let needs_test = |cfg| conditions.is_some_and(|it| needs_test(facts, cfg, it));
        let test = around == Role::Test
            || scope.cfg.is_some_and(needs_test)
            || scope.item.is_some_and(is_test);
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

/// Those of production code, and those of tests.
fn conditions(workspace: &Workspace, package: PackageId) -> [Conditions<'_>; 2] {
    [CodeKind::Production, CodeKind::Test].map(|code| workspace.conditions(package, code))
}

/// Whether a condition makes code test code: it cannot hold where no tests are built.
///
/// What the platform switches off here is production code elsewhere. Features count as they are enabled: what exists only
/// for tests and for a feature that nobody but a dev-dependency asks for (`any(test, feature = "testing")`) is test code.
fn needs_test(facts: &FileFacts, cfg: CfgId, conditions: [Conditions<'_>; 2]) -> bool {
    let whatever_else = |flag: &str, _: Option<&str>| (flag == "test").then_some(false);
    if facts.evaluate(cfg, &whatever_else) == Some(false) {
        return true;
    }
    let [production, tests] = conditions.map(|conditions| {
        facts.evaluate(cfg, &|flag, value| match flag {
            "test" | "feature" => conditions.holds(flag, value),
            _ => None,
        })
    });
    production == Some(false) && tests != Some(false)
}
