//! Uses of names that could not be resolved, as far as the path before them leads: `crate::adapter::Id` is a use of
//! `crate::adapter`, whatever macro defines `Id` there.

use govern_facts::PathKind;
use govern_names::{CrateKind, Names, Origin, Unresolved, UnresolvedReason};
use govern_workspace::Workspace;

use crate::model::architecture::{Architecture, ModuleRow};

/// A path that leads into a module, and no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Partial {
    pub(crate) from: ModuleRow,
    pub(crate) to: ModuleRow,
    /// The full path of what is meant.
    pub(crate) item: String,
}

/// How far an unresolved path leads; none if it names no other module of the workspace.
pub(crate) fn partial(
    workspace: &Workspace,
    names: &Names,
    architecture: &Architecture,
    from: ModuleRow,
    unresolved: &Unresolved,
) -> Option<Partial> {
    let facts = workspace.facts(names.instance(unresolved.instance).file)?;
    let run = match unresolved.origin {
        Origin::Import(row) => facts.imports[row as usize].segments,
        Origin::Path(path) if facts.path(path).kind == PathKind::MacroBody => return None,
        Origin::Path(path) => facts.path(path).segments,
    };
    let segments: Vec<&str> = facts.segments(run).collect();
    let (head, _) = segments.split_first()?;
    let certain = ["crate", "self", "super"].contains(head);
    if unresolved.reason == UnresolvedReason::MacroArgument && !certain {
        return None;
    }
    let (to, length) = lead(architecture, from, &segments)?;
    if to == from || length == segments.len() {
        return None;
    }
    let item = format!(
        "{}::{}",
        architecture.module(to).path,
        segments[length..].join("::")
    );
    Some(Partial { from, to, item })
}

/// The innermost module that a path leads into, and how many segments that takes.
fn lead(
    architecture: &Architecture,
    from: ModuleRow,
    segments: &[&str],
) -> Option<(ModuleRow, usize)> {
    let parent = |row: ModuleRow| architecture.module(row).parent;
    let root = |row| std::iter::successors(Some(row), |&row| parent(row)).last();
    let (mut at, mut length) = match *segments.first()? {
        "crate" => (root(from)?, 1),
        "self" => (from, 1),
        "super" => (parent(from)?, 1),
        name => (
            child(architecture, from, name).or_else(|| library(architecture, from, name))?,
            1,
        ),
    };
    while let Some(segment) = segments.get(length) {
        let next = match *segment {
            "super" => parent(at),
            name => child(architecture, at, name),
        };
        let Some(next) = next else { break };
        (at, length) = (next, length + 1);
    }
    Some((at, length))
}

fn child(architecture: &Architecture, parent: ModuleRow, name: &str) -> Option<ModuleRow> {
    let path = format!("{}::{name}", architecture.module(parent).path);
    rows_at(architecture, &path).find(|&row| architecture.module(row).parent == Some(parent))
}

/// The library of the workspace that the code of a module calls `name`.
fn library(architecture: &Architecture, from: ModuleRow, name: &str) -> Option<ModuleRow> {
    let own = architecture.module(from).package;
    let link = architecture
        .links
        .iter()
        .find(|link| link.from == own && link.name == name);
    let package = link.map_or(own, |link| link.to);
    rows_at(architecture, &architecture.package(package).library).find(|&row| {
        let module = architecture.module(row);
        let is_library = matches!(module.target, CrateKind::Lib | CrateKind::ProcMacro);
        module.package == package && is_library && (link.is_some() || module.path == name)
    })
}

/// The modules of a path.
fn rows_at(architecture: &Architecture, path: &str) -> impl Iterator<Item = ModuleRow> + use<> {
    let start = architecture
        .modules
        .partition_point(|module| module.path.as_str() < path);
    let end = architecture
        .modules
        .partition_point(|module| module.path.as_str() <= path);
    (start as u32..end as u32).map(ModuleRow)
}

#[cfg(test)]
mod tests {
    use crate::fixture::{architecture, check, session};
    use crate::rules::RULES;

    const CODE: &str = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders: bus = orders-adapter
//- orders/src/lib.rs
macro_rules! id { () => {} }
pub mod adapter { id!(Id); pub mod inner { id!(Key); } }
pub mod domain {
    use crate::adapter::Id;
    mod deep { fn f(_: super::super::adapter::inner::Key) { println!(\"{}\", crate::adapter::Id::NEW); } }
    fn g(_: bus::Handle, _: Id, _: Unknown, _: Unknown::Part) { format!(\"{}\", inner::x); }
}
//- orders-adapter/src/lib.rs
macro_rules! handle { () => {} }
handle!(Handle);
";

    #[test]
    fn what_a_macro_defines_is_used_where_it_is_named() {
        let rule = RULES
            .iter()
            .find(|rule| rule.info.name == "layer_violation")
            .unwrap();
        let said = |line: u32, text: &str, from: &str, item: &str| {
            format!(
                "orders/src/lib.rs:{line}:`{text}`: `domain` may not use `adapter`: `{from}` uses `{item}`"
            )
        };
        assert_eq!(
            check(rule, CODE),
            [
                said(
                    4,
                    "crate::adapter::Id",
                    "orders::domain",
                    "orders::adapter::Id"
                ),
                said(6, "bus::Handle", "orders::domain", "orders_adapter::Handle"),
                said(
                    5,
                    "crate::adapter::Id::NEW",
                    "orders::domain::deep",
                    "orders::adapter::Id"
                ),
                said(
                    5,
                    "super::super::adapter::inner::Key",
                    "orders::domain::deep",
                    "orders::adapter::inner::Key"
                ),
            ]
        );
    }

    #[test]
    fn what_leads_nowhere_is_no_use() {
        let architecture = architecture(&session(CODE));
        let items = architecture
            .uses
            .iter()
            .map(|place| architecture.text(place.item));
        assert!(
            items
                .into_iter()
                .all(|item| !item.contains("Unknown") && !item.contains("inner::x"))
        );
    }
}
