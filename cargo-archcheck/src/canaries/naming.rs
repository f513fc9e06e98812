//! Code that uses what the project names: modules of the workspace, paths in the standard library, external crates.

use std::collections::BTreeSet;

use govern_workspace::DependencyKind;

use super::{draft::Draft, nest::Nest};
use crate::{model::architecture::ModuleRow, path::STANDARD};

/// Code, and the full path of what it uses.
#[derive(Debug)]
pub(super) struct Using {
    pub(super) code: String,
    pub(super) item: String,
}

/// A use of a module of the workspace in another.
pub(super) fn module(
    nest: &Nest<'_>,
    draft: &mut Draft,
    from: ModuleRow,
    to: ModuleRow,
) -> Option<Using> {
    let path = nest.path(draft, from, to)?;
    Some(Using {
        code: format!("use {path} as {}_used;", nest.name()),
        item: nest.architecture.module(to).path.clone(),
    })
}

/// A use of something external that a pattern of names matches, with what the manifest has to say for it. None if the pattern
/// is about the workspace.
pub(super) fn external(
    nest: &Nest<'_>,
    draft: &mut Draft,
    row: ModuleRow,
    pattern: &str,
) -> Option<Using> {
    let (path, mark) = match pattern.strip_suffix('!') {
        Some(path) => (path, "!"),
        None => (pattern, ""),
    };
    let of_any_crate = path.starts_with("**::");
    let segments: Vec<String> = path
        .split("::")
        .filter(|segment| *segment != "**")
        .map(example)
        .collect();
    let (head, rest) = match of_any_crate {
        true => (None, segments.as_slice()),
        false => (Some(segments.first()?.as_str()), &segments[1..]),
    };
    let rest: String = rest.iter().map(|segment| format!("::{segment}")).collect();
    let in_code = head.map(|head| head.replace('-', "_"));
    let (name, krate) = match in_code {
        Some(head) if STANDARD.contains(&head.as_str()) => (head.clone(), head),
        Some(head) => {
            let modules = nest.architecture.modules.iter();
            let mut roots = modules.filter(|module| module.parent.is_none());
            if roots.any(|root| root.path == head) {
                return None;
            }
            let known = linked(nest, row, &head);
            let package = segments.first().map(String::as_str);
            (known.or_else(|| nest.external(draft, row, package))?, head)
        }
        None => {
            let name = nest.external(draft, row, None)?;
            (name.clone(), name)
        }
    };
    let code = match mark {
        "" => format!("use ::{name}{rest} as {}_used;", nest.name()),
        _ => format!("fn {}_calls() {{ ::{name}{rest}!(); }}", nest.name()),
    };
    Some(Using {
        code,
        item: format!("{krate}{rest}{mark}"),
    })
}

/// What code calls an external crate that its package depends on.
fn linked(nest: &Nest<'_>, row: ModuleRow, library: &str) -> Option<String> {
    let architecture = nest.architecture;
    let package = architecture.module(row).package;
    let mut links = architecture.links.iter();
    let link = links.find(|link| {
        let to = architecture.package(link.to);
        let is_normal = link.kinds.contains_key(&DependencyKind::Normal);
        link.from == package && is_normal && !to.member && to.library == library
    });
    link.map(|link| link.name.clone())
}

/// A segment that a pattern of one matches: what is open in it is left out where a name remains, or else filled.
fn example(segment: &str) -> String {
    let filled = |with: &str| {
        let mut text = String::new();
        let mut rest = segment;
        while let Some(at) = rest.find(['*', '{']) {
            text.push_str(&rest[..at]);
            let is_star = rest.as_bytes()[at] == b'*';
            text.push_str(if is_star { with } else { "canary" });
            let end = match is_star {
                true => at + 1,
                false => rest[at..].find('}').map_or(rest.len(), |end| at + end + 1),
            };
            rest = &rest[end..];
        }
        text + rest
    };
    let short = filled("");
    let is_name = short.starts_with(char::is_alphabetic) && short.ends_with(char::is_alphanumeric);
    if is_name { short } else { filled("canary") }
}

/// Code that counts for rules about these kinds, with what its module is called inside of the one that it is put into: code
/// for tests is in a module of its own. None if it can be in no code of a library or program.
pub(super) fn of_kind(
    nest: &Nest<'_>,
    kinds: &BTreeSet<DependencyKind>,
    code: &str,
) -> Option<(String, String)> {
    if kinds.contains(&DependencyKind::Normal) {
        return Some((code.to_owned(), String::new()));
    }
    let name = format!("{}_tests", nest.name());
    let code = format!("#[cfg(test)]\nmod {name} {{ {code} }}");
    let is_test = kinds.contains(&DependencyKind::Development);
    is_test.then(|| (code, format!("::{name}")))
}
